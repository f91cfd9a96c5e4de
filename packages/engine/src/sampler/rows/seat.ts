/** A thread's place in the memory of rows: its own instance of the kernel, contexts and working memory. */
import { growTo, instantiateKernel, targetOf } from '../kernel.ts';
import { headOf, headWords, mostSeats, type Places, type Room, type RowsImage, roomOf } from './rowsImage.ts';

export interface Seat {
  readonly number: number;
  readonly room: Room;
  readonly memory: WebAssembly.Memory;
  /** Evaluates a block for whoever sits at the places given, and leaves its numbers there. */
  evaluate(block: number, of: Places): void;
  /** Forgets that the seat is taken. */
  leave(): void;
}

/** Words of a place's job. */
export const jobWords = { left: 0, done: 1 };

/** @param isPrepared whether another seat has evaluated every block, which computes what is known of the data alone. */
export function takeSeat(image: RowsImage, memory: WebAssembly.Memory, isPrepared: boolean): Seat {
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
  return {
    number,
    room,
    memory,
    evaluate: (block, of) => {
      context.value = own.contexts + 4 * words * block;
      const value = target(of.position, of.gradients + block * room.gradientBytes);
      new Float64Array(memory.buffer, of.values, blocks.count)[block] = value;
    },
    leave: () => {
      Atomics.store(headOf(memory), headWords.seats + number, 0);
    },
  };
}

function freeSeat(memory: WebAssembly.Memory): number {
  const head = headOf(memory);
  for (let number = 0; number < mostSeats; number++) {
    if (Atomics.compareExchange(head, headWords.seats + number, 0, 1) === 0) return number;
  }
  throw new Error(`more than ${mostSeats} threads evaluate the same rows`);
}
