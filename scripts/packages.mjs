// Checks what would be published of each package: entry points, types, files and fields of package.json.
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { root } from './sources.mjs';

let hasFailed = false;
for (const name of ['engine', 'report', 'posterity']) {
  const { messages, pkg } = await publint({ pkgDir: join(root, 'packages', name), strict: true });
  for (const message of messages) console.error(`${pkg.name}: ${message.type}: ${formatMessage(message, pkg)}`);
  hasFailed ||= messages.some(({ type }) => type !== 'suggestion');
}
if (hasFailed) process.exit(1);
