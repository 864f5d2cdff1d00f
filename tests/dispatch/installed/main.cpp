// SPDX-License-Identifier: BSL-1.0
// A program that uses the installed dispatch library and includes nothing but its header.
#include <longgamma/dispatch.hpp>

#include <cmath>
#include <cstdio>

int main() {
    namespace lg           = longgamma;
    double const strikes[] = {90.0, 100.0, 110.0};
    double prices[3], deltas[3], volatilities[3];
    lg::dispatch::evaluate<lg::price, lg::delta>(
        {.spot = 100.0, .strike = strikes, .expiry = 1.0, .rate = 0.05, .dividend_yield = 0.02, .volatility = 0.2},
        prices, deltas);
    lg::dispatch::implied_volatility(
        {.price = prices, .spot = 100.0, .strike = strikes, .expiry = 1.0, .rate = 0.05, .dividend_yield = 0.02},
        volatilities);
    std::printf("%.15g %.15g %.15g %s\n", prices[1], deltas[1], volatilities[1], lg::dispatch::instruction_set().data());
    return std::fabs(prices[1] - 9.2270055081540475) < 1e-12 && std::fabs(volatilities[2] - 0.2) < 1e-12 ? 0 : 1;
}
