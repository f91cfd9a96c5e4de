/** An examination judged rule by rule, as a verdict is. */
import type { RuleResult, Status } from '../posterior/verdict.ts';
import type { Examination } from './examine.ts';

/** Chance of a false alarm of one predictive check. */
const level = 0.01;

const advice = {
  loo: 'Look at these rows: they are outliers, or the likelihood has too thin tails. Trust crossval more than LOO.',
  statistic:
    'The likelihood cannot make data like these: choose another family, or let its spread depend on a column.',
  pit: 'Intervals from this model do not hold what they say: change the likelihood, or add what the function lacks.',
  prior: 'Check that the prior says what you know: it moves the answer, and the data pull the other way.',
} as const;

/** Every rule that applies; `bad` where data of the model do not look like the rows. */
export function examinationRules({ loo, predictive, sensitivity }: Examination): RuleResult[] {
  const rules: RuleResult[] = [];
  const worstRow = indexOfLargest(loo.paretoK);
  rules.push({
    rule: 'loo_pareto_k',
    status: loo.unreliable.length === 0 ? 'good' : 'suspect',
    value: loo.paretoK[worstRow] ?? Number.NaN,
    threshold: loo.paretoKLimit,
    variable: `row ${worstRow + 1}`,
    meaning: 'How much the answer hangs on a single row; above the limit LOO is not reliable for it.',
    advice: advice.loo,
  });
  if (predictive !== undefined) {
    for (const { statistic, pValue } of predictive.statistics) {
      const twoSided = Math.min(1, 2 * Math.min(pValue, 1 - pValue));
      rules.push({
        rule: `replicated_${statistic}`,
        status: twoSided < level ? 'bad' : 'good',
        value: twoSided,
        threshold: level,
        meaning: `How often data made by the model have a ${statistic} as far off as the real ones (two-sided p).`,
        advice: advice.statistic,
      });
    }
    const { pValue, place, share } = predictive.looPit.test;
    rules.push({
      rule: 'loo_pit',
      status: pValue < level ? 'bad' : 'good',
      value: pValue,
      threshold: level,
      meaning: `Whether outcomes fall evenly over their predictions (p of the ECDF test): worst at ${percent(place)}, below which ${percent(share)} lie.`,
      advice: advice.pit,
    });
  }
  const conflicts = sensitivity.rows.filter(({ diagnosis }) => diagnosis === 'prior-data conflict');
  const candidates = conflicts.length > 0 ? conflicts : sensitivity.rows;
  const worst = candidates[indexOfLargest(candidates.map(({ prior }) => prior))];
  if (worst !== undefined) {
    const status: Status = conflicts.length > 0 ? 'suspect' : 'good';
    rules.push({
      rule: 'prior_sensitivity',
      status,
      value: worst.prior,
      threshold: sensitivity.threshold,
      variable: worst.variable,
      meaning: 'How far the posterior moves when the prior is made a little stronger or weaker.',
      advice: advice.prior,
    });
  }
  return rules;
}

/** The first of the largest; NaN counts as larger than any number. */
function indexOfLargest(values: ArrayLike<number>): number {
  let at = 0;
  for (let i = 1; i < values.length; i++)
    if (values[i]! > values[at]! || (Number.isNaN(values[i]!) && !Number.isNaN(values[at]!))) at = i;
  return at;
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}
