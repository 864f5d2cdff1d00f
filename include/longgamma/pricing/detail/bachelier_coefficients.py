#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Makes the coefficient tables of bachelier_rationals.hpp (needs mpmath).

With M Mills' ratio, phi the normal density, a(h) = 1 - h M(h), r(h) = phi(h) a(h) / h = V / x, L = ln(x / V):

    tail:    a ~ R/Q and M ~ P/Q on [0, top] with one denominator: R(0) = Q(0) = 1, P = (Q - R)/h. The error of M,
             relative to M a(h), is levelled by the Remez exchange, so that of a stays below h M(h) times the level.
    series:  1/a(h) = h^2 + 3 + c[0] y + c[1] y^2 + .., y = 1/h^2, the asymptotic series.
    near:    s/(V + x/2) as a rational of ln((V + x/2)/V) on 0 <= h <= h1.
    middle:  1/h as a rational of sqrt(L + shift) - offset on h1 <= h <= h2.
    far:     the same on h2 <= h <= h3, h3 beyond the quotient of the largest and the smallest number.

All by relative minimax (Remez exchange, started from interpolation). Prints coefficients, lowest power first (where the
leading 1 of a denominator is missing, it is to be added), and the largest relative error. Not part of any build.
"""
import mpmath as mp

mp.mp.dps = 50


def density(h):
    return mp.exp(-h * h / 2) / mp.sqrt(2 * mp.pi)


def mills(h):
    return mp.sqrt(mp.pi / 2) * mp.exp(h * h / 2) * mp.erfc(h / mp.sqrt(2))


def nodes(low, high, size, forth, back):
    """Dense at the ends, and where forth() is steep."""
    a, b = forth(mp.mpf(low)), forth(mp.mpf(high))
    return [back(a + (b - a) * (1 - mp.cos(mp.pi * i / size)) / 2) for i in range(size + 1)]


def extrema(error):
    found, current = [], 0
    for i in range(1, len(error)):
        if error[i] * error[current] < 0:
            found.append(current)
            current = i
        elif abs(error[i]) > abs(error[current]):
            current = i
    return found + [current]


def remez(value, weight, numerator, denominator):
    """Minimax of (N/D/value - 1)/weight on a grid; N, D linear in the coefficients: rows (constant, factors..)."""
    size, n = len(value) - 1, len(numerator[0]) - 1
    linear = lambda row, c: row[0] + mp.fdot(row[1:], c)

    def solve(points, level, slopes):
        count = len(points)
        A, y = mp.matrix(count, count), mp.matrix(count, 1)
        for k, i in enumerate(points):
            target = (1 + (-1)**k * level * weight[i]) * value[i]
            for j in range(n):
                A[k, j] = (numerator[i][j + 1] - target * denominator[i][j + 1]) / value[i]
            if count > n:
                A[k, n] = -(-1)**k * weight[i] * slopes[k]
            y[k] = (target * denominator[i][0] - numerator[i][0]) / value[i]
        return list(mp.lu_solve(A, y))

    def errors(c):
        bottom = [linear(d, c) for d in denominator]
        assert min(bottom) > 0, 'pole'
        return [(linear(u, c) / d / v - 1) / w for u, d, v, w in zip(numerator, bottom, value, weight)]

    c = solve([int(mp.nint(mp.mpf(size) * (2 * k + 1) / (2 * n))) for k in range(n)], mp.mpf(0), None)
    error = errors(c)
    level = mp.mpf(0)
    for _ in range(30):
        points = extrema(error)
        assert len(points) > n, 'too few extrema'
        while len(points) > n + 1:
            points.pop(0 if abs(error[points[0]]) < abs(error[points[-1]]) else -1)
        if level == 0:
            level = mp.fsum((-1)**k * error[i] for k, i in enumerate(points)) / len(points)
        slopes = [linear(denominator[i], c) for i in points]
        for _ in range(15):  # the levelled error enters non-linearly: a few corrections
            solution = solve(points, level, slopes)
            c, change = solution[:n], solution[n]
            level += change
            slopes = [linear(denominator[i], c) for i in points]
            if abs(change) < 1e-6 * abs(level):
                break
        error = errors(c)
        if max(map(abs, error)) < mp.mpf('1.02') * abs(level):
            break
    return c, max(map(abs, error))


def show(name, coefficients, suffix):
    print('%-14s' % name, ', '.join(mp.nstr(c, 20) + suffix for c in coefficients))


def tail(n, top, suffix):
    h = nodes(0, top, 500, lambda t: t / (t + 2), lambda t: 2 * t / (1 - t))
    value = [mills(t) for t in h]
    weight = [1 - t * m for t, m in zip(h, value)]
    power = [[t**k for k in range(n + 1)] for t in h]
    numerator = [[mp.mpf(0)] + [-p[j - 1] for j in range(1, n - 1)] + p[:n] for p in power]
    denominator = [[mp.mpf(1)] + [mp.mpf(0)] * (n - 2) + p[1:] for p in power]
    c, error = remez(value, weight, numerator, denominator)
    R, Q = [mp.mpf(1)] + c[:n - 2], [mp.mpf(1)] + c[n - 2:]
    P = [q - r for q, r in zip(Q[1:], R[1:] + [mp.mpf(0)] * 2)]
    print('tail: degree', n, 'on [0, %s],' % top, 'error', mp.nstr(error, 3))
    show('P', P, suffix), show('R', R, suffix), show('Q', Q, suffix)


def series(count):
    a = [mp.mpf((-1)**k * mp.fac2(2 * k + 1)) for k in range(count + 2)]  # h^2 a(h) in powers of y
    inverse = [mp.mpf(1)]
    for k in range(1, count + 2):
        inverse.append(-mp.fsum(a[j] * inverse[k - j] for j in range(1, k + 1)))
    print('series: 1,', mp.nstr(inverse[1], 5) + ';', ', '.join(mp.nstr(c, 20) for c in inverse[2:]))


def inverse_value(name, degree, low, high, shift, suffix):
    near = low == 0
    h = nodes(low, high, 300, lambda t: t, lambda t: t) if near else nodes(low, high, 300, mp.log, mp.exp)
    V = [density(t) * (1 - t * mills(t)) for t in h]  # s = 1, x = h
    if near:
        offset = mp.mpf(0)
        z = [mp.log1p(t / (2 * v)) for t, v in zip(h, V)]
        value = [1 / (v + t / 2) for t, v in zip(h, V)]
    else:
        w = [mp.sqrt(mp.log(t / v) + shift) for t, v in zip(h, V)]
        offset = mp.floor(64 * w[0]) / 64  # exact in every type
        z = [t - offset for t in w]
        value = [1 / t for t in h]
    power = [[t**k for k in range(degree + 1)] for t in z]
    numerator = [[mp.mpf(0)] + p + [mp.mpf(0)] * degree for p in power]
    denominator = [[mp.mpf(1)] + [mp.mpf(0)] * (degree + 1) + p[1:] for p in power]
    c, error = remez(value, [mp.mpf(1)] * len(z), numerator, denominator)
    lost = max(mp.fsum(abs(k) * abs(t)**i for i, k in enumerate(C)) / abs(mp.fsum(k * t**i for i, k in enumerate(C)))
               for t in z for C in (c[:degree + 1], [mp.mpf(1)] + c[degree + 1:]))
    print('%s: h in [%s, %s], r at the ends %s %s, offset %s, error %s, cancellation %s' %
          (name, low, high, mp.nstr(V[0] / h[0], 20) if low else 'inf', mp.nstr(V[-1] / h[-1], 20), mp.nstr(offset, 20),
           mp.nstr(error, 3), mp.nstr(lost, 4)))
    show('numerator', c[:degree + 1], suffix), show('denominator', c[degree + 1:], suffix)


if __name__ == '__main__':
    tail(11, 40, '')
    tail(6, 14, 'F')
    series(6)
    for name, low, high in (('near', 0, 1.25), ('middle', 1.25, 6.75), ('far', 6.75, 54)):
        inverse_value(name, 9, low, high, 2, '')
    for name, low, high in (('near', 0, 1), ('middle', 1, 3.5), ('far', 3.5, 20)):
        inverse_value(name, 4, low, high, 0.5, 'F')
