/** A variable's own prior on the scale chains move on, by its first two moments. */

import * as b from '../expr/build.ts';
import { evaluate } from '../expr/evaluate.ts';
import { type Expr, isConst } from '../expr/expr.ts';
import type { ModelVariable } from '../model/specification.ts';
import { unconstrain } from '../model/transforms.ts';

export interface ScaleMoments {
  readonly mean: number;
  readonly variance: number;
}

/** Quantiles in the middle of as many parts of equal probability. */
const parts = 2000;

/** Undefined when the prior depends on other variables, is not proper, or has no quantile function. */
export function priorOnScale({ distribution, params }: ModelVariable): ScaleMoments | undefined {
  if (distribution.quantile === undefined || !Object.values(params).every(isConst)) return undefined;
  const numbers = Object.fromEntries(Object.entries(params).map(([name, it]) => [name, it.value!]));
  const toScale: Expr = unconstrain(b.symbol('x'), distribution.support(params));
  const values = Float64Array.from({ length: parts }, (_, i) => {
    const x = distribution.quantile!((i + 0.5) / parts, numbers);
    return evaluate(toScale, () => x);
  });
  const mean = values.reduce((total, value) => total + value, 0) / parts;
  const variance = values.reduce((total, value) => total + (value - mean) * (value - mean), 0) / parts;
  return Number.isFinite(mean) && variance > 0 ? { mean, variance } : undefined;
}
