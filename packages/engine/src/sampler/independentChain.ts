/** One chain of independent draws from the approximation at the mode, Metropolis-corrected. */
import { seedWords } from '../numeric/random.ts';
import { blockSizes } from './blocks.ts';
import type { ChainProgress, ChainTask } from './chain.ts';
import { type ChainResult, failedChain, independentStatisticNames, statisticsOf } from './chainResult.ts';
import type { LoadedSampler } from './core.ts';
import { growTo } from './kernel.ts';
import { type Plan, purposes } from './plan.ts';

/** Steps before the first draw: the first accepted proposals still follow the approximation. */
const settling = 20;

/** Milliseconds that the first block aims at; the plan knows what an evaluation takes. */
const firstMilliseconds = 5;
const firstBlock = ({ evaluationSeconds = 0 }: Plan): number =>
  evaluationSeconds > 0 ? Math.max(1, Math.floor(firstMilliseconds / (1000 * evaluationSeconds))) : 16;

/** As `chainSteps`, for a plan of the importance method. */
export function* independentSteps(
  sampler: LoadedSampler,
  { dimension, settings, plan, chain }: ChainTask,
  now: () => number,
): Generator<ChainProgress, ChainResult> {
  const { core, memory } = sampler;
  const { draws } = settings;
  const { mode, inverseMetric } = plan;
  if (mode === undefined || inverseMetric === undefined) {
    throw new Error('independent draws need a mode; please report this');
  }
  const begin = now();
  const columnBytes = 8 * Math.max(draws, settling);
  growTo(
    memory,
    sampler.end +
      core.stateBytes(dimension, 1, 0) +
      columnBytes * (dimension + independentStatisticNames.length),
  );
  const drawsAt = core.configure(sampler.end, dimension, 1, 0, settings.maxTreeDepth, settings.targetAccept);
  const statisticsAt = drawsAt + columnBytes * dimension;
  const [low, high] = seedWords(settings.seed);
  core.seed(low, high, chain, purposes.draws);
  new Float64Array(memory.buffer, core.inverseMetricAddress(), inverseMetric.length).set(inverseMetric);
  if (core.useMetric() === 0)
    return failedChain(draws, dimension, 'the curvature at the mode is not definite');
  new Float64Array(memory.buffer, core.position(), dimension).set(mode);
  core.beginIndependence();
  core.sampleIndependently(settling, drawsAt, statisticsAt, columnBytes);
  const warm = now();
  const sizes = blockSizes(now, firstBlock(plan));
  for (let done = 0; done < draws; ) {
    const count = Math.min(sizes.next(), draws - done);
    core.sampleIndependently(count, drawsAt + 8 * done * dimension, statisticsAt + 8 * done, columnBytes);
    done += count;
    yield { chain, phase: 'sampling', done, total: draws, divergences: 0 };
  }
  const columns = new Float64Array(draws * independentStatisticNames.length);
  independentStatisticNames.forEach((_, k) => {
    columns.set(new Float64Array(memory.buffer, statisticsAt + k * columnBytes, draws), k * draws);
  });
  const { way, reason, tune } = plan;
  return {
    draws: new Float64Array(memory.buffer, drawsAt, draws * dimension).slice(),
    stats: statisticsOf(columns, independentStatisticNames),
    stepSize: Number.NaN,
    inverseMetric: inverseMetric.slice(),
    warmup: { way, reason, tune },
    warmupEvaluations: settling,
    evaluations: core.evaluationCount(),
    longestStanding: core.longestStanding(),
    seconds: { warmup: (warm - begin) / 1000, sampling: (now() - warm) / 1000 },
  };
}
