import { expect, test } from 'vitest';
import { phaseClock } from './phaseClock.ts';

test('every moment belongs to one phase, and the phases add up', () => {
  let time = 0;
  const clock = phaseClock(() => time);
  const wait = (milliseconds: number): void => {
    time += milliseconds;
  };
  wait(1000);
  clock.enter('planning');
  wait(2000);
  clock.during('compile', () => wait(4000));
  wait(500);
  clock.enter('sampling');
  wait(10_000);
  clock.move({ compile: 1, warmup: 3 });
  expect(clock.read()).toEqual({
    preparation: 1,
    planning: 2.5,
    compile: 5,
    warmup: 3,
    sampling: 6,
    total: 17.5,
  });
});

test('time goes on being counted after an error', () => {
  let time = 0;
  const clock = phaseClock(() => time);
  expect(() =>
    clock.during('compile', () => {
      time += 1000;
      throw new Error('no');
    }),
  ).toThrow('no');
  time += 500;
  expect(clock.read()).toMatchObject({ compile: 1, preparation: 0.5, total: 1.5 });
});
