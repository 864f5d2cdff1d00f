// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  support/implementations.hpp
/// @brief The tables which CMakeLists.txt has built: it defines BENCH_HAS_AVX2, BENCH_HAS_AVX512, BENCH_HAS_QUANTLIB, ...

#include "support/tables.hpp"

// BENCH_FOR_EACH_ISA(F, kind, implementation): F for each instruction set of the build.
#if defined(BENCH_HAS_AVX2)
#define BENCH_FOR_AVX2(F, kind, implementation) F(kind, implementation, avx2)
#else
#define BENCH_FOR_AVX2(F, kind, implementation)
#endif
#if defined(BENCH_HAS_AVX512)
#define BENCH_FOR_AVX512(F, kind, implementation) F(kind, implementation, avx512)
#else
#define BENCH_FOR_AVX512(F, kind, implementation)
#endif
#define BENCH_FOR_EACH_ISA(F, kind, implementation) \
    F(kind, implementation, BENCH_BASELINE)         \
    BENCH_FOR_AVX2(F, kind, implementation)         \
    BENCH_FOR_AVX512(F, kind, implementation)

#if defined(BENCH_HAS_QUANTLIB)
#define BENCH_FOR_QUANTLIB(F, kind) F(kind, quantlib, BENCH_BASELINE)
#else
#define BENCH_FOR_QUANTLIB(F, kind)
#endif

#define BENCH_TEXT_1(x) #x
#define BENCH_TEXT(x) BENCH_TEXT_1(x)
// One row of a list of implementations: {"longgamma", "avx2", &bench_european_longgamma_avx2}.
#define BENCH_ROW(kind, implementation, isa) {#implementation, BENCH_TEXT(isa), &BENCH_JOIN(kind, implementation, isa)},
