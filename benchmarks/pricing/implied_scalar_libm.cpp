// SPDX-License-Identifier: BSL-1.0
// What is often written first: Newton's method on the price, from the volatility of greatest vega (Manaster and
// Koehler, J. Finance 37 (1982) 227-230), from where it converges without a bracket; or from a guess.

#include "support/tables.hpp"

#include <cmath>

namespace {

double cdf(double x) {
    return 0.5 * std::erfc(x * -0.70710678118654752440);
}

template <bool guessed>
void implied_volatility(bench::quote_book<double> const& b) {
    for (std::size_t i = 0; i < b.n; ++i) {
        double const t = b.expiry[i], w = b.sign[i], root = std::sqrt(t);
        double const spot_value   = b.spot[i] * std::exp(-b.dividend_yield[i] * t);
        double const strike_value = b.strike[i] * std::exp(-b.rate[i] * t);
        double const x            = std::log(spot_value / strike_value);
        double sigma              = guessed ? b.guess[i] : std::fmax(std::sqrt(2.0 * std::fabs(x) / t), 0.01);
        for (int step = 0; step < 100; ++step) {
            double const total = sigma * root;
            double const d1 = x / total + 0.5 * total, d2 = d1 - total;
            double const price  = w * (spot_value * cdf(w * d1) - strike_value * cdf(w * d2));
            double const vega   = spot_value * 0.39894228040143267794 * std::exp(-0.5 * d1 * d1) * root;
            double const change = (b.price[i] - price) / vega;
            sigma += change;
            if (!(std::fabs(change) > 1e-12 * sigma))
                break;
        }
        b.volatility[i] = sigma;
    }
}

}  // namespace

BENCH_DEFINE(implied, scalar_libm) = {{implied_volatility<false>, implied_volatility<true>, implied_volatility<true>},
                                      {}};
