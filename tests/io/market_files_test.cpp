// SPDX-License-Identifier: BSL-1.0
// Reads whole market files, if the environment variable LONGGAMMA_DATA_DIR names a folder that holds them.
#include <longgamma/io.hpp>

#include "support/message_of.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace {

namespace lg = longgamma;
using namespace std::chrono_literals;

class MarketFiles : public testing::Test {
protected:
    void SetUp() override {
        char const* const folder = std::getenv("LONGGAMMA_DATA_DIR");
        if (folder == nullptr || !std::filesystem::is_directory(folder))
            GTEST_SKIP() << "LONGGAMMA_DATA_DIR names no folder of market files";
        folder_ = folder;
    }

    // All files of the folder whose names begin so.
    std::vector<std::string> files(std::string const& subfolder, std::string const& prefix) const {
        std::vector<std::string> found;
        for (auto const& entry : std::filesystem::directory_iterator(folder_ / subfolder))
            if (entry.path().filename().string().starts_with(prefix))
                found.push_back(entry.path().string());
        EXPECT_FALSE(found.empty()) << subfolder << "/" << prefix;
        return found;
    }

    lg::series_findings read_one(std::string const& subfolder, std::string const& prefix,
                                 lg::read_bars_options const& options = {}) const {
        lg::series_findings last;
        for (std::string const& path : files(subfolder, prefix)) {
            auto const series = lg::read_bars(path, options);
            for (auto const& b : series.bars)
                EXPECT_TRUE(lg::is_consistent(b)) << path << " " << lg::format_time(b.start);
            EXPECT_EQ(series.findings.shortened, 0u) << path;
            last = series.findings;
        }
        return last;
    }

    std::filesystem::path folder_;
};

TEST_F(MarketFiles, CryptoBars) {
    for (char const* prefix : {"binance_btcusdt_1m_2022", "binance_btcusdt_1m_2024", "binance_ethusdt_1m_"}) {
        auto const found = read_one("crypto", prefix);
        EXPECT_EQ(found.step, 1min);
        EXPECT_EQ(found.gaps, 0u);
    }
    auto const outage = read_one("crypto", "binance_btcusdt_1m_2021");
    EXPECT_EQ(outage.gaps, 2u);
    EXPECT_EQ(outage.missing, 150u + 284u);
    EXPECT_EQ(outage.largest_gap, 284min);
    auto const hourly = read_one("crypto", "binance_btcusdt_1h_2017");
    EXPECT_EQ(
        lg::describe(hourly).substr(hourly.name.size()),
        ": 52106 rows, 2017-08-17 04:00 to 2023-08-02 14:00, step 1 h; 28 gaps, 128 rows missing, the largest 1 d 9 h "
        "from 2018-02-08 01:00");
    EXPECT_EQ(read_one("crypto", "binance_btcusdt_1h_2026").rows, 1001u);
    EXPECT_EQ(read_one("crypto", "binance_ethusdt_perp_1h_").gaps, 0u);
}

TEST_F(MarketFiles, EquityBars) {
    auto const index = read_one("equity", "sp500_ohlc_1d_");
    EXPECT_EQ(index.rows, 5105u);
    EXPECT_EQ(index.step, 24h);
    EXPECT_EQ(index.gaps, 0u);
    EXPECT_EQ(index.widened, 0u);
    EXPECT_EQ(read_one("equity", "spy_1d_").gaps, 0u);
    EXPECT_EQ(read_one("equity", "spy_1m_").gaps, 5u);  // the nights between 6 sessions
    EXPECT_EQ(read_one("equity", "spx_1m_").gaps, 0u);
    EXPECT_EQ(read_one("equity", "aapl_1m_").gaps, 2u);
}

TEST_F(MarketFiles, RawBars) {
    EXPECT_EQ(read_one("raw", "binance_klines_BTCUSDT-1h_headerless_ms").step, 1h);
    EXPECT_EQ(read_one("raw", "binance_klines_BTCUSDT-1h_headerless_us").step, 1h);
    EXPECT_EQ(read_one("raw", "binance_klines_BTCUSDT-1m_pandas_iso").step, 1min);
    auto const milliseconds = lg::read_bars(files("raw", "binance_klines_BTCUSDT-1h_headerless_ms").at(0)).bars;
    auto const microseconds = lg::read_bars(files("raw", "binance_klines_BTCUSDT-1h_headerless_us").at(0)).bars;
    for (std::size_t i = 0; i < microseconds.size(); ++i)
        EXPECT_EQ(microseconds[i], milliseconds[i]);
    // Two rows of 2015 open below their low, as published.
    std::string const yahoo = files("raw", "yahoo_SPY").at(0);
    EXPECT_EQ(message_of([&] { (void)lg::read_bars(yahoo); }),
              yahoo +
                  ":1808: column 2 (Open): \"209.419998\" is outside the range from low to high, \"209.850006\" to "
                  "\"210.800003\"; see inconsistent_bars");
    auto const widened = read_one("raw", "yahoo_SPY", {.inconsistent = lg::inconsistent_bars::widen});
    EXPECT_EQ(widened.widened, 2u);
    EXPECT_EQ(widened.rows, 2519u);
}

TEST_F(MarketFiles, SnapshotsNeedTheirLengthStated) {
    for (std::string const& path : files("crypto", "deribit_btc_perpetual_snap1m")) {
        EXPECT_NE(message_of([&] { (void)lg::read_bars(path); }).find("no common spacing"), std::string::npos);
        EXPECT_EQ(lg::read_bars(path, {.length = 1min}).findings.gaps, 358u);
    }
}

TEST_F(MarketFiles, VolatilityIndices) {
    auto const vix = lg::read_volatility_index(files("equity", "vix_1d_").at(0));
    EXPECT_EQ(vix.findings.rows, 7304u);
    EXPECT_TRUE(vix.findings.percent);
    auto const midnight = lg::parse_time("2008-11-21").value();
    EXPECT_DOUBLE_EQ(lg::value_as_of(vix.values, midnight), 0.8086);  // the close of 2008-11-20
    EXPECT_NE(lg::value_as_of(vix.values, midnight - 1ns), 0.8086);
    auto const dvol = lg::read_volatility_index(files("crypto", "deribit_dvol_btc_1d_").at(0));
    EXPECT_EQ(dvol.findings.rows, 787u);
    EXPECT_EQ(dvol.findings.gaps, 0u);
    EXPECT_DOUBLE_EQ(dvol.values.front().value, 0.5676);
    EXPECT_EQ(dvol.values.front().known_at, lg::parse_time("2022-11-07"));
}

TEST_F(MarketFiles, FundingRates) {
    auto const funding = lg::read_funding(files("crypto", "binance_btcusdt_funding_8h_").at(0));
    EXPECT_EQ(funding.findings.rows, 2369u);
    EXPECT_EQ(funding.findings.step, 8h);
    EXPECT_EQ(funding.findings.gaps, 0u);
    EXPECT_EQ(funding.values.front().value, 0.0000044);
}

}  // namespace
