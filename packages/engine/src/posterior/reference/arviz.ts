// The numbers of arviz.json (made by bench/arviz-reference.py) and how near ours come, for the tests.
import { z } from 'zod';
import json from './arviz.json' with { type: 'json' };

const named = { nan: Number.NaN, inf: Number.POSITIVE_INFINITY, '-inf': Number.NEGATIVE_INFINITY };
const number = z.union([z.number(), z.enum(['nan', 'inf', '-inf']).transform((name) => named[name])]);
const numbers = z.array(number);

const diagnostics = z.object({
  mean: number,
  sd: number,
  quantiles: numbers,
  r_hat: number,
  r_hat_identity: number,
  ess_bulk: number,
  ess_tail: number,
  ess_mean: number,
  ess_sd: number,
  'ess_quantile_0.25': number,
  ess_identity: number,
  mcse_mean: number,
  mcse_sd: number,
  'mcse_quantile_0.25': number,
  e_bfmi: numbers,
  'hdi_0.9': numbers,
  'hdi_0.5': numbers,
  autocorrelation: numbers,
  kde: z.record(z.string(), z.object({ bw: number, grid: numbers, pdf: numbers })),
});
const elpd = z.object({ elpd: number, se: number, p: number, pointwise: numbers });
const reference = z.object({
  draws: z.record(z.string(), diagnostics),
  elpd: z.array(
    z.object({
      loo: elpd.extend({ good_k: number, pareto_k: numbers }),
      waic: elpd,
      loo_pit: numbers,
    }),
  ),
  elpd_of_draws: z.record(z.string(), z.object({ loo: elpd.extend({ pareto_k: numbers }), waic: elpd })),
  sensitivity: z.record(z.string(), number),
  compare: z.record(z.string(), z.record(z.string(), number)),
});

export const arviz = reference.parse(json);

export function arvizDraws(name: string): z.infer<typeof diagnostics> {
  const found = arviz.draws[name];
  if (!found) throw new Error(`arviz.json has no draws "${name}": run bench/arviz-reference.py again`);
  return found;
}

/** The relative difference; 0 for NaN and NaN or equal infinities, Infinity for one of them against a number. */
export function relativeError(ours: number, theirs: number): number {
  if (Object.is(ours, theirs) || ours === theirs) return 0;
  if (!Number.isFinite(ours) || !Number.isFinite(theirs)) return Number.POSITIVE_INFINITY;
  return Math.abs(ours - theirs) / Math.max(Math.abs(theirs), Number.MIN_VALUE);
}

/** The largest difference between two lists relative to the largest of theirs; Infinity for unequal lengths. */
export function largestError(ours: readonly number[], theirs: readonly number[]): number {
  if (ours.length !== theirs.length) return Number.POSITIVE_INFINITY;
  const scale = Math.max(...theirs.filter(Number.isFinite).map(Math.abs));
  return theirs.reduce((largest, their, i) => {
    const error = Number.isFinite(their) ? Math.abs(ours[i] - their) / scale : relativeError(ours[i], their);
    return Math.max(largest, error);
  }, 0);
}
