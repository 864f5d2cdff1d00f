// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/pricing/strike_from_delta.hpp
/// @brief The strike at which a European option has a given delta, and the strike of the delta-neutral straddle.

#include <longgamma/core/option_type.hpp>
#include <longgamma/math/normal.hpp>
#include <longgamma/pricing/conventions.hpp>

#include <limits>
#include <type_traits>

namespace longgamma::inline LONGGAMMA_ABI {

/// What a quote by delta leaves open: the market, without a strike. Each field is one number or lanes of numbers.
template <real T>
struct delta_market {
    T spot;                     ///< S >= 0, currency
    T expiry;                   ///< T >= 0, years to expiry
    T rate           = T(0);    ///< r, continuously compounded; may be negative
    T dividend_yield = T(0);    ///< q, continuously compounded; the foreign rate of a currency pair
    T volatility;               ///< sigma >= 0 of the option at the strike sought, per sqrt(year)
};

namespace detail {

/// sigma sqrt(T); NaN for invalid input.
template <real T>
[[nodiscard]] LONGGAMMA_INLINE T total_volatility_of(delta_market<T> const& in) noexcept {
    auto const valid = T(0) <= in.spot && T(0) <= in.volatility && in.rate == in.rate &&
                       in.dividend_yield == in.dividend_yield;
    T const nan      = as<T>(std::numeric_limits<double>::quiet_NaN());
    return math::select(valid, T(in.volatility * math::sqrt(in.expiry)), nan);
}

/// F e^x
template <real T>
[[nodiscard]] LONGGAMMA_INLINE T strike_at(delta_market<T> const& in, T const& x) noexcept {
    T const carry = math::fma(in.rate, in.expiry, math::product(T(-in.dividend_yield), in.expiry));
    return math::product(in.spot, T(math::exp(T(x + carry))));
}

/// ln Phi(v) and phi(v)/Phi(v), for |v| to 1e100 (float: 1e18).
template <real T>
struct log_normal_cdf_and_slope {
    T value, slope;
};
template <real T>
[[nodiscard]] LONGGAMMA_INLINE log_normal_cdf_and_slope<T> log_normal_cdf(T const& v) noexcept {
    using math::fma, math::select;
    auto const lower = v <= T(0);
    T const size     = math::abs(v);
    T const mills    = math::mills_ratio(size);
    T const density  = math::normal_pdf(size);
    T const above    = fma(T(-density), mills, T(1));  // Phi(|v|)
    T const log      = math::log(select(lower, mills, above));
    T const bounded  = select(lower, size, T(0));
    T const tail     = fma(T(as<T>(-0.5) * bounded), bounded, T(log - as<T>(0.91893853320467274178)));
    return {select(lower, tail, log), T(select(lower, T(1), density) / select(lower, mills, above))};
}

/// ln(K/F) with w (K/F) Phi(w d2) = w a, on the branch where that falls with K for a call; NaN if there is none.
///
/// In v = w d2, K/F = e^{-w s v - s^2/2}, the logarithm g(v) = ln Phi(v) - w s v - s^2/2 - ln a is concave, and the
/// branch is the one where g rises. From the left of the root (call: the strike of the plain delta lies above the one
/// sought) each step goes to the zero of the parabola with the value and two derivatives of g, or to its top if it has
/// none. The curvature of ln Phi falls with v, so the steps stay on the branch; they are exact for the tail, which is a
/// parabola, and near the top, where Newton's steps crawl.
template <real T>
[[nodiscard]] LONGGAMMA_INLINE T log_strike_of_adjusted(T const& a, T const& sign, T const& s) noexcept {
    using math::at_least, math::fma, math::select;
    using S              = simd::scalar_t<T>;
    constexpr int steps  = 12;
    T const nan          = as<T>(std::numeric_limits<double>::quiet_NaN());
    T const safe_s       = at_least(s, as<T>(std::same_as<S, float> ? 1e-15 : 1e-100));
    T const log_a        = math::log(a);
    T const ws           = sign * safe_s;
    T const half_s       = as<T>(0.5) * safe_s;
    T const constant     = fma(half_s, safe_s, log_a);  // s^2/2 + ln a
    T const plain        = math::normal_quantile(select(a < T(1), a, as<T>(0.5))) - ws;
    T v                  = select(a < T(1), plain, T(log_a / safe_s + half_s));

    auto phi = log_normal_cdf(v);
    for (int i = 0; i < steps; ++i) {
        T const g     = phi.value - fma(ws, v, constant);
        T const g1    = phi.slope - ws;
        T const g2    = -phi.slope * (v + phi.slope);
        T const under = fma(g1, g1, T(as<T>(-2) * g * g2));
        T const root  = math::sqrt(at_least(under, T(0)));
        T const top   = -g1 / g2;
        T const zero  = as<T>(-2) * g / (g1 + root);
        v             = v + select(under < T(0), top, select(g == T(0), T(0), zero));
        phi           = log_normal_cdf(v);
    }

    // Without a root the steps end at the top, below 0.
    T const g     = phi.value - fma(ws, v, constant);
    T const sizes = T(1) + math::abs(phi.value) + math::abs(T(ws * v)) + math::abs(constant) + math::abs(log_a);
    auto const found = (sign < T(0) || a < T(1)) &&
                       math::abs(g) <= as<T>(64.0 * static_cast<double>(std::numeric_limits<S>::epsilon())) * sizes;
    T const x     = -fma(ws, v, T(half_s * safe_s));
    // Without volatility: a put in the money has w a = K/F; below 1, and for calls, the step at the forward is met.
    T const still = select(sign < T(0), at_least(log_a, T(0)), select(a < T(1), T(0), nan));
    return select(s == T(0), still, select(found, x, nan));
}

}  // namespace detail

/// The strike at which an option has the given delta, on one number or lanes of numbers.
///
/// With \f$ s = \sigma\sqrt T \f$, \f$ F = S e^{(r-q)T} \f$, and \f$ a = w\,\Delta \f$ for forward deltas,
/// \f$ a = w\,\Delta\,e^{qT} \f$ for spot deltas:
/// \f[ K = F\,e^{-w s\,\Phi^{-1}(a) + s^2/2} \qquad\text{(spot, forward)}, \qquad
///     \frac KF\,\Phi(w d_2) = a \qquad\text{(premium-adjusted)} \f]
/// The premium-adjusted delta of a put rises with the strike from 0 without bound: one solution for every a > 0. That
/// of a call is 0 at K = 0 and at infinity with one maximum between, where \f$ \varphi(d_2) = s\,\Phi(d_2) \f$: two
/// strikes or none. The larger one is returned, on the side where the delta falls as the strike rises, as market
/// practice has it.
///
/// @param delta   negative for puts, of the kind asked for
/// @param market  see @ref delta_market
/// @param sign    +1 for a call, -1 for a put, lane by lane
/// @param kind    `spot_delta{}`, `forward_delta{}`, `premium_adjusted_spot_delta{}` or
///                `premium_adjusted_forward_delta{}`
/// @return the strike; NaN where no strike has this delta (its sign is that of the other type, or it is too large). At
///         sigma sqrt(T) = 0 the forward, where the delta jumps across all values (premium-adjusted put beyond
///         -1: F a).
/// @par Errors    Never throws. NaN and negative spot, expiry or volatility give NaN in that lane and no other.
/// @par Accuracy  Relative error of K in units of 2^-53 (float: 2^-24): at most 4 times 1 + A + B/L. A is the sum of
///                the sizes of the terms of ln(K/S); L = |d ln(delta)/d ln(K)|, which says how well a delta names its
///                strike; B is 1 + (|r|+|q|)T for plain deltas, 1 + A + |ln Phi(w d2)| for premium-adjusted ones. Near
///                the top of a premium-adjusted call delta L goes to 0: a delta above it by less than 64 roundings of
///                the terms of its logarithm still gives the strike of the top. Asserted by
///                tests/pricing/strike_from_delta_test.cpp for L > 1e-3.
/// @par Cost      Plain: 1 quantile, 1 or 2 exponentials. Premium-adjusted: 12 steps, each 1 exponential, 1 logarithm,
///                1 square root, 5 divisions. No branch on data, no allocation.
/// @see U. Wystup, "FX Options and Structured Products", Wiley (2006), ch. 1. I. J. Clark, "Foreign Exchange Option
///      Pricing", Wiley (2011), ch. 3.
template <real T, delta_kind Kind>
[[nodiscard]] inline T strike_from_delta(T const& delta, std::type_identity_t<delta_market<T>> const& market,
                                         std::type_identity_t<T> const& sign, Kind) noexcept {
    using math::fma, math::select;
    T const nan = as<T>(std::numeric_limits<double>::quiet_NaN());
    T const s   = detail::total_volatility_of(market);
    T a         = sign * delta;
    if constexpr (!Kind::forward)
        a = math::product(a, T(math::exp(math::product(market.dividend_yield, market.expiry))));
    if constexpr (Kind::premium_adjusted) {
        T const positive = select(T(0) < a, a, nan);
        return detail::strike_at(market, T(detail::log_strike_of_adjusted(positive, sign, s)));
    } else {
        T const share = select(T(0) < a && a < T(1), a, nan);
        T const d1    = sign * math::normal_quantile(share);
        return detail::strike_at(market, T(s * fma(as<T>(0.5), s, T(-d1))));
    }
}

/// The same for one option.
template <delta_kind Kind>
[[nodiscard]] inline double strike_from_delta(double delta, delta_market<double> const& market, option_type type,
                                              Kind kind) noexcept {
    return strike_from_delta(delta, market, sign(type), kind);
}

/// The strike at which call and put have opposite deltas of the kind asked for, so that their straddle has none: the
/// at-the-money strike of currency markets.
///
/// Plain deltas cancel at d1 = 0, premium-adjusted ones at d2 = 0:
/// \f[ K = F\,e^{+s^2/2} \quad\text{(spot, forward)}, \qquad K = F\,e^{-s^2/2} \quad\text{(premium-adjusted)} \f]
///
/// @return the strike; NaN for NaN and for a negative spot, expiry or volatility
/// @par Accuracy  4 units of 2^-53 (float: 2^-24) times 1 + the sum of the sizes of the terms in the exponent; asserted
///                by tests/pricing/strike_from_delta_test.cpp.
template <real T, delta_kind Kind>
[[nodiscard]] inline T delta_neutral_strike(delta_market<T> const& market, Kind) noexcept {
    T const s = detail::total_volatility_of(market);
    return detail::strike_at(market, T(math::product(T(as<T>(Kind::premium_adjusted ? -0.5 : 0.5) * s), s)));
}

/// The same for one straddle, with the fields written in braces.
template <delta_kind Kind>
[[nodiscard]] inline double delta_neutral_strike(delta_market<double> const& market, Kind kind) noexcept {
    return delta_neutral_strike<double>(market, kind);
}

}  // namespace longgamma::inline LONGGAMMA_ABI
