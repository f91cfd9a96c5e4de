// Awkward draws, the same to the last bit here and in bench/arviz-reference.py: integers and single rounded
// operations only. Names are keys of arviz.json, which holds what ArviZ says of them.

export interface ReferenceDraws {
  readonly chains: number;
  /** chains × draws, row-major. */
  readonly draws: Float64Array;
}

/** Uniforms in (0, 1) from Numerical Recipes' 32-bit congruential generator. */
function uniforms(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 4294967296;
  };
}

/** Bell-shaped noise: twelve uniforms minus six. */
function bell(next: () => number): number {
  let sum = 0;
  for (let i = 0; i < 12; i++) sum += next();
  return sum - 6;
}

function make(
  seed: number,
  chains: number,
  length: number,
  draw: (next: () => number, before: number, chain: number, at: number) => number,
): ReferenceDraws {
  const next = uniforms(seed);
  const draws = new Float64Array(chains * length);
  for (let chain = 0; chain < chains; chain++) {
    let before = 0;
    for (let at = 0; at < length; at++) {
      before = draw(next, before, chain, at);
      draws[chain * length + at] = before;
    }
  }
  return { chains, draws };
}

export const referenceDraws: Readonly<Record<string, ReferenceDraws>> = {
  independent: make(1, 4, 250, bell),
  autocorrelated: make(2, 4, 500, (next, before) => 0.9 * before + bell(next)),
  slow: make(3, 4, 1000, (next, before) => 0.995 * before + bell(next)),
  antithetic: make(4, 4, 250, (next, before) => -0.9 * before + bell(next)),
  heavy_tailed: make(5, 4, 250, (next) => (next() - 0.5) / (next() * next() * next())),
  one_chain: make(6, 1, 400, (next, before) => 0.5 * before + bell(next)),
  constant: make(7, 4, 100, () => 0.1),
  with_nan: make(8, 4, 100, (next, _, chain, at) => (chain === 2 && at === 50 ? Number.NaN : next())),
  counts: make(9, 4, 200, (next) => Math.floor(5 * next())),
  odd_length: make(10, 3, 101, (next, before) => 0.25 * before + next()),
  shifted: make(11, 4, 200, (next, _, chain) => (chain === 3 ? 1.5 : 0) + bell(next)),
  spread: make(12, 4, 200, (next, _, chain) => (chain === 3 ? 5 : 1) * bell(next)),
  apart: make(13, 3, 50, (_, __, chain) => chain),
  short: make(14, 2, 5, bell),
  tiny: make(15, 4, 100, (next) => 0.000000000001 * bell(next)),
  huge: make(16, 4, 100, (next) => 1000000000 + bell(next)),
  signs: make(17, 4, 100, (next) => (next() < 0.5 ? -1 : 1)),
  drifting: make(18, 4, 500, (next, before) => before + bell(next)),
};

const observations = 12;
const likelihoodScales = [0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1, 1.5, 2, 0.1, 0.1, 3];

/** Pointwise log likelihoods, chains × draws × observations, some with heavy tails; and a second model's. */
export const referenceLogLikelihoods = [21, 22].map((seed) => {
  const next = uniforms(seed);
  const chains = 4;
  const length = 250;
  const values = new Float64Array(chains * length * observations);
  for (let i = 0; i < values.length; i++) {
    const deviation =
      likelihoodScales[i % observations] * bell(next) + (seed === 22 ? 0.25 : 0.125) * (i % 5);
    values[i] = -0.5 * deviation * deviation - 1;
  }
  return { chains, observations, values };
});

/** Outcomes and predictive draws of each observation. */
export const referencePredictions = (() => {
  const outcome = uniforms(31);
  const outcomes = Float64Array.from({ length: observations }, () => bell(outcome));
  const draw = uniforms(32);
  const draws = Array.from({ length: observations }, () =>
    Float64Array.from({ length: 1000 }, () => bell(draw)),
  );
  return { outcomes, draws };
})();
