/** Draws of variables on the scales of a carried prior: a row a draw, a column an entry. */
import { PosterityError } from '../config/errors.ts';
import { asExpr } from '../expr/build.ts';
import { evaluate } from '../expr/evaluate.ts';
import { type Expr, scalar } from '../expr/expr.ts';
import type { Names } from '../model/names.ts';
import type { GroupLevels } from '../model/shape.ts';
import type { ModelVariable, Specification } from '../model/specification.ts';
import { log } from '../numeric/math.ts';
import type { Random } from '../numeric/random.ts';
import { entriesOf, type Trace } from '../posterior/trace.ts';
import { type CarriedEntry, entryName } from './entry.ts';
import { independentVariables } from './independentVariables.ts';
import { labelsOf } from './placedPrior.ts';
import type { Sample } from './sample.ts';
import { scaleText } from './scale.ts';

export interface ScaledDraws {
  readonly entries: readonly CarriedEntry[];
  /** Scale of each entry, in words. */
  readonly scales: readonly string[];
  readonly sample: Sample;
}

/** Draws of every value of the given variables. */
export function scaledDraws(
  variables: readonly ModelVariable[],
  names: Names,
  groups: ReadonlyMap<string, GroupLevels>,
  trace: Trace,
): ScaledDraws {
  const columns = variables.flatMap((variable): Column[] => {
    const { name, domain } = variable;
    const labels = domain === scalar ? [undefined] : labelsOf(domain, names, groups);
    const { values } = trace.posterior[name]!;
    const stride = entriesOf(trace.posterior[name]!);
    const scale = scaleText(variable.distribution.support(variable.params));
    const toScale = scaling(variable, trace);
    return labels.map((label, place) => ({
      entry: { name: entryName(name, label), variable: name, ...(label === undefined ? {} : { label }) },
      scale,
      valueAt: (draw) => toScale(values[draw * stride + place]!, draw),
    }));
  });
  return gathered(columns, trace.chains * trace.draws);
}

/**
 * Draws of the value that a level not seen before would have, one a draw of the population's parameters.
 * @throws PosterityError when a parameter of the population is itself by group.
 */
export function populationDraws(
  variable: ModelVariable,
  specification: Specification,
  trace: Trace,
  random: Random,
): ScaledDraws {
  const { name, distribution, params } = variable;
  const isByGroup = Object.values(params).some((param) => param.domain !== scalar);
  if (
    !variable.domain.startsWith('by:') ||
    isByGroup ||
    !independentVariables(specification.factors).has(name) ||
    distribution.isSeries
  ) {
    throw new PosterityError(
      'no_population',
      `${name} has no population to carry: it needs by: and a prior whose parameters have single values (variables by group: ${byGroup(specification)})`,
    );
  }
  const numbers = numbersAt(params, trace);
  const toScale = scaling(variable, trace);
  const column: Column = {
    entry: { name, variable: name },
    scale: scaleText(distribution.support(params)),
    valueAt: (draw) => toScale(distribution.random(numbers(draw), random), draw),
  };
  return gathered([column], trace.chains * trace.draws);
}

/** Several of the same draws side by side. */
export function beside(parts: readonly ScaledDraws[]): ScaledDraws {
  const count = parts[0]?.sample.count ?? 0;
  const size = parts.reduce((total, { sample }) => total + sample.size, 0);
  const values = new Float64Array(count * size);
  let from = 0;
  for (const { sample } of parts) {
    for (let row = 0; row < count; row++) {
      values.set(sample.values.subarray(row * sample.size, (row + 1) * sample.size), row * size + from);
    }
    from += sample.size;
  }
  return {
    entries: parts.flatMap((it) => it.entries),
    scales: parts.flatMap((it) => it.scales),
    sample: { values, count, size },
  };
}

interface Column {
  readonly entry: CarriedEntry;
  readonly scale: string;
  readonly valueAt: (draw: number) => number;
}

function gathered(columns: readonly Column[], count: number): ScaledDraws {
  const size = columns.length;
  const values = new Float64Array(count * size);
  columns.forEach(({ valueAt }, column) => {
    for (let draw = 0; draw < count; draw++) values[draw * size + column] = valueAt(draw);
  });
  return {
    entries: columns.map(({ entry }) => entry),
    scales: columns.map(({ scale }) => scale),
    sample: { values, count, size },
  };
}

/** The map of a variable's values to its scale; the bounds of its support may be other variables. */
function scaling({ distribution, params }: ModelVariable, trace: Trace): (x: number, draw: number) => number {
  const { lower, upper } = distribution.support(params);
  const bound = (given: Expr | number | undefined): ((draw: number) => number) | undefined => {
    if (given === undefined) return undefined;
    const expr = asExpr(given);
    if (expr.op !== 'const') return (draw) => evaluate(expr, scalarsAt(trace, draw));
    return Number.isFinite(expr.value!) ? () => expr.value! : undefined;
  };
  const [low, high] = [bound(lower), bound(upper)];
  if (low !== undefined && high !== undefined) return (x, draw) => log(x - low(draw)) - log(high(draw) - x);
  if (low !== undefined) return (x, draw) => log(x - low(draw));
  if (high !== undefined) return (x, draw) => log(high(draw) - x);
  return (x) => x;
}

function numbersAt(params: ModelVariable['params'], trace: Trace): (draw: number) => Record<string, number> {
  const entries = Object.entries(params);
  return (draw) =>
    Object.fromEntries(entries.map(([key, expr]) => [key, evaluate(expr, scalarsAt(trace, draw))]));
}

function scalarsAt(trace: Trace, draw: number): (name: string) => number {
  return (name) => trace.posterior[name]!.values[draw]!;
}

function byGroup({ variables }: Specification): string {
  const names = variables.filter(({ domain }) => domain.startsWith('by:')).map(({ name }) => name);
  return names.length === 0 ? 'none' : names.join(', ');
}
