/**
 * Priors by what people know: `between: [low, high]` holds the prior mass `mass`, with equal tails outside; an end that is
 * the support's own has no tail, so the whole rest lies beyond the other one. The parameters are those that make it so.
 */
import type { VariableConfig } from '../config/config.ts';
import { type Problem, problem } from '../config/errors.ts';
import { canonical } from '../distributions/canonical.ts';
import type { Distribution, Numbers } from '../distributions/distribution.ts';
import { asExpr, constant } from '../expr/build.ts';
import { exp, expm1, log, log1p } from '../numeric/math.ts';

/** Which parameters an interval determines; the others of the family have to be given. */
interface Solvable {
  /** Two, the one that moves the distribution last; or one. */
  readonly names: readonly [string, string] | readonly [string];
  /** The names are a location and a scale of the values, their logarithms or their logits. */
  readonly scaled?: 'values' | 'logs' | 'logits';
}

const values = { scaled: 'values' } as const;
const solvable: Readonly<Record<string, Solvable>> = {
  Normal: { names: ['mu', 'sigma'], ...values },
  StudentT: { names: ['mu', 'sigma'], ...values },
  SkewStudentT: { names: ['mu', 'sigma'], ...values },
  SkewNormal: { names: ['mu', 'sigma'], ...values },
  Cauchy: { names: ['alpha', 'beta'], ...values },
  Laplace: { names: ['mu', 'b'], ...values },
  Logistic: { names: ['mu', 's'], ...values },
  Gumbel: { names: ['mu', 'beta'], ...values },
  Moyal: { names: ['mu', 'sigma'], ...values },
  LogNormal: { names: ['mu', 'sigma'], scaled: 'logs' },
  LogitNormal: { names: ['mu', 'sigma'], scaled: 'logits' },
  Uniform: { names: ['lower', 'upper'] },
  TruncatedNormal: { names: ['sigma', 'mu'] },
  AsymmetricLaplace: { names: ['b', 'mu'] },
  ExGaussian: { names: ['sigma', 'mu'] },
  Beta: { names: ['alpha', 'beta'] },
  Kumaraswamy: { names: ['a', 'b'] },
  Gamma: { names: ['alpha', 'beta'] },
  InverseGamma: { names: ['alpha', 'beta'] },
  Weibull: { names: ['alpha', 'beta'] },
  Wald: { names: ['lam', 'mu'] },
  Pareto: { names: ['alpha', 'm'] },
  Rice: { names: ['sigma', 'nu'] },
  HalfNormal: { names: ['sigma'] },
  HalfStudentT: { names: ['sigma'] },
  HalfCauchy: { names: ['beta'] },
  Exponential: { names: ['lam'] },
  ChiSquared: { names: ['nu'] },
};

/** cdf(x) = probability. */
interface Target {
  readonly x: number;
  readonly probability: number;
}

/** The parameters with those that the interval determines, or the problem with it. */
export function solveBetween(
  name: string,
  variable: VariableConfig,
  distribution: Distribution,
): VariableConfig['params'] | Problem {
  const [low, high] = variable.between!;
  const mass = variable.mass ?? 0.9;
  const path = `variable_params.${name}.between`;
  const wrong = (code: string, expected: string, message: string): Problem =>
    problem({ path, code, found: `[${low}, ${high}]`, expected, message });
  const entry = solvable[distribution.name];
  if (entry === undefined || distribution.cdf === undefined) {
    const families = Object.keys(solvable).join(', ');
    const message = `no interval determines a ${distribution.name}; between is for ${families}`;
    return wrong('not_solvable', families, message);
  }
  const given = numbersGiven(variable);
  if (given === undefined) {
    const message = 'the parameters beside between have to be numbers, not expressions';
    return wrong('between_expression', 'numbers', message);
  }
  const free = entry.names.filter((it) => !Object.hasOwn(given, it));
  const whole = wholeParameters(distribution, given, free);
  if (typeof whole === 'string') {
    const message = `${distribution.name} needs ${whole} in params; between solves ${entry.names.join(' and ')}`;
    return wrong('between_incomplete', `${whole} in params`, message);
  }
  const cdf = (x: number, solved: Numbers): number => distribution.cdf!(x, { ...whole, ...solved });
  const bounds = fixedBounds(distribution, whole);
  if (low < bounds.lower || high > bounds.upper) {
    const support = `[${bounds.lower}, ${bounds.upper}]`;
    const message = `reaches outside ${support}, the support of ${distribution.name}`;
    return wrong('outside_support', `an interval within ${support}`, message);
  }
  const targets = targetsOf(low, high, mass, bounds);
  if (targets.length !== free.length)
    return wrong(
      'between_count',
      'an interval that determines them',
      countMessage(free, targets.length, distribution.name),
    );
  const solved = solve(entry, free, targets, whole, distribution, cdf);
  if (solved === undefined || !targets.every((it) => Math.abs(cdf(it.x, solved) - it.probability) < 1e-6)) {
    const fixed = Object.keys(given).length === 0 ? '' : ` with these ${Object.keys(given).join(', ')}`;
    const message = `no ${distribution.name}${fixed} has ${100 * mass} % of its mass between ${low} and ${high} and equal tails`;
    return wrong('impossible_interval', 'an interval that the family can have', message);
  }
  return { ...variable.params, ...mapped(solved, rounded) };
}

/** Ten digits: as exact as any statement of what is known, and short to read. */
function rounded(value: number): number {
  return Number(value.toPrecision(10));
}

function mapped(numbers: Numbers, change: (value: number) => number): Record<string, number> {
  return Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, change(value)]));
}

function numbersGiven({ params }: VariableConfig): Record<string, number> | undefined {
  const entries = Object.entries(params).flatMap(([name, value]) =>
    typeof value === 'number' ? [[name, value] as const] : [],
  );
  return entries.length === Object.keys(params).length ? Object.fromEntries(entries) : undefined;
}

/** All canonical parameters, those to be solved at 1; or the names of those that are neither given nor solved. */
function wholeParameters(
  distribution: Distribution,
  given: Numbers,
  free: readonly string[],
): Record<string, number> | string {
  const { names, optional } = distribution.parametrizations[0];
  const known = [...names, ...Object.keys(optional ?? {})];
  const stranger = Object.keys(given).find((it) => !known.includes(it));
  const lacking = names.filter((it) => !Object.hasOwn(given, it) && !free.includes(it));
  if (stranger !== undefined || lacking.length > 0)
    return lacking.length > 0 ? lacking.join(' and ') : `one of ${known.join(', ')}, not ${stranger}`;
  const all = { ...given, ...Object.fromEntries(free.map((it) => [it, 1])) };
  const exprs = canonical(
    distribution,
    Object.fromEntries(Object.entries(all).map(([k, v]) => [k, constant(v)])),
  );
  return Object.fromEntries(Object.entries(exprs).map(([k, expr]) => [k, expr.value ?? Number.NaN]));
}

/** Bounds of the support that no solved parameter moves. */
function fixedBounds(distribution: Distribution, whole: Numbers): { lower: number; upper: number } {
  if (distribution.name === 'Uniform' || distribution.name === 'Pareto')
    return { lower: Number.NEGATIVE_INFINITY, upper: Number.POSITIVE_INFINITY };
  const params = Object.fromEntries(Object.entries(whole).map(([name, value]) => [name, constant(value)]));
  const { lower, upper } = distribution.support(params);
  return {
    lower: lower === undefined ? Number.NEGATIVE_INFINITY : (asExpr(lower).value ?? Number.NEGATIVE_INFINITY),
    upper: upper === undefined ? Number.POSITIVE_INFINITY : (asExpr(upper).value ?? Number.POSITIVE_INFINITY),
  };
}

function targetsOf(
  low: number,
  high: number,
  mass: number,
  bounds: { readonly lower: number; readonly upper: number },
): Target[] {
  const [hasLow, hasHigh] = [low > bounds.lower, high < bounds.upper];
  const tail = (1 - mass) / (hasLow && hasHigh ? 2 : 1);
  return [
    ...(hasLow ? [{ x: low, probability: tail }] : []),
    ...(hasHigh ? [{ x: high, probability: 1 - tail }] : []),
  ];
}

function countMessage(free: readonly string[], targets: number, family: string): string {
  if (targets === 0)
    return `is the whole support of ${family}, which holds all its mass whatever the parameters`;
  if (free.length === 0) return 'has nothing to solve: every parameter is given in params';
  if (targets === 1)
    return `begins or ends where ${family} does, which determines one parameter, but ${free.join(' and ')} are free: give one in params`;
  return `has two ends, which determine two parameters of ${family}, but only ${free[0]} is free: let it begin where ${family} does`;
}

type Cdf = (x: number, solved: Numbers) => number;

function solve(
  entry: Solvable,
  free: readonly string[],
  targets: readonly Target[],
  whole: Numbers,
  distribution: Distribution,
  cdf: Cdf,
): Numbers | undefined {
  const [first, second] = targets;
  if (second === undefined)
    return solveOne(free[0]!, first!, distribution, first!.x, 1, (solved) => cdf(first!.x, solved));
  if (entry.scaled !== undefined) return byScale(entry, entry.scaled, first!, second, whole, distribution);
  if (distribution.name === 'Uniform') {
    const width = (second.x - first!.x) / (second.probability - first!.probability);
    const lower = first!.x - first!.probability * width;
    return { lower, upper: lower + width };
  }
  return solveTwo(free, first!, second, distribution, cdf);
}

/** Location and scale from the quantiles of the standard member. */
function byScale(
  entry: Solvable,
  scaled: NonNullable<Solvable['scaled']>,
  low: Target,
  high: Target,
  whole: Numbers,
  distribution: Distribution,
): Numbers | undefined {
  const [location, scale] = entry.names;
  if (scale === undefined || distribution.quantile === undefined) return undefined;
  const onScale = { values: (x: number) => x, logs: log, logits: (x: number) => log(x) - log1p(-x) }[scaled];
  const standard = { ...whole, [location]: 0, [scale]: 1 };
  const [from, to] = [low, high].map(({ probability }) =>
    onScale(distribution.quantile!(probability, standard)),
  );
  const width = (onScale(high.x) - onScale(low.x)) / (to! - from!);
  return { [location]: onScale(low.x) - width * from!, [scale]: width };
}

/** The last parameter is found within each trial of the first, so that one tail always holds. */
function solveTwo(
  [outer, inner]: readonly string[],
  low: Target,
  high: Target,
  distribution: Distribution,
  cdf: Cdf,
): Numbers | undefined {
  const [center, width] = [(low.x + high.x) / 2, high.x - low.x];
  const within = (solved: Numbers): Numbers | undefined => {
    const found = solveOne(inner!, low, distribution, center, width, (it) =>
      cdf(low.x, { ...solved, ...it }),
    );
    return found === undefined ? undefined : { ...solved, ...found };
  };
  const found = solveOne(outer!, high, distribution, center, width, (solved) => {
    const both = within(solved);
    return both === undefined ? Number.NaN : cdf(high.x, both);
  });
  return found === undefined ? undefined : within(found);
}

/** Steps over which a parameter is looked for, on a scale that reaches from its smallest to its largest sensible value. */
const steps = 80;

/** The value of one parameter at which a probability is met, or undefined where none is found. */
function solveOne(
  name: string,
  { probability }: Target,
  distribution: Distribution,
  center: number,
  width: number,
  at: (solved: Numbers) => number,
): Numbers | undefined {
  const isPositive = distribution.parameters.find((it) => it.name === name)?.range !== 'real';
  const value = (t: number): number =>
    isPositive ? exp(t) : center + width * Math.sign(t) * expm1(Math.abs(t));
  const reach = isPositive ? 25 : 20;
  const miss = (t: number): number => at({ [name]: value(t) }) - probability;
  let before = miss(-reach);
  for (let k = 1; k <= steps; k++) {
    const t = -reach + (2 * reach * k) / steps;
    const now = miss(t);
    if (before * now <= 0) return { [name]: value(bisect(miss, t - (2 * reach) / steps, t)) };
    before = now;
  }
  return undefined;
}

function bisect(miss: (t: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  const rises = miss(high) > miss(low);
  for (let turn = 0; turn < 80; turn++) {
    const middle = low + 0.5 * (high - low);
    if (miss(middle) < 0 === rises) low = middle;
    else high = middle;
  }
  return low + 0.5 * (high - low);
}
