// SPDX-License-Identifier: BSL-1.0
#include "policy_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

namespace lg = longgamma;
using gamma_scalp::parse_policy;

gamma_scalp::any_cost two_basis_points() {
    auto const world = lg::fees_bps(2);
    return {[world](double q, double spot) { return world.marginal_cost(q, spot); }};
}

/// A straddle that has moved into the money, one day after purchase, half hedged.
lg::hedge_state<double> some_state() {
    lg::hedge_state<double> s{};
    s.market              = {.time = 1.0 / 365.0, .spot = 104.0, .volatility = 0.2, .rate = 0.01};
    s.forecast_volatility = 0.25;
    s.options             = lg::straddle(100.0, 30.0 / 365.0, 7.0);
    s.greeks              = s.options.greeks(s.market);
    s.position            = -1.0;
    s.last_trade_spot     = 100.0;
    return s;
}

double decision(std::string const& text) { return parse_policy(text, two_basis_points())(some_state()); }

template <class Policy>
double decision_of(Policy const& policy) {
    return policy(some_state());
}

std::string message(std::string const& text) {
    try {
        static_cast<void>(parse_policy(text, two_basis_points()));
    } catch (std::invalid_argument const& e) {
        return e.what();
    }
    return "no error";
}

TEST(PolicyText, DecidesLikeTheCombinatorsItNames) {
    using namespace lg;
    EXPECT_EQ(decision("unhedged"), 0.0);
    EXPECT_EQ(decision("delta(implied)"), decision_of(delta_neutral(at_implied{})));
    EXPECT_EQ(decision("delta(forecast)"), decision_of(delta_neutral(at_forecast{})));
    EXPECT_EQ(decision("delta(0.3)"), decision_of(delta_neutral(hedge_volatility(0.3))));
    EXPECT_EQ(decision("delta(implied)|edge(0.05)"),
              decision_of(delta_neutral(at_implied{}) | trade_to_edge(delta_band(0.05))));
    EXPECT_EQ(decision("delta(implied) | centre(ww(0.01))"),
              decision_of(delta_neutral(at_implied{}) | trade_to_centre(whalley_wilmott(fees_bps(2), {.risk_aversion = 0.01}))));
    EXPECT_EQ(decision("delta(implied) | when(every(12h) && moved(3%)) | lots(0.5)"),
              decision_of(delta_neutral(at_implied{}) | only_when(every(12 * hours) && spot_moved_by(percent(3))) | in_lots(0.5)));
    EXPECT_EQ(decision("delta(implied) | when(!moved(9sigma)) | min_notional(1e9)"),
              decision_of(delta_neutral(at_implied{}) | only_when(!spot_moved_by(sigmas(9))) | minimum_notional(1e9)));
}

TEST(PolicyText, BindsAndTighterThanOr) {
    // every(1w) is false here, moved(1%) true: "false && false || true" trades, "false && (false || true)" does not.
    double const traded = decision("delta(implied)");
    EXPECT_EQ(decision("delta(implied) | when(every(1w) && every(1w) || moved(1%))"), traded);
    EXPECT_EQ(decision("delta(implied) | when(every(1w) && (every(1w) || moved(1%)))"), some_state().position);
}

TEST(PolicyText, NamesThePositionAndWhatWasExpected) {
    EXPECT_EQ(message("delta(implied) | egde(0.05)"),
              "policy \"delta(implied) | egde(0.05)\", position 18: unknown adjuster 'egde' (known: edge, centre, when, lots, "
              "min_notional)");
    EXPECT_EQ(message("gamma(implied)"),
              "policy \"gamma(implied)\", position 1: unknown target 'gamma' (known: delta, unhedged)");
    EXPECT_EQ(message(""), "policy \"\", position 1: expected one of these: delta, unhedged");
    EXPECT_EQ(message("delta(implied"), "policy \"delta(implied\", position 14: expected ')'");
    EXPECT_EQ(message("delta(nan)"), "policy \"delta(nan)\", position 7: expected implied, forecast or a volatility such as 0.2");
    EXPECT_EQ(message("delta(implied) edge(1)"), "policy \"delta(implied) edge(1)\", position 16: expected '|' or the end");
    EXPECT_EQ(message("delta(implied) | when(every(8))"),
              "policy \"delta(implied) | when(every(8))\", position 30: expected a unit of time (s, min, h, d, w)");
    EXPECT_EQ(message("delta(implied) | when(moved(1))"),
              "policy \"delta(implied) | when(moved(1))\", position 30: expected '%' or 'sigma' after the size of the move");
}

TEST(PolicyText, RefusesParametersThatThePiecesRefuse) {
    EXPECT_EQ(message("delta(-0.2)"), "hedge_volatility: volatility must be positive and finite, but is -0.20000000000000001");
    EXPECT_EQ(message("delta(implied) | lots(0)"), "in_lots: lot must be positive and finite, but is 0");
    EXPECT_EQ(message("delta(implied) | edge(ww(0))"), "whalley_wilmott: risk_aversion must be positive and finite, but is 0");
    EXPECT_EQ(message("delta(implied) | when(every(0d))"), "every: period must be positive and finite (years), but is 0");
}

TEST(PolicyText, SurvivesDeepNestingAndRandomBytes) {
    std::string const deep = "delta(implied) | when(" + std::string(100, '!') + "moved(1%))";
    EXPECT_EQ(decision(deep), decision("delta(implied) | when(moved(1%))"));
    std::string const bottomless = "delta(implied) | when(" + std::string(1000000, '(');
    EXPECT_NE(message(bottomless).find("nested too deeply"), std::string::npos);
    std::string const alphabet = "delta(implied)|when!&ev ry8h.%0,";
    unsigned random            = 1;
    for (int i = 0; i < 20000; ++i) {
        std::string text;
        for (int j = 0; j < i % 40; ++j) {
            random = random * 1664525U + 1013904223U;
            text += alphabet[(random >> 16) % alphabet.size()];
        }
        try {
            static_cast<void>(parse_policy(text, two_basis_points()));
        } catch (std::invalid_argument const&) {  // an error is fine, a crash is not
        }
    }
}

}  // namespace
