// Checks what would be published of each package: entry points, types, files and fields of package.json.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { root } from './sources.mjs';

const hasTypes = ['engine', 'report', 'posterity'].every((name) =>
  existsSync(join(root, 'packages', name, 'dist/index.d.ts')),
);
if (!hasTypes) {
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
let hasFailed = false;
for (const name of ['engine', 'report', 'posterity']) {
  const { messages, pkg } = await publint({ pkgDir: join(root, 'packages', name), strict: true });
  for (const message of messages)
    console.error(`${pkg.name}: ${message.type}: ${formatMessage(message, pkg)}`);
  hasFailed ||= messages.some(({ type }) => type !== 'suggestion');
}
if (hasFailed) process.exit(1);
