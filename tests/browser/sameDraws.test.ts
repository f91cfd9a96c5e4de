import { readdirSync, readFileSync } from 'node:fs';
import { type FitReport, Model, readConfigText } from '@posterity/engine';
import type { Browser } from 'playwright-core';
import { readData } from 'posterity';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canLaunchChromium, launchChromium } from './chromium.ts';
import { drawsHash } from './drawsHash.js';
import { servePage } from './page.ts';

const bundle = new URL('../../packages/engine/dist/browser/', import.meta.url);
const example = new URL('../../examples/adoption/', import.meta.url);
const config = readFileSync(new URL('adoption.yaml', example), 'utf8');

interface Answer {
  readonly draws: string;
  readonly upper: number[];
  readonly report: FitReport;
  readonly error?: string;
}

describe.skipIf(!canLaunchChromium)('the engine in a Web Worker of Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  test.each([
    [0, 'in one worker'],
    [2, 'spread over workers'],
  ])(
    'gives the same draws as Node, bit for bit, under a policy that forbids eval (%i: %s)',
    async (workers) => {
      const table = await readData(new URL('adoption.csv', example).pathname);
      const answer = await fitInWorker(browser, { config, table, workers });
      expect(answer.error).toBeUndefined();

      const model = new Model(readConfigText(config, 'yaml'));
      await model.fitTable(table);
      expect(answer.draws).toBe(await drawsHash(model.trace));
      expect(answer.upper).toEqual(Array.from(model.predict(table, { alpha: 0.9 }).upper));
      expect(answer.report.parameters).toEqual(model.report().parameters);
      expect(answer.report.verdict.status).toBe('good');
    },
  );

  test.each([
    [true, 'in memory that workers share, with a third that helps'],
    [false, 'where workers share no memory'],
  ])('gives the same draws as Node for a large table (isolated page %s: %s)', async (isIsolated) => {
    const count = 66_000;
    const week = Array.from({ length: count }, (_, row) => (104 * ((row * 7919) % count)) / count);
    const table = { week, adoption_rate: week.map((at, row) => 0.9 - 0.9 / (1 + at) + 0.001 * (row % 97)) };
    const short = config.replace('draws: 1000', 'draws: 60\n  tune: 100\n  chains: 2');
    const answer = await fitInWorker(browser, { config: short, table, workers: 3 }, isIsolated);
    expect(answer.error).toBeUndefined();
    const model = new Model(readConfigText(short, 'yaml'));
    await model.fitTable(table);
    expect(answer.draws).toBe(await drawsHash(model.trace));
  });
});

test.skipIf(!canLaunchChromium)(
  'Chromium has fused multiply-add, which keeps the posterior and says so',
  async () => {
    const browser = await launchChromium();
    try {
      const table = await readData(new URL('adoption.csv', example).pathname);
      const fused = config.replace('random_seed: 1', 'random_seed: 1\n  fused: true');
      const [plain, answer] = [
        await fitInWorker(browser, { config, table, workers: 0 }),
        await fitInWorker(browser, { config: fused, table, workers: 0 }),
      ];
      expect(answer.error).toBeUndefined();
      expect(answer.report.fused).toBe(true);
      expect(answer.draws).not.toBe(plain.draws);
      for (const [name, { mean, sd }] of Object.entries(plain.report.parameters)) {
        const distance = Math.abs(Number(answer.report.parameters[name]?.mean) - Number(mean));
        expect(distance).toBeLessThan(0.2 * Number(sd));
      }
    } finally {
      await browser.close();
    }
  },
);

async function fitInWorker(browser: Browser, message: object, isIsolated = true): Promise<Answer> {
  const engine = readdirSync(bundle).map((name) => [`/${name}`, new URL(name, bundle)] as const);
  const files = {
    '/': '<!doctype html><title>posterity</title>',
    '/fitWorker.js': new URL('fitWorker.js', import.meta.url),
    '/drawsHash.js': new URL('drawsHash.js', import.meta.url),
    ...Object.fromEntries(engine),
  };
  const site = await servePage(files, isIsolated);
  try {
    const page = await browser.newPage();
    await page.goto(site.url);
    return await page.evaluate(
      (message) =>
        new Promise<Answer>((resolve, reject) => {
          const worker = new Worker('/fitWorker.js', { type: 'module' });
          worker.onmessage = ({ data }) => resolve(data);
          worker.onerror = ({ message }) => reject(new Error(message));
          worker.postMessage(message);
        }),
      message,
    );
  } finally {
    await site.close();
  }
}
