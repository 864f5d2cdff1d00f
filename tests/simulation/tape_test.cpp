// SPDX-License-Identifier: BSL-1.0
#include <longgamma/simulation/tape.hpp>

#include "markets.hpp"

#include <support/message_of.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace lg = longgamma;

namespace {

std::vector<lg::bar> three_bars() {
    return {{at_hour(0), at_hour(1), 10.0, 12.0, 9.0, 11.0},
            {at_hour(1), at_hour(2), 11.5, 13.0, 11.0, 12.0},
            {at_hour(60), at_hour(61), 14.0, 15.0, 13.0, 13.5}};
}

}  // namespace

TEST(TapeFromBars, OpensFillAndClosesDecide) {
    auto const bars = three_bars();
    std::vector<double> const implied{0.3, 0.4, 0.5}, forecast{0.1, 0.2, not_a_number}, funding{1e-4, -2e-4, 3e-4};
    auto const tape = lg::tape_from_bars(bars, implied, forecast, funding);
    ASSERT_EQ(tape.size(), 6U);
    for (std::size_t i = 0; i < 3; ++i) {
        auto const& open  = tape[2 * i];
        auto const& close = tape[2 * i + 1];
        EXPECT_EQ(open.time, bars[i].start);
        EXPECT_EQ(open.spot, bars[i].open);
        EXPECT_FALSE(open.decides);
        EXPECT_EQ(open.funding, 0.0);
        EXPECT_EQ(close.time, bars[i].end);
        EXPECT_EQ(close.spot, bars[i].close);
        EXPECT_TRUE(close.decides);
        EXPECT_EQ(close.funding, funding[i]);
        EXPECT_EQ(close.implied_volatility, implied[i]);
        if (i > 0) {  // an opening knows what the bar before it knew
            EXPECT_EQ(open.implied_volatility, implied[i - 1]);
            EXPECT_EQ(open.forecast_volatility, forecast[i - 1]);
        }
    }
    EXPECT_TRUE(std::isnan(tape[0].implied_volatility));
    EXPECT_TRUE(std::isnan(tape[0].forecast_volatility));
    EXPECT_TRUE(std::isnan(tape[5].forecast_volatility));
}

TEST(TapeFromBars, ForecastAndFundingMayBeLeftOut) {
    auto const tape = lg::tape_from_bars(three_bars(), std::vector{0.3, 0.4, 0.5});
    for (auto const& o : tape) {
        EXPECT_TRUE(std::isnan(o.forecast_volatility));
        EXPECT_EQ(o.funding, 0.0);
    }
    EXPECT_TRUE(lg::tape_from_bars({}, {}).empty());
}

TEST(TapeFromBars, RefusesWhatDoesNotFit) {
    auto const bars = three_bars();
    std::vector<double> const two(2, 0.3), three(3, 0.3);
    auto const error = [&](std::vector<lg::bar> const& b, auto const&... columns) {
        return message_of([&] { (void)lg::tape_from_bars(b, columns...); });
    };
    EXPECT_EQ(error(bars, two), "tape_from_bars: implied must be as long as bars");
    EXPECT_EQ(error(bars, three, two), "tape_from_bars: forecast must be empty or as long as bars");
    EXPECT_EQ(error(bars, three, three, two), "tape_from_bars: funding must be empty or as long as bars");
    EXPECT_EQ(error(bars, three, three, three), "no error");
    char const* const order = "tape_from_bars: bars overlap or are out of order";
    auto overlapping        = bars;
    overlapping[1].start    = at_hour(0.5);
    EXPECT_EQ(error(overlapping, three), order);
    auto backwards = bars;
    std::swap(backwards[0], backwards[2]);
    EXPECT_EQ(error(backwards, three), order);
    auto empty   = bars;
    empty[2].end = empty[2].start;
    EXPECT_EQ(error(empty, three), order);
}

TEST(TapeFromTicks, EveryTickFillsAndDecides) {
    std::vector<lg::timestamp> const times{at_hour(0), at_hour(1), at_hour(1), at_hour(5)};
    std::vector<double> const prices{10, 11, 12, 13}, implied{0.3, not_a_number, 0.4, 0.5},
        forecast{0.1, 0.2, 0.3, 0.4};
    auto const tape = lg::tape_from_ticks(times, prices, implied, forecast);
    ASSERT_EQ(tape.size(), 4U);
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(tape[i].time, times[i]);
        EXPECT_EQ(tape[i].spot, prices[i]);
        EXPECT_EQ(tape[i].forecast_volatility, forecast[i]);
        EXPECT_EQ(tape[i].funding, 0.0);
        EXPECT_TRUE(tape[i].decides);
    }
    EXPECT_TRUE(std::isnan(tape[1].implied_volatility));
    EXPECT_TRUE(std::isnan(lg::tape_from_ticks(times, prices, implied)[0].forecast_volatility));
}

TEST(TapeFromTicks, RefusesWhatDoesNotFit) {
    std::vector<lg::timestamp> const times{at_hour(0), at_hour(2), at_hour(1)};
    std::vector<double> const two(2, 1.0), three(3, 1.0);
    auto const error = [&](auto const&... columns) {
        return message_of([&] { (void)lg::tape_from_ticks(times, columns...); });
    };
    EXPECT_EQ(error(two, three), "tape_from_ticks: prices must be as long as times");
    EXPECT_EQ(error(three, two), "tape_from_ticks: implied must be as long as times");
    EXPECT_EQ(error(three, three, two), "tape_from_ticks: forecast must be empty or as long as times");
    EXPECT_EQ(error(three, three), "tape_from_ticks: times go back");
}
