// SPDX-License-Identifier: BSL-1.0
// longgamma::implied_volatility, in lanes and one quote at a time. Compiled once for each instruction set.

#include "support/tables.hpp"

#include <longgamma/pricing/implied_volatility.hpp>

#include <span>
#include <tuple>

namespace {

namespace lg = longgamma;

using starts = std::tuple<lg::cold_start_type, lg::warm_start_type<2>, lg::warm_start_type<1>>;
template <bench::implied_start start>
using start_of = std::tuple_element_t<start, starts>;

template <bench::implied_start start, class T>
void in_lanes(bench::quote_book<T> const& b) {
    static_assert(sizeof(lg::implied_volatility_status) == 1);
    auto const column = [&](T const* p) { return lg::column<T>(std::span(p, b.n)); };
    lg::european_quote_columns<T> const in{.price          = column(b.price),
                                           .spot           = column(b.spot),
                                           .strike         = column(b.strike),
                                           .expiry         = column(b.expiry),
                                           .rate           = column(b.rate),
                                           .dividend_yield = column(b.dividend_yield),
                                           .sign           = column(b.sign),
                                           .guess          = column(b.guess)};
    auto* const status = reinterpret_cast<lg::implied_volatility_status*>(b.status);
    lg::implied_volatility(in, std::span(b.volatility, b.n), std::span(status, b.n), start_of<start>{});
}

template <bench::implied_start start, class T>
void one_by_one(bench::quote_book<T> const& b) {
    for (std::size_t i = 0; i < b.n; ++i) {
        auto const found =
            lg::implied_volatility(lg::basic_european_quote<T>{b.price[i], b.spot[i], b.strike[i], b.expiry[i],
                                                               b.rate[i], b.dividend_yield[i], b.guess[i]},
                                   b.sign[i] > T(0) ? lg::call : lg::put, start_of<start>{});
        b.volatility[i] = found.volatility;
        b.status[i]     = static_cast<unsigned char>(found.status);
    }
}

}  // namespace

BENCH_DEFINE(implied, longgamma) = {
    {in_lanes<bench::cold, double>, in_lanes<bench::warm, double>, in_lanes<bench::near, double>},
    {in_lanes<bench::cold, float>, in_lanes<bench::warm, float>, in_lanes<bench::near, float>}};
BENCH_DEFINE(implied, longgamma_scalar) = {
    {one_by_one<bench::cold, double>, one_by_one<bench::warm, double>, one_by_one<bench::near, double>},
    {one_by_one<bench::cold, float>, one_by_one<bench::warm, float>, one_by_one<bench::near, float>}};
