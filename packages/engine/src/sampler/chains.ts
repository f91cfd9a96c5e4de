/** Several chains: in this thread, or wherever a runner takes them. The draws do not depend on where. */
import { type ChainProgress, type ChainStart, chainSteps } from './chain.ts';
import type { ChainResult } from './chainResult.ts';
import { borrowSampler } from './core.ts';
import { independentSteps } from './independentChain.ts';
import type { KernelImage } from './kernel.ts';
import { certified, type Plan, plainPlan, planSteps } from './plan.ts';
import type { SamplerSettings } from './settings.ts';

export type SamplerProgress = ChainProgress;

export interface ChainsRequest {
  readonly image: KernelImage;
  readonly settings: SamplerSettings;
  /** How every chain warms up. */
  readonly plan: Plan;
  /** By chain; a missing one starts as the plan says. */
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

/** Runs steps to their end, letting other work in every few milliseconds. @throws the signal's reason when aborted */
async function inSlices<Step, Result>(
  steps: Generator<Step, Result>,
  signal: AbortSignal | undefined,
  onStep: ((step: Step) => void) | undefined,
): Promise<Result> {
  let rested = now();
  for (let turn = steps.next(); ; turn = steps.next()) {
    if (turn.done) return turn.value;
    onStep?.(turn.value);
    if (now() - rested > sliceMilliseconds) {
      await turnOfEvents();
      rested = now();
    }
    signal?.throwIfAborted();
  }
}

async function runHere(
  { image, settings, plan, starts }: ChainsRequest,
  chains: readonly number[],
  { signal, onProgress }: ChainsOptions,
): Promise<ChainResult[]> {
  const sampler = borrowSampler(image);
  const results: ChainResult[] = [];
  for (const chain of chains) {
    const task = {
      dimension: image.dimension,
      centre: image.centre,
      settings,
      plan,
      chain,
      start: starts[chain],
    };
    const steps = plan.method === 'importance' ? independentSteps : chainSteps;
    results.push(await inSlices(steps(sampler, task, now), signal, onProgress));
  }
  sampler.release();
  return results;
}

/** The chains of a run, and the plan they followed. */
export interface Run {
  readonly chains: ChainResult[];
  readonly plan: Plan;
  /** Seconds the plan took, and chains that were thrown away. */
  readonly planning: number;
}

/**
 * Plans a run and runs every chain of the settings, by default in this thread.
 * @throws the signal's reason when aborted.
 */
export async function runChains(
  image: KernelImage,
  settings: SamplerSettings,
  options: ChainsOptions & { readonly runner?: ChainRunner; readonly starts?: readonly ChainStart[] } = {},
): Promise<Run> {
  const { runner = inThisThread, starts = [], ...rest } = options;
  rest.signal?.throwIfAborted();
  const begin = now();
  const plan =
    starts.length > 0
      ? plainPlan('given', 'the caller says where to start', settings.tune)
      : await planFor(image, settings, rest.signal);
  const planned = (now() - begin) / 1000;
  const chains = await runner({ image, settings, plan, starts }, rest);
  if (plan.method === 'nuts') return { chains, plan, planning: planned };
  const judged = certified(plan, chains);
  if (judged.isGood) return { chains, plan: judged.plan, planning: planned };
  const planning = (now() - begin) / 1000;
  const instead = await runner({ image, settings, plan: judged.plan, starts }, rest);
  return { chains: instead, plan: judged.plan, planning };
}

async function planFor(
  image: KernelImage,
  settings: SamplerSettings,
  signal: AbortSignal | undefined,
): Promise<Plan> {
  const sampler = borrowSampler(image);
  const plan = await inSlices(planSteps(sampler, image, settings), signal, undefined);
  sampler.release();
  return plan;
}
