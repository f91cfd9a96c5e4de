/**
 * B-splines (de Boor 1978) as R's `bs` and patsy's lay them: knots at quantiles of the training column, boundaries at its
 * ends, the first function left out since the constant is the intercept's. Beyond the ends each function goes on along
 * its tangent, so that a prediction a little outside does not run away.
 */
import { quantileOfSorted } from '../../posterior/quantile.ts';

export interface BSplines {
  readonly kind: 'bs';
  readonly degree: number;
  /** Boundary knots repeated degree + 1 times, with the inner knots between. */
  readonly knots: readonly number[];
}

/** @returns a sentence when the column has too few distinct values for the knots. */
export function fitBSplines(count: number, degree: number, values: ArrayLike<number>): BSplines | string {
  const sorted = Float64Array.from(values).sort();
  const [lower, upper] = [sorted[0]!, sorted[sorted.length - 1]!];
  const innerCount = count - degree;
  const inner = Array.from({ length: innerCount }, (_, k) =>
    quantileOfSorted(sorted, (k + 1) / (innerCount + 1)),
  );
  const ends = [lower, ...inner, upper];
  if (ends.some((knot, k) => k > 0 && !(knot > ends[k - 1]!))) {
    const distinct = new Set(sorted).size;
    return `its ${distinct} distinct values give no ${innerCount + 1} intervals of rows; use fewer functions`;
  }
  const repeated = (knot: number): number[] => Array<number>(degree + 1).fill(knot);
  return { kind: 'bs', degree, knots: [...repeated(lower), ...inner, ...repeated(upper)] };
}

/** Values of every function but the first: one column a function. */
export function bSplineColumns({ degree, knots }: BSplines, values: ArrayLike<number>): Float64Array[] {
  const functions = knots.length - degree - 1;
  const columns = Array.from({ length: functions - 1 }, () => new Float64Array(values.length));
  const [lower, upper] = [knots[0]!, knots[knots.length - 1]!];
  for (let row = 0; row < values.length; row++) {
    const x = values[row]!;
    const inside = Math.min(upper, Math.max(lower, x));
    const at = functionsAt(inside, degree, knots);
    const slopes = inside === x ? undefined : slopesAt(inside, degree, knots);
    for (let k = 1; k < functions; k++)
      columns[k - 1]![row] = at[k]! + (slopes === undefined ? 0 : slopes[k]! * (x - inside));
  }
  return columns;
}

/** Cox and de Boor's recursion; the last interval is closed on the right. */
function functionsAt(x: number, degree: number, knots: readonly number[]): number[] {
  const last = knots.length - 1;
  let span = 0;
  while (span < last - 1 && !(x >= knots[span]! && x < knots[span + 1]!)) span++;
  if (x >= knots[last]!) {
    span = last - 1;
    while (knots[span] === knots[span + 1]) span--;
  }
  let values = Array.from({ length: last }, (_, i) => Number(i === span));
  for (let p = 1; p <= degree; p++) {
    const lowerOrder = values;
    values = Array.from({ length: last - p }, (_, i) => {
      const rising = ratio(x - knots[i]!, knots[i + p]! - knots[i]!);
      const falling = ratio(knots[i + p + 1]! - x, knots[i + p + 1]! - knots[i + 1]!);
      return rising * lowerOrder[i]! + falling * lowerOrder[i + 1]!;
    });
  }
  return values;
}

/** Derivatives: B′ᵢ,ₚ = p (Bᵢ,ₚ₋₁ / (tᵢ₊ₚ − tᵢ) − Bᵢ₊₁,ₚ₋₁ / (tᵢ₊ₚ₊₁ − tᵢ₊₁)). */
function slopesAt(x: number, degree: number, knots: readonly number[]): number[] {
  const below = functionsAt(x, degree - 1, knots);
  return Array.from(
    { length: knots.length - degree - 1 },
    (_, i) =>
      degree *
      (ratio(below[i]!, knots[i + degree]! - knots[i]!) -
        ratio(below[i + 1]!, knots[i + degree + 1]! - knots[i + 1]!)),
  );
}

/** 0 / 0 is 0: a function over an empty interval. */
function ratio(a: number, b: number): number {
  return b === 0 ? 0 : a / b;
}
