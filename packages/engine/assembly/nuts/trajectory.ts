// Multinomial NUTS with the generalised U-turn criterion (Betancourt 2017, §A.4) and Stan's checks across subtrees.
import { logDensityGradient } from './kernel';
import { exp, logaddexp } from './math';
import { drawMomentum, velocity } from './metric';
import { uniform } from './random';
import { at, clear, copy, dimension, dot, put, reserve, sum } from './vectors';

const maxEnergyError = 1000.0;
/** The largest tree depth that can be asked for. */
const deepest = 24;

/** A point of phase space: four vectors side by side, and its log density beside them. */
class Point {
  q: usize = 0;
  p: usize = 0;
  gradient: usize = 0;
  velocity: usize = 0;
  logDensity: f64 = 0;
}

function place(point: Point): void {
  point.q = reserve(dimension);
  point.p = reserve(dimension);
  point.gradient = reserve(dimension);
  point.velocity = reserve(dimension);
}

function copyPoint(target: Point, source: Point): void {
  copy(target.q, source.q);
  copy(target.p, source.p);
  copy(target.gradient, source.gradient);
  target.logDensity = source.logDensity;
}

/** A proposed draw needs its place, gradient and density only. */
function copyPlace(target: Point, source: Point): void {
  copy(target.q, source.q);
  copy(target.gradient, source.gradient);
  target.logDensity = source.logDensity;
}

/** Working vectors of one depth of the tree. */
class Level {
  pInitEnd: usize = 0;
  vInitEnd: usize = 0;
  rhoInit: usize = 0;
  pFinalBegin: usize = 0;
  vFinalBegin: usize = 0;
  rhoFinal: usize = 0;
  extra: usize = 0;
  proposal: Point = new Point();
}

/** The chain's current state. */
export const state: Point = new Point();
const moving: Point = new Point();
const forward: Point = new Point();
const backward: Point = new Point();
const sample: Point = new Point();
const proposal: Point = new Point();
// Made once: the stub runtime never gives memory back, so configuring again must not allocate.
const levels: StaticArray<Level> = new StaticArray<Level>(deepest + 1);
for (let depth = 0; depth <= deepest; depth++) levels[depth] = new Level();
let rho: usize = 0;
let rhoForward: usize = 0;
let rhoBackward: usize = 0;
let pForwardBackward: usize = 0;
let pForwardForward: usize = 0;
let pBackwardForward: usize = 0;
let pBackwardBackward: usize = 0;
let vForwardBackward: usize = 0;
let vForwardForward: usize = 0;
let vBackwardForward: usize = 0;
let vBackwardBackward: usize = 0;
let extra: usize = 0;

export let stepSize: f64 = 1.0;
export let evaluations: f64 = 0;
export let treeDepth: i32 = 0;
export let leapfrogs: i32 = 0;
export let acceptanceRate: f64 = 0;
export let energy: f64 = 0;
export let isDivergent: bool = false;

let initialEnergy: f64 = 0;
let sumMetropolis: f64 = 0;
let logWeight: f64 = 0;

export function configureTrajectory(maxTreeDepth: i32): void {
  place(state);
  place(moving);
  place(forward);
  place(backward);
  place(sample);
  place(proposal);
  rho = reserve(dimension);
  rhoForward = reserve(dimension);
  rhoBackward = reserve(dimension);
  pForwardBackward = reserve(dimension);
  pForwardForward = reserve(dimension);
  pBackwardForward = reserve(dimension);
  pBackwardBackward = reserve(dimension);
  vForwardBackward = reserve(dimension);
  vForwardForward = reserve(dimension);
  vBackwardForward = reserve(dimension);
  vBackwardBackward = reserve(dimension);
  extra = reserve(dimension);
  for (let depth = 0; depth <= maxTreeDepth; depth++) {
    const level = levels[depth];
    level.pInitEnd = reserve(dimension);
    level.vInitEnd = reserve(dimension);
    level.rhoInit = reserve(dimension);
    level.pFinalBegin = reserve(dimension);
    level.vFinalBegin = reserve(dimension);
    level.rhoFinal = reserve(dimension);
    level.extra = reserve(dimension);
    place(level.proposal);
  }
  evaluations = 0;
}

export function setStepSize(value: f64): void {
  stepSize = value;
}

/** Evaluates the target at the state's place; false where density or gradient is not finite. */
export function evaluateState(): bool {
  evaluate(state);
  if (!(abs<f64>(state.logDensity) < Infinity)) return false;
  for (let i = 0; i < dimension; i++) if (!(abs<f64>(at(state.gradient, i)) < Infinity)) return false;
  return true;
}

function evaluate(point: Point): void {
  point.logDensity = logDensityGradient(point.q, point.gradient);
  evaluations += 1.0;
}

function leapfrog(point: Point, epsilon: f64): void {
  const half = 0.5 * epsilon;
  for (let i = 0; i < dimension; i++) put(point.p, i, at(point.p, i) + half * at(point.gradient, i));
  velocity(point.velocity, point.p);
  for (let i = 0; i < dimension; i++) put(point.q, i, at(point.q, i) + epsilon * at(point.velocity, i));
  evaluate(point);
  for (let i = 0; i < dimension; i++) put(point.p, i, at(point.p, i) + half * at(point.gradient, i));
  velocity(point.velocity, point.p);
}

/** The Hamiltonian; infinite where it is not a number. Needs the point's velocity. */
function hamiltonian(point: Point): f64 {
  const h = 0.5 * dot(point.p, point.velocity) - point.logDensity;
  return h == h ? h : Infinity;
}

/** Whether both ends still move apart: the velocities have a positive projection on the summed momenta. */
function isExtending(vBegin: usize, vEnd: usize, momenta: usize): bool {
  return dot(vBegin, momenta) > 0.0 && dot(vEnd, momenta) > 0.0;
}

/** Energy change log ratio of one leapfrog step of this size from the state with a fresh momentum. */
function trialStep(epsilon: f64): f64 {
  copyPoint(moving, state);
  drawMomentum(moving.p);
  velocity(moving.velocity, moving.p);
  const before = hamiltonian(moving);
  leapfrog(moving, epsilon);
  return before - hamiltonian(moving);
}

/** A step size with an acceptance near 0.8 (Stan's doubling heuristic); the state does not move. */
export function findStepSize(): void {
  const logTarget = -0.2231435513142097; // log(0.8)
  const isGrowing = trialStep(stepSize) > logTarget;
  for (let turn = 0; turn < 100; turn++) {
    const accepts = trialStep(stepSize) > logTarget;
    if (accepts != isGrowing) return;
    stepSize = isGrowing ? 2.0 * stepSize : 0.5 * stepSize;
    if (stepSize > 1e7 || stepSize < 1e-300) return;
  }
}

/** One transition of the chain. */
export function transition(maxTreeDepth: i32): void {
  drawMomentum(state.p);
  velocity(state.velocity, state.p);
  copyPoint(forward, state);
  copyPoint(backward, state);
  copyPlace(sample, state);
  copy(pForwardForward, state.p);
  copy(pBackwardBackward, state.p);
  copy(pForwardBackward, state.p);
  copy(pBackwardForward, state.p);
  copy(vForwardForward, state.velocity);
  copy(vBackwardBackward, state.velocity);
  copy(vForwardBackward, state.velocity);
  copy(vBackwardForward, state.velocity);
  copy(rho, state.p);
  initialEnergy = hamiltonian(state);
  energy = initialEnergy;
  let total = 0.0;
  sumMetropolis = 0;
  leapfrogs = 0;
  treeDepth = 0;
  isDivergent = false;
  while (treeDepth < maxTreeDepth) {
    clear(rhoForward);
    clear(rhoBackward);
    logWeight = -Infinity;
    let isValid: bool;
    if (uniform() > 0.5) {
      copyPoint(moving, forward);
      copy(rhoBackward, rho);
      copy(pBackwardForward, pForwardForward);
      copy(vBackwardForward, vForwardForward);
      isValid = buildTree(
        treeDepth,
        proposal,
        vForwardBackward,
        vForwardForward,
        rhoForward,
        pForwardBackward,
        pForwardForward,
        stepSize,
      );
      copyPoint(forward, moving);
    } else {
      copyPoint(moving, backward);
      copy(rhoForward, rho);
      copy(pForwardBackward, pBackwardBackward);
      copy(vForwardBackward, vBackwardBackward);
      isValid = buildTree(
        treeDepth,
        proposal,
        vBackwardForward,
        vBackwardBackward,
        rhoBackward,
        pBackwardForward,
        pBackwardBackward,
        -stepSize,
      );
      copyPoint(backward, moving);
    }
    if (!isValid) break;
    treeDepth++;
    // Biased progressive sampling: the new subtree is preferred.
    if (logWeight > total || uniform() < exp(logWeight - total)) copyPlace(sample, proposal);
    total = logaddexp(total, logWeight);
    sum(rho, rhoBackward, rhoForward);
    if (!isExtending(vBackwardBackward, vForwardForward, rho)) break;
    sum(extra, rhoBackward, pForwardBackward);
    if (!isExtending(vBackwardBackward, vForwardBackward, extra)) break;
    sum(extra, rhoForward, pBackwardForward);
    if (!isExtending(vBackwardForward, vForwardForward, extra)) break;
  }
  acceptanceRate = leapfrogs > 0 ? sumMetropolis / <f64>leapfrogs : 0.0;
  copyPlace(state, sample);
  energy = initialEnergy;
}

/** Builds a subtree of 2^depth steps from `moving`; false when it turns back on itself or diverges. Adds to `logWeight`. */
function buildTree(
  depth: i32,
  propose: Point,
  vBegin: usize,
  vEnd: usize,
  momenta: usize,
  pBegin: usize,
  pEnd: usize,
  epsilon: f64,
): bool {
  if (depth == 0) {
    leapfrog(moving, epsilon);
    leapfrogs++;
    const h = hamiltonian(moving);
    const change = initialEnergy - h;
    if (-change > maxEnergyError) isDivergent = true;
    logWeight = logaddexp(logWeight, change);
    sumMetropolis += change > 0.0 ? 1.0 : exp(change);
    copyPlace(propose, moving);
    copy(vBegin, moving.velocity);
    copy(vEnd, moving.velocity);
    sum(momenta, momenta, moving.p);
    copy(pBegin, moving.p);
    copy(pEnd, moving.p);
    return !isDivergent;
  }
  const level = levels[depth];
  const outer = logWeight;
  logWeight = -Infinity;
  clear(level.rhoInit);
  if (!buildTree(depth - 1, propose, vBegin, level.vInitEnd, level.rhoInit, pBegin, level.pInitEnd, epsilon))
    return false;
  const initWeight = logWeight;
  logWeight = -Infinity;
  clear(level.rhoFinal);
  if (
    !buildTree(
      depth - 1,
      level.proposal,
      level.vFinalBegin,
      vEnd,
      level.rhoFinal,
      level.pFinalBegin,
      pEnd,
      epsilon,
    )
  )
    return false;
  const finalWeight = logWeight;
  const subtree = logaddexp(initWeight, finalWeight);
  logWeight = logaddexp(outer, subtree);
  if (finalWeight > subtree || uniform() < exp(finalWeight - subtree)) copyPlace(propose, level.proposal);
  sum(level.extra, level.rhoInit, level.rhoFinal);
  sum(momenta, momenta, level.extra);
  if (!isExtending(vBegin, vEnd, level.extra)) return false;
  sum(level.extra, level.rhoInit, level.pFinalBegin);
  if (!isExtending(vBegin, level.vFinalBegin, level.extra)) return false;
  sum(level.extra, level.rhoFinal, level.pInitEnd);
  return isExtending(level.vInitEnd, vEnd, level.extra);
}
