/** What a config alone answers, before any fit: what it says, what its priors expect, how it fares on rows held back. */
import { withPlacedPrior } from '../carry/withPlacedPrior.ts';
import { type Config, parseConfig } from '../config/config.ts';
import { configToJson } from '../config/configJson.ts';
import { pymcProgram } from '../interop/program/pymc.ts';
import { stanProgram } from '../interop/program/stan.ts';
import { stanData } from '../interop/program/stanData.ts';
import type { Trace } from '../posterior/trace.ts';
import type { CalibrateOptions, Calibration } from './calibrate.ts';
import type { CrossValidateOptions, CrossValidation } from './crossValidate.ts';
import { describeModel, type ModelDescription } from './describe.ts';
import { exampleTable } from './design.ts';
import { type EstimatorParams, paramsOf, withParams } from './estimator.ts';
import { type FitKernels, noKernels } from './fit.ts';
import { knowledge } from './knowledge.ts';
import { looksAround } from './looksAround.ts';
import { type ModeOptions, type ModeReport, modeOf } from './mode.ts';
import type { PredictedDraws, PredictionTarget } from './predict.ts';
import { type PriorDrawOptions, priorPredictive, priorTrace } from './priorPredictive.ts';
import { type PriorRanges, priorRanges } from './priorRanges.ts';
import { type Specification, specify } from './specification.ts';
import { splitsOf, type ValidationPlan } from './splits.ts';
import { prepareTraining } from './trainingData.ts';
import { rowsOf, splitRows, tableOf } from './trainingRows.ts';

/** A model as written down. */
export class SpecifiedModel {
  #config: Config;
  #specification: Specification;
  readonly #kernels: FitKernels = noKernels();

  /** @throws ConfigError with every problem of the config at once. */
  constructor(config: unknown) {
    this.#config = withFunctionText(parseConfig(config, knowledge));
    this.#specification = specify(this.#config);
  }

  /** The config with every default filled in. */
  get config(): Config {
    return this.#config;
  }

  protected get specification(): Specification {
    return this.#specification;
  }

  /** Compiled once, for every fit of this model. */
  protected get kernels(): FitKernels {
    return this.#kernels;
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
    return this;
  }

  /** Names of the columns that the model reads. */
  get featureNamesIn(): readonly string[] {
    return this.specification.columns;
  }

  /** Things accepted but worth knowing, one sentence each. */
  get warnings(): readonly string[] {
    return this.specification.warnings;
  }

  /** Checks data as fit would, without fitting. @throws DataError */
  checkTable(input: unknown): { rows: number } {
    const { table, y, dependent } = splitRows(this.config, input);
    return { rows: prepareTraining(this.specification, table, y, dependent).rows };
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
}

/** A real function is kept as its own text from here on, so that the model can be saved. */
function withFunctionText(config: Config): Config {
  const given = config.function_params.function;
  if (typeof given === 'string') return config;
  const text = Function.prototype.toString.call(given);
  return { ...config, function_params: { ...config.function_params, function: text } };
}
