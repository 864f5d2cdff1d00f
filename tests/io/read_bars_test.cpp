// SPDX-License-Identifier: BSL-1.0
#include <longgamma/io/read_bars.hpp>

#include "support/message_of.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <sstream>
#include <string>

namespace {

namespace lg = longgamma;
using namespace std::chrono_literals;

lg::bar_series read(std::string const& text, lg::read_bars_options const& options = {}) {
    std::istringstream in(text);
    return lg::read_bars(in, "prices.csv", options);
}

std::string error_in(std::string const& text, lg::read_bars_options const& options = {}) {
    return message_of([&] { (void)read(text, options); });
}

lg::timestamp at(char const* text) {
    return lg::parse_time(text).value();
}

lg::bar make_bar(char const* start, char const* end, double open, double high, double low, double close) {
    return {.start = at(start), .end = at(end), .open = open, .high = high, .low = low, .close = close};
}

std::string const daily =
    "Date,Open,High,Low,Close,Adj Close,Volume\n"
    "2020-03-12,10,12,9,11,1.5,1000\n"
    "2020-03-13,11,13,10,12,1.6,2000\n"
    "2020-03-16,12,14,11,13,1.7,3000\n";

std::vector<lg::bar> const daily_bars = {make_bar("2020-03-12", "2020-03-13", 10, 12, 9, 11),
                                         make_bar("2020-03-13", "2020-03-14", 11, 13, 10, 12),
                                         make_bar("2020-03-16", "2020-03-17", 12, 14, 11, 13)};

std::vector<lg::bar> const minute_bars = {make_bar("2025-01-01 00:00", "2025-01-01 00:01", 10, 12, 9, 11),
                                          make_bar("2025-01-01 00:01", "2025-01-01 00:02", 11, 13, 10, 12)};

// ---- formats --------------------------------------------------------------------------------------------------------

TEST(ReadBars, ReadsDailyFilesWithOtherColumns) {
    auto const series = read(daily);
    EXPECT_EQ(series.bars, daily_bars);
    EXPECT_EQ(series.findings.rows, 3u);
    EXPECT_EQ(series.findings.kept, 3u);
    EXPECT_EQ(series.findings.step, 24h);
    EXPECT_EQ(series.findings.gaps, 0u);
    EXPECT_EQ(lg::describe(series.findings), "prices.csv: 3 rows, 2020-03-12 to 2020-03-17, step 1 d; no gaps");
}

TEST(ReadBars, FindsColumnsInAnyOrderAndSpelling) {
    EXPECT_EQ(
        read("CLOSE,low,HIGH,<Open>,dAtE\n11,9,12,10,20200312\n12,10,13,11,20200313\n13,11,14,12,20200316\n").bars,
        daily_bars);
    EXPECT_EQ(read("t,o,h,l,c\n03/12/2020,10,12,9,11\n03/13/2020,11,13,10,12\n3/16/2020,12,14,11,13\n").bars,
              daily_bars);
    EXPECT_EQ(
        read(",open,high,low,close\n2020-03-12,10,12,9,11\n2020-03-13,11,13,10,12\n2020-03-16,12,14,11,13\n").bars,
        daily_bars);
}

TEST(ReadBars, ReadsEveryUnitOfTimeRowByRow) {
    EXPECT_EQ(
        read("timestamp_ms,open,high,low,close,volume\n1735689600000,10,12,9,11,5\n1735689660000000,11,13,10,12,5\n")
            .bars,
        minute_bars);
    EXPECT_EQ(read("time,open,high,low,close\n1735689600,10,12,9,11\n1735689660,11,13,10,12\n").bars, minute_bars);
    EXPECT_EQ(read("ts_event,open,high,low,close\n1735689600000000000,10,12,9,11\n2025-01-01T00:01:00.000000000Z,11,13,"
                   "10,12\n")
                  .bars,
              minute_bars);
    EXPECT_EQ(read("open_time,open,high,low,close,symbol\n2025-01-01 00:00:00+00:00,10,12,9,11,X\n2025-01-01 "
                   "01:01:00+01:00,11,13,10,12,X\n")
                  .bars,
              minute_bars);
}

TEST(ReadBars, PrefersTheExactTimeOverTheDate) {
    EXPECT_EQ(read("https://www.CryptoDataDownload.com\r\nunix,date,symbol,open,high,low,close,Volume BTC\r\n"
                   "1735689600,2025-01-01 12-AM,BTC/USD,10,12,9,11,1\r\n1735689660000,2025-01-01 "
                   "12-AM,BTC/USD,11,13,10,12,1\r\n")
                  .bars,
              minute_bars);
}

std::string const klines =
    "1735689600000,10,12,9,11,5,1735689659999,50,7,2,20,0\n"
    "1735689660000000,11,13,10,12,5,1735689719999999,50,7,2,20,0\n";

TEST(ReadBars, ReadsBinanceKlines) {
    EXPECT_EQ(read(klines).bars, minute_bars);  // no header; ms and us in one file
    EXPECT_EQ(read(klines, {.format = lg::bar_format::binance_kline}).bars, minute_bars);
    std::string const header =
        "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,"
        "ignore\n";
    EXPECT_EQ(read(header + klines).bars, minute_bars);
    EXPECT_EQ(read(header + klines, {.format = lg::bar_format::binance_kline}).bars, minute_bars);
    EXPECT_EQ(read(header + klines, {.format = lg::bar_format::named_columns}).bars, minute_bars);
}

// ---- length and stamps ----------------------------------------------------------------------------------------------

TEST(ReadBars, TakesStampsForTheCloseIfTold) {
    std::string const text = "time,open,high,low,close\n1735689660,10,12,9,11\n1735689720,11,13,10,12\n";
    EXPECT_EQ(read(text, {.stamp = lg::bar_stamp::close}).bars, minute_bars);
}

TEST(ReadBars, TakesTheMostCommonSpacingForTheLength) {
    std::string text = "time,open,high,low,close\n";
    for (int minute : {0, 5, 10, 15, 60, 65, 70})
        text += std::to_string(1735689600 + 60 * minute) + ",1,1,1,1\n";
    auto const series = read(text);
    EXPECT_EQ(series.findings.step, 5min);
    EXPECT_EQ(series.findings.gaps, 1u);
    EXPECT_EQ(series.findings.missing, 8u);
    EXPECT_EQ(series.findings.largest_gap, 40min);
    EXPECT_EQ(series.findings.largest_gap_start, at("2025-01-01 00:20"));
    EXPECT_EQ(series.bars[3].end, at("2025-01-01 00:20"));
    EXPECT_EQ(
        lg::describe(series.findings),
        "prices.csv: 7 rows, 2025-01-01 to 2025-01-01 01:15, step 5 min; 1 gap, 8 rows missing, the largest 40 min "
        "from 2025-01-01 00:20");
}

TEST(ReadBars, TakesTheLengthStated) {
    std::string const text = "time,open,high,low,close\n1735689600,10,12,9,11\n";
    auto const series      = read(text, {.length = 1min});
    EXPECT_EQ(series.bars, std::vector<lg::bar>(minute_bars.begin(), minute_bars.begin() + 1));
    EXPECT_EQ(error_in(daily, {.length = 96h}),
              "prices.csv: most rows are closer together than the stated length of a bar, 4 d");
    EXPECT_EQ(error_in(daily, {.length = 0s}), "read_bars_options: length must be positive and at most ten years");
}

TEST(ReadBars, CutsBarsThatWouldOverlapAndSaysSo) {
    std::string const months =
        "date,open,high,low,close\n2023-01-01,1,1,1,1\n2023-02-01,1,1,1,1\n2023-03-01,1,1,1,1\n2023-04-01,1,1,1,1\n";
    auto const series = read(months);
    EXPECT_EQ(series.findings.step, 31 * 24h);
    EXPECT_EQ(series.findings.shortened, 1u);
    EXPECT_EQ(series.bars[1].end, at("2023-03-01"));
    EXPECT_EQ(series.bars[3].end, at("2023-05-02"));
    EXPECT_EQ(lg::describe(series.findings),
              "prices.csv: 4 rows, 2023-01-01 to 2023-05-02, step 31 d; 1 bar shorter than the step; no gaps");
    auto const closes = read(months, {.stamp = lg::bar_stamp::close});
    EXPECT_EQ(closes.bars[2].start, at("2023-02-01"));
    EXPECT_EQ(closes.findings.shortened, 1u);
}

TEST(ReadBars, CountsWeekendsAsGapsOnlyWhereTheMarketIsOpen) {
    auto const days = [](std::initializer_list<int> list) {
        std::string text = "date,open,high,low,close\n";
        for (int d : list)
            text += "2020-06-" + std::string(d < 10 ? "0" : "") + std::to_string(d) + ",1,1,1,1\n";
        return read(text).findings;
    };
    EXPECT_EQ(days({1, 2, 3, 4, 5, 8, 9, 10, 11, 12}).gaps, 0u);  // 2020-06-01 is a Monday
    EXPECT_EQ(days({5, 8}).step, 24h);
    EXPECT_EQ(days({5, 12, 15}).gaps, 0u);
    auto const closed = days({4, 5, 15, 16});
    EXPECT_EQ(closed.gaps, 1u);
    EXPECT_EQ(closed.missing, 9u);
    auto const open = days({1, 2, 3, 4, 5, 6, 7, 9});
    EXPECT_EQ(open.gaps, 1u);
    EXPECT_EQ(open.missing, 1u);
    EXPECT_EQ(open.largest_gap_start, at("2020-06-08"));
}

// ---- order ----------------------------------------------------------------------------------------------------------

std::string const newest_first =
    "date,open,high,low,close\n2020-03-16,12,14,11,13\n2020-03-13,11,13,10,12\n2020-03-12,10,12,9,11\n";

TEST(ReadBars, RefusesRowsOutOfOrder) {
    EXPECT_EQ(error_in(newest_first),
              "prices.csv:3: column 1 (date): 2020-03-13 is before line 2; the whole file runs from newest to oldest, "
              "order_policy::repair turns it round");
    EXPECT_EQ(
        error_in("date,open,high,low,close\n2020-03-12,1,1,1,1\n2020-03-16,1,1,1,1\n\n2020-03-13,1,1,1,1\n"),
        "prices.csv:5: column 1 (date): 2020-03-13 is before line 3 (2020-03-16); order_policy::repair sorts the rows");
    EXPECT_EQ(error_in("date,open,high,low,close\n2020-03-12,1,1,1,1\n2020-03-12,1,1,1,1\n"),
              "prices.csv:3: column 1 (date): 2020-03-12 repeats the time of line 2; order_policy::repair drops exact "
              "repetitions");
}

TEST(ReadBars, RepairsTheOrderIfTold) {
    auto const reversed = read(newest_first, {.order = lg::order_policy::repair});
    EXPECT_EQ(reversed.bars, daily_bars);
    EXPECT_EQ(reversed.findings.reordered, 2u);
    auto const mixed = read(daily + "2020-03-13,11,13,10,12,1.6,2000\n", {.order = lg::order_policy::repair});
    EXPECT_EQ(mixed.bars, daily_bars);
    EXPECT_EQ(mixed.findings.reordered, 1u);
    EXPECT_EQ(mixed.findings.duplicates_dropped, 1u);
    EXPECT_EQ(
        lg::describe(mixed.findings),
        "prices.csv: 4 rows (3 kept), 2020-03-12 to 2020-03-17, step 1 d; 1 row out of order, sorted; 1 duplicate "
        "dropped; no gaps");
    EXPECT_EQ(error_in(daily + "2020-03-13,11,13,10,12.5,1.6,2000\n", {.order = lg::order_policy::repair}),
              "prices.csv:5: column 1 (Date): 2020-03-13 has other values on line 3");
}

// ---- prices ---------------------------------------------------------------------------------------------------------

TEST(ReadBars, RefusesInconsistentBars) {
    std::string const head = "date,open,high,low,close\n2020-03-12,1,1,1,1\n";
    EXPECT_EQ(error_in(head + "2020-03-13,10,9,11,10\n"),
              "prices.csv:3: column 3 (high): \"9\" is below the low, \"11\"");
    EXPECT_EQ(error_in(head + "2020-03-13,8,12,9,10\n"),
              "prices.csv:3: column 2 (open): \"8\" is outside the range from low to high, \"9\" to \"12\"; see "
              "inconsistent_bars");
    EXPECT_EQ(error_in(head + "2020-03-13,10,12,9,12.5\n"),
              "prices.csv:3: column 5 (close): \"12.5\" is outside the range from low to high, \"9\" to \"12\"; see "
              "inconsistent_bars");
}

TEST(ReadBars, WidensOrSkipsInconsistentBarsIfTold) {
    std::string const text =
        "date,open,high,low,close\n2020-03-12,10,12,9,11\n2020-03-13,8,12,9,10\n2020-03-16,10,9,11,10\n2020-03-17,12,"
        "14,11,13\n";
    auto const widened = read(text, {.inconsistent = lg::inconsistent_bars::widen});
    EXPECT_EQ(widened.findings.widened, 2u);
    EXPECT_EQ(widened.bars[1], make_bar("2020-03-13", "2020-03-14", 8, 12, 8, 10));
    EXPECT_EQ(widened.bars[2], make_bar("2020-03-16", "2020-03-17", 10, 11, 9, 10));
    for (auto const& b : widened.bars)
        EXPECT_TRUE(lg::is_consistent(b));
    EXPECT_NE(lg::describe(widened.findings).find("; 2 bars widened to enclose open and close"), std::string::npos);
    auto const skipped = read(text, {.inconsistent = lg::inconsistent_bars::skip});
    EXPECT_EQ(skipped.findings.skipped, 2u);
    EXPECT_EQ(skipped.findings.rows, 4u);
    EXPECT_EQ(skipped.bars.size(), 2u);
    EXPECT_NE(lg::describe(skipped.findings).find("; 2 inconsistent bars skipped"), std::string::npos);
    EXPECT_EQ(
        error_in("date,open,high,low,close\n2020-03-13,8,12,9,10\n", {.inconsistent = lg::inconsistent_bars::skip}),
        "prices.csv: no consistent row is left");
}

TEST(ReadBars, TakesTinyExcessForRounding) {
    auto const series = read(
        "date,open,high,low,close\n2020-03-12,2000,2000,2000,2000.000001\n2020-03-13,1999.999999,2000,2000,2000\n2020-"
        "03-16,1,1,1,1\n");
    EXPECT_EQ(series.findings.widened, 2u);
    EXPECT_EQ(series.bars[0].high, 2000.000001);
    EXPECT_EQ(series.bars[1].low, 1999.999999);
}

// ---- errors ---------------------------------------------------------------------------------------------------------

TEST(ReadBars, NamesTheBadField) {
    std::string const head = "date,open,high,low,close\n2020-03-12,1,1,1,1\n";
    EXPECT_EQ(error_in(head + "2020-03-13,1,abc,1,1\n"), "prices.csv:3: column 3 (high): \"abc\" is not a number");
    EXPECT_EQ(error_in(head + "2020-03-13,1,null,1,1\n"), "prices.csv:3: column 3 (high): \"null\" is not a number");
    EXPECT_EQ(error_in(head + "2020-03-13,1,1,,1\n"), "prices.csv:3: column 4 (low): is empty");
    EXPECT_EQ(error_in(head + "2020-03-13,nan,1,1,1\n"), "prices.csv:3: column 2 (open): \"nan\" is not a number");
    EXPECT_EQ(error_in(head + "2020-03-13,1,1e400,1,1\n"), "prices.csv:3: column 3 (high): \"1e400\" is out of range");
    EXPECT_EQ(error_in(head + "2020-03-13,1,1,0,1\n"), "prices.csv:3: column 4 (low): \"0\" is not a positive price");
    EXPECT_EQ(error_in(head + "2020-03-13,1,1,1,-3\n"),
              "prices.csv:3: column 5 (close): \"-3\" is not a positive price");
    EXPECT_EQ(error_in(head + "yesterday,1,1,1,1\n"), "prices.csv:3: column 1 (date): \"yesterday\" is not a time");
    EXPECT_EQ(error_in(head + ",1,1,1,1\n"), "prices.csv:3: column 1 (date): is empty");
    EXPECT_EQ(error_in(klines + "1735689720000,1,x,1,1,5,1,1,1,1,1,0\n"),
              "prices.csv:3: column 3 (high): \"x\" is not a number");
}

TEST(ReadBars, RefusesRowsOfTheWrongLength) {
    EXPECT_EQ(error_in(daily + "2020-03-17,1,1\n"), "prices.csv:5: 3 fields instead of 7");
    EXPECT_EQ(error_in(daily + "2020-03-17,1,1,1,1,1,1,1\n"), "prices.csv:5: 8 fields instead of 7");
    EXPECT_EQ(error_in(klines + "1735689720000,1,1,1,1\n"), "prices.csv:3: 5 fields instead of 12");
    EXPECT_EQ(error_in("1735689720000,1,1,1,1\n", {.format = lg::bar_format::binance_kline}),
              "prices.csv:1: 5 fields, but a Binance kline file has 12");
}

TEST(ReadBars, NamesTheMissingColumns) {
    EXPECT_EQ(error_in("date,close,volume\n2020-03-12,1,1\n"),
              "prices.csv:1: no column for open, high, low; the columns are: date, close, volume");
    EXPECT_EQ(error_in("# note\nday of trade,open,high,low,Adj Close\n"),
              "prices.csv:2: no column for time, close; the columns are: day of trade, open, high, low, Adj Close");
    EXPECT_EQ(
        error_in("Date;Open;High;Low;Close\n2020-03-12;1;1;1;1\n"),
        "prices.csv:1: no column for time, open, high, low, close; the columns are: Date;Open;High;Low;Close (fields "
        "must be separated by commas)");
    EXPECT_EQ(error_in("date,open,high,low,close,Close\n2020-03-12,1,1,1,1,1\n"),
              "prices.csv:1: columns 5 and 6 have the same name, close");
    EXPECT_EQ(error_in("1735689600000,1,1,1,1,5\n"),
              "prices.csv:1: no header line, and not the 12 columns of a Binance kline file");
    EXPECT_EQ(error_in(klines, {.format = lg::bar_format::named_columns}), "prices.csv:1: no header line");
}

TEST(ReadBars, RefusesFilesWithoutBars) {
    EXPECT_EQ(error_in(""), "prices.csv: is empty");
    EXPECT_EQ(error_in("\xEF\xBB\xBF\r\n# only a note\n\n"), "prices.csv: is empty");
    EXPECT_EQ(error_in("date,open,high,low,close\n"), "prices.csv: has a header but no rows");
    EXPECT_EQ(error_in("date,open,high,low,close\n2020-03-12,1,1,1,1\n"),
              "prices.csv: one row does not show the length of a bar; state read_bars_options::length");
    EXPECT_EQ(error_in("time,open,high,low,close\n1735689600,1,1,1,1\n1735689660,1,1,1,1\n1735689800,1,1,1,1\n"
                       "1735689999,1,1,1,1\n1735700000,1,1,1,1\n"),
              "prices.csv: the rows have no common spacing that would show the length of a bar; state "
              "read_bars_options::length");
}

TEST(ReadBars, RefusesPathsThatAreNoFiles) {
    EXPECT_EQ(message_of([] { (void)lg::read_bars("no/such/file.csv"); }), "no/such/file.csv: can not be opened");
    std::string const error = message_of([] { (void)lg::read_bars("."); });
    EXPECT_TRUE(error == ".: can not be read (is it a directory?)" || error == ".: can not be opened") << error;
}

}  // namespace
