/** A carried prior on given data: which value of each variable an entry is, and the numbers its kernel reads. */
import type { Domain } from '../expr/expr.ts';
import { scalar } from '../expr/expr.ts';
import { groupOf, type Names } from '../model/names.ts';
import type { GroupLevels } from '../model/shape.ts';
import { log } from '../numeric/math.ts';
import type { CarriedPrior } from './carriedPrior.ts';
import { type NormalComponent, whiten } from './normalComponent.ts';

export interface PlacedEntry {
  readonly variable: string;
  readonly domain: Domain;
  /** Place among the variable's values. */
  readonly place: number;
}

export interface PlacedPrior {
  readonly entries: readonly PlacedEntry[];
  /** Over the entries, in their order. */
  readonly components: readonly NormalComponent[];
  readonly isRobust: boolean;
  /** Variables of several values, some of which the prior does not cover: those keep their own prior. */
  readonly partial: ReadonlySet<string>;
  /** Columns for the kernel: the prior's numbers, and which values of partial variables it covers. */
  readonly columns: Readonly<Record<string, Float64Array>>;
  /** Kernels of priors with the same key are the same. */
  readonly key: string;
}

/** Names of the kernel's columns; they cannot be a user's. */
export const numbersColumn = ':carried';
export const coveredColumn = (variable: string): string => `:carried:${variable}`;

/**
 * Places the entries among the levels of the data. Entries of levels that do not occur are integrated out.
 * @returns undefined when no entry is left.
 */
export function placePrior(
  prior: CarriedPrior,
  names: Names,
  groups: ReadonlyMap<string, GroupLevels>,
): PlacedPrior | undefined {
  const kept: number[] = [];
  const entries: PlacedEntry[] = [];
  const lengths = new Map<string, number>();
  prior.entries.forEach(({ variable, label }, i) => {
    const domain = names.variables.get(variable)!;
    const labels = labelsOf(domain, names, groups);
    const place = label === undefined ? 0 : labels.indexOf(label);
    if (place < 0) return;
    lengths.set(variable, labels.length);
    kept.push(i);
    entries.push({ variable, domain, place });
  });
  if (entries.length === 0) return undefined;
  const components = prior.components.map((it) => marginal(it, kept));
  const columns: Record<string, Float64Array> = { [numbersColumn]: numbersOf(components, prior.robust) };
  const partial = new Set<string>();
  for (const [variable, length] of lengths) {
    const places = entries.filter((it) => it.variable === variable).map((it) => it.place);
    if (places.length === length) continue;
    partial.add(variable);
    const covered = new Float64Array(length);
    for (const place of places) covered[place] = 1;
    columns[coveredColumn(variable)] = covered;
  }
  const isRobust = prior.robust > 0;
  const key = JSON.stringify([
    entries.map(({ variable, place }) => [variable, place]),
    prior.components.length,
    isRobust,
    [...partial],
  ]);
  return { entries, components, isRobust, partial, columns, key };
}

/** Labels of a variable's values. */
export function labelsOf(
  domain: Domain,
  names: Names,
  groups: ReadonlyMap<string, GroupLevels>,
): readonly string[] {
  if (domain === scalar) return [''];
  if (domain.startsWith('by:')) return groups.get(groupOf(domain))!.labels;
  return names.vectors.get(groupOf(domain))!;
}

/** The density of some entries alone. */
export function marginal(
  { weight, mean, covariance }: NormalComponent,
  kept: readonly number[],
): NormalComponent {
  const size = mean.length;
  return {
    weight,
    mean: Float64Array.from(kept, (i) => mean[i]!),
    covariance: Float64Array.from(kept.flatMap((i) => kept.map((j) => covariance[i * size + j]!))),
  };
}

/** Numbers a component takes: its constant, its mean, the lower triangle of its whitening. */
export const numbersOfComponent = (size: number): number => 1 + size + (size * (size + 1)) / 2;

function numbersOf(components: readonly NormalComponent[], robust: number): Float64Array {
  const numbers: number[] = [];
  for (const component of components) {
    const { constant, mean, whitening } = whiten(component);
    const size = mean.length;
    numbers.push(constant, ...mean);
    for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) numbers.push(whitening[i * size + j]!);
  }
  numbers.push(log(1 - robust), log(robust));
  return Float64Array.from(numbers);
}
