/** The log density of the priors at every draw, factor by factor. */
import { carriedAtValues } from '../carry/carriedDensity.ts';
import * as b from '../expr/build.ts';
import { namesOf } from '../expr/traverse.ts';
import type { Trace } from '../posterior/trace.ts';
import { instantiate } from './instance.ts';
import { bind, compile, type ModelKernel } from './kernels.ts';
import type { Specification } from './specification.ts';
import type { PreparedData } from './trainingData.ts';

/**
 * `logPrior`: one scalar, the sum over the priors at the top of the model. A prior over other variables is part of the
 * model's structure and not varied in a sensitivity analysis (Kallioinen et al. 2023, §2.3).
 */
export function logPriorKernel(specification: Specification): ModelKernel {
  const top = specification.factors.filter(({ variables }) =>
    variables.every(({ params }) => namesOf(Object.values(params), 'parameter').length === 0),
  );
  const { placed, variables: all } = specification;
  const densities = top.map(({ variables, logDensity }) =>
    logDensity(
      variables.map(({ name, domain }) => b.parameter(name, domain)),
      variables.map(({ params }) => params),
    ),
  );
  if (placed !== undefined) densities.push(carriedAtValues(all, placed));
  const expr = densities.reduce((x, y) => b.add(x, y), b.constant(0));
  return compile(specification, [{ name: 'logPrior', outputs: [{ name: 'log_prior', expr }] }]);
}

/** One value a draw, chain after chain. */
export function logPriors(
  specification: Specification,
  kernel: ModelKernel,
  data: PreparedData,
  trace: Trace,
): Float64Array {
  const bound = bind(kernel, specification, data);
  const given = bound.position.blocks.map(({ name, ...place }) => ({
    ...place,
    values: trace.posterior[name]!.values,
  }));
  const values = new Float64Array(trace.chains * trace.draws);
  instantiate(bound).atDraws('logPrior', values.length, given, [{ offset: 0, length: 1, values }]);
  return values;
}
