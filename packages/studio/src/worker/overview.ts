// A table as people look at it first: each column's type, range, gaps and shape.
import type { Column, Table } from '@posterity/engine';
import type { ColumnOverview, DataOverview } from './protocol.ts';

/** Columns and distinct values that are looked at; more cannot be read. */
const mostColumns = 200;
export const mostCounted = 1000;
const bins = 18;
const samples = 4;

export function overviewOf(name: string, table: Table): Omit<DataOverview, 'csv'> {
  const names = Object.keys(table.columns);
  return {
    name,
    rows: table.rows,
    columnCount: names.length,
    columns: names.slice(0, mostColumns).map((column) => columnOverview(column, table.columns[column]!)),
  };
}

function columnOverview(name: string, column: Column): ColumnOverview {
  return column.kind === 'number' ? numbersOverview(name, column.values) : textsOverview(name, column.values);
}

function numbersOverview(name: string, values: Float64Array): ColumnOverview {
  let [least, greatest, missing, isWhole] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, true];
  const distinct = new Set<number>();
  for (const value of values) {
    if (!Number.isFinite(value)) {
      missing++;
      continue;
    }
    if (value < least) least = value;
    if (value > greatest) greatest = value;
    if (!Number.isInteger(value)) isWhole = false;
    if (distinct.size < mostCounted) distinct.add(value);
  }
  const shared = { name, kind: 'number', missing, distinct: distinct.size, samples: [] } as const;
  if (missing === values.length) return { ...shared, isWhole: false, histogram: [] };
  return { ...shared, isWhole, least, greatest, histogram: histogramOf(values, least, greatest, isWhole) };
}

/** Few whole numbers have a bin each. */
function histogramOf(values: Float64Array, least: number, greatest: number, isWhole: boolean): number[] {
  const hasBinEach = isWhole && greatest - least < bins;
  const [from, to] = hasBinEach ? [least - 0.5, greatest + 0.5] : [least, greatest];
  const count = hasBinEach ? greatest - least + 1 : bins;
  const counts = new Array<number>(count).fill(0);
  const width = (to - from) / count;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    const bin = width > 0 ? Math.min(count - 1, Math.floor((value - from) / width)) : 0;
    counts[bin]!++;
  }
  return counts;
}

function textsOverview(name: string, values: readonly string[]): ColumnOverview {
  const distinct = new Map<string, number>();
  let missing = 0;
  for (const value of values) {
    if (value === '') missing++;
    else if (distinct.has(value)) distinct.set(value, distinct.get(value)! + 1);
    else if (distinct.size < mostCounted) distinct.set(value, 1);
  }
  return {
    name,
    kind: 'text',
    isWhole: false,
    missing,
    distinct: distinct.size,
    samples: [...distinct.keys()].slice(0, samples),
    histogram: distinct.size <= bins ? [...distinct.values()] : [],
  };
}
