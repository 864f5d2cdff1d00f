// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <longgamma/hedging/state.hpp>

#include <limits>
#include <random>

// States of a hedge, built by hand or drawn at random.

inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// Long one straddle struck at 100 that expires at 0.5, unhedged, at time 0.1.
inline longgamma::hedge_state<double> plain_state() {
    longgamma::hedge_state<double> s{.market              = {0.1, 100.0, 0.25, 0.02, 0.01},
                                     .forecast_volatility = 0.2,
                                     .options             = longgamma::straddle(100.0, 0.5),
                                     .greeks              = {},
                                     .position            = 0.0,
                                     .previous_decision   = 0.1,
                                     .last_trade_spot     = 100.0,
                                     .book_changed        = 0.0};
    s.greeks = s.options.greeks(s.market);
    return s;
}

inline longgamma::hedge_state<double> random_state(std::mt19937_64& random) {
    std::uniform_real_distribution<double> uniform(0.0, 1.0);
    longgamma::hedge_state<double> s = plain_state();
    s.market = {uniform(random), 70.0 + 60.0 * uniform(random), 0.05 + uniform(random), 0.2 * uniform(random) - 0.1,
                0.05 * uniform(random)};
    s.forecast_volatility = 0.05 + uniform(random);
    s.options.clear();
    int const legs = static_cast<int>(4.0 * uniform(random));
    for (int i = 0; i < legs; ++i)
        s.options.add({uniform(random) < 0.5 ? longgamma::put : longgamma::call, 4.0 * uniform(random) - 2.0,
                       70.0 + 60.0 * uniform(random), 1.5 * uniform(random)});
    s.greeks            = s.options.greeks(s.market);
    s.position          = 6.0 * uniform(random) - 3.0;
    s.previous_decision = s.market.time * uniform(random);
    s.last_trade_spot   = s.market.spot * (0.95 + 0.1 * uniform(random));
    s.book_changed      = uniform(random) < 0.2 ? 1.0 : 0.0;
    return s;
}
