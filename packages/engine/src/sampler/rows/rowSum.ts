/**
 * The sum over the rows of a large table: each block's numbers are kept and added in the order of the blocks, whoever
 * evaluated them, so that it has the same bits for any number of threads.
 */
import { headOf, headWords, placeRows, type RowsImage } from './rowsImage.ts';
import { jobWords, type Seat, takeSeat } from './seat.ts';

/** Adds the rows' gradient at a position to `gradient`, and returns their log density. */
export interface RowSum {
  add(position: Float64Array, gradient: Float64Array): number;
  /** Lets others have what this thread used. */
  release(): void;
}

/** Milliseconds after which a helper that took a block and does not finish it is given up. */
const patience = 1000;

/** Memories of this thread's own, where threads share none. */
const ownMemories = new WeakMap<RowsImage, WebAssembly.Memory>();

/** The rows in a memory that threads share, which the image returned refers to. */
export function shareRows(image: RowsImage): RowsImage {
  const memory = placeRows(image, true);
  prepare(image, memory);
  return { ...image, blocks: { ...image.blocks, segments: [] }, memory };
}

function memoryOf(image: RowsImage): WebAssembly.Memory {
  const known = image.memory ?? ownMemories.get(image);
  if (known !== undefined) return known;
  const memory = placeRows(image, false);
  prepare(image, memory);
  ownMemories.set(image, memory);
  return memory;
}

/** Computes what is known of the data alone, by evaluating every block once. */
function prepare(image: RowsImage, memory: WebAssembly.Memory): void {
  if (image.blocks.preparedWord === undefined) return;
  const seat = takeSeat(image, memory, false);
  for (let block = 0; block < image.blocks.count; block++) seat.evaluate(block, seat.room.seat(seat.number));
  seat.leave();
}

/** The sum as this thread evaluates it, with whoever helps. */
export function rowSumOf(image: RowsImage): RowSum {
  const { dimension, blocks } = image;
  const memory = memoryOf(image);
  const total = new Float64Array(dimension);
  let seat = takeSeat(image, memory, true);
  let isAlone = image.memory === undefined;
  return {
    add: (position, gradient) => {
      put(seat, position);
      if (isAlone) evaluateAlone(seat, blocks.count);
      else if (!evaluateTogether(seat, blocks.count)) {
        // A lost helper may yet write into the seat, so it is left to it.
        seat = takeSeat(image, memory, true);
        isAlone = true;
        put(seat, position);
        evaluateAlone(seat, blocks.count);
      }
      return addUp(seat, blocks.count, total, gradient);
    },
    release: () => seat.leave(),
  };
}

const placesOf = (seat: Seat) => seat.room.seat(seat.number);

function put({ memory, room, number }: Seat, position: Float64Array): void {
  new Float64Array(memory.buffer, room.seat(number).position, position.length).set(position);
}

function evaluateAlone(seat: Seat, count: number): void {
  const places = placesOf(seat);
  for (let block = 0; block < count; block++) seat.evaluate(block, places);
}

/** Evaluates all blocks with whoever helps; false where a helper has been lost. */
function evaluateTogether(seat: Seat, count: number): boolean {
  const { memory } = seat;
  const places = placesOf(seat);
  const job = new Int32Array(memory.buffer, places.job, 2);
  Atomics.store(job, jobWords.done, 0);
  Atomics.store(job, jobWords.left, count);
  ring(memory);
  for (let block = nextBlock(job, count); block < count; block = nextBlock(job, count)) {
    seat.evaluate(block, places);
    Atomics.add(job, jobWords.done, 1);
  }
  return allDone(job, count);
}

/** Takes the next block that nobody has; `count` where there is none. */
function nextBlock(job: Int32Array, count: number): number {
  if (Atomics.load(job, jobWords.left) <= 0) return count;
  return Math.min(count - Atomics.sub(job, jobWords.left, 1), count);
}

function allDone(job: Int32Array, count: number): boolean {
  const end = performance.now() + patience;
  for (;;) {
    const done = Atomics.load(job, jobWords.done);
    if (done === count) return true;
    const milliseconds = end - performance.now();
    if (milliseconds <= 0) return false;
    Atomics.wait(job, jobWords.done, done, milliseconds);
  }
}

function addUp(seat: Seat, count: number, total: Float64Array, gradient: Float64Array): number {
  const { memory, room } = seat;
  const places = placesOf(seat);
  const dimension = total.length;
  const values = new Float64Array(memory.buffer, places.values, count);
  const stride = room.gradientBytes / 8;
  const gradients = new Float64Array(memory.buffer, places.gradients, count * stride);
  total.fill(0);
  let value = 0;
  for (let block = 0; block < count; block++) {
    value += values[block]!;
    for (let i = 0; i < dimension; i++) total[i]! += gradients[block * stride + i]!;
  }
  for (let i = 0; i < dimension; i++) gradient[i]! += total[i]!;
  return value;
}

/** Tells helpers that there is work, or that they may go. */
export function ring(memory: WebAssembly.Memory): void {
  const head = headOf(memory);
  Atomics.add(head, headWords.bell, 1);
  Atomics.notify(head, headWords.bell);
}

/**
 * Evaluates blocks for any thread that sums over the rows, until the crew is dismissed. It holds this thread all the
 * while, which must be one that may wait.
 */
export function helpWithRows(image: RowsImage, crew: number): void {
  const { memory, blocks } = image;
  if (memory === undefined) return;
  const seat = takeSeat(image, memory, true);
  const head = headOf(memory);
  while (Atomics.load(head, headWords.crew) === crew) {
    const rung = Atomics.load(head, headWords.bell);
    if (!helpAll(seat, blocks.count)) Atomics.wait(head, headWords.bell, rung);
  }
  seat.leave();
}

/** One round of the seats; whether there was anything to do. */
function helpAll(seat: Seat, count: number): boolean {
  const { memory, room } = seat;
  let hasHelped = false;
  for (let k = 0; ; k++) {
    const places = room.seat(k);
    if (places.end > memory.buffer.byteLength) return hasHelped;
    const job = new Int32Array(memory.buffer, places.job, 2);
    for (let block = nextBlock(job, count); block < count; block = nextBlock(job, count)) {
      seat.evaluate(block, places);
      hasHelped = true;
      if (Atomics.add(job, jobWords.done, 1) === count - 1) Atomics.notify(job, jobWords.done);
    }
  }
}
