/** The log density that chains move in, at any position. */
import type { LogDensity } from '../carry/populationMonteCarlo.ts';
import { instantiateBriefly } from './instance.ts';
import type { BoundKernel } from './kernels.ts';

/** @param kernel a sampling kernel of all rows. Good until the kernel is asked for other data. */
export function positionDensity(kernel: BoundKernel): LogDensity {
  const { position, caller } = instantiateBriefly(kernel);
  const evaluate = caller('logDensityGradient');
  return (values, offset) => {
    for (let i = 0; i < position.length; i++) position[i] = values[offset + i]!;
    return evaluate();
  };
}
