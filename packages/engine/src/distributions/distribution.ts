import type { Domain, Expr } from '../expr/expr.ts';
import type { Random } from '../numeric/random.ts';

/** Canonical parameters by name, as expressions. */
export type Params = Readonly<Record<string, Expr>>;
/** Canonical parameters by name, as numbers. */
export type Numbers = Readonly<Record<string, number>>;

/** Where the values lie. Bounds may be expressions over the parameters; a missing bound is infinite. */
export interface Support {
  readonly lower?: Expr | number;
  readonly upper?: Expr | number;
  /** Whether the values are whole numbers. */
  readonly discrete: boolean;
}

/** One way PyMC lets the parameters be given, and its translation to the canonical one. */
export interface Parametrization {
  /** Names of the parameters that must be given. */
  readonly names: readonly string[];
  /** Parameters that may be left out, with PyMC's default. */
  readonly optional?: Readonly<Record<string, number>>;
  readonly toCanonical: (given: Params) => Params;
}

/** What must hold of a canonical parameter; checked where its value is a number, and printed in messages. */
export interface ParameterRule {
  readonly name: string;
  readonly range: 'real' | 'positive' | 'nonnegative' | 'unit' | 'whole' | 'vector' | 'ordered' | 'simplex';
}

/** A value made of free numbers, with the log density of the numbers: that of the value plus the log Jacobian. */
export interface FreeForm {
  readonly value: Expr;
  /** Scalar. */
  readonly logDensity: Expr;
}

/** The joint density of all entries of a vector, where it is not the product of the entries' own. */
export interface JointForm {
  /** Whether a vector of n entries has n − 1 free numbers, since its sum is fixed. */
  readonly isShorter: boolean;
  /** Whether there is a form in which the free numbers do not depend on the parameters. */
  readonly hasNoncentered: boolean;
  /** Scalar log density of y, minus infinity where y breaks the condition that ties its entries. */
  readonly logDensity: (y: Expr, params: Params) => Expr;
  /** The vector on `domain` from real numbers q. */
  readonly free: (q: Expr, domain: Domain, params: Params, isNoncentered: boolean) => FreeForm;
  /** A draw of n entries; a parameter is a number or one number an entry. */
  readonly random: (
    params: Readonly<Record<string, number | ArrayLike<number>>>,
    entries: number,
    random: Random,
  ) => Float64Array;
}

/** A distribution, defined once; kernel, gradient, draws, documentation and tests come from here. Names are PyMC's. */
export interface Distribution {
  readonly name: string;
  /** One sentence for the documentation. */
  readonly about: string;
  /** The first entry is the canonical one. */
  readonly parametrizations: readonly [Parametrization, ...Parametrization[]];
  readonly parameters: readonly ParameterRule[];
  readonly support: (params: Params) => Support;
  /** log density (or mass) at y, normalising constants included; y is inside the support (the model guards the outside). */
  readonly logDensity: (y: Expr, params: Params) => Expr;
  /** The values form a series along an ordered `by`; each one's density looks at those before it. */
  readonly isSeries?: boolean;
  /** A distribution of a whole vector (`over` or `by`); the entries' own densities then mean nothing. */
  readonly joint?: JointForm;
  /** log of the cdf and of 1 − cdf as expressions, for censoring and truncation. */
  readonly logCdf?: (y: Expr, params: Params) => Expr;
  readonly logSurvival?: (y: Expr, params: Params) => Expr;
  readonly random: (params: Numbers, random: Random) => number;
  /** Where a draw is location + scale × noise, with noise that no parameter takes part in; the same bits as `random`. */
  readonly affine?: {
    readonly location: string;
    readonly scale: string;
    readonly noise: (random: Random) => number;
  };
  readonly cdf?: (y: number, params: Numbers) => number;
  readonly quantile?: (probability: number, params: Numbers) => number;
  readonly mean?: (params: Numbers) => number;
  readonly variance?: (params: Numbers) => number;
  /** Parameters of the same family with a given mean and standard deviation; undefined when none has them. */
  readonly fromMoments?: (mean: number, sd: number) => Numbers | undefined;
}
