import { describe, expect, it } from 'vitest';
import { FormatError } from '../config/errors.ts';
import type { Trace, TraceVariable } from '../posterior/trace.ts';
import { readNetcdf, writeNetcdf } from './netcdf.ts';

/** xorshift32 in [0, 1): enough randomness for incompressible draws. */
function source(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

function seedLikeTrace(chains = 4, draws = 1000): Trace {
  const random = source(7);
  const fine = () => random() + random() / 2 ** 32;
  const normal = () => fine() + fine() + fine() + fine() - 2;
  const n = chains * draws;
  const scalar = (name: string, next: (i: number) => number): TraceVariable => ({
    name,
    dims: [],
    shape: [],
    values: Float64Array.from({ length: n }, (_, i) => next(i)),
  });
  const group = (...variables: TraceVariable[]) => Object.fromEntries(variables.map((it) => [it.name, it]));
  return {
    chains,
    draws,
    coords: {},
    posterior: group(
      scalar('lambda_val', () => 0.08 + 0.008 * normal()),
      scalar('intercept', () => 0.12 + 0.01 * normal()),
      scalar('sigma', () => 0.05 + 0.003 * normal()),
    ),
    sampleStats: group(
      scalar('lp', () => 410.5 + normal()),
      scalar('energy', () => -408.5 + normal()),
      scalar('acceptance_rate', () => Math.min(1, 0.9 + 0.2 * normal())),
      scalar('step_size', (i) => 0.7 + Math.floor(i / draws) / 17),
      scalar('tree_depth', () => 1 + Math.floor(3 * random())),
      scalar('n_steps', () => 2 ** (1 + Math.floor(3 * random())) - 1),
      scalar('diverging', () => (random() < 0.001 ? 1 : 0)),
    ),
  };
}

describe('netCDF', () => {
  it('gives the draws of a saved trace back exactly', async () => {
    const trace = seedLikeTrace();
    const { trace: back, attributes } = await readNetcdf(
      await writeNetcdf(trace, { posterity: '{"a":"é"}', rows: 260 }),
    );
    expect(back.posterior).toEqual(trace.posterior);
    expect(attributes).toEqual({ posterity: '{"a":"é"}', rows: 260 });
  });
  it('refuses', async () => {
    await expect(readNetcdf(new Uint8Array(3))).rejects.toThrow(FormatError);
  });
});

