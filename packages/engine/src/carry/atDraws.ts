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
    const results = expressions.map(() => new Float64Array(trace.chains * trace.draws));
    const sources = bound.position.blocks.map((block) => ({
      ...block,
      values: trace.posterior[block.name]!.values,
    }));
    for (let draw = 0; draw < trace.chains * trace.draws; draw++) {
      for (const { offset, length, values } of sources)
        instance.position.set(values.subarray(draw * length, (draw + 1) * length), offset);
      instance.run('values');
      results.forEach((result, k) => {
        result[draw] = instance.output[k]!;
      });
    }
    return results;
  };
}
