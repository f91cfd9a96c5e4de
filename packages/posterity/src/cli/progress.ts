import type { SamplerProgress } from '@posterity/engine';
import type { Terminal } from './terminal.ts';

const width = 28;
const millisecondsBetweenFrames = 60;

/** A bar on a terminal, redrawn in place; without a terminal nothing is shown. */
export function progressBar(
  terminal: Terminal,
  chainCount: number,
): { onProgress(progress: SamplerProgress): void; clear(): void } {
  if (!terminal.isInteractive) return { onProgress() {}, clear() {} };
  const chains = new Map<number, SamplerProgress>();
  let lastFrame = 0;
  let isShown = false;
  return {
    onProgress(progress) {
      chains.set(progress.chain, progress);
      const now = Date.now();
      if (now - lastFrame < millisecondsBetweenFrames) return;
      lastFrame = now;
      isShown = true;
      terminal.err(`\r${frame([...chains.values()], chainCount)}\x1b[K`);
    },
    clear() {
      if (isShown) terminal.err('\r\x1b[K');
      isShown = false;
    },
  };
}

function frame(chains: readonly SamplerProgress[], chainCount: number): string {
  const sum = (of: (progress: SamplerProgress) => number) =>
    chains.reduce((total, chain) => total + of(chain), 0);
  const fraction = sum(({ done }) => done) / (chainCount * chains[0].total);
  const filled = Math.round(fraction * width);
  const phase = chains.some(({ phase }) => phase === 'warmup') ? 'warmup' : 'sampling';
  const divergences = sum((chain) => chain.divergences);
  const warning = divergences > 0 ? `  ${divergences} divergences` : '';
  const bar = '█'.repeat(filled) + '░'.repeat(width - filled);
  return `${phase.padEnd(8)} ${bar} ${String(Math.floor(fraction * 100)).padStart(3)} %${warning}`;
}
