// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/core/aligned_vector.hpp
/// @brief A vector whose numbers start on a cache line.

#include <longgamma/core/config.hpp>

#include <cstddef>
#include <new>
#include <vector>

namespace longgamma::inline LONGGAMMA_ABI {

/// Allocates on 64-byte boundaries: one cache line of current processors, and the widest lanes.
template <class T>
struct cache_line_allocator {
    using value_type = T;
    static constexpr std::align_val_t alignment{64};

    constexpr cache_line_allocator() noexcept = default;
    template <class U>
    constexpr cache_line_allocator(cache_line_allocator<U> const&) noexcept {}  // NOLINT: implicit on purpose

    [[nodiscard]] T* allocate(std::size_t n) { return static_cast<T*>(::operator new(n * sizeof(T), alignment)); }
    void deallocate(T* p, std::size_t n) noexcept { ::operator delete(p, n * sizeof(T), alignment); }

    friend constexpr bool operator==(cache_line_allocator, cache_line_allocator) noexcept { return true; }
};

/// A `std::vector` that starts on a cache line: loads and stores of whole lanes never
/// straddle two lines. Array functions take any range; with these they are fastest.
template <class T>
using aligned_vector = std::vector<T, cache_line_allocator<T>>;

}  // namespace longgamma::inline LONGGAMMA_ABI
