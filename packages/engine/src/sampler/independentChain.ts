/** Chains of independent draws from the approximation at the mode, each resampled by its weights. */
import { seedWords } from '../numeric/random.ts';
import { blockSizes } from './blocks.ts';
import type { ChainProgress, ChainTask } from './chain.ts';
import { type ChainResult, failedChain, independentStatisticNames } from './chainResult.ts';
import type { LoadedSampler } from './core.ts';
import { growTo } from './kernel.ts';
import type { Plan } from './plan.ts';
import { purposes } from './streams.ts';

/** Milliseconds that the first block aims at; the plan knows what an evaluation takes. */
const firstMilliseconds = 5;
const firstBlock = ({ evaluationSeconds = 0 }: Plan): number =>
  evaluationSeconds > 0 ? Math.max(1, Math.floor(firstMilliseconds / (1000 * evaluationSeconds))) : 16;

/** Bytes that the draws of chains may take together, which then share what they set up; larger chains are drawn one by one. */
const togetherBytes = 2 ** 24;

/** Chains by the lists in which `independentSteps` draws them. */
export function drawnTogether<Task extends ChainTask>(tasks: readonly Task[]): (readonly Task[])[] {
  const [first] = tasks;
  const bytes = first === undefined ? 0 : tasks.length * chainBytes(first);
  return bytes <= togetherBytes ? [tasks] : tasks.map((task) => [task]);
}

const chainBytes = ({ settings, dimension }: ChainTask): number =>
  8 * settings.draws * (dimension + independentStatisticNames.length);

/** As `chainSteps`, for chains of a plan of the importance method. */
export function* independentSteps(
  sampler: LoadedSampler,
  tasks: readonly ChainTask[],
  now: () => number,
): Generator<ChainProgress, ChainResult[]> {
  const [first] = tasks;
  if (first === undefined) return [];
  const { dimension, settings, plan } = first;
  const { core, memory } = sampler;
  const { draws } = settings;
  const { mode, inverseMetric, way, reason, tune } = plan;
  if (mode === undefined || inverseMetric === undefined) {
    throw new Error('independent draws need a mode; please report this');
  }
  const columnBytes = 8 * draws;
  const stride = chainBytes(first);
  growTo(memory, sampler.end + core.stateBytes(dimension, 1, 0));
  const drawsAt = core.configure(sampler.end, dimension, 1, 0, settings.maxTreeDepth, settings.targetAccept);
  const scratchAt = drawsAt + tasks.length * stride;
  growTo(memory, scratchAt + core.resamplingBytes(draws));
  new Float64Array(memory.buffer, core.inverseMetricAddress(), inverseMetric.length).set(inverseMetric);
  if (core.useMetric() === 0)
    return tasks.map(() => failedChain(draws, dimension, 'the curvature at the mode is not definite'));
  const [low, high] = seedWords(settings.seed);
  const sizes = blockSizes(now, firstBlock(plan));
  const told: Pick<ChainResult, 'evaluations' | 'mostCopies' | 'seconds'>[] = [];
  for (const [k, { chain }] of tasks.entries()) {
    const begin = now();
    const at = drawsAt + k * stride;
    const statisticsAt = at + columnBytes * dimension;
    core.seed(low, high, chain, purposes.draws);
    new Float64Array(memory.buffer, core.position(), dimension).set(mode);
    core.beginIndependence();
    const warm = now();
    for (let done = 0; done < draws; ) {
      const count = Math.min(sizes.next(), draws - done);
      core.drawIndependently(count, at + 8 * done * dimension, statisticsAt + 8 * done, columnBytes);
      done += count;
      yield { chain, phase: 'sampling', done, total: draws, divergences: 0 };
    }
    const mostCopies = core.resample(draws, at, statisticsAt, columnBytes, scratchAt);
    told.push({
      evaluations: draws,
      mostCopies,
      seconds: { warmup: (warm - begin) / 1000, sampling: (now() - warm) / 1000 },
    });
  }
  const numbers = new Float64Array(memory.buffer, drawsAt, (tasks.length * stride) / 8).slice();
  const metric = inverseMetric.slice();
  return told.map((of, k) => {
    const from = (k * stride) / 8;
    const column = (index: number): Float64Array => {
      const start = from + (index * columnBytes) / 8;
      return numbers.subarray(start, start + draws);
    };
    return {
      ...of,
      draws: numbers.subarray(from, from + draws * dimension),
      stats: {
        lp: column(dimension),
        acceptance_rate: column(dimension + 1),
        log_ratio: column(dimension + 2),
      },
      stepSize: Number.NaN,
      inverseMetric: metric,
      warmup: { way, reason, tune },
      warmupEvaluations: 0,
    };
  });
}
