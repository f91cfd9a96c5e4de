// Step size by dual averaging (Hoffman & Gelman 2014, §3.2): gamma 0.05, t0 10, kappa 0.75.
import { exp, log } from './math';

const gamma = 0.05;
const t0 = 10.0;

let target: f64 = 0.8;
let mu: f64 = 0;
let steps: f64 = 0;
let errorMean: f64 = 0;
let logAverage: f64 = 0;
let largest: f64 = Infinity;

export function configureDualAveraging(targetAccept: f64): void {
  target = targetAccept;
  largest = Infinity;
}

/** Suggests no step size above this from now on. */
export function limitStepSize(logLimit: f64): void {
  largest = logLimit;
}

/** Tries steps larger than the first guess, which costs little if they are too large. */
export function restartDualAveraging(stepSize: f64): void {
  resumeDualAveraging(10.0 * stepSize);
}

/** Stays near a step size that is known to be about right. */
export function resumeDualAveraging(stepSize: f64): void {
  mu = min<f64>(log(stepSize), largest);
  steps = 0;
  errorMean = 0;
  logAverage = 0;
}

/** The step size to try next, after a transition with this acceptance rate. */
export function learnStepSize(acceptanceRate: f64): f64 {
  steps += 1.0;
  const eta = 1.0 / (steps + t0);
  errorMean = (1.0 - eta) * errorMean + eta * (target - acceptanceRate);
  const root = sqrt<f64>(steps);
  const logStep = min<f64>(mu - (errorMean * root) / gamma, largest);
  const weight = 1.0 / (root * sqrt<f64>(root)); // steps^-kappa, kappa = 0.75
  logAverage = (1.0 - weight) * logAverage + weight * logStep;
  return exp(logStep);
}

export function averagedStepSize(): f64 {
  return exp(logAverage);
}
