/** Quantiles of row after row over all draws, where a kernel and the diagnostics share a memory (assembly/draws). */
import { coreOver, type KernelFunction, type Workplace } from './workplace.ts';

/** Observations of rows that are location + scale · noise, of which the kernel gives location and scale at every draw. */
export interface SpreadRows {
  readonly rows: number;
  /** What changes from row to row: where it stands in the position, and its value in each row. */
  readonly columns: readonly { readonly place: number; readonly values: ArrayLike<number> }[];
  /** Where location and scale begin in the output. */
  readonly location: number;
  readonly scale: number;
  /** One a draw. */
  readonly noise: Float64Array;
}

/** Quantiles of each row: a column of rows for each probability. It may grow the memory. */
export function quantilesOfRows(
  run: KernelFunction,
  place: Workplace,
  { rows, columns, location, scale, noise }: SpreadRows,
  probabilities: readonly number[],
): Float64Array[] {
  const { memory, positionAt, outputAt, freeAt } = place;
  const core = coreOver(run, place);
  core.shareFrom(freeAt);
  core.open(noise.length, 1, 0);
  const noiseAt = core.numbers(noise.length);
  const givenAt = core.numbers(columns.length * rows);
  const placesAt = core.numbers(columns.length);
  const probabilitiesAt = core.numbers(probabilities.length);
  const resultsAt = core.numbers(probabilities.length * rows);
  const numbers = (at: number, length: number): Float64Array => new Float64Array(memory.buffer, at, length);
  numbers(noiseAt, noise.length).set(noise);
  numbers(probabilitiesAt, probabilities.length).set(probabilities);
  const given = numbers(givenAt, columns.length * rows);
  const places = new Int32Array(memory.buffer, placesAt, columns.length);
  columns.forEach(({ place, values }, k) => {
    given.set(values, k * rows);
    places[k] = place;
  });
  core.rowQuantiles(
    rows,
    positionAt,
    outputAt,
    givenAt,
    placesAt,
    columns.length,
    outputAt + 8 * location,
    outputAt + 8 * scale,
    noiseAt,
    probabilitiesAt,
    probabilities.length,
    resultsAt,
  );
  return probabilities.map((_, k) => numbers(resultsAt + 8 * k * rows, rows).slice());
}
