// One transition of multinomial NUTS (Hoffman & Gelman 2014; Betancourt 2017, §A.3) with biased progressive sampling.
// A subtree of 2^k steps is built leaf by leaf; finished pieces wait on a stack as the digits of a binary counter, and
// two of equal size are joined and checked at once, in the order of the recursive algorithm.
import { limitStepSize } from './dualAveraging';
import { exp, log } from './math';
import { normal } from './normal';
import {
  energyOf,
  kineticEnergy,
  leapfrog,
  logDensityOf,
  positionOf,
  recentre,
  setEnergy,
  setStep,
  settle,
  solveNormalPart,
  state,
} from './phase';
import { uniform } from './random';
import { joinPieces, joinPoints } from './turning';
import { dimension, put, reserve, vectorBytes } from './vectors';

const maxEnergyError = 1000.0;
/** Weights are taken of energy changes up to here, so that their sum stays finite. */
const maxLogWeight = 600.0;

/**
 * Angles, in radians, of the exactly solved normal part. A trajectory of four points an angle of 1.1 apart has its sample half a
 * turn from its start, so that means are better than of independent draws; no resonance is near (a quarter turn's is at 1.57).
 * In one or two dimensions, where a U-turn hardly shows, two points a quarter turn apart are independent.
 */
const manyAngle = 1.1;
const fewAngle = 1.5707963267948966;
/** Points times angle from which a trajectory is long enough. */
const manyEnough = 3.4;
const fewEnough = 2.5;
let largestStep: f64 = Infinity;
let enough: f64 = Infinity;

/** Waiting pieces: indices of the momenta at both ends and of their sum, sixteen bytes apart. */
const stack = memory.data(352, 16);
let momenta: usize = 0;
/** Bits of the momentum vectors not in use; three a level and three for the trajectory suffice up to depth 20. */
let free: u64 = 0;
/** Index of the chain's state. */
let current: i32 = 0;

export let stepSize: f64 = 1.0;
export let treeDepth: i32 = 0;
export let leapfrogs: i32 = 0;
export let acceptanceRate: f64 = 0;
export let isDivergent: bool = false;

let initialEnergy: f64 = 0;
let sumMetropolis: f64 = 0;
let subtreeWeight: f64 = 0;
let forward: i32 = 0;
let backward: i32 = 0;
let sample: i32 = 0;
let proposal: i32 = 0;
/** The newest subtree: momenta at the end next to the trajectory, at the far end, and their sum. */
let nearEnd: i32 = 0;
let farEnd: i32 = 0;
let momentumSum: i32 = 0;

export function configureTrajectory(maxTreeDepth: i32): void {
  momenta = reserve(<usize>(3 * maxTreeDepth + 4) * vectorBytes);
  largestStep = Infinity;
  enough = Infinity;
  current = 0;
}

export function setStepSize(value: f64): void {
  stepSize = min<f64>(value, largestStep);
  setStep(stepSize);
}

/** Solves the target's normal part around a position exactly from now on; the step size is then an angle. */
export function turnAround(position: usize): void {
  solveNormalPart(position);
  largestStep = dimension > 2 ? manyAngle : fewAngle;
  enough = dimension > 2 ? manyEnough : fewEnough;
  limitStepSize(log(largestStep));
  setStepSize(stepSize);
}

export function currentState(): usize {
  return state(current);
}

/** A state that the chain's is not. */
export function spareState(): i32 {
  return current === 0 ? 1 : 0;
}

/** Makes a settled state the chain's, with a momentum of its own. */
export function moveTo(index: i32): void {
  current = index;
  drawMomentum(momenta);
  setEnergy(state(current), kineticEnergy(momenta) - logDensityOf(state(current)));
}

function momentum(index: i32): usize {
  return momenta + <usize>index * vectorBytes;
}

function take(): i32 {
  const index = <i32>ctz<u64>(free);
  free &= free - 1;
  return index;
}

function release(index: i32): void {
  free |= (<u64>1) << (<u64>index);
}

function drawMomentum(target: usize): void {
  for (let i = 0; i < dimension; i++) put(target, i, normal());
}

/** One transition of the chain. */
export function transition(maxTreeDepth: i32): void {
  free = ~(<u64>0);
  let forwardMomentum = take();
  let backwardMomentum = forwardMomentum;
  let sum = forwardMomentum;
  drawMomentum(momentum(sum));
  const begin = state(current);
  initialEnergy = kineticEnergy(momentum(sum)) - logDensityOf(begin);
  setEnergy(begin, initialEnergy);
  forward = current;
  backward = current;
  sample = current;
  sumMetropolis = 0;
  leapfrogs = 0;
  treeDepth = 0;
  isDivergent = false;
  let weight = 1.0;
  while (treeDepth < maxTreeDepth) {
    const isForward = uniform() < 0.5;
    const near = isForward ? forwardMomentum : backwardMomentum;
    const far = isForward ? backwardMomentum : forwardMomentum;
    if (!buildSubtree(treeDepth, isForward, near)) break;
    // Biased progressive sampling: the new subtree is preferred.
    if (uniform() * weight < subtreeWeight) sample = proposal;
    weight += subtreeWeight;
    if (isForward) forwardMomentum = farEnd;
    else backwardMomentum = farEnd;
    let isExtending: bool;
    if (treeDepth === 0) {
      sum = take();
      isExtending = joinPoints(momentum(near), momentum(farEnd), momentum(sum));
    } else {
      isExtending = joinPieces(
        momentum(far),
        momentum(near),
        momentum(sum),
        momentum(nearEnd),
        momentum(farEnd),
        momentum(momentumSum),
      );
      release(near);
      release(nearEnd);
      release(momentumSum);
    }
    treeDepth++;
    if (!isExtending || <f64>(1 << treeDepth) * stepSize >= enough) break;
  }
  acceptanceRate = sumMetropolis / <f64>leapfrogs;
  current = sample;
}

/** The lowest state that no role holds. */
function freeState(): i32 {
  return ctz<i32>(~((1 << forward) | (1 << backward) | (1 << sample) | (1 << proposal)));
}

/** Extends one end by 2^depth steps; false when they turn back on themselves or diverge. */
function buildSubtree(depth: i32, isForward: bool, near: i32): bool {
  const leaves = 1 << depth;
  let end = near;
  let top = stack;
  let weight = 0.0;
  proposal = sample;
  for (let leaf = 0; leaf < leaves; leaf++) {
    const from = isForward ? forward : backward;
    const to = freeState();
    const next = take();
    const change = initialEnergy - leapfrog(state(from), state(to), momentum(end), momentum(next), isForward);
    leapfrogs++;
    if (!(change >= -maxEnergyError) || change === Infinity) {
      isDivergent = true;
      return false;
    }
    const leafWeight = exp(min<f64>(change, maxLogWeight));
    sumMetropolis += min<f64>(leafWeight, 1.0);
    weight += leafWeight;
    if (isForward) forward = to;
    else backward = to;
    // Multinomial sampling within the subtree, leaf by leaf.
    if (leaf === 0 || uniform() * weight < leafWeight) proposal = to;
    end = next;
    let first = next;
    let sum = next;
    const joins = ctz<i32>(leaf + 1);
    for (let level = 0; level < joins; level++) {
      top -= 16;
      const pieceFirst = load<i32>(top);
      if (level === 0) {
        sum = take();
        if (!joinPoints(momentum(pieceFirst), momentum(next), momentum(sum))) return false;
      } else {
        const pieceLast = load<i32>(top, 4);
        const pieceSum = load<i32>(top, 8);
        const isExtending = joinPieces(
          momentum(pieceFirst),
          momentum(pieceLast),
          momentum(pieceSum),
          momentum(first),
          momentum(next),
          momentum(sum),
        );
        if (!isExtending) return false;
        release(pieceLast);
        release(first);
        release(sum);
        sum = pieceSum;
      }
      first = pieceFirst;
    }
    store<i32>(top, first);
    store<i32>(top, next, 4);
    store<i32>(top, sum, 8);
    top += 16;
  }
  subtreeWeight = weight;
  nearEnd = load<i32>(stack);
  farEnd = load<i32>(stack, 4);
  momentumSum = load<i32>(stack, 8);
  return true;
}

/** Energy lost in one leapfrog step of the current size from the state with a fresh momentum. */
function trialStep(): f64 {
  drawMomentum(momenta);
  const begin = state(current);
  const before = kineticEnergy(momenta) - logDensityOf(begin);
  const to = state(current === 0 ? 1 : 0);
  return before - leapfrog(begin, to, momenta, momenta + vectorBytes, true);
}

/** A step size with an acceptance near 0.8 (Stan's doubling heuristic); false when there is none from 1e-300 to 1e7. */
export function findStepSize(): bool {
  const logTarget = -0.2231435513142097; // log(0.8)
  const isGrowing = trialStep() > logTarget;
  while (trialStep() > logTarget === isGrowing) {
    const before = stepSize;
    setStepSize(stepSize * (isGrowing ? 2.0 : 0.5));
    if (stepSize === before) return true;
    if (stepSize > 1e7 || stepSize < 1e-300) return false;
  }
  return true;
}

/** Brings the state to a new metric. */
export function renewState(): bool {
  if (!settle(state(current))) return false;
  recentre(state(current));
  return true;
}

/** Where the current state's position is. */
export function currentPosition(): usize {
  return positionOf(state(current));
}

/** The Hamiltonian at the current state with the momentum it was reached with. */
export function currentEnergy(): f64 {
  return energyOf(state(current));
}
