/** One chain of NUTS, run in blocks of transitions within WebAssembly. */
import { seedWords } from '../numeric/random.ts';
import type { Core, LoadedSampler } from './core.ts';
import { growTo } from './kernel.ts';
import type { SamplerSettings } from './settings.ts';

/** Statistics of each draw, in the order the core writes them; names are ArviZ's. */
export const statisticNames = [
  'lp',
  'energy',
  'tree_depth',
  'n_steps',
  'acceptance_rate',
  'diverging',
  'step_size',
] as const;
export type StatisticName = (typeof statisticNames)[number];

export interface ChainResult {
  /** Unconstrained positions: draws × dimension. */
  readonly draws: Float64Array;
  /** One value a draw; `lp` is the log density on the unconstrained scale, `energy` the Hamiltonian at the draw. */
  readonly stats: Readonly<Record<StatisticName, Float64Array>>;
  readonly stepSize: number;
  /** Dimension numbers (diag), or dimension × dimension row-major (dense). */
  readonly inverseMetric: Float64Array;
  /** Density evaluations in the warm-up and in all. */
  readonly warmupEvaluations: number;
  readonly evaluations: number;
  readonly seconds: { readonly warmup: number; readonly sampling: number };
  /** Why the chain could not run; its draws are then NaN. */
  readonly failure?: string;
}

export interface ChainProgress {
  readonly chain: number;
  readonly phase: 'warmup' | 'sampling';
  /** Transitions made and to make, over both phases. */
  readonly done: number;
  readonly total: number;
  /** Divergences among the kept draws so far. */
  readonly divergences: number;
}

export interface ChainStart {
  /** Where to start; a random point of U(−2, 2) when left out. */
  readonly initial?: Float64Array;
  /** Inverse metric to begin with, laid out as in ChainResult; the identity when left out. */
  readonly inverseMetric?: Float64Array;
  /** Step size to begin with; with `tune: 0` the one that is used. */
  readonly stepSize?: number;
}

/** Milliseconds a block of transitions aims at. */
const blockMilliseconds = 10;

/**
 * A chain as a generator: it yields its progress after each block of transitions, and returns its draws.
 * The clock decides only how long blocks are, never what is drawn.
 * @param sampler holds the target; must run no other chain meanwhile.
 * @param now milliseconds since some moment.
 */
export function* chainSteps(
  sampler: LoadedSampler,
  dimension: number,
  settings: SamplerSettings,
  chain: number,
  start: ChainStart,
  now: () => number,
): Generator<ChainProgress, ChainResult> {
  const { core, memory } = sampler;
  const { draws, tune } = settings;
  const isDense = settings.metric === 'dense' ? 1 : 0;
  const columnBytes = 8 * draws;
  const outputBytes = columnBytes * (dimension + statisticNames.length);
  growTo(memory, sampler.end + core.stateBytes(dimension, isDense) + outputBytes);
  const drawsAt = core.configure(
    sampler.end,
    dimension,
    isDense,
    settings.maxTreeDepth,
    settings.targetAccept,
  );
  const statisticsAt = drawsAt + columnBytes * dimension;
  const [low, high] = seedWords(settings.seed);
  core.seed(low, high, chain, 0);

  const begin = now();
  const failure = beginChain(core, memory, dimension, tune, start);
  if (failure !== undefined) return failedChain(draws, dimension, failure);
  const total = tune + draws;
  let block = 16;
  let blockBegin = begin;
  const resize = (): void => {
    const time = now();
    block = time - blockBegin < blockMilliseconds / 2 ? Math.min(4096, block * 2) : Math.max(1, block >> 1);
    blockBegin = time;
  };
  for (let done = 0; done < tune; ) {
    const count = Math.min(block, tune - done);
    if (core.warmup(count) === 0) return failedChain(draws, dimension, stepSizeFailure(core));
    done += count;
    resize();
    yield { chain, phase: 'warmup', done, total, divergences: 0 };
  }
  const warm = now();
  const warmupEvaluations = core.evaluationCount();
  let divergences = 0;
  for (let done = 0; done < draws; ) {
    const count = Math.min(block, draws - done);
    divergences += core.sample(count, drawsAt + 8 * done * dimension, statisticsAt + 8 * done, columnBytes);
    done += count;
    resize();
    yield { chain, phase: 'sampling', done: tune + done, total, divergences };
  }
  const copy = (at: number, length: number): Float64Array =>
    new Float64Array(memory.buffer, at, length).slice();
  return {
    draws: copy(drawsAt, draws * dimension),
    stats: statisticsOf(copy(statisticsAt, draws * statisticNames.length)),
    stepSize: core.currentStepSize(),
    inverseMetric: copy(core.inverseMetricAddress(), isDense ? dimension * dimension : dimension),
    warmupEvaluations,
    evaluations: core.evaluationCount(),
    seconds: { warmup: (warm - begin) / 1000, sampling: (now() - warm) / 1000 },
  };
}

/** Puts the chain at its start; says why it cannot. */
function beginChain(
  core: Core,
  memory: WebAssembly.Memory,
  dimension: number,
  tune: number,
  start: ChainStart,
): string | undefined {
  if (dimension === 0) return 'there is no parameter to sample';
  if (start.inverseMetric !== undefined) {
    new Float64Array(memory.buffer, core.inverseMetricAddress(), start.inverseMetric.length).set(
      start.inverseMetric,
    );
    if (core.useMetric() === 0) return 'the inverse metric given is not positive definite';
  }
  if (start.stepSize !== undefined) core.useStepSize(start.stepSize);
  if (start.initial !== undefined) {
    new Float64Array(memory.buffer, core.position(), dimension).set(start.initial);
    if (core.startHere() === 0) return 'the log density or its gradient is not finite at the start given';
  } else if (core.startAnywhere() === 0) {
    return 'no point of U(-2, 2) on the unconstrained scale has a finite log density and gradient (100 tries)';
  }
  if (tune === 0 && start.stepSize !== undefined) return undefined;
  return core.beginWarmup(tune) === 0 ? stepSizeFailure(core) : undefined;
}

function stepSizeFailure(core: Core): string {
  return core.currentStepSize() > 1
    ? 'the posterior is improper: its density does not fall off however far a step goes'
    : 'no step is small enough: the log density is not smooth, or overflows, where the chain stands';
}

/** Columns of one value a draw, one after the other. */
function statisticsOf(columns: Float64Array): Record<StatisticName, Float64Array> {
  const draws = columns.length / statisticNames.length;
  const column = (k: number): Float64Array => columns.subarray(k * draws, (k + 1) * draws);
  return {
    lp: column(0),
    energy: column(1),
    tree_depth: column(2),
    n_steps: column(3),
    acceptance_rate: column(4),
    diverging: column(5),
    step_size: column(6),
  };
}

function failedChain(draws: number, dimension: number, failure: string): ChainResult {
  return {
    draws: new Float64Array(draws * dimension).fill(Number.NaN),
    stats: statisticsOf(new Float64Array(draws * statisticNames.length).fill(Number.NaN)),
    stepSize: Number.NaN,
    inverseMetric: new Float64Array(dimension).fill(Number.NaN),
    warmupEvaluations: 0,
    evaluations: 0,
    seconds: { warmup: 0, sampling: 0 },
    failure,
  };
}
