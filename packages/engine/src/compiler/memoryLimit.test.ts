import { expect, test } from 'vitest';
import * as b from '../expr/build.ts';
import { growTo } from '../sampler/kernel.ts';
import { bindKernel } from './bind.ts';
import { compileKernel } from './kernel.ts';

const tooLarge = expect.objectContaining({ code: 'too_large', message: expect.stringContaining('4 GiB') });

test('a table larger than a memory is refused before anything of it is copied', () => {
  const density = b.sum(b.mul(b.exp(b.column('x')), b.log(b.column('y'))));
  const { layout } = compileKernel([{ name: 'density', result: density, outputs: [] }], {});
  const bind = (rows: number) =>
    bindKernel(layout, {
      sizes: { rows },
      columns: { x: new Float64Array(1), y: new Float64Array(1) },
      indices: {},
      parameterOffsets: {},
      outputOffsets: {},
    });
  expect(() => bind(3e8)).toThrow(tooLarge);
  expect(() => bind(1)).not.toThrow();
});

test('a memory is not asked for what it cannot address, and a refusal is told', () => {
  expect(() => growTo(new WebAssembly.Memory({ initial: 1 }), 2 ** 32)).toThrow(tooLarge);
  expect(() => growTo(new WebAssembly.Memory({ initial: 1, maximum: 2 }), 2 ** 20)).toThrow(
    expect.objectContaining({ code: 'out_of_memory' }),
  );
});
