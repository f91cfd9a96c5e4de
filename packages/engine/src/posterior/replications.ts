// What replicated data sets say of the real one: test statistics, quantiles and densities; Gelman et al. 2013,
// Bayesian Data Analysis §6.3; Gabry, Simpson, Vehtari, Betancourt & Gelman 2019, "Visualization in Bayesian workflow".
import { type DensityBand, densityBand } from './densityBand.ts';
import { predictiveCheck, type TestStatistic, testStatistics } from './predictiveCheck.ts';
import { quantiles } from './quantile.ts';
import { quantilesOf } from './select.ts';

export interface StatisticCheck {
  readonly statistic: TestStatistic;
  readonly observed: number;
  /** The middle and the ends of the 90 % interval over the replications. */
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
  /** Share of replications above the observed value, half of the ties counted. */
  readonly pValue: number;
}

/** A quantile of the outcomes, and its 90 % interval over the replications. */
export interface QuantileBand {
  readonly probability: number;
  readonly observed: number;
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
}

export interface ReplicationChecks {
  readonly replications: number;
  readonly statistics: readonly StatisticCheck[];
  readonly quantiles: readonly QuantileBand[];
  readonly density: DensityBand;
}

const coverage = 0.9;
const [tail, otherTail] = [(1 - coverage) / 2, (1 + coverage) / 2];
const bandProbabilities = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];

/** Compares outcomes with replications × outcomes, row-major. */
export function replicationChecks(outcomes: Float64Array, replications: Float64Array): ReplicationChecks {
  const rows = outcomes.length;
  const count = replications.length / rows;
  const statistics = (Object.keys(testStatistics) as TestStatistic[]).map((statistic): StatisticCheck => {
    const { observed, replicated, pValue } = predictiveCheck(outcomes, replications, statistic);
    const [lower, median, upper] = quantiles(replicated, [tail, 0.5, otherTail]);
    return { statistic, observed, lower, median, upper, pValue };
  });
  const observed = new Float64Array(bandProbabilities.length);
  quantilesOf(outcomes.slice(), bandProbabilities, observed);
  const each = bandProbabilities.map(() => new Float64Array(count));
  const found = new Float64Array(bandProbabilities.length);
  for (let r = 0; r < count; r++) {
    quantilesOf(replications.slice(r * rows, (r + 1) * rows), bandProbabilities, found);
    for (let k = 0; k < found.length; k++) each[k][r] = found[k];
  }
  return {
    replications: count,
    statistics,
    quantiles: bandProbabilities.map((probability, k): QuantileBand => {
      const [lower, median, upper] = quantiles(each[k], [tail, 0.5, otherTail]);
      return { probability, observed: observed[k], lower, median, upper };
    }),
    density: densityBand(outcomes, replications, coverage),
  };
}
