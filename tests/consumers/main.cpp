// SPDX-License-Identifier: BSL-1.0
// A consumer of the library with two translation units: every header is included in both, so anything that is not inline
// would be defined twice.
#include <longgamma/longgamma.hpp>

#include <cmath>
#include <cstdio>

double other_unit(double spot);

int main() {
    namespace lg     = longgamma;
    double const one = lg::greeks({.spot = 100, .strike = 100, .expiry = 1, .rate = 0.05, .dividend_yield = 0.02, .volatility = 0.2}, lg::call).price;
    double const two = other_unit(100);
    std::printf("%.15g %.15g %s\n", one, two, lg::instruction_set);
    return one == two && std::fabs(one - 9.2270055081540475) < 1e-12 ? 0 : 1;
}
