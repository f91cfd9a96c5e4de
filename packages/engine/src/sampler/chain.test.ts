import { expect, test } from 'vitest';
import * as b from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { essBulk } from '../posterior/ess.ts';
import { mean, variance } from '../posterior/moments.ts';
import { runChains } from './chains.ts';
import type { KernelImage } from './kernel.ts';
import { defaultSettings, type SamplerSettings } from './settings.ts';
import { target } from './target.fixture.ts';
import { type FromWorker, serveChains, workerRunner } from './workerProtocol.ts';

/** x₀ ~ N(1, 2²), x₁ | x₀ ~ N(x₀ / 2, 0.1²): means 1, 0.5; variances 4, 1.01; covariance 2. */
const correlated = target(2, ([x, y]) =>
  b.add(
    b.mul(-0.5, b.square(b.div(b.sub(x!, 1), 2))),
    b.mul(-0.5, b.square(b.div(b.sub(y!, b.mul(0.5, x!)), 0.1))),
  ),
);

const columnOf = (draws: Float64Array, dimension: number, k: number): Float64Array =>
  Float64Array.from({ length: draws.length / dimension }, (_, i) => draws[i * dimension + k]!);
const chainsOf = async (image: KernelImage, wanted: SamplerSettings) =>
  (await runChains(image, wanted)).chains;
const settings: SamplerSettings = { ...defaultSettings, seed: 11 };

const ways = (['diag', 'dense'] as const).flatMap((metric) =>
  (['auto', 'windows'] as const).map((warmup) => ({ metric, warmup })),
);
for (const { metric, warmup } of ways) {
  test(`a correlated normal target is recovered with a ${metric} metric, warm-up ${warmup}`, async () => {
    const { chains } = await runChains(correlated, { ...settings, metric, warmup });
    const all = (k: number) => Float64Array.from(chains.flatMap((chain) => [...columnOf(chain.draws, 2, k)]));
    const known = [
      { mean: 1, variance: 4 },
      { mean: 0.5, variance: 1.01 },
    ];
    known.forEach((reference, k) => {
      const draws = all(k);
      const ess = essBulk(draws, 4);
      // Five standard errors: a false alarm in a million.
      expect(Math.abs(mean(draws) - reference.mean)).toBeLessThan(5 * Math.sqrt(reference.variance / ess));
      expect(Math.abs(variance(draws, 1) / reference.variance - 1)).toBeLessThan(5 * Math.sqrt(2 / ess));
    });
    expect(chains.every((chain) => chain.stats.diverging?.every((it) => it === 0))).toBe(true);
    const rate = mean(chains[0]!.stats.acceptance_rate!);
    expect(rate).toBeGreaterThan(0.65);
    // Of a normal target only the metric's rounding is left where its normal part is solved exactly.
    if (metric === 'dense' && warmup === 'auto') expect(rate).toBeGreaterThan(0.9999);
    else expect(rate).toBeLessThan(0.97);
  });
}

/** Forty variables whose differences from the first are known to within 0.1, the first to within 1: a long direction. */
const manyAlong = target(40, ([first, ...others]) =>
  others.reduce<Expr>(
    (sum, it) => b.add(sum, b.mul(-0.5, b.square(b.div(b.sub(it, first!), 0.1)))),
    b.mul(-0.5, b.square(first!)),
  ),
);

test('a long direction among many variables is learned: short trajectories, all of it seen', async () => {
  const { chains } = await runChains(manyAlong, settings);
  const last = Float64Array.from(chains.flatMap(({ draws }) => [...columnOf(draws, 40, 39)]));
  const ess = essBulk(last, 4);
  expect(ess).toBeGreaterThan(1500);
  expect(Math.abs(mean(last))).toBeLessThan(5 / Math.sqrt(ess));
  expect(Math.abs(variance(last, 1) / 1.01 - 1)).toBeLessThan(0.15);
  expect(mean(Float64Array.from(chains.flatMap(({ stats }) => [...stats.n_steps!])))).toBeLessThan(8);
  expect(chains.every(({ inverseMetric }) => inverseMetric.length > 40)).toBe(true);
  expect(chains.every(({ centre }) => centre !== undefined)).toBe(true);
});

test('a chain goes on from a low-rank metric, its centre and its step size', async () => {
  const { chains } = await runChains(manyAlong, { ...settings, draws: 200 });
  const starts = chains.map(({ draws, inverseMetric, centre, stepSize }) => ({
    initial: draws.slice(-40),
    inverseMetric,
    stepSize,
    ...(centre === undefined ? {} : { centre }),
  }));
  const again = await runChains(manyAlong, { ...settings, tune: 0, metric: 'low_rank' }, { starts });
  expect(again.plan.way).toBe('given');
  const last = Float64Array.from(again.chains.flatMap(({ draws }) => [...columnOf(draws, 40, 39)]));
  expect(essBulk(last, 4)).toBeGreaterThan(1500);
  again.chains.forEach(({ inverseMetric }, k) => {
    expect(inverseMetric).toEqual(chains[k]!.inverseMetric);
  });
});

test('a skewed target, far from its normal approximation, is recovered by gradients with either metric', async () => {
  // The logarithm of a Gamma(0.1) variable: mean ψ(0.1), variance ψ′(0.1).
  const [center, spread] = [-10.423754940411076, 101.43329915079276];
  const skewed = target(3, (q) =>
    q.reduce<Expr>((sum, it) => b.add(sum, b.sub(b.mul(0.1, it), b.exp(it))), b.constant(0)),
  );
  for (const metric of ['auto', 'diag'] as const) {
    const { chains, plan } = await runChains(skewed, { ...settings, metric });
    expect(plan.way).toBe('gradients');
    for (const k of [0, 2]) {
      const all = Float64Array.from(chains.flatMap((chain) => [...columnOf(chain.draws, 3, k)]));
      expect(Math.abs(mean(all) - center)).toBeLessThan(5 * Math.sqrt(spread / essBulk(all, 4)));
    }
  }
});

test('independent draws recover the target, with a certificate; where they cannot they are not used', async () => {
  const { chains, plan } = await runChains(correlated, { ...settings, method: 'auto', draws: 2000 });
  expect(plan.method).toBe('importance');
  expect(plan.paretoK).toBeLessThan(0.5);
  expect(plan.efficiency).toBeGreaterThan(0.5);
  const second = Float64Array.from(chains.flatMap((chain) => [...columnOf(chain.draws, 2, 1)]));
  const ess = essBulk(second, 4);
  expect(ess).toBeGreaterThan(1500);
  expect(Math.abs(mean(second) - 0.5)).toBeLessThan(5 * Math.sqrt(1.01 / ess));
  expect(Math.abs(variance(second, 1) / 1.01 - 1)).toBeLessThan(5 * Math.sqrt(2 / ess));

  // Cauchy tails are heavier than those of the proposals.
  const heavy = target(2, ([x, y]) =>
    b.neg(b.add(b.log(b.add(1, b.square(x!))), b.mul(0.5, b.square(b.sub(y!, x!))))),
  );
  const instead = await runChains(heavy, { ...settings, method: 'importance', draws: 100 });
  expect(instead.plan.method).toBe('nuts');
  expect(instead.plan.reason).toContain('not importance but NUTS');
});

test('the way of warming up is told with every chain', async () => {
  const { chains, plan } = await runChains(correlated, { ...settings, draws: 50 });
  expect(plan).toMatchObject({ method: 'nuts', way: 'mode', tune: 100 });
  expect(chains.map(({ warmup }) => warmup.way)).toEqual(['mode', 'mode', 'mode', 'mode']);
  const { plan: short } = await runChains(correlated, { ...settings, draws: 50, tune: 30 });
  expect(short.tune).toBe(30);
  const { plan: long } = await runChains(correlated, { ...settings, draws: 50, warmup: 'windows' });
  expect(long).toMatchObject({ way: 'windows', tune: 1000 });
});

test('the same seed gives the same bits, another seed or chain gives others', async () => {
  const short = { ...settings, draws: 50, tune: 50, chains: 2 };
  const [first, again, other] = [
    await chainsOf(correlated, short),
    await chainsOf(correlated, short),
    await chainsOf(correlated, { ...short, seed: 12 }),
  ];
  expect(first[0]!.draws).toEqual(again[0]!.draws);
  expect(first[0]!.draws).not.toEqual(first[1]!.draws);
  expect(first[0]!.draws).not.toEqual(other[0]!.draws);
});

test('workers give the same draws as this thread, however many there are', async () => {
  const short = { ...settings, draws: 60, tune: 60, chains: 3 };
  const here = await chainsOf(correlated, short);
  for (const count of [1, 2, 3]) {
    const create = () => {
      let answer: (message: FromWorker) => void = () => {};
      const serve = serveChains((message) => answer(message));
      return {
        post: (message: Parameters<typeof serve>[0]) => queueMicrotask(() => serve(message)),
        onMessage: (handler: (message: FromWorker) => void) => {
          answer = handler;
        },
        onError: () => {},
        terminate: () => {},
      };
    };
    const { chains: there } = await runChains(correlated, short, { runner: workerRunner(create, count) });
    expect(there.map((chain) => chain.draws)).toEqual(here.map((chain) => chain.draws));
  }
});

test("Neal's funnel in its centred form is told by its divergences", async () => {
  const funnel = target(6, ([v, ...x]) =>
    x.reduce(
      (sum, it) => b.add(sum, b.sub(b.mul(-0.5, b.mul(b.square(it), b.exp(b.neg(v!)))), b.mul(0.5, v!))),
      b.mul(-1 / 18, b.square(v!)),
    ),
  );
  const { chains } = await runChains(funnel, settings);
  const divergences = chains.reduce(
    (total, chain) => total + chain.stats.diverging!.reduce((x, y) => x + y, 0),
    0,
  );
  expect(divergences).toBeGreaterThan(0);
});

test('a target without a finite density anywhere ends in a named failure, not a hang', async () => {
  const nowhere = target(1, ([x]) => b.log(b.sub(-10, b.square(x!))));
  const { chains } = await runChains(nowhere, { ...settings, chains: 1 });
  expect(chains[0]!.failure).toContain('no point near the centre');
  expect(chains[0]!.draws.every(Number.isNaN)).toBe(true);
});

test('an abort ends the run with its reason', async () => {
  const controller = new AbortController();
  const run = runChains(
    correlated,
    { ...settings, draws: 1_000_000 },
    { signal: controller.signal, onProgress: () => controller.abort(new Error('enough')) },
  );
  await expect(run).rejects.toThrow('enough');
});
