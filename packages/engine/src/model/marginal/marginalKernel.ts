/** The kernel of a model with variables integrated out. */
import { freeModel, freeParameters, type Parameter } from '../densities.ts';
import { compile, type ModelKernel, named, type SamplingOptions } from '../kernels.ts';
import { isNoncenteredIn } from '../parametrization.ts';
import { type Reduction, reducedRow } from '../reduction.ts';
import type { Specification } from '../specification.ts';
import { completion, conditionals, marginalDensity } from './integrate.ts';

/** How a model is sampled: what is integrated out, in order, and what moves in its non-centred form, that included. */
export interface SampledForm {
  readonly noncentered: ReadonlySet<string>;
  readonly integrated: ReadonlySet<string>;
}

/** The blocks of a position: what is sampled, then what is integrated out. */
export function positionsOf(specification: Specification, { integrated }: SampledForm): Parameter[] {
  const sampled = freeParameters(specification).filter(({ name }) => !integrated.has(name));
  return [...sampled, ...parametersOf(specification, integrated)];
}

/** The blocks behind variables, in the order of their names. */
export function parametersOf(specification: Specification, names: ReadonlySet<string>): Parameter[] {
  const byName = new Map(freeParameters(specification).map((it) => [it.name, it]));
  return [...names].map((name) => byName.get(name)!);
}

/**
 * `logDensityGradient` of what is sampled, and `complete`: the integrated variables from a position with a standard Normal
 * number in the place of each of their entries, and the log density of their values given the others.
 */
export function marginalKernel(
  specification: Specification,
  form: SampledForm,
  reduction: Reduction,
  { withLogDensity = false, ...options }: SamplingOptions,
): ModelKernel {
  const { noncentered, integrated } = form;
  const row = reducedRow(specification, reduction);
  const { logDensity } = freeModel(specification, isNoncenteredIn(noncentered), row);
  const positions = positionsOf(specification, form);
  const sampled = positions.slice(0, positions.length - integrated.size);
  const found = conditionals(logDensity, positions.slice(sampled.length));
  const marginal = marginalDensity(logDensity, found, sampled);
  const whole = completion(found);
  return compile(
    specification,
    [
      { name: 'logDensityGradient', result: marginal.logDensity, outputs: named(marginal.gradient) },
      ...(withLogDensity ? [{ name: 'logDensity', result: marginal.logDensity, outputs: [] }] : []),
      { name: 'complete', result: whole.logDensity, outputs: whole.values },
    ],
    positions,
    options,
  );
}
