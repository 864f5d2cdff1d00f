// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  support/registry.hpp
/// @brief Names, checks and random inputs which the benchmark files share. Only for parts without `-m` flags.

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <string>
#include <string_view>

namespace bench {

/// True if this processor (and its operating system) can run code built for "sse2", "avx2", "avx512" or "baseline".
[[nodiscard]] bool cpu_runs(std::string_view isa);

/// Clears the upper halves of the vector registers: scalar code runs several times slower while they are in use.
void clear_vector_state();

/// `<work>/<implementation>/<type>/<isa>/<size>`
[[nodiscard]] inline std::string path(std::string_view work, std::string_view implementation, std::string_view type,
                                      std::string_view isa, std::size_t size) {
    std::string name(work);
    for (std::string_view const part : {implementation, type, isa})
        name.append("/").append(part);
    return name + "/" + std::to_string(size);
}

/// Ends the program unless a deviation is within its tolerance; reports it beside the timings otherwise, as
/// `max_deviation:<name>` in the context of every output format.
void accept_deviation(std::string const& name, double deviation, double tolerance);

/// Reports a remark beside the timings, in the context of every output format.
void report(std::string const& name, std::string const& text);

/// Columns of n numbers in one piece of memory. They start on cache lines, a few lines apart from multiples of 4 KiB,
/// so that the streams of large books do not all fall into one set of the L1 cache.
template <class T>
class columns {
public:
    columns(std::size_t count, std::size_t n)
        : distance_((n * sizeof(T) + 63) / 64 * 64 / sizeof(T) + 3 * 64 / sizeof(T)),
          storage_(static_cast<T*>(::operator new(distance_ * count * sizeof(T), alignment))) {}
    [[nodiscard]] T* operator[](std::size_t c) const { return storage_.get() + c * distance_; }

private:
    static constexpr std::align_val_t alignment{64};
    struct free {
        void operator()(T* p) const { ::operator delete(p, alignment); }
    };
    std::size_t distance_;
    std::unique_ptr<T, free> storage_;
};

/// Random numbers: the same on every machine (splitmix64).
class random {
public:
    explicit random(std::uint64_t seed) : state_(seed) {}
    [[nodiscard]] double uniform(double low, double high) {
        state_ += 0x9E3779B97F4A7C15U;
        std::uint64_t z = state_;
        z               = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z               = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        z ^= z >> 31U;
        return low + (high - low) * (static_cast<double>(z >> 11U) * 0x1p-53);
    }
    /// About normal: Irwin and Hall's sum of twelve.
    [[nodiscard]] double normal() {
        double sum = -6.0;
        for (int i = 0; i < 12; ++i)
            sum += uniform(0.0, 1.0);
        return sum;
    }

private:
    std::uint64_t state_;
};

/// Registers `run()` for timing; `items` of it are done in one call.
template <class Run>
void add(std::string const& name, std::size_t items, Run run) {
    benchmark::RegisterBenchmark(name.c_str(), [items, run](benchmark::State& state) mutable {
        clear_vector_state();
        for (auto _ : state) {
            run();
            benchmark::ClobberMemory();
        }
        state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(items));
    });
}

void add_european();
void add_chain();
void add_implied_volatility();
void add_hedging();

}  // namespace bench
