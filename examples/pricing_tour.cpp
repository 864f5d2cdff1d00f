// SPDX-License-Identifier: BSL-1.0

/// @file  pricing_tour.cpp
/// @brief The pricing floor in one page: models, arrays, a chain's tick, implied volatility, Bachelier, inverse options,
///        conventions, strikes from deltas. docs/pricing.md shows this file.

#include <longgamma/core/clock.hpp>
#include <longgamma/pricing.hpp>

#include <cstdio>
#include <vector>

namespace lg = longgamma;

int main() {
    // One option: price and greeks, and what a desk would show.
    lg::european_option<double> const option{.spot = 100, .strike = 105, .expiry = 0.25, .rate = 0.03, .volatility = 0.2};
    auto const g    = lg::greeks(option, lg::call);
    auto const desk = lg::display(g, option, lg::conventions::desk);
    std::printf("price %.4f, delta %.4f, theta %.4f per year = %.4f per day, vega %.4f per point\n", g.price, g.delta,
                g.theta, desk.theta, desk.vega);

    // Any outputs, any model, compile-time chosen: higher greeks of a Black-76 option, a price too small for a double.
    auto const third = lg::black_scholes<lg::speed, lg::colour, lg::ultima>(
        lg::black_option<double>{.forward = 100, .strike = 105, .expiry = 0.25, .volatility = 0.2}, lg::sign(lg::call));
    auto const wing = lg::black_scholes<lg::price, lg::log_price>(
        lg::european_option<double>{.spot = 100, .strike = 1000, .expiry = 0.01, .volatility = 0.2}, lg::sign(lg::call));
    std::printf("speed %.3e, colour %.3e, ultima %.3f; a wing's price %g, its logarithm %.2f\n", third.get<lg::speed>(),
                third.get<lg::colour>(), third.get<lg::ultima>(), wing.get<lg::price>(), wing.get<lg::log_price>());

    // Arrays: columns or constants in, what is asked for out. The same call takes Eigen arrays and maps.
    std::vector<double> const strikes{90, 95, 100, 105, 110}, smile{0.24, 0.22, 0.20, 0.19, 0.185};
    std::vector<double> prices(5), gammas(5), vols(5);
    lg::evaluate<lg::price, lg::gamma>({.spot = 100.0, .strike = strikes, .expiry = 0.25, .volatility = smile}, prices, gammas);

    // The same strikes kept as a chain: a tick of the spot costs one exponential and two rationals per option.
    lg::option_chain<double> const chain({.spot = 100, .expiry = 0.25}, strikes, smile);
    chain.evaluate<lg::price, lg::gamma>(101.0, prices, gammas);
    std::printf("after a tick to 101: %.4f %.4f %.4f\n", prices[0], prices[2], prices[4]);

    // Back to volatilities, with a status for every quote; and what a tick of 0.05 leaves open.
    std::vector<lg::implied_volatility_status> status(5);
    lg::implied_volatility({.price = prices, .spot = 101.0, .strike = strikes, .expiry = 0.25}, vols, status);
    auto const open = lg::implied_volatility_interval({.price = 2.35, .spot = 100, .strike = 105, .expiry = 0.25}, 0.05, lg::call);
    std::printf("implied %.4f %.4f %.4f; a price of 2.35 in ticks of 0.05: %.4f to %.4f\n", vols[0], vols[2], vols[4],
                open.low, open.high);

    // The normal model, and its volatility without iteration.
    auto const normal = lg::bachelier<lg::price>(
        lg::bachelier_option<double>{.forward = 0.02, .strike = 0.025, .expiry = 1, .volatility = 0.008}, lg::sign(lg::call));
    auto const back = lg::implied_normal_volatility(
        {.price = normal.get<lg::price>(), .forward = 0.02, .strike = 0.025, .expiry = 1}, lg::call);
    std::printf("Bachelier %.6f, implied %.6f\n", normal.get<lg::price>(), back.volatility);

    // A coin-settled option: price in coins, the delta net of it, the hedge in an inverse perpetual.
    lg::inverse_option<double> const inverse{.forward = 63000, .strike = 70000, .expiry = 30 * lg::days, .volatility = 0.55};
    auto const coin    = lg::inverse_greeks(inverse, lg::call);
    double const hedge = lg::inverse_perpetual_hedge(
        lg::coin_account<double>{.net_transaction_delta = coin.net_transaction_delta, .spot = 63000});
    std::printf("inverse call: %.5f coins, net delta %.4f coins, hedge %.0f USD of perpetual\n", coin.price_coin,
                coin.net_transaction_delta, hedge);

    // The strike of a 25-delta put, spot delta.
    double const k = lg::strike_from_delta(-0.25, {.spot = 1.10, .expiry = 0.5, .rate = 0.03, .dividend_yield = 0.02, .volatility = 0.08},
                                           lg::put, lg::spot_delta{});
    std::printf("25-delta put: strike %.5f\n", k);
}
