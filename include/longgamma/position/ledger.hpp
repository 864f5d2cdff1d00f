// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/position/ledger.hpp
/// @brief The cash ledger: every payment under its name, in the quote currency.

#include <longgamma/market/cost_curve.hpp>
#include <longgamma/math/statistics.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace longgamma::inline LONGGAMMA_ABI {

/// Why cash moved. Received > 0, paid < 0.
enum class ledger_line : unsigned char {
    premium,             ///< options bought (-) and sold (+), at mid
    settlement,          ///< payoff of expired options
    underlying,          ///< the hedge: cash for the spot, or the settled profit and loss of a perpetual
    interest,            ///< on the cash balance
    dividends,           ///< on the spot held; paid when short
    funding,             ///< of the perpetual
    fee,                 ///< proportional commission of hedge trades
    half_spread,         ///< half-spread of hedge trades
    impact,              ///< market impact of hedge trades
    gas,                 ///< fixed cost of hedge trades
    option_half_spread,  ///< half-spread of option trades
};

inline constexpr std::size_t ledger_lines = 11;

inline constexpr std::array<std::string_view, ledger_lines> ledger_line_names = {
    "premium", "settlement", "underlying", "interest", "dividends", "funding",
    "fee", "half_spread", "impact", "gas", "option_half_spread"};

/// Payments of one step by line. `total()` adds them in the order of the lines.
template <real T>
struct ledger_entry {
    std::array<T, ledger_lines> lines{};

    [[nodiscard]] constexpr T& operator[](ledger_line line) noexcept { return lines[static_cast<std::size_t>(line)]; }
    [[nodiscard]] constexpr T const& operator[](ledger_line line) const noexcept {
        return lines[static_cast<std::size_t>(line)];
    }
    [[nodiscard]] constexpr T total() const noexcept {
        math::running_sum<T> sum;
        for (T const& x : lines)
            sum += x;
        return sum.value();
    }
    /// Books what a hedge trade cost.
    constexpr void charge(cost_breakdown<T> const& cost) noexcept {
        (*this)[ledger_line::fee]         = (*this)[ledger_line::fee] - cost.fee;
        (*this)[ledger_line::half_spread] = (*this)[ledger_line::half_spread] - cost.half_spread;
        (*this)[ledger_line::impact]      = (*this)[ledger_line::impact] - cost.impact;
        (*this)[ledger_line::gas]         = (*this)[ledger_line::gas] - cost.gas;
    }
};

/// The account's history summed by line, in twice the working precision: after any number of steps
/// `cash() = sum over lines = sum over steps`, whatever the order, to rounding of the result.
///
///     equity = initial cash + sum of the lines + value of what is held
template <real T>
class ledger {
public:
    constexpr void book(ledger_entry<T> const& entry) noexcept {
        for (std::size_t i = 0; i < ledger_lines; ++i) {
            lines_[i] += entry.lines[i];
            cash_ += entry.lines[i];
        }
    }
    [[nodiscard]] constexpr T operator[](ledger_line line) const noexcept {
        return lines_[static_cast<std::size_t>(line)].value();
    }
    /// All payments so far.
    [[nodiscard]] constexpr T cash() const noexcept { return cash_.value(); }

private:
    std::array<math::running_sum<T>, ledger_lines> lines_{};
    math::running_sum<T> cash_;
};

}  // namespace longgamma::inline LONGGAMMA_ABI
