// SPDX-License-Identifier: BSL-1.0
// The textbook formula as a loop: the baselines differ in their flags and in their normal distribution function only.
// Included once by each part, hence the unnamed namespace.

#include "support/tables.hpp"

#include <cmath>

// The columns do not overlap: without saying so, six outputs and seven inputs are too many pairs for a check at run time.
#if defined(__clang__)
#define BENCH_INDEPENDENT_ITERATIONS _Pragma("clang loop vectorize(assume_safety)")
#elif defined(__GNUC__)
#define BENCH_INDEPENDENT_ITERATIONS _Pragma("GCC ivdep")
#else
#define BENCH_INDEPENDENT_ITERATIONS
#endif

namespace {

/// Phi(x) by the complementary error function.
struct cdf_by_erfc {
    template <class T>
    static T cdf(T x) {
        return T(0.5) * std::erfc(x * T(-0.70710678118654752440));
    }
};

/// Phi(x) by Hart's rational 5666 in West's form, without its second branch (|x| > 7.07), so that the loop vectorises: a
/// rational, one exponential, a choice. Absolute error 2e-16; relative error of the lower tail 4e-11 down to x = -5, 4e-6
/// down to x = -37.
/// G. West, "Better approximations to cumulative normal functions", Wilmott (2005); J. F. Hart, Computer Approximations
/// (1968).
struct cdf_by_hart {
    template <class T>
    static T cdf(T x) {
        T const z = std::fabs(x);
        T const p = ((((((T(3.52624965998911e-02) * z + T(0.700383064443688)) * z + T(6.37396220353165)) * z +
                        T(33.912866078383)) * z + T(112.079291497871)) * z + T(221.213596169931)) * z +
                     T(220.206867912376));
        T const q = (((((((T(8.83883476483184e-02) * z + T(1.75566716318264)) * z + T(16.064177579207)) * z +
                         T(86.7807322029461)) * z + T(296.564248779674)) * z + T(637.333633378831)) * z +
                      T(793.826512519948)) * z + T(440.413735824752));
        T const tail = std::exp(T(-0.5) * z * z) * p / q;
        return x > T(0) ? T(1) - tail : tail;
    }
};

template <class Cdf, class T>
void textbook_price(bench::european_book<T> const& b) {
    T const *__restrict spot = b.spot, *__restrict strike = b.strike, *__restrict expiry = b.expiry;
    T const *__restrict rate = b.rate, *__restrict yield = b.dividend_yield, *__restrict volatility = b.volatility;
    T const* __restrict sign = b.sign;
    T* __restrict price = b.price;
    std::size_t const n = b.n;
    BENCH_INDEPENDENT_ITERATIONS
    for (std::size_t i = 0; i < n; ++i) {
        T const root  = std::sqrt(expiry[i]);
        T const total = volatility[i] * root;
        T const d1 = (std::log(spot[i] / strike[i]) + (rate[i] - yield[i]) * expiry[i]) / total + T(0.5) * total;
        T const d2 = d1 - total;
        T const w  = sign[i];
        price[i]   = w * (spot[i] * std::exp(-yield[i] * expiry[i]) * Cdf::cdf(w * d1) -
                        strike[i] * std::exp(-rate[i] * expiry[i]) * Cdf::cdf(w * d2));
    }
}

template <class Cdf, class T>
void textbook_greeks(bench::european_book<T> const& b) {
    T const *__restrict spot = b.spot, *__restrict strike = b.strike, *__restrict expiry = b.expiry;
    T const *__restrict rate = b.rate, *__restrict yield = b.dividend_yield, *__restrict volatility = b.volatility;
    T const* __restrict sign = b.sign;
    T *__restrict price = b.price, *__restrict delta = b.delta, *__restrict gamma = b.gamma;
    T *__restrict vega = b.vega, *__restrict theta = b.theta, *__restrict rho = b.rho;
    std::size_t const n = b.n;
    BENCH_INDEPENDENT_ITERATIONS
    for (std::size_t i = 0; i < n; ++i) {
        T const t     = expiry[i];
        T const root  = std::sqrt(t);
        T const total = volatility[i] * root;
        T const d1 = (std::log(spot[i] / strike[i]) + (rate[i] - yield[i]) * t) / total + T(0.5) * total;
        T const d2 = d1 - total;
        T const w  = sign[i];
        T const dividends    = std::exp(-yield[i] * t);
        T const strike_value = strike[i] * std::exp(-rate[i] * t);
        T const cdf1 = Cdf::cdf(w * d1), cdf2 = Cdf::cdf(w * d2);
        T const density = T(0.39894228040143267794) * std::exp(T(-0.5) * d1 * d1) * dividends;
        price[i] = w * (spot[i] * dividends * cdf1 - strike_value * cdf2);
        delta[i] = w * dividends * cdf1;
        gamma[i] = density / (spot[i] * total);
        vega[i]  = spot[i] * density * root;
        theta[i] = w * (yield[i] * spot[i] * dividends * cdf1 - rate[i] * strike_value * cdf2) -
                   spot[i] * density * volatility[i] / (T(2) * root);
        rho[i]   = w * t * strike_value * cdf2;
    }
}

}  // namespace
