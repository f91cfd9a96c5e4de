import type { Model } from '@posterity/engine';
import { estimateDensity } from '@posterity/report';
import { typicalRows } from './subject.ts';

type Curve = { readonly x: ArrayLike<number>; readonly density: ArrayLike<number> };

const draws = 20_000;

/**
 * Density of the prior of each scalar, over the range of its posterior and as far again on both sides; empty where a prior
 * cannot be drawn from. Most priors are so wide that their whole density would hide the posterior's.
 */
export function priorCurves(model: Model): Record<string, Curve> {
  let prior: Model['trace'];
  try {
    prior = model.priorDraws(typicalRows(model), { draws });
  } catch {
    return {};
  }
  const curves: Record<string, Curve> = {};
  for (const { name, shape, values } of Object.values(model.trace.posterior)) {
    const from = prior.posterior[name];
    if (shape.length > 0 || from === undefined) continue;
    const [low, high] = values.reduce(
      ([a, b], it) => [Math.min(a, it), Math.max(b, it)],
      [Infinity, -Infinity],
    );
    const [first, last] = [low - (high - low), high + (high - low)];
    const inside = from.values.filter((it) => it >= first && it <= last);
    if (inside.length < 200) continue;
    const { x, density } = estimateDensity(inside, { points: 128 });
    const share = inside.length / from.values.length;
    curves[name] = { x, density: density.map((it) => it * share) };
  }
  return curves;
}
