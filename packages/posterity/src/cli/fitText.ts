import { type FitReport, type SummaryRow, summaryRows } from '@posterity/engine';
import { alignedTable, shortNumber } from './table.ts';

/** The columns of the table, and how their numbers are written. */
const columns: readonly (readonly [keyof SummaryRow, (value: number) => string])[] = [
  ['mean', shortNumber],
  ['sd', shortNumber],
  ['q05', shortNumber],
  ['q50', shortNumber],
  ['q95', shortNumber],
  ['mcse_mean', (value) => shortNumber(value, 2)],
  ['ess_bulk', (value) => value.toFixed(0)],
  ['ess_tail', (value) => value.toFixed(0)],
  ['r_hat', (value) => value.toFixed(3)],
];

/** What `fit` prints for people: one line a parameter, then the verdict and its reasons. */
export function fitText(report: FitReport): string {
  const rows = summaryRows(report.parameters).map(({ label, row }) => [
    label,
    ...columns.map(([field, text]) => text(row[field])),
  ]);
  const { verdict, seconds } = report;
  const reasons = verdict.reasons.map((reason) => `  ${reason}\n`).join('');
  const timing = `${report.rows} rows, ${report.method}, ${seconds.total.toFixed(2)} s`;
  const divergences = report.divergences > 0 ? `, ${report.divergences} divergences` : '';
  const forms = formsText(report.parametrization);
  const table = alignedTable(['', ...columns.map(([field]) => field)], rows);
  return `${table}\nverdict: ${verdict.status}\n${reasons}${forms}${timing}${divergences}\n`;
}

/** `sampled non-centred: a, b; centred: c`, or nothing when no variable has two forms. */
function formsText(parametrization: FitReport['parametrization']): string {
  const named = (form: 'centered' | 'noncentered') =>
    Object.keys(parametrization).filter((name) => parametrization[name] === form);
  const parts = [
    ['non-centred', named('noncentered')],
    ['centred', named('centered')],
  ] as const;
  const told = parts.flatMap(([word, names]) => (names.length === 0 ? [] : [`${word}: ${names.join(', ')}`]));
  return told.length === 0 ? '' : `sampled ${told.join('; ')}\n`;
}
