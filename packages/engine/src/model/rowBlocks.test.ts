import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { parseConfig } from '../config/config.ts';
import { toColumn, toTable } from '../data/columns.ts';
import { createRandom } from '../numeric/random.ts';
import { usefulThreads } from '../sampler/rows/crew.ts';
import { helpWithRows } from '../sampler/rows/help.ts';
import { rowSumOf } from '../sampler/rows/rowSum.ts';
import { headWords, type RowsImage, roomOf } from '../sampler/rows/rowsImage.ts';
import { jobWords, taken } from '../sampler/rows/seat.ts';
import { instantiate } from './instance.ts';
import { bind, samplingKernel } from './kernels.ts';
import { knowledge } from './knowledge.ts';
import { Model } from './model.ts';
import { blockedKernels, rowsImageOf, takesBlocks } from './rowBlocks.ts';
import { specify } from './specification.ts';
import { prepareTraining } from './trainingData.ts';

const rowCount = 20_001;
const random = createRandom(11, 1);
const numbers = (count: number, make: () => number): number[] => Array.from({ length: count }, make);
const columnsOf = (count: number) => ({
  week: numbers(count, () => 104 * random.uniform()),
  group: numbers(count, () => random.integer(7)),
  weight: numbers(count, () => 0.5 + random.uniform()),
  ...Object.fromEntries(numbers(5, () => 0).map((_, k) => [`x${k}`, numbers(count, () => random.normal())])),
});
const normal = (mu: number | string, sigma: number | string) => ({ dist: 'Normal', params: { mu, sigma } });
const halfNormal = { dist: 'HalfNormal', params: { sigma: 1 } };
const features = { X: ['x0', 'x1', 'x2', 'x3', 'x4'] };

const adoption = {
  independent_vars: ['week'],
  variable_params: { a: normal(0, 1), b: halfNormal, sigma: halfNormal },
  function_params: { function: '1 - a - (1 - a) * exp(-b * week)' },
  likelihood: normal('mu', 'sigma'),
  sample_params: { draws: 20, tune: 60, chains: 2, random_seed: 4 },
};
const models: Record<string, { config: object; outcome: () => number }> = {
  'a curve': { config: adoption, outcome: () => random.normal() },
  'levels and a vector of columns, with weights': {
    config: {
      independent_vars: ['group', 'weight', features],
      variable_params: {
        tau: halfNormal,
        u: { ...normal(0, 'tau'), by: 'group' },
        beta: { ...normal(0, 1), over: 'X' },
      },
      function_params: { function: 'u + dot(X, beta)' },
      likelihood: { dist: 'Bernoulli', params: { logit_p: 'mu' }, weights: 'weight' },
    },
    outcome: () => random.integer(2),
  },
  'values of the data alone and heavy tails': {
    config: {
      independent_vars: ['week', 'group'],
      variable_params: {
        a: normal(0, 1),
        s: halfNormal,
        u: { dist: 'ZeroSumNormal', params: { sigma: 1 }, by: 'group' },
      },
      function_params: { function: 'a * log(1 + week) + u * sqrt(week)' },
      likelihood: { dist: 'StudentT', params: { nu: 4, mu: 'mu', sigma: 's' } },
    },
    outcome: () => 3 * random.normal(),
  },
  counts: {
    config: {
      independent_vars: ['week'],
      variable_params: { a: normal(0, 1), alpha: halfNormal },
      function_params: { function: 'exp(a + 0.01 * week)' },
      likelihood: { dist: 'NegativeBinomial', params: { mu: 'mu', alpha: 'alpha' } },
    },
    outcome: () => random.integer(9),
  },
};

function prepared(config: object, outcome: () => number) {
  const specification = specify(parseConfig(JSON.parse(JSON.stringify(config)), knowledge));
  const y = toColumn(numbers(rowCount, outcome), 'y');
  return { specification, data: prepareTraining(specification, toTable(columnsOf(rowCount)), y, 'y') };
}

const isNoncentered = () => false;

/** The sum over the rows at a position: the value, then the gradient. */
function evaluated(image: RowsImage, position: Float64Array): number[] {
  const sum = rowSumOf(image);
  const gradient = new Float64Array(image.dimension);
  const value = sum.add(position, gradient);
  sum.release();
  return [value, ...gradient];
}

const positionOf = (dimension: number): Float64Array =>
  Float64Array.from({ length: dimension }, (_, i) => 0.3 - 0.1 * (i % 5));

afterEach(() => vi.unstubAllGlobals());

for (const [name, { config, outcome }] of Object.entries(models)) {
  test(`${name}: the blocks and what is no row add up to the model, in shared memory and in a thread's own`, () => {
    const { specification, data } = prepared(config, outcome);
    const whole = instantiate(bind(samplingKernel(specification, isNoncentered), specification, data));
    const parts = blockedKernels(specification, isNoncentered, 'none');
    const rest = instantiate(bind(parts.kernel, specification, data));
    const image = rowsImageOf(parts.rows, specification, data);
    expect(image.blocks.count).toBe(3);
    expect(image.memory?.buffer).toBeInstanceOf(SharedArrayBuffer);
    const position = positionOf(image.dimension);
    whole.position.set(position);
    rest.position.set(position);
    const expected = [whole.run('logDensityGradient'), ...whole.output];
    const others = [rest.run('logDensityGradient'), ...rest.output];
    const found = evaluated(image, position);
    const scale = Math.max(...expected.map(Math.abs));
    expected.forEach((value, i) => {
      expect(Math.abs(found[i]! + others[i]! - value)).toBeLessThan(1e-12 * scale);
    });

    vi.stubGlobal('SharedArrayBuffer', undefined);
    const own = rowsImageOf(blockedKernels(specification, isNoncentered, 'none').rows, specification, data);
    expect(own.memory).toBeUndefined();
    expect(evaluated(own, position)).toEqual(found);
  });
}

test('several may sum over the same rows at once, each at its own position', () => {
  const { specification, data } = prepared(adoption, () => random.normal());
  const image = rowsImageOf(blockedKernels(specification, isNoncentered, 'none').rows, specification, data);
  const positions = numbers(9, () => 0).map((_, k) => Float64Array.of(0.1 * k, 0.2, 0));
  const sums = positions.map(() => rowSumOf(image));
  const gradient = new Float64Array(3);
  const together = positions.map((position, k) => sums[k]!.add(position, gradient));
  for (const { release } of sums) release();
  expect(together).toEqual(positions.map((position) => evaluated(image, position)[0]));
});

test('a helper that takes a block and never finishes it is done without', async () => {
  const { specification, data } = prepared(adoption, () => random.normal());
  const image = rowsImageOf(blockedKernels(specification, isNoncentered, 'none').rows, specification, data);
  const position = positionOf(image.dimension);
  const expected = evaluated(image, position);
  const sum = rowSumOf(image);
  const program = `
    import { workerData, parentPort } from 'node:worker_threads';
    const { memory, at, left, hasTaken } = workerData;
    const job = new Int32Array(memory.buffer, at, 2);
    parentPort.postMessage('ready');
    while (Atomics.load(job, left) <= 0 || Atomics.sub(job, left, 1) <= 0);
    Atomics.store(hasTaken, 0, 1);`;
  const hasTaken = new Int32Array(new SharedArrayBuffer(4));
  const workerData = { memory: image.memory, at: roomOf(image).seat(0).job, left: jobWords.left, hasTaken };
  const thief = new Worker(new URL(`data:text/javascript,${encodeURIComponent(program)}`), { workerData });
  await once(thief, 'message');
  const gradient = new Float64Array(image.dimension);
  do {
    gradient.fill(0);
    expect([sum.add(position, gradient), ...gradient]).toEqual(expected);
  } while (Atomics.load(hasTaken, 0) === 0);
  await thief.terminate();
});

test('who helps and is no longer wanted leaves the seat', () => {
  const { specification, data } = prepared(adoption, () => random.normal());
  const image = rowsImageOf(blockedKernels(specification, isNoncentered, 'none').rows, specification, data);
  const sum = rowSumOf(image);
  const [first, second] = [headWords.seats, headWords.seats + 1];
  const words = new Int32Array(image.memory!.buffer);
  let looks = 0;
  helpWithRows(image, () => {
    if (looks > 0) expect([words[first], words[second]]).toEqual([taken.summing, taken.helping]);
    return looks++ < 4;
  });
  expect([words[first], words[second]]).toEqual([taken.summing, taken.free]);
  sum.release();
  expect(words[first]).toBe(taken.free);
});

test('as many threads are called as have a few blocks each', () => {
  const { specification, data } = prepared(adoption, () => random.normal());
  const image = rowsImageOf(blockedKernels(specification, isNoncentered, 'none').rows, specification, data);
  const of = (count: number) => ({ ...image, blocks: { ...image.blocks, count } });
  expect([3, 8, 123].map((count) => usefulThreads(of(count), 1))).toEqual([1, 2, 30]);
  expect(usefulThreads(of(8), 4)).toBe(8);
  expect(usefulThreads(undefined, 4)).toBe(4);
});

describe('rows are taken in blocks', () => {
  const rowOf = (config: object) =>
    specify(parseConfig(JSON.parse(JSON.stringify(config)), knowledge)).rowLogLikelihood;

  test('where there are many, whatever the model', () => {
    for (const { config } of Object.values(models)) {
      expect(takesBlocks(rowOf(config), 65_536)).toBe(true);
      expect(takesBlocks(rowOf(config), 65_535)).toBe(false);
    }
  });

  test('but not where a row looks at others', () => {
    const series = { ...adoption, function_params: { function: 'a + b * lag(y, 1) + 0 * week' } };
    expect(takesBlocks(rowOf(series), 1e6)).toBe(false);
  });
});

test('a fit to a large table draws the same with shared memory and without', async () => {
  const count = 66_001;
  const { week } = columnsOf(count);
  const y = week.map((at) => 1 - 0.1 - 0.9 * Math.exp(-0.08 * at) + 0.05 * random.normal());
  const drawn = async (): Promise<number[]> => {
    const model = new Model({ ...adoption, dependent_var: 'y' });
    await model.fit({ week }, y);
    return Object.values(model.trace.posterior).flatMap(({ values }) => [...values]);
  };
  const shared = await drawn();
  vi.stubGlobal('SharedArrayBuffer', undefined);
  expect(await drawn()).toEqual(shared);
});
