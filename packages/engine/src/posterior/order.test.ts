import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inOrder, orderOf } from './order.ts';

it('every kind of double is put in its place, NaN last and equal values in their order', () => {
  const values = Float64Array.of(
    3,
    Number.NaN,
    -0,
    0,
    -Infinity,
    Infinity,
    -5e-324,
    5e-324,
    -Number.NaN,
    3,
    -3,
    1e308,
  );
  expect([...orderOf(values)]).toEqual([4, 10, 6, 2, 3, 7, 0, 9, 11, 5, 1, 8]);
});

it('the order is that of the platform’s own sort', () => {
  fc.assert(
    fc.property(fc.array(fc.double()), (list) => {
      const values = Float64Array.from(list, (value) => value + 0);
      expect(inOrder(values, orderOf(values))).toEqual(Float64Array.from(values).sort());
    }),
    { seed: 1 },
  );
});

it('values alike in their upper bits are told apart', () => {
  const values = Float64Array.from({ length: 400 }, (_, i) => 1 + ((i * 37) % 400) * Number.EPSILON);
  const spread = values.map((value, i) => (i % 20 === 0 ? value : i));
  for (const list of [values, spread])
    expect(inOrder(list, orderOf(list))).toEqual(Float64Array.from(list).sort());
});
