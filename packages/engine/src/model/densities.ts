/** A specification as log densities: on the constrained scale (as PyMC reports it) and on the real line (where chains move). */
import { carriedAtValues, carriedOverReals } from '../carry/carriedDensity.ts';
import * as b from '../expr/build.ts';
import { differentiate } from '../expr/differentiate.ts';
import type { Domain, Expr } from '../expr/expr.ts';
import { shareCommon, topological, transform } from '../expr/traverse.ts';
import { covariateLogDensity } from './imputation.ts';
import type { ModelVariable, Specification } from './specification.ts';

/** A log density with what chains need of it. */
export interface Density {
  readonly logDensity: Expr;
  /** Derivative by each parameter, on the parameter's own domain. */
  readonly gradient: Readonly<Record<string, Expr>>;
}

/** The model over the real line: every variable through its transform, with the log Jacobian added. */
export interface FreeModel {
  readonly logDensity: Expr;
  /** The constrained value of each variable, over unconstrained leaves. */
  readonly values: Readonly<Record<string, Expr>>;
}

export interface UnconstrainedModel extends FreeModel, Density {}

/** A block of numbers that a density is a function of. */
export interface Parameter {
  readonly name: string;
  readonly domain: Domain;
}

/** The real numbers behind each variable, under the variable's name. */
export function freeParameters(specification: Specification): Parameter[] {
  return specification.variables.map(({ name, freeDomain }) => ({ name, domain: freeDomain }));
}

/** Log prior and log likelihood over the variables' own scale, without Jacobian. */
export function constrainedLogDensity(specification: Specification): Expr {
  const priors = specification.factors.map(({ variables, logDensity }) =>
    logDensity(
      variables.map(({ name, domain }) => b.parameter(name, domain)),
      variables.map(({ params }) => params),
    ),
  );
  const { placed, variables } = specification;
  if (placed !== undefined) priors.push(carriedAtValues(variables, placed));
  const rows = [covariateLogDensity(specification.covariates), b.sum(specification.rowLogLikelihood)];
  return [...priors, ...rows].reduce((x, y) => b.add(x, y));
}

export function unconstrainedModel(
  specification: Specification,
  isNoncentered: (variable: ModelVariable) => boolean,
  rowLogLikelihood: Expr = specification.rowLogLikelihood,
): UnconstrainedModel {
  const model = freeModel(specification, isNoncentered, rowLogLikelihood);
  return { ...model, ...withGradient(model.logDensity, freeParameters(specification)) };
}

export function freeModel(
  specification: Specification,
  isNoncentered: (variable: ModelVariable) => boolean,
  rowLogLikelihood: Expr,
): FreeModel {
  const values: Record<string, Expr> = {};
  const substitute = (expr: Expr): Expr =>
    transform([expr], (node) => (node.op === 'parameter' ? values[node.name!]! : node))[0]!;
  let logDensity = b.constant(0);
  for (const factor of specification.factors) {
    const params = factor.variables.map((variable) =>
      Object.fromEntries(Object.entries(variable.params).map(([name, expr]) => [name, substitute(expr)])),
    );
    const q = factor.variables.map(({ name, freeDomain }) => b.parameter(name, freeDomain));
    const isFree = factor.hasNoncentered && factor.variables.some(isNoncentered);
    const own = factor.free(q, params, isFree);
    factor.variables.forEach(({ name }, k) => {
      values[name] = own.values[k]!;
    });
    logDensity = b.add(logDensity, own.logDensity);
  }
  const { placed, variables } = specification;
  if (placed !== undefined) logDensity = b.add(logDensity, carriedOverReals(variables, placed, substitute));
  logDensity = b.add(logDensity, substitute(covariateLogDensity(specification.covariates)));
  logDensity = b.add(logDensity, b.sum(substitute(rowLogLikelihood)));
  return { logDensity, values };
}

/** A density with its gradient, common subexpressions shared. */
export function withGradient(logDensity: Expr, parameters: readonly Parameter[]): Density {
  const shared = shareCommon([logDensity])[0]!;
  const leaves = new Map(
    topological([shared])
      .filter((node) => node.op === 'parameter')
      .map((node) => [node.name!, node]),
  );
  const present = parameters.filter(({ name }) => leaves.has(name));
  const derivatives = differentiate(
    shared,
    present.map(({ name }) => leaves.get(name)!),
  );
  const gradient: Record<string, Expr> = {};
  for (const { name, domain } of parameters) gradient[name] = b.spread(b.constant(0), domain);
  present.forEach(({ name }, i) => {
    gradient[name] = derivatives[i]!;
  });
  return { logDensity: shared, gradient };
}
