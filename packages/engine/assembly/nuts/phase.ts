// Points of phase space and the integrator's step between them.
// A state is a position q with its log density and energy, its whitened coordinates z (q = centre + L z) and the force on
// them; its momentum is kept apart, in a vector.
//
// The step is the leapfrog, or, where the target is near normal around the centre, the splitting of Shahbaba, Lan, Johnson &
// Neal (2014, "Split Hamiltonian Monte Carlo", §3): H = [|p|² + |z|²]/2 + [−log density − |z|²/2], of which the first part is a
// rotation, solved exactly, and only what is left is a kick. Both are one linear map of (z, p) between two half kicks.
import { logDensity, logDensityGradient } from './kernel';
import { cos, sin } from './math';
import { place, unplace, unwhiten, whiten } from './metric';
import { dimension, reserve, total, vectorBytes } from './vectors';

const header: usize = 16;
/** States that exist at once: both ends of the trajectory, the sample, the subtree's proposal, and the one being made. */
const stateCount = 5;

let states: usize = 0;
let stateBytes: usize = 0;
let gradient: usize = 0;
/** The origin of the whitened coordinates. */
export let centre: usize = 0;
/** 1 where the normal part is solved exactly, 0 for the leapfrog. */
export let pull: f64 = 0;
/** The linear map of a step: z' = keep z + gain p, p' = keep p − loss z; and half the time of a kick. */
let keep: f64 = 1;
let gain: f64 = 0;
let loss: f64 = 0;
let halfKick: f64 = 0;

/** Density evaluations since the chain was configured. */
export let evaluations: f64 = 0;

export function configurePhase(): void {
  stateBytes = header + 3 * vectorBytes;
  states = reserve(<usize>stateCount * stateBytes);
  // A kernel's last pair of lanes may pass the gradient's end.
  gradient = reserve(vectorBytes + 16);
  centre = reserve(vectorBytes);
  pull = 0;
  evaluations = 0;
}

/** Solves the target's normal part around a position exactly from now on; the step and the states must be set anew. */
export function solveNormalPart(around: usize): void {
  memory.copy(centre, around, vectorBytes);
  pull = 1.0;
}

/** Moves a position by Newton's step towards the mode, with the metric for the curvature; false where that leads nowhere. */
export function climb(at: usize): bool {
  const position = positionOf(at);
  memory.copy(centre, position, vectorBytes);
  if (!(abs<f64>(evaluate(at)) < Infinity)) return false;
  whiten(forceOf(at), gradient);
  place(position, centre, forceOf(at));
  return allFinite(position);
}

/** Measures whitened coordinates from a state, where the centre does not matter: near it, rounding is least. */
export function recentre(at: usize): void {
  if (pull > 0.0) return;
  slopesOf(at);
  memory.copy(centre, positionOf(at), vectorBytes);
  renewWhitened(at);
}

/** Sets the step: its time, which is an angle where the normal part is solved. */
export function setStep(epsilon: f64): void {
  halfKick = 0.5 * epsilon;
  if (pull > 0.0) {
    keep = cos(epsilon);
    gain = sin(epsilon);
    loss = gain;
  } else {
    keep = 1.0;
    gain = epsilon;
    loss = 0.0;
  }
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

function whitenedOf(at: usize): usize {
  return at + header + vectorBytes;
}

/** Minus the slope of what is not solved exactly, in whitened coordinates. */
function forceOf(at: usize): usize {
  return at + header + 2 * vectorBytes;
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

function allFinite(vector: usize): bool {
  for (let o: usize = 0; o < vectorBytes; o += 8) {
    if (!(abs<f64>(load<f64>(vector + o)) < Infinity)) return false;
  }
  return true;
}

/** Evaluates a state whose position was written; false where log density or gradient is not finite. */
export function settle(at: usize): bool {
  const isSettled = abs<f64>(evaluate(at)) < Infinity && allFinite(gradient);
  renewWhitened(at);
  return isSettled;
}

/** Evaluates the log density alone at a state whose position was written; false where it is not finite. */
export function settleDensity(at: usize): bool {
  const value = logDensity(at + header, gradient);
  evaluations += 1.0;
  store<f64>(at, value);
  return abs<f64>(value) < Infinity;
}

/** The force at a state, from the gradient just evaluated there and the whitened coordinates. */
function setForce(at: usize): void {
  const force = forceOf(at);
  const z = whitenedOf(at);
  const bytes = vectorBytes;
  const pulls = f64x2.splat(pull);
  whiten(force, gradient);
  for (let o: usize = 0; o < bytes; o += 16) {
    v128.store(force + o, f64x2.add(v128.load(force + o), f64x2.mul(pulls, v128.load(z + o))));
  }
}

/** The gradient at a state. Valid until the next evaluation. */
export function slopesOf(at: usize): usize {
  const force = forceOf(at);
  const z = whitenedOf(at);
  for (let o: usize = 0; o < vectorBytes; o += 8) {
    store<f64>(gradient + o, load<f64>(force + o) - pull * load<f64>(z + o));
  }
  unwhiten(gradient);
  return gradient;
}

/** Whitens a state by the metric as it is now, with its gradient as it was evaluated or as `slopesOf` gave it. */
export function renewWhitened(at: usize): void {
  unplace(whitenedOf(at), positionOf(at), centre);
  setForce(at);
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

/** One step forward or backward in time into another state and momentum; returns the energy there, which may be NaN. */
export function leapfrog(
  from: usize,
  to: usize,
  fromMomentum: usize,
  toMomentum: usize,
  isForward: bool,
): f64 {
  const bytes = vectorBytes;
  const sign = isForward ? 1.0 : -1.0;
  const half = f64x2.splat(sign * halfKick);
  const keeps = f64x2.splat(keep);
  const gains = f64x2.splat(sign * gain);
  const losses = f64x2.splat(sign * loss);
  const fromForce = forceOf(from);
  const toForce = forceOf(to);
  const fromWhitened = whitenedOf(from);
  const toWhitened = whitenedOf(to);
  for (let o: usize = 0; o < bytes; o += 16) {
    const p = f64x2.add(v128.load(fromMomentum + o), f64x2.mul(half, v128.load(fromForce + o)));
    const z = v128.load(fromWhitened + o);
    v128.store(toWhitened + o, f64x2.add(f64x2.mul(keeps, z), f64x2.mul(gains, p)));
    v128.store(toMomentum + o, f64x2.sub(f64x2.mul(keeps, p), f64x2.mul(losses, z)));
  }
  place(positionOf(to), centre, toWhitened);
  const logDensity = evaluate(to);
  setForce(to);
  let lanes = f64x2.splat(0.0);
  for (let o: usize = 0; o < bytes; o += 16) {
    const p = f64x2.add(v128.load(toMomentum + o), f64x2.mul(half, v128.load(toForce + o)));
    v128.store(toMomentum + o, p);
    lanes = f64x2.add(lanes, f64x2.mul(p, p));
  }
  const energy = 0.5 * total(lanes) - logDensity;
  setEnergy(to, energy);
  return energy;
}
