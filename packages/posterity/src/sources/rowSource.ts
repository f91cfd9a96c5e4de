import type { RowReduction, Table } from '@posterity/engine';
import type { UnitKey } from '../registry/record.ts';

/** Which rows and columns of a source are wanted. */
export interface RowQuery {
  /** Columns whose distinct values make the units. */
  readonly unit: readonly string[];
  /** Further columns. */
  readonly columns: readonly string[];
  /** Only the units with these values. */
  readonly only: Readonly<Record<string, string>>;
}

/** All rows of one unit, in no particular order. */
export interface UnitRows {
  readonly unit: UnitKey;
  /** The asked columns, without those of the unit. */
  readonly table: Table;
}

/** Which rows are to be reduced, and how. */
export interface ReducedQuery extends Pick<RowQuery, 'unit' | 'only'> {
  readonly reduction: RowReduction;
}

/** Where rows are: a file in memory, DuckDB or Postgres. */
export interface RowSource {
  /** For people, without passwords. */
  readonly name: string;
  /** Names of the columns. */
  columns(): Promise<readonly string[]>;
  /** One unit after the other; an empty cell in a unit column is ''. */
  units(query: RowQuery): AsyncIterable<UnitRows>;
  /**
   * Reduced rows of one unit after the other, columns named as `reducedColumnNames` says; undefined where the outcome
   * is not a column of numbers. Absent from sources that do not compute.
   */
  reduced?(query: ReducedQuery): Promise<AsyncIterable<UnitRows> | undefined>;
  /** Every row as one table. */
  table(): Promise<Table>;
  /** The file behind it when that has changed since it was opened; absent where there is none. */
  changedFile?(): Promise<string | undefined>;
  close(): Promise<void>;
}
