import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FormatError } from '../config/errors.ts';
import type { Trace, TraceVariable } from '../posterior/trace.ts';
import { traceToFile } from './arvizLayout.ts';
import { writeFile } from './hdf5/write.ts';
import { readNetcdf, writeNetcdf } from './netcdf.ts';
import { seal, UNSEALED } from './seal.ts';

/** xorshift32 in [0, 1): as incompressible as draws are. */
function source(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

const group = (...variables: TraceVariable[]) => Object.fromEntries(variables.map((it) => [it.name, it]));

function variable(
  name: string,
  values: Float64Array,
  dims: string[] = [],
  shape: number[] = [],
): TraceVariable {
  return { name, dims, shape, values };
}

/** Three parameters and seven statistics with the sizes and spreads of the seed's model. */
function seedTrace(chains = 4, draws = 1000): Trace {
  const random = source(7);
  const fine = () => random() + random() / 2 ** 32;
  const normal = () => fine() + fine() + fine() + fine() - 2;
  const scalar = (name: string, next: (i: number) => number) =>
    variable(
      name,
      Float64Array.from({ length: chains * draws }, (_, i) => next(i)),
    );
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
      scalar('lp', () => 410.5 + 1.5 * normal()),
      scalar('energy', () => -408.5 + 2 * normal()),
      scalar('acceptance_rate', () => Math.min(1, 0.9 + 0.2 * normal())),
      scalar('step_size', (i) => 0.7 + Math.floor(i / draws) / 17),
      scalar('tree_depth', () => 1 + Math.floor(3 * random())),
      scalar('n_steps', () => 2 ** (1 + Math.floor(3 * random())) - 1),
      scalar('diverging', () => (random() < 0.01 ? 1 : 0)),
    ),
  };
}

/** Named levels, awkward names, groups without draws, infinities and NaN. */
function awkwardTrace(): Trace {
  const random = source(3);
  const values = (length: number) => Float64Array.from({ length }, () => random() - 0.5);
  const theta = values(2 * 5 * 3 * 2);
  theta[3] = Number.NaN;
  theta[4] = Number.POSITIVE_INFINITY;
  theta[5] = -0;
  return {
    chains: 2,
    draws: 5,
    coords: { 'größe/cm': ['klein', 'α → β', ''], year: [2020, 2021.5], beta: ['a', 'b', 'c'] },
    posterior: group(
      variable('theta', theta, ['größe/cm', 'year'], [3, 2]),
      variable('beta', values(2 * 5 * 3), ['beta'], [3]),
      variable('mu', values(10)),
    ),
    sampleStats: {},
    groups: {
      log_likelihood: group(variable('y', values(2 * 5 * 7), ['obs_id'], [7])),
      observed_data: group(variable('y', values(7), ['obs_id'], [7])),
      prior: group(variable('mu', values(20))),
    },
  };
}

const attributes = {
  posterity: JSON.stringify({ config: 'é', text: 'x'.repeat(200) }),
  rows: 260,
  seconds: 0.5,
  short: 'a',
};

describe('a saved trace', () => {
  it('gives its draws back exactly, and its statistics to 5e-4 of their standard deviation', async () => {
    const trace = seedTrace();
    const back = await readNetcdf(await writeNetcdf(trace, attributes));
    expect(back.attributes).toEqual(attributes);
    expect(back.trace.posterior).toEqual(trace.posterior);
    for (const name of ['tree_depth', 'n_steps', 'diverging']) {
      expect(back.trace.sampleStats[name]).toEqual(trace.sampleStats[name]);
    }
    const spreads = { lp: 0.86, energy: 1.15, acceptance_rate: 0.1, step_size: 0.06 };
    for (const [name, sd] of Object.entries(spreads)) {
      const worst = trace.sampleStats[name].values.reduce(
        (most, value, i) => Math.max(most, Math.abs(value - back.trace.sampleStats[name].values[i])),
        0,
      );
      expect(worst).toBeLessThan(5.2e-4 * sd);
    }
  });

  it('keeps levels, names no file allows, further groups, NaN, infinities and the sign of zero', async () => {
    const trace = awkwardTrace();
    const { trace: back } = await readNetcdf(await writeNetcdf(trace, {}));
    expect(back.posterior).toEqual(trace.posterior);
    expect(back.groups).toEqual(trace.groups);
    expect(back.coords).toEqual({ ...trace.coords, obs_id: [0, 1, 2, 3, 4, 5, 6] });
    expect([back.chains, back.draws]).toEqual([2, 5]);
  });

  it('keeps whole-numbered levels when its bytes come as a Node Buffer, whose slices share memory', async () => {
    const mu = variable(
      'mu',
      Float64Array.from({ length: 30 }, (_, i) => i / 7),
      ['week'],
      [3],
    );
    const trace: Trace = {
      chains: 2,
      draws: 5,
      coords: { week: [4, 9, 52] },
      posterior: group(mu),
      sampleStats: {},
    };
    const { trace: back } = await readNetcdf(Buffer.from(await writeNetcdf(trace, {})));
    expect(back.coords).toEqual(trace.coords);
    expect(back.posterior).toEqual(trace.posterior);
  });

  it('of the seed’s size takes less than 120 KB', async () => {
    const bytes = await writeNetcdf(seedTrace(), { ...attributes, posterity: 'x'.repeat(6000) });
    expect(bytes.length).toBeLessThan(120_000);
  });

  it('has equal bytes when saved twice', async () => {
    expect(await writeNetcdf(seedTrace(), attributes)).toEqual(await writeNetcdf(seedTrace(), attributes));
  });

  it('is refused with any single byte altered', async () => {
    const bytes = await writeNetcdf(seedTrace(4, 100), attributes);
    const places = [...Array(700).keys(), ...Array.from({ length: bytes.length / 97 }, (_, i) => 97 * i)];
    for (const place of places) {
      const altered = bytes.slice();
      altered[place] ^= 1 << (place % 8);
      await expect(readNetcdf(altered), `byte ${place}`).rejects.toThrow(FormatError);
    }
  });

  it('altered and sealed anew is read or refused, but never breaks the reader', async () => {
    const bytes = await writeNetcdf(awkwardTrace(), attributes);
    const random = source(11);
    for (let round = 0; round < 500; round++) {
      const altered = bytes.slice();
      altered[48 + Math.floor((bytes.length - 48) * random())] ^= 1 << Math.floor(8 * random());
      try {
        seal(altered);
        await readNetcdf(altered);
      } catch (error) {
        if (!String(error).includes('no place for its checksum')) expect(error).toBeInstanceOf(FormatError);
      }
    }
  });

  it('is refused when cut short, with the lengths told', async () => {
    const bytes = await writeNetcdf(seedTrace(4, 100), attributes);
    for (let length = 0; length < bytes.length; length += 1 + Math.floor(bytes.length / 23)) {
      await expect(readNetcdf(bytes.slice(0, length)), `${length} bytes`).rejects.toThrow(FormatError);
    }
    await expect(readNetcdf(bytes.slice(0, -1))).rejects.toThrow(
      `cut short: ${bytes.length - 1} of ${bytes.length} bytes`,
    );
  });

  it('of a newer schema is refused with the advice to upgrade', async () => {
    const bytes = await writeFile(
      traceToFile(seedTrace(1, 10), { posterity_checksum: UNSEALED, posterity_schema: 99 }),
    );
    seal(bytes);
    await expect(readNetcdf(bytes)).rejects.toThrow(/schema 99.*upgrade/);
  });

  it('is not taken from a file of another kind', async () => {
    const text = (content: string) => new TextEncoder().encode(content.padEnd(100));
    await expect(readNetcdf(new Uint8Array(0))).rejects.toThrow('the file is empty');
    await expect(readNetcdf(text('week,rate\n1,2'))).rejects.toThrow('does not begin as an HDF5 file does');
    await expect(readNetcdf(text('CDF\x01'))).rejects.toThrow('netCDF classic');
    await expect(readNetcdf(text('PK\x03\x04'))).rejects.toThrow('zip archive');
  });

  it('without a posterior is refused, naming the groups there are', async () => {
    const bytes = await writeFile({
      attributes: {},
      groups: [{ name: 'prior', attributes: {}, datasets: [] }],
    });
    await expect(readNetcdf(bytes)).rejects.toThrow('no group "posterior" (found: prior)');
  });
});

/** A Python that has ArviZ, or undefined. */
function findPython(): string | undefined {
  return [process.env['POSTERITY_PYTHON'], 'python3'].find(
    (python) => python !== undefined && spawnSync(python, ['-c', 'import arviz, xarray']).status === 0,
  );
}

const python = findPython();

describe.skipIf(python === undefined)(
  'ArviZ (set POSTERITY_PYTHON to a Python that has arviz to run this)',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'posterity-netcdf-'));
    afterAll(() => rmSync(folder, { recursive: true }));
    const run = (program: string, ...argv: string[]) => {
      const { status, stdout, stderr } = spawnSync(python!, ['-W', 'ignore', '-c', program, ...argv], {
        encoding: 'utf8',
      });
      if (status !== 0) throw new Error(stderr);
      return stdout;
    };

    it('opens our file with named dimensions and the same numbers, whichever library reads it', async () => {
      const trace = awkwardTrace();
      const path = join(folder, 'ours.nc');
      writeFileSync(path, await writeNetcdf(trace, attributes));
      const program = `
import sys, json, arviz, xarray
out = {"groups": list(arviz.from_netcdf(sys.argv[1]).groups())}
for engine in ["h5netcdf", "netcdf4"]:
    try:
        posterior = xarray.open_dataset(sys.argv[1], group="posterior", engine=engine)
    except ValueError:
        continue
    out[engine] = {"dims": list(posterior["theta"].dims), "levels": [str(x) for x in posterior.coords["größe_cm"].values],
                   "mu": posterior["mu"].values.ravel().tolist(), "draw": posterior.coords["draw"].values.tolist()}
print(json.dumps(out))`;
      const found = JSON.parse(run(program, path));
      expect(found.groups.sort()).toEqual(['log_likelihood', 'observed_data', 'posterior', 'prior']);
      const { groups: _groups, ...engines } = found;
      expect(Object.keys(engines).length).toBeGreaterThan(0);
      for (const engine of Object.values(engines)) {
        expect(engine).toEqual({
          dims: ['chain', 'draw', 'größe_cm', 'year'],
          levels: ['klein', 'α → β', ''],
          mu: Array.from(trace.posterior['mu'].values),
          draw: [0, 1, 2, 3, 4],
        });
      }
    });

    it('writes files that we open, compressed or not', async () => {
      const path = join(folder, 'theirs.nc');
      const program = `
import sys, numpy, arviz
data = arviz.from_dict(posterior={"a": numpy.arange(20.0).reshape(2, 10), "b": numpy.arange(60.0).reshape(2, 10, 3)},
    sample_stats={"diverging": numpy.zeros((2, 10), dtype=bool), "n_steps": numpy.full((2, 10), 7)},
    coords={"level": ["x", "y", "z"]}, dims={"b": ["level"]})
data.to_netcdf(sys.argv[1])`;
      run(program, path);
      const { trace } = await readNetcdf(readFileSync(path));
      expect([trace.chains, trace.draws]).toEqual([2, 10]);
      expect(trace.coords).toEqual({ level: ['x', 'y', 'z'] });
      expect(trace.posterior['b'].dims).toEqual(['level']);
      expect(trace.posterior['b'].values).toEqual(Float64Array.from({ length: 60 }, (_, i) => i));
      expect(trace.sampleStats['n_steps'].values).toEqual(new Float64Array(20).fill(7));
    });

    it('writes a DataTree, whose groups inherit coordinates from the root, that we open', async () => {
      const path = join(folder, 'tree.nc');
      const program = `
import sys, numpy, xarray
root = xarray.Dataset(coords={"chain": [0, 1], "draw": range(10), "level": ["x", "y", "z"]})
posterior = xarray.Dataset({"b": (("chain", "draw", "level"), numpy.arange(60.0).reshape(2, 10, 3))})
xarray.DataTree.from_dict({"/": root, "/posterior": posterior}).to_netcdf(sys.argv[1], engine="h5netcdf")`;
      run(program, path);
      const { trace } = await readNetcdf(readFileSync(path));
      expect([trace.chains, trace.draws]).toEqual([2, 10]);
      expect(trace.coords).toEqual({ level: ['x', 'y', 'z'] });
      expect(trace.posterior['b'].values).toEqual(Float64Array.from({ length: 60 }, (_, i) => i));
    });
  },
);
