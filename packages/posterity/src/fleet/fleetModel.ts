/** A model whose kernels can be sent to the same model in another thread: modules are shared, the rest is cloned. */
import { type FitKernels, Model, type PredictorKernels } from '@posterity/engine/fitting';

type RowKernel = PredictorKernels['rows'] extends Map<string, infer Kernel> ? Kernel : never;

/** What a model has compiled, as postMessage clones it. */
export interface CompiledModel {
  readonly fitting: Pick<FitKernels, 'sampling' | 'derived'> | undefined;
  readonly rows: ReadonlyMap<string, Omit<RowKernel, 'specification'>>;
}

export class FleetModel extends Model {
  /** The kernels of the model's own form; none where its data gave it another. */
  get compiled(): CompiledModel {
    const { of, sampling, derived } = this.kernels;
    const rows = new Map<string, Omit<RowKernel, 'specification'>>();
    for (const [key, { specification, ...kernel }] of this.predictorKernels.rows)
      if (specification === this.specification) rows.set(key, kernel);
    return { fitting: of === this.specification ? { sampling, derived } : undefined, rows };
  }

  /** Spares the compilation of what the same model has compiled in another thread. */
  useCompiled({ fitting, rows }: CompiledModel): void {
    const { specification } = this;
    if (fitting !== undefined) Object.assign(this.kernels, { of: specification, ...fitting });
    for (const [key, kernel] of rows) this.predictorKernels.rows.set(key, { ...kernel, specification });
  }
}
