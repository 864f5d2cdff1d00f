// SPDX-License-Identifier: BSL-1.0
#include <longgamma/pricing/evaluate.hpp>

#include <support/accuracy.hpp>
#include <support/dual.hpp>
#include <support/reference_table.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace {

namespace lg = longgamma;
namespace lt = longgamma_test;
using lg::call, lg::put;

/// One output of one option, on the number type Number (a scalar, or lanes filled with the option).
template <class Number, class Output, template <class> class Option>
double one(Option<Number> const& o, double sign) {
    using S      = lg::simd::scalar_t<Number>;
    auto const v = lg::black_scholes<Output>(o, Number(static_cast<S>(sign))).template get<Output>();
    if constexpr (lg::simd::batch_type<Number>)
        return static_cast<double>(lg::simd::to_array(v)[0]);
    else
        return static_cast<double>(v);
}

/// Sizes that the error bounds are made of; see `black_scholes` for the formulas.
struct sizes {
    double S, K, T, r, q, sigma, s, d1, d2, vega, delta, rho, price, cond_price, cond_density;
    double d_terms;  ///< roundings of d1 and d2: all terms positive

    [[nodiscard]] double density() const { return vega / (S * std::sqrt(T)); }
    [[nodiscard]] double gamma() const { return density() / (S * s); }
    [[nodiscard]] double carry() const { return std::fabs(r - q); }
    [[nodiscard]] double carry_terms() const { return (std::fabs(r) + std::fabs(q)) / s; }
    [[nodiscard]] double both() const { return std::fabs(d1) + std::fabs(d2); }
    [[nodiscard]] double product() const { return std::fabs(d1 * d2); }
};

/// What the error of an output is measured against: `terms`, the sum of the sizes of its terms, counts with the condition of
/// the density; `shift`, by how much a unit of d1 and d2 moves it, with the roundings of these.
struct error_scale {
    double terms, shift;
};

template <class Number>
class BlackOutputs : public testing::Test {
protected:
    using scalar = lg::simd::scalar_t<Number>;

    static constexpr bool is_float = std::same_as<scalar, float>;

    /// Smallest and largest sizes that are compared; the density must be a normal number.
    static constexpr double smallest = is_float ? 1e-30 : 1e-290;
    static constexpr double largest  = is_float ? 1e30 : 1e300;

    static sizes sizes_of(double S0, double K, double T, double r, double q, double sigma, double cond_density) {
        sizes z{};
        z.S = S0, z.K = K, z.T = T, z.r = r, z.q = q, z.sigma = sigma, z.cond_density = cond_density;
        z.s       = sigma * std::sqrt(T);
        z.d_terms = ((is_float ? 2.0 : 0.0) + std::fabs(std::log(S0 / K)) + (std::fabs(r) + std::fabs(q)) * T) / z.s + 0.5 * z.s;
        return z;
    }

    static void compare(lt::worst_error& worst, double got, double expected, error_scale const& scale, sizes const& z,
                        std::string const& place) {
        double const unit = 0.5 * static_cast<double>(std::numeric_limits<scalar>::epsilon());
        double const size = (1.0 + z.cond_density) * scale.terms + z.d_terms * scale.shift;
        if (scale.terms < smallest || size > largest || std::fabs(expected) > largest ||
            z.density() < 4.0 * static_cast<double>(std::numeric_limits<scalar>::min()))
            return;
        worst.add((got - expected) / (unit * size), [&] { return place; });
    }
};

using numbers = testing::Types<double, float, lg::simd::batch<double>, lg::simd::batch<float>
#if defined(__SSE2__) && !defined(LONGGAMMA_NO_SIMD)
                               ,
                               lg::simd::batch<double, xsimd::sse2>
#endif
                               >;
TYPED_TEST_SUITE(BlackOutputs, numbers);

TYPED_TEST(BlackOutputs, StayWithinTheStatedBoundsOfTheTable) {
    using Number = TypeParam;
    using Base   = BlackOutputs<Number>;
    auto const in = [](double x) { return Number(static_cast<typename Base::scalar>(x)); };
    lt::worst_error epsilon, charm, speed, colour, zomma, ultima, veta, vera, dual_delta, dual_gamma, lambda, log_price,
        forward_rho;
    for (auto const row : lt::reference_table("pricing/bsm_greeks.csv")) {
        sizes z = Base::sizes_of(row["S"], row["K"], row["T"], row["r"], row["q"], row["sigma"], row["cond_density"]);
        z.d1 = row["d1"], z.d2 = row["d2"], z.vega = row["vega"];
        lg::european_option<Number> const o{in(z.S), in(z.K), in(z.T), in(z.r), in(z.q), in(z.sigma)};
        for (double const sign : {1.0, -1.0}) {
            std::string const side  = sign > 0.0 ? "call_" : "put_";
            std::string const place = "line " + std::to_string(row.line()) + ' ' + side;
            z.delta = row[side + "delta"], z.rho = row[side + "rho"], z.price = row[side + "price"];
            z.cond_price = row["cond_" + (sign > 0.0 ? std::string("call") : std::string("put"))];
            double const half_per_time = 0.5 / z.T, g = z.gamma(), per_vol = 1.0 / z.sigma;
            auto const check = [&]<class Output>(Output, lt::worst_error& worst, double expected, error_scale const& scale) {
                Base::compare(worst, one<Number, Output>(o, sign), expected, scale, z, place);
            };
            double const e = row[side + "epsilon"], dd = row[side + "dual_delta"], dg = row["dual_gamma"];
            check(lg::epsilon{}, epsilon, e, {std::fabs(e), 0.0});
            check(lg::dual_delta{}, dual_delta, dd, {std::fabs(dd), 0.0});
            check(lg::dual_gamma{}, dual_gamma, dg, {dg, 0.0});
            check(lg::charm{}, charm, row[side + "charm"],
                  {std::fabs(z.q * z.delta) + z.density() * (z.carry_terms() + std::fabs(z.d2) * half_per_time),
                   z.density() * half_per_time});
            check(lg::veta{}, veta, row["veta"],
                  {z.vega * (std::fabs(z.q) + z.carry_terms() * std::fabs(z.d1) + (1.0 + z.product()) * half_per_time),
                   z.vega * (z.carry_terms() + z.both() * half_per_time)});
            check(lg::vera{}, vera, -std::sqrt(z.T) * z.vega * z.d1 * per_vol,
                  {std::sqrt(z.T) * z.vega * std::fabs(z.d1) * per_vol, std::sqrt(z.T) * z.vega * per_vol});
            check(lg::speed{}, speed, row["speed"], {g / z.S * (1.0 + std::fabs(z.d1) / z.s), g / z.S / z.s});
            check(lg::zomma{}, zomma, row["zomma"], {g * (1.0 + z.product()) * per_vol, g * z.both() * per_vol});
            check(lg::colour{}, colour, row["color"],
                  {g * (std::fabs(z.q) + z.carry_terms() * std::fabs(z.d1) + (1.0 + z.product()) * half_per_time),
                   g * (z.carry_terms() + z.both() * half_per_time)});
            check(lg::ultima{}, ultima, row["ultima"],
                  {z.vega * per_vol * per_vol * (z.product() * (1.0 + z.product()) + z.d1 * z.d1 + z.d2 * z.d2),
                   z.vega * per_vol * per_vol * z.both() * (1.0 + 2.0 * z.product() + 2.0)});

            // Relative to the condition of the price, not of the density.
            if (z.price < Base::smallest)
                continue;
            double const unit = 0.5 * static_cast<double>(std::numeric_limits<typename Base::scalar>::epsilon());
            auto const where  = [&] { return place; };
            double const l = row[side + "lambda"];
            if (std::fabs(z.delta) >= Base::smallest)
                lambda.add((one<Number, lg::lambda>(o, sign) / l - 1.0) / (unit * (2.0 + z.cond_price + z.cond_density)), where);
            forward_rho.add((one<Number, lg::forward_rho>(o, sign) / (-z.T * z.price) - 1.0) / (unit * (2.0 + z.cond_price)), where);
            double const ln = std::log(z.price);
            log_price.add((one<Number, lg::log_price>(o, sign) - ln) / (unit * (1.0 + z.cond_price + std::fabs(ln))), where);
        }
    }
    epsilon.expect_at_most(3.0, "epsilon");
    charm.expect_at_most(3.0, "charm");
    speed.expect_at_most(3.0, "speed");
    colour.expect_at_most(3.0, "colour");
    zomma.expect_at_most(3.0, "zomma");
    ultima.expect_at_most(3.0, "ultima");
    veta.expect_at_most(3.0, "veta");
    vera.expect_at_most(3.0, "vera");
    dual_delta.expect_at_most(3.0, "dual_delta");
    dual_gamma.expect_at_most(3.0, "dual_gamma");
    lambda.expect_at_most(8.0, "lambda");
    forward_rho.expect_at_most(8.0, "forward_rho");
    log_price.expect_at_most(8.0, "log_price");
}

// One evaluation serves all: outputs asked for together are the numbers which each gives alone.
TYPED_TEST(BlackOutputs, TogetherAreTheSameBitsAsAlone) {
    using Number = TypeParam;
    lt::random_numbers random(3);
    for (int i = 0; i < 400; ++i) {
        auto const in = [](double x) { return Number(static_cast<lg::simd::scalar_t<Number>>(x)); };
        lg::european_option<Number> const o{in(random.uniform(50.0, 150.0)), in(100.0), in(random.log_uniform(0.003, 4.0)),
                                            in(random.uniform(-0.04, 0.1)), in(random.uniform(-0.04, 0.1)),
                                            in(random.log_uniform(0.03, 2.0))};
        double const sign = i % 2 == 0 ? 1.0 : -1.0;
        [&]<class... Tags>(lg::detail::is_any<Tags...>) {
            auto const all   = lg::black_scholes<Tags...>(o, in(sign));
            auto const first = [](Number const& x) {
                if constexpr (lg::simd::batch_type<Number>)
                    return lg::simd::to_array(x)[0];
                else
                    return x;
            };
            auto const alone = [&](auto tag) {
                return first(lg::black_scholes<decltype(tag)>(o, in(sign)).template get<decltype(tag)>());
            };
            ASSERT_TRUE((lt::same_bits(first(all.template get<Tags>()), alone(Tags{})) && ...)) << i;
        }(lg::detail::is_any<lg::price, lg::delta, lg::gamma, lg::vega, lg::theta, lg::rho, lg::forward_rho, lg::epsilon,
                             lg::vanna, lg::volga, lg::charm, lg::veta, lg::vera, lg::speed, lg::zomma, lg::colour,
                             lg::ultima, lg::lambda, lg::dual_delta, lg::dual_gamma, lg::log_price>{});
    }
}

TYPED_TEST(BlackOutputs, OfAForwardStayWithinTheStatedBoundsOfTheTable) {
    using Number = TypeParam;
    using Base   = BlackOutputs<Number>;
    auto const in = [](double x) { return Number(static_cast<typename Base::scalar>(x)); };
    lt::worst_error price, delta, gamma, vega, theta, rho, vanna, volga;
    for (auto const row : lt::reference_table("pricing/black76.csv")) {
        sizes z = Base::sizes_of(row["F"], row["K"], row["T"], row["r"], row["r"], row["sigma"], row["cond_density"]);
        double const x = std::log(z.S / z.K);
        z.d1 = x / z.s + 0.5 * z.s, z.d2 = x / z.s - 0.5 * z.s, z.vega = row["vega"];
        lg::black_option<Number> const o{in(z.S), in(z.K), in(z.T), in(z.r), in(z.sigma)};
        for (double const sign : {1.0, -1.0}) {
            std::string const side  = sign > 0.0 ? "call_" : "put_";
            std::string const place = "line " + std::to_string(row.line()) + ' ' + side;
            double const V = row[side + "price"], D = row[side + "delta"], strike_leg = sign * (z.S * D - V * sign * sign);
            auto const check = [&]<class Output>(Output, lt::worst_error& worst, double expected, error_scale const& scale) {
                Base::compare(worst, one<Number, Output>(o, sign), expected, scale, z, place);
            };
            // Condition of the price: sum over the inputs of |x dV/dx|.
            double const inputs = std::fabs(z.S * D) + std::fabs(strike_leg) + z.sigma * z.vega +
                                  z.T * (std::fabs(row[side + "theta"]) + std::fabs(z.r * V));
            double const unit   = 0.5 * static_cast<double>(std::numeric_limits<typename Base::scalar>::epsilon());
            if (V >= Base::smallest) {
                price.add((one<Number, lg::price>(o, sign) - V) / (unit * (V + inputs)), [&] { return place; });
                rho.add((one<Number, lg::forward_rho>(o, sign) - row[side + "rho"]) / (unit * z.T * (2.0 * V + inputs)),
                        [&] { return place; });
            }
            double const decay = 0.5 * z.sigma * z.vega / z.T;
            check(lg::delta{}, delta, D, {std::fabs(D), 0.0});
            check(lg::gamma{}, gamma, row["gamma"], {row["gamma"], 0.0});
            check(lg::vega{}, vega, z.vega, {z.vega, 0.0});
            check(lg::theta{}, theta, row[side + "theta"],
                  {std::fabs(z.r) * (std::fabs(z.S * D) + std::fabs(strike_leg)) + decay, 0.0});
            check(lg::vanna{}, vanna, row["vanna"], {std::fabs(row["vanna"]), z.density() / z.sigma});
            check(lg::volga{}, volga, row["volga"], {std::fabs(row["volga"]), z.vega / z.sigma * z.both()});
        }
    }
    price.expect_at_most(8.0, "price of a forward");
    delta.expect_at_most(3.0, "delta of a forward");
    gamma.expect_at_most(3.0, "gamma of a forward");
    vega.expect_at_most(3.0, "vega of a forward");
    theta.expect_at_most(3.0, "theta of a forward");
    rho.expect_at_most(8.0, "rho of a fixed forward");
    vanna.expect_at_most(3.0, "vanna of a forward");
    volga.expect_at_most(3.0, "volga of a forward");
}

// ---- The models agree with each other -------------------------------------------------------------------------------

template <class Output, template <class> class Option>
double value(Option<double> const& o, double sign) {
    return lg::black_scholes<Output>(o, sign).template get<Output>();
}

template <class... Outputs>
struct tags {};
using every_output = tags<lg::price, lg::delta, lg::gamma, lg::vega, lg::theta, lg::rho, lg::forward_rho, lg::epsilon,
                          lg::vanna, lg::volga, lg::charm, lg::veta, lg::vera, lg::speed, lg::zomma, lg::colour,
                          lg::ultima, lg::lambda, lg::dual_delta, lg::dual_gamma, lg::log_price>;

template <class First, class Second, class... Outputs>
void expect_same(First const& a, Second const& b, double sign, double tolerance, tags<Outputs...>) {
    auto const near = [&](double x, double y) { return std::fabs(x - y) <= tolerance * (std::fabs(x) + std::fabs(y)); };
    EXPECT_TRUE((near(value<Outputs>(a, sign), value<Outputs>(b, sign)) && ...));
}

TEST(BlackModels, AForwardIsASpotWhoseYieldIsTheRate) {
    lt::random_numbers random(5);
    for (int i = 0; i < 500; ++i) {
        double const F = random.uniform(60.0, 140.0), K = random.uniform(60.0, 140.0), T = random.log_uniform(0.01, 3.0);
        double const r = random.uniform(-0.05, 0.1), sigma = random.uniform(0.1, 1.0), w = i % 2 == 0 ? 1.0 : -1.0;
        lg::european_option<double> const spot{F, K, T, r, r, sigma};
        lg::black_option<double> const forward{F, K, T, r, sigma};
        lg::forward_option<double> const curve{F, K, T, lg::math::exp(-r * T), sigma};
        expect_same(spot, forward, w, 1e-11, every_output{});
        expect_same(curve, forward, w, 1e-11, every_output{});
        lg::black_option<double> const shifted{F - 30.0, K - 30.0, T, r, sigma, 30.0};
        expect_same(shifted, forward, w, 1e-10,
                    tags<lg::price, lg::delta, lg::gamma, lg::vega, lg::theta, lg::rho, lg::vanna, lg::volga, lg::charm,
                         lg::speed, lg::dual_delta, lg::dual_gamma>{});
        double const elasticity = (F - 30.0) * value<lg::delta>(shifted, w) / value<lg::price>(shifted, w);
        EXPECT_NEAR(value<lg::lambda>(shifted, w), elasticity, 1e-10 * std::fabs(elasticity));
        EXPECT_NEAR(value<lg::forward_rho>(forward, w), -T * value<lg::price>(forward, w), 1e-12);
        // A rate moves a forward by its carry and the discounting: rho = forward rho + F T delta.
        EXPECT_NEAR(value<lg::rho>(forward, w), value<lg::forward_rho>(forward, w) + T * F * value<lg::delta>(forward, w),
                    1e-10);
    }
}

TEST(BlackModels, ACurrencyOptionHasTheForeignRateForAYield) {
    lg::currency_option<double> const o{1.1, 1.15, 0.5, 0.04, 0.02, 0.09};
    lg::european_option<double> const e{1.1, 1.15, 0.5, 0.04, 0.02, 0.09};
    expect_same(o, e, 1.0, 0.0, every_output{});
    expect_same(o, e, -1.0, 0.0, every_output{});
}

TEST(BlackModels, ADisplacementAllowsNegativeForwards) {
    lg::black_option<double> const o{.forward = -0.002, .strike = -0.001, .expiry = 1.0, .volatility = 0.3, .displacement = 0.03};
    lg::black_option<double> const plain{.forward = 0.028, .strike = 0.029, .expiry = 1.0, .volatility = 0.3};
    EXPECT_NEAR(value<lg::price>(o, 1.0), value<lg::price>(plain, 1.0), 1e-17);
    EXPECT_TRUE(std::isnan(value<lg::price>(lg::black_option<double>{-0.002, -0.001, 1.0, 0.0, 0.3}, 1.0)));
    EXPECT_TRUE(std::isnan(value<lg::price>(lg::forward_option<double>{100.0, 100.0, 1.0, -0.9, 0.3}, 1.0)));
    EXPECT_TRUE(std::isnan(value<lg::vega>(lg::forward_option<double>{100.0, 100.0, 1.0, std::nan(""), 0.3}, 1.0)));
}

// QuantLib's own test values (undiscounted, F = 100, total volatility 0.2 and 2).
TEST(BlackModels, EqualPublishedBlackValues) {
    auto const black = [](double strike, double sd, double sign) {
        return value<lg::price>(lg::black_option<double>{100.0, strike, 1.0, 0.0, sd}, sign);
    };
    EXPECT_NEAR(black(100.0, 0.2, 1.0), 7.9655674554058038, 2e-14);
    EXPECT_NEAR(black(90.0, 0.2, 1.0), 13.589108116054803, 2e-14);
    EXPECT_NEAR(black(90.0, 0.2, -1.0), 3.5891081160548062, 2e-14);
    EXPECT_NEAR(black(110.0, 0.2, 1.0), 4.2920109414098846, 2e-14);
    EXPECT_NEAR(black(110.0, 0.2, -1.0), 14.292010941409899, 2e-14);
    EXPECT_NEAR(black(100.0, 2.0, 1.0), 68.268949213708595, 1e-13);
}

// ---- Derivatives ----------------------------------------------------------------------------------------------------

using option = lg::european_option<double>;

// Each greek is the derivative of a lower one, by automatic differentiation.
TEST(BlackModels, GreeksAreDerivativesOfLowerOnes) {
    using dual = lt::dual<double>;
    lt::random_numbers random(14);
    for (int i = 0; i < 2000; ++i) {
        option const o{.spot           = random.uniform(70.0, 140.0),
                       .strike         = 100.0,
                       .expiry         = random.log_uniform(0.02, 3.0),
                       .rate           = random.uniform(-0.03, 0.1),
                       .dividend_yield = random.uniform(-0.03, 0.1),
                       .volatility     = random.log_uniform(0.1, 1.0)};
        double const w = i % 2 == 0 ? 1.0 : -1.0;
        auto const along = [&]<class Output>(Output, double option::*field) {
            auto const seed = [&](double option::*f) { return dual(o.*f, f == field ? 1.0 : 0.0); };
            lg::european_option<dual> const in{seed(&option::spot),           seed(&option::strike),
                                               seed(&option::expiry),         seed(&option::rate),
                                               seed(&option::dividend_yield), seed(&option::volatility)};
            return lg::black_scholes<Output>(in, dual(w)).template get<Output>().derivative;
        };
        // The differences of large terms lose digits: compared relative to the terms' natural size.
        auto const near = [&](double got, double expected, double scale, char const* what) {
            ASSERT_NEAR(got, expected, 1e-9 * (std::fabs(expected) + scale)) << what << ' ' << i;
        };
        double const gamma = value<lg::gamma>(o, w), vega = value<lg::vega>(o, w), s2 = o.volatility * o.volatility * o.expiry;
        near(along(lg::price{}, &option::dividend_yield), value<lg::epsilon>(o, w), 1.0, "epsilon");
        near(along(lg::price{}, &option::strike), value<lg::dual_delta>(o, w), 1.0, "dual_delta");
        near(along(lg::dual_delta{}, &option::strike), value<lg::dual_gamma>(o, w), gamma, "dual_gamma");
        near(-along(lg::delta{}, &option::expiry), value<lg::charm>(o, w), 1.0 / o.expiry, "charm");
        near(-along(lg::vega{}, &option::expiry), value<lg::veta>(o, w), vega / o.expiry, "veta");
        near(along(lg::rho{}, &option::volatility), value<lg::vera>(o, w), vega, "vera");
        near(along(lg::gamma{}, &option::spot), value<lg::speed>(o, w), gamma / o.spot / s2, "speed");
        near(along(lg::gamma{}, &option::volatility), value<lg::zomma>(o, w), gamma / o.volatility / s2, "zomma");
        near(-along(lg::gamma{}, &option::expiry), value<lg::colour>(o, w), gamma / o.expiry / s2, "colour");
        near(along(lg::volga{}, &option::volatility), value<lg::ultima>(o, w),
             vega / (o.volatility * o.volatility) / (s2 * s2), "ultima");
    }
}

TEST(BlackModels, ThetaOfAForwardHoldsTheForward) {
    lg::black_option<double> const o{95.0, 100.0, 0.7, 0.06, 0.3};
    for (double const w : {1.0, -1.0}) {
        double const h = 1e-5;
        auto later = o, sooner = o;
        later.expiry -= h, sooner.expiry += h;
        EXPECT_NEAR((value<lg::price>(later, w) - value<lg::price>(sooner, w)) / (2 * h), value<lg::theta>(o, w), 1e-7);
        EXPECT_NEAR((value<lg::delta>(later, w) - value<lg::delta>(sooner, w)) / (2 * h), value<lg::charm>(o, w), 1e-8);
        EXPECT_NEAR((value<lg::gamma>(later, w) - value<lg::gamma>(sooner, w)) / (2 * h), value<lg::colour>(o, w), 1e-8);
        EXPECT_NEAR((value<lg::vega>(later, w) - value<lg::vega>(sooner, w)) / (2 * h), value<lg::veta>(o, w), 1e-6);
    }
}

// ---- The logarithm of the price -------------------------------------------------------------------------------------

// Where the value underflows the logarithm does not; values by 60-digit arithmetic (tests/reference/log_price.py).
TEST(LogPrice, IsFiniteWhereThePriceUnderflows) {
    lt::worst_error worst;
    for (auto const row : lt::reference_table("pricing/log_price.csv")) {
        option const o{row["S"], row["K"], row["T"], row["r"], row["q"], row["sigma"]};
        double const expected = row["log_price"], w = row["sign"];
        for (double const got : {one<double, lg::log_price>(o, w),
                                 one<lg::simd::batch<double>, lg::log_price>(
                                     lg::european_option<lg::simd::batch<double>>{o.spot, o.strike, o.expiry, o.rate,
                                                                                  o.dividend_yield, o.volatility},
                                     w)})
            worst.add((got - expected) / (0x1p-53 * (1.0 + row["cond"])), [&] { return "line " + std::to_string(row.line()); });
    }
    worst.expect_at_most(3.0, "log_price below the smallest number");
}

TEST(LogPrice, IsMinusInfinityWhereTheValueIsZero) {
    for (double const sign : {1.0, -1.0}) {
        option const expired{.spot = 100.0, .strike = 100.0 + 10.0 * sign, .expiry = 0.0, .volatility = 0.2};
        EXPECT_EQ(value<lg::log_price>(expired, sign), -std::numeric_limits<double>::infinity());
        EXPECT_TRUE(std::isnan(value<lg::lambda>(expired, sign)));
    }
    EXPECT_EQ(value<lg::log_price>(option{.spot = 100.0, .strike = 0.0, .expiry = 1.0, .volatility = 0.2}, -1.0),
              -std::numeric_limits<double>::infinity());
    EXPECT_DOUBLE_EQ(value<lg::log_price>(option{.spot = 100.0, .strike = 0.0, .expiry = 1.0, .volatility = 0.2}, 1.0),
                     std::log(100.0));
    EXPECT_TRUE(std::isnan(value<lg::log_price>(option{.spot = -1.0, .strike = 1.0, .expiry = 1.0, .volatility = 0.2}, 1.0)));
}

// ---- Edges ----------------------------------------------------------------------------------------------------------

// Nothing is divided by zero: whatever is divided by sigma sqrt(T), S or K stays a number at the edges.
TEST(BlackModels, HaveNoNanAtTheEdges) {
    double const inf = std::numeric_limits<double>::infinity();
    std::vector<option> const edges{{100, 100, 0, 0.05, 0.02, 0.2}, {110, 100, 0, 0.05, 0.02, 0.2}, {90, 100, 0, 0.05, 0.02, 0.2},
                                    {100, 100, 1, 0, 0, 0},         {100, 100, 1, 0.05, 0.02, 0},   {100, 0, 1, 0.05, 0.02, 0.2},
                                    {0, 100, 1, 0.05, 0.02, 0.2},   {0, 0, 1, 0.05, 0.02, 0.2},     {100, 100, 1, 0.05, 0.02, inf},
                                    {100, 100, 1, -0.05, -0.02, 1e-9}, {1e300, 1e-300, 1, 0, 0, 0.2}, {5e-324, 1, 1, 0, 0, 0.2}};
    for (std::size_t i = 0; i < edges.size(); ++i)
        for (double const w : {1.0, -1.0})
            [&]<class... Tags>(tags<Tags...>) {
                EXPECT_TRUE((!std::isnan(value<Tags>(edges[i], w)) && ...)) << "edge " << i << " sign " << w;
            }(tags<lg::price, lg::delta, lg::gamma, lg::vega, lg::theta, lg::rho, lg::forward_rho, lg::epsilon, lg::vanna,
                   lg::volga, lg::charm, lg::veta, lg::vera, lg::speed, lg::zomma, lg::colour, lg::ultima, lg::dual_delta,
                   lg::dual_gamma, lg::log_price>{});
    EXPECT_EQ(value<lg::dual_delta>(edges[5], 1.0), -lg::math::exp(-0.05));
    EXPECT_EQ(value<lg::dual_delta>(edges[5], -1.0), 0.0);
}

TEST(BlackModels, GiveNanInEveryOutputForInvalidInput) {
    option const good{.spot = 100.0, .strike = 105.0, .expiry = 0.5, .rate = 0.03, .dividend_yield = 0.01, .volatility = 0.3};
    double const nan = std::nan("");
    for (double option::*field : {&option::spot, &option::strike, &option::expiry, &option::rate, &option::dividend_yield,
                                  &option::volatility}) {
        option bad = good;
        bad.*field = nan;
        [&]<class... Tags>(tags<Tags...>) { EXPECT_TRUE((std::isnan(value<Tags>(bad, 1.0)) && ...)); }(every_output{});
    }
}

// ---- Arrays ---------------------------------------------------------------------------------------------------------

TEST(BlackModels, ArraysEqualScalarsForEveryModel) {
    for (std::size_t const n : {std::size_t(0), std::size_t(1), std::size_t(7), std::size_t(64), std::size_t(65), std::size_t(203)}) {
        lt::random_numbers random(n + 1);
        std::vector<double> F(n), K(n), T(n), r(n), sigma(n), D(n), w(n), p(n), d(n), t(n);
        for (std::size_t i = 0; i < n; ++i) {
            F[i] = random.uniform(50.0, 150.0), K[i] = random.uniform(50.0, 150.0), T[i] = random.log_uniform(0.003, 3.0);
            r[i] = random.uniform(-0.02, 0.1), sigma[i] = random.log_uniform(0.05, 1.5), w[i] = i % 3 == 0 ? -1.0 : 1.0;
            D[i] = std::exp(-r[i] * T[i]);
        }
        lg::evaluate<lg::price, lg::speed, lg::theta>(
            lg::black_columns<double>{.forward = F, .strike = K, .expiry = T, .rate = r, .volatility = sigma, .displacement = 5.0, .sign = w}, p, d, t);
        for (std::size_t i = 0; i < n; ++i) {
            lg::black_option<double> const o{F[i], K[i], T[i], r[i], sigma[i], 5.0};
            ASSERT_TRUE(lt::same_bits(p[i], value<lg::price>(o, w[i])) && lt::same_bits(d[i], value<lg::speed>(o, w[i])) &&
                        lt::same_bits(t[i], value<lg::theta>(o, w[i])));
        }
        lg::evaluate<lg::price, lg::charm, lg::theta>(
            lg::forward_columns<double>{.forward = F, .strike = K, .expiry = T, .discount_factor = D, .volatility = sigma, .sign = w}, p, d, t);
        for (std::size_t i = 0; i < n; ++i) {
            lg::forward_option<double> const o{F[i], K[i], T[i], D[i], sigma[i]};
            ASSERT_TRUE(lt::same_bits(p[i], value<lg::price>(o, w[i])) && lt::same_bits(d[i], value<lg::charm>(o, w[i])) &&
                        lt::same_bits(t[i], value<lg::theta>(o, w[i])));
        }
        lg::evaluate<lg::price, lg::epsilon, lg::ultima>(
            lg::currency_columns<double>{.spot = F, .strike = K, .expiry = T, .domestic_rate = r, .foreign_rate = 0.01, .volatility = sigma, .sign = w}, p, d, t);
        for (std::size_t i = 0; i < n; ++i) {
            lg::currency_option<double> const o{F[i], K[i], T[i], r[i], 0.01, sigma[i]};
            ASSERT_TRUE(lt::same_bits(p[i], value<lg::price>(o, w[i])) && lt::same_bits(d[i], value<lg::epsilon>(o, w[i])) &&
                        lt::same_bits(t[i], value<lg::ultima>(o, w[i])));
        }
    }
}

}  // namespace
