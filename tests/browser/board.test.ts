import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityFaults } from './accessibility.ts';
import { type BoardService, serveBoard, writeKey } from './boardService.fixture.ts';
import { canLaunchChromium, launchChromium } from './chromium.ts';

describe.skipIf(!canLaunchChromium)('the board in Chromium', () => {
  let browser: Browser;
  let service: BoardService;
  beforeAll(async () => {
    [browser, service] = await Promise.all([launchChromium(), serveBoard(10_000)]);
  });
  afterAll(async () => {
    await browser?.close();
    await service?.close();
  });
  const open = async (options: Parameters<Browser['newPage']>[0] = {}) => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
    await page.goto(`${service.url}studio/board.html`);
    await page.waitForSelector('text=10,000 of 10,000 units: 6,000 promoted, 2,000 held, 2,000 rejected');
    await page.waitForSelector('tr.unit >> text="p0 · de"');
    return page;
  };

  test('shows ten thousand units with a hundred rows in the page, and any of them when scrolled to', async () => {
    const page = await open();
    expect(await page.$$eval('tr.unit', (rows) => rows.length)).toBeLessThan(100);
    await page.$eval('.board-rows', (place) => {
      place.scrollTop = place.scrollHeight;
    });
    await page.waitForSelector('tr.unit >> text="p9999 · fr"');
    expect(await page.$$eval('tr.unit', (rows) => rows.length)).toBeLessThan(100);
    await page.close();
  });

  test('filters, searches and sorts', async () => {
    const page = await open();
    await page.click('text="held"');
    await page.waitForSelector('text=2,000 of 10,000 units');
    await page.waitForSelector('tr.unit >> text=p3 · fr');
    await page.fill('#search', 'p998');
    await page.waitForSelector('text=3 of 10,000 units');
    await page.fill('#search', 'nothing like it');
    await page.waitForSelector('text=No unit matches.');
    await page.fill('#search', '');
    await page.click('nav >> text="all"');
    await page.click('th >> text=coverage');
    await page.waitForSelector('th[aria-sort=ascending] >> text=coverage');
    await page.waitForSelector('tr.unit:first-of-type >> text="50% of 90%"');
    await page.click('th >> text=coverage');
    await page.waitForSelector('tr.unit:first-of-type >> text="99% of 90%"');
    await page.close();
  });

  test('shows a unit’s history with its pictures, and moves what is in use only with a key', async () => {
    const page = await open();
    await page.click('text="p3 · fr"');
    await page.waitForSelector('.sparks svg[aria-label^="lambda_val: 0.09"]');
    await page.waitForSelector('text=look at the candidate, then promote or leave it');
    await page.click('#promote');
    await page.waitForSelector('[role=alert]:has-text("send an API key")');
    expect(service.writes).toEqual([]);
    await page.fill('#key', writeKey);
    await page.click('#promote');
    await page.waitForFunction(() => document.querySelector('[role=alert]') === null);
    await page.click('#rollback:not(:disabled)');
    await page.waitForSelector('#refresh:not(:disabled)');
    await page.click('#refresh');
    await page.waitForSelector('#job:has-text("refreshed: 3 units looked at")');
    expect(service.writes).toEqual([
      'POST /v1/suites/adoption/units/3/promote {"version":"candidate"}',
      'POST /v1/suites/adoption/units/3/rollback {}',
      'POST /v1/suites/adoption/refresh {}',
    ]);
    await page.close();
  });

  test('says so when the service goes away, keeps what it knows, and goes on when it is back', async () => {
    const page = await open();
    service.isAway = true;
    await page.click('text="rejected"');
    await page.waitForSelector('[role=alert]:has-text("The service does not answer")');
    service.isAway = false;
    await page.waitForSelector('text=2,000 of 10,000 units', { timeout: 15_000 });
    await page.waitForFunction(() => document.querySelector('[role=alert]') === null);
    await page.close();
  });

  test('without a service says what serves it', async () => {
    const page = await browser.newPage();
    await page.route('**/v1/**', (route) => route.fulfill({ status: 404, body: 'no such file\n' }));
    await page.goto(`${service.url}studio/board.html`);
    await page.waitForSelector('[role=alert]:has-text("posterity serve SUITE.yaml")');
    await page.close();
  });

  test.each([
    ['light', 1280],
    ['dark', 380],
  ] as const)('has no serious fault of accessibility (%s, %i pixels wide)', async (colorScheme, width) => {
    const page = await open({ colorScheme, viewport: { width, height: 900 } });
    await page.click('text="p3 · fr"');
    await page.waitForSelector('.sparks svg');
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.close();
  });
});
