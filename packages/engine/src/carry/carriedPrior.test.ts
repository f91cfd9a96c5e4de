import { describe, expect, test } from 'vitest';
import { ConfigError } from '../config/errors.ts';
import { Model } from '../model/model.ts';

const base = {
  independent_vars: ['week'],
  variable_params: {
    lambda_val: { dist: 'HalfNormal', params: { sigma: 1 } },
    intercept: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
  },
  function_params: { function: '1 - intercept - (1 - intercept) * exp(-lambda_val * week)' },
};
const block = {
  scale: { lambda_val: 'log(x)', intercept: 'x' },
  components: [
    {
      mean: { lambda_val: -2.5, intercept: 0.05 },
      sd: { lambda_val: 0.1, intercept: 0.02 },
      correlation: { intercept: { lambda_val: 0.9 } },
    },
  ],
};
const [X, y] = [{ week: [0, 1, 2, 3] }, [0.05, 0.1, 0.2, 0.25]];
const point = { lambda_val: 0.09, intercept: 0.04, sigma: 0.1 };
const densityOf = (config: unknown, at = point) => new Model(config).logDensityAt(X, y, [at])[0]!;
const normal = (x: number, mean: number, sd: number) =>
  -0.5 * ((x - mean) / sd) ** 2 - Math.log(sd) - 0.5 * Math.log(2 * Math.PI);

/** Worked out by hand: the pair's normal density by conditioning, and 1/λ for log λ. */
function byHand(share = 1): number {
  const [u, sd] = [Math.log(point.lambda_val), 0.1 / Math.sqrt(share)];
  const first = normal(u, -2.5, sd);
  const conditional = 0.05 + (0.9 * 0.02 * (u + 2.5)) / 0.1;
  const second = normal(point.intercept, conditional, 0.02 * Math.sqrt((1 - 0.81) / share));
  return first + second - u;
}
const own = normal(0.09, 0, 1) + Math.log(2) + normal(0.04, 0, 1);

describe('a carried prior', () => {
  test('takes the place of the priors of the variables it names, Jacobian and constants included', () => {
    const difference = densityOf({ ...base, prior_from: block }).log_density - densityOf(base).log_density;
    expect(difference).toBeCloseTo(byHand() - own, 9);
  });

  test('has the derivative of its density', () => {
    const config = { ...base, prior_from: { ...block, robust: 0.2 } };
    const { gradient } = densityOf(config);
    for (const name of ['lambda_val', 'intercept', 'sigma'] as const) {
      const at = (step: number) => densityOf(config, { ...point, [name]: point[name] + step }).log_density;
      expect(gradient[name]).toBeCloseTo((at(1e-6) - at(-1e-6)) / 2e-6, 3);
    }
  });

  test('of many components is the mixture of those densities, slopes included, also far from all of them', () => {
    const of = (k: number) => ({
      ...block.components[0]!,
      weight: 1 + (k % 3),
      mean: { lambda_val: -2.5 + 0.1 * k, intercept: 0.05 - 0.01 * k },
    });
    const all = Array.from({ length: 11 }, (_, k) => of(k));
    const weights = all.map(({ weight }) => weight);
    const whole = weights.reduce((total, weight) => total + weight, 0);
    const config = { ...base, prior_from: { ...block, components: all } };
    const single = (k: number) => densityOf({ ...base, prior_from: { ...block, components: [of(k)] } });
    const logs = all.map((_, k) => single(k).log_density);
    const top = Math.max(...logs);
    const sum = logs.reduce((total, it, k) => total + (weights[k]! / whole) * Math.exp(it - top), 0);
    expect(densityOf(config).log_density).toBeCloseTo(top + Math.log(sum), 9);
    for (const at of [point, { ...point, intercept: 3 }]) {
      const { gradient, log_density } = densityOf(config, at);
      expect(log_density).toBeGreaterThan(-1e7);
      const moved = (step: number) =>
        densityOf(config, { ...at, intercept: at.intercept + step }).log_density;
      const slope = (moved(1e-6) - moved(-1e-6)) / 2e-6;
      expect(Number(gradient['intercept']) / slope).toBeCloseTo(1, 4);
    }
    const robust = densityOf({ ...config, prior_from: { ...config.prior_from, robust: 0.2 } }).log_density;
    const carried = densityOf(config).log_density - densityOf(base).log_density;
    const expected = Math.log(0.8 * Math.exp(carried + own) + 0.2 * Math.exp(own));
    expect(robust - densityOf(base).log_density).toBeCloseTo(expected - own, 9);
  });

  test('robust mixes it with the priors of the config', () => {
    const mixed = densityOf({ ...base, prior_from: { ...block, robust: 0.2 } }).log_density;
    const expected = Math.log(0.8 * Math.exp(byHand()) + 0.2 * Math.exp(own));
    expect(mixed - densityOf(base).log_density).toBeCloseTo(expected - own, 9);
  });

  test('discount 0 and robust 1 leave the priors of the config; a discount widens towards them', () => {
    for (const part of [{ discount: 0 }, { robust: 1 }])
      expect(densityOf({ ...base, prior_from: { ...block, ...part } })).toEqual(densityOf(base));
    const quarter = densityOf({ ...base, prior_from: { ...block, discount: 0.25 } });
    // The config's priors are some hundred times wider and hardly pull.
    const difference = quarter.log_density - densityOf(base).log_density;
    expect(Math.abs(difference - (byHand(0.25) - own))).toBeLessThan(0.15);
  });

  test('components mix by their weights', () => {
    const [it] = block.components;
    const twice = {
      ...block,
      components: [
        { ...it, weight: 3 },
        { ...it, weight: 1 },
      ],
    };
    expect(densityOf({ ...base, prior_from: twice }).log_density).toBeCloseTo(
      densityOf({ ...base, prior_from: block }).log_density,
      9,
    );
  });

  test('reaches fit and the saved file', async () => {
    const model = await new Model({ ...base, prior_from: block }).fit(X, y, { seed: 1 });
    const { mean, sd } = model.summary()['lambda_val']!;
    expect(Math.abs(Number(mean) - 0.083)).toBeLessThan(0.01);
    expect(sd).toBeLessThan(0.012);
    const loaded = await Model.fromNetcdf(await model.toNetcdf());
    expect(loaded.config.prior_from).toEqual(block);
  });

  test('covers single levels of a group and columns of a vector; the others keep their prior', () => {
    const grouped = {
      independent_vars: [{ X: ['u', 'v'] }, 'g'],
      variable_params: {
        a: { dist: 'Normal', params: { mu: 0, sigma: 2 }, by: 'g' },
        b: { dist: 'Normal', params: { mu: 0, sigma: 3 }, over: 'X' },
        sigma: { dist: 'HalfNormal', params: { sigma: 1 } },
      },
      function_params: { function: 'a + dot(X, b)' },
    };
    const data = { u: [1, 2, 3], v: [0, 1, 0], g: ['p', 'q', 'p'] };
    const at = { a: [0.5, -0.4], b: [0.2, 0.7], sigma: 1 };
    const density = (config: unknown) => new Model(config).logDensityAt(data, [1, 2, 3], [at])[0]!;
    const prior_from = {
      scale: { 'a[q]': 'x', 'b[u]': 'x', 'a[gone]': 'x' },
      components: [
        { mean: { 'a[q]': 0, 'b[u]': 0.1, 'a[gone]': 5 }, sd: { 'a[q]': 0.5, 'b[u]': 0.2, 'a[gone]': 1 } },
      ],
    };
    const carried = density({ ...grouped, prior_from });
    const expected = normal(-0.4, 0, 0.5) + normal(0.2, 0.1, 0.2) - normal(-0.4, 0, 2) - normal(0.2, 0, 3);
    expect(carried.log_density - density(grouped).log_density).toBeCloseTo(expected, 9);
    const slope = -(-0.4) / 0.25 - 0.4 / 4;
    const change = (name: 'a' | 'b', k: number) =>
      (carried.gradient[name] as number[])[k]! - (density(grouped).gradient[name] as number[])[k]!;
    expect(change('a', 0)).toBe(0);
    expect(change('a', 1)).toBeCloseTo(slope, 9);
  });
});

describe('a carried prior that cannot be used is refused with its reason', () => {
  const refused = (prior_from: unknown, config: object = base): string => {
    try {
      new Model({ ...config, prior_from });
    } catch (error) {
      if (error instanceof ConfigError) return error.message;
      throw error;
    }
    return 'accepted';
  };
  const [component] = block.components;

  test('a variable that does not exist, with the nearest name', () => {
    const scale = { lambda_vla: 'log(x)', intercept: 'x' };
    const other = { mean: { lambda_vla: 0, intercept: 0 }, sd: { lambda_vla: 1, intercept: 1 } };
    expect(refused({ scale, components: [other] })).toBe(
      'prior_from.scale.lambda_vla: lambda_vla is not a variable of this model (variables: lambda_val, intercept, sigma); did you mean "lambda_val"?',
    );
  });

  test('a variable of another support', () => {
    expect(refused({ ...block, scale: { ...block.scale, lambda_val: 'logit(x)' } })).toContain(
      'prior_from.scale.lambda_val: the prior was learned on the scale logit(x), but HalfNormal here has the scale log(x)',
    );
  });

  test('a discount or a robust weight outside 0 to 1', () => {
    expect(refused({ ...block, discount: 1.5 })).toBe('prior_from.discount: 1.5 is not a number from 0 to 1');
    expect(refused({ ...block, robust: -0.1 })).toBe('prior_from.robust: -0.1 is not a number from 0 to 1');
  });

  test('numbers that are missing, strange or impossible together', () => {
    const short = { ...component, sd: { lambda_val: 0.1 } };
    expect(refused({ ...block, components: [short] })).toBe(
      'prior_from.components[0].sd: has no number for intercept',
    );
    const crossed = {
      scale: { lambda_val: 'log(x)', intercept: 'x', sigma: 'log(x)' },
      components: [
        {
          mean: { lambda_val: 0, intercept: 0, sigma: 0 },
          sd: { lambda_val: 1, intercept: 1, sigma: 1 },
          correlation: { intercept: { lambda_val: 0.9 }, sigma: { lambda_val: 0.9, intercept: -0.9 } },
        },
      ],
    };
    expect(refused(crossed)).toContain('cannot occur together');
    expect(refused({ ...block, robust: 0.1 }, flat)).toContain('robust mixes with');
  });

  const flat = {
    ...base,
    variable_params: { ...base.variable_params, intercept: { dist: 'Flat', params: {} } },
  };
});
