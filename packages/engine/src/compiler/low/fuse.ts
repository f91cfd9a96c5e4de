/** Fused multiply-add: products that are read once, by a sum, join it and are not rounded. */
import type { Value } from './numbering.ts';

/**
 * Replaces sums of a product by one operation each, in values of vector mode.
 * A product that is read twice stays, as the exact arithmetic of low/math relies on the product it has rounded.
 */
export function fuseProducts(values: Value[]): void {
  values.forEach((value, index) => {
    const fused =
      value.op === 'add' ? sumOf(values, value) : value.op === 'sub' ? rest(values, value) : value;
    values[index] = fused;
  });
}

/** x + a × b, or a × b + x. */
function sumOf(values: readonly Value[], value: Value): Value {
  const [x, y] = value.args;
  return joined(values, value, y, x, 'multiplyAdd') ?? joined(values, value, x, y, 'multiplyAdd') ?? value;
}

/** x − a × b. */
function rest(values: readonly Value[], value: Value): Value {
  const [x, y] = value.args;
  return joined(values, value, y, x, 'multiplySubtract') ?? value;
}

function joined(
  values: readonly Value[],
  value: Value,
  product: number,
  other: number,
  op: 'multiplyAdd' | 'multiplySubtract',
): Value | undefined {
  if (!isOwnProduct(values[product])) return undefined;
  return { ...value, op, args: [...values[product].args, other] };
}

/** Whether a value is a product that one value alone reads. */
export function isOwnProduct({ op, uses }: Value): boolean {
  return op === 'mul' && uses === 1;
}
