/** What is asked of a fitted model about rows, beyond predictions. */
import type { Table } from '../data/columns.ts';
import { type Contributions, termContributions } from './contributions.ts';
import { type Evidence, type Examination, evidenceFor, examine } from './examine.ts';
import { logPriorKernel } from './logPrior.ts';
import { observationOutputs } from './observe.ts';
import { checkCoverage, densities, type Predictor, type Purpose, type RowQuestion } from './predictor.ts';
import { densityOutput } from './rowDensity.ts';
import { termsOf } from './terms.ts';
import type { TrainingRows } from './trainingRows.ts';

const terms: Purpose = { name: 'terms', outputs: (specification) => termsOf(specification).terms };
const both: Purpose = {
  name: 'both',
  outputs: (specification) => ({ ...observationOutputs(specification), ...densityOutput(specification) }),
};

/** On the scale of the function, as the model sees the outcome. @param alpha coverage of the intervals */
export function contributionsOf(
  predictor: Predictor,
  table: Table,
  alpha: number,
  question: RowQuestion,
): Contributions {
  checkCoverage(alpha);
  const { data, evaluator } = predictor.evaluated(terms, table, question);
  const { links, terms: named } = termsOf(data.specification);
  return { links, terms: termContributions(evaluator, data, Object.keys(named), alpha) };
}

export function evidenceOf(predictor: Predictor, rows: TrainingRows): Evidence {
  return evidenceFor(predictor.examinee(densities, rows));
}

export function examinationOf(predictor: Predictor, rows: TrainingRows): Examination {
  const it = predictor.examinee(both, rows);
  const key = JSON.stringify(it.specification.shape);
  const { priors } = predictor.kernels;
  const prior = priors.get(key) ?? logPriorKernel(it.specification);
  priors.set(key, prior);
  return examine(it, prior);
}
