/** Texts and numbers of a config → expressions with a meaning; mistakes become problems with the place. */
import type { ParamValue } from '../config/config.ts';
import { type Problem, problem } from '../config/errors.ts';
import type { Params } from '../distributions/distribution.ts';
import * as b from '../expr/build.ts';
import type { Domain, Expr } from '../expr/expr.ts';
import { LanguageError } from '../language/languageError.ts';
import { parseExpression } from '../language/parse.ts';
import { type Reading, resolve } from './names.ts';

/** Starts the reading of one place of a config: its path, the domain expected there, whether columns may be used. */
export type MakeReading = (
  path: string,
  domain: Domain,
  columns: boolean,
  extra?: ReadonlyMap<string, Expr>,
) => Reading;

export function readParams(params: Readonly<Record<string, ParamValue>>, reading: Reading): Params {
  const read: Record<string, Expr> = {};
  for (const [name, value] of Object.entries(params))
    read[name] = readParam(value, { ...reading, path: `${reading.path}.${name}` });
  return read;
}

export function readParam(value: ParamValue, reading: Reading): Expr {
  if (typeof value === 'number') return b.constant(value);
  if (typeof value !== 'string') return b.vector(value.map((item) => readParam(item, reading)));
  const parsed = attempt(reading.path, reading.problems, () => parseExpression(value));
  return parsed === undefined ? b.constant(Number.NaN) : resolve(parsed, reading);
}

/** What `read` gives, or undefined and a problem where a text lies outside the language. */
export function attempt<T>(path: string, problems: Problem[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof LanguageError)) throw error;
    problems.push(
      problem({
        path,
        code: error.code,
        found: 'the text',
        expected: 'the language of expressions',
        message: error.message,
      }),
    );
    return undefined;
  }
}
