/** From columns to a posterior: rows checked and reduced, kernel bound, chains run, draws traced. */
import type { LogDensity } from '../carry/populationMonteCarlo.ts';
import { type WarmStart, warmStart } from '../carry/warmStart.ts';
import { withPlacedPrior } from '../carry/withPlacedPrior.ts';
import { configToJson } from '../config/configJson.ts';
import type { Table } from '../data/columns.ts';
import { fingerprint } from '../data/fingerprint.ts';
import type { PreprocessingState } from '../data/preprocessing.ts';
import type { Trace } from '../posterior/trace.ts';
import type { ChainResult } from '../sampler/chainResult.ts';
import { type ChainRunner, runChains, type SamplerProgress } from '../sampler/chains.ts';
import type { KernelImage } from '../sampler/kernel.ts';
import type { Plan } from '../sampler/plan.ts';
import type { SamplerSettings } from '../sampler/settings.ts';
import { chooseForm } from './chooseForm.ts';
import { fusedIn, imageOf, needsLogDensity, type SamplingKernels, samplingKernels } from './formKernels.ts';
import { withImputedOutcomes } from './imputedOutcomes.ts';
import { bind, derivedKernel, type ModelKernel } from './kernels.ts';
import type { SampledForm } from './marginal/marginalKernel.ts';
import { type PhaseClock, phaseClock } from './phaseClock.ts';
import { positionDensity } from './positionDensity.ts';
import { type ReadyKernel, readyKernel, traceOf } from './posteriorTrace.ts';
import { type ReducedData, reduceRows } from './reduction.ts';
import { savedGroups } from './savedGroups.ts';
import { type SavedModel, savedModelVersion } from './savedModel.ts';
import type { Specification } from './specification.ts';
import { type PreparedData, prepareTraining } from './trainingData.ts';
import { type TrainingRows, wholeTable } from './trainingRows.ts';

export interface FitOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: SamplerProgress) => void;
  /** Overrides `sample_params.random_seed`. */
  readonly seed?: number;
  /** Runs chains elsewhere, such as in workers; in this thread when left out. */
  readonly runner?: ChainRunner;
  /**
   * Whether a refit finds the constants of `preprocessing` and `missing: mean` anew in its own data; they stay those of
   * the first fit when left out, so that the variables keep their meaning.
   */
  readonly refitPreprocessing?: boolean;
  /** Whether many fits of the model follow, so that it is worth compiling at once what only they are faster by. */
  readonly isOneOfMany?: boolean;
  /** An earlier fit of the same model to similar rows, from which the chains start; its levels must be the same. */
  readonly startFrom?: SavedModel;
  /** What each row's log likelihood is multiplied by; a row of weight 2 counts as two equal rows. */
  readonly sampleWeight?: ArrayLike<number>;
}

export interface Fitted {
  readonly saved: SavedModel;
  readonly trace: Trace;
  /** The model in the form its training data gave it. */
  readonly specification: Specification;
  /** The rows behind it, for what is remembered of them (carry/memory.ts). */
  readonly learned?: Learned;
  /** Makes what tells the log density anywhere on the scales that chains moved on, while the rows are at hand. */
  readonly density?: () => LogDensity;
}

/** Rows as a fit saw them. */
export interface Learned {
  /** Where they reduced: their statistics, and the model these are of. */
  readonly reduced?: { readonly of: Specification; readonly rows: ReducedData };
  /** The table, where it was at hand, and its fingerprint. */
  readonly whole?: { readonly table: Table; readonly fingerprint: () => string };
  /** Makes what is kept of the joint density, where further rows were learned from under a carried one. */
  readonly joint?: () => SavedModel['joint'];
  /** What is remembered, once it has been asked for. */
  memory?: Pick<SavedModel, 'statistics' | 'seen' | 'joint'>;
}

/** Kernels a model has compiled for its fits; data are no part of them. */
export interface FitKernels {
  /** The form of the model that they belong to. */
  of: Specification | undefined;
  /** Whether there has been a fit. */
  isUsed: boolean;
  /** Of the forms that fits used, by form; the latest few. */
  sampling: Map<string, SamplingKernels>;
  derived: ModelKernel | undefined;
  /** Of the same model with its own priors in place of a carried one. */
  own?: FitKernels;
}

export const noKernels = (): FitKernels => ({
  of: undefined,
  isUsed: false,
  sampling: new Map(),
  derived: undefined,
});

/**
 * Fits a model to the rows of a table.
 * @param kernels compiled by earlier fits; what is missing is added.
 * @param constants preprocessing of an earlier fit, to be kept.
 * @throws DataError with every problem of the data; the signal's reason when aborted.
 */
export async function fitRows(
  model: Specification,
  kernels: FitKernels,
  rows: TrainingRows,
  options: FitOptions,
  constants?: PreprocessingState,
): Promise<Fitted> {
  const clock = phaseClock();
  options.signal?.throwIfAborted();
  const data = prepareTraining(model, rows.table, rows.y, rows.dependent, constants);
  const { preprocessing, missing, ranges } = data;
  const reduced = reduceRows(data.specification, data);
  const whole = wholeTable(rows);
  const told = once(() => fingerprint(whole));
  const about = {
    rows: data.rows,
    dependent: rows.dependent,
    fingerprint: told,
    training: { preprocessing, missing, ranges },
    clock,
    ...(options.startFrom === undefined ? {} : { warm: warmStart(options.startFrom, data.groups) }),
  };
  const fitted = await fitReduced(data.specification, kernels, reduced, about, options);
  const complete = withImputedOutcomes(fitted, rows.table, data.withoutOutcome);
  return { ...complete, learned: { ...complete.learned, whole: { table: whole, fingerprint: told } } };
}

/** A value made when first asked for. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** What a fit to reduced data is told of the rows behind them. */
export interface AboutRows {
  /** Rows before the reduction. */
  readonly rows: number;
  readonly dependent: string;
  /** Hash of the table; costly, so it is asked for when the model is saved or compared. */
  readonly fingerprint: () => string;
  /** What prediction needs of them beside the draws. */
  readonly training?: Pick<SavedModel, 'preprocessing' | 'missing' | 'ranges'>;
  /** Counts what the fit takes, since the work on the rows began. */
  readonly clock: PhaseClock;
  /** Where the chains start when an earlier fit says so. */
  readonly warm?: WarmStart | undefined;
}

/** Fits a model to rows that are prepared and reduced. @throws the signal's reason when aborted. */
export async function fitReduced(
  model: Specification,
  kernels: FitKernels,
  reduced: ReducedData,
  about: AboutRows,
  options: FitOptions,
): Promise<Fitted> {
  const { carried } = model;
  if (carried === undefined) return fitPlain(model, kernels, reduced, about, options);
  const { carried: _, ...own } = model;
  kernels.own ??= noKernels();
  const ofOwn = kernels.own;
  const { fitCarried } = await import('../carry/fitCarried.ts');
  return fitCarried(
    model,
    reduced.data,
    () => fitPlain({ ...model, carried: { ...carried, robust: 0 } }, kernels, reduced, about, options),
    () => fitPlain(own, ofOwn, reduced, about, options),
  );
}

/** Rows up to which the density can be asked tens of thousands of times more in about the time of a fit. */
const mostRowsAsked = 4096;

async function fitPlain(
  model: Specification,
  kernels: FitKernels,
  reduced: ReducedData,
  about: AboutRows,
  options: FitOptions,
): Promise<Fitted> {
  options.signal?.throwIfAborted();
  const { data } = reduced;
  if (!isSameForm(kernels.of, model)) Object.assign(kernels, noKernels(), { of: model });
  const specification = withPlacedPrior(model, data.groups);
  const { warm, clock } = about;
  const isOneOfMany = kernels.isUsed || options.isOneOfMany === true;
  const withLogDensity = needsLogDensity(specification, data.rows, isOneOfMany);
  kernels.isUsed = true;
  const kernelsIn = (form: SampledForm): SamplingKernels =>
    samplingKernels(specification, kernels.sampling, form, reduced, withLogDensity);
  const { form, tried } = await chooseForm(specification, reduced, about, kernelsIn, options);
  clock.enter('compile');
  const sampling = kernelsIn(form);
  const image = tried?.sampling === sampling ? tried.image : imageOf(sampling, specification, data);
  const cold = settingsOf(specification, options.seed);
  const isWarm = warm !== undefined && warm.dimension === image.dimension;
  const settings = isWarm ? { ...cold, tune: Math.min(cold.tune, warm.tune), metric: warm.metric } : cold;
  clock.enter('sampling');
  const { chains, plan, seconds } = await runChains(image, settings, {
    ...(isWarm ? { starts: warm.starts } : {}),
    ...(options.runner === undefined ? {} : { runner: options.runner }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
  });
  clock.move(seconds);
  const trace = tracedChains(specification, kernels, chains, sampling.constrain, data, clock);
  const fused = fusedIn(specification);
  const saved: SavedModel = {
    format: 'posterity-model',
    version: savedModelVersion,
    config: configToJson(specification.config),
    groups: savedGroups(data),
    rows: about.rows,
    distinct_rows: data.rows,
    get fingerprint() {
      return about.fingerprint();
    },
    ...about.training,
    dependent: about.dependent,
    method: plan.method,
    ...(fused === undefined ? {} : { fused }),
    warmup: warmupOf(plan, chains),
    seconds: clock.read(),
    failures: chains.flatMap((chain) => (chain.failure === undefined ? [] : [chain.failure])),
    noncentered: [...form.noncentered],
    ...(form.integrated.size === 0 ? {} : { integrated: [...form.integrated] }),
    ...(data.bases === undefined ? {} : { bases: data.bases }),
    chains: chains.map((chain) => ({
      step_size: chain.stepSize,
      inverse_metric: [...chain.inverseMetric],
      ...(chain.centre === undefined ? {} : { centre: [...chain.centre] }),
      ...(chain.around === undefined ? {} : { around: [...chain.around] }),
      position: [...lastPosition(chain, image)],
    })),
  };
  const learned = reduced.kind === 'none' ? {} : { reduced: { of: model, rows: reduced } };
  return {
    saved,
    trace,
    specification: model,
    learned,
    ...(sampling.rows === undefined && data.rows <= mostRowsAsked
      ? { density: () => positionDensity(bind(sampling.kernel, specification, data)) }
      : {}),
  };
}

/** Where a chain ended, of what it moved. */
function lastPosition({ draws }: ChainResult, { dimension, integrated = 0 }: KernelImage): Float64Array {
  const from = Math.max(0, draws.length - dimension - integrated);
  return draws.subarray(from, from + dimension);
}

/** Whether kernels of one serve the other: a carried prior's numbers are data to them, and its form is in their key. */
function isSameForm(one: Specification | undefined, other: Specification): boolean {
  return one?.variables === other.variables && one.rowLogLikelihood === other.rowLogLikelihood;
}

function settingsOf(specification: Specification, seed: number | undefined): SamplerSettings {
  const given = specification.config.sample_params;
  return {
    draws: given.draws,
    tune: given.tune,
    chains: given.chains,
    targetAccept: given.target_accept,
    maxTreeDepth: given.max_tree_depth,
    metric: given.metric === 'diagonal' ? 'diag' : given.metric,
    method: given.method,
    warmup: given.warmup,
    seed: seed ?? given.random_seed,
  };
}

function tracedChains(
  specification: Specification,
  kernels: FitKernels,
  chains: readonly ChainResult[],
  constrain: ModelKernel,
  data: PreparedData,
  clock: PhaseClock,
): Trace {
  const ready = (kernel: ModelKernel): ReadyKernel => readyKernel(bind(kernel, specification, data));
  const [values, derived] = clock.during('compile', () => {
    if (specification.derived.length > 0) kernels.derived ??= derivedKernel(specification);
    return [ready(constrain), kernels.derived === undefined ? undefined : ready(kernels.derived)];
  });
  return traceOf(chains, specification, data.groups, values, derived);
}

/** How the chains warmed up: as planned, but for those that found the plan wrong. */
function warmupOf(plan: Plan, chains: readonly ChainResult[]): SavedModel['warmup'] {
  const changed = chains.find((chain) => chain.warmup.way !== plan.way && chain.failure === undefined);
  const { way, reason, tune } = changed?.warmup ?? plan;
  return {
    way,
    reason,
    tune,
    evaluations: plan.evaluations + sumOf(chains.map((chain) => chain.warmupEvaluations)),
    // JSON has no number that is not finite.
    ...(Number.isFinite(plan.paretoK) ? { pareto_k: plan.paretoK } : {}),
    ...(Number.isFinite(plan.efficiency) ? { efficiency: plan.efficiency } : {}),
    ...(plan.trouble === undefined ? {} : { trouble: plan.trouble }),
  };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
