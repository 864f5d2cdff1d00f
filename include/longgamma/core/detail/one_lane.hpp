// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/core/detail/one_lane.hpp
/// @brief Lanes without vector instructions: a batch of one. Included by core/simd.hpp if LONGGAMMA_NO_SIMD is defined.
///
/// The operations and their rules (which operand a minimum gives for NaN, a mask type apart from `bool`) are those that
/// core/simd.hpp uses of its vector library, so every header runs on these lanes as on any others.

#include <longgamma/core/config.hpp>

#include <bit>
#include <cmath>
#include <cstddef>
#include <type_traits>

namespace longgamma::inline LONGGAMMA_ABI::simd::one_lane {

/// The architecture tag of these lanes.
struct scalar {
    static constexpr char const* name() noexcept { return has_fma ? "scalar_fma" : "scalar"; }
};
using default_arch = scalar;

/// What a comparison of two batches of one gives.
struct batch_bool {
    bool value;

    friend constexpr batch_bool operator&&(batch_bool a, batch_bool b) noexcept { return {a.value && b.value}; }
    friend constexpr batch_bool operator||(batch_bool a, batch_bool b) noexcept { return {a.value || b.value}; }
    friend constexpr batch_bool operator&(batch_bool a, batch_bool b) noexcept { return {a.value && b.value}; }
    friend constexpr batch_bool operator|(batch_bool a, batch_bool b) noexcept { return {a.value || b.value}; }
    friend constexpr batch_bool operator^(batch_bool a, batch_bool b) noexcept { return {a.value != b.value}; }
    friend constexpr batch_bool operator==(batch_bool a, batch_bool b) noexcept { return {a.value == b.value}; }
    friend constexpr batch_bool operator!=(batch_bool a, batch_bool b) noexcept { return {a.value != b.value}; }
    friend constexpr batch_bool operator!(batch_bool a) noexcept { return {!a.value}; }
    friend constexpr batch_bool operator~(batch_bool a) noexcept { return {!a.value}; }
};

/// One number (`double`, `float` or an unsigned integer) as a vector of lanes.
template <class T, class Arch = default_arch>
struct batch {
    static constexpr std::size_t size = 1;

    T value;

    batch() = default;
    constexpr batch(T x) noexcept : value(x) {}  // NOLINT: implicit, as a broadcast is

    static batch load_unaligned(T const* p) noexcept { return *p; }
    static batch load_aligned(T const* p) noexcept { return *p; }
    void store_unaligned(T* p) const noexcept { *p = value; }
    void store_aligned(T* p) const noexcept { *p = value; }

    friend constexpr batch operator+(batch a, batch b) noexcept { return static_cast<T>(a.value + b.value); }
    friend constexpr batch operator-(batch a, batch b) noexcept { return static_cast<T>(a.value - b.value); }
    friend constexpr batch operator*(batch a, batch b) noexcept { return static_cast<T>(a.value * b.value); }
    friend constexpr batch operator/(batch a, batch b) noexcept { return static_cast<T>(a.value / b.value); }
    friend constexpr batch operator-(batch a) noexcept { return static_cast<T>(-a.value); }
    batch& operator+=(batch b) noexcept { return *this = *this + b; }
    batch& operator-=(batch b) noexcept { return *this = *this - b; }
    batch& operator*=(batch b) noexcept { return *this = *this * b; }
    batch& operator/=(batch b) noexcept { return *this = *this / b; }

    friend constexpr batch_bool operator<(batch a, batch b) noexcept { return {a.value < b.value}; }
    friend constexpr batch_bool operator<=(batch a, batch b) noexcept { return {a.value <= b.value}; }
    friend constexpr batch_bool operator>(batch a, batch b) noexcept { return {a.value > b.value}; }
    friend constexpr batch_bool operator>=(batch a, batch b) noexcept { return {a.value >= b.value}; }
    friend constexpr batch_bool operator==(batch a, batch b) noexcept { return {a.value == b.value}; }
    friend constexpr batch_bool operator!=(batch a, batch b) noexcept { return {a.value != b.value}; }

    friend constexpr batch operator&(batch a, batch b) noexcept
        requires(std::is_integral_v<T>)
    {
        return static_cast<T>(a.value & b.value);
    }
    friend constexpr batch operator|(batch a, batch b) noexcept
        requires(std::is_integral_v<T>)
    {
        return static_cast<T>(a.value | b.value);
    }
    friend constexpr batch operator^(batch a, batch b) noexcept
        requires(std::is_integral_v<T>)
    {
        return static_cast<T>(a.value ^ b.value);
    }
    friend constexpr batch operator~(batch a) noexcept
        requires(std::is_integral_v<T>)
    {
        return static_cast<T>(~a.value);
    }
    friend constexpr batch operator<<(batch a, int count) noexcept
        requires(std::is_integral_v<T>)
    {
        return static_cast<T>(a.value << count);
    }
    friend constexpr batch operator>>(batch a, int count) noexcept
        requires(std::is_integral_v<T>)
    {
        return static_cast<T>(a.value >> count);
    }
};

template <class T, class Arch>
[[nodiscard]] constexpr batch<T, Arch> select(batch_bool condition, batch<T, Arch> a, batch<T, Arch> b) noexcept {
    return condition.value ? a : b;
}
[[nodiscard]] constexpr bool any(batch_bool mask) noexcept { return mask.value; }
[[nodiscard]] constexpr bool all(batch_bool mask) noexcept { return mask.value; }

/// Rounded once where a scalar fma is, twice elsewhere: the scalar's bits.
template <class T, class Arch>
[[nodiscard]] batch<T, Arch> fma(batch<T, Arch> x, batch<T, Arch> y, batch<T, Arch> z) noexcept {
    if constexpr (has_fma)
        return std::fma(x.value, y.value, z.value);
    else
        return x * y + z;
}
/// NaN in either gives the second operand, as the vector instructions of x86 do.
template <class T, class Arch>
[[nodiscard]] constexpr batch<T, Arch> min(batch<T, Arch> a, batch<T, Arch> b) noexcept {
    return a.value < b.value ? a : b;
}
template <class T, class Arch>
[[nodiscard]] constexpr batch<T, Arch> max(batch<T, Arch> a, batch<T, Arch> b) noexcept {
    return b.value < a.value ? a : b;
}
template <class T, class Arch>
[[nodiscard]] batch<T, Arch> abs(batch<T, Arch> x) noexcept {
    return std::fabs(x.value);
}
template <class T, class Arch>
[[nodiscard]] batch<T, Arch> sqrt(batch<T, Arch> x) noexcept {
    return std::sqrt(x.value);
}
template <class T, class Arch>
[[nodiscard]] batch<T, Arch> floor(batch<T, Arch> x) noexcept {
    return std::floor(x.value);
}
template <class To, class T, class Arch>
[[nodiscard]] constexpr To bitwise_cast(batch<T, Arch> x) noexcept {
    return std::bit_cast<To>(x);
}

}  // namespace longgamma::inline LONGGAMMA_ABI::simd::one_lane
