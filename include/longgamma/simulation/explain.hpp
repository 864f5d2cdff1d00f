// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/simulation/explain.hpp
/// @brief Where the profit came from: the change in equity by cause.

#include <longgamma/position/lines.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace longgamma::inline LONGGAMMA_ABI {

/// Causes of a change in equity over one step, from greeks at its beginning (dS, dsigma, dt: changes over the step).
///
/// Black-Scholes' equation splits the option's time decay into the rent of its convexity and the carry of its value:
/// Theta = -1/2 Gamma S^2 sigma_i^2 + (r V - (r - q) S Delta). The first goes to `theta`, the second to `carry`. So
///
///     gamma + theta = 1/2 Gamma S^2 (realized variance - implied variance dt)
///
/// with realized variance (dS/S)^2: the gamma scalper's edge, step by step.
enum class explain_line : unsigned char {
    theta,               ///< -1/2 Gamma S^2 sigma_i^2 dt: the variance budget
    gamma,               ///< 1/2 Gamma dS^2: the variance realized
    delta_drift,         ///< (book delta + hedge position) dS: what the hedge had left open
    vega,                ///< Vega dsigma
    vanna,               ///< Vanna dS dsigma
    volga,               ///< 1/2 Volga dsigma^2
    carry,               ///< (r V - (r - q) S Delta) dt + interest + dividends + funding
    fee,                 ///< costs of hedge trades by kind, <= 0
    half_spread,         ///< @copydoc fee
    impact,              ///< @copydoc fee
    gas,                 ///< @copydoc fee
    option_half_spread,  ///< cost of option trades, <= 0
    residual,            ///< change in equity minus all of the above: higher orders of the move
};

inline constexpr std::size_t explain_lines = 13;

inline constexpr std::array<std::string_view, explain_lines> explain_line_names = {
    "theta", "gamma", "delta_drift", "vega", "vanna", "volga", "carry",
    "fee", "half_spread", "impact", "gas", "option_half_spread", "residual"};

/// The explain of one step. The lines add up to the change in equity by construction of `residual`, which is kept small by
/// short steps, not by definition: look at it.
template <real T>
using explain_entry = line_amounts<T, explain_line, explain_lines>;

/// The explain of a run: its steps added line by line without drift.
template <real T>
using explain_totals = line_totals<T, explain_line, explain_lines>;

}  // namespace longgamma::inline LONGGAMMA_ABI
