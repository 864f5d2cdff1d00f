// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  support/dual.hpp
/// @brief A forward dual number: the smallest automatic-differentiation type which the kernels accept.

#include <longgamma/core/real.hpp>

#include <cmath>

namespace longgamma_test {

/// Value and derivative along one direction. Comparisons look at the value alone.
template <class T>
struct dual {
    T value{};
    T derivative{};

    constexpr dual() = default;
    constexpr explicit dual(double constant) : value(constant) {}
    constexpr dual(T v, T d) : value(v), derivative(d) {}

    friend constexpr dual operator+(dual const& a, dual const& b) {
        return {a.value + b.value, a.derivative + b.derivative};
    }
    friend constexpr dual operator-(dual const& a, dual const& b) {
        return {a.value - b.value, a.derivative - b.derivative};
    }
    friend constexpr dual operator-(dual const& a) { return {-a.value, -a.derivative}; }
    friend constexpr dual operator*(dual const& a, dual const& b) {
        return {a.value * b.value, a.derivative * b.value + a.value * b.derivative};
    }
    friend constexpr dual operator/(dual const& a, dual const& b) {
        T const quotient = a.value / b.value;
        return {quotient, (a.derivative - quotient * b.derivative) / b.value};
    }
    friend constexpr auto operator<(dual const& a, dual const& b) { return a.value < b.value; }
    friend constexpr auto operator<=(dual const& a, dual const& b) { return a.value <= b.value; }
    friend constexpr auto operator>(dual const& a, dual const& b) { return a.value > b.value; }
    friend constexpr auto operator>=(dual const& a, dual const& b) { return a.value >= b.value; }
    friend constexpr auto operator==(dual const& a, dual const& b) { return a.value == b.value; }

    friend dual exp(dual const& a) {
        using std::exp;
        T const e = exp(a.value);
        return {e, e * a.derivative};
    }
    friend dual log(dual const& a) {
        using std::log;
        return {log(a.value), a.derivative / a.value};
    }
    friend dual sqrt(dual const& a) {
        using std::sqrt;
        T const root = sqrt(a.value);
        return {root, a.derivative / (T(2.0) * root)};
    }
};

static_assert(longgamma::real<dual<double>>);
static_assert(!longgamma::machine_real<dual<double>>);

}  // namespace longgamma_test
