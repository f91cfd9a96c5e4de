import { add, max, min, sub } from '../expr/build.ts';
import { exp } from '../numeric/math.ts';
import type { Random } from '../numeric/random.ts';
import { lgamma } from '../numeric/special.ts';
import { logChoose } from './binomial.ts';
import type { Distribution, Numbers } from './distribution.ts';
import { parametrization } from './parametrization.ts';
import { smallestReaching } from './search.ts';

const lowest = ({ N, k, n }: Numbers): number => Math.max(0, n - N + k);
const highest = ({ k, n }: Numbers): number => Math.min(k, n);
const mean = ({ N, k, n }: Numbers): number => (n * k) / N;

export const hyperGeometric: Distribution = {
  name: 'HyperGeometric',
  about: 'The number of marked ones among `n` drawn without return from `N`, of which `k` are marked.',
  parametrizations: [parametrization(['N', 'k', 'n'])],
  parameters: [
    { name: 'N', range: 'whole' },
    { name: 'k', range: 'whole' },
    { name: 'n', range: 'whole' },
  ],
  support: ({ N, k, n }) => ({ lower: max(0, sub(add(n, k), N)), upper: min(k, n), discrete: true }),
  logDensity: (y, { N, k, n }) => {
    const ways = add(logChoose(k, y), logChoose(sub(N, k), sub(n, y)));
    return sub(ways, logChoose(N, n));
  },
  random: draw,
  cdf,
  quantile: (probability, params) =>
    smallestReaching((y) => cdf(y, params), probability, {
      lower: lowest(params),
      upper: highest(params),
      guess: mean(params),
    }),
  mean,
  variance: ({ N, k, n }) => (N > 1 ? (n * (k / N) * ((N - k) / N) * (N - n)) / (N - 1) : 0),
};

/** The urn itself: one draw after the other. */
function draw({ N, k, n }: Numbers, random: Random): number {
  let marked = k;
  for (let left = N; left > N - n; left--) if (left * random.uniform() < marked) marked--;
  return k - marked;
}

function mass(y: number, { N, k, n }: Numbers): number {
  const logWays = (of: number, chosen: number) =>
    lgamma(of + 1) - lgamma(chosen + 1) - lgamma(of - chosen + 1);
  return exp(logWays(k, y) + logWays(N - k, n - y) - logWays(N, n));
}

/** The sum of the masses of the tail on this side of the mean. */
function cdf(at: number, params: Numbers): number {
  const y = Math.floor(at);
  const [low, high] = [lowest(params), highest(params)];
  if (y < low) return 0;
  if (y >= high) return 1;
  let total = 0;
  if (y < mean(params)) {
    for (let i = low; i <= y; i++) total += mass(i, params);
    return Math.min(1, total);
  }
  for (let i = high; i > y; i--) total += mass(i, params);
  return Math.max(0, 1 - total);
}
