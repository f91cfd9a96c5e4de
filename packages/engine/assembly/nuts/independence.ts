// Independent draws from a multivariate t around a mode, resampled by their weights: with eight degrees of freedom its tails are
// heavier than a posterior's near its normal limit, so the weights are bounded. The resampling is systematic (Kitagawa 1996, §A.4):
// a proposal of weight w, in units of the mean, is drawn ⌊w⌋ or ⌈w⌉ times, its copies one after the other, so that they show in
// the autocorrelation of the draws and with that in the effective sample size.
import { exp, log } from './math';
import { drawAround, unplace } from './metric';
import { normal } from './normal';
import { logDensityOf, positionOf, settle, settleDensity, state } from './phase';
import { uniform } from './random';
import { at, dimension, put, reserve, vectorBytes } from './vectors';

const freedom = 8.0;

let center: usize = 0;
let noise: usize = 0;
/** Log ratio of target and proposal density at the newest proposal. */
export let proposedRatio: f64 = 0;

export function configureIndependence(): void {
  center = reserve(vectorBytes);
  noise = reserve(vectorBytes);
}

/** Takes the position at `mode` as the centre of the proposals. */
export function startIndependence(mode: usize): void {
  for (let i = 0; i < dimension; i++) put(center, i, at(mode, i));
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

/** Draws a proposal, which becomes the state that is told of by `independentState`. */
export function propose(): void {
  const to = state(0);
  const logProposal = drawProposal(positionOf(to));
  const isPossible = settleDensity(to);
  // Where the log density is not finite there is nothing.
  proposedRatio = isPossible ? logDensityOf(to) - logProposal : -Infinity;
}

export function independentState(): usize {
  return state(0);
}

/**
 * Chooses as many of the proposals as there are, each as often as its weight says, give or take one; writes their places in order.
 * @param weights room for a number a proposal.
 * @returns how often the one that was chosen most was; 0 where none is possible.
 */
export function choose(ratios: usize, count: i32, places: usize, weights: usize): i32 {
  let greatest = -Infinity;
  for (let i = 0; i < count; i++) greatest = max<f64>(greatest, at(ratios, i));
  if (!(abs<f64>(greatest) < Infinity)) return 0;
  let sum = 0.0;
  for (let i = 0; i < count; i++) {
    const weight = exp(at(ratios, i) - greatest);
    put(weights, i, weight);
    sum += weight;
  }
  const step = sum / <f64>count;
  const first = uniform();
  let chosen = 0;
  let most = 0;
  let last = 0;
  let below = 0.0;
  for (let i = 0; i < count; i++) {
    const weight = at(weights, i);
    below += weight;
    if (weight > 0.0) last = i;
    const before = chosen;
    while (chosen < count && (<f64>chosen + first) * step < below) setPlace(places, chosen++, i);
    most = max<i32>(most, chosen - before);
  }
  // What rounding leaves at the end.
  while (chosen < count) setPlace(places, chosen++, last);
  return most;
}

function setPlace(places: usize, i: i32, place: i32): void {
  store<i32>(places + ((<usize>i) << 2), place);
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
