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
#include <type_traits>
#include <utility>

namespace longgamma::inline LONGGAMMA_ABI {

namespace detail {

/// A contiguous range of T that lives on: an lvalue, or a view such as `std::span`.
template <class R, class T>
concept column_range = std::ranges::contiguous_range<R> && std::ranges::sized_range<R> && std::ranges::borrowed_range<R> &&
                       std::same_as<std::remove_cv_t<std::ranges::range_value_t<R>>, T>;

/// A vector of Eigen with adjacent elements: an lvalue of `Eigen::ArrayX<T>`, `VectorX<T>` or `RowVectorX<T>`, a `Map`, a
/// `Ref`, a column of a matrix. Known by its members, so Eigen is not included. Elements with a stride are refused, and so
/// are expressions (evaluate them first) and temporaries that own their memory.
template <class E, class T>
concept eigen_vector = requires(std::remove_reference_t<E>& e) {
    { e.data() } -> std::convertible_to<T const*>;
    { e.size() } -> std::convertible_to<std::size_t>;
    typename std::remove_cvref_t<E>::PlainObject;
    requires std::same_as<typename std::remove_cvref_t<E>::Scalar, T>;
    requires bool(std::remove_cvref_t<E>::IsVectorAtCompileTime);
    requires std::remove_cvref_t<E>::InnerStrideAtCompileTime == 1;
    requires std::is_lvalue_reference_v<E> || !std::same_as<typename std::remove_cvref_t<E>::PlainObject, std::remove_cvref_t<E>>;
};

}  // namespace detail

/// A column of numbers: one constant shared by all rows, or a view of as many numbers as there are rows.
///
/// Built implicitly from a number, from any contiguous range of T (`std::vector`, `std::array`, `std::span`), or from an
/// Eigen array, vector or map of T. Nothing is copied: it is a view, the range must outlive it, and temporaries other than
/// views are refused.
template <std::floating_point T>
class column {
public:
    template <class N>
        requires(std::is_arithmetic_v<N>)
    constexpr column(N constant) noexcept : constant_(static_cast<T>(constant)) {}  // NOLINT: implicit on purpose

    template <class R>
        requires(detail::column_range<R, T>)
    constexpr column(R&& range) noexcept  // NOLINT: implicit on purpose
        : data_(std::ranges::data(range)), size_(std::ranges::size(range)), is_constant_(false) {}

    template <class E>
        requires(!detail::column_range<E, T> && detail::eigen_vector<E, T>)
    constexpr column(E&& vector) noexcept  // NOLINT: implicit on purpose
        : data_(vector.data()), size_(static_cast<std::size_t>(vector.size())), is_constant_(false) {}

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

/// A column of results: a `std::span` that is also built from an Eigen array, vector or map.
template <std::floating_point T>
class output_column : public std::span<T> {
public:
    template <class R>
        requires(std::convertible_to<R, std::span<T>>)
    constexpr output_column(R&& range) noexcept : std::span<T>(std::forward<R>(range)) {}  // NOLINT: implicit on purpose

    template <class E>
        requires(!std::convertible_to<E, std::span<T>> && detail::eigen_vector<E, T> &&
                 std::convertible_to<decltype(std::declval<E&>().data()), T*>)
    constexpr output_column(E&& vector) noexcept  // NOLINT: implicit on purpose
        : std::span<T>(vector.data(), static_cast<std::size_t>(vector.size())) {}

    constexpr output_column(T* data, std::size_t size) noexcept : std::span<T>(data, size) {}
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
