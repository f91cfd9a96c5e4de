/** A model told back in mathematical notation, with every default visible. */
import { describeCarried } from '../carry/describeCarried.ts';
import type { Params } from '../distributions/distribution.ts';
import { latexName, printExpr, printLatex } from '../expr/print.ts';
import { groupOf } from './names.ts';
import type { ModelVariable, Specification } from './specification.ts';

export interface ModelDescription {
  readonly text: string;
  readonly latex: string;
  readonly warnings: readonly string[];
}

export function describeModel(specification: Specification): ModelDescription {
  const { config, likelihood } = specification;
  const name = config.dependent_var ?? 'y';
  const variables = [...specification.names.variables.keys()].map(
    (it) => specification.variables.find((variable) => variable.name === it)!,
  );
  const isImplied = (variable: ModelVariable): boolean => variable.name === 'sigma' && config.sigmaIsDefault;
  const carried = specification.carried?.robust === 0 ? specification.carried.entries : [];
  const isCarried = ({ name: it, domain }: ModelVariable): boolean =>
    domain === 'scalar' && carried.some(({ variable }) => variable === it);
  const lines = variables.map((variable) => {
    const note = isCarried(variable)
      ? '   (the carried prior takes its place)'
      : isImplied(variable)
        ? '   (implied)'
        : '';
    return `${variable.name}${indexText(variable)} ~ ${call(variable.distribution.name, variable.params)}${note}`;
  });
  lines.push(...describeCarried(config.prior_from));
  lines.push(`mu = ${printExpr(specification.mean)}`);
  const written =
    likelihood.distribution === undefined
      ? 'log_density'
      : call(likelihood.distribution.name, likelihood.params);
  const extra = [bounds('censored', likelihood.censored), bounds('truncated', likelihood.truncated)].filter(
    (it) => it !== '',
  );
  lines.push(
    `${name} ~ ${written}${extra.length > 0 ? `  ${extra.join(', ')}` : ''}${config.likelihoodIsDefault ? '   (default likelihood)' : ''}`,
  );
  for (const { name: derived, expr } of specification.derived) lines.push(`${derived} = ${printExpr(expr)}`);
  const { draws, tune, chains, target_accept, random_seed } = config.sample_params;
  lines.push(
    `sampling: ${chains} chains of ${tune} tuning steps and ${draws} draws, target_accept ${target_accept}, random_seed ${random_seed}`,
  );

  const latexLines = variables.map(
    (variable) =>
      `${latexName(variable.name)}${latexIndex(variable)} &\\sim \\mathrm{${variable.distribution.name}}\\left(${latexArguments(variable.params)}\\right)`,
  );
  latexLines.push(`\\mu &= ${printLatex(specification.mean)}`);
  if (likelihood.distribution !== undefined) {
    latexLines.push(
      `${latexName(name)} &\\sim \\mathrm{${likelihood.distribution.name}}\\left(${latexArguments(likelihood.params)}\\right)`,
    );
  }
  const latex = `\\begin{aligned}\n${latexLines.join(' \\\\\n')}\n\\end{aligned}`;
  return { text: lines.join('\n'), latex, warnings: specification.warnings };
}

function call(name: string, params: Params): string {
  return `${name}(${Object.entries(params)
    .map(([key, value]) => `${key} = ${printExpr(value)}`)
    .join(', ')})`;
}

function latexArguments(params: Params): string {
  return Object.values(params).map(printLatex).join(',\\, ');
}

function indexText(variable: ModelVariable): string {
  return variable.domain === 'scalar' ? '' : `[${groupOf(variable.domain).replaceAll(',', ', ')}]`;
}

function latexIndex(variable: ModelVariable): string {
  return variable.domain === 'scalar'
    ? ''
    : `{}_{[\\mathrm{${groupOf(variable.domain).replaceAll('_', '\\_')}}]}`;
}

function bounds(word: string, given: { lower?: Params[string]; upper?: Params[string] } | undefined): string {
  if (given === undefined) return '';
  const side = (value: Params[string] | undefined, otherwise: string): string =>
    value === undefined ? otherwise : printExpr(value);
  return `${word} to [${side(given.lower, '-∞')}, ${side(given.upper, '∞')}]`;
}
