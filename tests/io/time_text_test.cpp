// SPDX-License-Identifier: BSL-1.0
#include <longgamma/io/time_text.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace {

namespace lg = longgamma;
using namespace std::chrono_literals;
using std::chrono::sys_days;

constexpr lg::timestamp day(int y, unsigned m, unsigned d) {
    return sys_days(std::chrono::year_month_day{std::chrono::year(y), std::chrono::month(m), std::chrono::day(d)});
}

static_assert(lg::parse_time("2020-03-12") == day(2020, 3, 12));

TEST(ParseTime, ReadsDates) {
    for (char const* text : {"2020-03-12", "2020-3-12", "2020/03/12", "20200312", "03/12/2020", "3/12/2020"})
        EXPECT_EQ(lg::parse_time(text), day(2020, 3, 12)) << text;
    EXPECT_EQ(lg::parse_time("2020-02-29"), day(2020, 2, 29));
    EXPECT_EQ(lg::parse_time("1850-01-01"), day(1850, 1, 1));
    EXPECT_EQ(lg::parse_time("2099-12-31"), day(2099, 12, 31));
}

TEST(ParseTime, ReadsDateTimes) {
    lg::timestamp const expected = day(2020, 3, 12) + 9h + 30min;
    for (char const* text :
         {"2020-03-12 09:30", "2020-03-12T09:30", "2020-03-12 9:30", "2020-03-12 09:30:00", "2020-03-12T09:30:00Z",
          "2020-03-12 09:30:00+00:00", "2020-03-12 09:30:00 +0000", "2020-03-12T09:30:00.000Z", "20200312 09:30",
          "03/12/2020 09:30", "2020-03-12 09:30:00 UTC", "2020-03-12 10:30:00+01:00", "2020-03-12T10:30:00.0+0100",
          "2020-03-12 10:30+01", "2020-03-12 15:00:00+05:30", "2020-03-12T05:30:00-04:00", "2020-03-11T23:30:00-10:00"})
        EXPECT_EQ(lg::parse_time(text), expected) << text;
    EXPECT_EQ(lg::parse_time("2020-03-12 09:30:15.25"), expected + 15s + 250ms);
    EXPECT_EQ(lg::parse_time("2020-03-12T09:30:15.123456789Z"), expected + 15s + 123456789ns);
    EXPECT_EQ(lg::parse_time("2020-03-12 00:30:00+01:00"), day(2020, 3, 11) + 23h + 30min);
}

TEST(ParseTime, TellsTheUnitOfACountByItsSize) {
    lg::timestamp const expected = day(2020, 3, 1);
    for (char const* text : {"1583020800", "1583020800000", "1583020800000000", "1583020800000000000", "1583020800.0",
                             "1583020800000.000"})
        EXPECT_EQ(lg::parse_time(text), expected) << text;
    EXPECT_EQ(lg::parse_time("1583020800.5"), expected + 500ms);
    EXPECT_EQ(lg::parse_time("1583020800000.25"), expected + 250us);
    EXPECT_EQ(lg::parse_time("1583020800000000.125"), expected + 125ns);
    EXPECT_EQ(lg::parse_time("883699200"), day(1998, 1, 2));     // 9 digits
    EXPECT_EQ(lg::parse_time("883699200000"), day(1998, 1, 2));  // 12 digits
    EXPECT_EQ(lg::parse_time("315532800"), day(1980, 1, 1));
    EXPECT_EQ(lg::parse_time("4102444799"), day(2100, 1, 1) - 1s);
}

TEST(ParseTime, RefusesEverythingElse) {
    for (char const* text : {"",
                             " ",
                             "abc",
                             "0",
                             "1",
                             "-1",
                             "42",
                             "2020",
                             "202003",
                             "2020031",
                             "202003120",
                             "315532799",
                             "4102444800",
                             "34200000",      // milliseconds after midnight
                             "202003120930",  // compact date and time: neither a count nor a date
                             "20200312093000",
                             "20200312093000000",
                             "99999999999999999999",
                             "1583020800.",
                             "1583020800.1234567890",
                             "1.5830208e12",
                             "2020-13-01",
                             "2020-00-10",
                             "2020-02-30",
                             "2019-02-29",
                             "13/01/2020",
                             "12.03.2020",
                             "2020-03/12",
                             "2020-03-12x",
                             "2020-03-12 ",
                             "2020-03-12T",
                             "2020-03-12 24:00",
                             "2020-03-12 09",
                             "2020-03-12 09:60",
                             "2020-03-12 09:30:60",
                             "2020-03-12 09:3",
                             "2020-03-12 09:30:15.",
                             "2020-03-12 09:30:15.1234567890",
                             "2020-03-12 09:30 EST",
                             "2020-03-12 09:30 AM",
                             "2020-03-12 09:30:00+1",
                             "2020-03-12 09:30:00+010",
                             "2020-03-12 09:30:00+15:00",
                             "2020-03-12 09:30:00+01:60",
                             "2020-03-12 09:30:00+01:",
                             "2020-03-12+01:00",
                             "1849-12-31",
                             "2100-01-01",
                             " 2020-03-12",
                             "null",
                             "NaT"})
        EXPECT_EQ(lg::parse_time(text), std::nullopt) << text;
}

TEST(FormatTime, WritesAsMuchAsItTakes) {
    lg::timestamp const midnight = day(2020, 3, 12);
    EXPECT_EQ(lg::format_time(midnight), "2020-03-12");
    EXPECT_EQ(lg::format_time(midnight + 9h + 5min), "2020-03-12 09:05");
    EXPECT_EQ(lg::format_time(midnight + 7s), "2020-03-12 00:00:07");
    EXPECT_EQ(lg::format_time(midnight + 1ms), "2020-03-12 00:00:00.001000000");
    EXPECT_EQ(lg::format_time(day(1969, 12, 31) + 23h), "1969-12-31 23:00");
    EXPECT_EQ(lg::format_time(day(1969, 12, 31) + 23h + 1ns), "1969-12-31 23:00:00.000000001");
}

TEST(FormatTime, IsReadBackExactly) {
    for (std::int64_t ns = -3'000'000'000'000'000'001; ns < 4'000'000'000'000'000'000; ns += 123'456'789'012'345'678) {
        lg::timestamp const t{std::chrono::nanoseconds(ns)};
        EXPECT_EQ(lg::parse_time(lg::format_time(t)), t) << lg::format_time(t);
    }
}

TEST(FormatDuration, WritesWholeUnits) {
    EXPECT_EQ(lg::format_duration(0ns), "0 s");
    EXPECT_EQ(lg::format_duration(24h), "1 d");
    EXPECT_EQ(lg::format_duration(8h), "8 h");
    EXPECT_EQ(lg::format_duration(65h + 30min), "2 d 17 h 30 min");
    EXPECT_EQ(lg::format_duration(1s + 250ms), "1 s 250 ms");
    EXPECT_EQ(lg::format_duration(-90s), "-1 min 30 s");
    EXPECT_EQ(lg::format_duration(std::chrono::nanoseconds::min()), "-106751 d 23 h 47 min 16 s 854 ms 775808 ns");
}

}  // namespace
