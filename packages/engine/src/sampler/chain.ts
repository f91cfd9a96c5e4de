/** One chain of NUTS, run in blocks of transitions within WebAssembly. */
import { seedWords } from '../numeric/random.ts';
import { blockSizes } from './blocks.ts';
import { type ChainResult, failedChain, statisticNames, statisticsOf } from './chainResult.ts';
import type { Core, LoadedSampler } from './core.ts';
import { growTo } from './kernel.ts';
import { type Lesson, lessonsOf, recordStride, takeLesson } from './lessons.ts';
import { scratchBytes } from './lowRank.ts';
import { layoutOf, readMetric, roomFor, writeMetric } from './metric.ts';
import { gradientTransitions, type Plan } from './plan.ts';
import type { SamplerSettings } from './settings.ts';
import { startNearCentre } from './start.ts';
import { purposes } from './streams.ts';

export interface ChainProgress {
  readonly chain: number;
  readonly phase: 'warmup' | 'sampling';
  /** Transitions made and to make, over both phases. */
  readonly done: number;
  readonly total: number;
  /** Divergences among the kept draws so far. */
  readonly divergences: number;
  /** The last kept draw, for those who watch: where it lies on the real line, and its log density there. */
  readonly latest?: { readonly position: Float64Array; readonly logDensity: number };
}

export interface ChainStart {
  /** Where to start; a random point near the centre when left out. */
  readonly initial?: Float64Array;
  /** Inverse metric to begin with, laid out as in ChainResult; the identity when left out. */
  readonly inverseMetric?: Float64Array;
  /** Where the target, near normal, has its middle: its normal part is then solved exactly. */
  readonly centre?: Float64Array;
  /** The middle of an approximation, of which the metric is the covariance: jumps by it follow the trajectories. */
  readonly around?: Float64Array;
  /** Step size to begin with; with `tune: 0` the one that is used. */
  readonly stepSize?: number;
}

/** What one chain is to do. */
export interface ChainTask {
  readonly dimension: number;
  readonly centre: Float64Array | undefined;
  readonly settings: SamplerSettings;
  readonly plan: Plan;
  readonly chain: number;
  /** Given by the caller; its plan is then `given`. */
  readonly start: ChainStart | undefined;
}

/** Transitions from which a warm-up learns a metric of its own though one was given. */
const learnsMetric = 150;
/** How much wider than the approximation at the mode the chains' starts are. */
const overdispersion = 2;
/** Transitions after which a chain from the mode looks at its step size, in units of the curvature. */
const trial = 50;
/** A step size below this says that the curvature at the mode is not that of the posterior: 0.3 at an acceptance of 0.8. */
const smallestStep = ({ targetAccept }: SamplerSettings): number => 1.5 * (1 - targetAccept);

/**
 * A chain as a generator: it yields its progress after each block of transitions, and returns its draws.
 * The clock decides only how long blocks are, never what is drawn.
 * @param sampler holds the target; must run no other chain meanwhile.
 * @param now milliseconds since some moment.
 */
export function* chainSteps(
  sampler: LoadedSampler,
  task: ChainTask,
  now: () => number,
): Generator<ChainProgress, ChainResult> {
  const { core, memory } = sampler;
  const { dimension, settings, chain } = task;
  const { draws } = settings;
  if (dimension === 0) return failedChain(draws, dimension, 'there is no parameter to sample');
  const begin = now();
  let { plan } = task;
  const columnBytes = 8 * draws;
  const layout = layoutOf(settings, dimension);
  const [dense, directionLimit] = roomFor(layout);
  const outputBytes = columnBytes * (dimension + statisticNames.length);
  const recordBytes =
    layout === 'low_rank' ? recordStride(dimension) * plan.tune + scratchBytes(dimension) : 0;
  growTo(memory, sampler.end + core.stateBytes(dimension, dense, directionLimit) + outputBytes + recordBytes);
  const configure = (purpose: number): number => {
    const { maxTreeDepth, targetAccept } = settings;
    const end = core.configure(sampler.end, dimension, dense, directionLimit, maxTreeDepth, targetAccept);
    const [low, high] = seedWords(settings.seed);
    core.seed(low, high, chain, purpose);
    return end;
  };
  const drawsAt = configure(purposes.draws);
  const statisticsAt = drawsAt + columnBytes * dimension;
  const recordsAt = statisticsAt + columnBytes * statisticNames.length;
  const sizes = blockSizes(now);
  const failure = beginChain(sampler, task);
  if (failure !== undefined) return failedChain(draws, dimension, failure);
  const lessons = layout === 'low_rank' && plan.way === 'gradients' ? lessonsOf(plan.tune) : [];
  if (lessons.length > 0) core.recordAt(recordsAt);
  let spent = 0;
  for (let done = 0; done < plan.tune; ) {
    const pause = lessons[0]?.to ?? (plan.way === 'mode' && done < trial ? trial : plan.tune);
    const count = Math.min(sizes.next(), Math.min(pause, plan.tune) - done);
    if (core.warmup(count) === 0) return failedChain(draws, dimension, stepSizeFailure(core));
    done += count;
    if (plan.way === 'mode' && done === trial && core.averagedStepSize() < smallestStep(settings)) {
      // The gradients take over, on random numbers of their own.
      spent += core.evaluationCount();
      plan = withGradients(plan, settings, core.averagedStepSize());
      configure(purposes.secondAttempt);
      const again = beginChain(sampler, { ...task, plan });
      if (again !== undefined) return failedChain(draws, dimension, again);
      done = 0;
    }
    if (lessons[0]?.to === done) {
      const lesson: Lesson = lessons.shift()!;
      if (!takeLesson(sampler, dimension, lesson, recordsAt, plan.tune - done))
        return failedChain(draws, dimension, stepSizeFailure(core));
    }
    yield { chain, phase: 'warmup', done, total: plan.tune + draws, divergences: 0 };
  }
  const copy = (at: number, length: number): Float64Array =>
    new Float64Array(memory.buffer, at, length).slice();
  const warm = now();
  const warmupEvaluations = spent + core.evaluationCount();
  let divergences = 0;
  for (let done = 0; done < draws; ) {
    const count = Math.min(sizes.next(), draws - done);
    divergences += core.sample(count, drawsAt + 8 * done * dimension, statisticsAt + 8 * done, columnBytes);
    done += count;
    const latest = {
      position: copy(drawsAt + 8 * (done - 1) * dimension, dimension),
      logDensity: copy(statisticsAt + 8 * (done - 1), 1)[0]!,
    };
    yield { chain, phase: 'sampling', done: plan.tune + done, total: plan.tune + draws, divergences, latest };
  }
  const { way, reason, tune } = plan;
  const around = middleOfJumps(plan, task.start);
  return {
    draws: copy(drawsAt, draws * dimension),
    stats: statisticsOf(copy(statisticsAt, draws * statisticNames.length), statisticNames),
    stepSize: core.currentStepSize(),
    inverseMetric: readMetric(sampler, dimension, layout),
    ...(core.solvesNormalPart() === 1 ? { centre: copy(core.centreAddress(), dimension) } : {}),
    ...(around === undefined ? {} : { around }),
    warmup: { way, reason, tune },
    warmupEvaluations,
    evaluations: spent + core.evaluationCount(),
    seconds: { warmup: (warm - begin) / 1000, sampling: (now() - warm) / 1000 },
  };
}

/** The plan after its step size has been found too small. */
function withGradients(plan: Plan, settings: SamplerSettings, stepSize: number): Plan {
  const reason = `${plan.reason}, but a step size of ${stepSize.toPrecision(2)} after ${trial} transitions from the mode`;
  return { ...plan, way: 'gradients', reason, tune: gradientTransitions(settings, plan.mode?.length ?? 0) };
}

/** Where the chain's jumps are around, where it makes any. */
function middleOfJumps(plan: Plan, start: ChainStart = {}): Float64Array | undefined {
  return start.around ?? (plan.jumps === true && plan.way === 'mode' ? plan.mode : undefined);
}

/** Puts the chain at its start; says why it cannot. */
function beginChain(sampler: LoadedSampler, task: ChainTask): string | undefined {
  const { core, memory } = sampler;
  const { dimension, plan, start = {} } = task;
  const { tune } = plan;
  const inverseMetric = start.inverseMetric ?? plan.inverseMetric;
  if (inverseMetric !== undefined) {
    if (!writeMetric(sampler, dimension, layoutOf(task.settings, dimension), inverseMetric))
      return 'the inverse metric given is not positive definite';
  }
  if (start.stepSize !== undefined) core.useStepSize(start.stepSize);
  const initial = start.initial ?? plan.mode;
  if (initial !== undefined) {
    const around = middleOfJumps(plan, start);
    if (around !== undefined) {
      new Float64Array(memory.buffer, core.position(), dimension).set(around);
      // The posterior may have moved since; where the way after it leads nowhere, there are no jumps.
      if (start.around === undefined || core.climbHere() === 1) core.jumpAround();
    }
    const centre = start.centre ?? (plan.way === 'mode' ? plan.centre : undefined);
    if (centre !== undefined) {
      new Float64Array(memory.buffer, core.position(), dimension).set(centre);
      // The posterior may have moved since the centre was found.
      const isFound = start.centre === undefined || (core.climbHere() === 1 && core.climbHere() === 1);
      if (isFound) core.solveNormalPartHere();
    }
    new Float64Array(memory.buffer, core.position(), dimension).set(initial);
    const isSet = start.initial === undefined ? core.startAround(overdispersion) : core.startHere();
    if (isSet === 0) return 'the log density or its gradient is not finite at the start given';
  } else if (startNearCentre(core, memory, task.dimension, task.centre) === 0) {
    return 'no point near the centre of the priors has a finite log density and gradient (100 tries)';
  }
  if (tune === 0 && start.stepSize !== undefined) return undefined;
  // A metric that is given is kept where the warm-up is too short to learn a better one.
  const keepsMetric = start.inverseMetric !== undefined && tune < learnsMetric;
  if (keepsMetric && start.stepSize !== undefined) {
    core.beginKnownStepSize(tune);
    return undefined;
  }
  const begun =
    plan.way === 'mode' || keepsMetric
      ? core.beginStepSize(tune)
      : plan.way === 'gradients'
        ? core.beginGradients(tune, inverseMetric === undefined ? 0 : 1)
        : core.beginWindows(tune);
  return begun === 0 ? stepSizeFailure(core) : undefined;
}

function stepSizeFailure(core: Core): string {
  return core.currentStepSize() > 1
    ? 'the posterior is improper: its density does not fall off however far a step goes'
    : 'no step is small enough: the log density is not smooth, or overflows, where the chain stands';
}
