// The narrowest interval of a given coverage; Hyndman 1996, for unimodal posteriors, as arviz.hdi.
import { hasNaN } from './moments.ts';
import { sorted } from './quantile.ts';

/** Highest density interval; `coverage` in (0, 1); NaN when a draw is NaN; throws with too few draws. */
export function hdi(draws: Float64Array, coverage: number): readonly [number, number] {
  if (!(coverage > 0 && coverage < 1))
    throw new RangeError(`coverage must be between 0 and 1, found ${coverage}`);
  if (hasNaN(draws)) return [Number.NaN, Number.NaN];
  const ascending = sorted(draws);
  const inside = Math.floor(coverage * ascending.length);
  if (ascending.length - inside < 1) throw new RangeError('too few draws for an interval');
  let best = 0;
  for (let first = 1; first + inside < ascending.length; first++) {
    if (ascending[first + inside] - ascending[first] < ascending[best + inside] - ascending[best])
      best = first;
  }
  return [ascending[best], ascending[best + inside]];
}
