/** The config that carries a posterior on as a joint prior. */

import { configToJson } from '../config/configJson.ts';
import { PosterityError } from '../config/errors.ts';
import type { PriorFrom } from '../config/priorFrom.ts';
import { withConstants } from '../data/preprocessing.ts';
import * as b from '../expr/build.ts';
import { evaluate } from '../expr/evaluate.ts';
import { namesOf } from '../expr/traverse.ts';
import type { ModelVariable, Specification } from '../model/specification.ts';
import { unconstrain } from '../model/transforms.ts';
import { createRandom, type Random } from '../numeric/random.ts';
import { type Donor, exportPrior, type PriorOptions } from './exportPrior.ts';

/** A config as written, with its carried prior. */
export interface JointConfig extends Record<string, unknown> {
  readonly prior_from: PriorFrom;
}

/**
 * The fit's config with its posterior as `prior_from`. A variable carried as a population becomes a single value, with what
 * the population's own prior says of a new level as its prior beside the carried one.
 * @throws as `exportPrior`.
 */
export function jointConfig(donor: Donor, options: PriorOptions = {}): JointConfig {
  const block = exportPrior(donor, options);
  const { specification } = donor;
  const population = (options.population ?? []).map(
    (name) => specification.variables.find((variable) => variable.name === name)!,
  );
  const { config } = specification;
  const preprocessing = withConstants(config.preprocessing, donor.saved.preprocessing ?? {});
  const plain = configToJson({ ...config, preprocessing });
  if (population.length === 0) return { ...plain, prior_from: block };
  const written = Object.entries(specification.config.variable_params).filter(
    ([name]) => !(name === 'sigma' && specification.config.sigmaIsDefault),
  );
  const parameters = new Set(population.flatMap(({ params }) => namesOf(Object.values(params), 'parameter')));
  const variables: Record<string, unknown> = {};
  for (const [name, variable] of written) {
    const whole = population.find((it) => it.name === name);
    if (whole !== undefined) variables[name] = newLevelPrior(whole, specification);
    else if (!parameters.has(name)) variables[name] = variable;
  }
  return { ...plain, variable_params: variables, prior_from: block };
}

/** Draws of the population's parameters from their own priors; enough for two digits of a mean and sd. */
const priorDraws = 4000;

/** What the priors say of the value of one level, as a family of its support: normal on its scale, by two moments there. */
function newLevelPrior(variable: ModelVariable, specification: Specification): Record<string, unknown> {
  const { distribution, params, name } = variable;
  const random = createRandom(0, 0x6e6c70);
  const toScale = unconstrain(b.symbol('x'), distribution.support(params));
  const values = Float64Array.from({ length: priorDraws }, () => {
    const x = drawFrom(variable, specification, random, new Map());
    return evaluate(toScale, () => x);
  });
  const finite = values.filter(Number.isFinite);
  const mean = finite.reduce((total, value) => total + value, 0) / finite.length;
  const variance =
    finite.reduce((total, value) => total + (value - mean) * (value - mean), 0) / finite.length;
  const round = (value: number): number => Number(value.toPrecision(4));
  const family = normalFamilyOn(variable);
  if (family === undefined || !(variance > 0)) {
    throw new PosterityError(
      'no_population',
      `${name} cannot become a single value: its support has no normal family (expected the real line, above 0, or from 0 to 1, with proper priors)`,
    );
  }
  return { dist: family, params: { mu: round(mean), sigma: round(Math.sqrt(variance)) } };
}

/** The family that is normal on the scale of a support. */
function normalFamilyOn({ distribution, params }: ModelVariable): string | undefined {
  const { lower, upper } = distribution.support(params);
  const [low, high] = [lower, upper].map((it) => (typeof it === 'object' ? it.value : it));
  if (lower === undefined && upper === undefined) return 'Normal';
  if (low === 0 && upper === undefined) return 'LogNormal';
  return low === 0 && high === 1 ? 'LogitNormal' : undefined;
}

/** One draw from a variable's prior, its parameters drawn first. */
function drawFrom(
  { name, distribution, params }: ModelVariable,
  specification: Specification,
  random: Random,
  drawn: Map<string, number>,
): number {
  const known = drawn.get(name);
  if (known !== undefined) return known;
  for (const needed of namesOf(Object.values(params), 'parameter')) {
    const variable = specification.variables.find((it) => it.name === needed)!;
    drawn.set(needed, drawFrom(variable, specification, random, drawn));
  }
  const numbers = Object.fromEntries(
    Object.entries(params).map(([key, expr]) => [key, evaluate(expr, (it) => drawn.get(it)!)]),
  );
  return distribution.random(numbers, random);
}
