// A config with data, compiled: the log density at points of the variables' own scale and on the real line.
import { parseConfig } from '../config/config.ts';
import { toColumn, toTable } from '../data/columns.ts';
import { instantiate, type KernelInstance } from './instance.ts';
import { bind, constrainedKernel, constrainKernel, samplingKernel } from './kernels.ts';
import { knowledge } from './knowledge.ts';
import { type DensityAt, logDensityAt, type Point } from './logDensityAt.ts';
import { type Specification, specify } from './specification.ts';
import { prepareTraining } from './trainingData.ts';

export interface CompiledDensity {
  readonly specification: Specification;
  /** At values of the variables, without Jacobian. */
  readonly at: (point: Point) => DensityAt;
  /** Number of real numbers behind the variables. */
  readonly dimension: number;
  /** Log density of the real numbers, with Jacobian, and its gradient. */
  readonly free: (q: ArrayLike<number>) => { readonly value: number; readonly gradient: number[] };
  /** The same log density from the function that computes no gradient. */
  readonly freeAlone: (q: ArrayLike<number>) => number;
  /** The variables' values by name. */
  readonly values: (q: ArrayLike<number>) => Record<string, number[]>;
}

export function compileDensity(
  config: object,
  columns: Readonly<Record<string, readonly unknown[]>>,
  y: readonly number[],
  isNoncentered = false,
): CompiledDensity {
  const specification = specify(parseConfig(JSON.parse(JSON.stringify(config)), knowledge));
  const data = prepareTraining(specification, toTable(columns), toColumn(y, 'y'), 'y');
  const own = bind(constrainedKernel(specification), specification, data);
  const moved = bind(
    samplingKernel(specification, () => isNoncentered, 'none', { withLogDensity: true }),
    specification,
    data,
  );
  const made = bind(
    constrainKernel(specification, () => isNoncentered),
    specification,
    data,
  );
  const [ownInstance, movedInstance, madeInstance] = [own, moved, made].map(instantiate) as [
    KernelInstance,
    KernelInstance,
    KernelInstance,
  ];
  return {
    specification,
    at: (point) => logDensityAt(specification, own, ownInstance, point),
    dimension: moved.position.length,
    free: (q) => {
      movedInstance.position.set(q);
      const value = movedInstance.run('logDensityGradient');
      return { value, gradient: [...movedInstance.output] };
    },
    freeAlone: (q) => {
      movedInstance.position.set(q);
      return movedInstance.run('logDensity');
    },
    values: (q) => {
      madeInstance.position.set(q);
      madeInstance.run('constrain');
      return Object.fromEntries(
        made.output.blocks.map(({ name, offset, length }) => [
          name,
          [...madeInstance.output.subarray(offset, offset + length)],
        ]),
      );
    },
  };
}
