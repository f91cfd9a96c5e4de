import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { FormatError } from '../config/errors.ts';
import type { Trace, TraceVariable } from '../posterior/trace.ts';
import { readArvizJson, writeArvizJson } from './arvizJson.ts';

const variable = (
  name: string,
  values: number[],
  dims: string[] = [],
  shape: number[] = [],
): TraceVariable => ({
  name,
  dims,
  shape,
  values: Float64Array.from(values),
});

const trace: Trace = {
  chains: 2,
  draws: 2,
  coords: { level: ['a "b"', 'NaN, Infinity'] },
  posterior: {
    a: variable('a', [1, Number.NaN, 1e-300, Number.NEGATIVE_INFINITY]),
    b: variable('b', [0, 1, 2, 3, 4, 5, 6, 7], ['level'], [2]),
  },
  sampleStats: { diverging: variable('diverging', [0, 1, 0, 0]) },
  groups: { observed_data: { y: variable('y', [1, 2, 3], ['y_dim_0'], [3]) } },
};

test('a trace comes back from its JSON, odd numbers and labels included', () => {
  const { trace: back, attributes } = readArvizJson(writeArvizJson(trace, { posterity: '{"x": NaN}' }));
  expect(back).toEqual(trace);
  expect(attributes).toEqual({ posterity: '{"x": NaN}' });
});

test('what is not such a file is refused, and why is told', () => {
  const text = writeArvizJson(trace, {});
  expect(() => readArvizJson(text.slice(0, -9))).toThrow('not JSON, or is cut short');
  expect(() => readArvizJson('{"prior": {}}')).toThrow('no group "posterior" (found: prior)');
  expect(() => readArvizJson('[1]')).toThrow(FormatError);
  expect(() => readArvizJson('{"posterior": {"a": [[1, 2], [3]]}}')).toThrow('lists have different lengths');
  expect(() => readArvizJson('{"posterior": {"a": [1, 2]}}')).toThrow('dimensions chain, draw');
  expect(() => readArvizJson('{"posterior": {"a": [[1, 2]], "b": [[1]]}}')).toThrow(
    'other numbers of chains',
  );
});

const python = [process.env['POSTERITY_PYTHON'], 'python3'].find(
  (it) => it !== undefined && spawnSync(it, ['-c', 'import arviz']).status === 0,
);

describe.skipIf(python === undefined)('ArviZ (set POSTERITY_PYTHON to a Python that has arviz)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'posterity-json-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = (program: string) => {
    const { status, stderr } = spawnSync(python!, ['-W', 'ignore', '-c', program, folder], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
  };

  test('reads our JSON and writes JSON that we read, to the same numbers', () => {
    writeFileSync(join(folder, 'ours.json'), writeArvizJson(trace, {}));
    run(
      'import sys, arviz\nd = arviz.from_json(sys.argv[1] + "/ours.json")\nassert d.posterior["b"].dims == ("chain", "draw", "level")\nd.to_json(sys.argv[1] + "/theirs.json")',
    );
    const { trace: back } = readArvizJson(readFileSync(join(folder, 'theirs.json'), 'utf8'));
    expect(back.posterior).toEqual(trace.posterior);
    expect(back.coords['level']).toEqual(trace.coords['level']);
    expect(back.sampleStats).toEqual(trace.sampleStats);
  });
});
