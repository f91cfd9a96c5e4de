/** A bound kernel with memory of its own, called on plain vectors. */
import { mathExports } from '../numeric/math.ts';
import { specialExports } from '../numeric/special.ts';
import type { BoundKernel } from './kernels.ts';

const pageBytes = 65536;

/** Calls a kernel's functions; `position` and `output` are views that each call reads and writes. */
export interface KernelInstance {
  readonly position: Float64Array;
  readonly output: Float64Array;
  /** The values of a data column, to be read or replaced; undefined when the kernel reads no such column. */
  readonly column: (name: string, length: number) => Float64Array | undefined;
  /** Runs the named function at `position`; returns its value and leaves the outputs in `output`. */
  readonly run: (name: string) => number;
}

export function instantiate(kernel: BoundKernel): KernelInstance {
  const { bound } = kernel;
  const base = pageBytes;
  const align = (bytes: number): number => 16 * Math.ceil(bytes / 16);
  const positionAt = align(base + bound.byteLength) + 64;
  const outputAt = align(positionAt + 8 * kernel.position.length) + 64;
  const end = outputAt + 8 * kernel.output.length + 64;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(end / pageBytes) });
  const bytes = new Uint8Array(memory.buffer);
  for (const { offset, bytes: content } of bound.segments) bytes.set(content, base + offset);
  const words = new Int32Array(memory.buffer, base, bound.segments[0]!.bytes.byteLength / 4);
  for (const at of bound.relocations) words[at] = words[at]! + base;
  const context = new WebAssembly.Global({ value: 'i32' }, base);
  const instance = new WebAssembly.Instance(kernel.module, {
    env: { memory, context },
    math: mathExports(),
    special: specialExports(),
  });
  const functions = instance.exports;
  return {
    position: new Float64Array(memory.buffer, positionAt, kernel.position.length),
    output: new Float64Array(memory.buffer, outputAt, kernel.output.length),
    column: (name, length) => {
      const offset = bound.columnOffsets[name];
      return offset === undefined ? undefined : new Float64Array(memory.buffer, base + offset, length);
    },
    run: (name) => {
      const it = functions[name];
      if (typeof it !== 'function') throw new Error(`the kernel has no ${name}; please report this`);
      const value: unknown = it(positionAt, outputAt);
      return Number(value);
    },
  };
}
