// Distributions and their parameters, checked on the written form so that every mistake is found at once.
import { bareDistribution, checkDistribution, checkParameters, type Knowledge } from './distributionNames.ts';
import { type Problem, problem } from './errors.ts';
import { describeValue, formatPath, valueAt } from './path.ts';

/** Problems of `variable_params` and `likelihood`; parts of the wrong shape are left to the schema. */
export function checkVariables(input: unknown, knowledge: Knowledge): Problem[] {
  const problems: Problem[] = [];
  const variables = mapping(valueAt(input, ['variable_params']));
  for (const [name, written] of Object.entries(variables)) {
    problems.push(...checkVariable(['variable_params', name], name, mapping(written), knowledge));
  }
  const likelihood = mapping(valueAt(input, ['likelihood']));
  problems.push(...checkLikelihood(likelihood, knowledge));
  return problems;
}

function checkVariable(
  path: readonly PropertyKey[],
  name: string,
  written: Record<string, unknown>,
  knowledge: Knowledge,
): Problem[] {
  const { name: repeated, ...params } = mapping(written['params']);
  const problems: Problem[] = [];
  if (repeated !== undefined && repeated !== name) {
    problems.push(
      problem({
        path: formatPath([...path, 'params', 'name']),
        code: 'name_differs',
        found: describeValue(repeated),
        expected: `${JSON.stringify(name)}, the variable's key`,
      }),
    );
  }
  const between = written['between'];
  problems.push(...checkSet(path, written['dist'], params, knowledge, between !== undefined));
  if (Array.isArray(between) && between.length === 2 && !(between[0] < between[1])) {
    const found = `[${between.join(', ')}]`;
    const place = formatPath([...path, 'between']);
    problems.push(
      problem({ path: place, code: 'wrong_value', found, expected: 'an interval, low below high' }),
    );
  }
  if (written['mass'] !== undefined && between === undefined) {
    problems.push(companion([...path, 'mass'], 'mass', 'between'));
  }
  if (
    written['parametrization'] !== undefined &&
    written['by'] === undefined &&
    written['over'] === undefined
  ) {
    problems.push(companion([...path, 'parametrization'], 'parametrization', 'by or over'));
  }
  for (const key of ['like', 'new_levels', 'correlated_with']) {
    if (written[key] !== undefined && written['by'] === undefined)
      problems.push(companion([...path, key], key, 'by'));
  }
  if (written['lkj_eta'] !== undefined && written['correlated_with'] === undefined)
    problems.push(companion([...path, 'lkj_eta'], 'lkj_eta', 'correlated_with'));
  if (written['like'] !== undefined && written['new_levels'] !== undefined) {
    problems.push(conflict([...path, 'like'], 'like', 'new_levels'));
  }
  return problems;
}

function checkLikelihood(written: Record<string, unknown>, knowledge: Knowledge): Problem[] {
  const problems = checkSet(['likelihood'], written['dist'], mapping(written['params']), knowledge, false);
  if (written['log_density'] !== undefined) {
    for (const key of ['dist', 'params', 'censored', 'truncated']) {
      if (written[key] !== undefined) problems.push(conflict(['likelihood', key], key, 'log_density'));
    }
  } else if (written['dist'] === undefined && written['params'] !== undefined) {
    problems.push(companion(['likelihood', 'params'], 'params', 'dist'));
  }
  for (const key of ['censored', 'truncated']) {
    problems.push(...checkBounds(['likelihood', key], written[key]));
  }
  return problems;
}

function checkBounds(path: readonly PropertyKey[], written: unknown): Problem[] {
  if (written === undefined) return [];
  const { lower, upper } = mapping(written);
  if (typeof lower === 'number' && typeof upper === 'number' && !(lower < upper)) {
    const found = `lower ${lower} and upper ${upper}`;
    return [
      problem({
        path: formatPath(path),
        code: 'crossed_bounds',
        found,
        expected: 'an interval, lower below upper',
      }),
    ];
  }
  if (Object.keys(mapping(written)).length > 0 || typeof written !== 'object') return [];
  const expected = 'lower, upper or both';
  return [
    problem({
      path: formatPath(path),
      code: 'missing',
      found: 'nothing',
      expected,
      message: `needs ${expected}`,
    }),
  ];
}

function checkSet(
  path: readonly PropertyKey[],
  dist: unknown,
  params: Record<string, unknown>,
  knowledge: Knowledge,
  partly: boolean,
): Problem[] {
  if (typeof dist !== 'string' || dist === '') return [];
  const name = bareDistribution(dist);
  if (!Object.hasOwn(knowledge.distributions, name))
    return checkDistribution([...path, 'dist'], name, knowledge);
  return checkParameters(
    [...path, 'params'],
    name,
    Object.keys(params),
    knowledge.distributions[name],
    partly,
  );
}

function companion(path: readonly PropertyKey[], key: string, needed: string): Problem {
  const message = `has no meaning without ${needed}`;
  return problem({ path: formatPath(path), code: 'needs_companion', found: key, expected: needed, message });
}

function conflict(path: readonly PropertyKey[], key: string, other: string): Problem {
  const message = `cannot stand beside ${other}; give one of the two`;
  return problem({
    path: formatPath(path),
    code: 'conflict',
    found: `${key} and ${other}`,
    expected: 'one of the two',
    message,
  });
}

function mapping(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
