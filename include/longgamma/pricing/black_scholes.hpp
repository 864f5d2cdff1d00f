// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/pricing/black_scholes.hpp
/// @brief Generalised Black-Scholes-Merton value and greeks of European options, one fused kernel.

#include <longgamma/core/option_type.hpp>
#include <longgamma/math/normal.hpp>
#include <longgamma/pricing/greeks.hpp>

namespace longgamma::inline LONGGAMMA_ABI {

/// A European option and its market. Each field is one number or lanes of numbers.
///
/// A cost of carry b (futures: 0) is `dividend_yield = rate - b`; a foreign rate is a dividend yield.
template <real T>
struct european_option {
    T spot;                 ///< S >= 0, currency
    T strike;               ///< K >= 0, currency
    T expiry;               ///< T >= 0, years to expiry
    T rate           = T(0);  ///< r, continuously compounded; may be negative
    T dividend_yield = T(0);  ///< q, continuously compounded; may be negative
    T volatility;           ///< sigma >= 0, per sqrt(year); 0.20 is 20 %
};

/// Value and greeks of European options, out of one evaluation.
///
/// With \f$ s = \sigma\sqrt T \f$, \f$ h = (\ln(S/K) + (r-q)T)/s \f$, \f$ d_{1,2} = h \pm s/2 \f$, \f$ w = \pm1 \f$:
/// \f[ V = w\,(S e^{-qT}\,\Phi(w d_1) - K e^{-rT}\,\Phi(w d_2)) \f]
/// Both distribution functions are the common density \f$ S e^{-qT}\varphi(d_1) = K e^{-rT}\varphi(d_2) \f$ times Mills'
/// ratio, so an out-of-the-money value is a product and keeps its relative accuracy down to 1e-300; in the money the
/// complement is taken.
///
/// | output | formula |
/// |---|---|
/// | delta | \f$ w e^{-qT}\Phi(w d_1) \f$ |
/// | gamma | \f$ e^{-qT}\varphi(d_1)/(S s) \f$ |
/// | vega  | \f$ S e^{-qT}\varphi(d_1)\sqrt T \f$ |
/// | theta | \f$ w q S e^{-qT}\Phi(w d_1) - w r K e^{-rT}\Phi(w d_2) - S e^{-qT}\varphi(d_1)\,\sigma/(2\sqrt T) \f$ |
/// | rho   | \f$ w T K e^{-rT}\Phi(w d_2) \f$ |
/// | vanna | \f$ -e^{-qT}\varphi(d_1)\, d_2/\sigma \f$ |
/// | volga | vega \f$ d_1 d_2/\sigma \f$ |
///
/// @tparam Outputs tags of pricing/greeks.hpp; what is not asked for is not computed
/// @param sign  +1 for a call, -1 for a put, lane by lane
/// @return the outputs in the order asked for; the price is never negative. Limits: where sigma sqrt(T) = 0 the value is
///         the discounted forward intrinsic value, delta its step (half of it exactly at the forward), gamma, vanna, volga
///         and the volatility part of theta are 0 by convention (at the forward the mathematical limit of gamma and theta
///         is infinite), vega its limit. K = 0: a call is the discounted spot. S = 0: a put is the discounted strike. Infinite volatility:
///         call S e^{-qT}, put K e^{-rT}. Amounts below 1e-270 (float: 1e-30) count as that for the moneyness, so
///         S = K = 0 is at the money and worth 0. Values whose density is below the smallest normal number are 0.
/// @par Errors    Never throws. A negative spot, strike, expiry or volatility, and NaN in any input, give NaN in all
///                outputs of that lane and of no other.
/// @par Accuracy  Relative error, in units of 2^-53 (float: 2^-24) times 1 + the condition of the output: price 8, other
///                outputs 3; theta, vanna and volga relative to the sum of the sizes of their terms. Asserted by
///                tests/pricing/black_scholes_test.cpp on typical and extreme options.
/// @par Cost      1 logarithm, 3 exponentials, 2 rationals, 1 square root, 3 divisions, 1 more for gamma; no branch on data, no allocation.
/// @see R. C. Merton, Bell J. Economics 4 (1973) 141-183. F. Black, M. Scholes, J. Political Economy 81 (1973) 637-654.
template <class... Outputs, real T>
[[nodiscard]] LONGGAMMA_INLINE outputs<T, Outputs...> black_scholes(european_option<T> const& in, T const& sign) noexcept {
    using math::at_least, math::at_most, math::fma, math::select;

    // Invalid input becomes a NaN in the total volatility, and so in d1, d2 and every output. NaN compares false.
    auto const valid = T(0) <= in.spot && T(0) <= in.strike && T(0) <= in.volatility && sign == sign;
    T const nan      = as<T>(std::numeric_limits<double>::quiet_NaN());

    // Total volatility, and 1/s with s kept away from 0; the limits below do not depend on the floor.
    T const root_expiry = math::sqrt(in.expiry);
    T const s           = select(valid, T(in.volatility * root_expiry), nan);
    T const inverse_s   = T(1) / at_least(s, as<T>(1e-30));

    T const dividend_time = in.dividend_yield * in.expiry;
    T const discount      = math::detail::exponential_normal(T(-in.rate * in.expiry));  // e^{-rT}
    T const dividends     = math::detail::exponential_normal(T(-dividend_time));        // e^{-qT}

    // A spot or strike of 0 stands as a tiny number: d1 and d2 then lie beyond all tails.
    T const tiny      = as<T>(math::detail::smallest_of_kernels<T>);
    T const log_money = math::detail::log_ratio_normal(at_least(in.spot, tiny), at_least(in.strike, tiny)) +
                        fma(in.rate, in.expiry, T(-dividend_time));
    T const h         = log_money * inverse_s;
    // Beyond 60 the density is 0 and the Mills ratio irrelevant: bounding keeps the rational finite.
    T const d1 = at_least(at_most(fma(T(0.5), s, h), T(60)), T(-60));
    T const d2 = at_least(at_most(fma(T(-0.5), s, h), T(60)), T(-60));

    // e^{-qT} phi(d1), with the rounding error of d1^2 carried into the exponential.
    T const square       = d1 * d1;
    T const error        = math::square_error(d1, square);
    T const density      = as<T>(0.3989422804014326779) * dividends *
                           math::detail::exponential_decay(T(T(0.5) * square), T(T(0.5) * error));
    T const spot_density = in.spot * density;  // = K e^{-rT} phi(d2)

    // Mills' ratios at |d1|, |d2|, both over one division.
    auto const m1     = math::detail::mills(T(math::abs(d1)));
    auto const m2     = math::detail::mills(T(math::abs(d2)));
    T const inverse_m = T(1) / (m1.denominator * m2.denominator);
    T const mills1    = m1.numerator * (m2.denominator * inverse_m);
    T const mills2    = m2.numerator * (m1.denominator * inverse_m);

    auto const in1 = T(0) < sign * d1;  // the side where the distribution function is above one half
    auto const in2 = T(0) < sign * d2;
    T const tail1  = spot_density * mills1;
    T const tail2  = spot_density * mills2;
    T const part1  = select(in1, fma(in.spot, dividends, T(-tail1)), tail1);   // S e^{-qT} Phi(w d1)
    T const part2  = select(in2, fma(in.strike, discount, T(-tail2)), tail2);  // K e^{-rT} Phi(w d2)

    // Divisions by sigma or S are dropped where the density is 0 (or s is): 0, not 0/0. NaN compares false and stays.
    auto const degenerate = s == T(0) || density == T(0);

    outputs<T, Outputs...> out;
    auto const set = [&]<class Output>(Output, T const& value) { out.template set<Output>(value); };

    set(price{}, at_least(T(sign * (part1 - part2)), T(0)));
    if constexpr (detail::contains<delta, Outputs...>) {
        // Without the factor S: a small spot does not cost digits.
        set(delta{}, T(sign * select(in1, fma(T(-density), mills1, dividends), T(density * mills1))));
    }
    if constexpr (detail::contains<gamma, Outputs...>)
        set(gamma{}, select(degenerate, T(0), T(density * inverse_s / in.spot)));
    if constexpr (detail::contains<vega, Outputs...>)
        set(vega{}, T(spot_density * root_expiry));
    if constexpr (detail::contains<theta, Outputs...>) {
        T const decay = T(-0.5) * spot_density * in.volatility * (in.volatility * inverse_s);
        set(theta{}, fma(in.dividend_yield, T(sign * part1),
                         fma(T(-in.rate), T(sign * part2), select(degenerate, T(0), decay))));
    }
    if constexpr (detail::contains<rho, Outputs...>)
        set(rho{}, T(in.expiry * (sign * part2)));
    if constexpr (detail::contains<vanna, Outputs...> || detail::contains<volga, Outputs...>) {
        T const per_volatility = root_expiry * inverse_s;  // 1/sigma
        set(vanna{}, select(degenerate, T(0), T(-density * d2 * per_volatility)));
        set(volga{}, select(degenerate, T(0), T(spot_density * root_expiry * (d1 * d2) * per_volatility)));
    }
    return out;
}

/// Price, delta, gamma, vega, theta and rho of one option.
///
/// Runs the vector kernel on one padded batch, so the numbers are those which an array call gives for the same option.
/// @return see @ref black_scholes; all NaN for invalid input
[[nodiscard]] inline option_greeks<double> greeks(european_option<double> const& option, option_type type) noexcept {
    using batch    = simd::batch<double>;
    auto const all = black_scholes<price, delta, gamma, vega, theta, rho>(
        european_option<batch>{batch(option.spot), batch(option.strike), batch(option.expiry), batch(option.rate),
                               batch(option.dividend_yield), batch(option.volatility)},
        batch(sign(type)));
    auto const first = [](batch const& x) { return simd::to_array(x)[0]; };
    return {first(all.get<price>()), first(all.get<delta>()), first(all.get<gamma>()),
            first(all.get<vega>()),  first(all.get<theta>()), first(all.get<rho>())};
}

}  // namespace longgamma::inline LONGGAMMA_ABI
