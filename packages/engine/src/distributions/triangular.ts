import { add, div, log, log1p, lt, mul, neg, select, square, sub } from '../expr/build.ts';
import { logTwo } from './constants.ts';
import type { Distribution, Numbers } from './distribution.ts';
import { parametrization } from './parametrization.ts';

export const triangular: Distribution = {
  name: 'Triangular',
  about: 'A density that rises straight from `lower` to its peak at `c` and falls straight to `upper`.',
  parametrizations: [parametrization([], { lower: 0, upper: 1, c: 0.5 })],
  parameters: [
    { name: 'lower', range: 'real' },
    { name: 'upper', range: 'real' },
    { name: 'c', range: 'real' },
  ],
  support: ({ lower, upper }) => ({ lower, upper, discrete: false }),
  logDensity: (y, { lower, upper, c }) => {
    const rising = sub(log(sub(y, lower)), log(sub(c, lower)));
    const falling = sub(log(sub(upper, y)), log(sub(upper, c)));
    return add(select(lt(y, c), rising, falling), sub(logTwo, log(sub(upper, lower))));
  },
  logCdf: (y, { lower, upper, c }) => {
    const width = sub(upper, lower);
    const rising = sub(mul(2, log(sub(y, lower))), add(log(width), log(sub(c, lower))));
    const falling = log1p(neg(div(square(sub(upper, y)), mul(width, sub(upper, c)))));
    return select(lt(y, c), rising, falling);
  },
  logSurvival: (y, { lower, upper, c }) => {
    const width = sub(upper, lower);
    const rising = log1p(neg(div(square(sub(y, lower)), mul(width, sub(c, lower)))));
    const falling = sub(mul(2, log(sub(upper, y))), add(log(width), log(sub(upper, c))));
    return select(lt(y, c), rising, falling);
  },
  random: (params, random) => quantile(random.uniform(), params),
  cdf: (y, { lower, upper, c }) => {
    if (y <= lower) return 0;
    if (y >= upper) return 1;
    if (y < c) return ((y - lower) / (upper - lower)) * ((y - lower) / (c - lower));
    return 1 - ((upper - y) / (upper - lower)) * ((upper - y) / (upper - c));
  },
  quantile,
  mean: ({ lower, upper, c }) => (lower + upper + c) / 3,
  variance: ({ lower, upper, c }) => {
    const [left, right] = [c - lower, upper - c];
    return (left * left + left * right + right * right) / 18;
  },
};

function quantile(probability: number, { lower, upper, c }: Numbers): number {
  const width = upper - lower;
  if (probability < (c - lower) / width) return lower + Math.sqrt(probability * width * (c - lower));
  return upper - Math.sqrt((1 - probability) * width * (upper - c));
}
