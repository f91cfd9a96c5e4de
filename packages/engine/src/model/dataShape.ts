/** What only data can tell of a model's form. */
import type { Config } from '../config/config.ts';
import { policyOf } from '../data/missing.ts';

export interface DataShape {
  /** Onehot columns → the columns of the vector that bears their name. */
  readonly vectors: Readonly<Record<string, readonly string[]>>;
  /** Columns with empty cells that are parameters of the model. */
  readonly imputed: readonly string[];
}

/** The shape before any data are seen. */
export const unknownShape: DataShape = { vectors: {}, imputed: [] };

export function isSameShape(a: DataShape, b: DataShape): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Names of the onehot columns of a config. */
export function onehotColumns(config: Config): string[] {
  return Object.keys(config.preprocessing).filter((name) => config.preprocessing[name]!.encode === 'onehot');
}

/** Columns whose empty cells are imputed: each has a distribution declared under its own name. */
export function covariateNames(config: Config): string[] {
  const columns = config.independent_vars.flatMap((it) => (it.kind === 'column' ? [it.name] : it.columns));
  return columns.filter(
    (name) => policyOf(config.missing, name) === 'impute' && Object.hasOwn(config.variable_params, name),
  );
}
