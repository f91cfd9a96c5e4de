/** The side of a worker that helps others with the rows of a large table. */
import { headOf, headWords, mostSeats, type Places, type RowsImage } from './rowsImage.ts';
import { jobOf, jobWords, nextBlock, ownersOf, type Seat, tagOf, taken, takeSeat } from './seat.ts';

/** Milliseconds after which a helper looks whether it is still wanted. */
const patience = 10;
/** Looks at a word that changes soon before the thread lies down, which costs it and the other more: about 20 µs. */
const looks = 4000;

/** Looks for an end, each as long as `patience`, after which whoever summed counts as gone. */
const mostWaits = 100;

/**
 * Evaluates blocks for the threads that sum over the rows as long as it is wanted: it stays with one until that has no
 * more to do. It holds this thread all the while, which must be one that may wait.
 */
export function helpWithRows(image: RowsImage, isWanted: () => boolean): void {
  const { memory, blocks } = image;
  if (memory === undefined) return;
  const head = headOf(memory);
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
    const isDone = (): boolean => Atomics.load(head, headWords.seats + number) !== taken.summing;
    Atomics.add(job, jobWords.helpers, 1);
    let offered = none;
    while (isWanted() && !isDone()) {
      offered = offerBlocks(seat, places, job, blocks.count) ?? offered;
      awaitNext(job);
    }
    Atomics.sub(job, jobWords.helpers, 1);
    // The last results may still be read from this seat; should nobody end that evaluation, the seat is left to it.
    for (let waits = 0; !isDone() && Atomics.load(job, jobWords.generation) === offered; waits++) {
      if (waits === mostWaits) return;
      Atomics.wait(job, jobWords.generation, offered, patience);
    }
  }
  seat.leave();
}

const none = -1;

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

/** Evaluates blocks as long as there are any; returns the last evaluation that one was offered to. */
function offerBlocks(seat: Seat, places: Places, job: Int32Array, count: number): number | undefined {
  const owners = ownersOf(seat.memory, places, count);
  let offered: number | undefined;
  for (let block = nextBlock(job, count); block < count; block = nextBlock(job, count)) {
    // Read after the block was taken: a result is offered only to the evaluation whose position it was made at.
    offered = Atomics.load(job, jobWords.generation);
    const tag = tagOf(offered);
    seat.evaluate(block, places);
    Atomics.compareExchange(owners, block, tag, tag + seat.number + 1);
  }
  return offered;
}

/** Returns when there is a new evaluation, or after a while. */
function awaitNext(job: Int32Array): void {
  const seen = Atomics.load(job, jobWords.generation);
  for (let look = 0; look < looks; look++) {
    if (Atomics.load(job, jobWords.left) > 0) return;
  }
  Atomics.wait(job, jobWords.generation, seen, patience);
}
