// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  support/accuracy.hpp
/// @brief Distances between numbers, and the worst of many with the place where it was found.

#include <gtest/gtest.h>

#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string>

namespace longgamma_test {

/// Unit in the last place of x: distance between the two numbers of type T which enclose a number of this size.
template <std::floating_point T>
[[nodiscard]] inline double unit_in_last_place(double x) {
    double const size = std::fabs(x);
    int exponent      = 0;
    std::frexp(size, &exponent);
    double const unit = std::ldexp(1.0, exponent - std::numeric_limits<T>::digits);
    return std::fmax(unit, static_cast<double>(std::numeric_limits<T>::denorm_min()));
}

/// |got - expected| in units in the last place of T at `expected`; 0 for equal numbers and for two NaN, infinity if
/// only one is NaN or infinite.
template <std::floating_point T>
[[nodiscard]] inline double ulps_apart(T got, long double expected) {
    if (std::isnan(got) || std::isnan(expected))
        return std::isnan(got) && std::isnan(expected) ? 0.0 : std::numeric_limits<double>::infinity();
    if (got == static_cast<T>(expected))
        if (std::isinf(got) || got == T(0))
            return 0.0;
    auto const gap = std::fabs(static_cast<long double>(got) - expected);
    return static_cast<double>(gap / static_cast<long double>(unit_in_last_place<T>(static_cast<double>(expected))));
}

/// Keeps the largest of the errors shown to it.
class worst_error {
public:
    /// Adds an error; NaN counts as infinite. `place` says where, and is called only for a new worst error.
    template <class Place>
    void add(double error, Place&& place) {
        double const size = std::isnan(error) ? std::numeric_limits<double>::infinity() : std::fabs(error);
        ++count_;
        if (size > worst_) {
            worst_ = size;
            place_ = place();
        }
    }
    void add(double error) {
        add(error, [] { return std::string(); });
    }
    [[nodiscard]] double value() const { return worst_; }
    [[nodiscard]] std::size_t count() const { return count_; }

    /// Asserts that something was measured and stayed within the bound.
    void expect_at_most(double bound, char const* what) const {
        EXPECT_GT(count_, 0U) << what << ": nothing was measured";
        EXPECT_LE(worst_, bound) << what << ", worst of " << count_ << (place_.empty() ? "" : " at ") << place_;
        if (std::getenv("LONGGAMMA_PRINT_ACCURACY") != nullptr)
            std::printf("%-40s %10.4g of %g  %s\n", what, worst_, bound, place_.c_str());
    }

private:
    double worst_      = 0.0;
    std::size_t count_ = 0;
    std::string place_;
};

/// Equal bit for bit, all NaN counting as one.
template <std::floating_point T>
[[nodiscard]] inline bool same_bits(T a, T b) {
    return (std::isnan(a) && std::isnan(b)) || (a == b && std::signbit(a) == std::signbit(b));
}

/// A small, fast, portable generator: the same numbers with every standard library (splitmix64 by S. Vigna).
class random_numbers {
public:
    explicit random_numbers(std::uint64_t seed) : state_(seed) {}
    [[nodiscard]] std::uint64_t bits() {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
        z               = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
        z               = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31);
    }
    /// Uniform in [low, high).
    [[nodiscard]] double uniform(double low, double high) {
        return low + (high - low) * static_cast<double>(bits() >> 11) * 0x1p-53;
    }
    /// Uniform in the logarithm.
    [[nodiscard]] double log_uniform(double low, double high) {
        return std::exp(uniform(std::log(low), std::log(high)));
    }

private:
    std::uint64_t state_;
};

}  // namespace longgamma_test
