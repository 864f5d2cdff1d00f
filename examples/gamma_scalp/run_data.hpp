// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  gamma_scalp/run_data.hpp
/// @brief What a run leaves behind for the table, the JSON file and the page.

#include <longgamma/longgamma.hpp>

#include <array>
#include <chrono>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace gamma_scalp {

namespace lg = longgamma;

/// One point of the curves, thinned to a few thousand over the run (the last observation of each interval).
struct sample {
    lg::timestamp time;
    double spot;
    double implied_volatility;
    double equity;                                  ///< profit so far
    double position;                                ///< underlying held
    std::array<double, lg::explain_lines> explain;  ///< profit so far by cause, order of lg::explain_line
};

/// One hedge trade.
struct hedge_trade {
    lg::timestamp time;
    double price;
    double quantity;  ///< > 0 bought
};

/// One policy of the comparison, run over the same tape with the same costs.
struct policy_outcome {
    std::string policy;       ///< in the mini-syntax
    bool chosen;              ///< the policy of this run
    double profit;            ///< total
    double mean_per_roll;     ///< quote currency
    double deviation_per_roll;///< sample standard deviation over rolls; NaN for fewer than two rolls
    double hedge_error_per_roll;///< sample standard deviation over rolls of profit less gamma, theta, vega, vanna, volga:
                                ///< delta drift, carry, costs and residual, what the hedge left open
    double cost;              ///< all costs, >= 0
    double turnover;
    std::size_t trades;
};

struct run_data {
    std::string title;                                          ///< e.g. "S&P 500 daily bars, 2000-2020"
    std::vector<std::pair<std::string, std::string>> settings;  ///< in display order, e.g. {"policy", "delta(implied)"}
    std::vector<std::string> findings;                          ///< what the readers and the replay want known
    double notional;
    lg::replay_result result;
    std::vector<sample> samples;
    std::vector<hedge_trade> trades;  ///< all of them
    std::vector<policy_outcome> comparison;
    double seconds;                   ///< wall time of the replay
    bool daily;                       ///< bars of whole days, whose closes are stamped with the next midnight

    /// The day that a closing price belongs to: for daily bars the midnight that ends a day is shown as that day.
    [[nodiscard]] lg::timestamp day_shown(lg::timestamp close) const {
        bool const midnight = std::chrono::floor<std::chrono::days>(close) == close;
        return daily && midnight ? close - std::chrono::hours(24) : close;
    }

    /// Volatility over all rolls, by variance and weighted with their lives: sqrt(sum sigma^2 T / sum T).
    [[nodiscard]] double volatility_of_rolls(double lg::roll_record::* volatility) const {
        double variance = 0.0, life = 0.0;
        for (lg::roll_record const& roll : result.rolls) {
            double const years = lg::years_between(roll.start, roll.end);
            if (years > 0.0) {
                variance += roll.*volatility * (roll.*volatility) * years;
                life += years;
            }
        }
        return std::sqrt(variance / life);
    }
};

}  // namespace gamma_scalp
