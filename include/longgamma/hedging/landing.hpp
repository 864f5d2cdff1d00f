// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/hedging/landing.hpp
/// @brief Landings: where a trade out of the band ends.

#include <longgamma/hedging/band.hpp>

namespace longgamma::inline LONGGAMMA_ABI {

/// Inside the band nothing is traded; outside, just as much as brings the position to the nearer edge. Optimal where the
/// cost is proportional to the size of the trade.
template <state_function Band>
class trade_to_edge {
public:
    constexpr explicit trade_to_edge(Band band) : band_(band) {}

    template <real T>
    [[nodiscard]] T operator()(hedge_state<T> const& s, T const& wanted) const noexcept {
        T const half_width = band_(s);
        T const low = wanted - half_width, high = wanted + half_width;
        T const raised = math::select(s.position < low, low, s.position);
        T const edge   = math::select(high < raised, high, raised);
        return math::select(half_width == half_width && wanted == wanted, edge, T(wanted + half_width));  // NaN passes
    }

private:
    [[no_unique_address]] Band band_;
};

/// Inside the band nothing is traded; outside, all the way to the position wanted. Better where a trade costs a fixed
/// amount whatever its size.
template <state_function Band>
class trade_to_centre {
public:
    constexpr explicit trade_to_centre(Band band) : band_(band) {}

    template <real T>
    [[nodiscard]] T operator()(hedge_state<T> const& s, T const& wanted) const noexcept {
        T const half_width = band_(s);
        T const distance   = math::abs(T(wanted - s.position));
        T const outside    = math::select(half_width < distance, wanted, T(wanted + half_width));  // NaN passes
        return math::select(distance <= half_width, s.position, outside);
    }

private:
    [[no_unique_address]] Band band_;
};

/// `trade_to_edge(fixed_band(half_width))`.
[[nodiscard]] constexpr trade_to_edge<fixed_band> no_trade_band(double half_width) {
    return trade_to_edge(fixed_band(half_width));
}

}  // namespace longgamma::inline LONGGAMMA_ABI
