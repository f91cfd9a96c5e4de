/** A specification as log densities: on the constrained scale (as PyMC reports it) and on the real line (where chains move). */
import { distributions } from '../distributions/index.ts';
import * as b from '../expr/build.ts';
import { differentiate } from '../expr/differentiate.ts';
import type { Expr } from '../expr/expr.ts';
import { shareCommon, topological, transform } from '../expr/traverse.ts';
import { hasNoncenteredForm, noncentered } from './noncentered.ts';
import { canonical, type ModelVariable, type Specification } from './specification.ts';
import { constrain } from './transforms.ts';

/** A log density with what chains need of it. */
export interface Density {
  readonly logDensity: Expr;
  /** Derivative by each variable, on the variable's own domain. */
  readonly gradient: Readonly<Record<string, Expr>>;
}

export interface UnconstrainedModel extends Density {
  /** The constrained value of each variable, over unconstrained leaves. */
  readonly values: Readonly<Record<string, Expr>>;
}

/** Log prior and log likelihood over the variables' own scale, without Jacobian. */
export function constrainedLogDensity(specification: Specification): Expr {
  const priors = specification.variables.map((variable) => {
    const value = b.parameter(variable.name, variable.domain);
    return total(variable.distribution.logDensity(value, variable.params), variable);
  });
  return [...priors, b.sum(specification.rowLogLikelihood)].reduce((x, y) => b.add(x, y));
}

function total(density: Expr, variable: ModelVariable): Expr {
  return b.sum(b.spread(density, variable.domain));
}

/** The model over the real line: every variable through its transform, with the log Jacobian added. */
export function unconstrainedModel(
  specification: Specification,
  isNoncentered: (variable: ModelVariable) => boolean,
  rowLogLikelihood: Expr = specification.rowLogLikelihood,
): UnconstrainedModel {
  const values: Record<string, Expr> = {};
  const substitute = (expr: Expr): Expr =>
    transform([expr], (node) => (node.op === 'parameter' ? values[node.name!]! : node))[0]!;
  let logDensity = b.constant(0);
  for (const variable of specification.variables) {
    const params = Object.fromEntries(
      Object.entries(variable.params).map(([name, expr]) => [name, substitute(expr)]),
    );
    const q = b.parameter(variable.name, variable.domain);
    if (isNoncentered(variable) && hasNoncenteredForm(variable.distribution.name)) {
      const form = noncentered(variable.distribution.name, params, q);
      values[variable.name] = form.value;
      const standard = distributions[form.distribution]!;
      logDensity = b.add(
        logDensity,
        total(standard.logDensity(q, canonical(standard, form.standard)), variable),
      );
    } else {
      const { value, logJacobian } = constrain(q, variable.distribution.support(params));
      values[variable.name] = b.spread(value, variable.domain);
      const density = variable.distribution.logDensity(value, params);
      logDensity = b.add(logDensity, total(b.add(density, logJacobian), variable));
    }
  }
  logDensity = b.add(logDensity, b.sum(substitute(rowLogLikelihood)));
  return { ...withGradient(logDensity, specification), values };
}

/** A density with its gradient, common subexpressions shared. */
export function withGradient(logDensity: Expr, specification: Specification): Density {
  const shared = shareCommon([logDensity])[0]!;
  const leaves = new Map(
    topological([shared])
      .filter((node) => node.op === 'parameter')
      .map((node) => [node.name!, node]),
  );
  const present = specification.variables.filter((variable) => leaves.has(variable.name));
  const derivatives = differentiate(
    shared,
    present.map((variable) => leaves.get(variable.name)!),
  );
  const gradient: Record<string, Expr> = {};
  for (const variable of specification.variables)
    gradient[variable.name] = b.spread(b.constant(0), variable.domain);
  present.forEach((variable, i) => {
    gradient[variable.name] = derivatives[i]!;
  });
  return { logDensity: shared, gradient };
}
