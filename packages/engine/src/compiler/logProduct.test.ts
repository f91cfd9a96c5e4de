import { expect, test } from 'vitest';
import * as b from '../expr/build.ts';
import { instantiate } from '../model/instance.ts';
import { createRandom } from '../numeric/random.ts';
import { bindKernel } from './bind.ts';
import { compileKernel } from './kernel.ts';

const [x, scale] = [b.column('x'), b.parameter('scale')];
const sums = {
  softplus: b.sum(b.softplus(b.mul(scale, x))),
  squares: b.sum(b.log1p(b.mul(b.square(x), scale))),
};
const exact: Record<keyof typeof sums, (value: number, scale: number) => number> = {
  softplus: (value, s) => Math.max(s * value, 0) + Math.log1p(Math.exp(-Math.abs(s * value))),
  squares: (value, s) => Math.log1p(value * value * s),
};

function summed(kind: keyof typeof sums, values: Float64Array, at: number): number {
  const kernel = compileKernel([{ name: 'total', result: sums[kind], outputs: [] }], {});
  const bound = bindKernel(kernel.layout, {
    sizes: { rows: values.length },
    columns: { x: values },
    indices: {},
    parameterOffsets: { scale: 0 },
    outputOffsets: {},
  });
  const block = { length: 1, offsets: {}, blocks: [] };
  const module = new WebAssembly.Module(kernel.bytes);
  const instance = instantiate({ module, bound, position: block, output: block });
  instance.position[0] = at;
  return instance.run('total');
}

const random = createRandom(4, 1);
for (const kind of ['softplus', 'squares'] as const) {
  for (const [rows, spread, at] of [
    [1, 1, 0.7],
    [2, 3, 2],
    [3, 1e-9, 1],
    [4, 2, 1],
    [6, 2, 1],
    [7, 2, 1],
    [1001, 1, 1.3],
    [5000, 1e3, 1e3],
    [30, 1e150, 1],
  ] as const) {
    test(`the sum of ${rows} logarithms (${kind}, ${spread}) is that of one logarithm each`, () => {
      const values = Float64Array.from({ length: rows }, () => spread * random.normal());
      const expected = values.reduce((sum, value) => sum + exact[kind](value, at), 0);
      expect(Math.abs(summed(kind, values, at) - expected)).toBeLessThan(1e-13 * (rows + Math.abs(expected)));
    });
  }
  test(`a value that is not a number is seen (${kind})`, () => {
    for (let place = 0; place < 7; place++) {
      const values = Float64Array.from({ length: 7 }, (_, row) => (row === place ? Number.NaN : row));
      expect(summed(kind, values, 1), `${place}`).toBeNaN();
    }
  });
}

test('what has no logarithm is not a number', () => {
  expect(summed('squares', Float64Array.of(1, 2, 1, 2, 1), -1)).toBeNaN();
  expect(summed('squares', Float64Array.of(1, 1e200), 1)).not.toBeLessThan(1e300);
  expect(summed('softplus', Float64Array.of(1, Number.POSITIVE_INFINITY), 1)).not.toBeLessThan(1e300);
});
