/** A chain of a target out of which parameters were integrated: its draws with these parameters drawn given the others. */
import { seedWords } from '../numeric/random.ts';
import { blockSizes } from './blocks.ts';
import type { ChainTask } from './chain.ts';
import type { ChainResult } from './chainResult.ts';
import type { LoadedSampler } from './core.ts';
import { growTo } from './kernel.ts';
import { purposes } from './streams.ts';

/**
 * Yields after each block of draws. The chain's working memory is written over.
 * @param sampler the one that ran the chain, and no other since.
 * @param integrated number of parameters integrated out.
 * @returns the chain with draws × (dimension + integrated) and the log density of all of it.
 */
export function* wholeDraws(
  { core, memory, end }: LoadedSampler,
  { dimension, settings, chain }: ChainTask,
  integrated: number,
  drawn: ChainResult,
  now: () => number,
): Generator<void, ChainResult> {
  const begin = now();
  const count = drawn.stats.lp.length;
  const width = dimension + integrated;
  if (drawn.failure !== undefined)
    return { ...drawn, draws: new Float64Array(count * width).fill(Number.NaN) };
  const [densitiesAt, drawsAt] = [end + 8 * count * dimension, end];
  // Vectors are read in whole lanes, so a little past the last.
  const wholeAt = 16 * Math.ceil((densitiesAt + 8 * count) / 16);
  growTo(memory, wholeAt + 8 * count * width + 64);
  new Float64Array(memory.buffer, drawsAt, drawn.draws.length).set(drawn.draws);
  new Float64Array(memory.buffer, densitiesAt, count).set(drawn.stats.lp);
  const [low, high] = seedWords(settings.seed);
  core.seed(low, high, chain, purposes.integrated);
  const sizes = blockSizes(now);
  for (let done = 0; done < count; ) {
    const size = Math.min(sizes.next(), count - done);
    core.completeDraws(
      size,
      integrated,
      drawsAt + 8 * done * dimension,
      wholeAt + 8 * done * width,
      densitiesAt + 8 * done,
    );
    done += size;
    yield;
  }
  return {
    ...drawn,
    draws: new Float64Array(memory.buffer, wholeAt, count * width).slice(),
    stats: { ...drawn.stats, lp: new Float64Array(memory.buffer, densitiesAt, count).slice() },
    seconds: { ...drawn.seconds, sampling: drawn.seconds.sampling + (now() - begin) / 1000 },
  };
}
