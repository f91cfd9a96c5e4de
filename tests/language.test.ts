// docs/language.md lists every key, function and distribution there is, with their parameters.
import { readFileSync } from 'node:fs';
import { configJsonSchema, distributions, knowledge } from '@posterity/engine';
import { expect, test } from 'vitest';
import { functions } from '../packages/engine/src/language/functions.ts';
import { compositePriors } from '../packages/engine/src/model/composite/composite.ts';

const page = readFileSync(new URL('../docs/language.md', import.meta.url), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\|/, '').replace(/\|$/, '').trim()));

test('every distribution stands in its table with its parameters, defaults and sentence', () => {
  const told = new Map(rows.map(([name, parameters, about]) => [name, { parameters, about }]));
  for (const { name, parametrizations, about } of [
    ...Object.values(distributions),
    ...Object.values(compositePriors),
  ]) {
    const ways = parametrizations.map((way) => {
      const optional = Object.entries(way.optional ?? {}).map(([key, value]) => `${key} = ${value}`);
      const text = [...way.names, ...optional].join(', ').replaceAll('Infinity', '∞').replaceAll('-∞', '−∞');
      return text === '' ? 'none' : `\`${text}\``;
    });
    expect(told.get(name), name).toEqual({ parameters: ways.join('; '), about });
  }
});

test('every function stands in the table of functions', () => {
  const told = rows.map(([names]) => names ?? '').join(' ');
  expect(Object.keys(functions).filter((name) => !told.includes(`\`${name}\``))).toEqual([]);
});

test('every key of a config is told', () => {
  const schema: unknown = JSON.parse(JSON.stringify(configJsonSchema(knowledge)));
  const missing = keysOf(schema).filter((key) => !page.includes(`\`${key}\``));
  expect(missing).toEqual([]);
});

/** Names of properties at any depth, but those of a carried prior, which a program writes. */
function keysOf(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(keysOf);
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) =>
    key === 'properties'
      ? Object.entries(value as object).flatMap(([name, inner]) =>
          name === 'prior_from' ? [name] : [name, ...keysOf(inner)],
        )
      : keysOf(value),
  );
}
