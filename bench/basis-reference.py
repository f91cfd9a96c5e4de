"""Writes the reference table of basis functions: packages/engine/src/data/bases/reference.json.

    python bench/basis-reference.py

Needs numpy and pymc 5.28. B-splines are SciPy's BSpline on R's and patsy's knots (quantiles of the training column, first
function left out); Gaussian processes take their functions and spectral density from pymc.gp.HSGP.
"""

import json
import pathlib

import numpy as np
import pymc as pm
from scipy.interpolate import BSpline

rng = np.random.default_rng(20261124)
table = []


def splines(training, at, count, degree):
    inner = np.quantile(training, np.linspace(0, 1, count - degree + 2)[1:-1])
    low, high = min(training), max(training)
    knots = np.r_[[low] * (degree + 1), inner, [high] * (degree + 1)]
    # One function a row of the identity; the first is left out.
    return [BSpline(knots, row, degree)(np.asarray(at)).tolist() for row in np.eye(count + 1)[1:]]


for count, degree in [(4, 3), (6, 3), (3, 1), (7, 2)]:
    training = np.sort(rng.normal(3, 2, 25)).round(3).tolist()
    at = [training[0], training[3], 2.5, training[12], 4.1, training[-1]]
    table.append({"plan": {"kind": "bs", "count": count, "degree": degree}, "training": training, "at": at,
                  "columns": splines(training, at, count, degree)})

for count, boundary in [(5, 1.5), (12, 3.0)]:
    training = np.sort(rng.normal(3, 2, 25)).round(3).tolist()
    at = [training[0] - 1, 2.5, training[12], training[-1] + 0.5]
    gp = pm.gp.HSGP(m=[count], c=boundary, cov_func=pm.gp.cov.ExpQuad(1, ls=1.3))
    gp.prior_linearized(np.asarray(training)[:, None])
    phi, _ = gp.prior_linearized(np.asarray(at)[:, None])
    table.append({"plan": {"kind": "gp", "count": count, "boundary": boundary}, "training": training, "at": at,
                  "columns": np.asarray(phi.eval()).T.tolist()})

target = pathlib.Path(__file__).parent.parent / "packages/engine/src/data/bases/reference.json"
target.write_text(json.dumps(table, indent=1) + "\n")
