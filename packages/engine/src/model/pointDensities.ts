/** Log densities at points for one table after another; the kernel is compiled again only when the shape changes. */
import { withPlacedPrior } from '../carry/withPlacedPrior.ts';
import { instantiate } from './instance.ts';
import { bind, constrainedKernel, type ModelKernel } from './kernels.ts';
import { type DensityAt, logDensityAt, type Point } from './logDensityAt.ts';
import type { SavedModel } from './savedModel.ts';
import type { Specification } from './specification.ts';
import { prepareTraining } from './trainingData.ts';
import type { TrainingRows } from './trainingRows.ts';

type PointDensities = (
  specification: Specification,
  rows: TrainingRows,
  constants: SavedModel['preprocessing'],
  points: readonly Point[],
) => DensityAt[];

export function pointDensities(): PointDensities {
  let compiled: { readonly key: string; readonly kernel: ModelKernel } | undefined;
  return (specification, rows, constants, points) => {
    const data = prepareTraining(specification, rows.table, rows.y, rows.dependent, constants);
    const placed = withPlacedPrior(data.specification, data.groups);
    const key = JSON.stringify([data.specification.shape, placed.placed?.key]);
    if (compiled === undefined || compiled.key !== key) compiled = { key, kernel: constrainedKernel(placed) };
    const bound = bind(compiled.kernel, placed, data);
    const instance = instantiate(bound);
    const jacobian = data.outcomeJacobian?.reduce((total, it) => total + it, 0) ?? 0;
    return points.map((point) => {
      const { log_density, gradient } = logDensityAt(placed, bound, instance, point);
      return { log_density: log_density + jacobian, gradient };
    });
  };
}
