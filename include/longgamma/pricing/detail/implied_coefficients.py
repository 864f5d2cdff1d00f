#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Makes the coefficient tables of implied_step.hpp and implied_seed.hpp (needs mpmath).

    mills: M(x) = (1 - N(x))/phi(x) on [0, 60], relative error.
    slope: a(h) = 1 - h M(h) on [0, 60], relative error, or that times 2 a/(1 + a).
    far:   H/v on [sqrt(1.5), 54], relative error, where phi(H)/H - N(-H) = e^{-v^2/2}.

Rational minimax by the Remez exchange. Prints coefficients, lowest power first, and the largest error. Not part of any
build.
"""
import mpmath as mp

mp.mp.dps = 45

mills = lambda x: mp.sqrt(mp.pi / 2) * mp.exp(x * x / 2) * mp.erfc(x / mp.sqrt(2))
slope = lambda x: 1 - x * mills(x)


def bachelier(v):
    """H with phi(H)/H - N(-H) = e^{-v^2/2}, by Newton's method in the logarithm, over v."""
    log_value = lambda x: -x * x / 2 - mp.log(2 * mp.pi) / 2 + mp.log(slope(x) / x)
    x = mp.sqrt(max(v * v - 6 * mp.log(v) - mp.mpf('1.8'), mp.mpf('0.15')))
    for _ in range(60):
        change = (log_value(x) + v * v / 2) * x * slope(x)  # d ln(value)/dx = -1/(x a)
        x += change if abs(change) < x / 2 else mp.sign(change) * x / 2
        if abs(change) < mp.mpf('1e-20'):
            break
    return x / v


def remez(f, weight, low, top, m, n, size):
    """P/Q of degrees m and n with Q(0) = 1, minimax in weight(f) (P/Q - f)/f."""
    count = m + n + 2
    length = top - low
    t_top = length / (length + 2)
    spread = lambda t: 2 * t / (1 - t)  # nodes dense near `low`
    grid = [low + spread(t_top * (1 - mp.cos(mp.pi * i / size)) / 2) for i in range(size + 1)]
    value = [f(x) for x in grid]
    reference = [int(mp.nint(mp.mpf(size) * i / (count - 1))) for i in range(count)]
    level = mp.mpf(0)
    for _ in range(25):
        denominator = lambda x: mp.mpf(1)
        for _ in range(8):  # the levelled error enters non-linearly: a few corrections
            A, y = mp.matrix(count, count), mp.matrix(count, 1)
            for i, k in enumerate(reference):
                x, v = grid[k], value[k]
                sign = (-1)**i / weight(v)
                for j in range(m + 1):
                    A[i, j] = x**j / v
                for j in range(n):
                    A[i, m + 1 + j] = -(1 + sign * level) * x**(j + 1)
                A[i, count - 1] = -sign * denominator(x)
                y[i] = 1 + sign * level
            solution = mp.lu_solve(A, y)
            p, q = list(solution[:m + 1]), [mp.mpf(1)] + list(solution[m + 1:m + 1 + n])
            denominator = lambda x, q=q: mp.polyval(q[::-1], x)
            level += solution[count - 1]
            if abs(solution[count - 1]) < 1e-6 * abs(level):
                break
        error = [(mp.polyval(p[::-1], x) / mp.polyval(q[::-1], x) / v - 1) * weight(v) for x, v in zip(grid, value)]
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
    return p, q, largest


def show(name, f, weight, low, top, m, n, size=400):
    p, q, error = remez(f, weight, mp.mpf(low), mp.mpf(top), m, n, size)
    print(name, 'degrees', m, n, 'error', mp.nstr(error, 3))
    print('    P =', ', '.join(mp.nstr(c, 20) for c in p))
    print('    Q =', ', '.join(mp.nstr(c, 20) for c in q))


if __name__ == '__main__':
    relative = lambda v: mp.mpf(1)
    in_result = lambda v: 2 * v / (1 + v)
    show('first step, mills', mills, relative, 0, 60, 3, 4)
    show('first step, slope', slope, relative, 0, 60, 2, 4)
    show('last step, slope (double)', slope, in_result, 0, 60, 9, 11)
    show('last step, slope (float)', slope, in_result, 0, 60, 4, 6)
    show('seed, far', bachelier, relative, mp.sqrt(mp.mpf('1.5')), 54, 3, 3, 200)
