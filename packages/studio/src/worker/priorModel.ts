// What a model says before it sees an outcome: the same model with every row's weight at zero.
import { configToJson, Model, type Table, takeRows } from '@posterity/engine';
import { rowsByGroup } from './grid.ts';

const weights = 'posterity_no_weight';
const sampling = { chains: 2, draws: 600, tune: 400 };
/** Rows that weigh nothing need not all be there. */
const mostRows = 1000;

/**
 * The model fitted to nothing: its draws are the prior's, its predictions the prior predictive.
 * @returns undefined when the prior has no draws to speak of, as an improper one has not
 */
export async function priorModel(model: Model, table: Table): Promise<Model | undefined> {
  const { likelihood, sample_params, ...rest } = configToJson(model.config);
  const unweighted = {
    ...rest,
    likelihood: { ...(isObject(likelihood) ? likelihood : {}), weights },
    sample_params: { ...(isObject(sample_params) ? sample_params : {}), ...sampling },
  };
  const prior = new Model(unweighted);
  const few = someRows(model, table);
  const zeros = { kind: 'number', values: new Float64Array(few.rows) } as const;
  await prior.fitTable({ rows: few.rows, columns: { ...few.columns, [weights]: zeros } });
  const { findings } = prior.verdict();
  const isImproper = findings.some(
    ({ code }) => code === 'chain_failed' || code === 'not_finite' || code === 'runaway',
  );
  return isImproper ? undefined : prior;
}

/** Rows evenly from the whole, and one of each group. */
function someRows(model: Model, table: Table): Table {
  if (table.rows <= mostRows) return table;
  const step = Math.ceil(table.rows / mostRows);
  const kept = new Set([...rowsByGroup(model, table).values()].map((rows) => rows[0]!));
  for (let row = 0; row < table.rows; row += step) kept.add(row);
  return takeRows(
    table,
    [...kept].sort((a, b) => a - b),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
