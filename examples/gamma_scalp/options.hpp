// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  gamma_scalp/options.hpp
/// @brief The command line of gamma_scalp.

#include <longgamma/longgamma.hpp>

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace gamma_scalp {

namespace lg = longgamma;

/// What the command line says, in the library's units (years, decimals, quote currency), checked.
struct options {
    std::string prices;                      ///< file of bars; empty: the embedded S&P 500
    std::string implied_file;                ///< volatility index; empty: see the next two
    std::optional<double> implied_constant;  ///< a number
    double premium = 0.25;                   ///< implied = trailing Yang-Zhang * (1 + premium)
    std::size_t window = 0;                  ///< bars of the trailing estimate; 0: 30, or a day's worth of intraday bars
    std::optional<double> bars_per_year;     ///< annualisation; empty: from the bars
    std::optional<std::chrono::nanoseconds> bar_length;  ///< stated; empty: from the file
    bool repair = false;                     ///< repair the order of rows and widen inconsistent bars, and say so

    lg::rolling_programme::params programme{.tenor = 30 * lg::days};
    std::string policy = "delta(implied) | edge(ww(0.002))";
    std::vector<std::string> compare;  ///< other policies, same tape and costs
    bool compare_defaults = true;

    double fee_bps = 0.5, spread_bps = 1.0, gas = 0.0, impact = 0.0, daily_volume = 0.0;
    std::string funding_file;
    lg::replay_settings settings{};

    std::string json, report = "gamma_scalp_report.html";
    bool quiet = false;
};

/// A command line that can not be run; `what()` is one line.
struct usage_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// @return nothing if --help or --version has been served
/// @throws usage_error
[[nodiscard]] std::optional<options> parse_options(int argc, char const* const* argv);

}  // namespace gamma_scalp
