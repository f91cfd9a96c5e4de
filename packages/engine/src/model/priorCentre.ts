/** Where chains begin to look: the middle of every variable's prior, on the real line that chains move on. */
import type { Distribution, Numbers } from '../distributions/distribution.ts';
import { constant } from '../expr/build.ts';
import { evaluate, isElementwise } from '../expr/evaluate.ts';
import type { Expr } from '../expr/expr.ts';
import { createRandom } from '../numeric/random.ts';
import { sorted } from '../posterior/quantile.ts';
import type { ModelVariable, Specification } from './specification.ts';
import { unconstrain } from './transforms.ts';

/** Draws whose median stands for a distribution without a quantile function. */
const drawCount = 63;
/** Limit of a centre behind a bound: a prior of all scales has its median at none that is sensible. */
const farthest = 10;

/**
 * Medians of the priors, each under the medians of those it is built on, as real numbers; 0 for what has none: flat
 * priors, vectors with a joint density, series, and non-centred variables, whose real numbers have the middle 0.
 */
export function priorCentres(
  { factors }: Specification,
  isNoncentered: (variable: ModelVariable) => boolean,
): Map<string, number> {
  const values = new Map<string, number>();
  const centres = new Map<string, number>();
  const numberOf = (expr: Expr): number => evaluate(expr, (name) => values.get(name) ?? Number.NaN);
  for (const { variables } of factors) {
    for (const variable of variables) {
      const { name, distribution } = variable;
      const isPlain = variables.length === 1 && distribution.joint === undefined && !distribution.isSeries;
      const found = isPlain ? middleOf(variable, numberOf) : undefined;
      values.set(name, found?.value ?? Number.NaN);
      centres.set(name, found === undefined || isNoncentered(variable) ? 0 : found.centre);
    }
  }
  return centres;
}

/** The prior's median and its place on the real line; nothing where they are not numbers. */
function middleOf(
  { distribution, params }: ModelVariable,
  numberOf: (expr: Expr) => number,
): { readonly value: number; readonly centre: number } | undefined {
  const entries = Object.entries(params);
  // A prior without parameters is flat.
  if (entries.length === 0 || entries.some(([, expr]) => !isPlainExpr(expr))) return undefined;
  const numbers = Object.fromEntries(entries.map(([name, expr]) => [name, numberOf(expr)]));
  if (!Object.values(numbers).every(Number.isFinite)) return undefined;
  const value = medianOf(distribution, numbers);
  const support = distribution.support(
    Object.fromEntries(Object.entries(numbers).map(([name, number]) => [name, constant(number)])),
  );
  const centre = numberOf(unconstrain(constant(value), support));
  if (!Number.isFinite(centre)) return undefined;
  const isBounded = support.lower !== undefined || support.upper !== undefined;
  return { value, centre: isBounded ? Math.max(-farthest, Math.min(farthest, centre)) : centre };
}

/** Whether an expression can be computed entry by entry. */
function isPlainExpr(expr: Expr): boolean {
  return expr.args.length === 0 || (isElementwise(expr.op) && expr.args.every(isPlainExpr));
}

function medianOf({ quantile, random }: Distribution, params: Numbers): number {
  if (quantile !== undefined) return quantile(0.5, params);
  const stream = createRandom(0, 0);
  const draws = sorted(Float64Array.from({ length: drawCount }, () => random(params, stream)));
  return draws[(drawCount - 1) / 2]!;
}
