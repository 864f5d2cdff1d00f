// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/hedging/target.hpp
/// @brief Targets: the position that a policy would hold if trading were free.

#include <longgamma/hedging/state.hpp>

namespace longgamma::inline LONGGAMMA_ABI {

/// Hedge volatility: the implied volatility at which the book is marked.
struct at_implied {
    template <real T>
    [[nodiscard]] T operator()(hedge_state<T> const& s) const noexcept {
        return s.market.volatility;
    }
};

/// Hedge volatility: the caller's forecast; NaN while there is none, and then the order is refused.
struct at_forecast {
    template <real T>
    [[nodiscard]] T operator()(hedge_state<T> const& s) const noexcept {
        return s.forecast_volatility;
    }
};

/// Hedge volatility: a number.
class hedge_volatility {
public:
    /// @param volatility > 0, per sqrt(year)
    /// @throws std::invalid_argument
    constexpr explicit hedge_volatility(double volatility) : volatility_(volatility) {
        require(volatility > 0.0 && volatility < 1e6, "hedge_volatility", "volatility", volatility,
                "be positive and finite");
    }
    template <real T>
    [[nodiscard]] T operator()(hedge_state<T> const&) const noexcept {
        return as<T>(volatility_);
    }

private:
    double volatility_;
};

/// Minus the book's net Black-Scholes delta at the volatility that Source names.
template <state_function Source>
class delta_neutral {
public:
    constexpr explicit delta_neutral(Source source) : source_(source) {}

    template <real T>
    [[nodiscard]] T operator()(hedge_state<T> const& s) const noexcept {
        if constexpr (std::same_as<Source, at_implied>) {
            return -s.greeks.delta;
        } else {
            mark<T> at    = s.market;
            at.volatility = source_(s);
            return -s.options.template net<delta>(at).template get<delta>();
        }
    }

private:
    [[no_unique_address]] Source source_;
};

/// No hedge at all.
struct unhedged {
    template <real T>
    [[nodiscard]] T operator()(hedge_state<T> const&) const noexcept {
        return T(0);
    }
};

}  // namespace longgamma::inline LONGGAMMA_ABI
