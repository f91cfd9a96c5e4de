/** The compiled sampler (assembly/nuts) joined to a kernel in one memory, which serves fit after fit. */
import { nutsWasm } from '../generated/nutsWasm.ts';
import { mathExports } from '../numeric/math.ts';
import { fromText } from '../numeric/packed.ts';
import {
  completionOf,
  instantiateKernel,
  type KernelImage,
  logDensityOf,
  placeImage,
  type Target,
  targetOf,
} from './kernel.ts';
import { type RowSum, rowSumOf } from './rows/rowSum.ts';

/** The functions of assembly/nuts/index.ts; truth is 1 or 0. */
export interface Core {
  stateBytes(dimension: number, dense: number, directionLimit: number): number;
  configure(
    base: number,
    dimension: number,
    dense: number,
    directionLimit: number,
    maxTreeDepth: number,
    targetAccept: number,
  ): number;
  seed(low: number, high: number, stream: number, purpose: number): void;
  searchBytes(length: number, mostKnown: number): number;
  configureSearch(mostKnown: number): void;
  beginSearch(tolerance: number, limit: number, isPrecise: number): void;
  /** Makes at most so many steps; tells how the search stands, as `mode.ts` knows. */
  search(steps: number): number;
  searchPosition(): number;
  searchValue(): number;
  searchCovariance(): number;
  searchEvaluations(): number;
  logMass(): number;
  isKnownMode(): number;
  rememberMode(): void;
  position(): number;
  inverseMetricAddress(): number;
  useMetric(): number;
  hasCorrelations(): number;
  stretchAddress(): number;
  directionAddress(): number;
  useDirections(count: number): number;
  directionsInUse(): number;
  renew(length: number): number;
  recordAt(place: number): void;
  timesMoments(rows: number, count: number, stride: number, vector: number, image: number): void;
  momentsAlong(
    rows: number,
    count: number,
    stride: number,
    basis: number,
    size: number,
    shares: number,
    moments: number,
  ): void;
  useStepSize(value: number): void;
  currentStepSize(): number;
  /** What the step size of the warm-up would be if it ended now. */
  averagedStepSize(): number;
  evaluationCount(): number;
  solveNormalPartHere(): void;
  climbHere(): number;
  solvesNormalPart(): number;
  centreAddress(): number;
  jumpAround(): void;
  startHere(): number;
  startAround(spread: number): number;
  startNear(spread: number): number;
  beginWindows(length: number): number;
  beginGradients(length: number, metricIsSet: number): number;
  beginStepSize(length: number): number;
  beginKnownStepSize(length: number): void;
  warmup(count: number): number;
  sample(count: number, draws: number, statistics: number, stride: number): number;
  beginIndependence(): void;
  drawIndependently(count: number, draws: number, statistics: number, stride: number): void;
  resamplingBytes(count: number): number;
  resample(count: number, draws: number, statistics: number, stride: number, scratch: number): number;
  completeDraws(count: number, integrated: number, draws: number, whole: number, densities: number): void;
  recordTape(
    seedLow: number,
    seedHigh: number,
    purpose: number,
    count: number,
    kept: number,
    normals: number,
    uniforms: number,
  ): void;
  uniform(): number;
  normal(): number;
}

function isCore(exports: WebAssembly.Exports): exports is WebAssembly.Exports & Core {
  return typeof exports['configure'] === 'function' && typeof exports['sample'] === 'function';
}

/** Bytes of a vector in the core's memory: padded to pairs of numbers. */
export const paddedBytes = (dimension: number): number => 16 * Math.ceil(dimension / 2);

let compiled: WebAssembly.Module | undefined;

/**
 * The sampler's core over a memory of which it takes the first page.
 * @param target the log density with its gradient.
 * @param logDensity the log density where no gradient is needed.
 * @param complete draws what was integrated out of it.
 */
export function instantiateCore(
  memory: WebAssembly.Memory,
  target: Target,
  logDensity: Target = target,
  complete: Target = target,
): Core {
  compiled ??= new WebAssembly.Module(fromText(nutsWasm));
  const { exports } = new WebAssembly.Instance(compiled, {
    env: { memory },
    math: mathExports(),
    kernel: { logDensityGradient: target, logDensity, complete },
  });
  if (!isCore(exports)) throw new Error('the sampler core lacks its functions; please report this');
  return exports;
}

/** A target in place, ready for chains one after the other. */
export interface LoadedSampler {
  readonly core: Core;
  /** The log density's function over the memory. */
  readonly target: Target;
  readonly memory: WebAssembly.Memory;
  /** First address after the target's data. */
  readonly end: number;
  /** Gives back what this thread holds of a large table's rows. */
  readonly release: () => void;
}

/** One memory with the instances over it. Runs one chain at a time. */
export interface Sampler {
  load(image: KernelImage): LoadedSampler;
}

/** The core's own few variables lie below. */
export const kernelBase = 65536;

export function createSampler(): Sampler {
  const memory = new WebAssembly.Memory({ initial: 4 });
  // A module is instantiated once: its context always lies at the same address.
  const instances = new WeakMap<WebAssembly.Module, { readonly core: Core; readonly target: Target }>();
  const instanceOf = ({ module }: KernelImage): WebAssembly.Exports =>
    instantiateKernel(module, memory, new WebAssembly.Global({ value: 'i32' }, kernelBase));
  return {
    load(image) {
      const end = placeImage(image, memory, kernelBase);
      if (image.rows !== undefined) {
        const rows = rowSumOf(image.rows);
        const target = withRows(targetOf(instanceOf(image)), rows, memory, image.dimension);
        return { core: instantiateCore(memory, target), target, memory, end, release: rows.release };
      }
      let it = instances.get(image.module);
      if (it === undefined) {
        const exports = instanceOf(image);
        const target = targetOf(exports);
        const core = instantiateCore(memory, target, logDensityOf(exports), completionOf(exports));
        it = { core, target };
        instances.set(image.module, it);
      }
      return { ...it, memory, end, release: () => {} };
    },
  };
}

/** A target with the sum over rows that stand elsewhere. */
function withRows(target: Target, rows: RowSum, memory: WebAssembly.Memory, dimension: number): Target {
  return (position, gradient) => {
    const value = target(position, gradient);
    const { buffer } = memory;
    const slopes = new Float64Array(buffer, gradient, dimension);
    return value + rows.add(new Float64Array(buffer, position, dimension), slopes);
  };
}

const idle: Sampler[] = [];
const mostIdle = 2;
/** A larger memory is left to the garbage collector. */
const largestIdleBytes = 2 ** 24;

/** Lends a sampler of this thread with the image loaded; the caller gives it back by `release`. */
export function borrowSampler(image: KernelImage): LoadedSampler {
  const sampler = idle.pop() ?? createSampler();
  const loaded = sampler.load(image);
  const release = (): void => {
    loaded.release();
    if (idle.length < mostIdle && loaded.memory.buffer.byteLength <= largestIdleBytes) idle.push(sampler);
  };
  return { ...loaded, release };
}
