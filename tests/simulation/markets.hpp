// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <longgamma/position/option_book.hpp>
#include <longgamma/simulation/tape.hpp>

#include <cmath>
#include <random>
#include <string>
#include <utility>
#include <vector>

// Recorded markets, drawn at random or built to be nasty. All seeded.

inline constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

struct recorded_market {
    std::string name;
    std::vector<longgamma::observation> tape;
};

inline longgamma::timestamp at_hour(double hours) {
    return longgamma::timestamp{} + std::chrono::hours(24 * 365 * 50) +
           std::chrono::nanoseconds(std::llround(hours * 3600e9));
}

/// A random walk with irregular steps of about one hour, moving implied volatility, forecasts and funding of either
/// sign.
inline std::vector<longgamma::observation> random_tape(unsigned seed, std::size_t n, double spot = 100.0) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal(0.0, 1.0);
    std::exponential_distribution<double> wait(1.0);
    std::vector<longgamma::observation> tape;
    double hour = 0.0, volatility = 0.6, forecast = 0.5;
    for (std::size_t i = 0; i < n; ++i) {
        tape.push_back({.time                = at_hour(hour),
                        .spot                = spot,
                        .implied_volatility  = volatility,
                        .forecast_volatility = forecast,
                        .funding             = i % 8 == 3 ? 2e-4 * normal(random) : 0.0,
                        .decides             = i + 1 == n || i % 3 != 1});
        double const step = wait(random);
        hour += step;
        spot *= std::exp(0.008 * std::sqrt(step) * normal(random));
        volatility *= std::exp(0.02 * normal(random));
        forecast *= std::exp(0.02 * normal(random));
    }
    return tape;
}

/// The random market and markets at the edges: every one is a valid tape.
inline std::vector<recorded_market> markets() {
    std::vector<recorded_market> all;
    auto const add = [&](char const* name, auto change) {
        auto tape = random_tape(101 + static_cast<unsigned>(all.size()), 400);
        for (std::size_t i = 0; i < tape.size(); ++i)
            change(i, tape[i]);
        all.push_back({name, std::move(tape)});
    };
    add("random", [](std::size_t, longgamma::observation&) {});
    add("price times 1000 and back",
        [](std::size_t i, longgamma::observation& o) { o.spot *= i % 7 == 4 ? 1000.0 : 1.0; });
    add("price over 1000 and back",
        [](std::size_t i, longgamma::observation& o) { o.spot *= i % 5 == 2 ? 1e-3 : 1.0; });
    add("flat price", [](std::size_t, longgamma::observation& o) { o.spot = 100.0; });
    add("flat everything", [](std::size_t, longgamma::observation& o) {
        o.spot               = 100.0;
        o.implied_volatility = 0.5;
    });
    add("equal times", [](std::size_t i, longgamma::observation& o) { o.time = at_hour(static_cast<double>(i / 4)); });
    add("tiny price", [](std::size_t, longgamma::observation& o) { o.spot *= 1e-12; });
    add("huge price", [](std::size_t, longgamma::observation& o) { o.spot *= 1e12; });
    add("implied volatility between 1 % and 500 %", [](std::size_t i, longgamma::observation& o) {
        o.implied_volatility = i % 6 == 1 ? 0.01 : i % 6 == 4 ? 5.0 : o.implied_volatility;
    });
    add("weekend gaps",
        [](std::size_t i, longgamma::observation& o) { o.time += std::chrono::hours(60) * static_cast<long>(i / 50); });
    add("implied volatility unknown now and then", [](std::size_t i, longgamma::observation& o) {
        if (i % 9 < 4)
            o.implied_volatility = not_a_number;
    });
    add("forecast unknown now and then", [](std::size_t i, longgamma::observation& o) {
        if (i % 11 < 5)
            o.forecast_volatility = not_a_number;
    });
    return all;
}
