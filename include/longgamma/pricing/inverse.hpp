// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/pricing/inverse.hpp
/// @brief Inverse (coin-settled) options: values and greeks in dollars and coins, implied volatility, perpetual hedge.
///
/// "Coin" is the underlying and the currency of settlement, "USD" the currency of strike and forward: any pair of a
/// currency and what is quoted in it will do.

#include <longgamma/pricing/black_scholes.hpp>
#include <longgamma/pricing/conventions.hpp>
#include <longgamma/pricing/evaluate.hpp>
#include <longgamma/pricing/implied_volatility.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <limits>
#include <span>
#include <type_traits>

namespace longgamma::inline LONGGAMMA_ABI {

// Output tags of inverse options, besides `delta` = d price_usd/dS, in coins. S is the forward F in the exchange's
// convention.
struct price_usd {};              ///< V, value in USD
struct price_coin {};             ///< u = V/S, value in coins: what the exchange quotes
struct net_transaction_delta {};  ///< delta - price_coin = S du/dS, in coins: delta net of the premium held in coin
struct gamma_usd {};              ///< d2V/dS2, coins per USD
struct vega_usd {};               ///< dV/dsigma, USD per 1.00 of volatility
struct vega_coin {};              ///< du/dsigma, coins per 1.00 of volatility
struct theta_usd {};              ///< dV/dt, USD per year
struct theta_coin {};             ///< du/dt at fixed S, coins per year
struct price_coin_delta {};       ///< du/dS, coins per USD
struct price_coin_gamma {};       ///< d2u/dS2, coins per USD^2

template <> inline constexpr output_dimension dimension_of<price_usd>{};
template <> inline constexpr output_dimension dimension_of<price_coin>{};
template <> inline constexpr output_dimension dimension_of<net_transaction_delta>{};
template <> inline constexpr output_dimension dimension_of<gamma_usd>{};
template <> inline constexpr output_dimension dimension_of<vega_usd>{.volatility = 1};
template <> inline constexpr output_dimension dimension_of<vega_coin>{.volatility = 1};
template <> inline constexpr output_dimension dimension_of<theta_usd>{.time = 1};
template <> inline constexpr output_dimension dimension_of<theta_coin>{.time = 1};
template <> inline constexpr output_dimension dimension_of<price_coin_delta>{};
template <> inline constexpr output_dimension dimension_of<price_coin_gamma>{};

/// An inverse option as exchanges quote it: against the future of its own expiry, nothing discounted. Each field is one
/// number or lanes of numbers. Pays max(w (F - K), 0)/F coins at expiry, w = 1 for a call, -1 for a put.
template <real T>
struct inverse_option {
    T forward;     ///< F >= 0, USD per coin: the future (or synthetic future) of this expiry
    T strike;      ///< K >= 0, USD per coin
    T expiry;      ///< T >= 0, years to expiry
    T volatility;  ///< sigma >= 0, per sqrt(year); 0.60 is 60 %
};

/// All outputs of one inverse option, or of lanes of them; units as the tags.
template <real T>
struct inverse_option_greeks {
    T price_usd;              ///< USD
    T price_coin;             ///< coins
    T delta;                  ///< coins
    T net_transaction_delta;  ///< coins
    T gamma_usd;              ///< coins per USD
    T vega_usd;               ///< USD per 1.00 of volatility
    T vega_coin;              ///< coins per 1.00 of volatility
    T theta_usd;              ///< USD per year of calendar time
    T theta_coin;             ///< coins per year of calendar time
    T price_coin_delta;       ///< coins per USD
    T price_coin_gamma;       ///< coins per USD^2
};

namespace detail {

template <class Output>
concept inverse_output =
    contains<Output, price_usd, price_coin, delta, net_transaction_delta, gamma_usd, vega_usd, vega_coin, theta_usd,
             theta_coin, price_coin_delta, price_coin_gamma>;

/// What the vanilla kernel gives in unit time (T = 1, with the rates and the volatility scaled), where d price/dr is
/// w K e^{-rT} Phi(w d2) whatever T is.
template <real T>
using in_unit_time = outputs<T, price, delta, gamma, vega, rho>;

/// sigma sqrt(T); NaN for a negative volatility and for NaN in the rates, which sqrt(T) = 0 would hide.
template <real T>
[[nodiscard]] LONGGAMMA_INLINE T total_volatility(european_option<T> const& in, T const& root_expiry) noexcept {
    auto const valid = T(0) <= in.volatility && in.rate == in.rate && in.dividend_yield == in.dividend_yield;
    T const nan      = as<T>(std::numeric_limits<double>::quiet_NaN());
    return math::select(valid, math::product(in.volatility, root_expiry), nan);
}

/// Dollars into coins, and back into real time.
template <class... Outputs, real T>
[[nodiscard]] LONGGAMMA_INLINE outputs<T, Outputs...> in_both_numeraires(european_option<T> const& in,
                                                                         T const& root_expiry,
                                                                         in_unit_time<T> const& v) noexcept {
    using math::at_least, math::fma, math::product, math::select;
    // Into coins; 0 dollars are 0 coins also where S = 0.
    T const per_spot   = T(1) / in.spot;
    auto const coins   = [&](T const& x) { return select(x == T(0), T(0), product(x, per_spot)); };
    T const strike_leg = v.template get<rho>();   // w K e^{-rT} Phi(w d2)
    T const vega_leg   = v.template get<vega>();  // S e^{-qT} phi(d1)

    outputs<T, Outputs...> out;
    auto const set = [&]<class Output>(Output, T const& x) { out.template set<Output>(x); };
    set(price_usd{}, v.template get<price>());
    if constexpr (contains<price_coin, Outputs...>)
        set(price_coin{}, coins(v.template get<price>()));
    set(delta{}, v.template get<delta>());
    if constexpr (any_of<is_any<net_transaction_delta, price_coin_delta, price_coin_gamma>, Outputs...>) {
        // V = S delta - strike_leg, so that delta - V/S is strike_leg/S: a product, nothing cancels.
        T const net = coins(strike_leg);
        set(net_transaction_delta{}, net);
        if constexpr (contains<price_coin_delta, Outputs...>)
            set(price_coin_delta{}, coins(net));
        if constexpr (contains<price_coin_gamma, Outputs...>) {
            T const bend = fma(T(T(-2) * net), per_spot, v.template get<gamma>());
            set(price_coin_gamma{}, coins(select(net == T(0), v.template get<gamma>(), bend)));
        }
    }
    set(gamma_usd{}, v.template get<gamma>());
    if constexpr (any_of<is_any<vega_usd, vega_coin>, Outputs...>) {
        T const dollars = product(vega_leg, root_expiry);
        set(vega_usd{}, dollars);
        if constexpr (contains<vega_coin, Outputs...>)
            set(vega_coin{}, coins(dollars));
    }
    if constexpr (any_of<is_any<theta_usd, theta_coin>, Outputs...>) {
        auto const still   = vega_leg == T(0) || root_expiry == T(0) || in.volatility == T(0);
        T const per_root   = in.volatility / at_least(root_expiry, as<T>(1e-30));
        T const decay      = select(still, T(0), product(T(T(-0.5) * vega_leg), per_root));
        T const spot_leg   = in.spot * v.template get<delta>();
        T const dollars    = fma(in.dividend_yield, spot_leg, fma(T(-in.rate), strike_leg, decay));
        set(theta_usd{}, dollars);
        if constexpr (contains<theta_coin, Outputs...>)
            set(theta_coin{}, coins(dollars));
    }
    return out;
}

}  // namespace detail

/// Value and greeks of inverse options on a spot price with rates, in dollars and in coins.
///
/// The dollar value V is that of the vanilla option, see @ref black_scholes, since max(w (S - K), 0)/S coins are worth
/// max(w (S - K), 0) dollars. In coins u = V/S, and
/// \f[ S\,\frac{\partial u}{\partial S} = \Delta - u = w\,\frac{K}{S}\,e^{-rT}\,\Phi(w d_2), \qquad
///     \frac{\partial^2 u}{\partial S^2} = \frac{\Gamma}{S} - \frac{2\,(\Delta - u)}{S^2} \f]
/// The right-hand side of the first is what is computed: the two terms of the middle would cancel.
///
/// @tparam Outputs tags: `delta` and those of this header; what is not asked for is not computed
/// @param sign  +1 for a call, -1 for a put, lane by lane
/// @return the outputs in the order asked for. Limits in dollars as @ref black_scholes. In coins at S = 0: a call is 0
///         with all derivatives 0, a put is infinite, with its derivatives.
/// @par Errors    Never throws. A negative spot, strike, expiry or volatility, and NaN in any input, give NaN in all
///                outputs of that lane and of no other.
/// @par Accuracy  Relative error in units of 2^-53 (float: 2^-24) times 1 + the condition of the output: prices 8, all
///                else 3; `theta_usd`, `theta_coin`, `price_coin_gamma` relative to the sum of the sizes of their
///                terms. Asserted by tests/pricing/inverse_test.cpp, down to coin prices of 1e-259.
/// @par Cost      One call of the vanilla kernel, 1 square root, 1 division, 1 more for theta; no branch on data, no
///                allocation.
/// @see C. Alexander, A. Imeraj, "Inverse options in a Black-Scholes world", arXiv:2107.12041 (2021), on what goes
///      wrong when an inverse option is hedged like a direct one.
template <class... Outputs, real T>
    requires(detail::inverse_output<Outputs> && ...)
[[nodiscard]] LONGGAMMA_INLINE outputs<T, Outputs...> inverse_black_scholes(european_option<T> const& in,
                                                                            T const& sign) noexcept {
    T const root_expiry = math::sqrt(in.expiry);
    return detail::in_both_numeraires<Outputs...>(
        in, root_expiry,
        black_scholes<price, delta, gamma, vega, rho>(
            european_option<T>{in.spot, in.strike, T(1), math::product(in.rate, in.expiry),
                               math::product(in.dividend_yield, in.expiry),
                               detail::total_volatility(in, root_expiry)},
            sign));
}

/// Value and greeks of inverse options in the exchange's convention: quoted against the future of the expiry, r = 0.
///
/// \f[ u = \frac{V}{F} = w\,\bigl(\Phi(w d_1) - \tfrac{K}{F}\,\Phi(w d_2)\bigr), \qquad
///     d_{1,2} = \frac{\ln(F/K)}{\sigma\sqrt T} \pm \tfrac12\,\sigma\sqrt T \f]
/// S in the names of the outputs is F, so `delta` is the exchange's \f$ w\,\Phi(w d_1) \f$; theta holds F fixed. The
/// coin price is V/F, not V over the index.
///
/// @tparam Outputs, @param sign, @return, errors, accuracy, cost as @ref inverse_black_scholes with S = F and r = q = 0
template <class... Outputs, real T>
    requires(detail::inverse_output<Outputs> && ...)
[[nodiscard]] LONGGAMMA_INLINE outputs<T, Outputs...> inverse_black(inverse_option<T> const& in,
                                                                    T const& sign) noexcept {
    T const root_expiry = math::sqrt(in.expiry);
    european_option<T> const spot{in.forward, in.strike, in.expiry, T(0), T(0), in.volatility};
    return detail::in_both_numeraires<Outputs...>(
        spot, root_expiry,
        black_scholes<price, delta, gamma, vega, rho>(
            european_option<T>{in.forward, in.strike, T(1), T(0), T(0), detail::total_volatility(spot, root_expiry)},
            sign));
}

namespace detail {

template <class Kernel>
[[nodiscard]] inline inverse_option_greeks<double> all_inverse_greeks(Kernel&& kernel) noexcept {
    auto const all   = kernel.template operator()<price_usd, price_coin, delta, net_transaction_delta, gamma_usd,
                                                vega_usd, vega_coin, theta_usd, theta_coin, price_coin_delta,
                                                price_coin_gamma>();
    auto const first = [](simd::batch<double> const& x) { return simd::to_array(x)[0]; };
    return {.price_usd             = first(all.template get<price_usd>()),
            .price_coin            = first(all.template get<price_coin>()),
            .delta                 = first(all.template get<delta>()),
            .net_transaction_delta = first(all.template get<net_transaction_delta>()),
            .gamma_usd             = first(all.template get<gamma_usd>()),
            .vega_usd              = first(all.template get<vega_usd>()),
            .vega_coin             = first(all.template get<vega_coin>()),
            .theta_usd             = first(all.template get<theta_usd>()),
            .theta_coin            = first(all.template get<theta_coin>()),
            .price_coin_delta      = first(all.template get<price_coin_delta>()),
            .price_coin_gamma      = first(all.template get<price_coin_gamma>())};
}

}  // namespace detail

/// All outputs of one inverse option in the exchange's convention. Runs the vector kernel on one padded batch, so the
/// numbers are those which an array call gives for the same option.
/// @return see @ref inverse_black; all NaN for invalid input
[[nodiscard]] inline inverse_option_greeks<double> inverse_greeks(inverse_option<double> const& option,
                                                                  option_type type) noexcept {
    using batch = simd::batch<double>;
    return detail::all_inverse_greeks([&]<class... Outputs>() {
        return inverse_black<Outputs...>(inverse_option<batch>{batch(option.forward), batch(option.strike),
                                                               batch(option.expiry), batch(option.volatility)},
                                         batch(sign(type)));
    });
}

/// The same on a spot price with rates. @return see @ref inverse_black_scholes
[[nodiscard]] inline inverse_option_greeks<double> inverse_greeks(european_option<double> const& option,
                                                                  option_type type) noexcept {
    using batch = simd::batch<double>;
    return detail::all_inverse_greeks([&]<class... Outputs>() {
        return inverse_black_scholes<Outputs...>(
            european_option<batch>{batch(option.spot), batch(option.strike), batch(option.expiry), batch(option.rate),
                                   batch(option.dividend_yield), batch(option.volatility)},
            batch(sign(type)));
    });
}

/// Inverse greeks in a convention (pricing/conventions.hpp). For reading only: no pricing function takes it.
template <real T, convention Convention>
struct displayed_inverse_greeks {
    using convention_type = Convention;

    T price_usd;
    T price_coin;
    T delta;
    T net_transaction_delta;
    T gamma_usd;
    T vega_usd;
    T vega_coin;
    T theta_usd;
    T theta_coin;
    T price_coin_delta;
    T price_coin_gamma;
};

/// Inverse greeks in a convention: `display(inverse_greeks(option, call), option, conventions::exchange)` is an
/// exchange's ticker. Against the own future spot and forward delta are one; premium-adjusted, `delta` is the net
/// transaction delta.
template <real T, convention Convention>
[[nodiscard]] LONGGAMMA_INLINE displayed_inverse_greeks<T, Convention> display(
    inverse_option_greeks<T> const& greeks, std::type_identity_t<inverse_option<T>> const& option,
    Convention) noexcept {
    european_option<T> const spot{option.forward, option.strike, option.expiry, T(0), T(0), option.volatility};
    auto const shown = [&]<class Output>(Output, T const& x) {
        return detail::shown<Output, Convention>(x, greeks.price_usd, spot);
    };
    return {greeks.price_usd,
            greeks.price_coin,
            Convention::delta::premium_adjusted ? greeks.net_transaction_delta : greeks.delta,
            greeks.net_transaction_delta,
            greeks.gamma_usd,
            shown(vega_usd{}, greeks.vega_usd),
            shown(vega_coin{}, greeks.vega_coin),
            shown(theta_usd{}, greeks.theta_usd),
            shown(theta_coin{}, greeks.theta_coin),
            greeks.price_coin_delta,
            greeks.price_coin_gamma};
}

/// A book of inverse options as columns; each is one constant for all options or a range with one number per option.
/// Units as in @ref inverse_option. `sign` is +1 for a call and -1 for a put.
template <std::floating_point T>
struct inverse_columns {
    column<T> forward;
    column<T> strike;
    column<T> expiry;
    column<T> volatility;
    column<T> sign = T(1);

    [[nodiscard]] std::array<column<T> const*, 5> all() const noexcept {
        return {&forward, &strike, &expiry, &volatility, &sign};
    }
};

namespace detail {

template <class Arch, class... Outputs, std::floating_point T>
void evaluate_inverse(inverse_columns<T> const& in, for_each_tag<output_column<T>, Outputs>... out) {
    std::size_t const n = common_length(in, array_of_spans<T>(out...), "evaluate_inverse");
    for_each_batch<T, Arch>(n, [&](auto const& rows) {
        using batch    = std::remove_cvref_t<decltype(rows(in.forward))>;
        auto const all = inverse_black<Outputs...>(
            inverse_option<batch>{rows(in.forward), rows(in.strike), rows(in.expiry), rows(in.volatility)},
            rows(in.sign));
        (rows.store(out, all.template get<Outputs>()), ...);
    });
}

}  // namespace detail

/// @ref inverse_black for a whole chain, in SIMD lanes: `evaluate_inverse<price_coin, net_transaction_delta>(
/// {.forward = 65000.0, .strike = strikes, .expiry = 0.1, .volatility = vols, .sign = signs}, coins, deltas)`.
///
/// @param in   columns; ranges must be as long as the outputs
/// @param out  one range for each tag, in the order of the tags, all of one length n >= 0; must not overlap each other;
///             may be an input column itself, not one shifted against it
/// @throws std::invalid_argument if lengths differ, before anything is written
/// @par Accuracy, limits, invalid rows  As the kernel. A row's result is the same, bit for bit, wherever it stands in
///             the arrays, and equal to a scalar call.
/// @par Cost   No allocation. n/lanes kernel evaluations; the rest at the end costs one.
template <detail::inverse_output... Outputs>
    requires(sizeof...(Outputs) > 0)
void evaluate_inverse(inverse_columns<double> const& in, detail::for_each_tag<output_column<double>, Outputs>... out) {
    detail::evaluate_inverse<simd::default_arch, Outputs...>(in, out...);
}

/// @copydoc evaluate_inverse
template <detail::inverse_output... Outputs>
    requires(sizeof...(Outputs) > 0)
void evaluate_inverse(inverse_columns<float> const& in, detail::for_each_tag<output_column<float>, Outputs>... out) {
    detail::evaluate_inverse<simd::default_arch, Outputs...>(in, out...);
}

/// A quote in coins, as on the exchange.
struct inverse_quote {
    double price_coin;  ///< coins per option on 1 coin
    double forward;     ///< F > 0, USD per coin: the future of this expiry, not the index
    double strike;      ///< K > 0, USD per coin
    double expiry;      ///< T > 0, years
};

/// The volatility which a coin price implies: Black's problem for the undiscounted dollar price u F.
///
/// @return, errors, cost as @ref implied_black_volatility
/// @par Accuracy  That of @ref implied_black_volatility; the rounding of u F, one half of a unit in the last place of
///                the price, comes on top.
[[nodiscard]] inline implied_volatility_result implied_volatility(inverse_quote const& quote,
                                                                  option_type type) noexcept {
    return implied_black_volatility(undiscounted_quote{.price   = quote.price_coin * quote.forward,
                                                       .forward = quote.forward,
                                                       .strike  = quote.strike,
                                                       .expiry  = quote.expiry},
                                    type);
}

/// An account counted in coins: options held, hedged so that the number of coins does not move.
template <real T>
struct coin_account {
    T net_transaction_delta;  ///< of all options held, coins
    T spot;                   ///< S > 0, USD per coin
};

/// An account counted in USD: options held and coins besides.
template <real T>
struct usd_account {
    T delta;         ///< of all options held, coins
    T coin_balance;  ///< all other coins: collateral less premium paid, with the open profit of perpetuals
    T spot;          ///< S > 0, USD per coin
};

/// The position in an inverse perpetual that makes an account counted in coins neutral, in USD of notional (long > 0).
///
/// N dollars of an inverse perpetual bought at S0 gain N (1/S0 - 1/S) coins, so their slope is N/S^2. The options are
/// worth u = V/S coins with slope (delta - u)/S. The slopes cancel for
/// \f[ N = -(\Delta - u)\,S \f]
/// A long call (delta > u > 0) is hedged by a short perpetual. Using delta in place of delta - u hedges as if the
/// premium were not held in coin: too short by u S.
///
/// @return USD of notional; in contracts, divide by their size (10 or 100 USD). What is already held counts: trade the
///         difference.
/// @see C. Alexander, A. Imeraj, "Inverse options in a Black-Scholes world", arXiv:2107.12041 (2021)
template <real T>
[[nodiscard]] constexpr T inverse_perpetual_hedge(coin_account<T> const& account) noexcept {
    return T(-account.net_transaction_delta * account.spot);
}

/// The position in an inverse perpetual that makes an account counted in dollars neutral, in USD of notional: positive
/// is long.
///
/// With B coins besides the options and the perpetual just bought, equity is \f$ S\,(B + N(1/S_0 - 1/S)) + V \f$
/// dollars; its slope at S = S0 is B + N/S0 + delta, which vanishes for
/// \f[ N = -(\Delta + B)\,S \f]
/// Coins lying in the account are exposure to the coin like any other.
/// - Premium paid from coins bought for the purpose with dollars: B = 0 after the purchase, N = -delta S.
/// - Premium paid from B0 coins held before: B = B0 - u0, N = -(delta - u0 + B0) S. On the day of the trade this is the
///   coin-neutral hedge and, on top, a sale of the B0 coins. With B0 = 0, the premium owed in coin, both agree that
///   day; later u moves and u0 does not.
/// - Always: N in dollars = N in coins - equity in coins * S, where equity is B + u. A book flat in coins is long its
///   equity in dollars; a book flat in dollars is short it in coins. One hedge can not serve both accounts.
///
/// @return USD of notional; an open perpetual's profit so far belongs into `coin_balance`, its N into the result
template <real T>
[[nodiscard]] constexpr T inverse_perpetual_hedge(usd_account<T> const& account) noexcept {
    return T(-(account.delta + account.coin_balance) * account.spot);
}

}  // namespace longgamma::inline LONGGAMMA_ABI
