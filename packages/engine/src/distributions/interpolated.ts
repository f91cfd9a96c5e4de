import { add, constant, div, log, mul, sub } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { chooseBetween } from './choose.ts';
import type { Distribution, Numbers, Params } from './distribution.ts';
import { parametrization } from './parametrization.ts';
import { entriesOf, flattened } from './vectorParameter.ts';

/** A straight piece of the density: from (x, height) to (x + width, height + rise), not yet normalised. */
interface Piece {
  readonly x: number;
  readonly width: number;
  readonly height: number;
  readonly rise: number;
  /** Area of the pieces before it. */
  readonly before: number;
}

function piecesOf(params: Numbers): { readonly pieces: readonly Piece[]; readonly total: number } {
  const xs = entriesOf('x_points', params);
  const heights = entriesOf('pdf_points', params);
  const pieces: Piece[] = [];
  let total = 0;
  for (let k = 0; k + 1 < xs.length; k++) {
    const width = xs[k + 1]! - xs[k]!;
    pieces.push({
      x: xs[k]!,
      width,
      height: heights[k]!,
      rise: heights[k + 1]! - heights[k]!,
      before: total,
    });
    total += 0.5 * width * (heights[k]! + heights[k + 1]!);
  }
  return { pieces, total };
}

function linearDensity(y: Expr, params: Params): Expr {
  const xs = entriesOf('x_points', params);
  const heights = entriesOf('pdf_points', params);
  const lines = xs.slice(1).map((right, k) => {
    const slope = div(sub(heights[k + 1]!, heights[k]!), sub(right, xs[k]!));
    return add(heights[k]!, mul(slope, sub(y, xs[k]!)));
  });
  return chooseBetween(y, xs.slice(1, -1), lines);
}

function area(params: Params): Expr {
  const xs = entriesOf('x_points', params);
  const heights = entriesOf('pdf_points', params);
  return xs
    .slice(1)
    .map((right, k) => mul(mul(0.5, sub(right, xs[k]!)), add(heights[k]!, heights[k + 1]!)))
    .reduce((sum, piece) => add(sum, piece), constant(0));
}

export const interpolated: Distribution = {
  name: 'Interpolated',
  about:
    'A density drawn by hand: straight lines through the points (x_points, pdf_points), scaled to area 1.',
  parametrizations: [
    parametrization(['x_points', 'pdf_points'], {}, (given) => ({
      ...flattened('x_points', given.x_points),
      ...flattened('pdf_points', given.pdf_points),
    })),
  ],
  parameters: [
    { name: 'x_points', range: 'ordered' },
    { name: 'pdf_points', range: 'vector' },
  ],
  support: (params) => {
    const xs = entriesOf('x_points', params);
    return { lower: xs[0]!, upper: xs[xs.length - 1]!, discrete: false };
  },
  logDensity: (y, params) => sub(log(linearDensity(y, params)), log(area(params))),
  random: (params, random) => quantile(random.uniform(), params),
  cdf: (y, params) => {
    const { pieces, total } = piecesOf(params);
    if (y <= pieces[0]!.x) return 0;
    const piece = pieces.findLast((it) => it.x <= y)!;
    const share = Math.min(1, (y - piece.x) / piece.width);
    return (piece.before + piece.width * share * (piece.height + 0.5 * piece.rise * share)) / total;
  },
  quantile,
  mean: (params) => moment(1, params),
  variance: (params) => moment(2, params) - moment(1, params) * moment(1, params),
};

/** The root of width · (height s + rise s² / 2) = rest in s ∈ [0, 1], in the form that does not divide by the rise. */
function quantile(probability: number, params: Numbers): number {
  const { pieces, total } = piecesOf(params);
  const target = probability * total;
  const piece = pieces.findLast((it) => it.before <= target) ?? pieces[0]!;
  const rest = (target - piece.before) / piece.width;
  if (rest <= 0) return piece.x;
  const root = Math.sqrt(Math.max(0, piece.height * piece.height + 2 * piece.rise * rest));
  return piece.x + piece.width * Math.min(1, (2 * rest) / (piece.height + root));
}

/** E yᵏ: Simpson's rule, which is exact for the cubic integrands of k ≤ 2. */
function moment(k: 1 | 2, params: Numbers): number {
  const { pieces, total } = piecesOf(params);
  const power = (x: number) => (k === 1 ? x : x * x);
  const integrals = pieces.map(({ x, width, height, rise }) => {
    const middle = power(x + 0.5 * width) * (height + 0.5 * rise);
    return (width / 6) * (power(x) * height + 4 * middle + power(x + width) * (height + rise));
  });
  return integrals.reduce((a, b) => a + b, 0) / total;
}
