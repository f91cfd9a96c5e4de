// Leave-one-out cross-validation by Pareto-smoothed importance sampling; Vehtari, Gelman & Gabry 2017,
// "Practical Bayesian model evaluation using leave-one-out cross-validation and WAIC", Statistics and Computing 27.
import { log } from '../numeric/math.ts';
import { essMean } from './ess.ts';
import { variance } from './moments.ts';
import { logSumExp, paretoKLimit, psis } from './psis.ts';
import { drawsOfEntry, entriesOf, type Trace, type TraceVariable } from './trace.ts';

/** Expected log predictive density of new data, as a sum over observations. */
export interface Elpd {
  readonly elpd: number;
  readonly se: number;
  /** Effective number of parameters. */
  readonly p: number;
  /** One entry an observation. */
  readonly pointwise: Float64Array;
}

export interface Loo extends Elpd {
  readonly paretoK: Float64Array;
  /** Above this k an observation's estimate is not to be trusted. */
  readonly paretoKLimit: number;
  /** Positions of the observations above the limit. */
  readonly unreliable: readonly number[];
}

/** One observation without itself: what its density would have been, and the weights of the draws that tell. */
export interface LooObservation {
  readonly elpd: number;
  readonly paretoK: number;
  /** log of its mean density with itself among the data. */
  readonly lppd: number;
  /** Normalised log weights of the draws of the posterior without the observation. */
  readonly logWeights: Float64Array;
}

/** PSIS-LOO of one observation from its log density at each draw. */
export function looObservation(density: Float64Array, efficiency = 1): LooObservation {
  const { logWeights, paretoK } = psis(
    density.map((value) => -value),
    efficiency,
  );
  const elpd = logSumExp(logWeights.map((weight, s) => weight + density[s]));
  return { elpd, paretoK, lppd: logSumExp(density) - log(density.length), logWeights };
}

/** The sum over observations, from the draws that each was judged by. */
export function looOf(observations: readonly Omit<LooObservation, 'logWeights'>[], draws: number): Loo {
  const summed = elpdOf(Float64Array.from(observations, ({ elpd }) => elpd));
  const paretoK = Float64Array.from(observations, (it) => it.paretoK);
  const lppd = observations.reduce((sum, it) => sum + it.lppd, 0);
  const limit = paretoKLimit(draws);
  const unreliable = [...paretoK.keys()].filter((i) => !(paretoK[i] <= limit));
  return { ...summed, p: lppd - summed.elpd, paretoK, paretoKLimit: limit, unreliable };
}

/** PSIS-LOO of a log_likelihood variable; `efficiency` is ESS over draws, from `relativeEfficiency(trace)`. */
export function loo(logLikelihood: TraceVariable, efficiency = 1): Loo {
  const observations = entriesOf(logLikelihood);
  const each = Array.from({ length: observations }, (_, i) =>
    looObservation(drawsOfEntry(logLikelihood, i), efficiency),
  );
  return looOf(each, logLikelihood.values.length / observations);
}

/** Mean over all variables of ESS of the mean, over the number of draws; 1 for a single chain, as ArviZ. */
export function relativeEfficiency(trace: Trace): number {
  if (trace.chains < 2) return 1;
  const sizes = Object.values(trace.posterior).flatMap((variable) =>
    Array.from({ length: entriesOf(variable) }, (_, entry) =>
      essMean(drawsOfEntry(variable, entry), trace.chains),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0) / sizes.length / (trace.chains * trace.draws);
}

/** Sum and standard error of pointwise densities. */
export function elpdOf(pointwise: Float64Array): { elpd: number; se: number; pointwise: Float64Array } {
  const elpd = pointwise.reduce((sum, value) => sum + value, 0);
  return { elpd, se: Math.sqrt(pointwise.length * variance(pointwise, 0)), pointwise };
}
