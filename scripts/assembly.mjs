/** Compiles the AssemblyScript modules to text, a character a byte (numeric/packed.ts), in packages/engine/src/generated. */
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

/** For a memory that the host gives, and in which nothing is written below the first address of the module. */
const inGivenMemory = [
  '--importMemory',
  '--zeroFilledMemory',
  '--memoryBase',
  '1024',
  '--disableWarning',
  '112',
];
const fast = ['--enable', 'simd', '--optimizeLevel', '3', '--shrinkLevel', '0'];
/** Fewer bytes for pages, and as fast where there are no lanes and short loops. */
const small = ['--optimizeLevel', '2', '--shrinkLevel', '1'];

/** Modules by name, with the flags that differ. */
const modules = {
  special: small,
  draws: [...inGivenMemory, ...fast],
  mixture: fast,
  nuts: [...inGivenMemory, ...fast],
};

mkdirSync(generated, { recursive: true });
const scratch = mkdtempSync(join(tmpdir(), 'assembly-'));
for (const [name, flags] of Object.entries(modules)) {
  const entry = join(engine, 'assembly', name, 'index.ts');
  if (!existsSync(entry)) continue;
  const out = join(scratch, `${name}.wasm`);
  const shared = ['--runtime', 'stub', '--noAssert'];
  execFileSync(process.execPath, [compiler, entry, '--outFile', out, ...shared, ...flags], {
    stdio: 'inherit',
  });
  const text = Array.from(readFileSync(out), characterOf).join('');
  writeFileSync(join(generated, `${name}Wasm.ts`), `export const ${name}Wasm =\n  '${text}';\n`);
}
rmSync(scratch, { recursive: true });

/** As it stands between single quotes. */
function characterOf(byte) {
  const character = String.fromCharCode(byte < 95 ? byte + 32 : byte + 66);
  return character === "'" || character === '\\' ? `\\${character}` : character;
}
