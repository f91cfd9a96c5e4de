/** Cross-validation: fits to a part of the rows, scores on the rest; named as ArviZ and skpro name them. */
import { PosterityError } from '../config/errors.ts';
import { isMissing, takeCells, takeRows } from '../data/columns.ts';
import { pit } from '../posterior/calibration.ts';
import { type EcdfTest, ecdfTest } from '../posterior/ecdfTest.ts';
import { elpdOf } from '../posterior/loo.ts';
import { quantiles } from '../posterior/quantile.ts';
import { crps, pinballLoss } from '../posterior/score.ts';
import { summarize } from '../posterior/summary.ts';
import type { Status } from '../posterior/verdict.ts';
import type { ChainRunner } from '../sampler/chains.ts';
import { type FitKernels, type Fitted, fitRows } from './fit.ts';
import { numbersOf } from './kernelColumns.ts';
import { createPredictor, noPredictorKernels, type Predictor } from './predictor.ts';
import type { Specification } from './specification.ts';
import type { Split } from './splits.ts';
import type { TrainingRows } from './trainingRows.ts';
import { verdictOf } from './verdictOf.ts';

export interface CrossValidateOptions {
  /** Coverage of the interval that is scored; 0.9. */
  readonly alpha?: number;
  readonly seed?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
  readonly runner?: ChainRunner;
}

/** Scores of held rows: sums of log densities, means of everything else. */
export interface HeldScores {
  readonly rows: number;
  /** Expected log predictive density, and its standard error over rows (ArviZ). */
  readonly elpd: number;
  readonly se: number;
  /** Minus the mean log predictive density (skpro). */
  readonly LogLoss: number;
  /** The others need a likelihood that can be drawn from. */
  readonly CRPS?: number;
  readonly PinballLoss?: number;
  readonly EmpiricalCoverage?: number;
  readonly IntervalWidth?: number;
  /** Errors of the median and of the mean. */
  readonly mae?: number;
  readonly rmse?: number;
}

export interface CrossValidation extends HeldScores {
  readonly alpha: number;
  readonly splits: readonly (HeldScores & {
    readonly name: string;
    readonly trained: number;
    readonly verdict: Status;
  })[];
  /** Log predictive density of each held row, and the row's number in the data, from 0. */
  readonly pointwise: Float64Array;
  readonly held: readonly number[];
  /** Whether outcomes fall evenly over their predictions. */
  readonly pit?: EcdfTest;
}

/** Rows predicted at once, so that their draws fit in memory. */
const rowsAtATime = 500;
const pinballProbabilities = [0.05, 0.25, 0.5, 0.75, 0.95];

interface HeldRow {
  readonly row: number;
  readonly logDensity: number;
  readonly crps: number;
  readonly pinball: number;
  readonly covered: boolean;
  readonly width: number;
  readonly medianError: number;
  readonly meanError: number;
  readonly pit: number;
}

/** @throws PosterityError for a model with lags; DataError; the signal's reason when aborted. */
export async function crossValidate(
  specification: Specification,
  kernels: FitKernels,
  rows: TrainingRows,
  splits: readonly Split[],
  options: CrossValidateOptions,
): Promise<CrossValidation> {
  if (specification.lags.length > 0) {
    throw new PosterityError(
      'looks_back',
      'rows of this model depend on those before, so that they cannot be held out; compare models by compare',
    );
  }
  const { alpha = 0.9, seed = specification.config.sample_params.random_seed } = options;
  const canDraw = specification.likelihood.distribution !== undefined;
  const all: HeldRow[] = [];
  const told: CrossValidation['splits'][number][] = [];
  for (const [i, split] of splits.entries()) {
    options.signal?.throwIfAborted();
    const fitted = await fitRows(specification, kernels, rowsAt(rows, split.train), {
      seed,
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...(options.runner === undefined ? {} : { runner: options.runner }),
    });
    const predictor = createPredictor(noPredictorKernels(), fitted);
    const held: HeldRow[] = [];
    // Where the config lets outcomes be empty, there is nothing to score in these rows.
    const test = split.test.filter(
      (row) => specification.config.missing.y === 'error' || !isMissing(rows.y, row),
    );
    for (let from = 0; from < test.length; from += rowsAtATime)
      held.push(...scored(predictor, rows, test.slice(from, from + rowsAtATime), alpha, canDraw));
    const verdict = statusOf(fitted, specification);
    told.push({ name: split.name, trained: split.train.length, verdict, ...scoresOf(held, canDraw) });
    all.push(...held);
    options.onProgress?.(i + 1, splits.length);
  }
  return {
    ...scoresOf(all, canDraw),
    alpha,
    splits: told,
    pointwise: Float64Array.from(all, ({ logDensity }) => logDensity),
    held: all.map(({ row }) => row),
    ...(canDraw ? { pit: ecdfTest(all.map((it) => it.pit)) } : {}),
  };
}

function rowsAt({ table, y, dependent }: TrainingRows, numbers: readonly number[]): TrainingRows {
  const hasColumns = Object.keys(table.columns).length > 0;
  return { table: hasColumns ? takeRows(table, numbers) : table, y: takeCells(y, numbers), dependent };
}

function statusOf({ trace, saved }: Fitted, { config }: Specification): Status {
  return verdictOf(summarize(trace), trace, saved, config.sample_params.max_tree_depth).status;
}

function scored(
  predictor: Predictor,
  rows: TrainingRows,
  numbers: readonly number[],
  alpha: number,
  canDraw: boolean,
): HeldRow[] {
  const part = rowsAt(rows, numbers);
  const logDensities = predictor.logDensities(part);
  const table =
    Object.keys(part.table.columns).length > 0
      ? part.table
      : { rows: numbers.length, columns: { [part.dependent]: part.y } };
  const predicted = canDraw ? predictor.draws(table, {}, numbers[0]) : undefined;
  const outcomes = numbersOf(part.y);
  const probabilities = [(1 - alpha) / 2, 0.5, (1 + alpha) / 2, ...pinballProbabilities];
  return numbers.map((row, k): HeldRow => {
    const y = outcomes[k]!;
    const draws = new Float64Array(predicted?.draws ?? 1);
    if (predicted !== undefined)
      for (let draw = 0; draw < draws.length; draw++)
        draws[draw] = predicted.values[draw * predicted.rows + k]!;
    const [lower, median, upper, ...rest] = quantiles(draws, probabilities);
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
    const losses = rest.map((quantile, at) => pinballLoss(quantile, y, pinballProbabilities[at]!));
    return {
      row,
      logDensity: logDensities[k]!,
      crps: crps(draws, y),
      pinball: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
      covered: y >= lower! && y <= upper!,
      width: upper! - lower!,
      medianError: Math.abs(y - median!),
      meanError: y - mean,
      pit: pit(draws, y),
    };
  });
}

function scoresOf(held: readonly HeldRow[], canDraw: boolean): HeldScores {
  const average = (read: (row: HeldRow) => number): number =>
    held.reduce((sum, row) => sum + read(row), 0) / held.length;
  const { elpd, se } = elpdOf(Float64Array.from(held, ({ logDensity }) => logDensity));
  return {
    rows: held.length,
    elpd,
    se,
    LogLoss: -elpd / held.length,
    ...(canDraw
      ? {
          CRPS: average((row) => row.crps),
          PinballLoss: average((row) => row.pinball),
          EmpiricalCoverage: average((row) => (row.covered ? 1 : 0)),
          IntervalWidth: average((row) => row.width),
          mae: average((row) => row.medianError),
          rmse: Math.sqrt(average((row) => row.meanError * row.meanError)),
        }
      : {}),
  };
}
