// SPDX-License-Identifier: BSL-1.0
#include <longgamma/pricing/digital.hpp>

#include <support/accuracy.hpp>
#include <support/dual.hpp>
#include <support/message_of.hpp>
#include <support/reference_table.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

namespace lg = longgamma;
namespace lt = longgamma_test;
using lg::call, lg::put;

constexpr double nan_      = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity_ = std::numeric_limits<double>::infinity();

using option = lg::european_option<double>;

enum class kind { cash, asset };

constexpr std::size_t count = 9;
constexpr std::array<char const*, count> names{"price", "delta",   "gamma", "vega", "theta",
                                               "rho",   "epsilon", "vanna", "volga"};
using values = std::array<double, count>;

/// Every output of one option, through the kernel on the number type Number (a scalar, or lanes filled with the
/// option).
template <class Number>
values evaluate_as(kind which, option const& o, lg::option_type type) {
    using S        = lg::simd::scalar_t<Number>;
    auto const in  = [](double x) { return Number(static_cast<S>(x)); };
    auto const out = [](Number const& x) {
        if constexpr (lg::simd::batch_type<Number>)
            return static_cast<double>(lg::simd::to_array(x)[lg::simd::lanes<Number> - 1]);
        else
            return static_cast<double>(x);
    };
    lg::european_option<Number> const lanes{in(o.spot), in(o.strike),         in(o.expiry),
                                            in(o.rate), in(o.dividend_yield), in(o.volatility)};
    auto const read = [&](auto const& v) {
        return values{
            out(v.template get<lg::price>()),   out(v.template get<lg::delta>()), out(v.template get<lg::gamma>()),
            out(v.template get<lg::vega>()),    out(v.template get<lg::theta>()), out(v.template get<lg::rho>()),
            out(v.template get<lg::epsilon>()), out(v.template get<lg::vanna>()), out(v.template get<lg::volga>())};
    };
    if (which == kind::cash)
        return read(lg::cash_or_nothing<lg::price, lg::delta, lg::gamma, lg::vega, lg::theta, lg::rho, lg::epsilon,
                                        lg::vanna, lg::volga>(lanes, in(lg::sign(type))));
    return read(lg::asset_or_nothing<lg::price, lg::delta, lg::gamma, lg::vega, lg::theta, lg::rho, lg::epsilon,
                                     lg::vanna, lg::volga>(lanes, in(lg::sign(type))));
}

/// Both number types; they must agree bit for bit.
values edge(kind which, option const& o, lg::option_type type) {
    values const scalar = evaluate_as<double>(which, o, type);
    values const lanes  = evaluate_as<lg::simd::batch<double>>(which, o, type);
    for (std::size_t i = 0; i < count; ++i)
        EXPECT_TRUE(lt::same_bits(scalar[i], lanes[i])) << names[i] << ' ' << scalar[i] << ' ' << lanes[i];
    return scalar;
}

struct table_row {
    std::size_t line;
    kind which;
    lg::option_type type;
    option o;
    values expected;
    values scale;  // what an error of one rounding is measured against: size times 1 + condition
};

/// The scale is (1 + condition) |value|, where the condition counts the roundings which the exact function makes of one
/// rounding in each input (price), or which a plain evaluation of phi(d) makes (the rest). Outputs that are sums take
/// the sum of the sizes of their terms; outputs with a factor that changes sign add the rounding of that factor.
template <class S>
std::vector<table_row> read_table() {
    std::vector<table_row> all;
    for (auto const row : lt::reference_table("pricing/digital.csv")) {
        table_row r{.line     = row.line(),
                    .which    = row.text("kind") == "cash" ? kind::cash : kind::asset,
                    .type     = row.text("type") == "call" ? call : put,
                    .o        = {.spot           = row["S"],
                                 .strike         = row["K"],
                                 .expiry         = row["T"],
                                 .rate           = row["r"],
                                 .dividend_yield = row["q"],
                                 .volatility     = row["sigma"]},
                    .expected = {row["price"], row["delta"], row["gamma"], row["vega"], row["theta"]},
                    .scale    = {}};
        option const& o                                               = r.o;
        bool const cash                                               = r.which == kind::cash;
        auto const [price, delta, gamma, vega, theta, u1, u2, u3, u4] = r.expected;

        // What the table does not hold, in extended precision. rho and epsilon follow from homogeneity.
        using real    = long double;
        real const w  = static_cast<real>(lg::sign(r.type));
        real const S0 = static_cast<real>(o.spot), T = static_cast<real>(o.expiry);
        real const sigma = static_cast<real>(o.volatility);
        real const sd    = sigma * std::sqrt(T);
        real const rate = static_cast<real>(o.rate), yield = static_cast<real>(o.dividend_yield);
        real const log_money = std::log(S0 / static_cast<real>(o.strike)) + (rate - yield) * T;
        real const d1 = log_money / sd + sd / 2, d2 = d1 - sd;
        real const d = cash ? d2 : d1, e = cash ? d1 : d2;
        real const phi        = std::exp(-d * d / 2) * 0.398942280401432677939946059934L;
        real const n          = phi * std::exp(-(cash ? rate : yield) * T);
        real const spot_delta = S0 * static_cast<real>(delta);
        r.expected[5] = static_cast<double>(cash ? T * (spot_delta - static_cast<real>(price)) : w * n * S0 * T / sd);
        r.expected[6] = static_cast<double>(-T * spot_delta);
        r.expected[7] = static_cast<double>(w * n / (sd * sigma) * (cash ? (d1 * d2 - 1) / S0 : d2 * d2 - 1));
        r.expected[8] = static_cast<double>(-w * n / (sigma * sigma) * (d * e * e - d - e) * (cash ? 1 : S0));

        double const s      = static_cast<double>(sd);
        double const year   = o.expiry;
        double const carry  = (std::fabs(o.rate) + std::fabs(o.dividend_yield)) * year;
        double const logs   = std::fabs(std::log(o.spot / o.strike));
        double const size_d = std::fabs(static_cast<double>(d)), size_e = std::fabs(static_cast<double>(e));
        double const inputs = 1.0 + (1.0 + size_d) * ((2.0 + logs + 2.0 * carry) / s + s) + carry + 4.0;
        // Rounding error of d1 and d2, all terms positive. Rounding spot and strike to float adds two units.
        double const d_terms  = ((std::is_same_v<S, float> ? 2.0 : 0.0) + logs + carry) / s + 0.5 * s;
        double const density  = static_cast<double>(n) * (cash ? 1.0 : o.spot);  // A n
        double const per_spot = density / (o.spot * s);
        double const sum      = cash ? std::fabs(delta) : price / o.spot + per_spot;

        double const strike_part = density / s;  // |K dV/dK|
        r.scale[0]               = price + o.spot * std::fabs(delta) + strike_part + o.volatility * std::fabs(vega) +
                     year * std::fabs(theta) + std::fabs(o.rate * r.expected[5]) +
                     std::fabs(o.dividend_yield * r.expected[6]);
        r.scale[1] = inputs * sum;
        r.scale[2] = inputs * std::fabs(gamma) + per_spot / (o.spot * s) * d_terms;
        r.scale[3] = inputs * std::fabs(vega) + density / o.volatility * d_terms;
        r.scale[4] = inputs * (std::fabs(cash ? o.rate : o.dividend_yield) * price +
                               density * (size_e / (2.0 * year) + carry / (year * s))) +
                     density * d_terms / (2.0 * year);
        double const tilt = density * year / s;
        r.scale[5]        = inputs * (cash ? year * price + tilt : tilt);
        r.scale[6]        = inputs * (cash ? tilt : year * price + tilt);
        r.scale[7]        = inputs * per_spot / o.volatility * (cash ? size_d * size_e + 1.0 : size_e * size_e + 1.0) +
                     per_spot / o.volatility * d_terms * (size_d + size_e);
        r.scale[8] =
            inputs * density / (o.volatility * o.volatility) * (size_d * size_e * size_e + size_d + size_e) +
            density / (o.volatility * o.volatility) * d_terms * (size_e * size_e + 2.0 * size_d * size_e + 2.0);
        all.push_back(r);
    }
    return all;
}

/// Outputs whose density is outside [smallest, largest] are left out (subnormal numbers, the range of float).
template <class Number>
std::array<lt::worst_error, count> errors_over_table(double smallest, double largest) {
    using S           = lg::simd::scalar_t<Number>;
    double const unit = 0.5 * static_cast<double>(std::numeric_limits<S>::epsilon());
    std::array<lt::worst_error, count> errors;
    for (table_row const& row : read_table<S>()) {
        values const got = evaluate_as<Number>(row.which, row.o, row.type);
        for (std::size_t i = 0; i < count; ++i)
            if (std::fabs(row.expected[i]) >= smallest && row.scale[i] <= largest)
                errors[i].add(std::fabs(got[i] - row.expected[i]) / (unit * row.scale[i]),
                              [&] { return "line " + std::to_string(row.line); });
    }
    return errors;
}

template <class Number>
class DigitalAccuracy : public testing::Test {};

// Lanes of every instruction set that this program may use without asking the processor.
using double_numbers = testing::Types<double, lg::simd::batch<double>
#if defined(__SSE2__) && !defined(LONGGAMMA_NO_SIMD)
                                      ,
                                      lg::simd::batch<double, xsimd::sse2>
#endif
                                      >;
TYPED_TEST_SUITE(DigitalAccuracy, double_numbers);

TYPED_TEST(DigitalAccuracy, StaysWithinTheStatedBoundOfTheTable) {
    auto const errors = errors_over_table<TypeParam>(1e-290, 1e300);
    for (std::size_t i = 0; i < count; ++i) {
        errors[i].expect_at_most(3.0, names[i]);
        EXPECT_EQ(errors[i].count(), 1200U) << names[i];
    }
}

template <class Number>
class DigitalFloatAccuracy : public testing::Test {};
using float_numbers = testing::Types<float, lg::simd::batch<float>>;
TYPED_TEST_SUITE(DigitalFloatAccuracy, float_numbers);

// The inputs are rounded to float first; the condition contains what that costs.
TYPED_TEST(DigitalFloatAccuracy, StaysWithinTheStatedBoundOfTheTable) {
    auto const errors = errors_over_table<TypeParam>(1e-28, 1e28);
    for (std::size_t i = 0; i < count; ++i) {
        errors[i].expect_at_most(3.0, names[i]);
        EXPECT_GT(errors[i].count(), 900U) << names[i];
    }
}

TEST(Digital, GivesTheSameBitsInLanesAsInAScalarCall) {
    lt::random_numbers random(21);
    for (int i = 0; i < 20'000; ++i) {
        option const o{.spot           = random.log_uniform(1e-3, 1e5),
                       .strike         = random.log_uniform(1e-3, 1e5),
                       .expiry         = random.log_uniform(1e-6, 30.0),
                       .rate           = random.uniform(-0.05, 0.2),
                       .dividend_yield = random.uniform(-0.05, 0.2),
                       .volatility     = random.log_uniform(1e-3, 5.0)};
        auto const which = i % 2 == 0 ? kind::cash : kind::asset;
        auto const type  = i % 4 < 2 ? call : put;
        (void)edge(which, o, type);
        values const f = evaluate_as<float>(which, o, type);
        values const g = evaluate_as<lg::simd::batch<float>>(which, o, type);
        for (std::size_t j = 0; j < count; ++j)
            ASSERT_TRUE(lt::same_bits(f[j], g[j])) << names[j];
    }
}

// ---- Relations ------------------------------------------------------------------------------------------------------

TEST(Digital, CallAndPutTogetherPayForCertain) {
    lt::random_numbers random(22);
    for (int i = 0; i < 5000; ++i) {
        option const o{.spot           = random.uniform(50.0, 150.0),
                       .strike         = random.uniform(50.0, 150.0),
                       .expiry         = random.log_uniform(1e-4, 5.0),
                       .rate           = random.uniform(-0.05, 0.1),
                       .dividend_yield = random.uniform(-0.05, 0.1),
                       .volatility     = random.log_uniform(0.02, 2.0)};
        values const cc = edge(kind::cash, o, call), cp = edge(kind::cash, o, put);
        values const ac = edge(kind::asset, o, call), ap = edge(kind::asset, o, put);
        double const discount = std::exp(-o.rate * o.expiry), dividends = std::exp(-o.dividend_yield * o.expiry);
        EXPECT_NEAR(cc[0] + cp[0], discount, 1e-15 * discount);
        EXPECT_NEAR(ac[0] + ap[0], o.spot * dividends, 1e-15 * o.spot * dividends);
        EXPECT_EQ(cc[1], -cp[1]);
        EXPECT_EQ(cc[2], -cp[2]);
        EXPECT_EQ(cc[3], -cp[3]);
        EXPECT_EQ(ac[3], -ap[3]);
        EXPECT_NEAR(ac[1] + ap[1], dividends, 1e-15 * (1.0 + std::fabs(ac[1])));
    }
}

TEST(Digital, MakeUpAVanillaOption) {
    lt::random_numbers random(23);
    for (int i = 0; i < 5000; ++i) {
        option const o{.spot           = random.uniform(70.0, 140.0),
                       .strike         = 100.0,
                       .expiry         = random.log_uniform(0.02, 3.0),
                       .rate           = random.uniform(-0.03, 0.1),
                       .dividend_yield = random.uniform(-0.03, 0.1),
                       .volatility     = random.log_uniform(0.1, 1.0)};
        auto const type    = i % 2 == 0 ? call : put;
        double const w     = lg::sign(type);
        values const cash  = edge(kind::cash, o, type);
        values const asset = edge(kind::asset, o, type);
        auto const vanilla =
            lg::black_scholes<lg::price, lg::delta, lg::gamma, lg::vega, lg::theta, lg::rho, lg::vanna, lg::volga>(o,
                                                                                                                   w);
        auto const together = [&](std::size_t j) { return w * (asset[j] - o.strike * cash[j]); };
        EXPECT_NEAR(together(0), vanilla.get<lg::price>(), 2e-14 * o.spot);
        EXPECT_NEAR(together(1), vanilla.get<lg::delta>(), 1e-12);
        EXPECT_NEAR(together(2), vanilla.get<lg::gamma>(), 1e-12);
        EXPECT_NEAR(together(3), vanilla.get<lg::vega>(), 1e-11 * o.spot);
        EXPECT_NEAR(together(4), vanilla.get<lg::theta>(), 1e-10 * o.spot);
        EXPECT_NEAR(together(5), vanilla.get<lg::rho>(), 1e-11 * o.spot);
        EXPECT_NEAR(together(7), vanilla.get<lg::vanna>(), 1e-11);
        EXPECT_NEAR(together(8), vanilla.get<lg::volga>(), 1e-10 * o.spot);
    }
}

template <class Output>
lt::dual<double> along(kind which, option const& o, double sign, double option::*field) {
    auto const seed = [&](double option::*f) { return lt::dual<double>(o.*f, f == field ? 1.0 : 0.0); };
    lg::european_option<lt::dual<double>> const in{seed(&option::spot),           seed(&option::strike),
                                                   seed(&option::expiry),         seed(&option::rate),
                                                   seed(&option::dividend_yield), seed(&option::volatility)};
    if (which == kind::cash)
        return lg::cash_or_nothing<Output>(in, lt::dual<double>(sign)).template get<Output>();
    return lg::asset_or_nothing<Output>(in, lt::dual<double>(sign)).template get<Output>();
}

TEST(DigitalOfDual, DifferentiatesToItsOwnGreeks) {
    lt::random_numbers random(24);
    for (int i = 0; i < 3000; ++i) {
        option const o{.spot           = random.uniform(70.0, 140.0),
                       .strike         = 100.0,
                       .expiry         = random.log_uniform(0.02, 3.0),
                       .rate           = random.uniform(-0.03, 0.1),
                       .dividend_yield = random.uniform(-0.03, 0.1),
                       .volatility     = random.log_uniform(0.1, 1.0)};
        auto const which  = i % 4 < 2 ? kind::cash : kind::asset;
        double const sign = i % 2 == 0 ? 1.0 : -1.0;
        values const v    = evaluate_as<double>(which, o, i % 2 == 0 ? call : put);
        double const size = which == kind::cash ? 1.0 : 100.0;
        auto const near   = [&](double got, std::size_t j, double scale) {
            ASSERT_NEAR(got, v[j], 1e-11 * scale * size + 1e-12 * std::fabs(v[j])) << names[j];
        };
        near(along<lg::price>(which, o, sign, &option::spot).value, 0, 1.0);
        near(along<lg::price>(which, o, sign, &option::spot).derivative, 1, 1.0);
        near(along<lg::price>(which, o, sign, &option::volatility).derivative, 3, 1.0);
        near(-along<lg::price>(which, o, sign, &option::expiry).derivative, 4, 1.0);
        near(along<lg::price>(which, o, sign, &option::rate).derivative, 5, 1.0);
        near(along<lg::price>(which, o, sign, &option::dividend_yield).derivative, 6, 1.0);
        near(along<lg::delta>(which, o, sign, &option::spot).derivative, 2, 1.0);
        near(along<lg::delta>(which, o, sign, &option::volatility).derivative, 7, 1.0);
        near(along<lg::vega>(which, o, sign, &option::volatility).derivative, 8, 10.0);
    }
}

// ---- Published values -----------------------------------------------------------------------------------------------

// E. G. Haug, The Complete Guide to Option Pricing Formulas (1998), four decimals.
TEST(Digital, EqualHaugsPublishedValues) {
    values const cash = edge(
        kind::cash,
        {.spot = 100.0, .strike = 80.0, .expiry = 0.75, .rate = 0.06, .dividend_yield = 0.06, .volatility = 0.35}, put);
    EXPECT_NEAR(10.0 * cash[0], 2.6710, 0.5001e-4);
    values const asset = edge(
        kind::asset,
        {.spot = 70.0, .strike = 65.0, .expiry = 0.5, .rate = 0.07, .dividend_yield = 0.05, .volatility = 0.27}, put);
    EXPECT_NEAR(asset[0], 20.2069, 0.5001e-4);
    // Gap call: pays S - 57 above 50.
    option const gap{.spot = 50.0, .strike = 50.0, .expiry = 0.5, .rate = 0.09, .volatility = 0.2};
    EXPECT_NEAR(edge(kind::asset, gap, call)[0] - 57.0 * edge(kind::cash, gap, call)[0], -0.0053, 0.5001e-4);
}

// ---- Edges ----------------------------------------------------------------------------------------------------------

void expect_no_density(values const& v, kind which, char const* where) {
    EXPECT_EQ(v[2], 0.0) << where;
    EXPECT_EQ(v[3], 0.0) << where;
    EXPECT_EQ(v[7], 0.0) << where;
    EXPECT_EQ(v[8], 0.0) << where;
    if (which == kind::cash) {
        EXPECT_EQ(v[1], 0.0) << where;
        EXPECT_EQ(v[6], 0.0) << where;
    } else {
        EXPECT_EQ(v[5], 0.0) << where;
    }
}

TEST(DigitalEdge, AtExpiryIsAStepOfOneHalfAtTheStrike) {
    for (auto const& [spot, above] : {std::pair{110.0, 1.0}, std::pair{90.0, 0.0}, std::pair{100.0, 0.5}}) {
        option const o{
            .spot = spot, .strike = 100.0, .expiry = 0.0, .rate = 0.05, .dividend_yield = 0.02, .volatility = 0.2};
        for (auto const type : {call, put}) {
            double const share = type == call ? above : 1.0 - above;
            values const cash = edge(kind::cash, o, type), asset = edge(kind::asset, o, type);
            EXPECT_DOUBLE_EQ(cash[0], share);
            EXPECT_DOUBLE_EQ(asset[0], share * spot);
            EXPECT_DOUBLE_EQ(asset[1], share);
            EXPECT_DOUBLE_EQ(cash[4], 0.05 * share);
            EXPECT_DOUBLE_EQ(asset[4], 0.02 * share * spot);
            expect_no_density(cash, kind::cash, "cash at expiry");
            expect_no_density(asset, kind::asset, "asset at expiry");
        }
    }
}

TEST(DigitalEdge, WithoutVolatilityIsTheDiscountedStepOfTheForward) {
    double const expiry = 2.0, rate = 0.05, yield = 0.01;
    double const discount = std::exp(-0.1), dividends = std::exp(-0.02);
    for (double const strike : {50.0, 105.0, 112.0, 200.0}) {  // the forward is 108.3
        option const o{.spot           = 100.0,
                       .strike         = strike,
                       .expiry         = expiry,
                       .rate           = rate,
                       .dividend_yield = yield,
                       .volatility     = 0.0};
        for (auto const type : {call, put}) {
            double const share = (strike < 108.0) == (type == call) ? 1.0 : 0.0;
            values const cash = edge(kind::cash, o, type), asset = edge(kind::asset, o, type);
            EXPECT_DOUBLE_EQ(cash[0], share * discount);
            EXPECT_DOUBLE_EQ(cash[4], share * rate * discount);
            EXPECT_DOUBLE_EQ(cash[5], -expiry * share * discount);
            EXPECT_DOUBLE_EQ(asset[0], share * 100.0 * dividends);
            EXPECT_DOUBLE_EQ(asset[1], share * dividends);
            EXPECT_DOUBLE_EQ(asset[6], -expiry * share * 100.0 * dividends);
            expect_no_density(cash, kind::cash, "cash without volatility");
            expect_no_density(asset, kind::asset, "asset without volatility");
        }
    }
    option const tie{
        .spot = 100.0, .strike = 100.0, .expiry = 4.0, .rate = 0.03, .dividend_yield = 0.03, .volatility = 0.0};
    EXPECT_DOUBLE_EQ(edge(kind::cash, tie, call)[0], 0.5 * std::exp(-0.12));
    EXPECT_DOUBLE_EQ(edge(kind::asset, tie, put)[0], 50.0 * std::exp(-0.12));
}

TEST(DigitalEdge, WithStrikeOrSpotZeroIsCertain) {
    double const discount = std::exp(-0.1), dividends = std::exp(-0.02);
    for (double const volatility : {0.0, 0.2, 3.0}) {
        option o{.spot           = 100.0,
                 .strike         = 0.0,
                 .expiry         = 2.0,
                 .rate           = 0.05,
                 .dividend_yield = 0.01,
                 .volatility     = volatility};
        EXPECT_DOUBLE_EQ(edge(kind::cash, o, call)[0], discount);
        EXPECT_EQ(edge(kind::cash, o, put)[0], 0.0);
        EXPECT_DOUBLE_EQ(edge(kind::asset, o, call)[0], 100.0 * dividends);
        EXPECT_EQ(edge(kind::asset, o, put)[0], 0.0);
        o.spot   = 0.0;
        o.strike = 100.0;
        EXPECT_EQ(edge(kind::cash, o, call)[0], 0.0);
        EXPECT_DOUBLE_EQ(edge(kind::cash, o, put)[0], discount);
        EXPECT_EQ(edge(kind::asset, o, call)[0], 0.0);
        EXPECT_EQ(edge(kind::asset, o, put)[0], 0.0);
        EXPECT_DOUBLE_EQ(edge(kind::asset, o, put)[1], dividends);
        for (auto const which : {kind::cash, kind::asset})
            for (auto const type : {call, put})
                expect_no_density(edge(which, o, type), which, "spot 0");
        o.strike = 0.0;
        for (auto const which : {kind::cash, kind::asset})
            for (auto const type : {call, put})
                for (double const v : edge(which, o, type))
                    EXPECT_TRUE(std::isfinite(v));
    }
}

TEST(DigitalEdge, WithInfiniteVolatilityReachesItsBounds) {
    for (double const volatility : {200.0, 1e10, 1e300, infinity_}) {
        option const o{.spot           = 100.0,
                       .strike         = 80.0,
                       .expiry         = 2.0,
                       .rate           = 0.05,
                       .dividend_yield = 0.01,
                       .volatility     = volatility};
        EXPECT_EQ(edge(kind::cash, o, call)[0], 0.0);
        EXPECT_DOUBLE_EQ(edge(kind::cash, o, put)[0], std::exp(-0.1));
        EXPECT_DOUBLE_EQ(edge(kind::asset, o, call)[0], 100.0 * std::exp(-0.02));
        EXPECT_EQ(edge(kind::asset, o, put)[0], 0.0);
        for (auto const which : {kind::cash, kind::asset})
            for (auto const type : {call, put})
                expect_no_density(edge(which, o, type), which, "infinite volatility");
    }
}

TEST(DigitalEdge, RefusesNegativeInputsAndNanInAnyField) {
    option const good{
        .spot = 100.0, .strike = 90.0, .expiry = 0.5, .rate = 0.02, .dividend_yield = 0.01, .volatility = 0.3};
    auto at_expiry     = good;
    at_expiry.expiry   = 0.0;
    auto worthless     = good;
    worthless.spot     = 0.0;
    auto certain       = good;
    certain.volatility = 0.0;
    for (option const& base : {good, at_expiry, worthless, certain})
        for (auto const which : {kind::cash, kind::asset})
            for (double option::*const field : {&option::spot, &option::strike, &option::expiry, &option::rate,
                                                &option::dividend_yield, &option::volatility})
                for (double const wrong : {nan_, -1.0, -1e-300}) {
                    if (!std::isnan(wrong) && (field == &option::rate || field == &option::dividend_yield))
                        continue;
                    auto o   = base;
                    o.*field = wrong;
                    for (auto const type : {call, put}) {
                        values const v = edge(which, o, type);
                        for (std::size_t i = 0; i < count; ++i)
                            EXPECT_TRUE(std::isnan(v[i])) << names[i];
                    }
                }
    EXPECT_TRUE(std::isnan(lg::cash_or_nothing<lg::price>(good, nan_).get<lg::price>()));
    EXPECT_TRUE(std::isnan(lg::asset_or_nothing<lg::gamma>(good, nan_).get<lg::gamma>()));
}

// ---- Arrays ---------------------------------------------------------------------------------------------------------

template <class T>
class EvaluateDigital : public testing::Test {};
using numbers = testing::Types<double, float>;
TYPED_TEST_SUITE(EvaluateDigital, numbers);

TYPED_TEST(EvaluateDigital, EqualsTheScalarCallAtEveryPlaceAndKeepsNanInItsRow) {
    using T = TypeParam;
    lt::random_numbers random(25);
    for (std::size_t n = 0; n <= 37; ++n) {
        std::vector<T> spot, strike, volatility, sign;
        for (std::size_t i = 0; i < n; ++i) {
            spot.push_back(static_cast<T>(random.uniform(50.0, 150.0)));
            strike.push_back(static_cast<T>(random.uniform(50.0, 150.0)));
            volatility.push_back(static_cast<T>(random.log_uniform(0.05, 1.5)));
            sign.push_back(i % 3 == 0 ? T(-1) : T(1));
        }
        if (n > 0)
            spot[n / 2] = std::numeric_limits<T>::quiet_NaN();
        std::vector<T> price(n), delta(n), theta(n), asset_price(n), asset_vega(n);
        lg::european_columns<T> const in{
            .spot = spot, .strike = strike, .expiry = 0.25, .rate = 0.03, .volatility = volatility, .sign = sign};
        lg::evaluate_cash_or_nothing<lg::price, lg::delta, lg::theta>(in, price, delta, theta);
        lg::evaluate_asset_or_nothing<lg::vega, lg::price>(in, asset_vega, asset_price);
        for (std::size_t i = 0; i < n; ++i) {
            lg::european_option<T> const o{spot[i], strike[i],    static_cast<T>(0.25), static_cast<T>(0.03),
                                           T(0),    volatility[i]};
            auto const cash  = lg::cash_or_nothing<lg::price, lg::delta, lg::theta>(o, sign[i]);
            auto const asset = lg::asset_or_nothing<lg::price, lg::vega>(o, sign[i]);
            EXPECT_TRUE(lt::same_bits(price[i], cash.template get<lg::price>()));
            EXPECT_TRUE(lt::same_bits(delta[i], cash.template get<lg::delta>()));
            EXPECT_TRUE(lt::same_bits(theta[i], cash.template get<lg::theta>()));
            EXPECT_TRUE(lt::same_bits(asset_price[i], asset.template get<lg::price>()));
            EXPECT_TRUE(lt::same_bits(asset_vega[i], asset.template get<lg::vega>()));
            EXPECT_EQ(std::isnan(price[i]), i == n / 2);
        }
    }
}

TEST(EvaluateDigital, RefusesColumnsOfAnotherLength) {
    std::vector<double> strikes(5, 100.0), out(6), other(5);
    lg::european_columns<double> const in{.spot = 100.0, .strike = strikes, .expiry = 1.0, .volatility = 0.2};
    EXPECT_EQ(message_of([&] { lg::evaluate_cash_or_nothing<lg::price>(in, out); }),
              "evaluate_cash_or_nothing: an input column has 5 rows, the outputs have 6");
    EXPECT_EQ(message_of([&] { lg::evaluate_asset_or_nothing<lg::price, lg::delta>(in, out, other); }),
              "evaluate_asset_or_nothing: the outputs differ in length");
}

// An output without a formula here does not compile.
template <class Output>
concept cash_has = requires(option const& o) {
    lg::cash_or_nothing<Output>(o, 1.0);
};
static_assert(cash_has<lg::epsilon> && !cash_has<lg::ultima>);

}  // namespace
