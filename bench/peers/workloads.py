"""The workloads as the peers read them: the CSV, and the parameters that are judged. The priors are in the peers' models:
W1, W2, W3, W3b  adoption  y ~ N(1 - a - (1 - a) exp(-b week), sigma); a ~ N(0, 1), b ~ HalfN(1), sigma ~ HalfN(1)
W4, W5  logistic           y ~ Bern(logit^-1(alpha + X beta)); alpha ~ N(0, 2.5), beta ~ N(0, 1)
W6  eight schools          theta = mu + tau z; mu ~ N(0, 5), tau ~ HalfCauchy(5), z ~ N(0, 1)
W7  varying intercept      y ~ N(a[g] + b x, sigma); a ~ N(mu_a, tau) (centred); mu_a, b ~ N(0, 5); tau, sigma ~ HalfN(2)
W8  Poisson with groups    log rate = alpha + X beta + u[g]; u = tau z; alpha ~ N(0, 2), beta ~ N(0, 1), tau ~ HalfN(1)
W8c the same, centred      u ~ N(0, tau)
W9  robust regression      y ~ StudentT(nu, alpha + X beta, sigma); alpha ~ N(0, 5), beta ~ N(0, 2), sigma ~ HalfN(2),
                           nu ~ Gamma(2, 0.1)
F   fleet                  100 independent adoption models of 52 rows (fleet.py)"""
import os

import numpy as np
import pandas as pd

DATA = os.environ["BENCH_DATA"]
KIND = {"W1": "adoption", "W2": "adoption", "W3": "adoption", "W3b": "adoption", "W4": "logistic", "W5": "logistic",
        "W6": "schools", "W7": "radon", "W8": "poisson", "W8c": "poisson_centred", "W9": "student"}
PARAMS = {"adoption": ["a", "b", "sigma"], "logistic": ["alpha", "beta"], "schools": ["mu", "tau", "theta"],
          "radon": ["mu_a", "tau", "a", "b", "sigma"], "poisson": ["alpha", "beta", "tau", "u"],
          "poisson_centred": ["alpha", "beta", "tau", "u"], "student": ["alpha", "beta", "sigma", "nu"]}


def read(name):
    return pd.read_csv(os.path.join(DATA, name + ".csv"))


def load(w):
    df = read("W8" if w == "W8c" else w)
    kind = KIND[w]
    xs = [c for c in df.columns if c[0] == "x" and c[1:].isdigit()]
    numbers = lambda c: np.ascontiguousarray(df[c].to_numpy(float))
    X = np.ascontiguousarray(df[xs].to_numpy(float)) if xs else None
    group = lambda: {"g": df["group"].to_numpy(np.int64), "G": int(df["group"].max() + 1)}
    if kind == "adoption":
        return kind, {"week": numbers("week"), "y": numbers("y")}
    if kind == "logistic":
        return kind, {"X": X, "y": df["y"].to_numpy(np.int64)}
    if kind == "schools":
        return kind, {"y": numbers("y"), "se": numbers("se")}
    if kind == "radon":
        return kind, {**group(), "x": numbers("x"), "y": numbers("y")}
    if kind == "student":
        return kind, {"X": X, "y": numbers("y")}
    return kind, {"X": X, **group(), "y": df["y"].to_numpy(np.int64)}


def load_fleet():
    df = read("F")
    n = int(df.series.max() + 1)
    return df.week.to_numpy(float).reshape(n, -1), df.y.to_numpy(float).reshape(n, -1), read("F_truth")
