/** A posterior as the `prior_from` of another config: joint, on the scales chains move on, with what it is worth. */
import { PosterityError } from '../config/errors.ts';
import { nearest } from '../config/nearest.ts';
import type { PriorComponent, PriorFrom } from '../config/priorFrom.ts';
import { namesOf } from '../expr/traverse.ts';
import type { Fitted } from '../model/fit.ts';
import type { SavedModel } from '../model/savedModel.ts';
import type { GroupLevels } from '../model/shape.ts';
import type { ModelVariable, Specification } from '../model/specification.ts';
import { createRandom } from '../numeric/random.ts';
import type { Trace } from '../posterior/trace.ts';
import { chooseMixture } from './chooseMixture.ts';
import { numbersOfRow } from './componentForm.ts';
import { effectiveRows } from './effectiveRows.ts';
import { independentVariables } from './independentVariables.ts';
import { keepJoint } from './jointCode.ts';
import { type Joint, jointDensity } from './jointDensity.ts';
import type { KeptJoint } from './keptJoint.ts';
import { mixtureLogDensity, type NormalComponent, whiten } from './normalComponent.ts';
import { beside, populationDraws, type ScaledDraws, scaledDraws } from './scaledDraws.ts';

export interface PriorOptions {
  /** Variables to carry; all that have independent values when left out. */
  readonly variables?: readonly string[];
  /** Variables by group of which the value of a new level is carried, under the variable's plain name. */
  readonly population?: readonly string[];
  /** Share of the information to keep, from 0 to 1. */
  readonly discount?: number;
  /** Weight of the receiving config's own priors, from 0 to 1. */
  readonly robust?: number;
  /** Carry on though the fit's verdict is bad. */
  readonly force?: boolean;
  /** Largest number of normal components; when left out up to four, and as many as it takes where those tell too little. */
  readonly components?: number;
}

/** A fit, as far as it is carried. */
export interface Donor {
  readonly specification: Specification;
  readonly saved: SavedModel;
  readonly trace: Trace;
  readonly verdict: 'good' | 'suspect' | 'bad';
  readonly density?: Fitted['density'];
}

/**
 * The joint posterior as a `prior_from` block.
 * @throws PosterityError for an unknown variable or one that cannot be carried, and for a bad verdict unless forced;
 *   RangeError for a discount or robust weight outside 0 to 1.
 */
export function exportPrior(donor: Donor, options: PriorOptions = {}): PriorFrom {
  const { saved, trace, specification } = donor;
  checkShare('discount', options.discount);
  checkShare('robust', options.robust);
  if (donor.verdict === 'bad' && options.force !== true) {
    throw new PosterityError(
      'bad_donor',
      'the fit to carry on from cannot be trusted (verdict bad); look at what its verdict says (posterity diagnose), or force it (force, --force)',
    );
  }
  const draws = chosenDraws(donor, options);
  const components = componentsOf(draws, donor, options);
  const names = draws.entries.map(({ name }) => name);
  return {
    source: `${saved.rows} rows of ${saved.dependent}, fingerprint ${saved.fingerprint.slice(0, 12)}`,
    scale: Object.fromEntries(names.map((name, i) => [name, draws.scales[i]!])),
    components: components.map((component) => written(component, names, components.length > 1)),
    effective_rows: effectiveRows(draws, specification, saved, trace),
    ...(options.discount === undefined ? {} : { discount: options.discount }),
    ...(options.robust === undefined ? {} : { robust: options.robust }),
  };
}

/** The draws' joint density: a few components where they tell it, as many as it takes elsewhere, none beyond a number asked for. */
function componentsOf(
  { sample }: ScaledDraws,
  donor: Donor,
  { population = [], components }: PriorOptions,
): readonly NormalComponent[] {
  const joint = population.length > 0 ? undefined : jointDensity(sample, donor);
  if (joint === undefined) return chooseMixture(sample, donor.trace.chains, components).components;
  if (components !== undefined && components >= joint.components.length) return joint.components;
  const blocks = joint.isIndependent ? joint.sample.count : donor.trace.chains;
  const few = chooseMixture(joint.sample, blocks, components).components;
  return components === undefined && tellsMore(joint, few) ? joint.components : few;
}

/** Gain in mean log density, nats, that is worth the length of many components, beside what their numbers gain by chance. */
const worthwhile = 0.01;

function tellsMore({ components, sample }: Joint, few: readonly NormalComponent[]): boolean {
  const { values, count, size, weights } = sample;
  const [many, other] = [components.map(whiten), few.map(whiten)];
  let gain = 0;
  for (let row = 0; row < count; row++) {
    const at = row * size;
    gain +=
      (weights?.[row] ?? 1) * (mixtureLogDensity(many, values, at) - mixtureLogDensity(other, values, at));
  }
  const byChance = ((components.length - few.length) * numbersOfRow(size)) / 2;
  return (gain - byChance) / count > worthwhile;
}

/** What is kept of a fit's joint density, for those who learn further from a file: nothing where independent points tell nothing. */
export function joinedDensity(donor: Donor): KeptJoint | undefined {
  const { sample } = chosenDraws(donor, {});
  const joint = jointDensity(sample, donor);
  return joint?.isIndependent === true ? keepJoint(joint.components) : undefined;
}

function checkShare(name: string, value: number | undefined): void {
  if (value !== undefined && !(value >= 0 && value <= 1))
    throw new RangeError(`${name} is a number from 0 to 1; found ${value}`);
}

function chosenDraws({ specification, saved, trace }: Donor, options: PriorOptions): ScaledDraws {
  const { variables, names, factors } = specification;
  const groups: ReadonlyMap<string, GroupLevels> = new Map(Object.entries(saved.groups));
  const independent = independentVariables(factors);
  const known = new Map(variables.map((variable) => [variable.name, variable]));
  const find = (name: string): ModelVariable => {
    const variable = known.get(name);
    if (variable === undefined) throw unknownVariable(name, [...known.keys()]);
    if (!independent.has(name)) throw tiedVariable(name);
    return variable;
  };
  const population = (options.population ?? []).map(find);
  const others =
    options.variables?.filter((name) => !options.population?.includes(name)).map(find) ??
    variables.filter((it) => independent.has(it.name) && !isBehind(it, population));
  const parts = [
    ...population.map((it, i) => populationDraws(it, specification, trace, createRandom(i, 0x706f70))),
    scaledDraws(others, names, groups, trace),
  ];
  const draws = beside(parts.filter(({ entries }) => entries.length > 0));
  if (draws.entries.length === 0)
    throw new PosterityError('nothing_to_carry', 'there is no variable to carry');
  return draws;
}

/** With a population's new value go its levels and what only tells of them: other variables by group, and its parameters. */
function isBehind({ name, domain }: ModelVariable, population: readonly ModelVariable[]): boolean {
  if (population.length === 0) return false;
  return domain.startsWith('by:') || population.some(({ params }) => mentions(params, name));
}

function mentions(params: ModelVariable['params'], name: string): boolean {
  return namesOf(Object.values(params), 'parameter').includes(name);
}

/** As a config writes it: numbers with eight digits, correlations below the diagonal. */
function written(component: NormalComponent, names: readonly string[], isWeighted: boolean): PriorComponent {
  const { weight, mean, covariance } = component;
  const size = names.length;
  const sd = names.map((_, i) => Math.sqrt(covariance[i * size + i]!));
  const correlation: Record<string, Record<string, number>> = {};
  for (let i = 1; i < size; i++) {
    const row: Record<string, number> = {};
    for (let j = 0; j < i; j++) row[names[j]!] = digits(covariance[i * size + j]! / (sd[i]! * sd[j]!));
    correlation[names[i]!] = row;
  }
  return {
    ...(isWeighted ? { weight: digits(weight) } : {}),
    mean: Object.fromEntries(names.map((name, i) => [name, digits(mean[i]!)])),
    sd: Object.fromEntries(names.map((name, i) => [name, digits(sd[i]!)])),
    ...(size === 1 ? {} : { correlation }),
  };
}

function digits(value: number): number {
  return Number(value.toPrecision(8));
}

function unknownVariable(name: string, known: readonly string[]): PosterityError {
  const near = nearest(name, known);
  const hint = near === undefined ? '' : `; did you mean "${near}"?`;
  return new PosterityError(
    'unknown_variable',
    `"${name}" is not a variable of the fit (variables: ${known.join(', ')})${hint}`,
  );
}

function tiedVariable(name: string): PosterityError {
  return new PosterityError(
    'tied_variable',
    `the values of ${name} are tied to each other or to other variables, and cannot be carried as a joint prior yet; name the variables to carry without it`,
  );
}
