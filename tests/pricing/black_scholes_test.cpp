// SPDX-License-Identifier: BSL-1.0
#include <longgamma/pricing/black_scholes.hpp>

#include <support/accuracy.hpp>
#include <support/dual.hpp>
#include <support/reference_table.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

namespace {

namespace lg = longgamma;
namespace lt = longgamma_test;
using lg::call, lg::put;

constexpr double nan_      = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity_ = std::numeric_limits<double>::infinity();

template <class T>
using all_outputs = lg::outputs<T, lg::price, lg::delta, lg::gamma, lg::vega, lg::theta, lg::rho, lg::vanna, lg::volga>;

/// Every output of one option, through the kernel on the number type Number (a scalar, or lanes filled with the
/// option).
template <class Number>
all_outputs<double> evaluate_as(lg::european_option<double> const& o, lg::option_type type) {
    using S        = lg::simd::scalar_t<Number>;
    auto const in  = [](double x) { return Number(static_cast<S>(x)); };
    auto const out = [](Number const& x) {
        if constexpr (lg::simd::batch_type<Number>)
            return static_cast<double>(lg::simd::to_array(x)[0]);
        else
            return static_cast<double>(x);
    };
    auto const all =
        lg::black_scholes<lg::price, lg::delta, lg::gamma, lg::vega, lg::theta, lg::rho, lg::vanna, lg::volga>(
            lg::european_option<Number>{in(o.spot), in(o.strike), in(o.expiry), in(o.rate), in(o.dividend_yield),
                                        in(o.volatility)},
            in(lg::sign(type)));
    all_outputs<double> result;
    result.set<lg::price>(out(all.template get<lg::price>()));
    result.set<lg::delta>(out(all.template get<lg::delta>()));
    result.set<lg::gamma>(out(all.template get<lg::gamma>()));
    result.set<lg::vega>(out(all.template get<lg::vega>()));
    result.set<lg::theta>(out(all.template get<lg::theta>()));
    result.set<lg::rho>(out(all.template get<lg::rho>()));
    result.set<lg::vanna>(out(all.template get<lg::vanna>()));
    result.set<lg::volga>(out(all.template get<lg::volga>()));
    return result;
}

struct table_row {
    std::size_t line;
    lg::european_option<double> option;
    std::array<all_outputs<double>, 2> expected;  // call, put
    std::array<double, 2> condition;              // of the prices
    double condition_density;
    double d1, d2;
};

std::vector<table_row> const& greeks_table() {
    static std::vector<table_row> const rows = [] {
        std::vector<table_row> all;
        for (auto const row : lt::reference_table("pricing/bsm_greeks.csv")) {
            table_row r{.line              = row.line(),
                        .option            = {.spot           = row["S"],
                                              .strike         = row["K"],
                                              .expiry         = row["T"],
                                              .rate           = row["r"],
                                              .dividend_yield = row["q"],
                                              .volatility     = row["sigma"]},
                        .expected          = {},
                        .condition         = {row["cond_call"], row["cond_put"]},
                        .condition_density = row["cond_density"],
                        .d1                = row["d1"],
                        .d2                = row["d2"]};
            for (std::size_t side = 0; side < 2; ++side) {
                std::string const prefix = side == 0 ? "call_" : "put_";
                auto& e                  = r.expected[side];
                e.set<lg::price>(row[prefix + "price"]);
                e.set<lg::delta>(row[prefix + "delta"]);
                e.set<lg::gamma>(row["gamma"]);
                e.set<lg::vega>(row["vega"]);
                e.set<lg::theta>(row[prefix + "theta"]);
                e.set<lg::rho>(row[prefix + "rho"]);
                e.set<lg::vanna>(row["vanna"]);
                e.set<lg::volga>(row["volga"]);
            }
            all.push_back(r);
        }
        return all;
    }();
    return rows;
}

struct output_errors {
    lt::worst_error price, delta, gamma, vega, theta, rho, vanna, volga;
};

/// Errors over the whole table in units of attainable accuracy: roundings (2^-53, or 2^-24 for float) times
/// 1 + the condition of the output, times its size; for outputs that change sign, times the sum of the sizes of the
/// terms. Outputs outside [smallest, largest] are left out (subnormal numbers, the range of float).
template <class Number>
output_errors errors_over_table(double smallest, double largest) {
    using S           = lg::simd::scalar_t<Number>;
    double const unit = 0.5 * static_cast<double>(std::numeric_limits<S>::epsilon());
    output_errors errors;
    for (table_row const& row : greeks_table()) {
        auto const& o       = row.option;
        double const s      = o.volatility * std::sqrt(o.expiry);
        double const inputs = 1.0 + row.condition_density;
        // What d1 and d2 are made of, all terms positive: their rounding errors are this many units. Rounding spot and
        // strike to float moves their logarithm by two units more.
        double const d_terms = ((std::is_same_v<S, float> ? 2.0 : 0.0) + std::fabs(std::log(o.spot / o.strike)) +
                                (std::fabs(o.rate) + std::fabs(o.dividend_yield)) * o.expiry) /
                                   s +
                               0.5 * s;
        for (std::size_t side = 0; side < 2; ++side) {
            auto const got = evaluate_as<Number>(o, side == 0 ? call : put);
            auto const& e  = row.expected[side];
            auto const add = [&](lt::worst_error& worst, double value, double expected, double scale, double extra) {
                if (std::fabs(scale) < smallest || std::fabs(expected) > largest || scale + extra > largest)
                    return;
                worst.add(std::fabs(value - expected) / (unit * (scale + extra)),
                          [&] { return "line " + std::to_string(row.line) + (side == 0 ? " call" : " put"); });
            };
            double const vega     = e.get<lg::vega>();
            double const spot_leg = std::fabs(o.dividend_yield * o.spot * e.get<lg::delta>());
            double const rate_leg = std::fabs(o.rate * e.get<lg::rho>() / o.expiry);
            double const decay    = 0.5 * vega * o.volatility / o.expiry;
            double const per_vol  = vega / o.volatility;
            double const per_spot = per_vol / (o.spot * std::sqrt(o.expiry));
            auto const plain      = [&](lt::worst_error& worst, auto tag, double condition) {
                using tag_t           = decltype(tag);
                double const expected = e.template get<tag_t>();
                if (std::fabs(expected) >= smallest)
                    add(worst, got.template get<tag_t>(), expected, (1.0 + condition) * std::fabs(expected), 0.0);
            };
            plain(errors.price, lg::price{}, row.condition[side]);
            plain(errors.delta, lg::delta{}, row.condition_density);
            plain(errors.gamma, lg::gamma{}, row.condition_density);
            plain(errors.vega, lg::vega{}, row.condition_density);
            plain(errors.rho, lg::rho{}, row.condition_density);
            add(errors.theta, got.template get<lg::theta>(), e.get<lg::theta>(), inputs * (spot_leg + rate_leg + decay),
                0.0);
            // e^{-qT} phi(d1) below the smallest normal number is 0, whatever large factor follows.
            if (vega / (o.spot * std::sqrt(o.expiry)) < 2.0 * static_cast<double>(std::numeric_limits<S>::min()))
                continue;
            add(errors.vanna, got.template get<lg::vanna>(), e.get<lg::vanna>(), inputs * std::fabs(e.get<lg::vanna>()),
                per_spot * d_terms);
            add(errors.volga, got.template get<lg::volga>(), e.get<lg::volga>(), inputs * std::fabs(e.get<lg::volga>()),
                per_vol * (std::fabs(row.d1) + std::fabs(row.d2)) * d_terms);
        }
    }
    return errors;
}

template <class Number>
class BlackScholesAccuracy : public testing::Test {};

// Lanes of every instruction set that this program may use without asking the processor.
using double_numbers = testing::Types<double, lg::simd::batch<double>
#if defined(__SSE2__) && !defined(LONGGAMMA_NO_SIMD)
                                      ,
                                      lg::simd::batch<double, xsimd::sse2>
#endif
                                      >;
using float_numbers = testing::Types<float, lg::simd::batch<float>>;

TYPED_TEST_SUITE(BlackScholesAccuracy, double_numbers);

TYPED_TEST(BlackScholesAccuracy, StaysWithinTheStatedBoundOfTheTable) {
    auto const errors = errors_over_table<TypeParam>(1e-290, 1e300);
    errors.price.expect_at_most(8.0, "price");
    errors.delta.expect_at_most(3.0, "delta");
    errors.gamma.expect_at_most(3.0, "gamma");
    errors.vega.expect_at_most(3.0, "vega");
    errors.theta.expect_at_most(3.0, "theta");
    errors.rho.expect_at_most(3.0, "rho");
    errors.vanna.expect_at_most(3.0, "vanna");
    errors.volga.expect_at_most(3.0, "volga");
}

template <class Number>
class BlackScholesFloatAccuracy : public testing::Test {};
TYPED_TEST_SUITE(BlackScholesFloatAccuracy, float_numbers);

// The inputs are rounded to float first; the condition contains what that costs.
TYPED_TEST(BlackScholesFloatAccuracy, StaysWithinTheStatedBoundOfTheTable) {
    auto const errors = errors_over_table<TypeParam>(1e-30, 1e30);
    errors.price.expect_at_most(8.0, "price");
    errors.delta.expect_at_most(3.0, "delta");
    errors.gamma.expect_at_most(3.0, "gamma");
    errors.vega.expect_at_most(3.0, "vega");
    errors.theta.expect_at_most(3.0, "theta");
    errors.rho.expect_at_most(3.0, "rho");
    errors.vanna.expect_at_most(3.0, "vanna");
    errors.volga.expect_at_most(3.0, "volga");
}

// ---- Edges ----------------------------------------------------------------------------------------------------------

using option = lg::european_option<double>;

/// All outputs through the scalar kernel and in lanes; both must agree bit for bit.
all_outputs<double> edge(option const& o, lg::option_type type) {
    auto const scalar = evaluate_as<double>(o, type);
    auto const lanes  = evaluate_as<lg::simd::batch<double>>(o, type);
    EXPECT_TRUE(lt::same_bits(scalar.get<lg::price>(), lanes.get<lg::price>()));
    EXPECT_TRUE(lt::same_bits(scalar.get<lg::delta>(), lanes.get<lg::delta>()));
    EXPECT_TRUE(lt::same_bits(scalar.get<lg::gamma>(), lanes.get<lg::gamma>()));
    EXPECT_TRUE(lt::same_bits(scalar.get<lg::vega>(), lanes.get<lg::vega>()));
    EXPECT_TRUE(lt::same_bits(scalar.get<lg::theta>(), lanes.get<lg::theta>()));
    EXPECT_TRUE(lt::same_bits(scalar.get<lg::rho>(), lanes.get<lg::rho>()));
    EXPECT_TRUE(lt::same_bits(scalar.get<lg::vanna>(), lanes.get<lg::vanna>()));
    EXPECT_TRUE(lt::same_bits(scalar.get<lg::volga>(), lanes.get<lg::volga>()));
    return scalar;
}

/// Nothing depends on the volatility and the delta does not move.
void expect_no_convexity(all_outputs<double> const& v, char const* where) {
    EXPECT_EQ(v.get<lg::gamma>(), 0.0) << where;
    EXPECT_EQ(v.get<lg::vega>(), 0.0) << where;
    EXPECT_EQ(v.get<lg::vanna>(), 0.0) << where;
    EXPECT_EQ(v.get<lg::volga>(), 0.0) << where;
}

TEST(BlackScholesEdge, AtExpiryIsThePayoff) {
    for (auto const& [spot, strike] : {std::pair{110.0, 100.0}, std::pair{90.0, 100.0}}) {
        option const o{
            .spot = spot, .strike = strike, .expiry = 0.0, .rate = 0.05, .dividend_yield = 0.02, .volatility = 0.2};
        bool const above = spot > strike;
        auto const c     = edge(o, call);
        auto const p     = edge(o, put);
        EXPECT_EQ(c.get<lg::price>(), above ? 10.0 : 0.0);
        EXPECT_EQ(p.get<lg::price>(), above ? 0.0 : 10.0);
        EXPECT_EQ(c.get<lg::delta>(), above ? 1.0 : 0.0);
        EXPECT_EQ(p.get<lg::delta>(), above ? 0.0 : -1.0);
        EXPECT_EQ(c.get<lg::rho>(), 0.0);
        expect_no_convexity(c, "call at expiry");
        expect_no_convexity(p, "put at expiry");
        EXPECT_NEAR(c.get<lg::theta>(), above ? 0.02 * spot - 0.05 * strike : 0.0, 1e-14);
    }
}

TEST(BlackScholesEdge, AtExpiryAndAtTheStrikeHasHalfADelta) {
    option const o{.spot = 100.0, .strike = 100.0, .expiry = 0.0, .rate = 0.05, .volatility = 0.2};
    auto const c = edge(o, call);
    auto const p = edge(o, put);
    EXPECT_EQ(c.get<lg::price>(), 0.0);
    EXPECT_EQ(p.get<lg::price>(), 0.0);
    EXPECT_DOUBLE_EQ(c.get<lg::delta>(), 0.5);
    EXPECT_DOUBLE_EQ(p.get<lg::delta>(), -0.5);
    expect_no_convexity(c, "tie at expiry");
    expect_no_convexity(p, "tie at expiry");
    EXPECT_TRUE(std::isfinite(c.get<lg::theta>()));
}

TEST(BlackScholesEdge, WithoutVolatilityIsTheDiscountedForwardIntrinsicValue) {
    double const expiry = 2.0, rate = 0.05, yield = 0.01;
    double const dividends = std::exp(-yield * expiry), discount = std::exp(-rate * expiry);
    for (double const strike : {50.0, 105.0, 112.0, 200.0}) {  // the forward is 108.3
        option const o{.spot           = 100.0,
                       .strike         = strike,
                       .expiry         = expiry,
                       .rate           = rate,
                       .dividend_yield = yield,
                       .volatility     = 0.0};
        double const forward_value = 100.0 * dividends - strike * discount;
        bool const above           = forward_value > 0.0;
        auto const c               = edge(o, call);
        auto const p               = edge(o, put);
        EXPECT_NEAR(c.get<lg::price>(), above ? forward_value : 0.0, 1e-13);
        EXPECT_NEAR(p.get<lg::price>(), above ? 0.0 : -forward_value, 1e-13);
        EXPECT_NEAR(c.get<lg::delta>(), above ? dividends : 0.0, 1e-15);
        EXPECT_NEAR(p.get<lg::delta>(), above ? 0.0 : -dividends, 1e-15);  // by the type, not by the sign of a zero
        EXPECT_NEAR(c.get<lg::rho>(), above ? expiry * strike * discount : 0.0, 1e-12);
        EXPECT_NEAR(p.get<lg::rho>(), above ? 0.0 : -expiry * strike * discount, 1e-12);
        double const carry = yield * 100.0 * dividends - rate * strike * discount;
        EXPECT_NEAR(c.get<lg::theta>(), above ? carry : 0.0, 1e-13);
        EXPECT_NEAR(p.get<lg::theta>(), above ? 0.0 : -carry, 1e-13);
        expect_no_convexity(c, "call without volatility");
        expect_no_convexity(p, "put without volatility");
    }
}

TEST(BlackScholesEdge, WithoutVolatilityAtTheForwardKeepsTheLimitOfVega) {
    option const o{
        .spot = 100.0, .strike = 100.0, .expiry = 4.0, .rate = 0.03, .dividend_yield = 0.03, .volatility = 0.0};
    auto const c = edge(o, call);
    EXPECT_EQ(c.get<lg::price>(), 0.0);
    EXPECT_DOUBLE_EQ(c.get<lg::delta>(), 0.5 * std::exp(-0.12));
    EXPECT_DOUBLE_EQ(c.get<lg::vega>(), 100.0 * std::exp(-0.12) * 2.0 * 0.3989422804014327);
    EXPECT_EQ(c.get<lg::gamma>(), 0.0);
    EXPECT_EQ(c.get<lg::vanna>(), 0.0);
    EXPECT_EQ(c.get<lg::volga>(), 0.0);
}

TEST(BlackScholesEdge, WithStrikeZeroIsTheDiscountedSpot) {
    for (double const volatility : {0.0, 0.2, 3.0}) {
        option const o{.spot           = 100.0,
                       .strike         = 0.0,
                       .expiry         = 2.0,
                       .rate           = 0.05,
                       .dividend_yield = 0.01,
                       .volatility     = volatility};
        auto const c = edge(o, call);
        auto const p = edge(o, put);
        EXPECT_DOUBLE_EQ(c.get<lg::price>(), 100.0 * std::exp(-0.02));
        EXPECT_DOUBLE_EQ(c.get<lg::delta>(), std::exp(-0.02));
        EXPECT_EQ(p.get<lg::price>(), 0.0);
        EXPECT_EQ(p.get<lg::delta>(), 0.0);
        EXPECT_EQ(c.get<lg::rho>(), 0.0);
        expect_no_convexity(c, "call struck at 0");
        expect_no_convexity(p, "put struck at 0");
    }
}

TEST(BlackScholesEdge, WithSpotZeroIsTheDiscountedStrike) {
    for (double const volatility : {0.0, 0.2, 3.0}) {
        option const o{.spot           = 0.0,
                       .strike         = 100.0,
                       .expiry         = 2.0,
                       .rate           = 0.05,
                       .dividend_yield = 0.01,
                       .volatility     = volatility};
        auto const c = edge(o, call);
        auto const p = edge(o, put);
        EXPECT_EQ(c.get<lg::price>(), 0.0);
        EXPECT_EQ(c.get<lg::delta>(), 0.0);
        EXPECT_DOUBLE_EQ(p.get<lg::price>(), 100.0 * std::exp(-0.1));
        EXPECT_DOUBLE_EQ(p.get<lg::delta>(), -std::exp(-0.02));
        expect_no_convexity(c, "call on nothing");
        expect_no_convexity(p, "put on nothing");
    }
}

TEST(BlackScholesEdge, WithSpotAndStrikeZeroIsWorthNothing) {
    option const o{.spot = 0.0, .strike = 0.0, .expiry = 1.0, .volatility = 0.2};
    for (lg::option_type const type : {call, put}) {
        EXPECT_EQ(edge(o, type).get<lg::price>(), 0.0);
        EXPECT_EQ(edge(o, type).get<lg::vega>(), 0.0);
        EXPECT_LT(std::fabs(edge(o, type).get<lg::delta>()), 1.0);
    }
}

TEST(BlackScholesEdge, WithInfiniteVolatilityReachesItsBounds) {
    for (double const volatility : {200.0, 1e10, 1e300, infinity_}) {
        option const o{.spot           = 100.0,
                       .strike         = 80.0,
                       .expiry         = 2.0,
                       .rate           = 0.05,
                       .dividend_yield = 0.01,
                       .volatility     = volatility};
        auto const c = edge(o, call);
        auto const p = edge(o, put);
        EXPECT_DOUBLE_EQ(c.get<lg::price>(), 100.0 * std::exp(-0.02)) << volatility;
        EXPECT_DOUBLE_EQ(p.get<lg::price>(), 80.0 * std::exp(-0.1)) << volatility;
        EXPECT_DOUBLE_EQ(c.get<lg::delta>(), std::exp(-0.02)) << volatility;
        EXPECT_EQ(p.get<lg::delta>(), 0.0) << volatility;
        expect_no_convexity(c, "call at infinite volatility");
        expect_no_convexity(p, "put at infinite volatility");
        EXPECT_DOUBLE_EQ(c.get<lg::theta>(), 0.01 * 100.0 * std::exp(-0.02)) << volatility;
        EXPECT_DOUBLE_EQ(p.get<lg::theta>(), 0.05 * 80.0 * std::exp(-0.1)) << volatility;
    }
}

TEST(BlackScholesEdge, WithANegativeYieldHasADeltaAboveOne) {
    option const o{
        .spot = 100.0, .strike = 5.0, .expiry = 3.0, .rate = -0.03, .dividend_yield = -0.05, .volatility = 0.2};
    EXPECT_NEAR(edge(o, call).get<lg::delta>(), std::exp(0.15), 1e-12);
    EXPECT_GT(edge(o, call).get<lg::price>(), 100.0 - 5.0);
}

TEST(BlackScholesEdge, RefusesNegativeInputsAndNanInAnyField) {
    option const good{
        .spot = 100.0, .strike = 90.0, .expiry = 0.5, .rate = 0.02, .dividend_yield = 0.01, .volatility = 0.3};
    auto const expect_nan = [](option const& o, char const* field) {
        for (auto const type : {call, put}) {
            auto const v = edge(o, type);
            EXPECT_TRUE(std::isnan(v.get<lg::price>())) << field;
            EXPECT_TRUE(std::isnan(v.get<lg::delta>())) << field;
            EXPECT_TRUE(std::isnan(v.get<lg::gamma>())) << field;
            EXPECT_TRUE(std::isnan(v.get<lg::vega>())) << field;
            EXPECT_TRUE(std::isnan(v.get<lg::theta>())) << field;
            EXPECT_TRUE(std::isnan(v.get<lg::rho>())) << field;
            EXPECT_TRUE(std::isnan(v.get<lg::vanna>())) << field;
            EXPECT_TRUE(std::isnan(v.get<lg::volga>())) << field;
        }
    };
    struct field {
        double option::*member;
        char const* name;
        bool may_be_negative;
    };
    for (field const& f :
         {field{&option::spot, "spot", false}, field{&option::strike, "strike", false},
          field{&option::expiry, "expiry", false}, field{&option::rate, "rate", true},
          field{&option::dividend_yield, "dividend_yield", true}, field{&option::volatility, "volatility", false}})
        for (double const wrong : {nan_, -1.0, -1e-300}) {
            auto o        = good;
            o.*(f.member) = wrong;
            if (!f.may_be_negative || std::isnan(wrong))
                expect_nan(o, f.name);
            else
                EXPECT_FALSE(std::isnan(edge(o, call).get<lg::price>())) << f.name;
        }
    EXPECT_TRUE(std::isnan(lg::black_scholes<lg::price>(good, nan_).get<lg::price>()));
    EXPECT_TRUE(std::isnan(lg::black_scholes<lg::gamma>(good, nan_).get<lg::gamma>()));
}

// A power of two as unit of currency changes no digit, over the whole range that the kernel promises.
TEST(BlackScholesEdge, HoldsForTinyAndHugeUnits) {
    option const o{
        .spot = 96.0, .strike = 112.0, .expiry = 0.75, .rate = 0.03, .dividend_yield = 0.01, .volatility = 0.25};
    auto const expected = edge(o, call);
    for (int const exponent : {-890, -500, 500, 1000}) {
        auto scaled    = o;
        scaled.spot    = std::ldexp(o.spot, exponent);
        scaled.strike  = std::ldexp(o.strike, exponent);
        auto const got = edge(scaled, call);
        EXPECT_EQ(got.get<lg::delta>(), expected.get<lg::delta>()) << exponent;
        double const price = std::ldexp(expected.get<lg::price>(), exponent);
        EXPECT_EQ(got.get<lg::price>(), price) << exponent;
        EXPECT_EQ(got.get<lg::vega>(), std::ldexp(expected.get<lg::vega>(), exponent)) << exponent;
    }
}

TEST(BlackScholesEdge, IsNeverNegativeNorNanForValidInputs) {
    lt::random_numbers random(11);
    for (int i = 0; i < 50'000; ++i) {
        option const o{.spot           = random.log_uniform(1e-300, 1e300),
                       .strike         = i % 2 == 0 ? random.log_uniform(1e-300, 1e300) : 0.0,
                       .expiry         = random.log_uniform(1e-12, 100.0),
                       .rate           = random.uniform(-0.5, 0.5),
                       .dividend_yield = random.uniform(-0.5, 0.5),
                       .volatility     = random.log_uniform(1e-8, 100.0)};
        for (double const sign : {1.0, -1.0}) {
            auto const v = lg::black_scholes<lg::price, lg::delta, lg::vega>(o, sign);
            ASSERT_GE(v.get<lg::price>(), 0.0);
            ASSERT_GE(sign * v.get<lg::delta>(), 0.0);
            ASSERT_GE(v.get<lg::vega>(), 0.0);
        }
    }
}

// ---- Published and independently computed values --------------------------------------------------------------------

// Computed for these tests with 80 digits and checked by numerical differentiation.
TEST(Greeks, EqualTheReferenceSets) {
    struct set {
        char const* name;
        lg::option_type type;
        option o;
        double price, delta, gamma, vega, theta, rho, vanna, volga;
    };
    set const sets[] = {
        {"A",
         call,
         {.spot = 100, .strike = 100, .expiry = 1, .rate = 0.05, .dividend_yield = 0.02, .volatility = 0.2},
         9.2270055081540475,
         0.58685114613476399,
         0.018950578755008715,
         37.901157510017429,
         -5.0893189139983325,
         49.458109105322352,
         -0.094752893775043573,
         2.3688223443760893},
        {"B",
         put,
         {.spot = 100, .strike = 110, .expiry = 0.25, .rate = 0.03, .dividend_yield = 0.01, .volatility = 0.35},
         12.943467455852238,
         -0.66421498904536025,
         0.020744575943202268,
         18.151503950301985,
         -10.989318763445102,
         -19.841241590097066,
         0.62602791500724387,
         13.414468890937821},
        {"C",
         call,
         {.spot = 100, .strike = 150, .expiry = 0.08, .rate = 0.01, .dividend_yield = 0.03, .volatility = 0.15},
         2.2296909694384221e-22,
         5.1597597261699209e-22,
         1.1767261571312231e-21,
         1.4120713885574678e-19,
         -1.3134751104105918e-19,
         4.1099702531804293e-21,
         3.2004214260516285e-19,
         8.6659967633596353e-17},
        {"D",
         put,
         {.spot = 63000, .strike = 50000, .expiry = 0.0136986301369863, .volatility = 0.6},
         0.51869318245178562,
         -0.00044028102459977032,
         3.5704912674808605e-07,
         11.647627266272494,
         -255.08303713136764,
         -0.38707394153749744,
         -0.0085719735196383177,
         210.23309215002275},
        {"E",
         call,
         {.spot = 100, .strike = 95, .expiry = 2, .rate = -0.005, .dividend_yield = -0.01, .volatility = 0.12},
         10.157069801940002,
         0.6857906996244136,
         0.021712029392450497,
         52.108870541881193,
         -1.9569468150783426,
         116.84400032100272,
         -0.84845715504277593,
         53.51876434323037}};
    for (set const& s : sets) {
        auto const near = [&](double got, double expected, char const* what) {
            EXPECT_NEAR(got / expected, 1.0, 1e-13) << s.name << ' ' << what;  // set C: |d1| is near 10
        };
        auto const g = lg::greeks(s.o, s.type);
        near(g.price, s.price, "price");
        near(g.delta, s.delta, "delta");
        near(g.gamma, s.gamma, "gamma");
        near(g.vega, s.vega, "vega");
        near(g.theta, s.theta, "theta");
        near(g.rho, s.rho, "rho");
        auto const second = lg::black_scholes<lg::vanna, lg::volga>(s.o, lg::sign(s.type));
        near(second.get<lg::vanna>(), s.vanna, "vanna");
        near(second.get<lg::volga>(), s.volga, "volga");
    }
}

// E. G. Haug, The Complete Guide to Option Pricing Formulas (1998), four decimals.
TEST(Greeks, EqualHaugsPublishedValues) {
    auto const value = [](lg::option_type type, double strike, double spot, double yield, double rate, double expiry,
                          double volatility) {
        return lg::greeks({.spot           = spot,
                           .strike         = strike,
                           .expiry         = expiry,
                           .rate           = rate,
                           .dividend_yield = yield,
                           .volatility     = volatility},
                          type);
    };
    double const half_digit = 0.5001e-4;
    EXPECT_NEAR(value(call, 65, 60, 0.00, 0.08, 0.25, 0.30).price, 2.1334, half_digit);
    EXPECT_NEAR(value(put, 95, 100, 0.05, 0.10, 0.50, 0.20).price, 2.4648, half_digit);
    EXPECT_NEAR(value(put, 19, 19, 0.10, 0.10, 0.75, 0.28).price, 1.7011, half_digit);
    EXPECT_NEAR(value(call, 19, 19, 0.10, 0.10, 0.75, 0.28).price, 1.7011, half_digit);
    EXPECT_NEAR(value(call, 1.60, 1.56, 0.08, 0.06, 0.50, 0.12).price, 0.0291, half_digit);
    EXPECT_NEAR(value(put, 70, 75, 0.05, 0.10, 0.50, 0.35).price, 4.0870, half_digit);
    EXPECT_NEAR(value(call, 100, 105, 0.10, 0.10, 0.50, 0.36).delta, 0.5946, half_digit);
    EXPECT_NEAR(value(put, 100, 105, 0.10, 0.10, 0.50, 0.36).delta, -0.3566, half_digit);
    EXPECT_NEAR(value(call, 60, 55, 0.00, 0.10, 0.75, 0.30).gamma, 0.0278, half_digit);
    EXPECT_NEAR(value(put, 60, 55, 0.00, 0.10, 0.75, 0.30).vega, 18.9358, half_digit);
    EXPECT_NEAR(value(put, 405, 430, 0.05, 0.07, 1.0 / 12.0, 0.20).theta, -31.1924, half_digit);
    EXPECT_NEAR(value(call, 75, 72, 0.00, 0.09, 1.00, 0.19).rho, 38.7325, half_digit);

    // This table was made with a normal distribution of about six digits: one entry is off by more than half a digit.
    struct european {
        double expiry, volatility, spot, call, put;
    };
    for (european const& e : {european{0.1, 0.15, 90, 0.0205, 9.9210}, european{0.1, 0.15, 100, 1.8734, 1.8734},
                              european{0.1, 0.15, 110, 9.9413, 0.0408}, european{0.1, 0.25, 90, 0.3150, 10.2155},
                              european{0.1, 0.25, 100, 3.1217, 3.1217}, european{0.1, 0.25, 110, 10.3556, 0.4551},
                              european{0.1, 0.35, 90, 0.9474, 10.8479}, european{0.1, 0.35, 100, 4.3693, 4.3693},
                              european{0.1, 0.35, 110, 11.1381, 1.2376}, european{0.5, 0.15, 90, 0.8069, 10.3192},
                              european{0.5, 0.15, 100, 4.0232, 4.0232}, european{0.5, 0.15, 110, 10.5769, 1.0646},
                              european{0.5, 0.25, 90, 2.7026, 12.2149}, european{0.5, 0.25, 100, 6.6997, 6.6997},
                              european{0.5, 0.25, 110, 12.7857, 3.2734}, european{0.5, 0.35, 90, 4.9329, 14.4452},
                              european{0.5, 0.35, 100, 9.3679, 9.3679}, european{0.5, 0.35, 110, 15.3086, 5.7963}}) {
        EXPECT_NEAR(value(call, 100, e.spot, 0.1, 0.1, e.expiry, e.volatility).price, e.call, 0.6e-4);
        EXPECT_NEAR(value(put, 100, e.spot, 0.1, 0.1, e.expiry, e.volatility).price, e.put, 0.6e-4);
    }
}

TEST(Greeks, AreTheNumbersOfTheScalarKernel) {
    lt::random_numbers random(12);
    for (int i = 0; i < 2000; ++i) {
        option const o{.spot           = random.uniform(50.0, 150.0),
                       .strike         = 100.0,
                       .expiry         = random.log_uniform(1e-4, 5.0),
                       .rate           = random.uniform(-0.05, 0.1),
                       .dividend_yield = random.uniform(-0.05, 0.1),
                       .volatility     = random.log_uniform(0.02, 2.0)};
        auto const type = i % 2 == 0 ? call : put;
        auto const g    = lg::greeks(o, type);
        auto const k    = evaluate_as<double>(o, type);
        ASSERT_EQ(g.price, k.get<lg::price>());
        ASSERT_EQ(g.delta, k.get<lg::delta>());
        ASSERT_EQ(g.gamma, k.get<lg::gamma>());
        ASSERT_EQ(g.vega, k.get<lg::vega>());
        ASSERT_EQ(g.theta, k.get<lg::theta>());
        ASSERT_EQ(g.rho, k.get<lg::rho>());
    }
}

// ---- Automatic differentiation --------------------------------------------------------------------------------------

template <class Output>
lt::dual<double> along(option const& o, double sign, double option::*field) {
    auto const seed = [&](double option::*f) { return lt::dual<double>(o.*f, f == field ? 1.0 : 0.0); };
    lg::european_option<lt::dual<double>> const in{seed(&option::spot),           seed(&option::strike),
                                                   seed(&option::expiry),         seed(&option::rate),
                                                   seed(&option::dividend_yield), seed(&option::volatility)};
    return lg::black_scholes<Output>(in, lt::dual<double>(sign)).template get<Output>();
}

TEST(BlackScholesOfDual, DifferentiatesToItsOwnGreeks) {
    lt::random_numbers random(13);
    for (int i = 0; i < 3000; ++i) {
        option const o{.spot           = random.uniform(70.0, 140.0),
                       .strike         = 100.0,
                       .expiry         = random.log_uniform(0.02, 3.0),
                       .rate           = random.uniform(-0.03, 0.1),
                       .dividend_yield = random.uniform(-0.03, 0.1),
                       .volatility     = random.log_uniform(0.1, 1.0)};
        double const sign = i % 2 == 0 ? 1.0 : -1.0;
        auto const v      = evaluate_as<double>(o, i % 2 == 0 ? call : put);
        auto const near   = [](double got, double expected, double scale, char const* what) {
            ASSERT_NEAR(got, expected, 1e-11 * scale) << what;
        };
        near(along<lg::price>(o, sign, &option::spot).value, v.get<lg::price>(), 100.0, "price");
        near(along<lg::price>(o, sign, &option::spot).derivative, v.get<lg::delta>(), 1.0, "delta");
        near(along<lg::price>(o, sign, &option::volatility).derivative, v.get<lg::vega>(), 100.0, "vega");
        near(-along<lg::price>(o, sign, &option::expiry).derivative, v.get<lg::theta>(), 100.0, "theta");
        near(along<lg::price>(o, sign, &option::rate).derivative, v.get<lg::rho>(), 100.0, "rho");
        near(along<lg::delta>(o, sign, &option::spot).derivative, v.get<lg::gamma>(), 1.0, "gamma");
        near(along<lg::delta>(o, sign, &option::volatility).derivative, v.get<lg::vanna>(), 10.0, "vanna");
        near(along<lg::vega>(o, sign, &option::spot).derivative, v.get<lg::vanna>(), 10.0, "vanna from vega");
        near(along<lg::vega>(o, sign, &option::volatility).derivative, v.get<lg::volga>(), 1000.0, "volga");
    }
}

}  // namespace
