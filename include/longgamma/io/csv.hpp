// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/io/csv.hpp
/// @brief A small, strict reader of comma-separated values that always knows where it is.

#include <longgamma/core/require.hpp>
#include <longgamma/io/time_text.hpp>

#include <charconv>
#include <cmath>
#include <cstddef>
#include <fstream>
#include <initializer_list>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>
#include <version>

#if !defined(__cpp_lib_to_chars)
#include <cstdio>
#include <locale>
#include <sstream>
#endif

namespace longgamma::inline LONGGAMMA_ABI {

namespace detail {

/// `text` in quotes for a message: cut at 40 characters, control characters shown as '?'.
[[nodiscard]] inline std::string quoted_for_message(std::string_view text) {
    std::string out = "\"";
    for (char c : text.substr(0, 40))
        out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
    return out + (text.size() > 40 ? "...\"" : "\"");
}

/// A column's name with everything but ASCII letters and digits taken out, in lower case: "Adj Close" -> "adjclose".
[[nodiscard]] inline std::string plain_column_name(std::string_view name) {
    std::string out;
    for (char c : name) {
        if (c >= 'A' && c <= 'Z')
            out += static_cast<char>(c - 'A' + 'a');
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out += c;
    }
    return out;
}

enum class number_error { none, no_number, out_of_range };

/// The finite number which is the whole of `text`. The decimal separator is a point in every locale.
inline number_error read_number(std::string_view text, double& value) {
    if (text.empty() || text.find_first_not_of("0123456789+-.eE") != std::string_view::npos || text.front() == '+')
        return number_error::no_number;
#if defined(__cpp_lib_to_chars)
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc::result_out_of_range && end == text.data() + text.size())
        return number_error::out_of_range;
    return error == std::errc() && end == text.data() + text.size() && std::isfinite(value) ? number_error::none
                                                                                            : number_error::no_number;
#else
    std::istringstream in{std::string(text)};
    in.imbue(std::locale::classic());
    in >> value;
    return !in.fail() && in.peek() == std::istringstream::traits_type::eof() && std::isfinite(value)
               ? number_error::none
               : number_error::no_number;
#endif
}

[[nodiscard]] inline std::string number_for_message(double value) {
    char text[40];
#if defined(__cpp_lib_to_chars)
    return {text, std::to_chars(text, text + sizeof text, value).ptr};
#else
    return {text, static_cast<std::size_t>(std::snprintf(text, sizeof text, "%.17g", value))};
#endif
}

}  // namespace detail

/// The number that is the whole of `text`, as `1`, `-2.5`, `.5` or `1e-05`; nothing for text, blanks around it, a
/// leading plus sign, `nan`, `inf`, hexadecimal, or beyond the range of a double.
[[nodiscard]] inline std::optional<double> parse_number(std::string_view text) {
    double value = 0.0;
    return detail::read_number(text, value) == detail::number_error::none ? std::optional<double>(value) : std::nullopt;
}

/// Reads records of comma-separated fields from a stream, one at a time.
///
/// Fields may stand in double quotes, with `""` for a quote inside; a quoted field may run over several lines. Blanks
/// around unquoted fields are dropped. Lines end in LF or CRLF. Blank lines are skipped everywhere; before the first
/// record also a UTF-8 byte order mark, lines that begin with `#`, and lines that hold an address (`://` or `www.`).
///
/// @par Errors
/// Every error goes through `fail` with a message `FILE:LINE: what is wrong`, or `FILE:LINE: column 3 (high): what is
/// wrong` where it concerns one field. Lines and columns count from 1; the line is that on which the record begins.
/// @par Cost One pass; the memory of the longest record.
class csv_reader {
public:
    /// @param in   where to read; must outlive the reader
    /// @param name what messages call it
    csv_reader(std::istream& in, std::string name) : in_(&in), name_(std::move(name)) {}

    /// Reads the next record. False at the end of the stream.
    /// @par Errors Stream that can not be read, UTF-16 text, misplaced or unclosed quote, and, once the columns are
    ///             named, a number of fields that differs from theirs.
    [[nodiscard]] bool next() {
        while (read_line()) {
            if (line_.find_first_not_of(" \t") == std::string::npos || (!started_ && is_preamble()))
                continue;
            started_     = true;
            record_line_ = lines_;
            split();
            if (!names_.empty() && fields() != names_.size())
                fail_here(std::to_string(fields()) + (fields() == 1 ? " field" : " fields") + " instead of " +
                          std::to_string(names_.size()));
            return true;
        }
        return false;
    }

    /// Names the columns by the current record.
    void take_header() {
        names_.clear();
        for (std::size_t i = 0; i < fields(); ++i)
            names_.emplace_back(field(i));
    }

    /// Names the columns of a file without a header.
    void name_columns(std::vector<std::string> names) { names_ = std::move(names); }

    [[nodiscard]] std::string const& name() const noexcept { return name_; }  ///< of the file, as given
    [[nodiscard]] std::size_t line() const noexcept { return record_line_; }  ///< on which the current record begins
    [[nodiscard]] std::size_t fields() const noexcept { return ends_.size(); }
    [[nodiscard]] std::vector<std::string> const& names() const noexcept { return names_; }

    /// Text of field `i` (from 0, < fields()) of the current record; valid until `next`.
    [[nodiscard]] std::string_view field(std::size_t i) const {
        std::size_t const begin = i == 0 ? 0 : ends_[i - 1];
        return std::string_view(text_).substr(begin, ends_[i] - begin);
    }

    /// The column whose name, reduced to lower-case letters and digits, is the first of `aliases` that occurs.
    /// @par Errors The same name on two columns.
    [[nodiscard]] std::optional<std::size_t> column(std::initializer_list<std::string_view> aliases) const {
        for (std::string_view alias : aliases) {
            std::optional<std::size_t> found;
            for (std::size_t i = 0; i < names_.size(); ++i) {
                if (detail::plain_column_name(names_[i]) != alias)
                    continue;
                if (found)
                    fail_here("columns " + std::to_string(*found + 1) + " and " + std::to_string(i + 1) +
                              " have the same name, " + std::string(alias));
                found = i;
            }
            if (found)
                return found;
        }
        return std::nullopt;
    }

    /// Field `i` as a number. @par Errors As `parse_number`.
    [[nodiscard]] double number(std::size_t i) const {
        double value     = 0.0;
        auto const error = detail::read_number(field(i), value);
        if (error != detail::number_error::none) [[unlikely]] {
            if (field(i).empty())
                fail_at(i, "is empty");
            fail_at(i, detail::quoted_for_message(field(i)) +
                           (error == detail::number_error::no_number ? " is not a number" : " is out of range"));
        }
        return value;
    }

    /// Field `i` as a point in time. @par Errors As `parse_time`.
    [[nodiscard]] timestamp time(std::size_t i) const {
        std::optional<timestamp> const value = parse_time(field(i));
        if (!value) [[unlikely]]
            fail_at(i, field(i).empty() ? "is empty" : detail::quoted_for_message(field(i)) + " is not a time");
        return *value;
    }

    /// "column 3 (high)", for messages.
    [[nodiscard]] std::string column_text(std::size_t i) const {
        std::string text = "column " + std::to_string(i + 1);
        if (i < names_.size() && !names_[i].empty()) {
            std::string const name = detail::quoted_for_message(names_[i]);
            text += " (" + name.substr(1, name.size() - 2) + ")";
        }
        return text;
    }

    /// Reports an error in field `i` of the current record.
    [[noreturn]] void fail_at(std::size_t i, std::string const& what) const { fail_here(column_text(i) + ": " + what); }

    /// Reports an error in the current record.
    [[noreturn]] void fail_here(std::string const& what) const {
        fail(name_ + ":" + std::to_string(record_line_) + ": " + what);
    }

private:
    bool read_line() {
        if (!std::getline(*in_, line_)) {
            if (in_->bad())
                fail(name_ + ": can not be read (is it a directory?)");
            return false;
        }
        if (++lines_ == 1) {
            if (line_.starts_with("\xEF\xBB\xBF"))
                line_.erase(0, 3);
            if (line_.starts_with("\xFF\xFE") || line_.starts_with("\xFE\xFF"))
                fail(name_ + ":1: the text is UTF-16; save it as UTF-8");
        }
        if (line_.ends_with('\r'))
            line_.pop_back();
        return true;
    }

    [[nodiscard]] bool is_preamble() const {
        return line_.starts_with('#') || line_.starts_with("www.") || line_.find("://") != std::string::npos;
    }

    void split() {
        text_.clear();
        ends_.clear();
        for (std::size_t at = 0;; ++at) {
            at = take_field(at);
            ends_.push_back(text_.size());
            if (at == line_.size())
                return;
        }
    }

    /// Appends the field that begins at `at` to the text; returns the position of the comma or end behind it.
    std::size_t take_field(std::size_t at) {
        std::size_t const begin = line_.find_first_not_of(" \t", at);
        if (begin != std::string::npos && line_[begin] == '"')
            return take_quoted_field(begin + 1);
        std::size_t const comma = line_.find(',', at);
        std::size_t const stop  = comma == std::string::npos ? line_.size() : comma;
        if (begin < stop) {
            std::size_t const last       = line_.find_last_not_of(" \t", stop - 1);
            std::string_view const value = std::string_view(line_).substr(begin, last + 1 - begin);
            if (value.find('"') != std::string_view::npos)
                fail_at(ends_.size(), "a quote inside a field that is not quoted");
            text_ += value;
        }
        return stop;
    }

    std::size_t take_quoted_field(std::size_t at) {
        for (;; ++at) {
            if (at == line_.size()) {
                if (!read_line())
                    fail_at(ends_.size(), "the quoted field is not closed");
                text_ += '\n';
                at = static_cast<std::size_t>(-1);
            } else if (line_[at] != '"') {
                text_ += line_[at];
            } else if (at + 1 < line_.size() && line_[at + 1] == '"') {
                text_ += '"';
                ++at;
            } else {
                std::size_t const next = line_.find_first_not_of(" \t", at + 1);
                if (next == std::string::npos)
                    return line_.size();
                if (line_[next] != ',')
                    fail_at(ends_.size(), "text after the closing quote");
                return next;
            }
        }
    }

    std::istream* in_;
    std::string name_;
    std::vector<std::string> names_;
    std::string line_;               // as read
    std::string text_;               // all fields of the record, one after the other
    std::vector<std::size_t> ends_;  // where each field ends in text_
    std::size_t lines_       = 0;
    std::size_t record_line_ = 0;
    bool started_            = false;
};

namespace detail {

/// Opens `path` for reading, or fails.
[[nodiscard]] inline std::ifstream open_for_reading(std::string const& path) {
    std::ifstream file(path, std::ios::in | std::ios::binary);
    if (!file.is_open())
        fail(path + ": can not be opened");
    return file;
}

/// Reads the first record, or fails because there is none.
inline void read_first_record(csv_reader& table) {
    if (!table.next())
        fail(table.name() + ": is empty");
}

/// Fails because the columns `missing` were not found.
[[noreturn]] inline void fail_without_columns(csv_reader const& table, std::string const& missing) {
    std::string names;
    for (std::string const& name : table.names()) {
        if (names.size() > 200) {
            names += ", ...";
            break;
        }
        std::string const shown = quoted_for_message(name);
        names += names.empty() ? "" : ", ";
        names += shown.substr(1, shown.size() - 2);
    }
    bool const semicolons = table.names().size() == 1 && table.names()[0].find(';') != std::string::npos;
    table.fail_here("no column for " + missing + "; the columns are: " + names +
                    (semicolons ? " (fields must be separated by commas)" : ""));
}

/// Column of the times: by name, or the first if it has no name (an index column).
[[nodiscard]] inline std::optional<std::size_t> time_column(csv_reader const& table) {
    auto const named = table.column({"timestampms", "opentime", "opentimems", "opentimestamp", "timestamp", "unix",
                                     "unixtimestamp", "tsevent", "periodstartunix", "fundingtime", "calctime",
                                     "datetime", "dateutc", "datetimeutc", "time", "date", "day", "t", "ts"});
    if (!named && !table.names().empty() && plain_column_name(table.names()[0]).empty())
        return 0;
    return named;
}

/// Fails if the current record, which ought to be a header, is data.
inline void require_header(csv_reader const& table, char const* otherwise) {
    if (parse_time(table.field(0)) || parse_number(table.field(0)))
        table.fail_here(std::string("no header line") + otherwise);
}

}  // namespace detail

}  // namespace longgamma::inline LONGGAMMA_ABI
