/** Several chains: in this thread, or wherever a runner takes them. The draws do not depend on where. */
import { type ChainProgress, type ChainResult, type ChainStart, chainSteps } from './chain.ts';
import { borrowSampler } from './core.ts';
import type { KernelImage } from './kernel.ts';
import type { SamplerSettings } from './settings.ts';

export type SamplerProgress = ChainProgress;

export interface ChainsRequest {
  readonly image: KernelImage;
  readonly settings: SamplerSettings;
  /** By chain; a missing one starts at random. */
  readonly starts: readonly ChainStart[];
}

export interface ChainsOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: SamplerProgress) => void;
}

/** Runs the chains of a request; results in the order of the chains. */
export type ChainRunner = (request: ChainsRequest, options: ChainsOptions) => Promise<ChainResult[]>;

/** Milliseconds after which this thread's other work is let in. */
const sliceMilliseconds = 40;

const now = (): number => performance.now();
const turnOfEvents = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** One chain in this thread, letting other work in between blocks. @throws the signal's reason when aborted */
export async function runChain(
  request: ChainsRequest,
  chain: number,
  options: ChainsOptions,
): Promise<ChainResult> {
  return (await runHere(request, [chain], options))[0]!;
}

/** Chain after chain in this thread. */
export const inThisThread: ChainRunner = (request, options) =>
  runHere(
    request,
    Array.from({ length: request.settings.chains }, (_, chain) => chain),
    options,
  );

async function runHere(
  { image, settings, starts }: ChainsRequest,
  chains: readonly number[],
  { signal, onProgress }: ChainsOptions,
): Promise<ChainResult[]> {
  const sampler = borrowSampler(image);
  const results: ChainResult[] = [];
  let rested = now();
  for (const chain of chains) {
    const steps = chainSteps(sampler, image.dimension, settings, chain, starts[chain] ?? {}, now);
    for (let turn = steps.next(); ; turn = steps.next()) {
      if (turn.done) {
        results.push(turn.value);
        break;
      }
      onProgress?.(turn.value);
      if (now() - rested > sliceMilliseconds) {
        await turnOfEvents();
        rested = now();
      }
      signal?.throwIfAborted();
    }
  }
  sampler.release();
  return results;
}

/**
 * Runs every chain of the settings, by default in this thread.
 * @throws the signal's reason when aborted.
 */
export async function runChains(
  image: KernelImage,
  settings: SamplerSettings,
  options: ChainsOptions & { readonly runner?: ChainRunner; readonly starts?: readonly ChainStart[] } = {},
): Promise<ChainResult[]> {
  const { runner = inThisThread, starts = [], ...rest } = options;
  rest.signal?.throwIfAborted();
  return runner({ image, settings, starts }, rest);
}
