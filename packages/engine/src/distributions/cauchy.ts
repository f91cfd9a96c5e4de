import { add, atan, div, log, log1p, lt, mul, neg, select, square, sub } from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { atan as atanOf, tan } from '../numeric/math.ts';
import { logPi } from './constants.ts';
import type { Distribution, Params } from './distribution.ts';
import { parametrization } from './parametrization.ts';

const centered = (y: Expr, { alpha, beta }: Params): Expr => div(sub(y, alpha), beta);

export function cauchyLogDensity(y: Expr, params: Params): Expr {
  return sub(neg(log1p(square(centered(y, params)))), add(log(params.beta), logPi));
}

/** log(1/2 + atan(z)/π), from the reciprocal where the sum would cancel. */
function logLowerTail(z: Expr): Expr {
  const tail = sub(log(atan(div(-1, z))), logPi);
  return select(lt(z, -1), tail, log(add(0.5, mul(1 / Math.PI, atan(z)))));
}

/** 1/2 + atan(z)/π as a number, exact in the lower tail. */
function lowerTail(z: number): number {
  return z < -1 ? atanOf(-1 / z) / Math.PI : 0.5 + atanOf(z) / Math.PI;
}

/** The inverse of `lowerTail`. */
export function cauchyQuantile(probability: number): number {
  if (probability > 0.5) return -cauchyQuantile(1 - probability);
  return probability < 0.25 ? -1 / tan(Math.PI * probability) : tan(Math.PI * (probability - 0.5));
}

export const cauchy: Distribution = {
  name: 'Cauchy',
  about:
    'A bell curve with tails so heavy that it has no mean; `alpha` is its median, `beta` half its interquartile range.',
  parametrizations: [parametrization(['alpha', 'beta'])],
  parameters: [
    { name: 'alpha', range: 'real' },
    { name: 'beta', range: 'positive' },
  ],
  support: () => ({ discrete: false }),
  logDensity: cauchyLogDensity,
  logCdf: (y, params) => logLowerTail(centered(y, params)),
  logSurvival: (y, params) => logLowerTail(neg(centered(y, params))),
  random: ({ alpha, beta }, random) => alpha + beta * (random.normal() / random.normal()),
  affine: { location: 'alpha', scale: 'beta', noise: (random) => random.normal() / random.normal() },
  cdf: (y, { alpha, beta }) => lowerTail((y - alpha) / beta),
  quantile: (probability, { alpha, beta }) => alpha + beta * cauchyQuantile(probability),
};
