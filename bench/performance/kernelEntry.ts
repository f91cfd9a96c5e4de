/** A model's compiled log density with gradient over data as given, for the measurement of kernels. */
import { parseConfig } from '../../packages/engine/src/config/config.ts';
import { columnOf, toTable } from '../../packages/engine/src/data/columns.ts';
import { instantiate } from '../../packages/engine/src/model/instance.ts';
import { bind, type SamplingOptions, samplingKernel } from '../../packages/engine/src/model/kernels.ts';
import { knowledge } from '../../packages/engine/src/model/knowledge.ts';
import { specify } from '../../packages/engine/src/model/specification.ts';
import { prepareTraining } from '../../packages/engine/src/model/trainingData.ts';

export { hasFusedMultiplyAdd } from '../../packages/engine/src/compiler/fusedMultiplyAdd.ts';

/** The kernel of a config over a table's rows, none of them reduced, ready to run at `position`; without gradient if the options ask for it. */
export function densityOf(
  config: { readonly dependent_var: string },
  columns: unknown,
  options: SamplingOptions,
): { run: () => number; position: Float64Array } {
  const specification = specify(parseConfig(config, knowledge));
  const table = toTable(columns);
  const y = columnOf(table, config.dependent_var);
  if (y === undefined) throw new Error(`no column ${config.dependent_var}`);
  const data = prepareTraining(specification, table, y, config.dependent_var);
  const instance = instantiate(
    bind(
      samplingKernel(specification, () => false, 'none', options),
      specification,
      data,
    ),
  );
  const run = instance.caller(options.withLogDensity ? 'logDensity' : 'logDensityGradient');
  return { run, position: instance.position };
}
