/** The data block's values of a Stan program. */
import { rows } from '../../expr/expr.ts';
import { outcome, type Specification } from '../../model/specification.ts';
import type { PreparedData } from '../../model/trainingData.ts';
import { programNames } from './stanNames.ts';

type Value = number | readonly number[] | readonly (readonly number[])[];

/** Data of `stanProgram` by name, as Stan's JSON wants it: levels from 1, a matrix by rows. */
export function stanData(specification: Specification, data: PreparedData): Record<string, Value> {
  const names = programNames(specification);
  const { groups, nestings } = specification;
  const values: Record<string, Value> = { N: data.rows };
  const column = (name: string): number[] => [...data.columns[name]!];
  const fromOne = (index: Int32Array): number[] => Array.from(index, (level) => level + 1);
  for (const name of dataColumns(specification)) values[names.column(name)] = column(name);
  for (const [name, members] of specification.names.vectors) {
    const parts = members.map(column);
    values[names.vector(name)] = Array.from({ length: data.rows }, (_, row) =>
      parts.map((part) => part[row]!),
    );
  }
  for (const key of groups.keys()) {
    values[names.levels(key)] = data.groups.get(key)!.levels.length;
    values[names.index(key, rows)] = fromOne(data.indices[`${key}|${rows}`]!);
  }
  for (const { inner, outer } of nestings)
    values[names.index(outer, `by:${inner}`)] = fromOne(data.indices[`${outer}|by:${inner}`]!);
  values[names.column(outcome)] = column(outcome);
  return values;
}

/** Columns that the function reads as numbers. Of an outcome that it looks back at, its lags are such, not itself. */
export function dataColumns({ config, groups, columns, lags }: Specification): string[] {
  const others = new Set([...groups.values()].flat());
  for (const name of [outcome, config.dependent_var]) if (name !== undefined) others.add(name);
  return [...columns, ...lags.map((lag) => lag.name)].filter((name) => !others.has(name));
}
