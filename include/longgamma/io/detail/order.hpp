// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/io/detail/order.hpp
/// @brief Order, spacing and holes of the rows of a file. Private.

#include <longgamma/io/csv.hpp>
#include <longgamma/io/findings.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace longgamma::inline LONGGAMMA_ABI::detail {

inline constexpr std::chrono::nanoseconds one_day      = std::chrono::hours(24);
inline constexpr std::chrono::nanoseconds longest_step = 3660 * one_day;

/// Puts rows with members `time` and `line`, and `same_values(a, b)`, into strictly increasing order, or fails.
/// `column` names the column of the times.
template <class Row>
void put_in_order(std::vector<Row>& rows, csv_reader const& table, std::string const& column, order_policy policy,
                  series_findings& found) {
    auto const fail_on = [&](Row const& row, std::string const& what) {
        fail(table.name() + ":" + std::to_string(row.line) + ": " + column + ": " + format_time(row.time) + what);
    };
    std::size_t first_wrong = 0, backward = 0, repeated = 0;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        if (rows[i].time > rows[i - 1].time)
            continue;
        first_wrong = first_wrong == 0 ? i : first_wrong;
        ++(rows[i].time == rows[i - 1].time ? repeated : backward);
    }
    if (first_wrong == 0)
        return;

    if (policy == order_policy::error) {
        Row const& row = rows[first_wrong];
        if (backward != 0 && backward + repeated == rows.size() - 1)
            fail_on(row, " is before line " + std::to_string(rows[first_wrong - 1].line) +
                             "; the whole file runs from newest to oldest, order_policy::repair turns it round");
        if (row.time == rows[first_wrong - 1].time)
            fail_on(row, " repeats the time of line " + std::to_string(rows[first_wrong - 1].line) +
                             "; order_policy::repair drops exact repetitions");
        fail_on(row, " is before line " + std::to_string(rows[first_wrong - 1].line) + " (" +
                         format_time(rows[first_wrong - 1].time) + "); order_policy::repair sorts the rows");
    }

    timestamp latest = rows.front().time;
    for (Row const& row : rows) {
        found.reordered += row.time < latest ? 1U : 0U;
        latest = std::max(latest, row.time);
    }
    std::sort(rows.begin(), rows.end(),
              [](Row const& a, Row const& b) { return a.time != b.time ? a.time < b.time : a.line < b.line; });
    std::size_t kept = 1;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        if (rows[i].time != rows[kept - 1].time) {
            rows[kept++] = rows[i];
            continue;
        }
        if (!same_values(rows[i], rows[kept - 1]))
            fail_on(rows[i], " has other values on line " + std::to_string(rows[kept - 1].line));
        ++found.duplicates_dropped;
    }
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(kept), rows.end());
}

/// Most common spacing of increasing times (the smallest of several), each rounded to `grain`; one day if all times are
/// whole days less than a week apart as a rule. Nothing if fewer than a third of the spacings agree, or beyond ten
/// years.
[[nodiscard]] inline std::optional<std::chrono::nanoseconds> common_spacing(std::span<timestamp const> times,
                                                                            std::chrono::nanoseconds grain) {
    std::vector<std::chrono::nanoseconds> spacings;
    bool whole_days = true;
    for (std::size_t i = 0; i < times.size(); ++i) {
        whole_days = whole_days && times[i].time_since_epoch() % one_day == std::chrono::nanoseconds(0);
        if (i > 0) {
            auto const spacing = times[i] - times[i - 1];
            spacings.push_back(spacing < 2 * grain ? spacing : (spacing + grain / 2) / grain * grain);
        }
    }
    if (spacings.empty())
        return std::nullopt;
    std::sort(spacings.begin(), spacings.end());
    std::chrono::nanoseconds best{};
    std::size_t most = 0;
    for (std::size_t i = 0, run = 0; i < spacings.size(); ++i) {
        run = i > 0 && spacings[i] == spacings[i - 1] ? run + 1 : 1;
        if (run > most) {
            most = run;
            best = spacings[i];
        }
    }
    if (whole_days && best < 7 * one_day)
        return one_day;
    if (3 * most < spacings.size() || best > longest_step)
        return std::nullopt;
    return best;
}

/// Enters the gaps between increasing times of a series of the given step. `behind` is the time from the stamp of a row
/// to the end of the period which it covers.
inline void count_gaps(std::span<timestamp const> times, std::chrono::nanoseconds step,
                       std::chrono::nanoseconds tolerance, std::chrono::nanoseconds behind, series_findings& found) {
    std::size_t at_weekends = 0;
    for (timestamp t : times) {
        std::chrono::weekday const day(std::chrono::floor<std::chrono::days>(t));
        at_weekends += day == std::chrono::Saturday || day == std::chrono::Sunday ? 1U : 0U;
    }
    bool const closes_at_weekends          = 10 * at_weekends < times.size();
    std::chrono::nanoseconds const longest = step == one_day && closes_at_weekends ? 7 * one_day : step + tolerance;
    for (std::size_t i = 1; i < times.size(); ++i) {
        auto const spacing = times[i] - times[i - 1];
        if (spacing <= longest)
            continue;
        ++found.gaps;
        found.missing += static_cast<std::size_t>((spacing + tolerance) / step - 1);
        if (spacing - step > found.largest_gap) {
            found.largest_gap       = spacing - step;
            found.largest_gap_start = times[i - 1] + behind;
        }
    }
}

}  // namespace longgamma::inline LONGGAMMA_ABI::detail
