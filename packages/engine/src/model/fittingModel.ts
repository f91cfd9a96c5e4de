/** A model that is fitted, predicts, learns from further rows and is saved: what a program needs every day. */
import type { Update, UpdateOptions } from '../carry/update.ts';
import type { Deflate } from '../interop/hdf5/filters.ts';
import { type FitOptions, fitRows } from './fit.ts';
import { FittedModel } from './fittedModel.ts';
import { withSampleWeights } from './sampleWeights.ts';
import { trainedForm } from './savedModel.ts';
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
export class FittingModel extends FittedModel {
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
    return made instanceof FittingModel && made.constructor === this.constructor;
  }

  /** A model of its own with this fit: what becomes of one does not touch the other. @throws NotFittedError */
  copy(): this {
    const fitted = this.need('copy()');
    const twin = this.again(fitted.saved.config);
    twin.setFitted(fitted);
    return twin;
  }

  /**
   * Learns from further rows, so that the posterior is that of all rows ever learned from; says how it did and why.
   * @param y the outcome; looked for in X when left out.
   * @throws NotFittedError; DataError, also for rows learned from before; PosterityError when all rows are needed again.
   */
  async update(X: unknown, y?: unknown, options: UpdateOptions = {}): Promise<Update> {
    const { learned, ...fitted } = this.need('update(X, y)');
    const rows = rowsOf(this.config, X, y);
    const { specification, kernels } = this;
    const verdict = this.verdict().status;
    const [{ updateFit }, { remembered }] = await Promise.all([
      import('../carry/update.ts'),
      import('../carry/memory.ts'),
    ]);
    const saved = remembered({ ...fitted, ...(learned === undefined ? {} : { learned }) });
    const learner = { specification, kernels, fitted: { ...fitted, saved }, verdict };
    const next = await updateFit(learner, rows, options);
    this.setFitted(next.fitted);
    return next.update;
  }

  /**
   * The saved model: an ArviZ netCDF4 file as bytes.
   * @param options.timed false leaves out how long the fit took: then equal fits have equal bytes.
   * @param options.pack deflates, where the host has a quicker way than streams.
   * @throws NotFittedError
   */
  async toNetcdf(options: { readonly timed?: boolean; readonly pack?: Deflate } = {}): Promise<Uint8Array> {
    const fitted = this.need('saveTrace()');
    const [{ writeNetcdf }, { remembered }] = await Promise.all([
      import('../interop/netcdf.ts'),
      import('../carry/memory.ts'),
    ]);
    const whole = remembered(fitted);
    const saved = options.timed === false ? untimed(whole) : whole;
    return writeNetcdf(
      fitted.trace,
      {
        posterity: JSON.stringify(saved),
        inference_library: 'posterity',
        sampling_time: saved.seconds.total,
      },
      options.pack,
    );
  }

  /** A fitted model from its saved bytes. @throws FormatError when they are cut short, altered or from a newer version. */
  static async fromNetcdf<M extends FittingModel>(
    this: new (
      config: unknown,
    ) => M,
    bytes: Uint8Array,
  ): Promise<M> {
    const [{ readNetcdf }, { readSavedModel }] = await Promise.all([
      import('../interop/netcdf.ts'),
      import('./readSavedModel.ts'),
    ]);
    const { trace, attributes } = await readNetcdf(bytes);
    const saved = readSavedModel(attributes['posterity']);
    const model = new this(saved.config);
    model.setFitted({ saved, trace, specification: trainedForm(model.specification, saved) });
    return model;
  }
}
