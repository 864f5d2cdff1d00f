// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/pricing/implied_volatility.hpp
/// @brief The volatility which a quoted price of a European option implies.

#include <longgamma/core/option_type.hpp>
#include <longgamma/math/normal.hpp>

#include <cmath>
#include <limits>

namespace longgamma::inline LONGGAMMA_ABI {

/// What a search for an implied volatility found.
enum class implied_volatility_status {
    ok,               ///< the volatility is the inverse of the price
    at_intrinsic,     ///< the price is the intrinsic value (exactly, or rounded to double): volatility 0
    below_intrinsic,  ///< the price is below the intrinsic value or negative: no volatility, NaN
    above_bound,      ///< the price is at or above what infinite volatility gives: no volatility, NaN
    invalid_input     ///< NaN or infinity; forward, strike or expiry not positive: NaN
};

struct implied_volatility_result {
    double volatility;                 ///< sigma >= 0 per sqrt(year), or NaN; see the status
    implied_volatility_status status;  ///< whether there is one
};

/// An undiscounted quote: the price is what would be paid at expiry.
struct undiscounted_quote {
    double price;    ///< currency, forward value
    double forward;  ///< F > 0, currency
    double strike;   ///< K > 0, currency
    double expiry;   ///< T > 0, years
};

/// A quote of today against the spot.
struct european_quote {
    double price;                 ///< currency, today
    double spot;                  ///< S > 0, currency
    double strike;                ///< K > 0, currency
    double expiry;                ///< T > 0, years
    double rate           = 0.0;  ///< r, continuously compounded; may be negative
    double dividend_yield = 0.0;  ///< q, continuously compounded; may be negative
};

namespace detail {

/// sqrt(2 pi).
inline constexpr double root_two_pi = 2.5066282746310005;

/// M(h - t) - M(h + t) for h >= 0, t >= 0, t - h < 1, with M Mills' ratio: the out-of-the-money value of an option per
/// density, relative to the smaller of forward and strike, where h = |ln(F/K)|/s, t = s/2.
///
/// The plain difference cancels for small t. There the odd part of Taylor's series is taken, 2 (m_1 t + m_3 t^3 + ..)
/// with m_n = (-1)^n M^(n)(h)/n!, all positive. From M' = h M - 1 follow m_1 = 1 - h m_0 and
/// m_{n-1} = h m_n + (n+1) m_{n+1}. For small h the recurrence runs upwards from m_0; for larger h that cancels, and it
/// runs downwards from m_36 = 0, free of subtractions, scaled to h m_0 + m_1 = 1 at the end (Miller's algorithm).
template <real T>
[[nodiscard]] inline T mills_difference(T const& h, T const& t) noexcept {
    using math::fma, math::select;
    constexpr int last = 35;  // odd; enough for h >= 4.25
    T const t2         = t * t;

    // Reflected where h - t < 0: M(-a) = sqrt(2 pi) e^{a^2/2} - M(a).
    T const near      = h - t;
    T const distance  = math::abs(near);
    T const mills     = math::mills_ratio(distance);
    T const reflected = T(simd::scalar_t<T>(root_two_pi)) * math::exp(T(T(0.5) * distance * distance)) - mills;
    T const plain     = select(near < T(0), reflected, mills) - math::mills_ratio(T(h + t));

    T even        = math::mills_ratio(h);    // m_0
    T odd         = fma(T(-h), even, T(1));  // m_1
    T const first = odd;
    T power       = t2;
    T higher(0);  // m_3 t^2 + m_5 t^4 + ..
    for (int n = 1; n < 29; n += 2) {
        even   = fma(T(-h), odd, even) * T(simd::scalar_t<T>(1.0 / (n + 1)));
        odd    = fma(T(-h), even, odd) * T(simd::scalar_t<T>(1.0 / (n + 2)));
        higher = fma(power, odd, higher);
        power  = power * t2;
    }
    T const upwards = first + higher;

    T const bounded = math::at_most(h, T(100));               // beyond, the plain difference is taken
    T above(0), below(simd::scalar_t<T>(1e-30)), sum(below);  // m_{n+1}, m_n and the sum, up to a common factor
    for (int n = last; n > 1; n -= 2) {
        above         = fma(bounded, below, T(T(simd::scalar_t<T>(n + 1)) * above));  // m_{n-1}
        T const lower = fma(bounded, above, T(T(simd::scalar_t<T>(n)) * below));
        below         = lower;
        sum           = fma(sum, t2, below);
    }
    T const zeroth    = fma(bounded, below, T(T(2) * above));
    T const downwards = sum / fma(bounded, zeroth, below);

    T const series = T(2) * t * select(h < T(4.25), upwards, downwards);
    return select(t <= T(1) && h * t <= T(1), series, plain);
}

/// M(t - h) + M(t + h) for 0 <= h <= t: what is missing to the upper bound, per density, relative to the bound.
template <real T>
[[nodiscard]] inline T mills_sum(T const& h, T const& t) noexcept {
    return math::mills_ratio(T(t - h)) + math::mills_ratio(T(t + h));
}

/// ln of the normalised value less ln of its target, and the derivatives of it: what a third-order step needs.
///
/// `lower`: value c = e^{-d1^2/2} (M(h - t) - M(h + t))/sqrt(2 pi). Otherwise the distance of c to its bound, 1 - c,
/// with the sum in place of the difference. Neither loses digits by cancellation, and no exponential is taken of h.
template <real T>
struct implied_step {
    T error;   ///< ln(c(s)) - ln(target), or the same of 1 - c
    T newton;  ///< first-order correction of s
    T step;    ///< third-order Householder correction of s
};

/// @param x       |ln(F/K)|
/// @param s       trial total volatility, > 0
/// @param target  c or 1 - c, > 0
/// @param shift   ln of a factor which the target was multiplied by to keep it a normal number
template <bool lower, real T>
[[nodiscard]] inline implied_step<T> step_to_target(T const& x, T const& s, T const& target, T const& shift) noexcept {
    T const h  = x / s;
    T const t  = T(0.5) * s;
    T const d1 = t - h;
    T ratio(0);
    if constexpr (lower)
        ratio = mills_difference(h, t);
    else
        ratio = mills_sum(h, t);
    // Both logarithms in one: near the money the target is about `ratio`, and nothing cancels.
    T const error = (math::log_ratio(ratio, T(T(simd::scalar_t<T>(root_two_pi)) * target)) + shift) - T(0.5) * d1 * d1;

    // c' = e^{-d1^2/2}/sqrt(2 pi), c''/c' = d1 d2/s = (h^2 - t^2)/s, c'''/c' = (c''/c')^2 - 3 h^2/s^2 - 1/4; here times
    // s and s^2. For the logarithm f: s f' = p, s f''/f' = k2 - p, s^2 f'''/f' = k3 - 3 p k2 + 2 p^2.
    T const p        = lower ? T(s / ratio) : T(-s / ratio);
    T const k2       = (h - t) * (h + t);
    T const k3       = k2 * k2 - T(3) * h * h - t * t;
    T const f2       = k2 - p;
    T const f3       = k3 - T(3) * p * k2 + T(2) * p * p;
    T const relative = -error / p;  // Newton's step, relative to s
    T const newton   = s * relative;
    T const step     = newton * (T(1) + T(0.5) * f2 * relative) /
                   (T(1) + relative * (f2 + f3 * relative * T(simd::scalar_t<T>(1.0 / 6.0))));
    return {error, newton, step};
}

/// Total volatility at which the out-of-the-money value, relative to the smaller of forward and strike, is c < 1/2.
/// First guess: Bachelier's value, inverted by a rational fit (1 %), then corrected for the lognormal law by
/// h^2 + t^2 for h^2, with h t = x/2.
[[nodiscard]] inline double guess_from_value(double x, double c, double log_c) noexcept {
    double const log_r = log_c - 0.5 * x - std::log(x);  // r = c sqrt(min/max)/x; +infinity at the money
    if (!(log_r < -0.75))
        return (c * std::exp(-0.5 * x) + 0.5 * x) * root_two_pi;
    double const v = std::sqrt(-2.0 * log_r);
    double const h = v * (0.49994979 + v * (-0.31628913 + v * 0.13842589)) / (1.0 + v * (-0.27408677 + v * 0.13842589));
    double const squares = h * h;
    return 2.0 * x / (std::sqrt(squares + x) + std::sqrt(squares > x ? squares - x : 0.0));
}

/// The same for a value near its bound, from u = 1 - c <= 1/2. d1 lies between the quantiles of 1 - u and 1 - u/2;
/// quantile after Polya (1945).
[[nodiscard]] inline double guess_from_distance(double x, double u) noexcept {
    double const p  = 0.6 * u;
    double const d1 = std::sqrt(-1.5707963267948966 * std::log(4.0 * p * (1.0 - p)));
    return d1 + std::sqrt(d1 * d1 + 2.0 * x);
}

/// Third-order steps inside a bracket. A step that leaves the bracket is replaced by its middle. Ends after the step
/// whose successor would be below rounding, or after 60.
template <bool lower>
[[nodiscard]] inline double solve_total_volatility(double x, double target, double shift, double guess, double low,
                                                   double high) noexcept {
    double s = guess > low && guess < high ? guess : 0.5 * (low + high);
    for (int i = 0; i < 60; ++i) {
        auto const [error, newton, step] = step_to_target<lower>(x, s, target, shift);
        double const next                = s + step;
        if (std::fabs(newton) <= 2e-5 * s)  // what is left is of fourth order
            return next;
        ((error < 0.0) == lower ? low : high) = s;
        s                                     = next > low && next < high ? next : 0.5 * (low + high);
    }
    return s;
}

}  // namespace detail

/// The volatility at which Black's undiscounted value is the quoted price.
///
/// The price is reduced to the out-of-the-money value by exact differences, so digits which an in-the-money price still
/// holds are used. Below half of its upper bound the equation is solved in the logarithm of the value, above in that of
/// the distance to the bound, both through Mills' ratio, so nothing cancels; third-order Householder steps within a
/// bracket, rarely more than two of them.
///
/// @return volatility and status; the volatility is 0 for `at_intrinsic`, NaN for the failures
/// @par Errors    Never throws, always ends.
/// @par Accuracy  Relative error at most 8 2^-53 (1 + c), c = (dsigma/dprice) price/sigma: what a rounding of
///                the price costs. Asserted by tests/pricing/implied_volatility_test.cpp on volatilities from 1e-12 up.
/// @par Cost      A guess of up to 3 logarithms and 3 square roots, then mostly two steps, each of 1 logarithm,
///                1 exponential, 3 Mills ratios and some 100 multiply-adds. No allocation.
/// @see P. Jaeckel, "Let's be rational", Wilmott (2015) 40-53, for the objectives on the two sides.
[[nodiscard]] inline implied_volatility_result implied_black_volatility(undiscounted_quote const& quote,
                                                                        option_type type) noexcept {
    using enum implied_volatility_status;
    constexpr double nan                        = std::numeric_limits<double>::quiet_NaN();
    constexpr double infinity                   = std::numeric_limits<double>::infinity();
    auto const [price, forward, strike, expiry] = quote;

    bool const valid = forward > 0.0 && forward < infinity && strike > 0.0 && strike < infinity && expiry > 0.0 &&
                       expiry < infinity && std::fabs(price) < infinity;
    if (!valid)
        return {nan, invalid_input};
    double const bound = type == call ? forward : strike;
    if (price >= bound)
        return {nan, above_bound};

    // Out-of-the-money value. In the money: price - (bound - other), the difference with its rounding error.
    double const other = type == call ? strike : forward;
    double value       = price;
    if (other < bound) {
        double const intrinsic = bound - other;
        double const part      = bound - intrinsic;
        double const lost      = (bound - (intrinsic + part)) + (part - other);  // bound - other = intrinsic + lost
        value                  = (price - intrinsic) - lost;
        if (price == intrinsic && value < 0.0)
            return {0.0, at_intrinsic};
    }
    if (value < 0.0)
        return {nan, below_intrinsic};
    if (value == 0.0)
        return {0.0, at_intrinsic};

    double const smaller  = forward < strike ? forward : strike;
    double const distance = bound - price;  // = smaller - value, without the rounding of value
    double const x        = std::fabs(math::log_ratio(forward, strike));

    double s = 0.0;
    if (value < distance) {
        // 1/2 < 1 - c <= 2 Phi(-d1), so d1 < 0.675.
        double const high  = 0.675 + std::sqrt(0.675 * 0.675 + 2.0 * x);
        double const log_c = math::log_ratio(value, smaller);
        double const c     = value / smaller;
        double const guess = detail::guess_from_value(x, c, log_c);
        s                  = c > 1e-300 ? detail::solve_total_volatility<true>(x, c, 0.0, guess, 0.0, high)
                                        : detail::solve_total_volatility<true>(x, 1.0, -log_c, guess, 0.0, high);
    } else {
        // d1 > 0 there. At s = 80 the distance is below the smallest number for any x which doubles can have.
        double const u    = distance / smaller;
        double const low  = std::sqrt(2.0 * x);
        double const high = 80.0 + low;
        s = detail::solve_total_volatility<false>(x, u, 0.0, detail::guess_from_distance(x, u), low, high);
    }
    return {s / std::sqrt(expiry), ok};
}

/// The volatility at which the Black-Scholes-Merton value is the quoted price: Black's problem for the discounted spot
/// and the discounted strike.
///
/// @return, errors, accuracy, cost as @ref implied_black_volatility; the rounding of S e^{-qT} and K e^{-rT} comes on
/// top.
[[nodiscard]] inline implied_volatility_result implied_volatility(european_quote const& quote,
                                                                  option_type type) noexcept {
    return implied_black_volatility({.price   = quote.price,
                                     .forward = quote.spot * math::exp(-quote.dividend_yield * quote.expiry),
                                     .strike  = quote.strike * math::exp(-quote.rate * quote.expiry),
                                     .expiry  = quote.expiry},
                                    type);
}

}  // namespace longgamma::inline LONGGAMMA_ABI
