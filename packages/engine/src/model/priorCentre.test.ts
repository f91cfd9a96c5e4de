import { expect, test } from 'vitest';
import { parseConfig } from '../config/config.ts';
import { knowledge } from './knowledge.ts';
import { priorCentres } from './priorCentre.ts';
import { specify } from './specification.ts';

const centresOf = (variables: Record<string, unknown>, used: string): Map<string, number> =>
  priorCentres(
    specify(
      parseConfig(
        { independent_vars: ['x'], variable_params: variables, function_params: { function: used } },
        knowledge,
      ),
    ),
    () => false,
  );

test('a search begins in the middle of every prior, under the middle of those it is built on', () => {
  const centres = centresOf(
    {
      low: { dist: 'Normal', params: { mu: -3, sigma: 1 } },
      above: { dist: 'Normal', params: { mu: 'low + 1', sigma: 2 } },
      share: { dist: 'Uniform', params: { lower: 10, upper: 20 } },
      scale: { dist: 'Exponential', params: { lam: 0.5 } },
    },
    'low + above + share + scale * x',
  );
  expect(centres.get('low')).toBeCloseTo(-3, 12);
  expect(centres.get('above')).toBeCloseTo(-2, 12);
  expect(centres.get('share')).toBeCloseTo(0, 12);
  // The median of an exponential distribution is ln 2 / rate, behind a logarithm.
  expect(centres.get('scale')).toBeCloseTo(Math.log(2 * Math.LN2), 6);
});

test('flat priors and what is built on them begin at zero', () => {
  const centres = centresOf(
    {
      anything: { dist: 'Flat', params: {} },
      positive: { dist: 'HalfFlat', params: {} },
      near: { dist: 'Normal', params: { mu: 'anything', sigma: 1 } },
    },
    'anything + near * x + positive',
  );
  expect([...centres.values()]).toEqual([0, 0, 0, expect.any(Number)]);
});
