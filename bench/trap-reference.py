"""Writes log densities and slopes at numerical traps: packages/engine/src/distributions/traps.reference.json.

    python bench/trap-reference.py

Needs mpmath. Values and slopes (by y and by every parameter) have 60 digits behind them.
"""

import json
import pathlib

import mpmath as mp

mp.mp.dps = 60
log, lg = mp.log, mp.loggamma
half_log_two_pi = log(2 * mp.pi) / 2


def log_beta(a, b):
    return lg(a) + lg(b) - lg(a + b)


def negative_binomial(y, mu, alpha):
    return (lg(y + alpha) - lg(alpha) - lg(y + 1) - alpha * mp.log1p(mu / alpha)
            + y * (log(mu) - log(alpha + mu)))


def student_t(y, nu, mu, sigma):
    return (lg((nu + 1) / 2) - lg(nu / 2) - log(nu * mp.pi) / 2 - log(sigma)
            - (nu + 1) / 2 * mp.log1p(((y - mu) / sigma) ** 2 / nu))


def bernoulli(y, logit_p):
    return -mp.log1p(mp.exp(-logit_p)) if y else -mp.log1p(mp.exp(logit_p))


densities = {
    "Normal": lambda y, mu, sigma: -((y - mu) / sigma) ** 2 / 2 - log(sigma) - half_log_two_pi,
    "LogNormal": lambda y, mu, sigma: -((log(y) - mu) / sigma) ** 2 / 2 - log(sigma) - log(y) - half_log_two_pi,
    "Cauchy": lambda y, alpha, beta: -log(mp.pi * beta) - mp.log1p(((y - alpha) / beta) ** 2),
    "Laplace": lambda y, mu, b: -log(2 * b) - abs(y - mu) / b,
    "Logistic": lambda y, mu, s: -(y - mu) / s - log(s) - 2 * mp.log1p(mp.exp(-(y - mu) / s)),
    "StudentT": student_t,
    "Gamma": lambda y, alpha, beta: alpha * log(beta) - lg(alpha) + (alpha - 1) * log(y) - beta * y,
    "InverseGamma": lambda y, alpha, beta: alpha * log(beta) - lg(alpha) - (alpha + 1) * log(y) - beta / y,
    "Beta": lambda y, alpha, beta: (alpha - 1) * log(y) + (beta - 1) * mp.log1p(-y) - log_beta(alpha, beta),
    "Exponential": lambda y, lam: log(lam) - lam * y,
    "Weibull": lambda y, alpha, beta: log(alpha / beta) + (alpha - 1) * log(y / beta) - (y / beta) ** alpha,
    "Poisson": lambda y, mu: y * log(mu) - mu - lg(y + 1),
    "NegativeBinomial": negative_binomial,
    "Bernoulli": bernoulli,
    "Binomial": lambda y, n, p: lg(n + 1) - lg(y + 1) - lg(n - y + 1) + y * log(p) + (n - y) * mp.log1p(-p),
    "BetaBinomial": lambda y, n, alpha, beta: (lg(n + 1) - lg(y + 1) - lg(n - y + 1)
                                               + log_beta(y + alpha, n - y + beta) - log_beta(alpha, beta)),
}
discrete = {"Poisson", "NegativeBinomial", "Bernoulli", "Binomial", "BetaBinomial"}
fixed = {"n"}

points = [
    ("Normal", 3e-151, dict(mu=1e-151, sigma=1e-150)), ("Normal", 3e150, dict(mu=1.0, sigma=1e150)),
    ("Normal", 1.0, dict(mu=0.0, sigma=1e-8)), ("Normal", 1.0, dict(mu=0.0, sigma=1e8)),
    ("LogNormal", 1e-300, dict(mu=0.0, sigma=3.0)), ("LogNormal", 1e300, dict(mu=0.0, sigma=1e3)),
    ("Cauchy", 1e8, dict(alpha=0.0, beta=1e-8)), ("Cauchy", 1e-8, dict(alpha=0.0, beta=1e8)),
    ("Laplace", 5e3, dict(mu=0.0, b=1e-2)),
    ("Logistic", 900.0, dict(mu=0.0, s=1.0)), ("Logistic", -900.0, dict(mu=0.0, s=1.0)),
    ("StudentT", 0.7, dict(nu=1e8, mu=0.1, sigma=1.2)), ("StudentT", 0.7, dict(nu=1e-2, mu=0.1, sigma=1.2)),
    ("StudentT", 1e10, dict(nu=3.0, mu=0.0, sigma=1.0)),
    ("Gamma", 0.3, dict(alpha=1e-8, beta=2.0)), ("Gamma", 1e-300, dict(alpha=1e-8, beta=1e-8)),
    ("Gamma", 1.00003e8, dict(alpha=1e8, beta=1.0)), ("Gamma", 1.0, dict(alpha=1e8, beta=1e8)),
    ("InverseGamma", 0.3, dict(alpha=1e-8, beta=2.0)), ("InverseGamma", 1.0, dict(alpha=1e8, beta=1e8)),
    ("Beta", 0.3, dict(alpha=1e-8, beta=1e-8)), ("Beta", 0.50001, dict(alpha=1e8, beta=1e8)),
    ("Beta", 1e-300, dict(alpha=0.5, beta=2.0)), ("Beta", 1e-8, dict(alpha=1.0, beta=1e8)),
    ("Exponential", 1e8, dict(lam=1e-8)), ("Exponential", 1e-8, dict(lam=1e8)),
    ("Weibull", 0.3, dict(alpha=1e-3, beta=2.0)), ("Weibull", 1.01, dict(alpha=50.0, beta=1.0)),
    ("Poisson", 0, dict(mu=1e-8)), ("Poisson", 100000300, dict(mu=1e8)), ("Poisson", 0, dict(mu=1e-300)),
    ("NegativeBinomial", 2, dict(mu=3.0, alpha=1e8)), ("NegativeBinomial", 2, dict(mu=3.0, alpha=1e-8)),
    ("NegativeBinomial", 100, dict(mu=1e8, alpha=1e-8)), ("NegativeBinomial", 0, dict(mu=1e-8, alpha=1e8)),
    ("Bernoulli", 1, dict(logit_p=-800.0)), ("Bernoulli", 0, dict(logit_p=800.0)), ("Bernoulli", 1, dict(logit_p=800.0)),
    ("Binomial", 0, dict(n=20, p=1e-300)), ("Binomial", 7, dict(n=20, p=1e-8)),
    ("BetaBinomial", 3, dict(n=20, alpha=1e8, beta=3e8)), ("BetaBinomial", 3, dict(n=20, alpha=1e-8, beta=1e-8)),
]


def slope(density, given, key):
    """By central differences of 60 digits, extrapolated."""
    def at(step):
        return density(**{**given, key: given[key] + step})
    h = (abs(given[key]) or mp.mpf(1)) * mp.mpf("1e-14")
    first = (at(h) - at(-h)) / (2 * h)
    second = (at(h / 2) - at(-h / 2)) / h
    return (4 * second - first) / 3


rows = []
for name, y, params in points:
    given = {"y": mp.mpf(y), **{key: mp.mpf(value) for key, value in params.items()}}
    density = densities[name]
    keys = [key for key in given if key not in fixed and not (key == "y" and name in discrete)]
    rows.append({"name": name, "y": y, "parameters": params, "logDensity": float(density(**given)),
                 "slopes": {key: float(slope(density, given, key)) for key in keys}})
target = pathlib.Path(__file__).parent.parent / "packages/engine/src/distributions/traps.reference.json"
target.write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")
