// A chain of NUTS: its start, its warm-up, and blocks of draws; and the independence sampler's. The host gives the memory and steers between blocks.
import { configureDualAveraging } from './dualAveraging';
import {
  choose,
  configureIndependence,
  independentState,
  propose,
  proposedRatio,
  scatter,
  startAt,
  startIndependence,
} from './independence';
import { isJumping, jump, setJumping } from './jump';
import {
  acceptDirections,
  acceptMetric,
  configureMetric,
  directionAddress,
  directionCount,
  inverseMetric,
  isRotated,
  stretchAddress,
} from './metric';
import { centre, climb, configurePhase, evaluations, logDensityOf, positionOf, pull } from './phase';
import { seedRandom } from './random';
import * as search from './search';
import {
  acceptanceRate,
  configureTrajectory,
  currentEnergy,
  currentPosition,
  currentState,
  isDivergent,
  leapfrogs,
  renewState,
  setStepSize,
  stepSize,
  transition,
  treeDepth,
  turnAround,
} from './trajectory';
import { dimension, startVectors, vectorsEnd } from './vectors';
import { beginStepSize, configureWarmup, startRecord, warm } from './warmup';

export { completeDraws } from './completion';
export { averagedStepSize } from './dualAveraging';
export { normal } from './normal';
export { uniform } from './random';
export { momentsAlong, timesMoments } from './rows';
export { isKnown as isKnownMode, logMass, remember as rememberMode, search, searchBytes } from './search';
export { recordTape } from './tape';
export { beginGradients, beginKnownStepSize, beginStepSize, beginWindows } from './warmup';

const startTries = 100;
let depthLimit: i32 = 10;

/** Upper bound of the bytes that `configure` lays from its base. */
export function stateBytes(length: i32, dense: bool, directionLimit: i32): usize {
  const vectors: usize = 118 + <usize>directionLimit + (dense ? 5 * <usize>length : 0);
  return vectors * ((<usize>(length + 2)) << 3) + ((<usize>directionLimit) << 5) + 1024;
}

/** Lays the chain's working memory from `base`; returns the address after it. */
export function configure(
  base: usize,
  length: i32,
  dense: bool,
  directionLimit: i32,
  maxTreeDepth: i32,
  targetAccept: f64,
): usize {
  startVectors(base, length);
  configureMetric(dense, directionLimit);
  configureWarmup();
  configurePhase();
  configureIndependence();
  configureTrajectory(maxTreeDepth);
  configureDualAveraging(targetAccept);
  depthLimit = maxTreeDepth;
  setStepSize(1.0);
  setJumping(false);
  return vectorsEnd();
}

/** Lays the working memory of searches for `mostKnown` modes after that of the chain. */
export function configureSearch(mostKnown: i32): void {
  search.configureSearch(mostKnown);
}

/** Begins a search for the mode at the position the host has written. */
export function beginSearch(tolerance: f64, limit: f64, isPrecise: bool): void {
  search.startSearch(currentPosition(), tolerance, limit, isPrecise);
}

/** Where a search stands, and the log density there; and the inverse of minus its second derivatives, where it found a mode. */
export function searchPosition(): usize {
  return search.position;
}

export function searchValue(): f64 {
  return search.value;
}

export function searchCovariance(): usize {
  return search.covariance;
}

/** Density evaluations of the search. */
export function searchEvaluations(): f64 {
  return search.evaluations;
}

/** Starts the random stream of a chain. */
export function seed(low: u32, high: u32, stream: u32, purpose: u32): void {
  seedRandom(low, high, stream, purpose);
}

/** Where the host reads or writes the chain's position. */
export function position(): usize {
  return currentPosition();
}

export function inverseMetricAddress(): usize {
  return inverseMetric;
}

/** Takes the inverse metric the host has written; false where it is not positive definite. */
export function useMetric(): bool {
  return acceptMetric();
}

/** Whether the metric has correlations; if not, only its diagonal counts. */
export function hasCorrelations(): bool {
  return isRotated;
}

/** Where the host writes the stretches of a diagonal metric, and the directions they are along, padded to pairs of numbers. */
export { directionAddress, stretchAddress };

/** Takes so many directions, and the diagonal, as the host has written them; false where they are not positive and finite. */
export function useDirections(count: i32): bool {
  return acceptDirections(count);
}

export function directionsInUse(): i32 {
  return directionCount;
}

/** Brings the chain to a metric that was renewed, and learns the step size from here; false when there is none. */
export function renew(length: i32): bool {
  return renewState() && beginStepSize(length);
}

/** From now on the warm-up writes each transition's position and gradient, two padded vectors, to `place` and behind it. */
export function recordAt(place: usize): void {
  startRecord(place);
}

export function useStepSize(value: f64): void {
  setStepSize(value);
}

export function currentStepSize(): f64 {
  return stepSize;
}

export function evaluationCount(): f64 {
  return evaluations;
}

/** Solves the normal part around the position the host has written exactly; the metric must be its covariance. */
export function solveNormalPartHere(): void {
  turnAround(currentPosition());
}

/** Moves the position the host has written a Newton step towards the mode; false where that leads nowhere. */
export function climbHere(): bool {
  return climb(currentState());
}

export function solvesNormalPart(): bool {
  return pull > 0.0;
}

export function centreAddress(): usize {
  return centre;
}

/** Follows each trajectory of the draws by a jump around the position the host has written. */
export function jumpAround(): void {
  startIndependence(currentPosition());
  setJumping(true);
}

/** Starts at the position the host has written; false where log density or gradient is not finite there. */
export function startHere(): bool {
  return renewState();
}

/** Starts at a draw around the position the host has written, `spread` times as wide as the metric; false where none will do. */
export function startAround(spread: f64): bool {
  startIndependence(currentPosition());
  return scatter(spread);
}

/** Starts within `spread` of the position the host has written, in every coordinate; false where a hundred tries find no finite point. */
export function startNear(spread: f64): bool {
  startIndependence(currentPosition());
  for (let turn = 0; turn < startTries; turn++) {
    if (startAt(spread)) return true;
  }
  return false;
}

/** Runs `count` transitions of the warm-up; false when a new metric leaves no step size. */
export function warmup(count: i32): bool {
  return warm(count, depthLimit);
}

/**
 * Runs `count` transitions; writes positions (count × dimension) and, each in a column of its own `stride` bytes after
 * the last, seven statistics: log density, energy, tree depth, steps, acceptance rate, divergence, step size.
 * Returns the number of divergences.
 */
export function sample(count: i32, draws: usize, statistics: usize, stride: usize): i32 {
  const bytes = (<usize>dimension) << 3;
  let divergences = 0;
  for (let i = 0; i < count; i++) {
    transition(depthLimit);
    if (isJumping) jump();
    const place = currentPosition();
    for (let o: usize = 0; o < bytes; o += 8) store<f64>(draws + o, load<f64>(place + o));
    draws += bytes;
    let column = statistics + ((<usize>i) << 3);
    store<f64>(column, logDensityOf(currentState()));
    column += stride;
    store<f64>(column, currentEnergy());
    column += stride;
    store<f64>(column, <f64>treeDepth);
    column += stride;
    store<f64>(column, <f64>leapfrogs);
    column += stride;
    store<f64>(column, acceptanceRate);
    column += stride;
    store<f64>(column, isDivergent ? 1.0 : 0.0);
    column += stride;
    store<f64>(column, stepSize);
    if (isDivergent) divergences++;
  }
  return divergences;
}

/** Centres the independence sampler at the position the host has written; its scale is the metric. */
export function beginIndependence(): void {
  startIndependence(currentPosition());
}

/**
 * Draws `count` independent proposals; writes positions as `sample` does, and in the first and third column of statistics the log
 * density and the log ratio of target and proposal density.
 */
export function drawIndependently(count: i32, draws: usize, statistics: usize, stride: usize): void {
  const bytes = (<usize>dimension) << 3;
  for (let i = 0; i < count; i++) {
    propose();
    const here = independentState();
    const place = positionOf(here);
    for (let o: usize = 0; o < bytes; o += 8) store<f64>(draws + o, load<f64>(place + o));
    draws += bytes;
    const column = statistics + ((<usize>i) << 3);
    store<f64>(column, logDensityOf(here));
    store<f64>(column + 2 * stride, proposedRatio);
  }
}

/** Bytes that `resample` works in. */
export function resamplingBytes(count: i32): usize {
  return ((<usize>count) << 3) * (<usize>dimension + 2);
}

/**
 * Resamples `count` proposals by their weights: positions and log densities are then those of the draws, and the second column of
 * statistics tells whether a draw is the first of its proposal; the third stays that of the proposals.
 * @param scratch room for `resamplingBytes`.
 * @returns how many copies there are of the draw of which there are most; 0 where no proposal is possible.
 */
export function resample(count: i32, draws: usize, statistics: usize, stride: usize, scratch: usize): i32 {
  const bytes = (<usize>dimension) << 3;
  const places = scratch;
  const positions = places + ((<usize>count) << 3);
  const densities = positions + <usize>count * bytes;
  const most = choose(statistics + 2 * stride, count, places, densities);
  if (most === 0) return 0;
  memory.copy(positions, draws, <usize>count * bytes);
  memory.copy(densities, statistics, (<usize>count) << 3);
  let before = -1;
  for (let i = 0; i < count; i++) {
    const place = load<i32>(places + ((<usize>i) << 2));
    const from = positions + <usize>place * bytes;
    for (let o: usize = 0; o < bytes; o += 8) store<f64>(draws + o, load<f64>(from + o));
    draws += bytes;
    const column = statistics + ((<usize>i) << 3);
    store<f64>(column, load<f64>(densities + ((<usize>place) << 3)));
    store<f64>(column + stride, place === before ? 0.0 : 1.0);
    before = place;
  }
  return most;
}
