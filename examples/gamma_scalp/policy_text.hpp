// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  gamma_scalp/policy_text.hpp
/// @brief Hedging policies as text: a small language that maps onto the library's combinators.

#include <longgamma/hedging.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace gamma_scalp {

namespace lg = longgamma;

/// What the words of the language are turned into: pieces of a policy whose type is known at run time only. They satisfy
/// the library's concepts, so its own combinators join them.
struct any_target {
    std::function<double(lg::hedge_state<double> const&)> call;
    double operator()(lg::hedge_state<double> const& s) const { return call(s); }
};
struct any_adjuster {
    std::function<double(lg::hedge_state<double> const&, double)> call;
    double operator()(lg::hedge_state<double> const& s, double wanted) const { return call(s, wanted); }
};
struct any_trigger {
    std::function<bool(lg::hedge_state<double> const&, double)> call;
    bool operator()(lg::hedge_state<double> const& s, double wanted) const { return call(s, wanted); }
};

/// The cost curve whose C'(q) sets the width of a Whalley-Wilmott band.
struct any_cost {
    std::function<double(double, double)> marginal;
    double cost(double, double) const { return 0.0; }  // a band never asks for it
    double marginal_cost(double q, double spot) const { return marginal(q, spot); }
    lg::cost_breakdown<double> breakdown(double, double) const { return {}; }
};

/// The grammar, for --help and for messages.
inline constexpr std::string_view policy_grammar =
    R"(  policy   TARGET { | ADJUSTER }
  TARGET   delta(implied)  delta(forecast)  delta(0.20)  unhedged
  ADJUSTER edge(BAND)      trade to the nearer edge of the band
           centre(BAND)    trade to the middle once outside the band
           when(TRIGGER)   trade only when the trigger fires
           lots(0.01)      whole lots of the underlying
           min_notional(100)   no trade worth less
  BAND     0.05            in deltas of one straddle
           ww(0.002)       Whalley-Wilmott, absolute risk aversion per unit of currency
  TRIGGER  every(8h)       on a clock: s, min, h, d, w
           moved(1%)  moved(1sigma)   since the last trade; a day's sigma
           outside(BAND)   position farther from the target than the band
           joined by ||  &&  !  and parentheses
)";

/// Turns text into a policy.
/// @throws std::invalid_argument with one line that names the position and what was expected there
[[nodiscard]] any_target parse_policy(std::string_view text, any_cost const& costs);

}  // namespace gamma_scalp
