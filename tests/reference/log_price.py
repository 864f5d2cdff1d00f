#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Makes pricing/log_price.csv (needs mpmath): ln V of Black-Scholes-Merton options far out of the money, most of them worth
less than the smallest double. cond = sum over the six inputs of |x dlnV/dx| plus |ln V|, the roundings that ln V can show."""
import random
import sys

import mpmath as mp

mp.mp.dps = 60
random.seed(20260101)


def log_cdf(x):
    return mp.log(mp.erfc(-x / mp.sqrt(2)) / 2)


def log_price(S, K, T, r, q, sigma, w):
    s = sigma * mp.sqrt(T)
    d1 = (mp.log(S / K) + (r - q) * T) / s + s / 2
    d2 = d1 - s
    a = mp.log(S) - q * T + log_cdf(w * d1)
    b = mp.log(K) - r * T + log_cdf(w * d2)
    return (a if w > 0 else b) + mp.log(1 - mp.exp((b - a) if w > 0 else (a - b)))


print('S,K,T,r,q,sigma,sign,log_price,cond')
for i in range(120):
    S = random.uniform(1, 200)
    w = random.choice((-1, 1))
    K = S * mp.e**(w * mp.mpf(10)**random.uniform(-1, 1))
    T, sigma = 10**random.uniform(-4, 0.5), 10**random.uniform(-2, 0)
    x = [float(v) for v in (S, K, T, random.uniform(-0.05, 0.1), random.uniform(-0.05, 0.1), sigma)]
    f = lambda *v: log_price(*v, w)
    m = [mp.mpf(v) for v in x]
    value = f(*m)
    if value > -300 or value < -10**7:
        continue
    cond = abs(value)
    for j in range(6):
        h = abs(m[j]) * mp.mpf(10)**-20
        up, down = list(m), list(m)
        up[j] += h
        down[j] -= h
        cond += abs(m[j] * (f(*up) - f(*down)) / (2 * h))
    sys.stdout.write(','.join(repr(v) for v in x) + ',%d,%s,%s\n' % (w, repr(float(value)), repr(float(cond))))
