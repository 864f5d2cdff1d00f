// SPDX-License-Identifier: BSL-1.0
// The peer: QuantLib's calculator object for each option, and its implied volatility. C++17, because some of its headers
// (through Boost) do not compile as C++20.

#include "support/tables.hpp"

#include <ql/pricingengines/blackcalculator.hpp>
#include <ql/pricingengines/blackformula.hpp>

#include <cmath>

namespace {

QuantLib::BlackCalculator calculator(bench::european_book<double> const& b, std::size_t i) {
    double const forward = b.spot[i] * std::exp((b.rate[i] - b.dividend_yield[i]) * b.expiry[i]);
    return {b.sign[i] > 0.0 ? QuantLib::Option::Call : QuantLib::Option::Put, b.strike[i], forward,
            b.volatility[i] * std::sqrt(b.expiry[i]), std::exp(-b.rate[i] * b.expiry[i])};
}

void price(bench::european_book<double> const& b) {
    for (std::size_t i = 0; i < b.n; ++i)
        b.price[i] = calculator(b, i).value();
}

void greeks(bench::european_book<double> const& b) {
    for (std::size_t i = 0; i < b.n; ++i) {
        QuantLib::BlackCalculator const c = calculator(b, i);
        b.price[i] = c.value();
        b.delta[i] = c.delta(b.spot[i]);
        b.gamma[i] = c.gamma(b.spot[i]);
        b.vega[i]  = c.vega(b.expiry[i]);
        b.theta[i] = c.theta(b.spot[i], b.expiry[i]);
        b.rho[i]   = c.rho(b.expiry[i]);
    }
}

void implied_volatility(bench::quote_book const& b) {
    for (std::size_t i = 0; i < b.n; ++i) {
        double const forward  = b.spot[i] * std::exp((b.rate[i] - b.dividend_yield[i]) * b.expiry[i]);
        double const discount = std::exp(-b.rate[i] * b.expiry[i]);
        double const total    = QuantLib::blackFormulaImpliedStdDev(
            b.sign[i] > 0.0 ? QuantLib::Option::Call : QuantLib::Option::Put, b.strike[i], forward, b.price[i], discount,
            0.0, QuantLib::Null<double>(), 1e-12);
        b.volatility[i] = total / std::sqrt(b.expiry[i]);
    }
}

}  // namespace

BENCH_DEFINE(european, quantlib) = {price, greeks, nullptr, nullptr};
BENCH_DEFINE(implied, quantlib)  = {implied_volatility};
