// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/core/simd.hpp
/// @brief Lanes: the only header that names xsimd. Supports xsimd 8.1 (Debian 12) and newer.
///
/// What the kernels need and xsimd's versions spell differently (bit casts) or define differently (a fused multiply-add
/// that is not fused without hardware support) is settled here once. `xsimd::erfc`, `min`, `max` and the run-time
/// CPU detection are not used anywhere: see docs/accuracy.md.

#include <longgamma/core/config.hpp>

#include <xsimd/xsimd.hpp>

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace longgamma::inline LONGGAMMA_ABI::simd {

/// The widest instruction set of this translation unit's flags.
using default_arch = xsimd::default_arch;

/// A vector of lanes of T (`double` or `float`) on instruction set Arch.
template <class T, class Arch = default_arch>
using batch = xsimd::batch<T, Arch>;

template <class X>
struct batch_traits {
    using scalar                     = X;
    static constexpr bool is_batch   = false;
    static constexpr std::size_t size = 1;
};

template <class T, class Arch>
struct batch_traits<xsimd::batch<T, Arch>> {
    using scalar                     = T;
    using arch                       = Arch;
    static constexpr bool is_batch   = true;
    static constexpr std::size_t size = xsimd::batch<T, Arch>::size;
};

/// Number type of one lane: `double` for `double` and for `batch<double, Arch>`.
template <class X>
using scalar_t = typename batch_traits<X>::scalar;

/// Number of lanes; 1 for a scalar.
template <class X>
inline constexpr std::size_t lanes = batch_traits<X>::size;

template <class X>
concept batch_type = batch_traits<X>::is_batch;

template <class T>
using unsigned_of = std::conditional_t<sizeof(T) == 8, std::uint64_t, std::uint32_t>;

/// True if fma on this type is rounded once: by the compiler's flags for scalars, by the instruction set for lanes.
template <class X>
inline constexpr bool fused = has_fma;
template <class T, class Arch>
inline constexpr bool fused<xsimd::batch<T, Arch>> = [] {
    std::string_view const name = Arch::name();
    for (std::string_view const part : {"fma", "avx512", "arm64", "neon64", "sve"})
        if (name.find(part) != std::string_view::npos)
            return true;
    return false;
}();

/// Unsigned integer of the width of a floating-point lane, in as many lanes.
template <class X>
struct bits_type {
    using type = unsigned_of<X>;
};
template <class T, class Arch>
struct bits_type<xsimd::batch<T, Arch>> {
    using type = xsimd::batch<unsigned_of<T>, Arch>;
};
template <class X>
using bits_t = typename bits_type<X>::type;

/// The bit pattern of floating-point numbers, and back.
template <std::floating_point T>
[[nodiscard]] inline bits_t<T> to_bits(T x) noexcept {
    return std::bit_cast<bits_t<T>>(x);
}
template <std::floating_point T>
[[nodiscard]] inline T from_bits(bits_t<T> u) noexcept {
    return std::bit_cast<T>(u);
}

template <batch_type X>
[[nodiscard]] inline bits_t<X> to_bits(X const& x) noexcept {
#if XSIMD_VERSION_MAJOR >= 11
    return xsimd::bitwise_cast<unsigned_of<scalar_t<X>>>(x);
#else
    return xsimd::bitwise_cast<bits_t<X>>(x);
#endif
}
template <batch_type X>
[[nodiscard]] inline X from_bits(bits_t<X> const& u) noexcept {
#if XSIMD_VERSION_MAJOR >= 11
    return xsimd::bitwise_cast<scalar_t<X>>(u);
#else
    return xsimd::bitwise_cast<X>(u);
#endif
}

template <batch_type X>
[[nodiscard]] inline X load(scalar_t<X> const* p) noexcept {
    return X::load_unaligned(p);
}
template <batch_type X>
inline void store(scalar_t<X>* p, X const& x) noexcept {
    x.store_unaligned(p);
}

// Lane by lane operations under their usual names; see the function objects of math/elementary.hpp.
template <class Mask, batch_type X>
[[nodiscard]] inline X select(Mask const& condition, X const& a, X const& b) noexcept {
    return xsimd::select(condition, a, b);
}
template <class Mask>
[[nodiscard]] inline bool any(Mask const& mask) noexcept {
    return xsimd::any(mask);
}
template <batch_type X>
[[nodiscard]] inline X fma(X const& x, X const& y, X const& z) noexcept {
    return xsimd::fma(x, y, z);
}
/// The smaller (larger) of x and a bound which is not NaN, in one instruction where the hardware has it; NaN in x stays.
/// xsimd's own rule for NaN changed: up to version 13 an x86 lane gives the second operand, from 14 on the first.
template <batch_type X>
[[nodiscard]] inline X at_most(X const& x, X const& bound) noexcept {
#if XSIMD_VERSION_MAJOR >= 14
    return xsimd::min(x, bound);
#else
    return xsimd::min(bound, x);
#endif
}
template <batch_type X>
[[nodiscard]] inline X at_least(X const& x, X const& bound) noexcept {
#if XSIMD_VERSION_MAJOR >= 14
    return xsimd::max(x, bound);
#else
    return xsimd::max(bound, x);
#endif
}
template <batch_type X>
[[nodiscard]] inline X abs(X const& x) noexcept {
    return xsimd::abs(x);
}
template <batch_type X>
[[nodiscard]] inline X sqrt(X const& x) noexcept {
    return xsimd::sqrt(x);
}
template <batch_type X>
[[nodiscard]] inline X floor(X const& x) noexcept {
    return xsimd::floor(x);
}

/// The lanes as an array, in order.
template <batch_type X>
[[nodiscard]] inline std::array<scalar_t<X>, lanes<X>> to_array(X const& x) noexcept {
    std::array<scalar_t<X>, lanes<X>> a;
    x.store_unaligned(a.data());
    return a;
}
template <batch_type X>
[[nodiscard]] inline X from_array(std::array<scalar_t<X>, lanes<X>> const& a) noexcept {
    return X::load_unaligned(a.data());
}

}  // namespace longgamma::inline LONGGAMMA_ABI::simd
