// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/pricing/greeks.hpp
/// @brief Names of the outputs of a pricing kernel, and the set of outputs chosen at compile time.

#include <longgamma/core/real.hpp>

#include <concepts>

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

/// A set of tags.
template <class... Tags>
struct is_any {};

template <class Set, class... Outputs>
inline constexpr bool any_of = false;
template <class... Tags, class... Outputs>
inline constexpr bool any_of<is_any<Tags...>, Outputs...> = (contains<Tags, Outputs...> || ...);

/// One output. A base class for each, rather than an array of all, lets compilers keep lanes in registers.
template <class Output, class T>
struct output_value {
    T stored = T(0);
};

template <class... Outputs>
[[nodiscard]] consteval bool all_different() {
    constexpr auto once = []<class Output>(Output const*) { return (int{std::same_as<Output, Outputs>} + ... + 0) == 1; };
    return (once(static_cast<Outputs const*>(nullptr)) && ...);
}

}  // namespace detail

/// Values of the outputs asked for. `get<delta>()` of an output that was not asked for does not compile.
template <real T, class... Outputs>
class outputs : detail::output_value<Outputs, T>... {
public:
    static_assert(detail::all_different<Outputs...>(), "each output is asked for once");

    template <class Output>
    static constexpr bool has = detail::contains<Output, Outputs...>;

    template <class Output>
        requires(has<Output>)
    [[nodiscard]] constexpr T const& get() const noexcept {
        return static_cast<detail::output_value<Output, T> const&>(*this).stored;
    }
    template <class Output>
    constexpr void set(T const& value) noexcept {
        if constexpr (has<Output>)
            static_cast<detail::output_value<Output, T>&>(*this).stored = value;
    }
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
