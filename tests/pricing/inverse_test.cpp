// SPDX-License-Identifier: BSL-1.0
#include <longgamma/pricing/inverse.hpp>

#include <support/accuracy.hpp>
#include <support/dual.hpp>
#include <support/message_of.hpp>
#include <support/reference_table.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace lg = longgamma;
namespace lt = longgamma_test;
using lg::call, lg::put;

constexpr double nan_      = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity_ = std::numeric_limits<double>::infinity();

using option = lg::european_option<double>;
using quoted = lg::inverse_option<double>;

constexpr std::size_t count = 11;
constexpr std::array<char const*, count> names{
    "price_usd", "price_coin", "delta",      "net_transaction_delta", "gamma_usd",       "vega_usd",
    "vega_coin", "theta_usd",  "theta_coin", "price_coin_delta",      "price_coin_gamma"};
using values = std::array<double, count>;

values array_of(lg::inverse_option_greeks<double> const& g) {
    return {g.price_usd, g.price_coin, g.delta,      g.net_transaction_delta, g.gamma_usd,       g.vega_usd,
            g.vega_coin, g.theta_usd,  g.theta_coin, g.price_coin_delta,      g.price_coin_gamma};
}

/// Every output of one option, through the kernel on the number type Number (a scalar, or lanes filled with the
/// option). `forward`: through the exchange's convention, with the spot as the future.
template <class Number>
values evaluate_as(option const& o, lg::option_type type, bool forward) {
    using S        = lg::simd::scalar_t<Number>;
    auto const in  = [](double x) { return Number(static_cast<S>(x)); };
    auto const out = [](Number const& x) {
        if constexpr (lg::simd::batch_type<Number>)
            return static_cast<double>(lg::simd::to_array(x)[lg::simd::lanes<Number> - 1]);
        else
            return static_cast<double>(x);
    };
    auto const read = [&]<class... Outputs>(lg::outputs<Number, Outputs...> const& v) {
        return values{out(v.template get<Outputs>())...};
    };
    auto const kernel = [&]<class... Outputs>() {
        if (forward)
            return read(lg::inverse_black<Outputs...>(
                lg::inverse_option<Number>{in(o.spot), in(o.strike), in(o.expiry), in(o.volatility)},
                in(lg::sign(type))));
        return read(lg::inverse_black_scholes<Outputs...>(
            lg::european_option<Number>{in(o.spot), in(o.strike), in(o.expiry), in(o.rate), in(o.dividend_yield),
                                        in(o.volatility)},
            in(lg::sign(type))));
    };
    return kernel.template
    operator()<lg::price_usd, lg::price_coin, lg::delta, lg::net_transaction_delta, lg::gamma_usd, lg::vega_usd,
               lg::vega_coin, lg::theta_usd, lg::theta_coin, lg::price_coin_delta, lg::price_coin_gamma>();
}

/// Both number types; they must agree bit for bit.
values edge(option const& o, lg::option_type type, bool forward = false) {
    values const scalar = evaluate_as<double>(o, type, forward);
    values const lanes  = evaluate_as<lg::simd::batch<double>>(o, type, forward);
    for (std::size_t i = 0; i < count; ++i)
        EXPECT_TRUE(lt::same_bits(scalar[i], lanes[i])) << names[i] << ' ' << scalar[i] << ' ' << lanes[i];
    return scalar;
}

struct table_row {
    std::size_t line;
    bool forward;
    lg::option_type type;
    option o;
    values expected;
    values scale;  // size times 1 + condition
};

/// The condition of a price counts the roundings which the exact function makes of one rounding in each input; that of
/// the rest those which a plain evaluation of phi(d) makes. Sums take the sum of the sizes of their terms.
std::vector<table_row> const& inverse_table() {
    static std::vector<table_row> const rows = [] {
        std::vector<table_row> all;
        for (auto const row : lt::reference_table("pricing/inverse.csv")) {
            table_row r{.line     = row.line(),
                        .forward  = row.text("convention") == "forward",
                        .type     = row.text("type") == "call" ? call : put,
                        .o        = {.spot           = row["S"],
                                     .strike         = row["K"],
                                     .expiry         = row["T"],
                                     .rate           = row["r"],
                                     .dividend_yield = row["q"],
                                     .volatility     = row["sigma"]},
                        .expected = {row["price_usd"], row["price_coin"], row["delta"], row["delta_pa"],
                                     row["gamma_usd"], row["vega_usd"], row["vega_coin"], row["theta_usd"],
                                     row["theta_coin"], row["dprice_coin_dS"], row["d2price_coin_dS2"]},
                        .scale    = {}};
            option const& o     = r.o;
            values const& e     = r.expected;
            double const s      = o.volatility * std::sqrt(o.expiry);
            double const carry  = (std::fabs(o.rate) + std::fabs(o.dividend_yield)) * o.expiry;
            double const logs   = std::fabs(std::log(o.spot / o.strike));
            double const h      = (std::log(o.spot / o.strike) + (o.rate - o.dividend_yield) * o.expiry) / s;
            double const d      = std::fmax(std::fabs(h + 0.5 * s), std::fabs(h - 0.5 * s));
            double const inputs = 1.0 + (1.0 + d) * ((2.0 + logs + 2.0 * carry) / s + s) + carry + 4.0;

            double const spot_leg = o.spot * std::fabs(e[2]), strike_leg = o.spot * std::fabs(e[3]);
            double const price = e[0] + spot_leg + strike_leg + o.volatility * e[5] + o.expiry * std::fabs(e[7]) +
                                 std::fabs(o.rate) * o.expiry * strike_leg +
                                 std::fabs(o.dividend_yield) * o.expiry * spot_leg;
            double const theta = std::fabs(o.dividend_yield) * spot_leg + std::fabs(o.rate) * strike_leg +
                                 0.5 * e[5] * o.volatility / o.expiry;
            for (std::size_t i = 0; i < count; ++i)
                r.scale[i] = inputs * std::fabs(e[i]);
            r.scale[0]  = price;
            r.scale[1]  = price / o.spot;
            r.scale[7]  = inputs * theta;
            r.scale[8]  = inputs * theta / o.spot;
            r.scale[10] = inputs * (e[4] / o.spot + 2.0 * std::fabs(e[3]) / (o.spot * o.spot));
            all.push_back(r);
        }
        return all;
    }();
    return rows;
}

/// Outputs outside [smallest, largest] are left out (the range of float).
template <class Number>
std::array<lt::worst_error, count> errors_over_table(double smallest, double largest) {
    using S           = lg::simd::scalar_t<Number>;
    double const unit = 0.5 * static_cast<double>(std::numeric_limits<S>::epsilon());
    std::array<lt::worst_error, count> errors;
    for (table_row const& row : inverse_table())
        for (bool const forward : {false, true}) {
            if (forward && !row.forward)
                continue;
            values const got = evaluate_as<Number>(row.o, row.type, forward);
            for (std::size_t i = 0; i < count; ++i)
                if (std::fabs(row.expected[i]) >= smallest && row.scale[i] <= largest)
                    errors[i].add(std::fabs(got[i] - row.expected[i]) / (unit * row.scale[i]),
                                  [&] { return "line " + std::to_string(row.line); });
        }
    return errors;
}

template <class Errors>
void expect_stated_bounds(Errors const& errors) {
    for (std::size_t i = 0; i < count; ++i)
        errors[i].expect_at_most(i < 2 ? 8.0 : 3.0, names[i]);
}

template <class Number>
class InverseAccuracy : public testing::Test {};

// Lanes of every instruction set that this program may use without asking the processor.
using double_numbers = testing::Types<double, lg::simd::batch<double>
#if defined(__SSE2__) && !defined(LONGGAMMA_NO_SIMD)
                                      ,
                                      lg::simd::batch<double, xsimd::sse2>
#endif
                                      >;
TYPED_TEST_SUITE(InverseAccuracy, double_numbers);

TYPED_TEST(InverseAccuracy, StaysWithinTheStatedBoundOfTheTable) {
    auto const errors = errors_over_table<TypeParam>(1e-290, 1e300);
    expect_stated_bounds(errors);
    for (auto const& e : errors)
        EXPECT_EQ(e.count(), 1280U);  // 480 rows through both functions, 320 through one
}

template <class Number>
class InverseFloatAccuracy : public testing::Test {};
using float_numbers = testing::Types<float, lg::simd::batch<float>>;
TYPED_TEST_SUITE(InverseFloatAccuracy, float_numbers);

// The inputs are rounded to float first; the condition contains what that costs.
TYPED_TEST(InverseFloatAccuracy, StaysWithinTheStatedBoundOfTheTable) {
    auto const errors = errors_over_table<TypeParam>(1e-25, 1e28);
    expect_stated_bounds(errors);
    for (auto const& e : errors)
        EXPECT_GT(e.count(), 1150U);
}

TEST(Inverse, GivesTheSameBitsInLanesAsInAScalarCall) {
    lt::random_numbers random(31);
    for (int i = 0; i < 20'000; ++i) {
        option const o{.spot           = random.log_uniform(1e-3, 1e6),
                       .strike         = random.log_uniform(1e-3, 1e6),
                       .expiry         = random.log_uniform(1e-6, 30.0),
                       .rate           = random.uniform(-0.05, 0.2),
                       .dividend_yield = random.uniform(-0.05, 0.2),
                       .volatility     = random.log_uniform(1e-3, 5.0)};
        auto const type = i % 4 < 2 ? call : put;
        values const v  = edge(o, type, i % 2 == 0);
        values const g  = i % 2 == 0
                              ? array_of(lg::inverse_greeks(quoted{o.spot, o.strike, o.expiry, o.volatility}, type))
                              : array_of(lg::inverse_greeks(o, type));
        values const f  = evaluate_as<float>(o, type, i % 2 == 0);
        values const l  = evaluate_as<lg::simd::batch<float>>(o, type, i % 2 == 0);
        for (std::size_t j = 0; j < count; ++j) {
            ASSERT_TRUE(lt::same_bits(v[j], g[j])) << names[j];
            ASSERT_TRUE(lt::same_bits(f[j], l[j])) << names[j];
        }
    }
}

// ---- Relations ------------------------------------------------------------------------------------------------------

TEST(Inverse, IsTheVanillaOptionInDollars) {
    lt::random_numbers random(32);
    for (int i = 0; i < 3000; ++i) {
        option const o{.spot           = random.uniform(30'000.0, 90'000.0),
                       .strike         = 60'000.0,
                       .expiry         = random.log_uniform(0.003, 2.0),
                       .rate           = random.uniform(-0.02, 0.1),
                       .dividend_yield = random.uniform(-0.02, 0.1),
                       .volatility     = random.log_uniform(0.2, 2.0)};
        auto const type = i % 2 == 0 ? call : put;
        values const v  = edge(o, type);
        auto const g    = lg::black_scholes<lg::price, lg::delta, lg::gamma, lg::vega, lg::theta>(o, lg::sign(type));
        EXPECT_NEAR(v[0], g.get<lg::price>(), 1e-13 * o.spot);
        EXPECT_NEAR(v[2], g.get<lg::delta>(), 1e-12);
        EXPECT_NEAR(v[4], g.get<lg::gamma>(), 1e-12 * g.get<lg::gamma>());
        EXPECT_NEAR(v[5], g.get<lg::vega>(), 1e-12 * g.get<lg::vega>());
        EXPECT_NEAR(v[7], g.get<lg::theta>(), 1e-12 * o.spot);
        EXPECT_NEAR(v[3], v[2] - v[1], 1e-14);
    }
}

// In coins: call less put is 1 - K/F, in every output.
TEST(Inverse, KeepsPutCallParityInCoins) {
    lt::random_numbers random(33);
    for (int i = 0; i < 3000; ++i) {
        option const o{.spot       = random.uniform(30'000.0, 90'000.0),
                       .strike     = random.uniform(30'000.0, 90'000.0),
                       .expiry     = random.log_uniform(0.003, 2.0),
                       .volatility = random.log_uniform(0.2, 2.0)};
        values const c = edge(o, call, true), p = edge(o, put, true);
        double const ratio = o.strike / o.spot;
        EXPECT_NEAR(c[1] - p[1], 1.0 - ratio, 4e-15);
        EXPECT_NEAR(c[3] - p[3], ratio, 4e-15);
        EXPECT_NEAR(c[9] - p[9], ratio / o.spot, 4e-15 / o.spot);
        EXPECT_NEAR(c[10] - p[10], -2.0 * ratio / (o.spot * o.spot),
                    1e-14 / (o.spot * o.spot) + 1e-14 * std::fabs(c[10]));
        EXPECT_EQ(c[6], p[6]);
        EXPECT_EQ(c[8], p[8]);
    }
}

// F phi(d1) = K phi(d2): a call on coins at K is K/F puts on dollars, struck and quoted upside down.
TEST(Inverse, IsAPutOnDollarsSeenFromTheCoin) {
    quoted const o{.forward = 63'000.0, .strike = 70'000.0, .expiry = 0.2, .volatility = 0.7};
    double const coins = lg::inverse_greeks(o, call).price_coin;
    double const dollars =
        lg::black_scholes<lg::price>(
            option{.spot = 1.0 / o.forward, .strike = 1.0 / o.strike, .expiry = 0.2, .volatility = 0.7}, -1.0)
            .get<lg::price>();
    EXPECT_NEAR(coins, o.strike * dollars, 1e-15);
}

template <class Output>
lt::dual<double> along(option const& o, double sign, double option::*field) {
    auto const seed = [&](double option::*f) { return lt::dual<double>(o.*f, f == field ? 1.0 : 0.0); };
    lg::european_option<lt::dual<double>> const in{seed(&option::spot),           seed(&option::strike),
                                                   seed(&option::expiry),         seed(&option::rate),
                                                   seed(&option::dividend_yield), seed(&option::volatility)};
    return lg::inverse_black_scholes<Output>(in, lt::dual<double>(sign)).template get<Output>();
}

TEST(InverseOfDual, DifferentiatesToItsOwnGreeks) {
    lt::random_numbers random(34);
    for (int i = 0; i < 3000; ++i) {
        option const o{.spot           = random.uniform(0.7, 1.4),
                       .strike         = 1.0,
                       .expiry         = random.log_uniform(0.02, 3.0),
                       .rate           = random.uniform(-0.03, 0.1),
                       .dividend_yield = random.uniform(-0.03, 0.1),
                       .volatility     = random.log_uniform(0.1, 1.5)};
        double const sign = i % 2 == 0 ? 1.0 : -1.0;
        values const v    = evaluate_as<double>(o, i % 2 == 0 ? call : put, false);
        auto const near   = [&](double got, std::size_t j) {
            ASSERT_NEAR(got, v[j], 1e-11 * (1.0 + std::fabs(v[j]))) << names[j];
        };
        near(along<lg::price_usd>(o, sign, &option::spot).derivative, 2);
        near(along<lg::delta>(o, sign, &option::spot).derivative, 4);
        near(along<lg::price_usd>(o, sign, &option::volatility).derivative, 5);
        near(along<lg::price_coin>(o, sign, &option::volatility).derivative, 6);
        near(-along<lg::price_usd>(o, sign, &option::expiry).derivative, 7);
        near(-along<lg::price_coin>(o, sign, &option::expiry).derivative, 8);
        near(along<lg::price_coin>(o, sign, &option::spot).derivative, 9);
        near(along<lg::price_coin_delta>(o, sign, &option::spot).derivative, 10);
    }
}

// ---- Exchange -------------------------------------------------------------------------------------------------------

// A ticker as published: BTC-27SEP24-40000-C on 2023-11-10 05:18:31 UTC. The volatility is displayed to 0.01 points, so
// the other numbers need only agree for some volatility within half of that.
TEST(Inverse, EqualsAnExchangeTickerToTheDisplayedDigits) {
    auto const ticker = [](double volatility) {
        return quoted{.forward = 39165.86, .strike = 40000.0, .expiry = 0.882498997, .volatility = volatility};
    };
    auto const at = lg::inverse_greeks(ticker(0.6086), call);
    EXPECT_NEAR(at.price_coin, 0.2169, 0.5e-4);
    EXPECT_NEAR(at.gamma_usd, 0.00002, 0.5e-5);
    EXPECT_NEAR(at.net_transaction_delta, 0.59833 - 0.2169, 0.6e-4);

    auto const low = lg::inverse_greeks(ticker(0.60855), call), high = lg::inverse_greeks(ticker(0.60865), call);
    auto const between = [](double a, double b, double displayed, double half_digit, char const* what) {
        EXPECT_LE(std::fmin(a, b), displayed + half_digit) << what;
        EXPECT_GE(std::fmax(a, b), displayed - half_digit) << what;
    };
    between(low.delta, high.delta, 0.59833, 0.5e-5, "delta");
    between(low.theta_usd / 365.0, high.theta_usd / 365.0, -13.4441, 0.5e-4, "theta per day");
    between(low.vega_usd / 100.0, high.vega_usd / 100.0, 142.30124, 0.5e-5, "vega per point");
    // The exchange's rho moves the future with the rate: T K Phi(d2) = T F (delta - u), per 1 %.
    double const per_percent = 0.882498997 * 39165.86 / 100.0;
    between(per_percent * low.net_transaction_delta, per_percent * high.net_transaction_delta, 131.82621, 0.5e-5,
            "rho");

    // As the exchange's convention shows it.
    auto const shown = lg::display(at, ticker(0.6086), lg::conventions::exchange);
    EXPECT_NEAR(shown.theta_usd, -13.4441, 1e-3);
    EXPECT_NEAR(shown.vega_usd, 142.30124, 1e-3);
    EXPECT_NEAR(shown.delta, 0.59833, 1e-5);

    // All digits at exactly 60.86 %, computed apart with multiple precision.
    EXPECT_NEAR(at.price_coin, 0.21691516801594083, 1e-15);
    EXPECT_NEAR(at.delta, 0.598320965166753, 1e-14);
    EXPECT_NEAR(at.gamma_usd, 1.7272277832081517e-05, 1e-19);
    EXPECT_NEAR(at.theta_usd / 365.0, -13.443302941972802, 1e-12);
    EXPECT_NEAR(at.vega_usd / 100.0, 142.30203737660938, 1e-11);
}

TEST(Inverse, EqualsAKnownAtTheMoneyOption) {
    auto const g =
        lg::inverse_greeks({.forward = 60'000.0, .strike = 60'000.0, .expiry = 30.0 / 365.0, .volatility = 0.6}, call);
    EXPECT_NEAR(g.price_usd, 4112.364430952, 1e-9);
    EXPECT_NEAR(g.price_coin, 0.068539407183, 1e-12);
    EXPECT_NEAR(g.delta, 0.534269703591, 1e-12);
    EXPECT_NEAR(g.net_transaction_delta, 0.465730296409, 1e-12);
}

// ---- Hedges ---------------------------------------------------------------------------------------------------------

/// A long option, B coins and N dollars of an inverse perpetual entered at S0, all revalued at spot S.
struct account {
    option o;
    lg::option_type type;
    double coins, notional, entry;

    [[nodiscard]] double in_coins(double spot) const {
        auto at = o;
        at.spot = spot;
        return lg::inverse_greeks(at, type).price_coin + coins + notional * (1.0 / entry - 1.0 / spot);
    }
    [[nodiscard]] double in_dollars(double spot) const { return spot * in_coins(spot); }
};

TEST(InversePerpetualHedge, TakesTheSlopeOutOfTheAccountItIsFor) {
    for (auto const type : {call, put})
        for (double const coins : {0.0, 0.3, -0.1}) {
            option const o{.spot = 60'000.0, .strike = 65'000.0, .expiry = 0.2, .rate = 0.03, .volatility = 0.6};
            auto const g = lg::inverse_greeks(o, type);
            double const for_coins =
                lg::inverse_perpetual_hedge(lg::coin_account<double>{g.net_transaction_delta, o.spot});
            double const for_dollars = lg::inverse_perpetual_hedge(lg::usd_account<double>{g.delta, coins, o.spot});
            EXPECT_EQ(for_coins < 0.0, type == call);  // a long call is hedged by a short perpetual

            double const h = 1.0;  // USD
            account const c{o, type, coins, for_coins, o.spot};
            EXPECT_NEAR((c.in_coins(o.spot + h) - c.in_coins(o.spot - h)) / (2.0 * h) * o.spot, 0.0, 1e-8);
            account const d{o, type, coins, for_dollars, o.spot};
            EXPECT_NEAR((d.in_dollars(o.spot + h) - d.in_dollars(o.spot - h)) / (2.0 * h), 0.0, 1e-8);

            // Neither serves the other account; they differ by the equity in coins.
            EXPECT_NEAR(for_dollars, for_coins - c.in_coins(o.spot) * o.spot, 1e-9);
        }
}

// The perpetual's profit so far is coins like others: the hedge does not depend on when it was entered.
TEST(InversePerpetualHedge, CountsOpenProfitAsCoins) {
    option const o{.spot = 60'000.0, .strike = 65'000.0, .expiry = 0.2, .volatility = 0.6};
    double const notional = -20'000.0, entry = 55'000.0, coins = 0.4;
    double const open   = notional * (1.0 / entry - 1.0 / o.spot);
    auto const g        = lg::inverse_greeks(o, call);
    double const wanted = lg::inverse_perpetual_hedge(lg::usd_account<double>{g.delta, coins + open, o.spot});
    account const old{o, call, coins, notional, entry};
    double const h     = 1.0;
    double const slope = (old.in_dollars(o.spot + h) - old.in_dollars(o.spot - h)) / (2.0 * h);
    EXPECT_NEAR(notional - slope * o.spot, wanted, 1e-3);
}

TEST(InversePerpetualHedge, LeavesThePremiumInCoinToTheCoinAccount) {
    option const o{.spot = 60'000.0, .strike = 60'000.0, .expiry = 0.1, .volatility = 0.6};
    auto const g = lg::inverse_greeks(o, call);
    // The premium owed in coin: both accounts agree on the day of the trade. Bought with dollars: the plain delta.
    EXPECT_NEAR(lg::inverse_perpetual_hedge(lg::usd_account<double>{g.delta, -g.price_coin, o.spot}),
                lg::inverse_perpetual_hedge(lg::coin_account<double>{g.net_transaction_delta, o.spot}), 1e-9);
    EXPECT_EQ(lg::inverse_perpetual_hedge(lg::usd_account<double>{g.delta, 0.0, o.spot}), -g.delta * o.spot);
}

// ---- Implied volatility ---------------------------------------------------------------------------------------------

TEST(InverseImpliedVolatility, ReturnsTheVolatilityOfACoinPrice) {
    lt::random_numbers random(35);
    lt::worst_error error;
    for (int i = 0; i < 3000; ++i) {
        quoted const o{.forward    = random.uniform(30'000.0, 90'000.0),
                       .strike     = random.uniform(30'000.0, 90'000.0),
                       .expiry     = random.log_uniform(0.01, 2.0),
                       .volatility = random.log_uniform(0.2, 2.0)};
        auto const type = o.strike > o.forward ? call : put;
        auto const g    = lg::inverse_greeks(o, type);
        if (g.price_coin < 1e-200)
            continue;
        auto const found = lg::implied_volatility(
            {.price_coin = g.price_coin, .forward = o.forward, .strike = o.strike, .expiry = o.expiry}, type);
        ASSERT_EQ(found.status, lg::implied_volatility_status::ok);
        // Roundings of the price and its condition: (1 + cond of the price) u/vega.
        double const d = std::fabs(std::log(o.forward / o.strike)) / (o.volatility * std::sqrt(o.expiry)) + 1.0;
        error.add(std::fabs(found.volatility - o.volatility) / (lt::unit_roundoff * o.volatility * (1.0 + d * d)) /
                  (1.0 + g.price_coin / (g.vega_coin * o.volatility)));
    }
    error.expect_at_most(64.0, "implied volatility of a coin price");
    EXPECT_EQ(lg::implied_volatility({.price_coin = 1.0, .forward = 5e4, .strike = 5e4, .expiry = 0.1}, call).status,
              lg::implied_volatility_status::above_bound);
    EXPECT_EQ(lg::implied_volatility({.price_coin = 0.1, .forward = 6e4, .strike = 5e4, .expiry = 0.1}, call).status,
              lg::implied_volatility_status::below_intrinsic);
}

// ---- Edges ----------------------------------------------------------------------------------------------------------

// Multiple precision: half a year, 20 %, F = 60000. The roundings of d1^2/2, about 430 and 590 here, are the limit.
TEST(InverseEdge, KeepsTheDigitsOfCoinPricesDeepOutOfTheMoney) {
    struct deep {
        double ratio;
        lg::option_type type;
        double price, delta, net;
    };
    for (deep const& x :
         {deep{64.0, call, 8.3699796414843332e-192, 1.7486846078994102e-189, 1.7403146282579259e-189},
          deep{1.0 / 64.0, put, 1.3078093189819271e-193, -2.7192416066530092e-191, -2.7323196998428285e-191},
          deep{128.0, call, 1.336170668622355e-259, 3.2537448598211047e-257, 3.2403831531348811e-257}}) {
        values const v =
            edge({.spot = 60'000.0, .strike = 60'000.0 * x.ratio, .expiry = 0.5, .volatility = 0.2}, x.type, true);
        EXPECT_NEAR(v[1] / x.price, 1.0, 2e-12);
        EXPECT_NEAR(v[2] / x.delta, 1.0, 2e-12);
        EXPECT_NEAR(v[3] / x.net, 1.0, 2e-12);
    }
}

TEST(InverseEdge, AtExpiryIsThePayoffInCoins) {
    option o{.spot = 125'000.0, .strike = 100'000.0, .expiry = 0.0, .volatility = 0.6};
    for (bool const forward : {false, true}) {
        values const c = edge(o, call, forward), p = edge(o, put, forward);
        EXPECT_DOUBLE_EQ(c[1], 0.2);
        EXPECT_EQ(c[2], 1.0);
        EXPECT_DOUBLE_EQ(c[3], 0.8);
        EXPECT_EQ(p[1], 0.0);
        EXPECT_EQ(p[3], 0.0);
        for (std::size_t const j : {4U, 5U, 6U, 7U, 8U}) {
            EXPECT_EQ(c[j], 0.0) << names[j];
            EXPECT_EQ(p[j], 0.0) << names[j];
        }
    }
    o.spot         = 100'000.0;
    values const c = edge(o, call, true);
    EXPECT_EQ(c[1], 0.0);
    EXPECT_DOUBLE_EQ(c[2], 0.5);
    EXPECT_EQ(c[7], 0.0);
}

TEST(InverseEdge, OfAWorthlessCoinIsInfiniteForAPutAndNothingForACall) {
    option const o{.spot = 0.0, .strike = 100.0, .expiry = 1.0, .volatility = 0.6};
    values const c = edge(o, call, true), p = edge(o, put, true);
    for (std::size_t j = 0; j < count; ++j)
        EXPECT_EQ(c[j], 0.0) << names[j];
    EXPECT_EQ(p[0], 100.0);
    EXPECT_EQ(p[1], infinity_);
    EXPECT_EQ(p[3], -infinity_);
    EXPECT_EQ(p[9], -infinity_);
    EXPECT_EQ(p[10], infinity_);
}

TEST(InverseEdge, WithInfiniteVolatilityIsTheCoin) {
    option const o{.spot = 60'000.0, .strike = 50'000.0, .expiry = 1.0, .volatility = infinity_};
    values const c = edge(o, call, true), p = edge(o, put, true);
    EXPECT_EQ(c[1], 1.0);
    EXPECT_EQ(c[3], 0.0);
    EXPECT_DOUBLE_EQ(p[1], 5.0 / 6.0);
    EXPECT_EQ(c[7], 0.0);
}

TEST(InverseEdge, RefusesNegativeInputsAndNanInAnyField) {
    option const good{
        .spot = 100.0, .strike = 90.0, .expiry = 0.5, .rate = 0.02, .dividend_yield = 0.01, .volatility = 0.3};
    for (bool const forward : {false, true})
        for (double option::*const field : {&option::spot, &option::strike, &option::expiry, &option::rate,
                                            &option::dividend_yield, &option::volatility})
            for (double const wrong : {nan_, -1.0, -1e-300}) {
                bool const is_rate = field == &option::rate || field == &option::dividend_yield;
                if (is_rate && (forward || !std::isnan(wrong)))
                    continue;
                for (double const expiry : {0.5, 0.0}) {
                    auto o   = good;
                    o.expiry = expiry;
                    o.*field = wrong;
                    for (auto const type : {call, put}) {
                        values const v = edge(o, type, forward);
                        for (std::size_t j = 0; j < count; ++j)
                            EXPECT_TRUE(std::isnan(v[j])) << names[j] << ' ' << wrong << ' ' << expiry;
                    }
                }
            }
    EXPECT_TRUE(std::isnan(lg::inverse_black<lg::price_coin>(quoted{1.0, 1.0, 1.0, 1.0}, nan_).get<lg::price_coin>()));
}

// ---- Arrays ---------------------------------------------------------------------------------------------------------

template <class T>
class EvaluateInverse : public testing::Test {};
using numbers = testing::Types<double, float>;
TYPED_TEST_SUITE(EvaluateInverse, numbers);

TYPED_TEST(EvaluateInverse, EqualsTheScalarCallAtEveryPlaceAndKeepsNanInItsRow) {
    using T = TypeParam;
    lt::random_numbers random(36);
    for (std::size_t n = 0; n <= 37; ++n) {
        std::vector<T> strike, volatility, sign;
        for (std::size_t i = 0; i < n; ++i) {
            strike.push_back(static_cast<T>(random.uniform(3e4, 9e4)));
            volatility.push_back(static_cast<T>(random.log_uniform(0.2, 1.5)));
            sign.push_back(i % 3 == 0 ? T(-1) : T(1));
        }
        if (n > 0)
            volatility[n / 2] = std::numeric_limits<T>::quiet_NaN();
        std::vector<T> coin(n), net(n), theta(n);
        lg::evaluate_inverse<lg::price_coin, lg::net_transaction_delta, lg::theta_coin>(
            {.forward = 65'000.0, .strike = strike, .expiry = 0.125, .volatility = volatility, .sign = sign}, coin, net,
            theta);
        for (std::size_t i = 0; i < n; ++i) {
            auto const one = lg::inverse_black<lg::price_coin, lg::net_transaction_delta, lg::theta_coin>(
                lg::inverse_option<T>{T(65'000), strike[i], T(0.125), volatility[i]}, sign[i]);
            EXPECT_TRUE(lt::same_bits(coin[i], one.template get<lg::price_coin>()));
            EXPECT_TRUE(lt::same_bits(net[i], one.template get<lg::net_transaction_delta>()));
            EXPECT_TRUE(lt::same_bits(theta[i], one.template get<lg::theta_coin>()));
            EXPECT_EQ(std::isnan(coin[i]), i == n / 2);
        }
    }
}

TEST(EvaluateInverse, RefusesColumnsOfAnotherLength) {
    std::vector<double> strikes(5, 100.0), out(6), other(5);
    lg::inverse_columns<double> const in{.forward = 100.0, .strike = strikes, .expiry = 1.0, .volatility = 0.2};
    EXPECT_EQ(message_of([&] { lg::evaluate_inverse<lg::price_coin>(in, out); }),
              "evaluate_inverse: an input column has 5 rows, the outputs have 6");
    EXPECT_EQ(message_of([&] { lg::evaluate_inverse<lg::price_coin, lg::delta>(in, out, other); }),
              "evaluate_inverse: the outputs differ in length");
}

template <class Output>
concept inverse_has = requires(quoted const& o) {
    lg::inverse_black<Output>(o, 1.0);
};
static_assert(inverse_has<lg::price_coin> && inverse_has<lg::delta> && !inverse_has<lg::price> &&
              !inverse_has<lg::rho>);

// ---- Real chains, if the environment variable LONGGAMMA_DATA_DIR names a folder that holds them
// ----------------------

struct chain_row {
    quoted option;
    lg::option_type type;
    double mark_price, delta, vega;
};

std::vector<std::string> cells_of(std::string const& line) {
    std::vector<std::string> cells;
    for (std::size_t from = 0;;) {
        std::size_t const comma = line.find(',', from);
        cells.push_back(line.substr(from, comma - from));
        if (comma == std::string::npos)
            return cells;
        from = comma + 1;
    }
}

std::vector<chain_row> read_chain(std::filesystem::path const& path) {
    std::vector<chain_row> chain;
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    auto const header = cells_of(line);
    auto const column = [&](char const* name) {
        auto const found = std::find(header.begin(), header.end(), name);
        EXPECT_NE(found, header.end()) << path << ": no column " << name;
        return static_cast<std::size_t>(found - header.begin());
    };
    std::size_t const time = column("timestamp_ms"), expiry = column("expiry_ms"), strike = column("strike"),
                      type = column("option_type"), mark = column("mark_price"), volatility = column("mark_iv"),
                      delta = column("delta"), vega = column("vega"), forward = column("underlying_price");
    constexpr double milliseconds_per_year = 365.0 * 86'400'000.0;
    while (std::getline(file, line)) {
        auto const cells  = cells_of(line);
        auto const number = [&](std::size_t i) {
            return cells[i].empty() ? nan_ : std::strtod(cells[i].c_str(), nullptr);
        };
        chain.push_back({.option     = {.forward    = number(forward),
                                        .strike     = number(strike),
                                        .expiry     = (number(expiry) - number(time)) / milliseconds_per_year,
                                        .volatility = number(volatility)},
                         .type       = cells[type] == "C" ? call : put,
                         .mark_price = number(mark),
                         .delta      = number(delta),
                         .vega       = number(vega)});
    }
    return chain;
}

struct distribution {
    double median, high, largest;  // 50 %, 95 %, 100 %
};

distribution distribution_of(std::vector<double> errors) {
    std::sort(errors.begin(), errors.end());
    auto const at = [&](double share) {
        return errors[static_cast<std::size_t>(share * static_cast<double>(errors.size() - 1))];
    };
    return {at(0.5), at(0.95), errors.back()};
}

// Two distances to the mark price: with the future of the file, which was read up to a minute apart from the mark; and
// with the forward which the marks of call and put imply together, K/(1 - (C - P)), where only the rounding of the
// displayed volatility is left.
TEST(InverseOnRealChains, ReproducesTheMarkPricesOfTheExchange) {
    char const* const folder = std::getenv("LONGGAMMA_DATA_DIR");
    if (folder == nullptr || !std::filesystem::is_directory(std::filesystem::path(folder) / "crypto"))
        GTEST_SKIP() << "LONGGAMMA_DATA_DIR names no folder of market files";
    std::vector<std::filesystem::path> paths;
    for (auto const& entry : std::filesystem::directory_iterator(std::filesystem::path(folder) / "crypto"))
        if (entry.path().filename().string().starts_with("deribit_btc_chain_"))
            paths.push_back(entry.path());
    ASSERT_FALSE(paths.empty());
    std::sort(paths.begin(), paths.end());
    for (auto const& path : paths) {
        auto const name  = path.filename().string();
        auto const chain = read_chain(path);
        std::vector<double> as_given, at_parity, delta, implied;
        for (std::size_t i = 0; i < chain.size(); ++i) {
            chain_row const& row = chain[i];
            auto const g         = lg::inverse_greeks(row.option, row.type);
            ASSERT_FALSE(std::isnan(g.price_coin) || std::isnan(row.mark_price)) << name << " row " << i;
            as_given.push_back(std::fabs(g.price_coin - row.mark_price));
            delta.push_back(std::fabs(g.delta - row.delta));
            if (i + 1 == chain.size() || row.type != call || chain[i + 1].type != put ||
                chain[i + 1].option.strike != row.option.strike || chain[i + 1].option.expiry != row.option.expiry)
                continue;
            auto o    = row.option;
            o.forward = o.strike / (1.0 - (row.mark_price - chain[i + 1].mark_price));
            at_parity.push_back(std::fabs(lg::inverse_greeks(o, call).price_coin - row.mark_price));
            // The out-of-the-money side of the pair, back to the displayed volatility: within its rounding and the
            // mark's.
            bool const above  = o.strike > o.forward;
            double const mark = above ? row.mark_price : chain[i + 1].mark_price;
            auto const at     = lg::inverse_greeks(o, above ? call : put);
            if (at.vega_coin < 1e-3)
                continue;
            auto const found = lg::implied_volatility(
                {.price_coin = mark, .forward = o.forward, .strike = o.strike, .expiry = o.expiry}, above ? call : put);
            ASSERT_EQ(found.status, lg::implied_volatility_status::ok) << name << " row " << i;
            implied.push_back(std::fabs(found.volatility - o.volatility));
        }
        auto const check = [&](char const* what, std::vector<double> const& errors, distribution const& bound) {
            auto const d = distribution_of(errors);
            std::printf("%s: %-42s median %.2g, 95 %% %.2g, largest %.2g of %zu\n", name.c_str(), what, d.median,
                        d.high, d.largest, errors.size());
            EXPECT_GT(errors.size(), 100U) << what;
            EXPECT_LE(d.median, bound.median) << what;
            EXPECT_LE(d.high, bound.high) << what;
            EXPECT_LE(d.largest, bound.largest) << what;
        };
        check("mark price, future of the file, coins", as_given, {3e-5, 8e-4, 2e-3});
        check("mark price, future by parity, coins", at_parity, {2e-6, 1e-5, 8e-5});
        check("delta, future of the file", delta, {2e-3, 2e-2, 6e-2});
        check("implied volatility, future by parity", implied, {5e-5, 3e-4, 2e-3});
    }
}

}  // namespace
