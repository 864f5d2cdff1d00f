// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/position/option_book.hpp
/// @brief Option legs, a small book of them, builders of straddles and strangles, and the book's net greeks.

#include <longgamma/core/option_type.hpp>
#include <longgamma/core/require.hpp>
#include <longgamma/pricing/black_scholes.hpp>

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
    [[nodiscard]] constexpr std::span<option_leg<T> const> legs() const noexcept { return {legs_.data(), count_}; }

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

    /// Net value and greeks. Legs at or past their expiry are worth their intrinsic value.
    /// @par Cost  One @ref black_scholes evaluation for each leg.
    [[nodiscard]] book_greeks<T> greeks(mark<T> const& at) const noexcept {
        book_greeks<T> net;
        for (option_leg<T> const& leg : legs()) {
            auto const g = value<price, longgamma::delta, longgamma::gamma, longgamma::vega, longgamma::theta,
                                 longgamma::vanna, longgamma::volga>(leg, at);
            net.value = math::fma(leg.quantity, g.template get<price>(), net.value);
            net.delta = math::fma(leg.quantity, g.template get<longgamma::delta>(), net.delta);
            net.gamma = math::fma(leg.quantity, g.template get<longgamma::gamma>(), net.gamma);
            net.vega  = math::fma(leg.quantity, g.template get<longgamma::vega>(), net.vega);
            net.theta = math::fma(leg.quantity, g.template get<longgamma::theta>(), net.theta);
            net.vanna = math::fma(leg.quantity, g.template get<longgamma::vanna>(), net.vanna);
            net.volga = math::fma(leg.quantity, g.template get<longgamma::volga>(), net.volga);
        }
        return net;
    }

    /// Net value alone; the same number as `greeks(at).value`.
    [[nodiscard]] T value(mark<T> const& at) const noexcept {
        T net = T(0);
        for (option_leg<T> const& leg : legs())
            net = math::fma(leg.quantity, value<price>(leg, at).template get<price>(), net);
        return net;
    }

    /// Net delta and gamma alone, at a volatility of the caller's.
    [[nodiscard]] outputs<T, longgamma::delta, longgamma::gamma> delta_and_gamma(mark<T> const& at) const noexcept {
        T net_delta = T(0), net_gamma = T(0);
        for (option_leg<T> const& leg : legs()) {
            auto const g = value<longgamma::delta, longgamma::gamma>(leg, at);
            net_delta = math::fma(leg.quantity, g.template get<longgamma::delta>(), net_delta);
            net_gamma = math::fma(leg.quantity, g.template get<longgamma::gamma>(), net_gamma);
        }
        outputs<T, longgamma::delta, longgamma::gamma> net;
        net.template set<longgamma::delta>(net_delta);
        net.template set<longgamma::gamma>(net_gamma);
        return net;
    }

private:
    template <class... Outputs>
    [[nodiscard]] static outputs<T, Outputs...> value(option_leg<T> const& leg, mark<T> const& at) noexcept {
        return black_scholes<Outputs...>(european_option<T>{.spot           = at.spot,
                                                            .strike         = leg.strike,
                                                            .expiry         = math::at_least(T(leg.expiry - at.time), T(0)),
                                                            .rate           = at.rate,
                                                            .dividend_yield = at.dividend_yield,
                                                            .volatility     = at.volatility},
                                         as<T>(sign(leg.type)));
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
