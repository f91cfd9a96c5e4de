import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { posterity } from './program.ts';

test('docs/config.schema.json is what `posterity schema` prints (write it anew when a key changes)', async () => {
  const file = fileURLToPath(new URL('../docs/config.schema.json', import.meta.url));
  const { code, out } = await posterity(['schema']);
  expect(code).toBe(0);
  expect(readFileSync(file, 'utf8')).toBe(out);
});
