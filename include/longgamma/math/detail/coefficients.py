#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Makes the coefficient tables of exponential.hpp, logarithm.hpp and mills.hpp (needs mpmath).

    exp:   e^r = 1 + r + r^2 q(r) on |r| <= ln(2)/2, q interpolated at Chebyshev nodes.
    log:   ln((1+s)/(1-s)) = 2 s + s z G(z), z = s^2 <= 0.0405, G interpolated at Chebyshev nodes.
    mills: M(x) = (1 - N(x)) / phi(x) ~ P(x)/Q(x) on [0, 40], relative minimax by the Remez exchange.

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
    h = mp.log(2) / 2 * mp.mpf('1.0001')
    q = lambda x: (mp.exp(x) - 1 - x) / x**2 if abs(x) > 1e-9 else mp.mpf(1) / 2 + x / 6
    for degree in (4, 9):
        c = chebyshev(q, -h, h, degree)
        grid = [h * (mp.mpf(i) / 100 - 1) for i in range(201)]
        show('exp q degree %d' % degree, c, max(abs((1 + x + x * x * mp.polyval(c[::-1], x)) / mp.exp(x) - 1) for x in grid))


def log_tables():
    top = mp.mpf('0.0405')
    G = lambda z: 2 * (mp.atanh(mp.sqrt(z)) / mp.sqrt(z) - 1) / z if z > 1e-12 else mp.mpf(2) / 3 + 2 * z / 5
    for degree in (2, 6):
        c = chebyshev(G, mp.mpf(0), top, degree)
        grid = [top * mp.mpf(i) / 200 for i in range(1, 201)]
        show('log G degree %d' % degree, c, max(abs((2 + z * mp.polyval(c[::-1], z)) / (2 + z * G(z)) - 1) for z in grid))


def mills_tables(n):
    """Relative minimax rational of type (n-1, n), denominator normalised to Q(0) = 1."""
    M = lambda x: mp.sqrt(mp.pi / 2) * mp.exp(x * x / 2) * mp.erfc(x / mp.sqrt(2))
    top, size, count = mp.mpf(40), 600, 2 * n + 1
    spread = lambda t: 2 * t / (1 - t)  # nodes dense near 0
    t_top = top / (top + 2)
    grid = [spread(t_top * (1 - mp.cos(mp.pi * i / size)) / 2) for i in range(size + 1)]
    value = [M(x) for x in grid]
    reference = [grid[int(mp.nint(mp.mpf(size) * i / (count - 1)))] for i in range(count)]
    level = mp.mpf(0)
    for _ in range(20):
        f = [M(x) for x in reference]
        denominator = lambda x: mp.mpf(1)
        for _ in range(8):  # the levelled error enters non-linearly: a few corrections
            A, y = mp.matrix(count, count), mp.matrix(count, 1)
            for i, x in enumerate(reference):
                sign = (-1)**i
                w = f[i] * (1 + sign * level)
                for j in range(n):
                    A[i, j] = x**j / f[i]
                    A[i, n + j] = -w * x**(j + 1) / f[i]
                A[i, 2 * n] = -sign * denominator(x)
                y[i] = w / f[i]
            solution = mp.lu_solve(A, y)
            p, q = list(solution[:n]), [mp.mpf(1)] + list(solution[n:2 * n])
            denominator = lambda x, q=q: mp.polyval(q[::-1], x)
            level += solution[2 * n]
            if abs(solution[2 * n]) < 1e-6 * abs(level):
                break
        error = [mp.polyval(p[::-1], x) / mp.polyval(q[::-1], x) / fx - 1 for x, fx in zip(grid, value)]
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
        reference = [grid[i] for i in extrema]
    show('mills P %d' % n, p, largest)
    show('mills Q %d' % n, q, largest)


if __name__ == '__main__':
    exp_tables()
    log_tables()
    for n in (6, 10):
        mills_tables(n)
