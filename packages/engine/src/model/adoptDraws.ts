/** Draws that another program made of the same model (PyMC, Stan, ModelBuilder) → a fitted model that predicts. */
import { configToJson } from '../config/configJson.ts';
import { FormatError } from '../config/errors.ts';
import { nearest } from '../config/nearest.ts';
import { fingerprint } from '../data/fingerprint.ts';
import { entriesOf, type Trace, type TraceVariable } from '../posterior/trace.ts';
import type { Fitted } from './fit.ts';
import { savedGroups } from './savedGroups.ts';
import { savedModelVersion } from './savedModel.ts';
import { dimensionOf } from './shape.ts';
import type { Specification } from './specification.ts';
import { prepareTraining, type TrainingData } from './trainingData.ts';
import { type TrainingRows, wholeTable } from './trainingRows.ts';

/**
 * @param trace draws with the variables' names; entries may be in any order if they carry the levels as labels.
 * @param rows the rows the draws were made from: they tell the levels of groups.
 * @throws FormatError naming every variable that is missing or has other entries; DataError.
 */
export function adoptDraws(model: Specification, trace: Trace, rows: TrainingRows): Fitted {
  const data = prepareTraining(model, rows.table, rows.y, rows.dependent);
  const { specification } = data;
  const problems: string[] = [];
  const posterior: Record<string, TraceVariable> = {};
  const coords: Record<string, readonly (string | number)[]> = {};
  for (const { name, domain } of specification.variables) {
    const given = trace.posterior[name];
    const dimension = dimensionOf(domain, specification, data.groups);
    if (given === undefined) {
      problems.push(missing(name, trace));
      continue;
    }
    const labels = dimension?.labels ?? [];
    const entries = dimension === undefined ? 1 : labels.length;
    if (entriesOf(given) !== entries) {
      problems.push(`${name} has ${entriesOf(given)} entries in the draws, but ${entries} in the model`);
      continue;
    }
    const order = orderOf(given, labels, trace, name);
    if (typeof order === 'string') problems.push(order);
    else posterior[name] = placed(given, dimension?.name, order);
    if (dimension !== undefined) coords[dimension.name] = labels;
  }
  if (problems.length > 0) throw new FormatError(`the draws do not fit the model: ${problems.join('; ')}`);
  const adopted: Trace = {
    chains: trace.chains,
    draws: trace.draws,
    coords,
    posterior,
    sampleStats: trace.sampleStats,
  };
  return { trace: adopted, specification, saved: savedOf(data, rows) };
}

function missing(name: string, trace: Trace): string {
  const near = nearest(name, Object.keys(trace.posterior));
  return `there are no draws of ${name} (there are: ${Object.keys(trace.posterior).join(', ')})${near === undefined ? '' : `; did you mean ${near}?`}`;
}

/** Where each of our entries stands among the given ones; by label where both have labels, else by place. */
function orderOf(
  { dims, shape }: TraceVariable,
  labels: readonly (string | number)[],
  { coords }: Trace,
  name: string,
): number[] | string {
  const places = labels.length === 0 ? [0] : labels.map((_, k) => k);
  const given = dims.length === 1 ? coords[dims[0]!]?.map(String) : undefined;
  // Labels 0, 1, 2, … are what a file without labels says.
  if (given === undefined || shape.length !== 1 || given.every((label, k) => label === String(k)))
    return places;
  const order = labels.map((label) => given.indexOf(String(label)));
  const absent = order.indexOf(-1);
  if (absent < 0) return order;
  return `${name} has no entry for ${String(labels[absent])} (its entries: ${given.slice(0, 5).join(', ')}${given.length > 5 ? ', …' : ''})`;
}

function placed(
  given: TraceVariable,
  dimension: string | undefined,
  order: readonly number[],
): TraceVariable {
  if (dimension === undefined) return { ...given, dims: [], shape: [] };
  const stride = order.length;
  const values = Float64Array.from(
    given.values,
    (_, at) => given.values[at - (at % stride) + order[at % stride]!]!,
  );
  return { name: given.name, dims: [dimension], shape: [stride], values };
}

function savedOf(data: TrainingData, rows: TrainingRows): Fitted['saved'] {
  const { specification, preprocessing, missing: gaps, ranges } = data;
  return {
    format: 'posterity-model',
    version: savedModelVersion,
    config: configToJson(specification.config),
    groups: savedGroups(data),
    rows: data.rows,
    distinct_rows: data.rows,
    fingerprint: fingerprint(wholeTable(rows)),
    dependent: rows.dependent,
    method: 'imported',
    seconds: { compile: 0, warmup: 0, sampling: 0, total: 0 },
    failures: [],
    noncentered: [],
    ...(data.bases === undefined ? {} : { bases: data.bases }),
    chains: [],
    preprocessing,
    missing: gaps,
    ranges,
  };
}
