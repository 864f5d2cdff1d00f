// SPDX-License-Identifier: BSL-1.0
// The loops which a practitioner writes: value, delta and gamma of call and put from two evaluations of the textbook
// formula, a cash account, a proportional cost. They do less than the library: profit by value changes is not split into
// causes, payments are not kept by line, sums are plain, inputs are not checked.

#include "support/tables.hpp"

#include <cmath>

namespace {

struct option {
    double value, delta, gamma;
};

double cdf(double x) { return 0.5 * std::erfc(x * -0.70710678118654752440); }

option black_scholes(double sign, double spot, double strike, double expiry, double rate, double volatility) {
    if (expiry <= 0.0)
        return {std::fmax(sign * (spot - strike), 0.0), sign * (spot - strike) > 0.0 ? sign : 0.0, 0.0};
    double const total    = volatility * std::sqrt(expiry);
    double const d1       = (std::log(spot / strike) + rate * expiry) / total + 0.5 * total;
    double const discount = std::exp(-rate * expiry);
    double const cdf1     = cdf(sign * d1);
    return {sign * (spot * cdf1 - strike * discount * cdf(sign * (d1 - total))), sign * cdf1,
            0.39894228040143267794 * std::exp(-0.5 * d1 * d1) / (spot * total)};
}

option straddle(double spot, double strike, double expiry, double rate, double volatility) {
    option const call = black_scholes(+1.0, spot, strike, expiry, rate, volatility);
    option const put  = black_scholes(-1.0, spot, strike, expiry, rate, volatility);
    return {call.value + put.value, call.delta + put.delta, call.gamma + put.gamma};
}

bench::replay_profit replay(bench::replay_terms const& in, void const*) {
    constexpr double day  = 1.0 / 365.0;
    double const interest = std::expm1(in.rate * day);
    double cash = 0.0, shares = 0.0, order = 0.0, quantity = 0.0, strike = 0.0, value = 0.0, gamma_profit = 0.0;
    option book{};
    std::size_t expiry = 0;
    for (std::size_t i = 0; i < in.n; ++i) {
        double const spot = in.spot[i];
        auto const trade  = [&](double units) {
            cash -= units * spot + in.fee * std::fabs(units) * spot;
            shares += units;
        };
        if (i > 0) {
            double const move = spot - in.spot[i - 1];
            gamma_profit += 0.5 * quantity * book.gamma * move * move;
            cash += cash * interest;
            book  = straddle(spot, strike, static_cast<double>(expiry - i) * day, in.rate, in.volatility[i]);
            value = quantity * book.value;
            if (i != expiry && i + 1 != in.n)  // an order for a book that ends is dropped
                trade(order);
        }
        if (i + 1 == in.n) {
            trade(-shares);
            return {cash + value, gamma_profit};
        }
        if (i == expiry) {
            cash += value;
            trade(-shares);  // nothing at i = 0
            quantity = in.notional / spot;
            strike   = spot;
            expiry   = i + in.tenor;
            book     = straddle(spot, strike, static_cast<double>(in.tenor) * day, in.rate, in.volatility[i]);
            value    = quantity * book.value;
            cash -= value;
        }
        order = -quantity * book.delta - shares;
    }
    return {cash + value, gamma_profit};
}

void paths(bench::path_terms const& in) {
    double const interest = std::expm1(in.rate * in.step_years);
    for (std::size_t path = 0; path < in.paths; ++path) {
        double const strike = in.spot[path];
        double shares       = 0.0;
        double const years  = in.step_years * static_cast<double>(in.steps);
        option book         = straddle(strike, strike, years, in.rate, in.volatility);
        double cash         = -book.value;
        double spot = strike, gamma_profit = 0.0;
        auto const trade    = [&](double units) {
            cash -= units * spot + in.fee * std::fabs(units) * spot;
            shares += units;
        };
        for (std::size_t step = 1; step <= in.steps; ++step) {
            double const order = std::fmin(std::fmax(shares, -book.delta - in.band), -book.delta + in.band) - shares;
            double const move  = in.spot[step * in.paths + path] - spot;
            gamma_profit += 0.5 * book.gamma * move * move;
            spot += move;
            cash += cash * interest;
            book = straddle(spot, strike, in.step_years * static_cast<double>(in.steps - step), in.rate, in.volatility);
            trade(order);
        }
        trade(-shares);
        in.profit[path]       = cash + book.value;
        in.gamma_profit[path] = gamma_profit;
    }
}

}  // namespace

BENCH_DEFINE(hedging, scalar_libm) = {nullptr, replay, paths, nullptr};
