// SPDX-License-Identifier: BSL-1.0
// longgamma::implied_volatility, one quote at a time. Compiled once for each instruction set.

#include "support/tables.hpp"

#include <longgamma/pricing/implied_volatility.hpp>

namespace {

namespace lg = longgamma;

void implied_volatility(bench::quote_book const& b) {
    for (std::size_t i = 0; i < b.n; ++i)
        b.volatility[i] = lg::implied_volatility({.price          = b.price[i],
                                                  .spot           = b.spot[i],
                                                  .strike         = b.strike[i],
                                                  .expiry         = b.expiry[i],
                                                  .rate           = b.rate[i],
                                                  .dividend_yield = b.dividend_yield[i]},
                                                 b.sign[i] > 0.0 ? lg::call : lg::put)
                              .volatility;
}

}  // namespace

BENCH_DEFINE(implied, longgamma) = {implied_volatility};
