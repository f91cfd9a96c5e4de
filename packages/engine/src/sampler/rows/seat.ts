/** A thread's place in the memory of rows: its own instance of the kernel, contexts, working memory and results. */
import { growTo, instantiateKernel, targetOf } from '../kernel.ts';
import { headOf, headWords, mostSeats, type Places, type RowsImage, roomOf } from './rowsImage.ts';

/** What a seat is taken for: to sum, or to help those who do. */
export const taken = { free: 0, helping: 1, summing: 2 } as const;

/** Words of a seat's job: blocks that nobody has begun, the number of the evaluation, and helpers who stay with it. */
export const jobWords = { left: 0, generation: 1, helpers: 2 };

/** Numbers of evaluations before they begin anew; a helper that was so late would be taken for one in time. */
const generations = 2 ** 20;

export interface Seat {
  readonly number: number;
  readonly memory: WebAssembly.Memory;
  /** Of any seat; undefined where this thread does not yet see so much of the memory. */
  readonly placesOf: (seat: number) => Places | undefined;
  /** Evaluates a block at the position of the places given, and leaves its numbers among this seat's results. */
  readonly evaluate: (block: number, of: Places) => void;
  readonly leave: () => void;
}

/** @param isPrepared whether another seat has evaluated every block, which computes what is known of the data alone. */
export function takeSeat(
  image: RowsImage,
  memory: WebAssembly.Memory,
  how: 'helping' | 'summing',
  isPrepared: boolean,
): Seat {
  const { blocks } = image;
  const room = roomOf(image);
  const number = freeSeat(memory);
  const own = room.seat(number);
  growTo(memory, own.end);
  const words = blocks.contexts.length / blocks.count;
  const contexts = new Int32Array(memory.buffer, own.contexts, blocks.contexts.length);
  contexts.set(blocks.contexts);
  for (let at = 0; at < contexts.length; at += words) {
    for (const word of blocks.dataWords) contexts[at + word]! += room.dataAt;
    for (const word of blocks.workWords) contexts[at + word]! += own.work;
    if (isPrepared && blocks.preparedWord !== undefined) contexts[at + blocks.preparedWord] = 1;
  }
  new Uint8Array(memory.buffer, own.work, own.end - own.work).fill(0);
  const context = new WebAssembly.Global({ value: 'i32', mutable: true }, own.contexts);
  const target = targetOf(instantiateKernel(image.module, memory, context));
  const head = headOf(memory);
  // Helpers without work look for whom to stay with.
  Atomics.store(head, headWords.seats + number, taken[how]);
  Atomics.add(head, headWords.bell, 1);
  Atomics.notify(head, headWords.bell);
  return {
    number,
    memory,
    placesOf: (seat) => {
      const places = room.seat(seat);
      return places.end <= memory.buffer.byteLength ? places : undefined;
    },
    evaluate: (block, of) => {
      context.value = own.contexts + 4 * words * block;
      const value = target(of.position, own.gradients + block * room.gradientBytes);
      new Float64Array(memory.buffer, own.values, blocks.count)[block] = value;
    },
    leave: () => {
      Atomics.store(headOf(memory), headWords.seats + number, taken.free);
      const job = jobOf(memory, own);
      begin(job, generationAfter(job));
    },
  };
}

function freeSeat(memory: WebAssembly.Memory): number {
  const head = headOf(memory);
  for (let number = 0; number < mostSeats; number++) {
    const before = Atomics.compareExchange(head, headWords.seats + number, taken.free, taken.helping);
    if (before === taken.free) return number;
  }
  throw new Error(`more than ${mostSeats} threads evaluate the same rows`);
}

export function jobOf(memory: WebAssembly.Memory, { job }: Places): Int32Array {
  return new Int32Array(memory.buffer, job, 3);
}

/** Who gave each block's result of the evaluation under way: see `tagOf`. */
export function ownersOf(memory: WebAssembly.Memory, { owners }: Places, count: number): Int32Array {
  return new Int32Array(memory.buffer, owners, count);
}

export function generationAfter(job: Int32Array): number {
  return (Atomics.load(job, jobWords.generation) + 1) % generations;
}

/** Begins an evaluation: whoever waits for it wakes. */
export function begin(job: Int32Array, generation: number): void {
  Atomics.store(job, jobWords.generation, generation);
  Atomics.notify(job, jobWords.generation);
}

/** The word of a block that has no result in a generation; that of seat k's result is k + 1 more. */
export function tagOf(generation: number): number {
  return generation * (mostSeats + 1);
}

/** Takes the next block that nobody has begun; `count` where there is none. */
export function nextBlock(job: Int32Array, count: number): number {
  if (Atomics.load(job, jobWords.left) <= 0) return count;
  return Math.min(count - Atomics.sub(job, jobWords.left, 1), count);
}
