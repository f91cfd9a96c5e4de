/** A page of a suite's board: filtered, sorted and cut, so that a client with 10,000 units need not take them all. */
import type { BoardRow } from '../suite/board.ts';

export interface BoardQuery {
  /** Text that the unit's values, the rule or what to do contain. */
  readonly search?: string;
  readonly gate?: string;
  readonly verdict?: string;
  readonly sort?: keyof typeof orders;
  readonly descending?: boolean;
  readonly offset?: number;
  readonly limit?: number;
}

const text = (value: string | null): string => value ?? '';
const number = (value: number | null): number => value ?? Number.NEGATIVE_INFINITY;

const orders = {
  unit: (a: BoardRow, b: BoardRow) => compare(a.id, b.id),
  verdict: (a: BoardRow, b: BoardRow) => compare(text(a.verdict), text(b.verdict)),
  gate: (a: BoardRow, b: BoardRow) => compare(text(a.gate), text(b.gate)),
  age: (a: BoardRow, b: BoardRow) => number(a.age_days) - number(b.age_days),
  coverage: (a: BoardRow, b: BoardRow) => number(a.coverage) - number(b.coverage),
  todo: (a: BoardRow, b: BoardRow) => compare(text(a.todo), text(b.todo)),
} as const;
export const boardOrders = Object.keys(orders);

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The rows of a page, and how many there are in all and by gate. */
export function boardPage(rows: readonly BoardRow[], query: BoardQuery) {
  const search = query.search?.toLowerCase();
  const matching = rows.filter(
    (row) =>
      (query.gate === undefined || row.gate === query.gate) &&
      (query.verdict === undefined || row.verdict === query.verdict) &&
      (search === undefined ||
        [...Object.values(row.unit).map(String), text(row.rule), row.todo].some((it) =>
          it.toLowerCase().includes(search),
        )),
  );
  const order = orders[query.sort ?? 'unit'];
  const sign = query.descending === true ? -1 : 1;
  const sorted = matching.toSorted((a, b) => sign * order(a, b) || compare(a.id, b.id));
  const { offset = 0, limit = sorted.length } = query;
  const gates: Record<string, number> = {};
  for (const { gate } of rows) gates[gate ?? 'none'] = (gates[gate ?? 'none'] ?? 0) + 1;
  return {
    total: rows.length,
    matching: matching.length,
    gates,
    units: sorted.slice(offset, offset + limit),
  };
}
