// The studio in Chromium, served as `posterity studio` serves it.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Browser, Download, Page } from 'playwright-core';
import { serveStudio } from '../../packages/posterity/src/studio/staticFiles.ts';

const folder = fileURLToPath(new URL('../../packages/studio/dist/', import.meta.url));

export interface StudioSite {
  readonly url: string;
  close(): Promise<void>;
}

export async function serveBuiltStudio(): Promise<StudioSite> {
  const server = createServer(serveStudio(folder));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export interface StudioPage {
  readonly page: Page;
  /** Errors of the console and requests to elsewhere; none is right. */
  readonly troubles: string[];
}

/** A fresh page with nothing kept from an earlier one. */
export async function openStudio(
  browser: Browser,
  site: StudioSite,
  options: Parameters<Browser['newPage']>[0] = {},
): Promise<StudioPage> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  const troubles: string[] = [];
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
  page.on('pageerror', ({ message }) => troubles.push(message));
  page.on('request', (request) => {
    if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(site.url))
      troubles.push(`request to ${request.url()}`);
  });
  await page.goto(site.url);
  return { page, troubles };
}

/** Opens an example, fits it, and waits for its verdict. */
export async function fitExample(page: Page, name: string): Promise<void> {
  await page.selectOption('#examples', name);
  await page.waitForFunction((name) => document.body.textContent.includes(`${name}.csv:`), name);
  await page.click('#fit:not(:disabled)');
  await page.waitForSelector('#verdict');
}

/** Types a config in place of what is there. */
export async function typeConfig(page: Page, text: string): Promise<void> {
  await page.click('.cm-content');
  await page.keyboard.press('Control+A');
  await page.keyboard.press('Backspace');
  await page.keyboard.insertText(text);
}

export async function dropFile(page: Page, name: string, content: string | Buffer): Promise<void> {
  const buffer = typeof content === 'string' ? Buffer.from(content) : content;
  await page.setInputFiles('#file', { name, mimeType: 'text/csv', buffer });
}

export async function downloadBy(page: Page, selector: string): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click(selector)]);
  return download;
}
