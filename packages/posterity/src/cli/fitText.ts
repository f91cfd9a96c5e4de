import type { FitReport } from '@posterity/engine';
import { alignedTable, shortNumber } from './table.ts';

const columns = ['mean', 'sd', 'q05', 'q50', 'q95', 'mcse_mean', 'ess_bulk', 'ess_tail', 'r_hat'] as const;
type Column = (typeof columns)[number];

const digits: Partial<Record<Column, (value: number) => string>> = {
  mcse_mean: (value) => shortNumber(value, 2),
  ess_bulk: (value) => value.toFixed(0),
  ess_tail: (value) => value.toFixed(0),
  r_hat: (value) => value.toFixed(3),
};

/** What `fit` prints for people: one line a parameter, then the verdict and its reasons. */
export function fitText(report: FitReport): string {
  const rows = Object.entries(report.parameters).flatMap(([name, parameter]) => {
    const count = Array.isArray(parameter.mean) ? parameter.mean.length : undefined;
    if (count === undefined) return [[name, ...columns.map((column) => cell(column, parameter[column]))]];
    return Array.from({ length: count }, (_, index) => [
      `${name}[${parameter.levels?.[index] ?? index}]`,
      ...columns.map((column) => cell(column, parameter[column], index)),
    ]);
  });
  const { verdict, seconds } = report;
  const reasons = verdict.reasons.map((reason) => `  ${reason}\n`).join('');
  const timing = `${report.rows} rows, ${report.method}, ${seconds.total.toFixed(2)} s`;
  const divergences = report.divergences > 0 ? `, ${report.divergences} divergences` : '';
  return `${alignedTable(['', ...columns], rows)}\nverdict: ${verdict.status}\n${reasons}${timing}${divergences}\n`;
}

function cell(column: Column, value: number | readonly (number | null)[] | null, index = 0): string {
  const number = Array.isArray(value) ? value[index] : value;
  if (typeof number !== 'number') return 'n/a';
  return (digits[column] ?? shortNumber)(number);
}
