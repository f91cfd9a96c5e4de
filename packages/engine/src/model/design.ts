/** Rows without a fit, as training would take them: their own levels, constants and bases. */
import { DataError, PosterityError } from '../config/errors.ts';
import { columnProblems } from '../data/check.ts';
import { type Column, columnOf, type Table } from '../data/columns.ts';
import { policyOf } from '../data/missing.ts';
import {
  encodedVectors,
  fitPreprocessing,
  invertColumn,
  type PreprocessingState,
} from '../data/preprocessing.ts';
import { trainingGroups } from './kernelColumns.ts';
import { type PredictionData, preparePrediction } from './predictionData.ts';
import { outcome, type Specification, specialise } from './specification.ts';
import { neededColumns } from './trainingData.ts';

export interface Design {
  readonly data: PredictionData;
  /** Outcomes as the model sees them → in their own units. */
  readonly own: (values: Float64Array) => Float64Array;
}

/**
 * Prepares rows of which the outcome need not be known.
 * @throws DataError; PosterityError where the outcome's own values fix how it is preprocessed and they are not there.
 */
export function prepareDesign(specification: Specification, table: Table): Design {
  const { config } = specification;
  const dependent = config.dependent_var ?? outcome;
  if (config.preprocessing[dependent] !== undefined && columnOf(table, dependent) === undefined) {
    throw new PosterityError(
      'no_outcome',
      `preprocessing.${dependent}: its constants come from the outcomes, which these data do not hold`,
    );
  }
  const needed = neededColumns(specification).filter(({ name }) => name !== config.likelihood.weights);
  const problems = columnProblems(table, needed);
  if (problems.length > 0) throw new DataError(problems);
  const filled = specification.numberColumns.filter((name) => policyOf(config.missing, name) === 'mean');
  const preprocessing: PreprocessingState = fitPreprocessing(config.preprocessing, filled, table);
  const special = specialise(specification, { vectors: encodedVectors(preprocessing), imputed: [] });
  const { groups } = trainingGroups(special, table);
  return {
    data: preparePrediction(special, table, { groups, preprocessing, bases: {} }),
    own: (values) => invertColumn(preprocessing, dependent, values),
  };
}

const exampleRows = 50;
const exampleLevels = ['a', 'b', 'c', 'd', 'e'];

/** Rows to stand on where there are none: numbers spread evenly over (0, 1), five levels a group. */
export function exampleTable(specification: Specification): Table {
  const numbers = new Set(specification.numberColumns);
  const columns: Record<string, Column> = {
    row: { kind: 'number', values: Float64Array.from({ length: exampleRows }, (_, row) => row) },
  };
  let length = 1;
  for (const [k, name] of specification.columns.entries()) {
    if (numbers.has(name)) {
      // Multiples of irrational numbers spread evenly, and no two columns go together.
      const step = Math.sqrt(k + 2);
      const values = Float64Array.from({ length: exampleRows }, (_, row) => ((row + 0.5) * step) % 1);
      columns[name] = { kind: 'number', values };
    } else {
      const run = length;
      const values = Array.from(
        { length: exampleRows },
        (_, row) => exampleLevels[Math.floor(row / run) % exampleLevels.length]!,
      );
      columns[name] = { kind: 'text', values };
      length *= exampleLevels.length;
    }
  }
  return { rows: exampleRows, columns };
}
