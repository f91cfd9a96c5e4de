"""What ArviZ says of the draws of packages/engine/src/posterior/reference/draws.ts.

Run: python bench/arviz-reference.py > packages/engine/src/posterior/reference/arviz.json
Needs arviz 0.23.4, numpy 2.4.6 and scipy 1.17.1.
"""

import json
import math
import warnings

import arviz as az
import numpy as np
import scipy
from arviz.stats.diagnostics import _bfmi, _ess, _rhat
from arviz.stats.stats import _powerscale_lw, _powerscale_sens

warnings.simplefilter("ignore")
az.Numba.disable_numba()


def uniforms(seed):
    state = seed & 0xFFFFFFFF
    while True:
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        yield (state + 0.5) / 4294967296


def bell(u, *_):
    total = 0.0
    for _ in range(12):
        total += next(u)
    return total - 6


def make(seed, chains, length, draw):
    u = uniforms(seed)
    out = np.empty((chains, length))
    for chain in range(chains):
        before = 0.0
        for at in range(length):
            before = draw(u, before, chain, at)
            out[chain, at] = before
    return out


def ratio(u, *_):
    top = next(u) - 0.5
    first, second, third = next(u), next(u), next(u)
    return top / (first * second * third)


draws = {
    "independent": make(1, 4, 250, bell),
    "autocorrelated": make(2, 4, 500, lambda u, b, c, t: 0.9 * b + bell(u)),
    "slow": make(3, 4, 1000, lambda u, b, c, t: 0.995 * b + bell(u)),
    "antithetic": make(4, 4, 250, lambda u, b, c, t: -0.9 * b + bell(u)),
    "heavy_tailed": make(5, 4, 250, ratio),
    "one_chain": make(6, 1, 400, lambda u, b, c, t: 0.5 * b + bell(u)),
    "constant": make(7, 4, 100, lambda u, b, c, t: 0.1),
    "with_nan": make(8, 4, 100, lambda u, b, c, t: math.nan if c == 2 and t == 50 else next(u)),
    "counts": make(9, 4, 200, lambda u, b, c, t: math.floor(5 * next(u))),
    "odd_length": make(10, 3, 101, lambda u, b, c, t: 0.25 * b + next(u)),
    "shifted": make(11, 4, 200, lambda u, b, c, t: (1.5 if c == 3 else 0) + bell(u)),
    "spread": make(12, 4, 200, lambda u, b, c, t: (5 if c == 3 else 1) * bell(u)),
    "apart": make(13, 3, 50, lambda u, b, c, t: c),
    "short": make(14, 2, 5, bell),
    "tiny": make(15, 4, 100, lambda u, b, c, t: 0.000000000001 * bell(u)),
    "huge": make(16, 4, 100, lambda u, b, c, t: 1000000000 + bell(u)),
    "signs": make(17, 4, 100, lambda u, b, c, t: -1 if next(u) < 0.5 else 1),
    "drifting": make(18, 4, 500, lambda u, b, c, t: b + bell(u)),
}

scales = [0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1, 1.5, 2, 0.1, 0.1, 3]


def log_likelihood(seed):
    u = uniforms(seed)
    values = np.empty(4 * 250 * 12)
    for i in range(len(values)):
        deviation = scales[i % 12] * bell(u) + (0.25 if seed == 22 else 0.125) * (i % 5)
        values[i] = -0.5 * deviation * deviation - 1
    return values.reshape(4, 250, 12)


def number(value):
    """JSON has no NaN and no infinities: their names stand for them."""
    value = float(np.ravel(value)[0])
    return value if math.isfinite(value) else str(value)


def numbers(values):
    return [number(value) for value in np.ravel(values)]


def diagnostics(x):
    flat = x.ravel()
    density = {}
    if np.isfinite(x).all() and np.ptp(x) > 0:
        for method in ("silverman", "isj", "experimental"):
            grid, pdf, bw = az.kde(flat, bw=method, bw_return=True, grid_len=512)
            density[method] = {"bw": number(bw), "grid": numbers(grid[::64]), "pdf": numbers(pdf[::64])}
    return {
        "mean": number(x.mean()),
        "sd": number(x.std(ddof=1)),
        "quantiles": numbers(np.quantile(x, [0, 0.05, 0.25, 0.5, 0.77, 0.95, 1])),
        "r_hat": number(az.rhat(x)),
        "r_hat_identity": number(_rhat(x)),
        "ess_bulk": number(az.ess(x, method="bulk")),
        "ess_tail": number(az.ess(x, method="tail")),
        "ess_mean": number(az.ess(x, method="mean")),
        "ess_sd": number(az.ess(x, method="sd")),
        "ess_quantile_0.25": number(az.ess(x, method="quantile", prob=0.25)),
        "ess_identity": number(_ess(x)),
        "mcse_mean": number(az.mcse(x, method="mean")),
        "mcse_sd": number(az.mcse(x, method="sd")),
        "mcse_quantile_0.25": number(az.mcse(x, method="quantile", prob=0.25)),
        "e_bfmi": numbers(_bfmi(x)),
        "hdi_0.9": numbers(az.hdi(flat, hdi_prob=0.9)),
        "hdi_0.5": numbers(az.hdi(flat, hdi_prob=0.5)),
        "autocorrelation": numbers(az.autocorr(x[0])[:: max(1, x.shape[1] // 10)]),
        "kde": density,
    }


def elpd(seed):
    ll = log_likelihood(seed)
    idata = az.from_dict(posterior={"x": draws["independent"]}, log_likelihood={"y": ll})
    loo = az.loo(idata, pointwise=True, reff=0.875)
    waic = az.waic(idata, pointwise=True)
    weights, _ = az.psislw(-ll.reshape(1000, 12).T.copy(), reff=0.875)
    y = np.array([bell(u) for u in [uniforms(31)] for _ in range(12)])
    u = uniforms(32)
    y_hat = np.array([bell(u) for _ in range(12 * 1000)]).reshape(12, 1000)
    return loo, waic, {
        "loo": {
            "elpd": number(loo.elpd_loo),
            "se": number(loo.se),
            "p": number(loo.p_loo),
            "good_k": number(loo.good_k),
            "pointwise": numbers(loo.loo_i),
            "pareto_k": numbers(loo.pareto_k),
        },
        "waic": {
            "elpd": number(waic.elpd_waic),
            "se": number(waic.se),
            "p": number(waic.p_waic),
            "pointwise": numbers(waic.waic_i),
        },
        "loo_pit": numbers(az.loo_pit(y=y, y_hat=y_hat, log_weights=weights)),
    }


def sensitivity(name, seed):
    """What psens does after it has summed the component."""
    density = log_likelihood(seed)[:, :, 7].ravel()
    weights = []
    for alpha in (1 / 1.01, 1.01):
        weight = np.exp(_powerscale_lw(alpha=alpha, component_draws=density))
        weights.append(weight / weight.sum())
    return number(_powerscale_sens(draws[name].ravel(), lower_weights=weights[0], upper_weights=weights[1]))


centers = [0.0, 1.0, -2.0]
elpd_names = [
    "independent", "autocorrelated", "antithetic", "heavy_tailed", "one_chain", "constant", "with_nan", "counts",
    "shifted", "drifting", "short",
]


def elpd_of_draws(name):
    """Leave-one-out and WAIC of three outcomes around which the draws are the mean of a Normal with sd 1."""
    x = draws[name]
    ll = np.stack([-0.5 * (x - center) * (x - center) for center in centers], axis=-1)
    idata = az.from_dict(posterior={"x": x}, log_likelihood={"y": ll})
    try:
        loo = az.loo(idata, pointwise=True)
        found = {
            "elpd": number(loo.elpd_loo),
            "se": number(loo.se),
            "p": number(loo.p_loo),
            "pointwise": numbers(loo.loo_i),
            "pareto_k": numbers(loo.pareto_k),
        }
    except Exception as error:
        found = {"error": type(error).__name__}
    waic = az.waic(idata, pointwise=True)
    return {
        "loo": found,
        "waic": {
            "elpd": number(waic.elpd_waic),
            "se": number(waic.se),
            "p": number(waic.p_waic),
            "pointwise": numbers(waic.waic_i),
        },
    }


first_loo, _, first = elpd(21)
second_loo, _, second = elpd(22)
table = az.compare({"first": first_loo, "second": second_loo}, ic="loo", method="stacking")
flat_table = {
    name: {key: number(row[key]) for key in ("rank", "elpd_loo", "p_loo", "elpd_diff", "weight", "se", "dse")}
    for name, row in table.iterrows()
}

reference = {
    "versions": {"arviz": az.__version__, "numpy": np.__version__, "scipy": scipy.__version__},
    "draws": {name: diagnostics(x) for name, x in draws.items()},
    "elpd": [first, second],
    "elpd_of_draws": {name: elpd_of_draws(name) for name in elpd_names},
    "compare": flat_table,
    "sensitivity": {name: sensitivity(name, 21) for name in ("independent", "antithetic", "heavy_tailed")},
}
print(json.dumps(reference, indent=1))
