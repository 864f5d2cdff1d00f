// SPDX-License-Identifier: BSL-1.0
#include <longgamma/math/elementary.hpp>

#include <support/accuracy.hpp>
#include <support/dual.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace {

namespace lg   = longgamma;
namespace lt   = longgamma_test;
namespace math = longgamma::math;

template <class T>
constexpr T infinity_of = std::numeric_limits<T>::infinity();
template <class T>
constexpr T nan_of = std::numeric_limits<T>::quiet_NaN();

/// Lanes of every instruction set which this program may use.
template <class T>
using batch = lg::simd::batch<T>;

/// Applies f to every number alone and in lanes, asserts that both give the same bits, and returns the results.
template <class T, class F>
std::vector<T> alone_and_in_lanes(std::vector<T> const& xs, F const& f) {
    constexpr std::size_t width = lg::simd::lanes<batch<T>>;
    std::vector<T> results(xs.size());
    std::size_t different = 0;
    for (std::size_t first = 0; first < xs.size(); first += width) {
        std::array<T, width> lanes{};
        for (std::size_t i = 0; i < width; ++i)
            lanes[i] = xs[std::min(first + i, xs.size() - 1)];
        auto const ys = lg::simd::to_array(batch<T>(f(lg::simd::from_array<batch<T>>(lanes))));
        for (std::size_t i = 0; i < width && first + i < xs.size(); ++i) {
            results[first + i] = f(xs[first + i]);
            if (!lt::same_bits(results[first + i], ys[i]) && different++ == 0)
                ADD_FAILURE() << "scalar and lane differ at " << xs[first + i] << ": " << results[first + i] << " and "
                              << ys[i];
        }
    }
    return results;
}

template <class T, class F, class Reference>
void expect_within_ulps(double bound, std::vector<T> const& xs, F const& f, Reference const& reference,
                        char const* what) {
    std::vector<T> const results = alone_and_in_lanes(xs, f);
    lt::worst_error worst;
    for (std::size_t i = 0; i < xs.size(); ++i)
        worst.add(lt::ulps_apart(results[i], reference(static_cast<long double>(xs[i]))),
                  [&] { return std::to_string(xs[i]); });
    worst.expect_at_most(bound, what);
}

template <class T>
std::vector<T> uniform_numbers(double low, double high, std::size_t count, std::uint64_t seed) {
    lt::random_numbers random(seed);
    std::vector<T> xs(count);
    for (T& x : xs)
        x = static_cast<T>(random.uniform(low, high));
    return xs;
}

/// Numbers of all magnitudes of T within [low, high], both positive.
template <class T>
std::vector<T> numbers_of_all_sizes(double low, double high, std::size_t count, std::uint64_t seed) {
    lt::random_numbers random(seed);
    std::vector<T> xs(count);
    for (T& x : xs)
        x = static_cast<T>(random.log_uniform(low, high));
    return xs;
}

template <class T>
void negate_every_second(std::vector<T>& xs) {
    for (std::size_t i = 0; i < xs.size(); i += 2)
        xs[i] = -xs[i];
}

constexpr std::size_t sample = 200'000;

template <class T>
class Elementary : public testing::Test {};
using scalars = testing::Types<double, float>;
TYPED_TEST_SUITE(Elementary, scalars);

TYPED_TEST(Elementary, ExpIsWithinTwoUlps) {
    using T            = TypeParam;
    bool const wide    = sizeof(T) == 8;
    auto const exp     = [](auto const& x) { return math::exp(x); };
    auto const correct = [](long double x) { return std::exp(x); };
    expect_within_ulps<T>(2.0, uniform_numbers<T>(wide ? -708.0 : -87.0, wide ? 709.7 : 88.7, sample, 1), exp, correct,
                          "exp");
    expect_within_ulps<T>(2.0, uniform_numbers<T>(-2.0, 2.0, sample, 2), exp, correct, "exp, small arguments");
    auto tiny = numbers_of_all_sizes<T>(wide ? 1e-320 : 1e-44, 0.1, sample, 3);
    negate_every_second(tiny);
    expect_within_ulps<T>(2.0, tiny, exp, correct, "exp, tiny arguments");
    expect_within_ulps<T>(3.0, uniform_numbers<T>(wide ? -745.2 : -104.0, wide ? -708.3 : -87.3, sample, 4), exp,
                          correct, "exp, subnormal results");
}

TYPED_TEST(Elementary, ExpKnowsItsSpecialValues) {
    using T         = TypeParam;
    T const largest = std::numeric_limits<T>::max();
    auto const value =
        alone_and_in_lanes<T>({T(0), T(-0.0), infinity_of<T>, -infinity_of<T>, nan_of<T>, largest, -largest},
                              [](auto const& x) { return math::exp(x); });
    EXPECT_EQ(value[0], T(1));
    EXPECT_EQ(value[1], T(1));
    EXPECT_EQ(value[2], infinity_of<T>);
    EXPECT_EQ(value[3], T(0));
    EXPECT_TRUE(std::isnan(value[4]));
    EXPECT_EQ(value[5], infinity_of<T>);
    EXPECT_EQ(value[6], T(0));
}

TYPED_TEST(Elementary, Expm1IsWithinFiveUlps) {
    using T            = TypeParam;
    auto const expm1   = [](auto const& x) { return math::expm1(x); };
    auto const correct = [](long double x) { return std::expm1(x); };
    expect_within_ulps<T>(5.0, uniform_numbers<T>(-40.0, 80.0, sample, 5), expm1, correct, "expm1");
    expect_within_ulps<T>(5.0, uniform_numbers<T>(-0.5, 0.5, sample, 6), expm1, correct, "expm1, small arguments");
    auto tiny = numbers_of_all_sizes<T>(sizeof(T) == 8 ? 1e-300 : 1e-37, 0.1, sample, 7);
    negate_every_second(tiny);
    expect_within_ulps<T>(5.0, tiny, expm1, correct, "expm1, tiny arguments");
}

TYPED_TEST(Elementary, LogIsWithinThreeUlps) {
    using T            = TypeParam;
    bool const wide    = sizeof(T) == 8;
    auto const log     = [](auto const& x) { return math::log(x); };
    auto const correct = [](long double x) { return std::log(x); };
    expect_within_ulps<T>(3.0, numbers_of_all_sizes<T>(wide ? 5e-324 : 1.5e-45, wide ? 1.7e308 : 3.4e38, sample, 8),
                          log, correct, "log, subnormal to largest");
    expect_within_ulps<T>(3.0, uniform_numbers<T>(0.3, 3.0, sample, 9), log, correct, "log, near 1");
    auto close = numbers_of_all_sizes<T>(static_cast<double>(std::numeric_limits<T>::epsilon()), 0.3, sample, 10);
    negate_every_second(close);
    for (T& x : close)
        x = T(1) + x;
    expect_within_ulps<T>(3.0, close, log, correct, "log, next to 1");
}

TYPED_TEST(Elementary, LogKnowsItsSpecialValues) {
    using T          = TypeParam;
    auto const value = alone_and_in_lanes<T>(
        {T(0), T(-0.0), T(1), infinity_of<T>, T(-1), -infinity_of<T>, nan_of<T>, -std::numeric_limits<T>::denorm_min()},
        [](auto const& x) { return math::log(x); });
    EXPECT_EQ(value[0], -infinity_of<T>);
    EXPECT_EQ(value[1], -infinity_of<T>);
    EXPECT_EQ(value[2], T(0));
    EXPECT_EQ(value[3], infinity_of<T>);
    for (std::size_t i = 4; i < 8; ++i)
        EXPECT_TRUE(std::isnan(value[i])) << i;
}

/// ln(x/y) in long double, without the rounding of the quotient where it matters.
long double log_of_quotient(long double x, long double y) {
    return x < 2.0L * y && y < 2.0L * x ? std::log1p((x - y) / y) : std::log(x) - std::log(y);
}

template <class T>
void expect_log_ratio_within_ulps(double bound, std::vector<T> const& xs, std::vector<T> const& ys, char const* what) {
    constexpr std::size_t width = lg::simd::lanes<batch<T>>;
    lt::worst_error worst;
    for (std::size_t i = 0; i < xs.size(); ++i) {
        T const value    = math::log_ratio(xs[i], ys[i]);
        auto const place = [&] { return std::to_string(xs[i]) + ", " + std::to_string(ys[i]); };
        worst.add(
            lt::ulps_apart(value, log_of_quotient(static_cast<long double>(xs[i]), static_cast<long double>(ys[i]))),
            place);
        if (i + width <= xs.size() && i % 7 == 0) {
            auto const lanes =
                lg::simd::to_array(math::log_ratio(lg::simd::load<batch<T>>(&xs[i]), lg::simd::load<batch<T>>(&ys[i])));
            ASSERT_TRUE(lt::same_bits(value, lanes[0])) << what << " at " << place();
        }
    }
    worst.expect_at_most(bound, what);
}

TYPED_TEST(Elementary, LogRatioIsWithinThreeUlpsFarAndNear) {
    using T           = TypeParam;
    bool const wide   = sizeof(T) == 8;
    double const low  = wide ? 5e-324 : 1.5e-45;
    double const high = wide ? 1.7e308 : 3.4e38;
    expect_log_ratio_within_ulps(3.0, numbers_of_all_sizes<T>(low, high, sample, 11),
                                 numbers_of_all_sizes<T>(low, high, sample, 12), "log_ratio, any two numbers");
    expect_log_ratio_within_ulps(3.0, numbers_of_all_sizes<T>(1e-3, 1e3, sample, 13),
                                 numbers_of_all_sizes<T>(1e-3, 1e3, sample, 14), "log_ratio, strikes of a chain");
    // Neighbours: the ratio differs from 1 by a few units in the last place up to a quarter.
    auto const xs = numbers_of_all_sizes<T>(1e-2, 1e5, sample, 15);
    auto ys       = xs;
    lt::random_numbers random(16);
    for (T& y : ys)
        y = static_cast<T>(static_cast<double>(y) *
                           (1.0 + random.log_uniform(1e-16, 0.25) * (random.uniform(-1, 1) < 0 ? -1 : 1)));
    expect_log_ratio_within_ulps(3.0, xs, ys, "log_ratio, neighbours");
}

TYPED_TEST(Elementary, LogRatioKnowsItsSpecialValues) {
    using T          = TypeParam;
    T const infinity = infinity_of<T>;
    T const largest  = std::numeric_limits<T>::max();
    T const smallest = std::numeric_limits<T>::denorm_min();
    auto const ratio = [](T x, T y) {
        T const scalar = math::log_ratio(x, y);
        EXPECT_TRUE(lt::same_bits(scalar, lg::simd::to_array(math::log_ratio(batch<T>(x), batch<T>(y)))[0]))
            << x << "/" << y;
        return scalar;
    };
    EXPECT_EQ(ratio(T(3), T(3)), T(0));
    EXPECT_EQ(ratio(T(0), T(2)), -infinity);
    EXPECT_EQ(ratio(T(2), T(0)), infinity);
    EXPECT_EQ(ratio(infinity, T(2)), infinity);
    EXPECT_EQ(ratio(T(2), infinity), -infinity);
    EXPECT_TRUE(std::isfinite(ratio(largest, smallest)));
    EXPECT_EQ(ratio(smallest, smallest), T(0));
    for (auto const& [x, y] : std::vector<std::pair<T, T>>{{T(0), T(0)},
                                                           {infinity, infinity},
                                                           {T(-1), T(2)},
                                                           {T(2), T(-1)},
                                                           {T(-1), T(-1)},
                                                           {nan_of<T>, T(1)},
                                                           {T(1), nan_of<T>}})
        EXPECT_TRUE(std::isnan(ratio(x, y))) << x << "/" << y;
}

TYPED_TEST(Elementary, Log1pIsWithinThreeUlps) {
    using T            = TypeParam;
    bool const wide    = sizeof(T) == 8;
    auto const log1p   = [](auto const& x) { return math::log1p(x); };
    auto const correct = [](long double x) { return std::log1p(x); };
    expect_within_ulps<T>(3.0, uniform_numbers<T>(-1.0, 3.0, sample, 22), log1p, correct, "log1p");
    expect_within_ulps<T>(3.0, numbers_of_all_sizes<T>(0.1, wide ? 1.7e308 : 3.4e38, sample, 23), log1p, correct,
                          "log1p, to the largest");
    auto close = numbers_of_all_sizes<T>(wide ? 5e-324 : 1.5e-45, 0.7, sample, 24);
    negate_every_second(close);
    expect_within_ulps<T>(3.0, close, log1p, correct, "log1p, near 0 and subnormal");
    auto low = numbers_of_all_sizes<T>(static_cast<double>(std::numeric_limits<T>::epsilon()), 0.5, sample, 25);
    for (T& x : low)
        x -= T(1);
    expect_within_ulps<T>(3.0, low, log1p, correct, "log1p, next to -1");
}

TYPED_TEST(Elementary, Log1pKnowsItsSpecialValues) {
    using T          = TypeParam;
    T const smallest = std::numeric_limits<T>::denorm_min();
    auto const value =
        alone_and_in_lanes<T>({T(0), T(-0.0), smallest, -smallest, infinity_of<T>, T(-1), -infinity_of<T>, nan_of<T>,
                               std::nextafter(T(-1), T(-2)), std::numeric_limits<T>::lowest()},
                              [](auto const& x) { return math::log1p(x); });
    EXPECT_EQ(value[0], T(0));
    EXPECT_EQ(value[1], T(0));
    EXPECT_TRUE(std::signbit(value[1]));
    EXPECT_EQ(value[2], smallest);
    EXPECT_EQ(value[3], -smallest);
    EXPECT_EQ(value[4], infinity_of<T>);
    EXPECT_EQ(value[5], -infinity_of<T>);
    for (std::size_t i = 6; i < 10; ++i)
        EXPECT_TRUE(std::isnan(value[i])) << i;
}

TYPED_TEST(Elementary, CubeRootInvertsTheCube) {
    using T            = TypeParam;
    double const bound = sizeof(T) == 8 ? 1e-13 : 2e-5;
    for (T const x :
         numbers_of_all_sizes<T>(sizeof(T) == 8 ? 1e-300 : 1e-37, sizeof(T) == 8 ? 1e300 : 1e37, 10'000, 17))
        ASSERT_NEAR(static_cast<double>(math::cube_root(x)) / std::cbrt(static_cast<double>(x)), 1.0, bound);
    EXPECT_EQ(math::cube_root(T(0)), T(0));
    EXPECT_TRUE(std::isnan(math::cube_root(T(-1))));
}

TYPED_TEST(Elementary, SqrtIsTheCorrectlyRoundedOne) {
    using T = TypeParam;
    auto const xs =
        numbers_of_all_sizes<T>(sizeof(T) == 8 ? 5e-324 : 1.5e-45, sizeof(T) == 8 ? 1e308 : 3e38, sample, 18);
    auto const roots = alone_and_in_lanes<T>(xs, [](auto const& x) { return math::sqrt(x); });
    for (std::size_t i = 0; i < xs.size(); ++i)
        ASSERT_EQ(roots[i], std::sqrt(xs[i]));
    EXPECT_TRUE(std::isnan(math::sqrt(T(-1))));
}

TYPED_TEST(Elementary, FmaGivesTheSameBitsAloneAndInLanes) {
    using T       = TypeParam;
    auto const xs = uniform_numbers<T>(-3.0, 3.0, 10'000, 19);
    alone_and_in_lanes<T>(xs, [](auto const& x) {
        using X = std::remove_cvref_t<decltype(x)>;
        return X(math::fma(x, X(x + X(1)), X(-x)));
    });
    EXPECT_EQ(math::fma(T(2), T(3), T(4)), T(10));
}

TYPED_TEST(Elementary, BoundsPassNanOfTheArgumentAndTakeNoSide) {
    using T = TypeParam;
    auto const most =
        alone_and_in_lanes<T>({T(1), T(2), T(3), nan_of<T>, infinity_of<T>, -infinity_of<T>},
                              [](auto const& x) { return math::at_most(x, std::remove_cvref_t<decltype(x)>(2)); });
    auto const least =
        alone_and_in_lanes<T>({T(1), T(2), T(3), nan_of<T>, infinity_of<T>, -infinity_of<T>},
                              [](auto const& x) { return math::at_least(x, std::remove_cvref_t<decltype(x)>(2)); });
    EXPECT_EQ(most[0], T(1));
    EXPECT_EQ(most[1], T(2));
    EXPECT_EQ(most[2], T(2));
    EXPECT_TRUE(std::isnan(most[3]));
    EXPECT_EQ(most[4], T(2));
    EXPECT_EQ(most[5], -infinity_of<T>);
    EXPECT_EQ(least[0], T(2));
    EXPECT_EQ(least[1], T(2));
    EXPECT_EQ(least[2], T(3));
    EXPECT_TRUE(std::isnan(least[3]));
    EXPECT_EQ(least[4], infinity_of<T>);
    EXPECT_EQ(least[5], T(2));
}

TYPED_TEST(Elementary, AbsKeepsNan) {
    using T = TypeParam;
    auto const value =
        alone_and_in_lanes<T>({T(-2), T(-0.0), nan_of<T>, -infinity_of<T>}, [](auto const& x) { return math::abs(x); });
    EXPECT_EQ(value[0], T(2));
    EXPECT_FALSE(std::signbit(value[1]));
    EXPECT_TRUE(std::isnan(value[2]));
    EXPECT_EQ(value[3], infinity_of<T>);
}

TYPED_TEST(Elementary, RoundTakesTheNearestAndHalvesAwayFromZero) {
    using T            = TypeParam;
    T const below_half = std::nextafter(T(0.5), T(0));
    auto const value   = alone_and_in_lanes<T>({T(0), T(0.5), T(-0.5), T(1.5), T(2.5), T(-2.5), T(2.4), T(-2.6),
                                                below_half, -below_half, T(1000001), nan_of<T>},
                                             [](auto const& x) { return math::round(x); });
    T const expected[] = {T(0), T(1), T(-1), T(2), T(3), T(-3), T(2), T(-3), T(0), T(0), T(1000001)};
    for (std::size_t i = 0; i < std::size(expected); ++i)
        EXPECT_EQ(value[i], expected[i]) << i;
    EXPECT_TRUE(std::isnan(value[11]));
    for (T const x : uniform_numbers<T>(-1e5, 1e5, 10'000, 20))
        ASSERT_EQ(math::round(x), std::round(x));
}

TYPED_TEST(Elementary, FloorIsTheLargestIntegerNotAbove) {
    using T = TypeParam;
    auto const value =
        alone_and_in_lanes<T>({T(1.5), T(-1.5), T(2), T(-2), T(0.25)}, [](auto const& x) { return math::floor(x); });
    EXPECT_EQ(value, (std::vector<T>{T(1), T(-2), T(2), T(-2), T(0)}));
}

TYPED_TEST(Elementary, SquareErrorIsExactlyWhatTheSquareLost) {
    using T             = TypeParam;
    auto const xs       = uniform_numbers<T>(-60.0, 60.0, sample, 21);
    auto const of_lanes = alone_and_in_lanes<T>(xs, [](auto const& x) {
        using X   = std::remove_cvref_t<decltype(x)>;
        X const h = x * x;
        return X(math::square_error(x, h));
    });
    for (std::size_t i = 0; i < xs.size(); ++i) {
        T const square = xs[i] * xs[i];
        ASSERT_EQ(of_lanes[i], std::fma(xs[i], xs[i], -square)) << xs[i];
    }
}

TYPED_TEST(Elementary, SelectChoosesLaneByLane) {
    using T = TypeParam;
    EXPECT_EQ(math::select(true, T(1), T(2)), T(1));
    EXPECT_EQ(math::select(false, T(1), T(2)), T(2));
    constexpr std::size_t width = lg::simd::lanes<batch<T>>;
    std::array<T, width> xs{};
    for (std::size_t i = 0; i < width; ++i)
        xs[i] = static_cast<T>(i) - T(1);
    auto const x      = lg::simd::from_array<batch<T>>(xs);
    auto const chosen = lg::simd::to_array(math::select(x < batch<T>(T(0)), batch<T>(T(7)), x));
    for (std::size_t i = 0; i < width; ++i)
        EXPECT_EQ(chosen[i], i == 0 ? T(7) : xs[i]);
    EXPECT_TRUE(math::any(x < batch<T>(T(0))));
    EXPECT_FALSE(math::any(x < batch<T>(T(-5))));
    EXPECT_TRUE(math::any(true));
    EXPECT_FALSE(math::any(false));
}

TEST(ElementaryOfDual, ServesDifferentiableNumbersByTheirOwnFunctions) {
    using lt::dual;
    dual<double> const x(2.0, 1.0);
    EXPECT_DOUBLE_EQ(math::exp(x).derivative, std::exp(2.0));
    EXPECT_DOUBLE_EQ(math::log(x).derivative, 0.5);
    EXPECT_DOUBLE_EQ(math::log1p(x).derivative, 1.0 / 3.0);
    EXPECT_DOUBLE_EQ(math::sqrt(x).derivative, 0.5 / std::sqrt(2.0));
    EXPECT_DOUBLE_EQ(math::log_ratio(x, dual<double>(4.0)).value, std::log(0.5));
    EXPECT_DOUBLE_EQ(math::log_ratio(dual<double>(4.0), x).derivative, -0.5);
    EXPECT_DOUBLE_EQ(math::fma(x, x, x).derivative, 5.0);
    EXPECT_DOUBLE_EQ(math::abs(dual<double>(-3.0, 1.0)).derivative, -1.0);
    EXPECT_DOUBLE_EQ(math::at_most(x, dual<double>(1.0)).derivative, 0.0);
    EXPECT_DOUBLE_EQ(math::at_least(x, dual<double>(1.0)).derivative, 1.0);
    EXPECT_DOUBLE_EQ(math::select(x.value > 0.0, x, dual<double>(0.0)).derivative, 1.0);
}

}  // namespace
