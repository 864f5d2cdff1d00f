// SPDX-License-Identifier: BSL-1.0
#include <longgamma/core/clock.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

namespace {

namespace lg = longgamma;
using namespace std::chrono_literals;

template <class F>
std::string message_of(F&& f) {
    try {
        f();
    } catch (std::invalid_argument const& error) {
        return error.what();
    }
    return "nothing was thrown";
}

// The common conventions are constants of the program, so that a bad literal does not compile.
static_assert(lg::annualization::trading_days().bars_per_year() == 252.0);
static_assert(lg::annualization(52.0).variance(0.5) == 26.0);
static_assert(lg::annualization::sessions(252.0, 78.0).bars_per_year() == 19656.0);
static_assert(lg::annualization::trading_days() == lg::annualization(252.0));
static_assert(lg::annualization::trading_days() != lg::annualization(365.0));
static_assert(sizeof(lg::annualization) == sizeof(double));

TEST(Clock, SpansAreYearsOf365Days) {
    EXPECT_DOUBLE_EQ(365.0 * lg::days, 1.0);
    EXPECT_DOUBLE_EQ(7.0 * lg::days, lg::weeks);
    EXPECT_DOUBLE_EQ(24.0 * lg::hours, lg::days);
    EXPECT_DOUBLE_EQ(60.0 * lg::minutes, lg::hours);
    EXPECT_DOUBLE_EQ(60.0 * lg::seconds, lg::minutes);
}

TEST(YearsBetween, IsExactForWholeYearsAndSignedByDirection) {
    lg::timestamp const start{};
    EXPECT_EQ(lg::years_between(start, start), 0.0);
    EXPECT_EQ(lg::years_between(start, start + 365 * 24h), 1.0);
    EXPECT_EQ(lg::years_between(start + 365 * 24h, start), -1.0);
    EXPECT_DOUBLE_EQ(lg::years_between(start, start + 1ns), 1e-9 / lg::seconds_per_year);
}

TEST(YearsBetween, CountsTheLeapDay) {
    using namespace std::chrono;
    lg::timestamp const from = sys_days(2024y / January / 1);
    lg::timestamp const to   = sys_days(2025y / January / 1);
    EXPECT_DOUBLE_EQ(lg::years_between(from, to), 366.0 / 365.0);
}

TEST(YearsAfter, UndoesYearsBetween) {
    lg::timestamp const from = lg::timestamp{} + 1'700'000'000s;
    for (auto const span : {0ns, 1ns, 999'999'999ns, std::chrono::nanoseconds(8h), std::chrono::nanoseconds(-90 * 24h)})
        EXPECT_EQ(lg::years_after(from, lg::years_between(from, from + span)), from + span) << span.count();
}

TEST(Annualization, TurnsAVariancePerBarIntoAYears) {
    lg::annualization const daily = lg::annualization::trading_days();
    EXPECT_EQ(daily.variance(0.0001), 0.0001 * 252.0);
    EXPECT_EQ(daily.volatility(0.0001), std::sqrt(0.0001 * 252.0));
    EXPECT_EQ(daily.volatility(0.0), 0.0);
}

TEST(Annualization, KnowsAMarketThatNeverCloses) {
    EXPECT_DOUBLE_EQ(lg::annualization::around_the_clock(1.0 * lg::days).bars_per_year(), 365.0);
    EXPECT_DOUBLE_EQ(lg::annualization::around_the_clock(5.0 * lg::minutes).bars_per_year(), 105120.0);
}

TEST(Annualization, DoesNotHideANegativeVariance) {
    EXPECT_TRUE(std::isnan(lg::annualization::trading_days().volatility(-1e-4)));
}

TEST(Annualization, RefusesWhatIsNotAPositiveNumber) {
    double const infinity = std::numeric_limits<double>::infinity();
    double const nan      = std::numeric_limits<double>::quiet_NaN();
    EXPECT_EQ(message_of([] { lg::annualization(0.0); }),
              "annualization: bars_per_year must be positive and finite, but is 0");
    EXPECT_EQ(message_of([] { lg::annualization(-252.0); }),
              "annualization: bars_per_year must be positive and finite, but is -252");
    EXPECT_EQ(message_of([=] { lg::annualization{infinity}; }),
              "annualization: bars_per_year must be positive and finite, but is inf");
    EXPECT_EQ(message_of([=] { lg::annualization{nan}; }),
              "annualization: bars_per_year must be positive and finite, but is nan");
    EXPECT_EQ(message_of([] { (void)lg::annualization::around_the_clock(0.0); }),
              "annualization: bar_years must be positive, but is 0");
    EXPECT_EQ(message_of([] { (void)lg::annualization::sessions(252.0, 0.0); }),
              "annualization: bars_per_year must be positive and finite, but is 0");
}

}  // namespace
