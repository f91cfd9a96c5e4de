/** A Bayesian model: config and function in, posterior and predictions out. */
import { type Donor, exportPrior, type PriorOptions } from '../carry/exportPrior.ts';
import { type JointConfig, jointConfig } from '../carry/jointConfig.ts';
import { type Learner, type Update, type UpdateOptions, updateFit } from '../carry/update.ts';
import { withPlacedPrior } from '../carry/withPlacedPrior.ts';
import { type Config, type NewLevels, parseConfig } from '../config/config.ts';
import { configToJson } from '../config/configJson.ts';
import { NotFittedError } from '../config/errors.ts';
import type { PriorFrom } from '../config/priorFrom.ts';
import { fingerprint } from '../data/fingerprint.ts';
import { type Extrapolation, extrapolations } from '../data/trainingRange.ts';
import type { Deflate } from '../interop/hdf5/filters.ts';
import { readNetcdf, writeNetcdf } from '../interop/netcdf.ts';
import { pymcProgram } from '../interop/program/pymc.ts';
import { stanProgram } from '../interop/program/stan.ts';
import { stanData } from '../interop/program/stanData.ts';
import { type Summary, summarize } from '../posterior/summary.ts';
import type { Trace } from '../posterior/trace.ts';
import type { Verdict } from '../posterior/verdict.ts';
import { adoptDraws } from './adoptDraws.ts';
import { type CalibrateOptions, type Calibration, calibrate } from './calibrate.ts';
import type { Contributions } from './contributions.ts';
import { type CrossValidateOptions, type CrossValidation, crossValidate } from './crossValidate.ts';
import { describeModel, type ModelDescription } from './describe.ts';
import { exampleTable } from './design.ts';
import { effectGrid } from './effects.ts';
import { type EstimatorParams, paramsOf, rSquared, withParams } from './estimator.ts';
import type { Evidence, Examination } from './examine.ts';
import { type FitKernels, type FitOptions, type Fitted, fitRows, noKernels } from './fit.ts';
import { type FitReport, reportOf } from './fitReport.ts';
import { instantiate } from './instance.ts';
import { numbersOf } from './kernelColumns.ts';
import { bind, constrainedKernel, type ModelKernel } from './kernels.ts';
import { knowledge } from './knowledge.ts';
import { type DensityAt, logDensityAt, type Point } from './logDensityAt.ts';
import { looksAround } from './looksAround.ts';
import { type ModeOptions, type ModeReport, modeOf } from './mode.ts';
import { parametrizationsOf } from './parametrization.ts';
import type { Interval, PredictedDraws, PredictionTarget } from './predict.ts';
import {
  checkCoverage,
  createPredictor,
  noPredictorKernels,
  type Predictor,
  type RowQuestion,
} from './predictor.ts';
import { type PriorDrawOptions, priorPredictive, priorTrace } from './priorPredictive.ts';
import { type PriorRanges, priorRanges } from './priorRanges.ts';
import { withSampleWeights } from './sampleWeights.ts';
import { readSavedModel, type SavedModel, trainedForm } from './savedModel.ts';
import { type Specification, specify } from './specification.ts';
import { splitsOf, type ValidationPlan } from './splits.ts';
import { type TrainedConfig, type TrainedConfigOptions, trainedConfig } from './trainedConfig.ts';
import { prepareTraining } from './trainingData.ts';
import { rowsOf, splitRows, type TrainingRows, tableOf, wholeTable } from './trainingRows.ts';
import { untimed } from './untimed.ts';
import { verdictOf } from './verdictOf.ts';

export interface PredictOptions {
  /** Probability that the interval covers, between 0 and 1. */
  readonly alpha: number;
  /** `observation` (posterior predictive, the default) or the function's value alone. */
  readonly of?: PredictionTarget;
  /** What to do with levels not seen in training; overrides the config's `new_levels`. */
  readonly newLevels?: NewLevels;
}

export interface EffectOptions extends Partial<PredictOptions> {
  /** Steps of a column of numbers from its smallest to its largest; 50. */
  readonly points?: number;
}

/** Predictions along one column; one entry a value. */
export interface Effects extends Interval {
  readonly column: string;
  readonly values: readonly (number | string)[];
  /** Where the other columns stand. */
  readonly at: Readonly<Record<string, number | string>>;
}

/**
 * A model is made from a config, fitted to columns, and then predicts; it may be refitted on other data at any time.
 * @example
 * const model = new Model({ independent_vars: ['x'], variable_params: { a: { dist: 'Normal', params: { mu: 0, sigma: 1 } } },
 *   function_params: { function: 'a * x' } });
 * await model.fit({ x: [1, 2, 3] }, [2.1, 3.9, 6.2]);
 * model.predict({ x: [4] });
 */
export class Model {
  #config: Config;
  #specification: Specification;
  readonly #kernels: FitKernels = noKernels();
  readonly #predictorKernels = noPredictorKernels();
  #predictor: Predictor | undefined;
  #constrained: { readonly key: string; readonly kernel: ModelKernel } | undefined;
  #fitted: Fitted | undefined;
  #summary: Summary | undefined;
  #verdict: Verdict | undefined;

  /** @throws ConfigError with every problem of the config at once. */
  constructor(config: unknown) {
    this.#config = withFunctionText(parseConfig(config, knowledge), config);
    this.#specification = specify(this.#config);
  }

  /** The config with every default filled in. */
  get config(): Config {
    return this.#config;
  }

  /** Values of the config by path, such as `sample_params__draws`; without `deep` those of its first level. */
  getParams(options: { readonly deep?: boolean } = {}): Record<string, unknown> {
    return paramsOf(configToJson(this.#config), options.deep ?? true);
  }

  /** Replaces values of the config, by the paths of `getParams`, and forgets the fit. @throws ConfigError */
  setParams(params: EstimatorParams): this {
    const changed = parseConfig(withParams(configToJson(this.#config), params), knowledge);
    this.#specification = specify(changed);
    this.#config = changed;
    this.#constrained = undefined;
    this.#setFitted(undefined);
    return this;
  }

  /** An unfitted model of the same config. */
  clone(): Model {
    return new Model(configToJson(this.#config));
  }

  /** Names of the columns that the model reads. */
  get featureNamesIn(): readonly string[] {
    return this.#specification.columns;
  }

  /** Things accepted but worth knowing, one sentence each. */
  get warnings(): readonly string[] {
    return this.#specification.warnings;
  }

  /**
   * Fits the model.
   * @param X columns by name, rows, or an Arrow table.
   * @param y the outcome, one value a row.
   * @throws DataError with every problem of the data; the signal's reason when aborted.
   */
  async fit(X: unknown, y: unknown, options: FitOptions = {}): Promise<this> {
    return this.#fit(rowsOf(this.config, X, y), options);
  }

  /** Fits to one table that holds the independent variables and `dependent_var`. */
  async fitTable(input: unknown, options: FitOptions = {}): Promise<this> {
    return this.#fit(splitRows(this.config, input), options);
  }

  async #fit(given: TrainingRows, options: FitOptions): Promise<this> {
    const constants = options.refitPreprocessing === true ? undefined : this.#fitted?.saved.preprocessing;
    const { specification, rows } = withSampleWeights(this.#specification, given, options.sampleWeight);
    this.#setFitted(await fitRows(specification, this.#kernels, rows, options, constants));
    return this;
  }

  /** A model of the same class from another config, not fitted. @throws ConfigError */
  again(config: unknown): this {
    const made: unknown = Reflect.construct(this.constructor, [config]);
    if (!this.#isLike(made)) throw new TypeError('a model must be a Model; please report this');
    return made;
  }

  #isLike(made: unknown): made is this {
    return made instanceof Model && made.constructor === this.constructor;
  }

  /** A model of its own with this fit: what becomes of one does not touch the other. @throws NotFittedError */
  copy(): this {
    const { saved, seen, ...fitted } = this.#need('copy()');
    const twin = this.again(saved.config);
    twin.#setFitted({ ...fitted, saved, ...(seen === undefined ? {} : { seen }) });
    return twin;
  }

  /**
   * Learns from further rows, so that the posterior is that of all rows ever learned from; says how it did and why.
   * @param y the outcome; looked for in X when left out.
   * @throws NotFittedError; DataError, also for rows learned from before; PosterityError when all rows are needed again.
   */
  async update(X: unknown, y?: unknown, options: UpdateOptions = {}): Promise<Update> {
    const { fitted, update } = await updateFit(this.#learner(), rowsOf(this.config, X, y), options);
    this.#setFitted(fitted);
    return update;
  }

  #learner(): Learner {
    const fitted = this.#need('update(X, y)');
    const { saved } = this;
    const verdict = this.verdict().status;
    return {
      specification: this.#specification,
      kernels: this.#kernels,
      fitted: { ...fitted, saved },
      verdict,
    };
  }

  /** Checks data as fit would, without fitting. @throws DataError */
  checkTable(input: unknown): { rows: number } {
    const { table, y, dependent } = splitRows(this.config, input);
    return { rows: prepareTraining(this.#specification, table, y, dependent).rows };
  }

  #setFitted(fitted: Fitted | undefined): void {
    this.#fitted = fitted;
    this.#predictor = undefined;
    this.#summary = undefined;
    this.#verdict = undefined;
  }

  #need(asked: string): Fitted {
    if (this.#fitted === undefined) throw new NotFittedError(asked);
    return this.#fitted;
  }

  /** Everything of the fit but its draws, as it is saved. @throws NotFittedError */
  get saved(): SavedModel {
    const { saved, seen } = this.#need('saved');
    return saved.seen !== undefined || seen === undefined ? saved : { ...saved, seen: seen() };
  }

  /** The draws. @throws NotFittedError */
  get trace(): Trace {
    return this.#need('trace').trace;
  }

  /** Mean, sd, quantiles and diagnostics of every variable. @throws NotFittedError */
  summary(): Summary {
    const { trace } = this.#need('summary()');
    this.#summary ??= summarize(trace);
    return this.#summary;
  }

  /** Whether the fit can be trusted, and why not. @throws NotFittedError */
  verdict(): Verdict {
    const { trace, saved } = this.#need('verdict()');
    this.#verdict ??= verdictOf(this.summary(), trace, saved, this.config.sample_params.max_tree_depth);
    return this.#verdict;
  }

  /** The JSON of `posterity fit --json`. @throws NotFittedError */
  report(): FitReport {
    const { saved, trace } = this.#need('report()');
    const forms = parametrizationsOf(this.#specification, new Set(saved.noncentered));
    return reportOf(saved, this.summary(), this.verdict(), trace, forms);
  }

  /** The function's value of each row at the posterior mean of the variables. @throws NotFittedError, DataError */
  predict(X: unknown): Float64Array;
  predict(X: unknown, options: { readonly newLevels?: NewLevels }): Float64Array;
  /** Credible interval and median of each row. @throws NotFittedError, DataError, RangeError */
  predict(X: unknown, options: PredictOptions): Interval;
  predict(X: unknown, options: Partial<PredictOptions> = {}): Float64Array | Interval {
    const { alpha, ...question } = options;
    if (alpha === undefined) return this.#predictorFor('predict(X)').once(tableOf(this.config, X), question);
    checkCoverage(alpha);
    const probabilities = [(1 - alpha) / 2, 0.5, (1 + alpha) / 2];
    const table = tableOf(this.config, X);
    const quantiles = this.#predictorFor('predict(X)').quantiles(table, probabilities, question);
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
    return this.#predictorFor('predictQuantiles(X)').quantiles(table, probabilities, question);
  }

  /**
   * Draws of each row's prediction, draws × rows; the same for the same model and data. @throws NotFittedError, DataError
   * @param options.firstRow number of the first row when a larger table is predicted in parts.
   */
  predictDraws(X: unknown, options: RowQuestion & { readonly firstRow?: number } = {}): PredictedDraws {
    const { firstRow = 0, ...question } = options;
    return this.#predictorFor('predictDraws(X)').draws(tableOf(this.config, X), question, firstRow);
  }

  /**
   * What each additive term adds to the function's value of each row, with intervals of coverage `alpha` (0.9). A function
   * such as exp(a + b * x) is taken apart inside its `links`. @throws NotFittedError, DataError, RangeError
   */
  contributions(X: unknown, options: Partial<Omit<PredictOptions, 'of'>> = {}): Contributions {
    const { alpha = 0.9, ...question } = options;
    return this.#predictorFor('contributions(X)').contributions(tableOf(this.config, X), alpha, question);
  }

  /**
   * Predictions while one column varies over its range in X and the others stand at typical values; of the mean unless
   * asked otherwise. @throws NotFittedError, DataError, RangeError
   */
  effects(X: unknown, column: string, options: EffectOptions = {}): Effects {
    this.#need('effects(X, column)');
    const { points = 50, alpha = 0.9, of = 'mean', ...question } = options;
    const { table, values, at } = effectGrid(this.#specification, tableOf(this.config, X), column, points);
    return { column, values, at, ...this.predict(table, { alpha, of, ...question }) };
  }

  /** Whether a row's prediction depends on the rows around it, so that a table cannot be predicted in parts. */
  get looksAround(): boolean {
    return looksAround(this.#specification);
  }

  /** Columns of X that reach beyond the range of training, in their own units. @throws NotFittedError */
  extrapolation(X: unknown): Extrapolation[] {
    const { saved } = this.#need('extrapolation(X)');
    return extrapolations(saved.ranges ?? {}, tableOf(this.config, X));
  }

  /**
   * Log predictive density of each outcome, averaged over the draws: an anomaly score, the lower the stranger; minus
   * infinity for an outcome that cannot occur. @throws NotFittedError, DataError
   */
  logDensityOf(X: unknown, y?: unknown): Float64Array {
    return this.#predictorFor('logDensityOf(X, y)').logDensities(rowsOf(this.config, X, y));
  }

  /** R² of the expected outcomes, weighted where weights are given. @throws NotFittedError, DataError */
  score(X: unknown, y?: unknown, options: { readonly sampleWeight?: ArrayLike<number> } = {}): number {
    const rows = rowsOf(this.config, X, y);
    const expected = this.#predictorFor('score(X, y)').expected(rows.table);
    return rSquared(numbersOf(rows.y), expected, options.sampleWeight);
  }

  /**
   * Fits to a part of the rows and scores the rest, part after part: in `folds` at random, or along `time`. Needs no fit
   * and leaves this one. @throws PosterityError, DataError
   */
  crossValidate(
    X: unknown,
    y: unknown,
    options: ValidationPlan & CrossValidateOptions,
  ): Promise<CrossValidation> {
    const rows = rowsOf(this.config, X, y);
    const splits = splitsOf(this.#specification, rows, options);
    return crossValidate(this.#specification, this.#kernels, rows, splits, options);
  }

  /**
   * Draws of every variable from its prior, in one chain; needs no fit. @throws PosterityError for an improper prior
   * @param X gives the levels of groups.
   */
  priorDraws(X: unknown, options: PriorDrawOptions = {}): Trace {
    return priorTrace(this.#specification, tableOf(this.config, X), options);
  }

  /** Outcomes of each row under the prior, draws × rows; needs no fit. @throws PosterityError, DataError */
  priorPredictive(
    X: unknown,
    options: PriorDrawOptions & { readonly of?: PredictionTarget } = {},
  ): PredictedDraws {
    return priorPredictive(this.#specification, tableOf(this.config, X), options);
  }

  /**
   * Simulation-based calibration at the columns of X, or at made-up ones; needs no fit and leaves this one.
   * @throws PosterityError, DataError
   */
  calibrate(X?: unknown, options: CalibrateOptions = {}): Promise<Calibration> {
    const table = X === undefined ? exampleTable(this.#specification) : tableOf(this.config, X);
    return calibrate(this.#specification, this.#kernels, table, options);
  }

  /** Whether these are the rows of the fit, as far as a fingerprint tells. @throws NotFittedError */
  wasFittedTo(X: unknown, y?: unknown): boolean {
    const { saved } = this.#need('wasFittedTo(X, y)');
    return fingerprint(wholeTable(rowsOf(this.config, X, y))) === saved.fingerprint;
  }

  /** PSIS-LOO and WAIC from the rows the model was fitted to, for `compare`. @throws NotFittedError, DataError */
  evidence(X: unknown, y?: unknown): Evidence {
    return this.#predictorFor('evidence(X, y)').evidence(rowsOf(this.config, X, y));
  }

  /**
   * Holds the fit against the rows it was made from: leave-one-out, posterior predictive checks, LOO-PIT and the
   * sensitivity of every parameter to prior and data. @throws NotFittedError, DataError
   */
  examine(X: unknown, y?: unknown): Examination {
    return this.#predictorFor('examine(X, y)').examine(rowsOf(this.config, X, y));
  }

  #predictorFor(asked: string): Predictor {
    const fitted = this.#need(asked);
    this.#predictor ??= createPredictor(this.#predictorKernels, fitted);
    return this.#predictor;
  }

  /**
   * Log density and gradient at points, as PyMC's `model.logp(jacobian=False)`. It is that of the outcome in its own
   * units: where `preprocessing` transforms or scales it, the log derivative is part of it. Needs data but no fit.
   * @throws DataError
   */
  logDensityAt(X: unknown, y: unknown, points: readonly Point[]): DensityAt[] {
    const { table, y: column, dependent } = rowsOf(this.config, X, y);
    const constants = this.#fitted?.saved.preprocessing;
    const data = prepareTraining(this.#specification, table, column, dependent, constants);
    const placed = withPlacedPrior(data.specification, data.groups);
    const key = JSON.stringify([data.specification.shape, placed.placed?.key]);
    if (this.#constrained === undefined || this.#constrained.key !== key)
      this.#constrained = { key, kernel: constrainedKernel(placed) };
    const bound = bind(this.#constrained.kernel, placed, data);
    const instance = instantiate(bound);
    const jacobian = data.outcomeJacobian?.reduce((total, it) => total + it, 0) ?? 0;
    return points.map((point) => {
      const { log_density, gradient } = logDensityAt(placed, bound, instance, point);
      return { log_density: log_density + jacobian, gradient };
    });
  }

  /**
   * Where the variables are most probable together on the real line, from a start of one's own if given. Needs no fit.
   * A search that does not converge says so and why. @throws DataError
   */
  mode(X: unknown, y?: unknown, options: ModeOptions = {}): ModeReport {
    const { table, y: column, dependent } = rowsOf(this.config, X, y);
    const data = prepareTraining(this.#specification, table, column, dependent);
    return modeOf(withPlacedPrior(data.specification, data.groups), data, options);
  }

  /** A plain config whose priors are this posterior, each variable by itself. @throws NotFittedError */
  exportTrainedConfig(options: TrainedConfigOptions = {}): Record<string, unknown> {
    return this.trainedConfig(options).config;
  }

  /** The config of `exportTrainedConfig`, and what is lost by it against the joint posterior. @throws NotFittedError */
  trainedConfig(options: TrainedConfigOptions = {}): TrainedConfig {
    const { specification, trace, saved } = this.#need('trainedConfig()');
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

  #donor(asked: string): Donor {
    const { saved, trace, specification } = this.#need(asked);
    return { specification, saved, trace, verdict: this.verdict().status };
  }

  /** The model as a PyMC script that reads `dataFile`. */
  toPymc(dataFile?: string): string {
    return pymcProgram(this.#specification, dataFile);
  }

  /** The model as a Stan program; `stanData` makes its data. */
  toStan(): string {
    return stanProgram(this.#specification);
  }

  /** Values of the Stan program's data block for a table with the outcome. @throws DataError, ConfigError */
  stanData(input: unknown): Record<string, unknown> {
    const { table, y, dependent } = splitRows(this.config, input);
    return stanData(this.#specification, prepareTraining(this.#specification, table, y, dependent));
  }

  /**
   * What the priors expect of every variable and, at the rows of a table, of the function and the outcome.
   * @throws PosterityError for an improper prior; DataError
   */
  priorRanges(X?: unknown): PriorRanges {
    const table = X === undefined ? undefined : tableOf(this.config, X);
    return priorRanges(this.#specification, table);
  }

  /** The model in mathematical notation, every default made visible. */
  describe(): ModelDescription {
    return describeModel(this.#specification);
  }

  /**
   * The saved model: an ArviZ netCDF4 file as bytes.
   * @param options.timed false leaves out how long the fit took: then equal fits have equal bytes.
   * @param options.pack deflates, where the host has a quicker way than streams.
   * @throws NotFittedError
   */
  async toNetcdf(options: { readonly timed?: boolean; readonly pack?: Deflate } = {}): Promise<Uint8Array> {
    const { trace } = this.#need('saveTrace()');
    const saved = options.timed === false ? untimed(this.saved) : this.saved;
    return writeNetcdf(
      trace,
      {
        posterity: JSON.stringify(saved),
        inference_library: 'posterity',
        sampling_time: saved.seconds.total,
      },
      options.pack,
    );
  }

  /**
   * The model with draws that another program made of it from these rows; verdict and predictions follow from them.
   * @throws FormatError naming every variable whose draws are missing or do not fit; DataError
   */
  adoptDraws(trace: Trace, X: unknown, y?: unknown): this {
    this.#setFitted(adoptDraws(this.#specification, trace, rowsOf(this.config, X, y)));
    return this;
  }

  /** A fitted model from its saved bytes. @throws FormatError when they are cut short, altered or from a newer version. */
  static async fromNetcdf<M extends Model>(this: new (config: unknown) => M, bytes: Uint8Array): Promise<M> {
    const { trace, attributes } = await readNetcdf(bytes);
    const saved = readSavedModel(attributes['posterity']);
    const model = new this(saved.config);
    model.#setFitted({ saved, trace, specification: trainedForm(model.#specification, saved) });
    return model;
  }
}

/** A real function is kept as its own text from here on, so that the model can be saved. */
function withFunctionText(config: Config, _written: unknown): Config {
  const given = config.function_params.function;
  if (typeof given === 'string') return config;
  const text = Function.prototype.toString.call(given);
  return { ...config, function_params: { ...config.function_params, function: text } };
}
