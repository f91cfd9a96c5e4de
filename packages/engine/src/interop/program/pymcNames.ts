/** What the columns, groups and variables of a model are called in a Python script, and the lines that read them. */
import { type Domain, rows } from '../../expr/expr.ts';
import { groupOf } from '../../model/names.ts';
import { outcome, type Specification } from '../../model/specification.ts';
import { Identifiers } from './identifiers.ts';
import type { PythonNames } from './pymcExpression.ts';

const reserved =
  'and as assert break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield None True False np pd pm pt data model trace rows mu len range zip sorted set list dict';

export interface ScriptNames extends PythonNames {
  readonly levels: (group: string) => string;
  /** A name for a step on the way. */
  readonly step: () => string;
}

export function scriptNames(specification: Specification): ScriptNames {
  const identifiers = new Identifiers(reserved.split(' '));
  const id = (name: string): string => identifiers.of(name);
  const dependent = specification.config.dependent_var ?? outcome;
  const levels = (group: string): string => id(`${group} levels`);
  return {
    variable: id,
    column: (name) => id(name === outcome ? dependent : name),
    vector: id,
    levels,
    index: (group, domain) => id(domain === rows ? `${group} index` : `${group} of ${groupOf(domain)}`),
    size: (domain) => sizeOf(domain, specification, levels),
    step: () => identifiers.fresh('step'),
  };
}

function sizeOf(domain: Domain, { names }: Specification, levels: (group: string) => string): string {
  if (domain === rows) return 'rows';
  if (domain.startsWith('by:')) return `len(${levels(groupOf(domain))})`;
  return String(names.vectors.get(groupOf(domain))!.length);
}

/** Lines that read every column, and find the levels of every group, in the order of a trace. */
export function readingLines(specification: Specification, names: ScriptNames, dataFile: string): string[] {
  const { config, lags, groups, columns, nestings } = specification;
  const grouping = new Set([...groups.values()].flat());
  const read = (name: string): string => `data[${JSON.stringify(name)}]`;
  const lines = [`data = pd.read_csv(${JSON.stringify(dataFile)})`, 'rows = len(data)'];
  for (const name of new Set([...columns, config.dependent_var ?? outcome]))
    if (!grouping.has(name)) lines.push(`${names.column(name)} = ${read(name)}.to_numpy(dtype=float)`);
  for (const { name, column, places } of lags) {
    const from = names.column(column);
    lines.push(
      `${names.column(name)} = np.concatenate([np.repeat(${from}[0], ${places}), ${from}[:-${places}]])`,
    );
  }
  for (const [name, members] of specification.names.vectors)
    lines.push(`${names.vector(name)} = data[${JSON.stringify(members)}].to_numpy(dtype=float)`);
  for (const [key, members] of groups) {
    const [levels, index] = [names.levels(key), names.index(key, rows)];
    if (members.length === 1) {
      lines.push(`${levels}, ${index} = np.unique(${read(members[0]!)}, return_inverse=True)`);
      continue;
    }
    const tuples = `zip(${members.map(read).join(', ')})`;
    lines.push(`${levels} = sorted(set(${tuples}))`);
    lines.push(`${index} = np.array([${levels}.index(it) for it in ${tuples}])`);
  }
  for (const { inner, outer } of nestings) {
    const [own, parent] = [names.index(inner, rows), names.index(outer, rows)];
    const all = `range(len(${names.levels(inner)}))`;
    lines.push(
      `${names.index(outer, `by:${inner}`)} = np.array([${parent}[${own} == k][0] for k in ${all}])`,
    );
  }
  return lines;
}

/** The name of a domain's dimension in a trace. */
export function dimension(domain: Domain): string {
  return groupOf(domain).replaceAll(',', '_');
}

/** The `coords` argument of the model: the labels of each dimension that a variable has. */
export function coordsText(
  { groups, names: { vectors }, variables }: Specification,
  names: ScriptNames,
): string {
  const used = new Set(variables.map(({ domain }) => domain));
  const entries: string[] = [];
  for (const [key, members] of groups) {
    if (!used.has(`by:${key}`)) continue;
    const levels = names.levels(key);
    const labels = members.length === 1 ? levels : `["|".join(map(str, it)) for it in ${levels}]`;
    entries.push(`${JSON.stringify(dimension(`by:${key}`))}: ${labels}`);
  }
  for (const [name, members] of vectors)
    if (used.has(`over:${name}`)) entries.push(`${JSON.stringify(name)}: ${JSON.stringify(members)}`);
  return entries.length === 0 ? '' : `coords={${entries.join(', ')}}`;
}
