// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/pricing/greeks.hpp
/// @brief Names of the outputs of a pricing kernel, and the set of outputs chosen at compile time.

#include <longgamma/core/real.hpp>

#include <array>
#include <cstddef>

namespace longgamma::inline LONGGAMMA_ABI {

// Output tags. Units: currency of the spot, years, decimals; per 1.00 of the variable, per year of calendar time t (expiry
// T falls as t rises). Options on a forward: read F for S, with the forward held fixed in time.
struct price {};        ///< V, value today
struct log_price {};    ///< ln V; finite where V itself is below the smallest number
struct delta {};        ///< dV/dS
struct gamma {};        ///< d2V/dS2
struct vega {};         ///< dV/dsigma, per 1.00 of volatility
struct theta {};        ///< dV/dt, per year (a decaying option has theta < 0)
struct rho {};          ///< dV/dr at fixed spot and dividend yield (the forward moves), per 1.00 of rate
struct forward_rho {};  ///< dV/dr at fixed forward: -T V
struct epsilon {};      ///< dV/dq at fixed spot (dividend rho; the foreign rho of a currency option)
struct vanna {};        ///< d2V/(dS dsigma)
struct volga {};        ///< d2V/dsigma2
struct charm {};        ///< d delta/dt, per year
struct veta {};         ///< d vega/dt, per year
struct vera {};         ///< d rho/dsigma
struct speed {};        ///< d3V/dS3
struct zomma {};        ///< d3V/(dS2 dsigma)
struct colour {};       ///< d gamma/dt, per year
struct ultima {};       ///< d3V/dsigma3
struct lambda {};       ///< S delta/V, elasticity; NaN where V = 0
struct dual_delta {};   ///< dV/dK
struct dual_gamma {};   ///< d2V/dK2

namespace detail {

template <class Output, class... Outputs>
inline constexpr bool contains = (std::same_as<Output, Outputs> || ...);

template <class Output, class... Outputs>
[[nodiscard]] consteval std::size_t index_of() {
    bool const same[] = {std::same_as<Output, Outputs>...};
    std::size_t i     = 0;
    while (!same[i])
        ++i;
    return i;
}

}  // namespace detail

/// Values of the outputs asked for, in the order asked for. `get<delta>()` of an output that was not asked for does not
/// compile.
template <real T, class... Outputs>
class outputs {
public:
    template <class Output>
    static constexpr bool has = detail::contains<Output, Outputs...>;

    template <class Output>
        requires(has<Output>)
    [[nodiscard]] constexpr T const& get() const noexcept {
        return values_[detail::index_of<Output, Outputs...>()];
    }
    template <class Output>
    constexpr void set(T const& value) noexcept {
        if constexpr (has<Output>)
            values_[detail::index_of<Output, Outputs...>()] = value;
    }

private:
    std::array<T, sizeof...(Outputs)> values_{};
};

/// Value and first-order sensitivities with gamma of one option, or of lanes of options.
template <real T>
struct option_greeks {
    T price;  ///< currency
    T delta;  ///< per 1.00 of spot
    T gamma;  ///< per 1.00 of spot, squared
    T vega;   ///< per 1.00 of volatility
    T theta;  ///< per year of calendar time
    T rho;    ///< per 1.00 of rate
};

}  // namespace longgamma::inline LONGGAMMA_ABI
