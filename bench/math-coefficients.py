"""Computes the polynomial coefficients and split constants of packages/engine/src/compiler/low/math.

Polynomials interpolate at Chebyshev points in 60 digits (near-minimax) and are rounded to doubles.
Run: python bench/math-coefficients.py > packages/engine/src/compiler/low/math/coefficients.ts
"""

from mpmath import mp, mpf, atan, atanh, asin, chebyfit, cos, exp, log, pi, polyval, sin, sqrt

mp.dps = 60


def fit(function, series, low, high, terms):
    """Coefficients, constant term first; `series` replaces the function where it would cancel."""

    def careful(z):
        if abs(z) < mpf(10) ** -6:
            return polyval(series[::-1], z)
        mp.dps = 100
        value = function(z)
        mp.dps = 60
        return value

    return [float(c) for c in reversed(chebyfit(careful, [mpf(low), mpf(high)], terms))]


def top(value, bits):
    """The leading bits of a value, truncated, as an exact double."""
    mantissa, exponent = mp.frexp(value)
    return mp.ldexp(mp.floor(mp.ldexp(mantissa, bits)), exponent - bits)


half_log2 = log(2) / 2
atanh_limit = ((sqrt(2) - 1) / (sqrt(2) + 1)) ** 2
one_over = lambda start, step, sign=1: [mpf(sign) ** n / (start + step * n) for n in range(8)]

polynomials = {
    'expTail': ('(exp r − 1 − r) / r², |r| ≤ ln 2 / 2',
        fit(lambda r: (exp(r) - 1 - r) / r**2, [1 / mp.factorial(n + 2) for n in range(8)], -half_log2, half_log2, 10)),
    'logTail': ('(2 atanh s / s − 2) / z, z = s², for √½ ≤ m ≤ √2, s = (m − 1) / (m + 1)',
        fit(lambda z: (2 * atanh(sqrt(z)) / sqrt(z) - 2) / z, [2 * c for c in one_over(3, 2)], 0, atanh_limit, 7)),
    'logTailExtended': ('(atanh s / s − 1 − z / 3) / z², z = s², same range',
        fit(lambda z: (atanh(sqrt(z)) / sqrt(z) - 1 - z / 3) / z**2, one_over(5, 2), 0, atanh_limit, 8)),
    'sinTail': ('(sin r − r) / r³ in z = r², |r| ≤ π / 4',
        fit(lambda z: (sin(sqrt(z)) - sqrt(z)) / sqrt(z) ** 3,
            [(-1) ** (n + 1) / mp.factorial(2 * n + 3) for n in range(8)], 0, (pi / 4) ** 2 * 1.001, 6)),
    'cosTail': ('(cos r − 1 + z / 2) / z² in z = r², |r| ≤ π / 4',
        fit(lambda z: (cos(sqrt(z)) - 1 + z / 2) / z**2,
            [mpf(-1) ** n / mp.factorial(2 * n + 4) for n in range(8)], 0, (pi / 4) ** 2 * 1.001, 6)),
    'atanTail': ('(atan t / t − 1) / z in z = t², |t| ≤ 7 / 16',
        fit(lambda z: (atan(sqrt(z)) / sqrt(z) - 1) / z, [-c for c in one_over(3, 2, -1)], 0, mpf(7) ** 2 / 256, 11)),
    'asinTail': ('(asin x / x − 1) / z in z = x², |x| ≤ ½',
        fit(lambda z: (asin(sqrt(z)) / sqrt(z) - 1) / z,
            [mp.binomial(2 * n + 2, n + 1) / mpf(4) ** (n + 1) / (2 * n + 3) for n in range(8)], 0, 0.25, 13)),
}

half_pi = [top(pi / 2, 33)]
half_pi.append(top(pi / 2 - half_pi[0], 33))
half_pi.append(pi / 2 - half_pi[0] - half_pi[1])
log2_high = top(log(2), 38)

scalars = {
    'log2High': ('the first 38 bits of ln 2, so that an exponent times it is exact', log2_high),
    'log2Low': ('ln 2 − log2High', log(2) - log2_high),
    'inverseLog2': ('1 / ln 2', 1 / log(2)),
    'thirdLow': ('1 / 3 − its nearest double', mpf(1) / 3 - mpf(1 / 3)),
    'twoOverPi': ('2 / π', 2 / pi),
    'halfPi1': ('the first 33 bits of π / 2', half_pi[0]),
    'halfPi2': ('the next 33 bits of π / 2', half_pi[1]),
    'halfPi3': ('the rest of π / 2', half_pi[2]),
    'halfPiLow': ('π / 2 − its nearest double', pi / 2 - mpf(float(pi / 2))),
}

print('/** Constants of the math functions, made by bench/math-coefficients.py with mpmath; constant term first. */')
for name, (about, values) in polynomials.items():
    print(f'\n/** {about} */\nexport const {name}: readonly number[] = [')
    for value in values:
        print(f'  {value!r},')
    print('];')
for name, (about, value) in scalars.items():
    print(f'\n/** {about} */\nexport const {name} = {float(value)!r};')

print('\n/** atan at 0, ½, 1, 3/2 and ∞, each as its nearest double and the rest. */')
print('export const atanHigh: readonly number[] = [')
points = [mpf(0), atan(mpf(1) / 2), pi / 4, atan(mpf(3) / 2), pi / 2]
for value in points:
    print(f'  {float(value)!r},')
print('];\nexport const atanLow: readonly number[] = [')
for value in points:
    print(f'  {float(value - mpf(float(value)))!r},')
print('];')
