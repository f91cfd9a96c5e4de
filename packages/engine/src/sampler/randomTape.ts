/** Random numbers recorded once a draw and played again for every row, so that a row's prediction depends on it alone. */

import { log } from '../numeric/math.ts';
import { createRandom, type Random, seedWords } from '../numeric/random.ts';
import { instantiateCore, kernelBase } from './core.ts';
import { growTo } from './kernel.ts';

export interface RandomTape {
  /** The numbers of a draw, from the first one; what the call before returned plays them no more. */
  readonly at: (draw: number) => Random;
}

/** Numbers of each kind kept for a draw: most distributions need one or two. */
const kept = 4;
const [keptPurpose, furtherPurpose] = [16, 17];

/** A tape for draws 0 … draws − 1; its numbers are independent of the chains' and of all other streams of the seed. */
export function createRandomTape(seed: number, draws: number): RandomTape {
  const { normals, uniforms } = recorded(seed, draws);
  let from = 0;
  let current = 0;
  let nextNormal = 0;
  let nextUniform = 0;
  let further: Random | undefined;
  const beyond = (): Random => {
    further ??= createRandom(seed, current, furtherPurpose);
    return further;
  };
  const uniform = (): number => (nextUniform < kept ? uniforms[from + nextUniform++]! : beyond().uniform());
  const player: Random = {
    uniform,
    normal: () => (nextNormal < kept ? normals[from + nextNormal++]! : beyond().normal()),
    exponential: () => -log(uniform()),
    integer: (n) => Math.floor(uniform() * n),
  };
  return {
    at(draw) {
      current = draw;
      from = draw * kept;
      nextNormal = 0;
      nextUniform = 0;
      further = undefined;
      return player;
    },
  };
}

/** The first normals, then the first uniforms, of each draw's stream: those of `createRandom`. */
function recorded(seed: number, draws: number): { normals: Float64Array; uniforms: Float64Array } {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const core = instantiateCore(memory, () => 0);
  const count = draws * kept;
  const uniformsAt = kernelBase + 8 * count;
  growTo(memory, uniformsAt + 8 * count);
  const [low, high] = seedWords(seed);
  core.recordTape(low, high, keptPurpose, draws, kept, kernelBase, uniformsAt);
  // Copies, so that the memory, of which there may be few, is given back.
  const numbers = (at: number): Float64Array => new Float64Array(memory.buffer, at, count).slice();
  return { normals: numbers(kernelBase), uniforms: numbers(uniformsAt) };
}
