// Potential scale reduction: Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021 (Bayesian Analysis 16(2)).
import { mean, variance, varianceAround } from './moments';
import { after, isNan, put, take } from './room';

/** Gelman & Rubin's ratio √((B/W + n - 1)/n) without splitting or ranking. */
export function scaleReduction(draws: usize, count: i32, chains: i32): f64 {
  const length = count / chains;
  const means = take(chains);
  const variances = take(chains);
  for (let chain = 0; chain < chains; chain++) {
    const own = after(draws, chain * length);
    const center = mean(own, length);
    put(means, chain, center);
    put(variances, chain, varianceAround(own, length, center));
  }
  const between = <f64>length * variance(means, chains);
  const within = mean(variances, chains);
  return sqrt<f64>((between / within + <f64>(length - 1)) / <f64>length);
}

/** The larger of the bulk's and of the tail's, where the tail has one. */
export function larger(bulk: f64, tail: f64): f64 {
  // ArviZ's max(bulk, tail) keeps bulk when tail is NaN: the draws take two values, equally far from the median.
  return isNan(tail) ? bulk : max<f64>(bulk, tail);
}
