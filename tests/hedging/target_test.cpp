// SPDX-License-Identifier: BSL-1.0
#include <longgamma/hedging/target.hpp>

#include "states.hpp"

#include <support/message_of.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <type_traits>

namespace lg = longgamma;

TEST(DeltaNeutral, CancelsTheBooksDeltaAtImpliedVolatility) {
    std::mt19937_64 random(11);
    for (int i = 0; i < 500; ++i) {
        auto const s = random_state(random);
        EXPECT_EQ(lg::delta_neutral(lg::at_implied{})(s), -s.greeks.delta);
        EXPECT_EQ(s.greeks.delta + lg::delta_neutral(lg::at_implied{})(s), 0.0);
    }
}

TEST(DeltaNeutral, CancelsTheDeltaAtTheVolatilityGiven) {
    std::mt19937_64 random(12);
    for (int i = 0; i < 500; ++i) {
        auto const s  = random_state(random);
        auto at       = s.market;
        at.volatility = 0.37;
        EXPECT_EQ(lg::delta_neutral(lg::hedge_volatility(0.37))(s), -s.options.net<lg::delta>(at).get<lg::delta>());
        at.volatility = s.forecast_volatility;
        EXPECT_EQ(lg::delta_neutral(lg::at_forecast{})(s), -s.options.net<lg::delta>(at).get<lg::delta>());
    }
}

TEST(DeltaNeutral, AllVolatilitiesAgreeWhereTheyAreEqual) {
    std::mt19937_64 random(13);
    for (int i = 0; i < 200; ++i) {
        auto s                = random_state(random);
        s.forecast_volatility = s.market.volatility;
        double const implied  = lg::delta_neutral(lg::at_implied{})(s);
        EXPECT_NEAR(lg::delta_neutral(lg::at_forecast{})(s), implied, 1e-13);
        EXPECT_NEAR(lg::delta_neutral(lg::hedge_volatility(s.market.volatility))(s), implied, 1e-13);
    }
}

TEST(DeltaNeutral, AcceptsALambdaAsVolatility) {
    auto const s      = plain_state();
    auto const skewed = lg::delta_neutral([](auto const& state) { return state.market.volatility; });
    EXPECT_NEAR(skewed(s), -s.greeks.delta, 1e-15);
}

TEST(DeltaNeutral, AtExpiryIsTheDeltaOfThePayoff) {
    auto s = plain_state();
    for (double const time : {0.5, 0.6}) {
        s.market.time = time;
        for (double const spot : {80.0, 120.0}) {
            s.market.spot = spot;
            s.greeks      = s.options.greeks(s.market);
            EXPECT_EQ(lg::delta_neutral(lg::at_implied{})(s), spot < 100.0 ? 1.0 : -1.0);
            EXPECT_EQ(lg::delta_neutral(lg::hedge_volatility(0.4))(s), spot < 100.0 ? 1.0 : -1.0);
        }
    }
}

TEST(DeltaNeutral, WithoutAForecastIsNan) {
    auto s                = plain_state();
    s.forecast_volatility = not_a_number;
    EXPECT_TRUE(std::isnan(lg::delta_neutral(lg::at_forecast{})(s)));
    EXPECT_FALSE(std::isnan(lg::delta_neutral(lg::at_implied{})(s)));
}

TEST(Unhedged, HoldsNothing) {
    std::mt19937_64 random(14);
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(lg::unhedged{}(random_state(random)), 0.0);
}

TEST(HedgeVolatility, RefusesWhatIsNoVolatility) {
    char const* const rule = "hedge_volatility: volatility must be positive and finite, but is ";
    EXPECT_EQ(message_of([] { lg::hedge_volatility{0.0}; }), rule + std::string("0"));
    EXPECT_EQ(message_of([] { lg::hedge_volatility{-0.5}; }), rule + std::string("-0.5"));
    EXPECT_EQ(message_of([] { lg::hedge_volatility{not_a_number}; }), rule + std::string("nan"));
    EXPECT_EQ(message_of([] { lg::hedge_volatility{HUGE_VAL}; }), rule + std::string("inf"));
}

static_assert(lg::target<lg::unhedged> && lg::target<lg::delta_neutral<lg::at_implied>>);
static_assert(lg::state_function<lg::at_implied> && lg::state_function<lg::at_forecast>);
static_assert(std::is_empty_v<lg::delta_neutral<lg::at_implied>> &&
              std::is_empty_v<lg::delta_neutral<lg::at_forecast>>);
static_assert(sizeof(lg::delta_neutral<lg::hedge_volatility>) == sizeof(double));
static_assert(std::is_trivially_copyable_v<lg::delta_neutral<lg::hedge_volatility>>);
// What a policy sees can be stored and restored.
static_assert(std::is_trivially_copyable_v<lg::hedge_state<double>> &&
              std::is_trivially_copyable_v<lg::hedge_state<float>>);
