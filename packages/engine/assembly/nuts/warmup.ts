// The three ways to warm a chain up: windows that learn a covariance (Stan's), a metric learned from draws and gradients,
// and, where the metric is known, the step size alone.
import { addToCovariance, adoptCovariance, configureCovariance, restartCovariance } from './covariance';
import { averagedStepSize, learnStepSize, restartDualAveraging, resumeDualAveraging } from './dualAveraging';
import { configureGradientMetric, learnMetric, startGradientMetric } from './gradientMetric';
import { isRotated, leastUnexplained, straighten } from './metric';
import { recentre, renewWhitened, slopesOf } from './phase';
import {
  acceptanceRate,
  currentPosition,
  currentState,
  findStepSize,
  isDivergent,
  renewState,
  setStepSize,
  stepSize,
  transition,
} from './trajectory';
import { vectorBytes } from './vectors';
import { advance, isInWindow, isWindowEnd, startWindows } from './windows';

enum Way {
  windows,
  gradients,
  stepSize,
}

/** Correlations are kept where they explain at least this share of some variance. */
const worthwhile = 0.5;

let way: Way = Way.windows;
let length: i32 = 0;
let step: i32 = 0;
/** Where the next transition is recorded; nowhere where zero. */
let record: usize = 0;

export function configureWarmup(): void {
  configureCovariance();
  configureGradientMetric();
  record = 0;
}

function begin(chosen: Way, transitions: i32): bool {
  way = chosen;
  length = transitions;
  step = 0;
  recentre(currentState());
  if (!findStepSize()) return false;
  restartDualAveraging(stepSize);
  return true;
}

/** Prepares a warm-up of so many transitions in windows; false when no step size is found. */
export function beginWindows(transitions: i32): bool {
  startWindows(transitions);
  restartCovariance();
  return begin(Way.windows, transitions);
}

/** Prepares a warm-up that learns the metric from draws and gradients; until then it is the one set, or the gradient's. */
export function beginGradients(transitions: i32, isSet: bool): bool {
  restartCovariance();
  if (isSet) {
    straighten();
    renewState();
  }
  startGradientMetric(slopesOf(currentState()), isSet);
  renewWhitened(currentState());
  return begin(Way.gradients, transitions);
}

/** Prepares a warm-up that keeps the metric and learns the step size. */
export function beginStepSize(transitions: i32): bool {
  return begin(Way.stepSize, transitions);
}

/** Prepares a warm-up that keeps the metric and corrects the step size that is set, which is about right. */
export function beginKnownStepSize(transitions: i32): void {
  way = Way.stepSize;
  length = transitions;
  step = 0;
  resumeDualAveraging(stepSize);
}

export function startRecord(place: usize): void {
  record = place;
}

function writeRecord(): void {
  memory.copy(record, currentPosition(), vectorBytes);
  memory.copy(record + vectorBytes, slopesOf(currentState()), vectorBytes);
  record += 2 * vectorBytes;
}

/** Runs `count` transitions of the warm-up; false when a new metric leaves no step size. */
export function warm(count: i32, maxTreeDepth: i32): bool {
  for (let i = 0; i < count; i++) {
    transition(maxTreeDepth);
    if (record !== 0) writeRecord();
    setStepSize(learnStepSize(acceptanceRate));
    if (way === Way.windows && !learnInWindows()) return false;
    if (way === Way.gradients && !learnFromGradients()) return false;
    step++;
    if (step >= length) setStepSize(averagedStepSize());
  }
  return true;
}

function learnInWindows(): bool {
  if (isInWindow()) addToCovariance(currentPosition());
  if (isWindowEnd()) {
    adoptCovariance();
    restartCovariance();
    if (!restart()) return false;
  }
  advance();
  return true;
}

/** The metric follows draws and gradients for four fifths of the warm-up; the rest is for the step size. */
function learnFromGradients(): bool {
  const end = (4 * length) / 5;
  if (step < end && !isDivergent) {
    const here = currentState();
    learnMetric(currentPosition(), slopesOf(here), 10 * step < 3 * length);
    renewWhitened(here);
    if (5 * step >= 2 * length) addToCovariance(currentPosition());
  }
  if (step + 1 !== end) return true;
  adoptCorrelations();
  return restart();
}

/** Takes the covariance of the later draws where correlations matter, else keeps the diagonal. */
function adoptCorrelations(): void {
  adoptCovariance();
  if (isRotated && leastUnexplained() > worthwhile) straighten();
}

function restart(): bool {
  renewState();
  if (!findStepSize()) return false;
  restartDualAveraging(stepSize);
  return true;
}
