import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCsv } from './csv.ts';

describe('a CSV text', () => {
  test('may hold quotes, delimiters and line ends inside quoted cells', () => {
    expect(parseCsv('a,b\n"x, ""y""\r\nz" ,1\n')).toEqual({ a: ['x, "y"\r\nz'], b: new Float64Array([1]) });
  });

  test('may end without a line end, in old Mac line ends, or with an empty last cell', () => {
    expect(parseCsv('a,b\r1,2\r3,')).toEqual({ a: new Float64Array([1, 3]), b: [2, null] });
  });

  test('keeps an empty quoted cell of a single column as a missing cell, and leaves empty lines out', () => {
    expect(parseCsv('a\n""\n   \n1\n')).toEqual({ a: [null, 1] });
  });

  test.each([
    ['', 'is empty; expected a line of column names'],
    ['\n\n', 'is empty; expected a line of column names'],
    ['a\n"b', 'is not a CSV table: a quote opened on line 2 is never closed'],
    ['a\n5"\n', 'is not a CSV table: a quote stands inside a cell on line 2'],
    ['a\n"b"c\n', 'is not a CSV table: text follows a closing quote on line 2'],
    ['a,b\n"1\n2",3\n4\n', 'is not a CSV table: line 4 has 1 cell, the line of names has 2'],
    ['a,b\n1,2,3\n', 'is not a CSV table: line 2 has 3 cells, the line of names has 2'],
  ])('%j is refused with the reason and the line', (text, reason) => {
    expect(() => parseCsv(text)).toThrow(reason);
  });

  test('gives back any cells that were written with quotes', () => {
    // Trimming is for cells without quotes, so every cell is quoted here.
    const cell = fc.string().filter((text) => text !== '' && !/^[\s\d.+-]/.test(text) && !isNotFinite(text));
    const rows = fc
      .integer({ min: 1, max: 4 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
      );
    fc.assert(
      fc.property(
        rows,
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        (rows, delimiter, end) => {
          const names = rows[0].map((_, column) => `c${column}`);
          const quoted = rows.map((row) =>
            row.map((text) => `"${text.replaceAll('"', '""')}"`).join(delimiter),
          );
          const table = parseCsv([names.join(delimiter), ...quoted].join(end));
          expect(table).toEqual(
            Object.fromEntries(names.map((name, column) => [name, rows.map((row) => row[column])])),
          );
        },
      ),
    );
  });
});

function isNotFinite(text: string): boolean {
  return /^(nan|inf|infinity)$/i.test(text);
}
