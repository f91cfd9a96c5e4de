// The board of a running service that wants keys: what each key opens, and that a promotion arrives in the registry.
import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rowsOf, suiteFolder, suiteYaml } from '../../packages/posterity/src/suite/suite.fixture.ts';
import { posterity } from '../program.ts';
import { canLaunchChromium, launchChromium } from './chromium.ts';

const launcher = fileURLToPath(new URL('../../packages/posterity/bin/posterity.js', import.meta.url));

describe.skipIf(!canLaunchChromium)('the board of a service that wants keys', () => {
  // One unit jumps in its last weeks, so that the gate holds its fit as a candidate.
  const rows = rowsOf(['a', 'b'], ['us']).map((row) =>
    row.product === 'b' && Number(row.week) >= 16 ? { ...row, adoption: 3 } : row,
  );
  const folder = suiteFolder(rows, {
    'suite.yaml': suiteYaml.replace('verdict: suspect', 'verdict: suspect, coverage: 0.5..1'),
  });
  const run = (...args: string[]) => posterity(args, { cwd: folder });
  const newKey = async (name: string, scope: string) =>
    (await run('keys', 'add', name, '--scope', scope)).out.trim();
  const historyOf = async () =>
    JSON.parse((await run('suite', 'history', 'suite.yaml', 'product=b', 'geo=us', '--json')).out);
  let [browser, child, url, reader, writer]: [
    Browser | undefined,
    ChildProcess | undefined,
    string,
    string,
    string,
  ] = [undefined, undefined, '', '', ''];

  beforeAll(async () => {
    const launched = launchChromium();
    expect((await run('suite', 'refresh', 'suite.yaml')).code).toBe(2);
    reader = await newKey('looks', 'read');
    writer = await newKey('decides', 'read,write');
    child = spawn(
      process.execPath,
      [launcher, 'serve', 'suite.yaml', '--port', '0', '--keys', 'keys.json', '--quiet'],
      { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const line = await new Promise<string>((resolve) =>
      child?.stdout?.setEncoding('utf8').once('data', (text: string) => resolve(text)),
    );
    [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [''];
    browser = await launched;
  });
  afterAll(async () => {
    const closed = new Promise((resolve) => child?.once('close', resolve));
    child?.kill('SIGINT');
    await Promise.all([closed, browser?.close()]);
    rmSync(folder, { recursive: true, force: true });
  });

  test('opens nothing without a key, the board with one that reads, and promotes with one that writes', async () => {
    const page = await (browser as Browser).newPage({ viewport: { width: 1280, height: 900 } });
    const give = async (key: string) => {
      await page.fill('#key', key);
      await page.press('#key', 'Enter');
    };
    await page.goto(`${url}/studio/board.html`);
    await page.waitForSelector('[role=alert]:has-text("send an API key")');
    expect(await page.isVisible('tr.unit')).toBe(false);
    await give('pk_nobody');
    await page.waitForSelector('[role=alert]:has-text("Give a key at the top of this page")');

    await give(reader);
    await page.waitForSelector('text=2 of 2 units: 1 promoted, 1 held');
    await page.click('text="b · us"');
    await page.waitForSelector('text=look at the candidate, then promote or leave it');
    const before = await historyOf();
    const { candidate } = before;
    expect(candidate).toMatch(/^[0-9a-f]{64}$/);
    await page.click('#promote');
    await page.waitForSelector('[role=alert]:has-text("write")');
    expect(await historyOf()).toEqual(before);

    await give(writer);
    await page.waitForFunction(() => document.querySelector('[role=alert]') === null);
    await page.click('#promote:not(:disabled)');
    await page.waitForSelector(`tr:has(td:text-is("champion")) code:text-is("${candidate.slice(0, 8)}")`);
    await page.waitForSelector('.moves li:has-text("promoted over HTTP")');
    expect(await page.isDisabled('#promote')).toBe(true);
    const after = await historyOf();
    expect([after.champion, after.candidate]).toEqual([candidate, undefined]);
    await page.close();
  });
});
