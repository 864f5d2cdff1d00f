// SPDX-License-Identifier: BSL-1.0
#include <longgamma/position/option_book.hpp>

#include <longgamma/core/simd.hpp>

#include <support/message_of.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <type_traits>

namespace lg = longgamma;

namespace {

using leg  = lg::option_leg<double>;
using mark = lg::mark<double>;

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

lg::option_book<double> random_book(std::mt19937_64& random, std::size_t legs) {
    std::uniform_real_distribution<double> strike(60.0, 160.0), expiry(0.3, 2.0), quantity(-20.0, 20.0);
    lg::option_book<double> book;
    for (std::size_t i = 0; i < legs; ++i)
        book.add({i % 3 == 0 ? lg::put : lg::call, quantity(random), strike(random), expiry(random)});
    return book;
}

lg::outputs<double, lg::price, lg::delta, lg::gamma, lg::vega, lg::theta, lg::vanna, lg::volga> single(leg const& l,
                                                                                                       mark const& at) {
    return lg::black_scholes<lg::price, lg::delta, lg::gamma, lg::vega, lg::theta, lg::vanna, lg::volga>(
        lg::european_option<double>{.spot           = at.spot,
                                    .strike         = l.strike,
                                    .expiry         = l.expiry - at.time,
                                    .rate           = at.rate,
                                    .dividend_yield = at.dividend_yield,
                                    .volatility     = at.volatility},
        lg::sign(l.type));
}

}  // namespace

TEST(OptionBook, NetGreeksAreTheSumOfSingleOptions) {
    std::mt19937_64 random(3);
    std::uniform_real_distribution<double> spot(70.0, 140.0), volatility(0.05, 0.9), rate(-0.05, 0.1);
    for (int round = 0; round < 300; ++round) {
        auto const book = random_book(random, 1 + static_cast<std::size_t>(round) % 8);
        mark const at{0.25, spot(random), volatility(random), rate(random), rate(random)};
        lg::book_greeks<double> sum, gross;
        for (leg const& l : book.legs()) {
            auto const g   = single(l, at);
            auto const add = [&](double lg::book_greeks<double>::*field, double x) {
                sum.*field += l.quantity * x;
                gross.*field += std::fabs(l.quantity * x);
            };
            add(&lg::book_greeks<double>::value, g.get<lg::price>());
            add(&lg::book_greeks<double>::delta, g.get<lg::delta>());
            add(&lg::book_greeks<double>::gamma, g.get<lg::gamma>());
            add(&lg::book_greeks<double>::vega, g.get<lg::vega>());
            add(&lg::book_greeks<double>::theta, g.get<lg::theta>());
            add(&lg::book_greeks<double>::vanna, g.get<lg::vanna>());
            add(&lg::book_greeks<double>::volga, g.get<lg::volga>());
        }
        auto const net = book.greeks(at);
        for (auto const field :
             {&lg::book_greeks<double>::value, &lg::book_greeks<double>::delta, &lg::book_greeks<double>::gamma,
              &lg::book_greeks<double>::vega, &lg::book_greeks<double>::theta, &lg::book_greeks<double>::vanna,
              &lg::book_greeks<double>::volga})
            EXPECT_NEAR(net.*field, sum.*field, 4e-15 * gross.*field);
    }
}

TEST(OptionBook, PartialValuationsEqualTheFullOne) {
    std::mt19937_64 random(4);
    for (int round = 0; round < 100; ++round) {
        auto const book = random_book(random, 8);
        mark const at{0.1 * (round % 4), 100.0 + round, 0.1 + 0.005 * round, 0.03, 0.01};
        auto const net = book.greeks(at);
        EXPECT_EQ(book.value(at), net.value);
        // Not to the bit: the compiler may contract products and sums differently in a kernel with fewer outputs.
        EXPECT_NEAR(book.net<lg::delta>(at).get<lg::delta>(), net.delta, 1e-13);
        EXPECT_NEAR(book.net<lg::gamma>(at).get<lg::gamma>(), net.gamma, 1e-14);
    }
}

TEST(OptionBook, EmptyBookIsWorthNothing) {
    lg::option_book<double> const book;
    mark const at{1.0, 100.0, 0.2, 0.0, 0.0};
    EXPECT_TRUE(book.empty());
    EXPECT_EQ(book.legs().size(), 0U);
    EXPECT_EQ(book.time_to_expiry(1.0), 0.0);
    EXPECT_EQ(book.value(at), 0.0);
    auto const net = book.greeks(at);
    for (double const x : {net.value, net.delta, net.gamma, net.vega, net.theta, net.vanna, net.volga})
        EXPECT_EQ(x, 0.0);
}

TEST(OptionBook, HoldsEightLegsAndRefusesTheNinth) {
    lg::option_book<double> book;
    for (int i = 0; i < 8; ++i)
        book.add({lg::call, 1.0, 100.0 + i, 1.0});
    EXPECT_EQ(message_of([&] { book.add({lg::put, 1.0, 100.0, 1.0}); }), "option_book: holds at most 8 legs");
    EXPECT_EQ(book.legs().size(), 8U);
    EXPECT_EQ(book.legs()[7].strike, 107.0);
    book.clear();
    EXPECT_TRUE(book.empty());
    book.add({lg::put, 1.0, 90.0, 1.0});
    EXPECT_EQ(book.legs().size(), 1U);
    EXPECT_EQ(book.legs()[0].strike, 90.0);
}

TEST(OptionBook, StraddleIsACallAndAPutOfOneStrike) {
    auto const book = lg::straddle(105.0, 0.5, 3.0);
    ASSERT_EQ(book.legs().size(), 2U);
    double types = 0.0;
    for (leg const& l : book.legs()) {
        EXPECT_EQ(l.quantity, 3.0);
        EXPECT_EQ(l.strike, 105.0);
        EXPECT_EQ(l.expiry, 0.5);
        types += lg::sign(l.type);
    }
    EXPECT_EQ(types, 0.0);
    // At the forward its delta is near 0, its payoff |S - K|, its convexity that of two options.
    for (double const spot : {60.0, 105.0, 160.0})
        EXPECT_DOUBLE_EQ(book.value({0.5, spot, 0.3, 0.0, 0.0}), 3.0 * std::fabs(spot - 105.0));
    auto const net = book.greeks({0.0, 105.0, 0.3, 0.0, 0.0});
    EXPECT_LT(std::fabs(net.delta), 0.1 * 3.0);
    EXPECT_GT(net.gamma, 0.0);
    auto const one = lg::straddle(105.0, 0.5);
    EXPECT_EQ(one.legs()[1].quantity, 1.0);
}

TEST(OptionBook, StrangleIsAPutBelowAndACallAbove) {
    auto const book = lg::strangle(90.0, 120.0, 0.5, -2.0);
    ASSERT_EQ(book.legs().size(), 2U);
    for (leg const& l : book.legs()) {
        EXPECT_EQ(l.strike, l.type == lg::call ? 120.0 : 90.0);
        EXPECT_EQ(l.quantity, -2.0);
    }
    EXPECT_EQ(book.value({0.5, 100.0, 0.3, 0.0, 0.0}), 0.0);
    EXPECT_DOUBLE_EQ(book.value({0.5, 80.0, 0.3, 0.0, 0.0}), -20.0);
    EXPECT_DOUBLE_EQ(book.value({0.5, 150.0, 0.3, 0.0, 0.0}), -60.0);
    EXPECT_LT(book.greeks({0.0, 100.0, 0.3, 0.0, 0.0}).gamma, 0.0);
}

TEST(OptionBook, ExpiredLegsAreWorthTheirIntrinsicValue) {
    lg::option_book<double> book;
    book.add({lg::call, 2.0, 90.0, 0.5});
    book.add({lg::put, 3.0, 130.0, 0.5});
    for (double const time : {0.5, 0.7, 5.0}) {  // at and past the expiry
        auto const net = book.greeks({time, 100.0, 0.3, 0.05, 0.02});
        EXPECT_DOUBLE_EQ(net.value, 2.0 * 10.0 + 3.0 * 30.0);
        EXPECT_DOUBLE_EQ(net.delta, 2.0 - 3.0);
        EXPECT_EQ(net.gamma, 0.0);
        EXPECT_EQ(net.vega, 0.0);
    }
    // One leg alive, one expired.
    book.clear();
    book.add({lg::call, 1.0, 90.0, 0.5});
    book.add({lg::call, 1.0, 90.0, 1.5});
    mark const at{1.0, 100.0, 0.3, 0.0, 0.0};
    EXPECT_DOUBLE_EQ(book.value(at), 10.0 + single({lg::call, 1.0, 90.0, 1.5}, at).get<lg::price>());
}

TEST(OptionBook, TimeToExpiryIsThatOfTheFirstLegAndNeverNegative) {
    lg::option_book<double> book;
    book.add({lg::call, 1.0, 100.0, 2.0});
    EXPECT_DOUBLE_EQ(book.time_to_expiry(0.5), 1.5);
    book.add({lg::put, 1.0, 100.0, 1.25});
    book.add({lg::put, 1.0, 100.0, 1.75});
    EXPECT_DOUBLE_EQ(book.time_to_expiry(0.5), 0.75);
    EXPECT_EQ(book.time_to_expiry(1.25), 0.0);
    EXPECT_EQ(book.time_to_expiry(3.0), 0.0);
}

TEST(OptionBook, SizeIsTheLargestQuantity) {
    lg::option_book<double> book;
    EXPECT_EQ(book.size(), 0.0);
    book.add({lg::call, 2.0, 100.0, 1.0});
    book.add({lg::put, -7.5, 100.0, 1.0});
    book.add({lg::put, 7.0, 100.0, 1.0});
    EXPECT_EQ(book.size(), 7.5);
    EXPECT_EQ(lg::straddle(100.0, 1.0, -50.0).size(), 50.0);
    book.clear();
    EXPECT_EQ(book.size(), 0.0);
}

TEST(OptionBook, NanInTheMarkGivesNan) {
    auto const book = lg::straddle(100.0, 1.0);
    for (mark const at : {mark{0.0, not_a_number, 0.2, 0.0, 0.0}, mark{0.0, 100.0, not_a_number, 0.0, 0.0},
                          mark{0.0, 100.0, 0.2, not_a_number, 0.0}, mark{0.0, 100.0, 0.2, 0.0, not_a_number},
                          mark{not_a_number, 100.0, 0.2, 0.0, 0.0}}) {
        EXPECT_TRUE(std::isnan(book.value(at)));
        EXPECT_TRUE(std::isnan(book.greeks(at).delta));
    }
}

template <class T>
class OptionBookLanes : public testing::Test {};
using lanes = testing::Types<float, double>;
TYPED_TEST_SUITE(OptionBookLanes, lanes);

TYPED_TEST(OptionBookLanes, EqualScalarsBitForBit) {
    using batch                 = lg::simd::batch<TypeParam>;
    constexpr std::size_t width = lg::simd::lanes<batch>;
    std::mt19937_64 random(5);
    std::uniform_real_distribution<double> uniform(0.0, 1.0);
    for (int round = 0; round < 300; ++round) {
        std::array<lg::option_book<TypeParam>, width> books;
        lg::option_book<batch> book;
        std::array<lg::mark<TypeParam>, width> marks;
        std::array<std::array<TypeParam, width>, 5> field;
        for (std::size_t i = 0; i < width; ++i) {
            marks[i]    = {static_cast<TypeParam>(uniform(random)), static_cast<TypeParam>(60 + 80 * uniform(random)),
                           static_cast<TypeParam>(0.05 + uniform(random)),
                           static_cast<TypeParam>(0.1 * uniform(random) - 0.05),
                           static_cast<TypeParam>(0.05 * uniform(random))};
            field[0][i] = marks[i].time;
            field[1][i] = marks[i].spot;
            field[2][i] = marks[i].volatility;
            field[3][i] = marks[i].rate;
            field[4][i] = marks[i].dividend_yield;
        }
        auto const load = [](auto const& a) { return lg::simd::from_array<batch>(a); };
        for (int l = 0; l < 4; ++l) {
            auto const type = l % 2 == 0 ? lg::call : lg::put;
            std::array<TypeParam, width> quantity, strike, expiry;
            for (std::size_t i = 0; i < width; ++i) {
                quantity[i] = static_cast<TypeParam>(4 * uniform(random) - 2);
                strike[i]   = static_cast<TypeParam>(70 + 60 * uniform(random));
                expiry[i]   = static_cast<TypeParam>(1.5 * uniform(random));  // some of them expired
                books[i].add({type, quantity[i], strike[i], expiry[i]});
            }
            book.add({type, load(quantity), load(strike), load(expiry)});
        }
        auto const net  = book.greeks({load(field[0]), load(field[1]), load(field[2]), load(field[3]), load(field[4])});
        auto const left = lg::simd::to_array(book.time_to_expiry(load(field[0])));
        using lane_greeks = lg::book_greeks<batch>;
        using greeks      = lg::book_greeks<TypeParam>;
        for (std::size_t i = 0; i < width; ++i) {
            greeks const expected = books[i].greeks(marks[i]);
            EXPECT_EQ(left[i], books[i].time_to_expiry(marks[i].time));
            auto const same = [&](batch lane_greeks::*lane, TypeParam greeks::*scalar) {
                EXPECT_EQ(lg::simd::to_array(net.*lane)[i], expected.*scalar);
            };
            same(&lane_greeks::value, &greeks::value);
            same(&lane_greeks::delta, &greeks::delta);
            same(&lane_greeks::gamma, &greeks::gamma);
            same(&lane_greeks::vega, &greeks::vega);
            same(&lane_greeks::theta, &greeks::theta);
            same(&lane_greeks::vanna, &greeks::vanna);
            same(&lane_greeks::volga, &greeks::volga);
        }
    }
}

static_assert(std::is_trivially_copyable_v<lg::option_book<double>> &&
              std::is_trivially_copyable_v<lg::option_book<float>>);
// The legs of a temporary book would dangle.
template <class Book>
concept shows_legs = requires(Book&& book) {
    std::forward<Book>(book).legs();
};
static_assert(shows_legs<lg::option_book<double>&> && shows_legs<lg::option_book<double> const&>);
static_assert(!shows_legs<lg::option_book<double>>);
static_assert(std::is_trivially_copyable_v<lg::mark<double>> && std::is_trivially_copyable_v<lg::book_greeks<double>>);
