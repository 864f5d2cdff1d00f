// SPDX-License-Identifier: BSL-1.0
#include <longgamma/core/real.hpp>

#include <longgamma/core/option_type.hpp>

#include <support/dual.hpp>

#include <gtest/gtest.h>

#include <complex>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>

namespace {

namespace lg = longgamma;
using lg::simd::batch;
using longgamma_test::dual;

static_assert(lg::real<double> && lg::real<float> && lg::real<long double>);
static_assert(lg::real<batch<double>> && lg::real<batch<float>>);
static_assert(lg::real<dual<double>> && lg::real<dual<float>>);
static_assert(!lg::real<std::string>);
static_assert(!lg::real<std::complex<double>>);  // not ordered
static_assert(!lg::real<double*>);

static_assert(lg::machine_real<double> && lg::machine_real<batch<float>>);
static_assert(!lg::machine_real<dual<double>>);

static_assert(std::same_as<lg::mask_t<double>, bool>);
static_assert(std::same_as<lg::mask_t<dual<double>>, bool>);
static_assert(!std::same_as<lg::mask_t<batch<double>>, bool>);

static_assert(std::same_as<lg::simd::scalar_t<batch<float>>, float>);
static_assert(std::same_as<lg::simd::scalar_t<double>, double>);
static_assert(lg::simd::lanes<double> == 1);
static_assert(lg::simd::lanes<batch<float>> == 2 * lg::simd::lanes<batch<double>>);
static_assert(lg::simd::batch_type<batch<double>> && !lg::simd::batch_type<double>);
static_assert(sizeof(lg::simd::bits_t<double>) == 8 && sizeof(lg::simd::bits_t<float>) == 4);

static_assert(lg::sign(lg::call) == 1.0 && lg::sign(lg::put) == -1.0);

template <class T>
class Lanes : public testing::Test {};
using numbers = testing::Types<float, double>;
TYPED_TEST_SUITE(Lanes, numbers);

TYPED_TEST(Lanes, KeepTheirOrderThroughArraysMemoryAndBits) {
    using lanes_t               = batch<TypeParam>;
    constexpr std::size_t width = lg::simd::lanes<lanes_t>;
    std::array<TypeParam, width> numbers_in{};
    for (std::size_t i = 0; i < width; ++i)
        numbers_in[i] = static_cast<TypeParam>(i) - TypeParam(1.5);
    lanes_t const x = lg::simd::from_array<lanes_t>(numbers_in);
    EXPECT_EQ(lg::simd::to_array(x), numbers_in);
    EXPECT_EQ(lg::simd::to_array(lg::simd::load<lanes_t>(numbers_in.data())), numbers_in);
    EXPECT_EQ(lg::simd::to_array(lg::simd::from_bits<lanes_t>(lg::simd::to_bits(x))), numbers_in);
    EXPECT_EQ(lg::simd::from_bits<TypeParam>(lg::simd::to_bits(numbers_in[0])), numbers_in[0]);
}

}  // namespace
