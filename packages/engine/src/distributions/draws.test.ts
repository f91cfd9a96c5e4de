import { expect, test } from 'vitest';
import { createRandom } from '../numeric/random.ts';
import { gammaQ } from '../numeric/special.ts';
import { examples } from './examples.fixture.ts';
import { distributions } from './index.ts';

const draws = 4000;
const cells = 40;

/**
 * Chi-square test of the draws against the cdf, over cells of about equal probability.
 * The seed is fixed; under the right distribution one cell plan in a million would fail, so about 1 in 10⁴ for all of them.
 */
const falseAlarms = 1e-6;

/** Right ends of the cells: quantiles, each kept once. */
function cellEnds(quantile: (probability: number) => number): number[] {
  const ends: number[] = [];
  for (let i = 1; i < cells; i++) {
    const end = quantile(i / cells);
    if (ends.length === 0 || end > ends[ends.length - 1]!) ends.push(end);
  }
  return ends;
}

for (const { name, params } of examples) {
  const distribution = distributions[name];
  if (distribution?.cdf === undefined || distribution.quantile === undefined) continue;
  const { random, cdf, quantile } = distribution;

  test(`draws of ${name}(${JSON.stringify(params)}) are distributed by its cdf`, () => {
    const stream = createRandom(20261124, 3);
    const ends = cellEnds((probability) => quantile(probability, params));
    const counts = new Array<number>(ends.length + 1).fill(0);
    for (let i = 0; i < draws; i++) {
      const value = random(params, stream);
      const cell = ends.findIndex((end) => value <= end);
      counts[cell === -1 ? ends.length : cell]!++;
    }
    const bounds = [0, ...ends.map((end) => cdf(end, params)), 1];
    let statistic = 0;
    let used = 0;
    counts.forEach((count, cell) => {
      const expected = draws * (bounds[cell + 1]! - bounds[cell]!);
      if (expected < 1) return;
      used++;
      statistic += ((count - expected) * (count - expected)) / expected;
    });
    if (used > 1) expect(gammaQ(0.5 * (used - 1), 0.5 * statistic)).toBeGreaterThan(falseAlarms);
    else expect(counts.filter((count) => count > 0)).toHaveLength(1);
  });
}
