// SPDX-License-Identifier: BSL-1.0
// Chooses among the kernel tables. Compiled for the baseline of the architecture.
#include "kernel_table.hpp"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string_view>

// LONGGAMMA_DISPATCH_LEVELS: LONGGAMMA_LEVEL(name) for each instruction set built, from the narrowest.
extern "C" {
#define LONGGAMMA_LEVEL(name) extern longgamma_dispatch::kernel_table const longgamma_dispatch_kernels_##name;
LONGGAMMA_DISPATCH_LEVELS
#undef LONGGAMMA_LEVEL
}

namespace longgamma_dispatch {
namespace {

#define LONGGAMMA_LEVEL(name) &longgamma_dispatch_kernels_##name,
kernel_table const* const tables[] = {LONGGAMMA_DISPATCH_LEVELS};
#undef LONGGAMMA_LEVEL

// Whether processor and operating system run all instructions which the compiler may use for this set.
bool supported(std::string_view name) noexcept {
#if defined(__x86_64__)
    if (name == "avx2")
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    if (name == "avx512")
        return supported("avx2") && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512cd") &&
               __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512vl");
#endif
    return name == tables[0]->name;
}

kernel_table const* find(std::string_view name) noexcept {
    for (kernel_table const* table : tables)
        if (name == table->name)
            return table;
    return nullptr;
}

kernel_table const* choose() noexcept {
    kernel_table const* best = nullptr;
    for (kernel_table const* table : tables)
        if (supported(table->name))
            best = table;
    char const* const wanted = std::getenv("LONGGAMMA_ISA");
    if (wanted == nullptr || *wanted == '\0')
        return best;
    kernel_table const* const named = find(wanted);
    if (named != nullptr && supported(named->name))
        return named;
    std::fprintf(stderr, "longgamma: LONGGAMMA_ISA=%s is %s; using %s\n", wanted,
                 named == nullptr ? "not an instruction set of this library" : "not supported by this processor",
                 best->name);
    return best;
}

std::atomic<kernel_table const*> forced{nullptr};

kernel_table const& kernels() noexcept {
    static kernel_table const* const chosen = choose();
    kernel_table const* const table         = forced.load(std::memory_order_relaxed);  // points to constant data
    return table == nullptr ? *chosen : *table;
}

}  // namespace

inline namespace LONGGAMMA_DISPATCH_ABI {

void evaluate(plain_options<double> const& in, plain_outputs<double> const& out) noexcept {
    kernels().evaluate_double(in, out);
}
void evaluate(plain_options<float> const& in, plain_outputs<float> const& out) noexcept {
    kernels().evaluate_float(in, out);
}
void invert(plain_quotes<double> const& in, plain_volatilities<double> const& out) noexcept {
    kernels().invert_double(in, out);
}
void invert(plain_quotes<float> const& in, plain_volatilities<float> const& out) noexcept {
    kernels().invert_float(in, out);
}
void invert(plain_black_quotes<double> const& in, plain_volatilities<double> const& out) noexcept {
    kernels().invert_black_double(in, out);
}
void invert(plain_black_quotes<float> const& in, plain_volatilities<float> const& out) noexcept {
    kernels().invert_black_float(in, out);
}

char const* instruction_set() noexcept {
    return kernels().name;
}
char const* available_instruction_set(std::size_t i) noexcept {
    for (kernel_table const* table : tables)
        if (supported(table->name) && i-- == 0)
            return table->name;
    return nullptr;
}
bool use_instruction_set(char const* name, std::size_t length) noexcept {
    kernel_table const* const table = find({name, length});
    if (table == nullptr || !supported(table->name))
        return false;
    forced.store(table, std::memory_order_relaxed);
    return true;
}

}  // namespace LONGGAMMA_DISPATCH_ABI
}  // namespace longgamma_dispatch
