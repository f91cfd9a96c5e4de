/** Several chains: in this thread, or wherever a runner takes them. The draws do not depend on where. */
import { type ChainProgress, type ChainResult, type ChainStart, chainSteps } from './chain.ts';
import type { KernelImage } from './kernel.ts';
import type { SamplerSettings } from './settings.ts';

export type SamplerProgress = ChainProgress;

export interface ChainsRequest {
  readonly image: KernelImage;
  readonly settings: SamplerSettings;
  readonly starts: readonly ChainStart[];
}

export interface ChainsOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: SamplerProgress) => void;
}

/** Runs the chains of a request; results in the order of the chains. */
export type ChainRunner = (request: ChainsRequest, options: ChainsOptions) => Promise<ChainResult[]>;

/** Milliseconds a chain may run before this thread's other work is let in. */
const sliceMilliseconds = 40;

/** One chain in this thread, letting other work in between blocks. @throws the signal's reason when aborted */
export async function runChain(
  request: ChainsRequest,
  chain: number,
  options: ChainsOptions,
): Promise<ChainResult> {
  let block = 20;
  let begin = performance.now();
  let rested = begin;
  const steps = chainSteps(
    request.image,
    request.settings,
    chain,
    request.starts[chain] ?? {},
    () => performance.now(),
    () => block,
  );
  for (;;) {
    const turn = steps.next();
    if (turn.done) return turn.value;
    options.onProgress?.(turn.value);
    options.signal?.throwIfAborted();
    const now = performance.now();
    // Blocks are sized by the clock, which changes when progress is told, never what is drawn.
    block =
      now - begin < sliceMilliseconds / 4 ? Math.min(1000, block * 2) : Math.max(1, Math.floor(block / 2));
    if (now - rested > sliceMilliseconds) {
      await new Promise<void>((resolve) => setTimeout(resolve, 0));
      rested = performance.now();
      options.signal?.throwIfAborted();
    }
    begin = performance.now();
  }
}

/** Chain after chain in this thread. */
export const inThisThread: ChainRunner = async (request, options) => {
  const results: ChainResult[] = [];
  for (let chain = 0; chain < request.settings.chains; chain++)
    results.push(await runChain(request, chain, options));
  return results;
};

/** @throws the signal's reason when aborted. */
export async function runChains(
  image: KernelImage,
  settings: SamplerSettings,
  options: ChainsOptions & { readonly runner?: ChainRunner; readonly starts?: readonly ChainStart[] } = {},
): Promise<ChainResult[]> {
  options.signal?.throwIfAborted();
  const { runner = inThisThread, starts = [], ...rest } = options;
  return runner({ image, settings, starts }, rest);
}
