/** Where a kernel works, and the functions over draws that work there with it. */
import { type DrawsCore, instantiateDraws } from '../posterior/drawsCore.ts';

export type KernelFunction = (position: number, output: number) => number;

/** Where a kernel reads and writes in its memory, and what of it is free. */
export interface Workplace {
  readonly memory: WebAssembly.Memory;
  readonly positionAt: number;
  readonly outputAt: number;
  readonly freeAt: number;
}

const cores = new WeakMap<KernelFunction, DrawsCore>();

/** The functions over draws in a kernel's memory, which call the kernel's function. */
export function coreOver(run: KernelFunction, { memory, freeAt }: Workplace): DrawsCore {
  const core = cores.get(run) ?? instantiateDraws(memory, run, freeAt);
  cores.set(run, core);
  return core;
}
