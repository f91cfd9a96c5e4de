import { toTable } from '@posterity/engine';
import { expect, test } from 'vitest';
import { checkConfig } from '../worker/check.ts';
import { overviewOf } from '../worker/overview.ts';
import { starterConfig } from './starter.ts';

test('the config to begin with is one that fits its data', () => {
  const table = toTable({ id: ['a', 'b', 'c'], week: [1, 2, 3], rate: [10, 20, 35] });
  const { problems, dataProblems, shape } = checkConfig(starterConfig(overviewOf('a.csv', table)), table);
  expect({ problems, dataProblems }).toEqual({ problems: [], dataProblems: [] });
  expect(shape).toMatchObject({ dependent: 'rate', axes: ['week'] });
});

test('without two numeric columns there is nothing to begin with', () => {
  expect(starterConfig(overviewOf('a.csv', toTable({ a: [1, 2] })))).toBe('');
});
