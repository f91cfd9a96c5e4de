/** The side of a worker that helps others with the rows of a large table. */
import { headOf, headWords, mostSeats, type Places, type RowsImage } from './rowsImage.ts';
import { jobOf, jobWords, nextBlock, ownersOf, type Seat, tagOf, taken, takeSeat } from './seat.ts';

/** Milliseconds after which a helper looks whether it is still wanted, should it have missed being told. */
const patience = 50;
/** Looks at a word that changes soon before the thread lies down, which costs it and the other more: about 20 µs. */
const looks = 4000;

/**
 * Evaluates blocks for the threads that sum over the rows, until the crew is dismissed: it stays with one until that has
 * no more to do, for its results are read from here. It holds this thread all the while, which must be one that may wait.
 */
export function helpWithRows(image: RowsImage, crew: number): void {
  const { memory, blocks } = image;
  if (memory === undefined) return;
  const head = headOf(memory);
  const isWanted = (): boolean => Atomics.load(head, headWords.crew) === crew;
  if (!isWanted()) return;
  const seat = takeSeat(image, memory, 'helping', true);
  while (isWanted()) {
    const rung = Atomics.load(head, headWords.bell);
    const number = neediest(seat, head);
    if (number === undefined) {
      Atomics.wait(head, headWords.bell, rung, patience);
      continue;
    }
    const places = seat.placesOf(number)!;
    const job = jobOf(memory, places);
    Atomics.add(job, jobWords.helpers, 1);
    while (isWanted() && isSumming(head, number)) helpOnce(seat, places, job, blocks.count);
    Atomics.sub(job, jobWords.helpers, 1);
  }
  seat.leave();
}

function isSumming(head: Int32Array, number: number): boolean {
  return Atomics.load(head, headWords.seats + number) === taken.summing;
}

/** The seat with the fewest helpers among those who sum. */
function neediest(seat: Seat, head: Int32Array): number | undefined {
  let [found, fewest]: [number | undefined, number] = [undefined, Number.POSITIVE_INFINITY];
  for (let number = 0; number < mostSeats; number++) {
    const places = seat.placesOf(number);
    if (places === undefined) break;
    if (!isSumming(head, number)) continue;
    const helpers = Atomics.load(jobOf(seat.memory, places), jobWords.helpers);
    if (helpers < fewest) [found, fewest] = [number, helpers];
  }
  return found;
}

/** Evaluates blocks as long as there are any; then waits for the next evaluation. */
function helpOnce(seat: Seat, places: Places, job: Int32Array, count: number): void {
  const seen = Atomics.load(job, jobWords.generation);
  const owners = ownersOf(seat.memory, places, count);
  for (let block = nextBlock(job, count); block < count; block = nextBlock(job, count)) {
    // Read after the block was taken: a result is offered only to the evaluation whose position it was made at.
    const tag = tagOf(Atomics.load(job, jobWords.generation));
    seat.evaluate(block, places);
    Atomics.compareExchange(owners, block, tag, tag + seat.number + 1);
  }
  for (let look = 0; look < looks; look++) {
    if (Atomics.load(job, jobWords.generation) !== seen) return;
  }
  Atomics.wait(job, jobWords.generation, seen, patience);
}
