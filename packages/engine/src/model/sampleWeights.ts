/** Weights of rows given beside them, as scikit-learn does, in place of a column that the config names. */
import { DataError, problem } from '../config/errors.ts';
import { type Column, columnOf } from '../data/columns.ts';
import { type Specification, specify } from './specification.ts';
import type { TrainingRows } from './trainingRows.ts';

const weightColumn = 'sample_weight';

/**
 * The model and rows with each row's log likelihood multiplied by its weight, where weights are given.
 * @throws DataError for a wrong number of weights, or when a column of the same name is there.
 */
export function withSampleWeights(
  specification: Specification,
  rows: TrainingRows,
  weights?: ArrayLike<number>,
): { readonly specification: Specification; readonly rows: TrainingRows } {
  if (weights === undefined) return { specification, rows };
  const name = specification.config.likelihood.weights ?? weightColumn;
  const refuse = (code: string, found: string, expected: string, message: string): never => {
    throw new DataError([problem({ path: 'sampleWeight', code, found, expected, message })]);
  };
  const count = rows.y.values.length;
  if (weights.length !== count) {
    const message = `has ${weights.length} weights for ${count} rows`;
    refuse('lengths_differ', String(weights.length), String(count), message);
  }
  if (columnOf(rows.table, name) !== undefined) {
    const message = `the data hold a column ${name} too; give weights one way`;
    refuse('weights_twice', name, 'one of both', message);
  }
  const column: Column = { kind: 'number', values: Float64Array.from(weights) };
  const table = { rows: count, columns: { ...rows.table.columns, [name]: column } };
  return { specification: weighted(specification, name), rows: { ...rows, table } };
}

const known = new WeakMap<Specification, Specification>();

function weighted(specification: Specification, name: string): Specification {
  const { config } = specification;
  if (config.likelihood.weights !== undefined) return specification;
  const made =
    known.get(specification) ?? specify({ ...config, likelihood: { ...config.likelihood, weights: name } });
  known.set(specification, made);
  return made;
}
