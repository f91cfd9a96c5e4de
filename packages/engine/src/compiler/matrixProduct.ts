/**
 * Products of a data matrix with a vector, tile by tile: a tile holds `tileRows` rows, column after column, so that the
 * entries stream through the cache once and a coefficient is loaded once for all rows of a tile.
 */
import type { FunctionWriter } from './low/encoder.ts';
import { opcode, simd } from './low/opcodes.ts';

export const tileRows = 16;
const lanePairs = tileRows / 2;
/** Bytes of one column of a tile. */
const tileColumn = 8 * tileRows;

/** Vectors with fewer columns are multiplied term by term within the loop over rows. */
export const fewestColumns = 4;

/** Rows of a block: what is computed of them stays in the first cache until the transposed product reads it. */
export function blockRows(columns: number): number {
  return tileRows * Math.max(1, Math.min(16, Math.floor(20_000 / (tileColumn * columns))));
}

/** Columns of a matrix → the bytes of its tiles; rows that fill up the last tile are zero. */
export function tiled(columns: readonly Float64Array[], rows: number): Float64Array {
  const tiles = Math.ceil(rows / tileRows);
  const out = new Float64Array(tiles * tileRows * columns.length);
  columns.forEach((column, k) => {
    for (let tile = 0, from = 0; tile < tiles; tile++, from += tileRows) {
      const to = (tile * columns.length + k) * tileRows;
      out.set(column.subarray(from, Math.min(from + tileRows, rows)), to);
    }
  });
  return out;
}

/** Where a product works; all are i32 locals, and `matrix` and `vector` move on with the tiles. */
export interface ProductPlaces {
  /** First tile of the block. */
  readonly matrix: number;
  /** One value a row of the block. */
  readonly rows: number;
  /** Bytes of the block's rows, a multiple of a tile's. */
  readonly bytes: number;
}

/** A loop of the caller's `body` while `counter` (an i32 local) grows by `step` up to the local `end`; runs at least once. */
function countUp(writer: FunctionWriter, counter: number, step: number, end: number, body: () => void): void {
  writer.i32Const(0);
  writer.localSet(counter);
  writer.loop();
  body();
  writer.localGet(counter);
  writer.i32Const(step);
  writer.op(opcode.i32Add);
  writer.localTee(counter);
  writer.localGet(end);
  writer.op(opcode.i32LtU);
  writer.brIf(0);
  writer.end();
}

function advance(writer: FunctionWriter, pointer: number, bytes: number): void {
  writer.localGet(pointer);
  writer.i32Const(bytes);
  writer.op(opcode.i32Add);
  writer.localSet(pointer);
}

/** rows ← matrix × coefficients, for one block. `coefficients` is an i32 local. */
export function emitProduct(
  writer: FunctionWriter,
  places: ProductPlaces,
  coefficients: number,
  columns: number,
): void {
  const sums = Array.from({ length: lanePairs }, () => writer.local('v128'));
  const [tile, entry, row, last, at] = [0, 0, 0, 0, 0].map(() => writer.local('i32')) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const coefficient = writer.local('v128');
  writer.localGet(places.matrix);
  writer.localSet(entry);
  writer.localGet(coefficients);
  writer.i32Const(8 * columns);
  writer.op(opcode.i32Add);
  writer.localSet(last);
  countUp(writer, tile, tileColumn, places.bytes, () => {
    for (const sum of sums) {
      writer.v128Const(0, 0);
      writer.localSet(sum);
    }
    writer.localGet(coefficients);
    writer.localSet(at);
    writer.loop();
    writer.localGet(at);
    writer.simdMemory(simd.v128Load64Splat);
    writer.localSet(coefficient);
    sums.forEach((sum, pair) => {
      writer.localGet(entry);
      writer.v128Load(16 * pair);
      writer.localGet(coefficient);
      if (!writer.isFused) writer.simd(simd.f64x2Mul);
      writer.localGet(sum);
      writer.simd(writer.isFused ? simd.f64x2RelaxedMadd : simd.f64x2Add);
      writer.localSet(sum);
    });
    advance(writer, entry, tileColumn);
    advance(writer, at, 8);
    writer.localGet(at);
    writer.localGet(last);
    writer.op(opcode.i32LtU);
    writer.brIf(0);
    writer.end();
    writer.localGet(places.rows);
    writer.localGet(tile);
    writer.op(opcode.i32Add);
    writer.localSet(row);
    sums.forEach((sum, pair) => {
      writer.localGet(row);
      writer.localGet(sum);
      writer.v128Store(16 * pair);
    });
  });
}

/** totals (two lanes a column) += matrixᵀ × rows, for one block. `totals` is an i32 local. */
export function emitTransposedProduct(
  writer: FunctionWriter,
  places: ProductPlaces,
  totals: number,
  columns: number,
): void {
  const values = Array.from({ length: lanePairs }, () => writer.local('v128'));
  const [tile, entry, row, last, at] = [0, 0, 0, 0, 0].map(() => writer.local('i32')) as [
    number,
    number,
    number,
    number,
    number,
  ];
  writer.localGet(places.matrix);
  writer.localSet(entry);
  writer.localGet(totals);
  writer.i32Const(16 * columns);
  writer.op(opcode.i32Add);
  writer.localSet(last);
  const factors = (pair: number): void => {
    writer.localGet(entry);
    writer.v128Load(16 * pair);
    writer.localGet(values[pair]!);
  };
  /** The sum of the products from..to as a balanced tree. */
  const sum = (from: number, to: number): void => {
    const middle = (from + to) / 2;
    if (to - from > 2) {
      sum(from, middle);
      sum(middle, to);
      writer.simd(simd.f64x2Add);
      return;
    }
    factors(from);
    if (!writer.isFused) writer.simd(simd.f64x2Mul);
    factors(middle);
    writer.simd(simd.f64x2Mul);
    writer.simd(writer.isFused ? simd.f64x2RelaxedMadd : simd.f64x2Add);
  };
  countUp(writer, tile, tileColumn, places.bytes, () => {
    writer.localGet(places.rows);
    writer.localGet(tile);
    writer.op(opcode.i32Add);
    writer.localSet(row);
    values.forEach((value, pair) => {
      writer.localGet(row);
      writer.v128Load(16 * pair);
      writer.localSet(value);
    });
    writer.localGet(totals);
    writer.localSet(at);
    writer.loop();
    writer.localGet(at);
    writer.localGet(at);
    writer.v128Load();
    sum(0, lanePairs);
    writer.simd(simd.f64x2Add);
    writer.v128Store();
    advance(writer, entry, tileColumn);
    advance(writer, at, 16);
    writer.localGet(at);
    writer.localGet(last);
    writer.op(opcode.i32LtU);
    writer.brIf(0);
    writer.end();
  });
}
