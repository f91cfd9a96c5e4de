/** A target bound to data, in a form that can be sent to a worker, and its instance in a memory. */
import { mathExports } from '../numeric/math.ts';
import { specialExports } from '../numeric/special.ts';

export interface KernelImage {
  readonly module: WebAssembly.Module;
  /** Length of the position. */
  readonly dimension: number;
  /** Bytes by offset from the base; what lies between is zero. */
  readonly segments: readonly { readonly offset: number; readonly bytes: Uint8Array }[];
  readonly byteLength: number;
  /** Words of the image to which the base is added. */
  readonly relocations: Int32Array;
}

export interface LoadedKernel {
  readonly exports: WebAssembly.Exports;
  /** First address after the image. */
  readonly end: number;
}

const pageBytes = 65536;

/** Grows a memory to hold `bytes`. @throws RangeError when the platform cannot. */
export function growTo(memory: WebAssembly.Memory, bytes: number): void {
  const missing = Math.ceil((bytes - memory.buffer.byteLength) / pageBytes);
  if (missing > 0) memory.grow(missing);
}

/** Copies the image to `base` and instantiates its module there. */
export function loadKernel(image: KernelImage, memory: WebAssembly.Memory, base: number): LoadedKernel {
  const end = base + 16 * Math.ceil(image.byteLength / 16) + 64;
  growTo(memory, end);
  const bytes = new Uint8Array(memory.buffer);
  bytes.fill(0, base, end);
  for (const { offset, bytes: content } of image.segments) bytes.set(content, base + offset);
  const words = new Int32Array(memory.buffer);
  for (const at of image.relocations) words[base / 4 + at]! += base;
  const instance = new WebAssembly.Instance(image.module, {
    env: { memory, context: new WebAssembly.Global({ value: 'i32' }, base) },
    math: mathExports(),
    special: specialExports(),
  });
  return { exports: instance.exports, end };
}
