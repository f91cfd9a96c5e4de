/** A Bayesian model: config and function in, posterior and predictions out. Here is how a fit comes about and is taken along. */
import { type Donor, exportPrior, type PriorOptions } from '../carry/exportPrior.ts';
import { type JointConfig, jointConfig } from '../carry/jointConfig.ts';
import type { Learner, Update, UpdateOptions } from '../carry/update.ts';
import { configToJson } from '../config/configJson.ts';
import type { PriorFrom } from '../config/priorFrom.ts';
import type { Deflate } from '../interop/hdf5/filters.ts';
import { readNetcdf, writeNetcdf } from '../interop/netcdf.ts';
import type { Trace } from '../posterior/trace.ts';
import { adoptDraws } from './adoptDraws.ts';
import type { EstimatorParams } from './estimator.ts';
import { type FitOptions, fitRows } from './fit.ts';
import { FittedModel } from './fittedModel.ts';
import type { DensityAt, Point } from './logDensityAt.ts';
import { pointDensities } from './pointDensities.ts';
import { fitReducedRows, type ReducedRows, type RowReduction, rowReduction } from './rowReduction.ts';
import { withSampleWeights } from './sampleWeights.ts';
import { trainedForm } from './savedModel.ts';
import { type TrainedConfig, type TrainedConfigOptions, trainedConfig } from './trainedConfig.ts';
import { rowsOf, splitRows, type TrainingRows } from './trainingRows.ts';
import { untimed } from './untimed.ts';

/**
 * A model is made from a config, fitted to columns, and then predicts; it may be refitted on other data at any time.
 * @example
 * const model = new Model({ independent_vars: ['x'], variable_params: { a: { dist: 'Normal', params: { mu: 0, sigma: 1 } } },
 *   function_params: { function: 'a * x' } });
 * await model.fit({ x: [1, 2, 3] }, [2.1, 3.9, 6.2]);
 * model.predict({ x: [4] });
 */
export class Model extends FittedModel {
  #densities = pointDensities();

  override setParams(params: EstimatorParams): this {
    super.setParams(params);
    this.#densities = pointDensities();
    return this;
  }

  /** An unfitted model of the same config. */
  clone(): Model {
    return new Model(configToJson(this.config));
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

  async #fit(given: TrainingRows, options: FitOptions): Promise<this> {
    const constants = options.refitPreprocessing === true ? undefined : this.fitted?.saved.preprocessing;
    const { specification, rows } = withSampleWeights(this.specification, given, options.sampleWeight);
    this.setFitted(await fitRows(specification, this.kernels, rows, options, constants));
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
    const { saved, seen, ...fitted } = this.need('copy()');
    const twin = this.again(saved.config);
    twin.setFitted({ ...fitted, saved, ...(seen === undefined ? {} : { seen }) });
    return twin;
  }

  /**
   * Learns from further rows, so that the posterior is that of all rows ever learned from; says how it did and why.
   * @param y the outcome; looked for in X when left out.
   * @throws NotFittedError; DataError, also for rows learned from before; PosterityError when all rows are needed again.
   */
  async update(X: unknown, y?: unknown, options: UpdateOptions = {}): Promise<Update> {
    const [learner, rows] = [this.#learner(), rowsOf(this.config, X, y)];
    const { updateFit } = await import('../carry/update.ts');
    const { fitted, update } = await updateFit(learner, rows, options);
    this.setFitted(fitted);
    return update;
  }

  #learner(): Learner {
    const fitted = this.need('update(X, y)');
    const { saved } = this;
    const verdict = this.verdict().status;
    return {
      specification: this.specification,
      kernels: this.kernels,
      fitted: { ...fitted, saved },
      verdict,
    };
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

  #donor(asked: string): Donor {
    const { saved, trace, specification } = this.need(asked);
    return { specification, saved, trace, verdict: this.verdict().status };
  }

  /**
   * The saved model: an ArviZ netCDF4 file as bytes.
   * @param options.timed false leaves out how long the fit took: then equal fits have equal bytes.
   * @param options.pack deflates, where the host has a quicker way than streams.
   * @throws NotFittedError
   */
  async toNetcdf(options: { readonly timed?: boolean; readonly pack?: Deflate } = {}): Promise<Uint8Array> {
    const { trace } = this.need('saveTrace()');
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

  /** A fitted model from its saved bytes. @throws FormatError when they are cut short, altered or from a newer version. */
  static async fromNetcdf<M extends Model>(this: new (config: unknown) => M, bytes: Uint8Array): Promise<M> {
    const { trace, attributes } = await readNetcdf(bytes);
    const { readSavedModel } = await import('./readSavedModel.ts');
    const saved = readSavedModel(attributes['posterity']);
    const model = new this(saved.config);
    model.setFitted({ saved, trace, specification: trainedForm(model.specification, saved) });
    return model;
  }
}
