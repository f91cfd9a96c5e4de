// Independent draws from a multivariate t around a mode, Metropolis-corrected (Tierney 1994, §2.3.1): with eight degrees
// of freedom its tails are heavier than a posterior's near its normal limit, so the ratios of the densities are bounded.
import { exp, log } from './math';
import { drawAround, unplace } from './metric';
import { normal } from './normal';
import { logDensityOf, positionOf, settle, settleDensity, state } from './phase';
import { uniform } from './random';
import { at, dimension, put, reserve, vectorBytes } from './vectors';

const freedom = 8.0;

let center: usize = 0;
let noise: usize = 0;
/** The chain's state and the proposal take turns in the first two states. */
let current: i32 = 0;
let currentRatio: f64 = 0;
/** Log ratio of target and proposal density at the newest proposal. */
export let proposedRatio: f64 = 0;
export let isAccepted: bool = false;
/** Steps since the chain moved, and the most of them since it began. */
let standing: i32 = 0;
export let longestStay: i32 = 0;

export function configureIndependence(): void {
  center = reserve(vectorBytes);
  noise = reserve(vectorBytes);
}

/** Takes the position at `mode` as the centre of the proposals. */
export function startIndependence(mode: usize): void {
  for (let i = 0; i < dimension; i++) put(center, i, at(mode, i));
  current = 0;
  currentRatio = -Infinity;
  standing = 0;
  longestStay = 0;
}

/** Puts a proposal at `place`; gives its log density, up to a constant. */
export function drawProposal(place: usize): f64 {
  let square = 0.0;
  for (let i = 0; i < dimension; i++) {
    const z = normal();
    put(noise, i, z);
    square += z * z;
  }
  // A chi-squared number with eight degrees of freedom.
  const chiSquared = -2.0 * log(uniform() * uniform() * uniform() * uniform());
  drawAround(place, center, noise, sqrt<f64>(freedom / chiSquared));
  return -0.5 * (freedom + <f64>dimension) * log(1.0 + square / chiSquared);
}

/** The log density of proposals at a position, up to the same constant. */
export function logProposalAt(position: usize): f64 {
  unplace(noise, position, center);
  let square = 0.0;
  for (let i = 0; i < dimension; i++) square += at(noise, i) * at(noise, i);
  return -0.5 * (freedom + <f64>dimension) * log(1.0 + square / freedom);
}

/** Draws a proposal and decides whether it becomes the chain's state. */
export function propose(): void {
  const to = current === 0 ? 1 : 0;
  const logProposal = drawProposal(positionOf(state(to)));
  const isPossible = settleDensity(state(to));
  const ratio = logDensityOf(state(to)) - logProposal;
  // Where the log density is not finite there is nothing.
  proposedRatio = isPossible ? ratio : -Infinity;
  isAccepted = proposedRatio >= currentRatio || uniform() < exp(proposedRatio - currentRatio);
  if (!isPossible) isAccepted = false;
  standing = isAccepted ? 0 : standing + 1;
  longestStay = max<i32>(longestStay, standing);
  if (isAccepted) {
    current = to;
    currentRatio = proposedRatio;
  }
}

export function independentState(): usize {
  return state(current);
}

/**
 * How far below the centre's a start's log density may be, beside so much a dimension: far more than of a normal target twice as
 * wide. Where the centre's curvature is next to nothing in some direction its metric leads to where no chain comes back from.
 */
const deepest: f64 = 50;
const deepestADimension: f64 = 10;

/** Puts the chain's state at a normal draw around the centre, `spread` times as wide as the metric says, or nearer. */
export function scatter(spread: f64): bool {
  const place = positionOf(state(0));
  for (let i = 0; i < dimension; i++) put(place, i, at(center, i));
  const isKnown = settle(state(0));
  const bound = logDensityOf(state(0)) - deepest - deepestADimension * <f64>dimension;
  for (let turn = 0; turn < 20; turn++) {
    for (let i = 0; i < dimension; i++) put(noise, i, normal());
    drawAround(place, center, noise, spread);
    if (settle(state(0)) && !(isKnown && logDensityOf(state(0)) < bound)) return true;
    spread *= 0.7;
  }
  return false;
}

/** Puts the chain's state at a point at most `spread` from the centre in every coordinate; false where nothing is finite. */
export function startAt(spread: f64): bool {
  const place = positionOf(state(0));
  for (let i = 0; i < dimension; i++) put(place, i, at(center, i) + spread * (2.0 * uniform() - 1.0));
  return settle(state(0));
}
