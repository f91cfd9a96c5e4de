// The rows of a suite's units: reduced where they are when the suite asks for it and nothing needs each of them, as
// they are otherwise.
import {
  type Column,
  type Config,
  fingerprint,
  type ReducedRows,
  type RowReduction,
  type Table,
} from '@posterity/engine';
import type { UnitKey } from '../registry/record.ts';
import { canonicalRows } from '../sources/canonicalRows.ts';
import { numberColumns } from '../sources/numberColumns.ts';
import { keyColumns, reducedNames } from '../sources/reductionSql.ts';
import type { RowSource, UnitRows } from '../sources/rowSource.ts';
import { levelColumns, neededColumns, suiteModels, unitTable } from './suiteColumns.ts';
import type { Suite } from './suiteFile.ts';

export interface SuiteRows extends UnitRows {
  /** How they were reduced, if they were. */
  readonly reduction?: RowReduction;
  /** Rows before the reduction. */
  readonly rows: number;
}

/** What a fit takes. */
export interface FitRows {
  /** Rows in their canonical order; the distinct ones where they are reduced. */
  readonly table: Table;
  readonly reduced?: ReducedRows;
  /** Their fingerprint. */
  readonly data: string;
}

/** Keys of an override that leave the outcome and its likelihood what they are. */
const harmlessKeys: ReadonlySet<string> = new Set(['variable_params', 'sample_params']);

/** How the database reduces the rows of all units; undefined where rows stream. */
export function suiteReduction(suite: Suite): RowReduction | undefined {
  const { reduce, gate, carry, overrides } = suite;
  if (!reduce || gate.coverage !== undefined || gate.score !== undefined || carry !== undefined)
    return undefined;
  const isHarmless = overrides.every(({ layer }) =>
    Object.keys(layer.value ?? {}).every((key) => harmlessKeys.has(key)),
  );
  const models = suiteModels(suite);
  if (!isHarmless || models.length <= overrides.length) return undefined;
  const found = models.flatMap((model) => model.rowReduction ?? []);
  const [first] = found;
  const isOne = found.length === models.length && found.every((it) => formOf(it) === formOf(first));
  if (!isOne) return undefined;
  return { ...first, columns: [...new Set(found.flatMap(({ columns }) => columns))].sort() };
}

function formOf({ outcome, statistics }: RowReduction): string {
  return JSON.stringify([outcome, statistics?.map(({ sql, hasSquares }) => [sql(''), hasSquares])]);
}

/** The rows of each unit. @throws DataError when the source lacks a column; FileError */
export async function* suiteRows(
  suite: Suite,
  source: RowSource,
  only: Readonly<Record<string, string>>,
): AsyncGenerator<SuiteRows> {
  const columns = await neededColumns(suite, source);
  const { unit } = suite;
  const reduction = suiteReduction(suite);
  const units = reduction && (await source.reduced?.({ unit, only, reduction }));
  if (reduction === undefined || units === undefined) {
    for await (const rows of source.units({ unit, columns, only })) yield whole(rows);
    return;
  }
  const odd: UnitKey[] = [];
  for await (const reduced of units) {
    if (isSound(reduced, reduction))
      yield { ...reduced, reduction, rows: totalOf(numbers(reduced.table, reducedNames.count)) };
    else odd.push(reduced.unit);
  }
  yield* wholeRows(suite, source, odd);
}

/** The rows of some units as they are. */
export async function* wholeRows(
  suite: Suite,
  source: RowSource,
  units: readonly UnitKey[],
): AsyncGenerator<SuiteRows> {
  if (units.length === 0) return;
  const columns = await neededColumns(suite, source);
  for (const unit of units) {
    const only = Object.fromEntries(Object.entries(unit).map(([column, value]) => [column, String(value)]));
    for await (const rows of source.units({ unit: suite.unit, columns, only })) yield whole(rows);
  }
}

const whole = (rows: UnitRows): SuiteRows => ({ ...rows, rows: rows.table.rows });

/** Whether no cell is empty or infinite, so that nothing has to be said of a single row. */
function isSound({ unit, table }: UnitRows, reduction: RowReduction): boolean {
  const { count, usable } = reducedNames;
  if (Object.values(unit).includes('')) return false;
  const isWhole = keyColumns(reduction).every((name) => {
    const { kind, values } = table.columns[name];
    return kind === 'text' ? !values.includes('') : values.every(Number.isFinite);
  });
  if (!isWhole || reduction.statistics === undefined) return isWhole;
  const all = numbers(table, count);
  return numbers(table, usable).every((rows, at) => rows === all[at]);
}

/**
 * A unit's rows as its fit takes them. The fingerprint of reduced rows is made of what no order of rows changes: their
 * cells and counts and, of the outcome, the smallest, the largest and sums of decimals.
 */
export function fitRowsOf(suite: Suite, config: Config, { table, reduction }: SuiteRows): FitRows {
  if (reduction === undefined) {
    const ordered = unitTable(suite, config, table);
    return { table: ordered, data: fingerprint(ordered) };
  }
  const keys = keyColumns(reduction);
  const inOrder = canonicalRows(table, keys);
  const { count, low, high, exact, mean, squares } = reducedNames;
  const distinct = numberColumns(columnsNamed(inOrder, keys), levelColumns(config));
  const counts = numbers(inOrder, count);
  const counted: Record<string, Column> = {
    ...distinct.columns,
    [count]: { kind: 'number', values: counts },
  };
  const { statistics } = reduction;
  if (statistics === undefined) {
    return {
      table: distinct,
      reduced: { table: distinct, counts },
      data: fingerprint({ rows: table.rows, columns: counted }),
    };
  }
  const exactly = columnsNamed(inOrder, [low, high, ...exact]).columns;
  return {
    table: distinct,
    reduced: {
      table: distinct,
      counts,
      statistics: {
        low: numbers(inOrder, low),
        high: numbers(inOrder, high),
        means: statistics.map((_, k) => numbers(inOrder, mean(k))),
        squares: statistics.map(({ hasSquares }, k) =>
          hasSquares ? numbers(inOrder, squares(k)) : undefined,
        ),
      },
    },
    data: fingerprint({ rows: table.rows, columns: { ...counted, ...exactly } }),
  };
}

function columnsNamed({ rows, columns }: Table, names: readonly string[]): Table {
  return { rows, columns: Object.fromEntries(names.map((name) => [name, columns[name]])) };
}

function numbers({ columns }: Table, name: string): Float64Array {
  return Float64Array.from(columns[name].values, Number);
}

function totalOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
