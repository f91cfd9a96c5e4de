import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type * as Posterity from 'posterity';
import { beforeAll, describe, expect, test } from 'vitest';
import { drawsHash } from './browser/drawsHash.js';

// The built package, for a thread runs a built program.
const built = new URL('../packages/posterity/dist/index.js', import.meta.url);
const example = (name: string) => fileURLToPath(new URL(`../examples/adoption/${name}`, import.meta.url));
let posterity: typeof Posterity;
let config: string;
beforeAll(async () => {
  posterity = await import(built.href);
  config = readFileSync(example('adoption.yaml'), 'utf8').replace('draws: 1000', 'draws: 30000\n  chains: 3');
});

test('the draws do not depend on the number of threads', async () => {
  const { Model, readConfigText, readData, threadRunner } = posterity;
  expect(existsSync(new URL('chainWorker.js', built))).toBe(true);
  const table = await readData(example('adoption.csv'));
  const hashes: string[] = [];
  for (const threads of [1, 3]) {
    const chains = new Set<number>();
    const model = new Model(readConfigText(config, 'yaml'));
    await model.fitTable(table, {
      runner: threadRunner(threads),
      onProgress: ({ chain }) => chains.add(chain),
    });
    expect([...chains].sort()).toEqual([0, 1, 2]);
    hashes.push(await drawsHash(model.trace));
  }
  expect(hashes[1]).toBe(hashes[0]);
});

test('an interrupt ends the chains of every thread', async () => {
  const { Model, readConfigText, readData, threadRunner } = posterity;
  const table = await readData(example('adoption.csv'));
  const model = new Model(readConfigText(config.replace('30000', '3000000'), 'yaml'));
  const interrupt = new AbortController();
  const begun = new Set<number>();
  const fit = model.fitTable(table, {
    runner: threadRunner(3),
    signal: interrupt.signal,
    onProgress: ({ chain }) => {
      begun.add(chain);
      if (begun.size === 3) interrupt.abort();
    },
  });
  await expect(fit).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  expect([...begun].sort()).toEqual([0, 1, 2]);
});

describe('threads share the rows of a large table', () => {
  const count = 70_000;
  const week = Float64Array.from({ length: count }, (_, row) => (104 * ((row * 7919) % count)) / count);
  const y = week.map((at, row) => 0.9 - 0.9 / (1 + 0.1 * at) + 0.001 * ((row * 104_729) % 97));
  const settings = (chains: number, draws: number) =>
    config.replace(/draws: 30000\s+chains: 3/, `draws: ${draws}\n  chains: ${chains}\n  tune: 100`);

  test('and draw the same, however many they are', async () => {
    const { Model, readConfigText, threadRunner } = posterity;
    const hashes: string[] = [];
    for (const threads of [1, 2, 3]) {
      const model = new Model(readConfigText(settings(2, 200), 'yaml'));
      await model.fit({ week }, y, { runner: threadRunner(threads) });
      hashes.push(await drawsHash(model.trace));
    }
    expect(new Set(hashes).size).toBe(1);
  });

  test('until they are interrupted', async () => {
    const { Model, readConfigText, threadRunner } = posterity;
    const model = new Model(readConfigText(settings(1, 1e6), 'yaml'));
    const interrupt = new AbortController();
    const fit = model.fit({ week }, y, {
      runner: threadRunner(3),
      signal: interrupt.signal,
      onProgress: ({ done }) => {
        if (done > 600) interrupt.abort();
      },
    });
    await expect(fit).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  });
});

test('the fits of a fleet do not depend on the number of threads', async () => {
  const { openFleet, readData, readConfigText } = posterity;
  expect(existsSync(new URL('fleetWorker.js', built))).toBe(true);
  const table = await readData(example('adoption.csv'));
  const units = Array.from({ length: 40 }, (_, seed) => ({ X: table, seed }));
  const short = readConfigText(config.replace('30000', '100'), 'yaml');
  const found: unknown[] = [];
  for (const threads of [1, 3]) {
    const fleet = openFleet(short, { threads });
    const parameters: unknown[] = [];
    for await (const fit of fleet.fit(units)) if ('report' in fit) parameters.push(fit.report.parameters);
    await fleet.close();
    expect(parameters).toHaveLength(40);
    found.push(parameters);
  }
  expect(found[1]).toEqual(found[0]);
});
