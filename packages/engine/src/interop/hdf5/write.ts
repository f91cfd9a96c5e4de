// Groups, arrays and named dimensions → the bytes of an HDF5 file as netCDF4 lays one out.
// Written by hand rather than by the HDF5 library: its WebAssembly build cannot combine the shuffle and deflate
// filters, and saving a model should not cost loading 4 MB. Format: https://docs.hdfgroup.org/hdf5/v1_14/_f_m_t3.html
import { ByteWriter, utf8 } from './byteWriter.ts';
import {
  datatypeOf,
  FLOAT64,
  fixedText,
  INT32,
  INT64,
  REFERENCE_AND_AXIS,
  REFERENCES,
  VARIABLE_TEXT,
} from './datatype.ts';
import { DEFLATE_LEVEL, type Deflate, deflate, LARGEST_CHUNK, shuffle } from './filters.ts';
import { GlobalHeap, type HeapObject, variableLengthValue } from './globalHeap.ts';
import { lookup3 } from './lookup3.ts';
import {
  attribute,
  contiguousLayout,
  dataspace,
  datatype,
  fillValue,
  groupMessages,
  type Message,
  objectHeader,
  shuffleAndDeflate,
  singleChunkLayout,
} from './objectHeader.ts';
import { type AttributeValue, type Hdf5Dataset, type Hdf5File, type Hdf5Group, isScale } from './tree.ts';

const SUPERBLOCK_SIZE = 48;
/** Longer text goes to the heap, which no checksum of HDF5's own covers: there a seal can be filled in afterwards. */
const LONGEST_TEXT_IN_PLACE = 63;
/** Fewer bytes than this do not repay the filters' own messages. */
const SMALLEST_CHUNK = 256;
/** Elements of a REFERENCE_LIST that fit in a message. */
const MOST_REFERENCES = 4000;

/** An object's header as a function of where everything is; its length must not depend on that. */
type HeaderAt = (places: Places) => Uint8Array;

interface Places {
  /** Addresses of the heap's collections. */
  readonly heap: readonly number[];
  address(of: object): number;
}

/** Encodes the file; scales come first in each group and every other dataset names scales of its own group. */
export async function writeFile(file: Hdf5File, pack: Deflate = deflate): Promise<Uint8Array> {
  const heap = new GlobalHeap();
  const data = new Map<object, Uint8Array>();
  const headers = new Map<object, HeaderAt>();
  const pending: ((places: Places) => void)[] = [];
  let dimensionId = 0;
  headers.set(file, group(heap, file.attributes, file.groups));
  for (const member of file.groups) {
    headers.set(member, group(heap, member.attributes, member.datasets));
    for (const dataset of member.datasets) {
      const header = await encodeDataset(
        dataset,
        member,
        isScale(dataset) ? dimensionId++ : -1,
        heap,
        data,
        pending,
        pack,
      );
      headers.set(dataset, header);
    }
  }
  return assemble(file, heap, data, headers, pending);
}

function assemble(
  root: object,
  heap: GlobalHeap,
  data: ReadonlyMap<object, Uint8Array>,
  headers: ReadonlyMap<object, HeaderAt>,
  pending: readonly ((places: Places) => void)[],
): Uint8Array {
  const nowhere: Places = { heap: new Array(heap.layOut().offsets.length).fill(0), address: () => 0 };
  const { offsets, length } = heap.layOut();
  let end = SUPERBLOCK_SIZE + length;
  const addresses = new Map<object, number>();
  const take = (of: object, size: number) => {
    addresses.set(of, end);
    end += size + ((8 - (size % 8)) % 8);
  };
  for (const block of data.values()) take(block, block.length);
  for (const [object, header] of headers) take(object, header(nowhere).length);
  const places: Places = {
    heap: offsets.map((offset) => SUPERBLOCK_SIZE + offset),
    address(of) {
      const address = addresses.get(of);
      if (address === undefined) throw new Error('an HDF5 object has no place; please report');
      return address;
    },
  };
  for (const fill of pending) fill(places);
  const bytes = new Uint8Array(end);
  const fields = new ByteWriter()
    .u8(0x89)
    .raw(utf8('HDF\r\n\u001a\n'))
    .u8(2, 8, 8, 0)
    .u64(0)
    .undefinedAddress();
  fields.u64(end).u64(places.address(root));
  bytes.set(fields.u32(lookup3(fields.finish())).finish(), 0);
  bytes.set(heap.finish(), SUPERBLOCK_SIZE);
  for (const block of data.values()) bytes.set(block, places.address(block));
  for (const [object, header] of headers) bytes.set(header(places), places.address(object));
  return bytes;
}

function group(
  heap: GlobalHeap,
  attributes: Readonly<Record<string, AttributeValue>>,
  members: readonly (Hdf5Group | Hdf5Dataset)[],
): HeaderAt {
  const own = encodeAttributes(attributes, heap);
  return (places) =>
    objectHeader([
      ...groupMessages(members.map((member) => ({ name: member.name, address: places.address(member) }))),
      ...own(places),
    ]);
}

async function encodeDataset(
  dataset: Hdf5Dataset,
  parent: Hdf5Group,
  dimensionId: number,
  heap: GlobalHeap,
  data: Map<object, Uint8Array>,
  pending: ((places: Places) => void)[],
  pack: Deflate,
): Promise<HeaderAt> {
  const { values, shape } = dataset;
  const { type, size } = datatypeOf(values);
  const own = encodeAttributes(dataset.attributes, heap);
  const scaling = isScale(dataset)
    ? scaleAttributes(dataset, parent, dimensionId)
    : axisAttributes(dataset, parent, heap, pending);
  const raw = ArrayBuffer.isView(values)
    ? new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
    : textReferences(values, heap, pending);
  const isPacked =
    ArrayBuffer.isView(values) &&
    shape.length > 0 &&
    raw.length >= SMALLEST_CHUNK &&
    raw.length <= LARGEST_CHUNK;
  const packed = isPacked ? await pack(shuffle(raw, size)) : raw;
  const stored = packed.length < raw.length ? packed : raw;
  data.set(dataset, stored);
  const layout = (places: Places): Message[] =>
    stored === raw
      ? [contiguousLayout(places.address(stored), raw.length)]
      : [
          singleChunkLayout(shape, size, places.address(stored), stored.length),
          shuffleAndDeflate(size, DEFLATE_LEVEL),
        ];
  return (places) =>
    objectHeader([
      dataspace(shape),
      datatype(type),
      fillValue(),
      ...layout(places),
      ...scaling(places),
      ...own(places),
    ]);
}

/** Places for the texts' whereabouts, filled in when the heap's place is known. */
function textReferences(
  texts: readonly string[],
  heap: GlobalHeap,
  pending: ((places: Places) => void)[],
): Uint8Array {
  const bytes = new Uint8Array(16 * texts.length);
  const objects = texts.map((text) => heap.addText(text));
  pending.push((places) => {
    objects.forEach(
      (object, i) => void bytes.set(variableLengthValue(object, object.length, places.heap), 16 * i),
    );
  });
  return bytes;
}

/** What makes a dataset a dimension's scale: HDF5 Dimension Scale specification, §2. */
function scaleAttributes(
  scale: Hdf5Dataset,
  parent: Hdf5Group,
  dimensionId: number,
): (places: Places) => Message[] {
  const users = parent.datasets.flatMap((dataset) =>
    isScale(dataset)
      ? []
      : dataset.dims.flatMap((dim, axis) => (dim === scale.name ? [{ dataset, axis }] : [])),
  );
  return (places) => {
    const messages = [
      textInPlace('CLASS', 'DIMENSION_SCALE'),
      textInPlace('NAME', scale.name),
      attribute('_Netcdf4Dimid', INT32, [], new ByteWriter().u32(dimensionId).finish()),
    ];
    if (users.length > 0 && users.length <= MOST_REFERENCES) {
      const list = new ByteWriter();
      for (const { dataset, axis } of users) list.u64(places.address(dataset)).u32(axis).u32(0);
      messages.push(attribute('REFERENCE_LIST', REFERENCE_AND_AXIS, [users.length], list.finish()));
    }
    return messages;
  };
}

/** The scales along each axis. */
function axisAttributes(
  dataset: Hdf5Dataset,
  parent: Hdf5Group,
  heap: GlobalHeap,
  pending: ((places: Places) => void)[],
): (places: Places) => Message[] {
  if (dataset.dims.length === 0) return () => [];
  const objects: HeapObject[] = dataset.dims.map((dim) => {
    const scale = parent.datasets.find((it) => it.name === dim && isScale(it));
    if (scale === undefined)
      throw new Error(`${parent.name}.${dataset.name}: no scale ${dim}; please report`);
    const bytes = new Uint8Array(8);
    pending.push((places) => void bytes.set(new ByteWriter().u64(places.address(scale)).finish()));
    return heap.add(bytes);
  });
  return (places) => {
    const list = new ByteWriter();
    for (const object of objects) list.raw(variableLengthValue(object, 1, places.heap));
    return [attribute('DIMENSION_LIST', REFERENCES, [objects.length], list.finish())];
  };
}

function encodeAttributes(
  attributes: Readonly<Record<string, AttributeValue>>,
  heap: GlobalHeap,
): (places: Places) => Message[] {
  const encoded = Object.entries(attributes).map(([name, value]): ((places: Places) => Message) => {
    if (typeof value === 'number') {
      return Number.isSafeInteger(value) && !Object.is(value, -0)
        ? () => attribute(name, INT64, [], new ByteWriter().i64(value).finish())
        : () => attribute(name, FLOAT64, [], new ByteWriter().f64(value).finish());
    }
    if (value.length <= LONGEST_TEXT_IN_PLACE && !value.includes('\0')) return () => textInPlace(name, value);
    const object = heap.addText(value);
    return (places) =>
      attribute(name, VARIABLE_TEXT, [], variableLengthValue(object, object.length, places.heap));
  });
  return (places) => encoded.map((encode) => encode(places));
}

function textInPlace(name: string, text: string): Message {
  const bytes = utf8(`${text}\0`);
  return attribute(name, fixedText(bytes.length), [], bytes);
}
