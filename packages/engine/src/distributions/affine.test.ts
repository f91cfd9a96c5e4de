import { expect, test } from 'vitest';
import { createRandom } from '../numeric/random.ts';
import { distributions } from './index.ts';

for (const [name, { affine, parameters, random }] of Object.entries(distributions)) {
  if (affine === undefined) continue;
  test(`a draw of ${name} is its location and scaled noise, to the last bit`, () => {
    const numbers = Object.fromEntries(parameters.map((parameter, k) => [parameter.name, 1.7 + 0.3 * k]));
    const [one, other] = [createRandom(3, 1), createRandom(3, 1)];
    for (let k = 0; k < 100; k++) {
      const drawn = numbers[affine.location]! + numbers[affine.scale]! * affine.noise(other);
      expect(random(numbers, one)).toBe(drawn);
    }
  });
}
