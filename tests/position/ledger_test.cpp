// SPDX-License-Identifier: BSL-1.0
#include <longgamma/position/ledger.hpp>

#include <longgamma/core/simd.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <type_traits>
#include <vector>

namespace lg = longgamma;

namespace {

struct sums {
    double by_step, by_line, cash, gross;
};

// The three orders of summation, and the sum of the absolute payments.
sums sums_of(std::vector<lg::ledger_entry<double>> const& entries) {
    lg::ledger<double> book;
    lg::math::running_sum<double> by_step, by_line;
    double gross = 0.0;
    for (auto const& entry : entries) {
        book.book(entry);
        by_step += entry.total();
        for (double const x : entry.lines)
            gross += std::fabs(x);
    }
    for (std::size_t i = 0; i < lg::ledger_lines; ++i)
        by_line += book[static_cast<lg::ledger_line>(i)];
    return {by_step.value(), by_line.value(), book.cash(), gross};
}

void expect_equal_orders(std::vector<lg::ledger_entry<double>> const& entries) {
    sums const s = sums_of(entries);
    EXPECT_NEAR(s.by_step, s.cash, 1e-12 * s.gross);
    EXPECT_NEAR(s.by_line, s.cash, 1e-12 * s.gross);
    EXPECT_NEAR(s.by_line, s.by_step, 1e-12 * s.gross);
}

}  // namespace

TEST(Ledger, OrdersOfSummationAgreeOnRandomEntries) {
    std::mt19937_64 random(7);
    std::normal_distribution<double> sign(0.0, 1.0);
    std::lognormal_distribution<double> size(0.0, 6.0);
    for (int history = 0; history < 20; ++history) {
        std::vector<lg::ledger_entry<double>> entries(5000);
        for (auto& entry : entries)
            for (double& x : entry.lines)
                x = sign(random) < -1.0 ? 0.0 : std::copysign(size(random), sign(random));
        expect_equal_orders(entries);
    }
}

TEST(Ledger, OrdersOfSummationAgreeOnAdversarialEntries) {
    std::vector<lg::ledger_entry<double>> entries(2001);
    for (std::size_t step = 0; step < entries.size(); ++step)
        for (std::size_t line = 0; line < lg::ledger_lines; ++line) {
            double const sign         = (step + line) % 2 == 0 ? 1.0 : -1.0;
            entries[step].lines[line] = (step + 3 * line) % 5 == 0 ? sign * 1e16 : sign * 1e-3;
        }
    expect_equal_orders(entries);
}

TEST(Ledger, KeepsSmallPaymentsNextToLargeOnes) {
    // A plain sum would lose every one of the small payments: 1e16 + 0.001 == 1e16.
    lg::ledger<double> book;
    lg::ledger_entry<double> in, small, out;
    in[lg::ledger_line::underlying]  = 1e16;
    small[lg::ledger_line::fee]      = -1e-3;
    out[lg::ledger_line::underlying] = -1e16;
    book.book(in);
    for (int i = 0; i < 1000; ++i)
        book.book(small);
    book.book(out);
    EXPECT_NEAR(book.cash(), -1.0, 1e-12);
    EXPECT_NEAR(book[lg::ledger_line::fee], -1.0, 1e-12);
    EXPECT_EQ(book[lg::ledger_line::underlying], 0.0);
}

TEST(Ledger, ChargesCostsOnTheirOwnLines) {
    lg::ledger_entry<double> entry;
    entry.charge({.fee = 1.0, .half_spread = 2.0, .impact = 4.0, .gas = 8.0});
    entry.charge({.fee = 16.0, .half_spread = 0.0, .impact = 0.0, .gas = 0.0});
    EXPECT_EQ(entry[lg::ledger_line::fee], -17.0);
    EXPECT_EQ(entry[lg::ledger_line::half_spread], -2.0);
    EXPECT_EQ(entry[lg::ledger_line::impact], -4.0);
    EXPECT_EQ(entry[lg::ledger_line::gas], -8.0);
    EXPECT_EQ(entry[lg::ledger_line::option_half_spread], 0.0);
    EXPECT_EQ(entry.total(), -31.0);
}

TEST(Ledger, EmptyHistoryHoldsNothing) {
    lg::ledger<double> const book;
    EXPECT_EQ(book.cash(), 0.0);
    for (std::size_t i = 0; i < lg::ledger_lines; ++i)
        EXPECT_EQ(book[static_cast<lg::ledger_line>(i)], 0.0);
}

TEST(Ledger, LanesEqualScalarsBitForBit) {
    using batch                 = lg::simd::batch<double>;
    constexpr std::size_t width = lg::simd::lanes<batch>;
    std::mt19937_64 random(8);
    std::normal_distribution<double> payment(0.0, 1e6);
    lg::ledger<batch> lanes;
    std::array<lg::ledger<double>, width> scalars;
    for (int step = 0; step < 500; ++step) {
        lg::ledger_entry<batch> entry;
        std::array<lg::ledger_entry<double>, width> entries;
        for (std::size_t line = 0; line < lg::ledger_lines; ++line) {
            std::array<double, width> x;
            for (std::size_t i = 0; i < width; ++i)
                x[i] = entries[i].lines[line] = payment(random);
            entry.lines[line] = lg::simd::from_array<batch>(x);
        }
        lanes.book(entry);
        auto const cash  = lg::simd::to_array(lanes.cash());
        auto const total = lg::simd::to_array(entry.total());
        for (std::size_t i = 0; i < width; ++i) {
            scalars[i].book(entries[i]);
            ASSERT_EQ(cash[i], scalars[i].cash());
            ASSERT_EQ(total[i], entries[i].total());
        }
    }
}

TEST(Ledger, EveryLineHasAName) {
    EXPECT_EQ(lg::ledger_line_names.size(), lg::ledger_lines);
    EXPECT_EQ(lg::ledger_line_names[static_cast<std::size_t>(lg::ledger_line::premium)], "premium");
    EXPECT_EQ(lg::ledger_line_names[static_cast<std::size_t>(lg::ledger_line::option_half_spread)],
              "option_half_spread");
    EXPECT_EQ(static_cast<std::size_t>(lg::ledger_line::option_half_spread) + 1, lg::ledger_lines);
    for (std::size_t i = 0; i < lg::ledger_lines; ++i)
        for (std::size_t j = 0; j < i; ++j)
            EXPECT_NE(lg::ledger_line_names[i], lg::ledger_line_names[j]);
}

static_assert(std::is_trivially_copyable_v<lg::ledger<double>> && std::is_trivially_copyable_v<lg::ledger<float>>);
static_assert(std::is_trivially_copyable_v<lg::ledger_entry<double>>);
// Entries and ledgers work in constant expressions.
static_assert([] {
    lg::ledger_entry<double> entry;
    entry[lg::ledger_line::premium] = -5.0;
    entry[lg::ledger_line::gas]     = -1.0;
    lg::ledger<double> book;
    book.book(entry);
    book.book(entry);
    return book.cash();
}() == -12.0);
