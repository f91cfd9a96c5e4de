// What a page loads to use the engine: all of it in one minified file, and what is fetched only when asked for.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'tsdown';

const engine = fileURLToPath(new URL('../../packages/engine', import.meta.url));

/** Bytes after gzip of the engine with its dependencies, and of the parts loaded later. */
export async function measureBundle() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-bundle-'));
  try {
    await build({
      config: false,
      cwd: engine,
      format: 'esm',
      target: 'es2023',
      platform: 'browser',
      minify: true,
      dts: false,
      clean: false,
      sourcemap: false,
      hash: false,
      logLevel: 'error',
      report: false,
      outDir: folder,
      deps: { alwaysBundle: [/.*/], onlyBundle: false },
      entry: { engine: join(engine, 'src/index.ts') },
    });
    const sizes = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.js'))
      .map((name) => [name, gzipSync(readFileSync(join(folder, name)), { level: 9 }).length]);
    const atOnce = sizes.filter(([name]) => isLoadedAtOnce(folder, name));
    const total = (list) => list.reduce((sum, [, bytes]) => sum + bytes, 0);
    return { at_once_bytes: total(atOnce), later_bytes: total(sizes) - total(atOnce) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether the entry reaches the file by static imports. */
function isLoadedAtOnce(folder, wanted) {
  const seen = new Set();
  const visit = (name) => {
    if (seen.has(name)) return;
    seen.add(name);
    const text = readFileSync(join(folder, name), 'utf8');
    for (const [, target] of text.matchAll(
      /(?:^|[;}\s])(?:import|export)[^;'"()]*?from\s*["']\.\/([^"']+)["']/g,
    ))
      visit(target);
  };
  visit('engine.js');
  return seen.has(wanted);
}
