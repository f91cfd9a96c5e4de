// Measures the studio in Chromium and photographs it for docs/: seconds from an empty tab to the posterior, the longest
// task of the page's thread, and what the first visit loads. Prints the table that stands in docs/studio.md.
//
//     node bench/studio.mjs            # measures
//     node bench/studio.mjs --pictures # and writes docs/images/studio-*.png
import { mkdirSync } from 'node:fs';
import { cpus } from 'node:os';
import { gzipSync } from 'node:zlib';
import { createViteServer } from 'vitest/node';

const rounds = 5;
const loader = await createViteServer({
  configFile: false,
  logLevel: 'error',
  server: { middlewareMode: true, ws: false },
  optimizeDeps: { noDiscovery: true },
});
const [{ launchChromium }, { fitExample, openStudio, serveBuiltStudio, typeConfig }, { serveBoard }] =
  await Promise.all(
    ['chromium', 'studioPage', 'boardService.fixture'].map((name) =>
      loader.ssrLoadModule(`/tests/browser/${name}.ts`),
    ),
  );
const site = await serveBuiltStudio();
const browser = await launchChromium();

/** A new visitor's page, and the kilobytes it has loaded so far as gzip packs them. */
async function newVisitor() {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const packed = new Map();
  page.on('response', async (response) => {
    // What the service worker asks for again, the browser has.
    const isPage = response.request().serviceWorker() === null;
    if (!isPage || !response.ok() || !response.url().startsWith(site.url)) return;
    const body = await response.body().catch(() => Buffer.alloc(0));
    packed.set(response.url(), gzipSync(body).length);
  });
  return { page, kilobytes: () => [...packed.values()].reduce((total, size) => total + size, 0) / 1000 };
}

async function firstLoad() {
  const { page, kilobytes } = await newVisitor();
  await page.goto(site.url, { waitUntil: 'networkidle' });
  await page.close();
  return kilobytes();
}

/** Seconds from asking for the page to each stage. */
async function visit() {
  const { page, kilobytes } = await newVisitor();
  const begin = performance.now();
  const since = () => (performance.now() - begin) / 1000;
  await page.goto(site.url, { waitUntil: 'commit' });
  await page.click('[data-example=adoption]');
  const open = since();
  await page.click('#fit:not(:disabled)');
  await page.waitForSelector('#verdict');
  const verdict = since();
  await page.waitForSelector('[data-picture=curve] svg');
  const curve = since();
  await page.close();
  return { open, verdict, curve, kilobytes: kilobytes() };
}

/** Milliseconds of the longest task of the page's own thread while a long fit runs. */
async function longestTask() {
  const { page } = await openStudio(browser, site);
  await fitExample(page, 'adoption');
  const config = await page.evaluate(() => fetch('examples/adoption/adoption.yaml').then((it) => it.text()));
  await typeConfig(page, config.replace('draws: 1000', 'draws: 60000'));
  await page.waitForSelector('text=4 chains of 60,000 draws');
  await page.evaluate(() => {
    globalThis.longTasks = [];
    new PerformanceObserver((list) =>
      globalThis.longTasks.push(...list.getEntries().map((it) => it.duration)),
    ).observe({ type: 'longtask' });
  });
  await page.click('#fit');
  await page.waitForSelector('progress');
  await page.waitForSelector('#fit:not(:disabled)', { timeout: 120_000 });
  const longest = await page.evaluate(() => Math.max(0, ...globalThis.longTasks));
  await page.close();
  return longest;
}

async function photograph() {
  mkdirSync('docs/images', { recursive: true });
  const shots = [
    ['light', 'light', 1360, 1000, 'adoption'],
    ['dark', 'dark', 1360, 1000, 'sleepstudy'],
    ['phone', 'light', 390, 844, 'adoption'],
  ];
  for (const [name, colorScheme, width, height, example] of shots) {
    const { page } = await openStudio(browser, site, { colorScheme, viewport: { width, height } });
    await fitExample(page, example);
    await page.waitForSelector('[data-picture=curve] svg');
    await page.waitForSelector('[data-picture=prior-predictive] svg');
    if (name === 'phone') await page.evaluate(() => document.querySelector('#verdict').scrollIntoView());
    await page.screenshot({ path: `docs/images/studio-${name}.png` });
    await page.close();
  }
  await photographBoard();
}

async function photographBoard() {
  const service = await serveBoard(10_000);
  const page = await browser.newPage({ viewport: { width: 1360, height: 800 } });
  await page.goto(`${service.url}studio/board.html`);
  await page.click('text="p3 · fr"');
  await page.waitForSelector('.sparks svg');
  await page.screenshot({ path: 'docs/images/studio-board.png' });
  await page.close();
  await service.close();
}

try {
  await visit();
  const visits = [];
  for (let i = 0; i < rounds; i++) visits.push(await visit());
  const least = (field) => Math.min(...visits.map((it) => it[field]));
  const row = (what, value) => console.log(`| ${what.padEnd(60)} | ${value.padStart(8)} |`);
  console.log(`${cpus().length} cores, ${browser.version()}, best of ${rounds} new visitors\n`);
  row('what', 'measured');
  console.log(`| ${'-'.repeat(60)} | -------: |`);
  row('asking for the page to the example open', `${least('open').toFixed(2)} s`);
  row('asking for the page to the verdict', `${least('verdict').toFixed(2)} s`);
  row('asking for the page to the posterior drawn', `${least('curve').toFixed(2)} s`);
  row('first load, packed by gzip', `${(await firstLoad()).toFixed(0)} kB`);
  row('everything loaded until the posterior is drawn', `${least('kilobytes').toFixed(0)} kB`);
  row(
    'longest task of the page’s thread in a fit of 240,000 draws',
    `${(await longestTask()).toFixed(0)} ms`,
  );
  if (process.argv.includes('--pictures')) await photograph();
} finally {
  await browser.close();
  await site.close();
  await loader.close();
}
