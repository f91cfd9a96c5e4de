// What happens to columns before a function sees them: fitted in training, stored with the model, inverted on prediction.
import type { ColumnPreprocessing } from '../config/config.ts';
import { DataError, type Problem, problem } from '../config/errors.ts';
import { log } from '../numeric/math.ts';
import { rowsText, supportProblems } from './check.ts';
import { type Column, columnOf, type Table } from './columns.ts';
import type { Encoder, Encoding } from './encoders/encoder.ts';
import { onehot } from './encoders/onehot.ts';
import { ordinal } from './encoders/ordinal.ts';
import { indexLevels, type Level, labelOf, levelAt, levelsOf } from './groups.ts';
import { center } from './scalers/center.ts';
import { max } from './scalers/max.ts';
import { minmax } from './scalers/minmax.ts';
import type { Scaler, Scaling } from './scalers/scaler.ts';
import { standardize } from './scalers/standardize.ts';
import { logTransform } from './transforms/log.ts';
import { log1pTransform } from './transforms/log1p.ts';
import { logitTransform } from './transforms/logit.ts';
import { sqrtTransform } from './transforms/sqrt.ts';
import type { Transform } from './transforms/transform.ts';

export const transforms: Readonly<Record<Transform['name'], Transform>> = {
  log: logTransform,
  log1p: log1pTransform,
  logit: logitTransform,
  sqrt: sqrtTransform,
};
export const scalers: Readonly<Record<Scaler['name'], Scaler>> = { standardize, max, minmax, center };
export const encoders: Readonly<Record<Encoder['name'], Encoder>> = { onehot, ordinal };

/** What training fixes of one column; plain JSON. Applied in the order fill, transform, scale; or fill, encode. */
export interface ColumnState {
  /** Stands in for an empty cell, in the column's own units. */
  readonly fill?: number;
  readonly transform?: Transform['name'];
  readonly scaling?: Scaling & { readonly scale: Scaler['name'] };
  readonly encoding?: Encoding;
}

/** Column → its state; plain JSON. */
export type PreprocessingState = Readonly<Record<string, ColumnState>>;

/**
 * Finds the constants of every configured column, and the mean that fills the empty cells of `meanFilled`.
 * Empty cells count for nothing. Columns absent from the table are passed over.
 * @throws DataError for values outside a transform's domain, text that should be numbers, and columns all empty
 */
export function fitPreprocessing(
  config: Readonly<Record<string, ColumnPreprocessing>>,
  meanFilled: readonly string[],
  table: Table,
): PreprocessingState {
  const problems: Problem[] = [];
  const states: [string, ColumnState][] = [];
  for (const name of new Set([...Object.keys(config), ...meanFilled])) {
    const column = columnOf(table, name);
    if (column === undefined) continue;
    const wanted = Object.hasOwn(config, name) ? config[name] : {};
    const found = wanted.encode === undefined ? trainingProblems(name, column, wanted.transform) : [];
    problems.push(...found);
    if (found.length === 0) states.push([name, fitColumn(column, wanted, meanFilled.includes(name))]);
  }
  if (problems.length > 0) throw new DataError(problems);
  return Object.fromEntries(states);
}

/**
 * The table as the function sees it. A onehot column keeps its own cells (for `by:`) and gains one column a level.
 * @throws DataError for values outside a transform's domain and for levels unseen in training where that is an error
 */
export function applyPreprocessing(state: PreprocessingState, table: Table): Table {
  const problems: Problem[] = [];
  const columns = new Map(Object.entries(table.columns));
  for (const [name, it] of Object.entries(state)) {
    const column = columnOf(table, name);
    if (column === undefined) continue;
    const found =
      it.encoding === undefined
        ? numericProblems(name, column, it.transform)
        : unseenProblems(name, column, it.encoding);
    problems.push(...found);
    if (found.length > 0) continue;
    for (const made of applyColumn(name, column, it))
      columns.set(made.name, { kind: 'number', values: made.values });
  }
  if (problems.length > 0) throw new DataError(problems);
  return { rows: table.rows, columns: Object.fromEntries(columns) };
}

/** Onehot columns → the columns of the vector that bears their name. */
export function encodedVectors(state: PreprocessingState): Record<string, readonly string[]> {
  const vectors = Object.entries(state).flatMap(([name, { encoding }]) =>
    encoding?.encode === 'onehot'
      ? [[name, encoding.levels.map((level) => `${name}[${labelOf(level)}]`)] as const]
      : [],
  );
  return Object.fromEntries(vectors);
}

/** Values of a column in preprocessed units → its own units; increasing, so quantiles stay quantiles. */
export function invertColumn(state: PreprocessingState, name: string, values: Float64Array): Float64Array {
  if (!Object.hasOwn(state, name)) return values;
  const { transform, scaling } = state[name];
  const invert = transform === undefined ? undefined : transforms[transform].invert;
  const { offset, factor } = scaling ?? { offset: 0, factor: 1 };
  return values.map((z) => {
    const x = offset + z * factor;
    return invert === undefined ? x : invert(x);
  });
}

/** log |dz/dx| at each of a column's own values: added to a log density of z it gives the one of x. */
export function logDerivative(state: PreprocessingState, name: string, values: Float64Array): Float64Array {
  if (!Object.hasOwn(state, name)) return new Float64Array(values.length);
  const { transform, scaling } = state[name];
  const own = transform === undefined ? undefined : transforms[transform].logDerivative;
  const shift = scaling === undefined ? 0 : -log(scaling.factor);
  return values.map((x) => (own === undefined ? shift : own(x) + shift));
}

/** A config's preprocessing with the constants of a fit written in, so that a fit from it keeps them. */
export function withConstants(
  config: Readonly<Record<string, ColumnPreprocessing>>,
  state: PreprocessingState,
): Record<string, ColumnPreprocessing> {
  const columns = Object.entries(state).map(([name, { fill, scaling, encoding }]) => [
    name,
    {
      ...(Object.hasOwn(config, name) ? config[name] : {}),
      ...(fill === undefined ? {} : { fill }),
      ...(scaling === undefined ? {} : { offset: scaling.offset, factor: scaling.factor }),
      ...(encoding === undefined ? {} : { levels: encoding.levels.map(plainLevel) }),
    },
  ]);
  return { ...config, ...Object.fromEntries(columns) };
}

/** An encoded column has levels of its own, never tuples. */
function plainLevel(level: Level): number | string {
  return typeof level === 'object' ? labelOf(level) : level;
}

function fitColumn(column: Column, wanted: ColumnPreprocessing, isFilled: boolean): ColumnState {
  if (wanted.encode !== undefined) {
    const levels = wanted.levels ?? levelsOf([withoutMissing(column)]).levels;
    return { encoding: { encode: wanted.encode, unseen: wanted.unseen ?? 'error', levels } };
  }
  const cells = present(column);
  const fill = isFilled ? (wanted.fill ?? center.fit(cells).offset) : undefined;
  const { transform, scale, offset, factor } = wanted;
  const seen = transform === undefined ? cells : cells.map(transforms[transform].apply);
  const given = { ...(offset === undefined ? {} : { offset }), ...(factor === undefined ? {} : { factor }) };
  return {
    ...(fill === undefined ? {} : { fill }),
    ...(transform === undefined ? {} : { transform }),
    ...(scale === undefined ? {} : { scaling: { scale, ...scalers[scale].fit(seen), ...given } }),
  };
}

function applyColumn(
  name: string,
  column: Column,
  state: ColumnState,
): readonly { name: string; values: Float64Array }[] {
  if (state.encoding !== undefined) {
    const { encode, levels } = state.encoding;
    return encoders[encode].encode(name, indexLevels([column], levels), levels.map(labelOf));
  }
  if (column.kind === 'text') return [];
  const { fill, transform, scaling } = state;
  const apply = transform === undefined ? undefined : transforms[transform].apply;
  const values = column.values.map((cell) => {
    const x = fill !== undefined && Number.isNaN(cell) ? fill : cell;
    const z = apply === undefined || Number.isNaN(x) ? x : apply(x);
    return scaling === undefined ? z : (z - scaling.offset) / scaling.factor;
  });
  return [{ name, values }];
}

function trainingProblems(name: string, column: Column, transform: Transform['name'] | undefined): Problem[] {
  if (column.kind === 'text' || present(column).length > 0) return numericProblems(name, column, transform);
  const message = 'every cell is empty; there is nothing to fit';
  return [
    problem({
      path: name,
      code: 'all_missing',
      found: 'only empty cells',
      expected: 'at least one number',
      message,
    }),
  ];
}

function numericProblems(name: string, column: Column, transform: Transform['name'] | undefined): Problem[] {
  if (column.kind === 'text') return supportProblems(column, { name, test: () => true, text: 'numbers' });
  if (transform === undefined) return [];
  const { test, domain } = transforms[transform];
  return supportProblems(column, { name, test, text: `${domain} (transform: ${transform})` });
}

function unseenProblems(name: string, column: Column, encoding: Encoding): Problem[] {
  if (encoding.unseen === 'ignore') return [];
  const index = indexLevels([column], encoding.levels);
  const rows = [...index.keys()].filter((row) => index[row] < 0);
  if (rows.length === 0) return [];
  const found = JSON.stringify(levelAt([column], rows[0]));
  const expected = `one of ${encoding.levels.slice(0, 12).map(labelOf).join(', ')}`;
  const message = `level ${found} in ${rowsText(rows)} was not seen in training; set unseen: ignore to encode it as ${encoders[encoding.encode].unseen}`;
  return [problem({ path: name, code: 'unseen_level', found, expected, message })];
}

function present(column: Column): Float64Array {
  return column.kind === 'number' ? column.values.filter((cell) => !Number.isNaN(cell)) : new Float64Array(0);
}

function withoutMissing(column: Column): Column {
  if (column.kind === 'text') return { kind: 'text', values: column.values.filter((cell) => cell !== '') };
  return { kind: 'number', values: present(column) };
}
