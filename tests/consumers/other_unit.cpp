// SPDX-License-Identifier: BSL-1.0
#include <longgamma/longgamma.hpp>

double other_unit(double spot);
double other_unit(double spot) {
    return longgamma::greeks({.spot = spot, .strike = 100, .expiry = 1, .rate = 0.05, .dividend_yield = 0.02, .volatility = 0.2}, longgamma::call).price;
}
