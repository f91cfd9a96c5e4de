/**
 * Whether new data contradict a carried prior: the tail probability, under the prior's own predictive distribution, of how
 * far the data move the posterior mean (Box 1980, JRSS A 143; Evans & Moshonov 2006, Bayesian Analysis 1).
 *
 * With prior mean m₀ and covariance Σ₀, and posterior m₁ and Σ₁, the move m₁ − m₀ has mean 0 and covariance Σ₀ − Σ₁ under
 * the predictive distribution (the law of total variance), so (m₁ − m₀)ᵀ (Σ₀ − Σ₁)⁺ (m₁ − m₀) is χ² where the posterior mean
 * is about normal. Directions of which the data say next to nothing are left out.
 */
import { cholesky, invertLower } from '../numeric/cholesky.ts';
import { gammaQ } from '../numeric/special.ts';
import { type NormalComponent, pooled } from './normalComponent.ts';
import { normalOf, type Sample } from './sample.ts';
import { symmetricEigen } from './symmetricEigen.ts';

export interface Conflict {
  /** Uniform on (0, 1) when the data come from the prior's predictive distribution; near 0 in conflict. */
  readonly p: number;
  readonly statistic: number;
  /** Directions that the data tell of. */
  readonly df: number;
}

/** Share of the prior's variance in a direction that the data must remove for the direction to count. */
const told = 0.1;

/** @param posterior draws on the prior's scales, under the carried prior alone. */
export function priorDataConflict(prior: readonly NormalComponent[], posterior: Sample): Conflict {
  const { size } = posterior;
  const before = pooled(prior);
  const after = normalOf(posterior);
  const lower = cholesky(before.covariance, size);
  if (lower === undefined) throw new Error('a carried prior must be positive definite; please report this');
  const whitening = invertLower(lower, size);
  const left = congruent(whitening, after.covariance, size).map((value, at) =>
    at % (size + 1) === 0 ? 1 - value : -value,
  );
  const moved = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) moved[i]! += whitening[i * size + j]! * (after.mean[j]! - before.mean[j]!);
  }
  const { values, vectors } = symmetricEigen(left, size);
  let [statistic, df] = [0, 0];
  for (let k = 0; k < size; k++) {
    if (values[k]! < told) continue;
    let along = 0;
    for (let i = 0; i < size; i++) along += vectors[i * size + k]! * moved[i]!;
    statistic += (along * along) / values[k]!;
    df++;
  }
  return { p: df === 0 ? 1 : gammaQ(df / 2, statistic / 2), statistic, df };
}

/** W Σ Wᵀ of a lower triangular W. */
function congruent(whitening: Float64Array, covariance: Float64Array, size: number): Float64Array {
  const half = new Float64Array(size * size);
  const result = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++)
      for (let k = 0; k <= i; k++)
        half[i * size + j]! += whitening[i * size + k]! * covariance[k * size + j]!;
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++)
      for (let k = 0; k <= j; k++) result[i * size + j]! += half[i * size + k]! * whitening[j * size + k]!;
  return result;
}
