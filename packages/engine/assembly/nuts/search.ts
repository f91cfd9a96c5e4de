// The mode of the target by damped Newton steps: Levenberg's and Marquardt's scaling, Nielsen's (1999) rule for the
// damping, and second derivatives as differences of gradients. Only IEEE operations, so every platform finds the same bits.
import { logDensityGradient } from './kernel';
import { log } from './math';
import { factorise, inner, invert, leastPivot, quadratic, solve, symmetrise } from './symmetric';
import { at, dimension, put, reserve, vectorBytes } from './vectors';

/** How a search stands. The host has a sentence for each of those that end without a mode. */
const goesOn = 0;
const foundMode = 1;
const foundKnown = 2;
const notFinite = 3;
const ridge = 4;
const outOfEvaluations = 5;
const noCurvature = 6;
const notSmooth = 7;
const atInfinity = 8;

/** Relative curvature below which a direction counts as flat: the posterior is a ridge, as far as doubles can tell. */
const flat = 1e-12;
/** Distance from zero on the unconstrained scale beyond which a mode counts as infinite. */
const farAway = 1e7;
/** A kernel's last lanes may pass the end of a vector. */
const margin: usize = 64;

export let position: usize = 0;
let gradient: usize = 0;
let next: usize = 0;
let nextGradient: usize = 0;
let point: usize = 0;
let above: usize = 0;
let below: usize = 0;
let step: usize = 0;
let scale: usize = 0;
let curvature: usize = 0;
let factor: usize = 0;
export let covariance: usize = 0;
/** Modes found before: of each its position and its curvature. */
let known: usize = 0;
let knownCount: i32 = 0;

export let value: f64 = 0;
export let evaluations: f64 = 0;
let limit: f64 = 0;
let accuracy: f64 = 0;
let damping: f64 = 0;
let growth: f64 = 0;
let isStale = false;
let isCentral = false;
let standing: i32 = 0;

function squareBytes(): usize {
  return (<usize>(dimension * dimension)) << 3;
}

/** Upper bound of the bytes that `configureSearch` takes. */
export function searchBytes(length: i32, mostKnown: i32): usize {
  const vector = ((<usize>(length + 2)) << 3) + margin + 16;
  const square = ((<usize>(length * length)) << 3) + 16;
  return 9 * vector + 3 * square + <usize>mostKnown * (vector + square);
}

/** Makes room for searches that find `mostKnown` modes at most. */
export function configureSearch(mostKnown: i32): void {
  position = reserve(vectorBytes + margin);
  gradient = reserve(vectorBytes + margin);
  next = reserve(vectorBytes + margin);
  nextGradient = reserve(vectorBytes + margin);
  point = reserve(vectorBytes + margin);
  above = reserve(vectorBytes + margin);
  below = reserve(vectorBytes + margin);
  step = reserve(vectorBytes);
  scale = reserve(vectorBytes);
  curvature = reserve(squareBytes());
  factor = reserve(squareBytes());
  covariance = reserve(squareBytes());
  known = reserve(<usize>mostKnown * (vectorBytes + squareBytes()));
  knownCount = 0;
}

/** Begins a search at `start`. */
export function startSearch(start: usize, tolerance: f64, most: f64, isPrecise: bool): void {
  memory.copy(position, start, vectorBytes);
  memory.fill(scale, 0, vectorBytes);
  memory.fill(curvature, 0, squareBytes());
  value = logDensityGradient(position, gradient);
  evaluations = 1.0;
  limit = most;
  accuracy = tolerance;
  damping = 1e-3;
  growth = 2.0;
  isStale = true;
  isCentral = isPrecise;
  standing = isFiniteAt(value, gradient) ? goesOn : notFinite;
}

/** Makes at most so many steps; returns how the search stands. */
export function search(steps: i32): i32 {
  for (let i = 0; i < steps && standing === goesOn; i++) standing = advance();
  return standing;
}

/** Takes the mode that was found among those that are known. */
export function remember(): void {
  const entry = known + <usize>knownCount * (vectorBytes + squareBytes());
  memory.copy(entry, position, vectorBytes);
  memory.copy(entry + vectorBytes, curvature, squareBytes());
  knownCount++;
}

/** Whether the position is well within the normal approximation at a mode that is known. */
export function isKnown(): bool {
  for (let k = 0; k < knownCount; k++) {
    const entry = known + <usize>k * (vectorBytes + squareBytes());
    for (let i = 0; i < dimension; i++) put(point, i, at(position, i) - at(entry, i));
    if (quadratic(point, entry + vectorBytes) < 0.1 * <f64>dimension) return true;
  }
  return false;
}

/** Log of the mass of the normal approximation at the mode that was found, up to a constant. */
export function logMass(): f64 {
  let sum = value;
  if (factorise(factor, covariance)) {
    for (let i = 0; i < dimension; i++) sum += log(at(factor, i * dimension + i));
  }
  return sum;
}

/** One step, or the finding that none is needed, or none leads on. */
function advance(): i32 {
  if (isStale) renewCurvature();
  if (factorise(factor, curvature) && decrement() < accuracy) {
    if (isCentral) return ended();
    // The last curvature is the approximation's: by central differences.
    isCentral = true;
    isStale = true;
    return goesOn;
  }
  if (evaluations >= limit) return outOfEvaluations;
  if (!makeStep()) {
    damping *= 4.0;
    return damping < 1e30 ? goesOn : noCurvature;
  }
  for (let i = 0; i < dimension; i++) put(next, i, at(position, i) + at(step, i));
  const nextValue = logDensityGradient(next, nextGradient);
  evaluations += 1.0;
  const gain = nextValue - value;
  const predicted = inner(step, gradient) - quadratic(step, curvature) / 2.0;
  // Where rounding hides the gain, a smaller gradient decides.
  const isRounded = abs<f64>(predicted) < 1e-13 * abs<f64>(value);
  const isBetter =
    isFiniteAt(nextValue, nextGradient) && (isRounded ? isSmaller(nextGradient, gradient) : gain > 0.0);
  if (!isBetter) return refuse(isRounded);
  const cube = isRounded ? 1.0 : (2.0 * gain) / predicted - 1.0;
  damping *= max<f64>(1.0 / 9.0, 1.0 - cube * cube * cube);
  damping = max<f64>(damping, 1e-15);
  growth = 2.0;
  takeNext(nextValue);
  for (let i = 0; i < dimension; i++) if (abs<f64>(at(position, i)) > farAway) return atInfinity;
  return isKnown() ? foundKnown : goesOn;
}

/** What Newton's step would raise the log density by. */
function decrement(): f64 {
  memory.copy(step, gradient, vectorBytes);
  solve(factor, step);
  return inner(gradient, step) / 2.0;
}

function ended(): i32 {
  if (!(leastPivot(factor, curvature) > flat)) return ridge;
  invert(covariance, factor);
  return foundMode;
}

function refuse(isRounded: bool): i32 {
  // As near as rounding allows.
  if (isRounded) accuracy = Infinity;
  damping *= growth;
  growth *= 2.0;
  if (damping < 1e30) return goesOn;
  // At rest where the curvature is not positive definite.
  return isRounded ? ridge : notSmooth;
}

function takeNext(nextValue: f64): void {
  const spare = position;
  position = next;
  next = spare;
  const spareGradient = gradient;
  gradient = nextGradient;
  nextGradient = spareGradient;
  value = nextValue;
  isStale = true;
}

function isFiniteAt(logDensity: f64, slopes: usize): bool {
  if (!(abs<f64>(logDensity) < Infinity)) return false;
  for (let i = 0; i < dimension; i++) if (!(abs<f64>(at(slopes, i)) < Infinity)) return false;
  return true;
}

/** A small share of the width the curvature tells along a coordinate, or of the position where it tells none. */
function differenceStep(i: i32): f64 {
  const bend = abs<f64>(at(curvature, i * dimension + i));
  const width = bend > 0.0 ? 1e-3 * min<f64>(1.0 / sqrt<f64>(bend), 1.0) : 1e-7;
  // Never so small that x + step rounds away.
  return max<f64>(max<f64>(width, 1e-7 * abs<f64>(at(position, i))), 1e-13);
}

/** Minus the second derivatives: differences of the gradient, forward or central, made symmetric. */
function renewCurvature(): void {
  memory.copy(point, position, vectorBytes);
  for (let i = 0; i < dimension; i++) {
    const x = at(position, i);
    const width = differenceStep(i);
    put(point, i, x + width);
    const upper = at(point, i);
    logDensityGradient(point, above);
    let lower = x;
    let slopes = gradient;
    if (isCentral) {
      put(point, i, x - width);
      lower = at(point, i);
      logDensityGradient(point, below);
      slopes = below;
    }
    put(point, i, x);
    const row = i * dimension;
    for (let j = 0; j < dimension; j++) {
      put(curvature, row + j, (at(slopes, j) - at(above, j)) / (upper - lower));
    }
  }
  symmetrise(curvature);
  for (let i = 0; i < dimension; i++) {
    // Largest seen so far (Moré 1978), so that damping does not forget a steep region.
    put(scale, i, max<f64>(at(scale, i), abs<f64>(at(curvature, i * dimension + i))));
  }
  evaluations += <f64>(isCentral ? 2 * dimension : dimension);
  isStale = false;
}

/** The step that solves (curvature + damping × scale) step = gradient; false where that is not positive definite. */
function makeStep(): bool {
  memory.copy(factor, curvature, squareBytes());
  for (let i = 0; i < dimension; i++) {
    const diagonal = i * dimension + i;
    put(factor, diagonal, at(factor, diagonal) + damping * max<f64>(at(scale, i), 1e-20));
  }
  if (!factorise(factor, factor)) return false;
  memory.copy(step, gradient, vectorBytes);
  solve(factor, step);
  return true;
}

/** Whether the first gradient is shorter, each entry measured by its curvature. */
function isSmaller(a: usize, b: usize): bool {
  let first = 0.0;
  let second = 0.0;
  for (let i = 0; i < dimension; i++) {
    const weight = 1.0 / max<f64>(at(scale, i), 1e-300);
    first += at(a, i) * at(a, i) * weight;
    second += at(b, i) * at(b, i) * weight;
  }
  return first < second;
}
