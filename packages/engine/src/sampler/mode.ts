/**
 * The mode of a log density by damped Newton steps: Levenberg's and Marquardt's scaling, Nielsen's (1999) rule for the
 * damping, and second derivatives as differences of gradients. Only IEEE operations, so every platform finds the same bits.
 */
import { cholesky, inner, inverseOfFactored, leastPivot, solveFactored } from './symmetric.ts';

/** A log density on the real line; writes its gradient, returns its value. */
export type Density = (position: Float64Array, gradient: Float64Array) => number;

export interface Mode {
  readonly position: Float64Array;
  readonly logDensity: number;
  /** Minus the second derivatives, dimension × dimension, and its inverse. */
  readonly curvature: Float64Array;
  readonly covariance: Float64Array;
}

/** Shapes of a density that have no single mode: a flat ridge, a rise without end, several hills. */
export type Trouble = 'ridge' | 'infinity' | 'modes';

export interface ModeSearch {
  readonly mode?: Mode;
  /** Why there is no mode: a sentence without its full stop. */
  readonly failure?: string;
  /** What the density is like, where that is why. */
  readonly trouble?: Trouble;
  /** Where the search ended, and the log density there. */
  readonly position: Float64Array;
  readonly logDensity: number;
  readonly evaluations: number;
}

export interface SearchSettings {
  /** Ends when a Newton step would raise the log density by less than this. */
  readonly tolerance: number;
  /** Density evaluations after which the search gives up. */
  readonly limit: number;
  /** Central differences throughout: for narrow curved valleys, at twice the cost. */
  readonly isPrecise?: boolean;
  /** Asked after each step; true ends the search without a mode. */
  readonly isKnown?: (position: Float64Array) => boolean;
}

/** Relative curvature below which a direction counts as flat: the posterior is a ridge, as far as doubles can tell. */
const flat = 1e-12;
/** Distance from zero on the unconstrained scale beyond which a mode counts as infinite. */
const farAway = 1e7;

/**
 * Searches uphill from `start`, yielding after each step so that the caller may let other work in.
 */
export function* findMode(
  density: Density,
  start: Float64Array,
  { tolerance, limit, isKnown, isPrecise = false }: SearchSettings,
): Generator<void, ModeSearch> {
  const dimension = start.length;
  let position: Float64Array = start.slice();
  let gradient: Float64Array = new Float64Array(dimension);
  let value = density(position, gradient);
  let evaluations = 1;
  const ends = (failure: string, trouble?: Trouble): ModeSearch => ({
    failure,
    ...(trouble === undefined ? {} : { trouble }),
    position,
    logDensity: value,
    evaluations,
  });
  const ridge = (): ModeSearch =>
    ends('the log density is flat along a ridge: the data and priors do not settle every parameter', 'ridge');
  if (!isFiniteAt(value, gradient)) return ends('the log density is not finite where the search starts');
  const scale = new Float64Array(dimension);
  let accuracy = tolerance;
  let damping = 1e-3;
  let growth = 2;
  let curvature: Float64Array = new Float64Array(dimension * dimension);
  let isStale = true;
  let isCentral = isPrecise;
  while (true) {
    if (isStale) {
      const steps = differenceSteps(position, curvature, dimension);
      const found = curvatureAt(density, position, isCentral ? undefined : gradient, steps);
      evaluations += isCentral ? 2 * dimension : dimension;
      curvature = found;
      for (let i = 0; i < dimension; i++) {
        // Largest seen so far (Moré 1978), so that damping does not forget a steep region.
        scale[i] = Math.max(scale[i]!, Math.abs(curvature[i * dimension + i]!));
      }
      isStale = false;
    }
    const factor = cholesky(curvature, dimension);
    if (factor !== undefined) {
      const decrement = inner(gradient, solveFactored(factor, gradient)) / 2;
      if (decrement < accuracy) {
        if (!isCentral) {
          // The last curvature is the approximation's: by central differences.
          isCentral = true;
          isStale = true;
          continue;
        }
        if (!(leastPivot(factor, curvature, dimension) > flat)) return ridge();
        const covariance = inverseOfFactored(factor, dimension);
        return {
          mode: { position, logDensity: value, curvature, covariance },
          position,
          logDensity: value,
          evaluations,
        };
      }
    }
    if (evaluations >= limit) return ends(`no mode was found in ${limit} evaluations`);
    yield;
    const step = dampedStep(curvature, scale, gradient, damping);
    if (step === undefined) {
      damping *= 4;
      if (!(damping < 1e30)) return ends('the log density has no curvature to follow');
      continue;
    }
    const next = position.map((x, i) => x + step[i]!);
    const nextGradient = new Float64Array(dimension);
    const nextValue = density(next, nextGradient);
    evaluations++;
    const gain = nextValue - value;
    const predicted = inner(step, gradient) - quadratic(step, curvature) / 2;
    // Where rounding hides the gain, a smaller gradient decides.
    const isRounded = Math.abs(predicted) < 1e-13 * Math.abs(value);
    const isBetter =
      isFiniteAt(nextValue, nextGradient) &&
      (isRounded ? isSmaller(nextGradient, gradient, scale) : gain > 0);
    if (!isBetter) {
      // As near as rounding allows.
      if (isRounded) accuracy = Number.POSITIVE_INFINITY;
      damping *= growth;
      growth *= 2;
      if (!(damping < 1e30)) {
        // At rest where the curvature is not positive definite.
        return isRounded ? ridge() : ends('no step from here raises the log density: it is not smooth');
      }
      continue;
    }
    const cube = isRounded ? 1 : (2 * gain) / predicted - 1;
    damping *= Math.max(1 / 9, 1 - cube * cube * cube);
    damping = Math.max(damping, 1e-15);
    growth = 2;
    [position, gradient, value] = [next, nextGradient, nextValue];
    isStale = true;
    if (position.some((x) => Math.abs(x) > farAway))
      return ends('the log density rises without end: its mode is at infinity', 'infinity');
    if (isKnown?.(position)) return ends('a mode found before lies here');
  }
}

function isFiniteAt(value: number, gradient: Float64Array): boolean {
  return Number.isFinite(value) && gradient.every(Number.isFinite);
}

/** Steps for differences: a small share of the width the curvature tells, or of the position where it tells none. */
function differenceSteps(position: Float64Array, curvature: Float64Array, dimension: number): Float64Array {
  return position.map((x, i) => {
    const bend = Math.abs(curvature[i * dimension + i]!);
    const step = bend > 0 ? 1e-3 * Math.min(1 / Math.sqrt(bend), 1) : 1e-7;
    // Never so small that x + step rounds away.
    return Math.max(step, 1e-7 * Math.abs(x), 1e-13);
  });
}

/** Minus the second derivatives: differences of the gradient, forward from `here` or central, made symmetric. */
function curvatureAt(
  density: Density,
  position: Float64Array,
  here: Float64Array | undefined,
  steps: Float64Array,
): Float64Array {
  const dimension = position.length;
  const point = position.slice();
  const above = new Float64Array(dimension);
  const below = here ?? new Float64Array(dimension);
  const curvature = new Float64Array(dimension * dimension);
  for (let i = 0; i < dimension; i++) {
    const [x, step] = [position[i]!, steps[i]!];
    point[i] = x + step;
    const upper = point[i]!;
    density(point, above);
    let lower = x;
    if (here === undefined) {
      point[i] = x - step;
      lower = point[i]!;
      density(point, below);
    }
    point[i] = x;
    const width = upper - lower;
    for (let j = 0; j < dimension; j++) curvature[i * dimension + j] = (below[j]! - above[j]!) / width;
  }
  for (let i = 0; i < dimension; i++) {
    for (let j = 0; j < i; j++) {
      const value = 0.5 * (curvature[i * dimension + j]! + curvature[j * dimension + i]!);
      curvature[i * dimension + j] = value;
      curvature[j * dimension + i] = value;
    }
  }
  return curvature;
}

/** The step that solves (curvature + damping × scale) step = gradient; nothing where that is not positive definite. */
function dampedStep(
  curvature: Float64Array,
  scale: Float64Array,
  gradient: Float64Array,
  damping: number,
): Float64Array | undefined {
  const dimension = gradient.length;
  const damped = curvature.slice();
  for (let i = 0; i < dimension; i++) damped[i * dimension + i]! += damping * Math.max(scale[i]!, 1e-20);
  const factor = cholesky(damped, dimension);
  return factor === undefined ? undefined : solveFactored(factor, gradient);
}

export function quadratic(step: Float64Array, matrix: Float64Array): number {
  const dimension = step.length;
  let sum = 0;
  for (let i = 0; i < dimension; i++) {
    for (let j = 0; j < dimension; j++) sum += step[i]! * matrix[i * dimension + j]! * step[j]!;
  }
  return sum;
}

/** Whether the first gradient is shorter, each entry measured by its curvature. */
function isSmaller(a: Float64Array, b: Float64Array, scale: Float64Array): boolean {
  let [first, second] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    const weight = 1 / Math.max(scale[i]!, 1e-300);
    first += a[i]! * a[i]! * weight;
    second += b[i]! * b[i]! * weight;
  }
  return first < second;
}
