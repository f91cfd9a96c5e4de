import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatPath } from './path.ts';
import { originsIn, parsePath, readConfigText, readConfigWithPositions, withOrigins } from './read.ts';

it("reads the blog post's YAML", () => {
  const text =
    'independent_vars:\n  - week\nvariable_params:\n    lambda_val:\n        params:\n            sigma: 1\n        dist: HalfNormal\n';
  expect(readConfigText(text, 'yaml')).toEqual({
    independent_vars: ['week'],
    variable_params: { lambda_val: { params: { sigma: 1 }, dist: 'HalfNormal' } },
  });
});

it('reads no, yes and dates as text, as YAML 1.2 does', () => {
  expect(readConfigText('[no, yes, on, 2024-01-01, 1e-3, 0x10]', 'yaml')).toEqual([
    'no',
    'yes',
    'on',
    '2024-01-01',
    0.001,
    16,
  ]);
});

it('refuses a key given twice, with its line and column', () => {
  expect(() => readConfigText('a: 1\nb: 2\na: 3\n', 'yaml')).toThrow(
    'line 3, column 1: Map keys must be unique',
  );
  expect(() => readConfigText('{"a": 1, "a": 2}', 'json')).toThrow(
    'line 1, column 10: Map keys must be unique',
  );
});

it('refuses bad indentation, unknown tags, several documents and an alias without an anchor', () => {
  expect(() => readConfigText('a:\n  - 1\n - 2\n', 'yaml')).toThrow(/^line 3, column \d+: /);
  expect(() => readConfigText('a: !!js/function "x"\n', 'yaml')).toThrow(/^line 1, column 4: Unresolved tag/);
  expect(() => readConfigText('a: 1\n---\nb: 2\n', 'yaml')).toThrow('Source contains multiple documents');
  expect(() => readConfigText('a: *nothing\n', 'yaml')).toThrow(/[Uu]nresolved alias/);
});

it('refuses aliases that multiply', () => {
  let text = 'a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n';
  for (let i = 1; i < 9; i++) text += `a${i}: &a${i} [${new Array(10).fill(`*a${i - 1}`).join(', ')}]\n`;
  expect(() => readConfigText(text, 'yaml')).toThrow('Excessive alias count');
});

it('holds JSON to JSON', () => {
  expect(readConfigText('{"a": [1, null]}', 'json')).toEqual({ a: [1, null] });
  expect(() => readConfigText('{a: 1}', 'json')).toThrow(/^not JSON: /);
});

it('knows where each value was written', () => {
  const { positionOf } = readConfigWithPositions('a:\n  b: [1, 2]\n  "c d": {e: 5}\n', 'yaml');
  expect(positionOf(['a', 'b'])).toEqual({ line: 2, column: 3 });
  expect(positionOf(['a', 'b', 1])).toEqual({ line: 2, column: 10 });
  expect(positionOf(['a', 'c d', 'e'])).toEqual({ line: 3, column: 11 });
  expect(positionOf(['a', 'c d', 'absent'])).toEqual({ line: 3, column: 3 });
});

it('adds file, line and column to problems', () => {
  const { positionOf } = readConfigWithPositions('a:\n  b: [1, 2]\n', 'yaml');
  const it = { path: 'a.b[1]', code: 'x', found: '', expected: '', message: 'm' };
  expect(withOrigins([it], originsIn('m.yaml', positionOf))[0].origin).toBe('m.yaml:2:10');
});

it('reads every path back as it was written', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(20), fc.string({ minLength: 1 }))), (path) => {
      expect(parsePath(formatPath(path))).toEqual(path);
    }),
    { seed: 2 },
  );
});

it('never fails on any text but with a ConfigError', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'a:-[]{}&*!|>"\' \n1,#%@') }), (text) => {
      try {
        readConfigText(text, 'yaml');
      } catch (error) {
        expect(error).toHaveProperty('name', 'ConfigError');
      }
    }),
    { seed: 3, numRuns: 500 },
  );
});
