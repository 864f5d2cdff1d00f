// SPDX-License-Identifier: BSL-1.0
#include <longgamma/simulation/programme.hpp>

#include <support/message_of.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace lg = longgamma;

TEST(RollingProgramme, BuysAStraddleAtTheMoney) {
    lg::mark<double> const now{2.0, 250.0, 0.4, 0.1, 0.02};
    auto const book = lg::rolling_straddle({.tenor = 30 * lg::days, .notional = 1e5}).book(now, 2.25);
    ASSERT_EQ(book.legs().size(), 2U);
    for (auto const& leg : book.legs()) {
        EXPECT_EQ(leg.strike, 250.0);
        EXPECT_EQ(leg.quantity, 400.0);
        EXPECT_EQ(leg.expiry, 2.25);
    }
    EXPECT_NE(book.legs()[0].type, book.legs()[1].type);
}

TEST(RollingProgramme, StrikesAtTheForwardAndAroundIt) {
    lg::mark<double> const now{2.0, 250.0, 0.4, 0.1, 0.02};
    double const forward = 250.0 * std::exp(0.08 * 0.25);
    lg::rolling_programme const straddle({.tenor = 0.25, .strikes = lg::strike_rule::at_the_money_forward});
    auto const at_forward = straddle.book(now, 2.25);
    EXPECT_DOUBLE_EQ(at_forward.legs()[0].strike, forward);
    lg::rolling_programme const strangle(
        {.tenor = 0.25, .width = 0.1, .side = -1.0, .strikes = lg::strike_rule::at_the_money_forward});
    auto const book = strangle.book(now, 2.25);
    for (auto const& leg : book.legs()) {
        EXPECT_DOUBLE_EQ(leg.strike, leg.type == lg::call ? 1.1 * forward : 0.9 * forward);
        EXPECT_EQ(leg.quantity, -400.0);
    }
}

TEST(RollingProgramme, RefusesBadParameters) {
    auto const error = [](lg::rolling_programme::params const& p) {
        return message_of([&] { lg::rolling_programme{p}; });
    };
    EXPECT_EQ(error({.tenor = 0.0}), "rolling_programme: tenor must lie in (0, 100] (years), but is 0");
    EXPECT_EQ(error({.tenor = 101.0}), "rolling_programme: tenor must lie in (0, 100] (years), but is 101");
    EXPECT_EQ(error({.tenor = std::nan("")}), "rolling_programme: tenor must lie in (0, 100] (years), but is nan");
    EXPECT_EQ(error({.tenor = 1, .notional = -5}),
              "rolling_programme: notional must be positive and finite, but is -5");
    EXPECT_EQ(error({.tenor = 1, .width = 1}), "rolling_programme: width must lie in [0, 1), but is 1");
    EXPECT_EQ(error({.tenor = 1, .side = 0.5}), "rolling_programme: side must be +1 or -1, but is 0.5");
    EXPECT_EQ(error({.tenor = 1, .sell_before = 1}), "rolling_programme: sell_before must lie in [0, tenor), but is 1");
    EXPECT_EQ(error({.tenor = 1, .sell_before = -1}),
              "rolling_programme: sell_before must lie in [0, tenor), but is -1");
}
