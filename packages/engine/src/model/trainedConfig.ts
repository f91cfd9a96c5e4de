/** The posterior as the priors of a new config: each variable in its own family, or in a named one that can hold it. */
import { chooseMixture } from '../carry/chooseMixture.ts';
import { mixtureLogDensity, whiten } from '../carry/normalComponent.ts';
import type { Sample } from '../carry/sample.ts';
import { scaledDraws } from '../carry/scaledDraws.ts';
import { configToJson } from '../config/configJson.ts';
import { type PreprocessingState, withConstants } from '../data/preprocessing.ts';
import { canonical } from '../distributions/canonical.ts';
import { distributions } from '../distributions/index.ts';
import * as b from '../expr/build.ts';
import { evaluate } from '../expr/evaluate.ts';
import { exp, log } from '../numeric/math.ts';
import { nelderMead } from '../numeric/nelderMead.ts';
import type { Trace } from '../posterior/trace.ts';
import { momentsOf } from './predict.ts';
import type { ModelVariable, Specification } from './specification.ts';
import { constrain } from './transforms.ts';

interface FittedPrior {
  readonly dist: string;
  readonly params: Readonly<Record<string, number>>;
}

/** Families that cannot be moved away from a bound, and the family that takes their place. */
const replacements: Readonly<Record<string, string>> = {
  HalfNormal: 'TruncatedNormal',
  HalfStudentT: 'TruncatedNormal',
  HalfCauchy: 'TruncatedNormal',
  HalfFlat: 'TruncatedNormal',
  Exponential: 'Gamma',
  Flat: 'Normal',
  Uniform: 'TruncatedNormal',
  Cauchy: 'StudentT',
};

/** The prior of a family with a given mean and standard deviation. */
export function priorOf(variable: ModelVariable, mean: number, sd: number): FittedPrior {
  const family = replacements[variable.distribution.name] ?? variable.distribution.name;
  const round = (value: number): number => Number(value.toPrecision(12));
  if (family === 'TruncatedNormal') {
    const { lower, upper } = variable.distribution.support(variable.params);
    const bounds: Record<string, number> = {};
    for (const [name, bound] of Object.entries({ lower, upper })) {
      const value = typeof bound === 'number' ? bound : bound?.op === 'const' ? bound.value! : undefined;
      if (value !== undefined && Number.isFinite(value)) bounds[name] = value;
    }
    const fitted = truncatedNormalMoments(
      mean,
      sd,
      bounds['lower'] ?? -Infinity,
      bounds['upper'] ?? Infinity,
    );
    return { dist: family, params: { mu: round(fitted.mu), sigma: round(fitted.sigma), ...bounds } };
  }
  if (family === 'StudentT')
    return { dist: family, params: { nu: 4, mu: round(mean), sigma: round(sd / Math.SQRT2) } };
  const numbers = distributions[family]?.fromMoments?.(mean, sd);
  if (numbers === undefined) return { dist: 'Normal', params: { mu: round(mean), sigma: round(sd) } };
  return {
    dist: family,
    params: Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, round(value)])),
  };
}

/** Location and scale of the Normal whose part between the bounds has this mean and standard deviation (fixed point). */
function truncatedNormalMoments(
  mean: number,
  sd: number,
  lower: number,
  upper: number,
): { mu: number; sigma: number } {
  const { mean: meanOf, variance: varianceOf } = distributions['TruncatedNormal']!;
  let [mu, sigma] = [mean, sd];
  for (let turn = 0; turn < 200; turn++) {
    const now = { mu, sigma, lower, upper };
    const [m, s] = [meanOf!(now), Math.sqrt(varianceOf!(now))];
    if (!Number.isFinite(m) || !(s > 0)) break;
    const [missMean, ratio] = [mean - m, sd / s];
    if (Math.abs(missMean) < 1e-10 * sd && Math.abs(ratio - 1) < 1e-10) break;
    mu += 0.7 * missMean;
    sigma *= 1 + 0.7 * (ratio - 1);
  }
  return Number.isFinite(mu) && Number.isFinite(sigma) ? { mu, sigma } : { mu: mean, sigma: sd };
}

export interface TrainedConfigOptions {
  /** How a family is fitted to the draws of its variable; `moments` when left out. */
  readonly fit?: 'moments' | 'likelihood';
}

/** What is lost by carrying each variable on by itself: Kullback–Leibler divergences from the posterior, in nats. */
export interface ExportLoss {
  /** Of each variable's own posterior to the family that takes its place. */
  readonly variables: Readonly<Record<string, { readonly dist: string; readonly nats: number }>>;
  /** Of the joint posterior of these variables to the product of the families: correlations included. */
  readonly joint: number;
}

export interface TrainedConfig {
  readonly config: Record<string, unknown>;
  /** Worked out when it is asked for. */
  readonly loss: ExportLoss;
}

/**
 * A plain config with every scalar variable's prior replaced by its posterior, in PyMC's own families; grouped ones get the
 * posterior of their parents. What another fit had carried in is part of the posterior and is not carried again.
 */
export function trainedConfig(
  specification: Specification,
  trace: Trace,
  preprocessing: PreprocessingState,
  { fit = 'moments' }: TrainedConfigOptions = {},
): TrainedConfig {
  const { config } = specification;
  const priors: Record<string, FittedPrior> = {};
  for (const variable of specification.variables) {
    // A variable that a composite prior brought is written out anew when the config is read.
    if (variable.domain !== 'scalar' || config.variable_params[variable.name] === undefined) continue;
    const [moments] = momentsOf(trace, variable.name);
    const byMoments = priorOf(variable, moments!.mean, moments!.sd);
    priors[variable.name] =
      fit === 'moments' ? byMoments : byLikelihood(byMoments, trace.posterior[variable.name]!.values);
  }
  const variables = Object.entries(config.variable_params).map(([name, written]) => {
    const { between: _, mass: __, ...rest } = written;
    return [name, priors[name] === undefined ? written : { ...rest, ...priors[name] }] as const;
  });
  const { prior_from: _carried, ...plain } = configToJson({
    ...config,
    preprocessing: withConstants(config.preprocessing, preprocessing),
  });
  return {
    config: { ...plain, variable_params: Object.fromEntries(variables) },
    get loss() {
      return lossOf(priors, specification, trace);
    },
  };
}

/** Draws a likelihood is taken over: enough for parameters to three digits. */
const likelihoodDraws = 1000;

/** The member of the family under which the draws are most likely, found from the one with their moments. */
function byLikelihood(prior: FittedPrior, draws: Float64Array): FittedPrior {
  const distribution = distributions[prior.dist]!;
  const free = distribution.parameters
    .map(({ name, range }) => ({ name, isPositive: range === 'positive' }))
    .filter(({ name }) => prior.params[name] !== undefined && name !== 'lower' && name !== 'upper');
  const stride = Math.max(1, Math.floor(draws.length / likelihoodDraws));
  const thinned = draws.filter((_, i) => i % stride === 0);
  const read = (at: Float64Array): Record<string, number> => ({
    ...prior.params,
    ...Object.fromEntries(free.map(({ name, isPositive }, i) => [name, isPositive ? exp(at[i]!) : at[i]!])),
  });
  const objective = (at: Float64Array): number => {
    const density = densityOf(prior.dist, read(at));
    let total = 0;
    for (const draw of thinned) total -= density(draw);
    return total / thinned.length;
  };
  const start = Float64Array.from(free, ({ name, isPositive }) =>
    isPositive ? log(prior.params[name]!) : prior.params[name]!,
  );
  const found = read(nelderMead(objective, start, 0.1));
  return {
    dist: prior.dist,
    params: Object.fromEntries(
      Object.entries(found).map(([name, value]) => [name, Number(value.toPrecision(12))]),
    ),
  };
}

/** Log density of a family with given numbers, as a function of its value. */
function densityOf(dist: string, params: Readonly<Record<string, number>>): (x: number) => number {
  const given = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, b.constant(value)]));
  const distribution = distributions[dist]!;
  const expr = distribution.logDensity(b.symbol('x'), canonical(distribution, given));
  return (x) => evaluate(expr, () => x);
}

function lossOf(
  priors: Readonly<Record<string, FittedPrior>>,
  specification: Specification,
  trace: Trace,
): ExportLoss {
  const scalars = specification.variables.filter(({ name }) => Object.hasOwn(priors, name));
  if (scalars.length === 0) return { variables: {}, joint: 0 };
  const { sample } = scaledDraws(scalars, specification.names, new Map(), trace);
  const { count, size, values } = sample;
  // Log density of each draw under the family, on the scale of the variable.
  const families = scalars.map((variable, column) => {
    const density = densityOf(priors[variable.name]!.dist, priors[variable.name]!.params);
    const { value, logJacobian } = constrain(b.symbol('q'), variable.distribution.support(variable.params));
    return Float64Array.from({ length: count }, (_, draw) => {
      const at = (): number => values[draw * size + column]!;
      return density(evaluate(value, at)) + evaluate(logJacobian, at);
    });
  });
  const variables = scalars.map(({ name }, column) => {
    const own = Float64Array.from({ length: count }, (_, draw) => values[draw * size + column]!);
    const nats = divergence({ values: own, count, size: 1 }, families[column]!, trace.chains);
    return [name, { dist: priors[name]!.dist, nats }] as const;
  });
  const product = families[0]!.map((_, draw) => families.reduce((total, it) => total + it[draw]!, 0));
  return { variables: Object.fromEntries(variables), joint: divergence(sample, product, trace.chains) };
}

/** Mean log density of a sample, as a normal mixture has it, over that of an approximation; at least 0. */
function divergence(sample: Sample, approximation: Float64Array, chains: number): number {
  const components = chooseMixture(sample, chains).components.map(whiten);
  let total = 0;
  for (let draw = 0; draw < sample.count; draw++) {
    total += mixtureLogDensity(components, sample.values, draw * sample.size) - approximation[draw]!;
  }
  return Math.max(0, total / sample.count);
}
