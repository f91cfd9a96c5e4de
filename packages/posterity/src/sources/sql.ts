// The pieces of SQL that DuckDB, Postgres and Spark read alike.

/** A name in a statement. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text in a statement. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** What a column holds, as far as a model cares. */
export type CellKind = 'number' | 'text';

/** One column cast to what a model reads; a missing text is ''. */
export function cast(
  name: string,
  kind: CellKind,
  types: { readonly number: string; readonly text: string },
): string {
  return kind === 'number'
    ? `cast(${quoted(name)} as ${types.number})`
    : `coalesce(cast(${quoted(name)} as ${types.text}), '')`;
}

/** The condition that picks the asked units, or nothing. */
export function whereOnly(only: Readonly<Record<string, string>>, textType: string): string {
  const conditions = Object.entries(only).map(
    ([column, value]) => `cast(${quoted(column)} as ${textType}) = ${literal(value)}`,
  );
  return conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`;
}
