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

/** WAIC of a log_likelihood variable, on the scale of log densities. */
export function waic(logLikelihood: TraceVariable): Waic {
  const observations = entriesOf(logLikelihood);
  const pointwise = new Float64Array(observations);
  const variances = new Float64Array(observations);
  for (let i = 0; i < observations; i++) {
    const density = drawsOfEntry(logLikelihood, i);
    variances[i] = variance(density, 0);
    pointwise[i] = logSumExp(density) - log(density.length) - variances[i];
  }
  const p = variances.reduce((sum, value) => sum + value, 0);
  return { ...elpdOf(pointwise), p, unreliable: [...variances.keys()].filter((i) => !(variances[i] <= 0.4)) };
}
