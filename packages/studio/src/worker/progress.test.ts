import type { SamplerProgress } from '@posterity/engine';
import { beforeEach, expect, test, vi } from 'vitest';
import { gatherProgress } from './progress.ts';
import type { Progress } from './protocol.ts';

let time = 0;
beforeEach(() => {
  time = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (time += 10));
});

/** The last of what is told of two chains that have drawn around these centres. */
function watched(centres: readonly [number, number], draws: number): Progress {
  let last: Progress | undefined;
  const receive = gatherProgress(2, (progress) => {
    last = progress;
  });
  for (let i = 0; i < draws; i++) {
    centres.forEach((centre, chain) => {
      const noise = ((i * 7919 + chain * 31) % 101) / 101;
      const latest = { position: Float64Array.of(centre + noise), logDensity: -noise };
      const progress: SamplerProgress = {
        chain,
        phase: 'sampling',
        done: i + 1,
        total: draws,
        divergences: chain,
        latest,
      };
      receive(progress);
    });
  }
  return last!;
}

test('chains that agree have an R-hat near 1, others a large one', () => {
  expect(watched([0, 0], 60).rHat).toBeLessThan(1.05);
  expect(watched([0, 9], 60).rHat).toBeGreaterThan(1.5);
});

test('nothing is said of agreement after a few draws', () => {
  expect(watched([0, 9], 10).rHat).toBeUndefined();
});

test('a long run keeps a bounded number of draws to watch', () => {
  const { chains, share, divergences } = watched([0, 0], 3000);
  expect(share).toBeGreaterThan(0.99);
  expect(divergences).toBe(1);
  for (const { logDensity } of chains) {
    expect(logDensity.length).toBeLessThan(256);
    expect(logDensity.length).toBeGreaterThan(100);
  }
});
