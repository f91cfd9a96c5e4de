"""Computes the polynomial coefficients and split constants of packages/engine/src/compiler/low/math.

Polynomials are fitted in 100 digits and rounded to doubles.
Run: python bench/math-coefficients.py > packages/engine/src/compiler/low/math/coefficients.ts
"""

from mpmath import mp, mpf, asin, atan, atanh, cos, exp, log, matrix, pi, sin, sinh, sqrt, tanh

mp.dps = 100


def fit(function, low, high, terms, weight):
    """Coefficients, constant term first, by weighted least squares on Chebyshev points (near-minimax).

    A coefficient is rounded to a double before the next ones are fitted to what is left.
    """
    low, high = mpf(low), mpf(high)
    count = 8 * terms
    points = [(low + high) / 2 + (high - low) / 2 * cos(pi * (i + mpf(1) / 2) / count) for i in range(count)]
    rest = [function(z) for z in points]
    coefficients = []
    for start in range(terms):
        system = matrix(count, terms - start)
        right = matrix(count, 1)
        for i, z in enumerate(points):
            right[i] = rest[i] * weight(z)
            for j in range(start, terms):
                system[i, j - start] = z**j * weight(z)
        coefficient = float(mp.qr_solve(system, right)[0][0])
        coefficients.append(coefficient)
        rest = [value - mpf(coefficient) * z**start for value, z in zip(rest, points)]
    return coefficients


def top(value, bits):
    """The leading bits of a value, truncated, as an exact double."""
    mantissa, exponent = mp.frexp(value)
    return mp.ldexp(mp.floor(mp.ldexp(mantissa, bits)), exponent - bits)


half_log2 = log(2) / 2
atanh_limit = ((sqrt(2) - 1) / (sqrt(2) + 1)) ** 2


def odd(function):
    """(f(x) / x − 1) / z as a function of z = x²."""
    return lambda z: (function(sqrt(z)) / sqrt(z) - 1) / z


identity = lambda z: z
quarter_turn = (pi / 4) ** 2 * 1.001
polynomials = {
    'expTail': ('(exp r − 1 − r) / r², |r| ≤ ln 2 / 2',
        fit(lambda r: (exp(r) - 1 - r) / r**2, -half_log2, half_log2, 10, abs)),
    'logTail': ('(2 atanh s / s − 2) / z, z = s², for √½ ≤ m ≤ √2, s = (m − 1) / (m + 1)',
        fit(lambda z: 2 * odd(atanh)(z), 0, atanh_limit, 7, identity)),
    'logTailExtended': ('(atanh s / s − 1 − z / 3) / z², z = s², same range',
        fit(lambda z: (odd(atanh)(z) - mpf(1) / 3) / z, 0, atanh_limit, 8, lambda z: z**2)),
    'sinTail': ('(sin r − r) / r³ in z = r², |r| ≤ π / 4', fit(odd(sin), 0, quarter_turn, 6, identity)),
    'cosTail': ('(cos r − 1 + z / 2) / z² in z = r², |r| ≤ π / 4',
        fit(lambda z: (cos(sqrt(z)) - 1 + z / 2) / z**2, 0, quarter_turn, 6, lambda z: z**2)),
    'sinhTail': ('(sinh x − x) / x³ in z = x², |x| ≤ 1', fit(odd(sinh), 0, 1, 8, identity)),
    'tanhTail': ('(tanh x − x) / x³ in z = x², |x| ≤ 0.6', fit(odd(tanh), 0, 0.36, 11, identity)),
    'atanTail': ('(atan t / t − 1) / z in z = t², |t| ≤ 7 / 16', fit(odd(atan), 0, mpf(7) ** 2 / 256, 11, identity)),
    'asinTail': ('(asin x / x − 1) / z in z = x², |x| ≤ ½', fit(odd(asin), 0, 0.25, 13, identity)),
}

half_pi = [top(pi / 2, 33)]
half_pi.append(top(pi / 2 - half_pi[0], 33))
half_pi.append(pi / 2 - half_pi[0] - half_pi[1])
log2_high = top(log(2), 38)

scalars = {
    'log2High': ('the first 38 bits of ln 2, so that an exponent times it is exact', log2_high),
    'log2Low': ('ln 2 − log2High', log(2) - log2_high),
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
