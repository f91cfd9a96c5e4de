// A diagonal metric learned from draws and gradients together: Σᵢ = sd(draw i) / sd(gradient i), which minimises the
// Fisher divergence to a normal target and is exact for one after few draws (nutpie's warm-up; Seyboldt, nuts-rs).
// Two running estimates overlap: one in use, and a younger one that takes its place, so that early draws are forgotten.
import { acceptMetric, diagonal, inverseMetric } from './metric';
import { at, dimension, put, reserve, vectorBytes } from './vectors';

/** Draws after which the younger estimate takes over, in the first part of the warm-up and later. */
const earlyTurn = 10;
const lateTurn = 80;
/** Draws an estimate needs before it is used. */
const fewest = 4;

/** An estimate: means of draws and gradients, then their sums of squared deviations; four vectors. */
let used: usize = 0;
let younger: usize = 0;
let usedCount: i32 = 0;
let youngerCount: i32 = 0;

export function configureGradientMetric(): void {
  used = reserve(4 * vectorBytes);
  younger = reserve(4 * vectorBytes);
}

/** Starts from the metric set, or from the gradient at the chain's start, where a scale is 1 / |gradient|. */
export function startGradientMetric(slopes: usize, isSet: bool): void {
  clear(used);
  clear(younger);
  usedCount = 0;
  youngerCount = 0;
  if (isSet) return;
  for (let i = 0; i < dimension; i++) {
    put(inverseMetric, diagonal(i), min<f64>(1e10, max<f64>(1e-10, 1.0 / abs<f64>(at(slopes, i)))));
  }
  acceptMetric();
}

function clear(estimate: usize): void {
  memory.fill(estimate, 0, 4 * vectorBytes);
}

/** Takes a draw with its gradient and renews the metric. */
export function learnMetric(position: usize, slopes: usize, isEarly: bool): void {
  usedCount++;
  youngerCount++;
  add(used, position, slopes, <f64>usedCount);
  add(younger, position, slopes, <f64>youngerCount);
  if (youngerCount >= (isEarly ? earlyTurn : lateTurn)) {
    const old = used;
    used = younger;
    usedCount = youngerCount;
    younger = old;
    youngerCount = 0;
    clear(younger);
  }
  if (usedCount < fewest) return;
  for (let i = 0; i < dimension; i++) {
    const ratio = at(used + 2 * vectorBytes, i) / at(used + 3 * vectorBytes, i);
    if (ratio > 1e-40 && ratio < 1e40) put(inverseMetric, diagonal(i), sqrt<f64>(ratio));
  }
  acceptMetric();
}

function add(estimate: usize, position: usize, slopes: usize, count: f64): void {
  addTo(estimate, estimate + 2 * vectorBytes, position, count);
  addTo(estimate + vectorBytes, estimate + 3 * vectorBytes, slopes, count);
}

/** Welford's step. */
function addTo(mean: usize, squares: usize, values: usize, count: f64): void {
  for (let i = 0; i < dimension; i++) {
    const value = at(values, i);
    const before = value - at(mean, i);
    const center = at(mean, i) + before / count;
    put(mean, i, center);
    put(squares, i, at(squares, i) + before * (value - center));
  }
}
