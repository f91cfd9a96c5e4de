/** Draws of a warm-up and their gradients, in coordinates that are centred and scaled step by step. */
import { type Core, paddedBytes } from './core.ts';

/**
 * Draws of a warm-up with their gradients, as the core records them: a position and a gradient, both padded to pairs of
 * numbers, one draw after the other. Learning overwrites them.
 */
export interface RecordedDraws {
  /** Configured for the dimension. */
  readonly core: Core;
  readonly memory: WebAssembly.Memory;
  /** Where the first begins. */
  readonly at: number;
  readonly count: number;
  /** Where `scratchBytes` are free. */
  readonly scratch: number;
}

export interface Directions {
  /** By how much the variance along a direction differs from the scaled coordinates' 1. */
  readonly stretches: Float64Array;
  /** One after the other. */
  readonly directions: Float64Array;
}

export const noDirections: Directions = { stretches: new Float64Array(0), directions: new Float64Array(0) };

/** Draws and gradients, centred and in scaled coordinates: entry i of row k at k × stride + i. */
export interface Rows {
  readonly count: number;
  readonly dimension: number;
  readonly stride: number;
  readonly x: Float64Array;
  readonly g: Float64Array;
}

export function rowsOf({ memory, at, count }: RecordedDraws, dimension: number): Rows {
  const bytes = paddedBytes(dimension);
  const stride = bytes / 4;
  const length = count * stride - bytes / 8;
  return {
    count,
    dimension,
    stride,
    x: new Float64Array(memory.buffer, at, length),
    g: new Float64Array(memory.buffer, at + bytes, length),
  };
}

/** Subtracts a column's mean, and returns it. */
export function centreColumn(values: Float64Array, column: number, { count, stride }: Rows): number {
  let mean = 0;
  for (let k = column; k < values.length; k += stride) mean += values[k]!;
  mean /= count;
  for (let k = column; k < values.length; k += stride) values[k]! -= mean;
  return mean;
}

/** By variable: the variance that draws and gradients together tell, with the directions taken out of both. */
export function spreadsOf(rows: Rows, directions?: Directions): Float64Array {
  const draws = squaresOf(rows, rows.x, directions);
  const slopes = squaresOf(rows, rows.g, directions);
  return draws.map((square, i) => Math.sqrt(square / slopes[i]!));
}

/** Sums of squares by variable. */
function squaresOf(
  { dimension, stride }: Rows,
  values: Float64Array,
  { stretches, directions }: Directions = noDirections,
): Float64Array {
  const squares = new Float64Array(dimension);
  const rest = new Float64Array(dimension);
  for (let at = 0; at < values.length; at += stride) {
    for (let i = 0; i < dimension; i++) rest[i] = values[at + i]!;
    for (let r = 0; r < stretches.length; r++) {
      let share = 0;
      for (let i = 0; i < dimension; i++) share += directions[r * dimension + i]! * values[at + i]!;
      for (let i = 0; i < dimension; i++) rest[i]! -= share * directions[r * dimension + i]!;
    }
    for (let i = 0; i < dimension; i++) squares[i]! += rest[i]! * rest[i]!;
  }
  return squares;
}

/** Scales rows by further variances; false where these are no numbers. */
export function scaleBy(
  spreads: Float64Array,
  { dimension, stride, x, g }: Rows,
  variances: Float64Array,
): boolean {
  for (let i = 0; i < dimension; i++) {
    const spread = spreads[i]!;
    if (!(spread > 1e-300) || !(spread < 1e300)) return false;
    variances[i]! *= spread;
    const scale = Math.sqrt(spread);
    for (let k = i; k < x.length; k += stride) {
      x[k]! /= scale;
      g[k]! *= scale;
    }
  }
  return true;
}
