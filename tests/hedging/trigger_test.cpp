// SPDX-License-Identifier: BSL-1.0
#include <longgamma/hedging/trigger.hpp>

#include <longgamma/hedging/band.hpp>

#include "states.hpp"

#include <support/message_of.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <type_traits>
#include <vector>

namespace lg = longgamma;

namespace {

// Feeds times to a trigger as the account does: the previous decision is the one before. Returns the times it fired.
template <class Trigger>
std::vector<double> firings(Trigger const& trigger, std::vector<double> const& times) {
    std::vector<double> fired;
    auto s              = plain_state();
    s.previous_decision = times.front();
    for (double const time : times) {
        s.market.time = time;
        if (trigger(s, 0.0))
            fired.push_back(time);
        s.previous_decision = time;
    }
    return fired;
}

}  // namespace

TEST(Every, FiresOncePerPeriodOnAnIrregularTape) {
    std::mt19937_64 random(41);
    double const period = 8 * lg::hours;
    for (double const mean_step : {0.01, 0.3, 0.9}) {  // in periods; never more than one period between two times
        std::uniform_real_distribution<double> step(0.0, std::min(1.0, 2.0 * mean_step));
        std::vector<double> times{0.0};
        std::vector<int> fired(100, 0);
        while (times.back() < 100.0)
            times.push_back(times.back() + step(random));
        for (double& t : times)
            t *= period;
        for (double const t : firings(lg::every(period), times))
            if (t < 100.0 * period)
                ++fired[static_cast<std::size_t>(t / period)];
        EXPECT_EQ(fired[0], 0);  // the clock starts with the run; its first tick is one period later
        for (std::size_t p = 1; p < 100; ++p)
            EXPECT_EQ(fired[p], 1) << "period " << p;
    }
}

TEST(Every, FiresOnTheTickOfARegularTape) {
    // 1-minute decisions, 8-hour clock: minutes 480, 960, ... to the minute, over a year, whatever the rounding.
    std::vector<double> times;
    for (int minute = 0; minute <= 525600; minute += 1)
        times.push_back(lg::years_between(lg::timestamp{}, lg::timestamp{} + std::chrono::minutes(minute)));
    auto const fired = firings(lg::every(8 * lg::hours), times);
    ASSERT_EQ(fired.size(), 1095U);
    for (std::size_t i = 0; i < fired.size(); ++i)
        EXPECT_EQ(fired[i], times[480 * (i + 1)]);
}

TEST(Every, ADayLongGapCountsOnceAndDoesNotShiftTheClock) {
    double const hour = lg::hours;
    auto const fired =
        firings(lg::every(8 * hour), {0, 3 * hour, 9 * hour, 60 * hour, 61 * hour, 63.9 * hour, 64.1 * hour});
    EXPECT_EQ(fired, (std::vector<double>{9 * hour, 60 * hour, 64.1 * hour}));
}

TEST(Every, IsNotShiftedByTrades) {
    auto s              = plain_state();
    s.previous_decision = 0.95;
    s.market.time       = 1.05;
    for (double const position : {-1.0, 0.0, 1.0})
        for (double const last : {50.0, 100.0, 150.0}) {
            s.position        = position;
            s.last_trade_spot = last;
            EXPECT_TRUE(lg::every(0.5)(s, 0.7));
            EXPECT_FALSE(lg::every(0.3)(s, 0.7));
        }
}

TEST(Every, DoesNotFireBetweenEqualTimes) {
    EXPECT_TRUE(firings(lg::every(1.0), {0.0, 0.0, 0.5, 0.5}).empty());
    EXPECT_EQ(firings(lg::every(1.0), {0.0, 1.0, 1.0, 1.0}).size(), 1U);
}

TEST(DeltaOutside, ComparesTheDistanceToTheTarget) {
    auto s     = plain_state();
    s.position = 1.0;
    EXPECT_TRUE(lg::delta_outside(0.25)(s, 1.3));
    EXPECT_TRUE(lg::delta_outside(0.25)(s, 0.7));
    EXPECT_FALSE(lg::delta_outside(0.25)(s, 1.25));  // on the edge is inside
    EXPECT_FALSE(lg::delta_outside(0.25)(s, 1.0));
    EXPECT_TRUE(lg::delta_outside(0.0)(s, 1.0 + 1e-15));
}

TEST(Outside, ComparesTheDistanceToTheTargetWithABand) {
    auto s     = plain_state();
    s.options  = lg::straddle(100.0, 0.5, 10.0);
    s.position = 1.0;
    EXPECT_TRUE(lg::outside(lg::delta_band(0.05))(s, 1.51));
    EXPECT_FALSE(lg::outside(lg::delta_band(0.05))(s, 1.5));
    std::mt19937_64 random(43);
    std::normal_distribution<double> wanted(0.0, 3.0);
    for (int i = 0; i < 500; ++i) {
        auto const state = random_state(random);
        double const w   = wanted(random);
        EXPECT_EQ(lg::outside(lg::fixed_band(1.5))(state, w), lg::delta_outside(1.5)(state, w));
    }
}

TEST(SpotMovedBy, ComparesRelativeMoves) {
    auto s            = plain_state();
    s.last_trade_spot = 100.0;
    auto const at     = [&](double spot, auto const& trigger) {
        s.market.spot = spot;
        return trigger(s, 0.0);
    };
    auto const one = lg::spot_moved_by(lg::percent(25));
    EXPECT_TRUE(at(125.0, one));
    EXPECT_TRUE(at(75.0, one));
    EXPECT_FALSE(at(124.99, one));
    EXPECT_FALSE(at(75.01, one));
    EXPECT_FALSE(at(100.0, one));
}

TEST(SpotMovedBy, ComparesLogReturnsWithTheDeviation) {
    auto s              = plain_state();
    s.last_trade_spot   = 100.0;
    s.market.volatility = 0.4;
    double const sigma  = 0.4 * std::sqrt(1.0 / 365.0);
    auto const at       = [&](double log_move, auto const& trigger) {
        s.market.spot = 100.0 * std::exp(log_move);
        return trigger(s, 0.0);
    };
    for (double const side : {1.0, -1.0}) {
        EXPECT_TRUE(at(side * sigma * 1.0001, lg::spot_moved_by(lg::sigmas(1))));
        EXPECT_FALSE(at(side * sigma * 0.9999, lg::spot_moved_by(lg::sigmas(1))));
        EXPECT_TRUE(at(side * sigma * 2.0001, lg::spot_moved_by(lg::sigmas(1, 4 * lg::days))));
        EXPECT_FALSE(at(side * sigma * 1.9999, lg::spot_moved_by(lg::sigmas(1, 4 * lg::days))));
    }
}

TEST(Triggers, ObeyDeMorgan) {
    std::mt19937_64 random(42);
    std::normal_distribution<double> wanted(0.0, 3.0);
    auto const check = [](auto a, auto b, auto const& s, double w) {
        EXPECT_EQ((!(a || b))(s, w), (!a && !b)(s, w));
        EXPECT_EQ((!(a && b))(s, w), (!a || !b)(s, w));
        EXPECT_EQ((!!a)(s, w), a(s, w));
        EXPECT_EQ((a || b)(s, w), a(s, w) || b(s, w));
        EXPECT_EQ((a && b)(s, w), a(s, w) && b(s, w));
        EXPECT_TRUE((a || !a)(s, w));
        EXPECT_FALSE((a && !a)(s, w));
    };
    auto const clock = lg::every(0.2);
    auto const delta = lg::delta_outside(1.5);
    auto const move  = lg::spot_moved_by(lg::percent(2));
    auto const sigma = lg::spot_moved_by(lg::sigmas(1));
    int fired        = 0;
    for (int i = 0; i < 2000; ++i) {
        auto const s   = random_state(random);
        double const w = wanted(random);
        check(clock, delta, s, w);
        check(move, sigma, s, w);
        check(delta, sigma, s, w);
        fired += clock(s, w) + delta(s, w) + move(s, w) + sigma(s, w);
    }
    EXPECT_GT(fired, 1000);  // the laws were not tried on constants
    EXPECT_LT(fired, 7000);
}

TEST(Triggers, RefuseBadParameters) {
    EXPECT_EQ(message_of([] { lg::every{0.0}; }), "every: period must be positive and finite (years), but is 0");
    EXPECT_EQ(message_of([] { lg::every{-1.0}; }), "every: period must be positive and finite (years), but is -1");
    EXPECT_EQ(message_of([] { lg::every{not_a_number}; }),
              "every: period must be positive and finite (years), but is nan");
    EXPECT_EQ(message_of([] { lg::delta_outside{-0.5}; }), "delta_outside: threshold must be >= 0, but is -0.5");
    EXPECT_EQ(message_of([] { lg::delta_outside{not_a_number}; }), "delta_outside: threshold must be >= 0, but is nan");
    EXPECT_EQ(message_of([] { (void)lg::spot_moved_by(lg::percent(0)); }),
              "spot_moved_by: move must be positive and finite, but is 0");
    EXPECT_EQ(message_of([] { (void)lg::spot_moved_by(lg::sigmas(not_a_number)); }),
              "spot_moved_by: sigmas must be positive and finite, but is nan");
    EXPECT_EQ(message_of([] { (void)lg::spot_moved_by(lg::sigmas(1, -1)); }),
              "spot_moved_by: horizon must be positive and finite (years), but is -1");
}

// The parts take the room of their numbers.
static_assert(sizeof(lg::every) == sizeof(double) && sizeof(!lg::every(1)) == sizeof(double));
static_assert(sizeof(lg::every(1) || lg::delta_outside(1)) == 2 * sizeof(double));
static_assert(std::is_trivially_copyable_v<decltype(lg::every(1) && !lg::spot_moved_by(lg::percent(1)))>);
static_assert(lg::trigger<lg::every> && lg::trigger<decltype(lg::every(1) || !lg::delta_outside(1))>);

// What is not a trigger does not combine with one.
template <class A, class B>
concept disjoins = requires(A a, B b) {
    a || b;
};
template <class A, class B>
concept conjoins = requires(A a, B b) {
    a&& b;
};
template <class A>
concept negates = requires(A a) {
    !a;
};
struct returns_double {
    template <class S, class W>
    double operator()(S const&, W const&) const {
        return 1.0;
    }
};
static_assert(disjoins<lg::every, lg::delta_outside> && negates<lg::every>);
static_assert(!disjoins<lg::every, returns_double> && !conjoins<returns_double, lg::every> && !negates<returns_double>);
static_assert(!disjoins<lg::every, double> && !conjoins<lg::every, lg::relative_move>);
