// SPDX-License-Identifier: BSL-1.0
#include <longgamma/pricing/implied_volatility.hpp>

#include <longgamma/pricing/black_scholes.hpp>

#include <support/accuracy.hpp>
#include <support/message_of.hpp>
#include <support/reference_table.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace {

namespace lg = longgamma;
namespace lt = longgamma_test;
using lg::call, lg::put;
using status = lg::implied_volatility_status;

constexpr double nan_        = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity    = std::numeric_limits<double>::infinity();
constexpr double bound       = 6.0;  // as the header states
constexpr double float_bound = 8.0;

lg::undiscounted_quote quote_of(lt::reference_table::row const& row) {
    return {.price = row["price"], .forward = row["F"], .strike = row["K"], .expiry = row["T"]};
}
lg::option_type type_of(lt::reference_table::row const& row) {
    return row["is_call"] == 1.0 ? call : put;
}
bool solved(status found) {
    return found == status::ok || found == status::not_attainable;
}

/// Undiscounted quotes as columns.
template <class T>
struct quotes {
    std::vector<T> price, forward, strike, expiry, sign, guess;

    void add(T p, T f, T k, T t, T w, T g = T(0)) {
        price.push_back(p), forward.push_back(f), strike.push_back(k), expiry.push_back(t), sign.push_back(w);
        guess.push_back(g);
    }
    [[nodiscard]] std::size_t size() const { return price.size(); }
    [[nodiscard]] lg::black_quote_columns<T> columns() const {
        return {.price = price, .forward = forward, .strike = strike, .expiry = expiry, .sign = sign, .guess = guess};
    }
    [[nodiscard]] lg::basic_black_quote<T> operator[](std::size_t i) const {
        return {.price = price[i], .forward = forward[i], .strike = strike[i], .expiry = expiry[i], .guess = guess[i]};
    }
    [[nodiscard]] lg::option_type type(std::size_t i) const { return sign[i] > T(0) ? call : put; }
};

quotes<double> all_rows(char const* name) {
    quotes<double> q;
    for (auto const row : lt::reference_table(name))
        q.add(row["price"], row["F"], row["K"], row["T"], sign(type_of(row)));
    return q;
}

/// Quotes of many kinds: in and out of the money, deep wings, near the bound, invalid.
template <class T>
quotes<T> many_kinds(std::size_t n, std::uint64_t seed) {
    lt::random_numbers random(seed);
    quotes<T> q;
    for (std::size_t i = 0; i < n; ++i) {
        double const f = random.log_uniform(1e-3, 1e5),
                     k = f * std::exp(random.uniform(-1, 1) * random.log_uniform(1e-6, 5)),
                     w = random.uniform(-1, 1) < 0 ? -1 : 1, top = w > 0 ? f : k, inner = std::fmax(w * (f - k), 0.0);
        double const depth = random.log_uniform(1e-25, 1.0);
        double price       = i % 3 == 0 ? top - (top - inner) * depth : inner + (top - inner) * depth;
        if (i % 17 == 0)
            price = -price;
        q.add(static_cast<T>(price), static_cast<T>(f), static_cast<T>(k),
              static_cast<T>(i % 19 == 0 ? nan_ : random.log_uniform(1e-4, 10.0)), static_cast<T>(w),
              static_cast<T>(random.log_uniform(0.01, 3.0)));
    }
    return q;
}

TEST(ImpliedBlackVolatility, StaysWithinTheStatedBoundOfTheTable) {
    lt::worst_error worst;
    std::size_t flagged = 0;
    for (auto const row : lt::reference_table("pricing/implied_vol.csv")) {
        auto const [volatility, found] = lg::implied_black_volatility(quote_of(row), type_of(row));
        double const inner             = std::fmax(sign(type_of(row)) * (row["F"] - row["K"]), 0.0);
        EXPECT_TRUE(found == status::ok ||
                    (found == status::not_attainable && row["price"] - inner <= 4 * lt::unit_roundoff * row["price"]))
            << "line " << row.line();
        flagged += found == status::not_attainable;
        double const expected = row["sigma"];
        worst.add((volatility - expected) / (expected * lt::unit_roundoff * (1.0 + row["cond_price"])),
                  [&] { return "line " + std::to_string(row.line()) + ", " + row.text("region"); });
    }
    EXPECT_LT(20 * flagged, worst.count());
    worst.expect_at_most(bound, "implied_black_volatility");
}

TEST(ImpliedBlackVolatility, GivesTheSameBitsAloneAndInColumns) {
    for (auto const* name : {"pricing/implied_vol.csv", "pricing/implied_vol_invalid.csv"}) {
        auto const q = all_rows(name);
        std::vector<double> volatility(q.size());
        std::vector<status> found(q.size());
        lg::implied_black_volatility(q.columns(), volatility, found);
        for (std::size_t i = 0; i < q.size(); ++i) {
            auto const alone = lg::implied_black_volatility(q[i], q.type(i));
            ASSERT_TRUE(lt::same_bits(volatility[i], alone.volatility)) << name << ' ' << i + 2;
            ASSERT_EQ(found[i], alone.status) << name << ' ' << i + 2;
        }
    }
}

template <class T>
class ImpliedVolatilityColumns : public testing::Test {};
using numbers = testing::Types<double, float>;
TYPED_TEST_SUITE(ImpliedVolatilityColumns, numbers);

TYPED_TEST(ImpliedVolatilityColumns, GiveTheScalarResultAtEveryPlaceOfEveryLength) {
    using T          = TypeParam;
    auto const book  = many_kinds<T>(300, 7);
    auto const check = [&](std::size_t first, std::size_t n, auto start) {
        quotes<T> q;
        for (std::size_t i = first; i < first + n; ++i)
            q.add(book.price[i], book.forward[i], book.strike[i], book.expiry[i], book.sign[i], book.guess[i]);
        std::vector<T> volatility(n);
        std::vector<status> found(n);
        lg::implied_black_volatility_on<lg::simd::default_arch>(q.columns(), std::span<T>(volatility), found, start);
        for (std::size_t i = 0; i < n; ++i) {
            auto const alone = lg::implied_black_volatility(q[i], q.type(i), start);
            ASSERT_TRUE(lt::same_bits(volatility[i], alone.volatility)) << first << ' ' << i << ' ' << n;
            ASSERT_EQ(found[i], alone.status) << first << ' ' << i << ' ' << n;
        }
    };
    for (std::size_t n = 0; n <= 40; ++n)
        check(3 * n, n, lg::cold_start);
    check(0, 300, lg::cold_start);
    check(0, 300, lg::warm_start<1>);
    check(0, 300, lg::warm_start<2>);
}

TYPED_TEST(ImpliedVolatilityColumns, KeepNanInItsOwnLane) {
    using T                     = TypeParam;
    using batch                 = lg::simd::batch<T>;
    constexpr std::size_t lanes = lg::simd::lanes<batch>;
    for (std::size_t bad = 0; bad < lanes; ++bad) {
        std::array<T, lanes> price;
        price.fill(T(4));
        price[bad] = std::numeric_limits<T>::quiet_NaN();
        auto const got =
            lg::implied_volatility(lg::basic_european_quote<batch>{.price  = lg::simd::from_array<batch>(price),
                                                                   .spot   = batch(T(100)),
                                                                   .strike = batch(T(110)),
                                                                   .expiry = batch(T(1))},
                                   batch(T(1)));
        auto const expected = lg::implied_volatility(
            lg::basic_european_quote<T>{.price = T(4), .spot = T(100), .strike = T(110), .expiry = T(1)}, call);
        auto const volatility = lg::simd::to_array(got.volatility);
        auto const found      = lg::simd::to_array(got.status);
        for (std::size_t i = 0; i < lanes; ++i) {
            EXPECT_TRUE(
                lt::same_bits(volatility[i], i == bad ? std::numeric_limits<T>::quiet_NaN() : expected.volatility));
            EXPECT_EQ(found[i], i == bad ? T(5) : T(0));
        }
    }
}

TYPED_TEST(ImpliedVolatilityColumns, RefuseShapesThatDoNotFit) {
    using T = TypeParam;
    std::vector<T> const three(3, T(1));
    std::vector<T> two(2, T(7));
    std::vector<status> states(2), more(3);
    EXPECT_EQ(message_of([&] {
                  lg::implied_volatility({.price = three, .spot = 1, .strike = 1, .expiry = 1}, std::span<T>(two),
                                         states);
              }),
              "implied_volatility: an input column has 3 rows, the outputs have 2");
    EXPECT_EQ(message_of([&] {
                  lg::implied_black_volatility({.price = three, .forward = 1, .strike = 1, .expiry = 1},
                                               std::span<T>(two), more);
              }),
              "implied_black_volatility: the outputs differ in length");
    EXPECT_EQ(message_of([&] {
                  lg::implied_volatility_interval({.price = 1, .spot = 1, .strike = 1, .expiry = 1}, three,
                                                  std::span<T>(two), std::span<T>(two));
              }),
              "implied_volatility_interval: an input column has 3 rows, the outputs have 2");
    EXPECT_EQ(two, (std::vector<T>(2, T(7))));
}

// The inputs are rounded to float; what they imply then is found in double.
TEST(ImpliedVolatilityFloat, StaysWithinTheStatedBoundOnTheTablesRows) {
    lt::worst_error worst;
    quotes<float> q;
    for (auto const row : lt::reference_table("pricing/implied_vol.csv"))
        if (row["price"] > 1e-37 && row["price"] < 1e37)
            q.add(static_cast<float>(row["price"]), static_cast<float>(row["F"]), static_cast<float>(row["K"]),
                  static_cast<float>(row["T"]), static_cast<float>(sign(type_of(row))));
    std::vector<float> volatility(q.size());
    std::vector<status> found(q.size());
    lg::implied_black_volatility(q.columns(), volatility, found);
    for (std::size_t i = 0; i < q.size(); ++i) {
        lg::black_quote const exact{double(q.price[i]), double(q.forward[i]), double(q.strike[i]), double(q.expiry[i])};
        auto const expected = lg::implied_black_volatility(exact, q.type(i));
        if (!solved(expected.status)) {  // the rounding of the inputs took the time value
            EXPECT_TRUE(found[i] == expected.status || found[i] == status::at_intrinsic) << i;
            continue;
        }
        ASSERT_TRUE(solved(found[i])) << i;
        auto const slope = lg::sensitivities(
            {.price = exact.price, .spot = exact.forward, .strike = exact.strike, .expiry = exact.expiry},
            expected.volatility, q.type(i));
        double const condition = exact.price * slope.d_price / expected.volatility;
        if (std::isfinite(condition))
            worst.add(
                (double(volatility[i]) - expected.volatility) / (expected.volatility * 0x1p-24 * (1.0 + condition)),
                [&] { return std::to_string(i); });
    }
    EXPECT_GT(worst.count(), 2000U);
    worst.expect_at_most(float_bound, "implied_black_volatility, float");
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
            EXPECT_TRUE(solved(found)) << "line " << row.line() << ' ' << prefix;
            worst.add((implied - volatility) / (volatility * attainable),
                      [&] { return "line " + std::to_string(row.line()) + ' ' + prefix; });
        }
    EXPECT_GT(worst.count(), 5 * without_time_value);
    worst.expect_at_most(8.0, "implied_volatility of table prices");
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
    worst.expect_at_most(8.0, "implied_volatility of kernel prices");
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
        EXPECT_EQ(got.status, lost < 0.0 ? status::not_attainable : status::at_intrinsic) << i;
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
          &lg::undiscounted_quote::expiry, &lg::undiscounted_quote::discount_factor,
          &lg::undiscounted_quote::displacement})
        for (double const wrong : {nan_, infinity, -infinity, 0.0, -1.0}) {
            if (field == &lg::undiscounted_quote::price && (wrong == 0.0 || wrong == -1.0))
                continue;  // prices without a volatility, but prices
            if (field == &lg::undiscounted_quote::displacement && (wrong == 0.0 || wrong == -1.0))
                continue;
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
        if (solved(got.status)) {
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
static_assert(sizeof(status) == 1);

TEST(ImpliedVolatility, InColumnsEqualsTheScalarCall) {
    lt::random_numbers random(9);
    std::size_t const n = 37;
    std::vector<double> price(n), strike(n), rate(n), yield(n), volatility(n);
    std::vector<status> found(n);
    for (std::size_t i = 0; i < n; ++i) {
        price[i] = random.log_uniform(1e-6, 30), strike[i] = random.uniform(60, 150);
        rate[i] = random.uniform(-0.02, 0.1), yield[i] = random.uniform(-0.02, 0.1);
    }
    lg::implied_volatility({.price          = price,
                            .spot           = 100.0,
                            .strike         = strike,
                            .expiry         = 0.7,
                            .rate           = rate,
                            .dividend_yield = yield,
                            .sign           = -1.0},
                           volatility, found);
    for (std::size_t i = 0; i < n; ++i) {
        auto const alone = lg::implied_volatility({.price          = price[i],
                                                   .spot           = 100.0,
                                                   .strike         = strike[i],
                                                   .expiry         = 0.7,
                                                   .rate           = rate[i],
                                                   .dividend_yield = yield[i]},
                                                  put);
        EXPECT_TRUE(lt::same_bits(volatility[i], alone.volatility)) << i;
        EXPECT_EQ(found[i], alone.status) << i;
    }
}

TEST(ImpliedBlackVolatility, TakesDiscountFactorAndDisplacement) {
    lg::black_quote const plain{.price = 3.0, .forward = 100.0, .strike = 110.0, .expiry = 0.5};
    auto const expected = lg::implied_black_volatility(plain, call);
    auto discounted     = plain;
    discounted.price *= 0.5, discounted.discount_factor = 0.5;
    EXPECT_EQ(lg::implied_black_volatility(discounted, call).volatility, expected.volatility);
    auto displaced = plain;
    displaced.forward -= 128.0, displaced.strike -= 128.0, displaced.displacement = 128.0;  // a negative forward
    EXPECT_EQ(lg::implied_black_volatility(displaced, call).volatility, expected.volatility);
    std::vector<double> volatility(5);
    std::vector<status> found(5);
    lg::implied_black_volatility(
        {.price = 1.5, .forward = -28.0, .strike = -18.0, .expiry = 0.5, .discount_factor = 0.5, .displacement = 128.0},
        volatility, found);
    for (double const v : volatility)
        EXPECT_EQ(v, expected.volatility);
    displaced.displacement = 28.0;
    EXPECT_EQ(lg::implied_black_volatility(displaced, call).status, status::invalid_input);
    displaced.displacement = nan_;
    EXPECT_EQ(lg::implied_black_volatility(displaced, call).status, status::invalid_input);
}

// Random options far beyond markets: the volatility of the kernel's out-of-the-money price is found again, and no lane
// fails without saying so. The price's own error (8 units of its condition) counts.
TEST(ImpliedBlackVolatility, FindsTheVolatilityOfRandomOptions) {
    lt::random_numbers random(31);
    std::size_t const n = 100'000;
    quotes<double> q;
    std::vector<double> volatility, allowed;
    while (q.size() < n) {
        double const f = random.log_uniform(1e-8, 1e8), x = random.uniform(-1, 1) * random.log_uniform(1e-9, 40.0);
        double const k = f * std::exp(-x), t = random.log_uniform(1e-6, 30.0), sigma = random.log_uniform(1e-4, 8.0);
        double const w = k < f ? -1.0 : 1.0;
        auto const v   = lg::black_scholes<lg::price, lg::delta, lg::vega>(
            lg::european_option<double>{.spot = f, .strike = k, .expiry = t, .volatility = sigma}, w);
        double const price = v.get<lg::price>();
        if (!(price > 1e-290) || price > 0.9 * std::fmin(f, k))
            continue;
        double const leg = std::fabs(f * v.get<lg::delta>());
        q.add(price, f, k, t, w);
        volatility.push_back(sigma);
        allowed.push_back(lt::unit_roundoff *
                          (2.0 + (leg + std::fabs(leg - price) + price) / (sigma * v.get<lg::vega>()) +
                           price / (sigma * v.get<lg::vega>())));
    }
    std::vector<double> got(n);
    std::vector<status> found(n);
    lg::implied_black_volatility(q.columns(), got, found);
    lt::worst_error worst;
    for (std::size_t i = 0; i < n; ++i) {
        ASSERT_EQ(found[i], status::ok) << i;
        worst.add((got[i] / volatility[i] - 1.0) / allowed[i], [&] { return std::to_string(i); });
    }
    worst.expect_at_most(8.0, "implied_black_volatility of random options");
}

// The claim that two steps are enough: a third one changes nothing, over the whole plane of moneyness and value.
TEST(ImpliedVolatilityStep, LeavesNothingToAThirdStep) {
    namespace d = lg::detail;
    lt::worst_error seed_below, seed_above, first, second;
    for (int i = -1; i < 970; ++i) {
        double const x = i < 0 ? 0.0 : std::pow(10.0, -16.0 + 0.0198 * i);
        for (int side = 0; side < 2; ++side)
            for (int j = 0; j < 1400; j += 7) {
                double const depth = side == 1 ? 36.6 * j / 1399
                                     : j < 700 ? 5.0 * j / 700
                                               : 5.0 * std::pow(138.0, (j - 700) / 699.0);
                double const ratio = 0.5 * std::exp(-depth);
                if (x == 0.0 && side == 0 && ratio < 1e-9)
                    continue;  // closed form
                d::implied_target<double> const target{x, ratio, ratio, 0.0, side == 0};
                double const guess = d::implied_seed(target, std::sqrt(2.0 * x));
                double const one   = guess * (1.0 + d::implied_step<d::implied_first_step>(target, guess));
                double const two   = one * (1.0 + d::implied_step<d::implied_last_step>(target, one));
                double const three = two * (1.0 + d::implied_step<d::implied_last_step>(target, two));
                auto const place   = [&] { return std::to_string(x) + ' ' + std::to_string(depth); };
                (side == 0 ? seed_below : seed_above).add(guess / three - 1.0, place);
                first.add(one / three - 1.0, place);
                second.add(two / three - 1.0, place);
            }
    }
    seed_below.expect_at_most(0.045, "guess, c < 1/2");
    seed_above.expect_at_most(0.23, "guess, c > 1/2");
    first.expect_at_most(8e-5, "first step");
    second.expect_at_most(lg::has_fma ? 2e-15 : 4e-15, "second step");
}

TEST(ImpliedVolatilityWarmStart, IsExactNearbyAndSaysWhenItIsNot) {
    lt::worst_error one, two;
    for (auto const row : lt::reference_table("pricing/implied_vol.csv")) {
        double const expected = row["sigma"], unit = expected * lt::unit_roundoff * (1.0 + row["cond_price"]);
        auto quote = quote_of(row);
        for (double const off : {-0.03, -0.01, -1e-4, -3e-5, 0.0, 3e-5, 1e-4, 0.01, 0.03}) {
            quote.guess        = expected * (1.0 + off);
            auto const first   = lg::implied_black_volatility(quote, type_of(row), lg::warm_start<1>);
            auto const second  = lg::implied_black_volatility(quote, type_of(row), lg::warm_start<2>);
            auto const in_line = [&] { return "line " + std::to_string(row.line()); };
            // Exact, or refused; and refused only where the header says so.
            double const total  = expected * std::sqrt(row["T"]);
            bool const is_money = row["F"] == row["K"];  // closed form for tiny values
            if (solved(first.status)) {
                one.add((first.volatility - expected) / unit, in_line);
                EXPECT_TRUE(is_money || std::fabs(off) * (1.0 + total) < 1.6e-4) << in_line() << ' ' << off;
            } else {
                EXPECT_EQ(first.status, status::not_converged);
                EXPECT_GT(std::fabs(off) * (1.0 + total), 1.4e-4) << in_line() << ' ' << off;
            }
            if (solved(second.status)) {
                two.add((second.volatility - expected) / unit, in_line);
            } else {
                EXPECT_EQ(second.status, status::not_converged);
                EXPECT_GT(std::fabs(off) * (1.0 + total), 0.03) << in_line() << ' ' << off;
            }
        }
    }
    one.expect_at_most(bound + 1.0, "one warm step");
    two.expect_at_most(bound + 1.0, "two warm steps");
    lg::european_quote quote{.price = 4.0, .spot = 100.0, .strike = 110.0, .expiry = 0.5};
    for (double const wrong : {nan_, 0.0, -1.0, 50.0, infinity}) {
        quote.guess = wrong;
        EXPECT_EQ(lg::implied_volatility(quote, call, lg::warm_start<1>).status, status::not_converged) << wrong;
    }
    quote.price = -1.0;
    EXPECT_EQ(lg::implied_volatility(quote, call, lg::warm_start<1>).status, status::below_intrinsic);
}

TEST(ImpliedVolatilityInterval, HoldsTheVolatilitiesOfTheEnds) {
    lg::european_quote const quote{.price = 4.0, .spot = 100.0, .strike = 110.0, .expiry = 0.5, .rate = 0.02};
    auto const ends = lg::implied_volatility_interval(quote, 0.25, call);
    auto moved      = quote;
    moved.price     = 3.875;
    EXPECT_EQ(ends.low, lg::implied_volatility(moved, call).volatility);
    moved.price = 4.125;
    EXPECT_EQ(ends.high, lg::implied_volatility(moved, call).volatility);

    auto const wide = lg::implied_volatility_interval(quote, 1000.0, call);
    EXPECT_EQ(wide.low, 0.0);
    EXPECT_EQ(wide.high, infinity);
    auto const none = lg::implied_black_volatility_interval(
        {.price = 10.0, .forward = 100.0, .strike = 80.0, .expiry = 1.0}, 0.01, call);
    EXPECT_EQ(none.low, 0.0);
    EXPECT_EQ(none.high, 0.0);
    EXPECT_TRUE(std::isnan(lg::implied_volatility_interval(quote, -1.0, call).low));
    EXPECT_TRUE(std::isnan(lg::implied_volatility_interval(quote, nan_, call).high));

    auto const q = many_kinds<double>(41, 3);
    std::vector<double> low(q.size()), high(q.size());
    lg::implied_black_volatility_interval(q.columns(), 0.01, low, high);
    for (std::size_t i = 0; i < q.size(); ++i) {
        auto const alone = lg::implied_black_volatility_interval(q[i], 0.01, q.type(i));
        EXPECT_TRUE(lt::same_bits(low[i], alone.low)) << i;
        EXPECT_TRUE(lt::same_bits(high[i], alone.high)) << i;
    }
}

TEST(ImpliedVolatilitySensitivities, AreTheDifferencesOfTheVolatility) {
    for (auto const type : {call, put}) {
        lg::european_quote const quote{
            .price = 6.0, .spot = 100.0, .strike = 98.0, .expiry = 0.6, .rate = 0.03, .dividend_yield = 0.01};
        auto const at         = lg::implied_volatility(quote, type).volatility;
        auto const slope      = lg::sensitivities(quote, at, type);
        auto const difference = [&](double lg::european_quote::*field, double step) {
            auto up = quote, down = quote;
            up.*field += step, down.*field -= step;
            return (lg::implied_volatility(up, type).volatility - lg::implied_volatility(down, type).volatility) /
                   (2.0 * step);
        };
        using quote_type = lg::european_quote;
        EXPECT_NEAR(slope.d_price, difference(&quote_type::price, 1e-3), 1e-7);
        EXPECT_NEAR(slope.d_spot, difference(&quote_type::spot, 1e-3), 1e-7);
        EXPECT_NEAR(slope.d_strike, difference(&quote_type::strike, 1e-3), 1e-7);
        EXPECT_NEAR(slope.d_expiry, difference(&quote_type::expiry, 1e-4), 1e-7);
        EXPECT_NEAR(slope.d_rate, difference(&quote_type::rate, 1e-5), 1e-7);
        EXPECT_NEAR(slope.d_dividend_yield, difference(&quote_type::dividend_yield, 1e-5), 1e-7);
        auto up = quote, down = quote;
        up.price += 0.01, down.price -= 0.01;
        double const second =
            (lg::implied_volatility(up, type).volatility - 2.0 * at + lg::implied_volatility(down, type).volatility) /
            1e-4;
        EXPECT_NEAR(slope.d2_price, second, 1e-7);
    }
    auto const none = lg::sensitivities({.price = 0.0, .spot = 100.0, .strike = 150.0, .expiry = 1.0}, 0.0, call);
    EXPECT_EQ(none.d_price, infinity);
}

TEST(ImpliedVolatilitySensitivities, GiveTheSameBitsAloneAndInLanes) {
    using batch = lg::simd::batch<double>;
    lt::random_numbers random(5);
    for (int i = 0; i < 200; ++i) {
        double const s = random.uniform(50, 150), k = random.uniform(50, 150), t = random.uniform(0.01, 2),
                     r = random.uniform(-0.1, 0.1), y = random.uniform(-0.1, 0.1), v = random.uniform(0.05, 1);
        auto const alone = lg::sensitivities(
            {.price = nan_, .spot = s, .strike = k, .expiry = t, .rate = r, .dividend_yield = y}, v, put);
        auto const lanes = lg::sensitivities(
            lg::basic_european_quote<batch>{batch(nan_), batch(s), batch(k), batch(t), batch(r), batch(y)}, batch(v),
            batch(-1.0));
        auto const same = [](double a, batch const& b) { return lt::same_bits(a, lg::simd::to_array(b)[0]); };
        EXPECT_TRUE(same(alone.d_price, lanes.d_price) && same(alone.d_spot, lanes.d_spot) &&
                    same(alone.d_strike, lanes.d_strike) && same(alone.d_expiry, lanes.d_expiry) &&
                    same(alone.d_rate, lanes.d_rate) && same(alone.d_dividend_yield, lanes.d_dividend_yield) &&
                    same(alone.d2_price, lanes.d2_price))
            << i;
    }
}

}  // namespace
