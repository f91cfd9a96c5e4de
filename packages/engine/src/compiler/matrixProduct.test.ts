import { expect, test } from 'vitest';
import * as b from '../expr/build.ts';
import { instantiate } from '../model/instance.ts';
import { createRandom } from '../numeric/random.ts';
import { bindKernel } from './bind.ts';
import { compileKernel } from './kernel.ts';

const random = createRandom(11, 1);
const normals = (count: number): Float64Array => Float64Array.from({ length: count }, () => random.normal());

for (const columns of [3, 4, 21]) {
  const names = Array.from({ length: columns }, (_, k) => `x${k}`);
  const beta = b.parameter('beta', 'over:X');
  const residual = b.sub(b.column('y'), b.dot('X', beta));
  const kernel = compileKernel(
    [
      {
        name: 'products',
        result: b.sum(b.mul(residual, b.exp(residual))),
        outputs: [{ name: 'transposed', expr: b.dotTranspose('X', residual) }],
      },
    ],
    { X: names },
  );
  const module = new WebAssembly.Module(kernel.bytes);

  for (const rows of [1, 2, 15, 16, 17, 300, 1001]) {
    test(`${rows} rows × ${columns} columns: both products are those of the plain sums`, () => {
      const x = names.map(() => normals(rows));
      const y = normals(rows);
      const coefficients = normals(columns);
      const bound = bindKernel(kernel.layout, {
        sizes: { rows, 'over:X': columns },
        columns: { y, ...Object.fromEntries(names.map((name, k) => [name, x[k]!])) },
        indices: {},
        parameterOffsets: { beta: 0 },
        outputOffsets: { transposed: 0 },
      });
      const blocks = { length: columns, offsets: {}, blocks: [] };
      const instance = instantiate({ module, bound, position: blocks, output: blocks });
      instance.position.set(coefficients);
      const residuals = y.map((value, row) => coefficients.reduce((r, c, k) => r - c * x[k]![row]!, value));
      const total = residuals.reduce((sum, r) => sum + r * Math.exp(r), 0);
      // Twice, as working memory must be left so that the next call is right.
      for (let call = 0; call < 2; call++) {
        expect(instance.run('products')).toBeCloseTo(total, 9 - Math.ceil(Math.log10(1 + Math.abs(total))));
        x.forEach((column, k) => {
          const expected = column.reduce((sum, value, row) => sum + value * residuals[row]!, 0);
          expect(Math.abs(instance.output[k]! - expected)).toBeLessThan(1e-9);
        });
      }
    });
  }
}
