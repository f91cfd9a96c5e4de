// The progress of all chains, gathered and told a few times a second.
import { rHat, type SamplerProgress } from '@posterity/engine';
import type { ChainState, Progress } from './protocol.ts';

const millisecondsBetween = 60;
/** Draws of a chain that are kept to watch; every second one is dropped when they are reached. */
const mostWatched = 256;
/** Fewer draws say nothing of agreement, and more dimensions take longer than they are worth. */
const fewestForRHat = 20;
const mostDimensions = 16;

interface Watched {
  phase: SamplerProgress['phase'];
  share: number;
  divergences: number;
  positions: Float64Array[];
  logDensity: number[];
  /** One in so many of the draws that are told of is kept. */
  every: number;
  seen: number;
}

/** A receiver of the sampler's progress that tells `tell` of all chains together. */
export function gatherProgress(
  chains: number,
  tell: (progress: Progress) => void,
): (progress: SamplerProgress) => void {
  const watched = Array.from(
    { length: chains },
    (): Watched => ({
      phase: 'warmup',
      share: 0,
      divergences: 0,
      positions: [],
      logDensity: [],
      every: 1,
      seen: 0,
    }),
  );
  let told = Number.NEGATIVE_INFINITY;
  return (it) => {
    const chain = watched[it.chain]!;
    chain.phase = it.phase;
    chain.share = it.done / it.total;
    chain.divergences = it.divergences;
    if (it.latest !== undefined) watch(chain, it.latest);
    const time = performance.now();
    if (time - told < millisecondsBetween) return;
    told = time;
    const agreement = agreementOf(watched);
    tell({
      share: watched.reduce((sum, { share }) => sum + share, 0) / chains,
      divergences: watched.reduce((sum, { divergences }) => sum + divergences, 0),
      chains: watched.map(
        ({ phase, share, logDensity }): ChainState => ({ phase, share, logDensity: [...logDensity] }),
      ),
      ...(agreement === undefined ? {} : { rHat: agreement }),
    });
  };
}

function watch(chain: Watched, latest: NonNullable<SamplerProgress['latest']>): void {
  if (chain.seen++ % chain.every !== 0) return;
  chain.positions.push(latest.position);
  chain.logDensity.push(latest.logDensity);
  if (chain.positions.length < mostWatched) return;
  const isKept = (_: unknown, i: number): boolean => i % 2 === 0;
  chain.positions = chain.positions.filter(isKept);
  chain.logDensity = chain.logDensity.filter(isKept);
  chain.every *= 2;
}

/** The largest R-hat over the dimensions, from equally many of each chain's newest draws. */
function agreementOf(watched: readonly Watched[]): number | undefined {
  const length = Math.min(...watched.map(({ positions }) => positions.length));
  if (length < fewestForRHat || watched.length < 2) return undefined;
  const newest = watched.map(({ positions }) => positions.slice(-length));
  const dimensions = Math.min(mostDimensions, newest[0]![0]!.length);
  let largest = 1;
  for (let d = 0; d < dimensions; d++) {
    const draws = Float64Array.from(newest.flat(), (position) => position[d]!);
    largest = Math.max(largest, rHat(draws, watched.length) || 1);
  }
  return largest;
}
