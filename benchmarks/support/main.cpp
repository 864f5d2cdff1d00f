// SPDX-License-Identifier: BSL-1.0
// Checks that all implementations agree, then runs the benchmarks.

#include "support/registry.hpp"

#include <cstdio>
#include <cstdlib>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace bench {

bool cpu_runs([[maybe_unused]] std::string_view isa) {
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (isa == "avx2")
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    if (isa == "avx512")
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("avx512f") &&
               __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
               __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
#endif
    return true;
}

#if defined(__x86_64__)
__attribute__((target("avx"))) static void zero_upper() { _mm256_zeroupper(); }

void clear_vector_state() {
    static bool const has_avx = __builtin_cpu_supports("avx");
    if (has_avx)
        zero_upper();
}
#else
void clear_vector_state() {}
#endif

void accept_deviation(std::string const& name, double deviation, double tolerance) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1e", deviation);
    if (!(deviation <= tolerance)) {  // NaN is refused, too
        std::fprintf(stderr, "%s: deviates from the reference by %s, tolerance %.1e: nothing is timed\n", name.c_str(),
                     text, tolerance);
        std::exit(EXIT_FAILURE);
    }
    benchmark::AddCustomContext("max_deviation:" + name, text);
}

void report(std::string const& name, std::string const& text) { benchmark::AddCustomContext(name, text); }

}  // namespace bench

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return EXIT_FAILURE;
    bench::add_european();
    bench::add_chain();
    bench::add_implied_volatility();
    bench::add_hedging();
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
}
