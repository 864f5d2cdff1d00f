// SPDX-License-Identifier: BSL-1.0
// The peer: QuantLib's calculator object for each option, and its implied volatility. C++17, because some of its
// headers (through Boost) do not compile as C++20.

#include "support/tables.hpp"

#include <ql/pricingengines/blackcalculator.hpp>
#include <ql/pricingengines/blackformula.hpp>

#include <cmath>
#include <exception>
#include <limits>

namespace {

QuantLib::BlackCalculator calculator(bench::european_book<double> const& b, std::size_t i) {
    double const forward = b.spot[i] * std::exp((b.rate[i] - b.dividend_yield[i]) * b.expiry[i]);
    return {b.sign[i] > 0.0 ? QuantLib::Option::Call : QuantLib::Option::Put, b.strike[i], forward,
            b.volatility[i] * std::sqrt(b.expiry[i]), std::exp(-b.rate[i] * b.expiry[i])};
}

void price(bench::european_book<double> const& b) {
    for (std::size_t i = 0; i < b.n; ++i)
        b.out[0][i] = calculator(b, i).value();
}

void greeks(bench::european_book<double> const& b) {
    for (std::size_t i = 0; i < b.n; ++i) {
        QuantLib::BlackCalculator const c = calculator(b, i);
        b.out[0][i]                       = c.value();
        b.out[1][i]                       = c.delta(b.spot[i]);
        b.out[2][i]                       = c.gamma(b.spot[i]);
        b.out[3][i]                       = c.vega(b.expiry[i]);
        b.out[4][i]                       = c.theta(b.spot[i], b.expiry[i]);
        b.out[5][i]                       = c.rho(b.expiry[i]);
    }
}

/// NaN where the search throws.
template <bool guessed>
void implied_volatility(bench::quote_book<double> const& b) {
    for (std::size_t i = 0; i < b.n; ++i) {
        double const root     = std::sqrt(b.expiry[i]);
        double const forward  = b.spot[i] * std::exp((b.rate[i] - b.dividend_yield[i]) * b.expiry[i]);
        double const discount = std::exp(-b.rate[i] * b.expiry[i]);
        double total          = std::numeric_limits<double>::quiet_NaN();
        try {
            total = QuantLib::blackFormulaImpliedStdDev(
                b.sign[i] > 0.0 ? QuantLib::Option::Call : QuantLib::Option::Put, b.strike[i], forward, b.price[i],
                discount, 0.0, guessed ? b.guess[i] * root : QuantLib::Null<double>(), 1e-12);
        } catch (std::exception const&) {
        }
        b.volatility[i] = total / root;
    }
}

}  // namespace

BENCH_DEFINE(european, quantlib) = {{price, nullptr, nullptr, greeks, nullptr}, {}};
BENCH_DEFINE(implied, quantlib) = {{implied_volatility<false>, implied_volatility<true>, implied_volatility<true>}, {}};
