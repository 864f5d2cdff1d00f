// SPDX-License-Identifier: BSL-1.0
// The library's replay, and its account over lanes of paths. Compiled once for each instruction set.

#include "support/tables.hpp"

#include <longgamma/hedging/policy.hpp>
#include <longgamma/simulation/replay.hpp>

#include <chrono>
#include <vector>

namespace {

namespace lg = longgamma;

void* make_tape(bench::replay_terms const& in) {
    auto* tape = new std::vector<lg::observation>;
    for (std::size_t i = 0; i < in.n; ++i)
        tape->push_back({.time                = lg::timestamp() + std::chrono::days(i),
                         .spot                = in.spot[i],
                         .implied_volatility  = in.volatility[i],
                         .forecast_volatility = in.volatility[i]});
    return tape;
}

bench::replay_profit replay(bench::replay_terms const& in, void const* tape) {
    auto const& observations = *static_cast<std::vector<lg::observation> const*>(tape);
    auto const programme =
        lg::rolling_straddle({.tenor = static_cast<double>(in.tenor) * lg::days, .notional = in.notional});
    auto const result = lg::replay(observations, programme, lg::delta_neutral(lg::at_implied{}),
                                   lg::proportional_fee(in.fee), {.rate = in.rate});
    return {result.profit, result.explain[lg::explain_line::gamma]};
}

/// One account for each batch of paths: advance, fill the order of the step before, decide.
template <class T>
void paths(bench::path_terms const& in) {
    constexpr std::size_t lanes = lg::simd::lanes<T>;
    auto const policy  = lg::delta_neutral(lg::at_implied{}) | lg::no_trade_band(in.band);
    auto const costs   = lg::proportional_fee(in.fee);
    double const years = in.step_years * static_cast<double>(in.steps);
    for (std::size_t first = 0; first < in.paths; first += lanes) {
        auto const mark = [&](std::size_t step) {
            double const* row = in.spot + step * in.paths + first;
            T spot;
            if constexpr (lanes > 1)
                spot = lg::simd::load<T>(row);
            else
                spot = *row;
            double const time = step == in.steps ? years : in.step_years * static_cast<double>(step);
            return lg::mark<T>{.time = T(time), .spot = spot, .volatility = T(in.volatility), .rate = T(in.rate)};
        };
        lg::account<T> account(T(0), lg::hedge_instrument::spot, mark(0));
        account.buy(lg::straddle(account.state().market.spot, T(years)), T(0));
        account.close_step();
        T refused;
        for (std::size_t step = 1; step <= in.steps; ++step) {
            T const order = account.decide(policy, refused);
            account.advance(mark(step), T(in.volatility));
            account.fill(order, costs);
            account.close_step();
        }
        account.fill(T(-account.state().position), costs);
        account.settle();
        account.close_step();
        auto const store = [&](double* column, T const& x) {
            if constexpr (lanes > 1)
                lg::simd::store(column + first, x);
            else
                column[first] = x;
        };
        store(in.profit, account.equity());
        store(in.gamma_profit, account.explain()[lg::explain_line::gamma]);
    }
}

}  // namespace

BENCH_DEFINE(hedging, longgamma) = {make_tape, replay, paths<lg::simd::batch<double>>, paths<double>};
