import { expect, test } from 'vitest';
import { checkForm, formKeys } from './checkForm.ts';
import {
  either,
  type Form,
  list,
  mapping,
  number,
  oneOf,
  optional,
  record,
  text,
  whole,
  withOthers,
} from './forms.ts';

const amount = either([number('a number'), text('an expression')], 'a number or an expression');
const form = record(
  {
    name: text('a name'),
    share: optional(number('a share above 0', { above: 0, to: 1 })),
    kind: optional(oneOf('long', 'short')),
    amounts: optional(list(amount, 'a list of amounts', 1)),
    counts: optional(mapping(whole(0, 10), 'a mapping of counts')),
  },
  'a mapping with name',
);
const told = (of: Form, value: unknown): string[] => {
  const checked = checkForm(of, value);
  return checked.isFit ? [] : checked.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

test('a value that fits is copied, and what is left out stays out', () => {
  const value = { name: 'a', amounts: [1, 'x'], counts: { one: 1 }, share: undefined };
  const checked = checkForm(form, value);
  expect(checked).toEqual({ isFit: true, value: { name: 'a', amounts: [1, 'x'], counts: { one: 1 } } });
  if (checked.isFit) expect(checked.value.amounts).not.toBe(value.amounts);
});

test('everything that does not fit is told at once, each with its place', () => {
  expect(
    told(form, { share: 0, kind: 'lnog', amounts: [], counts: { one: 1.5, two: -1 }, nmae: 'a' }),
  ).toEqual([
    'name: a name',
    'share: a share above 0',
    'kind: one of long, short',
    'amounts: a list of amounts',
    'counts.one: a whole number from 0 to 10',
    'counts.two: a whole number from 0 to 10',
    ': a mapping with name',
  ]);
});

test('where one form alone is of the value’s kind, its own words are told', () => {
  expect(told(amount, '')).toEqual([': an expression']);
  expect(told(amount, true)).toEqual([': a number or an expression']);
});

test('a hole of a list, a number that is none and an object of a class do not pass', () => {
  const holed: unknown[] = ['x'];
  holed[2] = 'y';
  expect(told(form, { name: 'a', amounts: holed })).toEqual(['amounts.1: a number or an expression']);
  expect(told(form, { name: 'a', share: Number.NaN })).toEqual(['share: a share above 0']);
  expect(told(form, { name: 'a', counts: new Map() })).toEqual(['counts: a mapping of counts']);
});

test('a key that would reach into the prototype is not copied', () => {
  const open = withOthers(record({ x: optional(text('a text')) }, 'a mapping'), text('a text'));
  const checked = checkForm(open, JSON.parse('{"x": "1", "y": "2", "__proto__": "3"}'));
  expect(checked).toEqual({ isFit: true, value: { x: '1', y: '2' } });
});

test('the keys of a place are those of the record expected there', () => {
  expect(formKeys(form, [])).toEqual(['name', 'share', 'kind', 'amounts', 'counts']);
  expect(formKeys(list(form, 'a list'), [3])).toHaveLength(5);
  expect(formKeys(form, ['name'])).toEqual([]);
});
