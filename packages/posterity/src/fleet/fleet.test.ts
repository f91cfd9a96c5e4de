import { Model } from '@posterity/engine';
import { expect, test } from 'vitest';
import { type FleetUnit, openFleet } from './fleet.ts';

const config = {
  independent_vars: ['x'],
  variable_params: {
    a: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
    b: { dist: 'Normal', params: { mu: 0, sigma: 1 } },
  },
  function_params: { function: (x: number, a: number, b: number) => a + b * x },
  likelihood: { dist: 'Normal', params: { mu: 'mu', sigma: 0.5 } },
  sample_params: { method: 'auto', draws: 200, tune: 100, chains: 2 },
};
const x = [0, 0.5, 1, 1.5, 2];
const unit = (k: number): FleetUnit => ({ X: { x }, y: x.map((at) => k + at), seed: k });

test('fits come in the order of the units and are those of Model.fit', async () => {
  const fleet = openFleet(config);
  const found = [];
  for await (const fit of fleet.fit([0, 1, 2].map(unit), { alpha: 0.8, bytes: true })) found.push(fit);
  await fleet.close();
  expect(found.map(({ index }) => index)).toEqual([0, 1, 2]);
  for (const fit of found) {
    const alone = await new Model(config).fit({ x }, unit(fit.index).y, { seed: fit.index });
    if (!('report' in fit) || fit.bytes === undefined) throw new Error('not fitted');
    expect(fit.report.parameters).toEqual(alone.summary());
    expect(fit.interval).toEqual(alone.predict({ x }, { alpha: 0.8 }));
    expect((await Model.fromNetcdf(fit.bytes)).trace.posterior).toEqual(alone.trace.posterior);
  }
});

test('a unit with wrong data has an error, and the others are fitted', async () => {
  const fleet = openFleet(config);
  const wrong = [unit(1), { X: { x }, y: ['a', 'b', 'c', 'd', 'e'] }, { X: { x }, y: [1] }, unit(2)];
  const codes = [];
  for await (const fit of fleet.fit(wrong)) codes.push('error' in fit ? fit.error.code : 'fitted');
  expect(codes[0]).toBe('fitted');
  expect(codes[1]).not.toBe('fitted');
  expect(codes[2]).not.toBe('fitted');
  expect(codes[3]).toBe('fitted');
});

test('units are read as they are wanted, and no further after the consumer has left', async () => {
  let read = 0;
  async function* endless() {
    for (;;) yield unit(read++ % 5);
  }
  const fleet = openFleet(config, { threads: 1 });
  for await (const { index } of fleet.fit(endless())) if (index === 3) break;
  const then = read;
  expect(then).toBeLessThan(200);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(read).toBe(then);
});

test('an abort, an error of the sequence and a defect end the fits', async () => {
  const fleet = openFleet(config);
  const interrupt = new AbortController();
  const aborted = (async () => {
    for await (const { index } of fleet.fit(
      Array.from({ length: 100 }, (_, k) => unit(k)),
      interrupt,
    ))
      if (index === 2) interrupt.abort();
  })();
  await expect(aborted).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  function* broken(): Generator<FleetUnit> {
    yield unit(1);
    throw new Error('no more');
  }
  const failed = (async () => {
    for await (const _ of fleet.fit(broken()));
  })();
  await expect(failed).rejects.toThrow('no more');
});
