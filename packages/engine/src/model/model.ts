/** A model with all that may be asked of it: of its priors, of its fit, of rows, and for other programs. */
import { type Donor, exportPrior, type PriorOptions } from '../carry/exportPrior.ts';
import type { ForetoldRefresh } from '../carry/foretellRefresh.ts';
import { type JointConfig, jointConfig } from '../carry/jointConfig.ts';
import { remembered } from '../carry/memory.ts';
import { withPlacedPrior } from '../carry/withPlacedPrior.ts';
import { configToJson } from '../config/configJson.ts';
import type { PriorFrom } from '../config/priorFrom.ts';
import { fingerprint } from '../data/fingerprint.ts';
import { type Extrapolation, extrapolations } from '../data/trainingRange.ts';
import { pymcProgram } from '../interop/program/pymc.ts';
import { stanProgram } from '../interop/program/stan.ts';
import { stanData } from '../interop/program/stanData.ts';
import type { Trace } from '../posterior/trace.ts';
import { adoptDraws } from './adoptDraws.ts';
import type { CalibrateOptions, Calibration } from './calibrate.ts';
import type { Contributions } from './contributions.ts';
import type { CrossValidateOptions, CrossValidation } from './crossValidate.ts';
import { describeModel, type ModelDescription } from './describe.ts';
import { exampleTable } from './design.ts';
import { effectGrid } from './effects.ts';
import type { EstimatorParams } from './estimator.ts';
import type { Evidence, Examination } from './examine.ts';
import type { FitOptions } from './fit.ts';
import { FittingModel } from './fittingModel.ts';
import type { DensityAt, Point } from './logDensityAt.ts';
import { looksAround } from './looksAround.ts';
import { type ModeOptions, type ModeReport, modeOf } from './mode.ts';
import { pointDensities } from './pointDensities.ts';
import type { PredictedDraws, PredictionTarget } from './predict.ts';
import type { EffectOptions, Effects, PredictOptions } from './predictOptions.ts';
import { type PriorDrawOptions, priorPredictive, priorTrace } from './priorPredictive.ts';
import { type PriorRanges, priorRanges } from './priorRanges.ts';
import { contributionsOf, evidenceOf, examinationOf } from './questions.ts';
import { fitReducedRows, type ReducedRows, type RowReduction, rowReduction } from './rowReduction.ts';
import type { SavedModel } from './savedModel.ts';
import { splitsOf, type ValidationPlan } from './splits.ts';
import { type TrainedConfig, type TrainedConfigOptions, trainedConfig } from './trainedConfig.ts';
import { prepareTraining } from './trainingData.ts';
import { rowsOf, splitRows, tableOf, wholeTable } from './trainingRows.ts';

/** What a config and a fit answer; fitting, predicting and saving are its parent's. */
export class Model extends FittingModel {
  #densities = pointDensities();

  override setParams(params: EstimatorParams): this {
    super.setParams(params);
    this.#densities = pointDensities();
    return this;
  }

  /** Everything of the fit but its draws, as it is saved. @throws NotFittedError */
  override get saved(): SavedModel {
    return remembered(this.need('saved'));
  }

  /** An unfitted model of the same config. */
  clone(): Model {
    return new Model(configToJson(this.config));
  }

  /** Whether a row's prediction depends on the rows around it, so that a table cannot be predicted in parts. */
  get looksAround(): boolean {
    return looksAround(this.specification);
  }

  /**
   * Fits to a part of the rows and scores the rest, part after part: in `folds` at random, or along `time`. Needs no fit
   * and leaves this one. @throws PosterityError, DataError
   */
  async crossValidate(
    X: unknown,
    y: unknown,
    options: ValidationPlan & CrossValidateOptions,
  ): Promise<CrossValidation> {
    const rows = rowsOf(this.config, X, y);
    const splits = splitsOf(this.specification, rows, options);
    const { crossValidate } = await import('./crossValidate.ts');
    return crossValidate(this.specification, this.kernels, rows, splits, options);
  }

  /**
   * Draws of every variable from its prior, in one chain; needs no fit. @throws PosterityError for an improper prior
   * @param X gives the levels of groups.
   */
  priorDraws(X: unknown, options: PriorDrawOptions = {}): Trace {
    return priorTrace(this.specification, tableOf(this.config, X), options);
  }

  /** Outcomes of each row under the prior, draws × rows; needs no fit. @throws PosterityError, DataError */
  priorPredictive(
    X: unknown,
    options: PriorDrawOptions & { readonly of?: PredictionTarget } = {},
  ): PredictedDraws {
    return priorPredictive(this.specification, tableOf(this.config, X), options);
  }

  /**
   * Simulation-based calibration at the columns of X, or at made-up ones; needs no fit and leaves this one.
   * @throws PosterityError, DataError
   */
  async calibrate(X?: unknown, options: CalibrateOptions = {}): Promise<Calibration> {
    const table = X === undefined ? exampleTable(this.specification) : tableOf(this.config, X);
    const { calibrate } = await import('./calibrate.ts');
    return calibrate(this.specification, this.kernels, table, options);
  }

  /**
   * Where the variables are most probable together on the real line, from a start of one's own if given. Needs no fit.
   * A search that does not converge says so and why. @throws DataError
   */
  mode(X: unknown, y?: unknown, options: ModeOptions = {}): ModeReport {
    const { table, y: column, dependent } = rowsOf(this.config, X, y);
    const data = prepareTraining(this.specification, table, column, dependent);
    return modeOf(withPlacedPrior(data.specification, data.groups), data, options);
  }

  /**
   * What the priors expect of every variable and, at the rows of a table, of the function and the outcome.
   * @throws PosterityError for an improper prior; DataError
   */
  priorRanges(X?: unknown): PriorRanges {
    const table = X === undefined ? undefined : tableOf(this.config, X);
    return priorRanges(this.specification, table);
  }

  /** The model in mathematical notation, every default made visible. */
  describe(): ModelDescription {
    return describeModel(this.specification);
  }

  /** The model as a PyMC script that reads `dataFile`. */
  toPymc(dataFile?: string): string {
    return pymcProgram(this.specification, dataFile);
  }

  /** The model as a Stan program; `stanData` makes its data. */
  toStan(): string {
    return stanProgram(this.specification);
  }

  /** Values of the Stan program's data block for a table with the outcome. @throws DataError, ConfigError */
  stanData(input: unknown): Record<string, unknown> {
    const { table, y, dependent } = splitRows(this.config, input);
    return stanData(this.specification, prepareTraining(this.specification, table, y, dependent));
  }

  /**
   * What each additive term adds to the function's value of each row, with intervals of coverage `alpha` (0.9). A function
   * such as exp(a + b * x) is taken apart inside its `links`. @throws NotFittedError, DataError, RangeError
   */
  contributions(X: unknown, options: Partial<Omit<PredictOptions, 'of'>> = {}): Contributions {
    const { alpha = 0.9, ...question } = options;
    return contributionsOf(this.predictorFor('contributions(X)'), tableOf(this.config, X), alpha, question);
  }

  /**
   * Predictions while one column varies over its range in X and the others stand at typical values; of the mean unless
   * asked otherwise. @throws NotFittedError, DataError, RangeError
   */
  effects(X: unknown, column: string, options: EffectOptions = {}): Effects {
    this.need('effects(X, column)');
    const { points = 50, alpha = 0.9, of = 'mean', ...question } = options;
    const { table, values, at } = effectGrid(this.specification, tableOf(this.config, X), column, points);
    return { column, values, at, ...this.predict(table, { alpha, of, ...question }) };
  }

  /** Columns of X that reach beyond the range of training, in their own units. @throws NotFittedError */
  extrapolation(X: unknown): Extrapolation[] {
    const { saved } = this.need('extrapolation(X)');
    return extrapolations(saved.ranges ?? {}, tableOf(this.config, X));
  }

  /** Whether these are the rows of the fit, as far as a fingerprint tells. @throws NotFittedError */
  wasFittedTo(X: unknown, y?: unknown): boolean {
    const { saved } = this.need('wasFittedTo(X, y)');
    return fingerprint(wholeTable(rowsOf(this.config, X, y))) === saved.fingerprint;
  }

  /** PSIS-LOO and WAIC from the rows the model was fitted to, for `compare`. @throws NotFittedError, DataError */
  evidence(X: unknown, y?: unknown): Evidence {
    return evidenceOf(this.predictorFor('evidence(X, y)'), rowsOf(this.config, X, y));
  }

  /**
   * Holds the fit against the rows it was made from: leave-one-out, posterior predictive checks, LOO-PIT and the
   * sensitivity of every parameter to prior and data. @throws NotFittedError, DataError
   */
  examine(X: unknown, y?: unknown): Examination {
    return examinationOf(this.predictorFor('examine(X, y)'), rowsOf(this.config, X, y));
  }

  /** How a database may reduce the rows for `fitReduced`; undefined where each row is needed. */
  get rowReduction(): RowReduction | undefined {
    return rowReduction(this.specification);
  }

  /** Fits to rows that were reduced as `rowReduction` says; the posterior is that of the rows. @throws DataError */
  async fitReduced(
    rows: ReducedRows,
    options: Omit<FitOptions, 'sampleWeight' | 'startFrom'> = {},
  ): Promise<this> {
    this.setFitted(await fitReducedRows(this.specification, this.kernels, rows, options));
    return this;
  }

  /**
   * The model with draws that another program made of it from these rows; verdict and predictions follow from them.
   * @throws FormatError naming every variable whose draws are missing or do not fit; DataError
   */
  adoptDraws(trace: Trace, X: unknown, y?: unknown): this {
    this.setFitted(adoptDraws(this.specification, trace, rowsOf(this.config, X, y)));
    return this;
  }

  /**
   * Log density and gradient at points, as PyMC's `model.logp(jacobian=False)`. It is that of the outcome in its own
   * units: where `preprocessing` transforms or scales it, the log derivative is part of it. Needs data but no fit.
   * @throws DataError
   */
  logDensityAt(X: unknown, y: unknown, points: readonly Point[]): DensityAt[] {
    const rows = rowsOf(this.config, X, y);
    return this.#densities(this.specification, rows, this.fitted?.saved.preprocessing, points);
  }

  /** A plain config whose priors are this posterior, each variable by itself. @throws NotFittedError */
  exportTrainedConfig(options: TrainedConfigOptions = {}): Record<string, unknown> {
    return this.trainedConfig(options).config;
  }

  /** The config of `exportTrainedConfig`, and what is lost by it against the joint posterior. @throws NotFittedError */
  trainedConfig(options: TrainedConfigOptions = {}): TrainedConfig {
    const { specification, trace, saved } = this.need('trainedConfig()');
    return trainedConfig(specification, trace, saved.preprocessing ?? {}, options);
  }

  /** The config with this posterior as joint prior. @throws NotFittedError, PosterityError, RangeError */
  exportJointConfig(options: PriorOptions = {}): JointConfig {
    return jointConfig(this.#donor('exportJointConfig()'), options);
  }

  /** This posterior as the `prior_from` of another config. @throws NotFittedError, PosterityError, RangeError */
  exportPrior(options: PriorOptions = {}): PriorFrom {
    return exportPrior(this.#donor('exportPrior()'), options);
  }

  /**
   * What `refresh` will do with a config and all rows as they now stand, and why; nothing is sampled.
   * @throws NotFittedError, ConfigError; DataError when the rows cannot be fitted
   */
  async foretellRefresh(config: unknown, X: unknown, y?: unknown): Promise<ForetoldRefresh> {
    const fitted = { ...this.need('foretellRefresh(config, X, y)'), saved: this.saved };
    const { specification, kernels } = this;
    const next = this.again(config);
    const { foretellRefresh } = await import('../carry/foretellRefresh.ts');
    const last = { specification, kernels, fitted, verdict: this.verdict().status };
    return foretellRefresh(last, next.specification, rowsOf(next.config, X, y));
  }

  #donor(asked: string): Donor {
    const { saved, trace, specification, density } = this.need(asked);
    return { specification, saved, trace, verdict: this.verdict().status, density };
  }
}
