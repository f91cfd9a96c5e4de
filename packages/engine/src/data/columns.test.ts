import { describe, expect, it } from 'vitest';
import { type Column, isMissing, takeRows, toColumn, toTable } from './columns.ts';

const numbers = (...values: number[]): Column => ({ kind: 'number', values: Float64Array.from(values) });
const texts = (...values: string[]): Column => ({ kind: 'text', values });

describe('a table', () => {
  it('comes from columns of any kind', () => {
    const table = toTable({
      a: [1, 2],
      b: Float32Array.of(0.5, 1),
      c: ['x', 'y'],
      d: [true, false],
      e: [1n, 2n],
    });
    expect(table).toEqual({
      rows: 2,
      columns: {
        a: numbers(1, 2),
        b: numbers(0.5, 1),
        c: texts('x', 'y'),
        d: numbers(1, 0),
        e: numbers(1, 2),
      },
    });
  });

  it('comes from rows, a key that a row lacks being an empty cell', () => {
    const table = toTable([{ a: 1, b: 'x' }, { a: null }, { b: 'z', a: 3 }]);
    expect(table).toEqual({ rows: 3, columns: { a: numbers(1, Number.NaN, 3), b: texts('x', '', 'z') } });
    expect(isMissing(table.columns.a, 1)).toBe(true);
    expect(isMissing(table.columns.b, 1)).toBe(true);
  });

  it('comes from arrays with names', () => {
    expect(
      toTable(
        [
          [1, 'x'],
          [2, 'y'],
        ],
        ['a', 'b'],
      ).columns,
    ).toEqual({ a: numbers(1, 2), b: texts('x', 'y') });
    expect(toTable([], ['a'])).toEqual({ rows: 0, columns: { a: numbers() } });
    expect(toTable([1, 2], ['a']).columns).toEqual({ a: numbers(1, 2) });
  });

  it('comes from an Arrow table, whose null cells are missing and not 0', () => {
    const vector = (cells: unknown[], nullCount: number) => ({
      nullCount,
      toArray: () => Float64Array.from(cells, Number),
      [Symbol.iterator]: () => cells[Symbol.iterator](),
    });
    const columns: Record<string, ReturnType<typeof vector>> = {
      a: vector([1, null], 1),
      b: vector([3, 4], 0),
    };
    const table = {
      schema: { fields: [{ name: 'a' }, { name: 'b' }] },
      getChild: (name: string) => columns[name],
    };
    expect(toTable(table).columns).toEqual({ a: numbers(1, Number.NaN), b: numbers(3, 4) });
  });

  it('is a table already', () => {
    const table = toTable({ a: [1] });
    expect(toTable(table)).toBe(table);
  });

  it('keeps a Float64Array without a copy', () => {
    const a = Float64Array.of(1, 2);
    expect(toTable({ a }).columns.a.values).toBe(a);
  });

  it('gives the rows asked for', () => {
    expect(takeRows(toTable({ a: [1, 2, 3], b: ['x', 'y', 'z'] }), [2, 0])).toEqual(
      toTable({ a: [3, 1], b: ['z', 'x'] }),
    );
  });

  it.each([
    [
      'columns of different lengths',
      { a: [1, 2], b: [1], c: [1, 2, 3] },
      'b: has 1 rows, but "a" has 2\nc: has 3 rows, but "a" has 2',
    ],
    ['cells that are lists', { a: [1, [2]] }, 'a: a list in row 2; expected a number or a text'],
    ['cells that are mappings', [{ a: 1 }, { a: {} }], 'a: a mapping in row 2; expected a number or a text'],
    [
      'a column that is no list',
      { a: 1, b: null },
      'a: is a number; expected a list of numbers or texts\nb: is nothing; expected a list of numbers or texts',
    ],
    [
      'a number',
      3,
      'data came as number; expected columns {name: values}, rows [{name: value}] or an Arrow table',
    ],
    [
      'nothing',
      null,
      'data came as null; expected columns {name: values}, rows [{name: value}] or an Arrow table',
    ],
    [
      'rows of a single cell without a name',
      [1, 2],
      'data came as number; expected columns {name: values}, rows [{name: value}] or an Arrow table',
    ],
    ['rows without names', [[1], [2]], 'rows have 1 cells, but 0 columns are named ()'],
  ])('is refused for %s', (_, input, message) => {
    expect(() => toTable(input)).toThrow(expect.objectContaining({ name: 'DataError', message }));
  });

  it('is refused for rows of different widths', () => {
    expect(() => toTable([[1, 2], [1]], ['a', 'b'])).toThrow('row 2 has 1 cells; row 1 has 2');
  });
});

describe('a single column', () => {
  it('comes as a list, a typed array, one column or rows of one cell', () => {
    for (const input of [
      [1, 2],
      Float64Array.of(1, 2),
      Int8Array.of(1, 2),
      { y: [1, 2] },
      [{ y: 1 }, { y: 2 }],
      [[1], [2]],
    ]) {
      expect(toColumn(input, 'y')).toEqual(numbers(1, 2));
    }
  });

  it('is refused when there are several', () => {
    expect(() => toColumn({ a: [1], b: [2] }, 'y')).toThrow('y: has 2 columns (a, b); expected one');
  });
});
