// SPDX-License-Identifier: BSL-1.0
// The textbook formula as a loop: the baselines differ in their flags and in their normal distribution function only.
// Included once by each part, hence the unnamed namespace.

#include "support/tables.hpp"

#include <cmath>
#include <vector>

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
    T* __restrict price = b.out[0];
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

/// The first `six_greeks` or all outputs. What is not stored, the compiler leaves out.
template <class Cdf, bench::european_work work, class T>
void textbook_greeks(bench::european_book<T> const& b) {
    T const *__restrict spot = b.spot, *__restrict strike = b.strike, *__restrict expiry = b.expiry;
    T const *__restrict rate = b.rate, *__restrict yield = b.dividend_yield, *__restrict volatility = b.volatility;
    T const* __restrict sign = b.sign;
    T *__restrict price = b.out[0], *__restrict delta = b.out[1], *__restrict gamma = b.out[2];
    T *__restrict vega = b.out[3], *__restrict theta = b.out[4], *__restrict rho = b.out[5];
    T *__restrict forward_rho = b.out[6], *__restrict epsilon = b.out[7], *__restrict vanna = b.out[8];
    T *__restrict volga = b.out[9], *__restrict charm = b.out[10], *__restrict veta = b.out[11];
    T *__restrict vera = b.out[12], *__restrict speed = b.out[13], *__restrict zomma = b.out[14];
    T *__restrict colour = b.out[15], *__restrict ultima = b.out[16];
    T *__restrict dual_delta = b.out[17], *__restrict dual_gamma = b.out[18];
    std::size_t const n = b.n;
    BENCH_INDEPENDENT_ITERATIONS
    for (std::size_t i = 0; i < n; ++i) {
        T const t = expiry[i], q = yield[i], r = rate[i], sigma = volatility[i], w = sign[i];
        T const root  = std::sqrt(t);
        T const total = sigma * root;
        T const d1    = (std::log(spot[i] / strike[i]) + (r - q) * t) / total + T(0.5) * total;
        T const d2    = d1 - total;
        T const dividends    = std::exp(-q * t);
        T const discount     = std::exp(-r * t);
        T const strike_value = strike[i] * discount;
        T const cdf1 = Cdf::cdf(w * d1), cdf2 = Cdf::cdf(w * d2);
        T const density = T(0.39894228040143267794) * std::exp(T(-0.5) * d1 * d1) * dividends;
        T const value  = w * (spot[i] * dividends * cdf1 - strike_value * cdf2);
        T const delta1 = w * dividends * cdf1;
        price[i] = value;
        delta[i] = delta1;
        if constexpr (work >= bench::price_delta_gamma) {
            T const gamma1 = density / (spot[i] * total);
            gamma[i]       = gamma1;
            if constexpr (work >= bench::six_greeks) {
                T const vega1 = spot[i] * density * root;
                vega[i]  = vega1;
                theta[i] = w * (q * spot[i] * dividends * cdf1 - r * strike_value * cdf2) -
                           spot[i] * density * sigma / (T(2) * root);
                rho[i]   = w * t * strike_value * cdf2;
                if constexpr (work == bench::all_greeks) {
                    T const product   = d1 * d2;
                    T const drift     = (r - q) / total;
                    T const half_time = T(1) / (T(2) * t);
                    forward_rho[i] = -t * value;
                    epsilon[i]     = -w * t * spot[i] * dividends * cdf1;
                    vanna[i]       = -density * d2 / sigma;
                    volga[i]       = vega1 * product / sigma;
                    charm[i]       = q * delta1 - density * (drift - d2 * half_time);
                    veta[i]        = vega1 * (q + drift * d1 - (T(1) + product) * half_time);
                    vera[i]        = -t * spot[i] * density * d1 / sigma;
                    speed[i]       = -gamma1 * (T(1) + d1 / total) / spot[i];
                    zomma[i]       = gamma1 * (product - T(1)) / sigma;
                    colour[i]      = gamma1 * (q + drift * d1 + (T(1) - product) * half_time);
                    ultima[i]      = -vega1 * (product * (T(1) - product) + d1 * d1 + d2 * d2) / (sigma * sigma);
                    dual_delta[i]  = -w * discount * cdf2;
                    dual_gamma[i]  = spot[i] * density / (strike[i] * strike[i] * total);
                }
            }
        }
    }
}

/// The table entry of all works.
template <class Cdf>
constexpr bench::european_table textbook_table() {
    using enum bench::european_work;
    return {{textbook_price<Cdf, double>, textbook_greeks<Cdf, price_delta, double>,
             textbook_greeks<Cdf, price_delta_gamma, double>, textbook_greeks<Cdf, six_greeks, double>,
             textbook_greeks<Cdf, all_greeks, double>},
            {textbook_price<Cdf, float>, textbook_greeks<Cdf, price_delta, float>,
             textbook_greeks<Cdf, price_delta_gamma, float>, textbook_greeks<Cdf, six_greeks, float>,
             textbook_greeks<Cdf, all_greeks, float>}};
}

/// What a chain keeps in plain code: ln K, s = sigma sqrt(T) and K e^{-rT} of each option.
template <class T>
struct chain_columns {
    std::vector<T> log_strike, total, strike_value;
};

template <class T>
void* textbook_chain(bench::chain_terms<T> const& c) {
    auto* kept = new chain_columns<T>;
    for (std::size_t i = 0; i < c.n; ++i) {
        kept->log_strike.push_back(std::log(c.strike[i]));
        kept->total.push_back(c.volatility[i] * std::sqrt(c.expiry));
        kept->strike_value.push_back(c.strike[i] * std::exp(-c.rate * c.expiry));
    }
    return kept;
}

template <class Cdf, class T>
void textbook_tick(bench::chain_terms<T> const& c, void const* chain, T spot) {
    auto const& kept = *static_cast<chain_columns<T> const*>(chain);
    T const *__restrict log_strike = kept.log_strike.data(), *__restrict totals = kept.total.data();
    T const *__restrict strike_value = kept.strike_value.data(), *__restrict sign = c.sign;
    T *__restrict price = c.price, *__restrict delta = c.delta, *__restrict gamma = c.gamma;
    T const log_forward = std::log(spot) + (c.rate - c.dividend_yield) * c.expiry;
    T const dividends   = std::exp(-c.dividend_yield * c.expiry);
    std::size_t const n = c.n;
    BENCH_INDEPENDENT_ITERATIONS
    for (std::size_t i = 0; i < n; ++i) {
        T const total = totals[i], w = sign[i];
        T const d1    = (log_forward - log_strike[i]) / total + T(0.5) * total;
        T const d2    = d1 - total;
        T const cdf1 = Cdf::cdf(w * d1), cdf2 = Cdf::cdf(w * d2);
        price[i] = w * (spot * dividends * cdf1 - strike_value[i] * cdf2);
        delta[i] = w * dividends * cdf1;
        gamma[i] = T(0.39894228040143267794) * std::exp(T(-0.5) * d1 * d1) * dividends / (spot * total);
    }
}

template <class Cdf>
constexpr bench::chain_table textbook_chain_table() {
    return {{textbook_chain<double>, textbook_tick<Cdf, double>}, {textbook_chain<float>, textbook_tick<Cdf, float>}};
}

}  // namespace
