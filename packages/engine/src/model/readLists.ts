/** Written-out lists as parameters of a prior: one number an entry of a vector. */
import { type Problem, problem } from '../config/errors.ts';
import type { Distribution, Params } from '../distributions/distribution.ts';
import { entriesOn } from '../distributions/entries.ts';
import { type Domain, type Expr, rows, scalar } from '../expr/expr.ts';
import { groupOf, type Names } from './names.ts';

/** Lists become entries of the variable's domain, unless the distribution wants a list of its own. */
export function listsOn(
  given: Params,
  distribution: Distribution,
  domain: Domain,
  names: Names,
  path: string,
  problems: Problem[],
): Params {
  const read: Record<string, Expr> = {};
  for (const [name, value] of Object.entries(given)) {
    const rule = distribution.parameters.find((it) => it.name === name);
    const isOwnList = rule !== undefined && ['vector', 'ordered', 'simplex'].includes(rule.range);
    read[name] = value;
    if (value.op !== 'vector' || isOwnList) continue;
    const wanted = domain.startsWith('over:') ? names.vectors.get(groupOf(domain))?.length : undefined;
    if (wanted === value.args.length) read[name] = entriesOn(domain, value);
    else {
      problems.push(wrongList(`${path}.params.${name}`, value.args.length, domain, wanted));
      read[name] = value.args[0] ?? { ...value, op: 'const', value: Number.NaN };
    }
  }
  return read;
}

function wrongList(path: string, found: number, domain: Domain, wanted: number | undefined): Problem {
  const expected = wanted === undefined ? 'a number or an expression' : `a list of ${wanted}`;
  return problem({
    path,
    code: 'wrong_list',
    found: `a list of ${found}`,
    expected,
    message: `a list of ${found} cannot be the parameter of ${described(domain)}; give ${expected}`,
  });
}

function described(domain: Domain): string {
  if (domain === scalar) return 'a single value';
  if (domain === rows) return 'the outcome';
  const of = domain.startsWith('by:') ? 'level' : 'column';
  return `one value per ${of} of ${groupOf(domain)}`;
}
