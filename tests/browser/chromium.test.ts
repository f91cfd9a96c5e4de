import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { servePage } from './page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());

const worker = `
const bytes = new Uint8Array([0,97,115,109,1,0,0,0,1,7,1,96,2,124,124,1,124,3,2,1,0,7,5,1,1,109,0,0,10,9,1,7,0,32,0,32,1,162,11]);
onmessage = async ({ data }) => {
  const { instance } = await WebAssembly.instantiate(bytes);
  postMessage(instance.exports.m(data[0], data[1]));
};`;

test('Chromium from npm runs WebAssembly in a Web Worker', async () => {
  const site = await servePage({ '/': '<!doctype html><title>posterity</title>', '/worker.js': worker });
  try {
    const page = await browser.newPage();
    await page.goto(site.url);
    const product = await page.evaluate(
      () =>
        new Promise<number>((resolve, reject) => {
          const worker = new Worker('/worker.js');
          worker.onmessage = ({ data }) => resolve(data);
          worker.onerror = ({ message }) => reject(new Error(message));
          worker.postMessage([6, 7]);
        }),
    );
    expect(product).toBe(42);
  } finally {
    await site.close();
  }
});
