import { expect, test } from 'vitest';
import { Model } from './model.ts';

const model = (fn: unknown): Model =>
  new Model({
    independent_vars: ['week'],
    variable_params: { a: { dist: 'Normal', params: { mu: 0, sigma: 1 } } },
    function_params: { function: fn },
  });

test('a function whose arguments a minifier has renamed is refused with the way out', () => {
  expect(() => model((t: number, e: number) => t * e)).toThrow(
    'the arguments t, e are names of neither variables, columns nor constants; a minifier seems to have renamed the arguments: give the function as text',
  );
});

test('a function that cannot be read is told once, with a caret, and nothing is said of what follows from it', () => {
  expect(() => model('fetch(a)')).toThrow(
    /^function_params\.function: fetch is not a function of the language; [^\n]*\n {4}fetch\(a\)\n {4}\^$/,
  );
});
