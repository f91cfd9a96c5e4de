// A chain: start, warm-up in windows (Stan Reference Manual, "HMC algorithm parameters"), blocks of draws.
import {
  averagedStepSize,
  configureDualAveraging,
  learnStepSize,
  restartDualAveraging,
} from './dualAveraging';
import {
  acceptMetric,
  addToEstimate,
  adoptEstimate,
  configureMetric,
  inverseMetric,
  restartEstimate,
} from './metric';
import { seedRandom, uniform } from './random';
import {
  acceptanceRate,
  configureTrajectory,
  energy,
  evaluateState,
  evaluations,
  findStepSize,
  isDivergent,
  leapfrogs,
  setStepSize,
  state,
  stepSize,
  transition,
  treeDepth,
} from './trajectory';
import { dimension, put, startVectors, vectorsEnd } from './vectors';

const startTries = 100;

let depthLimit: i32 = 10;
let tune: i32 = 0;
let step: i32 = 0;
let initBuffer: i32 = 0;
let termBuffer: i32 = 0;
let windowEnd: i32 = 0;
let windowSize: i32 = 0;

/** Lays the chain's working memory from `base`; returns the address after it. */
export function configure(
  base: usize,
  length: i32,
  dense: bool,
  maxTreeDepth: i32,
  targetAccept: f64,
): usize {
  startVectors(base, length);
  configureMetric(dense);
  configureTrajectory(maxTreeDepth);
  configureDualAveraging(targetAccept);
  depthLimit = maxTreeDepth;
  return vectorsEnd();
}

export function seed(low: u32, high: u32, chain: u32): void {
  seedRandom(low, high, chain, 0);
}

export function position(): usize {
  return state.q;
}

export function inverseMetricAddress(): usize {
  return inverseMetric;
}

/** Takes the inverse metric the host has written. */
export function useMetric(): bool {
  return acceptMetric();
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

/** Starts at the position the host has written; false where the density is not finite there. */
export function startHere(): bool {
  return evaluateState();
}

/** Starts at a point of U(−2, 2)ᵈ with a finite density, within a hundred tries. */
export function startAnywhere(): bool {
  for (let turn = 0; turn < startTries; turn++) {
    for (let i = 0; i < dimension; i++) put(state.q, i, 4.0 * uniform() - 2.0);
    if (evaluateState()) return true;
  }
  return false;
}

/** Prepares a warm-up of `length` transitions. */
export function beginWarmup(length: i32): void {
  tune = length;
  step = 0;
  if (length < 20) {
    initBuffer = length;
    termBuffer = 0;
    windowSize = 0;
  } else if (length < 150) {
    initBuffer = <i32>(0.15 * <f64>length);
    termBuffer = <i32>(0.1 * <f64>length);
    windowSize = length - initBuffer - termBuffer;
  } else {
    initBuffer = 75;
    termBuffer = 50;
    windowSize = 25;
  }
  windowEnd = initBuffer + windowSize;
  restartEstimate();
  findStepSize();
  restartDualAveraging(stepSize);
}

/** Runs `count` transitions of the warm-up. */
export function warmup(count: i32): void {
  for (let i = 0; i < count; i++) {
    transition(depthLimit);
    setStepSize(learnStepSize(acceptanceRate));
    if (step >= initBuffer && step < tune - termBuffer && windowSize > 0) {
      addToEstimate(state.q);
      if (step + 1 == windowEnd) closeWindow();
    }
    step++;
    if (step == tune) setStepSize(averagedStepSize());
  }
}

function closeWindow(): void {
  adoptEstimate();
  restartEstimate();
  findStepSize();
  restartDualAveraging(stepSize);
  const last = tune - termBuffer;
  windowSize *= 2;
  const end = windowEnd + windowSize;
  // A window that the next one could not follow takes the rest.
  windowEnd = end + 2 * windowSize > last ? last : end;
}

/** Runs `count` transitions; writes positions (count × dimension) and seven statistics a draw (count × 7). */
export function sample(count: i32, draws: usize, statistics: usize): void {
  const bytes = (<usize>dimension) << 3;
  for (let i = 0; i < count; i++) {
    transition(depthLimit);
    memory.copy(draws, state.q, bytes);
    draws += bytes;
    store<f64>(statistics, state.logDensity);
    store<f64>(statistics, energy, 8);
    store<f64>(statistics, <f64>treeDepth, 16);
    store<f64>(statistics, <f64>leapfrogs, 24);
    store<f64>(statistics, acceptanceRate, 32);
    store<f64>(statistics, isDivergent ? 1.0 : 0.0, 40);
    store<f64>(statistics, stepSize, 48);
    statistics += 56;
  }
}
