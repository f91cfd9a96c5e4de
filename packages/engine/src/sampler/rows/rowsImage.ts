/**
 * The part of a log density that sums over the rows of a large table, in blocks, and the memory its rows lie in: one for
 * all threads where they can share memory, else one of each thread's own.
 *
 * A memory holds a few words for all, the data, and seats: what one thread works in, and others help it with.
 */
import type { BoundBlocks } from '../../compiler/bindBlocks.ts';
import { mostPages } from '../../compiler/kernel.ts';
import { checkAddressable, refused } from '../../compiler/memoryLimit.ts';

/** Can be sent to a worker, and then costs no copy of the rows where they are shared. */
export interface RowsImage {
  /** Exports `logDensityGradient(position, gradient)` of the block whose context it is given. */
  readonly module: WebAssembly.Module;
  /** Length of the position. */
  readonly dimension: number;
  /** Without segments where they stand in a memory that threads share. */
  readonly blocks: BoundBlocks;
  readonly memory?: WebAssembly.Memory;
}

const pageBytes = 65536;

/** Words at the start of a memory: `bell` grows with every seat taken; then one a seat. */
export const headWords = { bell: 0, seats: 16 };
export const mostSeats = 1000;
const dataAt = 4096;

export function headOf(memory: WebAssembly.Memory): Int32Array {
  return new Int32Array(memory.buffer, 0, headWords.seats + mostSeats);
}

/** Seats there is room for from the start; what is not used takes no memory. */
const firstSeats = 8;

const aligned = (bytes: number): number => 64 * Math.ceil(bytes / 64);

/** Where things stand in a memory, in bytes. */
export interface Room {
  readonly dataAt: number;
  /** Distance of the gradients of two blocks. */
  readonly gradientBytes: number;
  seat(k: number): Places;
}

/** Of one seat; `end` is the first byte after it. */
export interface Places {
  /** See `jobWords`. */
  readonly job: number;
  /** A word a block: whose result counts. */
  readonly owners: number;
  readonly position: number;
  /** Results of whoever sits here: log densities and gradients by block. */
  readonly values: number;
  readonly gradients: number;
  readonly contexts: number;
  readonly work: number;
  readonly end: number;
}

export function roomOf({ dimension, blocks }: RowsImage): Room {
  // Kernels read and write whole lanes, so a little past the last entry.
  const gradientBytes = aligned(8 * dimension + 16);
  const seatsAt = dataAt + aligned(blocks.byteLength + 64);
  const sizes = [
    64,
    aligned(4 * blocks.count),
    gradientBytes,
    aligned(8 * blocks.count),
    blocks.count * gradientBytes,
    aligned(blocks.contexts.byteLength),
    aligned(blocks.workBytes + 64),
  ];
  const seatBytes = sizes.reduce((sum, size) => sum + size, 0);
  const made: Places[] = [];
  const placesOf = (k: number): Places => {
    let at = seatsAt + k * seatBytes;
    const [job, owners, position, values, gradients, contexts, work] = sizes.map((size) => {
      at += size;
      return at - size;
    }) as [number, number, number, number, number, number, number];
    return { job, owners, position, values, gradients, contexts, work, end: at };
  };
  const seat = (k: number): Places => {
    made[k] ??= placesOf(k);
    return made[k];
  };
  return { dataAt, gradientBytes, seat };
}

/**
 * V8 does not count memory that threads share, and would let that of fit after fit pile up. What it counts is an array of
 * the same size, which nobody touches and which so takes no memory itself.
 */
const weights = new WeakMap<WebAssembly.Memory, ArrayBuffer>();

/** A memory with the rows in it and room for seats. @throws PosterityError when the system refuses it */
export function placeRows(image: RowsImage, isShared: boolean): WebAssembly.Memory {
  const room = roomOf(image);
  const bytes = room.seat((isShared ? firstSeats : 1) - 1).end;
  checkAddressable(bytes);
  const initial = Math.ceil(bytes / pageBytes);
  let memory: WebAssembly.Memory;
  try {
    memory = new WebAssembly.Memory(isShared ? { initial, maximum: mostPages, shared: true } : { initial });
  } catch (error) {
    throw refused(bytes, error);
  }
  if (isShared) weights.set(memory, new ArrayBuffer(bytes));
  const target = new Uint8Array(memory.buffer);
  for (const { offset, bytes: content } of image.blocks.segments) target.set(content, room.dataAt + offset);
  return memory;
}
