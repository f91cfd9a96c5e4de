/** Periodic retraining replayed: at each cut-off the model learns the last window and is scored on the next one. */
import { DataError, PosterityError, problem } from '../config/errors.ts';
import { columnOf, type Table, takeRows } from '../data/columns.ts';
import type { FitOptions } from '../model/fit.ts';
import type { Model } from '../model/model.ts';
import { splitRows } from '../model/trainingRows.ts';
import { crps } from '../posterior/score.ts';
import type { Summary } from '../posterior/summary.ts';
import type { Status } from '../posterior/verdict.ts';

export interface BacktestOptions extends FitOptions {
  /** Column of numbers that orders the rows. */
  readonly time: string;
  /** Width of a window, in units of the column; or `cutoffs`. */
  readonly every?: number;
  /** Where one window ends and the next begins, ascending; rows at a cut-off belong to the next. */
  readonly cutoffs?: readonly number[];
  /** Probability the scored intervals cover; 0.9 when left out. */
  readonly coverage?: number;
}

/** How a fit predicted the next window. */
export interface WindowScore {
  readonly verdict: Status;
  /** How it learned: `fit`, or the way of an update. */
  readonly method: string;
  /** Share of the next window's outcomes within their intervals. */
  readonly coverage: number;
  /** Means over its rows; smaller is better for the CRPS, larger for the log score. */
  readonly crps: number;
  readonly logScore: number;
  readonly parameters: Summary;
}

export interface BacktestStep {
  /** Rows before this time have been learned from. */
  readonly until: number;
  readonly learned: number;
  readonly scored: number;
  /** With what earlier windows taught, and from the last window alone with the config's priors. */
  readonly carried: WindowScore;
  readonly alone: WindowScore;
}

/**
 * @param model its config is replayed; it is neither changed nor needs a fit.
 * @param input one table with the outcome.
 * @param onStep sees the model that carries on after each step.
 * @throws DataError when the column is missing or there are fewer than two windows; PosterityError for a width that is
 *   not positive, cut-offs that do not ascend, or both or neither; ConfigError, DataError of the fits.
 */
export async function backtest<M extends Model>(
  model: M,
  config: unknown,
  input: unknown,
  options: BacktestOptions,
  onStep?: (step: BacktestStep, carried: M) => void,
): Promise<BacktestStep[]> {
  const { time, every, cutoffs, coverage = 0.9, ...fit } = options;
  const { table } = splitRows(model.config, input);
  const windows = windowsOf(table, time, endsOf(time, every, cutoffs));
  const steps: BacktestStep[] = [];
  const carried = model.again(config);
  for (let k = 0; k + 1 < windows.length; k++) {
    const [now, next] = [windows[k]!.rows, windows[k + 1]!.rows];
    let method = 'fit';
    if (k === 0) await carried.fitTable(now, fit);
    else ({ method } = await carried.update(now, undefined, { ...fit, allowSeen: true, force: true }));
    const alone = model.again(config);
    await alone.fitTable(now, fit);
    const step: BacktestStep = {
      until: windows[k]!.end,
      learned: carried.saved.rows,
      scored: next.rows,
      carried: scoreOf(carried, method, next, coverage),
      alone: scoreOf(alone, 'fit', next, coverage),
    };
    steps.push(step);
    onStep?.(step, carried);
  }
  return steps;
}

function scoreOf(model: Model, method: string, next: Table, coverage: number): WindowScore {
  const { y } = splitRows(model.config, next);
  const outcomes = Float64Array.from(y.values, Number);
  const { draws, rows, values } = model.predictDraws(next);
  const { lower, upper } = model.predict(next, { alpha: coverage });
  let [inside, distance] = [0, 0];
  const column = new Float64Array(draws);
  for (let row = 0; row < rows; row++) {
    for (let draw = 0; draw < draws; draw++) column[draw] = values[draw * rows + row]!;
    distance += crps(column, outcomes[row]!);
    if (lower[row]! <= outcomes[row]! && outcomes[row]! <= upper[row]!) inside++;
  }
  const densities = model.logDensityOf(next);
  return {
    verdict: model.verdict().status,
    method,
    coverage: inside / rows,
    crps: distance / rows,
    logScore: densities.reduce((total, value) => total + value, 0) / rows,
    parameters: model.summary(),
  };
}

/** The end of the window that a time lies in, given the first time of all. */
type WindowEnd = (value: number, first: number) => number;

function endsOf(time: string, every: number | undefined, cutoffs: readonly number[] | undefined): WindowEnd {
  if ((every === undefined) === (cutoffs === undefined)) {
    throw new PosterityError(
      'wrong_windows',
      'a backtest has either a width of its windows (every) or cutoffs',
    );
  }
  if (cutoffs !== undefined) {
    const isAscending = cutoffs.every((value, i) => i === 0 || value > cutoffs[i - 1]!);
    if (!isAscending)
      throw new PosterityError('wrong_windows', `cutoffs must ascend; found ${cutoffs.join(', ')}`);
    return (value) => cutoffs.find((cutoff) => value < cutoff) ?? Number.POSITIVE_INFINITY;
  }
  if (!(every! > 0))
    throw new PosterityError(
      'wrong_windows',
      `every is a positive number of units of ${time}; found ${every}`,
    );
  return (value, first) => first + (Math.floor((value - first) / every!) + 1) * every!;
}

/** The rows of each window that has some, in the order of time. */
function windowsOf(
  table: Table,
  time: string,
  endOf: WindowEnd,
): { readonly end: number; readonly rows: Table }[] {
  const column = columnOf(table, time);
  if (column?.kind !== 'number') {
    const found = column === undefined ? 'no such column' : 'texts';
    throw new DataError([
      problem({ path: time, code: 'no_time', found, expected: 'a column of numbers that orders the rows' }),
    ]);
  }
  const { values } = column;
  const first = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const windows = new Map<number, number[]>();
  values.forEach((value, row) => {
    const end = endOf(value, first);
    const rows = windows.get(end) ?? [];
    rows.push(row);
    windows.set(end, rows);
  });
  if (windows.size < 2) {
    const message = 'all rows lie in one window; a backtest needs a next window to score';
    throw new DataError([
      problem({ path: time, code: 'one_window', found: '1', expected: 'two or more', message }),
    ]);
  }
  return [...windows].sort(([a], [b]) => a - b).map(([end, rows]) => ({ end, rows: takeRows(table, rows) }));
}
