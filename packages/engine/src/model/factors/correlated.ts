/**
 * Variables that vary together over the levels of a group: the level's values (or their logarithms) are multivariate
 * Normal, with an LKJ prior on the correlation matrix. The matrix is built from canonical partial correlations
 * (Lewandowski, Kurowicka & Joe 2009, §3), which are independent under that prior.
 */

import { halfLogTwoPi } from '../../distributions/constants.ts';
import type { Params } from '../../distributions/distribution.ts';
import { stretchedBetaNormaliser } from '../../distributions/lkjCorrelation.ts';
import * as b from '../../expr/build.ts';
import type { Expr } from '../../expr/expr.ts';
import type { ModelVariable } from '../variables.ts';
import type { Factor } from './factor.ts';

/** Families whose values, or their logarithms, are Normal with `mu` and `sigma`. */
export const correlatedFamilies: ReadonlySet<string> = new Set(['Normal', 'LogNormal']);

/** Rows below the diagonal: entry (i, j) with j < i stands at i (i − 1) / 2 + j. */
type Triangle = readonly Expr[];
const at = (i: number, j: number): number => (i * (i - 1)) / 2 + j;

/**
 * @param normals the variables by the same group, n ≥ 2.
 * @param correlations their correlations, in the order (1, 0), (2, 0), (2, 1), (3, 0), …
 */
export function correlatedFactor(
  normals: readonly ModelVariable[],
  correlations: readonly ModelVariable[],
): Factor {
  const n = normals.length;
  const isLog = normals.map((variable) => variable.distribution.name === 'LogNormal');
  const { domain } = normals[0]!;
  const eta = (params: readonly Params[]): Expr => params[n]!['eta']!;
  const scales = (params: readonly Params[]): Expr =>
    b.sum(
      b.spread(
        normals.map((_, k) => b.log(params[k]!['sigma']!)).reduce((x, y) => b.add(x, y)),
        domain,
      ),
    );
  return {
    variables: [...normals, ...correlations],
    hasNoncentered: true,
    logDensity: (values, params) => {
      const { rows, diagonal } = cholesky(values.slice(n), n);
      const logs = values.slice(0, n).map((value, k) => (isLog[k] ? b.log(value) : value));
      const unit = unitNormals(logs, params, rows, diagonal);
      const jacobian = b.sum(sumOf(logs.filter((_, k) => isLog[k])));
      const normal = b.sub(standardDensity(unit, domain), b.add(scales(params), jacobian));
      const logDet = sumOf(diagonal.map((it) => b.log(it)));
      const tied = b.sub(normal, b.mul(b.size(domain), logDet));
      const whole = b.add(tied, lkjLogDensity(logDet, eta(params), n));
      return diagonal.slice(1).reduce((density, it) => onlyWhere(b.gt(it, 0), density), whole);
    },
    free: (q, params, isNoncentered) => {
      const partial = q.slice(n);
      const { rows, diagonal, logPartials } = fromPartials(partial, n);
      const lkj = partialsLogDensity(logPartials, eta(params), n);
      const values = matrixEntries(rows, diagonal, n);
      const out = (logs: readonly Expr[]): Expr[] => logs.map((it, k) => (isLog[k] ? b.exp(it) : it));
      if (isNoncentered) {
        const logs = normals.map((_, i) => {
          const mixed = sumOf([...Array(i).keys()].map((j) => b.mul(rows[at(i, j)]!, q[j]!)));
          const own = b.mul(diagonal[i]!, q[i]!);
          return b.add(params[i]!['mu']!, b.mul(params[i]!['sigma']!, b.add(mixed, own)));
        });
        return {
          values: [...out(logs), ...values],
          logDensity: b.add(standardDensity(q.slice(0, n), domain), lkj),
        };
      }
      const unit = unitNormals(q.slice(0, n), params, rows, diagonal);
      const logDet = sumOf(diagonal.map((it) => b.log(it)));
      const normal = b.sub(standardDensity(unit, domain), scales(params));
      return {
        values: [...out(q.slice(0, n)), ...values],
        logDensity: b.add(b.sub(normal, b.mul(b.size(domain), logDet)), lkj),
      };
    },
  };
}

function sumOf(items: readonly Expr[]): Expr {
  return items.reduce((x, y) => b.add(x, y), b.constant(0));
}

function onlyWhere(condition: Expr, density: Expr): Expr {
  return b.select(condition, density, Number.NEGATIVE_INFINITY);
}

/** Σ log N(z | 0, 1) over all entries of all variables. */
function standardDensity(z: readonly Expr[], domain: string): Expr {
  const squares = b.sum(sumOf(z.map((it) => b.square(it))));
  return b.sub(b.mul(-0.5, squares), b.mul(z.length * halfLogTwoPi, b.size(domain)));
}

/** Independent standard Normals: L⁻¹ of the standardised values, by forward substitution. */
function unitNormals(
  values: readonly Expr[],
  params: readonly Params[],
  rows: Triangle,
  diagonal: readonly Expr[],
): Expr[] {
  const unit: Expr[] = [];
  values.forEach((value, i) => {
    const standard = b.div(b.sub(value, params[i]!['mu']!), params[i]!['sigma']!);
    const known = sumOf(unit.map((it, j) => b.mul(rows[at(i, j)]!, it)));
    unit.push(b.div(b.sub(standard, known), diagonal[i]!));
  });
  return unit;
}

/** Cholesky factor of a correlation matrix. */
function cholesky(correlations: Triangle, n: number): { rows: Expr[]; diagonal: Expr[] } {
  const rows: Expr[] = [];
  const diagonal: Expr[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const known = sumOf([...Array(j).keys()].map((k) => b.mul(rows[at(i, k)]!, rows[at(j, k)]!)));
      rows.push(b.div(b.sub(correlations[at(i, j)]!, known), diagonal[j]!));
    }
    const squares = sumOf([...Array(i).keys()].map((k) => b.square(rows[at(i, k)]!)));
    diagonal.push(b.sqrt(b.sub(1, squares)));
  }
  return { rows, diagonal };
}

/** Cholesky factor from real numbers q with partial correlations z = tanh q, and log(1 − z²) of each. */
function fromPartials(q: Triangle, n: number): { rows: Expr[]; diagonal: Expr[]; logPartials: Expr[] } {
  // log(1 − tanh² q) = 2 (log 2 + q − log(1 + e^{2q})), which keeps its digits where tanh q rounds to 1.
  const logPartials = q.map((it) => b.mul(2, b.sub(b.add(it, Math.LN2), b.softplus(b.mul(2, it)))));
  const rows: Expr[] = [];
  const diagonal: Expr[] = [];
  for (let i = 0; i < n; i++) {
    let logRest = b.constant(0);
    for (let j = 0; j < i; j++) {
      rows.push(b.mul(b.tanh(q[at(i, j)]!), b.exp(logRest)));
      logRest = b.add(logRest, b.mul(0.5, logPartials[at(i, j)]!));
    }
    diagonal.push(b.exp(logRest));
  }
  return { rows, diagonal, logPartials };
}

/** The entries below the diagonal of L Lᵀ. */
function matrixEntries(rows: Triangle, diagonal: readonly Expr[], n: number): Expr[] {
  const entries: Expr[] = [];
  const entry = (i: number, k: number): Expr => (i === k ? diagonal[i]! : rows[at(i, k)]!);
  for (let i = 1; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const products = [...Array(j + 1).keys()].map((k) => b.mul(entry(i, k), entry(j, k)));
      entries.push(sumOf(products));
    }
  }
  return entries;
}

/** Shape of the Beta distribution, stretched to (−1, 1), of the partial correlations of column j. */
function partialShape(eta: Expr, n: number, j: number): Expr {
  return b.add(eta, (n - 2 - j) / 2);
}

/** Log density of the real numbers behind the partial correlations: Beta's, and the Jacobian 1 − z² of tanh. */
function partialsLogDensity(logPartials: Triangle, eta: Expr, n: number): Expr {
  const terms: Expr[] = [];
  for (let i = 1; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const alpha = partialShape(eta, n, j);
      terms.push(b.add(b.mul(alpha, logPartials[at(i, j)]!), stretchedBetaNormaliser(alpha)));
    }
  }
  return sumOf(terms);
}

/** Log density (η − 1) log det R + constant of the matrix; `logDet` is that of its Cholesky factor. */
function lkjLogDensity(logDet: Expr, eta: Expr, n: number): Expr {
  // The Jacobian from partial correlations to entries makes every exponent η − 1; its constant is that of the product.
  const constants: Expr[] = [];
  for (let i = 1; i < n; i++)
    for (let j = 0; j < i; j++) constants.push(stretchedBetaNormaliser(partialShape(eta, n, j)));
  return b.add(b.mul(b.mul(2, b.sub(eta, 1)), logDet), sumOf(constants));
}
