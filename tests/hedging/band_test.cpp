// SPDX-License-Identifier: BSL-1.0
#include <longgamma/hedging/band.hpp>

#include <longgamma/hedging/landing.hpp>
#include <longgamma/hedging/policy.hpp>

#include "states.hpp"

#include <support/message_of.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <type_traits>

namespace lg = longgamma;

namespace {

// One call sold, hedged with 0.5, at S = e^{log_money}, K = 1, tau = 0.1, sigma = 0.2, r = 0.
lg::hedge_state<double> call_sold(double log_money) {
    auto s   = plain_state();
    s.market = {0.0, std::exp(log_money), 0.2, 0.0, 0.0};
    s.options.clear();
    s.options.add({lg::call, -1.0, 1.0, 0.1});
    s.greeks   = s.options.greeks(s.market);
    s.position = 0.5;
    return s;
}

}  // namespace

TEST(WhalleyWilmott, IsThePublishedTable) {
    // pfhedge's documentation test of its Whalley-Wilmott module (cost 1e-5, risk aversion 1, previous hedge 0.5).
    struct row {
        double log_money, delta, half_width, hedge;
    };
    auto const band   = lg::whalley_wilmott(lg::proportional_fee(1e-5), {.risk_aversion = 1.0});
    auto const policy = lg::delta_neutral(lg::at_implied{}) | lg::trade_to_edge(band);
    for (row const r :
         {row{-0.05, 0.22394223913, 0.07065412147, 0.29459636060}, row{-0.01, 0.44967159428, 0.08402629429, 0.5},
          row{0.0, 0.51261356032, 0.08416645489, 0.5}, row{0.01, 0.57524225382, 0.08291337962, 0.5},
          row{0.05, 0.79451623896, 0.06609742416, 0.72841881480}}) {
        auto const s = call_sold(r.log_money);
        EXPECT_NEAR(-s.greeks.delta, r.delta, 1e-11);
        EXPECT_NEAR(band(s), r.half_width, 1e-11);
        EXPECT_NEAR(policy(s), r.hedge, 1e-11);
    }
}

TEST(WhalleyWilmott, IsThePublishedNumberOfAStateBuiltByHand) {
    auto s          = plain_state();
    s.market        = {0.0, 5000.0, 0.2, 0.0, 0.0};
    s.greeks.gamma  = 0.02;
    auto const band = lg::whalley_wilmott(lg::proportional_fee(0.0005), {.risk_aversion = 1.0});
    EXPECT_NEAR(band(s), 0.11447142426, 1e-11);
    // A half-spread of the same rate, or half of it each, is the same cost.
    EXPECT_NEAR(lg::whalley_wilmott(lg::half_spread_bps(2.5) + lg::fees_bps(2.5), {.risk_aversion = 1.0})(s),
                0.11447142426, 1e-11);
}

TEST(WhalleyWilmott, IsTheTableWithDiscountFactor) {
    struct row {
        double tau, rate, sigma, cost, aversion, half_width;
    };
    for (row const r :
         {row{1.0, 0.0, 0.2, 0.01, 1.0, 0.0839143339}, row{0.25, 0.0, 0.3, 0.002, 1.0, 0.0595349492},
          row{0.25, 0.05, 0.2, 0.01, 0.1, 0.2838316447}, row{1.0 / 12.0, 0.0, 0.6, 0.0005, 0.01, 0.1580644886}}) {
        auto s   = plain_state();
        s.market = {2.0, 100.0, r.sigma, r.rate, 0.0};
        s.options.clear();
        s.options.add({lg::put, 1.0, 100.0, 2.0 + r.tau});
        s.greeks = s.options.greeks(s.market);
        EXPECT_NEAR(lg::whalley_wilmott(lg::proportional_fee(r.cost), {.risk_aversion = r.aversion})(s), r.half_width,
                    1e-10);
    }
}

TEST(WhalleyWilmott, IsZeroWithoutGammaOrCost) {
    auto s          = plain_state();
    auto const band = lg::whalley_wilmott(lg::proportional_fee(0.0005), {.risk_aversion = 1.0});
    EXPECT_EQ(lg::whalley_wilmott(lg::no_cost{}, {.risk_aversion = 1.0})(s), 0.0);
    EXPECT_EQ(lg::whalley_wilmott(lg::gas(5), {.risk_aversion = 1.0})(s), 0.0);  // the first unit of it is free
    s.greeks.gamma = 0.0;
    EXPECT_EQ(band(s), 0.0);
    s.options.clear();
    EXPECT_EQ(band(s), 0.0);
    s.greeks.gamma = 1e-170;  // its square underflows: still a number
    EXPECT_EQ(band(s), 0.0);
}

TEST(WhalleyWilmott, FollowsItsPowers) {
    auto s            = plain_state();
    auto const band   = lg::whalley_wilmott(lg::proportional_fee(0.0005), {.risk_aversion = 1.0});
    double const base = band(s);
    EXPECT_NEAR(lg::whalley_wilmott(lg::proportional_fee(0.004), {.risk_aversion = 1.0})(s), 2.0 * base, 1e-13);
    EXPECT_NEAR(lg::whalley_wilmott(lg::proportional_fee(0.0005), {.risk_aversion = 8.0})(s), 0.5 * base, 1e-13);
    s.greeks.gamma *= -8.0;
    EXPECT_NEAR(band(s), 4.0 * base, 1e-13);  // gamma^(2/3), whatever its sign
}

TEST(WhalleyWilmott, ReadsTheCostAtTheTypicalTrade) {
    auto const s      = plain_state();
    auto const impact = lg::square_root_impact({.coefficient = 1.0, .daily_volatility = 0.02, .daily_volume = 1000.0});
    EXPECT_EQ(lg::whalley_wilmott(impact, {.risk_aversion = 1.0})(s), 0.0);
    double const rate = impact.marginal_cost(10.0, s.market.spot) / s.market.spot;
    EXPECT_NEAR(lg::whalley_wilmott(impact, {.risk_aversion = 1.0, .typical_trade = 10.0})(s),
                lg::whalley_wilmott(lg::proportional_fee(rate), {.risk_aversion = 1.0})(s), 1e-14);
}

TEST(WhalleyWilmott, NanInTheStateGivesNan) {
    auto const band = lg::whalley_wilmott(lg::proportional_fee(0.0005), {.risk_aversion = 1.0});
    auto s          = plain_state();
    s.greeks.gamma  = not_a_number;
    EXPECT_TRUE(std::isnan(band(s)));
    s             = plain_state();
    s.market.spot = not_a_number;
    EXPECT_TRUE(std::isnan(band(s)));
    s             = plain_state();
    s.market.rate = not_a_number;
    EXPECT_TRUE(std::isnan(band(s)));
}

TEST(DeltaBand, GrowsWithTheBook) {
    auto s = plain_state();
    EXPECT_EQ(lg::delta_band(0.05)(s), 0.05);
    s.options = lg::straddle(100.0, 0.5, -40.0);
    EXPECT_EQ(lg::delta_band(0.05)(s), 2.0);
    s.options.clear();
    EXPECT_EQ(lg::delta_band(0.05)(s), 0.0);
}

TEST(Bands, RefuseBadParameters) {
    EXPECT_EQ(message_of([] { lg::delta_band{-0.05}; }),
              "delta_band: half_width must be >= 0 and finite, but is -0.050000000000000003");
    EXPECT_EQ(message_of([] { lg::delta_band{not_a_number}; }),
              "delta_band: half_width must be >= 0 and finite, but is nan");
    EXPECT_EQ(message_of([] { lg::fixed_band{-0.25}; }),
              "fixed_band: half_width must be >= 0 and finite, but is -0.25");
    EXPECT_EQ(message_of([] { lg::fixed_band{HUGE_VAL}; }),
              "fixed_band: half_width must be >= 0 and finite, but is inf");
    EXPECT_EQ(message_of([] { (void)lg::no_trade_band(not_a_number); }),
              "fixed_band: half_width must be >= 0 and finite, but is nan");
    auto const error = [](double aversion, double trade) {
        return message_of(
            [=] { (void)lg::whalley_wilmott(lg::no_cost{}, {.risk_aversion = aversion, .typical_trade = trade}); });
    };
    EXPECT_EQ(error(0.0, 0.0), "whalley_wilmott: risk_aversion must be positive and finite, but is 0");
    EXPECT_EQ(error(-2.0, 0.0), "whalley_wilmott: risk_aversion must be positive and finite, but is -2");
    EXPECT_EQ(error(not_a_number, 0.0), "whalley_wilmott: risk_aversion must be positive and finite, but is nan");
    EXPECT_EQ(error(1.0, -1.0), "whalley_wilmott: typical_trade must be >= 0 and finite, but is -1");
    EXPECT_EQ(error(1.0, not_a_number), "whalley_wilmott: typical_trade must be >= 0 and finite, but is nan");
}

static_assert(lg::state_function<lg::fixed_band> && lg::state_function<lg::whalley_wilmott_band<lg::no_cost>>);
static_assert(sizeof(lg::whalley_wilmott_band<lg::no_cost>) == 2 * sizeof(double));  // the curve takes no room
static_assert(std::is_trivially_copyable_v<lg::whalley_wilmott_band<lg::proportional_fee>>);
