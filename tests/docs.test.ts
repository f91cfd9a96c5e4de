// Every code block of the README and of docs/ is run, in order, in one folder a page that starts with the
// files of examples/adoption. A yaml, json or csv block after `<!-- file: NAME -->` is written to that file.
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const launcher = join(root, 'packages/posterity/bin/posterity.js');
const temporary: string[] = [];
afterAll(() => {
  for (const folder of temporary) rmSync(folder, { recursive: true, force: true });
});

interface Block {
  readonly language: string;
  readonly text: string;
  readonly line: number;
  /** The file the block is to be written to. */
  readonly file?: string;
}

function blocksIn(markdown: string): Block[] {
  const fence = /(?:<!-- file: (\S+) -->\s*\n)?^```(\w*)[^\n]*\n([\s\S]*?)^```\s*$/gm;
  return [...markdown.matchAll(fence)].map((match) => ({
    language: match[2],
    text: match[3],
    line: markdown.slice(0, match.index).split('\n').length,
    ...(match[1] === undefined ? {} : { file: match[1] }),
  }));
}

/** A folder inside the workspace, so that a program in it can import `posterity` by name. */
function pageFolder(): string {
  const cache = join(root, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'docs-'));
  temporary.push(folder);
  cpSync(join(root, 'examples/adoption'), folder, { recursive: true });
  mkdirSync(join(folder, '.bin'));
  writeFileSync(
    join(folder, '.bin/posterity'),
    `#!/bin/sh\nexec '${process.execPath}' '${launcher}' "$@"\n`,
    { mode: 0o755 },
  );
  return folder;
}

function run(command: string, args: readonly string[], folder: string): void {
  const path = `${join(folder, '.bin')}${delimiter}${process.env['PATH'] ?? ''}`;
  const result = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 50_000,
    env: { ...process.env, PATH: path },
  });
  expect(result.status, `${result.stdout}\n${result.stderr}\n${result.error ?? ''}`).toBe(0);
}

function runBlock(block: Block, folder: string, number: number): void {
  if (block.file !== undefined) {
    writeFileSync(join(folder, block.file), block.text);
  } else if (block.language === 'bash' || block.language === 'sh') {
    runShell(block.text, folder);
  } else if (block.language === 'ts' || block.language === 'js') {
    const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };
    const { outputText } = ts.transpileModule(block.text, { compilerOptions });
    const program = join(folder, `block-${number}.mjs`);
    writeFileSync(program, outputText);
    run(process.execPath, [program], folder);
  }
}

/**
 * Runs the lines that call `posterity`; of the others only `npm run NAME` can be checked. A block that starts a server
 * in the background (a line that ends with `&`) is run whole, since it must also end it.
 */
function runShell(text: string, folder: string): void {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  for (const [, name] of text.matchAll(/npm run ([\w:-]+)/g))
    expect(scripts, `npm run ${name}`).toHaveProperty(name);
  const commands = text.replaceAll('\\\n', ' ').split('\n');
  const ours = commands.filter((line) => /^posterity\b/.test(line.trim()) && !/\bdemo\b/.test(line));
  const isServing = ours.some((line) => line.trim().endsWith('&'));
  if (ours.length > 0)
    run('bash', ['-euo', 'pipefail', '-c', (isServing ? commands : ours).join('\n')], folder);
}

const pages = ['README.md', ...(existsSync(join(root, 'docs')) ? docsPages() : [])].filter((page) =>
  existsSync(join(root, page)),
);

function docsPages(): string[] {
  return readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`);
}

describe.each(pages)('%s', (page) => {
  const blocks = blocksIn(readFileSync(join(root, page), 'utf8'));
  const folder = pageFolder();
  test.each(blocks.map((block, index) => [block.line, block.language || 'text', block, index] as const))(
    'the block at line %i (%s) runs',
    (_line, _language, block, index) => runBlock(block, folder, index),
  );
  test('links lead to files that exist', () => {
    const markdown = readFileSync(join(root, page), 'utf8');
    const targets = [...markdown.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(
      ([, target]) => target,
    );
    // The pictures of out/ are made by the demo.
    const missing = targets.filter(
      (target) => !existsSync(join(root, page, '..', target)) && !target.startsWith('out/'),
    );
    expect(missing).toEqual([]);
  });
});
