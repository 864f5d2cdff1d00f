// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/position/ledger.hpp
/// @brief The cash ledger: every payment under its name, in the quote currency.

#include <longgamma/market/cost_curve.hpp>
#include <longgamma/position/lines.hpp>

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

/// Payments of one step by line.
template <real T>
struct ledger_entry : line_amounts<T, ledger_line, ledger_lines> {
    /// Books what a hedge trade cost.
    constexpr void charge(cost_breakdown<T> const& cost) noexcept {
        ledger_entry& self            = *this;
        self[ledger_line::fee]         = self[ledger_line::fee] - cost.fee;
        self[ledger_line::half_spread] = self[ledger_line::half_spread] - cost.half_spread;
        self[ledger_line::impact]      = self[ledger_line::impact] - cost.impact;
        self[ledger_line::gas]         = self[ledger_line::gas] - cost.gas;
    }
};

/// The account's history by line.
///
///     equity = initial cash + sum of the lines + value of what is held
template <real T>
class ledger {
public:
    constexpr void book(ledger_entry<T> const& entry) noexcept { totals_.add(entry); }
    [[nodiscard]] constexpr T operator[](ledger_line line) const noexcept { return totals_[line]; }
    /// All payments so far: the sum over the lines, and over the steps.
    [[nodiscard]] constexpr T cash() const noexcept { return totals_.total(); }

private:
    line_totals<T, ledger_line, ledger_lines> totals_;
};

}  // namespace longgamma::inline LONGGAMMA_ABI
