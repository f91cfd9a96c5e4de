// Object headers, version 2, and their messages: HDF5 file format specification, §IV.A.
import { ByteWriter, utf8 } from './byteWriter.ts';
import { lookup3 } from './lookup3.ts';

/** A message of an object header: its type number and body. */
export interface Message {
  readonly type: number;
  readonly body: Uint8Array;
}

/** Bits 0-1: chunk size in 4 bytes; bits 2-3: creation order of attributes tracked and indexed, as netCDF4 needs. */
const HEADER_FLAGS = 0x0e;

const ATTRIBUTE = 0x0c;

/** The header of an object with these messages, in order; attributes are numbered as they come. */
export function objectHeader(messages: readonly Message[]): Uint8Array {
  const attributes = messages.filter((message) => message.type === ATTRIBUTE).length;
  const body = new ByteWriter();
  let order = 0;
  for (const { type, body: content } of [...messages, attributeInfo(attributes)]) {
    if (content.length > 0xffff)
      throw new Error(`an HDF5 message of ${content.length} bytes is too long; please report`);
    body
      .u8(type)
      .u16(content.length)
      .u8(0)
      .u16(type === ATTRIBUTE ? order++ : 0)
      .raw(content);
  }
  const header = new ByteWriter().raw(utf8('OHDR')).u8(2, HEADER_FLAGS).u32(body.length).raw(body.finish());
  return header.u32(lookup3(header.finish())).finish();
}

/** A header's dataspace: a scalar when there are no lengths. */
export function dataspace(shape: readonly number[]): Message {
  return { type: 0x01, body: dataspaceBody(shape) };
}

export function datatype(type: Uint8Array): Message {
  return { type: 0x03, body: type };
}

/** No fill value; every element is written. */
export function fillValue(): Message {
  return { type: 0x05, body: Uint8Array.of(3, 0x0a) };
}

/** Values in one run of bytes. */
export function contiguousLayout(address: number, size: number): Message {
  const body = new ByteWriter().u8(3, 1);
  if (size === 0) body.undefinedAddress();
  else body.u64(address);
  return { type: 0x08, body: body.u64(size).finish() };
}

/** All values in one filtered chunk, which needs no index. */
export function singleChunkLayout(
  shape: readonly number[],
  elementSize: number,
  address: number,
  size: number,
): Message {
  const lengths = [...shape, elementSize];
  let width = 1;
  while (lengths.some((length) => length >= 2 ** (8 * width))) width++;
  const body = new ByteWriter().u8(4, 2, 0x02, lengths.length, width);
  for (const length of lengths) {
    for (let k = 0; k < width; k++) body.u8(Math.floor(length / 2 ** (8 * k)) % 256);
  }
  return { type: 0x08, body: body.u8(1).u64(size).u32(0).u64(address).finish() };
}

/** Bytes of like significance brought together, then zlib. */
export function shuffleAndDeflate(elementSize: number, level: number): Message {
  const body = new ByteWriter().u8(2, 2);
  body.u16(2).u16(0).u16(1).u32(elementSize);
  body.u16(1).u16(0).u16(1).u32(level);
  return { type: 0x0b, body: body.finish() };
}

/** An attribute; `shape` is empty for a single value. */
export function attribute(
  name: string,
  type: Uint8Array,
  shape: readonly number[],
  data: Uint8Array,
): Message {
  const title = utf8(`${name}\0`);
  const space = dataspaceBody(shape);
  const body = new ByteWriter().u8(3, 0).u16(title.length).u16(type.length).u16(space.length).u8(1);
  return { type: ATTRIBUTE, body: body.raw(title).raw(type).raw(space).raw(data).finish() };
}

/** What a group needs before its links, with their order of creation. */
export function groupMessages(
  links: readonly { readonly name: string; readonly address: number }[],
): Message[] {
  const info = new ByteWriter().u8(0, 3).u64(links.length);
  info.undefinedAddress().undefinedAddress().undefinedAddress();
  return [
    { type: 0x02, body: info.finish() },
    { type: 0x0a, body: Uint8Array.of(0, 0) },
    ...links.map(({ name, address }, order) => {
      const title = utf8(name);
      const body = new ByteWriter().u8(1, 0x15).u64(order).u8(1).u16(title.length).raw(title).u64(address);
      return { type: 0x06, body: body.finish() };
    }),
  ];
}

function attributeInfo(count: number): Message {
  const body = new ByteWriter().u8(0, 3).u16(count);
  return { type: 0x15, body: body.undefinedAddress().undefinedAddress().undefinedAddress().finish() };
}

function dataspaceBody(shape: readonly number[]): Uint8Array {
  const body = new ByteWriter().u8(2, shape.length, 0, shape.length === 0 ? 0 : 1);
  for (const length of shape) body.u64(length);
  return body.finish();
}
