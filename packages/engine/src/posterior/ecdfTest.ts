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

const replicates = 999;
const mostPlaces = 100;
const seed = 1;

/**
 * Tests numbers in [0, 1] for uniformity. The test is exact in its level: the statistic is compared with that of
 * simulated numbers.
 * @param places where the ECDF is looked at: k / places; for ranks 0 … L given as (rank + 1) / (L + 1), L + 1.
 */
export function ecdfTest(values: ArrayLike<number>, places = defaultPlaces(values.length)): EcdfTest {
  const count = values.length;
  const tails = new Map<number, number>();
  const tailAt = (place: number, below: number): number => {
    const key = place * (count + 1) + below;
    let tail = tails.get(key);
    if (tail === undefined) {
      tail = smallerTail(below, count, place / places);
      tails.set(key, tail);
    }
    return tail;
  };
  const statistic = (sample: ArrayLike<number>): { tail: number; place: number; below: number } => {
    const cells = new Uint32Array(places + 1);
    for (let i = 0; i < count; i++) cells[cellOf(sample[i], places)]++;
    let worst = { tail: 2, place: 0, below: 0 };
    let below = 0;
    for (let place = 1; place < places; place++) {
      below += cells[place];
      const tail = tailAt(place, below);
      if (tail < worst.tail) worst = { tail, place, below };
    }
    return worst;
  };
  const observed = statistic(values);
  const random = createRandom(seed, count);
  const sample = new Float64Array(count);
  let asFar = 0;
  for (let replicate = 0; replicate < replicates; replicate++) {
    for (let i = 0; i < count; i++) sample[i] = random.uniform();
    if (statistic(sample).tail <= observed.tail) asFar++;
  }
  return {
    pValue: (asFar + 1) / (replicates + 1),
    place: observed.place / places,
    share: observed.below / count,
  };
}

function defaultPlaces(count: number): number {
  return Math.max(2, Math.min(mostPlaces, count));
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
