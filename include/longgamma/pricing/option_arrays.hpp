// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/pricing/option_arrays.hpp
/// @brief A book of options as a structure of arrays, filled from options or from one's own records.

#include <longgamma/core/aligned_vector.hpp>
#include <longgamma/core/option_type.hpp>
#include <longgamma/pricing/evaluate.hpp>

#include <array>
#include <cstddef>
#include <ranges>

namespace longgamma::inline LONGGAMMA_ABI {

namespace detail {

/// The columns of an option, in the order of its fields.
template <class T>
struct columns_of_option;
template <class T>
struct columns_of_option<european_option<T>> {
    using type = european_columns<T>;
};
template <class T>
struct columns_of_option<currency_option<T>> {
    using type = currency_columns<T>;
};
template <class T>
struct columns_of_option<black_option<T>> {
    using type = black_columns<T>;
};
template <class T>
struct columns_of_option<forward_option<T>> {
    using type = forward_columns<T>;
};

}  // namespace detail

/// Options of one model, each field in an array of its own: what the array functions read fastest. Array functions take any
/// columns; this is the helper for those who hold an array of structures.
///
///     option_arrays<european_option<double>> book;
///     book.push_back({.spot = 100, .strike = 105, .expiry = 0.25, .volatility = 0.2}, call);
///     evaluate<price, delta>(book.columns(), prices, deltas);
///
///     auto const mine = option_arrays<black_option<double>>::from(
///         positions, [](position const& p) { return black_option<double>{...}; }, [](position const& p) { return p.type; });
///
/// @tparam Option  `european_option<T>`, `currency_option<T>`, `black_option<T>` or `forward_option<T>`, T `double` or `float`
/// @par Errors  Values are not checked here; rows with invalid values give NaN where they are evaluated.
template <class Option>
class option_arrays;

template <template <class> class Option, std::floating_point T>
    requires lognormal_option<Option<T>, T>
class option_arrays<Option<T>> {
public:
    using columns_type = typename detail::columns_of_option<Option<T>>::type;

    option_arrays() = default;

    /// One option for each element of a range.
    /// @param to_option  element -> Option<T>
    /// @param to_type    element -> option_type
    template <std::ranges::input_range R, class ToOption, class ToType>
    [[nodiscard]] static option_arrays from(R const& range, ToOption to_option, ToType to_type) {
        option_arrays all;
        if constexpr (std::ranges::sized_range<R>)
            all.reserve(static_cast<std::size_t>(std::ranges::size(range)));
        for (auto const& element : range)
            all.push_back(to_option(element), to_type(element));
        return all;
    }

    void push_back(Option<T> const& option, option_type type) {
        auto const& [a, b, c, d, e, f] = option;
        std::array const row{a, b, c, d, e, f, static_cast<T>(sign(type))};
        for (std::size_t i = 0; i < row.size(); ++i)
            fields_[i].push_back(row[i]);
    }

    void reserve(std::size_t n) {
        for (auto& field : fields_)
            field.reserve(n);
    }
    void clear() noexcept {
        for (auto& field : fields_)
            field.clear();
    }
    [[nodiscard]] std::size_t size() const noexcept { return fields_[0].size(); }

    /// The book as columns: a view, valid until options are added or the book ends.
    [[nodiscard]] columns_type columns() const& noexcept {
        return {fields_[0], fields_[1], fields_[2], fields_[3], fields_[4], fields_[5], fields_[6]};
    }
    columns_type columns() && = delete;

private:
    std::array<aligned_vector<T>, 7> fields_;
};

}  // namespace longgamma::inline LONGGAMMA_ABI
