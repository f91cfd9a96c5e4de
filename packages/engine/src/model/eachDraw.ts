/** A kernel's function at draw after draw, in blocks that run within WebAssembly (assembly/draws/each.ts). */
import { coreOver, type KernelFunction, type Workplace } from './workplace.ts';

/** Numbers of every draw, draw by draw, and where those of one stand in the position or the output. */
export interface DrawColumn {
  readonly offset: number;
  readonly length: number;
  readonly values: Float64Array;
}

const plentyBytes = 2 ** 17;
const wordsPerColumn = 3;

/** Bytes that suffice for a block of one draw, and are enough for many of a small kernel. */
export function roomForDraws(positionLength: number, outputLength: number): number {
  const numbers = positionLength + outputLength;
  return Math.max(plentyBytes, (8 + 4 * wordsPerColumn) * numbers + 64);
}

/** Runs a kernel's function at `count` draws, each position of the given columns, and writes the kept ones. */
export function runAtDraws(
  run: KernelFunction,
  place: Workplace,
  count: number,
  given: readonly DrawColumn[],
  kept: readonly DrawColumn[],
): void {
  const { positionAt, outputAt, freeAt } = place;
  const { buffer } = place.memory;
  const { each } = coreOver(run, place);
  const columns = [...given, ...kept];
  const numbersAt = 8 * Math.ceil((freeAt + 4 * wordsPerColumn * columns.length) / 8);
  const perDraw = columns.reduce((total, { length }) => total + length, 0);
  const most = Math.max(1, Math.floor((buffer.byteLength - numbersAt) / (8 * perDraw)));
  const words = new Int32Array(buffer, freeAt, wordsPerColumn * columns.length);
  const blocks = Math.ceil(count / most);
  for (let block = 0; block < blocks; block++) {
    const from = block * most;
    const size = Math.min(most, count - from);
    let at = numbersAt;
    const views = columns.map(({ offset, length }, k) => {
      words.set([at, offset, length], wordsPerColumn * k);
      const view = new Float64Array(buffer, at, size * length);
      at += view.byteLength;
      return view;
    });
    const part = ({ values, length }: DrawColumn): Float64Array =>
      values.subarray(from * length, (from + size) * length);
    given.forEach((column, k) => {
      views[k]!.set(part(column));
    });
    const keptAt = freeAt + 4 * wordsPerColumn * given.length;
    each(size, freeAt, given.length, keptAt, kept.length, positionAt, outputAt);
    kept.forEach((column, k) => {
      part(column).set(views[given.length + k]!);
    });
  }
}
