// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/core/columns.hpp
/// @brief Columns of inputs (a constant or a span), and the loop that runs a kernel over them in lanes.

#include <longgamma/core/require.hpp>
#include <longgamma/core/simd.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <ranges>
#include <span>

namespace longgamma::inline LONGGAMMA_ABI {

/// A column of numbers: one constant shared by all rows, or a view of as many numbers as there are rows.
///
/// Built implicitly from a number or from any contiguous range of T (`std::vector`, `std::array`, `std::span`, an Eigen
/// array). It is a view: the range must outlive it, and temporaries other than borrowed ranges are refused.
template <std::floating_point T>
class column {
public:
    template <class N>
        requires(std::is_arithmetic_v<N>)
    constexpr column(N constant) noexcept : constant_(static_cast<T>(constant)) {}  // NOLINT: implicit on purpose

    template <std::ranges::contiguous_range R>
        requires(std::same_as<std::remove_cv_t<std::ranges::range_value_t<R>>, T> && std::ranges::sized_range<R> &&
                 std::ranges::borrowed_range<R>)
    constexpr column(R&& range) noexcept  // NOLINT: implicit on purpose
        : data_(std::ranges::data(range)), size_(std::ranges::size(range)), is_constant_(false) {}

    [[nodiscard]] constexpr bool is_constant() const noexcept { return is_constant_; }
    /// Number of rows; 0 for a constant, which fits any number of rows.
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr T operator[](std::size_t i) const noexcept { return is_constant_ ? constant_ : data_[i]; }

    /// Rows first, first + 1, ... as lanes; all of them must exist.
    template <simd::batch_type Batch>
    [[nodiscard]] Batch load(std::size_t first) const noexcept {
        return is_constant_ ? Batch(constant_) : simd::load<Batch>(data_ + first);
    }
    /// Rows first .. first + count - 1 as the leading lanes, the last of them repeated in the others: a padded lane holds
    /// a row that exists, so it can neither raise a floating-point exception of its own nor be slow.
    template <simd::batch_type Batch>
    [[nodiscard]] Batch load_padded(std::size_t first, std::size_t count) const noexcept {
        if (is_constant_)
            return Batch(constant_);
        std::array<T, simd::lanes<Batch>> padded;
        for (std::size_t i = 0; i < padded.size(); ++i)
            padded[i] = data_[first + (i < count ? i : count - 1)];
        return simd::from_array<Batch>(padded);
    }

private:
    T const* data_    = nullptr;
    std::size_t size_ = 0;
    T constant_       = T(0);
    bool is_constant_ = true;
};

/// Where a kernel stands in the arrays: loads columns and stores results for one batch of rows.
template <simd::batch_type Batch>
struct full_rows {
    std::size_t first;

    template <class T>
    [[nodiscard]] Batch operator()(column<T> const& c) const noexcept {
        return c.template load<Batch>(first);
    }
    template <class T>
    void store(std::span<T> out, Batch const& x) const noexcept {
        simd::store(out.data() + first, x);
    }
};

/// The rows left over at the end, as one padded batch.
template <simd::batch_type Batch>
struct tail_rows {
    std::size_t first, count;

    template <class T>
    [[nodiscard]] Batch operator()(column<T> const& c) const noexcept {
        return c.template load_padded<Batch>(first, count);
    }
    template <class T>
    void store(std::span<T> out, Batch const& x) const noexcept {
        auto const lanes = simd::to_array(x);
        for (std::size_t i = 0; i < count; ++i)
            out[first + i] = lanes[i];
    }
};

/// Calls `body(rows)` for rows 0 .. n - 1 in batches, the rest as one padded batch: every row goes through the same
/// instructions, so its result does not depend on its place in the array.
template <std::floating_point T, class Arch = simd::default_arch, class Body>
void for_each_batch(std::size_t n, Body&& body) {
    using batch                 = simd::batch<T, Arch>;
    constexpr std::size_t width = simd::lanes<batch>;
    std::size_t const whole     = n - n % width;
    for (std::size_t i = 0; i < whole; i += width)
        body(full_rows<batch>{i});
    if (whole < n)
        body(tail_rows<batch>{whole, n - whole});
}

}  // namespace longgamma::inline LONGGAMMA_ABI
