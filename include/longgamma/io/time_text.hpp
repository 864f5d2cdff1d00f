// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/io/time_text.hpp
/// @brief Points and spans of time from text and to text.

#include <longgamma/core/clock.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace longgamma::inline LONGGAMMA_ABI {

namespace detail {

/// Takes all decimal digits off the front of `text`, at least `fewest` and at most `most` (<= 18) of them, and returns
/// their value; -1 where there are fewer or more.
constexpr std::int64_t take_digits(std::string_view& text, std::size_t fewest, std::size_t most) noexcept {
    std::size_t count  = 0;
    std::int64_t value = 0;
    while (count < text.size() && text[count] >= '0' && text[count] <= '9') {
        if (++count > most)
            return -1;
        value = 10 * value + (text[count - 1] - '0');
    }
    text.remove_prefix(count);
    return count < fewest ? -1 : value;
}

constexpr bool take_char(std::string_view& text, char c) noexcept {
    if (text.empty() || text.front() != c)
        return false;
    text.remove_prefix(1);
    return true;
}

/// Takes 1 to 9 decimals off the front of `text`: their value in units of 1e-9; -1 where there are none or more.
constexpr std::int64_t take_fraction(std::string_view& text) noexcept {
    std::size_t const before = text.size();
    std::int64_t value       = take_digits(text, 1, 9);
    for (std::size_t count = before - text.size(); value > 0 && count < 9; ++count)
        value *= 10;
    return value;
}

inline constexpr int first_year_read = 1850;  // two points this far apart still have a difference in nanoseconds
inline constexpr int last_year_read  = 2099;

constexpr std::optional<timestamp> midnight_of(std::int64_t year, std::int64_t month, std::int64_t day) noexcept {
    if (year < first_year_read || year > last_year_read || month < 1 || month > 12 || day < 1 || day > 31)
        return std::nullopt;
    std::chrono::year_month_day const date{std::chrono::year(static_cast<int>(year)),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok())
        return std::nullopt;
    return timestamp(std::chrono::sys_days(date));
}

/// Date at the front of `text`: 2020-03-12, 2020/03/12, 20200312, 03/12/2020 (month first).
constexpr std::optional<timestamp> take_date(std::string_view& text) noexcept {
    std::string_view const whole = text;
    std::int64_t const first     = take_digits(text, 1, 8);
    std::size_t const digits     = whole.size() - text.size();
    if (first < 0)
        return std::nullopt;
    if (digits == 8)
        return midnight_of(first / 10000, first / 100 % 100, first % 100);
    if (text.empty() || (text.front() != '-' && text.front() != '/'))
        return std::nullopt;
    char const separator = text.front();
    bool const us        = digits <= 2 && separator == '/';
    if (!us && digits != 4)
        return std::nullopt;
    text.remove_prefix(1);
    std::int64_t const second = take_digits(text, 1, 2);
    if (second < 0 || !take_char(text, separator))
        return std::nullopt;
    std::int64_t const third = us ? take_digits(text, 4, 4) : take_digits(text, 1, 2);
    return us ? midnight_of(third, first, second) : midnight_of(first, second, third);
}

/// Time of day and zone, which must be all of `text`: 09:30, 09:30:15.250, 09:30Z, 09:30+01:00, 09:30:00 UTC.
/// Nanoseconds after midnight UTC (negative or beyond a day where the zone moves it there).
constexpr std::optional<std::chrono::nanoseconds> take_time_of_day(std::string_view text) noexcept {
    std::int64_t const hour = take_digits(text, 1, 2);
    if (hour < 0 || hour > 23 || !take_char(text, ':'))
        return std::nullopt;
    std::int64_t const minute = take_digits(text, 2, 2);
    if (minute < 0 || minute > 59)
        return std::nullopt;
    std::int64_t second = 0, fraction = 0;
    if (take_char(text, ':')) {
        second = take_digits(text, 2, 2);
        if (second < 0 || second > 59)
            return std::nullopt;
        if (take_char(text, '.') && (fraction = take_fraction(text)) < 0)
            return std::nullopt;
    }
    std::int64_t east = 0;  // minutes
    bool const spaced = take_char(text, ' ');
    if (text == "Z" || text == "UTC") {
        text = {};
    } else if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
        std::int64_t const sign = text.front() == '+' ? 1 : -1;
        text.remove_prefix(1);
        std::size_t const before = text.size();
        std::int64_t value       = take_digits(text, 2, 4);
        std::size_t const digits = before - text.size();
        if (value < 0 || digits == 3)
            return std::nullopt;
        if (digits == 2) {
            std::int64_t const minutes_east = take_char(text, ':') ? take_digits(text, 2, 2) : 0;
            if (minutes_east < 0)
                return std::nullopt;
            value = 100 * value + minutes_east;
        }
        if (value / 100 > 14 || value % 100 > 59)
            return std::nullopt;
        east = sign * (60 * (value / 100) + value % 100);
    } else if (spaced) {
        return std::nullopt;
    }
    if (!text.empty())
        return std::nullopt;
    return std::chrono::nanoseconds(((60 * hour + minute - east) * 60 + second) * 1'000'000'000 + fraction);
}

/// Count of s, ms, us or ns since 1970, the unit told by the size of the number; it may have decimals.
constexpr std::optional<timestamp> epoch_time(std::string_view text) noexcept {
    std::size_t const before = text.size();
    std::uint64_t count      = 0;
    while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
        if (before - text.size() == 19)
            return std::nullopt;  // 19 digits always fit
        count = 10 * count + static_cast<std::uint64_t>(text.front() - '0');
        text.remove_prefix(1);
    }
    std::int64_t fraction = 0;
    if (take_char(text, '.') && (fraction = take_fraction(text)) < 0)
        return std::nullopt;
    if (!text.empty())
        return std::nullopt;
    std::uint64_t const first = 315'532'800, last = 4'102'444'800;  // 1980-01-01, 2100-01-01
    for (std::int64_t unit = 1'000'000'000; unit > 0; unit /= 1000) {
        std::uint64_t const scale = 1'000'000'000U / static_cast<std::uint64_t>(unit);
        if (count >= first * scale && count < last * scale)
            return timestamp(
                std::chrono::nanoseconds(static_cast<std::int64_t>(count) * unit + fraction / (1'000'000'000 / unit)));
    }
    return std::nullopt;
}

}  // namespace detail

/// The point in time that `text` states, or nothing where it states none.
///
/// - Counts since 1970-01-01 UTC. The unit is told for each value by its size: seconds have 9 or 10 digits,
///   milliseconds 12 or 13, microseconds 15 or 16, nanoseconds 18 or 19. A count that is no time from 1980 to 2099 in
///   any of the units is refused. Decimals are allowed (`1583020800.5`).
/// - Dates `2020-03-12`, `2020/03/12`, `20200312` and, month first, `03/12/2020`: midnight UTC.
/// - A date, then `T` or a space, then `09:30`, `09:30:15` or `09:30:15.250` (up to 9 decimals), then nothing (UTC),
///   `Z`, `UTC`, `+01:00`, `+0100` or `+01`. Names of other zones are refused.
///
/// @return Years 1850 to 2099. Spaces around the text are not allowed.
/// @par Errors Never throws.
[[nodiscard]] constexpr std::optional<timestamp> parse_time(std::string_view text) noexcept {
    std::size_t const end = text.find_first_not_of("0123456789.");
    if (end == std::string_view::npos && text.size() != 8)
        return detail::epoch_time(text);
    std::optional<timestamp> const date = detail::take_date(text);
    if (!date || text.empty())
        return date;
    if (!detail::take_char(text, 'T') && !detail::take_char(text, ' '))
        return std::nullopt;
    auto const time = detail::take_time_of_day(text);
    if (!time)
        return std::nullopt;
    return *date + *time;
}

/// `2020-03-12`, `2020-03-12 09:30`, `2020-03-12 09:30:15` or `2020-03-12 09:30:15.250000000`: as much as it takes.
/// UTC.
[[nodiscard]] inline std::string format_time(timestamp time) {
    auto const day = std::chrono::floor<std::chrono::days>(time);
    std::chrono::year_month_day const date(day);
    std::chrono::hh_mm_ss<std::chrono::nanoseconds> const clock(time - day);
    char text[80];
    int used       = std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                                   static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    auto const add = [&](char separator, int digits, long long value) {
        used += std::snprintf(text + used, sizeof text - static_cast<std::size_t>(used), "%c%0*lld", separator, digits, value);
    };
    if (time != day) {
        add(' ', 2, clock.hours().count());
        add(':', 2, clock.minutes().count());
        if (clock.seconds().count() != 0 || clock.subseconds().count() != 0)
            add(':', 2, clock.seconds().count());
        if (clock.subseconds().count() != 0)
            add('.', 9, clock.subseconds().count());
    }
    return text;
}

/// `8 h`, `2 d 17 h 30 min`, `1 s 250 ms`: whole units, those that are zero left out; `0 s` for none. `-` in front if
/// negative.
[[nodiscard]] inline std::string format_duration(std::chrono::nanoseconds span) {
    constexpr std::array<std::pair<std::uint64_t, char const*>, 6> units = {{{86'400'000'000'000, " d"},
                                                                             {3'600'000'000'000, " h"},
                                                                             {60'000'000'000, " min"},
                                                                             {1'000'000'000, " s"},
                                                                             {1'000'000, " ms"},
                                                                             {1, " ns"}}};
    std::string text = span.count() < 0 ? "-" : "";
    auto rest        = static_cast<std::uint64_t>(span.count());
    if (span.count() < 0)
        rest = 0 - rest;
    for (auto const& [size, unit] : units) {
        if (rest >= size) {
            text += text.size() > 1 ? " " : "";
            text += std::to_string(rest / size);
            text += unit;
        }
        rest %= size;
    }
    return text.empty() ? "0 s" : text;
}

}  // namespace longgamma::inline LONGGAMMA_ABI
