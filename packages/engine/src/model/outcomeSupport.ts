/** Which outcomes a likelihood can explain, for the checks on data. */
import type { Problem } from '../config/errors.ts';
import { supportProblems } from '../data/check.ts';
import type { Column } from '../data/columns.ts';
import type { Distribution, Params } from '../distributions/distribution.ts';
import { asExpr } from '../expr/build.ts';
import { isConst } from '../expr/expr.ts';
import type { Specification } from './specification.ts';

interface Range {
  readonly test: (value: number) => boolean;
  readonly text: string;
}

/** Problems with values that the distribution gives no probability; bounds that depend on parameters are left to the model. */
export function outsideSupport(
  name: string,
  column: Column,
  distribution: Distribution,
  params: Params,
): Problem[] {
  return supportProblems(column, { name, ...fixedSupport(distribution, params, false) });
}

/** Which outcomes can occur at all, where fixed bounds of the likelihood tell, and that range in words. */
export function outcomeRange({ likelihood }: Specification): Range | undefined {
  const { distribution, params, censored } = likelihood;
  return distribution === undefined ? undefined : fixedSupport(distribution, params, censored !== undefined);
}

function fixedSupport(distribution: Distribution, params: Params, isClosedAtBounds: boolean): Range {
  const support = distribution.support(params);
  const bound = (value: typeof support.lower, otherwise: number): number => {
    if (value === undefined) return otherwise;
    const expr = asExpr(value);
    return isConst(expr) ? expr.value : otherwise;
  };
  const [lower, upper] = [bound(support.lower, -Infinity), bound(support.upper, Infinity)];
  const isClosed = support.discrete || isClosedAtBounds || closedFamilies.has(distribution.name);
  const openLower = lower > -Infinity && !isClosed;
  const openUpper = upper < Infinity && !isClosed;
  const test = (value: number): boolean =>
    (openLower ? value > lower : value >= lower) &&
    (openUpper ? value < upper : value <= upper) &&
    (!support.discrete || Number.isInteger(value));
  const range = support.discrete
    ? `the whole numbers from ${lower} to ${upper === Infinity ? '∞' : upper}`
    : `${openLower ? '(' : '['}${lower}, ${upper === Infinity ? '∞' : upper}${openUpper || upper === Infinity ? ')' : ']'}`;
  return { test, text: `${range}, the support of ${distribution.name}` };
}

/** Families whose log density is finite at their fixed bounds. */
const closedFamilies: ReadonlySet<string> = new Set([
  'HalfNormal',
  'Uniform',
  'Exponential',
  'HalfStudentT',
  'HalfCauchy',
  'HalfFlat',
  'TruncatedNormal',
  'Triangular',
]);
