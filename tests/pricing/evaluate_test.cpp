// SPDX-License-Identifier: BSL-1.0
#include <longgamma/pricing/evaluate.hpp>

#include <support/accuracy.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

namespace lg = longgamma;
namespace lt = longgamma_test;

/// A book of n options with all columns.
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
    [[nodiscard]] lg::european_columns<T> columns() const {
        return {.spot           = spot,
                .strike         = strike,
                .expiry         = expiry,
                .rate           = rate,
                .dividend_yield = dividend_yield,
                .volatility     = volatility,
                .sign           = sign};
    }
    template <class... Outputs>
    [[nodiscard]] lg::outputs<T, Outputs...> scalar(std::size_t i) const {
        return lg::black_scholes<Outputs...>(
            lg::european_option<T>{spot[i], strike[i], expiry[i], rate[i], dividend_yield[i], volatility[i]}, sign[i]);
    }
};

template <class T>
class Evaluate : public testing::Test {};
using numbers = testing::Types<double, float>;
TYPED_TEST_SUITE(Evaluate, numbers);

TYPED_TEST(Evaluate, EqualsTheScalarCallAtEveryPlaceOfEveryLength) {
    using T = TypeParam;
    for (std::size_t n = 0; n <= 40; ++n) {
        book<T> const options(n, n + 1);
        std::vector<T> price(n), delta(n), gamma(n), vega(n), theta(n), rho(n), vanna(n), volga(n);
        lg::evaluate<lg::price, lg::delta, lg::gamma, lg::vega, lg::theta, lg::rho, lg::vanna, lg::volga>(
            options.columns(), price, delta, gamma, vega, theta, rho, vanna, volga);
        for (std::size_t i = 0; i < n; ++i) {
            auto const one = options.template scalar<lg::price, lg::delta, lg::gamma, lg::vega, lg::theta, lg::rho,
                                                     lg::vanna, lg::volga>(i);
            EXPECT_TRUE(lt::same_bits(price[i], one.template get<lg::price>())) << i << " of " << n;
            EXPECT_TRUE(lt::same_bits(delta[i], one.template get<lg::delta>())) << i << " of " << n;
            EXPECT_TRUE(lt::same_bits(gamma[i], one.template get<lg::gamma>())) << i << " of " << n;
            EXPECT_TRUE(lt::same_bits(vega[i], one.template get<lg::vega>())) << i << " of " << n;
            EXPECT_TRUE(lt::same_bits(theta[i], one.template get<lg::theta>())) << i << " of " << n;
            EXPECT_TRUE(lt::same_bits(rho[i], one.template get<lg::rho>())) << i << " of " << n;
            EXPECT_TRUE(lt::same_bits(vanna[i], one.template get<lg::vanna>())) << i << " of " << n;
            EXPECT_TRUE(lt::same_bits(volga[i], one.template get<lg::volga>())) << i << " of " << n;
        }
    }
}

TYPED_TEST(Evaluate, GivesAnOutputTheSameValueWhicheverOthersAreAskedFor) {
    using T             = TypeParam;
    std::size_t const n = 23;
    book<T> const options(n);
    std::vector<T> together(n), first(n), alone(n);
    lg::evaluate<lg::price, lg::theta>(options.columns(), first, together);
    lg::evaluate<lg::theta>(options.columns(), alone);
    EXPECT_EQ(alone, together);
}

TYPED_TEST(Evaluate, TakesConstantsAsColumnsOfOneNumber) {
    using T             = TypeParam;
    std::size_t const n = 19;
    book<T> options(n);
    options.spot.assign(n, T(100));
    options.expiry.assign(n, T(0.25));
    options.rate.assign(n, T(0));
    options.dividend_yield.assign(n, T(0));
    options.sign.assign(n, T(1));
    std::vector<T> from_columns(n), from_constants(n);
    lg::evaluate<lg::price>(options.columns(), from_columns);
    lg::evaluate<lg::price>({.spot = 100.0, .strike = options.strike, .expiry = 0.25, .volatility = options.volatility},
                            from_constants);
    EXPECT_EQ(from_constants, from_columns);
}

TYPED_TEST(Evaluate, FillsEveryRowWhenAllInputsAreConstants) {
    using T = TypeParam;
    std::vector<T> prices(7);
    lg::evaluate<lg::price>(
        {.spot = 100.0, .strike = 100.0, .expiry = 1.0, .volatility = 0.2, .sign = lg::sign(lg::put)}, prices);
    for (T const price : prices)
        EXPECT_NEAR(static_cast<double>(price), 7.9655674554058038, sizeof(T) == 8 ? 1e-13 : 1e-5);
}

TYPED_TEST(Evaluate, MayWriteOverAnInputColumn) {
    using T             = TypeParam;
    std::size_t const n = 21;
    book<T> options(n);
    std::vector<T> expected(n);
    lg::evaluate<lg::price>(options.columns(), expected);
    lg::evaluate<lg::price>(options.columns(), options.volatility);
    EXPECT_EQ(options.volatility, expected);
}

TYPED_TEST(Evaluate, LetsNoInvalidRowDisturbAnother) {
    using T             = TypeParam;
    std::size_t const n = 18;
    book<T> const good(n);
    std::vector<T> expected(n), got(n);
    lg::evaluate<lg::gamma>(good.columns(), expected);
    T const nan      = std::numeric_limits<T>::quiet_NaN();
    T const infinity = std::numeric_limits<T>::infinity();
    for (std::size_t bad = 0; bad < n; ++bad)
        for (T const wrong : {nan, T(-1), infinity, T(0)}) {
            auto options        = good;
            options.spot[bad]   = wrong;
            options.expiry[bad] = wrong == T(0) ? T(0) : options.expiry[bad];
            lg::evaluate<lg::gamma>(options.columns(), got);
            for (std::size_t i = 0; i < n; ++i) {
                if (i != bad) {
                    EXPECT_EQ(got[i], expected[i]) << i << " beside " << bad;
                } else if (!(wrong >= T(0))) {
                    EXPECT_TRUE(std::isnan(got[i])) << i;
                }
            }
        }
}

template <class F>
std::string message_of(F&& f) {
    try {
        f();
    } catch (std::invalid_argument const& error) {
        return error.what();
    }
    return "nothing was thrown";
}

TYPED_TEST(Evaluate, RefusesLengthsThatDifferAndWritesNothing) {
    using T = TypeParam;
    book<T> const options(3);
    std::vector<T> four(4, T(-7)), three(3, T(-7)), none;
    EXPECT_EQ(message_of([&] { lg::evaluate<lg::price>(options.columns(), four); }),
              "evaluate: an input column has 3 rows, the outputs have 4");
    EXPECT_EQ(message_of([&] { lg::evaluate<lg::price>(options.columns(), none); }),
              "evaluate: an input column has 3 rows, the outputs have 0");
    EXPECT_EQ(message_of([&] { lg::evaluate<lg::price, lg::delta>(options.columns(), three, four); }),
              "evaluate: the outputs differ in length");
    // One column only, the last one.
    auto columns = options.columns();
    columns.sign = std::span<T const>(options.sign).first(2);
    EXPECT_EQ(message_of([&] { lg::evaluate<lg::price>(columns, three); }),
              "evaluate: an input column has 2 rows, the outputs have 3");
    EXPECT_EQ(four, std::vector<T>(4, T(-7)));
    EXPECT_EQ(three, std::vector<T>(3, T(-7)));
}

TYPED_TEST(Evaluate, WritesNothingBesideItsOutput) {
    using T = TypeParam;
    for (std::size_t n = 1; n < 20; ++n) {
        book<T> const options(n);
        std::vector<T> out(n + 2, T(-7));
        lg::evaluate<lg::price>(options.columns(), std::span<T>(out).subspan(1, n));
        EXPECT_EQ(out.front(), T(-7));
        EXPECT_EQ(out.back(), T(-7));
    }
}

#if defined(__SSE2__) && !defined(LONGGAMMA_NO_SIMD)
TYPED_TEST(Evaluate, RunsOnANarrowerInstructionSetByName) {
    using T = TypeParam;
    book<T> const options(23);
    std::vector<T> wide(23), narrow(23);
    lg::evaluate<lg::price>(options.columns(), wide);
    lg::evaluate_on<xsimd::sse2, lg::price>(options.columns(), narrow);
    for (std::size_t i = 0; i < 23; ++i)
        EXPECT_NEAR(narrow[i], wide[i], T(64) * std::numeric_limits<T>::epsilon() * options.spot[i]);
}
#endif

}  // namespace
