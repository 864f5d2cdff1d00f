// SPDX-License-Identifier: BSL-1.0
#include <longgamma/pricing/option_arrays.hpp>

#include <longgamma/core/clock.hpp>

#include <support/accuracy.hpp>

#include <gtest/gtest.h>

#include <array>
#include <span>
#include <string>
#include <vector>

#if defined(LONGGAMMA_TEST_EIGEN)
#include <Eigen/Core>
#endif

namespace {

namespace lg = longgamma;
namespace lt = longgamma_test;

/// Someone's own record: an array of structures.
struct position {
    std::string name;
    double strike, days, volatility;
    char right;
};

TEST(OptionArrays, AreFilledFromAnArrayOfStructures) {
    std::vector<position> const positions{{"a", 95.0, 30.0, 0.2, 'C'}, {"b", 105.0, 60.0, 0.25, 'P'}, {"c", 110.0, 90.0, 0.3, 'C'}};
    auto const book = lg::option_arrays<lg::european_option<double>>::from(
        positions,
        [](position const& p) {
            return lg::european_option<double>{
                .spot = 100.0, .strike = p.strike, .expiry = p.days * lg::days, .rate = 0.03, .volatility = p.volatility};
        },
        [](position const& p) { return p.right == 'C' ? lg::call : lg::put; });
    ASSERT_EQ(book.size(), 3U);
    std::array<double, 3> prices{};
    lg::evaluate<lg::price>(book.columns(), prices);
    for (std::size_t i = 0; i < 3; ++i) {
        position const& p = positions[i];
        double const one  = lg::greeks({.spot = 100.0, .strike = p.strike, .expiry = p.days * lg::days, .rate = 0.03, .volatility = p.volatility},
                                       p.right == 'C' ? lg::call : lg::put).price;
        EXPECT_EQ(prices[i], one) << p.name;
    }
}

TEST(OptionArrays, HoldEveryModelInTheOrderOfItsFields) {
    lg::option_arrays<lg::black_option<float>> black;
    black.push_back({.forward = 100.0F, .strike = 90.0F, .expiry = 0.5F, .rate = 0.02F, .volatility = 0.3F, .displacement = 5.0F}, lg::put);
    std::vector<float> value(1);
    lg::evaluate<lg::price>(black.columns(), value);
    EXPECT_EQ(value[0], lg::black_scholes<lg::price>(lg::black_option<float>{100.0F, 90.0F, 0.5F, 0.02F, 0.3F, 5.0F}, -1.0F).get<lg::price>());
    lg::option_arrays<lg::forward_option<double>> curve;
    curve.push_back({.forward = 100.0, .strike = 90.0, .expiry = 0.5, .discount_factor = 0.98, .volatility = 0.3}, lg::call);
    std::vector<double> worth(1);
    lg::evaluate<lg::price>(curve.columns(), worth);
    EXPECT_EQ(worth[0], lg::black_scholes<lg::price>(lg::forward_option<double>{100.0, 90.0, 0.5, 0.98, 0.3}, 1.0).get<lg::price>());
    curve.clear();
    EXPECT_EQ(curve.size(), 0U);
    static_assert(!std::is_constructible_v<lg::column<double>, std::vector<float>&>);
    static_assert(!std::is_constructible_v<lg::column<double>, std::vector<double>>);  // a temporary would dangle
}

#if defined(LONGGAMMA_TEST_EIGEN)

TEST(EigenColumns, AreReadAndWrittenWithoutACopy) {
    Eigen::ArrayXd strikes = Eigen::ArrayXd::LinSpaced(17, 80.0, 120.0), prices(17), deltas(17);
    std::vector<double> memory(17, 0.25), gammas(17);
    Eigen::Map<Eigen::VectorXd const> const volatilities(memory.data(), 17);
    Eigen::MatrixXd grid = Eigen::MatrixXd::Zero(17, 3);
    lg::evaluate<lg::price, lg::delta, lg::gamma>({.spot = 100.0, .strike = strikes, .expiry = 0.5, .volatility = volatilities},
                                                  grid.col(1), deltas, gammas);
    for (Eigen::Index i = 0; i < 17; ++i) {
        auto const one = lg::greeks({.spot = 100.0, .strike = strikes[i], .expiry = 0.5, .volatility = 0.25}, lg::call);
        EXPECT_EQ(grid(i, 1), one.price);
        EXPECT_EQ(grid(i, 0), 0.0);
        EXPECT_EQ(grid(i, 2), 0.0);
        EXPECT_EQ(deltas[i], one.delta);
        EXPECT_EQ(gammas[static_cast<std::size_t>(i)], one.gamma);
    }
    Eigen::Map<Eigen::ArrayXd> into(memory.data(), 17);
    lg::evaluate<lg::price>({.spot = 100.0, .strike = strikes, .expiry = 0.5, .volatility = 0.25}, into);
    EXPECT_EQ(memory[3], grid(3, 1));
}

TEST(EigenColumns, RefuseWhatHasNoAdjacentMemory) {
    using column = lg::column<double>;
    static_assert(std::is_constructible_v<column, Eigen::ArrayXd&> && std::is_constructible_v<column, Eigen::VectorXd const&>);
    static_assert(std::is_constructible_v<column, Eigen::Map<Eigen::ArrayXd>>);
    static_assert(std::is_constructible_v<column, Eigen::Ref<Eigen::VectorXd>&>);
    static_assert(!std::is_constructible_v<column, Eigen::ArrayXd>);                              // a temporary would dangle
    static_assert(!std::is_constructible_v<column, Eigen::ArrayXf&>);                             // another number type
    static_assert(!std::is_constructible_v<column, Eigen::MatrixXd&>);                            // not a vector
    static_assert(!std::is_constructible_v<column, Eigen::Map<Eigen::ArrayXd, 0, Eigen::InnerStride<>>>);  // a stride
    static_assert(!std::is_constructible_v<column, decltype(Eigen::ArrayXd() + Eigen::ArrayXd())>);        // an expression
    static_assert(!std::is_constructible_v<lg::output_column<double>, Eigen::ArrayXd const&>);    // can not be written to
    static_assert(std::is_constructible_v<lg::output_column<double>, Eigen::ArrayXd&>);
    Eigen::ArrayXd const strikes = Eigen::ArrayXd::Ones(3);
    Eigen::ArrayXd prices(4);
    EXPECT_THROW(lg::evaluate<lg::price>({.spot = 1.0, .strike = strikes, .expiry = 1.0, .volatility = 0.2}, prices), std::invalid_argument);
}

#endif

}  // namespace
