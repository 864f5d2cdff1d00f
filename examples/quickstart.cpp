// SPDX-License-Identifier: BSL-1.0
#include <longgamma/longgamma.hpp>
#include <cstdio>
#include <vector>
namespace lg = longgamma;

int main() {
    auto const g = lg::greeks({.spot = 100, .strike = 105, .expiry = 0.25, .volatility = 0.2}, lg::call);
    std::printf("call %.4f, delta %.4f, gamma %.4f, theta per day %.4f\n", g.price, g.delta, g.gamma, g.theta * lg::days);

    auto const bars   = lg::read_bars("examples/data/sp500_ohlc_1d_2000_2020.csv").bars;
    auto const tape   = lg::tape_from_bars(bars, std::vector(bars.size(), 0.18));  // bought at 18 %, always
    auto const world  = lg::fees_bps(0.5) + lg::half_spread_bps(0.5);
    auto const policy = lg::delta_neutral(lg::at_implied{})
                      | lg::trade_to_edge(lg::whalley_wilmott(world, {.risk_aversion = 0.002}));
    auto const run    = lg::replay(tape, lg::rolling_straddle({.tenor = 30 * lg::days}), policy, world);
    std::printf("%zu straddles, %zu hedge trades, profit %.0f\n", run.rolls.size(), run.trades, run.profit);
    std::printf("gamma %.0f, theta %.0f, fees %.0f\n", run.explain[lg::explain_line::gamma],
                run.explain[lg::explain_line::theta], run.explain[lg::explain_line::fee]);
}
