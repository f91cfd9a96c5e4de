/** Scalars of a model at every draw of a trace. */
import type { Expr } from '../expr/expr.ts';
import { instantiate } from '../model/instance.ts';
import { bind, compile } from '../model/kernels.ts';
import type { Specification } from '../model/specification.ts';
import type { PreparedData } from '../model/trainingData.ts';
import type { Trace } from '../posterior/trace.ts';

/** Compiles expressions over the variables' values; the result gives one value a draw for each. */
export function atDraws(
  specification: Specification,
  data: PreparedData,
  expressions: readonly Expr[],
): (trace: Trace) => Float64Array[] {
  const outputs = expressions.map((expr, k) => ({ name: String(k), expr }));
  const bound = bind(compile(specification, [{ name: 'values', outputs }]), specification, data);
  const instance = instantiate(bound);
  return (trace) => {
    const draws = trace.chains * trace.draws;
    const given = bound.position.blocks.map(({ name, ...place }) => ({
      ...place,
      values: trace.posterior[name]!.values,
    }));
    const kept = expressions.map((_, offset) => ({ offset, length: 1, values: new Float64Array(draws) }));
    instance.atDraws('values', draws, given, kept);
    return kept.map(({ values }) => values);
  };
}
