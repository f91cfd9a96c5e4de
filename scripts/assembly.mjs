/** Compiles the AssemblyScript modules to hexadecimal text in packages/engine/src/generated. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const engine = fileURLToPath(new URL('../packages/engine', import.meta.url));
const compiler = join(
  dirname(createRequire(import.meta.url).resolve('assemblyscript/package.json')),
  'bin',
  'asc.js',
);
const generated = join(engine, 'src', 'generated');

/** Fewer bytes for pages where no transition waits: less is written out in line. */
const small = ['--shrinkLevel', '1'];
/** Over a memory of the host's, which is new, so that no zeros need be loaded. */
const overMemory = [
  '--importMemory',
  '--zeroFilledMemory',
  '--memoryBase',
  '1024',
  '--enable',
  'simd',
  '--disableWarning',
  '112',
];

/** Modules by name, with the flags that differ. */
const modules = {
  special: small,
  draws: [...small, ...overMemory],
  each: ['--importMemory'],
  mixture: ['--enable', 'simd'],
  nuts: overMemory,
};

mkdirSync(generated, { recursive: true });
const scratch = mkdtempSync(join(tmpdir(), 'assembly-'));
for (const [name, flags] of Object.entries(modules)) {
  const entry = join(engine, 'assembly', name, 'index.ts');
  if (!existsSync(entry)) continue;
  const out = join(scratch, `${name}.wasm`);
  const shared = ['--optimizeLevel', '3', '--converge', '--runtime', 'stub', '--noAssert'];
  execFileSync(process.execPath, [compiler, entry, '--outFile', out, ...shared, ...flags], {
    stdio: 'inherit',
  });
  const digits = readFileSync(out).toString('hex');
  writeFileSync(join(generated, `${name}Wasm.ts`), `export const ${name}Wasm =\n  '${digits}';\n`);
}
rmSync(scratch, { recursive: true });
