// SPDX-License-Identifier: BSL-1.0
#include <longgamma/hedging/policy.hpp>

#include "states.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <type_traits>

namespace lg = longgamma;
using lg::operator|;  // for two lambdas, which belong to no namespace of the library

namespace {

auto const half        = [](auto const& s, auto const& wanted) { return wanted + (s.position - wanted) * 0.5; };
auto const never       = [](auto const&, auto const& wanted) { return wanted < wanted; };
auto const always      = [](auto const&, auto const& wanted) { return wanted == wanted; };
auto const half_a_spot = [](auto const& s) { return s.market.spot * 0.5; };

// Adjusters of every kind, each of which changes something.
template <class Check>
void for_each_adjuster(Check check) {
    check(lg::no_trade_band(0.3));
    check(lg::trade_to_centre(lg::fixed_band(0.4)));
    check(lg::trade_to_edge(lg::whalley_wilmott(lg::fees_bps(20), {.risk_aversion = 0.1})));
    check(lg::only_when(lg::every(0.2) || lg::spot_moved_by(lg::percent(2))));
    check(lg::in_lots(0.25));
    check(lg::minimum_notional(60.0));
    check(half);
}

template <class Check>
void for_each_target(Check check) {
    check(lg::delta_neutral(lg::at_implied{}));
    check(lg::delta_neutral(lg::hedge_volatility(0.3)));
    check(lg::unhedged{});
    check(half_a_spot);
}

}  // namespace

TEST(Policy, PipesAssociate) {
    std::mt19937_64 random(51);
    for (int i = 0; i < 200; ++i) {
        auto const s = random_state(random);
        for_each_target([&](auto t) {
            for_each_adjuster([&](auto a) {
                for_each_adjuster([&](auto b) {
                    EXPECT_EQ(((t | a) | b)(s), (t | (a | b))(s));
                    EXPECT_EQ((((t | a) | b) | half)(s), (t | (a | (b | half)))(s));
                    EXPECT_EQ((((t | a) | b) | half)(s), ((t | a) | (b | half))(s));
                });
            });
        });
    }
}

TEST(Policy, APipeIsTheApplicationOfItsAdjuster) {
    std::mt19937_64 random(52);
    for (int i = 0; i < 200; ++i) {
        auto const s = random_state(random);
        for_each_target([&](auto t) { for_each_adjuster([&](auto a) { EXPECT_EQ((t | a)(s), a(s, t(s))); }); });
    }
}

TEST(Policy, ABandOfWidthZeroChangesNothing) {
    std::mt19937_64 random(53);
    for (int i = 0; i < 500; ++i) {
        auto const s = random_state(random);
        for_each_target([&](auto t) {
            EXPECT_EQ((t | lg::no_trade_band(0.0))(s), t(s));
            EXPECT_EQ((t | lg::trade_to_centre(lg::fixed_band(0.0)))(s), t(s));
            EXPECT_EQ((t | lg::trade_to_edge(lg::whalley_wilmott(lg::no_cost{}, {.risk_aversion = 1.0})))(s), t(s));
            EXPECT_EQ((t | lg::minimum_notional(0.0))(s), t(s));
        });
    }
}

TEST(OnlyWhen, ATriggerThatNeverFiresKeepsThePosition) {
    std::mt19937_64 random(54);
    for (int i = 0; i < 500; ++i) {
        auto s         = random_state(random);
        s.book_changed = 0.0;
        for_each_target([&](auto t) {
            EXPECT_EQ((t | lg::only_when(never))(s), s.position);
            EXPECT_EQ((t | lg::only_when(!lg::delta_outside(0.0) && lg::delta_outside(0.0)))(s), s.position);
        });
    }
}

TEST(OnlyWhen, ATriggerThatAlwaysFiresChangesNothing) {
    std::mt19937_64 random(55);
    for (int i = 0; i < 500; ++i) {
        auto const s = random_state(random);
        for_each_target([&](auto t) { EXPECT_EQ((t | lg::only_when(always))(s), t(s)); });
    }
}

TEST(OnlyWhen, AChangedBookPasses) {
    std::mt19937_64 random(56);
    for (int i = 0; i < 500; ++i) {
        auto s         = random_state(random);
        s.book_changed = 1.0;
        for_each_target([&](auto t) { EXPECT_EQ((t | lg::only_when(never))(s), t(s)); });
    }
}

TEST(Policy, TheOrderOfBandAndLotsMatters) {
    auto s           = plain_state();
    s.position       = 0.0;
    auto const wants = [](double w) { return [w](auto const&) { return w; }; };
    EXPECT_EQ((wants(1.4) | lg::no_trade_band(0.25) | lg::in_lots(1.0))(s), 1.0);
    EXPECT_EQ((wants(1.4) | lg::in_lots(1.0) | lg::no_trade_band(0.25))(s), 0.75);
}

TEST(Policy, ReadsAloudAndDecides) {
    auto const world = lg::fees_bps(2) + lg::half_spread_bps(1);
    auto const policy =
        lg::delta_neutral(lg::at_forecast{}) | lg::trade_to_edge(lg::whalley_wilmott(world, {.risk_aversion = 0.05})) |
        lg::only_when(lg::every(8 * lg::hours) || lg::spot_moved_by(lg::sigmas(1.0))) | lg::in_lots(0.001);
    auto s              = plain_state();
    s.market.spot       = 104.0;
    s.greeks            = s.options.greeks(s.market);
    s.previous_decision = s.market.time;
    double const wanted = lg::delta_neutral(lg::at_forecast{})(s);
    double const width  = lg::whalley_wilmott(world, {.risk_aversion = 0.05})(s);
    ASSERT_LT(wanted + width, 0.0);
    EXPECT_NEAR(policy(s), wanted + width, 0.0005000001);  // 104 is 3 sigma from 100
    s.last_trade_spot = 104.0;
    EXPECT_EQ(policy(s), 0.0);  // no move, no tick
    s.previous_decision = s.market.time - 9 * lg::hours;
    EXPECT_NEAR(policy(s), wanted + width, 0.0005000001);  // tick
}

TEST(Policy, LambdasAreTargetsAdjustersAndTriggers) {
    auto s     = plain_state();
    s.position = 10.0;
    EXPECT_EQ((half_a_spot | half)(s), 30.0);
    EXPECT_EQ((half_a_spot | lg::no_trade_band(1.0))(s), 49.0);
    EXPECT_EQ((lg::unhedged{} | half)(s), 5.0);
    EXPECT_EQ((half_a_spot | lg::only_when(never))(s), 10.0);
    EXPECT_EQ((half_a_spot | lg::only_when(lg::delta_outside(1.0) && always))(s), 50.0);
    EXPECT_EQ((half_a_spot | lg::only_when(lg::delta_outside(1.0) && !lg::every(1.0)))(s), 50.0);
}

TEST(Policy, NanIsNeverSwallowed) {
    auto s                = plain_state();
    s.forecast_volatility = not_a_number;
    auto const unknown    = lg::delta_neutral(lg::at_forecast{});
    for (double const position : {-2.0, 0.0, 2.0})
        for (double const changed : {0.0, 1.0}) {
            s.position     = position;
            s.book_changed = changed;
            for_each_adjuster([&](auto a) {
                EXPECT_TRUE(std::isnan((unknown | a)(s)));
                for_each_adjuster([&](auto b) { EXPECT_TRUE(std::isnan((unknown | a | b)(s))); });
            });
            EXPECT_TRUE(std::isnan((unknown | lg::only_when(never))(s)));
            EXPECT_TRUE(std::isnan((unknown | lg::only_when(lg::delta_outside(0.1)))(s)));
        }
}

// Policies are small, trivially copyable values; stateless pieces take no room.
static_assert(sizeof(lg::unhedged{} | lg::only_when(lg::every(1))) == sizeof(double));
static_assert(sizeof(lg::delta_neutral(lg::at_implied{}) | lg::no_trade_band(1)) == sizeof(double));
static_assert(sizeof(lg::delta_neutral(lg::at_implied{}) | lg::no_trade_band(1) | lg::in_lots(1)) ==
              2 * sizeof(double));
static_assert(std::is_empty_v<decltype(lg::delta_neutral(lg::at_forecast{}) | lg::only_when(never))>);
static_assert(std::is_trivially_copyable_v<
              decltype(lg::delta_neutral(lg::at_forecast{}) |
                       lg::trade_to_edge(lg::whalley_wilmott(lg::fees_bps(2), {.risk_aversion = 1})) |
                       lg::only_when(lg::every(1) || lg::spot_moved_by(lg::percent(1))) | lg::in_lots(1))>);
// A policy can be made at compile time.
constexpr auto policy = lg::delta_neutral(lg::at_implied{}) | lg::no_trade_band(0.02) | lg::only_when(lg::every(0.1));
static_assert(lg::target<std::remove_const_t<decltype(policy)>>);

// What does not fit together does not compile.
template <class A, class B>
concept pipes = requires(A a, B b) {
    a | b;
};
template <class A>
concept gates = requires(A a) {
    lg::only_when(a);
};
template <class A>
concept edges = requires(A a) {
    lg::trade_to_edge(a);
};
template <class A>
concept hedges = requires(A a) {
    lg::delta_neutral(a);
};
using clock_trigger = lg::every;
struct integral_target {
    template <class S>
    int operator()(S const&) const {
        return 1;
    }
};
static_assert(pipes<lg::unhedged, lg::in_lots> && pipes<lg::in_lots, lg::in_lots> && gates<clock_trigger>);
static_assert(!pipes<lg::unhedged, lg::unhedged>);   // a target does not adjust
static_assert(!pipes<lg::in_lots, lg::unhedged>);    // nor stand behind an adjuster
static_assert(!pipes<lg::unhedged, clock_trigger>);  // a trigger needs only_when
static_assert(!pipes<clock_trigger, lg::in_lots>);
static_assert(!pipes<lg::unhedged, lg::fixed_band>);  // a band needs a landing
static_assert(!pipes<lg::unhedged, double> && !pipes<double, lg::in_lots>);
static_assert(!pipes<integral_target, lg::in_lots>);  // units of the underlying are not whole numbers
static_assert(!gates<lg::unhedged> && !gates<lg::in_lots> && !gates<double>);
static_assert(!edges<double> && !edges<clock_trigger> && edges<lg::fixed_band>);
static_assert(!hedges<double> && !hedges<clock_trigger> && hedges<lg::at_implied>);
