/** Reduced rows as they are kept with a saved model, and joined with those of further rows: counts, means and squares add up. */
import { compareLevels, type Level, labelOf } from '../data/groups.ts';
import { rows as rowsDomain } from '../expr/expr.ts';
import { type DistinctRows, distinctRows } from '../model/distinctRows.ts';
import { triangles } from '../model/linearPredictor.ts';
import {
  countColumn,
  meanColumn,
  type ReducedData,
  reducedColumns,
  squaresColumn,
  weightColumn,
} from '../model/reduction.ts';
import type { GroupLevels } from '../model/shape.ts';
import type { Specification } from '../model/specification.ts';
import type { PreparedData } from '../model/trainingData.ts';
import { fromBase64, toBase64 } from '../numeric/base64.ts';
import type { KeptStatistics } from './keptStatistics.ts';

/** Characters beyond which statistics are not kept. */
const mostCharacters = 250_000;

/** The statistics to keep, if the rows reduced to few enough of them. */
export function keepStatistics(
  specification: Specification,
  { kind, data }: ReducedData,
): KeptStatistics | undefined {
  if (kind === 'none' || data.rows * Object.keys(data.columns).length > mostCharacters) return undefined;
  const keys = new Set(reducedColumns(kind, specification, data));
  const kept: KeptStatistics = {
    kind,
    rows: data.rows,
    columns: mapped(data.columns, (name) => keys.has(name) || name.startsWith(':'), written),
    indices: mapped(data.indices, isOverRows, written),
  };
  return JSON.stringify(kept).length > mostCharacters ? undefined : kept;
}

const isOverRows = (key: string): boolean => key.endsWith(`|${rowsDomain}`);

/** The kept statistics as reduced rows, on the levels they were kept with. */
export function readStatistics(kept: KeptStatistics, groups: ReadonlyMap<string, GroupLevels>): ReducedData {
  const everything = () => true;
  return {
    kind: kept.kind,
    data: {
      rows: kept.rows,
      columns: mapped(kept.columns, everything, (it) => Float64Array.from(read(it))),
      indices: mapped(kept.indices, everything, (it) => Int32Array.from(read(it))),
      groups,
    },
  };
}

/**
 * Two sets of reduced rows as one, over the levels of both.
 * @param one, other of the same kind, with the same columns.
 */
export function joinReduced(specification: Specification, one: ReducedData, other: ReducedData): ReducedData {
  const groups = unitedGroups(one.data.groups, other.data.groups);
  const [a, b] = [onLevels(one.data, groups), onLevels(other.data, groups)];
  const count = a.rows + b.rows;
  const both = (x: Float64Array, y: Float64Array): Float64Array => {
    const joined = new Float64Array(count);
    joined.set(x);
    joined.set(y, x.length);
    return joined;
  };
  const columns = Object.fromEntries(
    Object.keys(a.columns).map((name) => [name, both(a.columns[name]!, b.columns[name]!)]),
  );
  const indices = Object.fromEntries(
    Object.keys(a.indices)
      .filter(isOverRows)
      .map((key) => [key, Int32Array.from([...a.indices[key]!, ...b.indices[key]!])]),
  );
  const names = reducedColumns(one.kind, specification, { ...one.data, columns });
  const levels = Object.values(indices);
  const stacked: Stacked = { columns, indices, count };
  const { rows, kept } =
    one.kind === 'linear'
      ? retriangulated(names, distinctRows(levels, count), stacked)
      : takenTogether(distinctRows([...names.map((name) => columns[name]!), ...levels], count), stacked);
  const data = { rows, ...kept, groups };
  return { kind: one.kind, data: { ...data, indices: { ...kept.indices, ...nestedIndices(a, b) } } };
}

interface Stacked {
  readonly columns: Readonly<Record<string, Float64Array>>;
  readonly indices: Readonly<Record<string, Int32Array>>;
  readonly count: number;
}

interface Joined {
  readonly rows: number;
  readonly kept: Pick<PreparedData, 'columns' | 'indices'>;
}

function takenTogether(distinct: DistinctRows, { columns, indices }: Stacked): Joined {
  const { first } = distinct;
  const kept = mapped(
    columns,
    () => true,
    (it) => Float64Array.from(first, (row) => it[row]!),
  );
  return {
    rows: first.length,
    kept: {
      columns: { ...kept, ...addUp(columns, distinct) },
      indices: mapped(
        indices,
        () => true,
        (it) => Int32Array.from(first, (row) => it[row]!),
      ),
    },
  };
}

/** Triangles on top of each other are rows like any others: one more transformation makes them one triangle a level. */
function retriangulated(names: readonly string[], levels: DistinctRows, stacked: Stacked): Joined {
  const groups = levels.first.length;
  const made = triangles(
    names.map((name) => stacked.columns[name]!),
    levels.groupOf,
    groups,
  );
  const { group } = made;
  const sums = Object.keys(stacked.columns).filter((name) => name.startsWith(':') && !names.includes(name));
  const columns: Record<string, Float64Array> = {};
  names.forEach((name, k) => {
    columns[name] = made.columns[k]!;
  });
  for (const name of sums) {
    const total = new Float64Array(groups);
    stacked.columns[name]!.forEach((value, row) => {
      total[levels.groupOf[row]!]! += value;
    });
    columns[name] = Float64Array.from(group, (g, row) => (row === 0 || group[row - 1] !== g ? total[g]! : 0));
  }
  const indices = mapped(
    stacked.indices,
    () => true,
    (it) => Int32Array.from(group, (g) => it[levels.first[g]!]!),
  );
  return { rows: group.length, kept: { columns, indices } };
}

/** Counts, means and sums of squares of rows that became one (Chan, Golub & LeVeque 1983). */
function addUp(
  columns: Readonly<Record<string, Float64Array>>,
  { first, groupOf }: DistinctRows,
): Record<string, Float64Array> {
  const summed: Record<string, Float64Array> = {};
  const sum = (name: string): void => {
    const total = new Float64Array(first.length);
    columns[name]!.forEach((value, row) => {
      total[groupOf[row]!]! += value;
    });
    summed[name] = total;
  };
  sum(countColumn);
  if (columns[weightColumn] !== undefined) sum(weightColumn);
  const weights = columns[weightColumn] ?? columns[countColumn]!;
  for (let k = 0; columns[meanColumn(k)] !== undefined; k++) {
    const [means, squares] = [columns[meanColumn(k)]!, columns[squaresColumn(k)]];
    const [weight, mean, square] = [first, first, first].map(({ length }) => new Float64Array(length));
    for (let row = 0; row < groupOf.length; row++) {
      const group = groupOf[row]!;
      const [n, more] = [weight![group]!, weights[row]!];
      if (more === 0) continue;
      const off = means[row]! - mean![group]!;
      weight![group] = n + more;
      mean![group]! += (off * more) / (n + more);
      square![group]! += (squares?.[row] ?? 0) + (off * off * n * more) / (n + more);
    }
    summed[meanColumn(k)] = mean!;
    if (squares !== undefined) summed[squaresColumn(k)] = square!;
  }
  return summed;
}

/** The levels of both, sorted as levels are. */
export function unitedGroups(
  one: ReadonlyMap<string, GroupLevels>,
  other: ReadonlyMap<string, GroupLevels>,
): Map<string, GroupLevels> {
  const united = new Map<string, GroupLevels>();
  for (const [key, { columns, levels, labels }] of one) {
    const all = new Map<string, Level>(labels.map((label, i) => [label, levels[i]!]));
    other.get(key)?.labels.forEach((label, i) => {
      if (!all.has(label)) all.set(label, other.get(key)!.levels[i]!);
    });
    const sorted = [...all.values()].sort(compareLevels);
    united.set(key, { columns, levels: sorted, labels: sorted.map(labelOf) });
  }
  return united;
}

/** Rows whose levels are counted among those of `groups`. */
export function onLevels(data: PreparedData, groups: ReadonlyMap<string, GroupLevels>): PreparedData {
  const indices = { ...data.indices };
  for (const [key, index] of Object.entries(data.indices).filter(([name]) => isOverRows(name))) {
    const group = key.slice(0, -`|${rowsDomain}`.length);
    const [from, to] = [data.groups.get(group), groups.get(group)];
    if (from === undefined || to === undefined) continue;
    const place = from.labels.map((label) => to.labels.indexOf(label));
    indices[key] = index.map((level) => place[level]!);
  }
  return { ...data, indices, groups };
}

/** Which level of an outer group each level of an inner one lies in; those of both sets, which must agree. */
function nestedIndices(a: PreparedData, b: PreparedData): Record<string, Int32Array> {
  const nested = Object.keys({ ...a.indices, ...b.indices }).filter((key) => !isOverRows(key));
  if (nested.length > 0) throw new Error('groups within groups cannot be joined; please report this');
  return {};
}

function mapped<T, U>(
  record: Readonly<Record<string, T>>,
  isKept: (name: string) => boolean,
  change: (value: T) => U,
): Record<string, U> {
  return Object.fromEntries(
    Object.entries(record)
      .filter(([name]) => isKept(name))
      .map(([name, value]) => [name, change(value)]),
  );
}

function written(values: Float64Array | Int32Array): number[] | string {
  const plain = Array.from(values);
  const code = toBase64(new Uint8Array(Float64Array.from(values).buffer));
  return JSON.stringify(plain).length <= code.length + 2 ? plain : code;
}

function read(values: readonly number[] | string): ArrayLike<number> {
  if (typeof values !== 'string') return values;
  const bytes = fromBase64(values);
  return new Float64Array(bytes.buffer, 0, bytes.length / 8);
}
