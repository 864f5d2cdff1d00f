// SPDX-License-Identifier: BSL-1.0
#include <longgamma/simulation/explain.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <type_traits>

namespace lg = longgamma;

TEST(Explain, OrdersOfSummationAgree) {
    std::mt19937_64 random(61);
    std::normal_distribution<double> normal(0.0, 1.0);
    std::lognormal_distribution<double> size(0.0, 8.0);
    lg::explain_totals<double> totals;
    lg::math::running_sum<double> by_step, by_line;
    double gross = 0.0;
    for (int step = 0; step < 5000; ++step) {
        lg::explain_entry<double> entry;
        for (double& x : entry.lines) {
            x = step % 100 == 7 ? std::copysign(1e16, normal(random)) : std::copysign(size(random), normal(random));
            gross += std::fabs(x);
        }
        totals.add(entry);
        by_step += entry.total();
    }
    for (std::size_t i = 0; i < lg::explain_lines; ++i)
        by_line += totals[static_cast<lg::explain_line>(i)];
    EXPECT_NEAR(by_step.value(), totals.total(), 1e-12 * gross);
    EXPECT_NEAR(by_line.value(), totals.total(), 1e-12 * gross);
}

TEST(Explain, EveryLineHasAName) {
    EXPECT_EQ(lg::explain_line_names.size(), lg::explain_lines);
    EXPECT_EQ(lg::explain_line_names[static_cast<std::size_t>(lg::explain_line::theta)], "theta");
    EXPECT_EQ(lg::explain_line_names[static_cast<std::size_t>(lg::explain_line::residual)], "residual");
    EXPECT_EQ(static_cast<std::size_t>(lg::explain_line::residual) + 1, lg::explain_lines);
}

static_assert(std::is_trivially_copyable_v<lg::explain_totals<double>>);
