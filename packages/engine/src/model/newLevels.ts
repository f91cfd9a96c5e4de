/** Draws of the values of levels that training has not seen, by the rules of `newLevelRules.ts`. */
import type { NewLevels } from '../config/config.ts';
import { hashText } from '../data/fingerprint.ts';
import { exp } from '../numeric/math.ts';
import { createRandom, type Random } from '../numeric/random.ts';
import type { Trace, TraceVariable } from '../posterior/trace.ts';
import type { Factor } from './factors/factor.ts';
import { instantiate } from './instance.ts';
import { type BoundKernel, groupParameter } from './kernels.ts';
import { likeLabel, type NewLevelRule, newLevelRule } from './newLevelRules.ts';
import type { AddedLevels, PredictionData } from './predictionData.ts';
import { isSeries, nextOfSeries } from './seriesSteps.ts';
import type { GroupLevels } from './shape.ts';
import type { ModelVariable } from './specification.ts';

/**
 * The trace with values for the added levels of every variable by group, after the known ones. Each level has a stream
 * of its own, so its draws do not depend on what else is predicted.
 * @param parameters kernel of the priors' parameters, bound to the same data.
 */
export function withAddedLevels(
  trace: Trace,
  data: PredictionData,
  parameters: BoundKernel,
  seed: number,
  override: NewLevels | undefined,
): Trace {
  const { specification } = data;
  const added = new Map(data.added.map((it) => [it.group, it]));
  const total = trace.chains * trace.draws;
  const values = new Map<string, Float64Array>();
  const fillers = specification.factors.flatMap((factor) =>
    factor.variables.flatMap((variable) => {
      const levels = added.get(variable.domain.slice('by:'.length));
      if (!variable.domain.startsWith('by:') || levels === undefined) return [];
      const rule = levels.known === 0 ? 'gaussian' : newLevelRule(variable, specification, override);
      const extended = new Float64Array(total * (levels.known + levels.labels.length));
      values.set(variable.name, extended);
      return [filler({ variable, factor, rule, levels, seed }, data.groups.get(levels.group)!, parameters)];
    }),
  );

  const instance = instantiate(parameters);
  const blocks = parameters.position.blocks.map((block) => ({
    ...block,
    known: trace.posterior[block.name]?.values ?? new Float64Array(0),
    stride: (trace.posterior[block.name]?.values.length ?? 0) / total,
  }));
  for (let draw = 0; draw < total; draw++) {
    for (const { offset, length, known, stride } of blocks) {
      const count = Math.min(stride, length);
      instance.position.set(known.subarray(draw * stride, draw * stride + count), offset);
    }
    // Outer variables come first, and the parameters of the inner ones are computed from them.
    for (const fill of fillers) fill(instance);
    for (const [name, extended] of values) {
      const { offset, length } = parameters.position.blocks.find((block) => block.name === name)!;
      extended.set(instance.position.subarray(offset, offset + length), draw * length);
    }
  }
  const posterior: Record<string, TraceVariable> = { ...trace.posterior };
  for (const [name, extended] of values) {
    const { length } = parameters.position.blocks.find((block) => block.name === name)!;
    posterior[name] = { name, dims: [`${name} and new`], shape: [length], values: extended };
  }
  return { ...trace, posterior };
}

type Instance = ReturnType<typeof instantiate>;

interface Filling {
  readonly variable: ModelVariable;
  readonly factor: Factor;
  readonly rule: NewLevelRule;
  readonly levels: AddedLevels;
  readonly seed: number;
}

/** Fills the added entries of one variable at the instance's position, draw after draw. */
function filler(filling: Filling, levels: GroupLevels, kernel: BoundKernel): (instance: Instance) => void {
  const { variable, rule, seed } = filling;
  const { group, known, labels } = filling.levels;
  const at = kernel.position.offsets[variable.name]!;
  const entries = labels.map((_, k) => known + k);
  if (rule === 'like') {
    const twin = at + levels.labels.indexOf(likeLabel(variable));
    return ({ position }) => {
      for (const entry of entries) position[at + entry] = position[twin]!;
    };
  }
  if (rule === 'uncertainty') {
    // One stream a level of the group, so that variables of a group take the same known level.
    const picks = labels.map((label) => levelStream(seed, group, label));
    return ({ position }) => {
      for (const [k, entry] of entries.entries())
        position[at + entry] = position[at + picks[k]!.integer(known)]!;
    };
  }
  if (rule === 'gaussian' && filling.factor.variables.length > 1) return correlatedFiller(filling, kernel);
  const streams = labels.map((label) => levelStream(seed, variable.name, label));
  const names = Object.keys(variable.params);
  return (instance) => {
    instance.run('parameters');
    for (const [k, entry] of entries.entries()) {
      const numbers = (name: string) => parameterAt(instance, kernel, variable, name, entry);
      const random = rule === 'gaussian' ? streams[k] : undefined;
      instance.position[at + entry] = isSeries(variable)
        ? nextOfSeries(variable, numbers, (back) => instance.position[at + entry - back]!, random)
        : newMember(variable, Object.fromEntries(names.map((name) => [name, numbers(name)!])), random);
    }
  };
}

function parameterAt(
  { output }: Instance,
  kernel: BoundKernel,
  variable: ModelVariable,
  name: string,
  entry: number,
): number | undefined {
  const offset = kernel.output.offsets[groupParameter(variable.name, name)];
  return offset === undefined ? undefined : output[offset + entry]!;
}

/**
 * A member of a population whose variables vary together: row i of the Cholesky factor of the correlations times
 * standard normals, one stream a variable and level.
 */
function correlatedFiller(
  { variable, factor, levels, seed }: Filling,
  kernel: BoundKernel,
): (instance: Instance) => void {
  const members = factor.variables.filter(({ domain }) => domain === variable.domain);
  const correlations = factor.variables
    .slice(members.length)
    .map(({ name }) => kernel.position.offsets[name]!);
  const row = members.indexOf(variable);
  const streams = levels.labels.map((label) =>
    members.slice(0, row + 1).map((member) => levelStream(seed, member.name, label)),
  );
  const at = kernel.position.offsets[variable.name]!;
  return (instance) => {
    instance.run('parameters');
    const weights = choleskyRow(
      correlations.map((offset) => instance.position[offset]!),
      row,
    );
    for (const [k, ofLevel] of streams.entries()) {
      const entry = levels.known + k;
      const mixed = ofLevel.reduce((total, stream, j) => total + weights[j]! * stream.normal(), 0);
      const [mu, sigma] = ['mu', 'sigma'].map(
        (name) => parameterAt(instance, kernel, variable, name, entry)!,
      );
      const value = mu! + sigma! * mixed;
      instance.position[at + entry] = variable.distribution.name === 'LogNormal' ? exp(value) : value;
    }
  };
}

/** Row of the Cholesky factor of a correlation matrix given by its entries (1, 0), (2, 0), (2, 1), … */
function choleskyRow(correlations: readonly number[], row: number): number[] {
  const factor: number[][] = [];
  for (let i = 0; i <= row; i++) {
    const current: number[] = [];
    for (let j = 0; j < i; j++) {
      const known = current.reduce((total, it, k) => total + it * (factor[j]![k] ?? 0), 0);
      current.push((correlations[(i * (i - 1)) / 2 + j]! - known) / factor[j]![j]!);
    }
    const squares = current.reduce((total, it) => total + it * it, 0);
    current.push(Math.sqrt(Math.max(0, 1 - squares)));
    factor.push(current);
  }
  return factor[row]!;
}

/** A member of the population, or its median when no random stream is given. */
function newMember(
  { distribution }: ModelVariable,
  params: Readonly<Record<string, number>>,
  random: Random | undefined,
): number {
  if (random !== undefined) return distribution.random(params, random);
  return distribution.quantile?.(0.5, params) ?? distribution.mean?.(params) ?? Number.NaN;
}

/** A stream that depends on the seed and the two names alone. */
function levelStream(seed: number, name: string, label: string): Random {
  const hash = hashText(JSON.stringify([name, label]));
  return createRandom(seed, Number.parseInt(hash.slice(0, 8), 16));
}
