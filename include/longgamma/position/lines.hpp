// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/position/lines.hpp
/// @brief Amounts under named lines, of one step and of a whole run: what the ledger and the explain have in common.

#include <longgamma/math/statistics.hpp>

#include <array>
#include <cstddef>

namespace longgamma::inline LONGGAMMA_ABI {

/// Amounts of one step by line. Line is an enumeration from 0 to Count - 1.
template <real T, class Line, std::size_t Count>
struct line_amounts {
    std::array<T, Count> lines{};

    [[nodiscard]] constexpr T& operator[](Line line) noexcept { return lines[static_cast<std::size_t>(line)]; }
    [[nodiscard]] constexpr T const& operator[](Line line) const noexcept {
        return lines[static_cast<std::size_t>(line)];
    }
    /// Sum over the lines, without drift.
    [[nodiscard]] constexpr T total() const noexcept {
        math::running_sum<T> sum;
        for (T const& x : lines)
            sum += x;
        return sum.value();
    }
    constexpr line_amounts& operator+=(line_amounts const& other) noexcept {
        for (std::size_t i = 0; i < Count; ++i)
            lines[i] = lines[i] + other.lines[i];
        return *this;
    }
};

/// The steps of a run added up line by line, in twice the working precision: whatever the order of summation, the totals
/// agree to rounding of the result.
template <real T, class Line, std::size_t Count>
class line_totals {
public:
    constexpr void add(line_amounts<T, Line, Count> const& step) noexcept {
        for (std::size_t i = 0; i < Count; ++i) {
            lines_[i] += step.lines[i];
            total_ += step.lines[i];
        }
    }
    [[nodiscard]] constexpr T operator[](Line line) const noexcept {
        return lines_[static_cast<std::size_t>(line)].value();
    }
    [[nodiscard]] constexpr T total() const noexcept { return total_.value(); }

private:
    std::array<math::running_sum<T>, Count> lines_{};
    math::running_sum<T> total_;
};

}  // namespace longgamma::inline LONGGAMMA_ABI
