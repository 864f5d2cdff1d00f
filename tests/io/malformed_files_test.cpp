// SPDX-License-Identifier: BSL-1.0
// Whatever the bytes: a reader returns sound bars or throws std::invalid_argument. Most telling under the sanitizers.
#include <longgamma/io/read_bars.hpp>
#include <longgamma/io/read_series.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

namespace lg = longgamma;

struct counts {
    int read = 0, refused = 0;
};

void read_every_way(std::string const& text, counts& seen) {
    auto const attempt = [&](auto reader) {
        std::istringstream in(text);
        try {
            reader(in);
            ++seen.read;
        } catch (std::invalid_argument const& error) {
            EXPECT_LT(std::string_view(error.what()).size(), 1000u);
            ++seen.refused;
        }
    };
    auto const check = [](lg::bar_series const& series) {
        EXPECT_EQ(series.findings.kept, series.bars.size());
        for (std::size_t i = 0; i < series.bars.size(); ++i) {
            EXPECT_TRUE(lg::is_consistent(series.bars[i]));
            EXPECT_LT(series.bars[i].start, series.bars[i].end);
            if (i > 0) {
                EXPECT_LE(series.bars[i - 1].end, series.bars[i].start);
            }
        }
        EXPECT_FALSE(lg::describe(series.findings).empty());
    };
    attempt([&](std::istream& in) { check(lg::read_bars(in, "x")); });
    attempt([&](std::istream& in) {
        check(lg::read_bars(in, "x",
                            {.stamp        = lg::bar_stamp::close,
                             .order        = lg::order_policy::repair,
                             .inconsistent = lg::inconsistent_bars::widen}));
    });
    attempt([&](std::istream& in) {
        check(lg::read_bars(in, "x",
                            {.length       = std::chrono::minutes(1),
                             .order        = lg::order_policy::repair,
                             .inconsistent = lg::inconsistent_bars::skip}));
    });
    attempt([](std::istream& in) { (void)lg::read_volatility_index(in, "x", {.order = lg::order_policy::repair}); });
    attempt([](std::istream& in) { (void)lg::read_funding(in, "x", {.order = lg::order_policy::repair}); });
}

std::string const named =
    "date,open,high,low,close,funding_rate\n"
    "2020-03-12,10,12,9,11,1e-4\n2020-03-13T00:00:00.5Z,11,13,10,12,2e-4\n\"2020-03-16\",12,14,11,13,3e-4\n";
std::string const klines =
    "1735689600000,10,12,9,11,5,1735689659999,50,7,2,20,0\n"
    "1735689660000000,11,13,10,12,5,1735689719999999,50,7,2,20,0\n";

TEST(MalformedFiles, TruncatedAnywhere) {
    counts seen;
    for (std::string const& whole : {named, klines})
        for (std::size_t n = 0; n <= whole.size(); ++n)
            read_every_way(whole.substr(0, n), seen);
    EXPECT_GT(seen.read, 0);
    EXPECT_GT(seen.refused, 0);
}

TEST(MalformedFiles, RandomlyChanged) {
    std::mt19937_64 random(1);
    std::string_view const likely = "0123456789,,,\"\"\n\n\r-+.:eETZ #/ \t\xEF\xBB\xBF";
    counts seen;
    for (int round = 0; round < 4000; ++round) {
        std::string text            = round % 2 == 0 ? named : klines;
        std::uint64_t const changes = 1 + random() % 8;
        for (std::uint64_t k = 0; k < changes && !text.empty(); ++k) {
            std::size_t const at = random() % text.size();
            char const c = random() % 4 == 0 ? static_cast<char>(random() & 0xff) : likely[random() % likely.size()];
            switch (random() % 4) {
                case 0:
                    text[at] = c;
                    break;
                case 1:
                    text.insert(at, 1 + random() % 3, c);
                    break;
                case 2:
                    text.erase(at, 1 + random() % 5);
                    break;
                default:
                    text.insert(at, text.substr(random() % text.size(), random() % 40));
                    break;
            }
        }
        read_every_way(text, seen);
    }
    EXPECT_GT(seen.read, 100);
    EXPECT_GT(seen.refused, 100);
}

TEST(MalformedFiles, RandomBytes) {
    std::mt19937_64 random(2);
    counts seen;
    for (int round = 0; round < 1000; ++round) {
        std::string text(random() % 300, '\0');
        for (char& c : text)
            c = static_cast<char>(random() & 0xff);
        read_every_way(text, seen);
        read_every_way("date,open,high,low,close\n" + text, seen);
    }
    EXPECT_EQ(seen.read, 0);
}

TEST(MalformedFiles, Extremes) {
    counts seen;
    std::string const head = "date,open,high,low,close,funding_rate\n";
    read_every_way(std::string(10000, ','), seen);
    read_every_way(head + std::string(10000, ',') + "\n", seen);
    read_every_way(std::string(10000, ',') + "\n" + std::string(10000, ',') + "\n", seen);
    read_every_way(std::string(100000, '"'), seen);
    read_every_way("\"" + std::string(100000, '\n'), seen);
    read_every_way(std::string(100000, '\n'), seen);
    read_every_way(std::string(100000, '9'), seen);
    read_every_way(head + std::string(100000, '9') + ",1,1,1,1,1\n", seen);
    read_every_way(head + "2020-03-12," + std::string(100000, '9') + ",1,1,1,x\n", seen);
    read_every_way(std::string("\0\0\0\0,\0\n", 7), seen);
    EXPECT_EQ(seen.read, 0);
    read_every_way(head + "2020-03-12,1e308,1e308,1e308,1e308,1e308\n2020-03-13,1e-308,1e308,1e-308,1e308,-1e308\n",
                   seen);
    EXPECT_EQ(seen.read, 5);
    read_every_way(head + "1850-01-01,1,1,1,1,1\n2099-12-31,1,1,1,1,1\n", seen);
    read_every_way(
        head +
            "1850-01-01,1,1,1,1,1\n1850-01-01 00:00:00.000000001,1,1,1,1,1\n2099-12-31 23:59:59.999999999,1,1,1,1,1\n",
        seen);
}

}  // namespace
