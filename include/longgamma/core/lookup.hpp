// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/core/lookup.hpp
/// @brief Two instructions which AVX-512 has and others lack: a table look-up in registers, and scaling by a power of two.

#include <longgamma/core/simd.hpp>

#if defined(__x86_64__) && defined(__SSE2__)
#include <immintrin.h>
#endif

namespace longgamma::inline LONGGAMMA_ABI::simd {

namespace detail {

#if defined(__AVX512F__) && !defined(LONGGAMMA_NO_SIMD)
inline constexpr bool unit_has_avx512 = true;
#else
inline constexpr bool unit_has_avx512 = false;
#endif

}  // namespace detail

/// True if `lookup` and `scale` are one or two instructions on this type: lanes of 512 bits, and the scalars of a
/// translation unit whose default lanes these are, so that both run the same algorithm.
template <class X>
inline constexpr bool has_lookup =
    detail::unit_has_avx512 && lanes<X> * sizeof(scalar_t<X>) == (batch_type<X> ? 64 : sizeof(scalar_t<X>));

/// A table of 16 numbers.
template <class T>
using table16 = T[16];

/// table[low four bits of index], lane by lane.
template <class X>
    requires(has_lookup<X>)
[[nodiscard]] LONGGAMMA_INLINE X lookup([[maybe_unused]] table16<scalar_t<X>> const& table,
                                        [[maybe_unused]] bits_t<X> const& index) noexcept {
#if defined(__AVX512F__) && !defined(LONGGAMMA_NO_SIMD)
    if constexpr (!batch_type<X>)
        return table[index & 15U];
    else if constexpr (std::same_as<scalar_t<X>, double>)
        return X(_mm512_permutex2var_pd(_mm512_loadu_pd(table), static_cast<__m512i>(index), _mm512_loadu_pd(table + 8)));
    else
        return X(_mm512_permutexvar_ps(static_cast<__m512i>(index), _mm512_loadu_ps(table)));
#endif
}

/// x 2^floor(k); correctly rounded where that is subnormal, infinity where it is too large.
template <class X>
    requires(has_lookup<X>)
[[nodiscard]] LONGGAMMA_INLINE X scale([[maybe_unused]] X const& x, [[maybe_unused]] X const& k) noexcept {
#if defined(__AVX512F__) && !defined(LONGGAMMA_NO_SIMD)
    if constexpr (std::same_as<X, double>)
        return _mm_cvtsd_f64(_mm_scalef_sd(_mm_set_sd(x), _mm_set_sd(k)));
    else if constexpr (std::same_as<X, float>)
        return _mm_cvtss_f32(_mm_scalef_ss(_mm_set_ss(x), _mm_set_ss(k)));
    else if constexpr (std::same_as<scalar_t<X>, double>)
        return X(_mm512_scalef_pd(static_cast<__m512d>(x), static_cast<__m512d>(k)));
    else
        return X(_mm512_scalef_ps(static_cast<__m512>(x), static_cast<__m512>(k)));
#endif
}

}  // namespace longgamma::inline LONGGAMMA_ABI::simd
