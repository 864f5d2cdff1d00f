// SPDX-License-Identifier: BSL-1.0
#include <longgamma/pricing/option_chain.hpp>

#include <support/accuracy.hpp>
#include <support/message_of.hpp>
#include <support/reference_table.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

namespace lg = longgamma;
namespace lt = longgamma_test;

constexpr double nan_ = std::numeric_limits<double>::quiet_NaN();

// A chain of one option for each row of the table, built at another spot and ticked to the row's: the same bounds as the
// kernel's own.
TEST(OptionChain, StaysWithinTheKernelsBoundsAfterATick) {
    lt::worst_error price, delta, gamma, vega;
    for (double const moved : {1.0, 0.5, 0.97, 1.9})
        for (auto const row : lt::reference_table("pricing/bsm_greeks.csv")) {
            std::vector<double> const strikes(2, row["K"]), signs{1.0, -1.0};
            lg::option_chain<double> const chain({row["S"] * moved, row["T"], row["r"], row["q"]}, strikes, row["sigma"], signs);
            std::vector<double> p(2), d(2), g(2), v(2);
            chain.evaluate<lg::price, lg::delta, lg::gamma, lg::vega>(row["S"], p, d, g, v);
            auto const add = [&](lt::worst_error& worst, double got, double expected, double condition) {
                if (std::fabs(expected) > 1e-290 && std::fabs(expected) < 1e300)
                    worst.add((got / expected - 1.0) / (0x1p-53 * (1.0 + condition)),
                              [&] { return "line " + std::to_string(row.line()) + " moved " + std::to_string(moved); });
            };
            // The reference spot is far away for tiny total volatilities: the condition of the detour over it comes on top.
            double const detour = std::fabs(std::log(moved)) / (row["sigma"] * std::sqrt(row["T"]));
            double const both   = std::fabs(row["d1"]) + std::fabs(row["d2"]) + 1.0;
            for (std::size_t i = 0; i < 2; ++i) {
                std::string const side = i == 0 ? "call" : "put";
                add(price, p[i], row[side + "_price"], row["cond_" + side] + detour * both);
                add(delta, d[i], row[side + "_delta"], row["cond_density"] + detour * both);
                add(gamma, g[i], row["gamma"], row["cond_density"] + detour * both);
                add(vega, v[i], row["vega"], row["cond_density"] + detour * both);
            }
        }
    price.expect_at_most(8.0, "price of a chain");
    delta.expect_at_most(3.0, "delta of a chain");
    gamma.expect_at_most(3.0, "gamma of a chain");
    vega.expect_at_most(3.0, "vega of a chain");
}

template <class T>
class OptionChainOf : public testing::Test {};
using numbers = testing::Types<double, float>;
TYPED_TEST_SUITE(OptionChainOf, numbers);

TYPED_TEST(OptionChainOf, AgreesWithTheKernelForEveryOutputAndLength) {
    using T = TypeParam;
    for (std::size_t n = 1; n <= 40; ++n) {
        lt::random_numbers random(n);
        std::vector<T> strikes(n), volatilities(n), signs(n), p(n), th(n), va(n), co(n), ep(n);
        for (std::size_t i = 0; i < n; ++i) {
            strikes[i]      = static_cast<T>(random.uniform(70.0, 140.0));
            volatilities[i] = static_cast<T>(random.uniform(0.1, 0.9));
            signs[i]        = i % 2 == 0 ? T(1) : T(-1);
        }
        lg::option_chain<T> chain({.spot = T(100), .expiry = T(0.4), .rate = T(0.03), .dividend_yield = T(0.01)}, strikes,
                                  volatilities, signs);
        auto const check = [&](T spot, T expiry) {
            chain.template evaluate<lg::price, lg::theta, lg::vanna, lg::colour, lg::epsilon>(spot, p, th, va, co, ep);
            for (std::size_t i = 0; i < n; ++i) {
                auto const k = lg::black_scholes<lg::price, lg::theta, lg::vanna, lg::colour, lg::epsilon>(
                    lg::european_option<T>{spot, strikes[i], expiry, T(0.03), T(0.01), volatilities[i]}, signs[i]);
                auto const near = [&](T a, T b, double scale) {
                    double const tolerance = 64.0 * static_cast<double>(std::numeric_limits<T>::epsilon());
                    ASSERT_NEAR(static_cast<double>(a), static_cast<double>(b), tolerance * scale) << n << ' ' << i;
                };
                near(p[i], k.template get<lg::price>(), 100.0);
                near(th[i], k.template get<lg::theta>(), 100.0);
                near(va[i], k.template get<lg::vanna>(), 10.0);
                near(co[i], k.template get<lg::colour>(), 1.0);
                near(ep[i], k.template get<lg::epsilon>(), 100.0);
            }
        };
        check(T(100), T(0.4));
        check(T(103), T(0.4));
        for (T& v : volatilities)
            v *= T(1.1);
        chain.set_volatilities(volatilities);
        check(T(96), T(0.4));
        chain.set_market({.spot = T(96), .expiry = T(0.3), .rate = T(0.03), .dividend_yield = T(0.01)});
        check(T(95), T(0.3));
    }
}

TEST(OptionChain, GivesARowItsNumberWhereverItStands) {
    std::size_t const n = 37;
    std::vector<double> strikes(n), volatilities(n), whole(n), one(1);
    for (std::size_t i = 0; i < n; ++i)
        strikes[i] = 80.0 + 1.5 * static_cast<double>(i), volatilities[i] = 0.15 + 0.01 * static_cast<double>(i % 7);
    lg::option_chain<double> const chain({.spot = 100.0, .expiry = 0.2}, strikes, volatilities);
    chain.evaluate<lg::gamma>(101.0, whole);
    for (std::size_t i = 0; i < n; ++i) {
        lg::option_chain<double> const alone({.spot = 100.0, .expiry = 0.2}, std::span(strikes).subspan(i, 1), volatilities[i]);
        alone.evaluate<lg::gamma>(101.0, one);
        ASSERT_TRUE(lt::same_bits(whole[i], one[0])) << i;
    }
}

TEST(OptionChain, HasDefinedEdges) {
    std::vector<double> const strikes{0.0, 90.0, 110.0, -1.0, 100.0}, volatilities{0.2, 0.0, 0.2, 0.2, nan_};
    lg::option_chain<double> chain({.spot = 100.0, .expiry = 1.0}, strikes, volatilities);
    std::vector<double> p(5), d(5);
    chain.evaluate<lg::price, lg::delta>(100.0, p, d);
    EXPECT_EQ(p[0], 100.0);
    EXPECT_EQ(p[1], 10.0);
    EXPECT_GT(p[2], 0.0);
    EXPECT_TRUE(std::isnan(p[3]) && std::isnan(p[4]));
    chain.evaluate<lg::price, lg::delta>(0.0, p, d);
    EXPECT_EQ(p[2], 0.0);
    EXPECT_EQ(d[2], 0.0);
    for (double const spot : {-1.0, nan_}) {
        chain.evaluate<lg::price, lg::delta>(spot, p, d);
        for (std::size_t i = 0; i < 5; ++i)
            EXPECT_TRUE(std::isnan(p[i]) && std::isnan(d[i]));
    }
    chain.set_market({.spot = 100.0, .expiry = 0.0});
    chain.evaluate<lg::price, lg::delta>(105.0, p, d);
    EXPECT_EQ(p[1], 15.0);
    EXPECT_EQ(p[2], 0.0);
    EXPECT_EQ(d[1], 1.0);

    std::vector<double> none;
    lg::option_chain<double>({.spot = 100.0, .expiry = 1.0}, none, 0.2).evaluate<lg::price>(100.0, none);
}

TEST(OptionChain, RefusesWhatItCanNotHold) {
    std::vector<double> const strikes{90.0, 100.0}, three{0.1, 0.2, 0.3};
    std::vector<double> two(2), one(1, 7.0);
    using chain = lg::option_chain<double>;
    EXPECT_EQ(message_of([&] { chain({.spot = 0.0, .expiry = 1.0}, strikes, 0.2); }),
              "option_chain: spot must be positive and finite, but is 0");
    EXPECT_EQ(message_of([&] { chain({.spot = 1.0, .expiry = -1.0}, strikes, 0.2); }),
              "option_chain: expiry must be >= 0 and finite, but is -1");
    EXPECT_EQ(message_of([&] { chain({.spot = 1.0, .expiry = 1.0, .rate = nan_}, strikes, 0.2); }),
              "option_chain: rate must be finite, but is nan");
    EXPECT_THROW(chain({.spot = 1.0, .expiry = 1.0}, strikes, three), std::invalid_argument);
    EXPECT_THROW(chain({.spot = 1.0, .expiry = 1.0}, strikes, 0.2, three), std::invalid_argument);
    chain good({.spot = 100.0, .expiry = 1.0}, strikes, 0.2);
    EXPECT_THROW(good.set_volatilities(three), std::invalid_argument);
    EXPECT_THROW((good.evaluate<lg::price, lg::delta>(100.0, two, one)), std::invalid_argument);
    EXPECT_EQ(one[0], 7.0);
    EXPECT_EQ(two[0], 0.0);
}

}  // namespace
