/** The log density of a carried prior as an expression; its numbers are data of the kernel, so that refits share one kernel. */
import * as b from '../expr/build.ts';
import { type Expr, scalar } from '../expr/expr.ts';
import type { Factor } from '../model/factors/factor.ts';
import { constrain, unconstrain } from '../model/transforms.ts';
import type { ModelVariable } from '../model/variables.ts';
import {
  componentsDomain,
  coveredColumn,
  firstNumber,
  formColumn,
  numbersColumn,
  numbersOfComponent,
  type PlacedPrior,
} from './placedPrior.ts';

const number = (place: number): Expr => b.element(b.column(numbersColumn, 'carried'), place);

/**
 * Log density of the entries on their own scales.
 * @param values the entries' values there, as scalars, in order.
 */
function carriedLogDensity({ components, areMany }: PlacedPrior, values: readonly Expr[]): Expr {
  if (areMany) return manyLogDensity(values);
  const size = values.length;
  return b.logsumexp(
    components.map((_, k) => normalLogDensity(firstNumber + k * numbersOfComponent(size), values)),
  );
}

/** Of the normal whose numbers begin at a place. */
function normalLogDensity(start: number, values: readonly Expr[]): Expr {
  const off = values.map((value, i) => b.sub(value, number(start + 1 + i)));
  let at = start + 1 + values.length;
  const squares = off.map((_, i) => {
    const z = off.slice(0, i + 1).map((it) => b.mul(number(at++), it));
    return b.square(z.reduce((x, y) => b.add(x, y)));
  });
  return b.add(number(start), b.mul(-0.5, total(squares)));
}

/** Weight of the normal around many components: where all of theirs vanish it gives a slope, elsewhere it is nothing. */
const traceWeight = 1e-13;

/** Of many components, in a loop over them; each is weighed against one normal around all, so that nothing overflows. */
function manyLogDensity(values: readonly Expr[]): Expr {
  const around = normalLogDensity(firstNumber, values);
  const off = values.map((value, i) => b.sub(value, number(firstNumber + 1 + i)));
  const numbers = [...off, ...off.flatMap((one, i) => off.slice(0, i + 1).map((other) => b.mul(one, other)))];
  const form = (k: number): Expr => b.column(formColumn(k), componentsDomain);
  const densities = numbers.reduce((sum, it, k) => b.add(sum, b.mul(it, form(k + 1))), form(0));
  return b.add(around, b.log(b.add(traceWeight, b.sum(b.exp(b.sub(densities, around))))));
}

/** Whether the prior covers each value of a variable; undefined when it covers all. */
function coverage({ partial }: PlacedPrior, { name, domain }: ModelVariable): Expr | undefined {
  return partial.has(name) ? b.column(coveredColumn(name), domain) : undefined;
}

/** The factor of a variable with the values that the carried prior covers left out of its density. */
export function uncoveredFactor(variable: ModelVariable, placed: PlacedPrior): Factor {
  const { distribution, domain } = variable;
  const covered = coverage(placed, variable);
  const rest = (density: () => Expr): Expr =>
    covered === undefined ? b.constant(0) : b.sum(b.select(covered, 0, b.spread(density(), domain)));
  return {
    variables: [variable],
    // A carried prior is on the scale of the centred form.
    hasNoncentered: false,
    logDensity: ([value], [params]) => rest(() => distribution.logDensity(value!, params!)),
    free: ([q], [params]) => {
      const { value, logJacobian } = constrain(q!, distribution.support(params!));
      return {
        values: [b.spread(value, domain)],
        logDensity: rest(() => b.add(distribution.logDensity(value, params!), logJacobian)),
      };
    },
  };
}

/** The carried log density at the variables' own values, without Jacobian. */
export function carriedAtValues(variables: readonly ModelVariable[], placed: PlacedPrior): Expr {
  return mixed(placed, carriedAlone(variables, placed), () => ownAlone(variables, placed));
}

/** The carried density by itself, and the variables' own of the same values by itself, both at their values. */
export function bothAtValues(
  variables: readonly ModelVariable[],
  placed: PlacedPrior,
): { readonly carried: Expr; readonly own: Expr } {
  return { carried: carriedAlone(variables, placed), own: ownAlone(variables, placed) };
}

function carriedAlone(variables: readonly ModelVariable[], placed: PlacedPrior): Expr {
  const byName = new Map(variables.map((variable) => [variable.name, variable]));
  const scaled = placed.entries.map(({ variable, domain, place }) => {
    const { distribution, params } = byName.get(variable)!;
    const support = distribution.support(params);
    const q = unconstrain(entryValue(b.parameter(variable, domain), place), support);
    return { q, logJacobian: constrain(q, support).logJacobian };
  });
  const density = carriedLogDensity(
    placed,
    scaled.map(({ q }) => q),
  );
  return b.sub(density, total(scaled.map(({ logJacobian }) => logJacobian)));
}

function ownAlone(variables: readonly ModelVariable[], placed: PlacedPrior): Expr {
  return coveredOwn(variables, placed, ({ name, domain, distribution, params }) =>
    distribution.logDensity(b.parameter(name, domain), params),
  );
}

/** The carried log density over the real numbers that chains move; `substitute` puts values over them in a parameter's place. */
export function carriedOverReals(
  variables: readonly ModelVariable[],
  placed: PlacedPrior,
  substitute: (expr: Expr) => Expr,
): Expr {
  const q = placed.entries.map(({ variable, domain, place }) =>
    entryValue(b.parameter(variable, domain), place),
  );
  return mixed(placed, carriedLogDensity(placed, q), () =>
    coveredOwn(variables, placed, ({ name, domain, distribution, params }) => {
      const own = Object.fromEntries(Object.entries(params).map(([key, expr]) => [key, substitute(expr)]));
      const { value, logJacobian } = constrain(b.parameter(name, domain), distribution.support(own));
      return b.add(distribution.logDensity(value, own), logJacobian);
    }),
  );
}

/** Σ of the variables' own log densities over the values that the prior covers. */
function coveredOwn(
  variables: readonly ModelVariable[],
  placed: PlacedPrior,
  densityOf: (variable: ModelVariable) => Expr,
): Expr {
  const names = new Set(placed.entries.map(({ variable }) => variable));
  return total(
    variables
      .filter(({ name }) => names.has(name))
      .map((variable) => {
        const density = b.spread(densityOf(variable), variable.domain);
        const covered = coverage(placed, variable);
        return b.sum(covered === undefined ? density : b.select(covered, density, 0));
      }),
  );
}

/** With `robust`, the carried density mixed with the variables' own (Schmidli et al. 2014, Biometrics 70). */
function mixed(placed: PlacedPrior, carried: Expr, own: () => Expr): Expr {
  if (!placed.isRobust) return carried;
  return b.logaddexp(b.add(number(0), carried), b.add(number(1), own()));
}

function total(terms: readonly Expr[]): Expr {
  return terms.reduce((x, y) => b.add(x, y), b.constant(0));
}

/** One value of a variable, or of anything over the same domain. */
function entryValue(value: Expr, place: number): Expr {
  return value.domain === scalar ? value : b.element(value, place);
}
