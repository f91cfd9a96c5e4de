import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileDensity } from './density.fixture.ts';

// Models of random priors, groups, vectors and likelihoods: in either form the gradient must be the slope.

const columns = {
  x: [0.3, 1.7, -0.6, 2.2, 0.9, -1.1],
  z: [1.1, -0.4, 0.2, 0.9, -1.1, 0.6],
  g: ['u', 'v', 'u', 'w', 'v', 'w'],
  h: [2, 1, 2, 1, 1, 2],
};

interface Kind {
  readonly dist: string;
  /** Parameters from a real and a positive expression. */
  readonly params: (real: string, positive: string) => object;
  readonly sign: 'real' | 'positive';
  readonly isVector?: boolean;
}

const kinds: readonly Kind[] = [
  { dist: 'Normal', params: (mu, sigma) => ({ mu, sigma }), sign: 'real' },
  { dist: 'StudentT', params: (mu, sigma) => ({ nu: 4, mu, sigma }), sign: 'real' },
  { dist: 'Logistic', params: (mu, s) => ({ mu, s }), sign: 'real' },
  { dist: 'Gumbel', params: (mu, beta) => ({ mu, beta }), sign: 'real' },
  { dist: 'SkewNormal', params: (mu, sigma) => ({ mu, sigma, alpha: 2 }), sign: 'real' },
  { dist: 'Uniform', params: (lower, width) => ({ lower, upper: `${lower} + ${width}` }), sign: 'real' },
  { dist: 'TruncatedNormal', params: (mu, sigma) => ({ mu, sigma, upper: `${mu} + 1` }), sign: 'real' },
  { dist: 'ZeroSumNormal', params: (_, sigma) => ({ sigma }), sign: 'real', isVector: true },
  { dist: 'Horseshoe', params: (_, scale_global) => ({ scale_global }), sign: 'real', isVector: true },
  { dist: 'R2D2', params: (_, sigma) => ({ sigma }), sign: 'real', isVector: true },
  { dist: 'HalfNormal', params: (_, sigma) => ({ sigma }), sign: 'positive' },
  { dist: 'LogNormal', params: (mu, sigma) => ({ mu, sigma }), sign: 'positive' },
  { dist: 'Gamma', params: (_, beta) => ({ alpha: 2.5, beta }), sign: 'positive' },
  { dist: 'InverseGamma', params: (_, alpha) => ({ alpha, beta: 2 }), sign: 'positive' },
  { dist: 'Weibull', params: (_, beta) => ({ alpha: 1.7, beta }), sign: 'positive' },
  { dist: 'Beta', params: (_, alpha) => ({ alpha, beta: 2 }), sign: 'positive' },
  { dist: 'Dirichlet', params: (_, a) => ({ a }), sign: 'positive', isVector: true },
];

const places = [{}, { by: 'g' }, { by: ['g', 'h'] }, { over: 'X' }, { over: 'bs(z, 3)' }] as const;

const likelihoods = [
  { y: [0.3, -0.2, 1.4, 0.9, -0.7, 0.1], written: { dist: 'Normal', params: { mu: 'mu', sigma: 0.8 } } },
  { y: [0, 3, 1, 2, 0, 5], written: { dist: 'Poisson', params: { mu: 'exp(mu / 4)' } } },
  {
    y: [0, 3, 1, 2, 0, 5],
    written: { dist: 'NegativeBinomial', params: { mu: 'exp(mu / 4)', alpha: 'exp(mu / 9)' } },
  },
  { y: [0, 1, 1, 0, 0, 1], written: { dist: 'Bernoulli', params: { logit_p: 'mu' } } },
  {
    y: [0.3, 0.2, 1.4, 0.9, 0.7, 0.1],
    written: { dist: 'Gamma', params: { mu: 'exp(mu / 4)', sigma: 1.2 } },
  },
  { y: [0.3, 0.2, 0.4, 0.9, 0.7, 0.1], written: { dist: 'Beta', params: { mu: 'invlogit(mu)', nu: 3 } } },
  {
    y: [0, 1.2, 0.4, 0.9, 0, 2],
    written: { dist: 'StudentT', params: { nu: 5, mu: 'mu', sigma: 1 }, censored: { lower: 0 } },
  },
  {
    y: [2, 0, 1, 2, 0, 1],
    written: { dist: 'OrderedLogistic', params: { eta: 'mu', cutpoints: [-0.5, 1] } },
  },
];

const variable = fc.record({
  kind: fc.constantFrom(...kinds),
  place: fc.constantFrom(...places),
  usesReal: fc.boolean(),
  usesPositive: fc.boolean(),
});

interface Draft {
  readonly kind: Kind;
  readonly place: (typeof places)[number];
  readonly usesReal: boolean;
  readonly usesPositive: boolean;
}

/** A config of the drafts in order; a prior uses the scalars of the right sign before it. */
function configOf(drafts: readonly Draft[], likelihood: object): object {
  const variables: Record<string, object> = {};
  const terms: string[] = [];
  let [real, positive] = ['0.2', '0.9'];
  drafts.forEach(({ kind, place, usesReal, usesPositive }, i) => {
    const name = `v${i}`;
    const where = kind.isVector && Object.keys(place).length === 0 ? { over: 'X' } : place;
    variables[name] = {
      dist: kind.dist,
      params: kind.params(usesReal ? real : '0.1', usesPositive ? positive : '1.1'),
      ...where,
    };
    terms.push('over' in where ? `dot(${where.over}, ${name})` : `${name} * x`);
    if (Object.keys(where).length > 0) return;
    if (kind.sign === 'real') real = name;
    else positive = name;
  });
  return {
    independent_vars: ['x', 'z', { X: ['x', 'z'] }],
    variable_params: variables,
    function_params: { function: terms.join(' + ') },
    likelihood,
  };
}

test('the gradient of a generated model is its slope, centred or not, and its log density alone the same', () => {
  let compared = 0;
  fc.assert(
    fc.property(
      fc.array(variable, { minLength: 2, maxLength: 4 }),
      fc.constantFrom(...likelihoods),
      fc.boolean(),
      fc.integer({ min: 1, max: 1000 }),
      (drafts, { y, written }, isNoncentered, seed) => {
        const config = configOf(drafts, written);
        const density = compileDensity(config, columns, y, isNoncentered);
        const q = Float64Array.from({ length: density.dimension }, (_, i) => 0.6 * Math.sin(seed + 2.7 * i));
        const { value, gradient } = density.free(q);
        expect(Number.isFinite(value), JSON.stringify(config)).toBe(true);
        expect(density.freeAlone(q), JSON.stringify(config)).toBe(value);
        const h = 1e-4;
        gradient.forEach((found, i) => {
          const at = (by: number) => density.free(q.map((v, k) => (k === i ? v + by : v))).value;
          const slope = (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
          const scale = Math.max(1, Math.abs(slope), 1e-4 * Math.abs(value));
          expect(Math.abs(found - slope), `${i} of ${JSON.stringify(config)}`).toBeLessThan(1e-7 * scale);
          compared++;
        });
      },
    ),
    { numRuns: 120, seed: 9, endOnFailure: true },
  );
  expect(compared).toBeGreaterThan(500);
});
