/** Rows that a model has learned from once must not teach it again: the posterior would be too sure. */
import { DataError, problem } from '../config/errors.ts';
import type { Table } from '../data/columns.ts';
import { falsePositiveRate } from '../data/seenRows.ts';
import type { SeenTable } from '../data/seenSchema.ts';
import { chanceOfRecognition, recognise } from '../data/seenTable.ts';
import { exp, log } from '../numeric/math.ts';
import { lgamma } from '../numeric/special.ts';

/** Probability below which as many known rows do not come about by chance. */
const unlikely = 0.01;
const rowsTold = 20;

/**
 * Refuses a table whose rows, or some of them, were learned from before.
 * @throws DataError that lists them.
 */
export function refuseSeenRows(seen: SeenTable, table: Table, fingerprint: string): void {
  if (seen.tables.includes(fingerprint)) {
    throw refusal([...Array(table.rows).keys()], 'this very table was learned from before', seen);
  }
  const { known } = recognise({ ...seen, sum: -1 }, table);
  if (known.length === 0) return;
  const chance = chanceOfRecognition(seen);
  if (atLeast(known.length, table.rows, chance) >= unlikely) return;
  throw refusal(known, `${known.length} of ${table.rows} rows were learned from before`, seen);
}

function refusal(rows: readonly number[], what: string, seen: SeenTable): DataError {
  const told = rows.slice(0, rowsTold).map((row) => row + 1);
  const more = rows.length > rowsTold ? `, … (${rows.length} in all)` : '';
  const rate = falsePositiveRate(seen.set).toExponential(0);
  const message = `${what} (row${rows.length === 1 ? '' : 's'} ${told.join(', ')}${more}; a new row is taken for a known one with probability ${rate}); leave them out, or allow them with allowSeen (--allow-seen)`;
  return new DataError([
    problem({
      path: '',
      code: 'rows_seen',
      found: told.join(', ') + more,
      expected: 'rows not learned from before',
      message,
    }),
  ]);
}

/** P(at least `hits` of `count` independent rows are recognised by chance). */
function atLeast(hits: number, count: number, chance: number): number {
  if (chance >= 1) return 1;
  if (chance <= 0) return 0;
  let total = 0;
  for (let k = hits; k <= count; k++) {
    const term = exp(
      lgamma(count + 1) -
        lgamma(k + 1) -
        lgamma(count - k + 1) +
        k * log(chance) +
        (count - k) * log(1 - chance),
    );
    total += term;
    if (k > count * chance && term < 1e-18) break;
  }
  return total;
}
