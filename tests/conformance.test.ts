import { fileURLToPath } from 'node:url';
import { Model, readData } from 'posterity';
import { expect, test } from 'vitest';
import { compare } from '../bench/conformance/compare.mjs';
import { posteriors } from '../bench/conformance/models.mjs';

// About 300 means are compared: a right sampler oversteps five standard errors once in 6000 runs of another seed.
for (const posterior of posteriors) {
  test(`${posterior.name} has the posterior of its reference draws`, async () => {
    const file = new URL(`../bench/conformance/data/${posterior.data}.csv`, import.meta.url);
    const sampling = { draws: 1000, tune: 1000, chains: 4, target_accept: 0.9, random_seed: 1 };
    const model = new Model({ ...posterior.config, sample_params: sampling });
    await model.fitTable(await readData(fileURLToPath(file)));
    const { worst, worstSd } = compare(posterior, model.summary());
    expect(worst).toBeLessThan(5);
    expect(worstSd).toBeLessThan(0.15);
    expect(model.verdict().status).not.toBe('bad');
  });
}
