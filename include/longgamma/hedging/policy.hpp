// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/hedging/policy.hpp
/// @brief Policies: a target, narrowed by adjusters with `|`.
///
/// A policy reads aloud:
///
///     auto const policy = delta_neutral(at_forecast{})
///                       | trade_to_edge(whalley_wilmott(world, {.risk_aversion = 0.05}))
///                       | only_when(every(8 * hours) || spot_moved_by(sigmas(1.0)))
///                       | in_lots(0.001);
///
/// It is itself a target: `policy(state)` is the position to hold, and the order is that minus `state.position`. Policies
/// are values: copyable, immutable, without virtual functions or allocation. A lambda of the right shape is a piece, too.

#include <longgamma/hedging/landing.hpp>
#include <longgamma/hedging/rounding.hpp>
#include <longgamma/hedging/target.hpp>
#include <longgamma/hedging/trigger.hpp>

namespace longgamma::inline LONGGAMMA_ABI {

/// Lets a trade pass when the trigger says so, and always at the first decision after the book has changed (options
/// bought, sold or settled): an old hedge does not wait for the clock. NaN passes always: it is refused where orders are
/// made and counted there, not hidden behind a trigger which can not judge it.
template <trigger When>
class only_when {
public:
    constexpr explicit only_when(When when) : when_(when) {}

    template <real T>
    [[nodiscard]] T operator()(hedge_state<T> const& s, T const& wanted) const noexcept {
        T const passed = math::select(when_(s, wanted) || T(0) < s.book_changed, wanted, s.position);
        return math::select(wanted == wanted, passed, wanted);
    }

private:
    [[no_unique_address]] When when_;
};

template <target Target, adjuster Adjuster>
struct adjusted {
    [[no_unique_address]] Target wanted;
    [[no_unique_address]] Adjuster adjust;

    template <real T>
    [[nodiscard]] T operator()(hedge_state<T> const& s) const noexcept {
        return adjust(s, T(wanted(s)));
    }
};

template <adjuster First, adjuster Second>
struct adjusted_twice {
    [[no_unique_address]] First first;
    [[no_unique_address]] Second second;

    template <real T>
    [[nodiscard]] T operator()(hedge_state<T> const& s, T const& wanted) const noexcept {
        return second(s, T(first(s, wanted)));
    }
};

/// `|` associates: `(t | a) | b` and `t | (a | b)` decide alike.
template <target Target, adjuster Adjuster>
[[nodiscard]] constexpr adjusted<Target, Adjuster> operator|(Target t, Adjuster a) {
    return {t, a};
}
template <adjuster First, adjuster Second>
[[nodiscard]] constexpr adjusted_twice<First, Second> operator|(First a, Second b) {
    return {a, b};
}

}  // namespace longgamma::inline LONGGAMMA_ABI
