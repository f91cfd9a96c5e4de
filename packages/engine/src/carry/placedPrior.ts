/** A carried prior on given data: which value of each variable an entry is, and the numbers its kernel reads. */
import type { Domain } from '../expr/expr.ts';
import { scalar } from '../expr/expr.ts';
import { groupOf, type Names } from '../model/names.ts';
import type { GroupLevels } from '../model/shape.ts';
import { log } from '../numeric/math.ts';
import type { CarriedPrior } from './carriedPrior.ts';
import { layForm, numbersOfRow } from './componentForm.ts';
import { type NormalComponent, pooled, whiten } from './normalComponent.ts';

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
  /** So many that the kernel goes through them in a loop. */
  readonly areMany: boolean;
  readonly isRobust: boolean;
  /** Variables of several values, some of which the prior does not cover: those keep their own prior. */
  readonly partial: ReadonlySet<string>;
  /** Columns for the kernel: the prior's numbers, and which values of partial variables it covers. */
  readonly columns: Readonly<Record<string, Float64Array>>;
  /** Kernels of priors with the same key are the same. */
  readonly key: string;
}

/** Names of the kernel's columns, and of the domain of many components; they cannot be a user's. */
export const numbersColumn = ':carried';
export const componentsDomain = 'carried components';
export const formColumn = (number: number): string => `:carried:${number}`;
export const coveredColumn = (variable: string): string => `:covered:${variable}`;

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
  const areMany = components.length >= many;
  const columns: Record<string, Float64Array> = areMany
    ? columnsOfMany(components, prior.robust)
    : { [numbersColumn]: numbersOf(components, prior.robust) };
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
    areMany ? 'many' : prior.components.length,
    isRobust,
    [...partial],
  ]);
  return { entries, components, areMany, isRobust, partial, columns, key };
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

/** Components from which on a loop is quicker, and its kernel the same for any number of them. */
const many = 8;

/** Numbers a component takes: its constant, its mean, the lower triangle of its whitening. */
export const numbersOfComponent = (size: number): number => 1 + size + (size * (size + 1)) / 2;

/** Where the components' numbers begin: before them are the logs of the weights of the carried prior and of the own ones. */
export const firstNumber = 2;

function numbersOf(components: readonly NormalComponent[], robust: number): Float64Array {
  const numbers = [log(1 - robust), log(robust)];
  for (const component of components) {
    const { constant, mean, whitening } = whiten(component);
    const size = mean.length;
    numbers.push(constant, ...mean);
    for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) numbers.push(whitening[i * size + j]!);
  }
  return Float64Array.from(numbers);
}

/** Times the sd of the mixture that the normal around it has. */
const around = 2;

/** Of many components: their forms about the mixture's mean, side by side, and the numbers of one normal around all of them. */
function columnsOfMany(components: readonly NormalComponent[], robust: number): Record<string, Float64Array> {
  const whole = pooled(components);
  const wide = { ...whole, covariance: whole.covariance.map((value) => around * around * value) };
  const columns: Record<string, Float64Array> = { [numbersColumn]: numbersOf([wide], robust) };
  const count = numbersOfRow(whole.mean.length);
  const forms = new Float64Array(count * components.length);
  components.forEach((component, k) => {
    layForm(whiten(component), whole.mean, forms.subarray(k), components.length);
  });
  for (let number = 0; number < count; number++)
    columns[formColumn(number)] = forms.slice(number * components.length, (number + 1) * components.length);
  return columns;
}
