import { expect, test } from 'vitest';
import { readShareLink, shareLink } from './shareLink.ts';

const draft = { config: 'a: 1\n', configName: 'é.yaml', dataName: 'd.csv', csv: 'x\n1\n' };

test('a link gives back what it was made from', async () => {
  const { fragment, hasData } = await shareLink(draft);
  expect(hasData).toBe(true);
  expect(fragment).toMatch(/^#session=[\w-]+$/);
  expect(await readShareLink(fragment)).toEqual(draft);
});

test('data too large for a link are left out, and said to be', async () => {
  // Digits that do not repeat cannot be packed below what a link may hold.
  const csv = Array.from({ length: 20_000 }, (_, i) => (i * 2_654_435_761) % 4_294_967_296).join('\n');
  const { fragment, hasData } = await shareLink({ ...draft, csv });
  expect(hasData).toBe(false);
  expect(await readShareLink(fragment)).toEqual({
    config: 'a: 1\n',
    configName: 'é.yaml',
    dataName: 'd.csv',
  });
});

test('other fragments are no sessions, and broken ones say so', async () => {
  expect(await readShareLink('#main')).toBeUndefined();
  await expect(readShareLink('#session=!!!')).rejects.toThrow('cut short or altered');
  const { fragment } = await shareLink(draft);
  await expect(readShareLink(fragment.slice(0, -8))).rejects.toThrow('cut short or altered');
});
