// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/pricing/detail/array_outputs.hpp
/// @brief What the array functions share: one range of results for each tag, and the check of all lengths.

#include <longgamma/core/columns.hpp>
#include <longgamma/pricing/greeks.hpp>

#include <array>
#include <span>
#include <string>
#include <type_traits>
#include <utility>

namespace longgamma::inline LONGGAMMA_ABI::detail {

/// T whatever Tag is: one output span for each output tag, outside template argument deduction.
template <class T, class Tag>
using for_each_tag = std::type_identity_t<T>;

template <class T, class... Columns>
[[nodiscard]] std::array<std::span<T>, sizeof...(Columns)> array_of_spans(Columns const&... columns) {
    return {static_cast<std::span<T>>(columns)...};
}

/// Throws unless all outputs have one length, and all columns that are not constants that length too. @return the length
template <class Columns, class T, std::size_t N>
std::size_t common_length(Columns const& in, std::array<std::span<T>, N> const& out, char const* function) {
    std::size_t const n = out[0].size();
    for (std::span<T> const& o : out)
        if (o.size() != n) [[unlikely]]
            fail(std::string(function) + ": the outputs differ in length");
    for (column<T> const* c : in.all())
        if (!c->is_constant() && c->size() != n) [[unlikely]]
            fail(std::string(function) + ": an input column has " + std::to_string(c->size()) + " rows, the outputs have " +
                 std::to_string(n));
    return n;
}

/// Stores the outputs of one batch of rows.
template <class... Outputs, class Rows, class T, class Batch, std::size_t... I>
LONGGAMMA_INLINE void store_outputs(Rows const& rows, std::array<std::span<T>, sizeof...(Outputs)> const& out,
                                    outputs<Batch, Outputs...> const& all, std::index_sequence<I...>) {
    (rows.store(out[I], all.template get<Outputs>()), ...);
}

}  // namespace longgamma::inline LONGGAMMA_ABI::detail
