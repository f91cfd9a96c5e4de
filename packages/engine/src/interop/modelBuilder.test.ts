import { expect, test } from 'vitest';
import type { Trace } from '../posterior/trace.ts';
import { modelBuilderConfig } from './modelBuilder.ts';

const values = new Float64Array(4);
const trace: Trace = {
  chains: 2,
  draws: 2,
  coords: {},
  posterior: {
    slope: { name: 'slope', dims: [], shape: [], values },
    eps: { name: 'eps', dims: [], shape: [], values },
  },
  sampleStats: {},
};

test('priors in both of the forms that ModelBuilder writes, nested ones lifted out, become variables', () => {
  const model_config = JSON.stringify({
    intercept: { loc: 0, scale: 10 },
    slope: {
      dist: 'Normal',
      kwargs: { mu: { dist: 'Normal', kwargs: { mu: 0, sigma: 1 } }, sigma: 2 },
      dims: 'geo',
    },
    obs_error: 2,
  });
  const sampler_config = JSON.stringify({ draws: 500, chains: 3, progressbar: false });
  const { config, notes } = modelBuilderConfig({ trace, attributes: { model_config, sampler_config } });
  expect(config['variable_params']).toEqual({
    intercept: { dist: 'Normal', params: { mu: 0, sigma: 10 } },
    slope_mu: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
    slope: { dist: 'Normal', params: { mu: 'slope_mu', sigma: 2 } },
  });
  expect(config['sample_params']).toEqual({ draws: 500, chains: 3 });
  expect(notes).toEqual([
    'slope has the dimensions geo: give it by: or over:',
    'obs_error: 2 is not a prior and was left out',
    'there are draws of eps, whose priors the file does not tell',
  ]);
});

test('a file without model_config, or with a damaged one, is refused', () => {
  expect(() => modelBuilderConfig({ trace, attributes: {} })).toThrow('not of a ModelBuilder');
  expect(() => modelBuilderConfig({ trace, attributes: { model_config: '{"a":' } })).toThrow(
    'not a JSON object',
  );
});
