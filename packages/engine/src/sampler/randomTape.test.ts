import { expect, test } from 'vitest';
import { createRandom } from '../numeric/random.ts';
import { createRandomTape } from './randomTape.ts';

const take = (count: number, next: () => number): number[] => Array.from({ length: count }, next);

test('a draw plays the same numbers whenever it is asked for, past the kept ones too', () => {
  const tape = createRandomTape(7, 3);
  const first = tape.at(1);
  const uniforms = take(9, first.uniform);
  const normals = take(9, first.normal);
  tape.at(0).uniform();
  const again = createRandomTape(7, 3).at(1);
  expect(take(9, again.uniform)).toEqual(uniforms);
  expect(take(9, again.normal)).toEqual(normals);
  expect(take(9, tape.at(1).uniform)).toEqual(uniforms);
  expect(new Set([...uniforms, ...normals]).size).toBe(18);
});

test('a draw plays the first numbers of a stream of its own', () => {
  const stream = createRandom(2 ** 40 + 9, 5, 16);
  const played = createRandomTape(2 ** 40 + 9, 8).at(5);
  expect(take(4, played.normal)).toEqual(take(4, stream.normal));
  expect(take(4, played.uniform)).toEqual(take(4, stream.uniform));
});

test('draws and seeds have numbers of their own, standard normal and uniform over all draws', () => {
  const draws = 20_000;
  const tape = createRandomTape(1, draws);
  let [sum, squares, half] = [0, 0, 0];
  for (let draw = 0; draw < draws; draw++) {
    const random = tape.at(draw);
    const z = random.normal();
    sum += z;
    squares += z * z;
    half += random.uniform() < 0.5 ? 1 : 0;
  }
  // Five standard errors: a false alarm in a million seeds.
  expect(Math.abs(sum / draws)).toBeLessThan(5 / Math.sqrt(draws));
  expect(Math.abs(squares / draws - 1)).toBeLessThan(5 * Math.sqrt(2 / draws));
  expect(Math.abs(half / draws - 0.5)).toBeLessThan(2.5 / Math.sqrt(draws));
  expect(createRandomTape(2, 1).at(0).normal()).not.toBe(tape.at(0).normal());
});
