// SPDX-License-Identifier: BSL-1.0
#include <longgamma/pricing/implied_volatility.hpp>

#include <longgamma/pricing/black_scholes.hpp>

#include <support/accuracy.hpp>
#include <support/dual.hpp>
#include <support/reference_table.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

namespace {

namespace lg = longgamma;
namespace lt = longgamma_test;
using lg::call, lg::put;
using status = lg::implied_volatility_status;

constexpr double nan_     = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double bound    = 8.0;  // as the header states

lg::undiscounted_quote quote_of(lt::reference_table::row const& row) {
    return {.price = row["price"], .forward = row["F"], .strike = row["K"], .expiry = row["T"]};
}
lg::option_type type_of(lt::reference_table::row const& row) {
    return row["is_call"] == 1.0 ? call : put;
}

TEST(ImpliedBlackVolatility, StaysWithinTheStatedBoundOfTheTable) {
    lt::worst_error worst;
    for (auto const row : lt::reference_table("pricing/implied_vol.csv")) {
        auto const [volatility, found] = lg::implied_black_volatility(quote_of(row), type_of(row));
        EXPECT_EQ(found, status::ok) << "line " << row.line();
        double const expected = row["sigma"];
        worst.add((volatility - expected) / (expected * lt::unit_roundoff * (1.0 + row["cond_price"])),
                  [&] { return "line " + std::to_string(row.line()) + ", " + row.text("region"); });
    }
    worst.expect_at_most(bound, "implied_black_volatility");
}

TEST(ImpliedBlackVolatility, SaysWhyThereIsNoSolution) {
    for (auto const row : lt::reference_table("pricing/implied_vol_invalid.csv")) {
        auto const [volatility, found] = lg::implied_black_volatility(quote_of(row), type_of(row));
        std::string const& reason      = row.text("reason");
        if (reason == "at_intrinsic") {
            EXPECT_EQ(found, status::at_intrinsic) << "line " << row.line();
            EXPECT_EQ(volatility, 0.0) << "line " << row.line();
        } else {
            bool const above = reason == "at_upper" || reason == "above_upper";
            EXPECT_TRUE(above || reason == "below_intrinsic" || reason == "negative_price") << reason;
            EXPECT_EQ(found, above ? status::above_bound : status::below_intrinsic) << "line " << row.line();
            EXPECT_TRUE(std::isnan(volatility)) << "line " << row.line();
        }
    }
}

// The table's prices are rounded, and so are the discounted spot and strike: every input's condition counts.
TEST(ImpliedVolatility, InvertsThePricesOfTheGreeksTable) {
    lt::worst_error worst;
    std::size_t without_time_value = 0;
    for (auto const row : lt::reference_table("pricing/bsm_greeks.csv"))
        for (bool const is_call : {true, false}) {
            std::string const prefix = is_call ? "call_" : "put_";
            double const price       = row[prefix + "price"];
            double const volatility  = row["sigma"];
            double const per_unit =
                price / (volatility * row["vega"]);  // relative change of sigma per that of the price
            if (std::fmin(row["call_price"], row["put_price"]) < 1e-290)
                continue;
            double const attainable =
                lt::unit_roundoff * (1.0 + per_unit * (1.0 + row[is_call ? "cond_call" : "cond_put"]));
            auto const [implied, found] = lg::implied_volatility({.price          = price,
                                                                  .spot           = row["S"],
                                                                  .strike         = row["K"],
                                                                  .expiry         = row["T"],
                                                                  .rate           = row["r"],
                                                                  .dividend_yield = row["q"]},
                                                                 is_call ? call : put);
            if (attainable > 0.01) {  // the time value is within the rounding of the price: any answer may be right
                ++without_time_value;
                continue;
            }
            EXPECT_EQ(found, status::ok) << "line " << row.line() << ' ' << prefix;
            worst.add((implied - volatility) / (volatility * attainable),
                      [&] { return "line " + std::to_string(row.line()) + ' ' + prefix; });
        }
    EXPECT_GT(worst.count(), 5 * without_time_value);
    worst.expect_at_most(bound, "implied_volatility of table prices");
}

// The grid of Cui, Liu and Yao (2021). The price's own rounding limits the error to 1.54e-9 there.
TEST(ImpliedVolatility, InvertsTheKernelOnAWideGrid) {
    lt::worst_error worst;
    double largest = 0.0;
    for (int i = 0; i < 40; ++i)
        for (int j = 0; j < 40; ++j)
            for (int k = 0; k < 40; ++k) {
                lg::european_option<double> const o{.spot       = 100.0,
                                                    .strike     = 105.0 + i * (695.0 / 39.0),
                                                    .expiry     = 0.01 + j * (1.99 / 39.0),
                                                    .rate       = 0.03,
                                                    .volatility = 0.01 + k * (0.98 / 39.0)};
                auto const v       = lg::black_scholes<lg::price, lg::delta, lg::vega>(o, 1.0);
                double const price = v.get<lg::price>();
                if (!(price > 1e-20))
                    continue;
                auto const [implied, found] = lg::implied_volatility(
                    {.price = price, .spot = o.spot, .strike = o.strike, .expiry = o.expiry, .rate = o.rate}, call);
                ASSERT_EQ(found, status::ok);
                largest                = std::fmax(largest, std::fabs(implied - o.volatility));
                double const spot_leg  = o.spot * v.get<lg::delta>();
                double const condition = (spot_leg + (spot_leg - price) + price) / (o.volatility * v.get<lg::vega>());
                worst.add((implied - o.volatility) / (o.volatility * lt::unit_roundoff * (2.0 + condition)),
                          [&] { return std::to_string(i) + ' ' + std::to_string(j) + ' ' + std::to_string(k); });
            }
    EXPECT_GT(worst.count(), 51'000U);
    worst.expect_at_most(bound, "implied_volatility of kernel prices");
    EXPECT_LE(largest, 1.6e-9);
}

TEST(ImpliedBlackVolatility, IsClosedFormAtTheMoney) {
    // c = erf(s/sqrt(8)); for small s that is s/sqrt(2 pi).
    for (double const s : {1e-150, 1e-12, 1e-6, 0.01, 0.2, 1.0, 5.0, 12.0}) {
        double const price = 100.0 * std::erf(s / std::sqrt(8.0));
        for (auto const type : {call, put}) {
            auto const [volatility, found] =
                lg::implied_black_volatility({.price = price, .forward = 100.0, .strike = 100.0, .expiry = 1.0}, type);
            EXPECT_EQ(found, status::ok);
            double const density = std::exp(-s * s / 8.0) / 2.5066282746310002;
            EXPECT_NEAR(volatility / s, 1.0, 1e-15 * (4.0 + price / (100.0 * s * density))) << s;
        }
    }
}

TEST(ImpliedBlackVolatility, DoesNotDependOnTheUnitOfCurrency) {
    lg::undiscounted_quote const quote{.price = 3.25, .forward = 97.0, .strike = 101.5, .expiry = 0.4};
    auto const expected = lg::implied_black_volatility(quote, call);
    ASSERT_EQ(expected.status, status::ok);
    for (int const exponent : {-1000, -500, 500, 1000}) {
        auto const scaled = [=](double x) { return std::ldexp(x, exponent); };
        auto const got    = lg::implied_black_volatility({.price   = scaled(quote.price),
                                                          .forward = scaled(quote.forward),
                                                          .strike  = scaled(quote.strike),
                                                          .expiry  = quote.expiry},
                                                         call);
        EXPECT_EQ(got.volatility, expected.volatility) << exponent;
    }
}

TEST(ImpliedBlackVolatility, GivesCallAndPutOfOneStrikeOneVolatility) {
    double const forward = 128.0, strike = 96.0;  // exact difference
    for (double const put_price : {1e-9, 0.01, 4.0, 60.0, 95.0}) {
        auto const from_put  = lg::implied_black_volatility({put_price, forward, strike, 0.5}, put);
        auto const from_call = lg::implied_black_volatility({put_price + 32.0, forward, strike, 0.5}, call);
        ASSERT_EQ(from_put.status, status::ok);
        ASSERT_EQ(from_call.status, status::ok);
        EXPECT_NEAR(from_call.volatility / from_put.volatility, 1.0, put_price < 1e-6 ? 1e-6 : 1e-12) << put_price;
    }
}

TEST(ImpliedBlackVolatility, RisesWithThePrice) {
    double before = 0.0;
    for (int i = 1; i < 2000; ++i) {
        double const price = 80.0 * i / 2000.0;
        auto const got     = lg::implied_black_volatility({price, 80.0, 120.0, 2.0}, call);
        ASSERT_EQ(got.status, status::ok) << price;
        EXPECT_GT(got.volatility, before) << price;
        before = got.volatility;
    }
}

TEST(ImpliedBlackVolatility, ReadsTheDigitsWhichAnInTheMoneyPriceHolds) {
    double const forward = 100.0, strike = 75.0, expiry = 0.25;
    double const intrinsic = forward - strike;
    EXPECT_EQ(lg::implied_black_volatility({intrinsic, forward, strike, expiry}, call).status, status::at_intrinsic);
    EXPECT_EQ(lg::implied_black_volatility({std::nextafter(intrinsic, 0.0), forward, strike, expiry}, call).status,
              status::below_intrinsic);
    auto const barely = lg::implied_black_volatility({std::nextafter(intrinsic, 100.0), forward, strike, expiry}, call);
    EXPECT_EQ(barely.status, status::ok);
    auto const same =
        lg::implied_black_volatility({std::nextafter(intrinsic, 100.0) - intrinsic, forward, strike, expiry}, put);
    EXPECT_EQ(barely.volatility, same.volatility);
}

TEST(ImpliedBlackVolatility, TakesARoundedIntrinsicValueForIntrinsicUnlessItHoldsTimeValue) {
    int below = 0, above = 0;
    for (int i = 1; i < 70; ++i) {
        double const strike = 0.007 * i, intrinsic = 1.0 - strike;
        double const lost = (1.0 - intrinsic) - strike;  // exact: what rounding took from 1 - strike
        auto const got    = lg::implied_black_volatility({intrinsic, 1.0, strike, 1.0}, call);
        EXPECT_EQ(got.status, lost < 0.0 ? status::ok : status::at_intrinsic) << i;
        EXPECT_EQ(got.volatility > 0.0, lost < 0.0) << i;
        below += lost > 0.0;
        above += lost < 0.0;
    }
    EXPECT_GT(below, 5);
    EXPECT_GT(above, 5);
}

TEST(ImpliedBlackVolatility, HoldsAtTheEndsOfThePriceRange) {
    // One unit below the bound, and the smallest numbers.
    for (double const strike : {50.0, 100.0, 200.0})
        for (auto const type : {call, put}) {
            double const top = type == call ? 100.0 : strike;
            EXPECT_EQ(lg::implied_black_volatility({top, 100.0, strike, 1.0}, type).status, status::above_bound);
            EXPECT_EQ(lg::implied_black_volatility({infinity, 100.0, strike, 1.0}, type).status, status::invalid_input);
            auto const high = lg::implied_black_volatility({std::nextafter(top, 0.0), 100.0, strike, 1.0}, type);
            EXPECT_EQ(high.status, status::ok);
            EXPECT_GT(high.volatility, 8.0);
            EXPECT_LT(high.volatility, 20.0);
        }
    double before = 1.0;
    for (double const price : {1e-200, 1e-300, 1e-308, 1e-315, 5e-324}) {
        auto const low = lg::implied_black_volatility({price, 100.0, 150.0, 1.0}, call);
        EXPECT_EQ(low.status, status::ok) << price;
        EXPECT_GT(low.volatility, 0.0) << price;
        EXPECT_LT(low.volatility, before) << price;
        before = low.volatility;
    }
    // Relative values down to 1e-600: c itself is no double.
    auto const lowest = lg::implied_black_volatility({1e-300, 1e300, 2e300, 1.0}, call);
    EXPECT_EQ(lowest.status, status::ok);
    EXPECT_NEAR(lowest.volatility, std::log(2.0) / std::sqrt(2.0 * 600.0 * std::log(10.0)), 1e-4);
    EXPECT_EQ(lg::implied_black_volatility({0.0, 100.0, 150.0, 1.0}, call).status, status::at_intrinsic);
    EXPECT_EQ(lg::implied_black_volatility({0.0, 100.0, 100.0, 1.0}, put).status, status::at_intrinsic);
    EXPECT_EQ(lg::implied_black_volatility({-5e-324, 100.0, 150.0, 1.0}, call).status, status::below_intrinsic);
}

TEST(ImpliedBlackVolatility, RefusesInvalidInputs) {
    lg::undiscounted_quote const good{.price = 5.0, .forward = 100.0, .strike = 100.0, .expiry = 1.0};
    ASSERT_EQ(lg::implied_black_volatility(good, call).status, status::ok);
    for (double lg::undiscounted_quote::*const field :
         {&lg::undiscounted_quote::price, &lg::undiscounted_quote::forward, &lg::undiscounted_quote::strike,
          &lg::undiscounted_quote::expiry})
        for (double const wrong : {nan_, infinity, -infinity, 0.0, -1.0}) {
            if (field == &lg::undiscounted_quote::price && (wrong == 0.0 || wrong == -1.0))
                continue;  // prices without a volatility, but prices
            auto quote     = good;
            quote.*field   = wrong;
            auto const got = lg::implied_black_volatility(quote, put);
            EXPECT_EQ(got.status, status::invalid_input) << wrong;
            EXPECT_TRUE(std::isnan(got.volatility)) << wrong;
        }
    EXPECT_EQ(lg::implied_volatility({.price = 5.0, .spot = 100.0, .strike = 100.0, .expiry = 1.0, .rate = nan_}, call)
                  .status,
              status::invalid_input);
}

TEST(ImpliedBlackVolatility, AlwaysEndsWithAnAnswerInRange) {
    lt::random_numbers random(20);
    for (int i = 0; i < 100'000; ++i) {
        double const forward = random.log_uniform(1e-30, 1e30);
        double const strike  = i % 2 == 0 ? forward * std::exp(random.uniform(-1, 1) * random.log_uniform(1e-16, 600.0))
                                          : random.log_uniform(1e-300, 1e300);
        auto const type      = i % 3 == 0 ? put : call;
        double const top     = type == call ? forward : strike;
        double const price =
            i % 5 == 0 ? top * (1.0 - random.log_uniform(1e-16, 1.0)) : top * random.log_uniform(1e-305, 1.0);
        auto const got = lg::implied_black_volatility({price, forward, strike, random.log_uniform(1e-10, 1e3)}, type);
        if (got.status == status::ok) {
            ASSERT_TRUE(got.volatility > 0.0 && got.volatility < infinity) << price << ' ' << forward << ' ' << strike;
        } else {
            ASSERT_NE(got.status, status::invalid_input);
        }
    }
}

TEST(ImpliedVolatility, ReducesToBlackWithoutRates) {
    auto const a = lg::implied_volatility({.price = 4.0, .spot = 100.0, .strike = 110.0, .expiry = 0.5}, call);
    auto const b = lg::implied_black_volatility({.price = 4.0, .forward = 100.0, .strike = 110.0, .expiry = 0.5}, call);
    EXPECT_EQ(a.volatility, b.volatility);
}

static_assert(noexcept(lg::implied_black_volatility({}, call)) && noexcept(lg::implied_volatility({}, call)));

/// The step a solver takes is right if it is right in lanes, and its slope that of its error: what a vectorised solver
/// will rest on.
TEST(ImpliedVolatilityStep, GivesTheSameBitsAloneAndInLanes) {
    using batch = lg::simd::batch<double>;
    lt::random_numbers random(3);
    for (int i = 0; i < 2000; ++i) {
        double const s = random.log_uniform(1e-6, 3.0), x = s * random.uniform(0.0, 30.0),
                     target = random.log_uniform(1e-200, 0.5);
        auto const alone    = lg::detail::step_to_target<true>(x, s, target, 0.0);
        auto const lanes    = lg::detail::step_to_target<true>(batch(x), batch(s), batch(target), batch(0.0));
        EXPECT_TRUE(lt::same_bits(alone.step, lg::simd::to_array(lanes.step)[0])) << x << ' ' << s;
        EXPECT_TRUE(lt::same_bits(alone.error, lg::simd::to_array(lanes.error)[0])) << x << ' ' << s;
    }
}

TEST(ImpliedVolatilityStep, HasNewtonsCorrectionFromTheSlopeOfItsError) {
    using lt::dual;
    for (double const s : {0.05, 0.3, 1.4})
        for (double const h : {0.2, 1.0, 2.9, 4.0, 6.0}) {
            double const x   = h * s;
            auto const lower = lg::detail::step_to_target<true>(dual<double>(x), dual<double>(s, 1.0),
                                                                dual<double>(1e-3), dual<double>(0.0));
            EXPECT_NEAR(lower.newton.value, -lower.error.value / lower.error.derivative,
                        1e-8 * std::fabs(lower.newton.value))
                << s << ' ' << h;
        }
    for (double const s : {1.0, 2.5, 6.0}) {
        double const x   = 0.4 * s * s;  // h below t
        auto const upper = lg::detail::step_to_target<false>(dual<double>(x), dual<double>(s, 1.0), dual<double>(1e-3),
                                                             dual<double>(0.0));
        EXPECT_NEAR(upper.newton.value, -upper.error.value / upper.error.derivative,
                    1e-8 * std::fabs(upper.newton.value))
            << s;
    }
}

}  // namespace
