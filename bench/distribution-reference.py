"""Writes the reference table of the distributions: packages/engine/src/distributions/reference.json.

Each log density is written down here once more, from its textbook formula, in 30-digit arithmetic (mpmath); cdf, mean
and variance come from it by quadrature or summation. Every value with a counterpart in SciPy or PyMC is compared with
it, so that names and parametrisations are theirs; the script stops at the first disagreement.

    python bench/distribution-reference.py        # numpy, scipy, mpmath; pymc if it can be imported
"""

import json
import pathlib

import mpmath as mp
import numpy as np
import scipy.stats as st

try:
    import pymc
except ImportError:
    pymc = None

mp.mp.dps = 30
R = mp.mpf
INF = mp.inf


def growing(x):
    """exp(x), cut where its own exponential is nothing at all."""
    return mp.exp(min(x, R(1000)))


def normal(mu=0, sigma=1):
    return lambda y: -(((y - mu) / sigma) ** 2) / 2 - mp.log(sigma) - mp.log(2 * mp.pi) / 2


def student(nu, mu, sigma):
    scale = mp.loggamma((nu + 1) / 2) - mp.loggamma(nu / 2) - mp.log(nu * mp.pi) / 2 - mp.log(sigma)
    return lambda y: scale - (nu + 1) / 2 * mp.log1p(((y - mu) / sigma) ** 2 / nu)


def gamma(alpha, beta):
    return lambda y: alpha * mp.log(beta) - mp.loggamma(alpha) + (alpha - 1) * mp.log(y) - beta * y


def log_beta(a, b):
    return mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)


def log_choose(n, k):
    return mp.loggamma(n + 1) - mp.loggamma(k + 1) - mp.loggamma(n - k + 1)


def poisson(mu):
    return lambda y: y * mp.log(mu) - mu - mp.loggamma(y + 1)


def binomial(n, p):
    return lambda y: log_choose(n, y) + y * mp.log(p) + (n - y) * mp.log1p(-p)


def negative_binomial(mu, alpha):
    def log_mass(y):
        ways = mp.loggamma(y + alpha) - mp.loggamma(y + 1) - mp.loggamma(alpha)
        return ways + alpha * mp.log(alpha / (mu + alpha)) + y * mp.log(mu / (mu + alpha))

    return log_mass


def shape_of(g):
    """Mean and shape of a NegativeBinomial, however given."""
    alpha = g["alpha"] if "alpha" in g else g["n"]
    return (g["mu"] if "mu" in g else alpha * (1 - g["p"]) / g["p"]), alpha


def scale_of(g, precision="tau"):
    return 1 / mp.sqrt(g[precision]) if precision in g else g.get("sigma", R(1))


def chance_of(g):
    return 1 / (1 + mp.exp(-g["logit_p"])) if "logit_p" in g else g["p"]


def gamma_shape(g):
    if "mu" in g:
        return (g["mu"] / g["sigma"]) ** 2, g["mu"] / g["sigma"] ** 2
    return g["alpha"], g["beta"]


def beta_shape(g):
    if "mu" not in g:
        return g["alpha"], g["beta"]
    nu = g["nu"] if "nu" in g else g["mu"] * (1 - g["mu"]) / g["sigma"] ** 2 - 1
    return g["mu"] * nu, (1 - g["mu"]) * nu


def wald_shape(g):
    if "phi" not in g:
        return g["mu"], g.get("lam", R(1))
    return (g["mu"], g["mu"] * g["phi"]) if "mu" in g else (g["lam"] / g["phi"], g["lam"])


def zero_inflated(psi, base):
    return lambda y: mp.log(1 - psi + psi * mp.exp(base(y))) if y == 0 else mp.log(psi) + base(y)


def hurdle(psi, base, discrete):
    rest = mp.log(1 - mp.exp(base(R(0)))) if discrete else 0
    return lambda y: mp.log(1 - psi) if y == 0 else mp.log(psi) + base(y) - rest


def ordered(cumulated):
    bounds = [R(0), *cumulated, R(1)]
    return lambda y: mp.log(bounds[int(y) + 1] - bounds[int(y)])


def skew_student(a, b, mu, sigma):
    def log_density(y):
        x = (y - mu) / sigma
        t = x / mp.sqrt(a + b + x**2)
        scale = (a + b - 1) * mp.log(2) + log_beta(a, b) + mp.log(a + b) / 2
        return (a + R("0.5")) * mp.log(1 + t) + (b + R("0.5")) * mp.log(1 - t) - scale - mp.log(sigma)

    return log_density


def interpolate(xs, heights):
    total = sum((x2 - x1) * (h1 + h2) / 2 for x1, x2, h1, h2 in zip(xs, xs[1:], heights, heights[1:]))

    def log_density(y):
        k = max(i for i in range(len(xs) - 1) if xs[i] <= y)
        share = (y - xs[k]) / (xs[k + 1] - xs[k])
        return mp.log((heights[k] + share * (heights[k + 1] - heights[k])) / total)

    return log_density


def polya_gamma(h, z):
    def log_density(x):
        if not R("0.00025") < x < 64:
            return -INF  # below 1e-50 for the shapes used here
        with mp.workdps(120):
            total = mp.mpf(0)
            for n in range(400):
                exponent = (2 * n + h) ** 2 / (8 * x)
                if exponent > 300:
                    break
                total += (-1) ** n * mp.gammaprod([n + h], [n + 1, h]) * (2 * n + h) * mp.exp(-exponent)
            if total <= 0:
                return -INF
            return h * mp.log(mp.cosh(z / 2)) - z**2 * x / 2 + (h - 1) * mp.log(2) + mp.log(
                total / mp.sqrt(2 * mp.pi * x**3))

    return log_density


def truncated(g):
    s = scale_of(g)
    a = (g["lower"] - g["mu"]) / s if "lower" in g else -INF
    b = (g["upper"] - g["mu"]) / s if "upper" in g else INF
    mass = mp.ncdf(-a) - mp.ncdf(-b) if a > 0 else mp.ncdf(b) - mp.ncdf(a)
    return lambda y: normal(g["mu"], s)(y) - mp.log(mass)


def ex_gaussian(g):
    mu, s, nu = g.get("mu", R(0)), g.get("sigma", R(1)), g["nu"]

    def log_density(y):
        z, r = (y - mu) / s, s / nu
        return r**2 / 2 - z * r + mp.log(mp.erfc((r - z) / mp.sqrt(2)) / 2) - mp.log(nu)

    return log_density


def triangular(g):
    low, c, high = g["lower"], g["c"], g["upper"]

    def log_density(y):
        if y < c:
            return mp.log(2 * (y - low) / ((high - low) * (c - low)))
        return mp.log(2 * (high - y) / ((high - low) * (high - c)))

    return log_density


def asymmetric_laplace(g):
    kappa = mp.sqrt(g["q"] / (1 - g["q"])) if "q" in g else g["kappa"]

    def log_density(y):
        v = y - g["mu"]
        return mp.log(g["b"] / (kappa + 1 / kappa)) - abs(v) * g["b"] * (kappa if v >= 0 else 1 / kappa)

    return log_density


def logistic(mu, s):
    # The density is even around mu; from the right no exponential overflows.
    return lambda y: -abs(y - mu) / s - mp.log(s) - 2 * mp.log1p(mp.exp(-abs(y - mu) / s))


def wald(g):
    (mu, lam), shift = wald_shape(g), g.get("alpha", R(0))

    def log_density(y):
        x = y - shift
        return mp.log(lam / (2 * mp.pi * x**3)) / 2 - lam * (x - mu) ** 2 / (2 * mu**2 * x)

    return log_density


def rice(g):
    s = g.get("sigma", R(1))
    nu = g["b"] * s if "b" in g else g["nu"]
    return lambda y: mp.log(y / s**2) - (y**2 + nu**2) / (2 * s**2) + mp.log(mp.besseli(0, y * nu / s**2))


def sigmoid(x):
    return 1 / (1 + mp.exp(-x))


def softmax(logits):
    total = sum(mp.exp(v) for v in logits)
    return [mp.exp(v) / total for v in logits]


REAL, POSITIVE, UNIT, COUNT = (-INF, INF), (R(0), INF), (R(0), R(1)), (0, INF)

# name: (log density of the given parameters, support of them, whether whole)
FORMULAS = {
    "Normal": (lambda g: normal(g.get("mu", R(0)), scale_of(g)), lambda g: REAL, False),
    "HalfNormal": (lambda g: lambda y: mp.log(2) + normal(0, scale_of(g))(y), lambda g: POSITIVE, False),
    "TruncatedNormal": (truncated, lambda g: (g.get("lower", -INF), g.get("upper", INF)), False),
    "StudentT": (lambda g: student(g["nu"], g.get("mu", R(0)), scale_of(g, "lam")), lambda g: REAL, False),
    "HalfStudentT": (
        lambda g: lambda y: mp.log(2) + student(g["nu"], 0, scale_of(g, "lam"))(y), lambda g: POSITIVE, False),
    "Cauchy": (lambda g: student(R(1), g["alpha"], g["beta"]), lambda g: REAL, False),
    "HalfCauchy": (lambda g: lambda y: mp.log(2) + student(R(1), 0, g["beta"])(y), lambda g: POSITIVE, False),
    "LogNormal": (
        lambda g: lambda y: normal(g.get("mu", R(0)), scale_of(g))(mp.log(y)) - mp.log(y), lambda g: POSITIVE, False),
    "Exponential": (
        lambda g: gamma(R(1), 1 / g["scale"] if "scale" in g else g.get("lam", R(1))), lambda g: POSITIVE, False),
    "Gamma": (lambda g: gamma(*gamma_shape(g)), lambda g: POSITIVE, False),
    "ChiSquared": (lambda g: gamma(g["nu"] / 2, R("0.5")), lambda g: POSITIVE, False),
    "InverseGamma": (
        lambda g: (lambda a, b: lambda y: gamma(a, b)(1 / y) - 2 * mp.log(y))(
            *((2 + (g["mu"] / g["sigma"]) ** 2, g["mu"] * (1 + (g["mu"] / g["sigma"]) ** 2)) if "mu" in g
              else (g["alpha"], g.get("beta", R(1))))),
        lambda g: POSITIVE, False),
    "Beta": (
        lambda g: (lambda a, b: lambda y: (a - 1) * mp.log(y) + (b - 1) * mp.log1p(-y) - log_beta(a, b))(*beta_shape(g)),
        lambda g: UNIT, False),
    "Kumaraswamy": (
        lambda g: lambda y: mp.log(g["a"] * g["b"]) + (g["a"] - 1) * mp.log(y) + (g["b"] - 1) * mp.log(1 - y ** g["a"]),
        lambda g: UNIT, False),
    "Uniform": (
        lambda g: lambda y: -mp.log(g.get("upper", R(1)) - g.get("lower", R(0))),
        lambda g: (g.get("lower", R(0)), g.get("upper", R(1))), False),
    "Laplace": (lambda g: lambda y: -abs(y - g["mu"]) / g["b"] - mp.log(2 * g["b"]), lambda g: REAL, False),
    "AsymmetricLaplace": (asymmetric_laplace, lambda g: REAL, False),
    "ExGaussian": (ex_gaussian, lambda g: REAL, False),
    "Gumbel": (
        lambda g: lambda y: -(y - g["mu"]) / g["beta"] - growing(-(y - g["mu"]) / g["beta"]) - mp.log(g["beta"]),
        lambda g: REAL, False),
    "Logistic": (lambda g: logistic(g.get("mu", R(0)), g.get("s", R(1))), lambda g: REAL, False),
    "LogitNormal": (
        lambda g: lambda y: normal(g.get("mu", R(0)), scale_of(g))(mp.log(y / (1 - y))) - mp.log(y * (1 - y)),
        lambda g: UNIT, False),
    "Moyal": (
        lambda g: lambda y: (lambda z: -(z + growing(-z)) / 2 - mp.log(g.get("sigma", R(1))) - mp.log(2 * mp.pi) / 2)(
            (y - g.get("mu", R(0))) / g.get("sigma", R(1))), lambda g: REAL, False),
    "Pareto": (
        lambda g: lambda y: mp.log(g["alpha"] / y) + g["alpha"] * mp.log(g["m"] / y), lambda g: (g["m"], INF), False),
    "PolyaGamma": (lambda g: polya_gamma(g.get("h", R(1)), g.get("z", R(0))), lambda g: POSITIVE, False),
    "Rice": (rice, lambda g: POSITIVE, False),
    "SkewNormal": (
        lambda g: (lambda a, m, s: lambda y: mp.log(2) + normal(m, s)(y) + mp.log(
            mp.erfc(-a * (y - m) / s / mp.sqrt(2)) / 2))(g.get("alpha", R(1)), g.get("mu", R(0)), scale_of(g)),
        lambda g: REAL, False),
    "SkewStudentT": (
        lambda g: skew_student(g["a"], g["b"], g.get("mu", R(0)), scale_of(g, "lam")), lambda g: REAL, False),
    "Triangular": (triangular, lambda g: (g["lower"], g["upper"]), False),
    "VonMises": (
        lambda g: lambda y: g["kappa"] * mp.cos(y - g["mu"]) - mp.log(2 * mp.pi * mp.besseli(0, g["kappa"])),
        lambda g: (-mp.pi, mp.pi), False),
    "Wald": (wald, lambda g: (g.get("alpha", R(0)), INF), False),
    "Weibull": (
        lambda g: lambda y: mp.log(g["alpha"] / g["beta"]) + (g["alpha"] - 1) * mp.log(y / g["beta"])
        - (y / g["beta"]) ** g["alpha"], lambda g: POSITIVE, False),
    "Interpolated": (
        lambda g: interpolate(g["x_points"], g["pdf_points"]),
        lambda g: (g["x_points"][0], g["x_points"][-1]), False),
    "Bernoulli": (lambda g: binomial(R(1), chance_of(g)), lambda g: (0, 1), True),
    "Binomial": (lambda g: binomial(g["n"], chance_of(g)), lambda g: (0, int(g["n"])), True),
    "BetaBinomial": (
        lambda g: lambda y: log_choose(g["n"], y) + log_beta(y + g["alpha"], g["n"] - y + g["beta"])
        - log_beta(g["alpha"], g["beta"]), lambda g: (0, int(g["n"])), True),
    "Poisson": (lambda g: poisson(g["mu"]), lambda g: COUNT, True),
    "NegativeBinomial": (lambda g: negative_binomial(*shape_of(g)), lambda g: COUNT, True),
    "Geometric": (lambda g: lambda y: mp.log(g["p"]) + (y - 1) * mp.log1p(-g["p"]), lambda g: (1, INF), True),
    "DiscreteUniform": (
        lambda g: lambda y: -mp.log(g["upper"] - g["lower"] + 1), lambda g: (int(g["lower"]), int(g["upper"])), True),
    "DiscreteWeibull": (
        lambda g: lambda y: mp.log(g["q"] ** (y ** g["beta"]) - g["q"] ** ((y + 1) ** g["beta"])), lambda g: COUNT, True),
    "HyperGeometric": (
        lambda g: lambda y: log_choose(g["k"], y) + log_choose(g["N"] - g["k"], g["n"] - y) - log_choose(g["N"], g["n"]),
        lambda g: (int(max(0, g["n"] - g["N"] + g["k"])), int(min(g["k"], g["n"]))), True),
    "Categorical": (
        lambda g: lambda y: mp.log((softmax(g["logit_p"]) if "logit_p" in g else g["p"])[int(y)]),
        lambda g: (0, len(g.get("p", g.get("logit_p"))) - 1), True),
    "OrderedLogistic": (
        lambda g: ordered([sigmoid(c - g["eta"]) for c in g["cutpoints"]]), lambda g: (0, len(g["cutpoints"])), True),
    "OrderedProbit": (
        lambda g: ordered([mp.ncdf((c - g["eta"]) / g.get("sigma", R(1))) for c in g["cutpoints"]]),
        lambda g: (0, len(g["cutpoints"])), True),
    "ZeroInflatedPoisson": (lambda g: zero_inflated(g["psi"], poisson(g["mu"])), lambda g: COUNT, True),
    "ZeroInflatedBinomial": (
        lambda g: zero_inflated(g["psi"], binomial(g["n"], g["p"])), lambda g: (0, int(g["n"])), True),
    "ZeroInflatedNegativeBinomial": (
        lambda g: zero_inflated(g["psi"], negative_binomial(*shape_of(g))), lambda g: COUNT, True),
    "HurdlePoisson": (lambda g: hurdle(g["psi"], poisson(g["mu"]), True), lambda g: COUNT, True),
    "HurdleNegativeBinomial": (lambda g: hurdle(g["psi"], negative_binomial(*shape_of(g)), True), lambda g: COUNT, True),
    "HurdleGamma": (lambda g: hurdle(g["psi"], gamma(*gamma_shape(g)), False), lambda g: POSITIVE, False),
    "HurdleLogNormal": (
        lambda g: hurdle(g["psi"], lambda y: normal(g.get("mu", R(0)), scale_of(g))(mp.log(y)) - mp.log(y), False),
        lambda g: POSITIVE, False),
}

# name: list of (parameters, points)
CASES = {
    "Normal": [({}, [0, -1.5]), ({"mu": 1.25, "sigma": 2.5}, [0.5, 30.0, -7.0]), ({"mu": -0.5, "tau": 4.0}, [-0.25, 1.0])],
    "HalfNormal": [({}, [0.5, 3.0]), ({"sigma": 2.5}, [0.001, 12.0]), ({"tau": 0.25}, [1.5, 4.0])],
    "TruncatedNormal": [
        ({"mu": 0.5, "sigma": 2.0, "lower": -1.0, "upper": 3.0}, [-0.5, 2.75]),
        ({"mu": 0.5, "sigma": 2.0, "lower": 0.0}, [0.25, 5.0]),
        ({"mu": 0.5, "sigma": 2.0, "upper": 1.0}, [-6.0, 0.75]),
        ({"mu": 0.0, "sigma": 1.0, "lower": 8.0, "upper": 9.0}, [8.125, 8.75]),
        ({"mu": 0.0, "sigma": 1.0, "lower": -12.0, "upper": -11.0}, [-11.5, -11.0625]),
        ({"mu": 0.0, "sigma": 1024.0, "lower": 1.0, "upper": 1.5}, [1.125, 1.25]),
        ({"mu": 0.25, "tau": 4.0, "lower": 0.0, "upper": 1.0}, [0.125, 0.5])],
    "StudentT": [
        ({"nu": 4.0}, [0.0, 2.5]), ({"nu": 2.5, "mu": 1.0, "sigma": 0.5}, [1.0, -20.0]),
        ({"nu": 7.0, "mu": 1.0, "lam": 4.0}, [0.5, 3.0]), ({"nu": 1e6, "mu": 0.0, "sigma": 2.0}, [1.0, -5.0])],
    "HalfStudentT": [({"nu": 3.0}, [0.5, 8.0]), ({"nu": 5.0, "sigma": 2.0}, [0.25, 9.0]), ({"nu": 3.5, "lam": 0.25}, [1.0, 6.0])],
    "Cauchy": [({"alpha": 0.5, "beta": 2.0}, [0.5, -40.0, 1e6])],
    "HalfCauchy": [({"beta": 2.0}, [0.125, 50.0])],
    "LogNormal": [({}, [0.5, 4.0]), ({"mu": 0.5, "sigma": 0.75}, [0.01, 20.0]), ({"mu": -1.0, "tau": 4.0}, [0.5, 2.0])],
    "Exponential": [({}, [0.5, 3.0]), ({"lam": 2.5}, [0.001, 8.0]), ({"scale": 2.5}, [0.5, 20.0])],
    "Gamma": [
        ({"alpha": 2.5, "beta": 1.5}, [0.25, 6.0]), ({"alpha": 0.25, "beta": 2.0}, [0.001, 1.0]),
        ({"mu": 3.0, "sigma": 0.5}, [2.0, 4.5])],
    "ChiSquared": [({"nu": 3.0}, [0.5, 9.0]), ({"nu": 10.5}, [2.0, 30.0])],
    "InverseGamma": [({"alpha": 3.5}, [0.125, 2.0]), ({"alpha": 2.5, "beta": 1.5}, [0.25, 5.0]), ({"mu": 2.0, "sigma": 0.5}, [1.5, 4.0])],
    "Beta": [
        ({"alpha": 2.5, "beta": 1.5}, [0.25, 0.999]), ({"alpha": 0.25, "beta": 0.5}, [0.001, 0.75]),
        ({"mu": 0.25, "sigma": 0.125}, [0.125, 0.5]), ({"mu": 0.75, "nu": 12.0}, [0.5, 0.875])],
    "Kumaraswamy": [({"a": 2.5, "b": 1.5}, [0.25, 0.999]), ({"a": 0.5, "b": 3.0}, [0.001, 0.5])],
    "Uniform": [({}, [0.25, 0.75]), ({"lower": -2.0, "upper": 3.0}, [-1.5, 2.5])],
    "Laplace": [({"mu": 0.5, "b": 2.0}, [0.25, -30.0, 9.0])],
    "AsymmetricLaplace": [({"kappa": 2.0, "mu": 0.5, "b": 1.5}, [-3.0, 1.25]), ({"q": 0.25, "mu": 0.5, "b": 1.5}, [-1.0, 4.0])],
    "ExGaussian": [
        ({"nu": 2.0}, [-1.0, 5.0]), ({"mu": 0.5, "sigma": 2.0, "nu": 0.5}, [-4.0, 3.0]),
        ({"mu": 0.5, "sigma": 2.0, "nu": 0.0625}, [0.0, 6.0]), ({"mu": 0.0, "sigma": 1.0, "nu": 0.0078125}, [-1.0, 2.0])],
    "Gumbel": [({"mu": 0.5, "beta": 2.0}, [-4.0, 0.5, 20.0])],
    "Logistic": [({}, [0.5, -3.0]), ({"mu": 0.5, "s": 2.0}, [-60.0, 3.0])],
    "LogitNormal": [({}, [0.5, 0.001]), ({"mu": 0.5, "sigma": 0.75}, [0.25, 0.96875]), ({"mu": -0.5, "tau": 4.0}, [0.25, 0.5])],
    "Moyal": [({}, [-2.0, 3.0]), ({"mu": 0.5, "sigma": 2.0}, [-3.0, 20.0])],
    "Pareto": [({"alpha": 3.5, "m": 0.5}, [0.75, 8.0])],
    "PolyaGamma": [
        ({}, [0.0625, 0.25, 1.0]), ({"h": 2.5, "z": 1.5}, [0.125, 0.5, 2.0]), ({"h": 0.5, "z": -2.0}, [0.03125, 0.25]),
        ({"h": 12.0, "z": 0.5}, [1.5, 3.0, 5.0])],
    "Rice": [({"nu": 1.5}, [0.25, 3.0]), ({"nu": 4.0, "sigma": 0.5}, [2.5, 5.0]), ({"b": 1.25, "sigma": 2.0}, [0.5, 6.0])],
    "SkewNormal": [
        ({}, [-1.0, 1.5]), ({"mu": 0.5, "sigma": 2.0, "alpha": -4.0}, [-3.0, 2.0]), ({"alpha": 2.0, "mu": 0.5, "tau": 0.25}, [0.0, 4.0])],
    "SkewStudentT": [
        ({"a": 3.0, "b": 4.5}, [-1.0, 2.0]), ({"a": 2.0, "b": 1.5, "mu": 0.5, "sigma": 2.0}, [-9.0, 30.0]),
        ({"a": 1.5, "b": 2.5, "mu": -0.5, "lam": 4.0}, [-0.5, 1.0])],
    "Triangular": [({"lower": -1.0, "upper": 3.0, "c": 0.5}, [-0.5, 2.5])],
    "VonMises": [({"mu": 0.5, "kappa": 2.0}, [-2.0, 0.75]), ({"mu": -2.0, "kappa": 40.0}, [-1.75, -2.5]), ({"mu": 3.0, "kappa": 0.5}, [-3.0, 1.0])],
    "Wald": [
        ({"mu": 1.5}, [0.5, 3.0]), ({"mu": 2.0, "lam": 3.0}, [0.25, 6.0]), ({"mu": 2.0, "lam": 3.0, "alpha": 0.5}, [0.75, 4.0]),
        ({"mu": 2.0, "phi": 1.5}, [0.5, 5.0]), ({"lam": 3.0, "phi": 2.0}, [0.5, 4.0])],
    "Weibull": [({"alpha": 1.5, "beta": 2.0}, [0.25, 5.0]), ({"alpha": 0.5, "beta": 0.25}, [0.001, 2.0])],
    "Interpolated": [({"x_points": [-1.0, 0.0, 0.5, 2.0, 4.0], "pdf_points": [0.0, 2.0, 1.0, 1.0, 0.25]}, [-0.25, 0.125, 1.0, 3.5])],
    "Bernoulli": [({"p": 0.25}, [0, 1]), ({"logit_p": -1.5}, [0, 1]), ({"logit_p": 45.0}, [0, 1])],
    "Binomial": [({"n": 10, "p": 0.25}, [0, 3, 10]), ({"n": 12, "logit_p": 0.75}, [4, 12]), ({"n": 5, "logit_p": 36.0}, [4, 5])],
    "BetaBinomial": [({"alpha": 1.5, "beta": 0.75, "n": 12}, [0, 7, 12])],
    "Poisson": [({"mu": 2.5}, [0, 4]), ({"mu": 150.0}, [120, 180])],
    "NegativeBinomial": [
        ({"mu": 3.5, "alpha": 1.25}, [0, 6]), ({"n": 2.5, "p": 0.25}, [1, 20]), ({"mu": 3.5, "alpha": 1e8}, [2, 7]),
        ({"mu": 2.0, "n": 3.0}, [0, 4]), ({"alpha": 3.0, "p": 0.5}, [2, 5])],
    "Geometric": [({"p": 0.25}, [1, 9])],
    "DiscreteUniform": [({"lower": -2, "upper": 4}, [-2, 3])],
    "DiscreteWeibull": [({"q": 0.75, "beta": 1.25}, [0, 4]), ({"q": 0.5, "beta": 0.75}, [1, 6])],
    "HyperGeometric": [({"N": 30, "k": 12, "n": 8}, [1, 5]), ({"N": 20, "k": 15, "n": 10}, [5, 8])],
    "Categorical": [({"p": [0.125, 0.5, 0.25, 0.125]}, [0, 2, 3]), ({"logit_p": [-1.0, 0.5, 2.0]}, [0, 1, 2])],
    "OrderedLogistic": [({"eta": 0.25, "cutpoints": [-1.0, 0.5, 1.75]}, [0, 1, 2, 3]), ({"eta": 40.0, "cutpoints": [-1.0, 0.5]}, [0, 1, 2])],
    "OrderedProbit": [
        ({"eta": 0.25, "cutpoints": [-1.0, 0.5, 1.75]}, [0, 1, 2, 3]), ({"eta": 9.0, "cutpoints": [-1.0, 0.5], "sigma": 1.5}, [0, 1, 2])],
    "ZeroInflatedPoisson": [({"psi": 0.75, "mu": 2.5}, [0, 4])],
    "ZeroInflatedBinomial": [({"psi": 0.75, "n": 10, "p": 0.25}, [0, 3])],
    "ZeroInflatedNegativeBinomial": [({"psi": 0.75, "mu": 3.5, "alpha": 1.25}, [0, 6]), ({"psi": 0.25, "n": 2.5, "p": 0.25}, [0, 6])],
    "HurdlePoisson": [({"psi": 0.75, "mu": 2.5}, [0, 4])],
    "HurdleNegativeBinomial": [({"psi": 0.75, "mu": 3.5, "alpha": 1.25}, [0, 6]), ({"psi": 0.25, "n": 2.5, "p": 0.25}, [0, 6])],
    "HurdleGamma": [({"psi": 0.75, "alpha": 2.5, "beta": 1.5}, [0, 1.5]), ({"psi": 0.75, "mu": 2.0, "sigma": 0.5}, [0, 1.5])],
    "HurdleLogNormal": [({"psi": 0.75, "mu": 0.5, "sigma": 0.75}, [0, 1.5]), ({"psi": 0.75, "mu": 0.5, "tau": 4.0}, [0, 1.5])],
}

# SciPy's distribution of the same values, for a second opinion.
SCIPY = {
    "Normal": lambda g: st.norm(g.get("mu", 0), g["tau"] ** -0.5 if "tau" in g else g.get("sigma", 1)),
    "StudentT": lambda g: st.t(g["nu"], g.get("mu", 0), g["lam"] ** -0.5 if "lam" in g else g.get("sigma", 1)),
    "Cauchy": lambda g: st.cauchy(g["alpha"], g["beta"]),
    "HalfCauchy": lambda g: st.halfcauchy(0, g["beta"]),
    "Laplace": lambda g: st.laplace(g["mu"], g["b"]),
    "Gumbel": lambda g: st.gumbel_r(g["mu"], g["beta"]),
    "Kumaraswamy": lambda g: None,
    "ExGaussian": lambda g: st.exponnorm(g["nu"] / g.get("sigma", 1), g.get("mu", 0), g.get("sigma", 1)),
    "Logistic": lambda g: st.logistic(g.get("mu", 0), g.get("s", 1)),
    "Moyal": lambda g: st.moyal(g.get("mu", 0), g.get("sigma", 1)),
    "Pareto": lambda g: st.pareto(g["alpha"], 0, g["m"]),
    "Rice": lambda g: st.rice(
        g["b"] if "b" in g else g["nu"] / g.get("sigma", 1), scale=g.get("sigma", 1)),
    "SkewNormal": lambda g: st.skewnorm(g.get("alpha", 1), g.get("mu", 0), g["tau"] ** -0.5 if "tau" in g else g.get("sigma", 1)),
    "SkewStudentT": lambda g: st.jf_skew_t(g["a"], g["b"], g.get("mu", 0), g["lam"] ** -0.5 if "lam" in g else g.get("sigma", 1)),
    "Weibull": lambda g: st.weibull_min(g["alpha"], 0, g["beta"]),
    "Poisson": lambda g: st.poisson(g["mu"]),
    "BetaBinomial": lambda g: st.betabinom(g["n"], g["alpha"], g["beta"]),
    "HyperGeometric": lambda g: st.hypergeom(g["N"], g["k"], g["n"]),
    "Geometric": lambda g: st.geom(g["p"]),
}

# Means and variances that do not exist, or (VonMises) depend on where the circle is cut.
NO_MOMENTS = {"Cauchy", "HalfCauchy", "VonMises"}


def exactly(value):
    return [R(v) for v in value] if isinstance(value, list) else R(value)


def breaks(log_density, low, high, given):
    """Places between which the density is smooth and neither too wide nor too narrow for the quadrature."""
    if "x_points" in given:
        return [R(x) for x in given["x_points"]]
    corners = [R(given[key]) for key in ("mu", "c", "alpha", "nu", "eta") if key in given]
    grid = [R(2) ** k for k in range(-200, -32, 8)] + [R(2) ** k for k in range(-32, 9, 4)]
    inside = {low + g for g in grid} if low > -INF else {-g for g in grid}
    inside |= {high - g for g in grid} if high < INF else set(grid)
    inside |= set(corners) | ({R(0)} if low < 0 else set())
    return [low, *sorted(x for x in inside if low < x < high), high]


def integral(f, points):
    total = R(0)
    for a, b in zip(points, points[1:]):
        total += mp.quad(f, [a, b])
    return total


def describe(name, given, points):
    make, support_of, discrete = FORMULAS[name]
    exact = {key: exactly(value) for key, value in given.items()}
    log_density = make(exact)
    low, high = support_of(exact)
    atom = 1 - exact["psi"] if name in ("HurdleGamma", "HurdleLogNormal") else R(0)
    if discrete:
        # Far enough that nothing of 20 digits is left.
        end = high if high < INF else next(k for k in range(int(max(points)) + 10, 10**6) if log_density(R(k)) < -60)
        masses = [(k, mp.exp(log_density(R(k)))) for k in range(int(low), int(end) + 1)]
        cdf = lambda y: sum((m for k, m in masses if k <= y), R(0))
        moment = lambda p: sum((m * R(k) ** p for k, m in masses), R(0))
        total = moment(0)
    else:
        # Nodes of the quadrature round to an end, where a density may be infinite.
        density = lambda y: mp.exp(log_density(y)) if low < y < high else R(0)
        places = breaks(log_density, low, high, given)
        cdf = lambda y: atom + integral(density, [*[x for x in places if x < y], R(y)]) if y > low else atom
        moment = lambda p: integral(lambda y: y**p * density(y), places) + (atom if p == 0 else 0)
        total = moment(0)
    assert abs(total - 1) < R("1e-12"), (name, given, total)
    has_moments = name not in NO_MOMENTS
    mean = moment(1) if has_moments else None
    variance = moment(2) - mean**2 if has_moments else None
    row = {
        "name": name,
        "parameters": given,
        "points": [{"y": y, "logDensity": float(log_density(R(y))), "cdf": float(cdf(y))} for y in points],
        # A quadrature's zero is not quite zero.
        "mean": None if mean is None else float(mean) if abs(mean) > R("1e-25") else 0.0,
        "variance": None if variance is None else float(variance),
    }
    second_opinion(row, discrete)
    return row


def second_opinion(row, discrete):
    name, given = row["name"], row["parameters"]
    other = SCIPY.get(name, lambda g: None)(given)
    for point in row["points"]:
        y = point["y"]
        if other is not None:
            density = other.logpmf(y) if discrete else other.logpdf(y)
            assert np.isclose(density, point["logDensity"], rtol=1e-6, atol=1e-9), (name, given, y, density, point)
            assert np.isclose(other.cdf(y), point["cdf"], rtol=1e-6, atol=1e-9), (name, given, y)
        # PyMC switches to a Normal here, and loses 1 - p to rounding where the chance is within 1e-15 of one.
        approximate = (name == "ExGaussian" and given["nu"] <= 0.05 * given.get("sigma", 1)) or (
            name == "Binomial" and given.get("logit_p", 0) > 30)
        if pymc is None or name == "PolyaGamma" or approximate:
            continue
        # np.float64, since PyTensor would take a Python number in single precision.
        arguments = {k: np.float64(v) if isinstance(v, (list, float)) else v for k, v in given.items()}
        if name == "LogitNormal" and not given:
            arguments = {"mu": 0.0, "sigma": 1.0}
        density = pymc.logp(getattr(pymc, name).dist(**arguments), y).eval()
        if np.isfinite(density):
            # PyMC's differences of Normal tails cancel, hence the wide tolerance.
            assert np.isclose(density, point["logDensity"], rtol=1e-3, atol=1e-3), (name, given, y, density, point)


def main():
    rows = []
    for name, cases in CASES.items():
        for given, points in cases:
            rows.append(describe(name, given, points))
            print(name, given, "ok", flush=True)
    target = pathlib.Path(__file__).parent.parent / "packages/engine/src/distributions/reference.json"
    target.write_text("[\n" + ",\n".join(f"  {json.dumps(row)}" for row in rows) + "\n]\n")


if __name__ == "__main__":
    main()
