/** What a fitted model remembers of the rows it has learned from: enough to know them again, not enough to tell them. */
import { DataError, problem } from '../config/errors.ts';
import { listed, type Table } from './columns.ts';
import { rowHashes } from './rowHashes.ts';
import { falsePositiveRate, noRows, rememberRows, wereSeen } from './seenRows.ts';
import type { SeenTable } from './seenSchema.ts';

const modulus = 281474976710656;

/** The memory of a first table. */
export function seeTable(table: Table, fingerprint: string): SeenTable {
  const columns = Object.keys(table.columns).sort();
  const nothing: SeenTable = { columns, rows: 0, repeats: 0, sum: 0, set: noRows, tables: [] };
  return seeFurther(nothing, table, fingerprint);
}

/** The memory with a further table. @throws DataError when the table lacks a column that rows are known by */
export function seeFurther(seen: SeenTable, table: Table, fingerprint: string): SeenTable {
  const hashes = hashesOf(seen, table);
  const set = rememberRows(seen.set, hashes);
  const isKnown = wereSeen(seen.set, hashes);
  const counts = new Map<number, number>();
  for (const hash of hashes) counts.set(hash, (counts.get(hash) ?? 0) + 1);
  const repeated = hashes.filter((hash, row) => isKnown[row] || counts.get(hash)! > 1).length;
  // A row met for the second time makes the first one a repeated row as well.
  const joined = new Set(hashes.filter((_, row) => isKnown[row])).size;
  const rows = seen.rows + hashes.length;
  return {
    columns: seen.columns,
    rows,
    repeats: Math.min(rows, seen.repeats + repeated + joined),
    sum: sumOf(hashes, seen.sum),
    set,
    tables: [...seen.tables, fingerprint],
  };
}

export interface Recognised {
  /** Indices of rows learned from before. */
  readonly known: number[];
  readonly fresh: number[];
  /** Rows learned from that the table does not hold. */
  readonly missing: number;
  /** Whether the known rows are all those learned from, each as often. */
  readonly isComplete: boolean;
}

/** Tells the rows learned from before from the others. */
export function recognise(seen: SeenTable, table: Table): Recognised {
  const hashes = hashesOf(seen, table);
  const all = [...hashes.keys()];
  if (hashes.length >= seen.rows && sumOf(hashes.subarray(0, seen.rows), 0) === seen.sum) {
    return { known: all.slice(0, seen.rows), fresh: all.slice(seen.rows), missing: 0, isComplete: true };
  }
  const isKnown = wereSeen(seen.set, hashes);
  const known = all.filter((row) => isKnown[row]);
  const fresh = all.filter((row) => !isKnown[row]);
  const knownSum = sumOf(
    Float64Array.from(known, (row) => hashes[row]!),
    0,
  );
  return {
    known,
    fresh,
    missing: Math.max(0, seen.rows - known.length),
    isComplete: known.length === seen.rows && knownSum === seen.sum,
  };
}

/**
 * Probability, at most, that a row never learned from looks known: by a shared hash, or because rows repeat in these data.
 * The latter is one less the share of rows met once (Good 1953), with three standard errors to spare.
 */
export function chanceOfRecognition(seen: SeenTable): number {
  const repeated = (seen.repeats + 3 * Math.sqrt(seen.repeats)) / Math.max(1, seen.rows);
  return Math.min(1, falsePositiveRate(seen.set) + repeated);
}

function hashesOf(seen: SeenTable, table: Table): Float64Array {
  const absent = seen.columns.filter((name) => !Object.hasOwn(table.columns, name));
  if (absent.length > 0) throw new DataError(absent.map((name) => withoutIdentity(name, table)));
  return rowHashes(table, seen.columns);
}

function sumOf(hashes: Float64Array, start: number): number {
  let sum = start;
  for (const hash of hashes) sum = (sum + hash) % modulus;
  return sum;
}

function withoutIdentity(name: string, table: Table) {
  const message = `there is no such column, but the model knows the rows it has seen by it (columns: ${listed(Object.keys(table.columns))})`;
  return problem({ path: name, code: 'missing_column', found: 'nothing', expected: 'a column', message });
}
