import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { csvOf, rowsOf, suiteFolder } from '../../packages/posterity/src/suite/suite.fixture.ts';
import { posterity } from '../program.ts';
import { accessibilityFaults } from './accessibility.ts';
import { type BoardService, serveBoard, writeKey } from './boardService.fixture.ts';
import { canLaunchChromium, launchChromium } from './chromium.ts';

const launcher = fileURLToPath(new URL('../../packages/posterity/bin/posterity.js', import.meta.url));

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

describe.skipIf(!canLaunchChromium)('the board of a running service', () => {
  const folder = suiteFolder(rowsOf(['a', 'b'], ['de', 'us'], 12));
  let browser: Browser;
  let child: ChildProcess;
  let url = '';
  beforeAll(async () => {
    const launched = launchChromium();
    const refreshed = await posterity(['suite', 'refresh', 'suite.yaml'], { cwd: folder });
    expect(refreshed.code).toBe(0);
    child = spawn(process.execPath, [launcher, 'serve', 'suite.yaml', '--port', '0', '--quiet'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const line = await new Promise<string>((resolve) =>
      child.stdout!.setEncoding('utf8').once('data', (text: string) => resolve(text)),
    );
    [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [''];
    browser = await launched;
  });
  afterAll(async () => {
    const closed = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGINT');
    await Promise.all([closed, browser?.close()]);
    rmSync(folder, { recursive: true, force: true });
  });

  test('shows its units, refreshes them, and rolls one back', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await page.goto(`${url}/studio`);
    await page.waitForSelector('text=4 of 4 units: 4 promoted');
    await page.click('text="b · us"');
    await page.waitForSelector('.sparks svg[aria-label^="rate:"]');
    expect(await page.isDisabled('#rollback')).toBe(true);

    writeFileSync(join(folder, 'adoption.csv'), csvOf(rowsOf(['a', 'b'], ['de', 'us'], 16)));
    await page.click('#refresh');
    await page.waitForSelector('#job:has-text("refreshed: 4 units looked at")');
    await page.waitForSelector('.sparks svg[aria-label$="over 2 versions"]');
    const champion = () =>
      page.$eval('tr:has(td:text-is("champion")) code', (code) => code.textContent ?? '');
    const after = await champion();
    await page.click('#rollback:not(:disabled)');
    await page.waitForFunction(
      (before) => !document.querySelector('.moves li')?.textContent?.includes(before),
      after,
    );
    expect(await champion()).not.toBe(after);
    expect(errors).toEqual([]);
    await page.close();
  });

  test('has the studio beside it', async () => {
    const page = await browser.newPage();
    await page.goto(`${url}/studio/`);
    await page.click('[data-example=adoption]');
    await page.waitForSelector('#fit:not(:disabled)');
    await page.close();
  });
});
