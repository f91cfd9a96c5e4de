/** The log density of a model at given constrained values, as PyMC's `model.logp(jacobian=False)`. */
import { DataError, problem } from '../config/errors.ts';
import { asExpr } from '../expr/build.ts';
import { evaluate } from '../expr/evaluate.ts';
import type { KernelInstance } from './instance.ts';
import type { BoundKernel } from './kernels.ts';
import { isScalarDomain } from './kernels.ts';
import type { ModelVariable, Specification } from './specification.ts';

/** Values of the variables: a number, or one number a level. */
export type Point = Readonly<Record<string, number | ArrayLike<number>>>;

export interface DensityAt {
  readonly log_density: number;
  readonly gradient: Record<string, number | number[]>;
}

/**
 * Log density and gradient at a point; −∞ with a gradient of NaN outside the support.
 * @throws DataError for a missing or unknown name or a wrong number of values.
 */
export function logDensityAt(
  specification: Specification,
  kernel: BoundKernel,
  instance: KernelInstance,
  point: Point,
): DensityAt {
  const problems = Object.keys(point)
    .filter((name) => !specification.names.variables.has(name))
    .map((name) =>
      problem({
        path: name,
        code: 'unknown_variable',
        found: name,
        expected: 'a variable',
        message: `${name} is not a variable of the model`,
      }),
    );
  for (const { name, offset, length } of kernel.position.blocks) {
    const given = Object.hasOwn(point, name) ? point[name] : undefined;
    const values = typeof given === 'number' ? [given] : given;
    if (values === undefined || values.length !== length) {
      const message = `${length} value${length === 1 ? '' : 's'} expected, found ${values?.length ?? 'none'}`;
      problems.push(
        problem({
          path: name,
          code: 'wrong_length',
          found: String(values?.length ?? 0),
          expected: String(length),
          message,
        }),
      );
    } else {
      instance.position.set(values, offset);
    }
  }
  if (problems.length > 0) throw new DataError(problems);
  const isInside = specification.variables.every((variable) =>
    insideSupport(variable, specification, kernel, instance),
  );
  const value = isInside ? instance.run('logDensityGradient') : Number.NEGATIVE_INFINITY;
  const gradient: Record<string, number | number[]> = {};
  for (const { name, offset, length } of kernel.output.blocks) {
    const part = isInside
      ? [...instance.output.subarray(offset, offset + length)]
      : Array<number>(length).fill(Number.NaN);
    const variable = specification.names.variables.get(name)!;
    gradient[name] = isScalarDomain(variable) ? part[0]! : part;
  }
  return { log_density: value, gradient };
}

/** Whether a variable's values lie within its support, where the bounds are single numbers at this point. */
function insideSupport(
  variable: ModelVariable,
  specification: Specification,
  kernel: BoundKernel,
  instance: KernelInstance,
): boolean {
  const { lower, upper } = variable.distribution.support(variable.params);
  const lookup = (name: string): number => {
    if (!isScalarDomain(specification.names.variables.get(name)!)) return Number.NaN;
    return instance.position[kernel.position.offsets[name]!]!;
  };
  const bound = (value: typeof lower, otherwise: number): number => {
    if (value === undefined) return otherwise;
    const expr = asExpr(value);
    if (expr.domain !== 'scalar') return otherwise;
    const number = evaluate(expr, lookup);
    return Number.isNaN(number) ? otherwise : number;
  };
  const [low, high] = [bound(lower, -Infinity), bound(upper, Infinity)];
  const block = kernel.position.blocks.find((it) => it.name === variable.name)!;
  return instance.position
    .subarray(block.offset, block.offset + block.length)
    .every((value) => value >= low && value <= high);
}
