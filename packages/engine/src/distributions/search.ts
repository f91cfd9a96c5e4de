/** Largest whole number a search goes to; beyond it neighbours are not told apart. */
const farthest = Number.MAX_SAFE_INTEGER;

/** Where a discrete distribution lies and a whole number to start from. */
export interface WholeRange {
  readonly lower: number;
  readonly upper: number;
  readonly guess: number;
}

/** The smallest whole number k with cdf(k) ≥ probability: galloping from the guess, then bisection. */
export function smallestReaching(cdf: (k: number) => number, probability: number, range: WholeRange): number {
  if (!(probability >= 0 && probability <= 1)) return Number.NaN;
  if (probability === 0) return range.lower;
  if (probability === 1) return range.upper;
  const top = Math.min(range.upper, farthest);
  const reaches = (k: number) => cdf(k) >= probability;
  let high = Math.min(top, Math.max(range.lower, Math.floor(Number.isFinite(range.guess) ? range.guess : 0)));
  let low = high;
  let step = 1;
  if (reaches(high)) {
    do {
      high = low;
      low = Math.max(range.lower - 1, high - step);
      step *= 2;
    } while (low >= range.lower && reaches(low));
  } else {
    do {
      low = high;
      high = Math.min(top, low + step);
      step *= 2;
    } while (high < top && !reaches(high));
  }
  while (high - low > 1) {
    const middle = Math.floor(low + (high - low) / 2);
    if (reaches(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Where a continuous distribution lies, and a place and width to start from. */
export interface RealRange {
  readonly lower?: number;
  readonly upper?: number;
  readonly center: number;
  readonly width: number;
}

/** The x with cdf(x) = probability: a bracket grown from the centre, then bisection to the last bit. */
export function solveCdf(cdf: (x: number) => number, probability: number, range: RealRange): number {
  const { lower = Number.NEGATIVE_INFINITY, upper = Number.POSITIVE_INFINITY, center, width } = range;
  if (!(probability >= 0 && probability <= 1) || !(width > 0)) return Number.NaN;
  if (probability === 0) return lower;
  if (probability === 1) return upper;
  let low = center;
  let high = center;
  for (let step = width; low > lower && cdf(low) > probability; step *= 2) low = Math.max(lower, low - step);
  for (let step = width; high < upper && cdf(high) < probability; step *= 2)
    high = Math.min(upper, high + step);
  for (;;) {
    const middle = low + 0.5 * (high - low);
    if (!(middle > low && middle < high)) return high;
    if (cdf(middle) < probability) low = middle;
    else high = middle;
  }
}
