import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { posterity } from '../program.ts';
import { canLaunchChromium, launchChromium } from './chromium.ts';

const folder = mkdtempSync(join(tmpdir(), 'posterity-report-'));
const example = fileURLToPath(new URL('../../examples/adoption/', import.meta.url));
let browser: Browser;
beforeAll(async () => {
  if (canLaunchChromium) browser = await launchChromium();
  for (const args of [
    ['fit', join(example, 'adoption.yaml'), join(example, 'adoption.csv'), '--out', 'adoption.nc'],
    ['report', 'adoption.nc', '--data', join(example, 'adoption.csv'), '-o', 'adoption.html'],
  ])
    expect(await posterity(args, { cwd: folder })).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

/** Where screenshots go when the documentation's are to be made anew: POSTERITY_SCREENSHOTS=docs/images. */
const screenshots = process.env['POSTERITY_SCREENSHOTS'];

for (const colorScheme of ['light', 'dark'] as const) {
  test.skipIf(!canLaunchChromium)(
    `a report is a page of its own in the ${colorScheme}: no error, no request, its mathematics and pictures there`,
    async () => {
      const page = await browser.newPage({ colorScheme, viewport: { width: 900, height: 1100 } });
      const troubles: string[] = [];
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
      });
      page.on('pageerror', (error) => troubles.push(error.message));
      const requests: string[] = [];
      page.on('request', (request) => {
        if (!request.url().startsWith('data:')) requests.push(request.url());
      });
      const address = pathToFileURL(join(folder, 'adoption.html')).href;
      await page.goto(address);
      expect(troubles).toEqual([]);
      expect(requests).toEqual([address]);
      expect(await page.locator('h1').textContent()).toBe('adoption');
      expect(await page.locator('math mtr').count()).toBeGreaterThanOrEqual(5);
      expect(await page.locator('figure svg').count()).toBeGreaterThanOrEqual(8);
      expect(await page.locator('.verdict').textContent()).toContain('Good');
      const background = await page.evaluate('getComputedStyle(document.body).backgroundColor');
      expect(background === 'rgb(255, 255, 255)').toBe(colorScheme === 'light');
      if (screenshots !== undefined) {
        mkdirSync(screenshots, { recursive: true });
        await page.screenshot({ path: join(screenshots, `report-${colorScheme}.png`) });
      }
      await page.close();
    },
  );
}

test('a report stays under a megabyte and a half', () => {
  expect(statSync(join(folder, 'adoption.html')).size).toBeLessThan(1_500_000);
  expect(readFileSync(join(folder, 'adoption.html'), 'utf8')).toContain("default-src 'none'");
});
