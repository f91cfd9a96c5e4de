import { expect, test } from 'vitest';
import * as b from '../expr/build.ts';
import { growTo } from '../sampler/kernel.ts';
import { placeRows } from '../sampler/rows/rowsImage.ts';
import { bindKernel } from './bind.ts';
import { bindBlocks, rowsOfBlock } from './bindBlocks.ts';
import { compileKernel } from './kernel.ts';

const tooLarge = expect.objectContaining({ code: 'too_large', message: expect.stringContaining('4 GiB') });

test('a table larger than a memory is refused before anything of it is copied', () => {
  const density = b.sum(b.mul(b.exp(b.column('x')), b.log(b.column('y'))));
  const { layout } = compileKernel([{ name: 'density', result: density, outputs: [] }], {});
  const given = (rows: number) => ({
    sizes: { rows },
    columns: { x: new Float64Array(1), y: new Float64Array(1) },
    indices: {},
    parameterOffsets: {},
    outputOffsets: {},
  });
  expect(() => bindKernel(layout, given(3e8))).toThrow(tooLarge);
  expect(() => bindKernel(layout, given(1))).not.toThrow();
  expect(() => bindBlocks(layout, given(3e8), rowsOfBlock(3e8, 2))).toThrow(tooLarge);
  expect(() => bindBlocks(layout, given(1), rowsOfBlock(1, 2))).not.toThrow();
});

test('a memory for threads to share is not asked for what it cannot address either', () => {
  const { bytes, layout } = compileKernel([{ name: 'logDensityGradient', outputs: [] }], {});
  const none = { sizes: { rows: 1 }, columns: {}, indices: {}, parameterOffsets: {}, outputOffsets: {} };
  const blocks = { ...bindBlocks(layout, none, 16), byteLength: 2 ** 32 - 2 ** 20 };
  const image = { module: new WebAssembly.Module(bytes), dimension: 1, blocks };
  expect(() => placeRows(image, true)).toThrow(tooLarge);
});

test('a memory is not asked for what it cannot address, and a refusal is told', () => {
  expect(() => growTo(new WebAssembly.Memory({ initial: 1 }), 2 ** 32)).toThrow(tooLarge);
  expect(() => growTo(new WebAssembly.Memory({ initial: 1, maximum: 2 }), 2 ** 20)).toThrow(
    expect.objectContaining({ code: 'out_of_memory' }),
  );
});
