// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  gamma_scalp/plots.hpp
/// @brief The pictures of a run as SVG text, drawn by the program gnuplot.

#include "run_data.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gamma_scalp {

// ---------------------------------------------------------------- what the curves are

/// Lines of the explain that are read together.
struct explain_group {
    std::string_view name;
    std::string_view colour;  ///< of its curve; Okabe and Ito's palette, which colour-blind readers can tell apart
    bool dashed;
    std::array<lg::explain_line, 5> members;
    std::size_t size;  ///< of `members`, those that count

    [[nodiscard]] std::span<lg::explain_line const> lines() const noexcept { return {members.data(), size}; }
};

inline constexpr std::array<explain_group, 6> explain_groups = {{
    {"gamma + theta", "#0072B2", false, {lg::explain_line::gamma, lg::explain_line::theta}, 2},
    {"vega + vanna + volga",
     "#E69F00",
     false,
     {lg::explain_line::vega, lg::explain_line::vanna, lg::explain_line::volga},
     3},
    {"delta drift", "#009E73", false, {lg::explain_line::delta_drift}, 1},
    {"carry", "#CC79A7", false, {lg::explain_line::carry}, 1},
    {"costs",
     "#D55E00",
     false,
     {lg::explain_line::fee, lg::explain_line::half_spread, lg::explain_line::impact, lg::explain_line::gas,
      lg::explain_line::option_half_spread},
     5},
    {"residual", "#7A7A7A", true, {lg::explain_line::residual}, 1},
}};

inline constexpr std::string_view colour_ink  = "#222222";
inline constexpr std::string_view colour_blue = "#0072B2";  ///< gains, purchases, realized volatility
inline constexpr std::string_view colour_red  = "#D55E00";  ///< losses, sales, the policy of this run
inline constexpr std::string_view colour_gold = "#E69F00";  ///< implied volatility

// ---------------------------------------------------------------- the plots

/// One picture in two shapes: for a desk and for a telephone. Both empty where there is nothing to draw.
struct plot {
    std::string wide;
    std::string narrow;
};

/// The part of the run that the trade plot shows.
struct trade_window {
    lg::timestamp start, end;
    std::size_t first_roll, last_roll;
    std::size_t trades;  ///< shown
    bool whole_run;
};

struct report_plots {
    plot equity;                ///< profit so far and its causes
    plot volatility_over_time;  ///< implied and realized, roll by roll
    plot volatility_scatter;    ///< the same, one against the other
    plot price;                 ///< the whole path, with the number of trades over time
    plot trades;                ///< single trades on the price, zoomed
    plot roll_profits;          ///< histogram
    plot policies;              ///< cost against risk; points are numbered from 1 in the order of `comparison`
    std::optional<trade_window> window;
};

/// @throws std::runtime_error if gnuplot is missing or fails, with its message
[[nodiscard]] report_plots make_plots(run_data const& run);

}  // namespace gamma_scalp
