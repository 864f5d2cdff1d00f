// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  gamma_scalp/run_data.hpp
/// @brief What a run leaves behind for the table, the JSON file and the page.

#include <longgamma/longgamma.hpp>

#include <array>
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
    double hedge_error_per_roll;///< sample standard deviation of (profit - gamma - theta) over rolls: risk that hedging left
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
};

}  // namespace gamma_scalp
