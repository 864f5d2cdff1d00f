// SPDX-License-Identifier: BSL-1.0
#include <longgamma/volatility/bar_estimators.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#ifndef LONGGAMMA_REFERENCE_DIR
#define LONGGAMMA_REFERENCE_DIR "tests/reference"
#endif

namespace {

namespace lg = longgamma;

using estimator_fn = double (*)(std::span<lg::bar const>) noexcept;

struct named_estimator {
    char const* name;
    estimator_fn variance;
    std::size_t fewest_bars;
};

constexpr std::array<named_estimator, 7> all_estimators = {{
    {"close", lg::close_to_close_variance, 3},
    {"close_mean0", lg::close_to_close_variance_zero_mean, 2},
    {"parkinson", lg::parkinson_variance, 1},
    {"garman_klass", lg::garman_klass_variance, 1},
    {"rogers_satchell", lg::rogers_satchell_variance, 1},
    {"gk_yz", lg::garman_klass_yang_zhang_variance, 2},
    {"yang_zhang", lg::yang_zhang_variance, 3},
}};

lg::bar make_bar(double open, double high, double low, double close) {
    return {.start = {},
            .end   = lg::timestamp{} + std::chrono::hours(1),
            .open  = open,
            .high  = high,
            .low   = low,
            .close = close};
}

// Bars of a Brownian motion of variance 1e-4 and mean `drift` a bar. Within each of the 64 steps the extremes are drawn
// from the exact law of a Brownian bridge, so the range is that of the continuous path (up to the chance that highest
// and lowest point fall into one step).
std::vector<lg::bar> brownian_bars(std::size_t count, double drift, double gap_deviation, unsigned seed) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal;
    std::uniform_real_distribution<double> uniform(1e-300, 1.0);
    int const steps       = 64;
    double const variance = 1e-4 / steps;
    std::vector<lg::bar> bars;
    double x = std::log(100.0);
    for (std::size_t i = 0; i < count; ++i) {
        x += gap_deviation * normal(random);
        double const open = x;
        double high = x, low = x;
        for (int k = 0; k < steps; ++k) {
            double const y = x + drift / steps + std::sqrt(variance) * normal(random);
            double const d = (y - x) * (y - x);
            high           = std::max(high, 0.5 * (x + y + std::sqrt(d - 2.0 * variance * std::log(uniform(random)))));
            low            = std::min(low, 0.5 * (x + y - std::sqrt(d - 2.0 * variance * std::log(uniform(random)))));
            x              = y;
        }
        bars.push_back(make_bar(std::exp(open), std::exp(high), std::exp(low), std::exp(x)));
    }
    return bars;
}

struct sample {
    double mean;
    double standard_error;
    double variance;
};

// Mean of the estimator over disjoint windows, with its standard error.
sample over_disjoint_windows(std::vector<lg::bar> const& bars, std::size_t window, estimator_fn estimator) {
    std::vector<double> values;
    for (std::size_t i = 0; i + window <= bars.size(); i += window)
        values.push_back(estimator(std::span(bars).subspan(i, window)));
    double const n = static_cast<double>(values.size());
    double mean    = 0.0;
    for (double v : values)
        mean += v / n;
    double sum = 0.0;
    for (double v : values)
        sum += (v - mean) * (v - mean);
    double const variance = sum / (n - 1.0);
    return {.mean = mean, .standard_error = std::sqrt(variance / n), .variance = variance};
}

// ---- reference tables -----------------------------------------------------------------------------------------------

std::vector<std::vector<std::string>> read_cells(std::filesystem::path const& path) {
    std::ifstream file(path);
    std::vector<std::vector<std::string>> rows;
    for (std::string line; std::getline(file, line);) {
        std::vector<std::string> cells(1);
        for (char c : line) {
            if (c == ',')
                cells.emplace_back();
            else if (c != '\r')
                cells.back() += c;
        }
        rows.push_back(cells);
    }
    return rows;
}

std::filesystem::path reference_folder() {
    char const* const folder = std::getenv("LONGGAMMA_REFERENCE_DIR");
    return std::filesystem::path(folder != nullptr && *folder != '\0' ? folder : LONGGAMMA_REFERENCE_DIR) /
           "volatility";
}

void check_table(std::filesystem::path const& table_path) {
    SCOPED_TRACE(table_path.string());
    std::string const name = table_path.filename().string();
    auto const table       = read_cells(table_path);
    auto const prices =
        read_cells(table_path.parent_path() / (name.substr(0, name.size() - std::size("_ttr.csv") + 1) + ".csv"));
    ASSERT_GT(prices.size(), 2u);
    ASSERT_EQ(prices.size(), table.size());

    std::vector<lg::bar> bars;
    for (std::size_t i = 1; i < prices.size(); ++i)
        bars.push_back(make_bar(std::stod(prices[i].at(1)), std::stod(prices[i].at(2)), std::stod(prices[i].at(3)),
                                std::stod(prices[i].at(4))));

    std::size_t compared = 0;
    double worst         = 0.0;
    for (std::size_t column = 0; column < table[0].size(); ++column) {
        std::string const& header = table[0][column];
        auto const at_n           = header.rfind("_n");
        auto const at_year        = header.rfind("_N");
        if (at_n == std::string::npos || at_year == std::string::npos || at_year < at_n)
            continue;
        std::string const estimator = header.substr(0, at_n);
        auto const known            = std::find_if(all_estimators.begin(), all_estimators.end(),
                                                   [&](named_estimator const& e) { return estimator == e.name; });
        if (known == all_estimators.end())
            continue;
        std::size_t const n          = std::stoul(header.substr(at_n + 2, at_year - at_n - 2));
        lg::annualization const year = lg::annualization(std::stod(header.substr(at_year + 2)));
        bool const needs_close       = estimator == "gk_yz" || estimator == "yang_zhang";
        auto const ours              = lg::rolling(bars, needs_close ? n + 1 : n, known->variance);
        // The table divides the zero-mean sum by n - 2, the estimator by the number of returns.
        double const rescale =
            estimator == "close_mean0" ? (static_cast<double>(n) - 1.0) / (static_cast<double>(n) - 2.0) : 1.0;
        for (std::size_t i = 0; i < ours.size(); ++i) {
            std::string const& cell = table[i + 1].at(column);
            if (cell.empty()) {
                EXPECT_TRUE(std::isnan(ours[i])) << header << " row " << i + 1;
                continue;
            }
            double const expected = std::stod(cell);
            double const error    = std::abs(year.volatility(ours[i] * rescale) / expected - 1.0);
            ASSERT_LT(error, 1e-10) << header << " row " << i + 1;
            worst = std::max(worst, error);
            ++compared;
        }
    }
    EXPECT_GT(compared, 1000u);
    testing::Test::RecordProperty("values_compared", std::to_string(compared));
    testing::Test::RecordProperty("worst_relative_error", std::to_string(worst * 1e16) + "e-16");
}

TEST(BarEstimators, AgreeWithTheReferenceTables) {
    std::size_t tables = 0;
    if (std::filesystem::is_directory(reference_folder()))
        for (auto const& entry : std::filesystem::directory_iterator(reference_folder())) {
            std::string const name = entry.path().filename().string();
            if (name.starts_with("ohlc_") && name.ends_with("_ttr.csv")) {
                check_table(entry.path());
                ++tables;
            }
        }
    EXPECT_GE(tables, 1u) << "no table in " << reference_folder();
}

// ---- values by hand -------------------------------------------------------------------------------------------------

TEST(BarEstimators, EqualTheFormulasOnSmallWindows) {
    std::vector<lg::bar> const bars = {make_bar(100, 103, 99, 102), make_bar(101, 104, 100, 100),
                                       make_bar(100.5, 102, 97, 101)};
    double const r1 = std::log(100.0 / 102.0), r2 = std::log(101.0 / 100.0);
    EXPECT_NEAR(lg::close_to_close_variance(bars), (r1 - r2) * (r1 - r2) / 2.0, 1e-17);
    EXPECT_NEAR(lg::close_to_close_variance_zero_mean(bars), (r1 * r1 + r2 * r2) / 2.0, 1e-17);

    double const range = std::log(103.0 / 99.0), move = std::log(102.0 / 100.0);
    auto const first = std::span(bars).first(1);
    EXPECT_NEAR(lg::parkinson_variance(first), range * range / (4.0 * std::log(2.0)), 1e-17);
    EXPECT_NEAR(lg::garman_klass_variance(first), 0.5 * range * range - (2.0 * std::log(2.0) - 1.0) * move * move,
                1e-17);
    EXPECT_NEAR(lg::rogers_satchell_variance(first),
                std::log(103.0 / 102.0) * std::log(103.0 / 100.0) + std::log(99.0 / 102.0) * std::log(99.0 / 100.0),
                1e-17);

    // n = 2: k = 0.34 / (1.34 + 3)
    double const k  = 0.34 / 4.34;
    double const g1 = std::log(101.0 / 102.0), g2 = std::log(100.5 / 100.0);
    double const m1 = std::log(100.0 / 101.0), m2 = std::log(101.0 / 100.5);
    double const rs = lg::rogers_satchell_variance(std::span(bars).last(2));
    EXPECT_NEAR(lg::yang_zhang_variance(bars),
                (g1 - g2) * (g1 - g2) / 2.0 + k * (m1 - m2) * (m1 - m2) / 2.0 + (1.0 - k) * rs, 1e-17);
    EXPECT_NEAR(lg::garman_klass_yang_zhang_variance(bars),
                (g1 * g1 + g2 * g2) / 2.0 + lg::garman_klass_variance(std::span(bars).last(2)), 1e-17);
}

TEST(BarEstimators, KeepTheirDigitsOnTinyReturns) {
    // One step of 2^-40 of the price: the return is 2^-40 - 2^-81 + ..., of which a logarithm of the rounded ratio
    // would keep 4 digits.
    double const step               = std::ldexp(1.0, -40);
    std::vector<lg::bar> const bars = {make_bar(1, 1, 1, 1), make_bar(1, 1.0 + step, 1, 1.0 + step)};
    double const expected           = std::log1p(step) * std::log1p(step);
    EXPECT_NEAR(lg::close_to_close_variance_zero_mean(bars) / expected, 1.0, 1e-15);
    EXPECT_NEAR(lg::parkinson_variance(bars) * 8.0 * std::log(2.0) / expected, 1.0, 1e-15);
    std::vector<lg::bar> const dear = {make_bar(1, 1, 1, 90000.01), make_bar(1, 1, 1, 90000.02)};
    double const r                  = std::log1p((90000.02 - 90000.01) / 90000.01);
    EXPECT_NEAR(lg::close_to_close_variance_zero_mean(dear) / (r * r), 1.0, 1e-14);
}

// ---- properties -----------------------------------------------------------------------------------------------------

TEST(BarEstimators, AreZeroOnFlatBars) {
    std::vector<lg::bar> const bars(10, make_bar(123.45, 123.45, 123.45, 123.45));
    for (auto const& e : all_estimators)
        EXPECT_EQ(e.variance(bars), 0.0) << e.name;
}

TEST(BarEstimators, DoNotDependOnTheUnitOfThePrice) {
    auto const bars = brownian_bars(50, 1e-3, 0.005, 7);
    for (double scale : {0.25, 1024.0, 1e-6, 3.7}) {
        auto scaled = bars;
        for (auto& b : scaled)
            b = make_bar(b.open * scale, b.high * scale, b.low * scale, b.close * scale);
        for (auto const& e : all_estimators)
            EXPECT_NEAR(e.variance(scaled) / e.variance(bars), 1.0, 1e-12) << e.name << " " << scale;
    }
}

TEST(BarEstimators, TurnedUpsideDownAreTheSame) {
    // 1/price: highs and lows change places, every log return changes sign.
    auto const bars = brownian_bars(50, 1e-3, 0.005, 8);
    auto inverse    = bars;
    for (auto& b : inverse)
        b = make_bar(1.0 / b.open, 1.0 / b.low, 1.0 / b.high, 1.0 / b.close);
    for (auto const& e : all_estimators)
        EXPECT_NEAR(e.variance(inverse) / e.variance(bars), 1.0, 1e-11) << e.name;
}

TEST(RogersSatchell, IsExactlyZeroOnATrendingBar) {
    EXPECT_EQ(lg::rogers_satchell_variance(std::vector{make_bar(100, 131.7, 100, 131.7)}), 0.0);
    EXPECT_EQ(lg::rogers_satchell_variance(std::vector{make_bar(100, 100, 71.3, 71.3)}), 0.0);
    EXPECT_GT(lg::parkinson_variance(std::vector{make_bar(100, 131.7, 100, 131.7)}), 0.0);
}

TEST(CloseToClose, RemovesAConstantDrift) {
    std::vector<lg::bar> bars;
    for (int i = 0; i < 20; ++i)
        bars.push_back(make_bar(1, 1, 1, std::ldexp(1.0, i)));
    EXPECT_LT(lg::close_to_close_variance(bars), 1e-30);
    EXPECT_GE(lg::close_to_close_variance(bars), 0.0);
    EXPECT_NEAR(lg::close_to_close_variance_zero_mean(bars), std::log(2.0) * std::log(2.0), 1e-15);
}

// Each mean lies within 4.5 standard errors of the truth (chance of a false alarm below 1e-5 a comparison; the seed is
// fixed, so that a pass stays a pass).
TEST(BarEstimators, AreUnbiasedWithoutDriftAndGaps) {
    auto const bars = brownian_bars(40000, 0.0, 0.0, 20240501);
    for (auto const& e : all_estimators)
        for (std::size_t window : {std::size_t{5}, std::size_t{20}}) {
            auto const s = over_disjoint_windows(bars, window, e.variance);
            EXPECT_LT(s.standard_error, 1e-6);
            EXPECT_NEAR(s.mean, 1e-4, 4.5 * s.standard_error) << e.name << " " << window;
        }
}

TEST(BarEstimators, DriftFreeOnesStayUnbiasedUnderDriftAndGaps) {
    double const drift = 0.01, gap = 0.005;  // drift of a whole standard deviation a bar
    auto const bars = brownian_bars(40000, drift, gap, 20240502);
    auto const rs   = over_disjoint_windows(bars, 10, lg::rogers_satchell_variance);
    auto const yz   = over_disjoint_windows(bars, 11, lg::yang_zhang_variance);
    auto const cc   = over_disjoint_windows(bars, 10, lg::close_to_close_variance);
    auto const pk   = over_disjoint_windows(bars, 10, lg::parkinson_variance);
    EXPECT_NEAR(rs.mean, 1e-4, 4.5 * rs.standard_error);
    EXPECT_NEAR(yz.mean, 1e-4 + gap * gap, 4.5 * yz.standard_error);
    EXPECT_NEAR(cc.mean, 1e-4 + gap * gap, 4.5 * cc.standard_error);
    EXPECT_GT(pk.mean, 1e-4 + 20.0 * pk.standard_error);  // biased, as documented
}

TEST(BarEstimators, HaveTheStatedEfficiency) {
    // Sample variances of 40000 values have a standard error of 2 to 4 %, hence 12 %.
    auto const bars    = brownian_bars(40000, 0.0, 0.0, 20240503);
    double const close = 2e-8;  // variance of r^2, r normal of variance 1e-4
    EXPECT_NEAR(close / over_disjoint_windows(bars, 1, lg::parkinson_variance).variance, 4.9, 0.6);
    EXPECT_NEAR(close / over_disjoint_windows(bars, 1, lg::garman_klass_variance).variance, 7.4, 0.9);
    EXPECT_NEAR(close / over_disjoint_windows(bars, 1, lg::rogers_satchell_variance).variance, 6.0, 0.7);
}

// ---- edges ----------------------------------------------------------------------------------------------------------

TEST(BarEstimators, GiveNanForTooFewBars) {
    auto const bars = brownian_bars(3, 0.0, 0.001, 3);
    for (auto const& e : all_estimators)
        for (std::size_t n = 0; n <= 3; ++n)
            EXPECT_EQ(std::isnan(e.variance(std::span(bars).first(n))), n < e.fewest_bars) << e.name << " " << n;
}

TEST(BarEstimators, GiveNanForNanInAPriceTheyRead) {
    double const nan = std::numeric_limits<double>::quiet_NaN();
    auto const good  = brownian_bars(5, 0.0, 0.001, 4);
    for (auto const& e : all_estimators)
        for (std::size_t i = 0; i < good.size(); ++i) {
            auto bars    = good;
            bars[i].open = bars[i].high = bars[i].low = bars[i].close = nan;
            EXPECT_TRUE(std::isnan(e.variance(bars))) << e.name << " bar " << i;
        }
    auto bars    = good;
    bars[2].open = bars[2].high = bars[2].low = nan;
    EXPECT_FALSE(std::isnan(lg::close_to_close_variance(bars)));
    EXPECT_TRUE(std::isnan(lg::yang_zhang_variance(bars)));
}

TEST(BarEstimators, GiveNoFiniteNumberForPricesOfZeroOrBelow) {
    auto const good = brownian_bars(5, 0.0, 0.001, 5);
    for (auto const& e : all_estimators)
        for (double price : {0.0, -1.0}) {
            auto bars = good;
            for (auto& b : bars)
                b = make_bar(price, price, price, price);
            EXPECT_FALSE(std::isfinite(e.variance(bars))) << e.name << " all " << price;
            bars    = good;
            bars[2] = make_bar(price, price, price, price);
            EXPECT_FALSE(std::isfinite(e.variance(bars))) << e.name << " one " << price;
        }
}

TEST(BarEstimators, DoNotHideInconsistentBars) {
    auto const wrong = make_bar(100, 101, 100, 110);  // closes above its high
    EXPECT_FALSE(lg::is_consistent(wrong));
    EXPECT_LT(lg::garman_klass_variance(std::vector{wrong}), 0.0);
    EXPECT_TRUE(
        std::isnan(lg::annualization::trading_days().volatility(lg::garman_klass_variance(std::vector{wrong}))));
}

TEST(Rolling, EqualsTheEstimatorOnEachWindow) {
    auto const bars   = brownian_bars(60, 0.0, 0.002, 6);
    auto const values = lg::rolling(bars, 21, lg::yang_zhang_variance);
    ASSERT_EQ(values.size(), bars.size());
    for (std::size_t i = 0; i < bars.size(); ++i) {
        if (i < 20)
            EXPECT_TRUE(std::isnan(values[i]));
        else
            EXPECT_EQ(values[i], lg::yang_zhang_variance(std::span(bars).subspan(i - 20, 21)));
    }
}

TEST(Rolling, ForgetsASpikeOnceItHasLeftTheWindow) {
    std::vector<lg::bar> bars(30, make_bar(100, 100, 100, 100));
    bars[10].high     = 1e200;
    auto const values = lg::rolling(bars, 5, lg::parkinson_variance);
    EXPECT_GT(values[14], 1e3);
    EXPECT_EQ(values[15], 0.0);
}

TEST(Rolling, KnowsItsEdges) {
    auto const bars = brownian_bars(3, 0.0, 0.0, 9);
    EXPECT_TRUE(lg::rolling({}, 5, lg::parkinson_variance).empty());
    for (double v : lg::rolling(bars, 4, lg::parkinson_variance))
        EXPECT_TRUE(std::isnan(v));
    EXPECT_EQ(lg::rolling(bars, 3, lg::parkinson_variance).back(), lg::parkinson_variance(bars));
    EXPECT_THROW((void)lg::rolling(bars, 0, lg::parkinson_variance), std::invalid_argument);
    auto const closes = lg::rolling(bars, 1, [](std::span<lg::bar const> w) { return w[0].close; });
    EXPECT_EQ(closes[1], bars[1].close);
}

}  // namespace
