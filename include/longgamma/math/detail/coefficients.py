#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Makes the coefficient tables of exponential.hpp, logarithm.hpp, mills.hpp and quantile.hpp (needs mpmath).

    exp:   e^r = 1 + r + r^2 q(r) on |r| <= ln(2)/2, q interpolated at Chebyshev nodes.
    log:   ln((1+s)/(1-s)) = 2 s + s z G(z), z = s^2 <= 0.0405, G interpolated at Chebyshev nodes.
    mills: M(x) = (1 - N(x)) / phi(x) ~ P(x)/Q(x) on [0, 40], relative minimax by the Remez exchange.
    quantile: x of N(x) = p. Centre |y| <= 0.425, y = p - 1/2: x/y = 2 + P(t)/Q(t), t = 0.425^2 - y^2; tail: |x| = r +
              P(r)/Q(r), r^2 = -2 ln q for the smaller q of p and 1 - p. Error relative to x, minimax by the Remez
              exchange.

Prints coefficients, lowest power first, and the largest relative approximation error. Not part of any build.
"""
import mpmath as mp

mp.mp.dps = 50


def chebyshev(f, a, b, degree):
    nodes = [(a + b) / 2 + (b - a) / 2 * mp.cos(mp.pi * (2 * i + 1) / (2 * (degree + 1))) for i in range(degree + 1)]
    A = mp.matrix(degree + 1, degree + 1)
    y = mp.matrix(degree + 1, 1)
    for i, x in enumerate(nodes):
        y[i] = f(x)
        for j in range(degree + 1):
            A[i, j] = x**j
    return list(mp.lu_solve(A, y))


def show(name, coefficients, error):
    print(name, '=', ', '.join(mp.nstr(c, 20) for c in coefficients), ' # error', mp.nstr(error, 3))


def exp_tables():
    """q of the whole octave for lanes without a table, of a sixteenth of it for lanes with one (and the table)."""
    q = lambda x: (mp.exp(x) - 1 - x) / x**2 if abs(x) > 1e-9 else mp.mpf(1) / 2 + x / 6
    for name, half, degrees in (('q', mp.log(2) / 2, (4, 9)), ('table_q', mp.log(2) / 32, (1, 4))):
        h = half * mp.mpf('1.0001')
        for degree in degrees:
            c = chebyshev(q, -h, h, degree)
            grid = [h * (mp.mpf(i) / 100 - 1) for i in range(201)]
            error = max(abs((1 + x + x * x * mp.polyval(c[::-1], x)) / mp.exp(x) - 1) for x in grid)
            show('exp %s degree %d' % (name, degree), c, error)
    print('table =', ', '.join(mp.nstr(mp.mpf(2)**(mp.mpf(j) / 16), 20) for j in range(16)))


def log_tables():
    top = mp.mpf('0.0405')
    G = lambda z: 2 * (mp.atanh(mp.sqrt(z)) / mp.sqrt(z) - 1) / z if z > 1e-12 else mp.mpf(2) / 3 + 2 * z / 5
    for degree in (2, 6):
        c = chebyshev(G, mp.mpf(0), top, degree)
        grid = [top * mp.mpf(i) / 200 for i in range(1, 201)]
        show('log G degree %d' % degree, c, max(abs((2 + z * mp.polyval(c[::-1], z)) / (2 + z * G(z)) - 1) for z in grid))


def rational_minimax(f, weight, grid, m, n):
    """p of degree m and q of degree n, q(0) = 1, by the Remez exchange: least largest |p/q - f|/weight on the grid."""
    size, count = len(grid) - 1, m + n + 2
    value = [f(x) for x in grid]
    scale = [weight(x, v) for x, v in zip(grid, value)]
    reference = [int(mp.nint(mp.mpf(size) * i / (count - 1))) for i in range(count)]
    level = mp.mpf(0)
    for _ in range(25):
        q = [mp.mpf(1)]
        for _ in range(12):  # the levelled error enters non-linearly: a few corrections
            A, y = mp.matrix(count, count), mp.matrix(count, 1)
            for i, g in enumerate(reference):
                x, sign = grid[g], (-1)**i
                v = value[g] + sign * level * scale[g]
                for j in range(m + 1):
                    A[i, j] = x**j / scale[g]
                for j in range(n):
                    A[i, m + 1 + j] = -v * x**(j + 1) / scale[g]
                A[i, m + n + 1] = -sign * mp.polyval(q[::-1], x)
                y[i] = v / scale[g]
            solution = list(mp.lu_solve(A, y))
            p, q = solution[:m + 1], [mp.mpf(1)] + solution[m + 1:m + n + 1]
            level += solution[m + n + 1]
            if abs(solution[m + n + 1]) < 1e-6 * abs(level):
                break
        error = [(mp.polyval(p[::-1], x) / mp.polyval(q[::-1], x) - v) / w for x, v, w in zip(grid, value, scale)]
        extrema, current = [], 0
        for i in range(1, size + 1):
            if error[i] * error[current] < 0:
                extrema.append(current)
                current = i
            elif abs(error[i]) > abs(error[current]):
                current = i
        extrema.append(current)
        largest = max(abs(e) for e in error)
        if len(extrema) < count or abs(largest - abs(level)) < mp.mpf('0.03') * abs(level):
            break
        while len(extrema) > count:
            extrema.pop(0 if abs(error[extrema[0]]) < abs(error[extrema[-1]]) else -1)
        reference = extrema
    if min(mp.polyval(q[::-1], x) for x in grid) <= 0:
        raise ArithmeticError('pole in the interval: not the minimax')
    return p, q, largest


def clustered(size):
    """0 to 1, dense at both ends."""
    return [(1 - mp.cos(mp.pi * i / size)) / 2 for i in range(size + 1)]


def mills_tables(n, factor):
    """Type (n-1, n). Numerator and denominator times `factor`: found by trial, the roundings of the coefficients nearly
    cancel with it."""
    M = lambda x: mp.sqrt(mp.pi / 2) * mp.exp(x * x / 2) * mp.erfc(x / mp.sqrt(2))
    t_top = mp.mpf(40) / (mp.mpf(40) + 2)
    grid = [2 * t_top * t / (1 - t_top * t) for t in clustered(600)]  # dense near 0
    p, q, error = rational_minimax(M, lambda x, v: v, grid, n - 1, n)
    show('mills P %d' % n, [factor * c for c in p], error)
    show('mills Q %d' % n, [factor * c for c in q], error)


def quantile_tables(central, tail, smallest):
    """Degrees (m, n) of the central and of the tail fraction; `smallest` p of the type."""
    edge = mp.mpf('0.425')
    top = edge**2

    def slope(z):  # x/y, y = p - 1/2, z = y^2
        return mp.sqrt(2) * mp.erfinv(2 * mp.sqrt(z)) / mp.sqrt(z) if z > 0 else mp.sqrt(2 * mp.pi)

    def upper(r):  # x > 0 with 1 - N(x) = e^(-r^2/2), by Newton's method on the logarithm
        x = mp.sqrt(max(r * r - mp.log(2 * mp.pi * r * r), mp.mpf('0.5')))
        for _ in range(60):
            tail = mp.erfc(x / mp.sqrt(2)) / 2
            step = (mp.log(tail) + r * r / 2) * tail * mp.sqrt(2 * mp.pi) * mp.exp(x * x / 2)
            x += step
            if abs(step) < mp.mpf(10)**-45:
                break
        return x

    grid = [top * t for t in clustered(500)]
    p, q, error = rational_minimax(lambda t: slope(top - t) - 2, lambda t, v: v + 2, grid, *central)
    show('quantile centre P', p, error)
    show('quantile centre Q', q, error)
    low, high = (mp.sqrt(-2 * mp.log(x)) for x in (mp.mpf('0.5') - edge, mp.mpf(smallest)))
    grid = [low * (high / low)**t for t in clustered(500)]
    p, q, error = rational_minimax(lambda r: upper(r) - r, lambda r, v: v + r, grid, *tail)
    show('quantile tail P', p, error)
    show('quantile tail Q', q, error)


if __name__ == '__main__':
    exp_tables()
    log_tables()
    mills_tables(6, 1)
    mills_tables(10, mp.mpf('1.3516'))
    quantile_tables((3, 4), (4, 4), '1e-45')
    quantile_tables((7, 8), (10, 10), '4e-324')
