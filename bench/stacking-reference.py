"""Stacking weights by an optimiser of another kind, run until nothing moves: scipy's SLSQP from several starts, then
trust-constr, on the problem of Yao, Vehtari, Simpson & Gelman 2018 (maximise the mean log score of a mixture of the
models over the simplex). ArviZ calls SLSQP once with its default tolerance, 1e-6 of a flat objective.

Run: python bench/stacking-reference.py > packages/engine/src/posterior/reference/stacking.json

Needs arviz 0.23.4, numpy 2.4.6 and scipy 1.17.1.
"""

import json
from pathlib import Path

import arviz as az
import numpy as np
import scipy
import xarray as xr
from scipy.optimize import Bounds, LinearConstraint, minimize


def optimum(pointwise):
    """The weights at which no optimiser gains anything, and the largest gain of a model there (1 at the optimum)."""
    density = np.exp(pointwise - pointwise.max(axis=0)).T  # observations x models
    n, models = density.shape

    def loss(w):
        return -np.mean(np.log(density @ w))

    def gradient(w):
        return -np.mean(density / (density @ w)[:, None], axis=0)

    def hessian(w):
        scaled = density / (density @ w)[:, None]
        return scaled.T @ scaled / n

    rng = np.random.default_rng(1)
    starts = [np.full(models, 1 / models)] + [rng.dirichlet(np.ones(models)) for _ in range(5)]
    sum_to_one = {"type": "eq", "fun": lambda w: w.sum() - 1, "jac": lambda w: np.ones(models)}
    best = None
    for start in starts:
        by_slsqp = minimize(
            loss, start, jac=gradient, method="SLSQP", bounds=[(0, 1)] * models, constraints=[sum_to_one],
            options={"ftol": 1e-16, "maxiter": 1000},
        )
        polished = minimize(
            loss, np.clip(by_slsqp.x, 0, 1), jac=gradient, hess=hessian, method="trust-constr",
            bounds=Bounds(np.zeros(models), np.ones(models)),
            constraints=[LinearConstraint(np.ones((1, models)), 1, 1)],
            options={"gtol": 1e-13, "xtol": 1e-15, "barrier_tol": 1e-14, "maxiter": 5000},
        )
        for found in (by_slsqp.x, polished.x):
            w = np.clip(found, 0, None)
            w /= w.sum()
            if best is None or loss(w) < loss(best):
                best = w
    return best, float(-gradient(best).min()), float(-loss(best))


reference = Path(__file__).parent.parent / "packages/engine/src/posterior/reference"


def arviz_weights(pointwise):
    """What az.compare says of these scores."""
    scored = {}
    for k, values in enumerate(pointwise):
        n = len(values)
        scored[str(k)] = az.ELPDData(
            [values.sum(), np.sqrt(n * values.var()), 1.0, 1000, n, False, xr.DataArray(values, dims="row"), "log"],
            ["elpd_loo", "se", "p_loo", "n_samples", "n_data_points", "warning", "loo_i", "scale"],
        )
    table = az.compare(scored, ic="loo", method="stacking")
    return [float(table.loc[str(k), "weight"]) for k in range(len(pointwise))]


def problems():
    models = json.loads((reference / "arviz.json").read_text())["elpd"]
    yield "the two models of ArviZ's table", np.array([model["loo"]["pointwise"] for model in models])
    rng = np.random.default_rng(20261125)
    base = rng.normal(-1.2, 0.6, 60)
    yield "two of equal worth", np.stack([base + rng.normal(0, 0.4, 60), base + rng.normal(0, 0.4, 60)])
    yield "one that nobody needs", np.stack(
        [base + rng.normal(0, 0.5, 60), base + rng.normal(-0.05, 0.5, 60), base - 3 + rng.normal(0, 0.1, 60)]
    )
    close = base + rng.normal(0, 0.3, 60)
    yield "two that are nearly one", np.stack(
        [close, close + rng.normal(0, 0.02, 60), base + rng.normal(0, 0.3, 60)]
    )
    yield "five, some at the edge", np.stack([base + rng.normal(-0.1 * k, 0.25 + 0.1 * k, 60) for k in range(5)])
    yield "one just at the edge", np.stack([base, base + rng.normal(-0.02, 0.2, 60)])
    yield "far apart", np.stack([base, base + rng.normal(-1, 6, 60)])


def main():
    cases = []
    for at, (name, raw) in enumerate(problems()):
        pointwise = raw if at == 0 else np.round(raw, 6)
        weights, gain, score = optimum(pointwise)
        cases.append(
            {
                "name": name,
                "pointwise": pointwise.tolist(),
                "weights": weights.tolist(),
                "arviz": arviz_weights(pointwise),
                "largest_gain": gain,
                "mean_log_score": score,
            }
        )
    versions = {"arviz": az.__version__, "numpy": np.__version__, "scipy": scipy.__version__}
    print(json.dumps({"versions": versions, "cases": cases}))


main()
