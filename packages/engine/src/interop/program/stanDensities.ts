/** Densities that Stan has under a name of its own; every other one is written out from its definition. */

export interface StanDensity {
  readonly name: string;
  /** Canonical parameters in Stan's order; numbers stand for themselves. */
  readonly args: readonly (string | number)[];
  /** Half of a symmetric density: log 2 is added for each value. */
  readonly isHalf?: boolean;
  readonly isDiscrete?: boolean;
}

const real = (name: string, ...args: readonly (string | number)[]): StanDensity => ({ name, args });
const half = (name: string, ...args: readonly (string | number)[]): StanDensity => ({
  name,
  args,
  isHalf: true,
});
const whole = (name: string, ...args: readonly string[]): StanDensity => ({ name, args, isDiscrete: true });

/** By distribution: the ways it may be given. */
const densities: Readonly<Record<string, readonly StanDensity[]>> = {
  Normal: [real('normal', 'mu', 'sigma')],
  HalfNormal: [half('normal', 0, 'sigma')],
  StudentT: [real('student_t', 'nu', 'mu', 'sigma')],
  HalfStudentT: [half('student_t', 'nu', 0, 'sigma')],
  Cauchy: [real('cauchy', 'alpha', 'beta')],
  HalfCauchy: [half('cauchy', 0, 'beta')],
  LogNormal: [real('lognormal', 'mu', 'sigma')],
  Exponential: [real('exponential', 'lam')],
  Gamma: [real('gamma', 'alpha', 'beta')],
  InverseGamma: [real('inv_gamma', 'alpha', 'beta')],
  ChiSquared: [real('chi_square', 'nu')],
  Beta: [real('beta', 'alpha', 'beta')],
  Uniform: [real('uniform', 'lower', 'upper')],
  Laplace: [real('double_exponential', 'mu', 'b')],
  Logistic: [real('logistic', 'mu', 's')],
  Gumbel: [real('gumbel', 'mu', 'beta')],
  Weibull: [real('weibull', 'alpha', 'beta')],
  Pareto: [real('pareto', 'm', 'alpha')],
  SkewNormal: [real('skew_normal', 'mu', 'sigma', 'alpha')],
  Bernoulli: [whole('bernoulli', 'p'), whole('bernoulli_logit', 'logit_p')],
  Poisson: [whole('poisson', 'mu')],
  NegativeBinomial: [whole('neg_binomial_2', 'mu', 'alpha')],
};

/** Stan's density of a distribution whose canonical parameters have these names. */
export function stanDensity(distribution: string, params: readonly string[]): StanDensity | undefined {
  return densities[distribution]?.find(
    ({ args }) =>
      params.length === args.filter((arg) => typeof arg === 'string').length &&
      args.every((arg) => typeof arg === 'number' || params.includes(arg)),
  );
}
