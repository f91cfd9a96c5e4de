/** What a model has compiled, as it is sent to the same model in another thread: modules are shared, the rest is cloned. */
import type { FitKernels } from './fit.ts';
import type { SamplingKernels } from './formKernels.ts';
import type { ModelKernel } from './kernels.ts';
import type { PredictorKernels } from './predictor.ts';
import type { RowKernel } from './rowEvaluator.ts';
import type { Specification } from './specification.ts';

export interface CompiledModel {
  readonly sampling: ReadonlyMap<string, SamplingKernels>;
  readonly derived: ModelKernel | undefined;
  readonly rows: ReadonlyMap<string, Omit<RowKernel, 'specification'>>;
}

/** The kernels of a model's own form; none where its data gave it another. */
export function compiledOf(
  specification: Specification,
  fitting: FitKernels,
  predicting: PredictorKernels,
): CompiledModel {
  const isOwn = fitting.of === specification;
  const rows = new Map<string, Omit<RowKernel, 'specification'>>();
  for (const [key, { specification: of, ...kernel }] of predicting.rows)
    if (of === specification) rows.set(key, kernel);
  return {
    sampling: isOwn ? fitting.sampling : new Map(),
    derived: isOwn ? fitting.derived : undefined,
    rows,
  };
}

/** Puts what was compiled in another thread in place. */
export function adoptCompiled(
  { sampling, derived, rows }: CompiledModel,
  specification: Specification,
  fitting: FitKernels,
  predicting: PredictorKernels,
): void {
  Object.assign(fitting, { of: specification, sampling: new Map(sampling), derived });
  for (const [key, kernel] of rows) predicting.rows.set(key, { ...kernel, specification });
}
