// Monte Carlo standard errors; Vehtari, Gelman, Simpson, Carpenter & Bürkner 2021 (Bayesian Analysis 16(2)).
// Draws are chains × draws, row-major; NaN with fewer than 4 draws a chain or NaN among them.
import { betaIInverse } from '../numeric/special.ts';
import { essMean, essQuantile, essSd } from './ess.ts';
import { mean, variance } from './moments.ts';
import { sorted } from './quantile.ts';

/** Standard error of the mean of the draws. */
export function mcseMean(draws: Float64Array, chains: number): number {
  return Math.sqrt(variance(draws, 1) / essMean(draws, chains));
}

/** Standard error of the standard deviation of the draws, by the delta method; NaN for constant draws. */
export function mcseSd(draws: Float64Array, chains: number): number {
  const center = mean(draws);
  const squares = draws.map((draw) => (draw - center) * (draw - center));
  const spread = mean(squares);
  const varianceOfVariance =
    (mean(squares.map((square) => square * square)) - spread * spread) / essSd(draws, chains);
  return Math.sqrt(varianceOfVariance / spread / 4);
}

/** Standard error of a quantile: half the width of the order statistics one standard error apart. */
export function mcseQuantile(draws: Float64Array, chains: number, probability: number): number {
  const ascending = sorted(draws);
  const size = essQuantile(draws, chains, probability, ascending);
  if (Number.isNaN(size)) return Number.NaN;
  const last = draws.length - 1;
  const place = (level: number) =>
    betaIInverse(size * probability + 1, size * (1 - probability) + 1, level) * draws.length - 1;
  // The normal probabilities of one standard deviation, with the digits ArviZ and posterior use.
  const low = ascending[Math.floor(Math.max(place(0.1586553), 0))];
  const high = ascending[Math.ceil(Math.min(place(0.8413447), last))];
  return (high - low) / 2;
}
