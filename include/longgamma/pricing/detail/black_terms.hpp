// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/pricing/detail/black_terms.hpp
/// @brief The lognormal kernel in two halves: what d1 and d2 need, and what follows from them. Included by
///        pricing/black_scholes.hpp.
///
/// The halves exist because of the processor: the head of the formula waits for the divider, its tail for the multipliers.
/// Array functions run the first half over a block of options, then the second, so that the dependency chains of many
/// options overlap. Scalars and single batches run both in one go, with the same operations.

#include <longgamma/math/normal.hpp>
#include <longgamma/pricing/greeks.hpp>
#include <longgamma/pricing/models.hpp>

#include <limits>

namespace longgamma::inline LONGGAMMA_ABI::detail {

/// 1/s is held at most here, s = sigma sqrt(T): a total volatility at or below 1e-30 counts as none.
inline constexpr double largest_inverse = 1e30;

/// Every model as an option on a spot with two rates: what the second half reads.
template <real T>
struct lognormal_inputs {
    T spot, strike;  ///< displaced, where the model is
    T expiry, rate, dividend_yield, volatility;
    T underlying;    ///< the spot or forward as quoted
};

template <class... Outputs, real T>
[[nodiscard]] LONGGAMMA_INLINE lognormal_inputs<T> lognormal(european_option<T> const& in) noexcept {
    return {in.spot, in.strike, in.expiry, in.rate, in.dividend_yield, in.volatility, in.spot};
}

template <class... Outputs, real T>
[[nodiscard]] LONGGAMMA_INLINE lognormal_inputs<T> lognormal(currency_option<T> const& in) noexcept {
    return {in.spot, in.strike, in.expiry, in.domestic_rate, in.foreign_rate, in.volatility, in.spot};
}

// A forward has no drift: as if it were a spot whose yield is the rate.
template <class... Outputs, real T>
[[nodiscard]] LONGGAMMA_INLINE lognormal_inputs<T> lognormal(black_option<T> const& in) noexcept {
    return {in.forward + in.displacement, in.strike + in.displacement, in.expiry, in.rate, in.rate, in.volatility,
            in.forward};
}

template <class... Outputs, real T>
[[nodiscard]] LONGGAMMA_INLINE lognormal_inputs<T> lognormal(forward_option<T> const& in) noexcept {
    T rate(0);
    if constexpr (any_of<is_any<theta, charm, veta, colour>, Outputs...>) {
        T const accrued = math::negative(math::log(in.discount_factor));
        rate            = math::select(in.expiry == T(0), T(0), T(accrued / in.expiry));
    }
    return {in.forward + in.displacement, in.strike + in.displacement, in.expiry, rate, rate, in.volatility, in.forward};
}

/// What the first half leaves to the second.
template <real T>
struct black_terms {
    T d1, d2;       ///< (ln(F/K) +- s^2/2)/s; NaN for invalid input
    T inverse_s;    ///< 1/s, at most `largest_inverse`
    T root_expiry;  ///< sqrt(T)
    T dividends;    ///< e^{-qT}
    T discount;     ///< e^{-rT}

    static constexpr std::size_t count = 6;
    /// Calls f(member) for all members in order.
    template <class F>
    LONGGAMMA_INLINE constexpr void each(F f) {
        f(d1), f(d2), f(inverse_s), f(root_expiry), f(dividends), f(discount);
    }
};

/// The standardised log-moneyness and what it is made of.
template <real T>
struct standard_moneyness {
    T h;            ///< ln(F/K)/s; NaN for invalid input
    T s;            ///< sigma sqrt(T); NaN for invalid input
    T inverse_s;    ///< 1/s, at most `largest_inverse`
    T root_expiry;  ///< sqrt(T)
};

/// @param carry  (r - q) T
template <real T>
[[nodiscard]] LONGGAMMA_INLINE standard_moneyness<T> moneyness_of(lognormal_inputs<T> const& in, T const& sign,
                                                                  T const& carry) noexcept {
    using math::at_least, math::select;
    // Invalid input becomes a NaN in the total volatility, and so in d1, d2 and every output. NaN compares false.
    auto const valid    = T(0) <= in.spot && T(0) <= in.strike && T(0) <= in.volatility && sign == sign;
    T const root_expiry = math::sqrt(in.expiry);
    T const nan         = as<T>(std::numeric_limits<double>::quiet_NaN());
    T const s           = select(valid, T(in.volatility * root_expiry), nan);
    T const inverse_s   = T(1) / at_least(s, as<T>(1.0 / largest_inverse));

    // A spot or strike of 0 stands as a tiny number: d1 and d2 then lie beyond all tails.
    T const tiny      = as<T>(math::detail::smallest_of_kernels<T>);
    T const log_money = math::detail::log_ratio_normal(at_least(in.spot, tiny), at_least(in.strike, tiny)) + carry;
    return {log_money * inverse_s, s, inverse_s, root_expiry};
}

template <real T>
[[nodiscard]] LONGGAMMA_INLINE black_terms<T> moneyness(lognormal_inputs<T> const& in, T const& sign,
                                                        T const& carry) noexcept {
    auto const m = moneyness_of(in, sign, carry);
    return {math::fma(as<T>(0.5), m.s, m.h), math::fma(as<T>(-0.5), m.s, m.h), m.inverse_s, m.root_expiry, T(1), T(1)};
}

/// First half for a spot with two rates: 1 logarithm, 2 exponentials, 1 square root, 2 divisions.
template <real T>
[[nodiscard]] LONGGAMMA_INLINE black_terms<T> first_half_of_spot(lognormal_inputs<T> const& in, T const& sign) noexcept {
    T const dividend_time = in.dividend_yield * in.expiry;
    black_terms<T> terms  = moneyness(in, sign, T(math::fma(in.rate, in.expiry, math::negative(dividend_time))));
    auto const [q, r]     = math::detail::exponential_normal(math::negative(dividend_time),
                                                             math::negative(T(in.rate * in.expiry)));
    terms.dividends       = q;
    terms.discount        = r;
    return terms;
}

template <real T>
[[nodiscard]] LONGGAMMA_INLINE black_terms<T> first_half(european_option<T> const& in, T const& sign) noexcept {
    return first_half_of_spot(lognormal(in), sign);
}

template <real T>
[[nodiscard]] LONGGAMMA_INLINE black_terms<T> first_half(currency_option<T> const& in, T const& sign) noexcept {
    return first_half_of_spot(lognormal(in), sign);
}

/// First half for a forward: no carry, one discount factor.
template <real T>
[[nodiscard]] LONGGAMMA_INLINE black_terms<T> first_half(black_option<T> const& in, T const& sign) noexcept {
    black_terms<T> terms = moneyness(lognormal(in), sign, T(0));
    terms.discount       = math::detail::exponential_normal(math::negative(T(in.rate * in.expiry)));
    terms.dividends      = terms.discount;
    return terms;
}

template <real T>
[[nodiscard]] LONGGAMMA_INLINE black_terms<T> first_half(forward_option<T> const& in, T const& sign) noexcept {
    // A discount factor that is not positive is invalid, like a negative strike.
    T const nan          = as<T>(std::numeric_limits<double>::quiet_NaN());
    black_terms<T> terms = moneyness(lognormal(in), T(math::select(T(0) < in.discount_factor, sign, nan)), T(0));
    terms.discount       = in.discount_factor;
    terms.dividends      = terms.discount;
    return terms;
}

/// Second half: 1 exponential, 2 rationals, 1 division, 1 more for each of spot and strike where a derivative needs it.
template <class... Outputs, real T>
[[nodiscard]] LONGGAMMA_INLINE outputs<T, Outputs...> second_half(lognormal_inputs<T> const& in, T const& sign,
                                                                  black_terms<T> const& terms) noexcept {
    using math::at_least, math::at_most, math::fma, math::negative, math::select, math::with_sign;
    T const tiny  = as<T>(math::detail::smallest_of_kernels<T>);
    T const is    = terms.inverse_s;
    T const& d1   = terms.d1;
    T const& d2   = terms.d2;
    T const half  = as<T>(0.5);

    // e^{-qT} phi(d1), with the rounding error of d1^2 carried into the exponential. Beyond 60 the density is 0 and the Mills
    // ratio irrelevant: bounding keeps the rational finite.
    T const a1           = at_most(math::abs(d1), T(60));
    T const a2           = at_most(math::abs(d2), T(60));
    T const square       = a1 * a1;
    T const error        = math::square_error(a1, square);
    T const normal       = math::detail::exponential_decay(T(half * square), T(half * error));
    T const density      = as<T>(0.3989422804014326779) * terms.dividends * normal;
    T const spot_density = in.spot * density;  // = K e^{-rT} phi(d2)

    // Mills' ratios at |d1|, |d2|, both over one division.
    auto const m1     = math::detail::mills(a1);
    auto const m2     = math::detail::mills(a2);
    T const inverse_m = T(1) / (m1.denominator * m2.denominator);
    T const mills1    = m1.numerator * (m2.denominator * inverse_m);
    T const mills2    = m2.numerator * (m1.denominator * inverse_m);

    // Distribution functions: the tail, or 1 less the tail on the side where they are above one half.
    auto const in1 = T(0) < with_sign(d1, sign);
    auto const in2 = T(0) < with_sign(d2, sign);
    T const tail   = density * mills1;  // without the factor S: a small spot costs the delta no digits
    T const tail1  = spot_density * mills1;
    T const tail2  = spot_density * mills2;
    T const cdf1   = select(in1, fma(negative(density), mills1, terms.dividends), tail);  // e^{-qT} Phi(w d1)
    T const part1  = select(in1, fma(in.spot, terms.dividends, negative(tail1)), tail1);   // S e^{-qT} Phi(w d1)
    T const part2  = select(in2, fma(in.strike, terms.discount, negative(tail2)), tail2);  // K e^{-rT} Phi(w d2)

    T const delta_value = with_sign(cdf1, sign);
    T const spot_part   = with_sign(part1, sign);
    T const strike_part = with_sign(part2, sign);
    T const value       = at_least(T(spot_part - strike_part), T(0));

    // Where s is 0, what is divided by it is 0 by convention, not 0/0. NaN compares false and stays.
    T const divided = select(T(as<T>(largest_inverse)) <= is, T(T(0) * density), density);
    T const g       = divided * is;                                 // S gamma

    outputs<T, Outputs...> out;
    auto const set = [&]<class Output>(Output, T const& x) { out.template set<Output>(x); };
    constexpr auto wanted = []<class... Any>(is_any<Any...>) { return any_of<is_any<Any...>, Outputs...>; };

    set(price{}, value);
    set(delta{}, delta_value);
    set(rho{}, T(in.expiry * strike_part));
    if constexpr (wanted(is_any<forward_rho>{}))
        set(forward_rho{}, negative(T(in.expiry * value)));
    if constexpr (wanted(is_any<epsilon>{}))
        set(epsilon{}, negative(T(in.expiry * spot_part)));
    if constexpr (wanted(is_any<lambda>{}))
        set(lambda{}, T(in.underlying * delta_value / value));
    T const sigma      = at_most(in.volatility, as<T>(largest_inverse));  // no 0 times infinity
    T const vega_value = spot_density * terms.root_expiry;
    set(vega{}, vega_value);
    if constexpr (wanted(is_any<theta>{})) {
        T const decay = (half * sigma) * (sigma * (in.spot * g));
        set(theta{}, fma(in.dividend_yield, spot_part, fma(negative(in.rate), strike_part, negative(decay))));
    }

    if constexpr (wanted(is_any<gamma, vanna, volga, charm, veta, vera, speed, zomma, colour, ultima>{})) {
        T const per_volatility = terms.root_expiry * is;  // 1/sigma
        T const divided_vega   = (in.spot * divided) * terms.root_expiry;
        T const near1          = with_sign(a1, d1);       // no 0 times infinity
        T const near2          = with_sign(a2, d2);
        T const product        = math::product(near1, near2);
        T const per_root       = sigma * is;              // 1/sqrt(T)
        T const half_per_time  = half * (per_root * per_root);
        T const drift          = (in.rate - in.dividend_yield) * is;  // (r - q)/s
        set(vanna{}, negative(T(divided * near2 * per_volatility)));
        set(volga{}, T(divided_vega * product * per_volatility));
        if constexpr (wanted(is_any<charm>{}))
            set(charm{}, fma(in.dividend_yield, delta_value, T(divided * fma(near2, half_per_time, negative(drift)))));
        if constexpr (wanted(is_any<veta>{}))
            set(veta{}, T(divided_vega * fma(near1, drift, fma(T(T(-1) - product), half_per_time, in.dividend_yield))));
        set(vera{}, negative(T(in.expiry * (in.spot * divided) * near1 * per_volatility)));
        if constexpr (wanted(is_any<ultima>{})) {
            T const squares = fma(near1, near1, T(near2 * near2));
            set(ultima{}, negative(T(divided_vega * per_volatility * per_volatility * fma(product, T(T(1) - product), squares))));
        }
        if constexpr (wanted(is_any<gamma, speed, zomma, colour>{})) {
            T const per_spot    = T(1) / at_least(in.spot, tiny);
            T const gamma_value = g * per_spot;
            set(gamma{}, gamma_value);
            set(speed{}, negative(T(gamma_value * fma(near1, is, T(1)) * per_spot)));
            set(zomma{}, T(gamma_value * (product - T(1)) * per_volatility));
            if constexpr (wanted(is_any<colour>{}))
                set(colour{}, T(gamma_value *
                                fma(near1, drift, fma(T(T(1) - product), half_per_time, in.dividend_yield))));
        }
    }
    if constexpr (wanted(is_any<dual_delta, dual_gamma>{})) {
        T const per_strike = T(1) / at_least(in.strike, tiny);
        if constexpr (wanted(is_any<dual_delta>{})) {
            T const above = tail2 * per_strike;
            set(dual_delta{}, negative(with_sign(T(select(in2, fma(negative(tail2), per_strike, terms.discount), above)), sign)));
        }
        set(dual_gamma{}, T((in.spot * g) * per_strike * per_strike));
    }
    if constexpr (wanted(is_any<log_price>{})) {
        // Out of the money V = S e^{-qT} phi(d1) w (M(|d1|) - M(|d2|)), whose logarithm needs no exponential.
        auto const far1    = math::detail::mills_to_infinity(T(math::abs(d1)));
        auto const far2    = math::detail::mills_to_infinity(T(math::abs(d2)));
        T const difference = with_sign(
            T(far1.numerator / far1.denominator - far2.numerator / far2.denominator), sign);
        T const factor     = as<T>(0.3989422804014326779) * in.spot * terms.dividends;
        T const exponent   = math::product(T(half * d1), d1);
        T const outside    = math::log(T(factor * at_least(difference, T(0)))) - exponent;
        auto const plain   = in1 || in2 || T(as<T>(largest_inverse)) <= is || in.spot < tiny || in.strike < tiny;
        set(log_price{}, select(plain, math::log(value), outside));
    }
    return out;
}

}  // namespace longgamma::inline LONGGAMMA_ABI::detail
