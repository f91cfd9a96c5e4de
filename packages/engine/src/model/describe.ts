/** A model told back in mathematical notation, with every default visible. */
import { describeCarried } from '../carry/describeCarried.ts';
import type { Params } from '../distributions/distribution.ts';
import { scalar } from '../expr/expr.ts';
import { printExpr } from '../expr/print.ts';
import { describeInLatex } from './describeInLatex.ts';
import { settingsOf } from './describeSettings.ts';
import { groupOf } from './names.ts';
import type { ModelVariable, Specification } from './specification.ts';

export interface ModelDescription {
  readonly text: string;
  readonly latex: string;
  readonly warnings: readonly string[];
}

export function describeModel(specification: Specification): ModelDescription {
  const { config } = specification;
  const name = config.dependent_var ?? 'y';
  // Before any data are seen, the empty cells of an imputed column are no variable yet.
  const variables = [...specification.names.variables.keys()].flatMap(
    (it) => specification.variables.find((variable) => variable.name === it) ?? [],
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
        : intervalText(variable);
    return `${variable.name}${indexText(variable)} ~ ${call(variable.distribution.name, variable.params)}${note}`;
  });
  lines.push(...describeCarried(config.prior_from));
  for (const { column, distribution, params } of specification.covariates) {
    const what = `   (explains the column, whose empty cells are imputed)`;
    lines.push(`${column} ~ ${call(distribution.name, params)}${what}`);
  }
  lines.push(`mu = ${printExpr(specification.mean)}`);
  lines.push(...togetherLines(specification));
  lines.push(outcomeText(specification, name));
  for (const { name: derived, expr } of specification.derived) lines.push(`${derived} = ${printExpr(expr)}`);
  lines.push(...settingsOf(specification));

  return {
    text: lines.join('\n'),
    latex: describeInLatex(specification, variables, name),
    warnings: specification.warnings,
  };
}

/** Where parameters were solved from an interval. */
function intervalText({ config: { between, mass } }: ModelVariable): string {
  return between === undefined ? '' : `   (${100 * mass!} % between ${between[0]} and ${between[1]})`;
}

/** A line for each set of variables whose priors are joined by correlations. */
function togetherLines({ factors }: Specification): string[] {
  return factors
    .filter(({ variables }) => variables.length > 1)
    .map(({ variables }) => {
      const effects = variables.filter(({ domain }) => domain !== scalar);
      const correlations = variables.filter(({ domain }) => domain === scalar);
      const names = (list: readonly ModelVariable[]): string => list.map(({ name }) => name).join(', ');
      return `(${names(effects)})${indexText(effects[0]!)} vary together, correlated by ${names(correlations)}`;
    });
}

function outcomeText(specification: Specification, name: string): string {
  const { config, likelihood } = specification;
  const notes = [bounds('censored', likelihood.censored), bounds('truncated', likelihood.truncated)];
  if (config.likelihood.weights !== undefined) notes.push(`weighted by ${config.likelihood.weights}`);
  const extra = notes.filter((it) => it !== '').join(', ');
  const after = `${extra === '' ? '' : `  ${extra}`}${config.likelihoodIsDefault ? '   (default likelihood)' : ''}`;
  if (likelihood.distribution !== undefined)
    return `${name} ~ ${call(likelihood.distribution.name, likelihood.params)}${after}`;
  return `log p(${name}) = ${printExpr(specification.rowLogLikelihood)}${extra === '' ? '' : `  ${extra}`}`;
}

function call(name: string, params: Params): string {
  return `${name}(${Object.entries(params)
    .map(([key, value]) => `${key} = ${printExpr(value)}`)
    .join(', ')})`;
}

function indexText(variable: ModelVariable): string {
  return variable.domain === 'scalar' ? '' : `[${groupOf(variable.domain).replaceAll(',', ', ')}]`;
}

function bounds(word: string, given: { lower?: Params[string]; upper?: Params[string] } | undefined): string {
  if (given === undefined) return '';
  const side = (value: Params[string] | undefined, otherwise: string): string =>
    value === undefined ? otherwise : printExpr(value);
  return `${word} to [${side(given.lower, '-∞')}, ${side(given.upper, '∞')}]`;
}
