/** The posterior as the priors of a new config: each variable in its own family, or in a named one that can hold it. */
import type { Config } from '../config/config.ts';
import { configToJson } from '../config/configJson.ts';
import { distributions } from '../distributions/index.ts';
import type { Trace } from '../posterior/trace.ts';
import { momentsOf } from './predict.ts';
import type { ModelVariable, Specification } from './specification.ts';

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

/** A plain config with every scalar variable's prior replaced by its posterior; grouped ones get the posterior of their parents. */
export function trainedConfig(specification: Specification, trace: Trace): Record<string, unknown> {
  const config: Config = specification.config;
  const variables: Record<string, unknown> = {};
  for (const variable of specification.variables) {
    const written = config.variable_params[variable.name];
    // A variable that a composite prior brought is written out anew when the config is read.
    if (written === undefined) continue;
    const isHierarchical = variable.domain !== 'scalar';
    const [moments] = momentsOf(trace, variable.name);
    variables[variable.name] = isHierarchical
      ? written
      : { ...written, ...priorOf(variable, moments!.mean, moments!.sd) };
  }
  const inWrittenOrder = Object.fromEntries(
    Object.keys(config.variable_params).map((name) => [name, variables[name]]),
  );
  const plain = configToJson(config);
  return { ...plain, variable_params: inWrittenOrder };
}
