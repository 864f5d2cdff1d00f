// SPDX-License-Identifier: BSL-1.0
#include <longgamma/pricing/black_scholes.hpp>

#include <support/accuracy.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace {

namespace lg = longgamma;
namespace lt = longgamma_test;

using option = lg::european_option<double>;

constexpr double unit = 0x1p-53;

/// Options of the kind that trades, and with every fourth one of a kind that does not.
option random_option(lt::random_numbers& random) {
    bool const wild = random.uniform(0.0, 4.0) < 1.0;
    return {.spot           = random.log_uniform(0.5, 5e4),
            .strike         = 0.0,
            .expiry         = wild ? random.log_uniform(1e-6, 40.0) : random.log_uniform(0.003, 3.0),
            .rate           = random.uniform(-0.04, 0.12),
            .dividend_yield = random.uniform(-0.04, 0.12),
            .volatility     = wild ? random.log_uniform(0.001, 8.0) : random.log_uniform(0.05, 1.5)};
}

template <class F>
void for_random_options(std::uint64_t seed, F&& f) {
    lt::random_numbers random(seed);
    for (int i = 0; i < 20'000 && !testing::Test::HasFatalFailure(); ++i) {
        option o = random_option(random);
        o.strike = o.spot * std::exp(random.uniform(-0.7, 0.7));
        f(o);
    }
}

double value(option const& o, double sign) {
    return lg::black_scholes<lg::price>(o, sign).get<lg::price>();
}

/// What the value is the difference of; the natural unit of its rounding error.
double legs(option const& o) {
    return o.spot * std::exp(-o.dividend_yield * o.expiry) + o.strike * std::exp(-o.rate * o.expiry);
}

TEST(BlackScholesProperty, CallLessPutIsTheForward) {
    lt::worst_error worst_value, worst_delta, worst_theta, worst_rho;
    for_random_options(1, [&](option const& o) {
        auto const c = lg::black_scholes<lg::price, lg::delta, lg::gamma, lg::vega, lg::theta, lg::rho>(o, 1.0);
        auto const p = lg::black_scholes<lg::price, lg::delta, lg::gamma, lg::vega, lg::theta, lg::rho>(o, -1.0);
        double const dividends = std::exp(-o.dividend_yield * o.expiry), discount = std::exp(-o.rate * o.expiry);
        double const spot_leg = o.spot * dividends, strike_leg = o.strike * discount, both = spot_leg + strike_leg;
        worst_value.add((c.get<lg::price>() - p.get<lg::price>() - (spot_leg - strike_leg)) / (unit * both));
        worst_delta.add((c.get<lg::delta>() - p.get<lg::delta>() - dividends) / (unit * dividends));
        worst_rho.add((c.get<lg::rho>() - p.get<lg::rho>() - o.expiry * strike_leg) / (unit * o.expiry * strike_leg));
        double const carry = o.dividend_yield * spot_leg - o.rate * strike_leg;
        double const terms =
            std::fabs(o.dividend_yield) * spot_leg + std::fabs(o.rate) * strike_leg + std::fabs(c.get<lg::theta>());
        worst_theta.add((c.get<lg::theta>() - p.get<lg::theta>() - carry) / (unit * terms));
        ASSERT_EQ(c.get<lg::gamma>(), p.get<lg::gamma>());
        ASSERT_EQ(c.get<lg::vega>(), p.get<lg::vega>());
    });
    worst_value.expect_at_most(16.0, "parity of the values");
    worst_delta.expect_at_most(16.0, "parity of the deltas");
    worst_rho.expect_at_most(16.0, "parity of the rhos");
    worst_theta.expect_at_most(16.0, "parity of the thetas");
}

TEST(BlackScholesProperty, IsHomogeneousOfDegreeOneInSpotAndStrike) {
    lt::worst_error worst;
    for_random_options(2, [&](option const& o) {
        auto const one = lg::black_scholes<lg::price, lg::delta, lg::gamma, lg::vega>(o, 1.0);
        auto scaled    = o;
        scaled.spot *= 8.0;
        scaled.strike *= 8.0;
        auto const eight = lg::black_scholes<lg::price, lg::delta, lg::gamma, lg::vega>(scaled, 1.0);
        // A power of two rounds nothing, unless the number is subnormal.
        ASSERT_NEAR(eight.get<lg::price>(), 8.0 * one.get<lg::price>(), 1e-321);
        if (one.get<lg::gamma>() > 1e-300) {
            ASSERT_EQ(eight.get<lg::gamma>(), one.get<lg::gamma>() / 8.0);
        }
        ASSERT_EQ(eight.get<lg::delta>(), one.get<lg::delta>());
        ASSERT_NEAR(eight.get<lg::vega>(), 8.0 * one.get<lg::vega>(), 1e-321);
        // Euler: V = S V_S + K V_K, with K V_K from the strike's own derivative: the value with spot and strike
        // exchanged.
        auto const other = lg::black_scholes<lg::delta>(
            option{o.strike, o.spot, o.expiry, o.dividend_yield, o.rate, o.volatility}, -1.0);
        worst.add((one.get<lg::price>() - o.spot * one.get<lg::delta>() - o.strike * other.get<lg::delta>()) /
                  (unit * legs(o)));
    });
    worst.expect_at_most(16.0, "Euler's identity");
}

TEST(BlackScholesProperty, CallIsThePutOfTheExchangedMarket) {
    lt::worst_error worst;
    for_random_options(3, [&](option const& o) {
        option const exchanged{o.strike, o.spot, o.expiry, o.dividend_yield, o.rate, o.volatility};
        worst.add((value(o, 1.0) - value(exchanged, -1.0)) / (unit * legs(o)));
    });
    worst.expect_at_most(16.0, "put-call symmetry");
}

TEST(BlackScholesProperty, LiesBetweenIntrinsicValueAndItsLeg) {
    for_random_options(4, [&](option const& o) {
        double const spot_leg   = o.spot * std::exp(-o.dividend_yield * o.expiry);
        double const strike_leg = o.strike * std::exp(-o.rate * o.expiry);
        double const slack      = 8.0 * unit * (spot_leg + strike_leg);
        ASSERT_GE(value(o, 1.0), std::fmax(spot_leg - strike_leg - slack, 0.0));
        ASSERT_LE(value(o, 1.0), spot_leg + slack);
        ASSERT_GE(value(o, -1.0), std::fmax(strike_leg - spot_leg - slack, 0.0));
        ASSERT_LE(value(o, -1.0), strike_leg + slack);
    });
}

TEST(BlackScholesProperty, IsMonotoneAndConvexInTheStrike) {
    for_random_options(5, [&](option const& o) {
        double const slack = 16.0 * unit * legs(o);
        double const step  = 0.01 * o.strike;
        for (double const sign : {1.0, -1.0}) {
            auto const at = [&](double strike) {
                auto shifted   = o;
                shifted.strike = strike;
                return value(shifted, sign);
            };
            double const low = at(o.strike - step), middle = at(o.strike), high = at(o.strike + step);
            ASSERT_GE(sign * (low - middle), -slack);
            ASSERT_GE(sign * (middle - high), -slack);
            ASSERT_GE(low - 2.0 * middle + high, -4.0 * slack);
        }
    });
}

TEST(BlackScholesProperty, RisesWithTheVolatilityAndTheCallWithTheSpot) {
    for_random_options(6, [&](option const& o) {
        double const slack = 16.0 * unit * legs(o);
        auto more          = o;
        more.volatility *= 1.001;
        ASSERT_GE(value(more, 1.0), value(o, 1.0) - slack);
        ASSERT_GE(value(more, -1.0), value(o, -1.0) - slack);
        more = o;
        more.spot *= 1.001;
        ASSERT_GE(value(more, 1.0), value(o, 1.0) - slack);
        ASSERT_LE(value(more, -1.0), value(o, -1.0) + slack);
    });
}

// theta + (r - q) S delta + 1/2 sigma^2 S^2 gamma = r V: the equation that gamma scalping lives on.
TEST(BlackScholesProperty, SolvesItsDifferentialEquation) {
    lt::worst_error worst;
    for_random_options(7, [&](option const& o) {
        for (double const sign : {1.0, -1.0}) {
            auto const v           = lg::black_scholes<lg::price, lg::delta, lg::gamma, lg::theta>(o, sign);
            double const convexity = 0.5 * o.volatility * o.volatility * o.spot * o.spot * v.get<lg::gamma>();
            double const carry     = (o.rate - o.dividend_yield) * o.spot * v.get<lg::delta>();
            double const residual  = v.get<lg::theta>() + carry + convexity - o.rate * v.get<lg::price>();
            double const terms =
                std::fabs(v.get<lg::theta>()) + convexity + (std::fabs(o.rate) + std::fabs(o.dividend_yield)) * legs(o);
            worst.add(residual / (unit * terms));
        }
    });
    worst.expect_at_most(16.0, "residual of the Black-Scholes equation");
}

TEST(BlackScholesProperty, HasGreeksThatAreItsDifferences) {
    lt::random_numbers random(8);
    for (int i = 0; i < 2000; ++i) {
        option const o{.spot           = 100.0,
                       .strike         = random.uniform(80.0, 125.0),
                       .expiry         = random.uniform(0.1, 2.0),
                       .rate           = random.uniform(-0.03, 0.1),
                       .dividend_yield = random.uniform(-0.03, 0.1),
                       .volatility     = random.uniform(0.15, 0.8)};
        double const sign = i % 2 == 0 ? 1.0 : -1.0;
        auto const v =
            lg::black_scholes<lg::delta, lg::gamma, lg::vega, lg::theta, lg::rho, lg::vanna, lg::volga>(o, sign);
        auto const moved = [&](double option::*field, double by) {
            auto other = o;
            other.*field += by;
            return lg::black_scholes<lg::price, lg::delta, lg::vega>(other, sign);
        };
        auto const slope = [&](double option::*field, double step, auto tag) {
            using tag_t = decltype(tag);
            return (moved(field, step).template get<tag_t>() - moved(field, -step).template get<tag_t>()) /
                   (2.0 * step);
        };
        ASSERT_NEAR(slope(&option::spot, 1e-3, lg::price{}), v.get<lg::delta>(), 1e-8);
        ASSERT_NEAR(slope(&option::spot, 1e-3, lg::delta{}), v.get<lg::gamma>(), 1e-8);
        ASSERT_NEAR(slope(&option::volatility, 1e-5, lg::price{}), v.get<lg::vega>(), 1e-5);
        ASSERT_NEAR(slope(&option::expiry, 1e-5, lg::price{}), -v.get<lg::theta>(), 1e-5);
        ASSERT_NEAR(slope(&option::rate, 1e-5, lg::price{}), v.get<lg::rho>(), 1e-5);
        ASSERT_NEAR(slope(&option::volatility, 1e-5, lg::delta{}), v.get<lg::vanna>(), 1e-6);
        ASSERT_NEAR(slope(&option::volatility, 1e-5, lg::vega{}), v.get<lg::volga>(), 1e-4);
    }
}

}  // namespace
