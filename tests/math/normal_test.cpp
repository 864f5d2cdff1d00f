// SPDX-License-Identifier: BSL-1.0
#include <longgamma/math/normal.hpp>

#include <support/accuracy.hpp>
#include <support/dual.hpp>
#include <support/reference_table.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace {

namespace lg   = longgamma;
namespace lt   = longgamma_test;
namespace math = longgamma::math;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan_     = std::numeric_limits<double>::quiet_NaN();

struct point {
    double x, value;
    std::size_t line;
};

/// The rows of one function.
std::vector<point> rows_of(std::string const& name) {
    std::vector<point> points;
    for (auto const row : lt::reference_table("pricing/norm.csv"))
        if (row.text("func") == name)
            points.push_back({row["x"], row["value"], row.line()});
    return points;
}

/// Worst distance in units in the last place over the rows whose value is a normal number. Scalar and lane must agree
/// bit by bit.
template <class F>
lt::worst_error worst_of(std::vector<point> const& points, F const& f) {
    using batch = lg::simd::batch<double>;
    lt::worst_error worst;
    for (point const& p : points) {
        double const value = f(p.x);
        double const lane  = lg::simd::to_array(f(batch(p.x)))[0];
        EXPECT_TRUE(lt::same_bits(value, lane)) << "line " << p.line;
        if (std::fabs(p.value) >= std::numeric_limits<double>::min())
            worst.add(lt::ulps_apart(value, static_cast<long double>(p.value)),
                      [&] { return "line " + std::to_string(p.line); });
        else
            EXPECT_LE(std::fabs(value - p.value), 1e-322) << "line " << p.line;
    }
    return worst;
}

auto const cdf   = [](auto const& x) { return math::normal_cdf(x); };
auto const pdf   = [](auto const& x) { return math::normal_pdf(x); };
auto const mills = [](auto const& x) { return math::mills_ratio(x); };

TEST(NormalPdf, StaysWithinTheStatedBoundOfTheTable) {
    worst_of(rows_of("pdf"), pdf).expect_at_most(3.0, "normal_pdf");
}

TEST(NormalCdf, KeepsRelativeAccuracyInTheLowerTail) {
    worst_of(rows_of("cdf"), cdf).expect_at_most(6.0, "normal_cdf");
}

// erfcx(x) = sqrt(2/pi) M(sqrt(2) x). Rounding sqrt(2) x costs up to one unit, and so does the factor.
TEST(MillsRatio, StaysWithinTheStatedBoundOfTheTable) {
    std::vector<point> points;
    for (point const& p : rows_of("erfcx"))
        if (p.x >= 0.0)
            points.push_back(p);
    auto const erfcx = [](auto const& x) {
        using X = std::remove_cvref_t<decltype(x)>;
        return X(math::mills_ratio(X(x * X(1.4142135623730951))) * X(0.7978845608028654));
    };
    worst_of(points, erfcx).expect_at_most(6.0 + 2.0, "erfcx by mills_ratio");
}

/// (1 - Phi(x))/phi(x) in long double.
long double mills_reference(long double x) {
    return std::sqrt(std::acos(-1.0L) / 2.0L) * std::exp(x * x / 2.0L) * std::erfc(x / std::sqrt(2.0L));
}

// Arguments with few bits, so that their squares are exact in the reference.
TEST(MillsRatio, StaysWithinTheStatedBoundAcrossTheJoinOfItsTwoForms) {
    lt::worst_error worst;
    for (int i = 0; i < 80 * 64; ++i) {
        double const x = i / 64.0;
        worst.add(lt::ulps_apart(math::mills_ratio(x), mills_reference(static_cast<long double>(x))),
                  [&] { return std::to_string(x); });
    }
    worst.expect_at_most(6.0, "mills_ratio, 0 to 80");
}

TEST(NormalLaw, OfFloatStaysWithinTheStatedBounds) {
    lt::worst_error worst_pdf, worst_cdf, worst_mills;
    long double const two_pi = 2.0L * std::acos(-1.0L);
    for (int i = -13 * 512; i <= 13 * 512; ++i) {
        float const x       = static_cast<float>(i) / 512.0F;
        long double const y = static_cast<long double>(x);
        long double const p = std::exp(-y * y / 2.0L) / std::sqrt(two_pi);
        long double const c = std::erfc(-y / std::sqrt(2.0L)) / 2.0L;
        auto const place    = [&] { return std::to_string(x); };
        if (p > 1.2e-38L)
            worst_pdf.add(lt::ulps_apart(math::normal_pdf(x), p), place);
        if (c > 1.2e-38L)
            worst_cdf.add(lt::ulps_apart(math::normal_cdf(x), c), place);
        if (x >= 0.0F) {
            float const far = 6.0F * x;  // across the join at 40
            worst_mills.add(lt::ulps_apart(math::mills_ratio(far), mills_reference(static_cast<long double>(far))),
                            place);
        }
    }
    worst_pdf.expect_at_most(3.0, "normal_pdf, float");
    worst_cdf.expect_at_most(6.0, "normal_cdf, float");
    worst_mills.expect_at_most(6.0, "mills_ratio, float");
}

template <class F>
void expect_same_alone_and_in_lanes(F const& f, double low, double high) {
    using batch                 = lg::simd::batch<double>;
    constexpr std::size_t width = lg::simd::lanes<batch>;
    lt::random_numbers random(5);
    for (int n = 0; n < 20'000; ++n) {
        std::array<double, width> xs{};
        for (double& x : xs)
            x = random.uniform(low, high);
        auto const lanes = lg::simd::to_array(f(lg::simd::from_array<batch>(xs)));
        for (std::size_t i = 0; i < width; ++i)
            ASSERT_TRUE(lt::same_bits(lanes[i], f(xs[i]))) << xs[i];
    }
}

TEST(NormalLaw, GivesTheSameBitsAloneAndInLanes) {
    expect_same_alone_and_in_lanes(cdf, -40.0, 40.0);
    expect_same_alone_and_in_lanes(pdf, -40.0, 40.0);
    expect_same_alone_and_in_lanes(mills, -1.0, 80.0);
}

TEST(NormalLaw, KnowsItsLimits) {
    EXPECT_EQ(math::normal_cdf(-infinity), 0.0);
    EXPECT_EQ(math::normal_cdf(infinity), 1.0);
    EXPECT_EQ(math::normal_cdf(0.0), 0.5);
    EXPECT_TRUE(std::isnan(math::normal_cdf(nan_)));
    EXPECT_EQ(math::normal_pdf(-infinity), 0.0);
    EXPECT_EQ(math::normal_pdf(38.7), 0.0);
    EXPECT_TRUE(std::isnan(math::normal_pdf(nan_)));
    EXPECT_EQ(math::mills_ratio(infinity), 0.0);
    EXPECT_TRUE(std::isnan(math::mills_ratio(-1.0)));
    EXPECT_TRUE(std::isnan(math::mills_ratio(nan_)));
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

TEST(NormalCdf, HasTheDensityAsItsDerivative) {
    using lt::dual;
    for (double x = -30.0; x <= 8.0; x += 0.37) {
        dual<double> const value = math::normal_cdf(dual<double>(x, 1.0));
        double const density     = math::normal_pdf(x);
        EXPECT_NEAR(value.derivative, density, 1e-11 * density * (1.0 + x * x) + 1e-16) << x;
    }
}

}  // namespace
