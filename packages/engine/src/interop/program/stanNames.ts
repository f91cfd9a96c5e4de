/** What the columns, groups and variables of a model are called in a Stan program. */
import { type Domain, rows } from '../../expr/expr.ts';
import { groupOf } from '../../model/names.ts';
import { outcome, type Specification } from '../../model/specification.ts';
import { Identifiers } from './identifiers.ts';
import type { StanNames } from './stanExpression.ts';

const reserved =
  'for in while repeat until if then else true false target int real complex vector simplex unit_vector sum_to_zero_vector ordered positive_ordered row_vector matrix cholesky_factor_corr cholesky_factor_cov corr_matrix cov_matrix functions model data parameters quantities transformed generated return void lower upper offset multiplier array tuple profile print reject N n T sum exp log var fvar auto bool break case catch char class const continue default delete do double enum explicit export extern float friend goto inline long mutable namespace new operator private protected public register short signed sizeof static struct switch template this throw try typedef union unsigned using virtual volatile';

export interface ProgramNames extends StanNames {
  /** A name for a step on the way. */
  readonly step: () => string;
  /** The number of levels of a group. */
  readonly levels: (group: string) => string;
}

export function programNames(specification: Specification): ProgramNames {
  const identifiers = new Identifiers(reserved.split(' '));
  const id = (name: string): string => identifiers.of(name);
  const dependent = specification.config.dependent_var ?? outcome;
  const levels = (group: string): string => id(`${group} levels`);
  return {
    variable: id,
    column: (name) => id(name === outcome ? dependent : name),
    vector: id,
    index: (group, domain) => id(domain === rows ? `${group} index` : `${group} of ${groupOf(domain)}`),
    levels,
    size: (domain) => sizeOf(domain, specification, levels),
    step: () => identifiers.fresh('step'),
  };
}

function sizeOf(domain: Domain, { names }: Specification, levels: (group: string) => string): string {
  if (domain === rows) return 'N';
  if (domain.startsWith('by:')) return levels(groupOf(domain));
  return String(names.vectors.get(groupOf(domain))!.length);
}
