/** What a fit answers: draws, summary and verdict, predictions. */
import type { NewLevels } from '../config/config.ts';
import { NotFittedError } from '../config/errors.ts';
import { type Summary, summarize } from '../posterior/summary.ts';
import type { Trace } from '../posterior/trace.ts';
import type { Verdict } from '../posterior/verdict.ts';
import { type EstimatorParams, rSquared } from './estimator.ts';
import type { Fitted } from './fit.ts';
import { type FitReport, reportOf } from './fitReport.ts';
import { numbersOf } from './kernelColumns.ts';
import { parametrizationsOf } from './parametrization.ts';
import type { Interval, PredictedDraws, PredictionTarget } from './predict.ts';
import type { PredictOptions } from './predictOptions.ts';
import {
  checkCoverage,
  createPredictor,
  noPredictorKernels,
  type Predictor,
  type RowQuestion,
} from './predictor.ts';
import type { SavedModel } from './savedModel.ts';
import { SpecifiedModel } from './specifiedModel.ts';
import { rowsOf, tableOf } from './trainingRows.ts';
import { verdictOf } from './verdictOf.ts';

/** A model with a fit, once there is one. */
export class FittedModel extends SpecifiedModel {
  protected readonly predictorKernels = noPredictorKernels();
  #fitted: Fitted | undefined;
  #predictor: Predictor | undefined;
  #summary: Summary | undefined;
  #verdict: Verdict | undefined;
  /** Seconds that summary and verdict took. */
  #diagnosticSeconds = 0;

  protected get fitted(): Fitted | undefined {
    return this.#fitted;
  }

  /** Takes the place of the fit and of all that was derived from it; undefined forgets it. */
  protected setFitted(fitted: Fitted | undefined): void {
    this.#fitted = fitted;
    this.#predictor = undefined;
    this.#summary = undefined;
    this.#verdict = undefined;
    this.#diagnosticSeconds = 0;
  }

  protected need(asked: string): Fitted {
    if (this.#fitted === undefined) throw new NotFittedError(asked);
    return this.#fitted;
  }

  override setParams(params: EstimatorParams): this {
    super.setParams(params);
    this.setFitted(undefined);
    return this;
  }

  /** Everything of the fit but its draws and what is remembered of its rows. @throws NotFittedError */
  get saved(): SavedModel {
    return this.need('saved').saved;
  }

  /** The draws. @throws NotFittedError */
  get trace(): Trace {
    return this.need('trace').trace;
  }

  /** Mean, sd, quantiles and diagnostics of every variable. @throws NotFittedError */
  summary(): Summary {
    const { trace } = this.need('summary()');
    this.#summary ??= this.#timed(() => summarize(trace));
    return this.#summary;
  }

  /** Whether the fit can be trusted, and why not. @throws NotFittedError */
  verdict(): Verdict {
    const { trace, saved } = this.need('verdict()');
    const summary = this.summary();
    const { max_tree_depth } = this.config.sample_params;
    this.#verdict ??= this.#timed(() => verdictOf(summary, trace, saved, max_tree_depth));
    return this.#verdict;
  }

  #timed<T>(work: () => T): T {
    const begin = performance.now();
    const result = work();
    this.#diagnosticSeconds += (performance.now() - begin) / 1000;
    return result;
  }

  /** The JSON of `posterity fit --json`. @throws NotFittedError */
  report(): FitReport {
    const { saved, trace } = this.need('report()');
    const { noncentered, integrated } = saved;
    const forms = parametrizationsOf(this.specification, new Set(noncentered), new Set(integrated));
    const verdict = this.verdict();
    return reportOf(saved, this.summary(), verdict, trace, forms, this.#diagnosticSeconds);
  }

  /** The function's value of each row at the posterior mean of the variables. @throws NotFittedError, DataError */
  predict(X: unknown): Float64Array;
  predict(X: unknown, options: { readonly newLevels?: NewLevels }): Float64Array;
  /** Credible interval and median of each row. @throws NotFittedError, DataError, RangeError */
  predict(X: unknown, options: PredictOptions): Interval;
  predict(X: unknown, options: Partial<PredictOptions> = {}): Float64Array | Interval {
    const { alpha, ...question } = options;
    if (alpha === undefined) return this.predictorFor('predict(X)').once(tableOf(this.config, X), question);
    checkCoverage(alpha);
    const probabilities = [(1 - alpha) / 2, 0.5, (1 + alpha) / 2];
    const table = tableOf(this.config, X);
    const quantiles = this.predictorFor('predict(X)').quantiles(table, probabilities, question);
    return { lower: quantiles[0]!, median: quantiles[1]!, upper: quantiles[2]! };
  }

  /**
   * Quantiles of each row's prediction: one array of rows a probability. They depend on the row alone, whatever the rows
   * beside it. @throws NotFittedError, DataError, RangeError
   */
  predictQuantiles(
    X: unknown,
    probabilities: readonly number[],
    of: PredictionTarget = 'observation',
    newLevels?: NewLevels,
  ): Float64Array[] {
    const question = { of, ...(newLevels === undefined ? {} : { newLevels }) };
    const table = tableOf(this.config, X);
    return this.predictorFor('predictQuantiles(X)').quantiles(table, probabilities, question);
  }

  /**
   * Draws of each row's prediction, draws × rows; the same for the same model and data. @throws NotFittedError, DataError
   * @param options.firstRow number of the first row when a larger table is predicted in parts.
   */
  predictDraws(X: unknown, options: RowQuestion & { readonly firstRow?: number } = {}): PredictedDraws {
    const { firstRow = 0, ...question } = options;
    return this.predictorFor('predictDraws(X)').draws(tableOf(this.config, X), question, firstRow);
  }

  /**
   * Log predictive density of each outcome, averaged over the draws: an anomaly score, the lower the stranger; minus
   * infinity for an outcome that cannot occur. @throws NotFittedError, DataError
   */
  logDensityOf(X: unknown, y?: unknown): Float64Array {
    return this.predictorFor('logDensityOf(X, y)').logDensities(rowsOf(this.config, X, y));
  }

  /** R² of the expected outcomes, weighted where weights are given. @throws NotFittedError, DataError */
  score(X: unknown, y?: unknown, options: { readonly sampleWeight?: ArrayLike<number> } = {}): number {
    const rows = rowsOf(this.config, X, y);
    const expected = this.predictorFor('score(X, y)').expected(rows.table);
    return rSquared(numbersOf(rows.y), expected, options.sampleWeight);
  }

  protected predictorFor(asked: string): Predictor {
    const fitted = this.need(asked);
    this.#predictor ??= createPredictor(this.predictorKernels, fitted);
    return this.#predictor;
  }
}
