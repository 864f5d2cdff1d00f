// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/io/detail/new_york.hpp
/// @brief New York's clock, and the dates which Cboe's files are written with. Private.

#include <longgamma/core/clock.hpp>
#include <longgamma/io/time_text.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace longgamma::inline LONGGAMMA_ABI::detail {

/// UTC of the clock time `since_midnight` of `day` in New York.
///
/// Daylight time (UTC-4) begins and ends at 02:00 on the clock: from 2007 on the second Sunday of March and the first
/// of November, before that on the first Sunday of April and the last of October, the rule of 1987 to 2006, which is
/// also taken for earlier years. The hour that comes twice is the first of the two; 02:30 on the day that has none is
/// 01:30.
[[nodiscard]] inline timestamp new_york_time(std::chrono::sys_days day, std::chrono::nanoseconds since_midnight) {
    using namespace std::chrono;
    auto const year       = year_month_day(day).year();
    bool const since_2007 = static_cast<int>(year) >= 2007;
    sys_days const begin  = since_2007 ? sys_days(year / March / Sunday[2]) : sys_days(year / April / Sunday[1]);
    sys_days const end = since_2007 ? sys_days(year / November / Sunday[1]) : sys_days(year / October / Sunday[last]);
    timestamp const clock = timestamp(day) + since_midnight;
    bool const daylight   = clock >= begin + std::chrono::hours(2) && clock < end + std::chrono::hours(2);
    return clock + std::chrono::hours(daylight ? 4 : 5);
}

/// 1 for "Jan", "jan", "JAN" or "January", .., 12; 0 for no name of a month.
[[nodiscard]] inline unsigned month_of_name(std::string_view text) {
    constexpr std::array<std::string_view, 12> names = {"january",   "february", "march",    "april",
                                                        "may",       "june",     "july",     "august",
                                                        "september", "october",  "november", "december"};
    std::string lower;
    for (char c : text)
        lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (lower == names[i] || lower == names[i].substr(0, 3))
            return static_cast<unsigned>(i + 1);
    return 0;
}

/// All of `text` as an unsigned number of at most `most` digits; -1 for none.
[[nodiscard]] constexpr std::int64_t whole_number(std::string_view text, std::size_t most) noexcept {
    std::int64_t const value = take_digits(text, 1, most);
    return text.empty() ? value : -1;
}

[[nodiscard]] inline std::optional<std::chrono::sys_days> day_of(std::int64_t year, std::int64_t month,
                                                                 std::int64_t day) noexcept {
    auto const midnight = midnight_of(year, month, day);
    return midnight ? std::optional(std::chrono::floor<std::chrono::days>(*midnight)) : std::nullopt;
}

/// Words of `text` between blanks, commas and the no-break spaces which browsers write before AM and PM.
[[nodiscard]] inline std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words(1);
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::size_t skipped = 0;
        if (text[i] == ' ' || text[i] == ',' || text[i] == '\t')
            skipped = 1;
        else if (text.substr(i, 2) == "\xC2\xA0")
            skipped = 2;
        else if (text.substr(i, 3) == "\xE2\x80\xAF")
            skipped = 3;
        if (skipped == 0)
            words.back() += text[i];
        else if (!words.back().empty())
            words.emplace_back();
        i += skipped == 0 ? 0 : skipped - 1;
    }
    if (words.back().empty())
        words.pop_back();
    return words;
}

/// Day of three words, "Sep 15 2023" or "15 September 2023".
[[nodiscard]] inline std::optional<std::chrono::sys_days> day_of_words(std::string const& first,
                                                                       std::string const& second,
                                                                       std::string const& year) {
    bool const month_first = month_of_name(first) != 0;
    return day_of(year.size() == 4 ? whole_number(year, 4) : -1, month_of_name(month_first ? first : second),
                  whole_number(month_first ? second : first, 2));
}

/// "Fri Sep 15 2023", the name of the day not being checked, or "Sep 15 2023".
[[nodiscard]] inline std::optional<std::chrono::sys_days> parse_named_day(std::string_view text) {
    auto const words = words_of(text);
    if (words.size() != 3 && words.size() != 4)
        return std::nullopt;
    std::size_t const n = words.size();
    return day_of_words(words[n - 3], words[n - 2], words[n - 1]);
}

/// UTC of a clock time in a zone by name: ET (New York by its rule), EDT, EST, .., GMT, UTC, GMT+1, UTC-5.
[[nodiscard]] inline std::optional<timestamp> time_in_zone(std::chrono::sys_days day, std::chrono::nanoseconds clock,
                                                           std::string_view zone) {
    struct named_zone {
        std::string_view name;
        int hours_east;
    };
    constexpr std::array<named_zone, 13> zones = {{{"EDT", -4},
                                                   {"EST", -5},
                                                   {"CDT", -5},
                                                   {"CST", -6},
                                                   {"MDT", -6},
                                                   {"MST", -7},
                                                   {"PDT", -7},
                                                   {"PST", -8},
                                                   {"GMT", 0},
                                                   {"UTC", 0},
                                                   {"BST", 1},
                                                   {"CET", 1},
                                                   {"CEST", 2}}};
    if (zone == "ET")
        return new_york_time(day, clock);
    auto const at = [&](std::int64_t east) { return timestamp(day) + clock - std::chrono::hours(east); };
    for (named_zone const& z : zones)
        if (zone == z.name)
            return at(z.hours_east);
    if ((zone.starts_with("GMT") || zone.starts_with("UTC")) &&
        (zone.substr(3, 1) == "+" || zone.substr(3, 1) == "-")) {
        std::int64_t const east = whole_number(zone.substr(4), 2);
        if (east >= 0 && east <= 14)
            return at(zone[3] == '+' ? east : -east);
    }
    return std::nullopt;
}

/// Time of the quotes in the title of a Cboe file: "September 14, 2023 at 4:31 PM EDT", "14 September 2023 at 21:31
/// GMT+1", "Jul 21 2026 @ 16:00 ET", with or without "Date:" in front.
[[nodiscard]] inline std::optional<timestamp> parse_title_time(std::string_view text) {
    auto words = words_of(text);
    if (!words.empty() && words[0] == "Date:")
        words.erase(words.begin());
    if (words.size() < 6 || words.size() > 7 || (words[3] != "at" && words[3] != "@"))
        return std::nullopt;
    auto const day            = day_of_words(words[0], words[1], words[2]);
    std::string_view clock    = words[4];
    std::int64_t hour         = take_digits(clock, 1, 2);
    bool const colon          = take_char(clock, ':');
    std::int64_t const minute = take_digits(clock, 2, 2);
    if (!day || hour < 0 || hour > 23 || !colon || minute < 0 || minute > 59 || !clock.empty())
        return std::nullopt;
    if (words.size() == 7) {
        bool const afternoon = words[5] == "PM";
        if ((!afternoon && words[5] != "AM") || hour < 1 || hour > 12)
            return std::nullopt;
        hour = hour % 12 + (afternoon ? 12 : 0);
    }
    return time_in_zone(*day, std::chrono::hours(hour) + std::chrono::minutes(minute), words.back());
}

}  // namespace longgamma::inline LONGGAMMA_ABI::detail
