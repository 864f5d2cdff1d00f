// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/position/option_book.hpp
/// @brief Option legs, a small book of them, builders of straddles and strangles, and the book's net greeks.

#include <longgamma/core/option_type.hpp>
#include <longgamma/core/require.hpp>
#include <longgamma/pricing/black_scholes.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace longgamma::inline LONGGAMMA_ABI {

/// What the book is valued at. One number or lanes of numbers.
template <real T>
struct mark {
    T time;                     ///< years on the run's clock
    T spot;                     ///< mid price of the underlying
    T volatility;               ///< implied volatility of the book, per sqrt(year)
    T rate           = T(0);    ///< continuously compounded
    T dividend_yield = T(0);    ///< continuously compounded
};

/// A quantity of one European option.
template <real T>
struct option_leg {
    option_type type;
    T quantity;  ///< options held; negative = sold
    T strike;    ///< currency
    T expiry;    ///< point in time: years on the run's clock, not years to expiry
};

/// Sum over the legs of quantity times value or sensitivity; units of pricing/greeks.hpp.
template <real T>
struct book_greeks {
    T value = T(0);
    T delta = T(0);
    T gamma = T(0);
    T vega  = T(0);
    T theta = T(0);
    T vanna = T(0);
    T volga = T(0);
};

/// Up to `capacity` option legs on one underlying, by value: trivially copyable, no allocation.
template <real T>
class option_book {
public:
    static constexpr std::size_t capacity = 8;

    constexpr option_book() = default;

    /// @throws std::invalid_argument if the book is full
    constexpr void add(option_leg<T> const& leg) {
        require(count_ < capacity, "option_book: holds at most 8 legs");
        legs_[count_++] = leg;
    }
    constexpr void clear() noexcept { count_ = 0; }

    [[nodiscard]] constexpr bool empty() const noexcept { return count_ == 0; }
    [[nodiscard]] constexpr std::span<option_leg<T> const> legs() const& noexcept { return {legs_.data(), count_}; }
    std::span<option_leg<T> const> legs() const&& = delete;  // the legs of a temporary book would dangle

    /// Years from `time` to the first expiry, never negative; 0 for an empty book.
    [[nodiscard]] T time_to_expiry(T const& time) const noexcept {
        T first = T(0);
        for (std::size_t i = 0; i < count_; ++i)
            first = i == 0 ? legs_[i].expiry : math::at_most(first, legs_[i].expiry);
        return count_ == 0 ? T(0) : math::at_least(T(first - time), T(0));
    }

    /// Size of the book: the largest |quantity| of its legs; 0 for an empty book. One straddle held 50 times has size 50.
    [[nodiscard]] T size() const noexcept {
        T largest = T(0);
        for (option_leg<T> const& leg : legs())
            largest = math::at_least(T(math::abs(leg.quantity)), largest);
        return largest;
    }

    /// Sum over the legs of quantity times each output asked for: `net<price, delta>(at)`. Legs at or past their expiry are
    /// worth their intrinsic value.
    /// @par Cost  One @ref black_scholes evaluation for each leg; the legs of a scalar book share the lanes of a batch, and
    ///            get the same bits as they would alone.
    template <class... Outputs>
    [[nodiscard]] outputs<T, Outputs...> net(mark<T> const& at) const noexcept {
        outputs<T, Outputs...> sum;
        if constexpr (std::floating_point<T>) {
            using batch = simd::batch<T>;
            for (std::size_t first = 0; first < count_; first += simd::lanes<batch>) {
                std::array<T, simd::lanes<batch>> strike, expiry, type;
                std::size_t const present = std::min(count_ - first, simd::lanes<batch>);
                for (std::size_t i = 0; i < simd::lanes<batch>; ++i) {
                    option_leg<T> const& leg = legs_[first + std::min(i, present - 1)];  // padded with a leg that exists
                    strike[i]                = leg.strike;
                    expiry[i]                = leg.expiry;
                    type[i]                  = as<T>(sign(leg.type));
                }
                auto const g = evaluate<batch, Outputs...>(
                    simd::from_array<batch>(strike), simd::from_array<batch>(expiry), simd::from_array<batch>(type),
                    {batch(at.time), batch(at.spot), batch(at.volatility), batch(at.rate), batch(at.dividend_yield)});
                auto const add = [&]<class Output>(Output) {
                    auto const legs_value = simd::to_array(g.template get<Output>());
                    T total          = sum.template get<Output>();
                    for (std::size_t i = 0; i < present; ++i)
                        total = math::fma(legs_[first + i].quantity, legs_value[i], total);
                    sum.template set<Output>(total);
                };
                (add(Outputs{}), ...);
            }
        } else {
            for (option_leg<T> const& leg : legs()) {
                auto const g = evaluate<T, Outputs...>(leg.strike, leg.expiry, as<T>(sign(leg.type)), at);
                (sum.template set<Outputs>(
                     math::fma(leg.quantity, g.template get<Outputs>(), sum.template get<Outputs>())),
                 ...);
            }
        }
        return sum;
    }

    /// All net greeks that the accounting needs.
    [[nodiscard]] book_greeks<T> greeks(mark<T> const& at) const noexcept {
        auto const g = net<price, delta, gamma, vega, theta, vanna, volga>(at);
        return {.value = g.template get<price>(),
                .delta = g.template get<delta>(),
                .gamma = g.template get<gamma>(),
                .vega  = g.template get<vega>(),
                .theta = g.template get<theta>(),
                .vanna = g.template get<vanna>(),
                .volga = g.template get<volga>()};
    }

    /// Net value alone; the same number as `greeks(at).value`.
    [[nodiscard]] T value(mark<T> const& at) const noexcept { return net<price>(at).template get<price>(); }

private:
    template <real Number, class... Outputs>
    [[nodiscard]] static outputs<Number, Outputs...> evaluate(Number const& strike, Number const& expiry,
                                                              Number const& type, mark<Number> const& at) noexcept {
        return black_scholes<Outputs...>(
            european_option<Number>{.spot           = at.spot,
                                    .strike         = strike,
                                    .expiry         = math::at_least(Number(expiry - at.time), Number(0)),
                                    .rate           = at.rate,
                                    .dividend_yield = at.dividend_yield,
                                    .volatility     = at.volatility},
            type);
    }

    std::array<option_leg<T>, capacity> legs_{};
    std::size_t count_ = 0;
};

/// A call and a put of one strike: long convexity for quantity > 0.
template <real T>
[[nodiscard]] option_book<T> straddle(T const& strike, T const& expiry, T const& quantity = T(1)) {
    option_book<T> book;
    book.add({call, quantity, strike, expiry});
    book.add({put, quantity, strike, expiry});
    return book;
}

/// A put struck below and a call struck above.
template <real T>
[[nodiscard]] option_book<T> strangle(T const& put_strike, T const& call_strike, T const& expiry,
                                      T const& quantity = T(1)) {
    option_book<T> book;
    book.add({call, quantity, call_strike, expiry});
    book.add({put, quantity, put_strike, expiry});
    return book;
}

}  // namespace longgamma::inline LONGGAMMA_ABI
