// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/io/read_bars.hpp
/// @brief Price bars from CSV files, strictly: what can not be right is an error that names file, line and column.

#include <longgamma/io/csv.hpp>
#include <longgamma/io/detail/order.hpp>
#include <longgamma/io/findings.hpp>
#include <longgamma/volatility/bars.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <istream>
#include <optional>
#include <string>
#include <vector>

namespace longgamma::inline LONGGAMMA_ABI {

/// How the columns of a file of bars are found.
enum class bar_format {
    automatic,      ///< `binance_kline` where the first record is one, else `named_columns`
    named_columns,  ///< a header line names them, in any order and among others
    binance_kline   ///< the 12 columns of a Binance dump: open time, open, high, low, close, ...; header optional
};

/// What to do about a bar whose prices contradict each other: high below low, open or close outside.
enum class inconsistent_bars {
    error,  ///< refuse the file
    widen,  ///< move high and low so that they enclose all four prices, and count it
    skip    ///< leave the bar out, and count it
};

/// Options of `read_bars`; the defaults accept nothing doubtful.
struct read_bars_options {
    bar_format format = bar_format::automatic;
    bar_stamp stamp   = bar_stamp::open;               ///< what the time of a row is
    std::optional<std::chrono::nanoseconds> length{};  ///< of a bar; if absent, the most common spacing of the rows
    order_policy order             = order_policy::error;
    inconsistent_bars inconsistent = inconsistent_bars::error;
};

/// Bars in order of time, none overlapping, and the account of how they were read.
struct bar_series {
    std::vector<bar> bars;
    series_findings findings;
};

namespace detail {

struct bar_columns {
    std::size_t time, open, high, low, close;
    bool first_record_is_data;
};

struct bar_row {
    timestamp time;
    std::size_t line;
    double open, high, low, close;
};

[[nodiscard]] inline bool same_values(bar_row const& a, bar_row const& b) noexcept {
    return a.open == b.open && a.high == b.high && a.low == b.low && a.close == b.close;
}

/// True if the current record looks like a row of a Binance kline file.
[[nodiscard]] inline bool is_kline(csv_reader const& table) {
    if (table.fields() != 12 || !parse_time(table.field(0)))
        return false;
    for (std::size_t i = 1; i <= 4; ++i)
        if (!parse_number(table.field(i)))
            return false;
    return true;
}

[[nodiscard]] inline bar_columns find_bar_columns(csv_reader& table, read_bars_options const& options) {
    if (options.format == bar_format::binance_kline || (options.format == bar_format::automatic && is_kline(table))) {
        if (table.fields() != 12)
            table.fail_here(std::to_string(table.fields()) + (table.fields() == 1 ? " field" : " fields") +
                            ", but a Binance kline file has 12");
        bool const header = plain_column_name(table.field(0)) == "opentime";
        table.name_columns({"open_time", "open", "high", "low", "close", "volume", "close_time", "quote_volume",
                            "count", "taker_buy_volume", "taker_buy_quote_volume", "ignore"});
        return {.time = 0, .open = 1, .high = 2, .low = 3, .close = 4, .first_record_is_data = !header};
    }
    require_header(table,
                   options.format == bar_format::automatic ? ", and not the 12 columns of a Binance kline file" : "");
    table.take_header();
    auto time = time_column(table);
    if (!time && options.stamp == bar_stamp::close)
        time = table.column({"closetime", "closetimems", "closetimestamp"});
    auto const open  = table.column({"open", "o", "openprice"});
    auto const high  = table.column({"high", "h", "highprice"});
    auto const low   = table.column({"low", "l", "lowprice"});
    auto const close = table.column({"close", "c", "closeprice", "last"});
    std::string missing;
    auto const note = [&](std::optional<std::size_t> const& column, char const* name) {
        if (!column) {
            missing += missing.empty() ? "" : ", ";
            missing += name;
        }
    };
    note(time, "time");
    note(open, "open");
    note(high, "high");
    note(low, "low");
    note(close, "close");
    if (!time || !open || !high || !low || !close)
        fail_without_columns(table, missing);
    return {.time = *time, .open = *open, .high = *high, .low = *low, .close = *close, .first_record_is_data = false};
}

[[nodiscard]] inline double read_price(csv_reader const& table, std::size_t column) {
    double const price = table.number(column);
    if (!(price > 0.0))
        table.fail_at(column, quoted_for_message(table.field(column)) + " is not a positive price");
    return price;
}

/// Makes `row` consistent, or fails; false if it is to be left out.
[[nodiscard]] inline bool settle_bar(bar_row& row, csv_reader const& table, bar_columns const& at,
                                     inconsistent_bars policy, series_findings& found) {
    double const top    = std::max({row.open, row.high, row.low, row.close});
    double const bottom = std::min({row.open, row.high, row.low, row.close});
    if (row.high == top && row.low == bottom)
        return true;
    double const rounding = 1e-9 * top;  // index levels stored in single precision and the like
    if (top - row.high > rounding || row.low - bottom > rounding) {
        if (policy == inconsistent_bars::skip) {
            ++found.skipped;
            return false;
        }
        if (policy == inconsistent_bars::error) {
            auto const text = [&](std::size_t column) { return quoted_for_message(table.field(column)); };
            if (row.high < row.low)
                table.fail_at(at.high, text(at.high) + " is below the low, " + text(at.low));
            std::size_t const outside =
                row.open > row.high + rounding || row.open < row.low - rounding ? at.open : at.close;
            table.fail_at(outside, text(outside) + " is outside the range from low to high, " + text(at.low) + " to " +
                                       text(at.high) + "; see inconsistent_bars");
        }
    }
    row.high = top;
    row.low  = bottom;
    ++found.widened;
    return true;
}

}  // namespace detail

/// Reads price bars from a stream of comma-separated values.
///
/// *Columns.* A header names them; case, blanks and punctuation in the names do not count, other columns are ignored
/// (`Adj Close` and volumes among them). Time: `timestamp_ms`, `open_time`, `timestamp`, `unix`, `ts_event`,
/// `datetime`, `time`, `date`, `t` and the like, in this order of preference, or a first column without a name. Prices:
/// `open`, `high`, `low`, `close`, or `o`, `h`, `l`, `c`. Without a header, only the 12 columns of Binance klines are
/// accepted.
///
/// *Times* are as `parse_time` reads them, the unit of a count told for each value by itself. A date alone is midnight
/// UTC, so the daily bar of an exchange ends at the next midnight UTC, later than the session did.
///
/// *Length.* The most common spacing of the rows, if at least a third of the spacings agree; one day if all times are
/// whole days and most are less than a week apart. `start` is the time in the file and `end` is `start + length`; with
/// `bar_stamp::close`, `end` is the time in the file and `start` is `end - length`. A bar which would overlap its
/// neighbour is cut to meet it and counted (months, days of 23 hours). Holes are reported, never filled.
///
/// *Prices* must be positive, and high and low enclose the others. Differences up to 1e-9 of the price are taken for
/// rounding: high or low is moved and counted. Beyond that `options.inconsistent` decides.
///
/// @param in      the stream; comments, byte order mark, quotes and line ends as `csv_reader` takes them
/// @param name    what messages call the stream
/// @throws std::invalid_argument `FILE:LINE: column 3 (high): "abc" is not a number`, and alike for: a field that is
///         empty, no number, no time, no positive price; a bar that contradicts itself; a row with too many or too few
///         fields; times that do not increase strictly; missing columns (all are named); no rows; fewer than two
///         rows, or no common spacing, where no length is stated; a stated length that most bars are shorter than.
/// @par Cost About 0.5 microseconds a row of 6 columns; memory for all rows.
[[nodiscard]] inline bar_series read_bars(std::istream& in, std::string const& name,
                                          read_bars_options const& options = {}) {
    using std::chrono::nanoseconds;
    if (options.length)
        require(options.length->count() > 0 && *options.length <= detail::longest_step,
                "read_bars_options: length must be positive and at most ten years");
    csv_reader table(in, name);
    detail::read_first_record(table);
    detail::bar_columns const at = detail::find_bar_columns(table, options);

    bar_series series;
    series_findings& found = series.findings;
    found.name             = name;
    std::vector<detail::bar_row> rows;
    for (bool more = at.first_record_is_data || table.next(); more; more = table.next()) {
        ++found.rows;
        detail::bar_row row{.time  = table.time(at.time),
                            .line  = table.line(),
                            .open  = detail::read_price(table, at.open),
                            .high  = detail::read_price(table, at.high),
                            .low   = detail::read_price(table, at.low),
                            .close = detail::read_price(table, at.close)};
        if (detail::settle_bar(row, table, at, options.inconsistent, found))
            rows.push_back(row);
    }
    if (rows.empty())
        fail(name + (found.rows == 0 ? ": has a header but no rows" : ": no consistent row is left"));
    detail::put_in_order(rows, table, table.column_text(at.time), options.order, found);

    std::vector<timestamp> times;
    times.reserve(rows.size());
    for (auto const& row : rows)
        times.push_back(row.time);
    auto const seen = options.length ? options.length : detail::common_spacing(times, nanoseconds(1));
    if (!seen)
        fail(name +
             (rows.size() < 2 ? ": one row does not show the length of a bar"
                              : ": the rows have no common spacing that would show the length of a bar") +
             "; state read_bars_options::length");
    nanoseconds const length = *seen;

    bool const stamped_open = options.stamp == bar_stamp::open;
    series.bars.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const& row = rows[i];
        timestamp start = stamped_open ? row.time : row.time - length;
        timestamp end   = start + length;
        bool cut        = false;
        if (stamped_open && i + 1 < rows.size() && rows[i + 1].time < end) {
            end = rows[i + 1].time;
            cut = true;
        }
        if (!stamped_open && i > 0 && rows[i - 1].time > start) {
            start = rows[i - 1].time;
            cut   = true;
        }
        found.shortened += cut ? 1U : 0U;
        series.bars.push_back(
            {.start = start, .end = end, .open = row.open, .high = row.high, .low = row.low, .close = row.close});
    }
    if (options.length && 2 * found.shortened > rows.size())
        fail(name + ": most rows are closer together than the stated length of a bar, " + format_duration(length));
    found.kept  = series.bars.size();
    found.begin = series.bars.front().start;
    found.end   = series.bars.back().end;
    found.step  = length;
    detail::count_gaps(times, length, nanoseconds(0), stamped_open ? length : nanoseconds(0), found);
    return series;
}

/// Reads price bars from the file `path`; everything else as above.
/// @throws std::invalid_argument also if the file can not be opened or read
[[nodiscard]] inline bar_series read_bars(std::string const& path, read_bars_options const& options = {}) {
    std::ifstream file = detail::open_for_reading(path);
    return read_bars(file, path, options);
}

}  // namespace longgamma::inline LONGGAMMA_ABI
