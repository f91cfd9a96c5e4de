/** A model as written down: its config, and whether a table suits it. */
import { type Config, parseConfig } from '../config/config.ts';
import { configToJson } from '../config/configJson.ts';
import { type EstimatorParams, paramsOf, withParams } from './estimator.ts';
import { type FitKernels, noKernels } from './fit.ts';
import { knowledge } from './knowledge.ts';
import { type Specification, specify } from './specification.ts';
import { prepareTraining } from './trainingData.ts';
import { splitRows } from './trainingRows.ts';

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
}

/** A real function is kept as its own text from here on, so that the model can be saved. */
function withFunctionText(config: Config): Config {
  const given = config.function_params.function;
  if (typeof given === 'string') return config;
  const text = Function.prototype.toString.call(given);
  return { ...config, function_params: { ...config.function_params, function: text } };
}
