/** The log likelihood of a row: a distribution (censored, truncated, weighted) or a written-out log density. */
import type { Distribution, Params, Support } from '../distributions/distribution.ts';
import * as b from '../expr/build.ts';
import { asExpr } from '../expr/build.ts';
import { type Expr, isConst } from '../expr/expr.ts';

export interface BoundExprs {
  readonly lower?: Expr;
  readonly upper?: Expr;
}

/** Log density of one row's y. */
export function rowLogDensity(
  distribution: Distribution,
  params: Params,
  y: Expr,
  censored: BoundExprs | undefined,
  truncated: BoundExprs | undefined,
): Expr {
  let density = guarded(distribution.logDensity(y, params), y, distribution.support(params));
  if (truncated !== undefined) density = b.sub(density, logMassWithin(distribution, params, truncated));
  if (censored !== undefined) density = withCensoring(distribution, params, y, censored, density);
  return density;
}

/** Minus infinity outside a support whose bounds depend on parameters; fixed bounds are checked on the data instead. */
function guarded(density: Expr, y: Expr, support: Support): Expr {
  const inside: Expr[] = [];
  if (support.lower !== undefined && !isConst(asExpr(support.lower))) inside.push(b.ge(y, support.lower));
  if (support.upper !== undefined && !isConst(asExpr(support.upper))) inside.push(b.le(y, support.upper));
  return inside.reduce((value, condition) => b.select(condition, value, Number.NEGATIVE_INFINITY), density);
}

/** log P(lower ≤ y ≤ upper). */
function logMassWithin(distribution: Distribution, params: Params, bounds: BoundExprs): Expr {
  const { logCdf, logSurvival } = tails(distribution);
  const isDiscrete = distribution.support(params).discrete;
  const below = bounds.lower === undefined ? undefined : isDiscrete ? b.sub(bounds.lower, 1) : bounds.lower;
  if (below === undefined) return logCdf(bounds.upper!, params);
  if (bounds.upper === undefined) return logSurvival(below, params);
  // Differences are taken in the tail where they lose least.
  const [low, high] = [logCdf(below, params), logCdf(bounds.upper, params)];
  const [lowTail, highTail] = [logSurvival(below, params), logSurvival(bounds.upper, params)];
  const fromBelow = b.add(high, b.log1mexp(b.sub(low, high)));
  const fromAbove = b.add(lowTail, b.log1mexp(b.sub(highTail, lowTail)));
  return b.select(b.lt(high, lowTail), fromBelow, fromAbove);
}

function withCensoring(
  distribution: Distribution,
  params: Params,
  y: Expr,
  bounds: BoundExprs,
  inside: Expr,
): Expr {
  const { logCdf, logSurvival } = tails(distribution);
  const isDiscrete = distribution.support(params).discrete;
  let density = inside;
  if (bounds.upper !== undefined) {
    const from = isDiscrete ? b.sub(bounds.upper, 1) : bounds.upper;
    density = b.select(b.ge(y, bounds.upper), logSurvival(from, params), density);
  }
  if (bounds.lower !== undefined)
    density = b.select(b.le(y, bounds.lower), logCdf(bounds.lower, params), density);
  return density;
}

function tails(distribution: Distribution): Required<Pick<Distribution, 'logCdf' | 'logSurvival'>> {
  const { logCdf, logSurvival } = distribution;
  if (logCdf === undefined || logSurvival === undefined) {
    throw new Error(`${distribution.name} has no cdf expression; please report this`);
  }
  return { logCdf, logSurvival };
}
