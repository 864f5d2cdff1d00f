// SPDX-License-Identifier: BSL-1.0
#include <longgamma/hedging/landing.hpp>

#include "states.hpp"

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

TEST(TradeToEdge, HoldsInsideTheBandAndLandsOnItsEdge) {
    auto const landing = lg::trade_to_edge(lg::fixed_band(0.25));
    EXPECT_EQ(landing(holding(0.0), 1.0), 0.75);
    EXPECT_EQ(landing(holding(2.0), 1.0), 1.25);
    EXPECT_EQ(landing(holding(0.9), 1.0), 0.9);
    for (double const edge : {0.75, 1.25})  // on the edge is inside
        EXPECT_EQ(landing(holding(edge), 1.0), edge);
    EXPECT_EQ(lg::no_trade_band(0.25)(holding(0.0), -1.0), -0.75);
}

TEST(TradeToCentre, HoldsInsideTheBandAndLandsOnTheTarget) {
    auto const landing = lg::trade_to_centre(lg::fixed_band(0.25));
    EXPECT_EQ(landing(holding(0.0), 1.0), 1.0);
    EXPECT_EQ(landing(holding(2.0), 1.0), 1.0);
    EXPECT_EQ(landing(holding(0.9), 1.0), 0.9);
    for (double const edge : {0.75, 1.25})
        EXPECT_EQ(landing(holding(edge), 1.0), edge);
}

TEST(Landings, OfABandOfWidthZeroChangeNothing) {
    std::mt19937_64 random(21);
    std::normal_distribution<double> wanted(0.0, 3.0);
    for (int i = 0; i < 1000; ++i) {
        auto const s   = random_state(random);
        double const w = i % 10 == 0 ? s.position : wanted(random);
        EXPECT_EQ(lg::trade_to_edge(lg::fixed_band(0.0))(s, w), w);
        EXPECT_EQ(lg::trade_to_centre(lg::fixed_band(0.0))(s, w), w);
    }
}

TEST(Landings, NeverTradeAwayFromTheTargetNorPastIt) {
    std::mt19937_64 random(22);
    std::normal_distribution<double> normal(0.0, 2.0);
    for (int i = 0; i < 2000; ++i) {
        auto const s        = random_state(random);
        double const w      = normal(random);
        double const width  = std::fabs(normal(random));
        double const edge   = lg::trade_to_edge(lg::fixed_band(width))(s, w);
        double const centre = lg::trade_to_centre(lg::fixed_band(width))(s, w);
        for (double const landed : {edge, centre}) {
            EXPECT_LE(std::fabs(landed - w), std::fabs(s.position - w) + 1e-15);
            EXPECT_LE(std::fabs(landed - w), width + 1e-15);  // inside the band afterwards
            EXPECT_GE((landed - s.position) * (w - s.position), 0.0);
        }
        EXPECT_EQ(edge == s.position, centre == s.position);  // both rest in the same states
        EXPECT_LE(std::fabs(edge - s.position), std::fabs(centre - s.position) + 1e-15);
    }
}

TEST(Landings, PassNanOn) {
    auto const broken = [](auto const& s) { return s.market.spot * not_a_number; };
    for (double const position : {-1.0, 0.0, 1.0}) {
        auto const s = holding(position);
        EXPECT_TRUE(std::isnan(lg::trade_to_edge(lg::fixed_band(0.5))(s, not_a_number)));
        EXPECT_TRUE(std::isnan(lg::trade_to_centre(lg::fixed_band(0.5))(s, not_a_number)));
        EXPECT_TRUE(std::isnan(lg::trade_to_edge(broken)(s, 0.0)));
        EXPECT_TRUE(std::isnan(lg::trade_to_centre(broken)(s, 0.0)));
    }
}

static_assert(lg::adjuster<lg::trade_to_edge<lg::fixed_band>> && lg::adjuster<lg::trade_to_centre<lg::fixed_band>>);
static_assert(sizeof(lg::trade_to_edge<lg::fixed_band>) == sizeof(double));
static_assert(std::is_trivially_copyable_v<lg::trade_to_edge<lg::fixed_band>>);
