// Hörmann 1993, "The generation of binomial random variates", algorithm BTRS; small means by inversion.
import { exp, log, log1p } from '../../numeric/math.ts';
import type { Random } from '../../numeric/random.ts';
import { lgamma } from '../../numeric/special.ts';

export function drawBinomial(n: number, p: number, random: Random): number {
  if (!(n >= 0 && n < Number.POSITIVE_INFINITY && p >= 0 && p <= 1)) return Number.NaN;
  if (p > 0.5) return n - drawBinomial(n, 1 - p, random);
  return n * p < 10 ? byInversion(n, p, random) : byRejection(n, p, random);
}

function byInversion(n: number, p: number, random: Random): number {
  const odds = p / (1 - p);
  let mass = exp(n * log1p(-p));
  let left = random.uniform() - mass;
  let k = 0;
  while (left > 0 && k < n && k < 1000) {
    k++;
    mass *= (odds * (n - k + 1)) / k;
    left -= mass;
  }
  return k;
}

function byRejection(n: number, p: number, random: Random): number {
  const spread = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const c = n * p + 0.5;
  const alpha = (2.83 + 5.1 / b) * spread;
  const vr = 0.92 - 4.2 / b;
  const logOdds = log(p / (1 - p));
  const mode = Math.floor((n + 1) * p);
  const logModeTerm = lgamma(mode + 1) + lgamma(n - mode + 1);
  for (;;) {
    const u = random.uniform() - 0.5;
    const v = random.uniform();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + c);
    if (us >= 0.07 && v <= vr) return k;
    if (k < 0 || k > n) continue;
    const logRatio = logModeTerm - lgamma(k + 1) - lgamma(n - k + 1) + (k - mode) * logOdds;
    if (log((v * alpha) / (a / (us * us) + b)) <= logRatio) return k;
  }
}
