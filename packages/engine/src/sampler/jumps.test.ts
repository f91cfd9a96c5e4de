import { expect, test } from 'vitest';
import * as b from '../expr/build.ts';
import { essBulk } from '../posterior/ess.ts';
import { mean, variance } from '../posterior/moments.ts';
import { runChain, runChains } from './chains.ts';
import type { Plan } from './plan.ts';
import { defaultSettings } from './settings.ts';
import { target } from './target.fixture.ts';

/** x the logarithm of a Gamma(2) number and y | x ~ N(x, 1): skewed, with an exponential tail to the left. */
const image = target(2, ([x, y]) =>
  b.add(b.sub(b.mul(2, x!), b.exp(x!)), b.mul(-0.5, b.square(b.sub(y!, x!)))),
);

// ψ(2), ψ′(2); the variance of y is one more.
const [center, spread] = [0.42278433509846713, 0.6449340668482264];
const settings = { ...defaultSettings, draws: 10_000, seed: 5 };

const planWith = (mode: number[], inverseMetric: number[], jumps: boolean): Plan => ({
  method: 'nuts',
  way: 'mode',
  reason: '',
  tune: 100,
  evaluations: 0,
  mode: Float64Array.from(mode),
  inverseMetric: Float64Array.from(inverseMetric),
  jumps,
});

async function drawn(plan: Plan): Promise<{ x: Float64Array; y: Float64Array }> {
  const { draws, failure } = await runChain({ image, settings, plan, starts: [] }, 0, {});
  expect(failure).toBeUndefined();
  const column = (k: number) => draws.filter((_, i) => i % 2 === k);
  return { x: column(0), y: column(1) };
}

const close = [spread, spread, spread, spread + 1];
test.each([
  ['a close approximation', [center, center], close],
  ['one that is too narrow', [center, center], close.map((it) => it / 20)],
  ['one that is too wide', [center, center], close.map((it) => it * 20)],
  ['one beside the posterior', [center + 2, center - 2], close],
])('jumps by %s leave the distribution as it is', async (_, mode, inverseMetric) => {
  const { x, y } = await drawn(planWith(mode, inverseMetric, true));
  for (const [values, variation] of [
    [x, spread],
    [y, spread + 1],
  ] as const) {
    const ess = essBulk(values, 1);
    expect(Math.abs(mean(values) - center)).toBeLessThan(5 * Math.sqrt(variation / ess));
    expect(Math.abs(variance(values, 1) / variation - 1)).toBeLessThan(0.12);
  }
  // P(x < log g) = 1 − (1 + g) exp(−g), in both tails and between.
  for (const g of [0.1, 1, 5]) {
    const below = x.map((it) => Number(it < Math.log(g)));
    const probability = 1 - (1 + g) * Math.exp(-g);
    const error = Math.sqrt((probability * (1 - probability)) / essBulk(below, 1));
    expect(Math.abs(mean(below) - probability)).toBeLessThan(5 * error);
  }
});

test('by a close approximation they make more draws effective', async () => {
  const [jumping, plain] = [true, false].map((jumps) => drawn(planWith([center, center], close, jumps)));
  expect(essBulk((await jumping!).x, 1)).toBeGreaterThan(1.25 * essBulk((await plain!).x, 1));
});

test('a skewed posterior is approximated by draws around its mode, and jumped about in', async () => {
  const { plan, chains } = await runChains(image, { ...settings, draws: 1000 });
  expect(plan.from).toBe('draws around the mode');
  expect(plan.jumps).toBe(true);
  expect(plan.reason).toContain('from draws around the mode');
  const x = Float64Array.from(chains.flatMap(({ draws }) => [...draws.filter((_, i) => i % 2 === 0)]));
  expect(Math.abs(mean(x) - center)).toBeLessThan(5 * Math.sqrt(spread / essBulk(x, 4)));
  const byWindows = await runChains(image, { ...settings, warmup: 'windows' });
  expect(byWindows.plan.jumps).toBeUndefined();
});
