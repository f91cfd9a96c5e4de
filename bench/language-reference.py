"""Writes the reference table of whole models: packages/engine/src/model/language.reference.json.

    python bench/language-reference.py

Needs pymc 5.28. Each case is a config of the language with data; its log density and gradient at points come from PyMC's
own distributions (pm.logp), put together by hand and differentiated by PyTensor. Values are on the variables' own scale,
without Jacobian.
"""

import json
import math
import pathlib

import numpy as np
import pymc as pm
import pytensor
import pytensor.tensor as pt
from scipy.interpolate import BSpline

pytensor.config.floatX = "float64"
rng = np.random.default_rng(20261124)
n = 12
x, z, w = (rng.normal(0, 1, n).round(3) for _ in range(3))
g = rng.integers(0, 4, n)
g[:4] = [0, 1, 2, 3]
h = rng.integers(0, 3, n)
h[:3] = [0, 1, 2]
outer = g // 2
week = np.arange(n) + 1
y = rng.normal(0, 1, n).round(3)
count = rng.poisson(4, n)
exposure = rng.uniform(1, 3, n).round(2)
weight = rng.uniform(0, 2, n).round(2)
labels = np.array(list("abcd"))[g]

data = {"x": x, "z": z, "w": w, "g": labels, "h": h, "outer": outer, "week": week, "exposure": exposure, "weight": weight}
X = np.stack([x, z, w], axis=1)
cases = []


def double(value):
    """PyTensor would take a Python number in single precision."""
    return np.float64(value) if isinstance(value, (int, float)) else value


def density(family, value, *given, **named):
    dist = family.dist(*map(double, given), **{k: v if isinstance(v, int) else double(v) for k, v in named.items()})
    return pt.sum(pm.logp(dist, value))


def normal(value, mu, sigma):
    return density(pm.Normal, value, mu, sigma)


def half_normal(value):
    return density(pm.HalfNormal, value, sigma=1.0)


def case(name, config, total_density, points, outcome=y):
    """`total_density` maps symbolic values to the log density; `points` draws values by name."""
    config = {"dependent_var": "y", **config}
    first = points(np.random.default_rng(1))
    symbols = {key: (pt.dscalar if np.ndim(value) == 0 else pt.dvector)(key) for key, value in first.items()}
    total = total_density(symbols)
    gradient = pytensor.grad(total, list(symbols.values()), disconnected_inputs="ignore")
    compiled = pytensor.function(list(symbols.values()), [total, *gradient], on_unused_input="ignore")
    rows = []
    for seed in (1, 2):
        at = points(np.random.default_rng(seed))
        value, *slopes = compiled(*[np.asarray(it, dtype=float) for it in at.values()])
        rows.append({"parameters": {key: np.asarray(it).tolist() for key, it in at.items()},
                     "log_density": float(value),
                     "gradient": {key: np.asarray(it).tolist() for key, it in zip(at, slopes)}})
        assert np.isfinite(value), name
    used = json.dumps(config)
    cases.append({"name": name, "config": config, "y": np.asarray(outcome).tolist(),
                  "data": {key: np.asarray(it).tolist() for key, it in data.items() if key in used}, "points": rows})


def standard():
    return {"dist": "Normal", "params": {"mu": 0, "sigma": 1}}


def positive(rng_, *shape):
    return rng_.uniform(0.3, 1.7, shape) if shape else float(rng_.uniform(0.3, 1.7))


def likelihood(v, mu):
    return half_normal(v["sigma"]) + normal(y, mu, v["sigma"])


# Vectors.
a = np.array([0.5, 2.0, 3.0])
case("Dirichlet over columns",
     {"independent_vars": [{"X": ["x", "z", "w"]}],
      "variable_params": {"b": {"dist": "Dirichlet", "params": {"a": a.tolist()}, "over": "X"}},
      "function_params": {"function": "dot(X, b)"}},
     lambda v: density(pm.Dirichlet, v["b"], a) + likelihood(v, pt.dot(X, v["b"])),
     lambda r: {"b": r.dirichlet(a + 1), "sigma": positive(r)})


def zero_sum(r, size):
    value = r.normal(0, 1, size)
    return value - value.mean()


case("ZeroSumNormal by levels",
     {"independent_vars": ["x"],
      "variable_params": {"m": standard(), "s": {"dist": "HalfNormal", "params": {"sigma": 1}},
                          "b": {"dist": "ZeroSumNormal", "params": {"sigma": "s"}, "by": "g"}},
      "function_params": {"function": "m + b * x"}},
     lambda v: normal(v["m"], 0, 1) + half_normal(v["s"])
     + density(pm.ZeroSumNormal, v["b"], v["s"], n_zerosum_axes=1, shape=4)
     + likelihood(v, v["m"] + v["b"][g] * x),
     lambda r: {"m": r.normal(), "s": positive(r), "b": zero_sum(r, 4), "sigma": positive(r)})



def matrix(correlations, size):
    full = pt.eye(size)
    k = 0
    for i in range(size):
        for j in range(i):
            full = pt.set_subtensor(full[i, j], correlations[k])
            full = pt.set_subtensor(full[j, i], correlations[k])
            k += 1
    return full


effect = {"dist": "Normal", "params": {"mu": 0.3, "sigma": "s"}, "by": "g"}


def correlated(v, names, means, scales, correlations, eta):
    size = len(names)
    corr = matrix(correlations, size)
    scale = pt.stack(scales)
    values = pt.stack([v[name] for name in names], axis=1)
    mean = np.tile(np.asarray(means), (4, 1))
    # PyMC 5.28's LKJCorr has its normaliser with the wrong sign, so (η − 1) log det is taken with that of Lewandowski et al.
    shape = [eta + (size - 2 - j) / 2 for i in range(size) for j in range(i)]
    constant = sum(math.lgamma(s + 0.5) - math.lgamma(s) - 0.5 * np.log(np.pi) for s in shape)
    prior = double(eta - 1) * pt.log(pt.linalg.det(corr)) + double(constant)
    return prior + density(pm.MvNormal, values, mean, cov=corr * scale[:, None] * scale[None, :])


case("two correlated effects",
     {"independent_vars": ["x"],
      "variable_params": {"s": {"dist": "HalfNormal", "params": {"sigma": 1}}, "a": effect,
                          "b": {"dist": "Normal", "params": {"mu": -0.2, "sigma": 0.7}, "by": "g",
                                "correlated_with": "a", "lkj_eta": 3}},
      "function_params": {"function": "a + b * x"}},
     lambda v: half_normal(v["s"])
     + correlated(v, ["a", "b"], [0.3, -0.2], [v["s"], double(0.7)], [v["cor_a_b"]], 3.0)
     + likelihood(v, v["a"][g] + v["b"][g] * x),
     lambda r: {"s": positive(r), "a": r.normal(0, 1, 4), "b": r.normal(0, 1, 4), "cor_a_b": r.uniform(-0.8, 0.8),
                "sigma": positive(r)})

case("three correlated effects",
     {"independent_vars": ["x"],
      "variable_params": {"s": {"dist": "HalfNormal", "params": {"sigma": 1}}, "a": effect,
                          "b": {"dist": "Normal", "params": {"mu": -0.2, "sigma": 0.7}, "by": "g", "correlated_with": "a"},
                          "c": {"dist": "Normal", "params": {"mu": 0, "sigma": 2}, "by": "g", "correlated_with": "a"}},
      "function_params": {"function": "a + b * x + c * x ** 2"}},
     lambda v: half_normal(v["s"])
     + correlated(v, ["a", "b", "c"], [0.3, -0.2, 0.0], [v["s"], double(0.7), double(2.0)],
                  [v["cor_a_b"], v["cor_a_c"], v["cor_b_c"]], 2.0)
     + likelihood(v, v["a"][g] + v["b"][g] * x + v["c"][g] * x**2),
     lambda r: {"s": positive(r), **{k: r.normal(0, 1, 4) for k in "abc"},
                **{f"cor_{k}": r.uniform(-0.4, 0.4) for k in ("a_b", "a_c", "b_c")}, "sigma": positive(r)})


def horseshoe(v):
    scale = v["b_tau"] * v["b_lambda"]
    shrunk = pt.sqrt(v["b_c2"] * scale**2 / (v["b_c2"] + scale**2))
    return (density(pm.HalfStudentT, v["b_tau"], nu=1.0, sigma=double(0.1) * v["sigma"])
            + density(pm.HalfStudentT, v["b_lambda"], nu=1.0, sigma=1.0)
            + density(pm.InverseGamma, v["b_c2"], 2.0, 8.0) + normal(v["b"], 0, shrunk))


case("Horseshoe over columns",
     {"independent_vars": [{"X": ["x", "z", "w"]}],
      "variable_params": {"b": {"dist": "Horseshoe", "params": {"scale_global": "0.1 * sigma"}, "over": "X"}},
      "function_params": {"function": "dot(X, b)"}},
     lambda v: horseshoe(v) + likelihood(v, pt.dot(X, v["b"])),
     lambda r: {"b": r.normal(0, 1, 3), "b_tau": positive(r), "b_lambda": positive(r, 3), "b_c2": positive(r),
                "sigma": positive(r)})

case("R2D2 over columns",
     {"independent_vars": [{"X": ["x", "z", "w"]}],
      "variable_params": {"b": {"dist": "R2D2", "params": {"mean_R2": 0.4, "prec_R2": 5, "cons_D2": 0.8,
                                                          "sigma": "sigma"}, "over": "X"}},
      "function_params": {"function": "dot(X, b)"}},
     lambda v: density(pm.Beta, v["b_R2"], 2.0, 3.0) + density(pm.Dirichlet, v["b_phi"], np.full(3, 0.8))
     + normal(v["b"], 0, v["sigma"] * pt.sqrt(v["b_phi"] * v["b_R2"] / (double(1) - v["b_R2"])))
     + likelihood(v, pt.dot(X, v["b"])),
     lambda r: {"b": r.normal(0, 1, 3), "b_R2": r.uniform(0.2, 0.8), "b_phi": r.dirichlet([2, 2, 2]), "sigma": positive(r)})

# Groups: levels of (g, h) that occur, sorted; levels of g within levels of outer.
pairs = sorted(set(zip(labels.tolist(), h.tolist())))
pair = np.array([pairs.index(it) for it in zip(labels.tolist(), h.tolist())])
case("crossed groups with their interaction",
     {"independent_vars": ["x"],
      "variable_params": {"s": {"dist": "HalfNormal", "params": {"sigma": 1}},
                          "a": {"dist": "Normal", "params": {"mu": 0, "sigma": "s"}, "by": "g"},
                          "b": {"dist": "Normal", "params": {"mu": 0, "sigma": 1}, "by": "h"},
                          "c": {"dist": "Normal", "params": {"mu": 0, "sigma": 0.5}, "by": ["g", "h"]}},
      "function_params": {"function": "a + b * x + c"}},
     lambda v: half_normal(v["s"]) + normal(v["a"], 0, v["s"]) + normal(v["b"], 0, 1) + normal(v["c"], 0, 0.5)
     + likelihood(v, v["a"][g] + v["b"][h] * x + v["c"][pair]),
     lambda r: {"s": positive(r), "a": r.normal(0, 1, 4), "b": r.normal(0, 1, 3), "c": r.normal(0, 1, len(pairs)),
                "sigma": positive(r)})

case("nested groups",
     {"independent_vars": ["x"],
      "variable_params": {"top": {"dist": "Normal", "params": {"mu": 0, "sigma": 1}, "by": "outer"},
                          "s": {"dist": "Exponential", "params": {"lam": 1}, "by": "outer"},
                          "a": {"dist": "Normal", "params": {"mu": "top", "sigma": "s"}, "by": "g"}},
      "function_params": {"function": "a * x"}},
     lambda v: normal(v["top"], 0, 1) + density(pm.Exponential, v["s"], 1.0)
     + normal(v["a"], v["top"][np.array([0, 0, 1, 1])], v["s"][np.array([0, 0, 1, 1])]) + likelihood(v, v["a"][g] * x),
     lambda r: {"top": r.normal(0, 1, 2), "s": positive(r, 2), "a": r.normal(0, 1, 4), "sigma": positive(r)})

# Likelihoods.
case("an offset by expression",
     {"independent_vars": ["x", "exposure"], "variable_params": {"a": standard(), "b": standard()},
      "function_params": {"function": "a + b * x"},
      "likelihood": {"dist": "Poisson", "params": {"mu": "exp(mu + log(exposure))"}}},
     lambda v: normal(v["a"], 0, 1) + normal(v["b"], 0, 1)
     + density(pm.Poisson, count, pt.exp(v["a"] + v["b"] * x + np.log(exposure))),
     lambda r: {"a": r.normal(), "b": r.normal()}, count)

case("distributional regression",
     {"independent_vars": ["x", "z"],
      "variable_params": {"a": standard(), "b": standard(), "c": standard(), "d": {**standard(), "by": "g"}},
      "function_params": {"function": "a + b * x"},
      "likelihood": {"dist": "StudentT", "params": {"nu": "2 + exp(c)", "mu": "mu", "sigma": "exp(d + c * z)"}}},
     lambda v: sum(normal(v[k], 0, 1) for k in "abcd")
     + density(pm.StudentT, y, nu=double(2) + pt.exp(v["c"]), mu=v["a"] + v["b"] * x, sigma=pt.exp(v["d"][g] + v["c"] * z)),
     lambda r: {"a": r.normal(), "b": r.normal(), "c": r.normal(), "d": r.normal(0, 0.5, 4)})

mixture = ("logsumexp([log(p) - 0.5 * ((y - mu) / s) ** 2 - log(s), "
           "log1p(-p) - 0.5 * ((y - m) / s) ** 2 - log(s)]) - 0.5 * log(2 * PI)")
case("a mixture by logsumexp",
     {"independent_vars": ["x"],
      "variable_params": {"a": standard(), "m": standard(), "s": {"dist": "HalfNormal", "params": {"sigma": 1}},
                          "p": {"dist": "Beta", "params": {"alpha": 2, "beta": 2}}},
      "function_params": {"function": "a * x"}, "likelihood": {"log_density": mixture}},
     lambda v: normal(v["a"], 0, 1) + normal(v["m"], 0, 1) + half_normal(v["s"]) + density(pm.Beta, v["p"], 2.0, 2.0)
     + density(pm.NormalMixture, y, w=pt.stack([v["p"], double(1) - v["p"]]) * pt.ones((n, 1)),
                                  mu=pt.stack([v["a"] * x, v["m"] * pt.ones(n)], axis=1), sigma=v["s"]),
     lambda r: {"a": r.normal(), "m": r.normal(), "s": positive(r), "p": r.uniform(0.2, 0.8)})

bounded = np.clip(y, -0.5, 0.7)
case("censored on both sides",
     {"independent_vars": ["x"], "variable_params": {"a": standard()}, "function_params": {"function": "a * x"},
      "likelihood": {"dist": "Normal", "params": {"mu": "mu", "sigma": 1.3}, "censored": {"lower": -0.5, "upper": 0.7}}},
     lambda v: normal(v["a"], 0, 1) + pt.sum(pm.logp(pm.Censored.dist(pm.Normal.dist(v["a"] * x, double(1.3)), double(-0.5), double(0.7)), bounded)),
     lambda r: {"a": r.normal()}, bounded)

case("truncated on both sides",
     {"independent_vars": ["x"], "variable_params": {"a": standard(), "sigma": {"dist": "HalfNormal", "params": {"sigma": 1}}},
      "function_params": {"function": "a * x"},
      "likelihood": {"dist": "Normal", "params": {"mu": "mu", "sigma": "sigma"}, "truncated": {"lower": -0.5, "upper": 0.7}}},
     lambda v: normal(v["a"], 0, 1) + half_normal(v["sigma"])
     + pt.sum(pm.logp(pm.Truncated.dist(pm.Normal.dist(v["a"] * x, v["sigma"]), double(-0.5), double(0.7)), bounded)),
     lambda r: {"a": r.normal(), "sigma": positive(r)}, bounded)

case("rows with weights",
     {"independent_vars": ["x"], "variable_params": {"a": standard()}, "function_params": {"function": "a * x"},
      "likelihood": {"dist": "Laplace", "params": {"mu": "mu", "b": 0.7}, "weights": "weight"}},
     lambda v: normal(v["a"], 0, 1) + pt.sum(weight * pm.logp(pm.Laplace.dist(v["a"] * x, double(0.7)), y)),
     lambda r: {"a": r.normal()})

# Time.
case("a random walk",
     {"independent_vars": [],
      "variable_params": {"s": {"dist": "HalfNormal", "params": {"sigma": 1}},
                          "f": {"dist": "GaussianRandomWalk", "params": {"mu": 0.1, "sigma": "s"}, "by": "week"}},
      "function_params": {"function": "f"}},
     lambda v: half_normal(v["s"]) + normal(v["f"][0], 0, 100) + normal(v["f"][1:] - v["f"][:-1], 0.1, v["s"])
     + likelihood(v, v["f"]),
     lambda r: {"s": positive(r), "f": r.normal(0, 1, n), "sigma": positive(r)})

# Bases.
half = 1.5 * (week.max() - week.min()) / 2
frequency = np.pi * np.arange(1, 9) / (2 * half)
phi = np.sin(frequency * (week[:, None] - (week.max() + week.min()) / 2 + half)) / np.sqrt(half)


def hsgp(v):
    spectral = pm.gp.cov.ExpQuad(1, ls=v["ell"]).power_spectral_density(frequency[:, None])
    return pt.dot(phi, pt.sqrt(spectral) * v["f"])


case("a Gaussian process",
     {"independent_vars": ["week"],
      "variable_params": {"ell": {"dist": "InverseGamma", "params": {"alpha": 5, "beta": 10}},
                          "s": {"dist": "HalfNormal", "params": {"sigma": 1}},
                          "f": {"dist": "Normal", "params": {"mu": 0, "sigma": "s"}, "over": "gp(week, ell, 8)"}},
      "function_params": {"function": "dot(gp(week, ell, 8), f)"}},
     lambda v: density(pm.InverseGamma, v["ell"], 5.0, 10.0) + half_normal(v["s"]) + normal(v["f"], 0, v["s"])
     + likelihood(v, hsgp(v)),
     lambda r: {"ell": 1 + positive(r), "s": positive(r), "f": r.normal(0, 1, 8), "sigma": positive(r)})

knots = np.r_[[x.min()] * 4, np.quantile(x, [1 / 3, 2 / 3]), [x.max()] * 4]
B = np.stack([BSpline(knots, row, 3)(x) for row in np.eye(6)[1:]], axis=1)
case("a spline",
     {"independent_vars": ["x"],
      "variable_params": {"f": {"dist": "Normal", "params": {"mu": 0, "sigma": 2}, "over": "bs(x, 5)"}},
      "function_params": {"function": "dot(bs(x, 5), f)"}},
     lambda v: normal(v["f"], 0, 2) + likelihood(v, pt.dot(B, v["f"])),
     lambda r: {"f": r.normal(0, 1, 5), "sigma": positive(r)})

target = pathlib.Path(__file__).parent.parent / "packages/engine/src/model/language.reference.json"
target.write_text("[\n" + ",\n".join(json.dumps(it) for it in cases) + "\n]\n")
print(len(cases), "cases")
