/**
 * The sum over the rows of a large table: each block's numbers are kept and added in the order of the blocks, whoever
 * evaluated them, so that it has the same bits for any number of threads.
 *
 * Who sums takes blocks like its helpers do, and in the end evaluates those that a helper began and has not finished: it
 * waits for nobody, and a helper that is late or gone costs at most a block.
 */
import { type Places, placeRows, type RowsImage, roomOf } from './rowsImage.ts';
import {
  begin,
  generationAfter,
  jobOf,
  jobWords,
  nextBlock,
  ownersOf,
  type Seat,
  tagOf,
  takeSeat,
} from './seat.ts';

/** Adds the rows' gradient at a position to `gradient`, and returns their log density. */
export interface RowSum {
  add(position: Float64Array, gradient: Float64Array): number;
  /** Lets others have what this thread used. */
  release(): void;
}

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
  const seat = takeSeat(image, memory, 'summing', false);
  const places = roomOf(image).seat(seat.number);
  for (let block = 0; block < image.blocks.count; block++) seat.evaluate(block, places);
  seat.leave();
}

/** The sum as this thread evaluates it, with whoever helps. */
export function rowSumOf(image: RowsImage): RowSum {
  const { dimension, blocks } = image;
  const memory = memoryOf(image);
  const seat = takeSeat(image, memory, 'summing', true);
  const room = roomOf(image);
  const own = room.seat(seat.number);
  const total = new Float64Array(dimension);
  return {
    add: (position, gradient) => {
      new Float64Array(memory.buffer, own.position, dimension).set(position);
      const owners = ownersOf(memory, own, blocks.count);
      const tag = evaluateBlocks(seat, own, owners);
      const value = addUp(seat, owners, tag, room.gradientBytes / 8, total);
      for (let i = 0; i < dimension; i++) gradient[i]! += total[i]!;
      return value;
    },
    release: seat.leave,
  };
}

/** Evaluates all blocks with whoever helps; returns the tag of the evaluation. */
function evaluateBlocks(seat: Seat, own: Places, owners: Int32Array): number {
  const { length: count } = owners;
  const job = jobOf(seat.memory, own);
  const generation = generationAfter(job);
  const tag = tagOf(generation);
  for (let block = 0; block < count; block++) Atomics.store(owners, block, tag);
  Atomics.store(job, jobWords.left, count);
  begin(job, generation);
  const evaluate = (block: number): void => {
    seat.evaluate(block, own);
    Atomics.store(owners, block, tag + seat.number + 1);
  };
  for (let block = nextBlock(job, count); block < count; block = nextBlock(job, count)) evaluate(block);
  for (let block = 0; block < count; block++) {
    const owner = Atomics.load(owners, block) - tag - 1;
    if (owner < 0 || seat.placesOf(owner) === undefined) evaluate(block);
  }
  return tag;
}

/** Sums the results in the order of the blocks: the gradients into `total`, the log densities as the value returned. */
function addUp(seat: Seat, owners: Int32Array, tag: number, stride: number, total: Float64Array): number {
  const numbers = new Float64Array(seat.memory.buffer);
  total.fill(0);
  let value = 0;
  for (let block = 0; block < owners.length; block++) {
    const places = seat.placesOf(Atomics.load(owners, block) - tag - 1)!;
    value += numbers[places.values / 8 + block]!;
    const from = places.gradients / 8 + block * stride;
    for (let i = 0; i < total.length; i++) total[i]! += numbers[from + i]!;
  }
  return value;
}
