/** scikit-learn's habits: parameters by path, and the share of variance explained. */
import { PosterityError } from '../config/errors.ts';

/** Values by path, parts joined with two underscores: `sample_params__draws`. */
export type EstimatorParams = Readonly<Record<string, unknown>>;

const joint = '__';

/** A config's values: of its first level, and with `deep` those of every mapping below. */
export function paramsOf(config: Readonly<Record<string, unknown>>, deep: boolean): Record<string, unknown> {
  const params: Record<string, unknown> = {};
  const visit = (value: unknown, path: string): void => {
    params[path] = value;
    if (!deep || !isMapping(value)) return;
    for (const [key, inner] of Object.entries(value)) visit(inner, `${path}${joint}${key}`);
  };
  for (const [key, value] of Object.entries(config)) visit(value, key);
  return params;
}

/**
 * The config with values replaced; undefined takes one away. Parents are set before what lies within them.
 * @throws PosterityError for a path through something that holds no values.
 */
export function withParams(
  config: Readonly<Record<string, unknown>>,
  params: EstimatorParams,
): Record<string, unknown> {
  const paths = Object.keys(params).sort((a, b) => a.split(joint).length - b.split(joint).length);
  return paths.reduce<Record<string, unknown>>(
    (changed, path) => replaced(changed, path.split(joint), params[path], path),
    { ...config },
  );
}

function replaced(
  target: Readonly<Record<string, unknown>>,
  [key = '', ...rest]: readonly string[],
  value: unknown,
  path: string,
): Record<string, unknown> {
  if (rest.length === 0) {
    const { [key]: _before, ...others } = target;
    return value === undefined ? others : { ...target, [key]: value };
  }
  const inner = Object.hasOwn(target, key) ? target[key] : {};
  if (!isMapping(inner)) {
    throw new PosterityError('no_such_param', `${path}: ${key} holds no values that could be set`);
  }
  return { ...target, [key]: replaced(inner, rest, value, path) };
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Coefficient of determination R²: 1 for perfect predictions, 0 for those no better than the mean outcome.
 * @param weights one a row; 1 each when left out.
 */
export function rSquared(
  outcomes: Float64Array,
  predicted: Float64Array,
  weights?: ArrayLike<number>,
): number {
  const weightOf = (row: number): number => weights?.[row] ?? 1;
  let [total, sum] = [0, 0];
  for (let row = 0; row < outcomes.length; row++) {
    total += weightOf(row);
    sum += weightOf(row) * outcomes[row]!;
  }
  const mean = sum / total;
  let [residual, around] = [0, 0];
  for (let row = 0; row < outcomes.length; row++) {
    const [miss, distance] = [outcomes[row]! - predicted[row]!, outcomes[row]! - mean];
    residual += weightOf(row) * miss * miss;
    around += weightOf(row) * distance * distance;
  }
  return 1 - residual / around;
}
