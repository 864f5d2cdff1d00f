// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/pricing/evaluate.hpp
/// @brief Values and greeks of many options: columns in, the columns asked for out.

#include <longgamma/core/columns.hpp>
#include <longgamma/pricing/black_scholes.hpp>
#include <longgamma/pricing/detail/array_outputs.hpp>

#include <array>
#include <string>
#include <type_traits>

namespace longgamma::inline LONGGAMMA_ABI {

/// A book of European options as columns; each is one constant for all options or a range with one number per option.
/// Units as in @ref european_option. `sign` is +1 for a call and -1 for a put (`sign(call)`, `sign(put)`).
template <std::floating_point T>
struct european_columns {
    column<T> spot;
    column<T> strike;
    column<T> expiry;
    column<T> rate           = T(0);
    column<T> dividend_yield = T(0);
    column<T> volatility;
    column<T> sign = T(1);

    [[nodiscard]] std::array<column<T> const*, 7> all() const noexcept {
        return {&spot, &strike, &expiry, &rate, &dividend_yield, &volatility, &sign};
    }
    template <class Rows>
    [[nodiscard]] auto at(Rows const& rows) const noexcept {
        return european_option{rows(spot), rows(strike), rows(expiry), rows(rate), rows(dividend_yield), rows(volatility)};
    }
};

/// The same for @ref currency_option.
template <std::floating_point T>
struct currency_columns {
    column<T> spot;
    column<T> strike;
    column<T> expiry;
    column<T> domestic_rate = T(0);
    column<T> foreign_rate  = T(0);
    column<T> volatility;
    column<T> sign = T(1);

    [[nodiscard]] std::array<column<T> const*, 7> all() const noexcept {
        return {&spot, &strike, &expiry, &domestic_rate, &foreign_rate, &volatility, &sign};
    }
    template <class Rows>
    [[nodiscard]] auto at(Rows const& rows) const noexcept {
        return currency_option{rows(spot), rows(strike), rows(expiry), rows(domestic_rate), rows(foreign_rate),
                               rows(volatility)};
    }
};

/// The same for @ref black_option.
template <std::floating_point T>
struct black_columns {
    column<T> forward;
    column<T> strike;
    column<T> expiry;
    column<T> rate = T(0);
    column<T> volatility;
    column<T> displacement = T(0);
    column<T> sign         = T(1);

    [[nodiscard]] std::array<column<T> const*, 7> all() const noexcept {
        return {&forward, &strike, &expiry, &rate, &volatility, &displacement, &sign};
    }
    template <class Rows>
    [[nodiscard]] auto at(Rows const& rows) const noexcept {
        return black_option{rows(forward), rows(strike), rows(expiry), rows(rate), rows(volatility), rows(displacement)};
    }
};

/// The same for @ref forward_option.
template <std::floating_point T>
struct forward_columns {
    column<T> forward;
    column<T> strike;
    column<T> expiry;
    column<T> discount_factor = T(1);
    column<T> volatility;
    column<T> displacement = T(0);
    column<T> sign         = T(1);

    [[nodiscard]] std::array<column<T> const*, 7> all() const noexcept {
        return {&forward, &strike, &expiry, &discount_factor, &volatility, &displacement, &sign};
    }
    template <class Rows>
    [[nodiscard]] auto at(Rows const& rows) const noexcept {
        return forward_option{rows(forward), rows(strike), rows(expiry), rows(discount_factor), rows(volatility),
                              rows(displacement)};
    }
};

/// The books of the lognormal models.
template <class Columns, class T>
concept lognormal_columns = std::same_as<Columns, european_columns<T>> || std::same_as<Columns, currency_columns<T>> ||
                            std::same_as<Columns, black_columns<T>> || std::same_as<Columns, forward_columns<T>>;

namespace detail {

/// Options of a block: enough to keep the processor busy, few enough for their terms to stay in the L1 cache.
inline constexpr std::size_t block_size = 64;

/// The kernel over all rows: blocks in two halves, see black_terms.hpp; what does not fill a batch goes through a padded
/// one, with the same operations.
template <class Arch, class... Outputs, class Columns, std::floating_point T>
void evaluate(Columns const& in, std::array<std::span<T>, sizeof...(Outputs)> const& out) {
    using batch                 = simd::batch<T, Arch>;
    constexpr std::size_t width = simd::lanes<batch>;
    constexpr auto each         = std::index_sequence_for<Outputs...>{};
    std::size_t const n         = common_length(in, out, "evaluate");
    std::size_t const whole     = n - n % width;

    // The terms of a block as columns of plain numbers: lanes in an array of structs would be copied piecemeal.
    alignas(64) T kept[black_terms<batch>::count][block_size];
    for (std::size_t block = 0; block < whole; block += block_size) {
        std::size_t const end = block + block_size < whole ? block + block_size : whole;
        for (std::size_t i = block; i < end; i += width) {
            full_rows<batch> const rows{i};
            first_half(in.at(rows), rows(in.sign)).each([&, j = std::size_t{0}](batch const& x) mutable {
                simd::store_aligned(kept[j++] + (i - block), x);
            });
        }
        for (std::size_t i = block; i < end; i += width) {
            full_rows<batch> const rows{i};
            black_terms<batch> terms;
            terms.each([&, j = std::size_t{0}](batch& x) mutable {
                x = simd::load_aligned<batch>(kept[j++] + (i - block));
            });
            store_outputs<Outputs...>(
                rows, out, second_half<Outputs...>(lognormal<Outputs...>(in.at(rows)), rows(in.sign), terms), each);
        }
    }
    if (whole < n) {
        tail_rows<batch> const rows{whole, n - whole};
        store_outputs<Outputs...>(rows, out, black_scholes<Outputs...>(in.at(rows), rows(in.sign)), each);
    }
}

}  // namespace detail

/// Evaluates the outputs named by the tags for a whole book, in SIMD lanes:
/// `evaluate<price, delta>({.spot = 100.0, .strike = strikes, .expiry = 0.25, .volatility = vols}, prices, deltas)`.
///
/// @param in   columns; ranges must be as long as the outputs
/// @param out  one range for each tag, in the order of the tags, all of one length n >= 0; must not overlap each other;
///             may be an input column itself, not one shifted against it
/// @throws std::invalid_argument if lengths differ, before anything is written
/// @par Accuracy, limits, invalid rows  As @ref black_scholes. A row's result is the same, bit for bit, wherever it stands
///             in the arrays, and equal to a scalar call.
/// @par Cost   No allocation. n/lanes kernel evaluations; the rest at the end costs one.
template <class... Outputs>
    requires(sizeof...(Outputs) > 0)
void evaluate(european_columns<double> const& in, detail::for_each_tag<output_column<double>, Outputs>... out) {
    detail::evaluate<simd::default_arch, Outputs...>(in, detail::array_of_spans<double>(out...));
}

/// @copydoc evaluate
template <class... Outputs>
    requires(sizeof...(Outputs) > 0)
void evaluate(european_columns<float> const& in, detail::for_each_tag<output_column<float>, Outputs>... out) {
    detail::evaluate<simd::default_arch, Outputs...>(in, detail::array_of_spans<float>(out...));
}

/// @copydoc evaluate
/// The other models, whose columns are named at the call: `evaluate<price>(black_columns<double>{.forward = ..}, prices)`.
template <class... Outputs, template <class> class Columns, std::floating_point T>
    requires(sizeof...(Outputs) > 0 && lognormal_columns<Columns<T>, T> && !std::same_as<Columns<T>, european_columns<T>>)
void evaluate(Columns<T> const& in, detail::for_each_tag<output_column<T>, Outputs>... out) {
    detail::evaluate<simd::default_arch, Outputs...>(in, detail::array_of_spans<T>(out...));
}

/// @ref evaluate on the instruction set that an architecture tag names (the second parameter of `simd::batch`), which the
/// compiler's flags must allow: `evaluate_on<simd::default_arch, price>(columns, prices)`.
template <class Arch, class... Outputs, template <class> class Columns, std::floating_point T>
    requires(sizeof...(Outputs) > 0 && lognormal_columns<Columns<T>, T>)
void evaluate_on(Columns<T> const& in, detail::for_each_tag<output_column<T>, Outputs>... out) {
    detail::evaluate<Arch, Outputs...>(in, detail::array_of_spans<T>(out...));
}

}  // namespace longgamma::inline LONGGAMMA_ABI
