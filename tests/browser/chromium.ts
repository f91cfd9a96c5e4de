import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflate } from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const root = fileURLToPath(new URL('../../', import.meta.url));

/** Unpacks the Chromium that npm installed, once, and returns the folder; needs nothing else on the machine. */
async function unpackedChromium(): Promise<string> {
  const packageFolder = dirname(dirname(require.resolve('@sparticuz/chromium')));
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const cache = join(root, 'node_modules/.cache');
  const folder = join(cache, `chromium-${version}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  // The package unpacks into os.tmpdir() under fixed names and takes a half-written file of another process
  // for a finished one; a private folder that is renamed when complete avoids both.
  const staging = mkdtempSync(join(cache, 'chromium-'));
  const temporary = process.env['TMPDIR'];
  process.env['TMPDIR'] = staging;
  try {
    const names = ['chromium.br', 'al2023.tar.br', 'fonts.tar.br', 'swiftshader.tar.br'];
    await Promise.all(names.map((name) => inflate(join(packageFolder, 'bin', name))));
  } finally {
    if (temporary === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = temporary;
  }
  try {
    renameSync(staging, folder);
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** A fontconfig of fonts that npm installed: without any, form controls end the browser. */
function fontFolder(folder: string): string {
  const fonts = join(folder, 'our-fonts');
  mkdirSync(fonts, { recursive: true });
  const dejavu = join(dirname(require.resolve('dejavu-fonts-ttf/package.json')), 'ttf');
  const folders = [join(folder, 'fonts'), dejavu].map((path) => `<dir>${path}</dir>`).join('');
  const alias = ['sans-serif', 'system-ui', 'serif', 'monospace', 'math']
    .map((name) => {
      const family = name === 'monospace' ? 'DejaVu Sans Mono' : 'DejaVu Sans';
      return `<alias><family>${name}</family><prefer><family>${family}</family></prefer></alias>`;
    })
    .join('');
  const text = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${folders}<cachedir>${join(fonts, 'cache')}</cachedir>${alias}</fontconfig>`;
  writeFileSync(join(fonts, 'fonts.conf'), text);
  return fonts;
}

/** The Chromium on npm is built for Linux on x64. */
export const canLaunchChromium = process.platform === 'linux' && process.arch === 'x64';

/** Launches a headless Chromium from npm; works as root and without any browser library installed. */
export async function launchChromium(): Promise<Browser> {
  const folder = await unpackedChromium();
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    headless: true,
    args: ['--no-sandbox', '--no-zygote', '--disable-dev-shm-usage', '--disable-gpu'],
    env: {
      ...process.env,
      FONTCONFIG_PATH: fontFolder(folder),
      HOME: process.env['HOME'] ?? folder,
      LD_LIBRARY_PATH: join(folder, 'al2023/lib'),
    },
  });
}
