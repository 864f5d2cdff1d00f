// SPDX-License-Identifier: BSL-1.0
#include <longgamma/simulation/step.hpp>

#include <longgamma/hedging/policy.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

// The account against theory: what hedging a bought option earns in a Black-Scholes world. Orders fill at the price
// they were decided on, as the theory has it, and trading is free. Every path is seeded; means are asserted within 4
// standard errors, which a right account misses once in 16000 runs (and a seeded one never).

#if defined(__SANITIZE_ADDRESS__)
#define LONGGAMMA_TEST_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define LONGGAMMA_TEST_SANITIZED 1
#endif
#endif

namespace lg = longgamma;

namespace {

// Statistics need millions of steps, which sanitizers make minutes of; the steps themselves are sanitized in
// step_test.cpp.
class Statistical : public testing::Test {
protected:
    void SetUp() override {
#if defined(LONGGAMMA_TEST_SANITIZED)
        GTEST_SKIP() << "too slow under a sanitizer";
#endif
    }
};
using HedgingAtImplied = Statistical;
using HedgingAtActual  = Statistical;
using DiscreteHedging  = Statistical;

using batch                 = lg::simd::batch<double>;
constexpr std::size_t width = lg::simd::lanes<batch>;

struct world {
    double spot, strike, expiry, rate, drift, actual, implied;
};

struct moments {
    double mean, deviation, standard_error, skewness;
};

// Discounted profits of paths, each of `steps` hedges; `side` options bought at implied volatility.
template <class Policy>
moments profits(world const& w, Policy const& policy, int steps, std::size_t paths, double side = 1.0,
                lg::hedge_instrument instrument = lg::hedge_instrument::spot, unsigned seed = 91) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal(0.0, 1.0);
    double const dt   = w.expiry / steps;
    double const mean = (w.drift - 0.5 * w.actual * w.actual) * dt;
    double const sd   = w.actual * std::sqrt(dt);
    std::vector<double> all;
    lg::option_book<batch> book;
    book.add({lg::call, batch(side), batch(w.strike), batch(w.expiry)});
    auto const mark = [&](int step, batch const& spot) {
        return lg::mark<batch>{batch(step == steps ? w.expiry : step * dt), spot, batch(w.implied), batch(w.rate),
                               batch(0.0)};
    };
    std::vector<std::array<double, width>> moves(static_cast<std::size_t>(steps));
    while (all.size() < paths) {
        for (std::size_t lane = 0; lane < width; ++lane)  // path by path: the same paths for any number of lanes
            for (auto& move : moves)
                move[lane] = std::exp(mean + sd * normal(random));
        std::array<double, width> spot;
        spot.fill(w.spot);
        lg::account<batch> account(batch(0.0), instrument, mark(0, batch(w.spot)));
        account.buy(book, batch(0.0));
        for (int step = 1; step <= steps; ++step) {
            batch refused(0.0);
            account.fill(account.decide(policy, refused), lg::no_cost{});
            account.close_step();
            for (std::size_t lane = 0; lane < width; ++lane)
                spot[lane] *= moves[static_cast<std::size_t>(step - 1)][lane];
            account.advance(mark(step, lg::simd::from_array<batch>(spot)), batch(w.actual));
        }
        account.settle();
        account.close_step();
        for (double const equity : lg::simd::to_array(account.equity()))
            all.push_back(equity * std::exp(-w.rate * w.expiry));
    }
    double const n = static_cast<double>(all.size());
    double sum = 0.0, squares = 0.0, cubes = 0.0;
    for (double const x : all)
        sum += x;
    for (double const x : all) {
        squares += (x - sum / n) * (x - sum / n);
        cubes += (x - sum / n) * (x - sum / n) * (x - sum / n);
    }
    double const deviation = std::sqrt(squares / (n - 1));
    return {sum / n, deviation, deviation / std::sqrt(n), cubes / n / (deviation * deviation * deviation)};
}

double call_value(world const& w, double volatility) {
    return lg::greeks(
               {.spot = w.spot, .strike = w.strike, .expiry = w.expiry, .rate = w.rate, .volatility = volatility},
               lg::call)
        .price;
}

auto const at_implied = lg::delta_neutral(lg::at_implied{});

}  // namespace

TEST_F(HedgingAtImplied, EarnsTheDifferenceOfTheValuesOnAverage) {
    // With drift equal to the rate the mean is V(actual) - V(implied) whatever the hedge and however few its steps.
    struct row {
        world w;
        double difference;
    };
    for (row const& r : {row{{100, 100, 1, 0.05, 0.05, 0.30, 0.20}, 3.780671213800},
                         row{{100, 110, 1, 0.05, 0.05, 0.30, 0.20}, 3.979989490332},
                         row{{100, 100, 1, 0.05, 0.05, 0.40, 0.20}, 7.572367878031},
                         row{{100, 100, 0.25, 0.0, 0.0, 0.25, 0.20}, 0.995772638175},
                         row{{100, 100, 1, 0.05, 0.05, 0.20, 0.30}, -3.780671213800}}) {
        EXPECT_NEAR(call_value(r.w, r.w.actual) - call_value(r.w, r.w.implied), r.difference, 1e-11);
        auto const m = profits(r.w, at_implied, 50, 20000);
        EXPECT_LT(m.standard_error, 0.01 * std::fabs(r.difference));
        EXPECT_NEAR(m.mean, r.difference, 4 * m.standard_error);
    }
}

TEST_F(HedgingAtImplied, HasTheStatedMeanAndDeviationUnderAnyDrift) {
    // With another drift the mean is biased by the length of the steps; two lengths take the first order away. The same
    // for the variance, to which N hedges add about pi/4 (vega sigma)^2 / N.
    struct row {
        world w;
        double mean, deviation;
    };
    for (row const& r : {row{{100, 100, 1, 0.05, 0.10, 0.30, 0.20}, 3.743039057422, 1.738063000},
                         row{{100, 100, 1, 0.05, 0.05, 0.30, 0.20}, 3.780671213800, 1.725573692},
                         row{{100, 110, 1, 0.05, 0.10, 0.30, 0.20}, 4.067892188452, 1.923083249},
                         row{{100, 100, 1, 0.05, 0.00, 0.40, 0.20}, 7.545334869508, 3.819299421},
                         row{{100, 100, 0.25, 0.0, 0.0, 0.25, 0.20}, 0.995772638175, 0.418891922},
                         row{{100, 100, 1, 0.05, 0.10, 0.20, 0.30}, -3.703663159055, 1.160210359}}) {
        auto const coarse  = profits(r.w, at_implied, 40, 12000);
        auto const fine    = profits(r.w, at_implied, 160, 12000, 1.0, lg::hedge_instrument::spot, 92);
        double const mean  = (4 * fine.mean - coarse.mean) / 3;
        double const error = std::hypot(4 * fine.standard_error, coarse.standard_error) / 3;
        EXPECT_LT(error, 0.01 * std::fabs(r.mean));
        EXPECT_NEAR(mean, r.mean, 4 * error);
        double const variance = (4 * fine.deviation * fine.deviation - coarse.deviation * coarse.deviation) / 3;
        EXPECT_NEAR(std::sqrt(variance), r.deviation, 0.03 * r.deviation);
    }
}

TEST_F(HedgingAtImplied, EarnsNothingWhereImpliedIsActual) {
    // The premium is financed: forget the interest on it and the mean drifts by r (S Delta - V).
    world const w{100, 100, 0.5, 0.08, 0.08, 0.25, 0.25};
    for (double const side : {1.0, -1.0}) {
        auto const m = profits(w, at_implied, 60, 20000, side);
        EXPECT_LT(m.standard_error, 0.01);
        EXPECT_NEAR(m.mean, 0.0, 4 * m.standard_error);
    }
}

TEST_F(HedgingAtActual, ProfitIsKnownInAdvance) {
    world const w{100, 100, 1, 0.05, 0.12, 0.30, 0.20};
    double const profit = call_value(w, 0.30) - call_value(w, 0.20);
    auto const policy   = lg::delta_neutral(lg::hedge_volatility(0.30));
    auto const few      = profits(w, policy, 32, 8000);
    auto const many     = profits(w, policy, 512, 8000);
    EXPECT_NEAR(many.mean, profit, 4 * many.standard_error);
    EXPECT_LT(many.deviation, 0.12 * profit);
    EXPECT_NEAR(few.deviation / many.deviation, 4.0, 0.2);  // like 1/sqrt(N)
}

TEST_F(DiscreteHedging, ErrorIsThatOfDermanAndKamal) {
    // S = K = 100, T = 1/12, r = 5 %, sigma = 20 %: sd = sqrt(pi/4) vega sigma / sqrt(N), vega = 11.457839420.
    world const w{100, 100, 1.0 / 12.0, 0.05, 0.05, 0.20, 0.20};
    for (auto const& [hedges, formula] : {std::pair{21, 0.4431676191}, std::pair{84, 0.2215838096}}) {
        EXPECT_NEAR(formula, std::sqrt(std::numbers::pi / 4) * 11.457839420 * 0.20 / std::sqrt(hedges), 1e-9);
        auto const m = profits(w, at_implied, hedges, 40000, -1.0);
        EXPECT_NEAR(m.deviation, formula, 0.05 * formula);
        EXPECT_NEAR(m.mean, 0.0, 4 * m.standard_error);
        EXPECT_LT(m.skewness, 0.0);
    }
}

TEST(Perpetual, EarnsWhatTheSpotEarnsWithoutRates) {
    world const w{100, 105, 0.5, 0.0, 0.03, 0.30, 0.20};
    auto const spot      = profits(w, at_implied, 40, 2000);
    auto const perpetual = profits(w, at_implied, 40, 2000, 1.0, lg::hedge_instrument::perpetual);
    EXPECT_NEAR(spot.mean, perpetual.mean, 1e-12 * 100);
    EXPECT_NEAR(spot.deviation, perpetual.deviation, 1e-12 * 100);
}

namespace {

// A path made by hand: a smooth trend plus moves of exactly sigma_t sqrt(dt) up or down, in the order of Thue and
// Morse, in which ups and downs balance on every scale. Its quadratic variation is sigma_t^2 dt, built in.
struct constructed {
    double profit, identity;  // discounted profit of the account; what the identity says
};

template <class Volatility>
constructed hedge_constructed_path(Volatility actual, double implied, double hedged, int steps) {
    constexpr double rate = 0.04, expiry = 0.5, strike = 100.0;
    double const dt = expiry / steps;
    double spot     = 101.0;
    auto const mark = [&](int step) {
        return lg::mark<double>{step == steps ? expiry : step * dt, spot, implied, rate, 0.0};
    };
    lg::option_book<double> book;
    book.add({lg::call, 1.0, strike, expiry});
    auto const value  = [&](double volatility) { return book.value({0.0, 101.0, volatility, rate, 0.0}); };
    auto const policy = lg::delta_neutral(lg::hedge_volatility(hedged));
    lg::account<double> account(0.0, lg::hedge_instrument::spot, mark(0));
    account.buy(book, 0.0);
    lg::math::running_sum<double> integral;
    for (int step = 0; step < steps; ++step) {
        double refused = 0.0;
        account.fill(account.decide(policy, refused), lg::no_cost{});
        account.close_step();
        double const t     = step * dt;
        double const sigma = actual(t);
        double const gamma = book.net<lg::gamma>({t, spot, hedged, rate, 0.0}).get<lg::gamma>();
        integral += 0.5 * std::exp(-rate * t) * (sigma * sigma - hedged * hedged) * spot * spot * gamma * dt;
        double const up = std::popcount(static_cast<unsigned>(step)) % 2 == 0 ? 1.0 : -1.0;
        spot *= 1.0 + 0.3 * std::cos(7.0 * t) * dt + up * sigma * std::sqrt(dt);
        account.advance(mark(step + 1), hedged);
    }
    account.settle();
    account.close_step();
    return {account.equity() * std::exp(-rate * expiry), value(hedged) - value(implied) + integral.value()};
}

template <class Volatility>
void expect_identity(Volatility actual, double implied, double hedged) {
    double last_error = HUGE_VAL;
    for (int const steps : {1 << 8, 1 << 11, 1 << 14}) {
        auto const path    = hedge_constructed_path(actual, implied, hedged, steps);
        double const error = std::fabs(path.profit - path.identity);
        EXPECT_LT(error, std::max(0.6 * last_error, 1e-4));
        last_error = error;
    }
    EXPECT_LT(last_error, 2e-3);
}

}  // namespace

TEST(RobustHedging, ProfitIsTheIdentityOnEveryPath) {
    auto const rising = [](double t) { return 0.15 + 0.4 * t; };
    auto const waving = [](double t) { return 0.25 + 0.15 * std::sin(20.0 * t); };
    for (double const implied : {0.20, 0.30})
        for (double const hedged : {0.20, 0.28}) {
            expect_identity(rising, implied, hedged);
            expect_identity(waving, implied, hedged);
        }
}

TEST(RobustHedging, MoreVarianceThanHedgedAtIsAlwaysAGain) {
    // sigma_t >= sigma_h = sigma_i: a convex book gains, whatever the shape of sigma_t; the mirror image loses.
    for (double const floor : {0.20, 0.35}) {
        auto const more = hedge_constructed_path([=](double t) { return floor + 0.2 * t; }, floor, floor, 4096);
        EXPECT_GT(more.profit, 0.0);
        auto const less = hedge_constructed_path([=](double t) { return floor - 0.2 * t; }, floor, floor, 4096);
        EXPECT_LT(less.profit, 0.0);
    }
}
