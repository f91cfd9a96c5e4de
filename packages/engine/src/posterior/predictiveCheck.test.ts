import { expect, it } from 'vitest';
import { predictiveCheck, type TestStatistic } from './predictiveCheck.ts';

const outcomes = Float64Array.of(0, 1, 2);
const replications = Float64Array.of(0, 1, 2, 3, 4, 5, -1, -1, -1, 0, 0, 9);

it('the p-value counts larger replications and half of those equal', () => {
  const check = predictiveCheck(outcomes, replications, 'mean');
  expect(check.observed).toBe(1);
  expect([...check.replicated]).toEqual([1, 4, -1, 3]);
  expect(check.pValue).toBe(0.625);
});

it('each statistic is the one of its name', () => {
  const names: TestStatistic[] = ['mean', 'sd', 'min', 'max', 'median', 'zeros'];
  const measured = Object.fromEntries(
    names.map((name) => [name, predictiveCheck(outcomes, replications, name).observed]),
  );
  expect(measured).toEqual({ mean: 1, sd: 1, min: 0, max: 2, median: 1, zeros: 1 / 3 });
});

it('replications of another length are refused', () => {
  expect(() => predictiveCheck(outcomes, Float64Array.of(1, 2), 'mean')).toThrow(/no multiple of 3/);
});
