// SPDX-License-Identifier: BSL-1.0
// European options by longgamma::evaluate, and a chain by longgamma::option_chain. Compiled once for each instruction
// set.

#include "support/tables.hpp"

#include <longgamma/pricing/evaluate.hpp>
#include <longgamma/pricing/option_chain.hpp>

#include <span>
#include <utility>

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

/// The outputs of a work, in the order of the book's columns.
template <class... Outputs>
struct asking_for {
    template <class T>
    static void run(bench::european_book<T> const& b) {
        run(b, std::index_sequence_for<Outputs...>{});
    }
    template <class T, std::size_t... I>
    static void run(bench::european_book<T> const& b, std::index_sequence<I...>) {
        lg::evaluate<Outputs...>(columns(b), std::span<T>(b.out[I], b.n)...);
    }
};

using one   = asking_for<lg::price>;
using two   = asking_for<lg::price, lg::delta>;
using three = asking_for<lg::price, lg::delta, lg::gamma>;
using six   = asking_for<lg::price, lg::delta, lg::gamma, lg::vega, lg::theta, lg::rho>;
using all   = asking_for<lg::price, lg::delta, lg::gamma, lg::vega, lg::theta, lg::rho, lg::forward_rho, lg::epsilon,
                       lg::vanna, lg::volga, lg::charm, lg::veta, lg::vera, lg::speed, lg::zomma, lg::colour,
                       lg::ultima, lg::dual_delta, lg::dual_gamma>;

template <class T>
void* make_chain(bench::chain_terms<T> const& c) {
    using chain = lg::option_chain<T>;
    typename chain::market const market{
        .spot = c.spot, .expiry = c.expiry, .rate = c.rate, .dividend_yield = c.dividend_yield};
    return new chain(market, std::span(c.strike, c.n), std::span(c.volatility, c.n), std::span(c.sign, c.n));
}

template <class T>
void tick(bench::chain_terms<T> const& c, void const* chain, T spot) {
    static_cast<lg::option_chain<T> const*>(chain)->template evaluate<lg::price, lg::delta, lg::gamma>(
        spot, std::span<T>(c.price, c.n), std::span<T>(c.delta, c.n), std::span<T>(c.gamma, c.n));
}

/// The same by `evaluate`: constants for what the chain shares, nothing kept.
template <class T>
void* no_chain(bench::chain_terms<T> const&) {
    return nullptr;
}

template <class T>
void evaluate_at(bench::chain_terms<T> const& c, void const*, T spot) {
    lg::european_columns<T> const in{.spot           = spot,
                                     .strike         = std::span(c.strike, c.n),
                                     .expiry         = c.expiry,
                                     .rate           = c.rate,
                                     .dividend_yield = c.dividend_yield,
                                     .volatility     = std::span(c.volatility, c.n),
                                     .sign           = std::span(c.sign, c.n)};
    lg::evaluate<lg::price, lg::delta, lg::gamma>(in, std::span<T>(c.price, c.n), std::span<T>(c.delta, c.n),
                                                  std::span<T>(c.gamma, c.n));
}

}  // namespace

BENCH_DEFINE(european, longgamma) = {
    {one::run<double>, two::run<double>, three::run<double>, six::run<double>, all::run<double>},
    {one::run<float>, two::run<float>, three::run<float>, six::run<float>, all::run<float>}};
BENCH_DEFINE(chain, longgamma)          = {{make_chain<double>, tick<double>}, {make_chain<float>, tick<float>}};
BENCH_DEFINE(chain, longgamma_evaluate) = {{no_chain<double>, evaluate_at<double>},
                                           {no_chain<float>, evaluate_at<float>}};
