// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  support/reference_table.hpp
/// @brief Reads the tables of tests/reference: comma-separated, one header line, columns by name.

#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#ifndef LONGGAMMA_REFERENCE_DIR
#define LONGGAMMA_REFERENCE_DIR "tests/reference"
#endif

namespace longgamma_test {

/// Folder of the reference tables: the environment variable of this name, else the folder known when compiled.
inline std::filesystem::path reference_directory() {
    char const* const from_environment = std::getenv("LONGGAMMA_REFERENCE_DIR");
    return from_environment != nullptr && *from_environment != '\0' ? from_environment : LONGGAMMA_REFERENCE_DIR;
}

/// One table, held as text; numbers are converted where they are asked for, correctly rounded.
class reference_table {
public:
    /// @param name  path below the reference folder, e.g. "pricing/norm.csv"
    /// @throws std::runtime_error if the file is missing or a row has another number of cells than the header
    explicit reference_table(std::string const& name) : name_(name) {
        std::ifstream file(reference_directory() / name);
        std::string line;
        if (!file || !std::getline(file, line))
            throw std::runtime_error("can not read reference table " + (reference_directory() / name).string());
        header_ = split(line);
        while (std::getline(file, line)) {
            if (line.empty())
                continue;
            rows_.push_back(split(line));
            if (rows_.back().size() != header_.size())
                throw std::runtime_error(name + ": row " + std::to_string(rows_.size()) +
                                         " is not as wide as the header");
        }
    }

    class row {
    public:
        row(reference_table const& table, std::size_t index) : table_(&table), index_(index) {}

        [[nodiscard]] std::string const& text(std::string_view column) const {
            return table_->rows_[index_][table_->column(column)];
        }
        [[nodiscard]] double operator[](std::string_view column) const {
            std::string const& cell = text(column);
            double value            = 0.0;
            auto const [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
            if (error == std::errc::result_out_of_range)  // subnormal numbers, in some libraries
                return std::strtod(cell.c_str(), nullptr);
            if (error != std::errc() || end != cell.data() + cell.size())
                throw std::runtime_error(table_->name_ + ": not a number: " + cell);
            return value;
        }
        /// Number of the line in the file, for messages.
        [[nodiscard]] std::size_t line() const { return index_ + 2; }

    private:
        reference_table const* table_;
        std::size_t index_;
    };

    [[nodiscard]] std::size_t size() const { return rows_.size(); }
    [[nodiscard]] row operator[](std::size_t i) const { return row(*this, i); }

    class iterator {
    public:
        iterator(reference_table const& table, std::size_t i) : table_(&table), i_(i) {}
        row operator*() const { return row(*table_, i_); }
        iterator& operator++() {
            ++i_;
            return *this;
        }
        bool operator!=(iterator const& other) const { return i_ != other.i_; }

    private:
        reference_table const* table_;
        std::size_t i_;
    };
    [[nodiscard]] iterator begin() const { return {*this, 0}; }
    [[nodiscard]] iterator end() const { return {*this, rows_.size()}; }

private:
    static std::vector<std::string> split(std::string_view line) {
        std::vector<std::string> cells;
        if (!line.empty() && line.back() == '\r')
            line.remove_suffix(1);
        for (std::size_t from = 0;;) {
            std::size_t const comma = line.find(',', from);
            cells.emplace_back(line.substr(from, comma - from));
            if (comma == std::string_view::npos)
                return cells;
            from = comma + 1;
        }
    }
    [[nodiscard]] std::size_t column(std::string_view name) const {
        for (std::size_t i = 0; i < header_.size(); ++i)
            if (header_[i] == name)
                return i;
        throw std::runtime_error(name_ + ": no column " + std::string(name));
    }

    std::string name_;
    std::vector<std::string> header_;
    std::vector<std::vector<std::string>> rows_;
};

/// 2^-53: half a unit in the last place of 1.
inline constexpr double unit_roundoff = 0x1p-53;

}  // namespace longgamma_test
