/** Rows with their outcomes, to be judged by a fitted model: the levels are those of training. */
import { DataError, problem } from '../config/errors.ts';
import { columnProblems } from '../data/check.ts';
import type { Table } from '../data/columns.ts';
import type { BasisStates } from './bases.ts';
import type { GroupLevels } from './shape.ts';
import { outcome, type Specification } from './specification.ts';
import { type PreparedData, preparePrediction, withPastOutcome } from './trainingData.ts';
import type { TrainingRows } from './trainingRows.ts';

/**
 * Checks and prepares rows whose outcomes are known. Outcomes outside the likelihood's support are welcome: their log
 * density is minus infinity.
 * @throws DataError
 */
export function prepareScoring(
  specification: Specification,
  { table, y, dependent }: TrainingRows,
  groups: ReadonlyMap<string, GroupLevels>,
  bases?: BasisStates,
): PreparedData {
  const outcomes: Table = { rows: y.values.length, columns: { [dependent]: y } };
  const problems = columnProblems(outcomes, [{ name: dependent, kind: 'number' }]);
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
  if (problems.length > 0 || y.kind === 'text') throw new DataError(problems);
  const data = preparePrediction(
    specification,
    hasColumns ? withPastOutcome(specification, table, y, dependent) : outcomes,
    groups,
    bases,
  );
  const weights = specification.config.likelihood.weights;
  const columns: Record<string, Float64Array> = { ...data.columns, [outcome]: y.values };
  // Rows without weights count once each.
  if (weights !== undefined && !Object.hasOwn(columns, weights))
    columns[weights] = new Float64Array(data.rows).fill(1);
  return { ...data, columns };
}
