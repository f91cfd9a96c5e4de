import { expect, test } from 'vitest';
import * as b from '../expr/build.ts';
import type { Expr } from '../expr/expr.ts';
import { topological } from '../expr/traverse.ts';
import { instantiate } from '../model/instance.ts';
import { lgamma } from '../numeric/special.ts';
import { bindKernel } from './bind.ts';
import { compileKernel } from './kernel.ts';
import { withPrepared } from './prepared.ts';
import { takeSumsApart } from './sums.ts';

const [y, weight, x] = [b.column('y'), b.column('weight'), b.column('x')];
const [slope, sigma] = [b.parameter('slope'), b.parameter('sigma')];
const eta = b.mul(slope, x);

/** Row work that is left in a sum's loop, by operation. */
function rowWork(expr: Expr): string[] {
  const { roots } = withPrepared(takeSumsApart([expr]));
  return topological(roots)
    .filter((node) => node.domain === 'rows' && node.op !== 'column')
    .map((node) => node.op);
}

test('a term of the data alone leaves the loop, also from under a weight', () => {
  const poisson = b.sub(b.sub(b.mul(y, eta), b.exp(eta)), b.lgamma(b.add(y, 1)));
  expect(rowWork(b.sum(b.mul(weight, poisson))).sort()).toEqual(['exp', 'mul', 'mul', 'mul', 'sub']);
});

test('scalar factors leave the loop, also through squares and divisions', () => {
  const residual = b.div(b.sub(y, eta), sigma);
  const density = b.sub(b.mul(-0.5, b.square(residual)), b.log(sigma));
  expect(rowWork(b.sum(density)).sort()).toEqual(['mul', 'mul', 'sub']);
});

test('a value used elsewhere is left whole', () => {
  const shared = b.exp(eta);
  expect(rowWork(b.add(b.sum(b.sub(y, shared)), b.sum(b.mul(y, shared)))).sort()).toEqual([
    'exp',
    'mul',
    'mul',
    'sub',
  ]);
});

test('what is prepared belongs to the data at hand', () => {
  const density = b.sum(
    b.mul(weight, b.sub(b.mul(b.log(b.add(y, 1)), b.exp(eta)), b.sub(b.lgamma(b.add(y, 1)), b.log(sigma)))),
  );
  const kernel = compileKernel([{ name: 'density', result: density, outputs: [] }], {});
  const module = new WebAssembly.Module(kernel.bytes);
  const block = { length: 2, offsets: {}, blocks: [] };
  for (const rows of [1, 5, 64]) {
    const columns = {
      y: Float64Array.from({ length: rows }, (_, k) => (k * 7) % 5),
      weight: Float64Array.from({ length: rows }, (_, k) => 1 + (k % 3)),
      x: Float64Array.from({ length: rows }, (_, k) => k / rows),
    };
    const bound = bindKernel(kernel.layout, {
      sizes: { rows },
      columns,
      indices: {},
      parameterOffsets: { slope: 0, sigma: 1 },
      outputOffsets: {},
    });
    const instance = instantiate({ module, bound, position: block, output: block });
    for (const [a, s] of [
      [0.3, 2],
      [-1.2, 0.5],
    ] as const) {
      instance.position.set([a, s]);
      const expected = columns.y.reduce((sum, value, k) => {
        const own = Math.log(value + 1) * Math.exp(a * columns.x[k]!) - lgamma(value + 1) + Math.log(s);
        return sum + columns.weight[k]! * own;
      }, 0);
      expect(Math.abs(instance.run('density') - expected)).toBeLessThan(1e-11 * (1 + Math.abs(expected)));
    }
  }
});
