import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../numeric/random.ts';
import { loo, relativeEfficiency } from '../posterior/loo.ts';
import { powerScaling, powerSensitivity } from '../posterior/powerScaling.ts';
import { waic } from '../posterior/waic.ts';
import { Model } from './model.ts';

const rows = 40;
const random = createRandom(5, 0);
const x = Float64Array.from({ length: rows }, (_, i) => i / 10 - 2);
const y = x.map((value) => 0.5 + 1.2 * value + 0.4 * random.normal());
const config = {
  independent_vars: ['x'],
  variable_params: {
    a: { dist: 'Normal', params: { mu: 0, sigma: 2 } },
    b: { dist: 'Normal', params: { mu: 0, sigma: 2 } },
    sigma: { dist: 'HalfNormal', params: { sigma: 1 } },
  },
  function_params: { function: 'a + b * x' },
  sample_params: { draws: 500, tune: 500, chains: 4, random_seed: 1 },
};
const model = new Model(config);
beforeAll(() => model.fit({ x }, y));

/** Log density of each row at each draw, written out anew: draws × rows. */
function densities(): Float64Array {
  const { a, b, sigma } = model.trace.posterior;
  const values = new Float64Array(2000 * rows);
  for (let draw = 0; draw < 2000; draw++) {
    for (let row = 0; row < rows; row++) {
      const s = sigma!.values[draw]!;
      const z = (y[row]! - a!.values[draw]! - b!.values[draw]! * x[row]!) / s;
      values[draw * rows + row] = -0.5 * z * z - Math.log(s) - 0.5 * Math.log(2 * Math.PI);
    }
  }
  return values;
}

describe('the evidence', () => {
  it('is PSIS-LOO and WAIC of the log densities written out by hand', () => {
    const variable = { name: 'y', dims: ['row'], shape: [rows], values: densities() };
    const found = model.evidence({ x }, y);
    const byHand = loo(variable, relativeEfficiency(model.trace));
    expect(found.loo.elpd).toBeCloseTo(byHand.elpd, 8);
    expect(found.loo.p).toBeCloseTo(byHand.p, 8);
    found.loo.paretoK.forEach((k, i) => {
      expect(k).toBeCloseTo(byHand.paretoK[i]!, 6);
    });
    expect(found.waic.elpd).toBeCloseTo(waic(variable).elpd, 8);
  });

  it('of a single row is its log predictive density', () => {
    const values = densities();
    const found = model.logDensityOf({ x }, y);
    let sum = 0;
    for (let draw = 0; draw < 2000; draw++) sum += Math.exp(values[draw * rows + 7]!);
    expect(found[7]).toBeCloseTo(Math.log(sum / 2000), 10);
    const [near, far] = model.logDensityOf({ x: [0, 0] }, [0.5, 5]);
    expect(far! - near!).toBeLessThan(-20);
  });
});

describe('the examination', () => {
  it('of a model that made the data finds nothing', () => {
    const { loo, waic, predictive, sensitivity } = model.examine({ x }, y);
    expect(loo).toEqual(model.evidence({ x }, y).loo);
    expect(waic).toEqual(model.evidence({ x }, y).waic);
    expect(loo.unreliable).toEqual([]);
    for (const { statistic, pValue } of predictive!.statistics)
      expect(Math.min(pValue, 1 - pValue), statistic).toBeGreaterThan(0.01);
    for (const band of predictive!.quantiles) {
      expect(band.lower).toBeLessThanOrEqual(band.median);
      expect(band.median).toBeLessThanOrEqual(band.upper);
    }
    expect(predictive!.looPit.test.pValue).toBeGreaterThan(0.01);
    expect(sensitivity.rows.map(({ variable }) => variable)).toEqual(['a', 'b', 'sigma']);
    expect(sensitivity.rows.map(({ diagnosis }) => diagnosis)).toEqual(['none', 'none', 'none']);
  });

  it('gives the sensitivity of the log prior and log likelihood written out by hand', () => {
    const { a, b, sigma } = model.trace.posterior;
    const logPrior = a!.values.map(
      (_, draw) => -(a!.values[draw]! ** 2 + b!.values[draw]! ** 2) / 8 - sigma!.values[draw]! ** 2 / 2,
    );
    const perRow = densities();
    const logLikelihood = Float64Array.from({ length: 2000 }, (_, draw) =>
      perRow.subarray(draw * rows, (draw + 1) * rows).reduce((sum, value) => sum + value, 0),
    );
    const [first] = model.examine({ x }, y).sensitivity.rows;
    expect(first!.prior).toBeCloseTo(powerSensitivity(a!.values, powerScaling(logPrior)), 8);
    expect(first!.likelihood).toBeCloseTo(powerSensitivity(a!.values, powerScaling(logLikelihood)), 8);
  });

  it('finds heavy tails, a wrong spread and a prior that fights the data', async () => {
    const heavy = y.map((value, i) => value + (i % 8 === 0 ? 6 : 0));
    const tails = (await new Model(config).fit({ x }, heavy)).examine({ x }, heavy);
    expect(tails.predictive!.looPit.test.pValue).toBeLessThan(0.02);
    const stubborn = new Model({
      ...config,
      variable_params: { ...config.variable_params, a: { dist: 'Normal', params: { mu: -1, sigma: 0.1 } } },
    });
    const { sensitivity } = (await stubborn.fit({ x }, y)).examine({ x }, y);
    expect(sensitivity.rows[0]).toMatchObject({ variable: 'a', diagnosis: 'prior-data conflict' });
    const narrow = new Model({
      ...config,
      variable_params: { a: config.variable_params.a, b: config.variable_params.b },
      likelihood: { dist: 'Normal', params: { mu: 'mu', sigma: 2 } },
    });
    const wide = (await narrow.fit({ x }, y)).examine({ x }, y);
    expect(wide.predictive!.looPit.test.pValue).toBe(0.001);
    expect(wide.predictive!.statistics.find(({ statistic }) => statistic === 'sd')!.pValue).toBeGreaterThan(
      0.99,
    );
  });

  it('of counts treats ties fairly, and of a written-out density leaves the predictive checks out', async () => {
    const counts = x.map((_, i) => (i * 7) % 3);
    const poisson = await new Model({
      independent_vars: ['x'],
      variable_params: { rate: { dist: 'Gamma', params: { alpha: 2, beta: 1 } } },
      function_params: { function: 'rate' },
      likelihood: { dist: 'Poisson', params: { mu: 'mu' } },
      sample_params: { draws: 300, tune: 300, chains: 2 },
    }).fit({ x }, counts);
    const { predictive } = poisson.examine({ x }, counts);
    expect(predictive!.looPit.test.pValue).toBeGreaterThan(0.01);
    const impossible = poisson.logDensityOf({ x: [0, 0, 0] }, [1, -1, 0.5]);
    expect([...impossible].map(Number.isFinite)).toEqual([true, false, false]);
    const written = await new Model({
      ...config,
      likelihood: { log_density: '-0.5 * ((y - mu) / sigma) ** 2 - log(sigma)' },
    }).fit({ x }, y);
    const examination = written.examine({ x }, y);
    expect(examination.predictive).toBeUndefined();
    // The same posterior but for Monte Carlo error, and a density without its constant.
    const constant = rows * 0.5 * Math.log(2 * Math.PI);
    expect(Math.abs(examination.loo.elpd - constant - model.evidence({ x }, y).loo.elpd)).toBeLessThan(1);
  });

  it('refuses outcomes that are missing or too few', () => {
    expect(() => model.examine({ x }, y.slice(1))).toThrow(/39 values, but the columns have 40 rows/);
    expect(() => model.logDensityOf({ x: [1] }, [Number.NaN])).toThrow(/empty or NaN in row 1/);
  });
});
