// Which parameters hang on their priors, and whether priors and data pull apart: power-scaling (Kallioinen et al. 2023)
// told for every parameter.
import { type PowerScaling, powerScaling, powerSensitivity, sensitivityLimit } from './powerScaling.ts';
import { paretoKLimit } from './psis.ts';
import { levelsOf } from './summary.ts';
import { drawsOfEntry, entriesOf, type Trace } from './trace.ts';

/** One parameter; `prior` and `likelihood` as ArviZ's psens. */
export interface Sensitivity {
  /** Such as `lambda_val` or `lambda_val[us]`. */
  readonly variable: string;
  readonly prior: number;
  readonly likelihood: number;
  readonly diagnosis: 'none' | 'prior-data conflict' | 'strong prior or weak likelihood';
}

export interface SensitivityReport {
  readonly threshold: number;
  readonly rows: readonly Sensitivity[];
  /** The worst Pareto k of the reweighting; above `paretoKLimit` the numbers are not to be trusted. */
  readonly paretoK: number;
  readonly paretoKLimit: number;
}

/**
 * Sensitivity of every entry of the given variables.
 * @param logPrior log density of the priors that are varied, one a draw.
 * @param logLikelihood log likelihood of all rows, one a draw.
 */
export function sensitivityOf(
  trace: Trace,
  logPrior: Float64Array,
  logLikelihood: Float64Array,
): SensitivityReport {
  const [prior, likelihood] = [powerScaling(logPrior), powerScaling(logLikelihood)];
  const rows = Object.values(trace.posterior).flatMap((variable) => {
    const levels = variable.shape.length === 0 ? undefined : levelsOf(variable, trace.coords);
    return Array.from({ length: entriesOf(variable) }, (_, entry): Sensitivity => {
      const level = levels?.[entry];
      const label = level === undefined ? '' : `[${Array.isArray(level) ? level.join(', ') : level}]`;
      return diagnosed(variable.name + label, drawsOfEntry(variable, entry), prior, likelihood);
    });
  });
  return {
    threshold: sensitivityLimit,
    rows,
    paretoK: Math.max(prior.paretoK, likelihood.paretoK),
    paretoKLimit: paretoKLimit(trace.chains * trace.draws),
  };
}

function diagnosed(
  variable: string,
  draws: Float64Array,
  priorScaling: PowerScaling,
  likelihoodScaling: PowerScaling,
): Sensitivity {
  const prior = powerSensitivity(draws, priorScaling);
  const likelihood = powerSensitivity(draws, likelihoodScaling);
  return { variable, prior, likelihood, diagnosis: diagnosisOf(prior, likelihood) };
}

function diagnosisOf(prior: number, likelihood: number): Sensitivity['diagnosis'] {
  if (!(prior >= sensitivityLimit)) return 'none';
  return likelihood >= sensitivityLimit ? 'prior-data conflict' : 'strong prior or weak likelihood';
}
