"""Writes the reference values of the math functions' accuracy test, computed with mpmath in 80 digits.

Each row is [x, value, rest] (or [x, y, value, rest]): the exact result is value + rest ulps of value.
Run: python bench/math-reference.py > packages/engine/src/compiler/low/math/reference.json
"""

import json
import math
import random

from mpmath import mp, mpf

mp.dps = 80
random.seed(20261124)


def uniform(low, high, count):
    return [random.uniform(low, high) for _ in range(count)]


def powers(low, high, count, signed=True):
    return [random.choice([-1, 1] if signed else [1]) * 10 ** random.uniform(low, high) for _ in range(count)]


def near(points, width, count):
    return [p + random.uniform(-width, width) for p in points for _ in range(count)]


turns = [round(random.uniform(-60000, 60000)) * math.pi / 2 for _ in range(20)]
angles = uniform(-10, 10, 40) + uniform(-1e5, 1e5, 30) + powers(-8, 0, 10) + turns + [1e5, 1.5e6, math.pi, 1e-300]
angles = [x for x in angles if x != 0]
probits = uniform(-1, 1, 50) + powers(-10, -1, 15) + [random.choice([-1, 1]) * (1 - 10**-k) for k in range(1, 16)]
logits = uniform(-40, 40, 40) + uniform(-3, 3, 30) + uniform(-744, 700, 20) + [-745.0, -1e-300, 1e-20, 36.7, -36.7]

functions = {
    'exp': (mp.exp, uniform(-745, 709.7, 50) + uniform(-1, 1, 30) + [709.782712893384, -708.4, -745.1, -744.5, 1e-300, -1e-20]),
    'expm1': (mp.expm1, uniform(-40, 709, 30) + uniform(-3, 3, 50) + powers(-17, -1, 20) + [709.78, 1e-310, -37.5, -60.0]),
    'log': (mp.log, powers(-320, 308, 40, False) + uniform(0.4, 2.5, 40) + near([1], 1e-6, 10) + [5e-324, 1.7976931348623157e308, 2.0**-1022]),
    'log1p': (mp.log1p, uniform(-0.999, 2, 40) + powers(-18, -0.01, 30) + powers(-3, 300, 20, False) + [-0.9999999999999999, 1e-310, 1.7976931348623157e308]),
    'sin': (mp.sin, angles),
    'cos': (mp.cos, angles),
    'tan': (mp.tan, angles),
    'sinh': (mp.sinh, uniform(-710, 710, 25) + uniform(-3, 3, 40) + powers(-10, 0, 20) + [710.4758, -710.4758, 1e-310]),
    'cosh': (mp.cosh, uniform(-710, 710, 25) + uniform(-3, 3, 40) + [710.4758, -710.4758, 1e-10]),
    'tanh': (mp.tanh, uniform(-25, 25, 25) + uniform(-1.5, 1.5, 50) + powers(-10, 0, 20) + [1e-310, 400.0]),
    'asin': (mp.asin, probits),
    'acos': (mp.acos, probits),
    'atan': (mp.atan, uniform(-3, 3, 60) + powers(-10, 20, 20) + [1e300, 1e-310]),
    'softplus': (lambda x: mp.log1p(mp.exp(x)), logits),
    'invlogit': (lambda x: 1 / (1 + mp.exp(-x)), logits),
}

powRows = [(x, random.uniform(-700, 700) / math.log(x)) for x in powers(-5, 5, 40, False)]
powRows += [(x, random.uniform(-700, 700) / math.log(x)) for x in powers(-300, 300, 20, False)]
powRows += [(x, random.uniform(-5, 5)) for x in uniform(0.5, 2, 20)]
powRows += [(x, random.uniform(-1e9, 1e9)) for x in near([1], 1e-7, 10)]
powRows += [(-1.5, 3.0), (-2.5, 101.0), (5e-324, 0.5), (1.7976931348623157e308, -1.0), (2.0, -1074.0), (10.0, 308.0)]
sumRows = [(a, a + random.uniform(-40, 5)) for a in uniform(-50, 50, 60)] + [(-1000.0, -1000.0), (700.0, 710.0), (5.0, -745.0)]


def row(arguments, exact):
    value = float(exact)
    rest = (exact - mpf(value)) / mpf(math.ulp(value))
    return [*arguments, value, round(float(rest), 6)]


table = {name: [row([x], f(mpf(x))) for x in points] for name, (f, points) in functions.items()}
table['pow'] = [row([x, y], mp.power(mpf(x), mpf(y))) for x, y in powRows]
table['logaddexp'] = [row([a, b], mp.log(mp.exp(mpf(a)) + mp.exp(mpf(b)))) for a, b in sumRows]

lines = [
    f'  {json.dumps(name)}: [\n' + ',\n'.join(f'    {json.dumps(r)}' for r in rows) + '\n  ]' for name, rows in table.items()
]
print('{\n' + ',\n'.join(lines) + '\n}')
