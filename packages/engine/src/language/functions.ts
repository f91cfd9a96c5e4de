import * as b from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';

/** A function a text may call: how many arguments it takes and what it builds. */
export interface LanguageFunction {
  readonly least: number;
  readonly most: number;
  readonly build: (args: readonly Expr[]) => Expr;
}

const unary = (build: (a: Expr) => Expr): LanguageFunction => ({
  least: 1,
  most: 1,
  build: (args) => build(args[0]!),
});
const binary = (build: (a: Expr, c: Expr) => Expr): LanguageFunction => ({
  least: 2,
  most: 2,
  build: (args) => build(args[0]!, args[1]!),
});
const many = (build: (a: Expr, c: Expr) => Expr, least = 1): LanguageFunction => ({
  least,
  most: Number.POSITIVE_INFINITY,
  build: (args) => args.reduce(build),
});
/** Functions over whole columns, which the model gives their meaning. */
const overColumns = (name: string, least: number, most: number): LanguageFunction => ({
  least,
  most,
  build: (args) => b.call(name, args),
});

/** `logsumexp(a, b, …)` or `logsumexp([a, b, …])`. */
function logsumexp(args: readonly Expr[]): Expr {
  const items = args.length === 1 && args[0]!.op === 'vector' ? args[0]!.args : args;
  return b.logsumexp(items);
}

/** Every function of the language, by name. */
export const functions: Readonly<Record<string, LanguageFunction>> = {
  exp: unary(b.exp),
  expm1: unary(b.expm1),
  log: unary(b.log),
  log1p: unary(b.log1p),
  sqrt: unary(b.sqrt),
  abs: unary(b.abs),
  pow: binary(b.pow),
  sin: unary(b.sin),
  cos: unary(b.cos),
  tan: unary(b.tan),
  sinh: unary(b.sinh),
  cosh: unary(b.cosh),
  tanh: unary(b.tanh),
  asin: unary(b.asin),
  acos: unary(b.acos),
  atan: unary(b.atan),
  min: many(b.min),
  max: many(b.max),
  floor: unary(b.floor),
  ceil: unary(b.ceil),
  sign: unary(b.sign),
  where: { least: 3, most: 3, build: (args) => b.select(args[0]!, args[1]!, args[2]!) },
  logit: unary(b.logit),
  invlogit: unary(b.invlogit),
  softplus: unary(b.softplus),
  lgamma: unary(b.lgamma),
  erf: unary(b.erf),
  erfc: unary(b.erfc),
  logsumexp: { least: 1, most: Number.POSITIVE_INFINITY, build: logsumexp },
  sum: overColumns('sum', 1, Number.POSITIVE_INFINITY),
  dot: overColumns('dot', 2, 2),
  lag: overColumns('lag', 1, 2),
  gp: overColumns('gp', 2, 4),
  bs: overColumns('bs', 2, 3),
};

/** Other libraries' names for the same functions. */
export const aliases: Readonly<Record<string, string>> = {
  power: 'pow',
  absolute: 'abs',
  arcsin: 'asin',
  arccos: 'acos',
  arctan: 'atan',
  sigmoid: 'invlogit',
  inv_logit: 'invlogit',
  expit: 'invlogit',
  log1pexp: 'softplus',
  gammaln: 'lgamma',
  maximum: 'max',
  minimum: 'min',
  sgn: 'sign',
  switch: 'where',
};

/** Prefixes that are accepted and dropped. */
export const prefixes: ReadonlySet<string> = new Set([
  'Math',
  'np',
  'numpy',
  'math',
  'pm',
  'pm.math',
  'pymc.math',
  'pt',
  'tt',
  'jnp',
]);

/** Named numbers, with or without a prefix. */
export const namedNumbers: Readonly<Record<string, number>> = { PI: Math.PI, pi: Math.PI, E: Math.E };
