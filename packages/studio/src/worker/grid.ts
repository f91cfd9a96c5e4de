// The rows a fitted curve is drawn from: a grid along one column for each group, everything else held still.
import type { Column, Model, Table } from '@posterity/engine';

/** Points of a curve, fewer when there are many curves. */
const mostPoints = 61;
const fewestPoints = 25;
const mostObserved = 1500;

export interface GridSeries {
  readonly name: string;
  /** First and last row of this series in the grid. */
  readonly from: number;
  readonly to: number;
  readonly observed: { readonly x: number[]; readonly y: number[] };
}

export interface Grid {
  readonly axis: string;
  readonly x: Float64Array;
  readonly table: Record<string, ArrayLike<unknown>>;
  readonly series: readonly GridSeries[];
  /** Groups that are not drawn. */
  readonly left: number;
}

/** The columns whose levels have values of their own. */
export function groupColumns(model: Model): string[] {
  const lists = Object.values(model.config.variable_params).map((variable) => variable.by ?? []);
  return [...new Set(lists.flat())];
}

/** The columns the model reads, the outcome left out. */
function inputColumns(model: Model, table: Table): string[] {
  const listed = model.config.independent_vars.flatMap((item) =>
    item.kind === 'column' ? [item.name] : item.columns,
  );
  const weights = model.config.likelihood.weights;
  const all = new Set([...listed, ...groupColumns(model), ...(weights === undefined ? [] : [weights])]);
  return [...all].filter((name) => Object.hasOwn(table.columns, name));
}

/** Numeric columns that a curve can run along. */
export function axesOf(model: Model, table: Table): string[] {
  const groups = new Set(groupColumns(model));
  return inputColumns(model, table).filter(
    (name) =>
      table.columns[name]!.kind === 'number' && !groups.has(name) && name !== model.config.likelihood.weights,
  );
}

/** Rows of equal levels of the group columns, by the levels' text, in the order they first occur. */
export function rowsByGroup(model: Model, table: Table): Map<string, number[]> {
  const columns = groupColumns(model).map((name) => table.columns[name]!);
  const groups = new Map<string, number[]>();
  for (let row = 0; row < table.rows; row++) {
    const label = columns.map((column) => String(column.values[row])).join(', ');
    const rows = groups.get(label);
    if (rows === undefined) groups.set(label, [row]);
    else rows.push(row);
  }
  return groups;
}

/**
 * @param axis a numeric column
 * @param mostGroups the first groups that are drawn
 */
export function gridOf(model: Model, table: Table, axis: string, mostGroups: number): Grid {
  const groups = rowsByGroup(model, table);
  const shown = [...groups].slice(0, mostGroups);
  const points = shown.length > 4 ? fewestPoints : mostPoints;
  const values = table.columns[axis]!.values as Float64Array;
  const [least, greatest] = rangeOf(values);
  const x = Float64Array.from({ length: points }, (_, i) => least + ((greatest - least) * i) / (points - 1));
  const names = inputColumns(model, table);
  const cells: Record<string, unknown[]> = Object.fromEntries(names.map((name) => [name, []]));
  const outcome = table.columns[model.config.dependent_var ?? '']?.values as Float64Array | undefined;
  const series = shown.map(([label, rows], k): GridSeries => {
    for (const name of names) {
      const held = name === axis ? undefined : typical(table.columns[name]!, rows);
      for (const at of x) cells[name]!.push(held ?? at);
    }
    const every = Math.max(1, Math.ceil((rows.length * shown.length) / mostObserved));
    const seen = rows.filter((_, i) => i % every === 0);
    return {
      name: label === '' ? 'all rows' : label,
      from: k * points,
      to: (k + 1) * points,
      observed: {
        x: seen.map((row) => values[row]!),
        y: outcome === undefined ? [] : seen.map((row) => outcome[row]!),
      },
    };
  });
  return { axis, x, table: cells, series, left: groups.size - shown.length };
}

/** One row for each group, every number at its median there. */
export function rowForEachGroup(
  model: Model,
  table: Table,
): { readonly labels: readonly string[]; readonly table: Record<string, unknown[]> } {
  const groups = [...rowsByGroup(model, table)];
  const names = inputColumns(model, table);
  const cells = Object.fromEntries(
    names.map((name) => [name, groups.map(([, rows]) => typical(table.columns[name]!, rows))]),
  );
  return { labels: groups.map(([label]) => (label === '' ? 'all rows' : label)), table: cells };
}

function rangeOf(values: Float64Array): [number, number] {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return [least, greatest];
}

/** The median of numbers, the first of texts. */
function typical(column: Column, rows: readonly number[]): number | string {
  if (column.kind === 'text') return column.values[rows[0]!]!;
  const sorted = Float64Array.from(rows, (row) => column.values[row]!).sort();
  return sorted[Math.floor((sorted.length - 1) / 2)]!;
}
