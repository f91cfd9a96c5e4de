/** A model as a Stan program, constants of the log density included, so that nobody is locked in. */
import type { Params } from '../../distributions/distribution.ts';
import * as b from '../../expr/build.ts';
import { type Domain, type Expr, isConst, isTruth, scalar } from '../../expr/expr.ts';
import type { Factor } from '../../model/factors/factor.ts';
import { hasNoncenteredForm } from '../../model/noncentered.ts';
import { outcome, type Specification } from '../../model/specification.ts';
import type { ModelVariable } from '../../model/variables.ts';
import { checkPrintable } from './printable.ts';
import { dataColumns } from './stanData.ts';
import { stanDensity } from './stanDensities.ts';
import { needsName, stanText, wholeText } from './stanExpression.ts';
import { type ProgramNames, programNames } from './stanNames.ts';
import { steps } from './temporaries.ts';

/** The model as a Stan program (2.33 or newer); `stanData` makes its data. */
export function stanProgram(specification: Specification): string {
  checkPrintable(specification, 'Stan', false);
  const names = programNames(specification);
  const { factors, derived } = specification;
  const quantities = derived.flatMap(({ name, expr }) => {
    const { lines, texts } = written([expr], names);
    return [...lines, `${typeOf(expr.domain, names)} ${names.variable(name)} = ${texts[0]};`];
  });
  return [
    ...block('data', dataLines(specification, names)),
    ...block(
      'parameters',
      factors.flatMap(({ variables }) => variables.map((variable) => declaration(variable, names))),
    ),
    ...block('model', [
      ...factors.flatMap((factor) => prior(factor, names)),
      ...likelihood(specification, names),
    ]),
    ...(quantities.length === 0 ? [] : block('generated quantities', quantities)),
    '',
  ].join('\n');
}

function block(title: string, lines: readonly string[]): string[] {
  return [`${title} {`, ...lines.map((line) => `  ${line}`), '}'];
}

function typeOf(domain: Domain, names: ProgramNames, bounds = ''): string {
  return domain === scalar ? `real${bounds}` : `vector${bounds}[${names.size(domain)}]`;
}

function dataLines(specification: Specification, names: ProgramNames): string[] {
  const { groups, nestings, likelihood } = specification;
  const lines = ['int<lower=0> N;'];
  for (const name of dataColumns(specification)) lines.push(`vector[N] ${names.column(name)};`);
  for (const [name, members] of specification.names.vectors)
    lines.push(`matrix[N, ${members.length}] ${names.vector(name)};`);
  for (const key of groups.keys()) {
    const levels = names.levels(key);
    lines.push(
      `int<lower=1> ${levels};`,
      `array[N] int<lower=1, upper=${levels}> ${names.index(key, 'rows')};`,
    );
  }
  for (const { inner, outer } of nestings) {
    const bounds = `<lower=1, upper=${names.levels(outer)}>`;
    lines.push(`array[${names.levels(inner)}] int${bounds} ${names.index(outer, `by:${inner}`)};`);
  }
  const isWhole = likelihood.distribution?.support(likelihood.params).discrete === true;
  lines.push(`${isWhole ? 'array[N] int' : 'vector[N]'} ${names.column(outcome)};`);
  return lines;
}

function declaration(variable: ModelVariable, names: ProgramNames): string {
  const { name, distribution, params, domain, config } = variable;
  const own = names.variable(name);
  if (distribution.name === 'Dirichlet') return `simplex[${names.size(domain)}] ${own};`;
  if (distribution.name === 'ZeroSumNormal') return `sum_to_zero_vector[${names.size(domain)}] ${own};`;
  const { lower, upper } = distribution.support(params);
  const limits = Object.entries({ lower, upper }).flatMap(([side, bound]) => {
    const expr = bound === undefined ? undefined : b.asExpr(bound);
    if (expr === undefined || (isConst(expr) && Math.abs(expr.value) === Number.POSITIVE_INFINITY)) return [];
    return [`${side}=${stanText(expr, names, new Map())}`];
  });
  const wish = config.parametrization ?? 'auto';
  const isLearned = Object.values(params).some((param) => !isConst(param));
  const isStretched =
    limits.length === 0 &&
    domain !== scalar &&
    wish !== 'centered' &&
    isLearned &&
    hasNoncenteredForm(distribution.name);
  const [location, scale] = [params['mu'], params['sigma']];
  if (isStretched && location?.domain === scalar && scale?.domain === scalar) {
    // The same density; the sampler moves in the non-centred coordinates.
    limits.push(
      `offset=${stanText(location, names, new Map())}`,
      `multiplier=${stanText(scale, names, new Map())}`,
    );
  }
  const bounds = limits.length === 0 ? '' : `<${limits.join(', ')}>`;
  return `${typeOf(domain, names, bounds)} ${own};`;
}

/** The texts of expressions, each a scalar or a whole vector, and the lines of what must be computed before. */
function written(
  exprs: readonly Expr[],
  names: ProgramNames,
  labels: readonly (string | undefined)[] = [],
): { lines: string[]; texts: string[] } {
  const { named, roots } = steps(exprs, needsName);
  const known = new Map<Expr, string>();
  const lines: string[] = [];
  const compute = (node: Expr): string => {
    const name = labels[roots.indexOf(node)] ?? names.step();
    const text = stanText(node, names, known);
    if (node.domain === scalar) lines.push(`${isTruth(node) ? 'int' : 'real'} ${name} = ${text};`);
    else {
      const size = names.size(node.domain);
      const type = isTruth(node) ? `array[${size}] int` : `vector[${size}]`;
      lines.push(`${type} ${name};`, `for (n in 1:${size}) ${name}[n] = ${text};`);
    }
    known.set(node, name);
    return name;
  };
  for (const node of named) compute(node);
  roots.forEach((root, k) => {
    if (labels[k] !== undefined && !known.has(root)) compute(root);
  });
  return { lines, texts: roots.map((root) => wholeText(root, names, known) ?? compute(root)) };
}

/** A density Stan has by name; undefined when it has none. */
function called(
  distribution: string,
  params: Params,
  value: Expr,
  names: ProgramNames,
  mean?: Expr,
): string[] | undefined {
  const density = stanDensity(distribution, Object.keys(params));
  if (density === undefined) return undefined;
  const given = density.args.map((arg) => (typeof arg === 'number' ? b.constant(arg) : params[arg]!));
  const isNamed =
    mean !== undefined && mean.args.length > 0 && mean.domain !== scalar && mean.op !== 'gather';
  const { lines, texts } = written(
    [...(isNamed ? [mean] : []), value, ...given],
    names,
    isNamed ? ['mu'] : [],
  );
  const [y, ...args] = isNamed ? texts.slice(1) : texts;
  const halves = value.domain === scalar ? 'log2()' : `${names.size(value.domain)} * log2()`;
  const kind = density.isDiscrete ? 'lpmf' : 'lpdf';
  const call = `${density.name}_${kind}(${y} | ${args.join(', ')})`;
  return [...lines, `target += ${call}${density.isHalf ? ` + ${halves}` : ''};`];
}

/** Lines of their own scope, since their steps may have the names of another's. */
function scoped(lines: readonly string[]): string[] {
  return lines.length <= 1 ? [...lines] : ['{', ...lines.map((line) => `  ${line}`), '}'];
}

function prior({ variables, logDensity }: Factor, names: ProgramNames): string[] {
  const values = variables.map(({ name, domain }) => b.parameter(name, domain));
  const [first] = variables;
  if (['Flat', 'HalfFlat'].includes(first!.distribution.name)) return [];
  if (
    variables.length === 1 &&
    first!.distribution.joint === undefined &&
    first!.distribution.isSeries !== true
  ) {
    const lines = called(first!.distribution.name, first!.params, values[0]!, names);
    if (lines !== undefined) return scoped(lines);
  }
  const density = logDensity(
    values,
    variables.map(({ params }) => params),
  );
  const { lines, texts } = written([density], names);
  return scoped([...lines, `target += ${texts[0]};`]);
}

function likelihood(
  { likelihood, lags, config, mean, rowLogLikelihood }: Specification,
  names: ProgramNames,
): string[] {
  const { distribution, params, censored, truncated } = likelihood;
  const isCall =
    distribution !== undefined &&
    config.likelihood.weights === undefined &&
    lags.length === 0 &&
    censored === undefined &&
    truncated === undefined;
  if (isCall) {
    const value = mean.op === 'spread' ? mean.args[0]! : mean;
    const lines = called(distribution.name, params, b.column(outcome), names, value);
    if (lines !== undefined) return scoped(lines);
  }
  const { lines, texts } = written([b.sum(rowLogLikelihood)], names);
  return scoped([...lines, `target += ${texts[0]};`]);
}
