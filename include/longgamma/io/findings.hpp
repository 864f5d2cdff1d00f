// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/io/findings.hpp
/// @brief What a reader found in a file and what it changed: nothing is mended in silence.

#include <longgamma/core/clock.hpp>
#include <longgamma/io/time_text.hpp>

#include <chrono>
#include <cstddef>
#include <string>

namespace longgamma::inline LONGGAMMA_ABI {

/// What to do about rows whose times do not increase strictly.
enum class order_policy {
    error,  ///< refuse the file, naming the first such row
    repair  ///< sort by time and drop exact repetitions; two different rows for one time are still an error
};

/// What the time of a row is.
enum class bar_stamp {
    open,  ///< the start of its period
    close  ///< the end of its period
};

/// The account of one file read.
///
/// A *gap* is a stretch between two rows without any row: a spacing longer than the step. Daily rows of a market that
/// closes at weekends have a gap only where the spacing exceeds 7 days; a market counts as open at weekends if at least
/// a tenth of its rows fall on Saturdays and Sundays. Intraday rows of an exchange show every night as a gap.
struct series_findings {
    std::string name;                        ///< of the file, as given
    std::size_t rows = 0;                    ///< data rows in the file
    std::size_t kept = 0;                    ///< bars or values that came of them
    timestamp begin{};                       ///< of the first kept: start of the bar, or time at which it was known
    timestamp end{};                         ///< of the last kept: end of the bar, or time at which it was known
    std::chrono::nanoseconds step{};         ///< length of a bar, or most common spacing; 0 if not determined
    std::size_t reordered          = 0;      ///< rows that stood after a later one
    std::size_t duplicates_dropped = 0;      ///< exact repetitions of a row
    std::size_t widened            = 0;      ///< bars whose high or low was moved to enclose the other prices
    std::size_t skipped            = 0;      ///< inconsistent bars left out
    std::size_t shortened          = 0;      ///< bars cut short because their neighbour was nearer than one step
    std::size_t gaps               = 0;      ///< see above
    std::size_t missing            = 0;      ///< rows which would have filled the gaps
    std::chrono::nanoseconds largest_gap{};  ///< time without rows in the largest gap
    timestamp largest_gap_start{};           ///< end of the row before it
    bool percent = false;                    ///< the values were in per cent and have been divided by 100

    friend bool operator==(series_findings const&, series_findings const&) = default;
};

/// One readable line, naming only what was found.
///
///     btc_1h.csv: 52106 rows, 2017-08-17 04:00 to 2023-08-02 14:00, step 1 h; 28 gaps, 128 rows missing, the largest
///     1 d 9 h from 2018-02-08 01:00
[[nodiscard]] inline std::string describe(series_findings const& found) {
    auto const counted = [](std::size_t n, char const* one, char const* many) {
        return std::to_string(n) + (n == 1 ? one : many);
    };
    std::string text = found.name + ": " + counted(found.rows, " row", " rows");
    if (found.kept != found.rows)
        text += " (" + std::to_string(found.kept) + " kept)";
    text += ", " + format_time(found.begin) + " to " + format_time(found.end);
    if (found.step.count() != 0)
        text += ", step " + format_duration(found.step);
    if (found.percent)
        text += ", per cent turned into decimals";
    if (found.reordered != 0)
        text += "; " + counted(found.reordered, " row", " rows") + " out of order, sorted";
    if (found.duplicates_dropped != 0)
        text += "; " + counted(found.duplicates_dropped, " duplicate", " duplicates") + " dropped";
    if (found.widened != 0)
        text += "; " + counted(found.widened, " bar", " bars") + " widened to enclose open and close";
    if (found.skipped != 0)
        text += "; " + counted(found.skipped, " inconsistent bar", " inconsistent bars") + " skipped";
    if (found.shortened != 0)
        text += "; " + counted(found.shortened, " bar", " bars") + " shorter than the step";
    if (found.gaps != 0)
        text += "; " + counted(found.gaps, " gap", " gaps") + ", " + counted(found.missing, " row", " rows") +
                " missing, the largest " + format_duration(found.largest_gap) + " from " +
                format_time(found.largest_gap_start);
    else
        text += "; no gaps";
    return text;
}

}  // namespace longgamma::inline LONGGAMMA_ABI
