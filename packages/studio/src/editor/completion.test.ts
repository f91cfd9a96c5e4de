import { configJsonSchema, knowledge as distributions } from '@posterity/engine';
import { describe, expect, test } from 'vitest';
import type { DataOverview, EditorKnowledge, SchemaNode } from '../worker/protocol.ts';
import { optionsAt, yamlPlace } from './completion.ts';

const knowledge: EditorKnowledge = {
  schema: configJsonSchema(distributions) as SchemaNode,
  parameters: Object.fromEntries(
    Object.entries(distributions.distributions).map(([name, it]) => [name, it.parameters]),
  ),
};
const column = { isWhole: false, missing: 0, distinct: 2, samples: [], histogram: [] };
const data: DataOverview = {
  name: 'a.csv',
  rows: 3,
  columnCount: 2,
  columns: [
    { ...column, name: 'week', kind: 'number' },
    { ...column, name: 'geo', kind: 'text' },
  ],
};

/** The labels offered where the text has a bar. */
function offered(text: string): string[] {
  const position = text.indexOf('|');
  const whole = text.replace('|', '');
  return optionsAt(whole, yamlPlace(whole, position), knowledge, data).map(({ label }) => label);
}

describe('completion offers', () => {
  test('the keys of the whole at the left edge', () => {
    expect(offered('dep|')).toContain('dependent_var');
    expect(offered('variable_params:\n  a:\n    dist: Normal\nfun|')).toContain('function_params');
  });

  test('the keys of a variable inside one', () => {
    expect(offered('variable_params:\n  a:\n    d|')).toEqual(
      expect.arrayContaining(['dist', 'params', 'by']),
    );
  });

  test('distributions after dist', () => {
    expect(offered('variable_params:\n  a:\n    dist: Hal|')).toContain('HalfNormal');
    expect(offered('likelihood:\n  dist: N|')).toContain('NegativeBinomial');
  });

  test('the parameters of the distribution that was chosen', () => {
    const text = 'variable_params:\n  b:\n    dist: HalfNormal\n  a:\n    dist: Beta\n    params:\n      a|';
    expect(offered(text)).toEqual(expect.arrayContaining(['alpha', 'beta']));
    expect(offered(text)).not.toContain('lower');
  });

  test('columns where a column is named', () => {
    expect(offered('dependent_var: w|')).toEqual(['week', 'geo']);
    expect(offered('independent_vars:\n  - w|')).toEqual(['week', 'geo']);
    expect(offered('variable_params:\n  a:\n    by: g|')).toEqual(['week', 'geo']);
  });

  test('variables and columns in the function', () => {
    const text = 'variable_params:\n  slope:\n    dist: Normal\nfunction_params:\n  function: s|';
    expect(offered(text)).toEqual(['slope', 'week', 'geo']);
  });
});
