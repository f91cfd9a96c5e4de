// A smooth density of draws: triweight kernel on bins, reflected at the ends of the support.

export interface DensityEstimate {
  readonly x: Float64Array;
  readonly density: Float64Array;
}

export interface DensityOptions {
  /** Ends of the support, where the density is reflected instead of leaking out. */
  readonly lower?: number;
  readonly upper?: number;
  readonly points?: number;
  /** Range of x; the draws' own, slightly widened, when left out. */
  readonly domain?: readonly [number, number];
}

/** The density of the finite draws at equally spaced x; empty when there is no spread to smooth. */
export function estimateDensity(draws: ArrayLike<number>, options: DensityOptions = {}): DensityEstimate {
  const { lower = Number.NEGATIVE_INFINITY, upper = Number.POSITIVE_INFINITY, points = 256 } = options;
  const sorted = Float64Array.from(Array.from(draws).filter(Number.isFinite)).sort();
  const n = sorted.length;
  const [first, last] = options.domain ?? [sorted[0], sorted[n - 1]];
  // A kernel narrower than the grid would fall between its points.
  const width = Math.max(bandwidth(sorted), (3 * (last - first)) / (points - 1));
  const largest = Math.max(Math.abs(sorted[0]), Math.abs(sorted[n - 1]));
  // Spread within rounding of the values is none.
  if (n < 2 || !(width > 1e-12 * largest) || !(width > 1e-150))
    return { x: new Float64Array(0), density: new Float64Array(0) };
  const from = options.domain?.[0] ?? Math.max(lower, sorted[0] - width);
  const to = options.domain?.[1] ?? Math.min(upper, sorted[n - 1] + width);
  const step = (to - from) / (points - 1);
  const x = Float64Array.from({ length: points }, (_, i) => from + i * step);
  const density = new Float64Array(points);
  const add = (centre: number) => {
    const first = Math.max(0, Math.ceil((centre - width - from) / step));
    const last = Math.min(points - 1, Math.floor((centre + width - from) / step));
    for (let i = first; i <= last; i++) {
      const u = (x[i] - centre) / width;
      const rest = Math.max(0, 1 - u * u);
      density[i] += rest * rest * rest;
    }
  };
  for (const draw of sorted) {
    add(draw);
    if (draw - lower < width) add(2 * lower - draw);
    if (upper - draw < width) add(2 * upper - draw);
  }
  const scale = 35 / (32 * n * width);
  for (let i = 0; i < points; i++) density[i] *= scale;
  return { x, density };
}

/** Silverman's rule (1986, eq. 3.31) carried over to the triweight kernel by its canonical factor of 3.15. */
function bandwidth(sorted: Float64Array): number {
  const n = sorted.length;
  let mean = 0;
  let squares = 0;
  sorted.forEach((value, i) => {
    const step = value - mean;
    mean += step / (i + 1);
    squares += step * (value - mean);
  });
  const sd = Math.sqrt(squares / Math.max(1, n - 1));
  const iqr = sorted[Math.floor(0.75 * (n - 1))] - sorted[Math.floor(0.25 * (n - 1))];
  const spread = iqr > 0 ? Math.min(sd, iqr / 1.34) : sd;
  // n^(-1/5) by square roots would be inexact; Newton's steps on t^5 = n use exact arithmetic only.
  let root = 1;
  for (let i = 0; i < 200; i++) root += (n / root ** 4 - root) / 5;
  return (3.15 * 0.9 * spread) / root;
}

/** The value below which the share lies of sorted finite values, by linear interpolation (R's type 7). */
export function quantileOf(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}
