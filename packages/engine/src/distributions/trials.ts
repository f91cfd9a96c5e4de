import { add, gt, invlogit, mul, neg, select, softplus, sub, xlog1py, xlogy } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { invlogit as invlogitOf } from '../numeric/math.ts';
import type { Numbers, Params } from './distribution.ts';

/**
 * A probability of success is kept as it was given, `p` or `logit_p`, so that the logit scale stays exact far out;
 * a `p` that is written as invlogit(…) counts as `logit_p`.
 */
export function logOdds(params: Params): Expr | undefined {
  if ('logit_p' in params) return params.logit_p;
  return params.p.op === 'invlogit' ? params.p.args[0] : undefined;
}

export function successProbability(params: Params): Expr {
  return 'logit_p' in params ? invlogit(params.logit_p) : params.p;
}

export function failureProbability(params: Params): Expr {
  const eta = logOdds(params);
  return eta === undefined ? sub(1, params.p) : invlogit(neg(eta));
}

export function successProbabilityOf(params: Numbers): number {
  return 'logit_p' in params ? invlogitOf(params.logit_p) : params.p;
}

export function failureProbabilityOf(params: Numbers): number {
  return 'logit_p' in params ? invlogitOf(-params.logit_p) : 1 - params.p;
}

/** log(pʸ (1 − p)ⁿ⁻ʸ). On the logit scale it counts from the likelier outcome, so that nothing cancels. */
export function logOutcomes(successes: Expr, failures: Expr, trials: Expr, params: Params): Expr {
  const eta = logOdds(params);
  if (eta === undefined) return add(xlogy(successes, params.p), xlog1py(failures, neg(params.p)));
  const isLikely = gt(eta, 0);
  const unlikelier = select(isLikely, neg(eta), eta);
  return sub(mul(select(isLikely, failures, successes), unlikelier), mul(trials, softplus(unlikelier)));
}
