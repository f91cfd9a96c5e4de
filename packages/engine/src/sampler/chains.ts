/** Several chains: in this thread, or wherever a runner takes them. The draws do not depend on where. */
import { readyForDraws } from '../posterior/drawsCore.ts';
import { type ChainProgress, type ChainStart, chainSteps } from './chain.ts';
import type { ChainResult } from './chainResult.ts';
import { borrowSampler } from './core.ts';
import { drawnTogether, independentSteps } from './independentChain.ts';
import type { KernelImage } from './kernel.ts';
import { certified, type Plan, plainPlan, planSteps } from './plan.ts';
import type { RowsImage } from './rows/rowsImage.ts';
import type { SamplerSettings } from './settings.ts';
import { wholeDraws } from './wholeDraws.ts';

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
export interface ChainRunner {
  (request: ChainsRequest, options: ChainsOptions): Promise<ChainResult[]>;
  /**
   * Lets other threads help this one with the rows of a large table, which they share, while it plans.
   * @returns a function that ends the help.
   */
  readonly help?: (rows: RowsImage) => () => void;
}

/** Milliseconds after which this thread's other work is let in: soon, so that further threads can be started, then seldom. */
const firstSlice = 12;
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
  let slice = firstSlice;
  for (let turn = steps.next(); ; turn = steps.next()) {
    if (turn.done) return turn.value;
    onStep?.(turn.value);
    if (now() - rested > slice) {
      await turnOfEvents();
      rested = now();
      slice = sliceMilliseconds;
    }
    signal?.throwIfAborted();
  }
}

async function runHere(
  { image, settings, plan, starts }: ChainsRequest,
  chains: readonly number[],
  { signal, onProgress }: ChainsOptions,
): Promise<ChainResult[]> {
  const begin = now();
  const sampler = borrowSampler(image);
  let compile = (now() - begin) / 1000;
  const results: ChainResult[] = [];
  try {
    const tasks = chains.map((chain) => ({
      dimension: image.dimension,
      centre: image.centre,
      settings,
      plan,
      chain,
      start: starts[chain],
    }));
    const isIndependent = plan.method === 'importance';
    for (const together of isIndependent ? drawnTogether(tasks) : tasks.map((task) => [task])) {
      const drawn = isIndependent
        ? await inSlices(independentSteps(sampler, together, now), signal, onProgress)
        : [await inSlices(chainSteps(sampler, together[0]!, now), signal, onProgress)];
      for (const [k, task] of together.entries()) {
        const { integrated = 0 } = image;
        const result =
          integrated === 0
            ? drawn[k]!
            : await inSlices(wholeDraws(sampler, task, integrated, drawn[k]!, now), signal, undefined);
        results.push({ ...result, seconds: { compile, ...result.seconds } });
        compile = 0;
      }
    }
    return results;
  } finally {
    sampler.release();
  }
}

/** The chains of a run, and the plan they followed. */
export interface Run {
  readonly chains: ChainResult[];
  readonly plan: Plan;
  /** Wall time; that of chains side by side is parted as their own clocks say. */
  readonly seconds: RunSeconds;
}

export interface RunSeconds {
  /** Kernels instantiated. */
  readonly compile: number;
  /** The plan, and chains that were thrown away. */
  readonly planning: number;
  readonly warmup: number;
  readonly sampling: number;
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
  const sampler = borrowSampler(image);
  // A plan weighs draws.
  if (starts.length === 0) readyForDraws();
  const compiled = now();
  const plan =
    starts.length > 0
      ? plainPlan('given', 'the caller says where to start', settings.tune)
      : await helped(image, runner, () =>
          inSlices(planSteps(sampler, image, settings, now), rest.signal, undefined),
        );
  sampler.release();
  const compile = (compiled - begin) / 1000;
  const plannedAt = now();
  const chains = await runner({ image, settings, plan, starts }, rest);
  const done = (of: ChainResult[], by: Plan, from: number): Run => ({
    chains: of,
    plan: by,
    seconds: parted(of, compile, (from - compiled) / 1000, (now() - from) / 1000),
  });
  if (plan.method === 'nuts') return done(chains, plan, plannedAt);
  const judged = certified(plan, chains);
  if (judged.isGood) return done(chains, judged.plan, plannedAt);
  const rejected = now();
  const instead = await runner({ image, settings, plan: judged.plan, starts }, rest);
  return done(instead, judged.plan, rejected);
}

/** Work on an image with the help there is for the rows of a large table. */
export async function helped<T>(
  { rows }: KernelImage,
  runner: ChainRunner | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const endHelp = rows === undefined ? undefined : runner?.help?.(rows);
  try {
    return await work();
  } finally {
    endHelp?.();
  }
}

/** The wall time of a run by phase. @param running seconds in which the chains ran, in whatever threads */
function parted(
  chains: readonly ChainResult[],
  compile: number,
  planning: number,
  running: number,
): RunSeconds {
  const of = (phase: 'compile' | 'warmup' | 'sampling'): number =>
    chains.reduce((total, { seconds }) => total + (seconds[phase] ?? 0), 0);
  const [compiling, warmup, sampling] = [of('compile'), of('warmup'), of('sampling')];
  const share = running / (compiling + warmup + sampling || 1);
  return {
    compile: compile + share * compiling,
    planning,
    warmup: share * warmup,
    sampling: share * sampling,
  };
}
