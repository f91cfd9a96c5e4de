// The table of a posterior: one row of numbers a variable, one entry a level for vectors (design §4).
import { ofRanks } from './drawsCore.ts';
import { drawsOfEntry, entriesOf, type Trace, type TraceVariable } from './trace.ts';

export const summaryFields = [
  'mean',
  'sd',
  'q05',
  'q50',
  'q95',
  'ess_bulk',
  'ess_tail',
  'r_hat',
  'mcse_mean',
] as const;
export type SummaryField = (typeof summaryFields)[number];
export type SummaryRow = Readonly<Record<SummaryField, number>>;

/** The label of an entry: one coordinate, or one a dimension. */
export type Level = string | number | readonly (string | number)[];

/** Numbers for a scalar; for a vector arrays in row-major order of its dimensions, with the levels beside them. */
export type VariableSummary = Readonly<Record<SummaryField, number | readonly number[]>> & {
  readonly levels?: readonly Level[];
};
export type Summary = Readonly<Record<string, VariableSummary>>;

/** Summarises every variable of the posterior group. */
export function summarize(trace: Trace): Summary {
  return Object.fromEntries(
    Object.entries(trace.posterior).map(([name, variable]) => [name, summarizeVariable(variable, trace)]),
  );
}

function summarizeVariable(variable: TraceVariable, trace: Trace): VariableSummary {
  if (variable.shape.length === 0) return summarizeDraws(variable.values, trace.chains);
  const rows = Array.from({ length: entriesOf(variable) }, (_, entry) =>
    summarizeDraws(drawsOfEntry(variable, entry), trace.chains),
  );
  const column = (field: SummaryField) => rows.map((row) => row[field]);
  return {
    mean: column('mean'),
    sd: column('sd'),
    q05: column('q05'),
    q50: column('q50'),
    q95: column('q95'),
    ess_bulk: column('ess_bulk'),
    ess_tail: column('ess_tail'),
    r_hat: column('r_hat'),
    mcse_mean: column('mcse_mean'),
    levels: levelsOf(variable, trace.coords),
  };
}

/**
 * Summarises one quantity's draws, chains × draws. sd has divisor n - 1; quantiles are numpy's default.
 * As ArviZ, except where ArviZ has no number: the R-hat of draws all equal is 1, and that of a single chain
 * compares its halves. What is still not finite (NaN draws, chains standing still apart) prints as null in JSON
 * and makes the verdict bad.
 */
export function summarizeDraws(draws: Float64Array, chains: number): SummaryRow {
  return ofRanks(draws, chains, (core) => {
    const at = core.summarize();
    const numbers = new Float64Array(core.memory.buffer, at, summaryFields.length);
    const [mean, sd, q05, q50, q95, ess_bulk, ess_tail, r_hat, mcse_mean] = numbers;
    return { mean, sd, q05, q50, q95, ess_bulk, ess_tail, r_hat, mcse_mean };
  });
}

/** The labels of a variable's entries in row-major order; positions stand in for a dimension without labels. */
export function levelsOf(variable: TraceVariable, coords: Trace['coords']): Level[] {
  const labels = variable.dims.map((dim, axis) => coords[dim] ?? [...Array(variable.shape[axis]).keys()]);
  if (labels.length === 1) return [...labels[0]];
  return labels.reduce<(string | number)[][]>(
    (tuples, axis) => tuples.flatMap((tuple) => axis.map((label) => [...tuple, label])),
    [[]],
  );
}

/** One entry of a summary with the name to print for it, such as `lambda_val` or `lambda_val[us]`. */
export interface NamedRow {
  readonly variable: string;
  readonly label: string;
  readonly row: SummaryRow;
}

/** Every entry of every variable, in order. */
export function summaryRows(summary: Summary): NamedRow[] {
  return Object.entries(summary).flatMap(([variable, fields]) => {
    const { levels } = fields;
    if (!levels) return [{ variable, label: variable, row: rowAt(fields, 0) }];
    return levels.map((level, entry) => ({
      variable,
      label: `${variable}[${Array.isArray(level) ? level.join(', ') : level}]`,
      row: rowAt(fields, entry),
    }));
  });
}

function rowAt(fields: VariableSummary, entry: number): SummaryRow {
  const at = (field: SummaryField): number => {
    const value = fields[field];
    return typeof value === 'number' ? value : value[entry];
  };
  return {
    mean: at('mean'),
    sd: at('sd'),
    q05: at('q05'),
    q50: at('q50'),
    q95: at('q95'),
    ess_bulk: at('ess_bulk'),
    ess_tail: at('ess_tail'),
    r_hat: at('r_hat'),
    mcse_mean: at('mcse_mean'),
  };
}
