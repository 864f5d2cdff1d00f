// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/core/config.hpp
/// @brief Language checks and the inline namespace that names version and instruction set.
///
/// Every public name lives in `longgamma::inline LONGGAMMA_ABI`. The name of that inline namespace holds the version and
/// the instruction set, so two translation units of one program, built from different versions or with different `-m`
/// flags, never share a symbol of this library.

#include <longgamma/version.hpp>

#if !defined(__cplusplus) || __cplusplus < 202002L
#error "longgamma needs C++20: compile with -std=c++20 or newer"
#endif

// Kernels rely on IEEE arithmetic: NaN in, NaN out; magic-number rounding; compensated products. -ffast-math breaks all
// of that. LONGGAMMA_ALLOW_FAST_MATH lets the headers compile regardless: then no accuracy statement and no NaN rule holds.
#if (defined(__FAST_MATH__) || (defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__)) && \
    !defined(LONGGAMMA_ALLOW_FAST_MATH)
#error "longgamma does not support -ffast-math, -Ofast or -ffinite-math-only (define LONGGAMMA_ALLOW_FAST_MATH to override)"
#endif

#if defined(__AVX512F__) && defined(__AVX512DQ__) && defined(__AVX512BW__) && defined(__AVX512VL__)
#define LONGGAMMA_ISA avx512
#elif defined(__AVX2__) && defined(__FMA__)
#define LONGGAMMA_ISA avx2_fma
#elif defined(__AVX2__)
#define LONGGAMMA_ISA avx2
#elif defined(__AVX__)
#define LONGGAMMA_ISA avx
#elif defined(__SSE4_2__)
#define LONGGAMMA_ISA sse4_2
#elif defined(__SSE4_1__)
#define LONGGAMMA_ISA sse4_1
#elif defined(__SSE3__)
#define LONGGAMMA_ISA sse3
#elif defined(__SSE2__)
#define LONGGAMMA_ISA sse2
#elif defined(__aarch64__) && defined(__ARM_FEATURE_SVE)
#define LONGGAMMA_ISA sve
#elif defined(__aarch64__)
#define LONGGAMMA_ISA neon64
#elif defined(__ARM_NEON)
#define LONGGAMMA_ISA neon
#else
#define LONGGAMMA_ISA scalar
#endif

// Without vector types the compiler still uses the instructions that its flags allow: the name holds both.
#if defined(LONGGAMMA_NO_SIMD)
#define LONGGAMMA_ABI_NAME_1(major, minor, isa) v##major##_##minor##_scalar_##isa
#else
#define LONGGAMMA_ABI_NAME_1(major, minor, isa) v##major##_##minor##_##isa
#endif
#define LONGGAMMA_ABI_NAME(major, minor, isa) LONGGAMMA_ABI_NAME_1(major, minor, isa)
#define LONGGAMMA_ABI LONGGAMMA_ABI_NAME(LONGGAMMA_VERSION_MAJOR, LONGGAMMA_VERSION_MINOR, LONGGAMMA_ISA)

// Kernels are inlined into the loops that run them: lanes then travel in registers, not through memory.
#if defined(__GNUC__) || defined(__clang__)
#define LONGGAMMA_INLINE [[gnu::always_inline]] inline
#else
#define LONGGAMMA_INLINE inline
#endif

#define LONGGAMMA_STRINGIZE_1(x) #x
#define LONGGAMMA_STRINGIZE(x) LONGGAMMA_STRINGIZE_1(x)

namespace longgamma::inline LONGGAMMA_ABI {

/// Name of the instruction set which the lanes of this translation unit use, e.g. "avx2_fma"; "scalar" for none.
#if defined(LONGGAMMA_NO_SIMD)
inline constexpr char const* instruction_set = "scalar";
#else
inline constexpr char const* instruction_set = LONGGAMMA_STRINGIZE(LONGGAMMA_ISA);
#endif

/// True if the compiler may use a fused multiply-add instruction in this translation unit.
#if defined(__FMA__) || defined(__ARM_FEATURE_FMA) || defined(__aarch64__)
inline constexpr bool has_fma = true;
#else
inline constexpr bool has_fma = false;
#endif

}  // namespace longgamma::inline LONGGAMMA_ABI
