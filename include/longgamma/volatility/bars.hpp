// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/volatility/bars.hpp
/// @brief Price bars: one bar, and a series of bars with its times.

#include <longgamma/core/clock.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace longgamma::inline LONGGAMMA_ABI {

/// One price bar. Prices in the quote currency, all > 0, `low <= open, close <= high`.
struct bar {
    timestamp start;  ///< opening time; the bar is known only at `end`
    timestamp end;    ///< closing time, > start; the moment from which the bar may be used
    double open;
    double high;
    double low;
    double close;

    friend bool operator==(bar const&, bar const&) = default;
};

/// True if the four prices are finite, positive and `low <= open, close <= high`.
[[nodiscard]] constexpr bool is_consistent(bar const& b) noexcept {
    double const largest = 1.7976931348623157e308;
    return b.low > 0.0 && b.low <= b.open && b.low <= b.close && b.open <= b.high && b.close <= b.high &&
           b.high <= largest;
}

}  // namespace longgamma::inline LONGGAMMA_ABI
