/** Ways to part rows into those learned from and those predicted. */
import { DataError, OptionError, problem } from '../config/errors.ts';
import { type Column, columnOf, type Table } from '../data/columns.ts';
import { levelsOf } from '../data/groups.ts';
import { createRandom } from '../numeric/random.ts';
import type { Specification } from './specification.ts';
import type { TrainingRows } from './trainingRows.ts';

/** How rows are parted: at random into folds, or along a column of times. */
export type ValidationPlan =
  | { readonly folds: number; readonly seed?: number }
  | ({ readonly time: string } & TimeSlices);

/** @throws DataError when there is no such column; OptionError */
export function splitsOf(
  specification: Specification,
  { table, y }: TrainingRows,
  plan: ValidationPlan,
): Split[] {
  if ('folds' in plan) {
    const { folds, seed = specification.config.sample_params.random_seed } = plan;
    return foldSplits(specification, table, y.values.length, folds, seed);
  }
  const column = columnOf(table, plan.time);
  if (column === undefined) {
    const found = Object.keys(table.columns).join(', ');
    const message = `no such column; the data have ${found}`;
    throw new DataError([
      problem({ path: plan.time, code: 'missing_column', found, expected: 'a column of times', message }),
    ]);
  }
  return timeSplits(column, plan.time, plan);
}

/** Rows by number. */
export interface Split {
  /** Such as `fold 2` or `week ≥ 40`. */
  readonly name: string;
  readonly train: readonly number[];
  readonly test: readonly number[];
}

const stream = 0x666f6c64;

/**
 * Parts the rows at random into folds of nearly one size, each predicted from the others. The rows of a level go to
 * different folds in turn, so that a level of two rows or more is seen in every training.
 * @throws OptionError for fewer than 2 folds or more than there are rows.
 */
function foldSplits(
  specification: Specification,
  table: Table,
  rows: number,
  folds: number,
  seed: number,
): Split[] {
  if (!(Number.isInteger(folds) && folds >= 2 && folds <= rows))
    throw new OptionError(`folds is a whole number from 2 to the ${rows} rows; found ${folds}`);
  const order = Array.from({ length: rows }, (_, row) => row);
  const random = createRandom(seed, stream);
  for (let last = rows - 1; last > 0; last--) {
    const other = random.integer(last + 1);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  const names = [...new Set([...specification.groups.values()].flat())];
  const columns = names.flatMap((name) => columnOf(table, name) ?? []);
  if (columns.length > 0) {
    const { index } = levelsOf(columns);
    order.sort((a, b) => index[a]! - index[b]!);
  }
  const foldOf = new Uint32Array(rows);
  order.forEach((row, place) => {
    foldOf[row] = place % folds;
  });
  return Array.from({ length: folds }, (_, fold) =>
    partedBy(`fold ${fold + 1}`, rows, (row) => foldOf[row] === fold),
  );
}

interface TimeSlices {
  /** Steps of time predicted at once, from those before. */
  readonly horizon: number;
  /** Steps learned from at first; half of them when left out. */
  readonly initial?: number;
}

/**
 * Predicts each stretch of time from all that lies before it, stretch after stretch (rolling origin).
 * @param time a column whose distinct values, in order, are the steps.
 * @throws DataError for empty cells; OptionError when the steps do not suffice.
 */
function timeSplits(time: Column, name: string, { horizon, initial }: TimeSlices): Split[] {
  if (time.kind === 'text' || time.values.some(Number.isNaN)) {
    const message = 'holds cells that are no numbers, so that rows have no order in time';
    throw new DataError([
      problem({ path: name, code: 'no_order', found: 'text', expected: 'numbers', message }),
    ]);
  }
  const steps = [...new Set(time.values)].sort((a, b) => a - b);
  const first = initial ?? Math.ceil(steps.length / 2);
  const isWhole = (value: number): boolean => Number.isInteger(value) && value >= 1;
  if (!isWhole(horizon)) throw new OptionError(`horizon is a whole number from 1 on; found ${horizon}`);
  if (!isWhole(first) || first >= steps.length)
    throw new OptionError(
      `initial is a whole number from 1 to ${steps.length - 1}, the steps of ${name} less one; found ${first}`,
    );
  const splits: Split[] = [];
  for (let at = first; at < steps.length; at += horizon) {
    const [from, until] = [steps[at]!, steps[at + horizon] ?? Number.POSITIVE_INFINITY];
    const rows = time.values.length;
    const { test } = partedBy('', rows, (row) => time.values[row]! >= from && time.values[row]! < until);
    const train = [...time.values.keys()].filter((row) => time.values[row]! < from);
    splits.push({ name: `${name} from ${from}`, train, test });
  }
  return splits;
}

function partedBy(name: string, rows: number, isTest: (row: number) => boolean): Split {
  const all = Array.from({ length: rows }, (_, row) => row);
  return { name, train: all.filter((row) => !isTest(row)), test: all.filter(isTest) };
}
