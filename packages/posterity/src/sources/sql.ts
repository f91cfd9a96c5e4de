// The pieces of SQL that DuckDB, Postgres and Spark read alike.

/** A name in a statement. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text in a statement. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** What a column holds, as far as a model cares. */
export type CellKind = 'number' | 'text';

/** One column cast to what a model reads; a missing text is ''. */
export function cast(name: string, kind: CellKind, types: Types): string {
  return kind === 'number'
    ? `cast(${quoted(name)} as ${types.number})`
    : `coalesce(cast(${quoted(name)} as ${types.text}), '')`;
}

/** Names of the types of numbers and texts. */
export interface Types {
  readonly number: string;
  readonly text: string;
}

/** The condition that picks the asked units, or nothing; numbers are compared as numbers, however they are written. */
export function whereOnly(
  only: Readonly<Record<string, string>>,
  kindOf: (column: string) => CellKind | undefined,
  types: Types,
): string {
  const conditions = Object.entries(only).map(([column, value]) => {
    const isNumber = kindOf(column) === 'number' && value.trim() !== '' && Number.isFinite(Number(value));
    return isNumber
      ? `${cast(column, 'number', types)} = ${Number(value)}`
      : `${cast(column, 'text', types)} = ${literal(value)}`;
  });
  return conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`;
}
