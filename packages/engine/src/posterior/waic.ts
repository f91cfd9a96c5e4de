// The widely applicable information criterion; Watanabe 2010, in the form of Vehtari, Gelman & Gabry 2017.
import { log } from '../numeric/math.ts';
import { type Elpd, elpdOf } from './loo.ts';
import { variance } from './moments.ts';
import { logSumExp } from './psis.ts';
import { drawsOfEntry, entriesOf, type TraceVariable } from './trace.ts';

export interface Waic extends Elpd {
  /** Positions of the observations whose log density varies by more than 0.4: prefer LOO when there are any. */
  readonly unreliable: readonly number[];
}

/** One observation's part: its log mean density, and the variance of its log density over the draws. */
export interface WaicObservation {
  readonly lppd: number;
  readonly variance: number;
}

/** From the log density of one observation at each draw. */
export function waicObservation(density: Float64Array): WaicObservation {
  return { lppd: logSumExp(density) - log(density.length), variance: variance(density, 0) };
}

export function waicOf(observations: readonly WaicObservation[]): Waic {
  const p = observations.reduce((sum, it) => sum + it.variance, 0);
  const unreliable = [...observations.keys()].filter((i) => !(observations[i].variance <= 0.4));
  return { ...elpdOf(Float64Array.from(observations, (it) => it.lppd - it.variance)), p, unreliable };
}

/** WAIC of a log_likelihood variable, on the scale of log densities. */
export function waic(logLikelihood: TraceVariable): Waic {
  return waicOf(
    Array.from({ length: entriesOf(logLikelihood) }, (_, i) =>
      waicObservation(drawsOfEntry(logLikelihood, i)),
    ),
  );
}
