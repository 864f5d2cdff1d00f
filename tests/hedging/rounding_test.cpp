// SPDX-License-Identifier: BSL-1.0
#include <longgamma/hedging/rounding.hpp>

#include <longgamma/hedging/policy.hpp>

#include "states.hpp"

#include <support/message_of.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <type_traits>

namespace lg = longgamma;

namespace {

lg::hedge_state<double> holding(double position) {
    auto s     = plain_state();
    s.position = position;
    return s;
}

}  // namespace

TEST(InLots, RoundsTheTradeAndNotThePosition) {
    auto const lots = lg::in_lots(0.25);
    EXPECT_EQ(lots(holding(0.1), 1.0), 1.1);     // 0.9 is nearest to 4 lots
    EXPECT_EQ(lots(holding(0.1), -1.0), -0.9);   // -1.1 is nearest to -4 lots
    EXPECT_EQ(lots(holding(0.1), 0.22), 0.1);    // less than half a lot
    EXPECT_EQ(lots(holding(0.0), 0.125), 0.25);  // half a lot goes up
    EXPECT_EQ(lots(holding(0.0), -0.125), -0.25);
    EXPECT_EQ(lots(holding(0.3), 0.3), 0.3);
}

TEST(InLots, TradesAreWholeLotsNearestToTheTarget) {
    std::mt19937_64 random(31);
    std::normal_distribution<double> wanted(0.0, 5.0);
    for (double const lot : {0.001, 0.1, 1.0, 3.0}) {
        auto const lots = lg::in_lots(lot);
        for (int i = 0; i < 500; ++i) {
            auto const s        = random_state(random);
            double const w      = wanted(random);
            double const landed = lots(s, w);
            double const count  = (landed - s.position) / lot;
            EXPECT_NEAR(count, std::round(count), 1e-9);
            EXPECT_LE(std::fabs(landed - w), 0.5 * lot * (1 + 1e-9));
        }
    }
}

TEST(InLots, TheRestDoesNotTradeAgain) {
    std::mt19937_64 random(32);
    std::normal_distribution<double> wanted(0.0, 5.0);
    for (int i = 0; i < 1000; ++i) {
        auto s         = random_state(random);
        double const w = wanted(random);
        s.position     = lg::in_lots(0.01)(s, w);
        EXPECT_EQ(lg::in_lots(0.01)(s, w), s.position);
    }
}

TEST(InLots, ATouchOutsideTheBandIsNoTrade) {
    // Published: band edge 5.21, delta 5.22, lot 1: no trade.
    auto const policy = [](auto const& s) { return s.greeks.delta; } | lg::no_trade_band(5.21) | lg::in_lots(1.0);
    auto s            = holding(0.0);
    s.greeks.delta    = 5.22;
    EXPECT_EQ(policy(s), 0.0);
    s.greeks.delta = -5.22;
    EXPECT_EQ(policy(s), 0.0);
    s.greeks.delta = 5.72;  // half a lot outside
    EXPECT_EQ(policy(s), 1.0);
}

TEST(MinimumNotional, DropsSmallTradesOnly) {
    auto const minimum = lg::minimum_notional(50.0);  // half a unit at 100
    EXPECT_EQ(minimum(holding(1.0), 1.4), 1.0);
    EXPECT_EQ(minimum(holding(1.0), 0.6), 1.0);
    EXPECT_EQ(minimum(holding(1.0), 1.5), 1.5);  // just enough
    EXPECT_EQ(minimum(holding(1.0), -3.0), -3.0);
    EXPECT_EQ(lg::minimum_notional(0.0)(holding(1.0), 1.0 + 1e-12), 1.0 + 1e-12);
}

TEST(Roundings, PassNanOn) {
    EXPECT_TRUE(std::isnan(lg::in_lots(0.1)(holding(1.0), not_a_number)));
    EXPECT_TRUE(std::isnan(lg::minimum_notional(50.0)(holding(1.0), not_a_number)));
}

TEST(Roundings, RefuseBadParameters) {
    EXPECT_EQ(message_of([] { lg::in_lots{0.0}; }), "in_lots: lot must be positive and finite, but is 0");
    EXPECT_EQ(message_of([] { lg::in_lots{-1.0}; }), "in_lots: lot must be positive and finite, but is -1");
    EXPECT_EQ(message_of([] { lg::in_lots{not_a_number}; }), "in_lots: lot must be positive and finite, but is nan");
    EXPECT_EQ(message_of([] { lg::minimum_notional{-5.0}; }),
              "minimum_notional: amount must be >= 0 and finite, but is -5");
    EXPECT_EQ(message_of([] { lg::minimum_notional{not_a_number}; }),
              "minimum_notional: amount must be >= 0 and finite, but is nan");
}

static_assert(lg::adjuster<lg::in_lots> && lg::adjuster<lg::minimum_notional>);
static_assert(sizeof(lg::in_lots) == sizeof(double) && std::is_trivially_copyable_v<lg::in_lots>);
