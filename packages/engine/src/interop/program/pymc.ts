/** A model as a PyMC script: the same variables, function and likelihood, so that nobody is locked in. */
import type { Distribution, Params } from '../../distributions/distribution.ts';
import * as b from '../../expr/build.ts';
import { type Domain, type Expr, isConst, scalar } from '../../expr/expr.ts';
import type { Factor } from '../../model/factors/factor.ts';
import { outcome, type Specification } from '../../model/specification.ts';
import { checkPrintable } from './printable.ts';
import { pymcText } from './pymcExpression.ts';
import { coordsText, dimension, readingLines, type ScriptNames, scriptNames } from './pymcNames.ts';
import { steps } from './temporaries.ts';

/**
 * The model as a Python program for PyMC 5. Importing it defines `model`; running it samples.
 * @param dataFile the CSV file it reads, with the columns of the config.
 */
export function pymcProgram(specification: Specification, dataFile = 'data.csv'): string {
  checkPrintable(specification, 'PyMC', true);
  const names = scriptNames(specification);
  const { draws, tune, chains, target_accept, random_seed } = specification.config.sample_params;
  const sampling = Object.entries({ draws, tune, chains, target_accept, random_seed });
  const block = [
    ...specification.factors.flatMap((factor) => prior(factor, names)),
    ...likelihood(specification, names),
    ...specification.derived.flatMap(({ name, expr }) => {
      const { lines, texts } = written([expr], names);
      return [...lines, `pm.Deterministic(${JSON.stringify(name)}, ${texts[0]}${dims(expr.domain)})`];
    }),
  ];
  return [
    'import numpy as np',
    'import pandas as pd',
    'import pymc as pm',
    'import pytensor.tensor as pt',
    '',
    ...readingLines(specification, names, dataFile),
    '',
    `with pm.Model(${coordsText(specification, names)}) as model:`,
    ...block.map((line) => `    ${line}`),
    '',
    'if __name__ == "__main__":',
    '    with model:',
    `        trace = pm.sample(${sampling.map(([key, value]) => `${key}=${value}`).join(', ')})`,
    '    print(pm.stats.summary(trace))',
    '',
  ].join('\n');
}

/** The texts of expressions, and the lines of the steps they share. A label names its expression. */
function written(
  exprs: readonly Expr[],
  names: ScriptNames,
  labels: readonly (string | undefined)[] = [],
): { lines: string[]; texts: string[] } {
  const { named, roots } = steps(exprs);
  const known = new Map<Expr, string>();
  const lines: string[] = [];
  const order = [...named, ...roots.filter((root, k) => labels[k] !== undefined && !named.includes(root))];
  for (const node of order) {
    const name = labels[roots.indexOf(node)] ?? names.step();
    lines.push(`${name} = ${pymcText(node, names, known)}`);
    known.set(node, name);
  }
  return { lines, texts: roots.map((root) => known.get(root) ?? pymcText(root, names, known)) };
}

function dims(domain: Domain): string {
  return domain === scalar ? '' : `, dims=${JSON.stringify(dimension(domain))}`;
}

function prior(factor: Factor, names: ScriptNames): string[] {
  const [first] = factor.variables;
  if (factor.variables.length > 1 || first!.distribution.isSeries) return priorWrittenOut(factor, names);
  const { name, distribution, params, domain } = first!;
  const { lines, texts } = writtenParams(params, names);
  const call = `pm.${distribution.name}(${[JSON.stringify(name), ...texts].join(', ')}${dims(domain)})`;
  return [...lines, `${names.variable(name)} = ${call}`];
}

/** A joint density PyMC has no name for: variables without a prior of their own, and the density as a potential. */
function priorWrittenOut({ variables, logDensity }: Factor, names: ScriptNames): string[] {
  const lines: string[] = [];
  let density = logDensity(
    variables.map(({ name, domain }) => b.parameter(name, domain)),
    variables.map(({ params }) => params),
  );
  for (const { name, distribution, params, domain } of variables) {
    const { lower, upper } = distribution.support(params);
    const width = b.sub(upper ?? Number.POSITIVE_INFINITY, lower ?? Number.NEGATIVE_INFINITY);
    const rest = `${JSON.stringify(name)}${dims(domain)})`;
    let call = `Flat(${rest}`;
    if (isConst(width) && Number.isFinite(width.value)) {
      const bounds = `lower=${boundText(lower)}, upper=${boundText(upper)}`;
      call = `Uniform(${JSON.stringify(name)}, ${bounds}${dims(domain)})`;
      density = b.add(density, b.sum(b.spread(b.log(width), domain)));
    } else if (lower !== undefined && isConst(b.asExpr(lower))) call = `HalfFlat(${rest}`;
    lines.push(`${names.variable(name)} = pm.${call}`);
  }
  const { lines: more, texts } = written([density], names);
  const label = JSON.stringify(`prior of ${variables.map(({ name }) => name).join(', ')}`);
  return [...lines, ...more, `pm.Potential(${label}, ${texts[0]})`];
}

function boundText(bound: Expr | number | undefined): string {
  return String(b.asExpr(bound ?? Number.NaN).value);
}

/** Parameters as arguments; infinite bounds are left out, and entries `p[0]`, `p[1]`, … put together. */
function writtenParams(
  params: Params,
  names: ScriptNames,
  mean?: Expr,
): { lines: string[]; texts: string[] } {
  const given = Object.entries(params).filter(
    ([, value]) => !(isConst(value) && Math.abs(value.value) === Number.POSITIVE_INFINITY),
  );
  const isNamed = mean !== undefined && mean.args.length > 0 && mean.op !== 'gather';
  const exprs = [...(isNamed ? [mean] : []), ...given.map(([, value]) => value)];
  const { lines, texts } = written(exprs, names, isNamed ? ['mu'] : []);
  const values = isNamed ? texts.slice(1) : texts;
  const lists = new Map<string, string[]>();
  const args: string[] = [];
  given.forEach(([key], k) => {
    const bracket = key.indexOf('[');
    if (bracket < 0) args.push(`${key}=${values[k]!}`);
    else lists.set(key.slice(0, bracket), [...(lists.get(key.slice(0, bracket)) ?? []), values[k]!]);
  });
  for (const [key, items] of lists) args.push(`${key}=pt.stack([${items.join(', ')}])`);
  return { lines, texts: args };
}

function likelihood(
  { likelihood, lags, config, mean, rowLogLikelihood }: Specification,
  names: ScriptNames,
): string[] {
  const { distribution, params, censored, truncated } = likelihood;
  const name = JSON.stringify(config.dependent_var ?? outcome);
  const isCall = distribution !== undefined && config.likelihood.weights === undefined && lags.length === 0;
  if (!isCall || (censored !== undefined && truncated !== undefined)) {
    const { lines, texts } = written([b.sum(rowLogLikelihood)], names);
    return [...lines, `pm.Potential(${name}, ${texts[0]})`];
  }
  const value = mean.op === 'spread' ? mean.args[0]! : mean;
  const { lines, texts } = writtenParams(params, names, value);
  const observed = `observed=${names.column(outcome)}`;
  const bounds = censored ?? truncated;
  if (bounds === undefined)
    return [...lines, `pm.${distribution.name}(${[name, ...texts, observed].join(', ')})`];
  const sides = [bounds.lower, bounds.upper];
  const { lines: more, texts: sideTexts } = written(
    sides.filter((side) => side !== undefined),
    names,
  );
  const [lower, upper] = sides.map((side) => (side === undefined ? 'None' : sideTexts.shift()!));
  const wrapper = censored === undefined ? 'Truncated' : 'Censored';
  const inner = unwrapped(distribution, texts);
  return [...lines, ...more, `pm.${wrapper}(${name}, ${inner}, lower=${lower}, upper=${upper}, ${observed})`];
}

function unwrapped({ name }: Distribution, texts: readonly string[]): string {
  return `pm.${name}.dist(${texts.join(', ')})`;
}
