/**
 * Trace ↔ the JSON of ArviZ's `InferenceData.to_json` and `arviz.from_json`: a key for each group with nested lists by
 * chain and draw, `coords` and `dims` beside them, attributes under `attrs`. As Python writes it, a number that is not
 * finite is NaN, Infinity or -Infinity.
 */
import { FormatError } from '../config/errors.ts';
import { entriesOf, type Trace, type TraceGroup, type TraceVariable } from '../posterior/trace.ts';
import { groupsWithoutDraws } from './arvizLayout.ts';
import type { SavedTrace } from './netcdf.ts';

type Attributes = Readonly<Record<string, string | number>>;

/** The trace as JSON text; `attributes` are kept and come back with `readArvizJson`. */
export function writeArvizJson(trace: Trace, attributes: Attributes): string {
  const groups: Record<string, TraceGroup> = {
    posterior: trace.posterior,
    sample_stats: trace.sampleStats,
    ...trace.groups,
  };
  const fields: string[] = [];
  const dims: Record<string, readonly string[]> = {};
  const used = new Set<string>();
  for (const [name, group] of Object.entries(groups)) {
    const variables = Object.values(group).map((variable) => {
      for (const dim of variable.dims) used.add(dim);
      if (variable.dims.length > 0) dims[variable.name] = variable.dims;
      const values = listText(variable, leadingShape(trace, name, variable));
      return `${JSON.stringify(variable.name)}: ${values}`;
    });
    if (variables.length > 0) fields.push(`${JSON.stringify(name)}: {${variables.join(', ')}}`);
  }
  const coords = Object.fromEntries(Object.entries(trace.coords).filter(([dim]) => used.has(dim)));
  fields.push(`"coords": ${JSON.stringify(coords)}`, `"dims": ${JSON.stringify(dims)}`);
  fields.push(`"attrs": ${JSON.stringify(attributes)}`);
  return `{${fields.join(', ')}}\n`;
}

function leadingShape(trace: Trace, group: string, variable: TraceVariable): number[] {
  if (groupsWithoutDraws.has(group)) return [];
  const total = variable.values.length / entriesOf(variable);
  return total === trace.chains * trace.draws ? [trace.chains, trace.draws] : [1, total];
}

/** Row-major values as nested lists. */
function listText({ name, shape, values }: TraceVariable, leading: readonly number[]): string {
  const one =
    name === 'diverging'
      ? (value: number) => (value === 0 ? 'false' : 'true')
      : (value: number) => String(value);
  const nested = (depth: number, at: number, all: readonly number[]): string => {
    if (depth === all.length) return one(values[at]!);
    const stride = all.slice(depth + 1).reduce((product, length) => product * length, 1);
    const items = Array.from({ length: all[depth]! }, (_, k) => nested(depth + 1, at + k * stride, all));
    return `[${items.join(', ')}]`;
  };
  return nested(0, 0, [...leading, ...shape]);
}

/** The trace and attributes of ArviZ's JSON. @throws FormatError when the text is not such a file. */
export function readArvizJson(text: string): SavedTrace {
  const file = record(parsed(text), 'the file');
  if (file['posterior'] === undefined) {
    throw new FormatError(`the file has no group "posterior" (found: ${Object.keys(file).join(', ')})`);
  }
  const dimsOf = { ...record(file['dims'] ?? {}, 'dims'), ...record(file['pred_dims'] ?? {}, 'pred_dims') };
  const groups: Record<string, TraceGroup> = {};
  let [chains, draws] = [0, 0];
  for (const [name, group] of Object.entries(file)) {
    if (['coords', 'dims', 'pred_dims', 'pred_coords', 'attrs'].includes(name) || name.endsWith('_attrs'))
      continue;
    const variables: Record<string, TraceVariable> = {};
    for (const [variable, nested] of Object.entries(record(group, name))) {
      const values = arrayOf(nested, `${name}.${variable}`);
      if (values === undefined) continue;
      const skip = groupsWithoutDraws.has(name) ? 0 : 2;
      if (values.shape.length < skip)
        throw new FormatError(`${name}.${variable} does not have dimensions chain, draw, …`);
      if (name === 'posterior') [chains, draws] = [values.shape[0]!, values.shape[1]!];
      const shape = values.shape.slice(skip);
      const given = dimsOf[variable];
      const dims = shape.map((_, k) => {
        const dim: unknown = Array.isArray(given) ? given[k] : undefined;
        return typeof dim === 'string' ? dim : `${variable}_dim_${k}`;
      });
      variables[variable] = { name: variable, dims, shape, values: values.numbers };
    }
    groups[name] = variables;
  }
  for (const { name, values, shape } of Object.values(groups['posterior']!)) {
    if (values.length !== chains * draws * shape.reduce((product, length) => product * length, 1))
      throw new FormatError(`posterior.${name} has other numbers of chains and draws than the rest`);
  }
  const { posterior, sample_stats: sampleStats = {}, ...further } = groups;
  const trace: Trace = {
    chains,
    draws,
    coords: coordsOf(record(file['coords'] ?? {}, 'coords')),
    posterior: posterior!,
    sampleStats,
    ...(Object.keys(further).length === 0 ? {} : { groups: further }),
  };
  return { trace, attributes: attributesOf(record(file['attrs'] ?? {}, 'attrs')) };
}

/** Strings, and Python's three numbers that JSON lacks. */
const stringsAndOddities = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g;
const oddities: Readonly<Record<string, string>> = { NaN: 'null', Infinity: '1e999', '-Infinity': '-1e999' };

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(stringsAndOddities, (token) => oddities[token] ?? token));
  } catch (cause) {
    throw new FormatError('the file is not JSON, or is cut short', { cause });
  }
}

function record(value: unknown, of: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new FormatError(`${of} is not an object of ArviZ's JSON layout`);
}

/** Nested lists as row-major numbers; undefined for text. */
function arrayOf(nested: unknown, of: string): { shape: number[]; numbers: Float64Array } | undefined {
  const shape: number[] = [];
  for (let first = nested; Array.isArray(first); first = first[0]) shape.push(first.length);
  const total = shape.reduce((product, length) => product * length, 1);
  const numbers = new Float64Array(total);
  let at = 0;
  let hasText = false;
  const visit = (value: unknown, depth: number): void => {
    if (Array.isArray(value)) {
      if (depth >= shape.length || value.length !== shape[depth])
        throw new FormatError(`${of} is not a full array: its lists have different lengths`);
      for (const item of value) visit(item, depth + 1);
      return;
    }
    if (depth !== shape.length)
      throw new FormatError(`${of} is not a full array: its lists have different depths`);
    if (typeof value === 'string') hasText = true;
    numbers[at++] = value === null ? Number.NaN : Number(value);
  };
  visit(nested, 0);
  return hasText ? undefined : { shape, numbers };
}

function coordsOf(given: Record<string, unknown>): Record<string, (string | number)[]> {
  const coords: Record<string, (string | number)[]> = {};
  for (const [dim, labels] of Object.entries(given)) {
    if (!Array.isArray(labels)) continue;
    coords[dim] = labels.map((label: unknown) => (typeof label === 'number' ? label : String(label)));
  }
  return coords;
}

function attributesOf(given: Record<string, unknown>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string | number] =>
      ['string', 'number'].includes(typeof entry[1]),
    ),
  );
}
