// A vector parameter is carried as scalars named `name[0]`, `name[1]`, …, so that canonical parameters are always
// scalar expressions, and plain numbers when a distribution is drawn from.
import { element } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';

/** The scalar entries of a vector that was given whole: a written-out list or a stack of scalars. Throws on others. */
export function flattened(name: string, given: Expr): Readonly<Record<string, Expr>> {
  if (given.op !== 'vector' && given.op !== 'stack') {
    throw new Error(`${name} must be a list such as [-1, 0.5, 2]`);
  }
  const items = given.op === 'vector' ? given.args : given.args.map((_, k) => element(given, k));
  return Object.fromEntries(items.map((item, k) => [entryName(name, k), item]));
}

export function entryName(name: string, k: number): string {
  return `${name}[${k}]`;
}

/** The entries of a vector parameter in order. */
export function entriesOf<T>(name: string, params: Readonly<Record<string, T>>): T[] {
  const entries: T[] = [];
  for (let k = 0; Object.hasOwn(params, entryName(name, k)); k++) entries.push(params[entryName(name, k)]!);
  return entries;
}
