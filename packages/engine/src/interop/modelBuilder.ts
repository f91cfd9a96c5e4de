/**
 * The config that a file of pymc-extras' or pymc-marketing's ModelBuilder holds: its `model_config` (priors) and
 * `sampler_config`. The function is code of its class and not in the file, so the config is a draft to be completed.
 */
import { FormatError } from '../config/errors.ts';
import type { SavedTrace } from './netcdf.ts';

export interface ConfigDraft {
  /** `function_params.function` and the columns are left empty. */
  readonly config: Readonly<Record<string, unknown>>;
  /** What could not be taken over, a sentence each. */
  readonly notes: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

/** @throws FormatError when the file is not a ModelBuilder's, or its JSON is damaged. */
export function modelBuilderConfig({ attributes, trace }: SavedTrace): ConfigDraft {
  const priors = jsonOf(attributes, 'model_config');
  if (priors === undefined) {
    throw new FormatError(
      'the file has no model_config: it is not of a ModelBuilder; give the model with --config to take up its draws',
    );
  }
  const notes: string[] = [];
  const variables: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(priors)) addPrior(name, entry, variables, notes);
  const drawn = Object.keys(trace.posterior).filter((name) => !Object.hasOwn(variables, name));
  if (drawn.length > 0)
    notes.push(`there are draws of ${drawn.join(', ')}, whose priors the file does not tell`);
  const sampler = jsonOf(attributes, 'sampler_config') ?? {};
  const known = ['draws', 'tune', 'chains', 'target_accept', 'random_seed'];
  const sample_params = Object.fromEntries(
    known.flatMap((key) => (typeof sampler[key] === 'number' ? [[key, sampler[key]]] : [])),
  );
  return {
    config: {
      independent_vars: [],
      dependent_var: '',
      variable_params: variables,
      function_params: { function: '' },
      ...(Object.keys(sample_params).length === 0 ? {} : { sample_params }),
    },
    notes,
  };
}

function jsonOf(attributes: SavedTrace['attributes'], key: string): Json | undefined {
  const text = attributes[key];
  if (typeof text !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Told below.
  }
  throw new FormatError(`the attribute ${key} of the file is not a JSON object`);
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Adds a variable, and before it those its parameters are drawn from. */
function addPrior(name: string, entry: unknown, variables: Record<string, unknown>, notes: string[]): void {
  if (isObject(entry) && typeof entry['loc'] === 'number' && typeof entry['scale'] === 'number') {
    variables[name] = { dist: 'Normal', params: { mu: entry['loc'], sigma: entry['scale'] } };
    return;
  }
  if (!isObject(entry) || typeof entry['dist'] !== 'string') {
    notes.push(`${name}: ${JSON.stringify(entry)} is not a prior and was left out`);
    return;
  }
  const params: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(isObject(entry['kwargs']) ? entry['kwargs'] : {})) {
    if (isObject(value)) {
      addPrior(`${name}_${key}`, value, variables, notes);
      params[key] = `${name}_${key}`;
    } else params[key] = value;
  }
  const dims = [entry['dims'] ?? []].flat().filter((dim) => typeof dim === 'string');
  if (dims.length > 0) notes.push(`${name} has the dimensions ${dims.join(', ')}: give it by: or over:`);
  variables[name] = { dist: entry['dist'], params };
}
