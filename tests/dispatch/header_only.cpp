// SPDX-License-Identifier: BSL-1.0
#include "header_only.hpp"

#include <longgamma/pricing/evaluate.hpp>
#include <longgamma/pricing/implied_volatility.hpp>

#include <cstddef>
#include <span>

namespace lg = longgamma;
namespace ld = longgamma_dispatch;

namespace {

template <class T>
lg::column<T> view(ld::plain_column<T> const& c, std::size_t n) {
    return c.rows == nullptr ? lg::column<T>(c.constant) : lg::column<T>(std::span<T const>(c.rows, n));
}

// One output at a time, so that no grouping of outputs is taken over from the library.
template <class Output, class T>
void evaluate_one(lg::european_columns<T> const& columns, std::size_t n, ld::plain_outputs<T> const& out) {
    if (T* const rows = out.rows[lg::dispatch::detail::all_outputs::index<Output>()]; rows != nullptr)
        lg::evaluate<Output>(columns, std::span<T>(rows, n));
}

template <class T, class... Outputs>
void evaluate_each(lg::european_columns<T> const& columns, std::size_t n, ld::plain_outputs<T> const& out,
                   lg::dispatch::detail::tag_list<Outputs...>) {
    (evaluate_one<Outputs>(columns, n, out), ...);
}

template <class T>
void evaluate(ld::plain_options<T> const& in, ld::plain_outputs<T> const& out) {
    std::size_t const n = in.count;
    evaluate_each<T>({.spot           = view(in.spot, n),
                      .strike         = view(in.strike, n),
                      .expiry         = view(in.expiry, n),
                      .rate           = view(in.rate, n),
                      .dividend_yield = view(in.dividend_yield, n),
                      .volatility     = view(in.volatility, n),
                      .sign           = view(in.sign, n)},
                     n, out, lg::dispatch::detail::all_outputs{});
}

template <class T>
T at(ld::plain_column<T> const& c, std::size_t i) {
    return c.rows == nullptr ? c.constant : c.rows[i];
}
lg::option_type type(double sign) {
    return sign > 0.0 ? lg::call : lg::put;
}

// Single calls, one quote at a time.
template <class T, class Quote>
void invert_one(Quote solve, int warm_steps, std::size_t i, ld::plain_volatilities<T> const& out) {
    auto const found = warm_steps == 1   ? solve(lg::warm_start<1>)
                       : warm_steps == 2 ? solve(lg::warm_start<2>)
                                         : solve(lg::cold_start);
    out.volatility[i] = found.volatility;
    out.status[i]     = static_cast<ld::implied_volatility_status>(found.status);
}

template <class T>
void invert(ld::plain_quotes<T> const& in, ld::plain_volatilities<T> const& out) {
    for (std::size_t i = 0; i < in.count; ++i)
        invert_one<T>(
            [&](auto start) {
                return lg::implied_volatility(
                    lg::basic_european_quote<T>{.price          = at(in.price, i),
                                                .spot           = at(in.spot, i),
                                                .strike         = at(in.strike, i),
                                                .expiry         = at(in.expiry, i),
                                                .rate           = at(in.rate, i),
                                                .dividend_yield = at(in.dividend_yield, i),
                                                .guess          = at(in.guess, i)},
                    type(static_cast<double>(at(in.sign, i))), start);
            },
            in.warm_steps, i, out);
}
template <class T>
void invert_black(ld::plain_black_quotes<T> const& in, ld::plain_volatilities<T> const& out) {
    for (std::size_t i = 0; i < in.count; ++i)
        invert_one<T>(
            [&](auto start) {
                return lg::implied_black_volatility(
                    lg::basic_black_quote<T>{.price           = at(in.price, i),
                                             .forward         = at(in.forward, i),
                                             .strike          = at(in.strike, i),
                                             .expiry          = at(in.expiry, i),
                                             .discount_factor = at(in.discount_factor, i),
                                             .displacement    = at(in.displacement, i),
                                             .guess           = at(in.guess, i)},
                    type(static_cast<double>(at(in.sign, i))), start);
            },
            in.warm_steps, i, out);
}

}  // namespace

#define LONGGAMMA_TABLE_1(level) longgamma_header_only_##level
#define LONGGAMMA_TABLE(level) LONGGAMMA_TABLE_1(level)

extern "C" {
extern longgamma_test::header_only const LONGGAMMA_TABLE(LONGGAMMA_DISPATCH_LEVEL);
longgamma_test::header_only const LONGGAMMA_TABLE(LONGGAMMA_DISPATCH_LEVEL) = {
    LONGGAMMA_STRINGIZE(LONGGAMMA_DISPATCH_LEVEL),
    evaluate<double>,
    evaluate<float>,
    invert<double>,
    invert<float>,
    invert_black<double>,
    invert_black<float>};
}
