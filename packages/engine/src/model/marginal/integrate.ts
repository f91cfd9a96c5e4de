/**
 * Grouped variables integrated out of a log density, where it is quadratic in them: a Normal population under a Normal
 * likelihood. With z | φ ~ Normal(ẑ, A⁻¹) by level, log ∫ exp L(z, φ) dz = L(ẑ, φ) − ½ Σ log A + ½ n log 2π exactly; at ẑ
 * the derivative of L by z is nil, so that the gradient by φ needs none of ẑ (the envelope theorem).
 *
 * Automatic marginalisation by conjugacy: Lai, Burroni, Guan & Sheldon 2023, "Automatically marginalized MCMC in
 * probabilistic programming".
 */
import { halfLogTwoPi } from '../../distributions/constants.ts';
import * as b from '../../expr/build.ts';
import type { Expr } from '../../expr/expr.ts';
import { namesOf, transform } from '../../expr/traverse.ts';
import { type Density, type Parameter, withGradient } from '../densities.ts';
import { quadraticIn } from './polynomial.ts';

/** z given those integrated out after it and all that is sampled: Normal, independent over levels. */
export interface Conditional {
  readonly variable: Parameter;
  readonly mean: Expr;
  readonly precision: Expr;
}

/** The conditionals of those candidates that can be integrated out, in their order. */
export function conditionals(logDensity: Expr, candidates: readonly Parameter[]): Conditional[] {
  const found: Conditional[] = [];
  let profile = logDensity;
  for (const variable of candidates) {
    const quadratic = quadraticIn(profile, variable);
    if (quadratic === undefined) continue;
    const precision = b.mul(-2, quadratic.square);
    const used = namesOf([precision], 'parameter');
    if (candidates.some(({ name }) => used.includes(name))) continue;
    const mean = b.spread(b.div(quadratic.linear, precision), variable.domain);
    found.push({ variable, mean, precision });
    profile = substituted([profile], new Map([[variable.name, mean]]))[0]!;
  }
  return found;
}

/** The density of `sampled` alone, with its gradient. */
export function marginalDensity(
  logDensity: Expr,
  integrated: readonly Conditional[],
  sampled: readonly Parameter[],
): Density {
  const means = meansOf(integrated);
  const volume = integrated
    .map(({ variable, precision }) =>
      b.sub(
        b.mul(halfLogTwoPi, b.size(variable.domain)),
        b.mul(0.5, b.sum(b.log(b.spread(precision, variable.domain)))),
      ),
    )
    .reduce((x, y) => b.add(x, y));
  const joint = withGradient(logDensity, sampled);
  const used = namesOf([volume], 'parameter');
  const spread = withGradient(
    volume,
    sampled.filter(({ name }) => used.includes(name)),
  );
  const roots = [joint.logDensity, ...sampled.map(({ name }) => joint.gradient[name]!)];
  const [value, ...derivatives] = substituted(roots, means) as [Expr, ...Expr[]];
  const gradient = Object.fromEntries(
    sampled.map(({ name, domain }, i) => [
      name,
      b.spread(b.add(derivatives[i]!, spread.gradient[name] ?? 0), domain),
    ]),
  );
  return { logDensity: b.add(value, spread.logDensity), gradient };
}

/**
 * The values of the integrated variables from what is sampled and a standard Normal number an entry, which takes the
 * entry's place in the position, and the log density of the values given what is sampled.
 */
export function completion(integrated: readonly Conditional[]): {
  /** In the order of the variables. */
  readonly values: readonly { readonly name: string; readonly expr: Expr }[];
  readonly logDensity: Expr;
} {
  const values = new Map<string, Expr>();
  const terms: Expr[] = [];
  for (const { variable, mean, precision } of integrated.toReversed()) {
    const { name, domain } = variable;
    const noise = b.parameter(name, domain);
    const own = substituted([mean], values)[0]!;
    const root = b.sqrt(b.spread(precision, domain));
    values.set(name, b.add(own, b.div(noise, root)));
    terms.push(b.sum(b.sub(b.sub(b.log(root), halfLogTwoPi), b.mul(0.5, b.square(noise)))));
  }
  return {
    values: integrated.map(({ variable: { name } }) => ({ name, expr: values.get(name)! })),
    logDensity: terms.reduce((x, y) => b.add(x, y)),
  };
}

/** The mean of each variable over what is sampled alone: the last needs no other. */
function meansOf(integrated: readonly Conditional[]): Map<string, Expr> {
  const means = new Map<string, Expr>();
  for (const { variable, mean } of integrated.toReversed())
    means.set(variable.name, substituted([mean], means)[0]!);
  return means;
}

function substituted(roots: readonly Expr[], values: ReadonlyMap<string, Expr>): Expr[] {
  return transform(roots, (node) => (node.op === 'parameter' ? (values.get(node.name!) ?? node) : node));
}
