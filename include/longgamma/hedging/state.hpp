// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/hedging/state.hpp
/// @brief What a hedging policy may know when it decides.

#include <longgamma/position/option_book.hpp>

#include <concepts>

namespace longgamma::inline LONGGAMMA_ABI {

/// Everything a policy sees: the past and the present, never the price at which its order will be filled.
///
/// All memory of a policy is in here, so one policy serves many paths, lanes and threads. Trivially copyable for `double`
/// and `float`: it can be stored and restored.
template <real T>
struct hedge_state {
    mark<T> market;              ///< last known mid price, implied volatility, rates, and the time
    T forecast_volatility;       ///< the caller's forecast, per sqrt(year); NaN if there is none
    option_book<T> options;      ///< what is to be hedged
    book_greeks<T> greeks;       ///< of `options` at `market` (at implied volatility)
    T position = T(0);           ///< units of the underlying held
    T previous_decision = T(0);  ///< time of the decision before this one, years
    T last_trade_spot   = T(0);  ///< price at the decision for the last trade; set anew when the book changes
    T book_changed      = T(0);  ///< 1 if options were bought, sold or settled since the last decision, else 0
};

// The concepts of the pieces. Each call is a template over `real`; it is checked here on double.

/// Maps a state to the position wanted, units of the underlying.
template <class P>
concept target = std::copy_constructible<P> && requires(P const& p, hedge_state<double> const& s) {
    { p(s) } -> std::same_as<double>;
};

/// Maps a state and the position wanted so far to the position wanted.
template <class P>
concept adjuster = std::copy_constructible<P> && requires(P const& p, hedge_state<double> const& s, double wanted) {
    { p(s, wanted) } -> std::same_as<double>;
};

/// Maps a state and the position wanted to "act now": `bool`, or a mask of lanes. A NaN that it compares with is "no".
template <class P>
concept trigger = std::copy_constructible<P> && requires(P const& p, hedge_state<double> const& s, double wanted) {
    { p(s, wanted) } -> std::same_as<bool>;
};

/// Maps a state to a number: a volatility to hedge at, the half-width of a band.
template <class P>
concept state_function = target<P>;

}  // namespace longgamma::inline LONGGAMMA_ABI
