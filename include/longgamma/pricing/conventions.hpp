// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/pricing/conventions.hpp
/// @brief The units in which greeks are shown: types that scale at the edge of a program, never inside it.
///
/// The kernels have one convention: pure derivatives, per 1.00 of the variable, per year of calendar time. A convention
/// is a choice of a unit of time, of volatility, of rates, and of a kind of delta, made at compile time:
///
///     using mine = greeks_convention<per_day_365, per_volatility_point, per_basis_point, spot_delta>;
///     auto const shown = display(greeks(option, call), option, mine{});    // shown.theta is per day
///     auto const other = display(greeks(option, call), option, conventions::desk | per_day_252{});
///
/// What is displayed has another type, which no pricing function takes and which can not be displayed again.
///
/// Theta per day is the derivative times the length of a day. What an option loses until tomorrow's open at the same
/// spot, \f$ V(t + \Delta t) - V(t) \f$, is another object: near expiry the two differ without bound, and no unit
/// turns one into the other. Reprice to get it.

#include <longgamma/math/elementary.hpp>
#include <longgamma/pricing/black_scholes.hpp>

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>

namespace longgamma::inline LONGGAMMA_ABI {

// What a choice is about. A unit of one's own is a struct with one of these as `category`, a `size` and a `name`:
// struct per_hour { using category = unit_of_time; static constexpr double size = 1.0 / 8760.0; ... };
struct unit_of_time {};
struct unit_of_volatility {};
struct unit_of_rate {};
struct kind_of_delta {};

/// Per year: the derivative itself.
struct per_year {
    using category                         = unit_of_time;
    static constexpr double size           = 1.0;  ///< years
    static constexpr std::string_view name = "year";
};
/// Per calendar day of a year of 365.
struct per_day_365 {
    using category                         = unit_of_time;
    static constexpr double size           = 1.0 / 365.0;
    static constexpr std::string_view name = "day (365)";
};
/// Per trading day of a year of 252.
struct per_day_252 {
    using category                         = unit_of_time;
    static constexpr double size           = 1.0 / 252.0;
    static constexpr std::string_view name = "trading day (252)";
};
/// Per calendar day, or per remaining life where that is shorter: what crypto exchanges show. Needs the option.
struct per_remaining_life_capped_day {
    using category                         = unit_of_time;
    static constexpr double largest_size   = 1.0 / 365.0;  ///< years; the size is the smaller of this and the expiry
    static constexpr std::string_view name = "day (365), at most the remaining life";
};

/// Per 1.00 of volatility.
struct per_volatility_unit {
    using category                         = unit_of_volatility;
    static constexpr double size           = 1.0;
    static constexpr std::string_view name = "1.00 of volatility";
};
/// Per 0.01 of volatility; volga per point squared.
struct per_volatility_point {
    using category                         = unit_of_volatility;
    static constexpr double size           = 0.01;
    static constexpr std::string_view name = "volatility point";
};

/// Per 1.00 of rate.
struct per_rate_unit {
    using category                         = unit_of_rate;
    static constexpr double size           = 1.0;
    static constexpr std::string_view name = "1.00 of rate";
};
/// Per 0.01 of rate.
struct per_percent {
    using category                         = unit_of_rate;
    static constexpr double size           = 0.01;
    static constexpr std::string_view name = "1 % of rate";
};
/// Per 0.0001 of rate.
struct per_basis_point {
    using category                         = unit_of_rate;
    static constexpr double size           = 0.0001;
    static constexpr std::string_view name = "basis point";
};

// Kinds of delta. With V the value today, S spot, F forward, q the yield (the foreign rate):
/// dV/dS = w e^{-qT} Phi(w d1): units of the underlying to hold.
struct spot_delta {
    using category                         = kind_of_delta;
    static constexpr bool forward          = false;
    static constexpr bool premium_adjusted = false;
    static constexpr std::string_view name = "spot";
};
/// e^{qT} dV/dS = w Phi(w d1): forward contracts to hold.
struct forward_delta {
    using category                         = kind_of_delta;
    static constexpr bool forward          = true;
    static constexpr bool premium_adjusted = false;
    static constexpr std::string_view name = "forward";
};
/// dV/dS - V/S = w (K/F) e^{-qT} Phi(w d2): the premium is paid in the underlying, and is a holding of it.
struct premium_adjusted_spot_delta {
    using category                         = kind_of_delta;
    static constexpr bool forward          = false;
    static constexpr bool premium_adjusted = true;
    static constexpr std::string_view name = "premium-adjusted spot";
};
/// e^{qT} (dV/dS - V/S) = w (K/F) Phi(w d2).
struct premium_adjusted_forward_delta {
    using category                         = kind_of_delta;
    static constexpr bool forward          = true;
    static constexpr bool premium_adjusted = true;
    static constexpr std::string_view name = "premium-adjusted forward";
};

template <class X>
concept time_convention = std::same_as<typename X::category, unit_of_time>;
template <class X>
concept volatility_convention = std::same_as<typename X::category, unit_of_volatility>;
template <class X>
concept rate_convention = std::same_as<typename X::category, unit_of_rate>;
template <class X>
concept delta_kind = std::same_as<typename X::category, kind_of_delta>;
/// Anything a convention is made of.
template <class X>
concept convention_choice = time_convention<X> || volatility_convention<X> || rate_convention<X> || delta_kind<X>;

/// A full set of choices. Written as `greeks_convention<...>`, which fills in what is left out.
template <time_convention Time, volatility_convention Volatility, rate_convention Rate, delta_kind Delta>
struct complete_convention {
    using time       = Time;
    using volatility = Volatility;
    using rate       = Rate;
    using delta      = Delta;
};

namespace detail {

/// The choice of a category, else the default.
template <class Category, class Default, class... Choices>
struct choice_of {
    using type = Default;
};
template <class Category, class Default, class First, class... Rest>
struct choice_of<Category, Default, First, Rest...> {
    using type = std::conditional_t<std::same_as<typename First::category, Category>, First,
                                    typename choice_of<Category, Default, Rest...>::type>;
};
template <class Category, class Default, class... Choices>
using choice_of_t = typename choice_of<Category, Default, Choices...>::type;

/// How many choices belong to a category.
template <class Category, class... Choices>
inline constexpr int choices_of = (0 + ... + static_cast<int>(std::same_as<typename Choices::category, Category>));

template <class... Choices>
concept one_of_each = (convention_choice<Choices> && ...) && choices_of<unit_of_time, Choices...> <= 1 &&
                      choices_of<unit_of_volatility, Choices...> <= 1 && choices_of<unit_of_rate, Choices...> <= 1 &&
                      choices_of<kind_of_delta, Choices...> <= 1;

template <class X>
inline constexpr bool is_convention = false;
template <class... X>
inline constexpr bool is_convention<complete_convention<X...>> = true;

}  // namespace detail

/// A convention from the choices named, in any order, at most one of a category. What is left out is mathematical: per
/// year, per 1.00, spot delta. Two spellings of one convention are one type.
template <class... Choices>
    requires detail::one_of_each<Choices...>
using greeks_convention = complete_convention<detail::choice_of_t<unit_of_time, per_year, Choices...>,
                                              detail::choice_of_t<unit_of_volatility, per_volatility_unit, Choices...>,
                                              detail::choice_of_t<unit_of_rate, per_rate_unit, Choices...>,
                                              detail::choice_of_t<kind_of_delta, spot_delta, Choices...>>;

template <class X>
concept convention = detail::is_convention<X>;

/// The convention with one choice replaced: `conventions::desk | per_day_252{}`.
template <class Time, class Volatility, class Rate, class Delta, convention_choice Choice>
[[nodiscard]] constexpr auto operator|(complete_convention<Time, Volatility, Rate, Delta>, Choice) noexcept {
    return complete_convention<detail::choice_of_t<unit_of_time, Time, Choice>,
                               detail::choice_of_t<unit_of_volatility, Volatility, Choice>,
                               detail::choice_of_t<unit_of_rate, Rate, Choice>,
                               detail::choice_of_t<kind_of_delta, Delta, Choice>>{};
}

/// Conventions in use.
namespace conventions {

/// The kernels' own: displaying changes nothing but the type.
inline constexpr greeks_convention<> mathematical{};
/// An equity or rates desk: theta per calendar day, vega per point, rho per basis point, spot delta.
inline constexpr greeks_convention<per_day_365, per_volatility_point, per_basis_point, spot_delta> desk{};
/// A crypto exchange of the Deribit kind: theta per day or remaining life, vega per point, rho per 1 %, forward delta.
inline constexpr greeks_convention<per_remaining_life_capped_day, per_volatility_point, per_percent, forward_delta>
    exchange{};

}  // namespace conventions

/// How often an output is divided by time, volatility and rate.
struct output_dimension {
    int time       = 0;
    int volatility = 0;
    int rate       = 0;
};

/// The dimension of each output tag; for tags of one's own, specialise it.
template <class Output>
inline constexpr output_dimension dimension_of = [] {
    static_assert(!std::same_as<Output, Output>, "dimension_of is not known for this output");
    return output_dimension{};
}();
template <> inline constexpr output_dimension dimension_of<price>{};
template <> inline constexpr output_dimension dimension_of<log_price>{};
template <> inline constexpr output_dimension dimension_of<delta>{};
template <> inline constexpr output_dimension dimension_of<gamma>{};
template <> inline constexpr output_dimension dimension_of<speed>{};
template <> inline constexpr output_dimension dimension_of<lambda>{};
template <> inline constexpr output_dimension dimension_of<dual_delta>{};
template <> inline constexpr output_dimension dimension_of<dual_gamma>{};
template <> inline constexpr output_dimension dimension_of<vega>{.volatility = 1};
template <> inline constexpr output_dimension dimension_of<vanna>{.volatility = 1};
template <> inline constexpr output_dimension dimension_of<zomma>{.volatility = 1};
template <> inline constexpr output_dimension dimension_of<volga>{.volatility = 2};
template <> inline constexpr output_dimension dimension_of<ultima>{.volatility = 3};
template <> inline constexpr output_dimension dimension_of<theta>{.time = 1};
template <> inline constexpr output_dimension dimension_of<charm>{.time = 1};
template <> inline constexpr output_dimension dimension_of<colour>{.time = 1};
template <> inline constexpr output_dimension dimension_of<veta>{.time = 1, .volatility = 1};
template <> inline constexpr output_dimension dimension_of<rho>{.rate = 1};
template <> inline constexpr output_dimension dimension_of<forward_rho>{.rate = 1};
template <> inline constexpr output_dimension dimension_of<epsilon>{.rate = 1};
template <> inline constexpr output_dimension dimension_of<vera>{.volatility = 1, .rate = 1};

namespace detail {

template <class Unit>
concept fixed_size = requires { Unit::size; };

/// size^power; units of a size that hangs on the option count as 1 here.
template <class Unit>
[[nodiscard]] consteval double power_of_size(int power) {
    double x = 1.0;
    if constexpr (fixed_size<Unit>)
        for (int i = 0; i < power; ++i)
            x *= Unit::size;
    return x;
}

template <class Output, class Convention>
inline constexpr double constant_scale = power_of_size<typename Convention::time>(dimension_of<Output>.time) *
                                         power_of_size<typename Convention::volatility>(
                                             dimension_of<Output>.volatility) *
                                         power_of_size<typename Convention::rate>(dimension_of<Output>.rate);

/// True if the scale of an output hangs on the option.
template <class Output, class Convention>
inline constexpr bool scale_needs_option = dimension_of<Output>.time > 0 && !fixed_size<typename Convention::time>;

/// True if showing an output takes more than its value.
template <class Output, class Convention>
inline constexpr bool needs_option =
    scale_needs_option<Output, Convention> ||
    (std::same_as<Output, delta> && !std::same_as<typename Convention::delta, spot_delta>);

/// True if the price must be known: premium-adjusted delta.
template <class Output, class Convention>
inline constexpr bool needs_price = std::same_as<Output, delta> && Convention::delta::premium_adjusted;

template <class Output, class Convention, real T>
[[nodiscard]] LONGGAMMA_INLINE T scaled(T const& value) noexcept {
    if constexpr (constant_scale<Output, Convention> == 1.0)
        return value;
    else
        return math::product(value, as<T>(constant_scale<Output, Convention>));
}

/// The value of one output in a convention, without the option.
template <class Output, class Convention, real T>
[[nodiscard]] LONGGAMMA_INLINE T shown(T const& value) noexcept {
    static_assert(!needs_option<Output, Convention>,
                  "this convention needs the option: display(greeks, option, convention)");
    return scaled<Output, Convention>(value);
}

/// The same with the option; `price` is read for premium-adjusted deltas only.
template <class Output, class Convention, real T>
[[nodiscard]] LONGGAMMA_INLINE T shown(T const& value, T const& price, european_option<T> const& option) noexcept {
    if constexpr (std::same_as<Output, delta>) {
        using kind = typename Convention::delta;
        T result   = value;
        if constexpr (kind::premium_adjusted)
            result = T(result - T(price / option.spot));
        if constexpr (kind::forward)
            result = math::product(result, math::exp(math::product(option.dividend_yield, option.expiry)));
        return result;
    } else if constexpr (scale_needs_option<Output, Convention>) {
        static_assert(dimension_of<Output>.time == 1);
        T const size = math::at_most(option.expiry, as<T>(Convention::time::largest_size));
        return math::product(scaled<Output, Convention>(value), size);
    } else {
        return scaled<Output, Convention>(value);
    }
}

}  // namespace detail

/// The factor from the library's unit of an output to the convention's, for columns of numbers:
/// `display_scale<vega>(conventions::desk)` is 0.01. Does not compile where it hangs on the option.
template <class Output, convention Convention>
    requires(!detail::needs_option<Output, Convention>)
[[nodiscard]] consteval double display_scale(Convention) noexcept {
    return detail::constant_scale<Output, Convention>;
}

/// The unit of an output in words: `unit_text<veta>(conventions::desk)` is "per volatility point per day (365)"; volga
/// is "per volatility point^2". Empty for outputs without one.
template <class Output, convention Convention>
[[nodiscard]] std::string unit_text(Convention) {
    std::string text;
    auto const add = [&](int power, std::string_view name) {
        if (power == 0)
            return;
        text += text.empty() ? "per " : " per ";
        text += name;
        if (power > 1)
            text += '^' + std::to_string(power);
    };
    constexpr output_dimension d = dimension_of<Output>;
    add(d.volatility, Convention::volatility::name);
    add(d.rate, Convention::rate::name);
    add(d.time, Convention::time::name);
    return text;
}

/// Values of outputs in a convention. For reading only: no pricing function takes it.
template <real T, convention Convention, class... Outputs>
class displayed_outputs {
public:
    using convention_type = Convention;

    constexpr explicit displayed_outputs(outputs<T, Outputs...> const& scaled) noexcept : scaled_(scaled) {}
    template <class Output>
        requires(outputs<T, Outputs...>::template has<Output>)
    [[nodiscard]] constexpr T const& get() const noexcept {
        return scaled_.template get<Output>();
    }

private:
    outputs<T, Outputs...> scaled_;
};

/// The same for the fields of @ref option_greeks.
template <real T, convention Convention>
struct displayed_greeks {
    using convention_type = Convention;

    T price;
    T delta;
    T gamma;
    T vega;
    T theta;
    T rho;
};

/// Greeks in a convention; every output is scaled by its dimension, delta is changed to the kind wanted.
///
/// The kind acts on delta alone: gamma, vanna, charm, ... stay derivatives of the spot delta by the spot.
///
/// @param greeks  what a kernel returned, for the same option
/// @param option  the option; without it for conventions of fixed units and spot delta
/// @return NaN stays NaN. A premium-adjusted delta is the difference of delta and price/spot, exact to the rounding of
///         these two; @ref inverse_black_scholes gives it without cancellation.
/// @par Cost  One product for each output whose unit is not 1, known at compile time; nothing is allocated.
template <real T, class... Outputs, convention Convention>
    requires(!(detail::needs_price<Outputs, Convention> || ...) || detail::contains<price, Outputs...>)
[[nodiscard]] LONGGAMMA_INLINE auto display(outputs<T, Outputs...> const& greeks,
                                            std::type_identity_t<european_option<T>> const& option,
                                            Convention) noexcept {
    T value(0);
    if constexpr (detail::contains<price, Outputs...>)
        value = greeks.template get<price>();
    outputs<T, Outputs...> scaled;
    (scaled.template set<Outputs>(detail::shown<Outputs, Convention>(greeks.template get<Outputs>(), value, option)),
     ...);
    return displayed_outputs<T, Convention, Outputs...>(scaled);
}

/// @copydoc display
template <real T, class... Outputs, convention Convention>
    requires(!(detail::needs_option<Outputs, Convention> || ...))
[[nodiscard]] LONGGAMMA_INLINE auto display(outputs<T, Outputs...> const& greeks, Convention) noexcept {
    outputs<T, Outputs...> scaled;
    (scaled.template set<Outputs>(detail::shown<Outputs, Convention>(greeks.template get<Outputs>())), ...);
    return displayed_outputs<T, Convention, Outputs...>(scaled);
}

/// @copydoc display
template <real T, convention Convention>
[[nodiscard]] LONGGAMMA_INLINE displayed_greeks<T, Convention> display(
    option_greeks<T> const& greeks, std::type_identity_t<european_option<T>> const& option, Convention) noexcept {
    T const& value = greeks.price;
    return {detail::shown<price, Convention>(greeks.price, value, option),
            detail::shown<delta, Convention>(greeks.delta, value, option),
            detail::shown<gamma, Convention>(greeks.gamma, value, option),
            detail::shown<vega, Convention>(greeks.vega, value, option),
            detail::shown<theta, Convention>(greeks.theta, value, option),
            detail::shown<rho, Convention>(greeks.rho, value, option)};
}

/// @copydoc display
template <real T, convention Convention>
    requires(!detail::needs_option<delta, Convention> && !detail::needs_option<theta, Convention>)
[[nodiscard]] LONGGAMMA_INLINE displayed_greeks<T, Convention> display(option_greeks<T> const& greeks,
                                                                      Convention) noexcept {
    return {detail::shown<price, Convention>(greeks.price), detail::shown<delta, Convention>(greeks.delta),
            detail::shown<gamma, Convention>(greeks.gamma), detail::shown<vega, Convention>(greeks.vega),
            detail::shown<theta, Convention>(greeks.theta), detail::shown<rho, Convention>(greeks.rho)};
}

}  // namespace longgamma::inline LONGGAMMA_ABI
