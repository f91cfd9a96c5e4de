// Which columns of the data a suite reads.
import {
  type Config,
  DataError,
  Model,
  nearest,
  overlay,
  type Problem,
  problem,
  type Table,
} from '@posterity/engine';
import { canonicalRows } from '../sources/canonicalRows.ts';
import { numberColumns } from '../sources/numberColumns.ts';
import type { RowSource } from '../sources/rowSource.ts';
import type { Suite } from './suiteFile.ts';

/** Columns that a config's model reads from a table, its outcome too. */
export function columnsOf(config: Config): string[] {
  const columns = config.independent_vars.flatMap((item) =>
    item.kind === 'column' ? [item.name] : item.columns,
  );
  const groups = Object.values(config.variable_params).flatMap(({ by }) => by ?? []);
  const { weights } = config.likelihood;
  return [
    ...columns,
    ...groups,
    ...(weights === undefined ? [] : [weights]),
    ...(config.dependent_var === undefined ? [] : [config.dependent_var]),
  ];
}

/** Columns whose texts a model reads as levels. */
export function levelColumns(config: Config): Set<string> {
  const groups = Object.values(config.variable_params).flatMap(({ by }) => by ?? []);
  const encoded = Object.entries(config.preprocessing).flatMap(([name, { encode }]) =>
    encode === undefined ? [] : [name],
  );
  return new Set([...groups, ...encoded]);
}

/** A unit's rows as its model takes them, in an order of their own. */
export function unitTable(suite: Suite, config: Config, table: Table): Table {
  return canonicalRows(numberColumns(table, levelColumns(config)), suite.order);
}

/** The model of the suite and, of each override, the model with it; those whose config is wrong are left out. */
export function suiteModels(suite: Suite): Model[] {
  return [suite.model, ...suite.overrides.map(({ layer }) => [...suite.model, layer])].flatMap((layers) => {
    try {
      return [new Model(overlay(layers).value)];
    } catch {
      // What is wrong with a config is told for its units.
      return [];
    }
  });
}

/**
 * The columns that the models of all units need beside those of the unit; those of overrides too.
 * @throws DataError naming every column that the source does not have
 */
export async function neededColumns(suite: Suite, source: RowSource): Promise<string[]> {
  const wanted = new Set([...suite.order, ...suiteModels(suite).flatMap(({ config }) => columnsOf(config))]);
  const present = await source.columns();
  const missing = [...suite.unit, ...wanted].filter((name) => !present.includes(name));
  if (missing.length > 0) {
    throw new DataError([...new Set(missing)].map((name) => missingColumn(source, name, present)));
  }
  return [...wanted].sort();
}

function missingColumn({ name: source }: RowSource, name: string, present: readonly string[]): Problem {
  const suggestion = nearest(name, present);
  const found = present.join(', ');
  return problem({
    path: name,
    code: 'missing_column',
    found,
    expected: name,
    message: `is not a column of ${source}; found ${found}`,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
}

/** A column given to pick units by that is none of the unit's. */
export function unknownUnitColumn(suite: Suite, column: string): DataError {
  const expected = suite.unit.join(', ');
  const message = `is not a column of the suite's unit; expected ${expected}`;
  return new DataError([problem({ path: column, code: 'unknown_name', found: column, expected, message })]);
}
