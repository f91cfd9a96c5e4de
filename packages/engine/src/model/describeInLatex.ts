/** A model as aligned LaTeX: a line each variable, the function, the outcome and the derived values. */
import type { Params } from '../distributions/distribution.ts';
import { latexName, printLatex } from '../expr/print.ts';
import { groupOf } from './names.ts';
import type { ModelVariable, Specification } from './specification.ts';

export function describeInLatex(
  specification: Specification,
  variables: readonly ModelVariable[],
  outcomeName: string,
): string {
  const { likelihood } = specification;
  const lines = variables.map(
    (variable) =>
      `${latexName(variable.name)}${latexIndex(variable)} &\\sim ${latexCall(variable.distribution.name, variable.params)}`,
  );
  lines.push(`\\mu &= ${printLatex(specification.mean)}`);
  const name = latexName(outcomeName);
  lines.push(
    likelihood.distribution === undefined
      ? `\\log p(${name}) &= ${printLatex(specification.rowLogLikelihood)}`
      : `${name} &\\sim ${latexCall(likelihood.distribution.name, likelihood.params)}`,
  );
  for (const derived of specification.derived)
    lines.push(`${latexName(derived.name)} &= ${printLatex(derived.expr)}`);
  return `\\begin{aligned}\n${lines.join(' \\\\\n')}\n\\end{aligned}`;
}

function latexCall(name: string, params: Params): string {
  return `\\mathrm{${name}}\\left(${Object.values(params).map(printLatex).join(',\\, ')}\\right)`;
}

function latexIndex(variable: ModelVariable): string {
  return variable.domain === 'scalar'
    ? ''
    : `{}_{[\\mathrm{${groupOf(variable.domain).replaceAll('_', '\\_')}}]}`;
}
