// SPDX-License-Identifier: BSL-1.0
#include <longgamma/io/csv.hpp>

#include "support/message_of.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

namespace {

namespace lg  = longgamma;
using records = std::vector<std::vector<std::string>>;

records read_all(std::string const& text) {
    std::istringstream in(text);
    lg::csv_reader table(in, "x.csv");
    records all;
    while (table.next()) {
        all.emplace_back();
        for (std::size_t i = 0; i < table.fields(); ++i)
            all.back().emplace_back(table.field(i));
    }
    return all;
}

TEST(Csv, SplitsFields) {
    EXPECT_EQ(read_all("a,b,c\n1,2,3\n"), (records{{"a", "b", "c"}, {"1", "2", "3"}}));
    EXPECT_EQ(read_all("1,2,3"), (records{{"1", "2", "3"}}));  // no newline at the end
    EXPECT_EQ(read_all(",,\n"), (records{{"", "", ""}}));
    EXPECT_EQ(read_all("a,\n"), (records{{"a", ""}}));
    EXPECT_EQ(read_all(" a b ,\tc , \n"), (records{{"a b", "c", ""}}));
    EXPECT_EQ(read_all(""), records{});
}

TEST(Csv, ReadsQuotes) {
    EXPECT_EQ(read_all("\"a,b\",\"say \"\"hi\"\"\",\"\" , \"x\" \n"), (records{{"a,b", "say \"hi\"", "", "x"}}));
    EXPECT_EQ(read_all("\"two\nlines\",1\n2,3\n"), (records{{"two\nlines", "1"}, {"2", "3"}}));
    EXPECT_EQ(read_all("\"a\",\"b\"\r\n\"c\",\"\"\r\n"), (records{{"a", "b"}, {"c", ""}}));
}

TEST(Csv, AcceptsLineEndsByteOrderMarkBlankLinesAndPreamble) {
    records const expected{{"a", "b"}, {"1", "2"}};
    EXPECT_EQ(read_all("a,b\r\n1,2\r\n"), expected);
    EXPECT_EQ(read_all("\xEF\xBB\xBF"
                       "a,b\n1,2\n"),
              expected);
    EXPECT_EQ(read_all("\n\n  \na,b\n\n1,2\n\r\n\n"), expected);
    EXPECT_EQ(read_all("# written by hand\n#\na,b\n1,2\n"), expected);
    EXPECT_EQ(read_all("https://www.CryptoDataDownload.com\na,b\n1,2\n"), expected);
    EXPECT_EQ(read_all("Timestamps are UTC timezone,https://www.CryptoDataDownload.com\na,b\n1,2\n"), expected);
    EXPECT_EQ(read_all("www.example.com\na,b\n1,2\n"), expected);
    EXPECT_EQ(read_all("a,b\n#1,2\n"), (records{{"a", "b"}, {"#1", "2"}}));  // after the first record: data
}

TEST(Csv, NamesLineAndColumnOfAnError) {
    auto const message = [](std::string const& text) { return message_of([&] { (void)read_all(text); }); };
    EXPECT_EQ(message("a,b\n1,\"2\n"), "x.csv:2: column 2: the quoted field is not closed");
    EXPECT_EQ(message("a,b\n1,\"2\"3\n"), "x.csv:2: column 2: text after the closing quote");
    EXPECT_EQ(message("a,b\n1,2\"3\n"), "x.csv:2: column 2: a quote inside a field that is not quoted");
    EXPECT_EQ(message("\xFF\xFE"
                      "a\n"),
              "x.csv:1: the text is UTF-16; save it as UTF-8");
}

TEST(Csv, WantsAsManyFieldsAsColumns) {
    std::istringstream in("a,b\n\n\"1\n1\",2\n3\n");
    lg::csv_reader table(in, "x.csv");
    ASSERT_TRUE(table.next());
    table.take_header();
    ASSERT_TRUE(table.next());
    EXPECT_EQ(table.line(), 3u);
    EXPECT_EQ(message_of([&] { (void)table.next(); }), "x.csv:5: 1 field instead of 2");
    EXPECT_EQ(table.line(), 5u);
}

TEST(Csv, FindsColumnsByPlainName) {
    std::istringstream in("<DATE>,Open Time,Adj Close,CLOSE,close_time,close\n");
    lg::csv_reader table(in, "x.csv");
    ASSERT_TRUE(table.next());
    table.take_header();
    EXPECT_EQ(table.column({"opentime", "date"}), 1u);
    EXPECT_EQ(table.column({"timestamp", "date", "opentime"}), 0u);  // the order of the aliases decides
    EXPECT_EQ(table.column({"adjclose"}), 2u);
    EXPECT_EQ(table.column({"high"}), std::nullopt);
    EXPECT_EQ(message_of([&] { (void)table.column({"close"}); }), "x.csv:1: columns 4 and 6 have the same name, close");
}

TEST(Csv, ReadsNumbersWhole) {
    EXPECT_EQ(lg::parse_number("1"), 1.0);
    EXPECT_EQ(lg::parse_number("-2.50"), -2.5);
    EXPECT_EQ(lg::parse_number(".5"), 0.5);
    EXPECT_EQ(lg::parse_number("1e-05"), 1e-5);
    EXPECT_EQ(lg::parse_number("1E308"), 1e308);
    EXPECT_EQ(lg::parse_number("0.1"), 0.1);
    for (char const* text : {"",    "abc",       "1,5",  "1 ",    " 1",     "+1",  "1x",    "0x10", "nan", "NaN",
                             "inf", "-Infinity", "null", "1e999", "1e-999", "--1", "1.2.3", "e5",   "-",   "."})
        EXPECT_EQ(lg::parse_number(text), std::nullopt) << text;
}

TEST(Csv, ReportsWhyAFieldIsNoNumber) {
    std::istringstream in("high\nabc\n\"\"\n1e999\nnan\n" + std::string(100, 'x') + "\na\tb\n");
    lg::csv_reader table(in, "x.csv");
    ASSERT_TRUE(table.next());
    table.take_header();
    auto const message = [&] {
        EXPECT_TRUE(table.next());
        return message_of([&] { (void)table.number(0); });
    };
    EXPECT_EQ(message(), "x.csv:2: column 1 (high): \"abc\" is not a number");
    EXPECT_EQ(message(), "x.csv:3: column 1 (high): is empty");
    EXPECT_EQ(message(), "x.csv:4: column 1 (high): \"1e999\" is out of range");
    EXPECT_EQ(message(), "x.csv:5: column 1 (high): \"nan\" is not a number");
    EXPECT_EQ(message(), "x.csv:6: column 1 (high): \"" + std::string(40, 'x') + "...\" is not a number");
    EXPECT_EQ(message(), "x.csv:7: column 1 (high): \"a?b\" is not a number");
}

}  // namespace
