/** Parameters that are numbers, or columns of data, held to the ranges that their distribution gives them. */
import { type Problem, problem } from '../config/errors.ts';
import { rowsText } from '../data/check.ts';
import type { Distribution, ParameterRule, Params } from '../distributions/distribution.ts';
import { entriesOf } from '../distributions/vectorParameter.ts';
import { asExpr } from '../expr/build.ts';
import { isConst } from '../expr/expr.ts';
import { dataValues, type RowColumns } from './dataExpr.ts';

type Range = ParameterRule['range'];

const ranges: Readonly<Record<Range, { readonly test: (value: number) => boolean; readonly text: string }>> =
  {
    real: { test: (value) => !Number.isNaN(value), text: 'a number' },
    vector: { test: (value) => !Number.isNaN(value), text: 'a number' },
    ordered: { test: (value) => !Number.isNaN(value), text: 'a number' },
    positive: { test: (value) => value > 0, text: 'a number above 0' },
    nonnegative: { test: (value) => value >= 0, text: 'a number from 0 on' },
    simplex: { test: (value) => value >= 0, text: 'a number from 0 on' },
    unit: { test: (value) => value >= 0 && value <= 1, text: 'a number from 0 to 1' },
    whole: { test: (value) => value >= 0 && Number.isInteger(value), text: 'a whole number from 0 on' },
  };

/**
 * Problems with the numbers among the parameters.
 * @param path where they are written, such as `variable_params.a.params`.
 */
export function parameterProblems(path: string, distribution: Distribution, params: Params): Problem[] {
  const problems = distribution.parameters.flatMap(({ name, range }) => {
    const whole = params[name];
    const items =
      whole === undefined
        ? entriesOf(name, params)
        : whole.op === 'vector' || whole.op === 'stack'
          ? whole.args
          : [whole];
    // An expression that could not be read stands as NaN, and has been told.
    const numbers = items.filter(isConst).flatMap(({ value }) => (Number.isNaN(value) ? [] : [value]));
    const { test, text } = ranges[range];
    const wrong = numbers.filter((value) => !test(value));
    const place = `${path}.${name}`;
    if (wrong.length > 0) return [outOfRange(place, wrong.join(', '), text)];
    const isOutOfOrder = numbers.some((value, k) => k > 0 && !(value > numbers[k - 1]!));
    if (range !== 'ordered' || numbers.length < items.length || !isOutOfOrder) return [];
    return [outOfRange(place, `[${numbers.join(', ')}]`, 'a list in increasing order')];
  });
  return problems.length > 0 ? problems : crossedProblems(path, distribution, params);
}

const lists: ReadonlySet<Range> = new Set(['vector', 'ordered', 'simplex']);

/** Problems with single values where the distribution takes a list. */
export function unlistedProblems(path: string, distribution: Distribution, given: Params): Problem[] {
  return distribution.parameters.flatMap(({ name, range }) => {
    const expr = given[name];
    if (!lists.has(range) || expr === undefined || expr.op === 'vector' || expr.op === 'stack') return [];
    const expected = 'a list, such as [-1, 0.5, 2]';
    return [problem({ path: `${path}.${name}`, code: 'not_a_list', found: 'a single value', expected })];
  });
}

function outOfRange(path: string, found: string, expected: string): Problem {
  return problem({ path, code: 'out_of_range', found, expected });
}

/** A support whose ends are numbers in the wrong order holds nothing. */
function crossedProblems(path: string, distribution: Distribution, params: Params): Problem[] {
  const { lower, upper } = distribution.support(params);
  if (lower === undefined || upper === undefined) return [];
  const [low, high] = [asExpr(lower), asExpr(upper)];
  if (
    !isConst(low) ||
    !isConst(high) ||
    low.value < high.value ||
    (distribution.support(params).discrete && low.value === high.value)
  )
    return [];
  const message = `${distribution.name} lies between ${low.value} and ${high.value}, where there is nothing; expected the lower end below the upper`;
  return [
    problem({
      path,
      code: 'crossed_bounds',
      found: `${low.value} and ${high.value}`,
      expected: 'an interval',
      message,
    }),
  ];
}

/** Problems with parameters of the likelihood that the data alone decide, row by row. */
export function columnParameterProblems(
  distribution: Distribution,
  params: Params,
  columns: RowColumns,
  numbers: (row: number) => number,
): Problem[] {
  return distribution.parameters.flatMap(({ name, range }) => {
    const expr = params[name];
    if (expr === undefined || isConst(expr) || expr.op === 'vector') return [];
    const values = dataValues(expr, columns);
    if (values === undefined) return [];
    const { test, text } = ranges[range];
    const bad = [...values.keys()].filter((row) => !test(values[row]!));
    if (bad.length === 0) return [];
    const shown = bad.slice(0, 3).map((row) => String(values[row]));
    const message = `is ${shown.join(', ')} in ${rowsText(bad.map(numbers))}; expected ${text}`;
    return [
      problem({
        path: `likelihood.params.${name}`,
        code: 'out_of_range',
        found: shown.join(', '),
        expected: text,
        message,
      }),
    ];
  });
}
