// SPDX-License-Identifier: BSL-1.0
#include <longgamma/market/cost_curve.hpp>

#include <longgamma/core/simd.hpp>

#include <support/message_of.hpp>

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <tuple>
#include <type_traits>

namespace lg = longgamma;

namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

auto const impact = lg::square_root_impact({.coefficient = 0.7, .daily_volatility = 0.03, .daily_volume = 2500.0});

// Every curve, and sums of two and of all.
auto const curves = std::tuple{lg::no_cost{},
                               lg::proportional_fee(0.0005),
                               lg::half_spread(0.0001),
                               lg::fixed_cost(3.5),
                               impact,
                               lg::fees_bps(2) + lg::half_spread_bps(1),
                               lg::fees_bps(2) + lg::half_spread_bps(1) + impact + lg::gas(3.50)};

template <class Check>
void for_each_curve(Check check) {
    std::apply([&](auto const&... curve) { (check(curve), ...); }, curves);
}

constexpr double sizes[]  = {1e-9, 0.013, 1.0, 7.5, 4000.0, 1e9};
constexpr double prices[] = {1e-6, 1.0, 61234.5, 1e9};

template <class X>
std::uint64_t bits(X x) {
    if constexpr (sizeof(X) == 8)
        return std::bit_cast<std::uint64_t>(x);
    else
        return std::bit_cast<std::uint32_t>(x);
}

}  // namespace

TEST(CostCurve, NoTradeCostsNothing) {
    for_each_curve([](auto const& curve) {
        for (double const spot : prices)
            for (double const q : {0.0, -0.0}) {
                EXPECT_EQ(curve.cost(q, spot), 0.0);
                EXPECT_EQ(curve.breakdown(q, spot).total(), 0.0);
                EXPECT_EQ(curve.breakdown(q, spot).gas, 0.0);
            }
    });
}

TEST(CostCurve, BuyingCostsAsMuchAsSelling) {
    for_each_curve([](auto const& curve) {
        for (double const spot : prices)
            for (double const q : sizes) {
                EXPECT_EQ(curve.cost(q, spot), curve.cost(-q, spot));
                EXPECT_EQ(curve.marginal_cost(q, spot), curve.marginal_cost(-q, spot));
                EXPECT_EQ(curve.breakdown(q, spot).total(), curve.breakdown(-q, spot).total());
                EXPECT_GE(curve.cost(q, spot), 0.0);
            }
    });
}

TEST(CostCurve, MarginalCostIsTheSlope) {
    for_each_curve([](auto const& curve) {
        for (double const spot : {1.0, 61234.5})
            for (double const q : {0.013, 1.0, 7.5, 4000.0}) {
                double const step  = 1e-4 * q;
                double const slope = (curve.cost(q + step, spot) - curve.cost(q - step, spot)) / (2 * step);
                EXPECT_NEAR(curve.marginal_cost(q, spot), slope, 1e-7 * (std::fabs(slope) + curve.cost(q, spot) / q));
            }
    });
}

TEST(CostCurve, MarginalCostOfTheFirstUnitIsTheSlopeFromTheRight) {
    double const spot = 250.0, step = 1e-10;
    EXPECT_DOUBLE_EQ(lg::proportional_fee(0.0005).marginal_cost(0.0, spot), 0.0005 * spot);
    EXPECT_DOUBLE_EQ(lg::half_spread(0.0001).marginal_cost(0.0, spot), 0.0001 * spot);
    EXPECT_EQ(impact.marginal_cost(0.0, spot), 0.0);
    EXPECT_EQ(lg::gas(3.5).marginal_cost(0.0, spot), 0.0);
    EXPECT_EQ(lg::no_cost{}.marginal_cost(0.0, spot), 0.0);
    auto const smooth = lg::fees_bps(2) + lg::half_spread_bps(1);
    EXPECT_NEAR(smooth.marginal_cost(0.0, spot), smooth.cost(step, spot) / step, 1e-9);
}

TEST(CostCurve, IsTheStatedFormula) {
    EXPECT_DOUBLE_EQ(lg::fees_bps(2).cost(3.0, 60000.0), 36.0);
    EXPECT_DOUBLE_EQ(lg::half_spread_bps(1).cost(-3.0, 60000.0), 18.0);
    EXPECT_EQ(lg::gas(3.5).cost(-1e-12, 60000.0), 3.5);
    // Y sigma_d S q sqrt(q / V) = 0.7 * 0.03 * 100 * 25 * sqrt(0.01) = 5.25
    EXPECT_DOUBLE_EQ(impact.cost(25.0, 100.0), 5.25);
    EXPECT_DOUBLE_EQ(impact.marginal_cost(25.0, 100.0), 1.5 * 5.25 / 25.0);
    // Homogeneous of degree 1 in price; of degree 3/2 in size for impact: cutting a trade in four halves its cost.
    EXPECT_DOUBLE_EQ(impact.cost(25.0, 200.0), 10.5);
    EXPECT_DOUBLE_EQ(4.0 * impact.cost(25.0, 100.0), 0.5 * impact.cost(100.0, 100.0));
}

TEST(CostCurve, SumsAddTermByTermAndByKind) {
    auto const fee    = lg::fees_bps(2);
    auto const spread = lg::half_spread_bps(1);
    auto const ticket = lg::gas(3.5);
    auto const sum    = fee + spread + impact + ticket;
    for (double const spot : prices)
        for (double const q : sizes) {
            double const c = ((fee.cost(q, spot) + spread.cost(q, spot)) + impact.cost(q, spot)) + ticket.cost(q, spot);
            EXPECT_DOUBLE_EQ(sum.cost(q, spot), c);
            EXPECT_DOUBLE_EQ(sum.marginal_cost(q, spot), fee.marginal_cost(q, spot) + spread.marginal_cost(q, spot) +
                                                             impact.marginal_cost(q, spot));
            auto const kinds = sum.breakdown(q, spot);
            EXPECT_EQ(kinds.fee, fee.cost(q, spot));
            EXPECT_EQ(kinds.half_spread, spread.cost(q, spot));
            EXPECT_EQ(kinds.impact, impact.cost(q, spot));
            EXPECT_EQ(kinds.gas, ticket.cost(q, spot));
        }
    // Two of one kind land on one line.
    EXPECT_DOUBLE_EQ((fee + lg::fees_bps(3)).breakdown(10.0, 100.0).fee, 0.5);
}

TEST(CostCurve, KindsAddUpToTheCost) {
    for_each_curve([](auto const& curve) {
        for (double const spot : prices)
            for (double const q : sizes)
                EXPECT_NEAR(curve.breakdown(q, spot).total(), curve.cost(q, spot), 4e-16 * curve.cost(q, spot));
    });
}

TEST(CostCurve, NanInGivesNanOut) {
    for_each_curve([](auto const& curve) {
        using curve_type = std::remove_cvref_t<decltype(curve)>;
        if constexpr (!std::same_as<curve_type, lg::no_cost>) {
            EXPECT_TRUE(std::isnan(curve.cost(not_a_number, 100.0)));
            EXPECT_TRUE(std::isnan(curve.breakdown(not_a_number, 100.0).total()));
        }
        if constexpr (!std::same_as<curve_type, lg::no_cost> && !std::same_as<curve_type, lg::fixed_cost>) {
            EXPECT_TRUE(std::isnan(curve.cost(1.0, not_a_number)));
            EXPECT_TRUE(std::isnan(curve.marginal_cost(1.0, not_a_number)));
            EXPECT_TRUE(std::isnan(curve.breakdown(1.0, not_a_number).total()));
        }
    });
}

template <class T>
class CostCurveLanes : public testing::Test {};
using lanes = testing::Types<float, double>;
TYPED_TEST_SUITE(CostCurveLanes, lanes);

TYPED_TEST(CostCurveLanes, EqualScalarsBitForBit) {
    using batch                 = lg::simd::batch<TypeParam>;
    constexpr std::size_t width = lg::simd::lanes<batch>;
    std::mt19937_64 random(1);
    std::lognormal_distribution<double> price(4.0, 3.0);
    std::normal_distribution<double> size(0.0, 50.0);
    for (int round = 0; round < 2000; ++round) {
        std::array<TypeParam, width> q, spot;
        for (std::size_t i = 0; i < width; ++i) {
            q[i]    = static_cast<TypeParam>(round % 7 == 0 && i % 2 == 0 ? 0.0
                                             : round % 11 == 0 && i == 1  ? not_a_number
                                                                          : size(random));
            spot[i] = static_cast<TypeParam>(price(random));
        }
        for_each_curve([&](auto const& curve) {
            batch const qs = lg::simd::from_array<batch>(q), spots = lg::simd::from_array<batch>(spot);
            auto const cost     = lg::simd::to_array(curve.cost(qs, spots));
            auto const marginal = lg::simd::to_array(curve.marginal_cost(qs, spots));
            auto const total    = lg::simd::to_array(curve.breakdown(qs, spots).total());
            for (std::size_t i = 0; i < width; ++i) {
                EXPECT_EQ(bits(cost[i]), bits(curve.cost(q[i], spot[i])));
                EXPECT_EQ(bits(marginal[i]), bits(curve.marginal_cost(q[i], spot[i])));
                EXPECT_EQ(bits(total[i]), bits(curve.breakdown(q[i], spot[i]).total()));
            }
        });
    }
}

TEST(CostCurve, RefusesWhatIsNotACost) {
    EXPECT_EQ(message_of([] { lg::proportional_fee{-0.0001}; }),
              "proportional_fee: rate must lie in [0, 1), but is -0.0001");
    EXPECT_EQ(message_of([] { lg::proportional_fee{not_a_number}; }),
              "proportional_fee: rate must lie in [0, 1), but is nan");
    EXPECT_EQ(message_of([] { lg::proportional_fee{1.0}; }), "proportional_fee: rate must lie in [0, 1), but is 1");
    EXPECT_EQ(message_of([] { lg::half_spread{-1.0}; }), "half_spread: fraction must lie in [0, 1), but is -1");
    EXPECT_EQ(message_of([] { lg::half_spread{not_a_number}; }),
              "half_spread: fraction must lie in [0, 1), but is nan");
    EXPECT_EQ(message_of([] { (void)lg::gas(-2.5); }), "fixed_cost: amount must be >= 0 and finite, but is -2.5");
    EXPECT_EQ(message_of([] { (void)lg::gas(not_a_number); }),
              "fixed_cost: amount must be >= 0 and finite, but is nan");
    EXPECT_EQ(message_of([] { (void)lg::gas(HUGE_VAL); }), "fixed_cost: amount must be >= 0 and finite, but is inf");
    EXPECT_EQ(message_of([] { (void)lg::fees_bps(-10.0); }),
              "proportional_fee: rate must lie in [0, 1), but is -0.001");
    auto const impact_error = [](double coefficient, double volatility, double volume) {
        return message_of([=] { lg::square_root_impact{{coefficient, volatility, volume}}; });
    };
    EXPECT_EQ(impact_error(-1, 0.03, 1e4), "square_root_impact: coefficient must be >= 0, but is -1");
    EXPECT_EQ(impact_error(1, -0.5, 1e4), "square_root_impact: daily_volatility must be >= 0, but is -0.5");
    EXPECT_EQ(impact_error(1, not_a_number, 1e4), "square_root_impact: daily_volatility must be >= 0, but is nan");
    EXPECT_EQ(impact_error(1, 0.03, 0), "square_root_impact: daily_volume must be positive, but is 0");
    EXPECT_EQ(impact_error(1, 0.03, not_a_number), "square_root_impact: daily_volume must be positive, but is nan");
    EXPECT_EQ(impact_error(1, 0.03, HUGE_VAL), "square_root_impact: params must be finite");
    EXPECT_EQ(impact_error(HUGE_VAL, 0.03, 1), "square_root_impact: params must be finite");
}

// A curve is small: stateless terms take no room in a sum, and everything is trivially copyable.
static_assert(lg::cost_curve<lg::no_cost> && lg::cost_curve<decltype(lg::no_cost{} + lg::gas(1))>);
static_assert(sizeof(lg::no_cost{} + lg::fees_bps(1)) == sizeof(double));
static_assert(sizeof(lg::fees_bps(2) + lg::half_spread_bps(1) + lg::gas(1)) == 3 * sizeof(double));
static_assert(std::is_trivially_copyable_v<std::remove_const_t<decltype(impact)>>);
static_assert(std::is_trivially_copyable_v<decltype(lg::fees_bps(2) + lg::half_spread_bps(1))>);
// Valid parameters are accepted in constant expressions.
constexpr auto world = lg::fees_bps(2) + lg::half_spread_bps(1) + lg::gas(3.5);
static_assert(lg::cost_curve<std::remove_const_t<decltype(world)>>);
// What is not a cost curve does not add to one.
template <class A, class B>
concept adds = requires(A a, B b) {
    a + b;
};
static_assert(!adds<lg::no_cost, double> && !adds<lg::fixed_cost, int>);
