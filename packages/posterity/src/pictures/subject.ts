import { type Model, type Table, toTable } from '@posterity/engine';

/** What is drawn: a fitted model, and the rows it was fitted to when they are at hand. */
export interface Subject {
  readonly model: Model;
  readonly rows?: Table;
}

export function subjectOf(model: Model, rows?: unknown): Subject {
  return rows === undefined ? { model } : { model, rows: toTable(rows) };
}

/** The values of a column as numbers; undefined when there is no such column or it holds other than numbers. */
export function numbersOf({ rows }: Subject, name: string): Float64Array | undefined {
  const column = rows?.columns[name];
  return column?.kind === 'number' ? column.values : undefined;
}

/** Rows that span the ranges and levels of training; none of them is a row of it. */
export function typicalRows({ saved }: Model): Record<string, (string | number)[]> {
  const most = Math.max(3, ...Object.values(saved.groups).map(({ levels }) => levels.length));
  const rows: Record<string, (string | number)[]> = {};
  for (const [name, { low, high }] of Object.entries(saved.ranges ?? {}))
    rows[name] = Array.from({ length: most }, (_, k) => [low, (low + high) / 2, high][k % 3]!);
  for (const { columns, levels } of Object.values(saved.groups))
    columns.forEach((name, place) => {
      rows[name] = Array.from({ length: most }, (_, k) => {
        const value = levels[k % levels.length]!;
        return typeof value === 'object' ? value[place]! : value;
      });
    });
  return rows;
}
