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
  const timing = `${report.rows} rows, ${report.method}${report.fused === true ? ', fused' : ''}, ${seconds.total.toFixed(2)} s`;
  const divergences = report.divergences > 0 ? `, ${report.divergences} divergences` : '';
  const forms = formsText(report.parametrization);
  const lacking = report.fused === false ? `${noFusedMultiplyAdd}\n` : '';
  const table = alignedTable(['', ...columns.map(([field]) => field)], rows);
  const missing = Object.entries(report.missing).map(
    ([column, { policy, cells }]) => `${column}: ${count(cells, 'empty cell')} ${deeds[policy]}\n`,
  );
  const notes = `${reasons}${missing.join('')}${carriedText(report)}${forms}${lacking}`;
  return `${table}\nverdict: ${verdict.status}\n${notes}${timing}${divergences}\n`;
}

const noFusedMultiplyAdd =
  'fused multiply-add was asked for, but WebAssembly has none here: sampled without, draws as everywhere';

/** What the data say of a carried prior. */
function carriedText({ carried }: FitReport): string {
  if (carried === undefined) return '';
  const { conflict, weight, worth } = carried;
  const parts = [
    ...(worth === undefined ? [] : [`worth ${worth}`]),
    conflict === undefined
      ? 'the data say too little to contradict it'
      : `conflict with the data p = ${shortNumber(conflict.p, 2)}`,
    ...(weight === undefined
      ? []
      : [
          `weight ${shortNumber(weight.prior, 2)} before the data, ${shortNumber(weight.posterior, 2)} after`,
        ]),
  ];
  return `carried prior: ${parts.join('; ')}\n`;
}

/** `sampled non-centred: a, b; centred: c`, `integrated out: d`, or nothing when no variable has two forms. */
function formsText(parametrization: FitReport['parametrization']): string {
  const named = (form: FitReport['parametrization'][string], word: string): string[] => {
    const names = Object.keys(parametrization).filter((name) => parametrization[name] === form);
    return names.length === 0 ? [] : [`${word}: ${names.join(', ')}`];
  };
  const sampled = [...named('noncentered', 'non-centred'), ...named('centered', 'centred')];
  const integrated = named('integrated', 'integrated out').map((text) => `${text}\n`);
  return `${sampled.length === 0 ? '' : `sampled ${sampled.join('; ')}\n`}${integrated.join('')}`;
}

/** What was done about empty cells. */
const deeds: Readonly<Record<FitReport['missing'][string]['policy'], string>> = {
  mean: 'filled with the mean',
  impute: 'imputed',
  drop: 'left out, row and all',
};

function count(cells: number, what: string): string {
  return `${cells} ${what}${cells === 1 ? '' : 's'}`;
}
