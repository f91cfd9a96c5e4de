/** The `likelihood` of a config as expressions. */
import type { Bounds, Config } from '../config/config.ts';
import { type Problem, problem } from '../config/errors.ts';
import { canonical } from '../distributions/canonical.ts';
import type { Distribution, Params } from '../distributions/distribution.ts';
import { distributions } from '../distributions/index.ts';
import * as b from '../expr/build.ts';
import { type Expr, rows } from '../expr/expr.ts';
import { parseExpression } from '../language/parse.ts';
import { type BoundExprs, rowLogDensity } from './likelihood.ts';
import { type Names, resolve } from './names.ts';
import { parameterProblems, unlistedProblems } from './parameterRanges.ts';
import { attempt, type MakeReading, readParam, readParams } from './readExpression.ts';
import { listsOn } from './readLists.ts';

export interface ModelLikelihood {
  /** Absent for a written-out log density. */
  readonly distribution?: Distribution;
  readonly params: Params;
  readonly censored?: BoundExprs;
  readonly truncated?: BoundExprs;
}

/** Name of the outcome inside expressions. */
export const outcome = 'y';

/** The likelihood of a config, and the log likelihood of each row. */
export function readLikelihood(
  config: Config,
  y: Expr,
  extra: ReadonlyMap<string, Expr>,
  reading: MakeReading,
  problems: Problem[],
): { likelihood: ModelLikelihood; row: Expr } {
  const written = config.likelihood;
  const withOutcome = new Map([...extra, [outcome, y] as const]);
  const bounds = (key: 'censored' | 'truncated'): BoundExprs | undefined => {
    const given: Bounds | undefined = written[key];
    if (given === undefined) return undefined;
    const path = `likelihood.${key}`;
    const read = (side: 'lower' | 'upper'): Expr | undefined =>
      given[side] === undefined
        ? undefined
        : readParam(given[side], reading(`${path}.${side}`, rows, true, extra));
    const [lower, upper] = [read('lower'), read('upper')];
    if (lower?.op === 'const' && upper?.op === 'const' && lower.value! >= upper.value!) {
      problems.push(crossedBounds(path, lower.value!, upper.value!));
    }
    return { ...(lower === undefined ? {} : { lower }), ...(upper === undefined ? {} : { upper }) };
  };
  const weight =
    written.weights === undefined
      ? undefined
      : resolve(b.symbol(written.weights), {
          ...reading('likelihood.weights', rows, true),
          names: withColumn(reading, written.weights),
        });
  const weighted = (density: Expr): Expr =>
    b.spread(weight === undefined ? density : b.mul(weight, density), rows);
  if (written.log_density !== undefined) {
    const path = 'likelihood.log_density';
    const parsed =
      attempt(path, problems, () => parseExpression(written.log_density!)) ?? b.constant(Number.NaN);
    return {
      likelihood: { params: {} },
      row: weighted(resolve(parsed, reading(path, rows, true, withOutcome))),
    };
  }
  const distribution = distributions[written.dist!];
  if (distribution === undefined || distribution.joint !== undefined || distribution.isSeries) {
    problems.push(vectorLikelihood(written.dist!));
    return { likelihood: { params: {} }, row: b.spread(b.constant(Number.NaN), rows) };
  }
  const given = readParams(written.params ?? {}, reading('likelihood.params', rows, true, extra));
  const unlisted = unlistedProblems('likelihood.params', distribution, given);
  if (unlisted.length > 0) {
    problems.push(...unlisted);
    return { likelihood: { distribution, params: {} }, row: b.spread(b.constant(Number.NaN), rows) };
  }
  const { names } = reading('', rows, true);
  const params = canonical(distribution, listsOn(given, distribution, rows, names, 'likelihood', problems));
  problems.push(...parameterProblems('likelihood.params', distribution, params));
  const [censored, truncated] = [bounds('censored'), bounds('truncated')];
  if (
    (censored !== undefined || truncated !== undefined) &&
    (distribution.logCdf === undefined || distribution.logSurvival === undefined)
  ) {
    problems.push(withoutCdf(distribution.name, censored === undefined ? 'truncated' : 'censored'));
    return { likelihood: { distribution, params }, row: b.spread(b.constant(Number.NaN), rows) };
  }
  const row = weighted(rowLogDensity(distribution, params, y, censored, truncated));
  return {
    likelihood: {
      distribution,
      params,
      ...(censored === undefined ? {} : { censored }),
      ...(truncated === undefined ? {} : { truncated }),
    },
    row,
  };
}

/** A weights column need not be listed among the independent variables. */
function withColumn(reading: MakeReading, name: string): Names {
  const { names } = reading('', rows, true);
  return { ...names, columns: new Set([...names.columns, name]) };
}

function crossedBounds(path: string, lower: number, upper: number): Problem {
  return problem({
    path,
    code: 'crossed_bounds',
    found: `lower ${lower}, upper ${upper}`,
    expected: 'lower below upper',
    message: `lower ${lower} is not below upper ${upper}`,
  });
}

function vectorLikelihood(dist: string): Problem {
  return problem({
    path: 'likelihood.dist',
    code: 'vector_likelihood',
    found: dist,
    expected: 'a distribution of single values',
    message: `${dist} is a prior for several values together; the outcome of a row is one value`,
  });
}

function withoutCdf(distribution: string, key: string): Problem {
  return problem({
    path: `likelihood.${key}`,
    code: 'no_cdf',
    found: distribution,
    expected: 'a distribution with a cdf',
    message: `${distribution} has no cdf in the kernel, so it cannot be ${key}`,
  });
}
