/** How a fit goes about its chains: where the warm-up begins, what it has to learn, and whether it needs NUTS at all. */
import { seedWords } from '../numeric/random.ts';
import { type Approximation, approximate, isNormal, type Weighed, weigh } from './approximation.ts';
import { blockSizes } from './blocks.ts';
import type { ChainResult } from './chainResult.ts';
import type { LoadedSampler } from './core.ts';
import { growTo, type KernelImage } from './kernel.ts';
import { denseUpTo, layoutOf } from './metric.ts';
import { type Mode, type ModeSearch, searchFromHere, type Trouble } from './mode.ts';
import type { SamplerSettings } from './settings.ts';
import { startNearCentre } from './start.ts';
import { purposes } from './streams.ts';

/** Ways to warm up: from the mode's curvature, from gradients, in Stan's windows, or from what the caller gave. */
export type WarmupWay = 'mode' | 'gradients' | 'windows' | 'given';

export interface Plan {
  readonly method: 'nuts' | 'importance';
  readonly way: WarmupWay;
  /** Why, in a sentence without its full stop. */
  readonly reason: string;
  /** Warm-up transitions of a chain. */
  readonly tune: number;
  /** The mode and the inverse of the curvature there, or the mean and covariance of draws around it. */
  readonly mode?: Float64Array;
  /** The mode again, where the target is so near normal around it that its normal part is worth solving exactly. */
  readonly centre?: Float64Array;
  readonly inverseMetric?: Float64Array;
  /** What they were taken from. */
  readonly from?: Approximation['from'];
  /** Whether each trajectory is followed by a jump by that approximation. */
  readonly jumps?: boolean;
  /** Pareto shape of the ratios of the density to its approximation at the mode; small is good. */
  readonly paretoK?: number;
  /** Effective share of independent draws from the approximation, from 0 to 1. */
  readonly efficiency?: number;
  /** What the density is like, where it has no single mode. */
  readonly trouble?: Trouble;
  /** Density evaluations the plan took. */
  readonly evaluations: number;
  /** Seconds of one of them, where independent draws were weighed; it decides nothing that is drawn. */
  readonly evaluationSeconds?: number;
  /** What to do instead if the draws of the importance method cannot be trusted. */
  readonly otherwise?: Plan;
}

/** Warm-up transitions that suffice, by way; a smaller `tune` is kept. */
const transitions = { mode: 100, gradients: 300, lowRank: 240 };
/**
 * What the approximation must reach for its covariance to be the metric: that of draws, which bends to what they have seen, more
 * than a curvature.
 */
const modeLimits = { paretoK: 0.7, efficiency: { 'the mode': 0.3, 'draws around the mode': 0.65 } };
/**
 * Where a jump by the approximation follows each trajectory. In more dimensions trajectories alone give draws that are as good
 * as independent ones, or better for means.
 */
const jumpLimits = { dimension: 5, efficiency: 0.5 };
/** What the independence sampler must reach to be trusted. */
const importanceLimits = { paretoK: 0.5, efficiency: 0.5 };
/**
 * Draws of a chain that may be copies of one: a share of all, but no fewer than chance brings about. More say that the approximation
 * misses something there, though the ratios met elsewhere look harmless.
 */
const copiesLimit = { share: 0.05, least: 20 };

/** Searches where all agree, and where they do not. */
const fewSearches = 4;
const manySearches = 12;
/** Steps of a search before the first look at the clock: the evaluations of a large table are slow. */
const fewSteps = 1;
/** Log of a share of the posterior that may be missed. */
const negligible = -7;

/**
 * Makes the plan, yielding now and then so that the caller may let other work in.
 * @param now milliseconds since some moment; it decides nothing that is drawn.
 */
export function* planSteps(
  sampler: LoadedSampler,
  image: KernelImage,
  settings: SamplerSettings,
  now: () => number,
): Generator<void, Plan> {
  const { dimension } = image;
  if (settings.warmup === 'windows') return plainPlan('windows', 'asked for', settings.tune);
  const isAsked = settings.method !== 'nuts';
  const byGradients = (why: string): Plan =>
    plainPlan(
      'gradients',
      isAsked ? `not importance but NUTS: ${why}` : why,
      gradientTransitions(settings, dimension),
    );
  if (settings.metric === 'low_rank') return byGradients('they teach a low-rank metric, as asked for');
  if (dimension > denseUpTo) return byGradients(`${dimension} dimensions are too many for a curvature`);
  const { mode, failure, trouble, evaluations } = yield* searchModes(sampler, image, settings, now);
  if (mode === undefined) {
    return {
      ...byGradients(failure ?? 'no mode was found'),
      ...(trouble === undefined ? {} : { trouble }),
      evaluations,
    };
  }
  const around = approximate(sampler, dimension, settings, mode, now);
  const { paretoK, efficiency, evaluationSeconds } = around;
  const found = {
    mode: around.position,
    inverseMetric: around.covariance,
    paretoK,
    efficiency,
    from: around.from,
    evaluationSeconds,
    evaluations: evaluations + around.evaluations,
  };
  const nuts = (prefix: string): Plan => {
    const reason = `${prefix}${measured(around, around.from)}`;
    const isNear = paretoK < modeLimits.paretoK && efficiency > modeLimits.efficiency[around.from];
    const tune = isNear
      ? Math.min(settings.tune, transitions.mode)
      : gradientTransitions(settings, dimension);
    const way = isNear ? 'mode' : 'gradients';
    // Draws are bent to for a reason: what they taught is skewed.
    const isSolved = isNear && around.from === 'the mode' && isNormal(around, dimension);
    return {
      method: 'nuts',
      way,
      reason,
      tune,
      ...(isSolved ? { centre: around.position } : {}),
      jumps: isNear && !isSolved && dimension <= jumpLimits.dimension && efficiency > jumpLimits.efficiency,
      ...found,
    };
  };
  if (!isAsked) return nuts('');
  if (!isTrustworthy(around)) return nuts('not importance but NUTS: ');
  return {
    method: 'importance',
    way: 'mode',
    reason: measured(around, around.from),
    tune: 0,
    ...found,
    otherwise: nuts('not importance but NUTS, after drawing: '),
  };
}

/** A plan that knows nothing of the target. */
export function plainPlan(way: WarmupWay, reason: string, tune: number): Plan {
  return { method: 'nuts', way, reason, tune, evaluations: 0 };
}

export function gradientTransitions(settings: SamplerSettings, dimension: number): number {
  const isLowRank = layoutOf(settings, dimension) === 'low_rank';
  return Math.min(settings.tune, isLowRank ? transitions.lowRank : transitions.gradients);
}

/** The plan with what its draws say of it: a certificate, or the plan to follow instead. */
export function certified(plan: Plan, chains: readonly ChainResult[]): { plan: Plan; isGood: boolean } {
  const ratios = chains.map((chain) => chain.stats.log_ratio ?? new Float64Array(0));
  const all = new Float64Array(ratios.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const of of ratios) {
    all.set(of, at);
    at += of.length;
  }
  const weighed = weigh(all);
  const copies = chains.reduce((most, { mostCopies = 0 }) => Math.max(most, mostCopies), 0);
  const isStuck = copies >= Math.max(copiesLimit.least, (copiesLimit.share * all.length) / chains.length);
  if (isTrustworthy(weighed) && !isStuck)
    return { plan: { ...plan, ...weighed, reason: measured(weighed, plan.from) }, isGood: true };
  const { otherwise = plainPlan('gradients', '', plan.tune) } = plan;
  const { centre, ...leapfrog } = otherwise;
  const isStillNormal = centre !== undefined && isNormal(weighed, centre.length);
  return {
    plan: {
      ...(isStillNormal ? otherwise : leapfrog),
      reason: `not importance but NUTS, after drawing: ${measured(weighed, plan.from)}${isStuck ? `, ${copies} copies of one draw` : ''}`,
    },
    isGood: false,
  };
}

const measured = ({ paretoK, efficiency }: Weighed, from: Plan['from'] = 'the mode'): string =>
  `Pareto k ${shown(paretoK)} and efficiency ${shown(efficiency)} of the approximation ${from === 'the mode' ? 'at' : 'from'} ${from}`;

const shown = (value: number): string => value.toFixed(2);

function isTrustworthy({ paretoK, efficiency }: Weighed): boolean {
  return paretoK < importanceLimits.paretoK && efficiency > importanceLimits.efficiency;
}

interface Search {
  readonly mode?: Mode;
  readonly failure?: string;
  readonly trouble?: Trouble;
  readonly evaluations: number;
}

/**
 * Searches from points where chains might start. They should all lead to one mode; where they do not, more are made, and
 * the mode of the greatest mass counts, unless another's is comparable.
 */
function* searchModes(
  sampler: LoadedSampler,
  { dimension, centre }: KernelImage,
  settings: SamplerSettings,
  now: () => number,
): Generator<void, Search> {
  const { core, memory, end } = sampler;
  growTo(memory, end + core.stateBytes(dimension, 0, 0) + core.searchBytes(dimension, manySearches));
  core.configure(end, dimension, 0, 0, settings.maxTreeDepth, settings.targetAccept);
  core.configureSearch(manySearches);
  const [low, high] = seedWords(settings.seed);
  const sizes = blockSizes(now, fewSteps);
  const bounds = { tolerance: 1e-6, limit: 80 * (dimension + 2) };
  const modes: Mode[] = [];
  let failed: ModeSearch | undefined;
  let highest = Number.NEGATIVE_INFINITY;
  let evaluations = 0;
  let isClear = true;
  for (let search = 0; search < (isClear || modes.length === 0 ? fewSearches : manySearches); search++) {
    core.seed(low, high, search, purposes.search);
    if (startNearCentre(core, memory, dimension, centre) === 0) continue;
    const found = yield* searchFromHere(core, memory, dimension, bounds, sizes.next);
    evaluations += found.evaluations;
    highest = Math.max(highest, found.logDensity);
    if (found.isKnown === true) continue;
    if (found.mode === undefined) failed = failed?.trouble === undefined ? found : failed;
    else if (core.isKnownMode() === 0) {
      modes.push(found.mode);
      core.rememberMode();
    }
    isClear = search === 0 ? found.mode !== undefined : false;
  }
  const [best, ...others] = modes.sort((a, b) => b.logMass - a.logMass);
  if (best === undefined) {
    const { failure = 'no start has a finite log density', trouble } = failed ?? {};
    return { failure, ...(trouble === undefined ? {} : { trouble }), evaluations };
  }
  if (highest > best.logDensity + 1 && others.every(({ logDensity }) => logDensity < highest)) {
    return { failure: 'the log density is higher elsewhere than at the mode found', evaluations };
  }
  if (others.some(({ logMass }) => logMass > best.logMass + negligible))
    return { failure: 'there are two modes', trouble: 'modes', evaluations };
  return { mode: best, evaluations };
}
