/** New observations from the likelihood at each draw: of its distribution, within its truncation, cut at its censoring. */
import { PosterityError } from '../config/errors.ts';
import type { Distribution, Numbers } from '../distributions/distribution.ts';
import type { Expr } from '../expr/expr.ts';
import type { Random } from '../numeric/random.ts';
import type { RandomTape } from '../sampler/randomTape.ts';
import type { RowValues, SpreadNoise } from './rowEvaluator.ts';
import type { Specification } from './specification.ts';

/** Name of the function's value among the outputs. */
export const functionValue = 'function value';
/** Prefix of the likelihood's parameters, so that one of them may be called anything. */
const parameter = 'parameter ';
const [lowerCensored, upperCensored, lowerTruncated, upperTruncated] = [
  'censored.lower',
  'censored.upper',
  'truncated.lower',
  'truncated.upper',
];

/** What a row evaluator must compute for `observer`. */
export function observationOutputs({ mean, likelihood }: Specification): Record<string, Expr> {
  const outputs: Record<string, Expr> = { [functionValue]: mean };
  for (const [name, expr] of Object.entries(likelihood.params)) {
    if (expr.op !== 'vector') outputs[parameter + name] = expr;
    else for (const [k, item] of expr.args.entries()) outputs[`${parameter}${name}[${k}]`] = item;
  }
  const { censored, truncated } = likelihood;
  if (censored?.lower !== undefined) outputs[lowerCensored] = censored.lower;
  if (censored?.upper !== undefined) outputs[upperCensored] = censored.upper;
  if (truncated?.lower !== undefined) outputs[lowerTruncated] = truncated.lower;
  if (truncated?.upper !== undefined) outputs[upperTruncated] = truncated.upper;
  return outputs;
}

/** Draws the observation of a row at one draw of the trace. */
export type Observe = (draw: number, random: Random) => number;

/** Tries of plain rejection before the truncated part is drawn through the cdf, where there is one. */
const fewTries = 16;
const mostTries = 100_000;

/**
 * A drawer of observations from a row's values.
 * @throws PosterityError when the likelihood is a written-out log density, which cannot be drawn from.
 */
export function observer({ likelihood }: Specification): (values: RowValues) => Observe {
  const { distribution } = likelihood;
  if (distribution === undefined) {
    throw new PosterityError(
      'no_observations',
      'the likelihood is a written-out log density, from which no observations can be drawn; ask for the mean (of: mean)',
    );
  }
  return (values) => {
    const names = Object.keys(values).filter((name) => name.startsWith(parameter));
    const sources = names.map((name) => values[name]!);
    const keys = names.map((name) => name.slice(parameter.length));
    const numbers: Record<string, number> = {};
    const draw: Observe = (at, random) => {
      for (let k = 0; k < keys.length; k++) numbers[keys[k]!] = sources[k]![at]!;
      return distribution.random(numbers, random);
    };
    const within = truncation(distribution, numbers, values, draw);
    const [low, high] = [values[lowerCensored], values[upperCensored]];
    if (low === undefined && high === undefined) return within;
    return (at, random) => {
      const value = within(at, random);
      if (low !== undefined && value < low[at]!) return low[at]!;
      return high !== undefined && value > high[at]! ? high[at]! : value;
    };
  };
}

/** Writes the observation of a row at every draw of the trace, the random numbers of each played from a tape. */
export type ObserveAll = (values: RowValues, into: Float64Array) => void;

type Noise = (random: Random) => number;

const noises = new WeakMap<RandomTape, Map<Noise, Float64Array>>();

/** The noise of every draw of a tape; fit after fit, and question after question, hears the same. */
function noiseOf(noise: Noise, draws: number, tape: RandomTape): Float64Array {
  const known = noises.get(tape) ?? new Map<Noise, Float64Array>();
  noises.set(tape, known);
  const values = known.get(noise) ?? Float64Array.from({ length: draws }, (_, draw) => noise(tape.at(draw)));
  known.set(noise, values);
  return values;
}

/** The noise of a tape where observations are spread about a location, neither truncated nor censored. */
export function spreadNoise(
  { likelihood: { distribution, censored, truncated } }: Specification,
  draws: number,
  tape: RandomTape,
): SpreadNoise | undefined {
  const affine = distribution?.affine;
  if (affine === undefined || censored !== undefined || truncated !== undefined) return undefined;
  const [location, scale] = [parameter + affine.location, parameter + affine.scale];
  return { location, scale, noise: noiseOf(affine.noise, draws, tape) };
}

/** As `observer`, for all draws at once. */
export function tapedObserver(specification: Specification, draws: number, tape: RandomTape): ObserveAll {
  const observe = observer(specification);
  return (values, into) => {
    const one = observe(values);
    for (let draw = 0; draw < draws; draw++) into[draw] = one(draw, tape.at(draw));
  };
}

function truncation(
  { cdf, quantile }: Distribution,
  numbers: Numbers,
  values: RowValues,
  draw: Observe,
): Observe {
  const [low, high] = [values[lowerTruncated], values[upperTruncated]];
  if (low === undefined && high === undefined) return draw;
  return (at, random) => {
    const [from, to] = [low?.[at] ?? Number.NEGATIVE_INFINITY, high?.[at] ?? Number.POSITIVE_INFINITY];
    const canInvert = cdf !== undefined && quantile !== undefined;
    for (let tries = 0; tries < (canInvert ? fewTries : mostTries); tries++) {
      const value = draw(at, random);
      if (value >= from && value <= to) return value;
    }
    if (!canInvert) return Number.NaN;
    const below = from === Number.NEGATIVE_INFINITY ? 0 : cdf(from, numbers);
    const above = to === Number.POSITIVE_INFINITY ? 1 : cdf(to, numbers);
    const value = quantile(below + (above - below) * random.uniform(), numbers);
    return Math.min(to, Math.max(from, value));
  };
}

/** The expected observation at each draw by the distribution's mean; undefined where it has none or is cut. */
export function expectation({ likelihood }: Specification): ((values: RowValues) => number) | undefined {
  const { distribution, censored, truncated } = likelihood;
  const meanOf = distribution?.mean;
  if (meanOf === undefined || censored !== undefined || truncated !== undefined) return undefined;
  return (values) => {
    const names = Object.keys(values).filter((name) => name.startsWith(parameter));
    const numbers: Record<string, number> = {};
    const draws = values[functionValue]!.length;
    let total = 0;
    for (let draw = 0; draw < draws; draw++) {
      for (const name of names) numbers[name.slice(parameter.length)] = values[name]![draw]!;
      total += meanOf(numbers);
    }
    return total / draws;
  };
}
