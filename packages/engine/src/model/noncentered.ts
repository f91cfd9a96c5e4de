/** Non-centred forms (Papaspiliopoulos, Roberts & Sköld 2007): x = location + scale · z with z of the standard member. */
import type { Params } from '../distributions/distribution.ts';
import * as b from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';

interface LocationScale {
  readonly location?: string;
  readonly scale: string;
  /** x is the exponential of location + scale · z. */
  readonly exponential?: boolean;
}

/** Families that are a shifted and stretched standard member, by their canonical parameters. */
const families: Readonly<Record<string, LocationScale>> = {
  Normal: { location: 'mu', scale: 'sigma' },
  LogNormal: { location: 'mu', scale: 'sigma', exponential: true },
  StudentT: { location: 'mu', scale: 'sigma' },
  Laplace: { location: 'mu', scale: 'b' },
  Logistic: { location: 'mu', scale: 's' },
  Gumbel: { location: 'mu', scale: 'beta' },
  Cauchy: { location: 'alpha', scale: 'beta' },
};

export function hasNoncenteredForm(distribution: string): boolean {
  return Object.hasOwn(families, distribution);
}

/** What a value adds to its location on the scale on which the two are added; that of a zero-sum value is itself. */
export function residual(distribution: string, params: Params, value: Expr): Expr {
  const family = families[distribution];
  if (family?.location === undefined) return value;
  return b.sub(family.exponential ? b.log(value) : value, params[family.location]!);
}

export interface Noncentered {
  /** x as a function of z. */
  readonly value: Expr;
  /** Parameters of the distribution of z (of the exponent of x for exponential families). */
  readonly standard: Params;
  /** Name of the distribution of z. */
  readonly distribution: string;
}

export function noncentered(distribution: string, params: Params, z: Expr): Noncentered {
  const family = families[distribution];
  if (family === undefined) throw new Error(`${distribution} has no non-centred form; please report this`);
  const scaled = b.mul(params[family.scale]!, z);
  const moved = family.location === undefined ? scaled : b.add(params[family.location]!, scaled);
  const standard: Record<string, Expr> = { ...params, [family.scale]: b.constant(1) };
  if (family.location !== undefined) standard[family.location] = b.constant(0);
  return {
    value: family.exponential ? b.exp(moved) : moved,
    standard,
    distribution: family.exponential ? 'Normal' : distribution,
  };
}
