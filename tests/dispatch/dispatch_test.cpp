// SPDX-License-Identifier: BSL-1.0
#include <longgamma/dispatch.hpp>

#include "header_only.hpp"

#include <support/accuracy.hpp>
#include <support/message_of.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <vector>

extern "C" {
#define LONGGAMMA_LEVEL(name) extern longgamma_test::header_only const longgamma_header_only_##name;
LONGGAMMA_DISPATCH_LEVELS
#undef LONGGAMMA_LEVEL
}

namespace {

namespace lg = longgamma;
namespace ld = longgamma_dispatch;
namespace lt = longgamma_test;
using status = lg::dispatch::implied_volatility_status;

#define LONGGAMMA_LEVEL(name) &longgamma_header_only_##name,
lt::header_only const* const header_only[] = {LONGGAMMA_DISPATCH_LEVELS};
#undef LONGGAMMA_LEVEL

// The instruction sets that this processor runs.
std::vector<std::string> available() {
    std::vector<std::string> names;
    while (!lg::dispatch::available_instruction_set(names.size()).empty())
        names.emplace_back(lg::dispatch::available_instruction_set(names.size()));
    return names;
}

// Uses one instruction set while it lives, and the one chosen at the start afterwards.
class on_level {
public:
    explicit on_level(std::string_view name) : before_(lg::dispatch::instruction_set()) {
        EXPECT_TRUE(lg::dispatch::use_instruction_set(name));
        EXPECT_EQ(lg::dispatch::instruction_set(), name);
    }
    on_level(on_level const&)            = delete;
    on_level& operator=(on_level const&) = delete;
    ~on_level() { lg::dispatch::use_instruction_set(before_); }

private:
    std::string before_;
};

template <class T>
struct book {
    std::vector<T> spot, strike, expiry, rate, dividend_yield, volatility, sign;

    explicit book(std::size_t n, std::uint64_t seed = 1) {
        lt::random_numbers random(seed);
        for (std::size_t i = 0; i < n; ++i) {
            spot.push_back(static_cast<T>(random.uniform(50.0, 150.0)));
            strike.push_back(static_cast<T>(random.uniform(50.0, 150.0)));
            expiry.push_back(static_cast<T>(random.log_uniform(0.003, 3.0)));
            rate.push_back(static_cast<T>(random.uniform(-0.02, 0.1)));
            dividend_yield.push_back(static_cast<T>(random.uniform(-0.02, 0.1)));
            volatility.push_back(static_cast<T>(random.log_uniform(0.05, 1.5)));
            sign.push_back(random.uniform(-1.0, 1.0) < 0.0 ? T(-1) : T(1));
        }
    }
    [[nodiscard]] lg::dispatch::european_columns<T> columns() const {
        return {.spot           = spot,
                .strike         = strike,
                .expiry         = expiry,
                .rate           = rate,
                .dividend_yield = dividend_yield,
                .volatility     = volatility,
                .sign           = sign};
    }
    [[nodiscard]] ld::plain_options<T> plain() const {
        return {spot.size(),
                {spot.data(), T(0)},
                {strike.data(), T(0)},
                {expiry.data(), T(0)},
                {rate.data(), T(0)},
                {dividend_yield.data(), T(0)},
                {volatility.data(), T(0)},
                {sign.data(), T(0)}};
    }
};

// Room for every output, and pointers to those wanted.
template <class T>
struct all_rows {
    std::array<std::vector<T>, ld::output_count> rows;

    explicit all_rows(std::size_t n) {
        for (auto& r : rows)
            r.assign(n, T(-7));
    }
    [[nodiscard]] ld::plain_outputs<T> plain() {
        ld::plain_outputs<T> out{};
        for (std::size_t i = 0; i < ld::output_count; ++i)
            out.rows[i] = rows[i].data();
        return out;
    }
};

template <class T>
void reference(lt::header_only const& level, ld::plain_options<T> const& in, ld::plain_outputs<T> const& out) {
    if constexpr (std::is_same_v<T, double>)
        level.evaluate_double(in, out);
    else
        level.evaluate_float(in, out);
}

template <class T>
class Dispatch : public testing::Test {};
using numbers = testing::Types<double, float>;
TYPED_TEST_SUITE(Dispatch, numbers);

TYPED_TEST(Dispatch, GivesTheBitsOfTheHeaderOnlyFunctionOnEveryInstructionSet) {
    using T = TypeParam;
    for (lt::header_only const* level : header_only) {
        if (!lg::dispatch::use_instruction_set(level->name)) {
            std::printf("skipped: this processor does not run %s\n", level->name);
            continue;
        }
        on_level const forced(level->name);
        for (std::size_t const n : {0U, 1U, 7U, 40U, 511U, 512U, 513U, 2000U}) {
            book<T> const options(n, n + 1);
            all_rows<T> expected(n), got(n);
            reference(*level, options.plain(), expected.plain());
            ld::evaluate(options.plain(), got.plain());
            for (std::size_t output = 0; output < ld::output_count; ++output)
                for (std::size_t i = 0; i < n; ++i)
                    ASSERT_TRUE(lt::same_bits(got.rows[output][i], expected.rows[output][i]))
                        << level->name << ", output " << output << ", row " << i << " of " << n;
        }
    }
}

TYPED_TEST(Dispatch, GivesAnOutputTheSameBitsWhicheverOthersAreWanted) {
    using T              = TypeParam;
    constexpr std::size_t n = 600;
    book<T> const options(n);
    for (std::string const& level : available()) {
        on_level const forced(level);
        all_rows<T> all(n);
        ld::evaluate(options.plain(), all.plain());
        for (std::size_t output = 0; output < ld::output_count; ++output) {
            std::vector<T> alone(n);
            ld::plain_outputs<T> out{};
            out.rows[output] = alone.data();
            ld::evaluate(options.plain(), out);
            for (std::size_t i = 0; i < n; ++i)
                ASSERT_TRUE(lt::same_bits(alone[i], all.rows[output][i])) << level << ' ' << output << ' ' << i;
        }
    }
}

TYPED_TEST(Dispatch, TakesTagsAndTakesNames) {
    using T                 = TypeParam;
    constexpr std::size_t n = 23;
    book<T> const options(n);
    std::vector<T> price(n), delta(n), vega(n), volga(n), price_again(n), vega_again(n), volga_again(n);
    lg::dispatch::evaluate<lg::delta, lg::price, lg::vega, lg::volga>(options.columns(), delta, price, vega, volga);
    lg::dispatch::evaluate(options.columns(), {.price = price_again, .vega = vega_again, .volga = volga_again});
    EXPECT_EQ(price, price_again);
    EXPECT_EQ(vega, vega_again);
    EXPECT_EQ(volga, volga_again);

    // A constant is a column of it.
    std::vector<T> constant(n), column(n);
    std::vector<T> const hundreds(n, T(100));
    auto with = options.columns();
    with.spot = hundreds;
    lg::dispatch::evaluate<lg::price>(with, column);
    with.spot = T(100);
    lg::dispatch::evaluate<lg::price>(with, constant);
    EXPECT_EQ(constant, column);
}

TEST(DispatchValues, AreThoseOfTheTextbook) {
    // Hull's example: S = 42, K = 40, r = 10 %, sigma = 20 %, half a year.
    for (std::string const& level : available()) {
        on_level const forced(level);
        std::vector<double> const signs = {1.0, -1.0};
        std::vector<double> prices(2), volatilities(2);
        lg::dispatch::evaluate<lg::price>(
            {.spot = 42.0, .strike = 40.0, .expiry = 0.5, .rate = 0.1, .volatility = 0.2, .sign = signs}, prices);
        EXPECT_NEAR(prices[0], 4.759422392871532, 1e-13);
        EXPECT_NEAR(prices[1], 0.8085993729000922, 1e-13);
        std::vector<status> found(2);
        lg::dispatch::implied_volatility(
            {.price = prices, .spot = 42.0, .strike = 40.0, .expiry = 0.5, .rate = 0.1, .sign = signs}, volatilities,
            found);
        for (int i : {0, 1}) {
            EXPECT_NEAR(volatilities[static_cast<std::size_t>(i)], 0.2, 1e-13);
            EXPECT_EQ(found[static_cast<std::size_t>(i)], status::ok);
        }
    }
}

// Different instruction sets round differently: with or without fused multiply-add.
TYPED_TEST(Dispatch, AgreesBetweenInstructionSets) {
    using T                 = TypeParam;
    constexpr std::size_t n = 5000;
    book<T> const options(n);
    std::vector<std::vector<T>> prices, deltas;
    for (std::string const& level : available()) {
        on_level const forced(level);
        prices.emplace_back(n);
        deltas.emplace_back(n);
        lg::dispatch::evaluate<lg::price, lg::delta>(options.columns(), prices.back(), deltas.back());
    }
    lt::worst_error price_error, delta_error;
    double const unit = static_cast<double>(std::numeric_limits<T>::epsilon());
    for (std::size_t level = 0; level < prices.size(); ++level)
        for (std::size_t i = 0; i < n; ++i) {
            double const size = static_cast<double>(options.spot[i]) + static_cast<double>(options.strike[i]);
            price_error.add(static_cast<double>(prices[level][i] - prices[0][i]) / (unit * size));
            delta_error.add(static_cast<double>(deltas[level][i] - deltas[0][i]) / unit);
        }
    price_error.expect_at_most(4.0, "price, in units of eps (S + K)");
    delta_error.expect_at_most(8.0, "delta, in units of eps");
}

template <class T>
class DispatchImplied : public testing::Test {};
TYPED_TEST_SUITE(DispatchImplied, numbers);

TYPED_TEST(DispatchImplied, GivesTheBitsOfTheHeaderOnlyFunctionOnEveryInstructionSet) {
    using T = TypeParam;
    for (lt::header_only const* level : header_only) {
        if (!lg::dispatch::use_instruction_set(level->name)) {
            std::printf("skipped: this processor does not run %s\n", level->name);
            continue;
        }
        on_level const forced(level->name);
        for (std::size_t const n : {0U, 1U, 13U, 512U, 777U})
            for (int const warm_steps : {0, 1, 2}) {
                book<T> const options(n, n + 7);
                std::vector<T> prices(n), guesses(n), expected(n), got(n), without_status(n);
                std::vector<status> found(n), expected_status(n);
                lg::dispatch::evaluate<lg::price>(options.columns(), prices);
                for (std::size_t i = 0; i < n; ++i)
                    guesses[i] = options.volatility[i] * (i % 5 == 0 ? T(1.5) : T(1.005));
                if (n > 3)
                    prices[3] = -prices[3];
                auto const plain = options.plain();
                ld::plain_column<T> const price{prices.data(), T(0)}, guess{guesses.data(), T(0)};

                auto const expect_equal = [&](char const* what) {
                    for (std::size_t i = 0; i < n; ++i) {
                        ASSERT_TRUE(lt::same_bits(got[i], expected[i])) << what << ' ' << level->name << ' ' << i;
                        ASSERT_TRUE(lt::same_bits(without_status[i], expected[i])) << what << ' ' << i;
                        ASSERT_EQ(found[i], expected_status[i]) << what << ' ' << level->name << ' ' << i;
                    }
                };
                ld::plain_quotes<T> const quotes{n,          price,      plain.spot,           plain.strike, plain.expiry,
                                                 plain.rate, plain.dividend_yield, plain.sign, guess,        warm_steps};
                ld::plain_black_quotes<T> const black{n,          price,      plain.spot, plain.strike, plain.expiry,
                                                      {nullptr, T(0.97)}, {nullptr, T(2)}, plain.sign, guess, warm_steps};
                if constexpr (std::is_same_v<T, double>)
                    level->invert_double(quotes, {expected.data(), expected_status.data()});
                else
                    level->invert_float(quotes, {expected.data(), expected_status.data()});
                lg::dispatch::european_quote_columns<T> const columns{.price          = prices,
                                                                      .spot           = options.spot,
                                                                      .strike         = options.strike,
                                                                      .expiry         = options.expiry,
                                                                      .rate           = options.rate,
                                                                      .dividend_yield = options.dividend_yield,
                                                                      .sign           = options.sign,
                                                                      .guess          = guesses};
                lg::dispatch::implied_volatility(columns, got, found, warm_steps);
                lg::dispatch::implied_volatility(columns, without_status, {}, warm_steps);
                expect_equal("implied_volatility");

                if constexpr (std::is_same_v<T, double>)
                    level->invert_black_double(black, {expected.data(), expected_status.data()});
                else
                    level->invert_black_float(black, {expected.data(), expected_status.data()});
                lg::dispatch::black_quote_columns<T> const black_columns{.price           = prices,
                                                                         .forward         = options.spot,
                                                                         .strike          = options.strike,
                                                                         .expiry          = options.expiry,
                                                                         .discount_factor = T(0.97),
                                                                         .displacement    = T(2),
                                                                         .sign            = options.sign,
                                                                         .guess           = guesses};
                lg::dispatch::implied_black_volatility(black_columns, got, found, warm_steps);
                lg::dispatch::implied_black_volatility(black_columns, without_status, {}, warm_steps);
                expect_equal("implied_black_volatility");
            }
    }
}

TEST(DispatchImpliedVolatility, SaysWhyThereIsNoSolution) {
    double const nan = std::numeric_limits<double>::quiet_NaN();
    for (std::string const& level : available()) {
        on_level const forced(level);
        std::vector<double> const prices = {10.0, 4.0, 100.0, -1.0, nan, 10.0, 10.0};
        std::vector<double> const signs  = {1.0, 1.0, 1.0, 1.0, 1.0, 0.0, nan};
        std::vector<double> volatilities(prices.size());
        std::vector<status> found(prices.size());
        lg::dispatch::implied_black_volatility(
            {.price = prices, .forward = 100.0, .strike = 95.0, .expiry = 1.0, .sign = signs}, volatilities, found);
        EXPECT_EQ(found, (std::vector<status>{status::ok, status::below_intrinsic, status::above_bound,
                                              status::below_intrinsic, status::invalid_input, status::invalid_input,
                                              status::invalid_input}));
        EXPECT_GT(volatilities[0], 0.0);
        for (std::size_t i = 1; i < prices.size(); ++i)
            EXPECT_TRUE(std::isnan(volatilities[i])) << i;
    }
}

TEST(DispatchImpliedVolatility, InvertsFloats) {
    constexpr std::size_t n = 100;
    std::vector<float> strikes(n), prices(n), volatilities(n);
    for (std::size_t i = 0; i < n; ++i)
        strikes[i] = 80.0F + 0.4F * static_cast<float>(i);
    lg::dispatch::evaluate<lg::price>({.spot = 100.0F, .strike = strikes, .expiry = 1.0F, .volatility = 0.25F}, prices);
    lg::dispatch::implied_volatility({.price = prices, .spot = 100.0F, .strike = strikes, .expiry = 1.0F},
                                     volatilities);
    for (float const volatility : volatilities)
        EXPECT_NEAR(volatility, 0.25F, 1e-5F);
}

TEST(DispatchShapes, AreCheckedBeforeAnythingIsWritten) {
    std::vector<double> const three(3, 100.0);
    std::vector<double> two(2, -7.0), out(3, -7.0);
    EXPECT_EQ(message_of([&] {
                  lg::dispatch::evaluate<lg::price>({.spot = three, .strike = 1.0, .expiry = 1.0, .volatility = 0.2},
                                                    two);
              }),
              "dispatch::evaluate: an input column has 3 rows, the outputs have 2");
    EXPECT_EQ(message_of([&] {
                  lg::dispatch::evaluate<lg::price, lg::delta>(
                      {.spot = three, .strike = 1.0, .expiry = 1.0, .volatility = 0.2}, out, two);
              }),
              "dispatch::evaluate: the outputs differ in length");
    EXPECT_EQ(message_of([&] {
                  lg::dispatch::evaluate({.spot = three, .strike = 1.0, .expiry = 1.0, .volatility = 0.2},
                                         {.price = out, .rho = two});
              }),
              "dispatch::evaluate: the outputs differ in length");
    EXPECT_EQ(message_of([&] {
                  lg::dispatch::implied_volatility({.price = three, .spot = 1.0, .strike = 1.0, .expiry = 1.0}, two);
              }),
              "dispatch::implied_volatility: an input column has 3 rows, the outputs have 2");
    EXPECT_EQ(message_of([&] {
                  lg::dispatch::implied_volatility({.price = three, .spot = 1.0, .strike = 1.0, .expiry = 1.0}, out, {},
                                                   3);
              }),
              "dispatch::implied_volatility: warm_steps must be 0, 1 or 2, but is 3");
    std::vector<status> two_statuses(2);
    EXPECT_EQ(message_of([&] {
                  lg::dispatch::implied_black_volatility(
                      {.price = three, .forward = 1.0, .strike = 1.0, .expiry = 1.0}, out, two_statuses);
              }),
              "dispatch::implied_black_volatility: the outputs differ in length");
    EXPECT_EQ(two, std::vector<double>(2, -7.0));
    EXPECT_EQ(out, std::vector<double>(3, -7.0));
    EXPECT_EQ(message_of([&] {
                  lg::dispatch::evaluate({.spot = three, .strike = 1.0, .expiry = 1.0, .volatility = 0.2}, {});
              }),
              "no error");
}

TEST(DispatchSelection, StartsWithTheNarrowestAndKnowsNoOthers) {
    auto const names = available();
    ASSERT_FALSE(names.empty());
    EXPECT_EQ(names[0], header_only[0]->name);
    EXPECT_FALSE(lg::dispatch::use_instruction_set("avx1024"));
    EXPECT_FALSE(lg::dispatch::use_instruction_set(""));
    EXPECT_NE(std::find(names.begin(), names.end(), lg::dispatch::instruction_set()), names.end());
}

// Run by CTest with several values of LONGGAMMA_ISA and on emulated processors.
TEST(DispatchSelection, IsTheOneExpected) {
    char const* const expected = std::getenv("LONGGAMMA_EXPECTED_ISA");
    if (expected == nullptr)
        GTEST_SKIP() << "LONGGAMMA_EXPECTED_ISA names the expected instruction set";
    std::string_view const wanted = expected;
    EXPECT_EQ(lg::dispatch::instruction_set(), wanted == "widest" ? std::string_view(available().back()) : wanted);
}

TEST(DispatchSelection, IsSafeToMakeFromSeveralThreads) {
    std::vector<std::thread> threads;
    std::array<std::string, 8> seen;
    for (std::string& name : seen)
        threads.emplace_back([&name] { name = lg::dispatch::instruction_set(); });
    for (std::thread& thread : threads)
        thread.join();
    for (std::string const& name : seen)
        EXPECT_EQ(name, lg::dispatch::instruction_set());
}

}  // namespace
