import { toTable } from '@posterity/engine';
import { describe, expect, test } from 'vitest';
import { checkConfig } from './check.ts';

const good = `independent_vars: [week]
dependent_var: y
variable_params:
  rate: {dist: HalfNormal, params: {sigma: 1}}
function_params:
  function: rate * week
`;
const table = toTable({ week: [1, 2, 3], y: [1, 2, 3] });

/** The underlined texts with their messages. */
function underlined(text: string): (readonly [string, string])[] {
  return checkConfig(text, table).problems.map(
    ({ from, to, message }) => [text.slice(from, to), message] as const,
  );
}

describe('a config', () => {
  test('without a fault has mathematics and a shape', () => {
    const { problems, dataProblems, latex, shape } = checkConfig(good, table);
    expect(problems).toEqual([]);
    expect(dataProblems).toEqual([]);
    expect(latex).toContain('HalfNormal');
    expect(shape).toMatchObject({ dependent: 'y', axes: ['week'], chains: 4 });
  });

  test('is underlined at the very value that is wrong, with the fix', () => {
    const text = good.replace('HalfNormal', 'HalfNorml');
    const [problem] = checkConfig(text, table).problems;
    expect(text.slice(problem!.from, problem!.to)).toBe('HalfNorml');
    const { from, to, insert } = problem!.fix!;
    expect(text.slice(0, from) + insert + text.slice(to)).toBe(good);
  });

  test('is underlined at an unknown key', () => {
    const text = good.replace(' params:', ' parms:');
    expect(underlined(text).map(([place]) => place)).toContain('parms');
  });

  test('has the fix inside an expression', () => {
    const text = good.replace('rate * week', 'rat * week');
    const { problems } = checkConfig(text, table);
    const problem = problems.find(({ fix }) => fix !== undefined)!;
    const { from, to, insert } = problem.fix!;
    expect(text.slice(0, from) + insert + text.slice(to)).toBe(good);
  });

  test('that is cut off in the middle says where', () => {
    const [place] = underlined('independent_vars: [week\n');
    expect(place![1]).toMatch(/flow sequence|collection/i);
  });

  test('pasted from Python is told what to write instead', () => {
    const text = 'import pymc as pm\nwith pm.Model() as model:\n    a = pm.Normal("a", 0, 1)\n';
    const messages = underlined(text).map(([, message]) => message);
    expect(messages.join('\n')).toMatch(/Python: write a config as YAML/);
  });

  test('that does not fit the data says so for the data', () => {
    const { dataProblems, problems } = checkConfig(good.replaceAll('week', 'month'), table);
    expect(problems).toEqual([]);
    expect(dataProblems.join()).toContain('month');
  });
});
