// SPDX-License-Identifier: BSL-1.0
// European options by longgamma::evaluate. Compiled once for each instruction set.

#include "support/tables.hpp"

#include <longgamma/pricing/evaluate.hpp>

#include <span>

namespace {

namespace lg = longgamma;

template <class T>
lg::european_columns<T> columns(bench::european_book<T> const& b) {
    auto const column = [&](T const* p) { return lg::column<T>(std::span(p, b.n)); };
    return {.spot           = column(b.spot),
            .strike         = column(b.strike),
            .expiry         = column(b.expiry),
            .rate           = column(b.rate),
            .dividend_yield = column(b.dividend_yield),
            .volatility     = column(b.volatility),
            .sign           = column(b.sign)};
}

template <class T>
void price(bench::european_book<T> const& b) {
    lg::evaluate<lg::price>(columns(b), {b.price, b.n});
}

template <class T>
void greeks(bench::european_book<T> const& b) {
    lg::evaluate<lg::price, lg::delta, lg::gamma, lg::vega, lg::theta, lg::rho>(
        columns(b), {b.price, b.n}, {b.delta, b.n}, {b.gamma, b.n}, {b.vega, b.n}, {b.theta, b.n}, {b.rho, b.n});
}

}  // namespace

BENCH_DEFINE(european, longgamma) = {price<double>, greeks<double>, price<float>, greeks<float>};
