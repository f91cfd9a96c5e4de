// A name stands for one thing only, can be written in an expression, and refers to something that exists.
import type { ColumnPreprocessing, Config, VariableConfig } from './config.ts';
import { type Problem, problem } from './errors.ts';
import { nearest } from './nearest.ts';
import { formatPath } from './path.ts';

interface Use {
  readonly path: readonly PropertyKey[];
  readonly what: string;
}

/** Problems with the names of a whole config. */
export function checkNames(config: Config): Problem[] {
  const problems: Problem[] = [];
  const seen = new Map<string, Use>();
  const declare = (name: string, use: Use) => {
    problems.push(...checkWord(name, use));
    const first = seen.get(name);
    if (first === undefined) seen.set(name, use);
    else if (!isImputed(config, name, first, use)) problems.push(twice(name, first, use));
  };
  config.independent_vars.forEach((it, i) => {
    const path = ['independent_vars', i];
    if (it.kind === 'column') declare(it.name, { path, what: 'an independent variable' });
    else {
      declare(it.name, { path, what: 'a vector of columns' });
      problems.push(...repeated([...path, it.name], it.columns));
    }
  });
  for (const name of Object.keys(config.variable_params)) {
    const what =
      name === 'sigma' && config.sigmaIsDefault ? 'the noise of the default likelihood' : 'a variable';
    declare(name, { path: ['variable_params', name], what });
  }
  for (const name of Object.keys(config.function_params.constants)) {
    declare(name, { path: ['function_params', 'constants', name], what: 'a constant' });
  }
  for (const name of Object.keys(config.derived))
    declare(name, { path: ['derived', name], what: 'a derived quantity' });
  const { dependent_var: dependent } = config;
  if (dependent !== undefined) {
    const first = seen.get(dependent);
    if (first !== undefined)
      problems.push(twice(dependent, first, { path: ['dependent_var'], what: 'the dependent variable' }));
  }
  for (const [name, it] of Object.entries(config.variable_params))
    problems.push(...checkReferences(config, name, it));
  return [...problems, ...checkColumnSettings(config)];
}

/** Words that an expression gives a meaning of its own. */
const reserved: Readonly<Record<string, string>> = {
  mu: "the function's value",
  y: 'the dependent variable',
};

function checkWord(name: string, { path, what }: Use): Problem[] {
  const place = formatPath(path);
  const found = JSON.stringify(name);
  if (what !== 'an independent variable' && !/^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name)) {
    const expected = 'a name that an expression can use (letters, digits and _, no digit first)';
    return [problem({ path: place, code: 'bad_name', found, expected })];
  }
  if (what === 'an independent variable' || !Object.hasOwn(reserved, name)) return [];
  const message = `${found} always means ${reserved[name]}; give ${what} another name`;
  return [problem({ path: place, code: 'reserved_name', found, expected: 'another name', message })];
}

/** Refuses `__proto__` as a key anywhere: mappings of names would lose it or worse. */
export function checkKeys(input: unknown, path: readonly PropertyKey[] = []): Problem[] {
  if (typeof input !== 'object' || input === null) return [];
  return Object.entries(input).flatMap(([key, value]) => {
    const place = [...path, Array.isArray(input) ? Number(key) : key];
    if (key !== '__proto__') return checkKeys(value, place);
    const found = JSON.stringify(key);
    return [
      problem({ path: formatPath(place), code: 'bad_name', found, expected: 'a name that can be used' }),
    ];
  });
}

function twice(name: string, first: Use, second: Use): Problem {
  const message =
    first.what === second.what
      ? `${JSON.stringify(name)} is listed twice`
      : `${JSON.stringify(name)} is already ${first.what} (${formatPath(first.path)}); a name stands for one thing only`;
  return problem({
    path: formatPath(second.path),
    code: 'name_clash',
    found: JSON.stringify(name),
    expected: 'a name of its own',
    message,
  });
}

/** A column whose missing cells are imputed has its distribution declared under its own name. */
function isImputed(config: Config, name: string, first: Use, second: Use): boolean {
  const kinds = [first.what, second.what];
  const policy = Object.hasOwn(config.missing.columns, name)
    ? config.missing.columns[name]
    : config.missing.x;
  return policy === 'impute' && kinds.includes('an independent variable') && kinds.includes('a variable');
}

function repeated(path: readonly PropertyKey[], columns: readonly string[]): Problem[] {
  return columns
    .map((name, i) => ({ name, i }))
    .filter(({ name, i }) => columns.indexOf(name) < i)
    .map(({ name, i }) => {
      const message = `${JSON.stringify(name)} is listed twice`;
      const found = JSON.stringify(name);
      return problem({
        path: formatPath([...path, i]),
        code: 'name_clash',
        found,
        expected: 'each column once',
        message,
      });
    });
}

function checkReferences(config: Config, name: string, it: VariableConfig): Problem[] {
  const problems: Problem[] = [];
  const path = ['variable_params', name];
  const vectors = config.independent_vars.filter((v) => v.kind === 'vector').map((v) => v.name);
  const encoded = Object.keys(config.preprocessing).filter(
    (c) => config.preprocessing[c].encode === 'onehot',
  );
  // A basis such as bs(week, 5) is an expression; only a plain word can be checked here.
  if (it.over !== undefined && /^[\w$]+$/.test(it.over) && ![...vectors, ...encoded].includes(it.over)) {
    problems.push(
      unknownName([...path, 'over'], it.over, 'a vector of independent_vars', [...vectors, ...encoded]),
    );
  }
  if (it.by !== undefined) problems.push(...repeated([...path, 'by'], it.by));
  const other = it.correlated_with;
  if (other === undefined) return problems;
  const others = Object.keys(config.variable_params).filter((v) => v !== name);
  if (!others.includes(other)) {
    problems.push(unknownName([...path, 'correlated_with'], other, 'another variable', others));
  } else if (config.variable_params[other].by?.join('\0') !== it.by?.join('\0')) {
    const message = `${JSON.stringify(other)} varies by other groups; correlated variables share their "by"`;
    const found = JSON.stringify(other);
    const expected = `a variable by ${it.by?.join(', ')}`;
    problems.push(
      problem({
        path: formatPath([...path, 'correlated_with']),
        code: 'other_groups',
        found,
        expected,
        message,
      }),
    );
  }
  return problems;
}

/** Keys of a column's preprocessing that mean nothing without another. */
const companions = [
  ['unseen', 'encode'],
  ['levels', 'encode'],
  ['offset', 'scale'],
  ['factor', 'scale'],
] as const;

/** What cannot be done to the outcome. */
function checkOutcome(config: Config, name: string, it: ColumnPreprocessing): Problem[] {
  const path = ['preprocessing', name];
  if (it.encode === 'onehot') {
    const message = 'the outcome is one column; onehot would make several of it';
    const place = formatPath([...path, 'encode']);
    return [problem({ path: place, code: 'conflict', found: 'onehot', expected: 'ordinal', message })];
  }
  const isMoved = it.transform !== undefined || it.scale !== undefined;
  const { censored } = config.likelihood;
  if (!isMoved || ![censored?.lower, censored?.upper].some((bound) => typeof bound === 'string')) return [];
  const message =
    'a transformed or scaled outcome is censored at numbers (in transformed units), not at expressions';
  return [
    problem({
      path: 'likelihood.censored',
      code: 'conflict',
      found: 'an expression',
      expected: 'numbers',
      message,
    }),
  ];
}

function checkColumnSettings(config: Config): Problem[] {
  const columns = config.independent_vars.flatMap((it) => (it.kind === 'column' ? [it.name] : it.columns));
  const groups = Object.values(config.variable_params).flatMap((it) => it.by ?? []);
  const known = [...new Set([...columns, ...groups])];
  // In code y is passed without a name; its settings are then found under `y`.
  const target = [config.dependent_var ?? 'y'];
  const problems: Problem[] = [];
  for (const [name, it] of Object.entries(config.preprocessing)) {
    const path = ['preprocessing', name];
    if (![...columns, ...target].includes(name)) {
      problems.push(unknownName(path, name, 'a column of the model', [...columns, ...target]));
    }
    if (it.encode !== undefined && (it.scale !== undefined || it.transform !== undefined)) {
      const found = it.scale === undefined ? 'encode and transform' : 'encode and scale';
      const message = 'encode turns text into numbers of its own; it cannot stand beside scale or transform';
      problems.push(
        problem({
          path: formatPath([...path, 'encode']),
          code: 'conflict',
          found,
          expected: 'one of the two',
          message,
        }),
      );
    }
    for (const [key, needed] of companions) {
      if (it[key] === undefined || it[needed] !== undefined) continue;
      const message = `has no meaning without ${needed}`;
      const place = formatPath([...path, key]);
      problems.push(problem({ path: place, code: 'needs_companion', found: key, expected: needed, message }));
    }
    if (target.includes(name)) problems.push(...checkOutcome(config, name, it));
  }
  for (const [name, policy] of Object.entries(config.missing.columns)) {
    if (policy === 'impute' && isVectorised(config, name)) {
      const message = 'is imputed cell by cell; its distribution has neither by nor over';
      const place = formatPath(['variable_params', name]);
      problems.push(
        problem({ path: place, code: 'conflict', found: 'by or over', expected: 'neither', message }),
      );
    }
    if (!known.includes(name))
      problems.push(
        unknownName(['missing', name], name, 'x, y or an independent column', ['x', 'y', ...columns]),
      );
    else if (policy === 'impute' && !Object.hasOwn(config.variable_params, name)) {
      const expected = `a distribution in variable_params.${name}`;
      const message = `imputing ${JSON.stringify(name)} needs ${expected}`;
      problems.push(
        problem({ path: formatPath(['missing', name]), code: 'missing', found: 'impute', expected, message }),
      );
    }
  }
  return problems;
}

function isVectorised(config: Config, name: string): boolean {
  if (!Object.hasOwn(config.variable_params, name)) return false;
  const { by, over } = config.variable_params[name];
  return by !== undefined || over !== undefined;
}

function unknownName(
  path: readonly PropertyKey[],
  name: string,
  expected: string,
  known: readonly string[],
): Problem {
  const suggestion = nearest(name, known);
  return problem({
    path: formatPath(path),
    code: 'unknown_name',
    found: JSON.stringify(name),
    expected,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
}
