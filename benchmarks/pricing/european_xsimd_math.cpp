// SPDX-License-Identifier: BSL-1.0
// The textbook formula in batches, with xsimd's own log, exp and erfc. Book lengths are multiples of the batch size.

#include "support/tables.hpp"

#include <xsimd/xsimd.hpp>

namespace {

template <class B>
B cdf(B const& x) {
    using T = typename B::value_type;
    return B(T(0.5)) * xsimd::erfc(x * B(T(-0.70710678118654752440)));
}

template <bool with_greeks, class T>
void evaluate(bench::european_book<T> const& b) {
    using B = xsimd::batch<T>;
    for (std::size_t i = 0; i + B::size <= b.n; i += B::size) {
        B const spot = B::load_unaligned(b.spot + i), strike = B::load_unaligned(b.strike + i);
        B const t = B::load_unaligned(b.expiry + i), rate = B::load_unaligned(b.rate + i);
        B const yield = B::load_unaligned(b.dividend_yield + i), volatility = B::load_unaligned(b.volatility + i);
        B const w            = B::load_unaligned(b.sign + i);
        B const root         = xsimd::sqrt(t);
        B const total        = volatility * root;
        B const d1           = (xsimd::log(spot / strike) + (rate - yield) * t) / total + B(T(0.5)) * total;
        B const d2           = d1 - total;
        B const dividends    = xsimd::exp(-yield * t);
        B const strike_value = strike * xsimd::exp(-rate * t);
        B const cdf1 = cdf(B(w * d1)), cdf2 = cdf(B(w * d2));
        (w * (spot * dividends * cdf1 - strike_value * cdf2)).store_unaligned(b.out[0] + i);
        if constexpr (with_greeks) {
            B const density = B(T(0.39894228040143267794)) * xsimd::exp(B(T(-0.5)) * d1 * d1) * dividends;
            (w * dividends * cdf1).store_unaligned(b.out[1] + i);
            (density / (spot * total)).store_unaligned(b.out[2] + i);
            (spot * density * root).store_unaligned(b.out[3] + i);
            (w * (yield * spot * dividends * cdf1 - rate * strike_value * cdf2) -
             spot * density * volatility / (B(T(2)) * root))
                .store_unaligned(b.out[4] + i);
            (w * t * strike_value * cdf2).store_unaligned(b.out[5] + i);
        }
    }
}

}  // namespace

BENCH_DEFINE(european, xsimd_math) = {{evaluate<false, double>, nullptr, nullptr, evaluate<true, double>, nullptr},
                                      {evaluate<false, float>, nullptr, nullptr, evaluate<true, float>, nullptr}};
