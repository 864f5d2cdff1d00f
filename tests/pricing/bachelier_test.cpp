// SPDX-License-Identifier: BSL-1.0
#include <longgamma/pricing/bachelier.hpp>

#include <support/accuracy.hpp>
#include <support/dual.hpp>
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
using lt::dual;
using status = lg::implied_volatility_status;
using option = lg::bachelier_option<double>;
using lanes  = lg::simd::batch<double>;

constexpr double nan_     = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

template <class T>
constexpr double unit_of = 0.5 * static_cast<double>(std::numeric_limits<T>::epsilon());

template <class... Tags>
struct tags {
    template <class T>
    using outputs = lg::outputs<T, Tags...>;

    template <class Number>
    static outputs<Number> of(lg::bachelier_option<Number> const& in, Number const& sign) {
        return lg::bachelier<Tags...>(in, sign);
    }
    /// f(tag) for each.
    template <class F>
    static void each(F&& f) {
        (f(Tags{}), ...);
    }
};

using all         = tags<lg::price, lg::log_price, lg::delta, lg::gamma, lg::vega, lg::theta, lg::rho, lg::forward_rho,
                 lg::epsilon, lg::vanna, lg::volga, lg::charm, lg::veta, lg::vera, lg::speed, lg::zomma, lg::colour,
                 lg::ultima, lg::lambda, lg::dual_delta, lg::dual_gamma>;
using all_outputs = all::outputs<double>;

template <class Number>
Number number(double x) {
    return Number(static_cast<lg::simd::scalar_t<Number>>(x));
}

/// To float and back; through memory, since g++ 12 drops the pair of conversions where it vectorises it.
double rounded(double x) {
    float const volatile nearest = static_cast<float>(x);
    return static_cast<double>(nearest);
}

template <class Number>
double first_of(Number const& x) {
    if constexpr (lg::simd::batch_type<Number>)
        return static_cast<double>(lg::simd::to_array(x)[0]);
    else
        return static_cast<double>(x);
}

/// Every output of one option, through the kernel on the number type Number (a scalar, or lanes filled with the
/// option).
template <class Number>
all_outputs evaluate_as(option const& o, double sign) {
    auto const in = [](double x) { return number<Number>(x); };
    auto const got =
        all::of(lg::bachelier_option<Number>{in(o.forward), in(o.strike), in(o.expiry), in(o.rate), in(o.volatility)},
                in(sign));
    all_outputs result;
    all::each([&]<class Tag>(Tag) { result.template set<Tag>(first_of(got.template get<Tag>())); });
    return result;
}

/// The condition of the density in roundings: (1 + |d|) 3|d| + |r|T + 4.
double condition(option const& o) {
    double const h = std::fabs(o.forward - o.strike) / (o.volatility * std::sqrt(o.expiry));
    return (1.0 + h) * 3.0 * h + std::fabs(o.rate) * o.expiry + 4.0;
}

/// The sum of the sizes of the terms of the outputs which are sums, from the outputs without sums; else the size
/// itself.
all_outputs sizes(option const& o, all_outputs const& v) {
    auto const size          = [](double x) { return std::fabs(x); };
    double const root_expiry = std::sqrt(o.expiry), s = o.volatility * root_expiry;
    double const d = (o.forward - o.strike) / s, year = 0.5 / o.expiry, rate = size(o.rate);
    double const vega = v.get<lg::vega>(), gamma = v.get<lg::gamma>(), delta = size(v.get<lg::delta>());
    double const price = v.get<lg::price>();
    all_outputs result;
    all::each([&]<class Tag>(Tag) { result.template set<Tag>(size(v.template get<Tag>())); });
    result.set<lg::log_price>(1.0 + size(v.get<lg::log_price>()));
    result.set<lg::theta>(rate * price + vega * o.volatility * year);
    result.set<lg::rho>(o.expiry * (price + size(o.forward) * delta));
    result.set<lg::charm>(rate * delta + vega / root_expiry * size(d) * year);
    result.set<lg::veta>(vega * (rate + (1.0 + d * d) * year));
    result.set<lg::vera>(o.expiry * (vega + size(o.forward * v.get<lg::vanna>())));
    result.set<lg::zomma>(gamma * (1.0 + d * d) / o.volatility);
    result.set<lg::colour>(gamma * (rate + (1.0 + d * d) * year));
    result.set<lg::ultima>(vega * d * d * (3.0 + d * d) / (o.volatility * o.volatility));
    return result;
}

struct table_row {
    std::size_t line;
    option o;
    double sign;
    all_outputs expected;
};

/// The table, and what it does not hold, from it by the formulas in long double.
std::vector<table_row> const& table() {
    static std::vector<table_row> const rows = [] {
        std::vector<table_row> read;
        for (auto const row : lt::reference_table("pricing/bachelier.csv"))
            for (double const sign : {1.0, -1.0}) {
                std::string const side = sign > 0.0 ? "call_" : "put_";
                table_row r{.line     = row.line(),
                            .o        = {.forward    = row["F"],
                                         .strike     = row["K"],
                                         .expiry     = row["T"],
                                         .rate       = row["r"],
                                         .volatility = row["sigma_n"]},
                            .sign     = sign,
                            .expected = {}};
                auto& e = r.expected;
                e.set<lg::price>(row[side + "price"]);
                e.set<lg::delta>(row[side + "delta"]);
                e.set<lg::gamma>(row["gamma"]);
                e.set<lg::vega>(row["vega"]);
                e.set<lg::theta>(row[side + "theta"]);
                e.set<lg::forward_rho>(row[side + "rho"]);
                e.set<lg::vanna>(row["vanna"]);
                e.set<lg::volga>(row["volga"]);

                using real      = long double;
                auto const wide = [](double x) { return static_cast<real>(x); };
                real const F = wide(r.o.forward), K = wide(r.o.strike), T = wide(r.o.expiry), rate = wide(r.o.rate);
                real const sigma = wide(r.o.volatility), s = sigma * std::sqrt(T), d = (F - K) / s, dd = d * d;
                real const price = wide(e.get<lg::price>()), delta = wide(e.get<lg::delta>());
                real const gamma = wide(e.get<lg::gamma>()), vega = wide(e.get<lg::vega>()), year = 0.5L / T;
                real const vanna = wide(e.get<lg::vanna>()), volga = wide(e.get<lg::volga>());
                auto const put_in = [&](auto tag, real x) { e.set<decltype(tag)>(static_cast<double>(x)); };
                put_in(lg::log_price{}, std::log(price));
                put_in(lg::rho{}, T * (F * delta - price));
                put_in(lg::epsilon{}, -T * F * delta);
                put_in(lg::charm{}, rate * delta + gamma * s * d * year);
                put_in(lg::veta{}, vega * (rate - (1.0L + dd) * year));
                put_in(lg::vera{}, T * (F * vanna - vega));
                put_in(lg::speed{}, -gamma * d / s);
                put_in(lg::zomma{}, gamma * (dd - 1.0L) / sigma);
                put_in(lg::colour{}, gamma * (rate + (1.0L - dd) * year));
                put_in(lg::ultima{}, volga * (dd - 3.0L) / sigma);
                put_in(lg::lambda{}, F * delta / price);
                put_in(lg::dual_delta{}, -delta);
                put_in(lg::dual_gamma{}, gamma);
                read.push_back(r);
            }
        return read;
    }();
    return rows;
}

struct error_table {
    template <class Tag>
    struct entry {
        lt::worst_error worst;
    };
    template <class... Tags>
    struct entries : entry<Tags>... {};
    entries<lg::price, lg::log_price, lg::delta, lg::gamma, lg::vega, lg::theta, lg::rho, lg::forward_rho, lg::epsilon,
            lg::vanna, lg::volga, lg::charm, lg::veta, lg::vera, lg::speed, lg::zomma, lg::colour, lg::ultima,
            lg::lambda, lg::dual_delta, lg::dual_gamma>
        all_entries;

    template <class Tag>
    lt::worst_error& of() {
        return static_cast<entry<Tag>&>(all_entries).worst;
    }
    /// The bounds which the header states.
    void expect_stated_bounds() {
        of<lg::price>().expect_at_most(3.0, "price");
        of<lg::log_price>().expect_at_most(3.0, "log_price");
        of<lg::delta>().expect_at_most(3.0, "delta");
        of<lg::gamma>().expect_at_most(3.0, "gamma");
        of<lg::vega>().expect_at_most(3.0, "vega");
        of<lg::theta>().expect_at_most(3.0, "theta");
        of<lg::rho>().expect_at_most(3.0, "rho");
        of<lg::forward_rho>().expect_at_most(3.0, "forward_rho");
        of<lg::epsilon>().expect_at_most(3.0, "epsilon");
        of<lg::dual_delta>().expect_at_most(3.0, "dual_delta");
        of<lg::dual_gamma>().expect_at_most(3.0, "dual_gamma");
        of<lg::lambda>().expect_at_most(4.0, "lambda");
        of<lg::vanna>().expect_at_most(4.0, "vanna");
        of<lg::volga>().expect_at_most(4.0, "volga");
        of<lg::charm>().expect_at_most(4.0, "charm");
        of<lg::veta>().expect_at_most(4.0, "veta");
        of<lg::vera>().expect_at_most(4.0, "vera");
        of<lg::speed>().expect_at_most(4.0, "speed");
        of<lg::zomma>().expect_at_most(4.0, "zomma");
        of<lg::colour>().expect_at_most(4.0, "colour");
        of<lg::ultima>().expect_at_most(4.0, "ultima");
    }
};

/// Adds the errors of `got` in units of attainable accuracy: roundings times 1 + condition, times the size of the
/// terms. Numbers outside of [smallest, largest] are left out, and all of an option whose density is below.
template <class Scalar, class Place>
void add_errors(error_table& errors, option const& o, all_outputs const& got, all_outputs const& expected,
                Place&& place) {
    constexpr bool wide     = sizeof(Scalar) == 8;
    double const smallest   = wide ? 1e-290 : 1e-30;
    double const largest    = wide ? 1e300 : 1e30;
    all_outputs const scale = sizes(o, expected);
    if (expected.get<lg::vega>() / std::sqrt(o.expiry) < smallest)
        return;
    all::each([&]<class Tag>(Tag) {
        double const e = expected.template get<Tag>(), size = scale.template get<Tag>();
        if (size < smallest || size > largest || !std::isfinite(e))
            return;
        errors.of<Tag>().add((got.template get<Tag>() - e) / (unit_of<Scalar> * (1.0 + condition(o)) * size), place);
    });
}

template <class Number>
class BachelierAccuracy : public testing::Test {};

// Lanes of every instruction set that this program may use without asking the processor.
using double_numbers = testing::Types<double, lanes
#if defined(__SSE2__) && !defined(LONGGAMMA_NO_SIMD)
                                      ,
                                      lg::simd::batch<double, xsimd::sse2>
#endif
                                      >;
TYPED_TEST_SUITE(BachelierAccuracy, double_numbers);

TYPED_TEST(BachelierAccuracy, StaysWithinTheStatedBoundOfTheTable) {
    error_table errors;
    for (table_row const& row : table())
        add_errors<double>(errors, row.o, evaluate_as<TypeParam>(row.o, row.sign), row.expected,
                           [&] { return "line " + std::to_string(row.line) + (row.sign > 0.0 ? " call" : " put"); });
    errors.expect_stated_bounds();
}

template <class Number>
class BachelierFloatAccuracy : public testing::Test {};
using float_numbers = testing::Types<float, lg::simd::batch<float>>;
TYPED_TEST_SUITE(BachelierFloatAccuracy, float_numbers);

// Against the kernel on double, at the same inputs: those of the table, rounded.
TYPED_TEST(BachelierFloatAccuracy, StaysWithinTheStatedBoundOfDouble) {
    error_table errors;
    for (table_row const& row : table()) {
        option const o{.forward    = rounded(row.o.forward),
                       .strike     = rounded(row.o.strike),
                       .expiry     = rounded(row.o.expiry),
                       .rate       = rounded(row.o.rate),
                       .volatility = rounded(row.o.volatility)};
        add_errors<float>(errors, o, evaluate_as<TypeParam>(o, row.sign), evaluate_as<double>(o, row.sign),
                          [&] { return "line " + std::to_string(row.line) + (row.sign > 0.0 ? " call" : " put"); });
    }
    errors.expect_stated_bounds();
}

// ---- Edges ----------------------------------------------------------------------------------------------------------

/// All outputs through the scalar kernel and in lanes; both must agree bit for bit.
all_outputs edge(option const& o, lg::option_type type) {
    auto const scalar   = evaluate_as<double>(o, lg::sign(type));
    auto const in_lanes = evaluate_as<lanes>(o, lg::sign(type));
    all::each([&]<class Tag>(Tag) {
        EXPECT_TRUE(lt::same_bits(scalar.get<Tag>(), in_lanes.get<Tag>()))
            << scalar.get<Tag>() << ' ' << in_lanes.get<Tag>();
    });
    return scalar;
}

/// Nothing depends on the volatility and the delta does not move.
void expect_no_convexity(all_outputs const& v, char const* where) {
    using convexities =
        tags<lg::gamma, lg::vanna, lg::volga, lg::speed, lg::zomma, lg::colour, lg::ultima, lg::dual_gamma>;
    convexities::each([&]<class Tag>(Tag) { EXPECT_EQ(v.get<Tag>(), 0.0) << where; });
}

TEST(BachelierEdge, WithoutTimeOrVolatilityIsTheDiscountedIntrinsicValue) {
    for (double const shift : {0.0, -50.0})  // strikes on both sides of zero
        for (auto const& [expiry, volatility] : {std::pair{0.0, 3.0}, std::pair{2.0, 0.0}, std::pair{0.0, 0.0}})
            for (double const strike : {4.0, 16.0}) {
                option const o{.forward    = 10.0 + shift,
                               .strike     = strike + shift,
                               .expiry     = expiry,
                               .rate       = 0.05,
                               .volatility = volatility};
                double const discount = std::exp(-0.05 * expiry);
                bool const above      = strike < 10.0;
                auto const c          = edge(o, call);
                auto const p          = edge(o, put);
                EXPECT_DOUBLE_EQ(c.get<lg::price>(), above ? 6.0 * discount : 0.0);
                EXPECT_DOUBLE_EQ(p.get<lg::price>(), above ? 0.0 : 6.0 * discount);
                EXPECT_DOUBLE_EQ(c.get<lg::delta>(), above ? discount : 0.0);
                EXPECT_DOUBLE_EQ(p.get<lg::delta>(), above ? 0.0 : -discount);
                EXPECT_EQ(c.get<lg::vega>(), 0.0);
                EXPECT_DOUBLE_EQ(c.get<lg::theta>(), above ? 0.05 * 6.0 * discount : 0.0);
                EXPECT_DOUBLE_EQ(c.get<lg::charm>(), above ? 0.05 * discount : 0.0);
                EXPECT_DOUBLE_EQ(p.get<lg::rho>(), above ? 0.0 : -expiry * o.strike * discount);
                EXPECT_DOUBLE_EQ(p.get<lg::epsilon>(), above ? 0.0 : expiry * o.forward * discount);
                EXPECT_EQ(c.get<lg::log_price>(), above ? std::log(6.0) - 0.05 * expiry : -infinity);
                EXPECT_EQ(std::isnan(c.get<lg::lambda>()), !above);
                EXPECT_EQ(c.get<lg::vera>(), 0.0);
                EXPECT_EQ(c.get<lg::veta>(), 0.0);
                expect_no_convexity(c, "call");
                expect_no_convexity(p, "put");
            }
}

TEST(BachelierEdge, AtTheStrikeWithoutTimeOrVolatilityHasHalfADelta) {
    for (double const strike : {0.0, 100.0, -3.0})
        for (auto const& [expiry, volatility] : {std::pair{0.0, 3.0}, std::pair{4.0, 0.0}}) {
            option const o{
                .forward = strike, .strike = strike, .expiry = expiry, .rate = 0.03, .volatility = volatility};
            double const discount = std::exp(-0.03 * expiry);
            auto const c          = edge(o, call);
            auto const p          = edge(o, put);
            EXPECT_EQ(c.get<lg::price>(), 0.0);
            EXPECT_EQ(p.get<lg::price>(), 0.0);
            EXPECT_DOUBLE_EQ(c.get<lg::delta>(), 0.5 * discount);
            EXPECT_DOUBLE_EQ(p.get<lg::delta>(), -0.5 * discount);
            EXPECT_DOUBLE_EQ(c.get<lg::vega>(), discount * std::sqrt(expiry) * 0.3989422804014327);  // its limit
            EXPECT_EQ(c.get<lg::theta>(), 0.0);
            expect_no_convexity(c, "tie, call");
            expect_no_convexity(p, "tie, put");
        }
}

TEST(BachelierEdge, WithInfiniteVolatilityIsWorthEverythingAndHasHalfADelta) {
    option const o{.forward = 1.0, .strike = -2.0, .expiry = 2.0, .rate = 0.05, .volatility = infinity};
    for (auto const type : {call, put}) {
        auto const v = edge(o, type);
        EXPECT_EQ(v.get<lg::price>(), infinity);
        EXPECT_EQ(v.get<lg::log_price>(), infinity);
        EXPECT_DOUBLE_EQ(v.get<lg::delta>(), lg::sign(type) * 0.5 * std::exp(-0.1));
        EXPECT_EQ(v.get<lg::gamma>(), 0.0);
        EXPECT_EQ(v.get<lg::vanna>(), 0.0);
    }
}

TEST(BachelierEdge, RefusesNegativeInputsAndNanInAnyField) {
    struct field {
        double option::*member;
        char const* name;
        bool may_be_negative;
    };
    // Also without time and volatility, where most outputs are constants.
    for (option const& good : {option{.forward = 1.0, .strike = 2.0, .expiry = 0.5, .rate = 0.02, .volatility = 0.3},
                               option{.forward = 1.0, .strike = 2.0, .expiry = 0.0, .rate = 0.02, .volatility = 0.3},
                               option{.forward = 1.0, .strike = 1.0, .expiry = 0.5, .rate = 0.02, .volatility = 0.0}})
        for (field const& f : {field{&option::forward, "forward", true}, field{&option::strike, "strike", true},
                               field{&option::expiry, "expiry", false}, field{&option::rate, "rate", true},
                               field{&option::volatility, "volatility", false}})
            for (double const wrong : {nan_, -1.0, -1e-300}) {
                auto o        = good;
                o.*(f.member) = wrong;
                for (auto const type : {call, put}) {
                    auto const v = edge(o, type);
                    if (f.may_be_negative && !std::isnan(wrong))
                        EXPECT_FALSE(std::isnan(v.get<lg::price>())) << f.name;
                    else
                        all::each(
                            [&]<class Tag>(Tag) { EXPECT_TRUE(std::isnan(v.get<Tag>())) << f.name << ' ' << wrong; });
                }
            }
    option const good{.forward = 1.0, .strike = 2.0, .expiry = 0.5, .volatility = 0.3};
    auto const v = evaluate_as<double>(good, nan_);
    all::each([&]<class Tag>(Tag) { EXPECT_TRUE(std::isnan(v.get<Tag>())); });
}

TEST(BachelierEdge, IsNeverNegativeNorNanForValidInputs) {
    lt::random_numbers random(11);
    for (int i = 0; i < 50'000; ++i) {
        option const o{.forward    = random.uniform(-1.0, 1.0) * random.log_uniform(1e-250, 1e250),
                       .strike     = i % 3 == 0 ? 0.0 : random.uniform(-1.0, 1.0) * random.log_uniform(1e-250, 1e250),
                       .expiry     = random.log_uniform(1e-12, 100.0),
                       .rate       = random.uniform(-0.5, 0.5),
                       .volatility = random.log_uniform(1e-250, 1e250)};
        for (double const sign : {1.0, -1.0}) {
            auto const v = lg::bachelier<lg::price, lg::delta, lg::vega, lg::gamma, lg::log_price>(o, sign);
            ASSERT_GE(v.get<lg::price>(), 0.0);
            ASSERT_GE(sign * v.get<lg::delta>(), 0.0);
            ASSERT_GE(v.get<lg::vega>(), 0.0);
            ASSERT_GE(v.get<lg::gamma>(), 0.0);
            ASSERT_FALSE(std::isnan(v.get<lg::log_price>()));
        }
    }
}

// 1 - h M(h) = h^-2 (1 - 3 h^-2 + 15 h^-4 - ..).
TEST(BachelierEdge, HasALogarithmWhereTheValueUnderflows) {
    for (double const h : {39.0, 41.0, 60.0, 100.0, 1e3, 1e6, 1e100}) {
        long double const y = 1.0L / (static_cast<long double>(h) * static_cast<long double>(h));
        long double tail    = 1.0L;
        for (int k = 9; k > 0; --k)
            tail = 1.0L - (2 * k + 1) * y * tail;
        option const o{.forward = 2.0 - 3.0 * h, .strike = 2.0, .expiry = 4.0, .rate = 0.25, .volatility = 1.5};
        long double const d = (static_cast<long double>(o.forward) - 2.0L) / 3.0L;
        long double const expected =
            std::log(3.0L * 0.398942280401432677939946059934L * tail) - 2.0L * std::log(-d) - 0.5L * d * d - 1.0L;
        auto const v = edge(o, call);
        EXPECT_NEAR(v.get<lg::log_price>() / static_cast<double>(expected), 1.0, 4 * lt::unit_roundoff) << h;
        EXPECT_EQ(v.get<lg::price>(), 0.0) << h;
    }
    option const farthest{.forward = 0.0, .strike = 1e300, .expiry = 1.0, .volatility = 1e-300};
    EXPECT_EQ(edge(farthest, call).get<lg::log_price>(), -infinity);
}

// ---- Properties -----------------------------------------------------------------------------------------------------

/// Options around zero, of every kind that trades and some which do not.
option random_option(lt::random_numbers& random) {
    option o{.forward    = random.uniform(-100.0, 100.0),
             .strike     = 0.0,
             .expiry     = random.log_uniform(1e-4, 30.0),
             .rate       = random.uniform(-0.05, 0.15),
             .volatility = random.log_uniform(1e-3, 100.0)};
    o.strike = o.forward + random.uniform(-5.0, 5.0) * o.volatility * std::sqrt(o.expiry);
    return o;
}

TEST(BachelierProperty, CallLessPutIsTheDiscountedForward) {
    lt::random_numbers random(1);
    for (int i = 0; i < 20'000; ++i) {
        auto const o          = random_option(random);
        auto const c          = evaluate_as<double>(o, 1.0);
        auto const p          = evaluate_as<double>(o, -1.0);
        double const discount = std::exp(-o.rate * o.expiry), difference = discount * (o.forward - o.strike);
        double const rounding = 8.0 * lt::unit_roundoff;
        ASSERT_NEAR(c.get<lg::price>() - p.get<lg::price>(), difference,
                    rounding * (c.get<lg::price>() + p.get<lg::price>()));
        ASSERT_NEAR(c.get<lg::delta>() - p.get<lg::delta>(), discount, rounding * discount);
        ASSERT_NEAR(c.get<lg::rho>() - p.get<lg::rho>(), o.expiry * discount * o.strike,
                    2.0 * rounding * o.expiry * discount * (std::fabs(o.strike) + std::fabs(o.forward)));
        ASSERT_EQ(c.get<lg::gamma>(), p.get<lg::gamma>());
        ASSERT_EQ(c.get<lg::vega>(), p.get<lg::vega>());
        ASSERT_EQ(c.get<lg::vanna>(), p.get<lg::vanna>());
        ASSERT_EQ(c.get<lg::ultima>(), p.get<lg::ultima>());
    }
}

TEST(BachelierProperty, CallIsThePutOfTheMirrorImage) {
    lt::random_numbers random(2);
    for (int i = 0; i < 5'000; ++i) {
        auto const o     = random_option(random);
        auto mirror      = o;
        mirror.forward   = -o.forward;
        mirror.strike    = -o.strike;
        auto const here  = evaluate_as<double>(o, 1.0);
        auto const there = evaluate_as<double>(mirror, -1.0);
        ASSERT_EQ(here.get<lg::price>(), there.get<lg::price>());
        ASSERT_EQ(here.get<lg::delta>(), -there.get<lg::delta>());
        ASSERT_EQ(here.get<lg::gamma>(), there.get<lg::gamma>());
        ASSERT_EQ(here.get<lg::rho>(), there.get<lg::rho>());
        ASSERT_EQ(here.get<lg::vanna>(), -there.get<lg::vanna>());
        ASSERT_EQ(here.get<lg::speed>(), -there.get<lg::speed>());
        ASSERT_EQ(here.get<lg::log_price>(), there.get<lg::log_price>());
    }
}

TEST(BachelierProperty, DependsOnForwardLessStrikeAndNotOnTheUnitOfCurrency) {
    option const o{.forward = 96.0, .strike = 112.0, .expiry = 0.75, .rate = 0.03, .volatility = 25.0};
    auto const expected = edge(o, call);
    for (double const shift : {-96.0, -112.0, 1024.0, -4096.0}) {
        auto moved = o;
        moved.forward += shift;
        moved.strike += shift;
        EXPECT_EQ(edge(moved, call).get<lg::price>(), expected.get<lg::price>());
        EXPECT_EQ(edge(moved, call).get<lg::ultima>(), expected.get<lg::ultima>());
    }
    for (int const exponent : {-890, -300, 300, 890}) {
        auto const scaled = [=](double x) { return std::ldexp(x, exponent); };
        auto unit         = o;
        unit.forward      = scaled(o.forward);
        unit.strike       = scaled(o.strike);
        unit.volatility   = scaled(o.volatility);
        auto const got    = edge(unit, call);
        EXPECT_EQ(got.get<lg::price>(), scaled(expected.get<lg::price>())) << exponent;
        EXPECT_EQ(got.get<lg::delta>(), expected.get<lg::delta>()) << exponent;
        EXPECT_EQ(got.get<lg::gamma>(), std::ldexp(expected.get<lg::gamma>(), -exponent)) << exponent;
        EXPECT_EQ(got.get<lg::vega>(), expected.get<lg::vega>()) << exponent;
        EXPECT_EQ(got.get<lg::theta>(), scaled(expected.get<lg::theta>())) << exponent;
        EXPECT_EQ(got.get<lg::lambda>(), expected.get<lg::lambda>()) << exponent;
    }
}

// Central differences of the price and of lower outputs, each within what rounding and the step leave.
TEST(BachelierProperty, HasTheGreeksOfItsDifferences) {
    lt::random_numbers random(3);
    for (int i = 0; i < 500; ++i) {
        option const o{.forward    = random.uniform(-2.0, 2.0),
                       .strike     = random.uniform(-2.0, 2.0),
                       .expiry     = random.uniform(0.25, 2.0),
                       .rate       = random.uniform(-0.05, 0.1),
                       .volatility = random.uniform(0.8, 2.0)};
        double const sign = i % 2 == 0 ? 1.0 : -1.0, step = 1e-4;
        auto const v     = evaluate_as<double>(o, sign);
        auto const slope = [&]<class Tag>(Tag, auto&& moved) {
            return (evaluate_as<double>(moved(step), sign).template get<Tag>() -
                    evaluate_as<double>(moved(-step), sign).template get<Tag>()) /
                   (2.0 * step);
        };
        auto const by = [&](double option::*field) {
            return [&o, field](double change) {
                auto moved = o;
                moved.*field += change;
                return moved;
            };
        };
        auto const by_rate = [&](double change) {  // at fixed spot
            auto moved = o;
            moved.rate += change;
            moved.forward *= std::exp(change * o.expiry);
            return moved;
        };
        auto const by_yield = [&](double change) {
            auto moved = o;
            moved.forward *= std::exp(-change * o.expiry);
            return moved;
        };
        auto const near = [&](double got, double expected, char const* what) {
            ASSERT_NEAR(got, expected, 1e-6 * (1.0 + std::fabs(expected))) << what;
        };
        near(slope(lg::price{}, by(&option::forward)), v.get<lg::delta>(), "delta");
        near(slope(lg::price{}, by(&option::strike)), v.get<lg::dual_delta>(), "dual_delta");
        near(slope(lg::price{}, by(&option::volatility)), v.get<lg::vega>(), "vega");
        near(-slope(lg::price{}, by(&option::expiry)), v.get<lg::theta>(), "theta");
        near(slope(lg::price{}, by(&option::rate)), v.get<lg::forward_rho>(), "forward_rho");
        near(slope(lg::price{}, by_rate), v.get<lg::rho>(), "rho");
        near(slope(lg::price{}, by_yield), v.get<lg::epsilon>(), "epsilon");
        near(slope(lg::log_price{}, by(&option::forward)) * o.forward, v.get<lg::lambda>(), "lambda");
        near(slope(lg::delta{}, by(&option::forward)), v.get<lg::gamma>(), "gamma");
        near(slope(lg::dual_delta{}, by(&option::strike)), v.get<lg::dual_gamma>(), "dual_gamma");
        near(slope(lg::delta{}, by(&option::volatility)), v.get<lg::vanna>(), "vanna");
        near(slope(lg::vega{}, by(&option::volatility)), v.get<lg::volga>(), "volga");
        near(-slope(lg::delta{}, by(&option::expiry)), v.get<lg::charm>(), "charm");
        near(-slope(lg::vega{}, by(&option::expiry)), v.get<lg::veta>(), "veta");
        near(slope(lg::rho{}, by(&option::volatility)), v.get<lg::vera>(), "vera");
        near(slope(lg::gamma{}, by(&option::forward)), v.get<lg::speed>(), "speed");
        near(slope(lg::gamma{}, by(&option::volatility)), v.get<lg::zomma>(), "zomma");
        near(-slope(lg::gamma{}, by(&option::expiry)), v.get<lg::colour>(), "colour");
        near(slope(lg::volga{}, by(&option::volatility)), v.get<lg::ultima>(), "ultima");
    }
}

// QuantLib's tests of its Bachelier calculator: forward 100, standard deviation 20, undiscounted.
TEST(Bachelier, EqualsPublishedValues) {
    auto const value = [](double strike, lg::option_type type) {
        return lg::bachelier<lg::price>({.forward = 100.0, .strike = strike, .expiry = 4.0, .volatility = 10.0}, type)
            .get<lg::price>();
    };
    EXPECT_NEAR(value(100.0, call), 7.9788456080286538, 2e-15 * 8.0);
    EXPECT_NEAR(value(100.0, put), 7.9788456080286538, 2e-15 * 8.0);
    EXPECT_NEAR(value(90.0, call), 13.955931148026121, 2e-15 * 14.0);
    EXPECT_NEAR(value(110.0, put), 13.955931148026121, 2e-15 * 14.0);
    EXPECT_NEAR(value(110.0, call), 3.9559311480261217, 2e-15 * 4.0);
    EXPECT_NEAR(value(90.0, put), 3.9559311480261217, 2e-15 * 4.0);
    EXPECT_NEAR(value(0.0, call), 100.00000106923312, 2e-15 * 100.0);
}

// ---- Automatic differentiation --------------------------------------------------------------------------------------

template <class Output>
double along(option const& o, double sign, double option::*field) {
    auto const seed = [&](double option::*f) { return dual<double>(o.*f, f == field ? 1.0 : 0.0); };
    lg::bachelier_option<dual<double>> const in{seed(&option::forward), seed(&option::strike), seed(&option::expiry),
                                                seed(&option::rate), seed(&option::volatility)};
    return lg::bachelier<Output>(in, dual<double>(sign)).template get<Output>().derivative;
}

TEST(BachelierOfDual, DifferentiatesToItsOwnGreeks) {
    lt::random_numbers random(13);
    for (int i = 0; i < 3000; ++i) {
        option const o{.forward    = random.uniform(-2.0, 2.0),
                       .strike     = i % 10 == 0 ? 0.5 : random.uniform(-2.0, 2.0),
                       .expiry     = random.log_uniform(0.1, 3.0),
                       .rate       = random.uniform(-0.03, 0.1),
                       .volatility = random.log_uniform(0.5, 3.0)};
        double const sign = i % 2 == 0 ? 1.0 : -1.0;
        auto const v      = evaluate_as<double>(o, sign);
        auto const near   = [](double got, double expected, char const* what) {
            ASSERT_NEAR(got, expected, 1e-11 * (1.0 + std::fabs(expected))) << what;
        };
        near(along<lg::price>(o, sign, &option::forward), v.get<lg::delta>(), "delta");
        near(along<lg::price>(o, sign, &option::volatility), v.get<lg::vega>(), "vega");
        near(-along<lg::price>(o, sign, &option::expiry), v.get<lg::theta>(), "theta");
        near(along<lg::price>(o, sign, &option::rate), v.get<lg::forward_rho>(), "forward_rho");
        near(along<lg::delta>(o, sign, &option::forward), v.get<lg::gamma>(), "gamma");
        near(along<lg::gamma>(o, sign, &option::forward), v.get<lg::speed>(), "speed");
        near(along<lg::gamma>(o, sign, &option::volatility), v.get<lg::zomma>(), "zomma");
        near(along<lg::volga>(o, sign, &option::volatility), v.get<lg::ultima>(), "ultima");
        near(along<lg::rho>(o, sign, &option::volatility), v.get<lg::vera>(), "vera");
        near(along<lg::log_price>(o, sign, &option::volatility), v.get<lg::vega>() / v.get<lg::price>(), "log_price");
    }
}

TEST(BachelierOfDual, DifferentiatesAtTheMoneyToo) {
    option const o{.forward = -0.5, .strike = -0.5, .expiry = 0.5, .rate = 0.02, .volatility = 0.7};
    for (double const sign : {1.0, -1.0}) {
        auto const v = evaluate_as<double>(o, sign);
        EXPECT_NEAR(along<lg::price>(o, sign, &option::forward), v.get<lg::delta>(), 1e-14);
        EXPECT_NEAR(along<lg::price>(o, sign, &option::strike), v.get<lg::dual_delta>(), 1e-14);
        EXPECT_NEAR(along<lg::delta>(o, sign, &option::forward), v.get<lg::gamma>(), 1e-13);
    }
}

// ---- Columns --------------------------------------------------------------------------------------------------------

/// A book of n options and quotes with all columns.
template <class T>
struct book {
    std::vector<T> forward, strike, expiry, rate, volatility, sign, price, discount_factor;

    explicit book(std::size_t n, std::uint64_t seed = 1) {
        lt::random_numbers random(seed);
        auto const add = [](std::vector<T>& column, double x) { column.push_back(static_cast<T>(x)); };
        for (std::size_t i = 0; i < n; ++i) {
            add(forward, random.uniform(-5.0, 15.0));
            add(strike, random.uniform(-5.0, 15.0));
            add(expiry, random.log_uniform(0.003, 3.0));
            add(rate, random.uniform(-0.02, 0.1));
            add(volatility, random.log_uniform(0.5, 15.0));
            add(sign, random.uniform(-1.0, 1.0) < 0.0 ? -1.0 : 1.0);
            add(discount_factor, random.uniform(0.8, 1.05));
            double const intrinsic = static_cast<double>(sign[i]) * static_cast<double>(forward[i] - strike[i]);
            add(price, random.uniform(0.01, 4.0) + std::fmax(intrinsic, 0.0));
        }
    }
    [[nodiscard]] lg::bachelier_columns<T> columns() const {
        return {.forward    = forward,
                .strike     = strike,
                .expiry     = expiry,
                .rate       = rate,
                .volatility = volatility,
                .sign       = sign};
    }
    [[nodiscard]] lg::normal_quote_columns<T> quotes() const {
        return {.price           = price,
                .forward         = forward,
                .strike          = strike,
                .expiry          = expiry,
                .discount_factor = discount_factor,
                .sign            = sign};
    }
    [[nodiscard]] lg::bachelier_option<T> option_at(std::size_t i) const {
        return {forward[i], strike[i], expiry[i], rate[i], volatility[i]};
    }
    [[nodiscard]] lg::normal_quote<T> quote_at(std::size_t i) const {
        return {price[i], forward[i], strike[i], expiry[i], discount_factor[i]};
    }
};

template <class T>
class BachelierColumns : public testing::Test {};
using numbers = testing::Types<double, float>;
TYPED_TEST_SUITE(BachelierColumns, numbers);

TYPED_TEST(BachelierColumns, EqualTheScalarCallAtEveryPlaceOfEveryLength) {
    using T = TypeParam;
    for (std::size_t n = 0; n <= 40; ++n) {
        book<T> const options(n, n + 1);
        std::vector<T> price(n), delta(n), rho(n), veta(n), log_price(n);
        lg::evaluate<lg::price, lg::delta, lg::rho, lg::veta, lg::log_price>(options.columns(), price, delta, rho, veta,
                                                                             log_price);
        for (std::size_t i = 0; i < n; ++i) {
            auto const one = all::of(options.option_at(i), options.sign[i]);
            EXPECT_TRUE(lt::same_bits(price[i], one.template get<lg::price>())) << i << " of " << n;
            EXPECT_TRUE(lt::same_bits(delta[i], one.template get<lg::delta>())) << i << " of " << n;
            EXPECT_TRUE(lt::same_bits(rho[i], one.template get<lg::rho>())) << i << " of " << n;
            EXPECT_TRUE(lt::same_bits(veta[i], one.template get<lg::veta>())) << i << " of " << n;
            EXPECT_TRUE(lt::same_bits(log_price[i], one.template get<lg::log_price>())) << i << " of " << n;
        }
    }
}

TYPED_TEST(BachelierColumns, GiveEachOutputTheSameValueAloneAndWithAllOthers) {
    using T = TypeParam;
    book<T> const options(23);
    std::vector<T> alone(23);
    all::each([&]<class Tag>(Tag) {
        lg::evaluate<Tag>(options.columns(), alone);
        for (std::size_t i = 0; i < 23; ++i)
            EXPECT_TRUE(lt::same_bits(alone[i], all::of(options.option_at(i), options.sign[i]).template get<Tag>()))
                << i;
    });
}

TYPED_TEST(BachelierColumns, MayBeConstants) {
    using T = TypeParam;
    book<T> options(19);
    options.forward.assign(19, T(2));
    options.expiry.assign(19, T(0.25));
    options.rate.assign(19, T(0));
    options.sign.assign(19, T(1));
    std::vector<T> from_columns(19), from_constants(19);
    lg::evaluate<lg::price>(options.columns(), from_columns);
    lg::evaluate<lg::price>(
        lg::bachelier_columns<T>{
            .forward = 2.0, .strike = options.strike, .expiry = 0.25, .volatility = options.volatility},
        from_constants);
    EXPECT_EQ(from_constants, from_columns);
}

TYPED_TEST(BachelierColumns, LetNoInvalidRowDisturbAnother) {
    using T = TypeParam;
    book<T> const good(18);
    std::vector<T> expected(18), got(18), implied(18), implied_got(18);
    std::vector<status> found(18);
    lg::evaluate<lg::gamma>(good.columns(), expected);
    lg::implied_normal_volatility(good.quotes(), implied, found);
    for (std::size_t bad = 0; bad < 18; ++bad)
        for (T const wrong : {std::numeric_limits<T>::quiet_NaN(), std::numeric_limits<T>::infinity(), T(-1)}) {
            auto options            = good;
            options.expiry[bad]     = wrong;
            options.volatility[bad] = wrong;
            lg::evaluate<lg::gamma>(options.columns(), got);
            lg::implied_normal_volatility(options.quotes(), implied_got, found);
            for (std::size_t i = 0; i < 18; ++i) {
                if (i != bad) {
                    EXPECT_EQ(got[i], expected[i]) << i << " beside " << bad;
                    EXPECT_EQ(implied_got[i], implied[i]) << i << " beside " << bad;
                    EXPECT_EQ(found[i], status::ok);
                } else {
                    EXPECT_EQ(found[i], status::invalid_input);
                    EXPECT_TRUE(std::isnan(implied_got[i]));
                }
            }
        }
}

TYPED_TEST(BachelierColumns, RefuseLengthsThatDifferAndWriteNothing) {
    using T = TypeParam;
    book<T> const options(3);
    std::vector<T> four(4, T(-7)), three(3, T(-7));
    std::vector<status> found_four(4), found_three(3);
    EXPECT_EQ(message_of([&] { lg::evaluate<lg::price>(options.columns(), four); }),
              "evaluate: an input column has 3 rows, the outputs have 4");
    EXPECT_EQ(message_of([&] { lg::evaluate<lg::price, lg::delta>(options.columns(), three, four); }),
              "evaluate: the outputs differ in length");
    EXPECT_EQ(message_of([&] { lg::implied_normal_volatility(options.quotes(), four, found_four); }),
              "implied_normal_volatility: an input column has 3 rows, the outputs have 4");
    EXPECT_EQ(message_of([&] { lg::implied_normal_volatility(options.quotes(), three, found_four); }),
              "implied_normal_volatility: the outputs differ in length");
    auto columns = options.quotes();
    columns.sign = std::span<T const>(options.sign).first(2);
    EXPECT_EQ(message_of([&] { lg::implied_normal_volatility(columns, three, found_three); }),
              "implied_normal_volatility: an input column has 2 rows, the outputs have 3");
    EXPECT_EQ(four, std::vector<T>(4, T(-7)));
    EXPECT_EQ(three, std::vector<T>(3, T(-7)));
}

#if defined(__SSE2__) && !defined(LONGGAMMA_NO_SIMD)
TYPED_TEST(BachelierColumns, RunOnANarrowerInstructionSetByName) {
    using T = TypeParam;
    book<T> const options(23);
    std::vector<T> wide(23), narrow(23);
    std::vector<status> found(23);
    lg::evaluate<lg::price>(options.columns(), wide);
    lg::evaluate_on<xsimd::sse2, lg::price>(options.columns(), narrow);
    for (std::size_t i = 0; i < 23; ++i)
        EXPECT_NEAR(narrow[i], wide[i], T(300) * std::numeric_limits<T>::epsilon() * wide[i]);
    lg::implied_normal_volatility(options.quotes(), wide, found);
    lg::implied_normal_volatility_on<xsimd::sse2>(options.quotes(), narrow, found);
    for (std::size_t i = 0; i < 23; ++i)
        EXPECT_NEAR(narrow[i], wide[i], T(30) * std::numeric_limits<T>::epsilon() * (wide[i] + options.price[i]));
}
#endif

// ---- Implied volatility ---------------------------------------------------------------------------------------------

using quote = lg::normal_quote<double>;

constexpr double implied_bound       = 8.0;  // as the header states
constexpr double implied_float_bound = 8.0;

template <class Number>
lg::implied_volatility_result implied_as(quote const& q, double sign) {
    auto const in  = [](double x) { return number<Number>(x); };
    auto const got = lg::implied_normal_volatility(
        lg::normal_quote<Number>{in(q.price), in(q.forward), in(q.strike), in(q.expiry), in(q.discount_factor)},
        in(sign));
    return {first_of(got.volatility), static_cast<status>(static_cast<int>(first_of(got.status)))};
}

/// Scalar and lanes, which must agree bit for bit.
lg::implied_volatility_result implied(quote const& q, lg::option_type type) {
    auto const scalar   = lg::implied_normal_volatility(q, type);
    auto const in_lanes = implied_as<lanes>(q, lg::sign(type));
    EXPECT_TRUE(lt::same_bits(scalar.volatility, in_lanes.volatility))
        << q.price << ' ' << q.forward << ' ' << q.strike;
    EXPECT_EQ(scalar.status, in_lanes.status);
    return scalar;
}

template <class Number>
class ImpliedNormalAccuracy : public testing::Test {};
TYPED_TEST_SUITE(ImpliedNormalAccuracy, double_numbers);

TYPED_TEST(ImpliedNormalAccuracy, StaysWithinTheStatedBoundOfTheTable) {
    lt::worst_error worst;
    for (auto const row : lt::reference_table("pricing/implied_normal_vol.csv")) {
        quote const q{.price = row["price"], .forward = row["F"], .strike = row["K"], .expiry = row["T"]};
        auto const got        = implied_as<TypeParam>(q, row["is_call"] == 1.0 ? 1.0 : -1.0);
        double const expected = row["sigma_n"];
        EXPECT_TRUE(got.status == status::ok || got.status == status::not_attainable) << "line " << row.line();
        worst.add((got.volatility - expected) / (expected * lt::unit_roundoff * (1.0 + row["cond_price"])),
                  [&] { return "line " + std::to_string(row.line()) + ", " + row.text("region"); });
    }
    worst.expect_at_most(implied_bound, "implied_normal_volatility");
}

// Prices of the kernel, which are within 2 units of attainable accuracy: that and its own error.
TYPED_TEST(ImpliedNormalAccuracy, InvertsTheKernelFromTheMoneyToTheLastNumber) {
    lt::random_numbers random(21);
    lt::worst_error worst;
    for (int i = 0; i < 40'000; ++i) {
        double const expiry = random.log_uniform(1e-4, 30.0), volatility = random.log_uniform(1e-3, 1e3);
        double const h    = i % 2 == 0 ? random.uniform(0.0, 37.0) : random.log_uniform(1e-9, 8.0);
        double const side = i % 4 < 2 ? 1.0 : -1.0, sign = i % 3 == 0 ? -1.0 : 1.0;
        option const o{.forward    = side * h * volatility * std::sqrt(expiry),
                       .strike     = 0.0,
                       .expiry     = expiry,
                       .volatility = volatility};
        auto const v = lg::bachelier<lg::price, lg::vega>(o, sign);
        if (v.get<lg::price>() < 1e-300)
            continue;
        double const c = v.get<lg::price>() / (volatility * v.get<lg::vega>());
        auto const got = implied_as<TypeParam>(
            {.price = v.get<lg::price>(), .forward = o.forward, .strike = 0.0, .expiry = expiry}, sign);
        double const attainable = lt::unit_roundoff * (1.0 + c * (2.0 + condition(o)));
        if (attainable > 0.01)
            continue;
        EXPECT_TRUE(got.status == status::ok || got.status == status::not_attainable);
        worst.add((got.volatility - volatility) / (volatility * attainable),
                  [&] { return std::to_string(h) + (sign * side > 0.0 ? " in" : " out"); });
    }
    worst.expect_at_most(implied_bound, "implied_normal_volatility of kernel prices");
}

template <class Number>
class ImpliedNormalFloatAccuracy : public testing::Test {};
TYPED_TEST_SUITE(ImpliedNormalFloatAccuracy, float_numbers);

// Against double, at the same quotes: those of the table, rounded.
TYPED_TEST(ImpliedNormalFloatAccuracy, StaysWithinTheStatedBoundOfDouble) {
    lt::worst_error worst;
    for (auto const row : lt::reference_table("pricing/implied_normal_vol.csv")) {
        quote const q{.price   = rounded(row["price"]),
                      .forward = rounded(row["F"]),
                      .strike  = rounded(row["K"]),
                      .expiry  = rounded(row["T"])};
        double const sign   = row["is_call"] == 1.0 ? 1.0 : -1.0;
        auto const expected = implied_as<double>(q, sign);
        auto const got      = implied_as<TypeParam>(q, sign);
        if (q.price < 1e-37 || q.price > 1e37)
            continue;
        if (expected.status != status::ok && expected.status != status::not_attainable) {
            // A price that equals F - K rounded to float is taken for intrinsic; in double the difference is exact.
            EXPECT_TRUE(got.status == expected.status || got.status == status::at_intrinsic) << "line " << row.line();
            continue;
        }
        auto const s   = lg::implied_normal_volatility_sensitivities(q, expected.volatility, sign);
        double const c = s.d_price * q.price / expected.volatility;
        if (std::isfinite(c))
            worst.add((got.volatility - expected.volatility) / (expected.volatility * unit_of<float> * (1.0 + c)),
                      [&] { return "line " + std::to_string(row.line()) + ", " + row.text("region"); });
    }
    worst.expect_at_most(implied_float_bound, "implied_normal_volatility, float");
}

TEST(ImpliedNormalVolatility, IsExactAtTheMoney) {
    for (double const expiry : {0.25, 1.0, 4.0})
        for (double const price : {1e-320, 1e-300, 1e-5, 1.0, 3.0, 1e300})
            for (auto const type : {call, put})
                for (double const strike : {0.0, -7.0, 1e6}) {
                    auto const [volatility, found] = implied({price, strike, strike, expiry}, type);
                    EXPECT_EQ(found, status::ok);
                    EXPECT_EQ(volatility, price * (2.5066282746310005 / std::sqrt(expiry)));
                }
}

TEST(ImpliedNormalVolatility, GivesCallAndPutOfOneStrikeOneVolatility) {
    double const forward = 1.0, strike = -3.0;  // exact difference
    for (double const put_price : {1e-9, 0.01, 4.0, 60.0, 1e5}) {
        auto const from_put  = implied({put_price, forward, strike, 0.5}, put);
        auto const from_call = implied({put_price + 4.0, forward, strike, 0.5}, call);
        ASSERT_EQ(from_put.status, status::ok);
        ASSERT_EQ(from_call.status, status::ok);
        EXPECT_NEAR(from_call.volatility / from_put.volatility, 1.0, put_price < 1e-6 ? 1e-6 : 1e-12) << put_price;
    }
}

TEST(ImpliedNormalVolatility, RisesWithThePriceAcrossAllRegions) {
    for (double const expiry : {0.1, 2.0}) {
        double before = 0.0;
        for (int i = 0; i < 100'000; ++i) {
            auto const got = implied({std::exp(-700.0 + 0.0075 * i), 80.0, 120.0, expiry}, call);
            ASSERT_EQ(got.status, status::ok) << i;
            ASSERT_GT(got.volatility, before) << i;
            before = got.volatility;
        }
    }
}

TEST(ImpliedNormalVolatility, ReadsTheDigitsWhichAnInTheMoneyPriceHolds) {
    double const intrinsic = 25.0;
    auto const at          = [&](double price) { return implied({price, 100.0, 75.0, 0.25}, call); };
    EXPECT_EQ(at(intrinsic).status, status::at_intrinsic);
    EXPECT_EQ(at(intrinsic).volatility, 0.0);
    EXPECT_EQ(at(std::nextafter(intrinsic, 0.0)).status, status::below_intrinsic);
    EXPECT_TRUE(std::isnan(at(std::nextafter(intrinsic, 0.0)).volatility));
    auto const barely = at(std::nextafter(intrinsic, 100.0));
    auto const same   = implied({std::nextafter(intrinsic, 100.0) - intrinsic, 100.0, 75.0, 0.25}, put);
    EXPECT_EQ(barely.status, status::ok);  // one unit in the last place: twice the rounding error
    EXPECT_EQ(same.status, status::ok);
    EXPECT_EQ(barely.volatility, same.volatility);
}

TEST(ImpliedNormalVolatility, TakesARoundedIntrinsicValueForIntrinsicUnlessItHoldsTimeValue) {
    int below = 0, above = 0;
    for (int i = 1; i < 70; ++i) {
        double const strike = 0.007 * i, intrinsic = 1.0 - strike;
        double const lost = (1.0 - intrinsic) - strike;  // exact: what rounding took from 1 - strike
        auto const got    = implied({intrinsic, 1.0, strike, 1.0}, call);
        EXPECT_EQ(got.status, lost < 0.0 ? status::not_attainable : status::at_intrinsic) << i;
        EXPECT_EQ(got.volatility > 0.0, lost < 0.0) << i;
        below += lost > 0.0;
        above += lost < 0.0;
    }
    EXPECT_GT(below, 5);
    EXPECT_GT(above, 5);
}

TEST(ImpliedNormalVolatility, HoldsAtTheEndsOfThePriceRange) {
    double before = 1e3;
    for (double const price : {1e-200, 1e-300, 1e-308, 1e-315, 5e-324}) {
        auto const low = implied({price, 100.0, 150.0, 1.0}, call);
        EXPECT_EQ(low.status, status::ok) << price;
        EXPECT_GT(low.volatility, 0.0) << price;
        EXPECT_LT(low.volatility, before) << price;
        before = low.volatility;
    }
    // V/x down to 1e-631: ln r = -h^2/2 - 3 ln h - ln(2 pi)/2 - 3/h^2 ..
    auto const lowest = implied({5e-324, 0.0, 1e307, 1.0}, call);
    EXPECT_EQ(lowest.status, status::ok);
    double const h = 1e307 / lowest.volatility;
    EXPECT_NEAR(0.5 * h * h + 3.0 * std::log(h) + 0.9189385332046727 + 3.0 / (h * h),
                std::log(1e307) - std::log(5e-324), 1e-5);
    // And up: the distance no longer counts.
    EXPECT_NEAR(implied({1e306, 0.0, 1.0, 1.0}, call).volatility / 2.5066282746310005e306, 1.0, 1e-15);
    EXPECT_EQ(implied({0.0, 100.0, 150.0, 1.0}, call).status, status::at_intrinsic);
    EXPECT_EQ(implied({0.0, 100.0, 100.0, 1.0}, put).status, status::at_intrinsic);
    EXPECT_EQ(implied({-5e-324, 100.0, 150.0, 1.0}, call).status, status::below_intrinsic);
    EXPECT_EQ(implied({-50.0, 100.0, 150.0, 1.0}, call).status, status::below_intrinsic);
}

TEST(ImpliedNormalVolatility, RefusesInvalidInputs) {
    quote const good{.price = 5.0, .forward = 1.0, .strike = -1.0, .expiry = 1.0, .discount_factor = 0.9};
    ASSERT_EQ(implied(good, put).status, status::ok);
    for (double quote::*const field :
         {&quote::price, &quote::forward, &quote::strike, &quote::expiry, &quote::discount_factor})
        for (double const wrong : {nan_, infinity, -infinity, 0.0, -1.0}) {
            bool const positive = field == &quote::expiry || field == &quote::discount_factor;
            if (!positive && std::isfinite(wrong))
                continue;
            auto q         = good;
            q.*field       = wrong;
            auto const got = implied(q, put);
            EXPECT_EQ(got.status, status::invalid_input) << wrong;
            EXPECT_TRUE(std::isnan(got.volatility)) << wrong;
        }
    EXPECT_EQ(implied_as<double>(good, nan_).status, status::invalid_input);
    EXPECT_EQ(implied({1.0, 1e308, -1e308, 1.0}, call).status, status::invalid_input);
}

TEST(ImpliedNormalVolatility, DividesByTheDiscountFactor) {
    auto const today = implied({2.0, 1.0, 3.0, 0.5, 0.5}, call);
    auto const later = implied({4.0, 1.0, 3.0, 0.5}, call);
    EXPECT_EQ(today.volatility, later.volatility);
}

TEST(ImpliedNormalVolatility, DoesNotDependOnTheUnitOfCurrency) {
    quote const q{.price = 3.25, .forward = 97.0, .strike = 101.5, .expiry = 0.4};
    auto const expected = implied(q, call);
    for (int const exponent : {-1000, -500, 500, 1000}) {
        auto const scaled = [=](double x) { return std::ldexp(x, exponent); };
        auto const got    = implied({scaled(q.price), scaled(q.forward), scaled(q.strike), q.expiry}, call);
        EXPECT_EQ(got.volatility, scaled(expected.volatility)) << exponent;
    }
}

template <class T>
class ImpliedNormalColumns : public testing::Test {};
TYPED_TEST_SUITE(ImpliedNormalColumns, numbers);

TYPED_TEST(ImpliedNormalColumns, EqualTheScalarCallAtEveryPlaceOfEveryLength) {
    using T = TypeParam;
    for (std::size_t n = 0; n <= 40; ++n) {
        book<T> options(n, n + 1);
        if (n > 2)
            options.price[n / 2] = T(-1);
        std::vector<T> volatility(n);
        std::vector<status> found(n + 1, status::invalid_input);
        lg::implied_normal_volatility(options.quotes(), volatility, std::span(found).first(n));
        for (std::size_t i = 0; i < n; ++i) {
            auto const one = lg::implied_normal_volatility(options.quote_at(i), options.sign[i]);
            EXPECT_TRUE(lt::same_bits(volatility[i], one.volatility)) << i << " of " << n;
            EXPECT_EQ(static_cast<int>(found[i]), static_cast<int>(one.status)) << i << " of " << n;
        }
        EXPECT_EQ(found[n], status::invalid_input);
    }
}

TEST(ImpliedNormalVolatilityInterval, IsThatOfThePricesHalfATickAway) {
    quote const q{.price = 1.0, .forward = 2.0, .strike = 3.0, .expiry = 0.5};
    auto const at = [&](double price) {
        auto moved  = q;
        moved.price = price;
        return lg::implied_normal_volatility(moved, call).volatility;
    };
    auto const narrow = lg::implied_normal_volatility_interval(q, 0.1, call);
    EXPECT_EQ(narrow.low, at(0.95));
    EXPECT_EQ(narrow.high, at(1.05));
    auto const none = lg::implied_normal_volatility_interval(q, 0.0, call);
    EXPECT_EQ(none.low, at(1.0));
    EXPECT_EQ(none.high, at(1.0));
    auto const wide = lg::implied_normal_volatility_interval(q, 3.0, call);
    EXPECT_EQ(wide.low, 0.0);
    EXPECT_EQ(wide.high, at(2.5));
    auto const below = lg::implied_normal_volatility_interval({-1.0, 2.0, 3.0, 0.5}, 0.1, call);
    EXPECT_TRUE(std::isnan(below.low) && std::isnan(below.high));
    auto const invalid = lg::implied_normal_volatility_interval({nan_, 2.0, 3.0, 0.5}, 0.1, call);
    EXPECT_TRUE(std::isnan(invalid.low) && std::isnan(invalid.high));
}

TEST(ImpliedNormalVolatilitySensitivities, AreTheSlopesOfTheImpliedVolatility) {
    lt::random_numbers random(31);
    for (int i = 0; i < 1000; ++i) {
        double const sign = i % 2 == 0 ? 1.0 : -1.0;
        quote q{.price           = 0.0,
                .forward         = random.uniform(-2.0, 2.0),
                .strike          = random.uniform(-2.0, 2.0),
                .expiry          = random.uniform(0.25, 2.0),
                .discount_factor = random.uniform(0.7, 1.1)};
        q.price = q.discount_factor * (std::fmax(sign * (q.forward - q.strike), 0.0) + random.uniform(0.2, 2.0));
        double const volatility = implied_as<double>(q, sign).volatility;
        auto const s            = lg::implied_normal_volatility_sensitivities(q, volatility, sign);
        auto const slope        = [&](double quote::*field) {
            auto low = q, high = q;
            low.*field -= 1e-4;
            high.*field += 1e-4;
            return (implied_as<double>(high, sign).volatility - implied_as<double>(low, sign).volatility) / 2e-4;
        };
        auto const near = [](double got, double expected, char const* what) {
            ASSERT_NEAR(got, expected, 1e-6 * (1.0 + std::fabs(expected))) << what;
        };
        near(s.d_price, slope(&quote::price), "price");
        near(s.d_forward, slope(&quote::forward), "forward");
        near(s.d_strike, slope(&quote::strike), "strike");
        near(s.d_expiry, slope(&quote::expiry), "expiry");
        near(s.d_discount_factor, slope(&quote::discount_factor), "discount_factor");
        auto high = q, low = q;
        high.price += 1e-4;
        low.price -= 1e-4;
        auto const bent = [&](quote const& moved) {
            return lg::implied_normal_volatility_sensitivities(moved, implied_as<double>(moved, sign).volatility, sign)
                .d_price;
        };
        near(s.d2_price, (bent(high) - bent(low)) / 2e-4, "second by price");

        // The inverse itself, differentiated.
        auto const of = lg::implied_normal_volatility(lg::normal_quote<dual<double>>{{q.price, 1.0},
                                                                                     dual<double>(q.forward),
                                                                                     dual<double>(q.strike),
                                                                                     dual<double>(q.expiry),
                                                                                     dual<double>(q.discount_factor)},
                                                      dual<double>(sign));
        ASSERT_NEAR(of.volatility.derivative / s.d_price, 1.0, 1e-9);
    }
}

TEST(ImpliedNormalVolatilitySensitivities, KeepTheirLimits) {
    auto const tie = lg::implied_normal_volatility_sensitivities(quote{0.0, 2.0, 2.0, 4.0}, 0.0, 1.0);
    EXPECT_DOUBLE_EQ(tie.d_price, 2.5066282746310005 / 2.0);
    EXPECT_EQ(tie.d2_price, 0.0);
    auto const out = lg::implied_normal_volatility_sensitivities(quote{0.0, 2.0, 3.0, 4.0}, 0.0, 1.0);
    EXPECT_EQ(out.d_price, infinity);
    EXPECT_TRUE(std::isfinite(out.d_forward));
    auto const wrong = lg::implied_normal_volatility_sensitivities(quote{1.0, nan_, 3.0, 4.0}, 1.0, 1.0);
    EXPECT_TRUE(std::isnan(wrong.d_price) && std::isnan(wrong.d_forward));
}

static_assert(noexcept(lg::bachelier<lg::price>(option{}, 1.0)) && noexcept(lg::implied_normal_volatility(quote{},
                                                                                                          call)));

}  // namespace
