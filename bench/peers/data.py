"""Deterministic data sets: `python data.py FOLDER [NAME…]` writes FOLDER/NAME.csv with 6 decimals, so that every program
that reads a CSV sees the same bytes (SHA256SUMS beside this file; numpy's PCG64 streams are stable). Needs numpy alone."""
import os
import sys

import numpy as np


def rng(seed):
    return np.random.Generator(np.random.PCG64(seed))


def write(folder, name, columns):
    """Columns by name: whole numbers as they are, others with 6 decimals."""
    values = [np.asarray(v) for v in columns.values()]
    row = ",".join("%d" if v.dtype.kind in "iu" else "%.6f" for v in values) + "\n"
    path = os.path.join(folder, name + ".csv")
    with open(path + ".part", "w", newline="") as f:
        f.write(",".join(columns) + "\n")
        f.writelines(row % cells for cells in zip(*(v.tolist() for v in values)))
    os.replace(path + ".part", path)


def adoption(week, a, b, g, sd=0.05):
    return 1 - a - (1 - a) * np.exp(-b * week) + sd * g.standard_normal(len(week))


def w1():
    g = rng(101)
    week = np.tile(np.arange(52), 8)
    return {"curve": np.repeat(np.arange(8), 52), "week": week, "y": adoption(week, 0.1, 0.08, g)}


def big(seed, n, integer=False):
    g = rng(seed)
    week = g.integers(0, 104, n) if integer else np.minimum(np.round(g.random(n) * 104, 6), 103.999999)
    return {"week": week, "y": adoption(week, 0.1, 0.08, g)}


def matrix(g, n, d):
    return np.round(g.standard_normal((n, d)), 6)


def columns(x):
    return {f"x{i + 1}": x[:, i] for i in range(x.shape[1])}


def logistic(seed, n, d=20):
    g = rng(seed)
    x = matrix(g, n, d)
    beta = 0.5 * g.standard_normal(d)
    y = (g.random(n) < 1 / (1 + np.exp(-(0.3 + x @ beta)))).astype(int)
    return {"y": y, **columns(x)}


def schools():
    return {"y": np.array([28.0, 8, -3, 7, -1, 1, 18, 12]), "se": np.array([15.0, 10, 16, 11, 9, 11, 10, 18])}


def varying_intercept(n=919, groups=85):
    g = rng(107)
    p = g.dirichlet(np.full(groups, 1.2))
    group = np.concatenate([np.arange(groups), g.choice(groups, n - groups, p=p)])
    a = 1.5 + 0.35 * g.standard_normal(groups)
    x = (g.random(n) < 0.17).astype(int)
    return {"group": group, "x": x, "y": a[group] - 0.65 * x + 0.75 * g.standard_normal(n)}


def poisson(n=5000, d=5, groups=50):
    g = rng(108)
    x = matrix(g, n, d)
    beta = 0.3 * g.standard_normal(d)
    u = 0.4 * g.standard_normal(groups)
    group = g.integers(0, groups, n)
    return {"y": g.poisson(np.exp(0.5 + x @ beta + u[group])), "group": group, **columns(x)}


def robust(n=1000, d=4):
    g = rng(109)
    x = matrix(g, n, d)
    beta = g.standard_normal(d)
    return {"y": 0.7 + x @ beta + g.standard_t(4, n), **columns(x)}


def fleet(n=100):
    g = rng(110)
    a, b = g.uniform(0.02, 0.2, n), g.uniform(0.04, 0.14, n)
    week = np.arange(52)
    y = np.concatenate([adoption(week, a[i], b[i], g) for i in range(n)])
    return {"series": np.repeat(np.arange(n), 52), "week": np.tile(week, n), "y": y}


def fleet_truth(n=100):
    g = rng(110)
    return {"series": np.arange(n), "a": g.uniform(0.02, 0.2, n), "b": g.uniform(0.04, 0.14, n)}


MAKERS = {
    "W1": w1, "W2": lambda: big(102, 100_000), "W3": lambda: big(103, 1_000_000),
    "W3b": lambda: big(1031, 1_000_000, integer=True), "W4": lambda: logistic(104, 1000),
    "W5": lambda: logistic(105, 100_000), "W6": schools, "W7": varying_intercept, "W8": poisson, "W9": robust,
    "F": fleet, "F_truth": fleet_truth,
}

if __name__ == "__main__":
    folder, names = sys.argv[1], sys.argv[2:] or list(MAKERS)
    os.makedirs(folder, exist_ok=True)
    for name in names:
        write(folder, name, MAKERS[name]())
