// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/core/simd.hpp
/// @brief Lanes: the only header that names xsimd. Supports xsimd 8.1 (Debian 12) and newer.
///
/// What the kernels need and xsimd's versions spell differently (bit casts) or define differently (a fused multiply-add
/// that is not fused without hardware support) is settled here once. `xsimd::erfc`, `min`, `max` and the run-time
/// CPU detection are not used anywhere: see docs/accuracy.md. With `LONGGAMMA_NO_SIMD` defined, in every translation
/// unit or in none, xsimd is not included and a batch is one number: for targets without vector instructions, and as
/// reference.

#include <longgamma/core/config.hpp>

#if defined(LONGGAMMA_NO_SIMD)
#include <longgamma/core/detail/one_lane.hpp>
#else
#include <xsimd/xsimd.hpp>
#endif

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#if defined(__aarch64__) && !defined(LONGGAMMA_NO_SIMD)
// xsimd's single precision division on 64-bit ARM is an approximation by Newton's steps; the processor's own is exact.
template <>
LONGGAMMA_INLINE xsimd::batch<float, xsimd::neon64>& xsimd::batch<float, xsimd::neon64>::operator/=(
    batch const& divisor) noexcept {
    return *this = batch(vdivq_f32(*this, divisor));
}
#endif

namespace longgamma::inline LONGGAMMA_ABI::simd {

// What the lanes are made of.
#if defined(LONGGAMMA_NO_SIMD)
namespace vectors = one_lane;
#else
namespace vectors = ::xsimd;
#endif

/// The widest instruction set of this translation unit's flags.
using default_arch = vectors::default_arch;

/// A vector of lanes of T (`double` or `float`) on instruction set Arch.
template <class T, class Arch = default_arch>
using batch = vectors::batch<T, Arch>;

template <class X>
struct batch_traits {
    using scalar                     = X;
    static constexpr bool is_batch   = false;
    static constexpr std::size_t size = 1;
};

template <class T, class Arch>
struct batch_traits<vectors::batch<T, Arch>> {
    using scalar                     = T;
    using arch                       = Arch;
    static constexpr bool is_batch   = true;
    static constexpr std::size_t size = vectors::batch<T, Arch>::size;
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

/// True if fma on this type is rounded once: where the compiler's flags allow such an instruction, for scalars and lanes.
template <class X>
inline constexpr bool fused = has_fma;

/// Unsigned integer of the width of a floating-point lane, in as many lanes.
template <class X>
struct bits_type {
    using type = unsigned_of<X>;
};
template <class T, class Arch>
struct bits_type<vectors::batch<T, Arch>> {
    using type = vectors::batch<unsigned_of<T>, Arch>;
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
    return vectors::bitwise_cast<unsigned_of<scalar_t<X>>>(x);
#else
    return vectors::bitwise_cast<bits_t<X>>(x);
#endif
}
template <batch_type X>
[[nodiscard]] inline X from_bits(bits_t<X> const& u) noexcept {
#if XSIMD_VERSION_MAJOR >= 11
    return vectors::bitwise_cast<scalar_t<X>>(u);
#else
    return vectors::bitwise_cast<X>(u);
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

/// The same where p is a multiple of the batch's size.
template <batch_type X>
[[nodiscard]] inline X load_aligned(scalar_t<X> const* p) noexcept {
    return X::load_aligned(p);
}
template <batch_type X>
inline void store_aligned(scalar_t<X>* p, X const& x) noexcept {
    x.store_aligned(p);
}

// Lane by lane operations under their usual names; see the function objects of math/elementary.hpp.
template <class Mask, batch_type X>
[[nodiscard]] inline X select(Mask const& condition, X const& a, X const& b) noexcept {
    return vectors::select(condition, a, b);
}
template <class Mask>
[[nodiscard]] inline bool any(Mask const& mask) noexcept {
    return vectors::any(mask);
}
/// x y + z, rounded once where `fused`. Not left to xsimd where the instruction exists: for some lanes version 8.1 writes
/// x * y + z, and the compiler then fuses whichever product it likes, or none.
template <batch_type X>
[[nodiscard]] LONGGAMMA_INLINE X fma(X const& x, X const& y, X const& z) noexcept {
#if defined(__FMA__) && !defined(LONGGAMMA_NO_SIMD)
    constexpr bool is_double    = std::same_as<scalar_t<X>, double>;
    constexpr std::size_t bytes = lanes<X> * sizeof(scalar_t<X>);
#if defined(__AVX512F__)
    if constexpr (bytes == 64) {
        if constexpr (is_double)
            return X(_mm512_fmadd_pd(static_cast<__m512d>(x), static_cast<__m512d>(y), static_cast<__m512d>(z)));
        else
            return X(_mm512_fmadd_ps(static_cast<__m512>(x), static_cast<__m512>(y), static_cast<__m512>(z)));
    }
#endif
    if constexpr (bytes == 32) {
        if constexpr (is_double)
            return X(_mm256_fmadd_pd(static_cast<__m256d>(x), static_cast<__m256d>(y), static_cast<__m256d>(z)));
        else
            return X(_mm256_fmadd_ps(static_cast<__m256>(x), static_cast<__m256>(y), static_cast<__m256>(z)));
    }
    if constexpr (bytes == 16) {
        if constexpr (is_double)
            return X(_mm_fmadd_pd(static_cast<__m128d>(x), static_cast<__m128d>(y), static_cast<__m128d>(z)));
        else
            return X(_mm_fmadd_ps(static_cast<__m128>(x), static_cast<__m128>(y), static_cast<__m128>(z)));
    }
#endif
    return vectors::fma(x, y, z);
}
/// The smaller (larger) of x and a bound which is not NaN, in one instruction where the hardware has it; NaN in x stays.
/// xsimd's own rule for NaN changed: up to version 13 an x86 lane gives the second operand, from 14 on the first.
template <batch_type X>
[[nodiscard]] inline X at_most(X const& x, X const& bound) noexcept {
#if XSIMD_VERSION_MAJOR >= 14
    return vectors::min(x, bound);
#else
    return vectors::min(bound, x);
#endif
}
template <batch_type X>
[[nodiscard]] inline X at_least(X const& x, X const& bound) noexcept {
#if XSIMD_VERSION_MAJOR >= 14
    return vectors::max(x, bound);
#else
    return vectors::max(bound, x);
#endif
}
template <batch_type X>
[[nodiscard]] inline X abs(X const& x) noexcept {
    return vectors::abs(x);
}
template <batch_type X>
[[nodiscard]] inline X sqrt(X const& x) noexcept {
#if defined(__aarch64__) && !defined(LONGGAMMA_NO_SIMD)
    if constexpr (std::same_as<X, xsimd::batch<float, xsimd::neon64>>)
        return X(vsqrtq_f32(x));  // as for the division above
    else
#endif
        return vectors::sqrt(x);
}
template <batch_type X>
[[nodiscard]] inline X floor(X const& x) noexcept {
    return vectors::floor(x);
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
