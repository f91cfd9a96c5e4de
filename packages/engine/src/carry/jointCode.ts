/** A mixture of normals written for a saved model: few bytes, to the last bit. */
import { fromBase64, toBase64 } from '../numeric/base64.ts';
import { numbersOfRow } from './componentForm.ts';
import type { KeptJoint } from './keptJoint.ts';
import type { NormalComponent } from './normalComponent.ts';

export function keepJoint(components: readonly NormalComponent[]): KeptJoint {
  const size = components[0]!.mean.length;
  const numbers = components.flatMap(({ weight, mean, covariance }) => {
    const rows = Array.from({ length: size }, (_, i) => [...covariance.subarray(i * size, i * size + i + 1)]);
    return [weight, ...mean, ...rows.flat()];
  });
  return { size, code: toBase64(new Uint8Array(Float64Array.from(numbers).buffer)) };
}

export function readJoint({ size, code }: KeptJoint): NormalComponent[] {
  const numbers = new Float64Array(fromBase64(code).buffer);
  const length = numbersOfRow(size);
  return Array.from({ length: numbers.length / length }, (_, k) => {
    const own = numbers.subarray(k * length, (k + 1) * length);
    const covariance = new Float64Array(size * size);
    let at = 1 + size;
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) {
        covariance[i * size + j] = own[at]!;
        covariance[j * size + i] = own[at++]!;
      }
    }
    return { weight: own[0]!, mean: own.slice(1, 1 + size), covariance };
  });
}
