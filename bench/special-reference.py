"""Makes, with mpmath at 50 digits, what the special functions are built from and judged by.

    python bench/special-reference.py tables         > packages/engine/assembly/special/tables.ts
    python bench/special-reference.py normal-tables  > packages/engine/assembly/special/normalTables.ts
    python bench/special-reference.py reference      > packages/engine/src/numeric/special.reference.json
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
            array("LEGENDRE_20", "nodes > 0 and weights of the 20-point Gauss-Legendre rule, in turn", legendre),
            f"export const TEMME_LENGTH: i32 = {len(expansion[0])};\n",
            array("TEMME", "d[k][n], row by row; DLMF 8.12.12", [v for row in expansion for v in row]),
        ]
    )


def normal_tables():
    k = mpf(15) / 4
    scaled = lambda t: (  # noqa: E731
        2 / mp.sqrt(mp.pi) if t == 1 else (lambda x: (1 + 2 * x) * mp.exp(x * x) * mp.erfc(x))(k * (1 + t) / (1 - t))
    )
    mp.dps = 80
    erfcx = [c for c in chebyshev(scaled, 60) if abs(c) > mpf(10) ** -18]
    mp.dps = 50
    return "".join(
        [
            "// Made by bench/special-reference.py normal-tables; do not edit.\n\n",
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
        ]
    )


# ---- reference values -----------------------------------------------------------------------------


def digits(count):
    """Runs a function with this many digits, whatever is set outside."""

    def wrap(function):
        def run(*arguments):
            before = mp.dps
            mp.dps = count
            try:
                return function(*arguments)
            finally:
                mp.dps = before

        return run

    return wrap


@digits(70)
def gamma_lower(a, x):
    a, x = mpf(a), mpf(x)
    tail_digits = 70 + (int((x - a - a * mp.log(x / a)) / 2.3) if x > a else 0)
    mp.dps = tail_digits
    term = total = mpf(1)
    n = 0
    while term > total * mpf(10) ** -(tail_digits - 10) or x > a + n:
        n += 1
        term *= x / (a + n)
        total += term
    return mp.exp(a * mp.log(x) - x - mp.loggamma(a + 1)) * total


@digits(400)
def gamma_upper(a, x):
    return 1 - gamma_lower(a, x)


def beta_below(a, b, x):
    """I_x(a, b) up to the mean, by the series of positive terms; 1 - I_(1 - x)(b, a) beyond it."""
    a, b, x = mpf(a), mpf(b), mpf(x)
    if x > a / (a + b):
        return 1 - beta_below(b, a, 1 - x)
    term = total = mpf(1)
    n = 0
    while term > total * mpf(10) ** -36 or (a + b + n) * x > a + n + 1:
        term *= (a + b + n) / (a + n + 1) * x
        n += 1
        total += term
    return mp.exp(a * mp.log(x) + b * mp.log1p(-x) - mp.loggamma(a) - mp.loggamma(b) + mp.loggamma(a + b)) / a * total


@digits(60)
def beta_lower(a, b, x):
    return beta_below(a, b, x)


@digits(60)
def beta_upper(a, b, x):
    return beta_below(b, a, 1 - mpf(x))


def slope(function, at):
    """A central difference whose error is near 1e-24."""
    step = abs(mpf(at)) * mpf(10) ** -12
    mp.dps = 70
    value = (function(mpf(at) + step) - function(mpf(at) - step)) / (2 * step)
    mp.dps = 50
    return value


def inverted(cdf, density, start):
    """The double p nearest cdf(start) and the exact quantile there, by Newton's steps from start."""
    p = float(cdf(start))
    mp.dps = 70
    x = mpf(start)
    for _ in range(2):
        x += (p - cdf(x)) / density(x)
    mp.dps = 50
    return p, x


def t_lower(nu, t):
    nu, t = mpf(nu), mpf(t)
    x = nu / (nu + t * t)
    tail = beta_lower(nu / 2, mpf(1) / 2, x) / 2
    return tail if t < 0 else 1 - tail


def t_density(nu, t):
    nu, t = mpf(nu), mpf(t)
    return mp.exp(
        mp.loggamma((nu + 1) / 2) - mp.loggamma(nu / 2) - mp.log(nu * mp.pi) / 2 - (nu + 1) / 2 * mp.log1p(t * t / nu)
    )


def rice(nu, low, high):
    nu = mpf(nu)
    density = lambda t: t * mp.exp(-((t - nu) ** 2) / 2) * (mp.besseli(0, nu * t) * mp.exp(-nu * t))  # noqa: E731
    edges = [low + (high - low) * mpf(i) / 8 for i in range(9)]
    return mp.quad(density, edges)


def owens(h, a):
    h, a = mpf(h), mpf(a)
    edges = sorted({mpf(0), a} | {e for e in (mpf(i) / (1 + h) for i in range(1, 17)) if e < a})
    return mp.exp(-h * h / 2) * mp.quad(lambda t: mp.exp(-h * h * t * t / 2) / (1 + t * t), edges) / (2 * mp.pi)


def log_normal_lower(x):
    return mp.log1p(-mp.erfc(x / mp.sqrt(2)) / 2) if x > 0 else mp.log(mp.erfc(-x / mp.sqrt(2)) / 2)


def lgamma_real(x):
    return mp.log(abs(mp.gamma(x))) if x < 0 else mp.loggamma(x)


POSITIVE = [
    5e-324, 1e-300, 1e-100, 1e-20, 1e-8, 1e-5, 1e-3, 0.01, 0.1, 0.25, 0.3, 0.499, 0.5, 0.501, 0.75, 0.9, 0.99, 0.999999,
    1 - 1e-12, 1 + 1e-12, 1.000001, 1.01, 1.1, 1.25, 1.4, 1.4616, 1.461632144968, 1.5, 1.75, 1.9, 1.999999, 2.000001, 2.1,
    2.5, 2.99, 3, 3.01, 3.7, 5, 7.5, 9.99, 10, 10.01, 12.3, 20, 50, 100, 171.5, 1e3, 12345.678, 1e6, 1e8, 1e12, 1e16, 1e20, 1e100, 1e300,
]  # fmt: skip
NEGATIVE = [-1e-300, -1e-8, -0.001, -0.1, -0.49, -0.5, -0.51, -0.75, -0.999, -1.001, -1.5, -1.7, -2.3, -3.5, -5.25, -9.9, -20.4, -100.5]
REAL = [
    -1e5, -1e3, -100, -40, -38, -37.5, -30, -25, -20, -15, -10, -8, -6.5, -6, -5, -4, -3, -2.5, -2, -1.5, -1.01, -1, -0.99, -0.7, -0.5, -0.3, -0.1, -1e-3,
    -1e-8, -1e-300, 1e-300, 1e-8, 1e-3, 0.1, 0.3, 0.49, 0.5, 0.51, 0.7, 0.99, 1, 1.01, 1.5, 2, 2.5, 3, 4, 5, 5.9, 6, 6.5, 8, 10, 15, 20, 25, 26.5,
    30, 38, 100, 1e3, 1e8, 1e100,
]  # fmt: skip
GAMMA = [
    (a, m)
    for a in (1e-8, 1e-3, 0.05, 0.3, 0.5, 0.99, 1, 1.5, 2.7, 5, 10, 19.9, 20.1, 35, 80, 250, 1000)
    for m in (1e-10, 0.3, 0.72, 0.99, 1, 1.1, 1.28, 1.33, 3)
] + [(1e5, m) for m in (0.99, 1, 1.005)]  # fmt: skip
SHAPES = [
    (0.05, 0.05), (0.05, 3), (3, 0.05), (0.3, 0.7), (0.5, 0.5), (0.9, 20), (20, 0.9), (0.5, 60), (60, 0.5), (1, 1), (1, 5), (5, 1), (1.2, 1.3),
    (2, 3), (3.5, 12), (12, 3.5), (9.9, 10.1), (30, 40), (100, 5), (5, 100), (2, 400), (200, 300), (200, 1.5), (5000, 3000),
]  # fmt: skip


def beta_points():
    for a, b in SHAPES:
        mean = a / (a + b)
        sd = math.sqrt(mean * (1 - mean) / (a + b + 1))
        for x in [1e-9, 0.2, 0.69, 0.71, 0.93] + [mean + k * sd for k in (-4, -1, 0.01, 1, 4)]:
            if 0 < x < 1 and (max(a, b) < 1000 or abs(x - mean) < 12 * sd):
                yield a, b, x


def listed(function, points):
    rows = []
    for point in points:
        point = point if isinstance(point, tuple) else (point,)
        value = function(*(mpf(v) for v in point))
        rounded = float(value)
        if math.isfinite(rounded) and (value == 0 or abs(value) > mpf("1e-290")):
            rows.append([*[float(v) for v in point], rounded])
    return rows


class Progress(dict):
    def __setitem__(self, name, rows):
        print(name, len(rows), file=sys.stderr, flush=True)
        super().__setitem__(name, rows)


def reference():
    gammas = [(a, a * m) for a, m in GAMMA]
    betas = list(beta_points())
    pairs = [(a, b) for a in (1e-8, 0.001, 0.3, 1, 2.5, 9.99, 10.01, 50, 1e4, 1e8) for b in (1e-10, 0.2, 1, 3.3, 10.5, 100, 1e6, 1e12)]
    ts = [(nu, t) for nu in (0.5, 1, 2, 3, 7.7, 30, 200) for t in (-1e4, -40, -5, -2, -0.7, -1e-3, 0.2, 1, 3, 20)]
    hs = [(h, a) for h in (0, 1e-5, 0.3, 1, 2.2, 4.5, 8, 15, 30) for a in (1e-6, 0.1, 0.5, 0.99, 1, 1.5, 4, 30, 1e4)]
    rices = [(nu, nu + d) for nu in (0, 0.1, 0.7, 1.5, 3, 8, 25, 300) for d in (-7, -3, -1, -0.2, 0.01, 0.5, 1, 2, 4, 9) if nu + d > 0]
    normal = lambda x: mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)  # noqa: E731
    table = Progress()
    table["lgamma"] = listed(lgamma_real, POSITIVE + NEGATIVE)
    table["digamma"] = listed(mp.digamma, POSITIVE + NEGATIVE)
    table["trigamma"] = listed(lambda x: mp.polygamma(1, x), [x for x in POSITIVE + NEGATIVE if abs(x) > 1e-140])
    table["tetragamma"] = listed(lambda x: mp.polygamma(2, x), [x for x in POSITIVE + NEGATIVE if abs(x) > 1e-90])
    table["lbeta"] = listed(digits(90)(lambda a, b: mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)), pairs)
    small = [x for x in REAL if abs(x) < 1e5]
    table["erf"] = listed(mp.erf, small)
    table["erfc"] = listed(mp.erfc, small)
    table["erfcx"] = listed(
        lambda x: mp.exp(x * x) * mp.erfc(x) if x < 1e4 else (1 - 1 / (2 * x * x)) / (x * mp.sqrt(mp.pi)), [x for x in REAL if x > -27]
    )
    table["ndtr"] = listed(mp.ncdf, small)
    table["logNdtr"] = listed(
        lambda x: log_normal_lower(x) if x > -1e4 else -x * x / 2 - mp.log(-x * mp.sqrt(2 * mp.pi)) + mp.log1p(-1 / x**2 + 3 / x**4 - 15 / x**6),
        [x for x in REAL if x < 37],
    )
    table["ndtri"] = [list(inverted(mp.ncdf, normal, x)) for x in REAL if -38 < x < 6 and abs(x) > 1e-4]
    table["ndtriExp"] = [
        list(inverted(log_normal_lower, lambda x: normal(x) / mp.ncdf(x), x)) for x in REAL if -1e4 < x < 30 and abs(x) > 1e-4
    ]
    table["gammaP"] = listed(gamma_lower, gammas)
    table["gammaQ"] = listed(gamma_upper, gammas)
    table["gammaPDa"] = listed(
        lambda a, x: slope(lambda s: gamma_lower(s, x), a) if x < a + 1 else -slope(lambda s: gamma_upper(s, x), a), gammas
    )
    density = lambda a: lambda x: mp.exp((a - 1) * mp.log(x) - x - mp.loggamma(a))  # noqa: E731
    inverse_points = [(a, x) for a, x in gammas if 1e-280 < gamma_lower(a, x) < 1 - 1e-3 and a > 1e-6]
    table["gammaPInverse"] = [
        [a, *inverted(lambda x, a=a: gamma_lower(a, x), density(mpf(a)), x)] for a, x in inverse_points
    ]
    inverse_points = [(a, x) for a, x in gammas if 1e-280 < gamma_upper(a, x) < 1 - 1e-3 and a > 1e-6]
    table["gammaQInverse"] = [
        [a, *inverted(lambda x, a=a: gamma_upper(a, x), lambda x, a=a: -density(mpf(a))(x), x)] for a, x in inverse_points
    ]
    table["betaI"] = listed(beta_lower, betas)
    table["betaIComplement"] = listed(beta_upper, betas)
    table["betaIDa"] = listed(
        lambda a, b, x: slope((lambda s: beta_below(s, b, x)) if x * (a + b) < a else (lambda s: -beta_below(b, s, 1 - x)), a), betas
    )
    table["betaIDb"] = listed(
        lambda a, b, x: slope((lambda s: beta_below(a, s, x)) if x * (a + b) < a else (lambda s: -beta_below(s, a, 1 - x)), b), betas
    )
    beta_density = lambda a, b: lambda x: x ** (a - 1) * (1 - x) ** (b - 1) / mp.beta(a, b)  # noqa: E731
    table["betaIInverse"] = [
        [a, b, *inverted(lambda x, a=a, b=b: beta_lower(a, b, x), beta_density(mpf(a), mpf(b)), x)]
        for a, b, x in betas
        if 1e-280 < beta_lower(a, b, x) < 0.999
    ]
    bessel = [x for x in POSITIVE if x < 1e13] + [24.9, 25.1, 30, 300, 700, 800, 4000, -0.5, -3, -26]
    scaled = lambda n: lambda x: mp.besseli(n, x) * mp.exp(-abs(x))  # noqa: E731
    table["logI0"] = listed(digits(90)(lambda x: mp.log(mp.besseli(0, x))), [x for x in bessel if 1e-20 <= abs(x)])
    table["besselI1OverI0"] = listed(lambda x: mp.besseli(1, x) / mp.besseli(0, x), bessel)
    table["i0e"] = listed(scaled(0), bessel)
    table["i1e"] = listed(scaled(1), bessel)
    table["studentTCdf"] = listed(t_lower, ts)
    table["studentTInverse"] = [
        [nu, *inverted(lambda t, nu=nu: t_lower(nu, t), lambda t, nu=nu: t_density(nu, t), t)]
        for nu, t in ts
        if 1e-280 < t_lower(nu, t) < 0.999
    ]
    table["owensT"] = listed(owens, hs)
    table["riceCdf"] = listed(lambda nu, r: rice(nu, max(mpf(0), nu - 40) if r > 30 else mpf(0), r), rices)
    table["riceSf"] = listed(lambda nu, r: rice(nu, r, max(r, nu) + 20), rices)
    lines = [f"  {json.dumps(name)}: [\n    " + ",\n    ".join(map(json.dumps, ([float(v) for v in row] for row in rows))) + "\n  ]" for name, rows in table.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    made = {"tables": tables, "normal-tables": normal_tables, "reference": reference}
    print(made[sys.argv[1]](), end="")
