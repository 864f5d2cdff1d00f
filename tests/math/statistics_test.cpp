// SPDX-License-Identifier: BSL-1.0
#include <longgamma/math/statistics.hpp>

#include <gtest/gtest.h>

#include <array>

namespace {

namespace lg   = longgamma;
namespace math = longgamma::math;

TEST(RunningSum, StartsAtZero) {
    EXPECT_EQ(math::running_sum<double>().value(), 0.0);
}

TEST(RunningSum, KeepsWhatAPlainSumLoses) {
    math::running_sum<double> sum;
    sum += 1e16;
    for (int i = 0; i < 1000; ++i)
        sum += 0.25;
    sum += -1e16;
    EXPECT_EQ(sum.value(), 250.0);
}

TEST(RunningSum, DoesNotDriftOverAMillionTerms) {
    math::running_sum<double> sum;
    for (int i = 0; i < 1'000'000; ++i)
        sum += 0.1;
    EXPECT_EQ(sum.value(), 100000.0 + 1e6 * 5.5511151231257827e-18);  // 0.1 as a double is that much above 1/10
}

TEST(RunningSum, RunsInLanes) {
    using batch = lg::simd::batch<double>;
    math::running_sum<batch> sum;
    sum += batch(1e16);
    sum += batch(0.25);
    sum += batch(-1e16);
    for (double const x : lg::simd::to_array(sum.value()))
        EXPECT_EQ(x, 0.25);
}

}  // namespace
