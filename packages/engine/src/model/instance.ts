/** A bound kernel with memory of its own, called on plain vectors. */
import { mathExports } from '../numeric/math.ts';
import { specialExports } from '../numeric/special.ts';
import { type DrawColumn, roomForDraws, runAtDraws } from './eachDraw.ts';
import type { BoundKernel } from './kernels.ts';
import { quantilesOfRows, type SpreadRows } from './rowQuantiles.ts';
import type { KernelFunction } from './workplace.ts';

const pageBytes = 65536;

/** Calls a kernel's functions; `position` and `output` are views that each call reads and writes. */
export interface KernelInstance {
  readonly position: Float64Array;
  readonly output: Float64Array;
  /** The values of a data column, to be read or replaced; undefined when the kernel reads no such column. */
  readonly column: (name: string, length: number) => Float64Array | undefined;
  /** The named function, to be called often. */
  readonly caller: (name: string) => () => number;
  /** Runs the named function at `position`; returns its value and leaves the outputs in `output`. */
  readonly run: (name: string) => number;
  /** Runs the named function at `count` draws: at positions of the given columns, its outputs into the kept ones. */
  readonly atDraws: (
    name: string,
    count: number,
    given: readonly DrawColumn[],
    kept: readonly DrawColumn[],
  ) => void;
  /** Quantiles of rows by the named function, a column for each probability. The instance may be good no more after it. */
  readonly rowQuantiles: (name: string, of: SpreadRows, probabilities: readonly number[]) => Float64Array[];
}

/** A memory with an instance of a module over it, whose context lies at the first page's end. */
interface Room {
  readonly memory: WebAssembly.Memory;
  readonly functions: WebAssembly.Exports;
  /** Whose data lie in it. */
  tenant?: KernelInstance;
}

const base = pageBytes;

export function instantiate(kernel: BoundKernel): KernelInstance {
  return furnished(kernel, roomFor(kernel));
}

const rooms = new WeakMap<WebAssembly.Module, Room>();

/** An instance in a room that every call for the same module shares: it is good until the next call. */
export interface BriefInstance extends KernelInstance {
  readonly isGood: () => boolean;
}

/** As `instantiate`, in a room that is used again and again: fit after fit then takes no memory of its own. */
export function instantiateBriefly(kernel: BoundKernel): BriefInstance {
  const known = rooms.get(kernel.module);
  const room =
    known !== undefined && known.memory.buffer.byteLength >= layoutOf(kernel).end ? known : roomFor(kernel);
  if (room.memory.buffer.byteLength <= largestKept) rooms.set(kernel.module, room);
  const instance = furnished(kernel, room);
  room.tenant = instance;
  const { buffer } = room.memory;
  return { ...instance, isGood: () => room.tenant === instance && room.memory.buffer === buffer };
}

/** A larger memory is left to the garbage collector. */
const largestKept = 2 ** 24;

function roomFor(kernel: BoundKernel): Room {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(layoutOf(kernel).end / pageBytes) });
  const context = new WebAssembly.Global({ value: 'i32' }, base);
  const { exports } = new WebAssembly.Instance(kernel.module, {
    env: { memory, context },
    math: mathExports(),
    // Read where the kernel imports it, and made then.
    get special() {
      return specialExports();
    },
  });
  return { memory, functions: exports };
}

function layoutOf({ bound, position, output }: BoundKernel) {
  const align = (bytes: number): number => 16 * Math.ceil(bytes / 16);
  const positionAt = align(base + bound.byteLength) + 64;
  const outputAt = align(positionAt + 8 * position.length) + 64;
  const freeAt = align(outputAt + 8 * output.length) + 64;
  return { positionAt, outputAt, freeAt, end: freeAt + roomForDraws(position.length, output.length) };
}

const isFunction = (value: unknown): value is KernelFunction => typeof value === 'function';

/** Puts the data of a kernel into a room. */
function furnished(kernel: BoundKernel, { memory, functions }: Room): KernelInstance {
  const { bound } = kernel;
  const { positionAt, outputAt, freeAt } = layoutOf(kernel);
  const bytes = new Uint8Array(memory.buffer);
  bytes.fill(0, base, freeAt);
  for (const { offset, bytes: content } of bound.segments) bytes.set(content, base + offset);
  const words = new Int32Array(memory.buffer, base, bound.segments[0]!.bytes.byteLength / 4);
  for (const at of bound.relocations) words[at] = words[at]! + base;
  const workplace = { memory, positionAt, outputAt, freeAt };
  const found = (name: string): KernelFunction => {
    const it = functions[name];
    if (!isFunction(it)) throw new Error(`the kernel has no ${name}; please report this`);
    return it;
  };
  const caller = (name: string): (() => number) => {
    const it = found(name);
    return () => it(positionAt, outputAt);
  };
  return {
    position: new Float64Array(memory.buffer, positionAt, kernel.position.length),
    output: new Float64Array(memory.buffer, outputAt, kernel.output.length),
    column: (name, length) => {
      const offset = bound.columnOffsets[name];
      return offset === undefined ? undefined : new Float64Array(memory.buffer, base + offset, length);
    },
    caller,
    run: (name) => caller(name)(),
    atDraws: (name, count, given, kept) => runAtDraws(found(name), workplace, count, given, kept),
    rowQuantiles: (name, of, probabilities) => quantilesOfRows(found(name), workplace, of, probabilities),
  };
}
