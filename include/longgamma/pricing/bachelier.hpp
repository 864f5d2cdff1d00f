// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/pricing/bachelier.hpp
/// @brief The normal model of Bachelier: value and greeks of European options, one fused kernel, and the volatility
///        which a price implies, without iteration.

#include <longgamma/core/columns.hpp>
#include <longgamma/core/option_type.hpp>
#include <longgamma/math/elementary.hpp>
#include <longgamma/pricing/detail/array_outputs.hpp>
#include <longgamma/pricing/detail/bachelier_rationals.hpp>
#include <longgamma/pricing/greeks.hpp>
#include <longgamma/pricing/implied_volatility.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <type_traits>

namespace longgamma::inline LONGGAMMA_ABI {

/// An option on a forward whose changes are normal. Each field is one number or lanes of numbers.
template <real T>
struct bachelier_option {
    T forward;      ///< F, currency; may be negative
    T strike;       ///< K, currency; may be negative
    T expiry;       ///< T >= 0, years to expiry
    T rate = T(0);  ///< r of the discount factor e^{-rT}; may be negative
    T volatility;   ///< sigma >= 0, currency per sqrt(year): not a percentage of the forward
};

/// Value and greeks of European options in the normal model, out of one evaluation.
///
/// With \f$ s = \sigma\sqrt T \f$, \f$ d = (F-K)/s \f$, \f$ w = \pm1 \f$, \f$ D = e^{-rT} \f$:
/// \f[ V = D\,(w (F-K)\,\Phi(w d) + s\,\varphi(d)) \f]
/// With \f$ h = |d| \f$ and Mills' ratio M the out-of-the-money value is \f$ D s\,\varphi(h)\,(1 - h M(h)) \f$. The
/// last factor, which cancels like \f$ h^{-2} \f$, has a rational approximation of its own, so the value keeps its
/// relative accuracy down to 1e-300; in the money the intrinsic value is added.
///
/// | output | formula |
/// |---|---|
/// | log_price | \f$ \ln V \f$, finite where V underflows |
/// | delta, gamma, speed | \f$ w D\,\Phi(w d) \f$, \f$ \Gamma = D\varphi(d)/s \f$, \f$ -\Gamma d/s \f$ |
/// | dual_delta, dual_gamma | -delta, gamma |
/// | vega, volga, ultima | \f$ \nu = D\varphi(d)\sqrt T \f$, \f$ \nu d^2/\sigma \f$, \f$ \nu d^2 (d^2-3)/\sigma^2 \f$ |
/// | vanna, zomma | \f$ -D\varphi(d)\,d/\sigma \f$, \f$ \Gamma (d^2-1)/\sigma \f$ |
/// | theta  | \f$ r V - D\varphi(d)\,\sigma/(2\sqrt T) \f$ |
/// | charm  | \f$ r\,\mathrm{delta} + D\varphi(d)\,d/(2T) \f$ |
/// | veta   | \f$ \nu\,(r - (1+d^2)/(2T)) \f$ |
/// | colour | \f$ \Gamma\,(r + (1-d^2)/(2T)) \f$ |
/// | forward_rho | \f$ -T V \f$ |
/// | rho     | \f$ -T V + T F\,\mathrm{delta} \f$ |
/// | epsilon | \f$ -T F\,\mathrm{delta} \f$ |
/// | vera    | \f$ -T\nu + T F\,\mathrm{vanna} \f$ |
/// | lambda  | \f$ F\,\mathrm{delta}/V \f$ |
///
/// delta, gamma, ... are derivatives by the forward. theta, charm, veta and colour hold the forward fixed as time
/// passes, and so does forward_rho as the rate moves. rho and epsilon are those of a fixed spot with yield q, whose
/// forward moves by dF/dr = T F and dF/dq = -T F; vera is d rho/d sigma.
///
/// @tparam Outputs tags of pricing/greeks.hpp; what is not asked for is not computed
/// @param sign  +1 for a call, -1 for a put, lane by lane
/// @return the outputs asked for; the price is never negative. Limits: where s = 0 the value is the discounted
///         intrinsic value, delta its step (half of it where F = K), vega its limit; what is divided by s, sigma or T
///         is 0 by convention (at F = K the mathematical limit may be infinite), so theta is r V. Infinite
///         volatility: the value is infinite, delta half of the step. log_price is -infinity and lambda NaN where V is
///         0. Standard deviations below 1e-300 (float: 1e-36) count as that when d is formed. Values whose density is
///         below the smallest normal number are 0.
/// @par Errors    Never throws. A negative expiry or volatility, and NaN in any input, give NaN in all outputs of that
///                lane and of no other.
/// @par Accuracy  Error in units of 2^-53 (float: 2^-24) times 1 + c, c = 3|d|(1 + |d|) + |r|T + 4, relative to the
///                output or, where that is a sum, to the sum of the sizes of its terms (log_price: to 1 + |ln V|):
///                price, log_price, delta, gamma, vega, theta, the three rhos (rho, forward_rho, epsilon) and the
///                dual outputs 3, all others 4. Asserted by tests/pricing/bachelier_test.cpp on typical and extreme
///                options.
/// @par Cost      2 exponentials, 3 polynomials, 1 square root, 2 divisions; no branch on data, no allocation.
///                log_price: 2 logarithms and 2 divisions more; lambda: 1 division more.
/// @see L. Bachelier, "Theorie de la speculation", Annales scientifiques de l'Ecole Normale Superieure 17 (1900) 21-86.
template <class... Outputs, real T>
[[nodiscard]] LONGGAMMA_INLINE outputs<T, Outputs...> bachelier(bachelier_option<T> const& in, T const& sign) noexcept {
    using math::at_least, math::at_most, math::fma, math::product, math::select, math::with_sign;
    // Products that may be 0 go through math::product, which gives +0: the sign of -0 in lanes depends on their kind.
    T const half = as<T>(0.5);
    T const nan  = as<T>(std::numeric_limits<double>::quiet_NaN());

    // Invalid input becomes a NaN in the standard deviation, and so in d and every output. NaN compares false.
    T const distance    = in.forward - in.strike;
    auto const valid    = T(0) <= in.volatility && distance == distance && in.rate == in.rate && sign == sign;
    T const root_expiry = math::sqrt(in.expiry);
    T const s           = select(valid, T(in.volatility * root_expiry), nan);
    T const inverse_s   = T(1) / at_least(s, as<T>(std::same_as<simd::scalar_t<T>, float> ? 1e-36 : 1e-300));
    T const discount    = math::detail::exponential_normal(T(-in.rate * in.expiry));

    T const signed_distance = with_sign(distance, sign);
    auto const in_money     = T(0) < signed_distance;
    T const far_h           = select(in_money, signed_distance, T(-signed_distance)) * inverse_s;
    // Beyond 60 the density is 0 and the rational irrelevant: bounding keeps it finite.
    T const h = at_most(far_h, T(60));

    // phi(d), with the rounding error of d^2 carried into the exponential.
    T const square  = h * h;
    T const error   = math::square_error(h, square);
    T const density = as<T>(0.3989422804014326779) * math::detail::exponential_decay(T(half * square), T(half * error));

    auto const fractions        = detail::normal_tail(h);
    T const inverse_denominator = T(1) / fractions.denominator;
    T const mills               = fractions.mills * inverse_denominator;
    T const time_value          = s * (density * (fractions.value * inverse_denominator));

    T const undiscounted = select(in_money, T(signed_distance + time_value), time_value);
    T const value        = product(discount, undiscounted);
    T const dense        = product(discount, density);  // D phi(d)
    T const tail         = product(dense, mills);       // D Phi(-h)
    T const step         = select(in_money, T(discount - tail), tail);
    T const delta_value  = with_sign(step, sign);
    T const vega_value   = product(dense, root_expiry);

    // What is divided by s is 0 where s is, not 0/0. NaN compares false and stays.
    T const per_s       = select(s == T(0), T(0), inverse_s);
    T const per_vol     = root_expiry * per_s;    // 1/sigma
    T const per_root    = in.volatility * per_s;  // 1/sqrt(T)
    T const gamma_value = product(dense, per_s);
    T const d           = at_least(at_most(T(distance * inverse_s), T(60)), T(-60));
    T const vanna_value = product(T(-dense * d), per_vol);
    T const volga_value = product(T(vega_value * square), per_vol);
    T const decay       = (half * dense) * per_root;  // D phi(d)/(2 sqrt(T)); first of its products: 0 stays 0

    outputs<T, Outputs...> out;
    auto const set = [&]<class Output>(Output, T const& x) { out.template set<Output>(x); };

    set(price{}, value);
    set(delta{}, delta_value);
    set(gamma{}, gamma_value);
    set(vega{}, vega_value);
    if constexpr (detail::contains<theta, Outputs...>)
        set(theta{}, fma(in.rate, value, product(T(-decay), in.volatility)));
    if constexpr (detail::contains<rho, Outputs...>) {
        // T (w K D [in the money] +- w F D Phi(-h) - D s phi(d) (1 - h M)): what is left of the terms that cancel.
        T const leg  = fma(in.forward, select(in_money, T(-tail), tail),
                           select(in_money, product(in.strike, discount), T(0)));
        set(rho{}, product(in.expiry, T(with_sign(leg, sign) - product(discount, time_value))));
    }
    if constexpr (detail::contains<forward_rho, Outputs...>)
        set(forward_rho{}, product(T(-in.expiry), value));
    if constexpr (detail::contains<epsilon, Outputs...>)
        set(epsilon{}, product(T(-in.expiry), T(in.forward * delta_value)));
    set(vanna{}, vanna_value);
    set(volga{}, volga_value);
    if constexpr (detail::contains<charm, Outputs...>)
        set(charm{}, fma(in.rate, delta_value, product(T(decay * per_root), d)));
    if constexpr (detail::contains<veta, Outputs...>)
        set(veta{}, fma(in.rate, vega_value, product(T(-decay), fma(h, h, T(1)))));
    if constexpr (detail::contains<vera, Outputs...>)
        set(vera{}, product(in.expiry, fma(in.forward, vanna_value, T(-vega_value))));
    if constexpr (detail::contains<speed, Outputs...>)
        set(speed{}, product(T(-gamma_value * d), per_s));
    if constexpr (detail::contains<zomma, Outputs...>)
        set(zomma{}, product(T(gamma_value * fma(h, h, T(-1))), per_vol));
    if constexpr (detail::contains<colour, Outputs...>)
        set(colour{}, fma(in.rate, gamma_value, product(T((decay * per_root) * per_s), fma(T(-h), h, T(1)))));
    if constexpr (detail::contains<ultima, Outputs...>)
        set(ultima{}, product(T(volga_value * fma(h, h, T(-3))), per_vol));
    if constexpr (detail::contains<lambda, Outputs...>)
        set(lambda{}, select(value == T(0), nan, T(in.forward * delta_value / value)));
    set(dual_delta{}, with_sign(step, T(-sign)));
    set(dual_gamma{}, gamma_value);
    if constexpr (detail::contains<log_price, Outputs...>) {
        T const scaled  = as<T>(0.3989422804014326779) * s;
        T const log     = math::log_ratio(scaled, detail::inverse_tail_value(far_h, fractions));
        T const outside = fma(T(-half * far_h), far_h, log);
        set(log_price{}, fma(T(-in.rate), in.expiry, select(in_money, math::log(undiscounted), outside)));
    }
    return out;
}

/// The outputs of one option:
/// `bachelier<price, vega>({.forward = 2.1, .strike = 2.0, .expiry = 0.5, .volatility = 0.8}, call)`.
template <class... Outputs>
    requires(sizeof...(Outputs) > 0)
[[nodiscard]] inline outputs<double, Outputs...> bachelier(bachelier_option<double> const& in,
                                                           option_type type) noexcept {
    return bachelier<Outputs...>(in, sign(type));
}

/// Options in the normal model as columns; each is one constant for all options or a range with one number per option.
/// Units as in @ref bachelier_option. `sign` is +1 for a call and -1 for a put (`sign(call)`, `sign(put)`).
template <std::floating_point T>
struct bachelier_columns {
    column<T> forward;
    column<T> strike;
    column<T> expiry;
    column<T> rate = T(0);
    column<T> volatility;
    column<T> sign = T(1);

    [[nodiscard]] std::array<column<T> const*, 6> all() const noexcept {
        return {&forward, &strike, &expiry, &rate, &volatility, &sign};
    }
    template <class Rows>
    [[nodiscard]] auto at(Rows const& rows) const noexcept {
        return bachelier_option{rows(forward), rows(strike), rows(expiry), rows(rate), rows(volatility)};
    }
};

namespace detail {

template <class Arch, class... Outputs, std::floating_point T>
void evaluate_bachelier(bachelier_columns<T> const& in, std::array<std::span<T>, sizeof...(Outputs)> const& out) {
    for_each_batch<T, Arch>(common_length(in, out, "evaluate"), [&](auto const& rows) {
        store_outputs<Outputs...>(rows, out, bachelier<Outputs...>(in.at(rows), rows(in.sign)),
                                  std::index_sequence_for<Outputs...>{});
    });
}

}  // namespace detail

/// Evaluates the outputs named by the tags for a whole book, in SIMD lanes:
/// `evaluate<price, delta>(bachelier_columns<double>{.forward = 0.02, .strike = strikes, .expiry = 1, .volatility =
/// vols}, prices, deltas)`.
///
/// @param in   columns; ranges must be as long as the outputs
/// @param out  one range for each tag, in the order of the tags, all of one length n >= 0; must not overlap each other;
///             may be an input column itself, not one shifted against it
/// @throws std::invalid_argument if lengths differ, before anything is written
/// @par Accuracy, limits, invalid rows  As @ref bachelier. A row's result is the same, bit for bit, wherever it
///             stands in the arrays, and equal to a scalar call.
/// @par Cost   No allocation. n/lanes kernel evaluations; the rest at the end costs one.
template <class... Outputs, std::floating_point T>
    requires(sizeof...(Outputs) > 0)
void evaluate(bachelier_columns<T> const& in, detail::for_each_tag<output_column<T>, Outputs>... out) {
    detail::evaluate_bachelier<simd::default_arch, Outputs...>(in, detail::array_of_spans<T>(out...));
}

/// @ref evaluate on the instruction set that an architecture tag names, which the compiler's flags must allow.
template <class Arch, class... Outputs, std::floating_point T>
    requires(sizeof...(Outputs) > 0)
void evaluate_on(bachelier_columns<T> const& in, detail::for_each_tag<output_column<T>, Outputs>... out) {
    detail::evaluate_bachelier<Arch, Outputs...>(in, detail::array_of_spans<T>(out...));
}

// ---- Implied volatility ---------------------------------------------------------------------------------------------

/// A quote in the normal model. Each field is one number or lanes of numbers.
template <real T>
struct normal_quote {
    T price;                   ///< currency, today: D times what would be paid at expiry
    T forward;                 ///< F, currency; may be negative
    T strike;                  ///< K, currency; may be negative
    T expiry;                  ///< T > 0, years
    T discount_factor = T(1);  ///< D > 0; 1: the price is undiscounted
};

/// Lanes of implied volatilities.
template <real T>
struct implied_normal_volatilities {
    T volatility;  ///< sigma >= 0, currency per sqrt(year), or NaN; see the status
    T status;      ///< the number of an @ref implied_volatility_status
};

/// The volatility at which Bachelier's value is the quoted price, explicitly: no iteration.
///
/// The price is reduced to the out-of-the-money value V by exact differences, so digits which an in-the-money price
/// still holds are used. With x = |F - K|, h = x/s and r = V/x = phi(h)(1 - h M(h))/h: near the money (h <= 1.25;
/// float: 1) the standard deviation s is V + x/2 times a rational function of ln((V + x/2)/V), the square root of 2
/// pi at the money; further out it is x times a rational function of the square root of a constant less ln r, in two
/// regions, up to h = 54 (float: 20), where r is below the quotient of the smallest and the largest number.
/// \f$ \sigma = s/\sqrt T \f$.
///
/// @param sign  +1 for a call, -1 for a put, lane by lane
/// @return volatility and status, lane by lane. There is no upper bound: every price above the intrinsic value has a
///         volatility. `not_attainable`: in the money, with a time value not above 2^-53 (float: 2^-24) of the price;
///         the volatility is that of the given number, but half a unit in its last place would change it beyond
///         recognition. The volatility is 0 for `at_intrinsic` (the price is the intrinsic value, exactly or
///         rounded), NaN for `below_intrinsic` and for `invalid_input`: NaN, infinity, F - K beyond the range, expiry
///         or discount factor not positive.
/// @par Errors    Never throws. An invalid lane disturbs no other.
/// @par Accuracy  Relative error at most 8 2^-53 (float: 8 2^-24) (1 + c), c = (dsigma/dprice) price/sigma: what a
///                rounding of the price costs. Asserted by tests/pricing/bachelier_test.cpp.
/// @par Cost      1 logarithm, 2 square roots, 1 rational of degree 9 (float: 4), 2 divisions; no branch on data.
/// @see The straddle as unit near the money: J. Choi, K. Kim, M. Kwak, "Numerical approximation of the implied
///      volatility under arithmetic Brownian motion", Applied Mathematical Finance 16 (2009) 261-268. The
///      approximations are this library's own.
template <real T>
[[nodiscard]] LONGGAMMA_INLINE implied_normal_volatilities<T> implied_normal_volatility(normal_quote<T> const& quote,
                                                                                        T const& sign) noexcept {
    using math::abs, math::select, math::with_sign;
    using enum implied_volatility_status;
    constexpr auto number = [](implied_volatility_status status) { return as<T>(static_cast<double>(status)); };
    T const infinity      = as<T>(std::numeric_limits<double>::infinity());
    T const nan           = as<T>(std::numeric_limits<double>::quiet_NaN());

    // Out-of-the-money value. In the money: price - |F - K|, the difference with its rounding error (Knuth).
    T const price      = quote.price / quote.discount_factor;
    T const difference = quote.forward - quote.strike;
    T const part       = quote.forward - difference;
    T const lost       = (quote.forward - (difference + part)) + (part - quote.strike);
    T const intrinsic  = with_sign(difference, sign);
    auto const in_money = T(0) < intrinsic;
    T const hidden      = with_sign(lost, sign);  // w (F - K) = intrinsic + hidden
    T const value       = select(in_money, T((price - intrinsic) - hidden), price);
    T const distance    = abs(difference);

    auto const s       = detail::invert_normal_value(value, distance, T(select(in_money, hidden, T(-hidden))));
    T const per_unit   = s.numerator / (s.denominator * math::sqrt(quote.expiry));
    T const volatility = math::fma(s.unit, per_unit, T(s.rest * per_unit));

    auto const valid   = abs(price) < infinity && distance < infinity && T(0) < quote.expiry &&
                       quote.expiry < infinity && T(0) < quote.discount_factor &&
                       quote.discount_factor < infinity && sign == sign;
    auto const none    = value == T(0) || (in_money && price == intrinsic && value < T(0));
    auto const below   = value < T(0);
    T const rounding   = as<T>(std::same_as<simd::scalar_t<T>, float> ? 0x1p-24 : 0x1p-53) * price;
    auto const no_hold = in_money && value <= rounding;

    return {select(valid, select(none, T(0), select(below, nan, volatility)), nan),
            select(valid,
                   select(none, number(at_intrinsic),
                          select(below, number(below_intrinsic),
                                 select(no_hold, number(not_attainable), number(ok)))),
                   number(invalid_input))};
}

/// The same for one quote: `implied_normal_volatility({.price = 1.5, .forward = 2.0, .strike = -1.0, .expiry = 0.5},
/// put)`.
[[nodiscard]] inline implied_volatility_result implied_normal_volatility(normal_quote<double> const& quote,
                                                                         option_type type) noexcept {
    auto const [volatility, status] = implied_normal_volatility(quote, sign(type));
    return {volatility, static_cast<implied_volatility_status>(static_cast<int>(status))};
}

/// Quotes in the normal model as columns, as in @ref bachelier_columns; units as in @ref normal_quote.
template <std::floating_point T>
struct normal_quote_columns {
    column<T> price;
    column<T> forward;
    column<T> strike;
    column<T> expiry;
    column<T> discount_factor = T(1);
    column<T> sign            = T(1);

    [[nodiscard]] std::array<column<T> const*, 6> all() const noexcept {
        return {&price, &forward, &strike, &expiry, &discount_factor, &sign};
    }
    template <class Rows>
    [[nodiscard]] auto at(Rows const& rows) const noexcept {
        return normal_quote{rows(price), rows(forward), rows(strike), rows(expiry), rows(discount_factor)};
    }
};

/// The same on the instruction set that an architecture tag names, which the compiler's flags must allow.
template <class Arch, std::floating_point T>
void implied_normal_volatility_on(normal_quote_columns<T> const& in, std::type_identity_t<output_column<T>> volatility,
                                  std::span<implied_volatility_status> status) {
    std::size_t const n = volatility.size();
    require(status.size() == n, "implied_normal_volatility: the outputs differ in length");
    detail::common_length(in, detail::array_of_spans<T>(volatility), "implied_normal_volatility");
    for_each_batch<T, Arch>(n, [&](auto const& rows) {
        auto const found = implied_normal_volatility(in.at(rows), rows(in.sign));
        rows.store(volatility, found.volatility);
        auto const numbers = simd::to_array(found.status);
        for (std::size_t i = 0; i < numbers.size() && rows.first + i < n; ++i)
            status[rows.first + i] = static_cast<implied_volatility_status>(static_cast<int>(numbers[i]));
    });
}

/// Implied volatilities of many quotes, in SIMD lanes, with a status for each.
///
/// @param in          columns; ranges must be as long as the outputs
/// @param volatility  n numbers; may be an input column itself, not one shifted against it
/// @param status      n statuses
/// @throws std::invalid_argument if lengths differ, before anything is written
/// @par Accuracy, limits  As the scalar call, which gives the same bits.
/// @par Cost   No allocation. n/lanes kernel evaluations; the rest at the end costs one.
inline void implied_normal_volatility(normal_quote_columns<double> const& in, output_column<double> volatility,
                                      std::span<implied_volatility_status> status) {
    implied_normal_volatility_on<simd::default_arch>(in, volatility, status);
}

/// The same for `float`.
inline void implied_normal_volatility(normal_quote_columns<float> const& in, output_column<float> volatility,
                                      std::span<implied_volatility_status> status) {
    implied_normal_volatility_on<simd::default_arch>(in, volatility, status);
}

/// Volatilities between which a price known to one tick leaves the implied one.
struct implied_normal_interval {
    double low;   ///< of price - tick/2; 0 where that is not above the intrinsic value
    double high;  ///< of price + tick/2; 0 where that is the intrinsic value, NaN where it is below
};

/// The implied volatilities of price - tick/2 and price + tick/2; NaN for invalid input. tick >= 0, in the unit of the
/// price.
[[nodiscard]] inline implied_normal_interval implied_normal_volatility_interval(normal_quote<double> quote, double tick,
                                                                                option_type type) noexcept {
    double const middle = quote.price;
    quote.price         = middle + 0.5 * tick;
    auto const high     = implied_normal_volatility(quote, type);
    quote.price         = middle - 0.5 * tick;
    auto const low      = implied_normal_volatility(quote, type);
    bool const none     = low.status == implied_volatility_status::below_intrinsic && high.volatility >= 0.0;
    return {none ? 0.0 : low.volatility, high.volatility};
}

/// Derivatives of the implied volatility, by the implicit function theorem.
template <real T>
struct implied_normal_sensitivities {
    T d_price;            ///< per 1.00 of the price
    T d_forward;          ///< at fixed price
    T d_strike;           ///< at fixed price
    T d_expiry;           ///< per year, at fixed price, forward and discount factor
    T d_discount_factor;  ///< at fixed price
    T d2_price;           ///< second derivative by the price
};

/// How an implied volatility moves with what was quoted.
///
/// With the undiscounted vega \f$ \nu = \sqrt T\,\varphi(d) \f$: \f$ 1/(D\nu) \f$, \f$ -w\Phi(w d)/\nu \f$ and its
/// negative, \f$ -\sigma/(2T) \f$, \f$ -V/(D^2\nu) \f$, \f$ -(d^2/\sigma)/(D\nu)^2 \f$. Out of the money
/// \f$ \Phi(w d)/\varphi(d) \f$ is Mills' ratio.
///
/// @param volatility  the implied volatility of the quote, >= 0
/// @param sign        +1 for a call, -1 for a put
/// @return  infinities where 1/phi(d) is above the largest number (|d| above 37; float: 13) and at volatility 0, but
///          for the limits at F = K and of d_forward and d_strike out of the money; NaN for NaN.
/// @par Accuracy  As the greeks of @ref bachelier; asserted by tests/pricing/bachelier_test.cpp against differences.
template <real T>
[[nodiscard]] inline implied_normal_sensitivities<T> implied_normal_volatility_sensitivities(
    normal_quote<T> const& quote, T const& volatility, T const& sign) noexcept {
    using math::at_least, math::at_most, math::product, math::select, math::with_sign;
    T const half            = as<T>(0.5);
    T const root_expiry     = math::sqrt(quote.expiry);
    T const inverse_root    = T(1) / root_expiry;
    T const signed_distance = with_sign(T(quote.forward - quote.strike), sign);
    auto const in_money     = T(0) < signed_distance;
    T const smallest        = as<T>(std::same_as<simd::scalar_t<T>, float> ? 1e-36 : 1e-300);
    T const s               = at_least(T(volatility * root_expiry), smallest);
    T const h = at_most(T(select(in_money, signed_distance, T(-signed_distance)) / s), T(60));

    auto const fractions    = detail::normal_tail(h);
    T const mills           = fractions.mills / fractions.denominator;
    T const inverse_density = as<T>(2.5066282746310005) * math::exp(T(half * (h * h)));
    T const step            = select(in_money, T(inverse_density - mills), mills);  // Phi(w d)/phi(d)
    T const d_forward       = product(with_sign(step, T(-sign)), inverse_root);
    T const d_price         = product(inverse_density, T(inverse_root / quote.discount_factor));
    T const bend            = select(h == T(0), T(0), T(h * h / volatility));
    return {d_price,
            d_forward,
            T(-d_forward),
            T(-half * volatility / quote.expiry),
            product(T(-quote.price / quote.discount_factor), d_price),
            product(T(-bend * d_price), d_price)};
}

}  // namespace longgamma::inline LONGGAMMA_ABI
