/** Random numbers recorded once a draw and played again for every row, so that a row's prediction depends on it alone. */
import { log } from './math.ts';
import { createRandom, type Random } from './random.ts';

export interface RandomTape {
  /** The numbers of a draw, from the first one; what the call before returned plays them no more. */
  readonly at: (draw: number) => Random;
}

/** Numbers of each kind kept for a draw: most distributions need one or two. */
const kept = 4;
const [keptPurpose, furtherPurpose] = [16, 17];

/** A tape for draws 0 … draws − 1; its numbers are independent of the chains' and of all other streams of the seed. */
export function createRandomTape(seed: number, draws: number): RandomTape {
  const normals = new Float64Array(draws * kept);
  const uniforms = new Float64Array(draws * kept);
  const isRecorded = new Uint8Array(draws);
  let from = 0;
  let current = 0;
  let nextNormal = 0;
  let nextUniform = 0;
  let further: Random | undefined;
  const beyond = (): Random => {
    further ??= createRandom(seed, current, furtherPurpose);
    return further;
  };
  const record = (draw: number): void => {
    const random = createRandom(seed, draw, keptPurpose);
    for (let k = draw * kept; k < (draw + 1) * kept; k++) normals[k] = random.normal();
    for (let k = draw * kept; k < (draw + 1) * kept; k++) uniforms[k] = random.uniform();
    isRecorded[draw] = 1;
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
      if (isRecorded[draw] === 0) record(draw);
      current = draw;
      from = draw * kept;
      nextNormal = 0;
      nextUniform = 0;
      further = undefined;
      return player;
    },
  };
}
