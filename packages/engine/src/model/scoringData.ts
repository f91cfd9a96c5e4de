/** Rows with their outcomes, to be judged by a fitted model: the levels and constants are those of training. */
import { DataError, problem } from '../config/errors.ts';
import { columnProblems } from '../data/check.ts';
import { type Column, columnOf, type Table } from '../data/columns.ts';
import { applyPreprocessing, type PreprocessingState, transforms } from '../data/preprocessing.ts';
import { numbersOf } from './kernelColumns.ts';
import { jacobianColumn, outcomeJacobian } from './outcomeJacobian.ts';
import { type PredictionData, preparePrediction, type Trained } from './predictionData.ts';
import { outcome, type Specification } from './specification.ts';
import { withPastOutcome } from './trainingData.ts';
import type { TrainingRows } from './trainingRows.ts';

/**
 * Checks and prepares rows whose outcomes are known. Outcomes that cannot occur are welcome: their log density is minus
 * infinity.
 * @param known a form of the model that was used before.
 * @throws DataError
 */
export function prepareScoring(
  specification: Specification,
  { table, y, dependent }: TrainingRows,
  trained: Trained,
  known?: Specification,
): PredictionData {
  const outcomes: Table = { rows: y.values.length, columns: { [dependent]: y } };
  const isEncoded = specification.config.preprocessing[dependent]?.encode !== undefined;
  const problems = columnProblems(outcomes, [{ name: dependent, kind: isEncoded ? 'level' : 'number' }]);
  const hasColumns = Object.keys(table.columns).length > 0;
  if (hasColumns && table.rows !== y.values.length) {
    const message = `${dependent} has ${y.values.length} values, but the columns have ${table.rows} rows`;
    problems.push(
      problem({
        path: dependent,
        code: 'lengths_differ',
        found: String(y.values.length),
        expected: String(table.rows),
        message,
      }),
    );
  }
  if (problems.length > 0) throw new DataError(problems);
  const data = preparePrediction(
    specification,
    hasColumns ? withPastOutcome(specification, table, y, dependent) : outcomes,
    trained,
    undefined,
    known,
  );
  const { weights } = specification.config.likelihood;
  const seen = outcomeAsSeen(trained.preprocessing, y, dependent);
  const columns: Record<string, Float64Array> = { ...data.columns, [outcome]: seen };
  // Rows without weights count once each.
  if (weights !== undefined && !Object.hasOwn(columns, weights))
    columns[weights] = new Float64Array(data.rows).fill(1);
  const jacobian = outcomeJacobian(specification, trained.preprocessing, columns, y, dependent);
  if (jacobian !== undefined) columns[jacobianColumn] = jacobian;
  return { ...data, columns };
}

/** The outcome as the model sees it; NaN, which no density takes, where its transform is not defined. */
function outcomeAsSeen(state: PreprocessingState, y: Column, dependent: string): Float64Array {
  const own = Object.hasOwn(state, dependent) ? state[dependent] : undefined;
  if (own === undefined) return numbersOf(y);
  const { transform } = own;
  const possible =
    transform === undefined
      ? y
      : {
          kind: 'number' as const,
          values: numbersOf(y).map((it) => (transforms[transform].test(it) ? it : Number.NaN)),
        };
  const table = { rows: y.values.length, columns: { [dependent]: possible } };
  return numbersOf(columnOf(applyPreprocessing({ [dependent]: own }, table), dependent)!);
}
