// SPDX-License-Identifier: BSL-1.0
#include <longgamma/simulation/step.hpp>

#include <longgamma/hedging/policy.hpp>
#include <longgamma/market/cost_curve.hpp>

#include "markets.hpp"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cstdint>
#include <random>
#include <vector>

// One policy, many lanes: an account over lanes of paths makes, bit for bit, the decisions which an account over each
// path alone makes.

namespace lg = longgamma;
using lg::operator|;  // for two lambdas, which belong to no namespace of the library

namespace {

auto const world = lg::fees_bps(2) + lg::half_spread_bps(1) + lg::gas(0.02) +
                   lg::square_root_impact({.coefficient = 1.0, .daily_volatility = 0.03, .daily_volume = 1e4});

// Every target, band, trigger, landing and rounding at least once, alone and composed.
template <class Run>
void for_each_policy(Run run) {
    auto const implied  = lg::delta_neutral(lg::at_implied{});
    auto const forecast = lg::delta_neutral(lg::at_forecast{});
    auto const fixed    = lg::delta_neutral(lg::hedge_volatility(0.45));
    auto const band     = lg::whalley_wilmott(world, {.risk_aversion = 0.05, .typical_trade = 0.3});
    auto const halfway  = []<class T>(lg::hedge_state<T> const& s, T const& wanted) {
        return T(wanted + (s.position - wanted) * T(0.5));
    };
    auto const up    = [](auto const& s, auto const&) { return s.last_trade_spot < s.market.spot; };
    auto const value = []<class T>(lg::hedge_state<T> const& s) { return T(s.greeks.value * lg::as<T>(0.01)); };
    run("at implied", implied);
    run("at forecast, fixed band to the edge", forecast | lg::no_trade_band(0.3));
    run("at a number, fixed band to the centre", fixed | lg::trade_to_centre(lg::fixed_band(0.4)));
    run("Whalley-Wilmott to the edge", implied | lg::trade_to_edge(band));
    run("clock or move in deviations, in lots",
        forecast | lg::only_when(lg::every(8 * lg::hours) || lg::spot_moved_by(lg::sigmas(1))) | lg::in_lots(0.01));
    run("move in per cent and not the clock, minimum",
        implied | lg::only_when(lg::spot_moved_by(lg::percent(1)) && !lg::every(2 * lg::days)) |
            lg::minimum_notional(40));
    run("Whalley-Wilmott to the centre, delta outside, in lots, minimum",
        implied | lg::trade_to_centre(band) | lg::only_when(lg::delta_outside(0.25)) | lg::in_lots(0.001) |
            lg::minimum_notional(1));
    run("neither delta nor move",
        fixed | lg::only_when(!(lg::delta_outside(0.5) || lg::spot_moved_by(lg::percent(3)))));
    run("delta band to the centre, outside a delta band",
        implied | lg::trade_to_centre(lg::delta_band(0.03)) | lg::only_when(lg::outside(lg::delta_band(0.04))));
    run("delta band to the edge", fixed | lg::trade_to_edge(lg::delta_band(0.07)));
    run("unhedged", lg::unhedged{} | lg::in_lots(1));
    run("lambdas", value | halfway | lg::only_when(up));
    run("everything", forecast | lg::trade_to_edge(band) | halfway |
                          lg::only_when((lg::every(6 * lg::hours) && lg::delta_outside(0.01)) || up ||
                                        lg::spot_moved_by(lg::sigmas(2, 8 * lg::hours))) |
                          lg::in_lots(0.001) | lg::minimum_notional(5));
}

// The market of one path at one step.
template <class T>
struct tick {
    T time, spot, volatility, forecast, funding, strike, expiry, rate;
};

std::vector<tick<double>> random_path(std::mt19937_64& random, std::size_t steps) {
    std::normal_distribution<double> normal(0.0, 1.0);
    std::uniform_real_distribution<double> uniform(0.0, 1.0);
    std::vector<tick<double>> path;
    tick<double> now{0.0, 80.0 + 40.0 * uniform(random), 0.5, 0.4, 0.0, 100.0, 0.05, 0.1 * uniform(random) - 0.03};
    for (std::size_t i = 0; i < steps; ++i) {
        now.strike = now.spot * (0.95 + 0.1 * uniform(random));
        now.expiry = now.time + 0.03 * uniform(random);
        path.push_back(now);
        double const jump = i % 61 == 17 ? 0.1 : 0.0;
        now.time += uniform(random) < 0.1 ? 0.0 : 2 * uniform(random) * lg::hours;
        now.spot *= std::exp((0.007 + jump) * normal(random));
        now.volatility = std::max(0.05, now.volatility * std::exp(0.05 * normal(random)));
        now.forecast   = uniform(random) < 0.05 ? not_a_number : 0.2 + 0.6 * uniform(random);
        now.funding    = uniform(random) < 0.2 ? 1e-3 * normal(random) : 0.0;
    }
    return path;
}

// What a step shows of an account: the numbers that are compared.
template <class T>
using outcome = std::array<T, 7>;

template <class T, class Policy>
class driver {
public:
    driver(Policy const& policy, lg::hedge_instrument instrument, tick<T> const& first)
        : policy_(policy), account_(T(1000), instrument, mark(first), first.forecast) {}

    outcome<T> step(std::size_t i, tick<T> const& now) {
        if (i > 0)
            account_.advance(mark(now), now.forecast, now.funding);
        if (i % 40 == 0) {
            if (i % 80 == 40)
                account_.settle();
            else if (i > 0)
                account_.sell(lg::as<T>(0.005));
            auto book = lg::straddle(now.strike, now.expiry, T(5));
            if (i % 120 == 0)
                book.add({lg::put, T(-7), T(now.strike * lg::as<T>(0.9)), now.expiry});
            account_.buy(book, lg::as<T>(0.005));
        }
        account_.fill(order_, world);
        auto const record = account_.close_step();
        T refused(0);
        order_ = account_.decide(policy_, refused);
        return {order_,
                refused,
                account_.state().position,
                account_.equity(),
                account_.cash(),
                record.equity_change,
                record.explain.total()};
    }

private:
    static lg::mark<T> mark(tick<T> const& t) { return {t.time, t.spot, t.volatility, t.rate, T(t.rate * T(0.5))}; }

    Policy policy_;
    lg::account<T> account_;
    T order_ = T(0);
};

template <class T>
std::uint64_t bits(T x) {
    if constexpr (sizeof(T) == 8)
        return std::bit_cast<std::uint64_t>(x);
    else
        return std::bit_cast<std::uint32_t>(x);
}

}  // namespace

template <class T>
class StepLanes : public testing::Test {};
using numbers = testing::Types<float, double>;
TYPED_TEST_SUITE(StepLanes, numbers);

TYPED_TEST(StepLanes, DecideAndAccountAsEachPathAlone) {
    using scalar                 = TypeParam;
    using batch                  = lg::simd::batch<scalar>;
    constexpr std::size_t width  = lg::simd::lanes<batch>;
    constexpr char const* what[] = {"order", "refused", "position", "equity", "cash", "equity change", "explain"};
    constexpr std::size_t steps  = 300;
    std::mt19937_64 random(71);
    std::array<std::vector<tick<scalar>>, width> paths;
    for (auto& path : paths)
        for (tick<double> const& t : random_path(random, steps)) {
            auto const to = [](double x) { return static_cast<scalar>(x); };
            path.push_back({to(t.time), to(t.spot), to(t.volatility), to(t.forecast), to(t.funding), to(t.strike),
                            to(t.expiry), to(t.rate)});
        }
    auto const lanes_at = [&](std::size_t i) {
        auto const field = [&](scalar tick<scalar>::*member) {
            std::array<scalar, width> x;
            for (std::size_t lane = 0; lane < width; ++lane)
                x[lane] = paths[lane][i].*member;
            return lg::simd::from_array<batch>(x);
        };
        using t = tick<scalar>;
        return tick<batch>{field(&t::time),    field(&t::spot),   field(&t::volatility), field(&t::forecast),
                           field(&t::funding), field(&t::strike), field(&t::expiry),     field(&t::rate)};
    };

    for (auto const instrument : {lg::hedge_instrument::spot, lg::hedge_instrument::perpetual})
        for_each_policy([&](char const* name, auto const& policy) {
            SCOPED_TRACE(name);
            using policy_type = std::remove_cvref_t<decltype(policy)>;
            driver<batch, policy_type> together(policy, instrument, lanes_at(0));
            std::vector<driver<scalar, policy_type>> alone;
            for (auto const& path : paths)
                alone.emplace_back(policy, instrument, path[0]);
            int orders = 0;
            for (std::size_t i = 0; i < steps; ++i) {
                auto const all = together.step(i, lanes_at(i));
                for (std::size_t lane = 0; lane < width; ++lane) {
                    auto const one = alone[lane].step(i, paths[lane][i]);
                    orders += one[0] != scalar(0);
                    for (std::size_t k = 0; k < one.size(); ++k)
                        ASSERT_EQ(bits(lg::simd::to_array(all[k])[lane]), bits(one[k]))
                            << what[k] << " of lane " << lane << " at step " << i << ": "
                            << lg::simd::to_array(all[k])[lane] << " in lanes, " << one[k] << " alone";
                }
            }
            if (std::string_view(name) != "unhedged")
                EXPECT_GT(orders, 20);  // the policy was put to work
            else
                EXPECT_EQ(orders, 0);
        });
}
