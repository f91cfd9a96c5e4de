"""Prints how far PyMC's log densities are from exact ones: the table of docs/decisions/pymc-precision.md.

    python bench/pymc-precision.py

Needs pymc 5.28 and mpmath. The exact values are evaluated with 40 digits from the same double arguments.
"""

import mpmath as mp
import numpy as np
import pymc as pm
import pytensor
import pytensor.tensor as pt

mp.mp.dps = 40
f = np.float64
R = mp.mpf
half_log_two_pi = mp.log(2 * mp.pi) / 2


def normal(z):
    return -z * z / 2 - half_log_two_pi


def log_beta(a, b):
    return mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)


def t_constant(nu, sigma):
    return mp.loggamma((nu + 1) / 2) - mp.loggamma(nu / 2) - mp.log(nu * mp.pi) / 2 - mp.log(sigma)


def ex_gaussian(x):
    mu, sigma, nu = R(0.5), R(1.2), R(0.8)
    return -mp.log(nu) + (mu - x) / nu + sigma**2 / (2 * nu**2) + mp.log(mp.ncdf((x - mu) / sigma - sigma / nu))


def skew_normal(x):
    z = (x - R(0.5)) / R(1.5)
    return mp.log(2) + normal(z) - mp.log(R(1.5)) + mp.log(mp.ncdf(3 * z))


def truncated_normal(x):
    return normal((x - R(0.5)) / R(1.5)) - mp.log(R(1.5)) - mp.log(mp.ncdf(-(R(0.2) - R(0.5)) / R(1.5)))


def beta_binomial(k):
    n, a, b = 12, R(2.3), R(0.7)
    return mp.log(mp.binomial(n, int(k))) + log_beta(k + a, n - k + b) - log_beta(a, b)


def ordered_probit(k):
    eta, cuts = R(0.3), [-mp.inf, R(-0.5), R(0.4), R(1.5), mp.inf]
    return mp.log(mp.ncdf(cuts[int(k) + 1] - eta) - mp.ncdf(cuts[int(k)] - eta))


def student_t(x):
    nu, sigma = R(4.2), R(1.3)
    return t_constant(nu, sigma) - (nu + 1) / 2 * mp.log1p((x / sigma) ** 2 / nu)


def half_student_t(x):
    return mp.log(2) + t_constant(R(1), R(0.3)) - mp.log1p((x / R(0.3)) ** 2)


def truncated(x):
    return normal(x / R(1.3)) - mp.log(R(1.3)) - mp.log(mp.ncdf(R(0.7) / R(1.3)) - mp.ncdf(R(-0.5) / R(1.3)))


def censored(_):
    return mp.log(mp.ncdf((R(-0.5) - R(1.7)) / R(1.3)))


def lkj(r):
    return mp.log1p(-r * r) + mp.log(R(3) / 4)


rows = [
    ("ExGaussian(mu=0.5, sigma=1.2, nu=0.8)", pm.ExGaussian.dist(mu=f(0.5), sigma=f(1.2), nu=f(0.8)), [-2.0, 0.3, 4.0], ex_gaussian),
    ("SkewNormal(mu=0.5, sigma=1.5, alpha=3)", pm.SkewNormal.dist(mu=f(0.5), sigma=f(1.5), alpha=f(3.0)), [-2.5, -0.7, 1.0], skew_normal),
    ("TruncatedNormal(mu=0.5, sigma=1.5, lower=0.2)", pm.TruncatedNormal.dist(mu=f(0.5), sigma=f(1.5), lower=f(0.2)), [0.3, 2.0], truncated_normal),
    ("BetaBinomial(n=12, alpha=2.3, beta=0.7)", pm.BetaBinomial.dist(n=12, alpha=f(2.3), beta=f(0.7)), [0, 5, 12], beta_binomial),
    ("OrderedProbit(eta=0.3, cutpoints=[-0.5, 0.4, 1.5])", pm.OrderedProbit.dist(eta=f(0.3), cutpoints=np.array([-0.5, 0.4, 1.5])), [0, 1, 2, 3], ordered_probit),
    ("StudentT(nu=4.2, sigma=1.3)", pm.StudentT.dist(nu=f(4.2), mu=f(0), sigma=f(1.3)), [0.4, 30.0], student_t),
    ("HalfStudentT(nu=1, sigma=0.3)", pm.HalfStudentT.dist(nu=f(1), sigma=f(0.3)), [0.2, 5.0], half_student_t),
    ("Truncated(Normal(0, 1.3), -0.5, 0.7)", pm.Truncated.dist(pm.Normal.dist(f(0), f(1.3)), f(-0.5), f(0.7)), [0.1], truncated),
    ("Censored(Normal(1.7, 1.3), lower=-0.5)", pm.Censored.dist(pm.Normal.dist(f(1.7), f(1.3)), f(-0.5), None), [-0.5], censored),
    ("LKJCorr(n=2, eta=2)", pm.LKJCorr.dist(n=2, eta=f(2.0)), [0.3], lkj),
]
print("| distribution | at | PyMC | exact | difference |")
print("|---|---|---|---|---|")
for name, dist, points, exact in rows:
    symbol = pt.dvector("x") if name.startswith("LKJ") else pt.dscalar("x")
    if dist.dtype.startswith("int"):
        symbol = pt.lscalar("x")
    compiled = pytensor.function([symbol], pt.sum(pm.logp(dist, symbol)))
    for x in points:
        found = float(compiled([x] if name.startswith("LKJ") else x))
        wanted = exact(R(x))
        print(f"| {name} | {x} | {found:.16g} | {mp.nstr(wanted, 17)} | {mp.nstr(abs(found - wanted), 2)} |")

x = pt.dscalar("x")
for name, function, exact in [("digamma, which gradients of lgamma use", pt.psi, mp.digamma), ("erf", pt.erf, mp.erf),
                              ("erfc", pt.erfc, mp.erfc), ("gammaln", pt.gammaln, mp.loggamma)]:
    compiled = pytensor.function([x], function(x))
    for at in (0.3, 1.7, 2.6):
        found, wanted = float(compiled(at)), exact(R(at))
        print(f"| PyTensor's {name} | {at} | {found:.16g} | {mp.nstr(wanted, 17)} | {mp.nstr(abs(found - wanted), 2)} |")
