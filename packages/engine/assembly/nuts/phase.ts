// Points of phase space and the leapfrog step between them.
// A state is a position q with its log density, energy and whitened gradient; its momentum is kept apart, in a vector.
import { logDensity, logDensityGradient } from './kernel';
import { drift, isRotated, scale, whiten } from './metric';
import { dimension, reserve, total, vectorBytes } from './vectors';

const header: usize = 16;
/** States that exist at once: both ends of the trajectory, the sample, the subtree's proposal, and the one being made. */
const stateCount = 5;

let states: usize = 0;
let stateBytes: usize = 0;
let gradient: usize = 0;

/** Density evaluations since the chain was configured. */
export let evaluations: f64 = 0;

export function configurePhase(): void {
  stateBytes = header + 2 * vectorBytes;
  states = reserve(<usize>stateCount * stateBytes);
  // A kernel's last pair of lanes may pass the gradient's end.
  gradient = reserve(vectorBytes + 16);
  evaluations = 0;
}

export function state(index: i32): usize {
  return states + <usize>index * stateBytes;
}

export function logDensityOf(at: usize): f64 {
  return load<f64>(at);
}

export function energyOf(at: usize): f64 {
  return load<f64>(at, 8);
}

export function setEnergy(at: usize, energy: f64): void {
  store<f64>(at, energy, 8);
}

export function positionOf(at: usize): usize {
  return at + header;
}

/** Evaluates the target at a state's position. */
function evaluate(at: usize): f64 {
  const logDensity = logDensityGradient(at + header, gradient);
  evaluations += 1.0;
  store<f64>(at, logDensity);
  // Whatever a kernel leaves in the padding must not enter sums.
  if (dimension & 1) store<f64>(gradient + ((<usize>dimension) << 3), 0.0);
  return logDensity;
}

/** Evaluates a state whose position was written; false where log density or gradient is not finite. */
export function settle(at: usize): bool {
  let allFinite = abs<f64>(evaluate(at)) < Infinity;
  const whitened = at + header + vectorBytes;
  for (let o: usize = 0; o < vectorBytes; o += 8) {
    const slope = load<f64>(gradient + o);
    if (!(abs<f64>(slope) < Infinity)) allFinite = false;
    if (!isRotated) store<f64>(whitened + o, slope * load<f64>(scale + o));
  }
  if (isRotated) whiten(whitened, gradient);
  return allFinite;
}

/** Evaluates the log density alone at a state whose position was written; false where it is not finite. */
export function settleDensity(at: usize): bool {
  const value = logDensity(at + header, gradient);
  evaluations += 1.0;
  store<f64>(at, value);
  return abs<f64>(value) < Infinity;
}

/** The gradient at a state, from its whitened form; for a metric without correlations. Valid until the next evaluation. */
export function slopesOf(at: usize): usize {
  const whitened = at + header + vectorBytes;
  for (let o: usize = 0; o < vectorBytes; o += 8) {
    const size = load<f64>(scale + o);
    store<f64>(gradient + o, size > 0.0 ? load<f64>(whitened + o) / size : 0.0);
  }
  return gradient;
}

/** Whitens a state's gradient, as `slopesOf` gave it, by a new metric without correlations. */
export function whitenSlopes(at: usize): void {
  const whitened = at + header + vectorBytes;
  for (let o: usize = 0; o < vectorBytes; o += 8) {
    store<f64>(whitened + o, load<f64>(gradient + o) * load<f64>(scale + o));
  }
}

/** Half a squared length. */
export function kineticEnergy(momentum: usize): f64 {
  let lanes = f64x2.splat(0.0);
  const bytes = vectorBytes;
  for (let o: usize = 0; o < bytes; o += 16) {
    const p = v128.load(momentum + o);
    lanes = f64x2.add(lanes, f64x2.mul(p, p));
  }
  return 0.5 * total(lanes);
}

/** One leapfrog step into another state and momentum; returns the energy there, which may be NaN. */
export function leapfrog(from: usize, to: usize, fromMomentum: usize, toMomentum: usize, epsilon: f64): f64 {
  const bytes = vectorBytes;
  const half = f64x2.splat(0.5 * epsilon);
  const fromGradient = from + header + bytes;
  const toGradient = to + header + bytes;
  const fromPosition = from + header;
  const toPosition = to + header;
  if (isRotated) {
    for (let o: usize = 0; o < bytes; o += 16) {
      const p = f64x2.add(v128.load(fromMomentum + o), f64x2.mul(half, v128.load(fromGradient + o)));
      v128.store(toMomentum + o, p);
    }
    drift(toPosition, fromPosition, toMomentum, epsilon);
  } else {
    const full = f64x2.splat(epsilon);
    const scales = scale;
    for (let o: usize = 0; o < bytes; o += 16) {
      const p = f64x2.add(v128.load(fromMomentum + o), f64x2.mul(half, v128.load(fromGradient + o)));
      v128.store(toMomentum + o, p);
      const step = f64x2.mul(full, v128.load(scales + o));
      v128.store(toPosition + o, f64x2.add(v128.load(fromPosition + o), f64x2.mul(step, p)));
    }
  }
  const logDensity = evaluate(to);
  const slopes = gradient;
  let lanes = f64x2.splat(0.0);
  if (isRotated) {
    whiten(toGradient, slopes);
    for (let o: usize = 0; o < bytes; o += 16) {
      const p = f64x2.add(v128.load(toMomentum + o), f64x2.mul(half, v128.load(toGradient + o)));
      v128.store(toMomentum + o, p);
      lanes = f64x2.add(lanes, f64x2.mul(p, p));
    }
  } else {
    const scales = scale;
    for (let o: usize = 0; o < bytes; o += 16) {
      const slope = f64x2.mul(v128.load(slopes + o), v128.load(scales + o));
      v128.store(toGradient + o, slope);
      const p = f64x2.add(v128.load(toMomentum + o), f64x2.mul(half, slope));
      v128.store(toMomentum + o, p);
      lanes = f64x2.add(lanes, f64x2.mul(p, p));
    }
  }
  const energy = 0.5 * total(lanes) - logDensity;
  setEnergy(to, energy);
  return energy;
}
