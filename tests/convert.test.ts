import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom, Model, readArvizJson, type Trace, writeArvizJson } from 'posterity';
import { afterAll, expect, test } from 'vitest';
import { posterity } from './program.ts';

const folder = mkdtempSync(join(tmpdir(), 'posterity-convert-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);

/** Draws as another program might have made them: of the right posterior, its levels in another order. */
function foreignDraws(): Trace {
  const random = createRandom(7, 0);
  const [chains, draws] = [4, 500];
  const normal = (mean: number, sd: number) => mean + sd * random.normal();
  const a = new Float64Array(2 * chains * draws);
  for (let i = 0; i < a.length; i += 2) {
    a[i] = normal(5, 0.1);
    a[i + 1] = normal(1, 0.1);
  }
  return {
    chains,
    draws,
    coords: { region: ['south', 'north'] },
    posterior: {
      a: { name: 'a', dims: ['region'], shape: [2], values: a },
      sigma: {
        name: 'sigma',
        dims: [],
        shape: [],
        values: Float64Array.from({ length: chains * draws }, () => Math.abs(normal(0.5, 0.05))),
      },
    },
    sampleStats: {},
  };
}

writeFileSync(
  at('model.yaml'),
  'independent_vars: []\ndependent_var: y\nvariable_params:\n  a: {dist: Normal, params: {mu: 0, sigma: 9}, by: region}\nfunction_params: {function: a}\n',
);
writeFileSync(at('data.csv'), 'region,y\nnorth,1.1\nsouth,5.2\nnorth,0.9\n');
writeFileSync(at('draws.json'), writeArvizJson(foreignDraws(), {}));

test('draws of another program become a model that predicts, their entries found by label', async () => {
  const { code, err } = await posterity(
    ['convert', 'draws.json', 'model.nc', '--config', 'model.yaml', '--data', 'data.csv'],
    { cwd: folder },
  );
  expect({ code, err }).toEqual({ code: 0, err: 'saved model.nc\n' });
  const model = await Model.load(at('model.nc'));
  const [north, south] = model.predict({ region: ['north', 'south'] });
  expect(north).toBeCloseTo(1, 1);
  expect(south).toBeCloseTo(5, 1);
  expect(model.report().method).toBe('imported');
});

test('a saved model goes to JSON and back with the same draws and what prediction needs', async () => {
  expect((await posterity(['convert', 'model.nc', 'again.json'], { cwd: folder })).code).toBe(0);
  expect((await posterity(['convert', 'again.json', 'again.nc'], { cwd: folder })).code).toBe(0);
  const [first, again] = [await Model.load(at('model.nc')), await Model.load(at('again.nc'))];
  expect(again.trace.posterior).toEqual(first.trace.posterior);
  expect(readArvizJson(readFileSync(at('again.json'), 'utf8')).trace.posterior).toEqual(
    first.trace.posterior,
  );
});

test('draws that do not fit the model are refused by name, and no file is written', async () => {
  writeFileSync(
    at('other.yaml'),
    readFileSync(at('model.yaml'), 'utf8')
      .replaceAll('a: {dist', 'aa: {dist')
      .replace('function: a', 'function: aa'),
  );
  const { code, err } = await posterity(
    ['convert', 'draws.json', 'wrong.nc', '--config', 'other.yaml', '--data', 'data.csv'],
    { cwd: folder },
  );
  expect(code).toBe(1);
  expect(err).toContain('there are no draws of aa (there are: a, sigma)');
  expect(() => readFileSync(at('wrong.nc'))).toThrow();
});
