// The progress of all chains, gathered and told a few times a second.
import type { SamplerProgress } from '@posterity/engine';
import type { ChainState, Progress } from './protocol.ts';

const millisecondsBetween = 60;

/** A receiver of the sampler's progress that tells `tell` of all chains together. */
export function gatherProgress(
  chains: number,
  tell: (progress: Progress) => void,
): (progress: SamplerProgress) => void {
  const states: ChainState[] = Array.from({ length: chains }, () => ({
    phase: 'warmup',
    share: 0,
    logDensity: [],
  }));
  const divergences = new Array<number>(chains).fill(0);
  let told = 0;
  return (it) => {
    states[it.chain] = { phase: it.phase, share: it.done / it.total, logDensity: [] };
    divergences[it.chain] = it.divergences;
    const time = performance.now();
    if (time - told < millisecondsBetween) return;
    told = time;
    tell({
      share: states.reduce((sum, { share }) => sum + share, 0) / chains,
      divergences: divergences.reduce((sum, count) => sum + count, 0),
      chains: [...states],
    });
  };
}
