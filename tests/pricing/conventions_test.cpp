// SPDX-License-Identifier: BSL-1.0
#include <longgamma/pricing/conventions.hpp>

#include <support/accuracy.hpp>

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <type_traits>

namespace {

namespace lg = longgamma;
namespace lt = longgamma_test;
using lg::call, lg::put;

using option = lg::european_option<double>;

constexpr option example{
    .spot = 100.0, .strike = 105.0, .expiry = 0.5, .rate = 0.03, .dividend_yield = 0.02, .volatility = 0.25};

// ---- What conventions are made of -----------------------------------------------------------------------------------

using spelled = lg::greeks_convention<lg::per_day_365, lg::per_volatility_point, lg::per_basis_point, lg::spot_delta>;
static_assert(std::is_empty_v<spelled> && std::is_trivially_copyable_v<spelled>);

// Order and defaults do not make another type.
static_assert(std::same_as<spelled, lg::greeks_convention<lg::spot_delta, lg::per_basis_point, lg::per_day_365,
                                                          lg::per_volatility_point>>);
static_assert(std::same_as<spelled const, decltype(lg::conventions::desk)>);
static_assert(std::same_as<lg::greeks_convention<>, lg::greeks_convention<lg::per_year, lg::spot_delta>>);

// One choice of each kind, and nothing else.
template <class... Choices>
concept is_a_convention = requires {
    typename lg::greeks_convention<Choices...>;
};
static_assert(is_a_convention<lg::per_day_252, lg::per_percent>);
static_assert(!is_a_convention<lg::per_day_252, lg::per_day_365>);
static_assert(!is_a_convention<lg::spot_delta, lg::forward_delta>);
static_assert(!is_a_convention<int>);

// A choice replaces its like and leaves the others.
static_assert(std::same_as<decltype(lg::conventions::desk | lg::per_day_252{}),
                           lg::greeks_convention<lg::per_day_252, lg::per_volatility_point, lg::per_basis_point>>);
static_assert(std::same_as<decltype(lg::conventions::mathematical | lg::forward_delta{} | lg::per_percent{}),
                           lg::greeks_convention<lg::per_percent, lg::forward_delta>>);

// A unit of one's own.
struct per_hour {
    using category                         = lg::unit_of_time;
    static constexpr double size           = 1.0 / 8760.0;
    static constexpr std::string_view name = "hour";
};
static_assert(lg::display_scale<lg::theta>(lg::conventions::desk | per_hour{}) == 1.0 / 8760.0);

static_assert(lg::display_scale<lg::vega>(lg::conventions::desk) == 0.01);
static_assert(lg::display_scale<lg::volga>(lg::conventions::desk) == 0.01 * 0.01);
static_assert(lg::display_scale<lg::vanna>(lg::conventions::desk) == 0.01);
static_assert(lg::display_scale<lg::rho>(lg::conventions::exchange) == 0.01);
static_assert(lg::display_scale<lg::gamma>(lg::conventions::exchange) == 1.0);

// ---- What does not compile ------------------------------------------------------------------------------------------

template <class Greeks, class Convention>
concept displays_alone = requires(Greeks const& g, Convention c) {
    lg::display(g, c);
};
template <class Greeks, class Convention>
concept displays_with_option = requires(Greeks const& g, Convention c) {
    lg::display(g, example, c);
};
template <class Output, class Convention>
concept has_scale = requires(Convention c) {
    lg::display_scale<Output>(c);
};

using plain     = lg::option_greeks<double>;
using adjusting = lg::greeks_convention<lg::premium_adjusted_spot_delta>;
using exchange  = std::remove_const_t<decltype(lg::conventions::exchange)>;
static_assert(displays_alone<plain, spelled> && displays_with_option<plain, spelled>);
static_assert(!displays_alone<plain, exchange> &&
              displays_with_option<plain, exchange>);  // its theta and delta need it
static_assert(!displays_alone<plain, adjusting> && displays_with_option<plain, adjusting>);
static_assert(!has_scale<lg::theta, exchange> && has_scale<lg::vega, exchange> && !has_scale<lg::delta, exchange>);
// A premium-adjusted delta needs the premium.
static_assert(!displays_with_option<lg::outputs<double, lg::delta>, adjusting>);
static_assert(displays_with_option<lg::outputs<double, lg::delta, lg::price>, adjusting>);
static_assert(displays_with_option<lg::outputs<double, lg::vega>, adjusting>);
// Nothing is displayed twice.
static_assert(!displays_alone<lg::displayed_greeks<double, spelled>, spelled>);
static_assert(!displays_with_option<lg::displayed_outputs<double, spelled, lg::vega>, spelled>);
static_assert(!std::is_convertible_v<lg::displayed_greeks<double, spelled>, plain>);

// ---- Numbers --------------------------------------------------------------------------------------------------------

TEST(Conventions, TheMathematicalOneChangesNothing) {
    auto const g = lg::greeks(example, call);
    auto const d = lg::display(g, lg::conventions::mathematical);
    EXPECT_EQ(d.price, g.price);
    EXPECT_EQ(d.delta, g.delta);
    EXPECT_EQ(d.gamma, g.gamma);
    EXPECT_EQ(d.vega, g.vega);
    EXPECT_EQ(d.theta, g.theta);
    EXPECT_EQ(d.rho, g.rho);
}

TEST(Conventions, ADeskReadsPerDayPerPointPerBasisPoint) {
    auto const g = lg::greeks(example, put);
    auto const d = lg::display(g, lg::conventions::desk);
    EXPECT_EQ(d.price, g.price);
    EXPECT_EQ(d.delta, g.delta);
    EXPECT_EQ(d.gamma, g.gamma);
    EXPECT_DOUBLE_EQ(d.vega, g.vega / 100.0);
    EXPECT_DOUBLE_EQ(d.theta, g.theta / 365.0);
    EXPECT_DOUBLE_EQ(d.rho, g.rho / 10'000.0);
    EXPECT_DOUBLE_EQ(lg::display(g, lg::conventions::desk | lg::per_day_252{}).theta, g.theta / 252.0);
    EXPECT_EQ(lg::display(g, example, lg::conventions::desk).theta, d.theta);
}

TEST(Conventions, AnExchangeCapsTheDayAtTheRemainingLife) {
    auto const shown = [](option const& o) {
        return lg::display(lg::greeks(o, call), o, lg::conventions::exchange).theta / lg::greeks(o, call).theta;
    };
    auto o = example;
    EXPECT_DOUBLE_EQ(shown(o), 1.0 / 365.0);
    o.expiry = 1.0 / 365.0;
    EXPECT_DOUBLE_EQ(shown(o), 1.0 / 365.0);
    o.expiry = 0.25 / 365.0;
    EXPECT_DOUBLE_EQ(shown(o), 0.25 / 365.0);
}

TEST(Conventions, KnowFourKindsOfDelta) {
    lt::random_numbers random(51);
    for (int i = 0; i < 500; ++i) {
        option const o{.spot           = random.uniform(80.0, 120.0),
                       .strike         = 100.0,
                       .expiry         = random.uniform(0.05, 3.0),
                       .rate           = random.uniform(-0.02, 0.1),
                       .dividend_yield = random.uniform(-0.02, 0.1),
                       .volatility     = random.uniform(0.05, 0.8)};
        auto const type      = i % 2 == 0 ? call : put;
        double const w       = lg::sign(type);
        auto const g         = lg::greeks(o, type);
        auto const in        = [&](auto kind) { return lg::display(g, o, lg::conventions::mathematical | kind).delta; };
        double const s       = o.volatility * std::sqrt(o.expiry);
        double const forward = o.spot * std::exp((o.rate - o.dividend_yield) * o.expiry);
        double const d1      = std::log(forward / o.strike) / s + 0.5 * s;
        double const yield   = std::exp(-o.dividend_yield * o.expiry);
        auto const normal_cdf = [](double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); };
        double const adjusted = w * o.strike / forward * normal_cdf(w * (d1 - s));
        EXPECT_EQ(in(lg::spot_delta{}), g.delta);
        EXPECT_NEAR(in(lg::forward_delta{}), w * normal_cdf(w * d1), 1e-14);
        EXPECT_NEAR(in(lg::premium_adjusted_spot_delta{}), yield * adjusted, 1e-14);
        EXPECT_NEAR(in(lg::premium_adjusted_forward_delta{}), adjusted, 1e-14);
    }
}

/// All outputs set to 1: what is displayed is the factor.
template <class... Outputs>
lg::outputs<double, Outputs...> ones() {
    lg::outputs<double, Outputs...> all;
    (all.template set<Outputs>(1.0), ...);
    return all;
}

TEST(Conventions, ScaleEveryOutputByItsDimension) {
    auto const d =
        lg::display(ones<lg::price, lg::log_price, lg::delta, lg::gamma, lg::vega, lg::theta, lg::rho, lg::forward_rho,
                         lg::epsilon, lg::vanna, lg::volga, lg::charm, lg::veta, lg::vera, lg::speed, lg::zomma,
                         lg::colour, lg::ultima, lg::lambda, lg::dual_delta, lg::dual_gamma>(),
                    lg::greeks_convention<lg::per_day_252, lg::per_volatility_point, lg::per_percent>{});
    double const day = 1.0 / 252.0;
    EXPECT_EQ(d.get<lg::price>(), 1.0);
    EXPECT_EQ(d.get<lg::log_price>(), 1.0);
    EXPECT_EQ(d.get<lg::delta>(), 1.0);
    EXPECT_EQ(d.get<lg::gamma>(), 1.0);
    EXPECT_EQ(d.get<lg::speed>(), 1.0);
    EXPECT_EQ(d.get<lg::lambda>(), 1.0);
    EXPECT_EQ(d.get<lg::dual_delta>(), 1.0);
    EXPECT_EQ(d.get<lg::dual_gamma>(), 1.0);
    EXPECT_EQ(d.get<lg::vega>(), 0.01);
    EXPECT_EQ(d.get<lg::vanna>(), 0.01);
    EXPECT_EQ(d.get<lg::zomma>(), 0.01);
    EXPECT_DOUBLE_EQ(d.get<lg::volga>(), 1e-4);
    EXPECT_DOUBLE_EQ(d.get<lg::ultima>(), 1e-6);
    EXPECT_EQ(d.get<lg::theta>(), day);
    EXPECT_EQ(d.get<lg::charm>(), day);
    EXPECT_EQ(d.get<lg::colour>(), day);
    EXPECT_DOUBLE_EQ(d.get<lg::veta>(), 0.01 * day);
    EXPECT_EQ(d.get<lg::rho>(), 0.01);
    EXPECT_EQ(d.get<lg::forward_rho>(), 0.01);
    EXPECT_EQ(d.get<lg::epsilon>(), 0.01);
    EXPECT_DOUBLE_EQ(d.get<lg::vera>(), 1e-4);

    auto const capped =
        lg::display(ones<lg::theta, lg::charm, lg::veta, lg::vega>(),
                    option{.spot = 1.0, .strike = 1.0, .expiry = 0.001, .volatility = 0.2}, lg::conventions::exchange);
    EXPECT_EQ(capped.get<lg::theta>(), 0.001);
    EXPECT_EQ(capped.get<lg::charm>(), 0.001);
    EXPECT_EQ(capped.get<lg::veta>(), 0.001 * 0.01);
    EXPECT_EQ(capped.get<lg::vega>(), 0.01);
}

TEST(Conventions, DisplayLanesAsScalars) {
    using batch = lg::simd::batch<float>;
    lg::european_option<batch> const o{batch(100.0F), batch(95.0F), batch(0.001F),
                                       batch(0.03F),  batch(0.02F), batch(0.4F)};
    lg::european_option<float> const one{100.0F, 95.0F, 0.001F, 0.03F, 0.02F, 0.4F};
    auto const convention = lg::conventions::exchange | lg::premium_adjusted_forward_delta{};
    auto const lanes  = lg::display(lg::black_scholes<lg::price, lg::delta, lg::theta>(o, batch(1.0F)), o, convention);
    auto const scalar = lg::display(lg::black_scholes<lg::price, lg::delta, lg::theta>(one, 1.0F), one, convention);
    EXPECT_EQ(lg::simd::to_array(lanes.get<lg::theta>())[0], scalar.get<lg::theta>());
    EXPECT_EQ(lg::simd::to_array(lanes.get<lg::delta>())[0], scalar.get<lg::delta>());
}

TEST(Conventions, KeepNan) {
    double const nan = std::numeric_limits<double>::quiet_NaN();
    auto o           = example;
    o.expiry         = nan;
    auto const d     = lg::display(lg::greeks(o, call), o, lg::conventions::exchange);
    EXPECT_TRUE(std::isnan(d.theta) && std::isnan(d.delta) && std::isnan(d.vega));
}

TEST(Conventions, SayTheirUnitsInWords) {
    EXPECT_EQ(lg::unit_text<lg::price>(lg::conventions::desk), "");
    EXPECT_EQ(lg::unit_text<lg::theta>(lg::conventions::desk), "per day (365)");
    EXPECT_EQ(lg::unit_text<lg::volga>(lg::conventions::desk), "per volatility point^2");
    EXPECT_EQ(lg::unit_text<lg::veta>(lg::conventions::desk), "per volatility point per day (365)");
    EXPECT_EQ(lg::unit_text<lg::vera>(lg::conventions::desk), "per volatility point per basis point");
    EXPECT_EQ(lg::unit_text<lg::rho>(lg::conventions::exchange), "per 1 % of rate");
    EXPECT_EQ(lg::unit_text<lg::theta>(lg::conventions::desk | per_hour{}), "per hour");
}

// Theta per day is a derivative, not tomorrow's loss.
TEST(Conventions, AreNotARepricing) {
    option const today{.spot = 100.0, .strike = 100.0, .expiry = 1.5 / 365.0, .volatility = 0.2};
    auto tomorrow        = today;
    tomorrow.expiry      = 0.5 / 365.0;
    double const loss    = lg::greeks(tomorrow, call).price - lg::greeks(today, call).price;
    double const per_day = lg::display(lg::greeks(today, call), lg::conventions::desk).theta;
    EXPECT_LT(loss, 1.2 * per_day);  // both negative: the repricing loses more
}

}  // namespace
