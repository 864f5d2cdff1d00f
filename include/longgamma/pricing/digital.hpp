// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/pricing/digital.hpp
/// @brief Cash-or-nothing and asset-or-nothing European options, value and greeks.

#include <longgamma/pricing/black_scholes.hpp>
#include <longgamma/pricing/evaluate.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <limits>
#include <span>
#include <type_traits>

namespace longgamma::inline LONGGAMMA_ABI {

namespace detail {

/// Both digitals are one formula: \f$ V = A\,e^{-cT}\,\Phi(w d) \f$. Cash: A = 1, c = r, d = d2.
/// Asset: A = S, c = q, d = d1. The other one of d1 and d2 is e; \f$ n = e^{-cT}\varphi(d) \f$.
template <bool Asset, class... Outputs, real T>
[[nodiscard]] LONGGAMMA_INLINE outputs<T, Outputs...> digital(european_option<T> const& in, T const& sign) noexcept {
    using math::at_least, math::at_most, math::fma, math::product, math::select;

    // Invalid input becomes a NaN in the total volatility, and so in d and every output. NaN compares false.
    auto const valid = T(0) <= in.spot && T(0) <= in.strike && T(0) <= in.volatility && in.rate == in.rate &&
                       in.dividend_yield == in.dividend_yield && sign == sign;
    T const nan      = as<T>(std::numeric_limits<double>::quiet_NaN());

    T const root_expiry = math::sqrt(in.expiry);
    T const s           = select(valid, T(in.volatility * root_expiry), nan);
    T const inverse_s   = T(1) / at_least(s, as<T>(1e-30));
    T const carry       = Asset ? in.dividend_yield : in.rate;
    T const factor      = math::detail::exponential_normal(T(-carry * in.expiry));

    // A spot or strike of 0 stands as a tiny number: d1 and d2 then lie beyond all tails.
    T const tiny      = as<T>(math::detail::smallest_of_kernels<T>);
    T const log_money = math::detail::log_ratio_normal(at_least(in.spot, tiny), at_least(in.strike, tiny)) +
                        fma(in.rate, in.expiry, product(T(-in.dividend_yield), in.expiry));
    T const h    = log_money * inverse_s;
    T const half = as<T>(Asset ? 0.5 : -0.5);
    // Beyond 60 the density is 0 and the Mills ratio irrelevant: bounding keeps the rational finite.
    T const d = at_least(at_most(fma(half, s, h), T(60)), T(-60));
    T const e = at_least(at_most(fma(T(-half), s, h), T(60)), T(-60));

    // The rounding error of d^2 is carried into the exponential.
    T const square = d * d;
    T const error  = math::square_error(d, square);
    T const n      = as<T>(0.3989422804014326779) * factor *
                math::detail::exponential_decay(T(T(0.5) * square), T(T(0.5) * error));

    auto const fraction  = math::detail::mills(T(math::abs(d)));
    T const mills        = fraction.numerator / fraction.denominator;
    auto const in_money  = T(0) < sign * d;
    T const unit         = select(in_money, fma(T(-n), mills, factor), product(n, mills));  // e^{-cT} Phi(w d)
    T const value        = Asset ? product(in.spot, unit) : unit;
    T const signed_n     = sign * n;
    T const signed_scale = Asset ? T(in.spot * signed_n) : signed_n;  // w A n

    // Where the density is 0, or s or the spot is, nothing moves: 0, not 0/0. NaN in s stays.
    auto const degenerate = (s == T(0) || n == T(0) || in.spot == T(0)) && s == s;
    T const per_sd        = select(degenerate, T(0), inverse_s);
    T const per_vol       = root_expiry * per_sd;                              // 1/sigma
    T const signed_per_sd = select(degenerate, T(0), T(signed_n * inverse_s));  // w n/s

    outputs<T, Outputs...> out;
    auto const set = [&]<class Output>(Output, T const& x) { out.template set<Output>(x); };

    set(price{}, value);
    if constexpr (contains<delta, Outputs...> || contains<gamma, Outputs...>) {
        T const per_spot = select(degenerate, T(0), T(signed_per_sd / in.spot));
        set(delta{}, Asset ? fma(signed_n, per_sd, unit) : per_spot);
        T const bent = -per_spot * (e * per_sd);
        set(gamma{}, Asset ? product(bent, T(1)) : select(degenerate, T(0), T(bent / in.spot)));
    }
    if constexpr (contains<vega, Outputs...>)
        set(vega{}, product(T(-signed_scale * e), per_vol));
    if constexpr (contains<theta, Outputs...>) {
        // dd/dT = (r - q)/s - e/(2T), with 1/T = (sigma/s)^2.
        T const per_root  = in.volatility * per_sd;
        T const per_year  = per_root * per_root;
        T const drift     = T(in.rate - in.dividend_yield) * per_sd;
        T const approach  = fma(T(T(0.5) * e), per_year, T(-drift));
        set(theta{}, fma(carry, value, select(degenerate, T(0), product(signed_scale, approach))));
    }
    if constexpr (contains<rho, Outputs...> || contains<epsilon, Outputs...>) {
        // w A n T/s and its negative: products, since a negated zero has no agreed sign in lanes.
        T const years_per_sd = in.expiry * per_sd;
        T const tilt         = product(signed_scale, years_per_sd);
        T const counter      = product(T(-signed_scale), years_per_sd);
        T const funded       = fma(T(-in.expiry), value, Asset ? counter : tilt);
        set(rho{}, Asset ? tilt : funded);
        set(epsilon{}, Asset ? funded : counter);
    }
    if constexpr (contains<vanna, Outputs...>) {
        T const shape = Asset ? fma(e, e, T(-1)) : fma(d, e, T(-1));
        T const bent  = signed_per_sd * per_vol * shape;
        set(vanna{}, Asset ? product(bent, T(1)) : select(degenerate, T(0), T(bent / in.spot)));
    }
    if constexpr (contains<volga, Outputs...>)
        set(volga{}, product(T(-signed_scale * per_vol * per_vol), fma(d, fma(e, e, T(-1)), T(-e))));
    return out;
}

template <bool Asset, class Arch, class... Outputs, std::floating_point T>
void evaluate_digital(char const* name, european_columns<T> const& in, for_each_tag<output_column<T>, Outputs>... out) {
    std::size_t const n = common_length(in, array_of_spans<T>(out...), name);
    for_each_batch<T, Arch>(n, [&](auto const& rows) {
        using batch    = std::remove_cvref_t<decltype(rows(in.spot))>;
        auto const all = digital<Asset, Outputs...>(
            european_option<batch>{rows(in.spot), rows(in.strike), rows(in.expiry), rows(in.rate),
                                   rows(in.dividend_yield), rows(in.volatility)},
            rows(in.sign));
        (rows.store(out, all.template get<Outputs>()), ...);
    });
}

/// What the digitals can be asked for.
template <class Output>
concept digital_output = contains<Output, price, delta, gamma, vega, theta, rho, epsilon, vanna, volga>;

}  // namespace detail

/// Value and greeks of an option that pays 1 unit of currency if it ends in the money; multiply by the amount agreed.
///
/// With d1, d2, s as in @ref black_scholes, \f$ w = \pm1 \f$ and \f$ n = e^{-rT}\varphi(d_2) \f$:
/// \f[ V = e^{-rT}\,\Phi(w d_2) \f]
///
/// | output | formula |
/// |---|---|
/// | delta   | \f$ w n/(S s) \f$ |
/// | gamma   | \f$ -w n\, d_1/(S s)^2 \f$ |
/// | vega    | \f$ -w n\, d_1/\sigma \f$ |
/// | theta   | \f$ r V + w n\,(d_1/(2T) - (r-q)/s) \f$ |
/// | rho     | \f$ -T V + w n\, T/s \f$ |
/// | epsilon | \f$ -w n\, T/s \f$ |
/// | vanna   | \f$ w n\,(d_1 d_2 - 1)/(S s \sigma) \f$ |
/// | volga   | \f$ -w n\,(d_1^2 d_2 - d_1 - d_2)/\sigma^2 \f$ |
///
/// This is minus the strike derivative of the vanilla option, \f$ -w\,\partial V/\partial K \f$: a spread of two
/// vanilla options over the distance of their strikes. Under a smile the slope of the volatility comes on top; it is
/// not in here.
///
/// @tparam Outputs tags of pricing/greeks.hpp, among those of the table and `price`; what is not asked for is not
///                 computed
/// @param sign  +1 for a call (pays above the strike), -1 for a put, lane by lane
/// @return the outputs in the order asked for. Limits: where sigma sqrt(T) = 0 the value is the discounted step of the
///         forward against the strike, one half of it exactly at the strike; what contains the density is 0 there by
///         convention (at the strike the limits of delta, gamma and theta are infinite), and so it is where S = K = 0.
///         K = 0: a call is e^{-rT}, a put 0. S = 0: a put is e^{-rT}, a call 0. Infinite volatility: a put is e^{-rT},
///         a call 0. Amounts below 1e-270 (float: 1e-30) count as that for the moneyness. Values whose density is below
///         the smallest normal number are 0.
/// @par Errors    Never throws. A negative spot, strike, expiry or volatility, and NaN in any input, give NaN in all
///                outputs of that lane and of no other.
/// @par Accuracy  Error in units of 2^-53 (float: 2^-24) times 1 + the condition of the output, relative to it or,
///                where it changes sign, to the sum of the sizes of its terms: 3 (double and float). Asserted by
///                tests/pricing/digital_test.cpp, which defines the conditions.
/// @par Cost      1 logarithm, 2 exponentials, 1 rational, 1 square root, 2 divisions; 1 more for each division by S;
///                no branch on data, no allocation.
/// @see M. Rubinstein, E. Reiner, "Unscrambling the binary code", Risk 4 (1991) 75-83.
template <class... Outputs, real T>
    requires(detail::digital_output<Outputs> && ...)
[[nodiscard]] LONGGAMMA_INLINE outputs<T, Outputs...> cash_or_nothing(european_option<T> const& in,
                                                                      T const& sign) noexcept {
    return detail::digital<false, Outputs...>(in, sign);
}

/// Value and greeks of an option that pays the underlying itself, S at expiry, if it ends in the money.
///
/// With \f$ n = e^{-qT}\varphi(d_1) \f$:
/// \f[ V = S e^{-qT}\,\Phi(w d_1) \f]
///
/// | output | formula |
/// |---|---|
/// | delta   | \f$ e^{-qT}\Phi(w d_1) + w n/s \f$ |
/// | gamma   | \f$ -w n\, d_2/(S s^2) \f$ |
/// | vega    | \f$ -w S n\, d_2/\sigma \f$ |
/// | theta   | \f$ q V + w S n\,(d_2/(2T) - (r-q)/s) \f$ |
/// | rho     | \f$ w S n\, T/s \f$ |
/// | epsilon | \f$ -T V - w S n\, T/s \f$ |
/// | vanna   | \f$ w n\,(d_2^2 - 1)/(s \sigma) \f$ |
/// | volga   | \f$ -w S n\,(d_1 d_2^2 - d_1 - d_2)/\sigma^2 \f$ |
///
/// A vanilla call is one of these less K cash-or-nothing calls; a put K cash-or-nothing puts less one of these.
///
/// @tparam Outputs, @param sign, errors, accuracy, cost, source as @ref cash_or_nothing
/// @return the outputs in the order asked for. Limits: where sigma sqrt(T) = 0 the value is S e^{-qT} if the forward is
///         in the money, half of that exactly at the strike, else 0; what contains the density is 0 by convention.
///         K = 0: a call is S e^{-qT}, a put 0. S = 0: 0. Infinite volatility: a call is S e^{-qT}, a put 0.
template <class... Outputs, real T>
    requires(detail::digital_output<Outputs> && ...)
[[nodiscard]] LONGGAMMA_INLINE outputs<T, Outputs...> asset_or_nothing(european_option<T> const& in,
                                                                       T const& sign) noexcept {
    return detail::digital<true, Outputs...>(in, sign);
}

/// @ref cash_or_nothing for a whole book, in SIMD lanes:
/// `evaluate_cash_or_nothing<price, delta>({.spot = 100.0, .strike = strikes, .expiry = 0.25, .volatility = vols},
/// prices, deltas)`.
///
/// @param in   columns; ranges must be as long as the outputs
/// @param out  one range for each tag, in the order of the tags, all of one length n >= 0; must not overlap each other;
///             may be an input column itself, not one shifted against it
/// @throws std::invalid_argument if lengths differ, before anything is written
/// @par Accuracy, limits, invalid rows  As the kernel. A row's result is the same, bit for bit, wherever it stands in
///             the arrays, and equal to a scalar call.
/// @par Cost   No allocation. n/lanes kernel evaluations; the rest at the end costs one.
template <detail::digital_output... Outputs>
    requires(sizeof...(Outputs) > 0)
void evaluate_cash_or_nothing(european_columns<double> const& in,
                              detail::for_each_tag<output_column<double>, Outputs>... out) {
    detail::evaluate_digital<false, simd::default_arch, Outputs...>("evaluate_cash_or_nothing", in, out...);
}

/// @copydoc evaluate_cash_or_nothing
template <detail::digital_output... Outputs>
    requires(sizeof...(Outputs) > 0)
void evaluate_cash_or_nothing(european_columns<float> const& in,
                              detail::for_each_tag<output_column<float>, Outputs>... out) {
    detail::evaluate_digital<false, simd::default_arch, Outputs...>("evaluate_cash_or_nothing", in, out...);
}

/// @ref asset_or_nothing for a whole book; all else as @ref evaluate_cash_or_nothing.
template <detail::digital_output... Outputs>
    requires(sizeof...(Outputs) > 0)
void evaluate_asset_or_nothing(european_columns<double> const& in,
                               detail::for_each_tag<output_column<double>, Outputs>... out) {
    detail::evaluate_digital<true, simd::default_arch, Outputs...>("evaluate_asset_or_nothing", in, out...);
}

/// @copydoc evaluate_asset_or_nothing
template <detail::digital_output... Outputs>
    requires(sizeof...(Outputs) > 0)
void evaluate_asset_or_nothing(european_columns<float> const& in,
                               detail::for_each_tag<output_column<float>, Outputs>... out) {
    detail::evaluate_digital<true, simd::default_arch, Outputs...>("evaluate_asset_or_nothing", in, out...);
}

}  // namespace longgamma::inline LONGGAMMA_ABI
