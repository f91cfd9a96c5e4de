import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { adoptionConfig } from './config.ts';
import { adoptionCsv, establishedReleases, newRelease, rowsOf, weeks } from './releases.ts';

const example = (name: string) =>
  readFileSync(new URL(`../../../../examples/adoption/${name}`, import.meta.url), 'utf8');

test('the committed example is what the demo makes of seed 1', () => {
  expect(adoptionCsv(establishedReleases(1))).toBe(example('adoption.csv'));
  expect(adoptionConfig).toBe(example('adoption.yaml'));
});

test('every release has 52 weeks of rates between 0 and 1 that grow', () => {
  const table = establishedReleases(3);
  expect(table.week).toHaveLength(5 * weeks);
  for (let release = 0; release < 5; release++) {
    const { week, adoption_rate } = rowsOf(table, release);
    expect(week).toEqual(Array.from({ length: weeks }, (_, index) => index));
    expect(Math.min(...adoption_rate)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...adoption_rate)).toBeLessThanOrEqual(1);
    expect(adoption_rate[51]).toBeGreaterThan(0.9);
    expect(adoption_rate[0]).toBeLessThan(0.2);
  }
});

test('another seed gives other releases, and the new release is none of the established ones', () => {
  expect(establishedReleases(1).adoption_rate).not.toEqual(establishedReleases(2).adoption_rate);
  expect(rowsOf(establishedReleases(1), 4).adoption_rate).not.toEqual(newRelease(1).adoption_rate);
});
