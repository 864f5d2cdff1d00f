// SPDX-License-Identifier: BSL-1.0
#include <longgamma/core/columns.hpp>

#include <gtest/gtest.h>

#include <array>
#include <concepts>
#include <numeric>
#include <span>
#include <vector>

namespace {

namespace lg = longgamma;

// A column is a view: what would dangle does not compile, nor does a range of another number type.
static_assert(std::constructible_from<lg::column<double>, double>);
static_assert(std::constructible_from<lg::column<double>, int>);
static_assert(std::constructible_from<lg::column<double>, std::vector<double>&>);
static_assert(std::constructible_from<lg::column<double>, std::vector<double> const&>);
static_assert(std::constructible_from<lg::column<double>, std::array<double, 3>&>);
static_assert(std::constructible_from<lg::column<double>, std::span<double>>);
static_assert(std::constructible_from<lg::column<double>, std::span<double const>>);
static_assert(!std::constructible_from<lg::column<double>, std::vector<double>>);
static_assert(!std::constructible_from<lg::column<double>, std::vector<double> const>);
static_assert(!std::constructible_from<lg::column<double>, std::array<double, 3>>);
static_assert(!std::constructible_from<lg::column<double>, std::vector<float>&>);
static_assert(!std::constructible_from<lg::column<float>, std::vector<double>&>);

template <class Batch>
std::vector<double> lanes_of(Batch const& x) {
    auto const a = lg::simd::to_array(x);
    return {a.begin(), a.end()};
}

TEST(Column, OfANumberIsThatNumberInEveryRow) {
    lg::column<double> const c = 3;
    EXPECT_TRUE(c.is_constant());
    EXPECT_EQ(c.size(), 0U);
    EXPECT_EQ(c[0], 3.0);
    EXPECT_EQ(c[1000], 3.0);
    using batch = lg::simd::batch<double>;
    std::vector<double> const expected(lg::simd::lanes<batch>, 3.0);
    EXPECT_EQ(lanes_of(c.load<batch>(7)), expected);
    EXPECT_EQ(lanes_of(c.load_padded<batch>(7, 1)), expected);
}

TEST(Column, OfARangeSeesTheRangeItself) {
    std::vector<float> numbers = {1.0F, 2.0F, 3.0F};
    lg::column<float> const c  = numbers;
    numbers[1]                 = 5.0F;
    EXPECT_FALSE(c.is_constant());
    EXPECT_EQ(c.size(), 3U);
    EXPECT_EQ(c[0], 1.0F);
    EXPECT_EQ(c[1], 5.0F);
    EXPECT_EQ(c[2], 3.0F);
}

TEST(Column, OfAnEmptyRangeIsNoConstant) {
    std::vector<double> const none;
    lg::column<double> const c = none;
    EXPECT_FALSE(c.is_constant());
    EXPECT_EQ(c.size(), 0U);
}

TEST(Column, PadsWithTheLastRowThatExists) {
    using batch                 = lg::simd::batch<double>;
    constexpr std::size_t width = lg::simd::lanes<batch>;
    std::vector<double> numbers(3 + width);
    std::iota(numbers.begin(), numbers.end(), 1.0);
    lg::column<double> const c = numbers;
    for (std::size_t count = 1; count <= width; ++count) {
        auto const lanes = lanes_of(c.load_padded<batch>(3, count));
        for (std::size_t i = 0; i < width; ++i)
            EXPECT_EQ(lanes[i], numbers[3 + (i < count ? i : count - 1)]) << "count " << count << " lane " << i;
    }
}

template <class T>
class ForEachBatch : public testing::Test {};
using numbers = testing::Types<float, double>;
TYPED_TEST_SUITE(ForEachBatch, numbers);

TYPED_TEST(ForEachBatch, VisitsEveryRowOnceAndWritesNoOther) {
    constexpr std::size_t width = lg::simd::lanes<lg::simd::batch<TypeParam>>;
    for (std::size_t const n :
         {std::size_t(0), std::size_t(1), width - 1, width, width + 1, 3 * width, 5 * width - 1}) {
        std::vector<TypeParam> in(n), out(n + 2, TypeParam(-1));
        std::iota(in.begin(), in.end(), TypeParam(1));
        lg::column<TypeParam> const column = in;
        std::size_t calls                  = 0;
        lg::for_each_batch<TypeParam>(n, [&](auto const& rows) {
            ++calls;
            auto const x = rows(column);
            rows.store(std::span(out).subspan(1, n), x * x);
        });
        EXPECT_EQ(calls, (n + width - 1) / width);
        EXPECT_EQ(out.front(), TypeParam(-1));
        EXPECT_EQ(out.back(), TypeParam(-1));
        for (std::size_t i = 0; i < n; ++i)
            EXPECT_EQ(out[i + 1], in[i] * in[i]) << "row " << i << " of " << n;
    }
}

}  // namespace
