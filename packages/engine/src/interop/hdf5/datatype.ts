// Datatype messages of the HDF5 file format specification, §IV.A.2.d.
import { ByteWriter, utf8 } from './byteWriter.ts';
import type { DatasetValues } from './tree.ts';

/** Bytes of a variable-length value in place: its length, and the address and index of its heap object. */
export const VARIABLE_LENGTH_SIZE = 16;

const REFERENCE = Uint8Array.of(0x17, 0, 0, 0, 8, 0, 0, 0);

export const INT8 = fixedPoint(1, true);
export const INT32 = fixedPoint(4, true);
export const INT64 = fixedPoint(8, true);
/** IEEE single: sign at bit 31, exponent of 8 bits at 23, mantissa of 23 bits, bias 127. */
export const FLOAT32 = floatingPoint(4, 31, 23, 8, 127);
export const FLOAT64 = floatingPoint(8, 63, 52, 11, 1023);
/** UTF-8 text in the global heap. */
export const VARIABLE_TEXT = variableLength([0x01, 0x01, 0x00], fixedPoint(1, false));
/** A sequence of object references in the global heap. */
export const REFERENCES = variableLength([0x00, 0x00, 0x00], REFERENCE);

/** An object and one of its axes: an element of a scale's REFERENCE_LIST. */
export const REFERENCE_AND_AXIS = new ByteWriter()
  .u8(0x36, 2, 0, 0)
  .u32(16)
  .raw(utf8('dataset\0'))
  .u8(0)
  .raw(REFERENCE)
  .raw(utf8('dimension\0'))
  .u8(8)
  .raw(fixedPoint(4, false))
  .finish();

/** Null-terminated UTF-8 text in `size` bytes. */
export function fixedText(size: number): Uint8Array {
  return new ByteWriter().u8(0x13, 0x10, 0, 0).u32(size).finish();
}

/** The datatype that holds the values, and the bytes of one. */
export function datatypeOf(values: DatasetValues): { readonly type: Uint8Array; readonly size: number } {
  if (values instanceof Float64Array) return { type: FLOAT64, size: 8 };
  if (values instanceof Float32Array) return { type: FLOAT32, size: 4 };
  if (values instanceof Int32Array) return { type: INT32, size: 4 };
  if (values instanceof Int8Array) return { type: INT8, size: 1 };
  if (values instanceof BigInt64Array) return { type: INT64, size: 8 };
  return { type: VARIABLE_TEXT, size: VARIABLE_LENGTH_SIZE };
}

function fixedPoint(size: number, isSigned: boolean): Uint8Array {
  return new ByteWriter()
    .u8(0x10, isSigned ? 0x08 : 0, 0, 0)
    .u32(size)
    .u16(0)
    .u16(8 * size)
    .finish();
}

function floatingPoint(
  size: number,
  sign: number,
  mantissa: number,
  exponent: number,
  bias: number,
): Uint8Array {
  const writer = new ByteWriter()
    .u8(0x11, 0x20, sign, 0)
    .u32(size)
    .u16(0)
    .u16(8 * size);
  return writer.u8(mantissa, exponent, 0, mantissa).u32(bias).finish();
}

function variableLength(flags: readonly number[], base: Uint8Array): Uint8Array {
  return new ByteWriter()
    .u8(0x19, ...flags)
    .u32(VARIABLE_LENGTH_SIZE)
    .raw(base)
    .finish();
}
