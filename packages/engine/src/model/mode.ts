/** The mode of a model's density over the real line: where its variables are most probable together. */
import { DataError, problem } from '../config/errors.ts';
import { constant } from '../expr/build.ts';
import { evaluate } from '../expr/evaluate.ts';
import { type Density, findMode, type SearchSettings } from '../sampler/mode.ts';
import { instantiate } from './instance.ts';
import { bind, constrainKernel, samplingKernel } from './kernels.ts';
import type { Point } from './logDensityAt.ts';
import { priorCentres } from './priorCentre.ts';
import type { ModelVariable, Specification } from './specification.ts';
import type { PreparedData } from './trainingData.ts';
import { unconstrain } from './transforms.ts';

export interface ModeOptions {
  /** Values to start from; variables without one begin in the middle of their prior and are moved first. */
  readonly start?: Point;
  /** Density evaluations after which the search gives up; 20,000 when left out. */
  readonly limit?: number;
}

export interface ModeReport {
  /** Whether a mode was found; if not, `values` is where the search ended, and no estimate. */
  readonly converged: boolean;
  /** Why there is no mode. */
  readonly reason?: string;
  readonly values: Record<string, number | number[]>;
  /** At the values, on the real line: with the log Jacobian of the transforms. */
  readonly log_density: number;
  readonly evaluations: number;
}

/** The raise of the log density by a Newton step below which a mode counts as found: all digits that doubles allow. */
const tolerance = 1e-18;
const precisely = (limit: number): SearchSettings => ({ tolerance, limit, isPrecise: true });

/** @throws DataError for a start that names no variable or lies outside its support. */
export function modeOf(
  specification: Specification,
  data: PreparedData,
  { start = {}, limit = 20_000 }: ModeOptions,
): ModeReport {
  const centred = (): boolean => false;
  const bound = bind(samplingKernel(specification, centred, 'none'), specification, data);
  const instance = instantiate(bound);
  const logDensityGradient = instance.caller('logDensityGradient');
  const density: Density = (position, gradient) => {
    instance.position.set(position);
    const value = logDensityGradient();
    gradient.set(instance.output);
    return value;
  };
  const position = new Float64Array(bound.position.length);
  const centres = priorCentres(specification, centred);
  const given = startingValues(specification, start);
  const missing: number[] = [];
  for (const { name, offset, length } of bound.position.blocks) {
    const values = given.get(name);
    for (let i = 0; i < length; i++) {
      position[offset + i] = values?.[Math.min(i, values.length - 1)] ?? centres.get(name) ?? 0;
      if (values === undefined) missing.push(offset + i);
    }
  }
  let evaluations = 0;
  if (missing.length > 0 && missing.length < position.length) {
    const from = Float64Array.from(missing, (i) => position[i]!);
    const within = findMode(restricted(density, position, missing), from, precisely(limit));
    evaluations += within.evaluations;
    missing.forEach((i, k) => {
      position[i] = within.position[k]!;
    });
  }
  const found = findMode(density, position, precisely(limit - evaluations));
  const constrain = bind(constrainKernel(specification, centred), specification, data);
  const constrained = instantiate(constrain);
  constrained.position.set(found.position);
  constrained.run('constrain');
  return {
    converged: found.mode !== undefined,
    ...(found.failure === undefined ? {} : { reason: found.failure }),
    values: Object.fromEntries(
      constrain.output.blocks.map(({ name, offset, length }) => {
        const values = [...constrained.output.subarray(offset, offset + length)];
        return [name, specification.names.variables.get(name) === 'scalar' ? values[0]! : values];
      }),
    ),
    log_density: found.logDensity,
    evaluations: evaluations + found.evaluations,
  };
}

/** The density as a function of some coordinates, the others held. */
function restricted(density: Density, at: Float64Array, free: readonly number[]): Density {
  const position = at.slice();
  const slopes = new Float64Array(at.length);
  return (part, gradient) => {
    free.forEach((i, k) => {
      position[i] = part[k]!;
    });
    const value = density(position, slopes);
    free.forEach((i, k) => {
      gradient[k] = slopes[i]!;
    });
    return value;
  };
}

/** Real numbers of the values given. */
function startingValues({ factors, names }: Specification, start: Point): Map<string, Float64Array> {
  const unknown = Object.keys(start).filter((name) => !names.variables.has(name));
  const problems = unknown.map((name) => startProblem(name, 'a variable of the model'));
  const result = new Map<string, Float64Array>();
  const numberAt = (name: string): number => {
    const value = start[name];
    return typeof value === 'number' ? value : Number.NaN;
  };
  for (const { variables } of factors) {
    for (const variable of variables) {
      const value = start[variable.name];
      if (value === undefined) continue;
      const values = typeof value === 'number' ? [value] : Array.from(value);
      const free = values.map((it) => realNumber(variable, it, numberAt));
      const isPlain = variables.length === 1 && variable.distribution.joint === undefined;
      if (isPlain && free.every(Number.isFinite)) result.set(variable.name, Float64Array.from(free));
      else
        problems.push(
          startProblem(
            variable.name,
            isPlain ? 'a value inside the support' : 'no start: its entries have a joint prior',
          ),
        );
    }
  }
  if (problems.length > 0) throw new DataError(problems);
  return result;
}

function realNumber(
  { distribution, params }: ModelVariable,
  value: number,
  numberAt: (name: string) => number,
): number {
  return evaluate(unconstrain(constant(value), distribution.support(params)), numberAt);
}

function startProblem(name: string, expected: string) {
  return problem({
    path: `start.${name}`,
    code: 'wrong_start',
    found: name,
    expected,
    message: `expected ${expected}`,
  });
}
