import { expect, it } from 'vitest';
import { extendsChain, type Layer, overlay } from './overlay.ts';
import { readConfigWithPositions } from './read.ts';

const layer = (name: string, text: string): Layer => ({ name, ...readConfigWithPositions(text, 'yaml') });

const base = layer(
  'base.yaml',
  'independent_vars: [week]\nvariable_params:\n  a:\n    dist: Beta\n    params: {alpha: 1, beta: 9}\n  b: {dist: Flat}\n',
);

it('merges mappings key by key and remembers who decided each value', () => {
  const over = layer('de.yaml', 'variable_params:\n  a:\n    params: {beta: 20}\n');
  const { value, originOf } = overlay([base, over]);
  expect(value).toEqual({
    independent_vars: ['week'],
    variable_params: { a: { dist: 'Beta', params: { alpha: 1, beta: 20 } }, b: { dist: 'Flat' } },
  });
  expect(originOf(['variable_params', 'a', 'params', 'beta'])).toBe('de.yaml:3:14');
  expect(originOf(['variable_params', 'a', 'params', 'alpha'])).toBe('base.yaml:5:14');
  expect(originOf(['variable_params', 'a', 'params', 'gamma'])).toBe('base.yaml:5:5');
});

it('replaces lists, removes on null and drops the parameters of a distribution that was changed', () => {
  const over = layer(
    'o',
    'independent_vars: [day]\nvariable_params:\n  a: {dist: Uniform, params: {lower: 0, upper: 1}}\n  b: null\n',
  );
  expect(overlay([base, over]).value).toEqual({
    independent_vars: ['day'],
    variable_params: { a: { dist: 'Uniform', params: { lower: 0, upper: 1 } } },
  });
});

it('changes none of its layers', () => {
  const before = JSON.stringify(base.value);
  overlay([base, { name: 'o', value: { variable_params: { a: { params: { beta: 2 } } } } }]);
  expect(JSON.stringify(base.value)).toBe(before);
});

it('follows extends, base first', async () => {
  const files: Record<string, Layer> = {
    'mid.yaml': layer('mid.yaml', 'extends: base.yaml\nvariable_params: {b: {dist: Normal}}\n'),
    'base.yaml': base,
  };
  const top = layer('top.yaml', 'extends: mid.yaml\nindependent_vars: []\n');
  const chain = await extendsChain(top, (reference) => files[reference]);
  expect(chain.map((it) => it.name)).toEqual(['base.yaml', 'mid.yaml', 'top.yaml']);
  expect(overlay(chain).value).toEqual({
    independent_vars: [],
    variable_params: { a: { dist: 'Beta', params: { alpha: 1, beta: 9 } }, b: { dist: 'Normal' } },
  });
});

it('names a ring of extends in order', async () => {
  const files: Record<string, Layer> = { a: layer('a', 'extends: b\n'), b: layer('b', 'extends: a\n') };
  await expect(extendsChain(files.a, (reference) => files[reference])).rejects.toThrow(
    'extends: configs extend each other in a ring: a → b → a',
  );
  await expect(extendsChain(layer('a.yaml', 'x: 1\nextends: [b]\n'), () => base)).rejects.toThrow(
    'extends (a.yaml:2:1): a list is not the path of a config file',
  );
});
