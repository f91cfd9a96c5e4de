/** How many values each variable has for given data, and where it stands in a position vector. */
import { componentsDomain } from '../carry/placedPrior.ts';
import type { Level } from '../data/groups.ts';
import { type Domain, longerOf, rows, scalar } from '../expr/expr.ts';
import { groupOf } from './names.ts';
import type { Specification } from './specification.ts';

/** Levels of each group as found in training. */
export interface GroupLevels {
  readonly columns: readonly string[];
  readonly levels: readonly Level[];
  readonly labels: readonly string[];
}

export interface Block {
  readonly name: string;
  readonly offset: number;
  readonly length: number;
}

/** The layout of a vector that holds every named value one after the other. */
export interface Blocks {
  readonly length: number;
  readonly blocks: readonly Block[];
  readonly offsets: Readonly<Record<string, number>>;
}

/** Number of entries of each domain. */
export function domainSizes(
  specification: Specification,
  rowCount: number,
  groups: ReadonlyMap<string, GroupLevels>,
): Record<Domain, number> {
  const sizes: Record<Domain, number> = { [scalar]: 1, [rows]: rowCount };
  for (const [group, { levels }] of groups) sizes[`by:${group}`] = levels.length;
  for (const [vector, columns] of specification.names.vectors) sizes[`over:${vector}`] = columns.length;
  if (specification.placed !== undefined) sizes[componentsDomain] = specification.placed.components.length;
  for (const { freeDomain } of specification.variables) {
    const longer = longerOf(freeDomain);
    if (longer !== undefined) sizes[freeDomain] = sizes[longer]! - 1;
  }
  return sizes;
}

/** Where the entries of each domain find their number on the domain one entry shorter; the last has none and repeats. */
export function shorterIndices(
  specification: Specification,
  sizes: Readonly<Record<Domain, number>>,
): Record<string, Int32Array> {
  const indices: Record<string, Int32Array> = {};
  for (const { freeDomain } of specification.variables) {
    const longer = longerOf(freeDomain);
    if (longer === undefined) continue;
    const last = Math.max(0, sizes[freeDomain]! - 1);
    indices[`${freeDomain}|${longer}`] = Int32Array.from({ length: sizes[longer]! }, (_, k) =>
      Math.min(k, last),
    );
  }
  return indices;
}

export function blocksOf(
  items: readonly { name: string; domain: Domain }[],
  sizes: Readonly<Record<Domain, number>>,
): Blocks {
  const blocks: Block[] = [];
  const offsets: Record<string, number> = {};
  let offset = 0;
  for (const { name, domain } of items) {
    const length = sizes[domain]!;
    blocks.push({ name, offset, length });
    offsets[name] = offset;
    offset += length;
  }
  return { length: offset, blocks, offsets };
}

/** Labels along a domain, and the name of its dimension in a trace. */
export function dimensionOf(
  domain: Domain,
  specification: Specification,
  groups: ReadonlyMap<string, GroupLevels>,
): { name: string; labels: readonly (string | number)[] } | undefined {
  if (domain === scalar) return undefined;
  const key = groupOf(domain);
  if (domain.startsWith('by:')) {
    const group = groups.get(key)!;
    // The empty cells of an imputed column: their rows.
    if (group.columns.length === 0)
      return { name: `${key.slice(8, -1)}_row`, labels: group.levels as number[] };
    const labels = group.levels.every((level) => typeof level === 'number') ? group.levels : group.labels;
    return { name: key.replaceAll(',', '_'), labels: labels as readonly (string | number)[] };
  }
  const columns = specification.names.vectors.get(key)!;
  if (specification.names.bases.has(key))
    return { name: key.replaceAll(/\W+/g, '_').replace(/_$/, ''), labels: columns.map((_, k) => k) };
  const isEncoded = specification.names.encoded.has(key);
  return { name: key, labels: isEncoded ? columns.map((it) => it.slice(key.length + 1, -1)) : columns };
}
