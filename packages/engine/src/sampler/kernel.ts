/** A target bound to data, in a form that can be sent to a worker, and its instance in a memory. */
import { checkAddressable, refused } from '../compiler/memoryLimit.ts';
import { mathExports } from '../numeric/math.ts';
import { specialExports } from '../numeric/special.ts';
import type { RowsImage } from './rows/rowsImage.ts';

/** Everything here can be cloned by postMessage; the module is shared, not compiled again. */
export interface KernelImage {
  /**
   * Exports `logDensityGradient(position, gradient)`: addresses of f64s in, the log density out; and perhaps `logDensity`,
   * the same to the last bit, which leaves the gradient alone.
   */
  readonly module: WebAssembly.Module;
  /** Length of the position. */
  readonly dimension: number;
  /**
   * Number of parameters integrated out of the target, whose places follow those of the position in the draws; the module
   * then exports `complete` (assembly/nuts/kernel.ts). None when left out.
   */
  readonly integrated?: number;
  /** Where chains and searches begin, give or take; zero when left out. */
  readonly centre?: Float64Array;
  /** Bytes by offset from the base; what lies between is zero. */
  readonly segments: readonly { readonly offset: number; readonly bytes: Uint8Array }[];
  readonly byteLength: number;
  /** Indices of the 32-bit words of the image to which the base address is added. */
  readonly relocations: Int32Array;
  /** What is added to the target: the sum over the rows of a table so large that it is taken in blocks. */
  readonly rows?: RowsImage;
}

const pageBytes = 65536;

/** Grows a memory to hold `bytes`. @throws PosterityError when they cannot be addressed or the system refuses them. */
export function growTo(memory: WebAssembly.Memory, bytes: number): void {
  const missing = Math.ceil((bytes - memory.buffer.byteLength) / pageBytes);
  if (missing <= 0) return;
  checkAddressable(bytes);
  try {
    memory.grow(missing);
  } catch (error) {
    throw refused(bytes, error);
  }
}

/**
 * Copies an image to `base`, a multiple of 16, growing the memory as needed.
 * @returns the first free address after it.
 */
export function placeImage(image: KernelImage, memory: WebAssembly.Memory, base: number): number {
  // Kernels read and write whole lanes, so a little past their last array.
  const end = base + 16 * Math.ceil(image.byteLength / 16) + 64;
  growTo(memory, end);
  const bytes = new Uint8Array(memory.buffer);
  bytes.fill(0, base, end);
  for (const { offset, bytes: content } of image.segments) bytes.set(content, base + offset);
  const words = new Int32Array(memory.buffer);
  for (const at of image.relocations) words[base / 4 + at]! += base;
  return end;
}

/** An instance of the module over a memory. @param context holds the address of its context */
export function instantiateKernel(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  context: WebAssembly.Global,
): WebAssembly.Exports {
  return new WebAssembly.Instance(module, {
    env: { memory, context },
    math: mathExports(),
    // Read where the kernel imports it, and made then.
    get special() {
      return specialExports();
    },
  }).exports;
}

export type Target = (position: number, gradient: number) => number;

const isFunction = (value: unknown): value is Target => typeof value === 'function';

/** The log density with its gradient among a kernel's exports. @throws Error when there is none */
export function targetOf(exports: WebAssembly.Exports): Target {
  const target = exports['logDensityGradient'];
  if (!isFunction(target)) throw new Error('the kernel has no logDensityGradient; please report this');
  return target;
}

/** What draws the parameters that were integrated out, where some were. */
export function completionOf(exports: WebAssembly.Exports): Target {
  const complete = exports['complete'];
  return isFunction(complete) ? complete : () => Number.NaN;
}

/** The log density alone, where the kernel has it; else with its gradient. */
export function logDensityOf(exports: WebAssembly.Exports): Target {
  const alone = exports['logDensity'];
  return isFunction(alone) ? alone : targetOf(exports);
}
