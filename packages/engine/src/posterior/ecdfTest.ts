// Whether numbers are uniform, by their empirical distribution at many places at once; Säilynoja, Bürkner & Vehtari
// 2022, "Graphical test for discrete uniformity and its applications in goodness-of-fit evaluation", Stat. Comput. 32.
import { createRandom } from '../numeric/random.ts';
import { betaI } from '../numeric/special.ts';

export interface EcdfTest {
  /** Probability that uniform numbers leave the ECDF's expected course as far somewhere. */
  readonly pValue: number;
  /** Where the ECDF lies farthest off, in [0, 1], and how much of the numbers lies at or below it. */
  readonly place: number;
  readonly share: number;
}

const mostPlaces = 100;
const seed = 1;

/** A test for lists of one length. */
export type UniformityTest = (values: ArrayLike<number>) => EcdfTest;

interface Farthest {
  readonly tail: number;
  readonly place: number;
  readonly below: number;
}

/**
 * A test of `count` numbers in [0, 1] for uniformity. It is exact in its level: the statistic is compared with that of
 * simulated numbers.
 * @param places where the ECDF is looked at: k / places; for ranks 0 … L given as (rank + 1) / (L + 1), L + 1.
 * @param replicates simulated lists; the smallest p-value is 1 / (replicates + 1).
 */
export function uniformityTest(count: number, places: number, replicates = 999): UniformityTest {
  const tails = new Float64Array((places + 1) * (count + 1)).fill(Number.NaN);
  const tailAt = (place: number, below: number): number => {
    const at = place * (count + 1) + below;
    if (Number.isNaN(tails[at])) tails[at] = smallerTail(below, count, place / places);
    return tails[at];
  };
  const cells = new Uint32Array(places + 1);
  const farthest = (sample: ArrayLike<number>): Farthest => {
    cells.fill(0);
    for (let i = 0; i < count; i++) cells[cellOf(sample[i], places)]++;
    let worst: Farthest = { tail: 2, place: 0, below: 0 };
    let below = 0;
    for (let place = 1; place < places; place++) {
      below += cells[place];
      const tail = tailAt(place, below);
      if (tail < worst.tail) worst = { tail, place, below };
    }
    return worst;
  };
  const random = createRandom(seed, count);
  const sample = new Float64Array(count);
  const expected = Float64Array.from({ length: replicates }, () => {
    for (let i = 0; i < count; i++) sample[i] = random.uniform();
    return farthest(sample).tail;
  });
  return (values) => {
    const { tail, place, below } = farthest(values);
    const asFar = expected.reduce((total, it) => total + (it <= tail ? 1 : 0), 0);
    return { pValue: (asFar + 1) / (replicates + 1), place: place / places, share: below / count };
  };
}

/** One list tested at up to 100 places. */
export function ecdfTest(values: ArrayLike<number>, places?: number): EcdfTest {
  const count = values.length;
  return uniformityTest(count, places ?? Math.max(2, Math.min(mostPlaces, count)))(values);
}

/** The first place k ≥ 1 with value ≤ k / places. */
function cellOf(value: number, places: number): number {
  return Math.min(places, Math.max(1, Math.ceil(value * places - 1e-9)));
}

/** Twice the smaller of P(Bin ≤ below) and P(Bin ≥ below). */
function smallerTail(below: number, count: number, probability: number): number {
  const atMost = below >= count ? 1 : betaI(count - below, below + 1, 1 - probability);
  const atLeast = below <= 0 ? 1 : betaI(below, count - below + 1, probability);
  return 2 * Math.min(atMost, atLeast);
}
