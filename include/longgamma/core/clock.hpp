// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/core/clock.hpp
/// @brief Points in time, spans of time in years, and the annualisation which everything that annualises shares.

#include <longgamma/core/require.hpp>

#include <chrono>
#include <cmath>

namespace longgamma::inline LONGGAMMA_ABI {

/// A point in time: nanoseconds since 1970-01-01 00:00 UTC, without leap seconds; years 1678 to 2262.
using timestamp = std::chrono::sys_time<std::chrono::nanoseconds>;

/// Seconds of one year of 365 days: the library's year for expiries, interest, funding and policies (Actual/365 Fixed,
/// exact to the nanosecond; no integer days anywhere).
inline constexpr double seconds_per_year = 365.0 * 86400.0;

/// Spans of calendar time in years, for call sites which read aloud: `every(8 * hours)`, `30 * days`.
inline constexpr double seconds = 1.0 / seconds_per_year;
inline constexpr double minutes = 60.0 / seconds_per_year;   ///< @copydoc seconds
inline constexpr double hours   = 3600.0 / seconds_per_year; ///< @copydoc seconds
inline constexpr double days    = 1.0 / 365.0;               ///< @copydoc seconds
inline constexpr double weeks   = 7.0 / 365.0;               ///< @copydoc seconds

/// Years of 365 days from `from` to `to`; negative if `to` is earlier.
[[nodiscard]] constexpr double years_between(timestamp from, timestamp to) noexcept {
    return static_cast<double>((to - from).count()) / (1e9 * seconds_per_year);
}

/// The point in time `years` after `from`, to the nearest nanosecond.
[[nodiscard]] inline timestamp years_after(timestamp from, double years) {
    return from + std::chrono::nanoseconds(std::llround(years * seconds_per_year * 1e9));
}

/// How a variance per bar (or per observation) becomes a variance per year: the number of bars in a year.
///
///     volatility per sqrt(year) = sqrt(variance per bar * bars per year)
///
/// One type for estimators, forecasters, policies and reports, so that 252 and 365 can not be mixed in silence.
class annualization {
public:
    /// @param per_year bars (observations) in one year, > 0 and finite
    /// @throws std::invalid_argument `annualization: bars_per_year must be positive and finite`
    constexpr explicit annualization(double per_year) : bars_per_year_(per_year) {
        require(per_year > 0.0 && per_year < 1e300, "annualization", "bars_per_year", per_year, "be positive and finite");
    }

    /// Daily bars of an exchange that is open about 252 days a year.
    [[nodiscard]] static constexpr annualization trading_days() { return annualization(252.0); }

    /// Bars of a market that never closes (24 hours, 365 days).
    /// @param bar_years length of one bar in years, e.g. `1 * minutes`
    [[nodiscard]] static constexpr annualization around_the_clock(double bar_years) {
        require(bar_years > 0.0, "annualization", "bar_years", bar_years, "be positive");
        return annualization(1.0 / bar_years);
    }

    /// Intraday bars of an exchange session: `sessions_per_year` sessions of `bars_per_session` bars.
    [[nodiscard]] static constexpr annualization sessions(double sessions_per_year, double bars_per_session) {
        return annualization(sessions_per_year * bars_per_session);
    }

    [[nodiscard]] constexpr double bars_per_year() const noexcept { return bars_per_year_; }

    /// Variance per year from a variance per bar.
    [[nodiscard]] constexpr double variance(double variance_per_bar) const noexcept {
        return variance_per_bar * bars_per_year_;
    }

    /// Volatility per sqrt(year) from a variance per bar. NaN for a negative variance: nothing is hidden.
    [[nodiscard]] double volatility(double variance_per_bar) const noexcept {
        return std::sqrt(variance_per_bar * bars_per_year_);
    }

    friend constexpr bool operator==(annualization, annualization) = default;

private:
    double bars_per_year_;
};

}  // namespace longgamma::inline LONGGAMMA_ABI
