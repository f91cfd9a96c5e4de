// Autocovariance averaged over chains, biased (divisor: number of draws), as Geyer 1992 needs it.
import { cos, sin } from '../numeric/math.ts';
import { mean } from './moments.ts';

/** Lags computed one by one before all are computed at once: well mixed chains never need more. */
const directLags = 64;

/** A function of the lag giving the mean over chains of the autocovariance; `draws` is chains × draws. */
export function autocovarianceByLag(draws: Float64Array, chains: number): (lag: number) => number {
  const length = draws.length / chains;
  const centered = new Float64Array(draws.length);
  for (let chain = 0; chain < chains; chain++) {
    const from = chain * length;
    const center = mean(draws, from, from + length);
    for (let i = from; i < from + length; i++) centered[i] = draws[i] - center;
  }
  let all: Float64Array | undefined;
  return (lag) => {
    if (lag < directLags || length <= 2 * directLags) return direct(centered, chains, lag);
    all ??= byFourier(centered, chains);
    return all[lag];
  };
}

/** Autocorrelation of one chain at lags 0 … length - 1, as arviz.autocorr; NaN for a constant chain. */
export function autocorrelation(draws: Float64Array): Float64Array {
  const center = mean(draws);
  const covariance = byFourier(
    draws.map((draw) => draw - center),
    1,
  );
  return covariance.map((value) => value / covariance[0]);
}

function direct(centered: Float64Array, chains: number, lag: number): number {
  const length = centered.length / chains;
  let sum = 0;
  for (let chain = 0; chain < chains; chain++) {
    const end = (chain + 1) * length;
    for (let i = chain * length + lag; i < end; i++) sum += centered[i] * centered[i - lag];
  }
  return sum / centered.length;
}

/** Wiener–Khinchin, two chains in each complex transform: the real part of its power is the sum of both. */
function byFourier(centered: Float64Array, chains: number): Float64Array {
  const length = centered.length / chains;
  let size = 2;
  while (size < 2 * length) size *= 2;
  const power = new Float64Array(size);
  for (let chain = 0; chain < chains; chain += 2) {
    const real = new Float64Array(size);
    const imaginary = new Float64Array(size);
    real.set(centered.subarray(chain * length, (chain + 1) * length));
    if (chain + 1 < chains) imaginary.set(centered.subarray((chain + 1) * length, (chain + 2) * length));
    transform(real, imaginary);
    for (let k = 0; k < size; k++) power[k] += real[k] * real[k] + imaginary[k] * imaginary[k];
  }
  // Only the even part of the power belongs to the real autocovariance, and the forward transform's real part
  // reads just that; so it serves as the inverse.
  transform(power, new Float64Array(size));
  const scale = 1 / (size * centered.length);
  return power.slice(0, length).map((value) => value * scale);
}

/** In-place radix-2 discrete Fourier transform (Cooley & Tukey 1965); the length is a power of two. */
function transform(real: Float64Array, imaginary: Float64Array): void {
  const size = real.length;
  for (let i = 1, j = 0; i < size; i++) {
    let bit = size >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [real[i], real[j]] = [real[j], real[i]];
      [imaginary[i], imaginary[j]] = [imaginary[j], imaginary[i]];
    }
  }
  const half = size >> 1;
  const cosine = new Float64Array(half);
  const sine = new Float64Array(half);
  for (let k = 0; k < half; k++) {
    cosine[k] = cos((2 * Math.PI * k) / size);
    sine[k] = -sin((2 * Math.PI * k) / size);
  }
  for (let span = 1; span < size; span *= 2) {
    const stride = half / span;
    for (let start = 0; start < size; start += 2 * span) {
      for (let k = 0, at = 0; k < span; k++, at += stride) {
        const even = start + k;
        const odd = even + span;
        const re = real[odd] * cosine[at] - imaginary[odd] * sine[at];
        const im = real[odd] * sine[at] + imaginary[odd] * cosine[at];
        real[odd] = real[even] - re;
        imaginary[odd] = imaginary[even] - im;
        real[even] += re;
        imaginary[even] += im;
      }
    }
  }
}
