// Canonical parameters, ordinary and extreme, on which draws, cdf and quantile are tested.
import type { Numbers } from './distribution.ts';

export interface Example {
  readonly name: string;
  readonly params: Numbers;
}

const cutpoints = { 'cutpoints[0]': -1, 'cutpoints[1]': 0.5, 'cutpoints[2]': 1.75 };

const parameters: Readonly<Record<string, readonly Numbers[]>> = {
  Normal: [{ mu: 1, sigma: 2 }],
  HalfNormal: [{ sigma: 2 }],
  TruncatedNormal: [
    { mu: 0.5, sigma: 2, lower: -1, upper: 3 },
    { mu: 0, sigma: 1, lower: 8, upper: Number.POSITIVE_INFINITY },
    { mu: 0, sigma: 1, lower: Number.NEGATIVE_INFINITY, upper: -30 },
  ],
  StudentT: [
    { nu: 3, mu: 1, sigma: 2 },
    { nu: 0.5, mu: 0, sigma: 1 },
  ],
  HalfStudentT: [{ nu: 3, sigma: 2 }],
  Cauchy: [{ alpha: 1, beta: 2 }],
  HalfCauchy: [{ beta: 2 }],
  LogNormal: [{ mu: 0.5, sigma: 0.75 }],
  Exponential: [{ lam: 2 }],
  Gamma: [
    { alpha: 2.5, beta: 1.5 },
    { alpha: 0.1, beta: 2 },
    { alpha: 1e4, beta: 1 },
  ],
  ChiSquared: [{ nu: 3 }],
  InverseGamma: [{ alpha: 2.5, beta: 1.5 }],
  Beta: [
    { alpha: 2.5, beta: 1.5 },
    { alpha: 0.05, beta: 0.1 },
  ],
  Kumaraswamy: [{ a: 2.5, b: 1.5 }],
  Uniform: [{ lower: -2, upper: 3 }],
  Laplace: [{ mu: 0.5, b: 2 }],
  AsymmetricLaplace: [{ kappa: 2, mu: 0.5, b: 1.5 }],
  ExGaussian: [
    { nu: 2, mu: 0.5, sigma: 1 },
    { nu: 0.01, mu: 0.5, sigma: 1 },
  ],
  Gumbel: [{ mu: 0.5, beta: 2 }],
  Logistic: [{ mu: 0.5, s: 2 }],
  LogitNormal: [{ mu: 0.5, sigma: 0.75 }],
  Moyal: [{ mu: 0.5, sigma: 2 }],
  Pareto: [{ alpha: 3.5, m: 0.5 }],
  PolyaGamma: [
    { h: 1, z: 0 },
    { h: 2.5, z: 1.5 },
  ],
  Rice: [{ nu: 1.5, sigma: 0.5 }],
  SkewNormal: [{ alpha: -4, mu: 0.5, sigma: 2 }],
  SkewStudentT: [{ a: 3, b: 1.5, mu: 0.5, sigma: 2 }],
  Triangular: [{ lower: -1, upper: 3, c: 0.5 }],
  VonMises: [
    { mu: 0.5, kappa: 2 },
    { mu: -3, kappa: 40 },
    { mu: 1, kappa: 1e-3 },
  ],
  Wald: [
    { mu: 2, lam: 3, alpha: 0.5 },
    { mu: 2, lam: 0.01, alpha: 0 },
  ],
  Weibull: [{ alpha: 1.5, beta: 2 }],
  Interpolated: [
    {
      'x_points[0]': -1,
      'x_points[1]': 0,
      'x_points[2]': 2,
      'x_points[3]': 4,
      'pdf_points[0]': 0,
      'pdf_points[1]': 2,
      'pdf_points[2]': 1,
      'pdf_points[3]': 1,
    },
  ],
  Bernoulli: [{ p: 0.25 }, { logit_p: -3 }],
  Binomial: [
    { n: 10, p: 0.25 },
    { n: 1000, p: 0.75 },
    { n: 40, logit_p: 1.5 },
  ],
  BetaBinomial: [{ alpha: 1.5, beta: 0.75, n: 12 }],
  Poisson: [{ mu: 0.5 }, { mu: 9.5 }, { mu: 11 }, { mu: 1e5 }],
  NegativeBinomial: [
    { mu: 3.5, alpha: 1.25 },
    { n: 2.5, p: 0.25 },
  ],
  Geometric: [{ p: 0.25 }, { p: 1e-4 }],
  DiscreteUniform: [{ lower: -2, upper: 4 }],
  DiscreteWeibull: [{ q: 0.75, beta: 1.25 }],
  HyperGeometric: [{ N: 30, k: 12, n: 8 }],
  Categorical: [
    { 'p[0]': 0.25, 'p[1]': 0.5, 'p[2]': 0.25 },
    { 'logit_p[0]': -1, 'logit_p[1]': 0.5, 'logit_p[2]': 2 },
  ],
  OrderedLogistic: [{ eta: 0.25, ...cutpoints }],
  OrderedProbit: [{ eta: 0.25, sigma: 1, ...cutpoints }],
  ZeroInflatedPoisson: [{ psi: 0.75, mu: 2.5 }],
  ZeroInflatedBinomial: [{ psi: 0.75, n: 10, p: 0.25 }],
  ZeroInflatedNegativeBinomial: [{ psi: 0.75, mu: 3.5, alpha: 1.25 }],
  HurdlePoisson: [{ psi: 0.75, mu: 2.5 }],
  HurdleNegativeBinomial: [{ psi: 0.75, mu: 3.5, alpha: 1.25 }],
  HurdleGamma: [{ psi: 0.75, alpha: 2.5, beta: 1.5 }],
  HurdleLogNormal: [{ psi: 0.75, mu: 0.5, sigma: 0.75 }],
};

export const examples: readonly Example[] = Object.entries(parameters).flatMap(([name, list]) =>
  list.map((params) => ({ name, params })),
);
