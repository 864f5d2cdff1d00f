// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  gamma_scalp/text.hpp
/// @brief The text of numbers and times.

#include <longgamma/core/clock.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace gamma_scalp {

namespace lg = longgamma;

/// `fixed(2.5, 2)` is "2.50", whatever the locale. NaN and infinities are "n/a".
[[nodiscard]] std::string fixed(double value, int decimals);

/// `grouped(-1234567.891, 2)` is "-1,234,567.89". NaN and infinities are "n/a".
[[nodiscard]] std::string grouped(double value, int decimals);

/// Times in UTC.
enum class time_format { date, minutes, seconds };
[[nodiscard]] std::string time_text(lg::timestamp time, time_format format);

/// `two_digits(7)` is "07".
[[nodiscard]] std::string two_digits(long value);

/// "Jan" for 0.
[[nodiscard]] char const* month_name(std::size_t month_from_zero);

void replace_all(std::string& text, std::string_view from, std::string_view to);

}  // namespace gamma_scalp
