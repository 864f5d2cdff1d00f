// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/pricing/evaluate.hpp
/// @brief Values and greeks of many options: columns in, the columns asked for out.

#include <longgamma/core/columns.hpp>
#include <longgamma/pricing/black_scholes.hpp>

#include <algorithm>
#include <string>
#include <type_traits>

namespace longgamma::inline LONGGAMMA_ABI {

/// A book of European options as columns; each is one constant for all options or a range with one number per option.
/// Units as in @ref european_option. `sign` is +1 for a call and -1 for a put (`sign(call)`, `sign(put)`).
template <std::floating_point T>
struct european_columns {
    column<T> spot;
    column<T> strike;
    column<T> expiry;
    column<T> rate           = T(0);
    column<T> dividend_yield = T(0);
    column<T> volatility;
    column<T> sign = T(1);
};

namespace detail {

/// T whatever Tag is: one output span for each output tag, outside template argument deduction.
template <class T, class Tag>
using for_each_tag = std::type_identity_t<T>;

template <class Arch, class... Outputs, std::floating_point T>
void evaluate(european_columns<T> const& in, for_each_tag<std::span<T>, Outputs>... out) {
    std::size_t const lengths[] = {out.size()...};
    std::size_t const n         = lengths[0];
    for (std::size_t const length : lengths)
        require(length == n, "evaluate: the outputs differ in length");
    for (column<T> const* c : {&in.spot, &in.strike, &in.expiry, &in.rate, &in.dividend_yield, &in.volatility, &in.sign})
        if (!c->is_constant() && c->size() != n) [[unlikely]]
            fail("evaluate: an input column has " + std::to_string(c->size()) + " rows, the outputs have " +
                 std::to_string(n));

    for_each_batch<T, Arch>(n, [&](auto const& rows) {
        using batch    = std::remove_cvref_t<decltype(rows(in.spot))>;
        auto const all = black_scholes<Outputs...>(
            european_option<batch>{rows(in.spot), rows(in.strike), rows(in.expiry), rows(in.rate),
                                   rows(in.dividend_yield), rows(in.volatility)},
            rows(in.sign));
        (rows.store(out, all.template get<Outputs>()), ...);
    });
}

}  // namespace detail

/// Evaluates the outputs named by the tags for a whole book, in SIMD lanes:
/// `evaluate<price, delta>({.spot = 100.0, .strike = strikes, .expiry = 0.25, .volatility = vols}, prices, deltas)`.
///
/// @param in   columns; ranges must be as long as the outputs
/// @param out  one range for each tag, in the order of the tags, all of one length n >= 0; must not overlap each other;
///             may be an input column itself, not one shifted against it
/// @throws std::invalid_argument if lengths differ, before anything is written
/// @par Accuracy, limits, invalid rows  As @ref black_scholes. A row's result is the same, bit for bit, wherever it stands
///             in the arrays, and equal to a scalar call.
/// @par Cost   No allocation. n/lanes kernel evaluations; the rest at the end costs one.
template <class... Outputs>
    requires(sizeof...(Outputs) > 0)
void evaluate(european_columns<double> const& in, detail::for_each_tag<std::span<double>, Outputs>... out) {
    detail::evaluate<simd::default_arch, Outputs...>(in, out...);
}

/// @copydoc evaluate
template <class... Outputs>
    requires(sizeof...(Outputs) > 0)
void evaluate(european_columns<float> const& in, detail::for_each_tag<std::span<float>, Outputs>... out) {
    detail::evaluate<simd::default_arch, Outputs...>(in, out...);
}

/// @ref evaluate on the instruction set that an architecture tag names (the second parameter of `simd::batch`), which the
/// compiler's flags must allow: `evaluate_on<simd::default_arch, price>(columns, prices)`.
template <class Arch, class... Outputs>
    requires(sizeof...(Outputs) > 0)
void evaluate_on(european_columns<double> const& in, detail::for_each_tag<std::span<double>, Outputs>... out) {
    detail::evaluate<Arch, Outputs...>(in, out...);
}

/// @copydoc evaluate_on
template <class Arch, class... Outputs>
    requires(sizeof...(Outputs) > 0)
void evaluate_on(european_columns<float> const& in, detail::for_each_tag<std::span<float>, Outputs>... out) {
    detail::evaluate<Arch, Outputs...>(in, out...);
}

}  // namespace longgamma::inline LONGGAMMA_ABI
