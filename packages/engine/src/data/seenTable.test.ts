import { describe, expect, test } from 'vitest';
import { createRandom } from '../numeric/random.ts';
import { takeRows, toTable } from './columns.ts';
import { rowHashes } from './rowHashes.ts';
import { bytesOf, falsePositiveRate, noRows, rememberRows, wereSeen } from './seenRows.ts';
import { chanceOfRecognition, recognise, seeFurther, seeTable } from './seenTable.ts';

const random = createRandom(5, 0);
const table = (rows: number) =>
  toTable({
    x: Array.from({ length: rows }, (_, i) => i % 52),
    g: Array.from({ length: rows }, (_, i) => `g${i % 7}`),
    y: Array.from({ length: rows }, () => random.normal()),
  });

describe('the memory of rows', () => {
  test('knows every row it has seen, and hardly any other', () => {
    const hashes = rowHashes(table(5000), ['x', 'g', 'y']);
    const seen = rememberRows(noRows, hashes);
    expect(wereSeen(seen, hashes).every((known) => known)).toBe(true);
    const others = wereSeen(seen, rowHashes(table(5000), ['x', 'g', 'y']));
    expect(others.some((known) => known)).toBe(false);
    expect(falsePositiveRate(seen)).toBeLessThan(2e-11);
    // b − log2(count) + 1.5 bits a row, and a little.
    expect(bytesOf(seen) / 5000).toBeLessThan((48 - 12.3 + 2) / 8);
  });

  test('is the same whether rows come at once or one after the other', () => {
    const hashes = rowHashes(table(300), ['x', 'g', 'y']);
    const atOnce = rememberRows(noRows, hashes);
    const inTurn = rememberRows(rememberRows(noRows, hashes.subarray(100)), hashes.subarray(0, 100));
    expect(inTurn).toEqual(atOnce);
  });

  test('keeps to a megabyte, with the false-positive rate it states', () => {
    const count = 600_000;
    const uniform = () => Float64Array.from({ length: count }, () => random.integer(2 ** 48));
    const seen = rememberRows(noRows, uniform());
    expect(bytesOf(seen)).toBeLessThanOrEqual(2 ** 20);
    const wrong = wereSeen(seen, uniform().subarray(0, 100_000)).filter((known) => known).length / 100_000;
    expect(falsePositiveRate(seen)).toBeLessThan(0.01);
    expect(Math.abs(wrong / falsePositiveRate(seen) - 1)).toBeLessThan(0.3);
  });

  test('the order of columns does not matter, one cell does', () => {
    const one = toTable({ a: [1, -0], b: ['u', 'v'] });
    const same = toTable({ b: ['u', 'v'], a: [1, 0] });
    const other = toTable({ a: [1, 0], b: ['u', 'w'] });
    expect(rowHashes(same, ['b', 'a'])).toEqual(rowHashes(one, ['a', 'b']));
    expect(rowHashes(other, ['a', 'b'])[1]).not.toBe(rowHashes(one, ['a', 'b'])[1]);
  });
});

describe('recognise', () => {
  test('rows are known again when a word makes a column of numbers one of texts', () => {
    const numbers = toTable({ x: [1.5, 2, Number.NaN, -0], y: [1, 2, 3, 4] });
    const texts = toTable({ x: ['1.50', '2', '', '0', 'n/a', '3'], y: [1, 2, 3, 4, 5, 6] });
    const { known, fresh } = recognise(seeTable(numbers, 'f'), texts);
    expect(known).toEqual([0, 1, 2, 3]);
    expect(fresh).toEqual([4, 5]);
    expect(recognise(seeTable(texts, 'f'), numbers).known).toEqual([0, 1, 2, 3]);
  });

  test('tells added rows wherever they stand', () => {
    const all = table(60);
    const first = takeRows(all, [...Array(40).keys()]);
    const seen = seeTable(first, 'f');
    const shuffled = takeRows(all, [50, ...Array(40).keys(), 45].reverse());
    const found = recognise(seen, shuffled);
    expect(found).toMatchObject({ missing: 0, isComplete: true });
    expect(found.fresh).toEqual([0, 41]);
    expect(recognise(seen, takeRows(all, [...Array(39).keys()]))).toMatchObject({
      missing: 1,
      isComplete: false,
    });
  });

  test('rows that repeat are no proof', () => {
    const binary = toTable({ y: Array.from({ length: 100 }, (_, i) => i % 2) });
    const seen = seeTable(binary, 'f');
    expect(seen).toMatchObject({ rows: 100, repeats: 100 });
    expect(chanceOfRecognition(seen)).toBe(1);
    expect(chanceOfRecognition(seeTable(table(50), 'f'))).toBeLessThan(1e-12);
    const longer = toTable({ y: Array.from({ length: 130 }, (_, i) => i % 2) });
    expect(recognise(seen, longer)).toMatchObject({ isComplete: true });
    expect(recognise(seen, longer).fresh).toHaveLength(30);
    expect(seeFurther(seen, binary, 'g').rows).toBe(200);
  });
});
