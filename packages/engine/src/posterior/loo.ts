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

/** PSIS-LOO of a log_likelihood variable; `efficiency` is ESS over draws, from `relativeEfficiency(trace)`. */
export function loo(logLikelihood: TraceVariable, efficiency = 1): Loo {
  const observations = entriesOf(logLikelihood);
  const pointwise = new Float64Array(observations);
  const paretoK = new Float64Array(observations);
  let lppd = 0;
  for (let i = 0; i < observations; i++) {
    const density = drawsOfEntry(logLikelihood, i);
    const smoothed = psis(
      density.map((value) => -value),
      efficiency,
    );
    pointwise[i] = logSumExp(smoothed.logWeights.map((weight, s) => weight + density[s]));
    paretoK[i] = smoothed.paretoK;
    lppd += logSumExp(density) - log(density.length);
  }
  const limit = paretoKLimit(logLikelihood.values.length / observations);
  const summed = elpdOf(pointwise);
  const unreliable = [...paretoK.keys()].filter((i) => !(paretoK[i] <= limit));
  return { ...summed, p: lppd - summed.elpd, paretoK, paretoKLimit: limit, unreliable };
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
