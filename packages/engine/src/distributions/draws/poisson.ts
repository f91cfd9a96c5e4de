// Hörmann 1993, "The transformed rejection method for generating Poisson random variables", algorithm PTRS;
// small means by inversion.
import { exp, log } from '../../numeric/math.ts';
import type { Random } from '../../numeric/random.ts';
import { lgamma } from '../../numeric/special.ts';

export function drawPoisson(mu: number, random: Random): number {
  if (!(mu >= 0 && mu < Number.POSITIVE_INFINITY)) return Number.NaN;
  return mu < 10 ? byInversion(mu, random) : byRejection(mu, random);
}

function byInversion(mu: number, random: Random): number {
  let mass = exp(-mu);
  let left = random.uniform() - mass;
  let k = 0;
  while (left > 0 && k < 1000) {
    k++;
    mass *= mu / k;
    left -= mass;
  }
  return k;
}

function byRejection(mu: number, random: Random): number {
  const logMu = log(mu);
  const b = 0.931 + 2.53 * Math.sqrt(mu);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const vr = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = random.uniform() - 0.5;
    const v = random.uniform();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mu + 0.43);
    if (us >= 0.07 && v <= vr) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    if (log((v * inverseAlpha) / (a / (us * us) + b)) <= k * logMu - mu - lgamma(k + 1)) return k;
  }
}
