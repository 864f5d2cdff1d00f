// SPDX-License-Identifier: BSL-1.0
// What the memory allows: a loop that reads and writes the bytes of price and five greeks and computes next to nothing.

#include "support/tables.hpp"

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace {

#if defined(__AVX512F__)
struct lanes {
    static constexpr std::size_t size = 8;
    static __m512d load(double const* p) { return _mm512_load_pd(p); }
    static __m512d add(__m512d a, __m512d b) { return _mm512_add_pd(a, b); }
    static void store(double* p, __m512d x) { _mm512_store_pd(p, x); }
    static void stream(double* p, __m512d x) { _mm512_stream_pd(p, x); }
    static void fence() { _mm_sfence(); }
};
#elif defined(__AVX__)
struct lanes {
    static constexpr std::size_t size = 4;
    static __m256d load(double const* p) { return _mm256_load_pd(p); }
    static __m256d add(__m256d a, __m256d b) { return _mm256_add_pd(a, b); }
    static void store(double* p, __m256d x) { _mm256_store_pd(p, x); }
    static void stream(double* p, __m256d x) { _mm256_stream_pd(p, x); }
    static void fence() { _mm_sfence(); }
};
#elif defined(__SSE2__)
struct lanes {
    static constexpr std::size_t size = 2;
    static __m128d load(double const* p) { return _mm_load_pd(p); }
    static __m128d add(__m128d a, __m128d b) { return _mm_add_pd(a, b); }
    static void store(double* p, __m128d x) { _mm_store_pd(p, x); }
    static void stream(double* p, __m128d x) { _mm_stream_pd(p, x); }
    static void fence() { _mm_sfence(); }
};
#else
struct lanes {  // ordinary stores for both where no others are known
    static constexpr std::size_t size = 1;
    static double load(double const* p) { return *p; }
    static double add(double a, double b) { return a + b; }
    static void store(double* p, double x) { *p = x; }
    static void stream(double* p, double x) { *p = x; }
    static void fence() {}
};
#endif

template <bool streamed>
void copy(bench::european_book<double> const& b) {
    double const* const in[] = {b.spot, b.strike, b.expiry, b.rate, b.dividend_yield, b.volatility};
    for (std::size_t i = 0; i + lanes::size <= b.n; i += lanes::size) {
        auto const sign = lanes::load(b.sign + i);
        for (std::size_t c = 0; c < 6; ++c) {  // the sum keeps the compiler from calling memcpy
            auto const x = lanes::add(lanes::load(in[c] + i), sign);
            if constexpr (streamed)
                lanes::stream(b.out[c] + i, x);
            else
                lanes::store(b.out[c] + i, x);
        }
    }
    if constexpr (streamed)
        lanes::fence();
}

}  // namespace

BENCH_DEFINE(copy, own) = {copy<false>, copy<true>};
