// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/simulation/tape.hpp
/// @brief A recorded market: the prices in order, each with what was known when it was printed.

#include <longgamma/core/clock.hpp>
#include <longgamma/volatility/bars.hpp>

#include <limits>
#include <span>
#include <vector>

namespace longgamma::inline LONGGAMMA_ABI {

/// One price of a recorded market.
struct observation {
    timestamp time;
    double spot;                        ///< > 0
    double implied_volatility;          ///< known at `time`, per sqrt(year); NaN before the first
    double forecast_volatility;         ///< known at `time`, per sqrt(year); NaN before the first
    double funding = 0.0;               ///< funding rates that fell due since the previous observation, summed
    bool decides   = true;              ///< false: orders fill here, but the policy is not asked
};

/// A tape from bars: two observations each. The opening price fills orders; the policy decides on the closing price, when
/// the bar is known, so its order fills at the next bar's open at the earliest. High and low are not used: their order
/// within the bar is unknown.
///
/// @param bars     in order of time, not overlapping
/// @param implied  implied volatility known at each bar's end; as long as `bars`
/// @param forecast volatility forecast known at each bar's end; as long as `bars`, or empty for none
/// @param funding  funding rates summed over each bar's life (from the previous bar's end to its own); as long as `bars`,
///                 or empty for none
/// @return 2 n observations; the first opening knows no volatility
/// @throws std::invalid_argument if lengths differ, bars overlap or are out of order
[[nodiscard]] inline std::vector<observation> tape_from_bars(std::span<bar const> bars, std::span<double const> implied,
                                                             std::span<double const> forecast = {},
                                                             std::span<double const> funding  = {}) {
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    require(implied.size() == bars.size(), "tape_from_bars: implied must be as long as bars");
    require(forecast.empty() || forecast.size() == bars.size(), "tape_from_bars: forecast must be empty or as long as bars");
    require(funding.empty() || funding.size() == bars.size(), "tape_from_bars: funding must be empty or as long as bars");
    std::vector<observation> tape;
    tape.reserve(2 * bars.size());
    double known_implied = unknown, known_forecast = unknown;
    for (std::size_t i = 0; i < bars.size(); ++i) {
        bar const& b = bars[i];
        require(b.start < b.end && (i == 0 || bars[i - 1].end <= b.start), "tape_from_bars: bars overlap or are out of order");
        tape.push_back({.time                = b.start,
                        .spot                = b.open,
                        .implied_volatility  = known_implied,
                        .forecast_volatility = known_forecast,
                        .funding             = 0.0,
                        .decides             = false});
        known_implied  = implied[i];
        known_forecast = forecast.empty() ? unknown : forecast[i];
        tape.push_back({.time                = b.end,
                        .spot                = b.close,
                        .implied_volatility  = known_implied,
                        .forecast_volatility = known_forecast,
                        .funding             = funding.empty() ? 0.0 : funding[i]});
    }
    return tape;
}

/// A tape from ticks: every price fills orders and lets the policy decide.
/// @param times    in order; equal times are allowed
/// @param prices   as long as `times`
/// @param implied  known at each tick; as long as `times`
/// @param forecast known at each tick; as long as `times`, or empty for none
/// @throws std::invalid_argument if lengths differ or times go back
[[nodiscard]] inline std::vector<observation> tape_from_ticks(std::span<timestamp const> times,
                                                              std::span<double const> prices,
                                                              std::span<double const> implied,
                                                              std::span<double const> forecast = {}) {
    require(prices.size() == times.size(), "tape_from_ticks: prices must be as long as times");
    require(implied.size() == times.size(), "tape_from_ticks: implied must be as long as times");
    require(forecast.empty() || forecast.size() == times.size(),
            "tape_from_ticks: forecast must be empty or as long as times");
    std::vector<observation> tape;
    tape.reserve(times.size());
    for (std::size_t i = 0; i < times.size(); ++i) {
        require(i == 0 || times[i - 1] <= times[i], "tape_from_ticks: times go back");
        tape.push_back({.time                = times[i],
                        .spot                = prices[i],
                        .implied_volatility  = implied[i],
                        .forecast_volatility = forecast.empty() ? std::numeric_limits<double>::quiet_NaN() : forecast[i]});
    }
    return tape;
}

}  // namespace longgamma::inline LONGGAMMA_ABI
