import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eigenOf } from './eigen.ts';

const symmetric = fc.integer({ min: 1, max: 12 }).chain((size) =>
  fc
    .array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: size * size, maxLength: size * size })
    .map((entries) => ({
      size,
      matrix: Float64Array.from(entries, (_, k) => {
        const [i, j] = [Math.floor(k / size), k % size];
        return entries[Math.min(i, j) * size + Math.max(i, j)]!;
      }),
    })),
);

test('values and vectors make the matrix again, and the vectors are at right angles', () => {
  fc.assert(
    fc.property(symmetric, ({ size, matrix }) => {
      const { values, vectors } = eigenOf(matrix.slice(), size);
      for (let i = 0; i < size; i++) {
        for (let j = 0; j < size; j++) {
          let [entry, product] = [0, 0];
          for (let k = 0; k < size; k++) {
            entry += vectors[i * size + k]! * values[k]! * vectors[j * size + k]!;
            product += vectors[k * size + i]! * vectors[k * size + j]!;
          }
          expect(Math.abs(entry - matrix[i * size + j]!)).toBeLessThan(1e-11);
          expect(Math.abs(product - (i === j ? 1 : 0))).toBeLessThan(1e-12);
        }
      }
    }),
    { seed: 5, numRuns: 100 },
  );
});
