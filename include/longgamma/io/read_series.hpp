// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/io/read_series.hpp
/// @brief Values through time from CSV files: volatility indices and funding rates, each with the time it was known.

#include <longgamma/io/csv.hpp>
#include <longgamma/io/detail/order.hpp>
#include <longgamma/io/findings.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <istream>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace longgamma::inline LONGGAMMA_ABI {

/// A number and the moment from which it may be used.
struct timed_value {
    timestamp known_at;
    double value;

    friend bool operator==(timed_value const&, timed_value const&) = default;
};

/// Values in strictly increasing order of `known_at`, and the account of how they were read.
struct value_series {
    std::vector<timed_value> values;
    series_findings findings;
};

/// The last value known at time `t`.
///
/// @param values in increasing order of `known_at`
/// @return The value of the last entry with `known_at <= t`; NaN before the first and for no entries.
/// @par Cost O(log n).
[[nodiscard]] inline double value_as_of(std::span<timed_value const> values, timestamp t) noexcept {
    auto const after = std::upper_bound(values.begin(), values.end(), t,
                                        [](timestamp time, timed_value const& v) { return time < v.known_at; });
    return after == values.begin() ? std::numeric_limits<double>::quiet_NaN() : (after - 1)->value;
}

/// Unit of the volatilities in a file.
enum class volatility_unit {
    automatic,  ///< per cent if the median of the values exceeds 3, else decimal
    percent,    ///< index points: 20 is 20 %
    decimal     ///< 0.20 is 20 %
};

/// Options of `read_volatility_index`.
struct read_volatility_options {
    volatility_unit unit = volatility_unit::automatic;
    bar_stamp stamp      = bar_stamp::open;            ///< whether the time in the file begins or ends the period
    std::optional<std::chrono::nanoseconds> length{};  ///< of a period; if absent, the most common spacing of the rows
    order_policy order = order_policy::error;
};

/// Options of `read_funding`.
struct read_funding_options {
    order_policy order = order_policy::error;
};

namespace detail {

struct value_row {
    timestamp time;
    std::size_t line;
    double value;
};

[[nodiscard]] inline bool same_values(value_row const& a, value_row const& b) noexcept {
    return a.value == b.value;
}

/// Reads all rows of (time, value), checked by `check(value, table, column)`, in order.
template <class Check>
[[nodiscard]] std::vector<value_row> read_value_rows(csv_reader& table, std::size_t time, std::size_t value,
                                                     order_policy order, series_findings& found, Check check) {
    std::vector<value_row> rows;
    while (table.next()) {
        value_row const row{.time = table.time(time), .line = table.line(), .value = table.number(value)};
        check(row.value, value);
        rows.push_back(row);
    }
    if (rows.empty())
        fail(table.name() + ": has a header but no rows");
    found.name = table.name();
    found.rows = rows.size();
    put_in_order(rows, table, table.column_text(time), order, found);
    found.kept = rows.size();
    return rows;
}

[[nodiscard]] inline std::vector<timestamp> times_of(std::vector<value_row> const& rows) {
    std::vector<timestamp> times;
    times.reserve(rows.size());
    for (value_row const& row : rows)
        times.push_back(row.time);
    return times;
}

}  // namespace detail

/// Reads an index of implied volatility (VIX, DVOL) from a stream of comma-separated values.
///
/// The header names a column of times, as for `read_bars`, and one of values: `close` (open, high and low may be
/// absent, blank or contradictory: they are not read), else `value`, `last`, `price`, `volatility`, `vix`, `dvol`,
/// `vixclose`, `vixcls`, else the second of two columns.
///
/// A close is known at the *end* of its period: `known_at` is the time in the file plus the length of the period, one
/// day for daily files, so that the close stamped 2020-03-12 is known from 2020-03-13 00:00 UTC. With
/// `bar_stamp::close` it is the time in the file.
///
/// @return Volatilities as decimals per sqrt(year): index points are divided by 100, and `findings.percent` says so.
/// @throws std::invalid_argument as `read_bars`; also for a value that is blank, or not positive
[[nodiscard]] inline value_series read_volatility_index(std::istream& in, std::string const& name,
                                                        read_volatility_options const& options = {}) {
    using std::chrono::nanoseconds;
    if (options.length)
        require(options.length->count() > 0 && *options.length <= detail::longest_step,
                "read_volatility_options: length must be positive and at most ten years");
    csv_reader table(in, name);
    detail::read_first_record(table);
    detail::require_header(table, "");
    table.take_header();
    auto const time = detail::time_column(table);
    auto value =
        table.column({"close", "c", "value", "last", "price", "volatility", "vix", "dvol", "vixclose", "vixcls"});
    if (!value && time && table.fields() == 2)
        value = 1 - *time;
    if (!time || !value)
        detail::fail_without_columns(table, !time && !value ? "time, close" : !time ? "time" : "close");

    value_series series;
    series_findings& found = series.findings;
    auto const rows =
        detail::read_value_rows(table, *time, *value, options.order, found, [&](double volatility, std::size_t column) {
            if (!(volatility > 0.0))
                table.fail_at(column,
                              detail::quoted_for_message(table.field(column)) + " is not a positive volatility");
        });
    auto const times = detail::times_of(rows);

    auto const seen = options.length ? options.length : detail::common_spacing(times, nanoseconds(1));
    if (!seen && options.stamp == bar_stamp::open)
        fail(name +
             (rows.size() < 2 ? ": one row does not show the length of a period"
                              : ": the rows have no common spacing that would show the length of a period") +
             "; state read_volatility_options::length");
    nanoseconds const length = seen.value_or(nanoseconds(0));
    nanoseconds const delay  = options.stamp == bar_stamp::open ? length : nanoseconds(0);

    std::vector<double> sorted;
    sorted.reserve(rows.size());
    for (auto const& row : rows)
        sorted.push_back(row.value);
    auto const middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    found.percent =
        options.unit == volatility_unit::percent || (options.unit == volatility_unit::automatic && *middle > 3.0);

    series.values.reserve(rows.size());
    for (auto const& row : rows)
        series.values.push_back({.known_at = row.time + delay, .value = found.percent ? row.value / 100.0 : row.value});
    found.begin = series.values.front().known_at;
    found.end   = series.values.back().known_at;
    found.step  = length;
    if (seen)
        detail::count_gaps(times, length, nanoseconds(0), delay, found);
    return series;
}

/// Reads an index of implied volatility from the file `path`; everything else as above.
/// @throws std::invalid_argument also if the file can not be opened or read
[[nodiscard]] inline value_series read_volatility_index(std::string const& path,
                                                        read_volatility_options const& options = {}) {
    std::ifstream file = detail::open_for_reading(path);
    return read_volatility_index(file, path, options);
}

/// Reads funding rates of a perpetual from a stream of comma-separated values.
///
/// The header names a column of times, as for `read_bars`, and one of rates: `funding_rate`, `last_funding_rate`,
/// `rate` or `funding`.
///
/// @return Rates as in the file: by the exchanges' custom the fraction of the notional paid by longs to shorts for one
///         interval (0.0001 is 1 bp), known at the time in the file. `findings.step` is the most common spacing to the
///         minute; a gap is a spacing longer than that by more than a minute, since stamps jitter by milliseconds.
/// @throws std::invalid_argument as `read_bars`; one row is enough
[[nodiscard]] inline value_series read_funding(std::istream& in, std::string const& name,
                                               read_funding_options const& options = {}) {
    csv_reader table(in, name);
    detail::read_first_record(table);
    detail::require_header(table, "");
    table.take_header();
    auto const time = detail::time_column(table);
    auto const rate = table.column({"fundingrate", "lastfundingrate", "rate", "funding"});
    if (!time || !rate)
        detail::fail_without_columns(table, !time && !rate ? "time, funding rate" : !time ? "time" : "funding rate");

    value_series series;
    series_findings& found = series.findings;
    auto const rows  = detail::read_value_rows(table, *time, *rate, options.order, found, [](double, std::size_t) {});
    auto const times = detail::times_of(rows);
    series.values.reserve(rows.size());
    for (auto const& row : rows)
        series.values.push_back({.known_at = row.time, .value = row.value});
    found.begin = times.front();
    found.end   = times.back();
    if (auto const step = detail::common_spacing(times, std::chrono::minutes(1))) {
        found.step = *step;
        detail::count_gaps(times, *step, std::chrono::minutes(1), std::chrono::nanoseconds(0), found);
    }
    return series;
}

/// Reads funding rates from the file `path`; everything else as above.
/// @throws std::invalid_argument also if the file can not be opened or read
[[nodiscard]] inline value_series read_funding(std::string const& path, read_funding_options const& options = {}) {
    std::ifstream file = detail::open_for_reading(path);
    return read_funding(file, path, options);
}

}  // namespace longgamma::inline LONGGAMMA_ABI
