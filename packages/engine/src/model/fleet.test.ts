import { expect, test } from 'vitest';
import { exp } from '../numeric/math.ts';
import { createRandom } from '../numeric/random.ts';
import { Model } from './model.ts';

test('fit after fit on other data takes no more memory, and the kernel compiled once', async () => {
  const random = createRandom(1, 0);
  const week = Array.from({ length: 52 }, (_, i) => i);
  const model = new Model({
    independent_vars: ['week'],
    variable_params: {
      a: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
      b: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
      sigma: { dist: 'HalfNormal', params: { sigma: 1 } },
    },
    function_params: { function: 'a + b * week / 52 + 0.1 * a * b * b' },
    sample_params: { method: 'auto', draws: 25, tune: 50 },
  });
  const compiled = WebAssembly.Module;
  const made = WebAssembly.Memory;
  let [modules, memories] = [0, 0];
  const counting = <T extends object>(of: T, count: () => void): T =>
    new Proxy(of, {
      construct: (target, args, self) => {
        count();
        return Reflect.construct(target as never, args, self);
      },
    });
  const once = async () => {
    const y = week.map((t) => 0.3 + t / 100 + 0.1 * random.normal());
    await model.fit({ week }, y, { seed: 1 });
  };
  for (let i = 0; i < 5; i++) await once();
  WebAssembly.Module = counting(compiled, () => modules++);
  WebAssembly.Memory = counting(made, () => memories++);
  try {
    for (let i = 0; i < 2000; i++) await once();
  } finally {
    WebAssembly.Module = compiled;
    WebAssembly.Memory = made;
  }
  expect([modules, memories]).toEqual([0, 0]);
}, 60_000);

test('no chain stands still where the tails are heavier than those of the approximation at the mode', async () => {
  const random = createRandom(110, 1485);
  const [a, b] = [0.02 + 0.18 * random.uniform(), 0.04 + 0.1 * random.uniform()];
  const week = Array.from({ length: 52 }, (_, i) => i);
  const y = week.map((t) => 1 - a - (1 - a) * exp(-b * t) + 0.05 * random.normal());
  const model = new Model({
    independent_vars: ['week'],
    variable_params: {
      a: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
      b: { dist: 'HalfNormal', params: { sigma: 1 } },
      sigma: { dist: 'HalfNormal', params: { sigma: 1 } },
    },
    function_params: { function: '1 - a - (1 - a) * exp(-b * week)' },
    likelihood: { dist: 'Normal', params: { mu: 'mu', sigma: 'sigma' } },
    sample_params: { draws: 500 },
  });
  for (const seed of [1485, 21, 22, 23]) {
    await model.fit({ week }, y, { seed });
    for (const { r_hat } of Object.values(model.summary())) expect(r_hat).toBeLessThan(1.02);
  }
});
