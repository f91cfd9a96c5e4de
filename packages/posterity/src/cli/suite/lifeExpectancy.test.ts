import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { runCommand } from '../command.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'life-'));
const example = fileURLToPath(new URL('../../../../../examples/life-expectancy', import.meta.url));
cpSync(example, folder, { recursive: true });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const suite = (command: string, ...rest: string[]) =>
  runCommand(
    'suite',
    command,
    join(folder, 'life-expectancy.suite.yaml'),
    '--registry',
    join(folder, 'registry'),
    ...rest,
  );

test('the example of life expectancies has nothing wrong', async () => {
  expect(await suite('check')).toEqual({ code: 0, err: '', out: '62 units, 682 rows: nothing wrong\n' });
});

test('a country that grew is promoted, and one that fell back is held by its coverage', async () => {
  const japan = await suite('refresh', '--only', 'country=Japan');
  expect(japan).toMatchObject({ code: 0, err: '' });
  expect(japan.out).toContain('country=Japan: promoted');
  const southAfrica = await suite('refresh', '--only', 'country=South Africa');
  expect(southAfrica.code).toBe(2);
  expect(southAfrica.err).toContain('country=South Africa: held by coverage');
  const { units } = JSON.parse((await suite('status', '--json')).out);
  const japanese = units.find((row: { unit: { country: string } }) => row.unit.country === 'Japan');
  // 66 years in 1955, 82.5 in 2005.
  expect(japanese.parameters.start.mean).toBeGreaterThan(64);
  expect(japanese.parameters.start.mean).toBeLessThan(68);
  expect(japanese.parameters.gain.mean).toBeGreaterThan(16);
});
