/** Draws of every variable from its prior, parents before children. */
import { PosterityError } from '../config/errors.ts';
import { beta } from '../distributions/beta.ts';
import * as b from '../expr/build.ts';
import { type Domain, type Expr, scalar } from '../expr/expr.ts';
import { exp } from '../numeric/math.ts';
import type { Random } from '../numeric/random.ts';
import type { Trace } from '../posterior/trace.ts';
import type { Factor } from './factors/factor.ts';
import { instantiate, type KernelInstance } from './instance.ts';
import { type BoundKernel, bind, compile, type ModelKernel } from './kernels.ts';
import { holders, keeper } from './posteriorTrace.ts';
import type { Specification } from './specification.ts';
import type { PreparedData } from './trainingData.ts';
import type { ModelVariable } from './variables.ts';

/** `parameters`: the parameters of every prior from the variables' values. */
export function priorParametersKernel(specification: Specification): ModelKernel {
  const outputs = specification.variables.flatMap(({ name, domain, params }) =>
    Object.entries(params).flatMap(([parameter, expr]) =>
      expr.op === 'vector'
        ? expr.args.map((item, k) => ({ name: outputName(name, `${parameter}[${k}]`), expr: item }))
        : [{ name: outputName(name, parameter), expr: onDomain(expr, domain) }],
    ),
  );
  const constants = outputs.length > 0 ? outputs : [{ name: 'nothing', expr: b.constant(0) }];
  return compile(specification, [{ name: 'parameters', outputs: constants }]);
}

const outputName = (variable: string, parameter: string): string => `${variable}.${parameter}`;

/** A parameter with one value for all entries stays a single one. */
function onDomain(expr: Expr, domain: Domain): Expr {
  return expr.domain === scalar ? expr : b.spread(expr, domain);
}

const improper: ReadonlySet<string> = new Set(['Flat', 'HalfFlat']);

/** @throws PosterityError when a prior has no draws. */
export function checkDrawable({ variables, carried }: Specification): void {
  const flat = variables.find(({ distribution }) => improper.has(distribution.name));
  if (flat !== undefined) {
    throw new PosterityError(
      'improper_prior',
      `variable_params.${flat.name}: ${flat.distribution.name} is improper and has no draws; give it a proper prior`,
    );
  }
  if (carried !== undefined) {
    throw new PosterityError(
      'carried_prior',
      'the joint prior carried over from an earlier fit cannot be drawn from; use the config without it',
    );
  }
}

/**
 * A trace of independent draws from the prior, in one chain.
 * @param data gives the levels of the groups.
 * @throws PosterityError for an improper prior.
 */
export function priorDraws(
  specification: Specification,
  kernel: ModelKernel,
  data: PreparedData,
  draws: number,
  random: Random,
): Trace {
  checkDrawable(specification);
  const bound = bind(kernel, specification, data);
  const instance = instantiate(bound);
  const coords: Record<string, readonly (string | number)[]> = {};
  const kept = holders(
    bound.position,
    specification.names.variables,
    draws,
    specification,
    data.groups,
    coords,
  );
  const keepDraw = keeper(instance.position, bound.position, kept);
  for (let draw = 0; draw < draws; draw++) {
    instance.position.fill(Number.NaN);
    for (const factor of specification.factors) {
      instance.run('parameters');
      drawFactor(factor, instance, bound, random);
    }
    keepDraw(draw);
  }
  const posterior = Object.fromEntries([...kept].map(([name, { variable }]) => [name, variable]));
  return { chains: 1, draws, coords, posterior, sampleStats: {} };
}

/** Parameters of a variable: a number each, or one number an entry. */
type Given = Readonly<Record<string, number | Float64Array>>;

function drawFactor(factor: Factor, instance: KernelInstance, bound: BoundKernel, random: Random): void {
  const blockOf = ({ name }: ModelVariable): Float64Array => {
    const { offset, length } = bound.position.blocks.find((block) => block.name === name)!;
    return instance.position.subarray(offset, offset + length);
  };
  const given = ({ name }: ModelVariable): Given => parametersOf(name, instance, bound);
  const [first] = factor.variables;
  if (factor.variables.length > 1)
    drawCorrelated(
      factor.variables.map((it) => [blockOf(it), given(it)]),
      factor,
      random,
    );
  else if (first!.distribution.joint !== undefined) {
    const block = blockOf(first!);
    block.set(first!.distribution.joint.random(given(first!), block.length, random));
  } else if (first!.distribution.isSeries) drawSeries(first!, blockOf(first!), given(first!), random);
  else drawEntries(first!, blockOf(first!), given(first!), random);
}

function parametersOf(variable: string, instance: KernelInstance, bound: BoundKernel): Given {
  const given: Record<string, number | Float64Array> = {};
  const prefix = outputName(variable, '');
  for (const { name, offset, length } of bound.output.blocks) {
    if (!name.startsWith(prefix)) continue;
    given[name.slice(prefix.length)] =
      length === 1 ? instance.output[offset]! : instance.output.slice(offset, offset + length);
  }
  return given;
}

function numbersAt(given: Given, entry: number): Record<string, number> {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, typeof value === 'number' ? value : value[entry]!]),
  );
}

function drawEntries(
  { distribution }: ModelVariable,
  block: Float64Array,
  given: Given,
  random: Random,
): void {
  for (let entry = 0; entry < block.length; entry++)
    block[entry] = distribution.random(numbersAt(given, entry), random);
}

/** Standard deviation of the values a series starts from, as `seriesLogDensity` has it. */
const startScale = 100;

/** A random walk adds a step to the value before; an autoregression to `rho` times those before. */
function drawSeries(
  { distribution }: ModelVariable,
  block: Float64Array,
  given: Given,
  random: Random,
): void {
  const weights =
    distribution.name === 'AR'
      ? Object.keys(given)
          .filter((name) => name.startsWith('rho'))
          .map((name) => Number(given[name]))
      : [1];
  for (let entry = 0; entry < block.length; entry++) {
    if (entry < weights.length) {
      block[entry] = startScale * random.normal();
      continue;
    }
    const before = weights.reduce((sum, weight, k) => sum + weight * block[entry - 1 - k]!, 0);
    block[entry] = before + distribution.random(numbersAt(given, entry), random);
  }
}

/** Effects and their correlations: partial correlations are independent stretched Betas (see `correlatedFactor`). */
function drawCorrelated(
  members: readonly (readonly [Float64Array, Given])[],
  { variables }: Factor,
  random: Random,
): void {
  const n = variables.filter(({ distribution }) => distribution.name !== 'LKJCorr').length;
  const eta = Number(members[n]![1]['eta']);
  const rows: number[][] = [];
  for (let i = 0; i < n; i++) {
    const row: number[] = [];
    let rest = 1;
    for (let j = 0; j < i; j++) {
      const partial = stretchedBeta(eta + (n - 2 - j) / 2, random);
      row.push(partial * Math.sqrt(rest));
      rest *= 1 - partial * partial;
    }
    row.push(Math.sqrt(rest));
    rows.push(row);
  }
  let pair = n;
  for (let i = 1; i < n; i++)
    for (let j = 0; j < i; j++)
      members[pair++]![0][0] = rows[j]!.reduce((sum, value, k) => sum + value * rows[i]![k]!, 0);
  for (let entry = 0; entry < members[0]![0].length; entry++) {
    const z = Array.from({ length: n }, () => random.normal());
    for (let i = 0; i < n; i++) {
      const [block, given] = members[i]!;
      const numbers = numbersAt(given, entry);
      const unit = rows[i]!.reduce((sum, value, k) => sum + value * z[k]!, 0);
      const value = numbers['mu']! + numbers['sigma']! * unit;
      block[entry] = variables[i]!.distribution.name === 'LogNormal' ? exp(value) : value;
    }
  }
}

function stretchedBeta(alpha: number, random: Random): number {
  return 2 * beta.random({ alpha, beta: alpha }, random) - 1;
}
