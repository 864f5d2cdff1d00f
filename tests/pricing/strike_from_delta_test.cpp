// SPDX-License-Identifier: BSL-1.0
#include <longgamma/pricing/strike_from_delta.hpp>

#include <longgamma/pricing/inverse.hpp>

#include <support/accuracy.hpp>
#include <support/reference_table.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace {

namespace lg = longgamma;
namespace lt = longgamma_test;
using lg::call, lg::put;

constexpr double nan_ = std::numeric_limits<double>::quiet_NaN();

using market = lg::delta_market<double>;
using kinds =
    std::tuple<lg::spot_delta, lg::forward_delta, lg::premium_adjusted_spot_delta, lg::premium_adjusted_forward_delta>;

/// Calls f(kind) for the four kinds.
template <class F>
void for_each_kind(F&& f) {
    std::apply([&](auto... kind) { (f(kind), ...); }, kinds{});
}

/// Through the kernel on the number type Number.
template <class Number, class Kind>
double strike_as(double delta, market const& m, double sign, Kind kind) {
    using S       = lg::simd::scalar_t<Number>;
    auto const in = [](double x) { return Number(static_cast<S>(x)); };
    lg::delta_market<Number> const lanes{in(m.spot), in(m.expiry), in(m.rate), in(m.dividend_yield), in(m.volatility)};
    Number const k = lg::strike_from_delta(in(delta), lanes, in(sign), kind);
    if constexpr (lg::simd::batch_type<Number>)
        return static_cast<double>(lg::simd::to_array(k)[lg::simd::lanes<Number> - 1]);
    else
        return static_cast<double>(k);
}

/// The delta of a kind at a strike, in extended precision, and d ln(delta)/d ln(K).
struct exact_delta {
    long double value, elasticity, log_cdf;
};
template <class Kind>
exact_delta delta_at(double strike, market const& m, double sign, Kind) {
    using real   = long double;
    real const w = static_cast<real>(sign), T = static_cast<real>(m.expiry);
    real const s      = static_cast<real>(m.volatility) * std::sqrt(T);
    real const yield  = static_cast<real>(m.dividend_yield);
    real const growth = (static_cast<real>(m.rate) - yield) * T;
    real const x      = std::log(static_cast<real>(strike) / static_cast<real>(m.spot)) - growth;  // ln(K/F)
    real const d      = Kind::premium_adjusted ? -x / s - s / 2 : -x / s + s / 2;
    real const cdf    = std::erfc(-w * d / std::sqrt(2.0L)) / 2;
    real const pdf    = std::exp(-d * d / 2) * 0.398942280401432677939946059934L;
    real const factor = (Kind::premium_adjusted ? std::exp(x) : 1.0L) * (Kind::forward ? 1.0L : std::exp(-yield * T));
    return {w * factor * cdf, (Kind::premium_adjusted ? 1.0L : 0.0L) - w * pdf / (cdf * s), std::log(cdf)};
}

template <class Number>
class StrikeFromDeltaAccuracy : public testing::Test {};
using numbers = testing::Types<double, float, lg::simd::batch<double>, lg::simd::batch<float>>;
TYPED_TEST_SUITE(StrikeFromDeltaAccuracy, numbers);

// The error of a strike from what its delta, evaluated in extended precision, misses.
TYPED_TEST(StrikeFromDeltaAccuracy, StaysWithinTheStatedBound) {
    using S           = lg::simd::scalar_t<TypeParam>;
    double const unit = 0.5 * static_cast<double>(std::numeric_limits<S>::epsilon());
    lt::random_numbers random(41);
    std::array<lt::worst_error, 4> errors;
    auto const rounded = [](double x) { return static_cast<double>(static_cast<S>(x)); };
    for (int i = 0; i < 6000; ++i) {
        market const m{.spot           = rounded(random.log_uniform(0.01, 1e5)),
                       .expiry         = rounded(random.log_uniform(0.003, 10.0)),
                       .rate           = rounded(random.uniform(-0.03, 0.12)),
                       .dividend_yield = rounded(random.uniform(-0.03, 0.12)),
                       .volatility     = rounded(random.log_uniform(0.02, 2.0))};
        double const sign = i % 2 == 0 ? 1.0 : -1.0;
        double const delta =
            rounded(sign * (i % 3 == 0 ? random.log_uniform(1e-12, 0.5) : random.uniform(0.001, 0.999)));
        std::size_t which = 0;
        for_each_kind([&](auto kind) {
            lt::worst_error& worst = errors[which++];
            double const strike    = strike_as<TypeParam>(delta, m, sign, kind);
            if (std::isnan(strike))
                return;
            auto const at = delta_at(strike, m, sign, kind);
            EXPECT_LT(at.elasticity * static_cast<long double>(sign), 0.0L + (std::fabs(at.elasticity) < 1e-3L));
            if (std::fabs(at.elasticity) < 1e-3L)  // the top of a premium-adjusted call delta: see below
                return;
            double const miss =
                static_cast<double>((at.value / static_cast<long double>(delta) - 1.0L) / at.elasticity);
            double const s     = m.volatility * std::sqrt(m.expiry);
            double const carry = (std::fabs(m.rate) + std::fabs(m.dividend_yield)) * m.expiry;
            double const x     = std::log(strike / m.spot) - (m.rate - m.dividend_yield) * m.expiry;
            double const terms = carry + std::fabs(x) + s * s;
            double const sizes = decltype(kind)::premium_adjusted
                                     ? 1.0 + std::fabs(static_cast<double>(at.log_cdf)) + terms
                                     : 1.0 + carry;
            worst.add(miss / (unit * (1.0 + terms + sizes / static_cast<double>(std::fabs(at.elasticity)))),
                      [&] { return std::to_string(i) + " delta " + std::to_string(delta); });
        });
    }
    char const* const names[] = {"spot", "forward", "premium-adjusted spot", "premium-adjusted forward"};
    for (std::size_t k = 0; k < 4; ++k) {
        errors[k].expect_at_most(4.0, names[k]);
        EXPECT_GT(errors[k].count(), k < 2 ? 5000U : 3500U);
    }
}

TEST(StrikeFromDelta, GivesTheSameBitsInLanesAsInAScalarCall) {
    lt::random_numbers random(42);
    for (int i = 0; i < 5000; ++i) {
        market const m{.spot           = random.log_uniform(0.01, 1e5),
                       .expiry         = random.log_uniform(1e-5, 30.0),
                       .rate           = random.uniform(-0.03, 0.12),
                       .dividend_yield = random.uniform(-0.03, 0.12),
                       .volatility     = random.log_uniform(0.001, 3.0)};
        double const sign  = i % 2 == 0 ? 1.0 : -1.0;
        double const delta = sign * (i % 3 == 0 ? random.log_uniform(1e-200, 2.0) : random.uniform(0.0, 1.1));
        for_each_kind([&](auto kind) {
            EXPECT_TRUE(lt::same_bits(strike_as<double>(delta, m, sign, kind),
                                      strike_as<lg::simd::batch<double>>(delta, m, sign, kind)));
            EXPECT_TRUE(lt::same_bits(strike_as<float>(delta, m, sign, kind),
                                      strike_as<lg::simd::batch<float>>(delta, m, sign, kind)));
            EXPECT_TRUE(lt::same_bits(strike_as<double>(delta, m, sign, kind),
                                      lg::strike_from_delta(delta, m, i % 2 == 0 ? call : put, kind)));
        });
    }
}

TEST(StrikeFromDelta, ComesBackFromThePricingKernels) {
    lt::random_numbers random(43);
    for (int i = 0; i < 3000; ++i) {
        market const m{.spot           = random.uniform(0.5, 2.0),
                       .expiry         = random.log_uniform(0.02, 3.0),
                       .rate           = random.uniform(-0.02, 0.08),
                       .dividend_yield = random.uniform(-0.02, 0.08),
                       .volatility     = random.log_uniform(0.05, 0.8)};
        auto const type    = i % 2 == 0 ? call : put;
        double const w     = lg::sign(type);
        double const delta = w * random.uniform(0.02, 0.45);
        auto const at      = [&](double strike) {
            lg::european_option<double> const o{m.spot, strike, m.expiry, m.rate, m.dividend_yield, m.volatility};
            return lg::inverse_black_scholes<lg::delta, lg::net_transaction_delta>(o, w);
        };
        double const growth = std::exp(m.dividend_yield * m.expiry);
        EXPECT_NEAR(at(lg::strike_from_delta(delta, m, type, lg::spot_delta{})).get<lg::delta>(), delta, 1e-13);
        EXPECT_NEAR(growth * at(lg::strike_from_delta(delta, m, type, lg::forward_delta{})).get<lg::delta>(), delta,
                    1e-13);
        double const adjusted = lg::strike_from_delta(delta, m, type, lg::premium_adjusted_spot_delta{});
        if (!std::isnan(adjusted)) {
            EXPECT_NEAR(at(adjusted).get<lg::net_transaction_delta>(), delta, 1e-13);
            EXPECT_LE(adjusted,
                      lg::strike_from_delta(delta, m, type, lg::spot_delta{}));  // the premium makes it smaller
        }
        double const forward = lg::strike_from_delta(delta, m, type, lg::premium_adjusted_forward_delta{});
        if (!std::isnan(forward)) {
            EXPECT_NEAR(growth * at(forward).get<lg::net_transaction_delta>(), delta, 1e-13);
        }
    }
}

// Computed apart, with 50 digits, by bisection of the defining equations.
TEST(StrikeFromDelta, EqualsStrikesOfCurrencyMarkets) {
    struct quote {
        std::array<double, 5> m;  // spot, expiry, domestic rate, foreign rate, volatility
        lg::option_type type;
        double delta;
        std::array<double, 4> strikes;
    };
    quote const quotes[] = {{{1.3, 0.5, 0.03, 0.015, 0.1},
                             call,
                             0.25,
                             {1.3766319996061262, 1.3772074914453541, 1.3733549831114654, 1.3739489987396346}},
                            {{1.3, 0.5, 0.03, 0.015, 0.1},
                             put,
                             -0.25,
                             {1.2524336679217963, 1.2519103151521226, 1.2495065544388162, 1.24900123889848}},
                            {{1.3, 0.5, 0.03, 0.015, 0.1},
                             call,
                             0.1,
                             {1.4371775467021552, 1.4376123464837837, 1.4352358176327879, 1.4356770017100695}},
                            {{1.3, 0.5, 0.03, 0.015, 0.1},
                             put,
                             -0.1,
                             {1.1996710278431126, 1.1993081924082277, 1.1980461052127072, 1.1976894560350985}},
                            {{1.3, 0.5, 0.03, 0.015, 0.1},
                             call,
                             0.45,
                             {1.3239834663021661, 1.3247845779181695, 1.3180487019593815, 1.3189108736717277}},
                            {{1.3, 0.5, 0.03, 0.015, 0.1},
                             put,
                             -0.75,
                             {1.3789494096634515, 1.3772074914453541, 1.3632208150827872, 1.3618647890272928}},
                            {{100.0, 2.0, -0.005, 0.04, 0.25},
                             call,
                             0.25,
                             {120.71763983613596, 123.48730090370114, 112.9149531976478, 116.07510198758875}},
                            {{100.0, 2.0, -0.005, 0.04, 0.25},
                             put,
                             -0.25,
                             {78.404875148177001, 76.646354809518388, 73.856640683785018, 72.440168169168819}},
                            {{100.0, 2.0, -0.005, 0.04, 0.25},
                             call,
                             0.1,
                             {150.57677737943087, 153.05037065924705, 145.40564868879107, 148.00208712598554}},
                            {{100.0, 2.0, -0.005, 0.04, 0.25},
                             put,
                             -0.1,
                             {62.857312025511303, 61.841414945720603, 60.681148973127882, 59.775507838378826}},
                            {{100.0, 2.0, -0.005, 0.04, 0.25},
                             call,
                             0.45,
                             {98.373188831435825, 101.70720856643981, 83.189617156746579, 88.648334165318351}},
                            {{100.0, 2.0, -0.005, 0.04, 0.25},
                             put,
                             -0.75,
                             {133.12363506097787, 123.48730090370114, 104.48283142893283, 101.09590693692823}},
                            {{60000.0, 0.1, 0.0, 0.0, 0.7},
                             call,
                             0.25,
                             {71389.388157608486, 71389.388157608486, 69715.131689014629, 69715.131689014629}},
                            {{60000.0, 0.1, 0.0, 0.0, 0.7},
                             put,
                             -0.25,
                             {52960.157808288412, 52960.157808288412, 51786.16148168932, 51786.16148168932}},
                            {{150.0, 10.0, 0.001, 0.045, 0.12},
                             call,
                             0.25,
                             {115.189165249716, 134.10004936162064, 101.71467826147349, 124.82822870201535}},
                            {{150.0, 10.0, 0.001, 0.045, 0.12},
                             put,
                             -0.1,
                             {70.830560074297611, 63.836215333889777, 67.455794076429086, 61.384284967974028}},
                            // Beyond the largest premium-adjusted spot delta of a call; beyond e^{-qT}.
                            {{150.0, 10.0, 0.001, 0.045, 0.12},
                             call,
                             0.45,
                             {84.550292290155994, 108.88806440239937, nan_, 92.502643063299337}},
                            {{150.0, 10.0, 0.001, 0.045, 0.12},
                             put,
                             -0.75,
                             {nan_, 134.10004936162064, 133.48522033932371, 107.01606694281339}}};
    for (quote const& q : quotes) {
        market const m{q.m[0], q.m[1], q.m[2], q.m[3], q.m[4]};
        std::size_t i = 0;
        for_each_kind([&](auto kind) {
            double const expected = q.strikes[i++];
            double const got      = lg::strike_from_delta(q.delta, m, q.type, kind);
            EXPECT_EQ(std::isnan(got), std::isnan(expected)) << expected;
            if (!std::isnan(expected)) {
                EXPECT_NEAR(got / expected, 1.0, 4e-15) << kind.name << ' ' << q.delta << ' ' << expected;
            }
        });
    }
}

TEST(StrikeFromDelta, ReadsWithItsFieldsInBraces) {
    double const strike = lg::strike_from_delta(
        0.25, {.spot = 1.3, .expiry = 0.5, .rate = 0.03, .dividend_yield = 0.015, .volatility = 0.1}, call,
        lg::spot_delta{});
    EXPECT_NEAR(strike, 1.3766319996061262, 1e-14);
}

// A call's premium-adjusted delta against the strike: up, a top, down. The right side is returned, and nothing above
// the top.
TEST(StrikeFromDelta, TakesTheRightBranchOfAPremiumAdjustedCall) {
    for (double const volatility : {0.05, 0.3, 1.0, 3.0}) {
        market const m{.spot = 100.0, .expiry = 1.0, .rate = 0.02, .dividend_yield = 0.01, .volatility = volatility};
        auto const adjusted = [&](double strike) {
            return static_cast<double>(delta_at(strike, m, 1.0, lg::premium_adjusted_forward_delta{}).value);
        };
        // The top by golden section in the logarithm of the strike.
        double low = std::log(0.01), high = std::log(1e6);
        for (int i = 0; i < 200; ++i) {
            double const a = low + 0.382 * (high - low), b = low + 0.618 * (high - low);
            (adjusted(std::exp(a)) < adjusted(std::exp(b)) ? low : high) =
                adjusted(std::exp(a)) < adjusted(std::exp(b)) ? a : b;
        }
        double const top_strike = std::exp(0.5 * (low + high)), top = adjusted(top_strike);
        double last = std::numeric_limits<double>::infinity();
        for (double const share : {1e-9, 1e-3, 0.1, 0.5, 0.9, 0.999, 0.999999}) {
            double const strike = lg::strike_from_delta(share * top, m, call, lg::premium_adjusted_forward_delta{});
            EXPECT_GT(strike, top_strike);
            EXPECT_LT(strike, last);
            EXPECT_NEAR(adjusted(strike), share * top, 1e-13);
            last = strike;
        }
        // At the top, to rounding.
        double const at_top = lg::strike_from_delta(top, m, call, lg::premium_adjusted_forward_delta{});
        EXPECT_NEAR(at_top / top_strike, 1.0, 1e-5);
        for (double const more : {1e-11, 1e-6, 0.1})
            EXPECT_TRUE(
                std::isnan(lg::strike_from_delta(top * (1.0 + more), m, call, lg::premium_adjusted_forward_delta{})))
                << volatility << ' ' << more;
    }
}

TEST(StrikeFromDelta, RisesWithoutBoundForPremiumAdjustedPuts) {
    market const m{.spot = 100.0, .expiry = 1.0, .rate = 0.02, .dividend_yield = 0.01, .volatility = 0.2};
    double last = 0.0;
    for (double const size : {1e-300, 1e-30, 1e-3, 0.3, 0.999, 1.0, 1.001, 1.5, 10.0, 1e6}) {
        double const strike = lg::strike_from_delta(-size, m, put, lg::premium_adjusted_spot_delta{});
        EXPECT_GT(strike, last) << size;
        last = strike;
    }
    EXPECT_NEAR(last / (1e6 * 100.0 * std::exp(0.02)), 1.0, 1e-14);  // K/F = -delta e^{qT}, and F e^{qT} = S e^{rT}
}

TEST(StrikeFromDelta, IsTheForwardWithoutVolatility) {
    for (market const& m : {market{100.0, 0.0, 0.05, 0.02, 0.2}, market{100.0, 2.0, 0.05, 0.02, 0.0}}) {
        double const forward = 100.0 * std::exp(0.03 * m.expiry);
        for_each_kind([&](auto kind) {
            EXPECT_DOUBLE_EQ(lg::strike_from_delta(0.4, m, call, kind), forward);
            EXPECT_DOUBLE_EQ(lg::strike_from_delta(-0.4, m, put, kind), forward);
            EXPECT_TRUE(std::isnan(lg::strike_from_delta(1.5, m, call, kind)));
        });
        EXPECT_DOUBLE_EQ(lg::strike_from_delta(-1.5, m, put, lg::premium_adjusted_forward_delta{}), 1.5 * forward);
    }
}

TEST(StrikeFromDelta, IsNanWhereThereIsNone) {
    market const good{.spot = 100.0, .expiry = 1.0, .rate = 0.02, .dividend_yield = 0.01, .volatility = 0.2};
    for_each_kind([&](auto kind) {
        for (double const delta : {0.0, -0.2, 1.0, 1.5, nan_})
            EXPECT_TRUE(std::isnan(lg::strike_from_delta(delta, good, call, kind))) << kind.name << ' ' << delta;
        for (double const delta : {0.0, 0.2, nan_})
            EXPECT_TRUE(std::isnan(lg::strike_from_delta(delta, good, put, kind))) << kind.name << ' ' << delta;
        for (double market::*const field :
             {&market::spot, &market::expiry, &market::rate, &market::dividend_yield, &market::volatility})
            for (double const wrong : {nan_, -1.0}) {
                if (!std::isnan(wrong) && (field == &market::rate || field == &market::dividend_yield))
                    continue;
                auto m   = good;
                m.*field = wrong;
                EXPECT_TRUE(std::isnan(lg::strike_from_delta(0.2, m, call, kind)));
                EXPECT_TRUE(std::isnan(lg::delta_neutral_strike(m, kind)));
            }
        EXPECT_TRUE(std::isnan(lg::strike_from_delta(0.2, good, nan_, kind)));
    });
}

TEST(StrikeFromDelta, KeepsNanInItsLane) {
    using batch          = lg::simd::batch<double>;
    constexpr auto lanes = lg::simd::lanes<batch>;
    std::array<double, lanes> deltas;
    deltas.fill(0.3);
    deltas[lanes - 1] = nan_;
    lg::delta_market<batch> const m{batch(100.0), batch(1.0), batch(0.02), batch(0.01), batch(0.2)};
    for_each_kind([&](auto kind) {
        auto const k =
            lg::simd::to_array(lg::strike_from_delta(lg::simd::from_array<batch>(deltas), m, batch(1.0), kind));
        for (std::size_t i = 0; i < lanes; ++i)
            EXPECT_EQ(std::isnan(k[i]), i == lanes - 1);
    });
}

TEST(DeltaNeutralStrike, CancelsTheDeltasOfCallAndPut) {
    lt::random_numbers random(44);
    for (int i = 0; i < 2000; ++i) {
        market const m{.spot           = random.uniform(0.5, 200.0),
                       .expiry         = random.log_uniform(0.003, 5.0),
                       .rate           = random.uniform(-0.02, 0.1),
                       .dividend_yield = random.uniform(-0.02, 0.1),
                       .volatility     = random.log_uniform(0.03, 1.5)};
        for_each_kind([&](auto kind) {
            double const strike = lg::delta_neutral_strike(m, kind);
            auto const c = delta_at(strike, m, 1.0, kind), p = delta_at(strike, m, -1.0, kind);
            double const s     = m.volatility * std::sqrt(m.expiry);
            double const terms = 1.0 + (std::fabs(m.rate) + std::fabs(m.dividend_yield)) * m.expiry + 0.5 * s * s;
            // The straddle's delta moves by -2 phi(0)/s times the factor, per unit of ln K.
            double const slope = 0.7978845608 / s * static_cast<double>(2.0L * c.value);
            EXPECT_LE(std::fabs(static_cast<double>(c.value + p.value)), 4.0 * lt::unit_roundoff * terms * slope);
        });
    }
}

TEST(DeltaNeutralStrike, EqualsKnownStrikes) {
    market const euro{.spot = 1.3, .expiry = 0.5, .rate = 0.03, .dividend_yield = 0.015, .volatility = 0.1};
    EXPECT_NEAR(lg::delta_neutral_strike(euro, lg::spot_delta{}), 1.3130652172094185, 1e-15);
    EXPECT_NEAR(lg::delta_neutral_strike(euro, lg::forward_delta{}), 1.3130652172094185, 1e-15);
    EXPECT_NEAR(lg::delta_neutral_strike(euro, lg::premium_adjusted_spot_delta{}), 1.3065162771172214, 1e-15);
    EXPECT_NEAR(lg::delta_neutral_strike(euro, lg::premium_adjusted_forward_delta{}), 1.3065162771172214, 1e-15);
    EXPECT_NEAR(lg::delta_neutral_strike(
                    {.spot = 100.0, .expiry = 2.0, .rate = -0.005, .dividend_yield = 0.04, .volatility = 0.25},
                    lg::premium_adjusted_spot_delta{}),
                85.855889395639466, 1e-13);
}

}  // namespace
