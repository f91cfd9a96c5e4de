// Bytes of a file that this library wrote → its groups, without loading the HDF5 library.
// Reads only the forms that write.ts produces; anything else is the library's job.
import { FormatError } from '../../config/errors.ts';
import { inflate, unshuffle } from './filters.ts';
import type { AttributeValue, DatasetValues, Hdf5Dataset, Hdf5File, Hdf5Group } from './tree.ts';

const ROOT_ADDRESS_AT = 36;

/** Decodes the file; throws FormatError when it is not as `writeFile` writes one. */
export async function readOwnFile(bytes: Uint8Array): Promise<Hdf5File> {
  try {
    return await decode(bytes);
  } catch (error) {
    if (error instanceof FormatError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new FormatError(`the file is damaged: ${reason}`, { cause: error });
  }
}

async function decode(bytes: Uint8Array): Promise<Hdf5File> {
  const reader = new Reader(bytes);
  const root = reader.object(reader.u64(ROOT_ADDRESS_AT));
  const groups: Hdf5Group[] = [];
  for (const [name, address] of root.links) {
    const group = reader.object(address);
    const scaleNames = new Map([...group.links].map(([link, at]) => [at, link]));
    const datasets: Hdf5Dataset[] = [];
    for (const [link, at] of group.links)
      datasets.push(await dataset(reader, link, reader.object(at), scaleNames));
    groups.push({ name, attributes: group.attributes, datasets });
  }
  return { attributes: root.attributes, groups };
}

async function dataset(
  reader: Reader,
  name: string,
  object: ParsedObject,
  scaleNames: ReadonlyMap<number, string>,
): Promise<Hdf5Dataset> {
  const { shape, type, layout } = object;
  if (shape === undefined || type === undefined || layout === undefined) throw unknownForm(`dataset ${name}`);
  const stored = reader.slice(layout.address, layout.size);
  const expected = shape.reduce((product, length) => product * length, type.size);
  // Deflate packs at most about 1032 to 1.
  if (layout.isFiltered ? expected > 1100 * stored.length : expected !== stored.length) {
    throw new FormatError(`the file is damaged: ${name} does not have the size it should`);
  }
  const raw = layout.isFiltered ? unshuffle(await inflate(stored, expected), type.size) : stored;
  const dims = object.isScale ? [name] : object.scales.map((at) => scaleNames.get(at) ?? '');
  return { name, dims, shape, values: valuesOf(reader, raw, type), attributes: object.attributes };
}

function valuesOf(reader: Reader, raw: Uint8Array, type: Datatype): DatasetValues {
  // A copy, also of a Node Buffer, whose own slice() shares its memory.
  const aligned = new Uint8Array(raw).buffer;
  switch (type.kind) {
    case 'float':
      return type.size === 8 ? new Float64Array(aligned) : new Float32Array(aligned);
    case 'integer':
      return type.size === 8
        ? new BigInt64Array(aligned)
        : type.size === 4
          ? new Int32Array(aligned)
          : new Int8Array(aligned);
    case 'variableText':
      return Array.from({ length: raw.length / 16 }, (_, i) => reader.heapText(raw, 16 * i));
    default:
      throw unknownForm(`datatype ${type.kind}`);
  }
}

interface Datatype {
  readonly kind: 'float' | 'integer' | 'fixedText' | 'variableText' | 'other';
  readonly size: number;
}

interface ParsedObject {
  readonly links: Map<string, number>;
  readonly attributes: Record<string, AttributeValue>;
  readonly shape?: readonly number[];
  readonly type?: Datatype;
  readonly layout?: { readonly address: number; readonly size: number; readonly isFiltered: boolean };
  readonly isScale: boolean;
  /** Addresses of the scales along each axis. */
  readonly scales: readonly number[];
}

class Reader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u64(at: number): number {
    return Number(this.view.getBigUint64(at, true));
  }

  slice(at: number, size: number): Uint8Array {
    if (at + size > this.bytes.length) throw new RangeError(`${size} bytes at ${at} are beyond the end`);
    return size === 0 ? new Uint8Array(0) : this.bytes.subarray(at, at + size);
  }

  text(at: number, size: number): string {
    return new TextDecoder().decode(this.slice(at, size));
  }

  /** Text up to the null that ends it. */
  terminated(at: number, size: number): string {
    const end = this.slice(at, size).indexOf(0);
    return this.text(at, end < 0 ? size : end);
  }

  object(address: number): ParsedObject {
    const { view } = this;
    if (this.text(address, 4) !== 'OHDR') throw unknownForm('object header');
    const parsed = {
      links: new Map<string, number>(),
      attributes: {} as Record<string, AttributeValue>,
      shape: undefined as readonly number[] | undefined,
      type: undefined as Datatype | undefined,
      layout: undefined as ParsedObject['layout'],
      isScale: false,
      scales: [] as number[],
    };
    const end = address + 10 + view.getUint32(address + 6, true);
    for (let at = address + 10; at < end; ) {
      const message = view.getUint8(at);
      const size = view.getUint16(at + 1, true);
      const body = at + 6;
      if (message === 0x01) parsed.shape = this.shape(body);
      else if (message === 0x03) parsed.type = this.datatype(body);
      else if (message === 0x06) {
        const length = view.getUint16(body + 11, true);
        parsed.links.set(this.text(body + 13, length), this.u64(body + 13 + length));
      } else if (message === 0x08) parsed.layout = this.layout(body);
      else if (message === 0x0c) this.attribute(body, parsed);
      at = body + size;
    }
    return parsed;
  }

  private shape(at: number): number[] {
    return Array.from({ length: this.view.getUint8(at + 1) }, (_, axis) => this.u64(at + 4 + 8 * axis));
  }

  private datatype(at: number): Datatype {
    const size = this.view.getUint32(at + 4, true);
    const kinds = { 0: 'integer', 1: 'float', 3: 'fixedText' } as const;
    const kind = this.view.getUint8(at) & 0x0f;
    if (kind === 0 || kind === 1 || kind === 3) return { kind: kinds[kind], size };
    return { kind: kind === 9 && this.view.getUint8(at + 1) === 1 ? 'variableText' : 'other', size };
  }

  private layout(at: number): ParsedObject['layout'] {
    const { view } = this;
    if (view.getUint8(at) === 3) {
      const size = this.u64(at + 10);
      return { address: size === 0 ? 0 : this.u64(at + 2), size, isFiltered: false };
    }
    const afterLengths = at + 5 + view.getUint8(at + 3) * view.getUint8(at + 4);
    return { address: this.u64(afterLengths + 13), size: this.u64(afterLengths + 1), isFiltered: true };
  }

  private attribute(
    at: number,
    into: { isScale: boolean; scales: number[]; attributes: Record<string, AttributeValue> },
  ): void {
    const { view } = this;
    const nameSize = view.getUint16(at + 2, true);
    const typeSize = view.getUint16(at + 4, true);
    const spaceSize = view.getUint16(at + 6, true);
    const name = this.terminated(at + 9, nameSize);
    const typeAt = at + 9 + nameSize;
    const data = typeAt + typeSize + spaceSize;
    if (name === 'DIMENSION_LIST') {
      const [axes] = this.shape(typeAt + typeSize);
      for (let axis = 0; axis < axes; axis++) {
        const { at: place } = this.heapObject(this.bytes, data + 16 * axis);
        into.scales.push(this.u64(place));
      }
    } else if (name === 'CLASS') {
      into.isScale = true;
    } else if (name !== 'NAME' && name !== '_Netcdf4Dimid' && name !== 'REFERENCE_LIST') {
      into.attributes[name] = this.attributeValue(this.datatype(typeAt), data);
    }
  }

  private attributeValue({ kind, size }: Datatype, data: number): AttributeValue {
    if (kind === 'integer') return Number(this.view.getBigInt64(data, true));
    if (kind === 'float') return this.view.getFloat64(data, true);
    if (kind === 'fixedText') return this.terminated(data, size);
    return this.heapText(this.bytes, data);
  }

  /** The text that a 16-byte reference in `holder` points to. */
  heapText(holder: Uint8Array, at: number): string {
    const { at: place, size } = this.heapObject(holder, at);
    return this.text(place, size);
  }

  private heapObject(holder: Uint8Array, at: number): { readonly at: number; readonly size: number } {
    const reference = new DataView(holder.buffer, holder.byteOffset + at, 16);
    const collection = Number(reference.getBigUint64(4, true));
    const index = reference.getUint32(12, true);
    const places = this.collection(collection);
    return { at: places[index - 1], size: this.u64(places[index - 1] - 8) };
  }

  private readonly collections = new Map<number, number[]>();

  /** Where the content of each object of a collection begins. */
  private collection(address: number): number[] {
    const known = this.collections.get(address);
    if (known !== undefined) return known;
    const places: number[] = [];
    const end = address + this.u64(address + 8);
    for (let at = address + 16; at + 16 <= end && this.view.getUint16(at, true) !== 0; ) {
      const size = this.u64(at + 8);
      places.push(at + 16);
      at += 16 + size + ((8 - (size % 8)) % 8);
    }
    this.collections.set(address, places);
    return places;
  }
}

function unknownForm(what: string): FormatError {
  return new FormatError(
    `the file holds a form of ${what} that this version does not write; upgrade posterity to open it`,
  );
}
