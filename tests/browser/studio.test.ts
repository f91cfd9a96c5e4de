import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { readNetcdf } from '@posterity/engine';
import type { Browser } from 'playwright-core';
import { Model } from 'posterity';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { posterity } from '../program.ts';
import { accessibilityFaults } from './accessibility.ts';
import { canLaunchChromium, launchChromium } from './chromium.ts';
import { drawsHash } from './drawsHash.js';
import {
  downloadBy,
  dropFile,
  fitExample,
  openStudio,
  type StudioSite,
  serveBuiltStudio,
  typeConfig,
} from './studioPage.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const python = process.env['POSTERITY_PYTHON'] ?? 'python3';
const hasArviz = spawnSync(python, ['-c', 'import arviz, h5netcdf']).status === 0;

describe.skipIf(!canLaunchChromium)('the studio in Chromium', () => {
  let browser: Browser;
  let site: StudioSite;
  const kept = mkdtempSync(join(tmpdir(), 'posterity-studio-'));
  beforeAll(async () => {
    [browser, site] = await Promise.all([launchChromium(), serveBuiltStudio()]);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    rmSync(kept, { recursive: true });
  });

  test('goes from an empty page to a fitted model with pictures, and asks nobody for anything', async () => {
    const { page, troubles } = await openStudio(browser, site);
    await page.click('[data-example=adoption]');
    await page.click('#fit:not(:disabled)');
    await page.waitForSelector('#verdict.good');
    expect(await page.textContent('#command')).toBe(
      'posterity fit adoption.yaml adoption.csv --out adoption.nc',
    );
    expect(
      await page.$$eval('#parameters tbody th', (cells) => cells.map((cell) => cell.textContent)),
    ).toEqual(['lambda_val', 'intercept', 'sigma']);
    for (const tab of [
      'Curve',
      'Posterior',
      'Replicates',
      'Draws',
      'Ranks',
      'Pairs',
      'Convergence',
      'Energy',
    ]) {
      await page.click(`nav[aria-label="Which picture"] >> text="${tab}"`);
      const name = {
        Posterior: 'density',
        Replicates: 'predictive',
        Draws: 'trace',
        Convergence: 'overview',
      }[tab];
      const svg = await page.waitForSelector(`[data-picture=${name ?? tab.toLowerCase()}] svg`);
      expect(await svg.getAttribute('aria-label')).not.toBe('');
    }
    await page.waitForSelector('[data-picture=prior-predictive] svg');
    await page.waitForSelector('math mtr:nth-child(5)');
    expect(troubles).toEqual([]);
    await page.close();
  });

  test.each(['adoption', 'sleepstudy', 'insect-sprays'])(
    `draws for %s what the command line draws, bit for bit${hasArviz ? ', and ArviZ opens the trace' : ' (no ArviZ here to open the trace)'}`,
    async (name) => {
      const { page, troubles } = await openStudio(browser, site);
      await fitExample(page, name);
      const path = await (await downloadBy(page, '#save-trace')).path();
      const { trace } = await readNetcdf(readFileSync(path));
      const folder = join(repository, 'examples', name);
      const model = await Model.load(path);
      const fitted = join(kept, `${name}.nc`);
      const { code: exit } = await posterity(['fit', `${name}.yaml`, `${name}.csv`, '--out', fitted], {
        cwd: folder,
      });
      expect(exit).not.toBe(1);
      const expected = await Model.load(fitted);
      const posterior = (it: typeof trace) => drawsHash({ ...it, sampleStats: {} });
      expect(await posterior(model.trace)).toBe(await posterior(expected.trace));
      expect(troubles).toEqual([]);
      if (hasArviz) {
        const code = `import arviz; t = arviz.from_netcdf("${path}"); print(t.posterior.sizes["chain"], t.posterior.sizes["draw"])`;
        expect(spawnSync(python, ['-c', code], { encoding: 'utf8' }).stdout.trim()).toBe('4 1000');
      }
      await page.close();
    },
  );

  test('is used by the keyboard alone, from the example to the verdict', async () => {
    const { page } = await openStudio(browser, site);
    /** Tabs on until an element has the focus, which must be visible there. */
    const tabTo = async (selector: string): Promise<void> => {
      for (let step = 0; step < 80; step++) {
        await page.keyboard.press('Tab');
        const isThere = await page.evaluate(
          `document.activeElement?.matches(${JSON.stringify(selector)}) && document.activeElement.matches(':focus-visible')`,
        );
        if (isThere === true) return;
        // In the editor Tab indents; Escape gives it back.
        await page.keyboard.press('Escape');
      }
      throw new Error(`the Tab key never reaches ${selector}`);
    };
    await tabTo('[data-example=adoption]');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.body.textContent.includes('adoption.csv:'));
    await page.waitForSelector('#fit:not(:disabled)');
    await tabTo('#fit');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#verdict');
    await tabTo('#save-trace');
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
    expect(download.suggestedFilename()).toMatch(/\.nc$/);
    await page.close();
  });

  test('gives a report, a trained config and draws that the command line reads', async () => {
    const { page } = await openStudio(browser, site);
    await fitExample(page, 'adoption');
    const report = readFileSync(await (await downloadBy(page, '#save-report')).path(), 'utf8');
    expect(report).toMatch(/^<!doctype html>[\s\S]*Good: the posterior may be used/);
    const trained = await downloadBy(page, '#save-trained');
    expect(trained.suggestedFilename()).toBe('adoption-trained.yaml');
    expect(readFileSync(await trained.path(), 'utf8')).toContain('lambda_val');
    const draws = readFileSync(await (await downloadBy(page, '#save-draws')).path(), 'utf8').split('\n');
    expect(draws.length).toBe(4002);
    expect(draws[0]).toBe('chain,draw,lambda_val,intercept,sigma');
    const png = readFileSync(await (await downloadBy(page, 'text="PNG"')).path());
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    await page.close();
  });

  test('compares two fits, and trains again along the weeks', async () => {
    const { page } = await openStudio(browser, site);
    await fitExample(page, 'adoption');
    await typeConfig(
      page,
      readFileSync(join(repository, 'examples/adoption/adoption.yaml'), 'utf8').replace(
        'sigma: 1',
        'sigma: 2',
      ),
    );
    await page.waitForSelector('text=the config has changed since the last fit');
    await page.keyboard.press('Control+Enter');
    await page.click('text="Compare"');
    const picture = await page.waitForSelector('[data-picture=compare] svg');
    expect(await picture.textContent()).toContain('fit 2');
    await page.click('#retrain');
    const slider = await page.waitForSelector('input[type=range]');
    expect(await slider.getAttribute('max')).toBe('11');
    await slider.fill('11');
    await page.waitForSelector('[data-picture=retraining-12] svg');
    await page.close();
  });

  test('keeps what was typed through a reload, and through a link', async () => {
    const { page } = await openStudio(browser, site);
    await dropFile(page, 'mine.csv', 'week,rate\n1,2\n2,4\n3,7\n');
    await page.click('text=Begin with a line');
    await page.waitForSelector('#fit:not(:disabled)');
    await page.waitForFunction(() => (localStorage.getItem('posterity.draft') ?? '').includes('slope'));
    await page.reload();
    await page.waitForSelector('#fit:not(:disabled)');
    expect(await page.textContent('body')).toContain('mine.csv: 3 rows');
    await page.click('text="Share"');
    await page.waitForFunction(() => location.hash.startsWith('#session='));
    const link = page.url();
    await page.evaluate(() => localStorage.clear());
    await page.goto('about:blank');
    await page.goto(link);
    await page.waitForSelector('#fit:not(:disabled)');
    expect(await page.textContent('body')).toContain('mine.csv: 3 rows');
    await page.close();
  });

  test('opens and fits without a network once it has been open', async () => {
    const { page } = await openStudio(browser, site);
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.context().setOffline(true);
    await page.reload();
    await fitExample(page, 'adoption');
    expect(await page.getAttribute('#verdict', 'class')).toContain('good');
    await page.close();
  });

  test('stops when asked to, keeping config and data', async () => {
    const { page } = await openStudio(browser, site);
    await fitExample(page, 'adoption');
    const long = readFileSync(join(repository, 'examples/adoption/adoption.yaml'), 'utf8').replace(
      'draws: 1000',
      'draws: 1000000',
    );
    await typeConfig(page, long);
    await page.waitForSelector('text=4 chains of 1,000,000 draws');
    await page.click('#fit');
    await page.waitForSelector('progress');
    await page.click('text="Pause"');
    await page.waitForSelector('text=Paused at');
    await page.click('text="Go on"');
    await page.click('#stop');
    await page.waitForSelector('#fit:not(:disabled)');
    expect(await page.textContent('.cm-content')).toContain('draws: 1000000');
    await page.close();
  });

  test('goes on after the tab was put to sleep', async () => {
    const { page, troubles } = await openStudio(browser, site);
    await fitExample(page, 'adoption');
    const long = readFileSync(join(repository, 'examples/adoption/adoption.yaml'), 'utf8').replace(
      'draws: 1000',
      'draws: 40000',
    );
    await typeConfig(page, long);
    await page.waitForSelector('text=4 chains of 40,000 draws');
    await page.click('#fit');
    await page.waitForSelector('progress');
    const session = await page.context().newCDPSession(page);
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    await page.waitForSelector('text="Fit 2"');
    expect(troubles).toEqual([]);
    await page.close();
  });

  test('says what to do about every file and config that cannot be used', async () => {
    const { page, troubles } = await openStudio(browser, site);
    const refused = async (name: string, content: string | Buffer, sentence: string): Promise<void> => {
      await dropFile(page, name, content);
      await page.waitForSelector(`[role=alert]:has-text(${JSON.stringify(sentence)})`);
    };
    await refused('photo.csv', Buffer.from([0xff, 0xd8, 0, 1]), 'binary file');
    await refused('latin.csv', Buffer.from([97, 10, 0xe9, 10]), 'not UTF-8 text: line 2');
    await refused('sheet.xlsx', Buffer.from([0x50, 0x4b, 3, 4]), 'save the sheet as CSV');
    await refused('empty.csv', '', 'is empty');
    await page.evaluate(() => {
      const file = new File(['a'], 'huge.csv');
      Object.defineProperty(file, 'size', { value: 2_000_000_000 });
      const event = new DragEvent('drop', { dataTransfer: new DataTransfer() });
      Object.defineProperty(event, 'dataTransfer', { value: { files: [file] } });
      dispatchEvent(event);
    });
    await page.waitForSelector('[role=alert]:has-text("2.0 GB, more than a tab can hold")');
    await dropFile(page, 'wide.csv', wide(10_000));
    await page.waitForSelector('text=10,000 columns');
    await page.waitForSelector('text=Show 188 more columns');

    await typeConfig(page, 'import pymc as pm\nwith pm.Model():\n  a = pm.Normal("a")\n');
    await page.waitForSelector('.problems >> text=This looks like Python');
    await fitExample(page, 'adoption');
    await typeConfig(
      page,
      readFileSync(join(repository, 'examples/adoption/adoption.yaml'), 'utf8').replace(
        'HalfNormal',
        'HalfNorml',
      ),
    );
    await page.waitForSelector('.problems >> text=did you mean "HalfNormal"');
    expect(await page.textContent('.cm-lintRange-error')).toBe('HalfNorml');
    expect(await page.isDisabled('#fit')).toBe(true);
    expect(troubles).toEqual([]);
    await page.close();
  });

  test('says that a model which never converges is bad, and why', async () => {
    const { page } = await openStudio(browser, site);
    await fitExample(page, 'adoption');
    await typeConfig(
      page,
      `independent_vars: [week]
dependent_var: adoption_rate
variable_params:
  a: {dist: Flat, params: {}}
  b: {dist: Flat, params: {}}
function_params:
  function: a + b
sample_params: {draws: 200, tune: 100}
`,
    );
    await page.waitForSelector('text=4 chains of 200 draws');
    await page.click('#fit');
    await page.waitForSelector('#verdict.bad li');
    expect(await page.textContent('#verdict')).toContain('Do not use this posterior');
    await page.close();
  });

  test('works where workers share no memory, without the pause', async () => {
    const { page, troubles } = await openStudio(browser, site);
    await page.route(`${site.url}**`, async (route) => {
      const response = await route.fetch();
      const {
        'cross-origin-opener-policy': _opener,
        'cross-origin-embedder-policy': _embedder,
        ...headers
      } = response.headers();
      await route.fulfill({ response, headers });
    });
    await page.goto(`${site.url}?isolated=no`);
    expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(false);
    await fitExample(page, 'adoption');
    expect(await page.getAttribute('#verdict', 'class')).toContain('good');
    expect(troubles).toEqual([]);
    await page.close();
  });

  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 380],
  ] as const)('has no serious fault of accessibility (%s, %i pixels wide)', async (colorScheme, width) => {
    const { page } = await openStudio(browser, site, { colorScheme, viewport: { width, height: 900 } });
    expect(await accessibilityFaults(page)).toEqual([]);
    await fitExample(page, 'adoption');
    await page.waitForSelector('[data-picture=curve] svg');
    await page.waitForSelector('[data-picture=prior-predictive] svg');
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.close();
  });

  test('is at most 500 kB to load, packed', () => {
    const folder = join(repository, 'packages/studio/dist');
    const first = new Set([
      'index.html',
      'studio.css',
      'icon.svg',
      'manifest.webmanifest',
      'serviceWorker.js',
    ]);
    const add = (name: string): void => {
      if (first.has(name)) return;
      first.add(name);
      const imports = readFileSync(join(folder, name), 'utf8').matchAll(
        /(?:from|import)\s*"\.\/([\w.-]+\.js)"/g,
      );
      for (const [, imported] of imports) add(imported!);
    };
    for (const name of ['studio.js', 'modelWorker.js', 'chainWorker.js']) add(name);
    expect(first.size).toBeGreaterThan(8);
    expect([...first]).not.toContain('fittedPictures.js');
    const bytes = [...first].map((name) => gzipSync(readFileSync(join(folder, name))).length);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(500_000);
  });
});

function wide(columns: number): string {
  const names = Array.from({ length: columns }, (_, i) => `c${i}`);
  return `${names.join()}\n${names.map(() => '1').join()}\n`;
}
