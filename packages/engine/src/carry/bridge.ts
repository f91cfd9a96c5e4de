/**
 * The ratio of two marginal likelihoods from draws of both posteriors (Meng & Wong 1996, "Simulating ratios of normalizing
 * constants via a simple identity", with their optimal bridge).
 */
import { exp, log } from '../numeric/math.ts';

/**
 * @param first log ratio of the first unnormalised density to the second, at draws of the first; @param second at draws of
 *   the second.
 * @returns the log of the first marginal over the second.
 */
export function logMarginalRatio(first: Float64Array, second: Float64Array): number {
  const shift = median(first);
  const [s1, s2] = [first.length, second.length].map((n) => n / (first.length + second.length));
  let logRatio = 0;
  for (let turn = 0; turn < 1000; turn++) {
    // Terms l / (s1 l + s2 r) and 1 / (s1 l + s2 r) with l = e^(x − shift), r = e^logRatio, in a form that cannot overflow.
    let [above, below] = [0, 0];
    for (const x of second) above += 1 / (s1! + s2! * exp(logRatio - (x - shift)));
    for (const x of first) below += 1 / (s1! * exp(x - shift - logRatio) + s2!);
    const next = log(above / second.length) - log(below / first.length) + logRatio;
    if (!Number.isFinite(next)) return next === Number.NEGATIVE_INFINITY ? next : logRatio + shift;
    const change = Math.abs(next - logRatio);
    logRatio = next;
    if (change < 1e-8) break;
  }
  return logRatio + shift;
}

function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  return sorted[sorted.length >> 1]!;
}
