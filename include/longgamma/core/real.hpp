// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/core/real.hpp
/// @brief The number concept of all kernels.

#include <longgamma/core/simd.hpp>

#include <concepts>

namespace longgamma::inline LONGGAMMA_ABI {

/// A number which a kernel can run on: `float`, `double`, `simd::batch<T, Arch>`, or an automatic-differentiation type
/// with arithmetic operators, comparisons, construction from `double`, and `exp`, `log`, `sqrt` found by
/// argument-dependent lookup.
///
/// Comparisons may return `bool` or a mask of lanes; kernels branch with `math::select` only.
template <class T>
concept real = std::copyable<T> && std::constructible_from<T, double> && requires(T const a, T const b) {
    { a + b } -> std::convertible_to<T>;
    { a - b } -> std::convertible_to<T>;
    { a* b } -> std::convertible_to<T>;
    { a / b } -> std::convertible_to<T>;
    { -a } -> std::convertible_to<T>;
    a < b;
    a <= b;
    a > b;
    a >= b;
    a == b;
};

/// A parameter held as `double`, as a number of type T (lanes: broadcast; `float`: rounded once).
template <real T>
[[nodiscard]] constexpr T as(double x) noexcept {
    return T(static_cast<simd::scalar_t<T>>(x));
}

/// What a comparison of two T gives: `bool`, or a mask of lanes.
template <real T>
using mask_t = decltype(std::declval<T const&>() < std::declval<T const&>());

/// Built-in floating point, or lanes of it: the types with their own elementary functions in math/.
template <class T>
concept machine_real = real<T> && std::floating_point<simd::scalar_t<T>>;

}  // namespace longgamma::inline LONGGAMMA_ABI
