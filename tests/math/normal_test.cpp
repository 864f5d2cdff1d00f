// SPDX-License-Identifier: BSL-1.0
#include <longgamma/math/normal.hpp>

#include <support/accuracy.hpp>
#include <support/dual.hpp>
#include <support/reference_table.hpp>

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
/// Half a unit in the last place of 1.
template <class T>
constexpr double roundoff = static_cast<double>(std::numeric_limits<T>::epsilon()) / 2.0;

auto const cdf      = [](auto const& x) { return math::normal_cdf(x); };
auto const pdf      = [](auto const& x) { return math::normal_pdf(x); };
auto const log_cdf  = [](auto const& x) { return math::normal_log_cdf(x); };
auto const mills    = [](auto const& x) { return math::mills_ratio(x); };
auto const erfcx    = [](auto const& x) { return math::scaled_erfc(x); };
auto const quantile = [](auto const& p) { return math::normal_quantile(p); };

// ---- references in long double

long double const pi         = std::acos(-1.0L);
long double const root_of_2  = std::sqrt(2.0L);
long double const root_of_pi = std::sqrt(pi);

long double pdf_reference(long double x) {
    return std::exp(-x * x / 2.0L) / (root_of_2 * root_of_pi);
}
long double cdf_reference(long double x) {
    return std::erfc(-x / root_of_2) / 2.0L;
}
/// erfcx: above 50 the asymptotic series.
long double erfcx_reference(long double x) {
    if (x < 50.0L)
        return std::exp(x * x) * std::erfc(x);
    long double const y = 0.5L / (x * x);
    return (1.0L - y * (1.0L - 3.0L * y * (1.0L - 5.0L * y * (1.0L - 7.0L * y)))) / (x * root_of_pi);
}
long double mills_reference(long double x) {
    return erfcx_reference(x / root_of_2) * root_of_pi / root_of_2;
}
long double log_cdf_reference(long double x) {
    if (x > 0.0L)
        return std::log1p(-cdf_reference(-x));
    return x > -50.0L ? std::log(cdf_reference(x))
                      : -x * x / 2.0L + std::log(mills_reference(-x) / (root_of_2 * root_of_pi));
}
/// Quantile, from a good approximation of it: two steps of Newton's method on the logarithm of the smaller tail.
long double quantile_reference(long double p, long double x) {
    bool const lower    = p < 0.5L;
    long double const q = lower ? p : 1.0L - p;
    long double y       = lower ? x : -x;
    for (int i = 0; i < 2; ++i)
        y -= std::log(cdf_reference(y) / q) * cdf_reference(y) / pdf_reference(y);
    return lower ? y : -y;
}
/// |p / (x phi(x))|: relative change of the quantile per relative change of p.
long double condition_of_quantile(long double p, long double x) {
    return std::fabs(p / (x * pdf_reference(x)));
}

// ---- measuring

/// Applies f to every number alone and in lanes, asserts that both give the same bits, and returns the results.
template <class T, class F>
std::vector<T> alone_and_in_lanes(std::vector<T> const& xs, F const& f) {
    using batch                 = lg::simd::batch<T>;
    constexpr std::size_t width = lg::simd::lanes<batch>;
    std::vector<T> results(xs.size());
    std::size_t different = 0;
    for (std::size_t first = 0; first < xs.size(); first += width) {
        std::array<T, width> lanes{};
        for (std::size_t i = 0; i < width; ++i)
            lanes[i] = xs[std::min(first + i, xs.size() - 1)];
        auto const ys = lg::simd::to_array(batch(f(lg::simd::from_array<batch>(lanes))));
        for (std::size_t i = 0; i < width && first + i < xs.size(); ++i) {
            results[first + i] = f(xs[first + i]);
            if (!lt::same_bits(results[first + i], ys[i]) && different++ == 0)
                ADD_FAILURE() << "scalar and lane differ at " << xs[first + i] << ": " << results[first + i] << " and "
                              << ys[i];
        }
    }
    return results;
}

/// Worst distance to `expected` in units in the last place, where that is a normal number of T; elsewhere the results
/// must be within two subnormal units, or overflow where it does.
template <class T, class F>
lt::worst_error worst_of(std::vector<T> const& xs, std::vector<long double> const& expected, F const& f) {
    std::vector<T> const results = alone_and_in_lanes(xs, f);
    auto const smallest          = static_cast<long double>(std::numeric_limits<T>::min());
    auto const largest           = static_cast<long double>(std::numeric_limits<T>::max());
    auto const unit              = static_cast<long double>(std::numeric_limits<T>::denorm_min());
    lt::worst_error worst;
    for (std::size_t i = 0; i < xs.size(); ++i) {
        long double const size = std::fabs(expected[i]);
        if (size < smallest)
            EXPECT_LE(std::fabs(static_cast<long double>(results[i]) - expected[i]), 2.0L * unit) << xs[i];
        else if (size <= largest)
            worst.add(lt::ulps_apart(results[i], expected[i]), [&] { return std::to_string(xs[i]); });
        else
            EXPECT_EQ(std::fabs(results[i]), infinity_of<T>) << xs[i];
    }
    return worst;
}
template <class T, class F, class Reference>
lt::worst_error worst_against(std::vector<T> const& xs, F const& f, Reference const& reference) {
    std::vector<long double> expected(xs.size());
    std::transform(xs.begin(), xs.end(), expected.begin(), [&](T x) { return reference(static_cast<long double>(x)); });
    return worst_of(xs, expected, f);
}

/// Worst error of the quantile in units of u (1 + c) |x|.
template <class T, class Expected>
lt::worst_error worst_of_quantile(std::vector<T> const& ps, Expected const& expected) {
    std::vector<T> const results = alone_and_in_lanes(ps, quantile);
    lt::worst_error worst;
    for (std::size_t i = 0; i < ps.size(); ++i) {
        long double const p = static_cast<long double>(ps[i]);
        long double const x = expected(i, static_cast<long double>(results[i]));
        if (x == 0.0L) {
            EXPECT_EQ(results[i], T(0));
            continue;
        }
        long double const relative = std::fabs((static_cast<long double>(results[i]) - x) / x);
        worst.add(static_cast<double>(relative / (1.0L + condition_of_quantile(p, x))) / roundoff<T>, [&] {
            return "p = " + std::to_string(ps[i]) + ", x = " + std::to_string(static_cast<double>(results[i]));
        });
    }
    return worst;
}
template <class T>
lt::worst_error worst_of_quantile(std::vector<T> const& ps) {
    return worst_of_quantile(ps, [&](std::size_t i, long double x) {
        long double const p = static_cast<long double>(ps[i]);
        return p == 0.5L ? 0.0L : quantile_reference(p, x);
    });
}

/// The rows of one function: arguments rounded to T, values as printed.
template <class T>
struct rows {
    std::vector<T> x;
    std::vector<long double> value;
};
template <class T = double>
rows<T> rows_of(std::string const& name) {
    rows<T> found;
    for (auto const row : lt::reference_table("pricing/norm.csv"))
        if (row.text("func") == name) {
            found.x.push_back(static_cast<T>(row["x"]));
            found.value.push_back(static_cast<long double>(row["value"]));
        }
    return found;
}

template <class T>
std::vector<T> uniform_numbers(double low, double high, std::size_t count, std::uint64_t seed) {
    lt::random_numbers random(seed);
    std::vector<T> xs(count);
    for (T& x : xs)
        x = static_cast<T>(random.uniform(low, high));
    return xs;
}
template <class T>
std::vector<T> numbers_of_all_sizes(double low, double high, std::size_t count, std::uint64_t seed) {
    lt::random_numbers random(seed);
    std::vector<T> xs(count);
    for (T& x : xs)
        x = static_cast<T>(random.log_uniform(low, high));
    return xs;
}
template <class T>
std::vector<T> negated(std::vector<T> xs) {
    for (T& x : xs)
        x = -x;
    return xs;
}
/// i/64 from low to high: squares that are exact in the references.
template <class T>
std::vector<T> short_numbers(int low, int high) {
    std::vector<T> xs;
    for (int i = 64 * low; i <= 64 * high; ++i)
        xs.push_back(static_cast<T>(i) / T(64));
    return xs;
}

constexpr double pdf_bound = 3.0, cdf_bound = 8.0, log_cdf_bound = 8.0, mills_bound = 7.0, erfcx_bound = 8.0;
constexpr double quantile_bound = 4.0;

// ---- every row of the table

TEST(NormalLawTable, OfDoubleStaysWithinTheStatedBounds) {
    auto const worst = [](char const* name, auto const& f) {
        auto const table = rows_of(name);
        return worst_of(table.x, table.value, f);
    };
    worst("pdf", pdf).expect_at_most(pdf_bound, "normal_pdf, table");
    worst("cdf", cdf).expect_at_most(cdf_bound, "normal_cdf, table");
    worst("logcdf", log_cdf).expect_at_most(log_cdf_bound, "normal_log_cdf, table");
    worst("erfcx", erfcx).expect_at_most(erfcx_bound, "scaled_erfc, table");
    auto const table = rows_of("invcdf");
    worst_of_quantile(table.x, [&](std::size_t i, long double) {
        return table.value[i];
    }).expect_at_most(quantile_bound, "normal_quantile, table");
}

// The arguments rounded to float; the expected values are of those.
TEST(NormalLawTable, OfFloatStaysWithinTheStatedBounds) {
    auto const worst = [](char const* name, auto const& f, auto const& reference) {
        return worst_against(rows_of<float>(name).x, f, reference);
    };
    worst("pdf", pdf, pdf_reference).expect_at_most(pdf_bound, "normal_pdf, table, float");
    worst("cdf", cdf, cdf_reference).expect_at_most(cdf_bound, "normal_cdf, table, float");
    worst("logcdf", log_cdf, log_cdf_reference).expect_at_most(log_cdf_bound, "normal_log_cdf, table, float");
    auto xs = rows_of<float>("erfcx").x;
    std::erase_if(xs, [](float x) { return x > 2e38F; });  // sqrt(2) x overflows
    worst_against(xs, erfcx, erfcx_reference).expect_at_most(erfcx_bound, "scaled_erfc, table, float");
    auto ps = rows_of<float>("invcdf").x;
    std::erase_if(ps, [](float p) { return p == 0.0F || p == 1.0F; });
    worst_of_quantile(ps).expect_at_most(quantile_bound, "normal_quantile, table, float");
}

// ---- dense samples

constexpr std::size_t sample = 100'000;

template <class T>
class NormalLaw : public testing::Test {};
using scalars = testing::Types<double, float>;
TYPED_TEST_SUITE(NormalLaw, scalars);

TYPED_TEST(NormalLaw, DensityAndDistributionStayWithinTheStatedBounds) {
    using T       = TypeParam;
    auto const xs = short_numbers<T>(-39, 39);  // into the subnormal values and beyond
    worst_against(xs, pdf, pdf_reference).expect_at_most(pdf_bound, "normal_pdf");
    worst_against(xs, cdf, cdf_reference).expect_at_most(cdf_bound, "normal_cdf");
    auto const near = uniform_numbers<T>(-6.0, 6.0, sample, 1);
    worst_against(near, pdf, pdf_reference).expect_at_most(pdf_bound, "normal_pdf, centre");
    worst_against(near, cdf, cdf_reference).expect_at_most(cdf_bound, "normal_cdf, centre");
}

TYPED_TEST(NormalLaw, LogarithmOfTheDistributionStaysWithinTheStatedBound) {
    using T          = TypeParam;
    auto const check = [](std::vector<T> const& xs, char const* what) {
        worst_against(xs, log_cdf, log_cdf_reference).expect_at_most(log_cdf_bound, what);
    };
    check(short_numbers<T>(-100, 40), "normal_log_cdf");
    check(uniform_numbers<T>(-6.0, 6.0, sample, 2), "normal_log_cdf, centre");
    check(negated(numbers_of_all_sizes<T>(1e-3, sizeof(T) == 8 ? 1e153 : 1e19, sample, 3)), "normal_log_cdf, far out");
}

TYPED_TEST(NormalLaw, MillsRatioStaysWithinTheStatedBound) {
    using T          = TypeParam;
    auto const check = [](std::vector<T> const& xs, char const* what) {
        worst_against(xs, mills, mills_reference).expect_at_most(mills_bound, what);
    };
    check(short_numbers<T>(-39, 80), "mills_ratio");  // from overflow across the join at 40
    check(uniform_numbers<T>(-6.0, 6.0, sample, 4), "mills_ratio, centre");
    check(numbers_of_all_sizes<T>(60.0, sizeof(T) == 8 ? 1.7e308 : 3.4e38, sample, 5), "mills_ratio, far out");
}

TYPED_TEST(NormalLaw, ScaledErfcStaysWithinTheStatedBound) {
    using T          = TypeParam;
    auto const check = [](std::vector<T> const& xs, char const* what) {
        worst_against(xs, erfcx, erfcx_reference).expect_at_most(erfcx_bound, what);
    };
    check(short_numbers<T>(-28, 60), "scaled_erfc");
    check(uniform_numbers<T>(-4.0, 4.0, sample, 6), "scaled_erfc, centre");
    check(numbers_of_all_sizes<T>(40.0, sizeof(T) == 8 ? 1e308 : 2e38, sample, 7), "scaled_erfc, far out");
}

TYPED_TEST(NormalLaw, QuantileStaysWithinTheStatedBound) {
    using T          = TypeParam;
    auto const check = [](std::vector<T> const& ps, char const* what) {
        worst_of_quantile(ps).expect_at_most(quantile_bound, what);
    };
    bool const wide = sizeof(T) == 8;
    check(uniform_numbers<T>(1e-3, 0.999, sample, 8), "normal_quantile, centre");
    check(uniform_numbers<T>(0.05, 0.1, sample, 9), "normal_quantile, across the join");
    check(numbers_of_all_sizes<T>(wide ? 5e-324 : 1.5e-45, 0.1, sample, 10), "normal_quantile, lower tail");
    auto upper = numbers_of_all_sizes<T>(roundoff<T>, 0.1, sample, 11);
    for (T& p : upper)
        p = T(1) - p;
    std::erase(upper, T(1));
    check(upper, "normal_quantile, upper tail");
    auto middle = numbers_of_all_sizes<T>(roundoff<T>, 0.1, sample, 12);
    for (std::size_t i = 0; i < middle.size(); ++i)
        middle[i] = i % 2 == 0 ? T(0.5) + middle[i] : T(0.5) - middle[i];
    check(middle, "normal_quantile, next to 1/2");
}

// ---- limits and edges

TYPED_TEST(NormalLaw, KnowsItsLimits) {
    using T             = TypeParam;
    T const inf         = infinity_of<T>;
    T const tiny        = std::numeric_limits<T>::denorm_min();
    T const edges[]     = {T(0),
                           T(-0.0),
                           inf,
                           -inf,
                           nan_of<T>,
                           tiny,
                           -tiny,
                           std::numeric_limits<T>::max(),
                           std::numeric_limits<T>::lowest()};
    auto const at_edges = [&](auto const& f) {
        return alone_and_in_lanes(std::vector<T>(std::begin(edges), std::end(edges)), f);
    };
    auto const expect = [&](auto const& f, std::array<double, 9> const& expected, char const* name) {
        auto const values = at_edges(f);
        for (std::size_t i = 0; i < 9; ++i) {
            auto const value = static_cast<double>(values[i]);
            if (std::isnan(expected[i]))
                EXPECT_TRUE(std::isnan(value)) << name << ' ' << edges[i];
            else if (std::isinf(expected[i]))
                EXPECT_EQ(value, expected[i]) << name << ' ' << edges[i];
            else
                EXPECT_NEAR(value, expected[i], 4.0 * roundoff<T> * std::fabs(expected[i])) << name << ' ' << edges[i];
        }
    };
    constexpr double infinity = infinity_of<double>, nan = nan_of<double>;
    double const peak   = 0.3989422804014327;
    double const root   = 1.2533141373155003;
    double const half   = -0.69314718055994531;
    double const lowest = sizeof(T) == 8 ? -38.467405617144346 : -14.121426613350499;
    T const reciprocal  = math::mills_ratio(std::numeric_limits<T>::max());  // subnormal
    EXPECT_NEAR(reciprocal, T(1) / std::numeric_limits<T>::max(), T(2) * tiny);
    expect(pdf, {peak, peak, 0, 0, nan, peak, peak, 0, 0}, "normal_pdf");
    expect(cdf, {0.5, 0.5, 1, 0, nan, 0.5, 0.5, 1, 0}, "normal_cdf");
    expect(mills, {root, root, 0, infinity, nan, root, root, static_cast<double>(reciprocal), infinity}, "mills_ratio");
    expect(erfcx, {1, 1, 0, infinity, nan, 1, 1, 0, infinity}, "scaled_erfc");
    expect(log_cdf, {half, half, 0, -infinity, nan, half, half, 0, -infinity}, "normal_log_cdf");
    expect(quantile, {-infinity, -infinity, nan, nan, nan, lowest, nan, nan, nan}, "normal_quantile");
    EXPECT_EQ(math::normal_cdf(T(0)), T(0.5));
}

TYPED_TEST(NormalLaw, QuantileEndsAtTheEndsOfProbability) {
    using T       = TypeParam;
    T const eps   = std::numeric_limits<T>::epsilon();
    auto const xs = alone_and_in_lanes<T>({T(0), T(1), T(0.5), T(1) + eps, T(2), T(-1), T(1) - eps / T(2)}, quantile);
    EXPECT_EQ(xs[0], -infinity_of<T>);
    EXPECT_EQ(xs[1], infinity_of<T>);
    EXPECT_EQ(xs[2], T(0));
    EXPECT_TRUE(std::isnan(xs[3]));
    EXPECT_TRUE(std::isnan(xs[4]));
    EXPECT_TRUE(std::isnan(xs[5]));
    EXPECT_EQ(xs[6], -math::normal_quantile(T(eps / T(2))));
}

TYPED_TEST(NormalLaw, KeepsNanInItsOwnLane) {
    using T                     = TypeParam;
    using batch                 = lg::simd::batch<T>;
    constexpr std::size_t width = lg::simd::lanes<batch>;
    auto const check            = [&](auto const& f) {
        for (std::size_t bad = 0; bad < width; ++bad) {
            std::array<T, width> xs{};
            for (std::size_t i = 0; i < width; ++i)
                xs[i] = i == bad ? nan_of<T> : T(0.01) + T(0.05) * static_cast<T>(i);
            auto const ys = lg::simd::to_array(batch(f(lg::simd::from_array<batch>(xs))));
            for (std::size_t i = 0; i < width; ++i)
                EXPECT_TRUE(i == bad ? std::isnan(ys[i]) : ys[i] == f(xs[i])) << i;
        }
    };
    check(pdf);
    check(cdf);
    check(log_cdf);
    check(mills);
    check(erfcx);
    check(quantile);
}

// ---- properties

TYPED_TEST(NormalLaw, QuantileInvertsTheDistribution) {
    using T = TypeParam;
    // Error of p = Phi(x) in units of u, times |dx/dp| p/|x|, plus that of the quantile.
    for (T const x : uniform_numbers<T>(sizeof(T) == 8 ? -37.0 : -12.5, 0.0, 20'000, 13)) {
        T const p = math::normal_cdf(x);
        double const condition =
            static_cast<double>(condition_of_quantile(static_cast<long double>(p), static_cast<long double>(x)));
        double const bound = (quantile_bound + 2.0 * cdf_bound) * roundoff<T> * (1.0 + condition);
        ASSERT_NEAR(static_cast<double>(math::normal_quantile(p)), static_cast<double>(x),
                    bound * static_cast<double>(std::fabs(x)));
    }
}

TYPED_TEST(NormalLaw, IsMonotone) {
    using T          = TypeParam;
    auto const check = [](std::vector<T> xs, auto const& f, bool rising, char const* what) {
        std::sort(xs.begin(), xs.end());
        // Neighbours closer than the error bounds may change places.
        double const apart = 32.0 * roundoff<T>;
        T before           = xs.front();
        for (T const x : xs) {
            if (static_cast<double>(std::fabs(x - before)) <= apart * static_cast<double>(std::fabs(x)))
                continue;
            ASSERT_TRUE(rising ? f(before) <= f(x) : f(before) >= f(x)) << what << ": " << before << " and " << x;
            before = x;
        }
    };
    bool const wide = sizeof(T) == 8;
    check(uniform_numbers<T>(wide ? -38.0 : -13.0, 10.0, 20'000, 14), cdf, true, "normal_cdf");
    check(uniform_numbers<T>(-60.0, 38.0, 20'000, 15), log_cdf, true, "normal_log_cdf");
    check(uniform_numbers<T>(wide ? -37.0 : -13.0, 100.0, 20'000, 16), mills, false, "mills_ratio");
    check(uniform_numbers<T>(wide ? -26.0 : -9.0, 100.0, 20'000, 17), erfcx, false, "scaled_erfc");
    check(uniform_numbers<T>(0.0, 1.0, 20'000, 18), quantile, true, "normal_quantile");
    check(numbers_of_all_sizes<T>(wide ? 1e-320 : 1e-44, 0.5, 20'000, 19), quantile, true, "normal_quantile, tail");
}

TEST(NormalCdf, IsSymmetricAndMonotone) {
    double before = 0.0;
    for (double x = -38.0; x <= 10.0; x += 1.0 / 64.0) {
        double const value = math::normal_cdf(x);
        EXPECT_GE(value, before) << x;
        before = value;
        EXPECT_NEAR(value + math::normal_cdf(-x), 1.0, 0x1p-52) << x;
        EXPECT_EQ(math::normal_pdf(x), math::normal_pdf(-x)) << x;
    }
}

TEST(NormalQuantile, IsSymmetric) {
    for (double const p : uniform_numbers<double>(0.5, 1.0, 20'000, 20))  // 1 - p is exact
        ASSERT_EQ(math::normal_quantile(p), -math::normal_quantile(1.0 - p)) << p;
}

TEST(NormalCdf, HasTheDensityAsItsDerivative) {
    using lt::dual;
    for (double x = -30.0; x <= 8.0; x += 0.37) {
        dual<double> const value = math::normal_cdf(dual<double>(x, 1.0));
        double const density     = math::normal_pdf(x);
        EXPECT_NEAR(value.derivative, density, 1e-11 * density * (1.0 + x * x) + 1e-16) << x;
    }
}

TEST(NormalLaw, CarriesDerivatives) {
    using lt::dual;
    for (double x = -20.0; x <= 8.0; x += 0.37) {
        double const log_slope = math::normal_pdf(x) / math::normal_cdf(x);
        EXPECT_NEAR(math::normal_log_cdf(dual<double>(x, 1.0)).derivative / log_slope, 1.0, 1e-11 * (1.0 + x * x)) << x;
        double const mills_slope = x * math::mills_ratio(x) - 1.0;  // M' = x M - 1, cancelling for large x
        EXPECT_NEAR(math::mills_ratio(dual<double>(x, 1.0)).derivative, mills_slope,
                    1e-12 * (std::fabs(mills_slope) * (1.0 + x * x) + 1.0))
            << x;
    }
    for (double p = 1.0 / 64.0; p < 1.0; p += 1.0 / 64.0) {
        dual<double> const x = math::normal_quantile(dual<double>(p, 1.0));
        EXPECT_NEAR(x.derivative * math::normal_pdf(x.value), 1.0, 1e-11) << p;
    }
}

}  // namespace
