import { describe, expect, test } from 'vitest';
import { Model } from '../model/model.ts';
import { exp } from '../numeric/math.ts';
import { createRandom } from '../numeric/random.ts';
import { chooseMixture } from './chooseMixture.ts';
import { normalOf } from './sample.ts';

const curve = {
  independent_vars: ['week'],
  variable_params: {
    lambda_val: { dist: 'HalfNormal', params: { sigma: 1 } },
    intercept: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
  },
  function_params: { function: '1 - intercept - (1 - intercept) * exp(-lambda_val * week)' },
  sample_params: { draws: 500, tune: 500 },
};
const random = createRandom(3, 7);
const week = Array.from({ length: 26 }, (_, i) => i);
const rates = [0.06, 0.08, 0.1, 0.07, 0.09];
const release = rates.flatMap((_, k) => week.map(() => `r${k + 1}`));
const weeks = rates.flatMap(() => week);
const y = rates.flatMap((rate) =>
  week.map((t) => 0.95 - 0.95 * exp(-rate * t) + 0.05 + 0.03 * random.normal()),
);
const pooled = await new Model(curve).fit({ week: weeks }, y, { seed: 2 });
const grouped = await new Model({
  ...curve,
  sample_params: { draws: 1000, tune: 1000 },
  independent_vars: ['week', 'release'],
  variable_params: {
    ...curve.variable_params,
    mu_l: { dist: 'Normal', params: { mu: -2.5, sigma: 1 } },
    tau_l: { dist: 'HalfNormal', params: { sigma: 0.5 } },
    lambda_val: {
      dist: 'LogNormal',
      params: { mu: 'mu_l', sigma: 'tau_l' },
      by: 'release',
      parametrization: 'centered',
    },
  },
}).fit({ week: weeks, release }, y, { seed: 2 });

describe('a posterior as a joint prior', () => {
  test('has the means, sds and correlations of the draws on the scale chains move on', () => {
    const { scale, components, effective_rows } = pooled.exportPrior();
    expect(scale).toEqual({ lambda_val: 'log(x)', intercept: 'x', sigma: 'log(x)' });
    expect(effective_rows).toEqual({ lambda_val: 130, intercept: 130, sigma: 130 });
    const logs = pooled.trace.posterior['lambda_val']!.values.map(Math.log);
    const mean = logs.reduce((total, value) => total + value, 0) / logs.length;
    const whole = components.map((it) => it.weight ?? 1);
    const mixed = components.reduce((total, it, k) => total + whole[k]! * it.mean['lambda_val']!, 0);
    // Draws are weighed by their density, so the mean is nearer to the posterior's than theirs: a tenth of an sd at most apart.
    expect(Math.abs(mixed - mean)).toBeLessThan(0.1 * components[0]!.sd['lambda_val']!);
    expect(components[0]!.correlation!['intercept']!['lambda_val']).toBeGreaterThan(0.6);
  });

  test('fitted to no further rows it is the posterior again, correlation and all', async () => {
    const long = { ...curve, sample_params: { draws: 5000, tune: 500 } };
    const exact = await new Model(long).fit({ week: weeks }, y, { seed: 9 });
    const config = exact.exportJointConfig();
    const silent = { ...config, likelihood: { weights: 'weight' } };
    const again = await new Model(silent).fit({ week: [0], weight: [0] }, [0], { seed: 5 });
    for (const name of ['lambda_val', 'intercept', 'sigma']) {
      const [before, after] = [exact.summary()[name]!, again.summary()[name]!];
      expect(Math.abs(Number(after.mean) - Number(before.mean)) / Number(before.sd)).toBeLessThan(0.1);
      expect(Number(after.sd) / Number(before.sd)).toBeCloseTo(1, 1);
    }
    const correlation = (model: Model) => {
      const draws = normalOf({ values: pairs(model), count: 2000, size: 2 }).covariance;
      return draws[1]! / Math.sqrt(draws[0]! * draws[3]!);
    };
    expect(correlation(again)).toBeCloseTo(correlation(exact), 1);
  });

  test('names can be chosen; another config may use it', () => {
    const block = pooled.exportPrior({ variables: ['intercept'], discount: 0.5 });
    expect(block.scale).toEqual({ intercept: 'x' });
    expect(block.discount).toBe(0.5);
    const other = new Model({
      independent_vars: ['t'],
      variable_params: {
        intercept: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
        slope: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
      },
      function_params: { function: 'intercept + slope * t' },
      prior_from: block,
    });
    expect(other.describe().text).toContain(
      'intercept ~ Normal(mu = 0, sigma = 1)   (the carried prior takes its place)',
    );
    expect(other.describe().text).toContain('worth 65 rows, discount 0.5');
  });

  test('a new release takes the population’s value: wide as the releases differ, worth few rows', () => {
    const config = grouped.exportJointConfig({ population: ['lambda_val'] });
    expect(Object.keys(config['variable_params'] as object)).toEqual(['lambda_val', 'intercept']);
    expect(config).toMatchObject({ variable_params: { lambda_val: { dist: 'LogNormal' } } });
    const { effective_rows, scale } = grouped.exportPrior({ population: ['lambda_val'] });
    expect(scale).toEqual({ lambda_val: 'log(x)', intercept: 'x', sigma: 'log(x)' });
    expect(effective_rows!['lambda_val']).toBeLessThan(5);
    expect(effective_rows!['intercept']).toBe(130);
    new Model(config);
  });

  test('levels are carried one by one, with the rows of each', () => {
    const { scale, effective_rows } = grouped.exportPrior();
    expect(Object.keys(scale)).toContain('lambda_val[r3]');
    expect(effective_rows!['lambda_val[r3]']).toBe(26);
    new Model(grouped.exportJointConfig());
  });
});

describe('per-parameter priors', () => {
  test('lose the correlation, and tell how much', () => {
    const { loss } = pooled.trainedConfig();
    expect(loss.variables['lambda_val']!.dist).toBe('TruncatedNormal');
    for (const { nats } of Object.values(loss.variables)) expect(nats).toBeLessThan(0.02);
    const { correlation } = pooled.exportPrior({ components: 1 }).components[0]!;
    const rho = correlation!['intercept']!['lambda_val']!;
    // The mutual information of a normal pair.
    expect(loss.joint).toBeCloseTo(-0.5 * Math.log(1 - rho * rho), 1);
  });

  test('by likelihood they are no worse than by moments', () => {
    const [moments, likelihood] = (['moments', 'likelihood'] as const).map(
      (fit) => pooled.trainedConfig({ fit }).loss,
    );
    expect(likelihood!.joint).toBeLessThan(moments!.joint + 0.01);
  });

  test('do not carry a carried prior twice', () => {
    expect(pooled.exportTrainedConfig()).not.toHaveProperty('prior_from');
  });
});

describe('refusals', () => {
  test('a variable that does not exist, with the nearest name', () => {
    expect(() => pooled.exportPrior({ variables: ['lambda_vla'] })).toThrow(
      '"lambda_vla" is not a variable of the fit (variables: lambda_val, intercept, sigma); did you mean "lambda_val"?',
    );
  });

  test('a population of a variable that has none', () => {
    expect(() => pooled.exportPrior({ population: ['intercept'] })).toThrow(
      'intercept has no population to carry',
    );
  });

  test('a share outside 0 to 1', () => {
    expect(() => pooled.exportPrior({ discount: 2 })).toThrow('discount is a number from 0 to 1; found 2');
    expect(() => pooled.exportPrior({ robust: Number.NaN })).toThrow(
      'robust is a number from 0 to 1; found NaN',
    );
  });

  test('a fit whose verdict is bad, unless forced', async () => {
    const short = await new Model({ ...curve, sample_params: { draws: 4, tune: 1 } }).fit({ week: weeks }, y);
    expect(short.verdict().status).toBe('bad');
    expect(() => short.exportPrior()).toThrow('cannot be trusted (verdict bad)');
    expect(Object.keys(short.exportPrior({ force: true }).scale)).toHaveLength(3);
  });
});

describe('a posterior that is bent', () => {
  test('is written as many components, unless few are asked for', async () => {
    const bent = await new Model({ ...curve, sample_params: { target_accept: 0.95 } }).fit(
      { week: [0, 1, 2, 3] },
      [0.03, 0.09, 0.15, 0.26],
      { seed: 1 },
    );
    expect(bent.exportPrior({ force: true }).components.length).toBeGreaterThan(4);
    expect(bent.exportPrior({ force: true, components: 4 }).components.length).toBeLessThanOrEqual(4);
    expect(pooled.exportPrior().components.length).toBeLessThanOrEqual(4);
  });
});

describe('the choice of a mixture', () => {
  const gaussian = (count: number, of: () => number) => Float64Array.from({ length: count }, of);

  test('one normal is enough for a normal sample', () => {
    const values = gaussian(4000, () => random.normal());
    expect(chooseMixture({ values, count: 2000, size: 2 }, 4).components).toHaveLength(1);
  });

  test('a sample with two modes takes two', () => {
    const values = gaussian(2000, () => random.normal() + (random.uniform() < 0.3 ? 6 : 0));
    const { components, heldOut } = chooseMixture({ values, count: 2000, size: 1 }, 4);
    expect(components.length).toBeGreaterThanOrEqual(2);
    expect(heldOut[1]!).toBeGreaterThan(heldOut[0]! + 0.1);
    const weights = components.map(({ weight }) => weight);
    expect(weights.reduce((total, weight) => total + weight, 0)).toBeCloseTo(1, 10);
  });
});

function pairs(model: Model): Float64Array {
  const [lambda, intercept] = ['lambda_val', 'intercept'].map((name) => model.trace.posterior[name]!.values);
  return Float64Array.from({ length: 4000 }, (_, i) => (i % 2 === 0 ? lambda : intercept)![i >> 1]!);
}
