// Trace ↔ ArviZ's InferenceData layout: a group for each kind of draws, dimensions chain and draw first.
// https://python.arviz.org/en/stable/schema/schema.html
import { FormatError } from '../config/errors.ts';
import { entriesOf, type Trace, type TraceGroup, type TraceVariable } from '../posterior/trace.ts';
import {
  type AttributeValue,
  type DatasetValues,
  type Hdf5Dataset,
  type Hdf5File,
  type Hdf5Group,
  isScale,
} from './hdf5/tree.ts';

/** Groups that hold data rather than draws, hence have no chain and draw. */
export const groupsWithoutDraws: ReadonlySet<string> = new Set([
  'observed_data',
  'constant_data',
  'predictions_constant_data',
  'unconstrained_data',
]);

/** Holds the name a thing had before it was made fit for a file (no `/`, no clash of a dimension with a variable). */
const ORIGINAL_NAME = 'posterity_name';

/** The file of a trace; every group repeats the coordinates it uses, as ArviZ does. */
export function traceToFile(trace: Trace, attributes: Readonly<Record<string, AttributeValue>>): Hdf5File {
  const own: Record<string, AttributeValue> = {};
  for (const key of [
    'created_at',
    'inference_library',
    'inference_library_version',
    'sampling_time',
    'tuning_steps',
  ]) {
    if (key in attributes) own[key] = attributes[key];
  }
  const groups: Hdf5Group[] = [];
  const add = (name: string, group: TraceGroup, store: (variable: TraceVariable) => DatasetValues) => {
    if (name !== 'posterior' && Object.keys(group).length === 0) return;
    groups.push({ name, attributes: own, datasets: datasetsOf(trace, name, group, store) });
  };
  add('posterior', trace.posterior, (variable) => variable.values);
  add('sample_stats', trace.sampleStats, statisticValues);
  for (const [name, group] of Object.entries(trace.groups ?? {}))
    add(name, group, (variable) => variable.values);
  return { attributes, groups };
}

function datasetsOf(
  trace: Trace,
  groupName: string,
  group: TraceGroup,
  store: (variable: TraceVariable) => DatasetValues,
): Hdf5Dataset[] {
  const lengths = new Map<string, number>();
  const taken = new Set<string>(['chain', 'draw', ...Object.keys(group)]);
  const fileNames = new Map<string, string>();
  const dimName = (dim: string) => {
    const known = fileNames.get(dim);
    if (known !== undefined) return known;
    let name = dim.replaceAll('/', '_');
    while (taken.has(name) || name === '.' || name === '') name += '_dim';
    taken.add(name);
    fileNames.set(dim, name);
    return name;
  };
  const use = (dim: string, length: number, of: string) => {
    const before = lengths.get(dim);
    if (before !== undefined && before !== length) {
      throw new Error(
        `${groupName}.${of}: dimension ${dim} has length ${length} here and ${before} elsewhere; please report`,
      );
    }
    lengths.set(dim, length);
  };
  const variables: Hdf5Dataset[] = [];
  for (const variable of Object.values(group)) {
    const { name } = variable;
    const drawn = groupsWithoutDraws.has(groupName) ? [] : drawShape(trace, groupName, variable);
    if (drawn.length > 0) {
      use('chain', drawn[0], name);
      use('draw', drawn[1], name);
    }
    variable.dims.forEach((dim, axis) => void use(dim, variable.shape[axis], name));
    const fileName = name.replaceAll('/', '_');
    const values = store(variable);
    variables.push({
      name: fileName,
      dims: [...(drawn.length > 0 ? ['chain', 'draw'] : []), ...variable.dims.map(dimName)],
      shape: [...drawn, ...variable.shape],
      values,
      attributes: {
        ...(fileName === name ? {} : { [ORIGINAL_NAME]: name }),
        ...(values instanceof Int8Array ? { dtype: 'bool' } : {}),
      },
    });
  }
  const scales: Hdf5Dataset[] = [];
  for (const [dim, length] of lengths) {
    const name = dim === 'chain' || dim === 'draw' ? dim : dimName(dim);
    const attributes: Record<string, AttributeValue> = name === dim ? {} : { [ORIGINAL_NAME]: dim };
    scales.push({ name, dims: [name], shape: [length], values: labels(trace, dim, length), attributes });
  }
  return [...scales, ...variables];
}

/** Chains and draws of a variable; a prior may have been drawn with other numbers of them than the posterior. */
function drawShape(trace: Trace, group: string, variable: TraceVariable): [number, number] {
  const entries = entriesOf(variable);
  const expected = trace.chains * trace.draws * entries;
  if (variable.values.length === expected) return [trace.chains, trace.draws];
  if (group.startsWith('prior') && entries > 0 && variable.values.length % entries === 0) {
    return [1, variable.values.length / entries];
  }
  throw new Error(
    `${group}.${variable.name}: ${variable.values.length} values where ${expected} belong; please report`,
  );
}

function labels(trace: Trace, dim: string, length: number): DatasetValues {
  const given = trace.coords[dim];
  if (given === undefined || given.length !== length)
    return BigInt64Array.from({ length }, (_, i) => BigInt(i));
  if (given.every((label) => typeof label === 'number')) {
    const numbers = given.map(Number);
    return numbers.every(Number.isSafeInteger)
      ? BigInt64Array.from(numbers, (label) => BigInt(label))
      : Float64Array.from(numbers);
  }
  return given.map(String);
}

/** Largest error of a stored statistic, in its standard deviations. */
const STATISTIC_ERROR = 5e-4;

/**
 * A sampler's statistic as a file holds it: flags as bool, whole numbers as int32, and the rest rounded to a
 * power of two that changes no value by more than 5e-4 of the statistic's standard deviation, in single precision
 * if that can hold it. Rounded values pack far better, and what is computed from them (E-BFMI) keeps 7 digits.
 */
function statisticValues({ name, values }: TraceVariable): DatasetValues {
  if (name === 'diverging' && values.every((value) => value === 0 || value === 1))
    return Int8Array.from(values);
  if (values.every((value) => Number.isInteger(value) && value >= -0x80000000 && value <= 0x7fffffff)) {
    return Int32Array.from(values);
  }
  const { sd, largest } = spread(values);
  if (!(sd > 0) || !(largest < 1e30)) return values;
  let grain = 1;
  while (grain > 2 * STATISTIC_ERROR * sd) grain /= 2;
  while (2 * grain <= 2 * STATISTIC_ERROR * sd) grain *= 2;
  if (grain < largest * 2 ** -50) return values;
  const rounded = values.map((value) => (Number.isFinite(value) ? Math.round(value / grain) * grain : value));
  return largest / grain < 2 ** 24 ? Float32Array.from(rounded) : rounded;
}

/** Standard deviation and largest size of the finite values. */
function spread(values: Float64Array): { readonly sd: number; readonly largest: number } {
  let count = 0;
  let mean = 0;
  let squares = 0;
  let largest = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    count++;
    const step = value - mean;
    mean += step / count;
    squares += step * (value - mean);
    largest = Math.max(largest, Math.abs(value));
  }
  return { sd: Math.sqrt(squares / Math.max(1, count - 1)), largest };
}

/** The trace in a file of ArviZ's layout, ours or another library's. */
export function fileToTrace(file: Hdf5File): Trace {
  const posterior = file.groups.find((group) => group.name === 'posterior');
  if (posterior === undefined) {
    const found = file.groups.map((group) => group.name).join(', ');
    throw new FormatError(`the file has no group "posterior" (found: ${found === '' ? 'no groups' : found})`);
  }
  const coords: Record<string, (string | number)[]> = {};
  const groups: Record<string, TraceGroup> = {};
  for (const group of file.groups) groups[group.name] = readGroup(group, coords);
  const chains = scaleLength(posterior, 'chain');
  const draws = scaleLength(posterior, 'draw');
  for (const variable of Object.values(groups['posterior'])) {
    if (variable.values.length !== chains * draws * entriesOf(variable)) {
      throw new FormatError(`posterior.${variable.name} does not have dimensions chain, draw, …`);
    }
  }
  const { posterior: drawn, sample_stats: sampleStats = {}, ...further } = groups;
  const trace = { chains, draws, coords, posterior: drawn, sampleStats };
  return Object.keys(further).length === 0 ? trace : { ...trace, groups: further };
}

function scaleLength(group: Hdf5Group, dim: string): number {
  for (const dataset of group.datasets) {
    const axis = dataset.dims.indexOf(dim);
    if (axis >= 0) return dataset.shape[axis];
  }
  throw new FormatError(`the group "${group.name}" has no dimension "${dim}"`);
}

function readGroup(group: Hdf5Group, coords: Record<string, (string | number)[]>): TraceGroup {
  const originals = new Map<string, string>();
  for (const scale of group.datasets.filter(isScale)) {
    const name = originalName(scale);
    originals.set(scale.name, name);
    if (name === 'chain' || name === 'draw') continue;
    coords[name] ??= Array.from<string | number | bigint, string | number>(scale.values, (label) =>
      typeof label === 'bigint' ? Number(label) : label,
    );
  }
  const variables: Record<string, TraceVariable> = {};
  for (const dataset of group.datasets) {
    if (isScale(dataset)) continue;
    const values = numbersOf(dataset.values);
    if (values === undefined) continue;
    const skip = dataset.dims[0] === 'chain' && dataset.dims[1] === 'draw' ? 2 : 0;
    const name = originalName(dataset);
    variables[name] = {
      name,
      dims: dataset.dims.slice(skip).map((dim) => originals.get(dim) ?? dim),
      shape: dataset.shape.slice(skip),
      values,
    };
  }
  return variables;
}

function originalName(dataset: Hdf5Dataset): string {
  const original = dataset.attributes[ORIGINAL_NAME];
  return typeof original === 'string' ? original : dataset.name;
}

/** Numbers of any stored kind as float64; text (which ArviZ allows in data groups) has no place in a trace. */
function numbersOf(values: DatasetValues): Float64Array | undefined {
  if (values instanceof Float64Array) return values;
  if (values instanceof BigInt64Array) return Float64Array.from(values, Number);
  if (values instanceof Float32Array || values instanceof Int32Array || values instanceof Int8Array) {
    return Float64Array.from(values);
  }
  return undefined;
}
