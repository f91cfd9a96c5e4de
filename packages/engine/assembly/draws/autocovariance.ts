// Autocovariance averaged over chains, biased (divisor: number of draws), as Geyer 1992 needs it.
import { addPower, transform } from './fourier';
import { dot, mean } from './moments';
import { after, at, put, take } from './room';

/** Lags computed one by one before all are computed at once: well mixed chains never need more. */
const directLags = 64;

let centered: usize = 0;
let length: i32 = 0;
let chains: i32 = 0;
let all: usize = 0;

/** Takes chains × draws, row-major, for the questions that follow. */
export function openAutocovariance(draws: usize, count: i32, chainCount: i32): void {
  chains = chainCount;
  length = count / chains;
  all = 0;
  centered = take(count);
  for (let chain = 0; chain < chains; chain++) {
    const from = chain * length;
    const center = mean(after(draws, from), length);
    for (let i = from; i < from + length; i++) put(centered, i, at(draws, i) - center);
  }
}

/** The mean over chains of the autocovariance at a lag. */
export function autocovariance(lag: i32): f64 {
  if (lag >= directLags && length > 2 * directLags) return at(allLags(), lag);
  let sum = 0.0;
  for (let chain = 0; chain < chains; chain++) {
    const from = chain * length;
    sum += dot(after(centered, from + lag), after(centered, from), length - lag);
  }
  return sum / <f64>(chains * length);
}

/** Every lag from 0 to length - 1 (Wiener–Khinchin), two chains in each complex transform: its power is the sum of both. */
export function allLags(): usize {
  if (all !== 0) return all;
  let size = 2;
  while (size < 2 * length) size <<= 1;
  all = take(size);
  memory.fill(all, 0, (<usize>size) << 3);
  const real = take(size);
  const imaginary = take(size);
  for (let chain = 0; chain < chains; chain += 2) {
    lay(real, size, chain);
    lay(imaginary, size, chain + 1);
    addPower(real, imaginary, size, all);
  }
  // Only the even part of the power belongs to the real autocovariance, and the forward transform's real part reads just
  // that; so it serves as the inverse.
  memory.fill(imaginary, 0, (<usize>size) << 3);
  transform(all, imaginary, size);
  const scale = 1.0 / (<f64>size * <f64>(chains * length));
  for (let lag = 0; lag < length; lag++) put(all, lag, at(all, lag) * scale);
  return all;
}

/** A chain, or zeros where there is none, followed by zeros. */
function lay(into: usize, size: i32, chain: i32): void {
  memory.fill(into, 0, (<usize>size) << 3);
  if (chain < chains) memory.copy(into, after(centered, chain * length), (<usize>length) << 3);
}
