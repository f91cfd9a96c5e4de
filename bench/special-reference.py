"""Makes, with mpmath at 50 digits, what the special functions are built from and judged by.

    python bench/special-reference.py tables     > packages/engine/assembly/special/tables.ts
    python bench/special-reference.py reference  > packages/engine/src/numeric/special.reference.json
"""

import json
import math
import sys

from mpmath import mp, mpf

mp.dps = 50


# ---- coefficients ---------------------------------------------------------------------------------


def array(name, note, values):
    body = ",\n  ".join(", ".join(repr(float(v)) for v in values[i : i + 4]) for i in range(0, len(values), 4))
    return f"// {note}\nexport const {name}: StaticArray<f64> = [\n  {body},\n];\n"


def fit(function, low, high, tolerance=mpf(10) ** -18):
    """Near-minimax polynomial, lowest power first, to a tolerance relative to the function's size."""
    size = max(abs(function(mpf(low) + (mpf(high) - low) * (i + mpf(1) / 3) / 20)) for i in range(20))
    for count in range(4, 40):
        coefficients, error = mp.chebyfit(function, [low, high], count, error=True)
        if error < tolerance * size:
            return coefficients[::-1]
    raise ValueError("no fit")


def chebyshev(function, count):
    nodes = [mp.cos(mp.pi * (k + mpf(1) / 2) / count) for k in range(count)]
    values = [function(t) for t in nodes]
    return [
        (mpf(2) if j else mpf(1)) / count
        * sum(v * mp.cos(mp.pi * j * (k + mpf(1) / 2) / count) for k, v in enumerate(values))
        for j in range(count)
    ]


def taylor_ratio(center):
    """lgamma(center + z) / z with its limit at z = 0."""
    return lambda z: mp.loggamma(center + z) / z if abs(z) > mpf(10) ** -30 else mp.digamma(center)


def temme(order, length):
    """C_k(eta) = sum d[k][n] eta^n of Q(a, x)'s uniform expansion (Temme 1979; DLMF 8.12.9-8.12.12)."""
    total = length + 2 * order + 4
    mu = [mpf(0), mpf(1)]  # lambda - 1 as a series in eta, from mu mu' = eta (1 + mu)
    for n in range(2, total + 1):
        known = sum((j) * mu[n + 1 - j] * mu[j] for j in range(2, n))
        mu.append((mu[n - 1] - known) / (n + 1))
    rows = [[(n + 2) * mu[n + 2] - (1 if n == 0 else 0) for n in range(total - 2)]]
    # Gamma*(a) = sum g_k a^-k, the exponential of Stirling's series.
    stirling = [mpf(0)] * (order + 1)
    for k in range(1, order // 2 + 2):
        if 2 * k - 1 <= order:
            stirling[2 * k - 1] = mp.bernoulli(2 * k) / (2 * k * (2 * k - 1))
    g = [mpf(1)]
    for n in range(1, order + 1):
        g.append(sum(j * stirling[j] * g[n - j] for j in range(1, n + 1)) / n)
    for k in range(1, order):
        rows.append(
            [(-1) ** k * g[k] * rows[0][n] + (n + 2) * rows[k - 1][n + 2] for n in range(total - 2 - 2 * k)]
        )
    return [row[:length] for row in rows]


def tables():
    root = mp.findroot(mp.digamma, mpf("1.4616321449683623"))
    high = mpf(float(root))
    slope = lambda w: (  # noqa: E731
        mp.digamma(w + mpf(3) / 2) / (w + mpf(3) / 2 - root)
        if abs(w + mpf(3) / 2 - root) > mpf(10) ** -25
        else mp.polygamma(1, root)
    )
    k = mpf(15) / 4
    scaled = lambda t: (  # noqa: E731
        2 / mp.sqrt(mp.pi) if t == 1 else (lambda x: (1 + 2 * x) * mp.exp(x * x) * mp.erfc(x))(k * (1 + t) / (1 - t))
    )
    mp.dps = 80
    erfcx = [c for c in chebyshev(scaled, 60) if abs(c) > mpf(10) ** -18]
    mp.dps = 50
    bernoulli = lambda n: mp.bernoulli(2 * n)  # noqa: E731
    legendre = []
    for i in range(10):
        x = mp.findroot(lambda t: mp.legendre(20, t), mp.cos(mp.pi * (i + mpf(3) / 4) / (20 + mpf(1) / 2)))
        derivative = 20 * (x * mp.legendre(20, x) - mp.legendre(19, x)) / (x * x - 1)
        legendre += [x, 2 / ((1 - x * x) * derivative**2)]
    expansion = temme(16, 22)
    return "".join(
        [
            "// Made by bench/special-reference.py tables; do not edit.\n\n",
            array("LGAMMA_1_LOW", "lgamma(1 + z) / z on [-0.5, 0]", fit(taylor_ratio(1), mpf(-1) / 2, 0)),
            array("LGAMMA_1_HIGH", "lgamma(1 + z) / z on [0, 0.5]", fit(taylor_ratio(1), 0, mpf(1) / 2)),
            array("LGAMMA_2_LOW", "lgamma(2 + z) / z on [-0.5, 0]", fit(taylor_ratio(2), mpf(-1) / 2, 0)),
            array("LGAMMA_2_HIGH", "lgamma(2 + z) / z on [0, 1]", fit(taylor_ratio(2), 0, 1)),
            array("DIGAMMA_ROOT", "digamma's positive root, high and low part", [high, root - high]),
            array("DIGAMMA_1_2", "digamma(1.5 + w) / (1.5 + w - root) on [-0.5, 0.5]", fit(slope, mpf(-1) / 2, mpf(1) / 2)),
            array(
                "STIRLING",
                "B(2n) / (2n (2n - 1)), n = 1...",
                [bernoulli(n) / (2 * n * (2 * n - 1)) for n in range(1, 11)],
            ),
            array("DIGAMMA_TAIL", "B(2n) / 2n, n = 1...", [bernoulli(n) / (2 * n) for n in range(1, 11)]),
            array("BERNOULLI", "B(2n), n = 1...", [bernoulli(n) for n in range(1, 11)]),
            array("BERNOULLI_ODD", "(2n + 1) B(2n), n = 1...", [(2 * n + 1) * bernoulli(n) for n in range(1, 11)]),
            array(
                "ERF",
                "erf(x) / x in x^2 on [0, 1]",
                fit(lambda s: mp.erf(mp.sqrt(s)) / mp.sqrt(s) if s > mpf(10) ** -40 else 2 / mp.sqrt(mp.pi), 0, 1),
            ),
            array(
                "ERFCX",
                "Chebyshev series of (1 + 2x) erfcx(x) in t = (x - 3.75) / (x + 3.75); Shepherd and Laframboise 1981",
                erfcx,
            ),
            array("LEGENDRE_20", "nodes > 0 and weights of the 20-point Gauss-Legendre rule, in turn", legendre),
            f"export const TEMME_LENGTH: i32 = {len(expansion[0])};\n",
            array("TEMME", "d[k][n], row by row; DLMF 8.12.12", [v for row in expansion for v in row]),
        ]
    )


if __name__ == "__main__":
    print(tables() if sys.argv[1] == "tables" else reference(), end="")
