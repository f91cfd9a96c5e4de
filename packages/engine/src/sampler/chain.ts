/** One chain of NUTS: the WebAssembly core joined to a kernel, run in blocks. */
import { nutsWasm } from '../generated/nutsWasm.ts';
import { decodeWasm } from '../numeric/decodeWasm.ts';
import { mathExports } from '../numeric/math.ts';
import { seedWords } from '../numeric/random.ts';
import { growTo, type KernelImage, loadKernel } from './kernel.ts';
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
  readonly stats: Readonly<Record<StatisticName, Float64Array>>;
  readonly stepSize: number;
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
  readonly divergences: number;
}

export interface ChainStart {
  /** Where to start; a random point of U(−2, 2) when left out. */
  readonly initial?: Float64Array;
  /** Inverse metric and step size known beforehand. */
  readonly inverseMetric?: Float64Array;
  readonly stepSize?: number;
}

/** The functions of the compiled core (assembly/nuts/index.ts). */
interface Core {
  configure(
    base: number,
    dimension: number,
    dense: number,
    maxTreeDepth: number,
    targetAccept: number,
  ): number;
  seed(low: number, high: number, chain: number): void;
  position(): number;
  inverseMetricAddress(): number;
  useMetric(): number;
  useStepSize(value: number): void;
  currentStepSize(): number;
  evaluationCount(): number;
  startHere(): number;
  startAnywhere(): number;
  beginWarmup(length: number): void;
  warmup(count: number): void;
  sample(count: number, draws: number, statistics: number): void;
}

/** The core keeps its own few variables below this address. */
const freeBase = 65536;
let compiled: WebAssembly.Module | undefined;

function isCore(exports: WebAssembly.Exports): exports is WebAssembly.Exports & Core {
  return typeof exports['configure'] === 'function' && typeof exports['sample'] === 'function';
}

/**
 * A chain as a generator: it yields its progress after each block of transitions, and returns its draws.
 * @param blockSize transitions between yields.
 */
export function* chainSteps(
  image: KernelImage,
  settings: SamplerSettings,
  chain: number,
  start: ChainStart,
  now: () => number,
  blockSize: () => number,
): Generator<ChainProgress, ChainResult> {
  const { dimension } = image;
  const { draws, tune } = settings;
  const memory = new WebAssembly.Memory({ initial: 2 });
  const kernel = loadKernel(image, memory, freeBase);
  compiled ??= new WebAssembly.Module(decodeWasm(nutsWasm));
  const core = new WebAssembly.Instance(compiled, {
    env: { memory, abort: () => {} },
    math: mathExports(),
    kernel: { logDensityGradient: kernel.exports['logDensityGradient']! },
  }).exports;
  if (!isCore(core)) throw new Error('the sampler core lacks its functions; please report this');

  // The core lays its vectors after the kernel; their size is bounded by their number times the dimension.
  const isDense = settings.metric === 'dense';
  const vectors = 60 + 11 * (settings.maxTreeDepth + 1) + (isDense ? 3 * dimension : 0);
  growTo(memory, kernel.end + vectors * 8 * (dimension + 2));
  const end = core.configure(
    kernel.end,
    dimension,
    isDense ? 1 : 0,
    settings.maxTreeDepth,
    settings.targetAccept,
  );
  const [drawsAt, statsAt] = [end, end + 8 * draws * dimension];
  growTo(memory, statsAt + 8 * draws * statisticNames.length);
  const [low, high] = seedWords(settings.seed);
  core.seed(low, high, chain);

  const begin = now();
  if (!begun(core, memory, dimension, start)) return failed(draws, dimension);
  const total = tune + draws;
  core.beginWarmup(tune);
  for (let done = 0; done < tune; ) {
    const count = Math.min(blockSize(), tune - done);
    core.warmup(count);
    done += count;
    yield { chain, phase: 'warmup', done, total, divergences: 0 };
  }
  const [warm, warmupEvaluations] = [now(), core.evaluationCount()];
  let divergences = 0;
  for (let done = 0; done < draws; ) {
    const count = Math.min(blockSize(), draws - done);
    core.sample(count, drawsAt + 8 * done * dimension, statsAt + 8 * done * statisticNames.length);
    const block = new Float64Array(
      memory.buffer,
      statsAt + 8 * done * statisticNames.length,
      count * statisticNames.length,
    );
    for (let i = 5; i < block.length; i += statisticNames.length) divergences += block[i]!;
    done += count;
    yield { chain, phase: 'sampling', done: tune + done, total, divergences };
  }
  const metricEntries = isDense ? dimension * dimension : dimension;
  return {
    draws: new Float64Array(memory.buffer, drawsAt, draws * dimension).slice(),
    stats: columnsOf(new Float64Array(memory.buffer, statsAt, draws * statisticNames.length)),
    stepSize: core.currentStepSize(),
    inverseMetric: new Float64Array(memory.buffer, core.inverseMetricAddress(), metricEntries).slice(),
    warmupEvaluations,
    evaluations: core.evaluationCount(),
    seconds: { warmup: (warm - begin) / 1000, sampling: (now() - warm) / 1000 },
  };
}

function begun(core: Core, memory: WebAssembly.Memory, dimension: number, start: ChainStart): boolean {
  if (start.inverseMetric !== undefined) {
    new Float64Array(memory.buffer, core.inverseMetricAddress(), start.inverseMetric.length).set(
      start.inverseMetric,
    );
    core.useMetric();
  }
  if (start.stepSize !== undefined) core.useStepSize(start.stepSize);
  else core.useStepSize(1);
  if (start.initial !== undefined) {
    new Float64Array(memory.buffer, core.position(), dimension).set(start.initial);
    if (core.startHere() !== 0) return true;
  }
  return core.startAnywhere() !== 0;
}

function columnsOf(rows: Float64Array): Record<StatisticName, Float64Array> {
  const width = statisticNames.length;
  const column = (k: number): Float64Array =>
    Float64Array.from({ length: rows.length / width }, (_, i) => rows[i * width + k]!);
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

function failed(draws: number, dimension: number): ChainResult {
  const nothing = new Float64Array(draws * statisticNames.length).fill(Number.NaN);
  return {
    draws: new Float64Array(draws * dimension).fill(Number.NaN),
    stats: columnsOf(nothing),
    stepSize: Number.NaN,
    inverseMetric: new Float64Array(dimension).fill(Number.NaN),
    warmupEvaluations: 0,
    evaluations: 0,
    seconds: { warmup: 0, sampling: 0 },
    failure:
      'no point of U(-2, 2) on the unconstrained scale has a finite log density and gradient (100 tries)',
  };
}
