import { expect, test } from 'vitest';
import { compileDensity } from '../model/density.fixture.ts';

// Values and slopes where a formula written plainly gives NaN or ∞; the expected ones are limits known in closed form.

interface Trap {
  readonly text: string;
  /** Value of a, of b and of the one row's x. */
  readonly at: readonly [a: number, b: number, x: number];
  readonly value: number;
  /** By a and by b. */
  readonly slopes: readonly [number, number];
}

const inf = Number.POSITIVE_INFINITY;
const traps: readonly Trap[] = [
  // Powers and logarithms at 0.
  { text: 'a ** 2 + b', at: [0, 0, 1], value: 0, slopes: [0, 1] },
  { text: 'a ** b', at: [0, 2, 1], value: 0, slopes: [0, 0] },
  { text: 'a ** b', at: [0, 1, 1], value: 0, slopes: [1, 0] },
  { text: 'a ** b', at: [0, 0, 1], value: 1, slopes: [0, 0] },
  { text: 'x ** a + b', at: [2, 0, 0], value: 0, slopes: [0, 1] },
  { text: 'pow(a, 3) - b', at: [0, 0, 1], value: 0, slopes: [0, -1] },
  { text: 'pow(a, 0.5) + b', at: [0, 0, 1], value: 0, slopes: [inf, 1] },
  { text: '(-a) ** 3 + b', at: [2, 0, 1], value: -8, slopes: [-12, 1] },
  { text: 'log(a) + b', at: [0, 0, 1], value: -inf, slopes: [inf, 1] },
  { text: 'a * log(x) + b', at: [2, 0, 1], value: 0, slopes: [0, 1] },
  { text: 'sqrt(a * a) + b', at: [2, 0, 1], value: 2, slopes: [1, 1] },
  { text: 'abs(a) + b', at: [0, 0, 1], value: 0, slopes: [0, 1] },
  // Branches not taken.
  { text: 'a > 0 ? log(a) + b : b', at: [0, 3, 1], value: 3, slopes: [0, 1] },
  { text: 'a > 0 ? log(a) + b : b', at: [-1, 3, 1], value: 3, slopes: [0, 1] },
  { text: 'where(a > 0, a ** -0.3, 2 * a) + b', at: [-1, 0, 1], value: -2, slopes: [2, 1] },
  { text: 'where(x > 0, sqrt(a), b)', at: [-4, 3, 0], value: 3, slopes: [0, 1] },
  { text: 'where(x > 0, log(a) * log(b), exp(a) + b)', at: [0, 0, 0], value: 1, slopes: [1, 1] },
  { text: 'where(b == 0, 1 + a, sinh(a * b) / b) + 0 * x', at: [2, 0, 1], value: 3, slopes: [1, 0] },
  { text: 'a > 0 ? (b > 0 ? log(a * b) : a) : a * b', at: [2, -1, 1], value: 2, slopes: [1, 0] },
  { text: 'x == 0 ? b : a / x', at: [2, 3, 0], value: 3, slopes: [0, 1] },
  { text: 'max(a, 0) * log(max(a, 1)) + b', at: [-5, 1, 1], value: 1, slopes: [0, 1] },
  // Large arguments.
  { text: 'invlogit(a) + b', at: [800, 0, 1], value: 1, slopes: [0, 1] },
  { text: 'invlogit(a) + b', at: [-800, 0, 1], value: 0, slopes: [0, 1] },
  { text: 'log(invlogit(a)) + b', at: [-800, 0, 1], value: -800, slopes: [1, 1] },
  { text: 'log1p(-invlogit(a)) + b', at: [800, 0, 1], value: -800, slopes: [-1, 1] },
  { text: 'log(1 - invlogit(a)) + b', at: [800, 0, 1], value: -800, slopes: [-1, 1] },
  { text: 'logit(invlogit(a)) + b', at: [-800, 0, 1], value: -800, slopes: [1, 1] },
  { text: 'log(1 + exp(a)) + b', at: [1000, 0, 1], value: 1000, slopes: [1, 1] },
  { text: 'softplus(a) + b', at: [-1000, 0, 1], value: 0, slopes: [0, 1] },
  { text: 'logsumexp(a, b)', at: [1000, -1000, 1], value: 1000, slopes: [1, 0] },
  { text: 'logsumexp([a, b]) + 0 * x', at: [-1000, -1000, 1], value: -1000 + Math.LN2, slopes: [0.5, 0.5] },
  { text: 'log(exp(a)) + b', at: [1000, 0, 1], value: 1000, slopes: [1, 1] },
  { text: 'log(exp(a) * exp(b))', at: [900, 50, 1], value: 950, slopes: [1, 1] },
  { text: 'tanh(a) + b', at: [1000, 0, 1], value: 1, slopes: [0, 1] },
  { text: 'erf(a) + b', at: [-40, 0, 1], value: -1, slopes: [0, 1] },
  { text: 'expm1(a) + b', at: [1e-12, 0, 1], value: 1e-12, slopes: [1 + 1e-12, 1] },
  {
    text: 'lgamma(a) + b',
    at: [1e-8, 0, 1],
    value: 18.420680738180209,
    slopes: [-1e8 - 0.5772156484979252, 1],
  },
  { text: 'lgamma(a) + b', at: [1e8, 0, 1], value: 1742068066.103835, slopes: [18.420680738952367, 1] },
];

const flat = { dist: 'Flat', params: {} };

for (const { text, at, value, slopes } of traps) {
  test(`${text} at a = ${at[0]}, b = ${at[1]}, x = ${at[2]}`, () => {
    const config = {
      independent_vars: ['x'],
      variable_params: { a: flat, b: flat },
      function_params: { function: text },
      likelihood: { log_density: 'mu' },
    };
    const density = compileDensity(config, { x: [at[2]] }, [0]);
    const found = density.free([at[0], at[1]]);
    const near = (got: number, wanted: number) =>
      Number.isFinite(wanted)
        ? expect(Math.abs(got - wanted)).toBeLessThan(1e-14 * Math.max(1, Math.abs(wanted)))
        : expect(got).toBe(wanted);
    near(found.value, value);
    slopes.forEach((slope, k) => {
      near(found.gradient[k]!, slope);
    });
  });
}

test('a likelihood far from its data keeps finite values and slopes', () => {
  const cases: readonly (readonly [object, number])[] = [
    [{ dist: 'Bernoulli', params: { logit_p: 'mu' } }, 1],
    [{ dist: 'Binomial', params: { n: 20, logit_p: 'mu' } }, 7],
    [{ dist: 'OrderedLogistic', params: { eta: 'mu', cutpoints: [-1, 0, 1] } }, 2],
    [{ dist: 'OrderedProbit', params: { eta: 'mu', cutpoints: [-1, 0, 1] } }, 2],
    [{ dist: 'ZeroInflatedPoisson', params: { psi: 'invlogit(mu)', mu: 2 } }, 0],
    [{ dist: 'Normal', params: { mu: 'mu', sigma: 1 }, censored: { upper: 1 } }, 1],
    [{ dist: 'Normal', params: { mu: 'mu', sigma: 1 }, truncated: { lower: -2, upper: 2 } }, 1],
    [{ dist: 'Categorical', params: { logit_p: ['mu', 0, '-mu'] } }, 2],
  ];
  for (const [likelihood, outcome] of cases) {
    const config = {
      independent_vars: ['x'],
      variable_params: { a: flat },
      function_params: { function: 'a * x' },
      likelihood,
    };
    const density = compileDensity(config, { x: [1] }, [outcome]);
    for (const a of [-800, -60, -9, 9, 60, 800]) {
      const { value, gradient } = density.free([a]);
      expect(value, `${JSON.stringify(likelihood)} at ${a}`).toBeGreaterThan(-1e6);
      expect(value).toBeLessThan(1e3);
      expect(Number.isFinite(gradient[0]!), `${JSON.stringify(likelihood)} slope at ${a}`).toBe(true);
    }
  }
});
