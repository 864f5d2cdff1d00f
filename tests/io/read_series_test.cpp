// SPDX-License-Identifier: BSL-1.0
#include <longgamma/io/read_series.hpp>

#include "support/message_of.hpp"

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cmath>
#include <sstream>
#include <string>

namespace {

namespace lg = longgamma;
using namespace std::chrono_literals;

lg::value_series read_index(std::string const& text, lg::read_volatility_options const& options = {}) {
    std::istringstream in(text);
    return lg::read_volatility_index(in, "vix.csv", options);
}

lg::value_series read_rates(std::string const& text, lg::read_funding_options const& options = {}) {
    std::istringstream in(text);
    return lg::read_funding(in, "funding.csv", options);
}

std::string index_error(std::string const& text, lg::read_volatility_options const& options = {}) {
    return message_of([&] { (void)read_index(text, options); });
}

lg::timestamp at(char const* text) {
    return lg::parse_time(text).value();
}

using values = std::vector<lg::timed_value>;

values const expected = {{.known_at = at("2020-03-13"), .value = 0.75}, {.known_at = at("2020-03-14"), .value = 0.5}};

TEST(ReadVolatilityIndex, KnowsACloseAtTheEndOfItsDay) {
    auto const series = read_index("DATE,OPEN,HIGH,LOW,CLOSE\n03/12/2020,60,80,55,75\n03/13/2020,70,71,49,50\n");
    EXPECT_EQ(series.values, expected);
    EXPECT_TRUE(series.findings.percent);
    EXPECT_EQ(series.findings.step, 24h);
    EXPECT_EQ(lg::describe(series.findings),
              "vix.csv: 2 rows, 2020-03-13 to 2020-03-14, step 1 d, per cent turned into decimals; no gaps");
}

TEST(ReadVolatilityIndex, ReadsOnlyTheClose) {
    EXPECT_EQ(read_index("date,open,high,low,close,source\n2020-03-12,,,,75,a\n2020-03-13,90,1,2,50,b\n").values,
              expected);
    EXPECT_EQ(read_index("date,value\n2020-03-12,75\n2020-03-13,50\n").values, expected);
    EXPECT_EQ(read_index("DATE,VIXCLS\n2020-03-12,75\n2020-03-13,50\n").values, expected);
    EXPECT_EQ(read_index("any name,timestamp\n75,1583971200000\n50,1584057600000\n").values, expected);
    EXPECT_EQ(index_error("date,open,close\n2020-03-12,1,1\n2020-03-13,70,\n"),
              "vix.csv:3: column 3 (close): is empty");
}

TEST(ReadVolatilityIndex, TakesStampsForTheEndIfTold) {
    auto const series = read_index("time,close\n2020-03-13,75\n2020-03-14,50\n", {.stamp = lg::bar_stamp::close});
    EXPECT_EQ(series.values, expected);
    auto const one = read_index("time,close\n2020-03-13,75\n", {.stamp = lg::bar_stamp::close});
    EXPECT_EQ(one.values, values(expected.begin(), expected.begin() + 1));
}

TEST(ReadVolatilityIndex, ReadsIntradayPeriods) {
    std::string const text = "timestamp,close\n2020-03-12 00:00,75\n2020-03-12 01:00,76\n2020-03-12 02:00,77\n";
    EXPECT_EQ(read_index(text).values[0].known_at, at("2020-03-12 01:00"));
    EXPECT_EQ(read_index(text, {.length = 30min}).values[0].known_at, at("2020-03-12 00:30"));
}

TEST(ReadVolatilityIndex, SettlesTheUnit) {
    std::string const decimals = "date,close\n2020-03-12,0.75\n2020-03-13,0.5\n";
    EXPECT_EQ(read_index(decimals).values, expected);
    EXPECT_FALSE(read_index(decimals).findings.percent);
    EXPECT_EQ(read_index(decimals, {.unit = lg::volatility_unit::percent}).values[1].value, 0.005);
    EXPECT_EQ(read_index("date,close\n2020-03-12,75\n2020-03-13,50\n", {.unit = lg::volatility_unit::decimal})
                  .values[0]
                  .value,
              75.0);
    EXPECT_EQ(read_index("date,close\n2020-03-12,9\n2020-03-13,0.8\n2020-03-14,0.7\n").values[0].value, 9.0);
}

TEST(ReadVolatilityIndex, KeepsTheRulesOfOrder) {
    std::string const reversed = "date,close\n2020-03-13,50\n2020-03-12,75\n";
    EXPECT_EQ(index_error(reversed),
              "vix.csv:3: column 1 (date): 2020-03-12 is before line 2; the whole file runs from newest to oldest, "
              "order_policy::repair turns it round");
    EXPECT_EQ(read_index(reversed, {.order = lg::order_policy::repair}).values, expected);
    auto const doubled = read_index(reversed + "2020-03-12,75\n", {.order = lg::order_policy::repair});
    EXPECT_EQ(doubled.values, expected);
    EXPECT_EQ(doubled.findings.duplicates_dropped, 1u);
    EXPECT_EQ(doubled.findings.kept, 2u);
}

TEST(ReadVolatilityIndex, NamesWhatIsWrong) {
    EXPECT_EQ(index_error(""), "vix.csv: is empty");
    EXPECT_EQ(index_error("date,close\n"), "vix.csv: has a header but no rows");
    EXPECT_EQ(index_error("date,close\n2020-03-12,1\n"),
              "vix.csv: one row does not show the length of a period; state read_volatility_options::length");
    EXPECT_EQ(index_error("date,open,high\n2020-03-12,1,1\n"),
              "vix.csv:1: no column for close; the columns are: date, open, high");
    EXPECT_EQ(index_error("x,close,y\n"), "vix.csv:1: no column for time; the columns are: x, close, y");
    EXPECT_EQ(index_error("2020-03-12,75\n"), "vix.csv:1: no header line");
    EXPECT_EQ(index_error("date,close\n2020-03-12,-75\n"),
              "vix.csv:2: column 2 (close): \"-75\" is not a positive volatility");
    EXPECT_EQ(index_error("date,close\n2020-03-12,.\n"), "vix.csv:2: column 2 (close): \".\" is not a number");
    EXPECT_EQ(message_of([] { (void)lg::read_volatility_index("no/such.csv"); }), "no/such.csv: can not be opened");
}

TEST(ReadFunding, KnowsARateAtItsStamp) {
    auto const series =
        read_rates("timestamp_ms,funding_rate\n1667462400016,0.0001\n1667491200005,-0.0002\n1667520000000,0\n");
    ASSERT_EQ(series.values.size(), 3u);
    EXPECT_EQ(series.values[0].known_at, at("2022-11-03 08:00:00.016"));
    EXPECT_EQ(series.values[1].value, -0.0002);
    EXPECT_EQ(series.findings.step, 8h);
    EXPECT_EQ(series.findings.gaps, 0u);
    auto const gap =
        read_rates("symbol,fundingTime,fundingRate\nX,1667462400016,1\nX,1667491200005,1\nX,1667548800003,1\n");
    EXPECT_EQ(gap.findings.gaps, 1u);
    EXPECT_EQ(gap.findings.missing, 1u);
    EXPECT_EQ(read_rates("calc_time,funding_interval_hours,last_funding_rate\n1667462400000,8,0.0001\n").values.size(),
              1u);
}

TEST(ReadFunding, NamesWhatIsWrong) {
    auto const error = [](std::string const& text) { return message_of([&] { (void)read_rates(text); }); };
    EXPECT_EQ(error("date,mean\n"), "funding.csv:1: no column for funding rate; the columns are: date, mean");
    EXPECT_EQ(error("time,rate\n1667462400000,0.01%\n"), "funding.csv:2: column 2 (rate): \"0.01%\" is not a number");
    EXPECT_EQ(
        error("time,rate\n1667462400000,0\n1667462400000,0\n"),
        "funding.csv:3: column 1 (time): 2022-11-03 08:00 repeats the time of line 2; order_policy::repair drops exact "
        "repetitions");
}

TEST(ValueAsOf, IsTheLastValueKnown) {
    std::array<lg::timed_value, 2> const series = {
        {{.known_at = at("2020-03-13"), .value = 0.75}, {.known_at = at("2020-03-14"), .value = 0.5}}};
    EXPECT_TRUE(std::isnan(lg::value_as_of(series, at("2020-03-13") - 1ns)));
    EXPECT_EQ(lg::value_as_of(series, at("2020-03-13")), 0.75);
    EXPECT_EQ(lg::value_as_of(series, at("2020-03-14") - 1ns), 0.75);
    EXPECT_EQ(lg::value_as_of(series, at("2020-03-14")), 0.5);
    EXPECT_EQ(lg::value_as_of(series, at("2030-01-01")), 0.5);
    EXPECT_TRUE(std::isnan(lg::value_as_of({}, at("2030-01-01"))));
}

}  // namespace
