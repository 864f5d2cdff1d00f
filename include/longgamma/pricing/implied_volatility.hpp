// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/pricing/implied_volatility.hpp
/// @brief The volatility which a quoted price of a European option implies: one quote, lanes, or columns.

#include <longgamma/core/columns.hpp>
#include <longgamma/core/option_type.hpp>
#include <longgamma/math/normal.hpp>
#include <longgamma/pricing/black_scholes.hpp>
#include <longgamma/pricing/detail/implied_seed.hpp>
#include <longgamma/pricing/detail/implied_step.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <span>
#include <string>
#include <type_traits>

namespace longgamma::inline LONGGAMMA_ABI {

/// What a search for an implied volatility found.
enum class implied_volatility_status : std::uint8_t {
    ok,               ///< the volatility is the inverse of the price
    at_intrinsic,     ///< the price is the intrinsic value (exactly, or rounded to a number of its type): volatility 0
    below_intrinsic,  ///< the price is below the intrinsic value or negative: no volatility, NaN
    above_bound,      ///< the price is at or above what infinite volatility gives: no volatility, NaN
    not_attainable,   ///< the time value, or the distance to the upper bound, is no larger than half the spacing 2^-53
                      ///< price of numbers there (float: 2^-24): the volatility is the inverse of the number given, but
                      ///< the rounding of the price alone could have made it
    invalid_input,    ///< NaN or infinity; forward, strike or expiry not positive; sign neither 1 nor -1: NaN
    not_converged     ///< warm start only: the guess was too far off, the volatility is better than it, but not exact
};

template <std::floating_point T>
struct basic_implied_volatility_result {
    T volatility;                      ///< sigma >= 0 per sqrt(year), or NaN; see the status
    implied_volatility_status status;  ///< whether there is one
};
using implied_volatility_result = basic_implied_volatility_result<double>;

/// The same as lanes: `status` holds the numbers of @ref implied_volatility_status.
template <real T>
struct implied_volatility_lanes {
    T volatility;
    T status;
};

/// A quote against the forward. By default the price is undiscounted: what would be paid at expiry.
template <real T>
struct basic_black_quote {
    T price;                   ///< currency
    T forward;                 ///< F; F + displacement > 0, currency
    T strike;                  ///< K; K + displacement > 0, currency
    T expiry;                  ///< T > 0, years
    T discount_factor = T(1);  ///< D > 0: the price is paid today; 1 for an undiscounted price
    T displacement    = T(0);  ///< added to forward and strike: the lognormal law holds for F + displacement
    T guess = as<T>(std::numeric_limits<double>::quiet_NaN());  ///< a volatility nearby; read by a warm start only
};
using black_quote        = basic_black_quote<double>;
using undiscounted_quote = black_quote;

/// A quote of today against the spot.
template <real T>
struct basic_european_quote {
    T price;                                                    ///< currency, today
    T spot;                                                     ///< S > 0, currency
    T strike;                                                   ///< K > 0, currency
    T expiry;                                                   ///< T > 0, years
    T rate           = T(0);                                    ///< r, continuously compounded; may be negative
    T dividend_yield = T(0);                                    ///< q, continuously compounded; may be negative
    T guess = as<T>(std::numeric_limits<double>::quiet_NaN());  ///< a volatility nearby; read by a warm start only
};
using european_quote = basic_european_quote<double>;

/// Quotes against the forward as columns, each a constant or a range. `sign` is +1 for a call, -1 for a put.
template <std::floating_point T>
struct black_quote_columns {
    column<T> price;
    column<T> forward;
    column<T> strike;
    column<T> expiry;
    column<T> discount_factor = T(1);
    column<T> displacement    = T(0);
    column<T> sign            = T(1);
    column<T> guess           = std::numeric_limits<T>::quiet_NaN();
};

/// Quotes against the spot as columns, each a constant or a range. `sign` is +1 for a call, -1 for a put.
template <std::floating_point T>
struct european_quote_columns {
    column<T> price;
    column<T> spot;
    column<T> strike;
    column<T> expiry;
    column<T> rate           = T(0);
    column<T> dividend_yield = T(0);
    column<T> sign           = T(1);
    column<T> guess          = std::numeric_limits<T>::quiet_NaN();
};

/// Lowest and highest volatility that a quote in ticks leaves open.
template <real T>
struct implied_volatility_bounds {
    T low;   ///< of price - tick/2; 0 where that is at or below the intrinsic value
    T high;  ///< of price + tick/2; +infinity where that is at or above the upper bound
};

/// How a search starts. `cold_start`: from the price alone. `warm_start<n>`: n steps from the quote's guess.
struct cold_start_type {};
inline constexpr cold_start_type cold_start{};
template <int Steps>
requires(Steps == 1 || Steps == 2) struct warm_start_type {
};
template <int Steps>
inline constexpr warm_start_type<Steps> warm_start{};

namespace detail {

template <class Start>
inline constexpr int warm_steps = 0;
template <int Steps>
inline constexpr int warm_steps<warm_start_type<Steps>> = Steps;
template <class Start>
concept implied_start = std::same_as<Start, cold_start_type> || warm_steps<Start>
!= 0;

template <real T>
[[nodiscard]] T as_lanes(implied_volatility_status status) noexcept {
    return T(static_cast<simd::scalar_t<T>>(static_cast<int>(status)));
}

/// One search: the equation, what the price alone says about it, and the trial so far.
template <real T>
struct implied_search {
    implied_target<T> target;
    T k;            ///< sqrt(2 x)
    T root_expiry;  ///< sqrt(T)
    T status;       ///< `ok` or `not_attainable` where there is a solution
    T s;            ///< total volatility
    T correction;   ///< last correction, relative

    /// Reduces a price to the out-of-the-money value by exact differences, relative to the smaller of forward and
    /// strike.
    [[nodiscard]] LONGGAMMA_INLINE static implied_search of(T const& price, T const& forward, T const& strike,
                                                            T const& expiry, T const& sign) noexcept {
        using math::select, math::product;
        using enum implied_volatility_status;
        using S = simd::scalar_t<T>;
        T const infinity(std::numeric_limits<S>::infinity());

        auto const valid = T(0) < forward && forward < infinity && T(0) < strike && strike < infinity &&
                           T(0) < expiry && expiry < infinity && math::abs(price) < infinity && math::abs(sign) == T(1);

        // In the money the value is price - (bound - other), the difference with its rounding error.
        auto const is_call = T(0) < sign;
        T const bound      = select(is_call, forward, strike);
        T const other      = select(is_call, strike, forward);
        T const intrinsic  = bound - other;
        T const part       = bound - intrinsic;
        T const lost       = (bound - (intrinsic + part)) + (part - other);  // bound - other = intrinsic + lost
        auto const inside  = other < bound;
        T const value      = select(inside, T((price - intrinsic) - lost), price);
        T const distance   = bound - price;  // = smaller - value, without the rounding of value
        auto const lower   = value < distance;
        T const sought     = select(lower, value, distance);

        auto const at_zero = value == T(0) || (inside && price == intrinsic && value < T(0));
        T const rounding   = product(T(std::numeric_limits<S>::epsilon() / 2), price);
        T status           = select(sought <= rounding, as_lanes<T>(not_attainable), as_lanes<T>(ok));
        status             = select(value < T(0), as_lanes<T>(below_intrinsic), status);
        status             = select(at_zero, as_lanes<T>(at_intrinsic), status);
        status             = select(bound <= price, as_lanes<T>(above_bound), status);
        status             = select(valid, status, as_lanes<T>(invalid_input));

        // Ratios near or below the smallest number: both sides are scaled, and the logarithm of that is kept.
        constexpr bool is_float = std::same_as<S, float>;
        T const up              = as<T>(is_float ? 0x1p85 : 0x1p600);
        T const down            = as<T>(is_float ? 0x1p-75 : 0x1p-600);
        T const back            = as<T>(is_float ? 0x1p-80 : 0x1p-600);
        T const smaller         = select(forward < strike, forward, strike);
        auto const tiny         = sought < product(smaller, as<T>(is_float ? 1e-30 : 1e-290));
        T const scaled = select(tiny, product(sought, up), sought) / select(tiny, product(smaller, down), smaller);
        T const ratio  = select(tiny, product(product(scaled, back), back), scaled);
        T const shift  = select(tiny, as<T>((is_float ? 160.0 : 1200.0) * 0.6931471805599453), T(0));
        T const x      = math::abs(math::log_ratio(forward, strike));

        return {{x, ratio, scaled, shift, lower}, math::sqrt(x + x), math::sqrt(expiry), status, T(0), T(0)};
    }

    LONGGAMMA_INLINE void start_cold() noexcept { s = bracket_of(target, k).hold(implied_seed(target, k)); }
    LONGGAMMA_INLINE void start_at(T const& volatility) noexcept {
        s = bracket_of(target, k).hold(T(volatility * root_expiry));
    }
    LONGGAMMA_INLINE void first_step() noexcept {
        s = bracket_of(target, k).hold(math::fma(s, implied_step<implied_first_step>(target, s), s));
    }
    LONGGAMMA_INLINE void last_step() noexcept {
        correction = implied_step<implied_last_step>(target, s);
        s          = math::fma(s, correction, s);
    }

    template <class Start>
    [[nodiscard]] LONGGAMMA_INLINE implied_volatility_lanes<T> result() const noexcept {
        using math::select;
        using enum implied_volatility_status;
        constexpr bool is_float = std::same_as<simd::scalar_t<T>, float>;
        // At the money c = s/sqrt(2 pi) while c^2 is below rounding; s may be as small as numbers are.
        auto const linear = target.lower && target.x == T(0) && target.ratio < as<T>(is_float ? 1e-5 : 1e-9);
        T const total     = select(linear, T(as<T>(root_two_pi) * target.ratio), s);
        auto const solved = status == as_lanes<T>(ok) || status == as_lanes<T>(not_attainable);
        T const nan       = as<T>(std::numeric_limits<double>::quiet_NaN());
        T const other     = select(status == as_lanes<T>(at_intrinsic), T(0), nan);
        T found           = status;
        if constexpr (warm_steps<Start> != 0) {
            // What a step leaves is below 0.14 (correction (1 + s))^4.
            auto const near = math::abs(correction) * (T(1) + s) <= as<T>(is_float ? 0.02 : 1.5e-4);
            found           = select(solved, select(near || linear, status, as_lanes<T>(not_converged)), status);
        }
        return {select(solved, T(total / root_expiry), other), found};
    }
};

/// Solves N searches at once: the long chains of dependent operations of one fill the gaps of the others.
template <class Start, std::size_t N, real T>
LONGGAMMA_INLINE void solve(implied_search<T> (&searches)[N]) noexcept {
    if constexpr (warm_steps<Start> != 1)
        for (auto& search : searches)
            search.first_step();
    for (auto& search : searches)
        search.last_step();
}

/// Black's problem for a quote: {price, forward, strike} undiscounted and displaced.
template <real T>
[[nodiscard]] LONGGAMMA_INLINE implied_search<T> search_of(basic_black_quote<T> const& quote, T const& sign) noexcept {
    T const d        = quote.discount_factor;
    auto const valid = T(0) < d && d < as<T>(std::numeric_limits<double>::infinity());
    return implied_search<T>::of(
        math::select(valid, T(quote.price / d), as<T>(std::numeric_limits<double>::quiet_NaN())),
        T(quote.forward + quote.displacement), T(quote.strike + quote.displacement), quote.expiry, sign);
}
/// The discounted spot and the discounted strike take the places of forward and strike.
template <real T>
[[nodiscard]] LONGGAMMA_INLINE implied_search<T> search_of(basic_european_quote<T> const& quote,
                                                           T const& sign) noexcept {
    using math::exp, math::product;
    return implied_search<T>::of(quote.price, product(quote.spot, exp(product(T(-quote.dividend_yield), quote.expiry))),
                                 product(quote.strike, exp(product(T(-quote.rate), quote.expiry))), quote.expiry, sign);
}

template <class Start, class Quote, real T>
LONGGAMMA_INLINE void start(implied_search<T>& search, Quote const& quote) noexcept {
    if constexpr (warm_steps<Start> != 0)
        search.start_at(quote.guess);
    else
        search.start_cold();
}

template <class Start, class Quote, real T>
[[nodiscard]] LONGGAMMA_INLINE implied_volatility_lanes<T> implied(Quote const& quote, T const& sign) noexcept {
    implied_search<T> searches[] = {search_of(quote, sign)};
    start<Start>(searches[0], quote);
    solve<Start>(searches);
    return searches[0].template result<Start>();
}

template <class Start, class Quote>
[[nodiscard]] auto implied_scalar(Quote const& quote, option_type type) noexcept {
    using T          = std::remove_cvref_t<decltype(quote.price)>;
    auto const found = implied<Start>(quote, static_cast<T>(sign(type)));
    return basic_implied_volatility_result<T>{found.volatility,
                                              static_cast<implied_volatility_status>(static_cast<int>(found.status))};
}

template <simd::batch_type Batch>
void store_status(full_rows<Batch> const& rows, std::span<implied_volatility_status> out,
                  Batch const& status) noexcept {
    auto const lanes = simd::to_array(status);
    for (std::size_t i = 0; i < lanes.size(); ++i)
        out[rows.first + i] = static_cast<implied_volatility_status>(static_cast<int>(lanes[i]));
}
template <simd::batch_type Batch>
void store_status(tail_rows<Batch> const& rows, std::span<implied_volatility_status> out,
                  Batch const& status) noexcept {
    auto const lanes = simd::to_array(status);
    for (std::size_t i = 0; i < rows.count; ++i)
        out[rows.first + i] = static_cast<implied_volatility_status>(static_cast<int>(lanes[i]));
}

template <class Rows, std::floating_point T>
[[nodiscard]] LONGGAMMA_INLINE auto quote_at(Rows const& rows, black_quote_columns<T> const& in) noexcept {
    return basic_black_quote{rows(in.price),           rows(in.forward),      rows(in.strike), rows(in.expiry),
                             rows(in.discount_factor), rows(in.displacement), rows(in.guess)};
}
template <class Rows, std::floating_point T>
[[nodiscard]] LONGGAMMA_INLINE auto quote_at(Rows const& rows, european_quote_columns<T> const& in) noexcept {
    return basic_european_quote{rows(in.price), rows(in.spot),           rows(in.strike), rows(in.expiry),
                                rows(in.rate),  rows(in.dividend_yield), rows(in.guess)};
}

template <std::floating_point T>
void require_rows(char const* who, std::size_t n, std::initializer_list<column<T> const*> columns) {
    for (column<T> const* c : columns)
        if (!c->is_constant() && c->size() != n) [[unlikely]]
            fail(std::string(who) + ": an input column has " + std::to_string(c->size()) + " rows, the outputs have " +
                 std::to_string(n));
}
template <std::floating_point T>
void require_rows(char const* who, std::size_t n, black_quote_columns<T> const& in) {
    require_rows<T>(
        who, n,
        {&in.price, &in.forward, &in.strike, &in.expiry, &in.discount_factor, &in.displacement, &in.sign, &in.guess});
}
template <std::floating_point T>
void require_rows(char const* who, std::size_t n, european_quote_columns<T> const& in) {
    require_rows<T>(who, n,
                    {&in.price, &in.spot, &in.strike, &in.expiry, &in.rate, &in.dividend_yield, &in.sign, &in.guess});
}

/// Rows as groups of N batches, then single batches, the rest as one padded batch: `body(rows...)`, N or one of them.
template <std::size_t N, std::floating_point T, class Arch, class Body>
void for_each_group(std::size_t n, Body&& body) {
    using batch                 = simd::batch<T, Arch>;
    constexpr std::size_t width = simd::lanes<batch>;
    std::size_t i               = 0;
    for (; i + N * width <= n; i += N * width) {
        std::array<full_rows<batch>, N> group{};
        for (std::size_t k = 0; k < N; ++k)
            group[k].first = i + k * width;
        body(group);
    }
    for (; i + width <= n; i += width)
        body(std::array{full_rows<batch>{i}});
    if (i < n)
        body(std::array{tail_rows<batch>{i, n - i}});
}

template <class Arch, class Start, std::floating_point T, template <class> class Columns>
void implied_volatility(char const* who, Columns<T> const& in, std::span<T> volatility,
                        std::span<implied_volatility_status> status) {
    std::size_t const n = volatility.size();
    if (status.size() != n) [[unlikely]]
        fail(std::string(who) + ": the outputs differ in length");
    require_rows(who, n, in);

    using batch = simd::batch<T, Arch>;
    for_each_group<4, T, Arch>(n, [&]<class Rows, std::size_t N>(std::array<Rows, N> const& group) {
        implied_search<batch> searches[N];
        for (std::size_t k = 0; k < N; ++k)
            searches[k] = search_of(quote_at(group[k], in), group[k](in.sign));
        for (std::size_t k = 0; k < N; ++k)
            start<Start>(searches[k], quote_at(group[k], in));
        solve<Start>(searches);
        for (std::size_t k = 0; k < N; ++k) {
            auto const found = searches[k].template result<Start>();
            group[k].store(volatility, found.volatility);
            store_status(group[k], status, found.status);
        }
    });
}

/// What a search says about a price moved by half a tick: 0 and +infinity where the price has left the bounds.
template <real T>
[[nodiscard]] LONGGAMMA_INLINE T interval_end(implied_volatility_lanes<T> const& found) noexcept {
    using math::select;
    using enum implied_volatility_status;
    T const end = select(found.status == as_lanes<T>(below_intrinsic), T(0), found.volatility);
    return select(found.status == as_lanes<T>(above_bound), as<T>(std::numeric_limits<double>::infinity()), end);
}

/// The search for the lower (0) or upper (1) end of price -+ tick/2.
template <class Quote, real T>
[[nodiscard]] LONGGAMMA_INLINE implied_search<T> search_of_end(std::size_t end, Quote quote, T const& tick,
                                                               T const& sign) noexcept {
    T const size = math::select(tick < T(0), as<T>(std::numeric_limits<double>::quiet_NaN()), tick);
    quote.price  = math::fma(end == 0 ? T(-0.5) : T(0.5), size, quote.price);
    return search_of(quote, sign);
}

template <class Quote, real T>
[[nodiscard]] LONGGAMMA_INLINE implied_volatility_bounds<T> interval(Quote const& quote, T const& tick,
                                                                     T const& sign) noexcept {
    implied_search<T> ends[] = {search_of_end(0, quote, tick, sign), search_of_end(1, quote, tick, sign)};
    for (auto& end : ends)
        end.start_cold();
    solve<cold_start_type>(ends);
    return {interval_end(ends[0].template result<cold_start_type>()),
            interval_end(ends[1].template result<cold_start_type>())};
}

template <class Arch, std::floating_point T, template <class> class Columns>
void implied_volatility_interval(char const* who, Columns<T> const& in, column<T> const& tick, std::span<T> low,
                                 std::span<T> high) {
    std::size_t const n = low.size();
    if (high.size() != n) [[unlikely]]
        fail(std::string(who) + ": the outputs differ in length");
    require_rows(who, n, in);
    require_rows<T>(who, n, {&tick});

    using batch = simd::batch<T, Arch>;
    for_each_group<2, T, Arch>(n, [&]<class Rows, std::size_t N>(std::array<Rows, N> const& group) {
        implied_search<batch> ends[2 * N];
        for (std::size_t k = 0; k < 2 * N; ++k)
            ends[k] = search_of_end(k % 2, quote_at(group[k / 2], in), group[k / 2](tick), group[k / 2](in.sign));
        for (auto& end : ends)
            end.start_cold();
        solve<cold_start_type>(ends);
        for (std::size_t k = 0; k < N; ++k) {
            group[k].store(low, interval_end(ends[2 * k].template result<cold_start_type>()));
            group[k].store(high, interval_end(ends[2 * k + 1].template result<cold_start_type>()));
        }
    });
}

}  // namespace detail

/// The volatility at which Black's value is the quoted price, for a number or lanes of numbers.
///
/// \f[ w\,\bigl((F+\delta)\,\Phi(w d_1) - (K+\delta)\,\Phi(w d_2)\bigr) = V/D, \qquad
///     d_{1,2} = \ln\frac{F+\delta}{K+\delta}\Big/(\sigma\sqrt T) \pm \tfrac12\sigma\sqrt T, \quad w = \pm1 \f]
/// The price is reduced to the out-of-the-money value by exact differences, so digits which an in-the-money price still
/// holds are used. Below half of its upper bound the equation is solved in the logarithm of the value, above in that of
/// the distance to the bound, both through Mills' ratio, so nothing cancels. One stream of instructions for all: a
/// closed guess and two third-order Householder steps, the first with six-digit rationals.
///
/// @param sign  +1 for a call, -1 for a put, lane by lane
/// @return volatility per sqrt(year) and the number of its @ref implied_volatility_status: the volatility is 0 for
///         `at_intrinsic`, NaN for the failures
/// @par Errors    Never throws. NaN or an invalid number in one lane changes no other.
/// @par Accuracy  Error in units of 2^-53 (float: 2^-24) times sigma (1 + c), c = (dsigma/dprice) price/sigma: what a
///                rounding of the price costs. At most 6 for double, 8 for float; asserted by
///                tests/pricing/implied_volatility_test.cpp. So is, in double, that two steps leave nothing to a third:
///                on a grid of x = |ln(F/K)|, 0 and 970 values from 1e-16 to 1400, by 200 values each of c from 1/2
///                down to 1e-300 and of 1 - c from 1/2 down to 6e-17. A discount factor, a displacement, or discounting
///                spot and strike adds the rounding of its result. Total volatilities below 1e-290 occur at the money
///                only.
/// @par Cost      4 logarithms, 14 divisions, 5 square roots, some 400 multiply-adds; no branch on data, no allocation.
/// @par Warm start  `warm_start<1>`: the last step alone, from the quote's guess; exact where the guess is within
///                1.5e-4/(1 + s) of the result (float: 0.02/(1 + s)), relative, s = sigma sqrt(T); `not_converged`
///                beyond. `warm_start<2>`: both steps; exact from within 1 % for s < 2. The bound of an exact result is
///                1 unit wider.
/// @par Derivatives  Not through the solver: see @ref sensitivities.
/// @see P. Jaeckel, "Let's be rational", Wilmott (2015) 40-53, for the objectives on the two sides.
template <machine_real T, detail::implied_start Start = cold_start_type>
[[nodiscard]] implied_volatility_lanes<T> implied_black_volatility(basic_black_quote<T> const& quote,
                                                                   std::type_identity_t<T> const& sign,
                                                                   Start = {}) noexcept {
    return detail::implied<Start>(quote, sign);
}

/// The volatility at which the Black-Scholes-Merton value is the quoted price, for a number or lanes of numbers:
/// Black's problem for the discounted spot and the discounted strike. All else as @ref implied_black_volatility; two
/// exponentials more.
template <machine_real T, detail::implied_start Start = cold_start_type>
[[nodiscard]] implied_volatility_lanes<T> implied_volatility(basic_european_quote<T> const& quote,
                                                             std::type_identity_t<T> const& sign, Start = {}) noexcept {
    return detail::implied<Start>(quote, sign);
}

/// One quote: `implied_black_volatility({.price = 4.0, .forward = 100.0, .strike = 110.0, .expiry = 0.5}, call)`. The
/// same bits as in lanes or columns.
template <detail::implied_start Start = cold_start_type>
[[nodiscard]] implied_volatility_result implied_black_volatility(black_quote const& quote, option_type type,
                                                                 Start = {}) noexcept {
    return detail::implied_scalar<Start>(quote, type);
}

/// @copydoc implied_black_volatility
template <std::floating_point T, detail::implied_start Start = cold_start_type>
[[nodiscard]] basic_implied_volatility_result<T> implied_black_volatility(basic_black_quote<T> const& quote,
                                                                          option_type type, Start = {}) noexcept {
    return detail::implied_scalar<Start>(quote, type);
}

/// One quote: `implied_volatility({.price = 4.0, .spot = 100.0, .strike = 110.0, .expiry = 0.5, .rate = 0.03}, call)`.
/// The same bits as in lanes or columns.
template <detail::implied_start Start = cold_start_type>
[[nodiscard]] implied_volatility_result implied_volatility(european_quote const& quote, option_type type,
                                                           Start = {}) noexcept {
    return detail::implied_scalar<Start>(quote, type);
}

/// @copydoc implied_volatility
template <std::floating_point T, detail::implied_start Start = cold_start_type>
[[nodiscard]] basic_implied_volatility_result<T> implied_volatility(basic_european_quote<T> const& quote,
                                                                    option_type type, Start = {}) noexcept {
    return detail::implied_scalar<Start>(quote, type);
}

/// Implied volatilities of many quotes, in SIMD lanes:
/// `implied_volatility({.price = prices, .spot = 100.0, .strike = strikes, .expiry = 0.25, .sign = signs}, vols,
/// status)`.
///
/// @param in          columns; ranges must be as long as the outputs
/// @param volatility  n numbers; may be an input column itself (the guess, say), not one shifted against it
/// @param status      n states
/// @param start       `cold_start`, or `warm_start<1>`, `warm_start<2>` with a guess in every row
/// @throws std::invalid_argument if lengths differ, before anything is written
/// @par Accuracy, limits, invalid rows  As @ref implied_black_volatility. A row's result is the same, bit for bit,
/// wherever
///                it stands in the arrays, and equal to a scalar call.
/// @par Cost      No allocation. Four batches are solved side by side.
template <detail::implied_start Start = cold_start_type>
void implied_volatility(european_quote_columns<double> const& in, output_column<double> volatility,
                        std::span<implied_volatility_status> status, Start = {}) {
    detail::implied_volatility<simd::default_arch, Start>("implied_volatility", in, volatility, status);
}

/// @copydoc implied_volatility
template <detail::implied_start Start = cold_start_type>
void implied_volatility(european_quote_columns<float> const& in, output_column<float> volatility,
                        std::span<implied_volatility_status> status, Start = {}) {
    detail::implied_volatility<simd::default_arch, Start>("implied_volatility", in, volatility, status);
}

/// @copydoc implied_volatility
template <detail::implied_start Start = cold_start_type>
void implied_black_volatility(black_quote_columns<double> const& in, output_column<double> volatility,
                              std::span<implied_volatility_status> status, Start = {}) {
    detail::implied_volatility<simd::default_arch, Start>("implied_black_volatility", in, volatility, status);
}

/// @copydoc implied_volatility
template <detail::implied_start Start = cold_start_type>
void implied_black_volatility(black_quote_columns<float> const& in, output_column<float> volatility,
                              std::span<implied_volatility_status> status, Start = {}) {
    detail::implied_volatility<simd::default_arch, Start>("implied_black_volatility", in, volatility, status);
}

/// The columns on the instruction set that an architecture tag names, which the compiler's flags must allow.
template <class Arch, detail::implied_start Start = cold_start_type>
void implied_volatility_on(european_quote_columns<double> const& in, output_column<double> volatility,
                           std::span<implied_volatility_status> status, Start = {}) {
    detail::implied_volatility<Arch, Start>("implied_volatility", in, volatility, status);
}

/// @copydoc implied_volatility_on
template <class Arch, detail::implied_start Start = cold_start_type>
void implied_volatility_on(european_quote_columns<float> const& in, output_column<float> volatility,
                           std::span<implied_volatility_status> status, Start = {}) {
    detail::implied_volatility<Arch, Start>("implied_volatility", in, volatility, status);
}

/// @copydoc implied_volatility_on
template <class Arch, detail::implied_start Start = cold_start_type>
void implied_black_volatility_on(black_quote_columns<double> const& in, output_column<double> volatility,
                                 std::span<implied_volatility_status> status, Start = {}) {
    detail::implied_volatility<Arch, Start>("implied_black_volatility", in, volatility, status);
}

/// @copydoc implied_volatility_on
template <class Arch, detail::implied_start Start = cold_start_type>
void implied_black_volatility_on(black_quote_columns<float> const& in, output_column<float> volatility,
                                 std::span<implied_volatility_status> status, Start = {}) {
    detail::implied_volatility<Arch, Start>("implied_black_volatility", in, volatility, status);
}

/// Derivatives of an implied volatility in what it was implied from, all else fixed.
template <real T>
struct implied_volatility_sensitivities {
    T d_price;           ///< dsigma/dV = 1/vega
    T d_spot;            ///< dsigma/dS = -delta/vega
    T d_strike;          ///< dsigma/dK
    T d_expiry;          ///< dsigma/dT, per year of time to expiry
    T d_rate;            ///< dsigma/dr, per 1.00 of rate
    T d_dividend_yield;  ///< dsigma/dq, per 1.00 of yield
    T d2_price;          ///< d2sigma/dV2 = -volga/vega^3
};

/// Sensitivities of an implied volatility, by the implicit function theorem: the volatility is held where the value
/// stays the price, so dsigma/dx = -(dV/dx)/(dV/dsigma). They cost one evaluation of the value's greeks, and no
/// derivative is taken through a solver.
///
/// @param quote       what the volatility was implied from; its price is not read
/// @param volatility  the implied volatility
/// @param sign        +1 for a call, -1 for a put, lane by lane
/// @return d_price is +infinity and the others infinite or NaN where vega is 0: at a volatility of 0, and where the
///         density is below the smallest normal number; d2_price leaves the range of numbers long before.
/// @par Accuracy  As the greeks of @ref black_scholes. The same bits for a number and for lanes.
template <machine_real T>
[[nodiscard]] implied_volatility_sensitivities<T> sensitivities(basic_european_quote<T> const& quote,
                                                                std::type_identity_t<T> const& volatility,
                                                                std::type_identity_t<T> const& sign) noexcept {
    auto const greeks =
        black_scholes<delta, vega, theta, rho, volga>(european_option<T>{.spot           = quote.spot,
                                                                         .strike         = quote.strike,
                                                                         .expiry         = quote.expiry,
                                                                         .rate           = quote.rate,
                                                                         .dividend_yield = quote.dividend_yield,
                                                                         .volatility     = volatility},
                                                      sign);
    T const by_price = T(1) / greeks.template get<vega>();
    T const by_spot  = greeks.template get<delta>() * by_price;
    T const by_rate  = greeks.template get<rho>() * by_price;
    return {.d_price          = by_price,
            .d_spot           = -by_spot,
            .d_strike         = by_rate / (quote.strike * quote.expiry),  // rho = -K T dV/dK
            .d_expiry         = math::product(greeks.template get<theta>(), by_price),
            .d_rate           = -by_rate,
            .d_dividend_yield = math::product(T(quote.expiry * quote.spot), by_spot),
            .d2_price         = math::product(T(-(greeks.template get<volga>() * by_price)), T(by_price * by_price))};
}

/// @copydoc sensitivities
[[nodiscard]] inline implied_volatility_sensitivities<double> sensitivities(european_quote const& quote,
                                                                            double volatility,
                                                                            option_type type) noexcept {
    return sensitivities<double>(quote, volatility, sign(type));
}

/// The volatilities of price -+ tick/2: what a price rounded to ticks says. For a number or lanes of numbers.
///
/// @param tick  spacing of prices, currency >= 0
/// @return see @ref implied_volatility_bounds; both are 0 (+infinity) where even the upper (lower) price is out of
/// bounds;
///         NaN for invalid input and a negative or infinite tick
/// @par Errors, accuracy, cost  As two calls of @ref implied_volatility; the rounding of price -+ tick/2 comes on top.
template <machine_real T>
[[nodiscard]] implied_volatility_bounds<T> implied_volatility_interval(basic_european_quote<T> const& quote,
                                                                       std::type_identity_t<T> const& tick,
                                                                       std::type_identity_t<T> const& sign) noexcept {
    return detail::interval(quote, tick, sign);
}
/// @copydoc implied_volatility_interval
template <machine_real T>
[[nodiscard]] implied_volatility_bounds<T> implied_black_volatility_interval(
    basic_black_quote<T> const& quote, std::type_identity_t<T> const& tick,
    std::type_identity_t<T> const& sign) noexcept {
    return detail::interval(quote, tick, sign);
}
/// @copydoc implied_volatility_interval
[[nodiscard]] inline implied_volatility_bounds<double> implied_volatility_interval(european_quote const& quote,
                                                                                   double tick,
                                                                                   option_type type) noexcept {
    return detail::interval(quote, tick, sign(type));
}
/// @copydoc implied_volatility_interval
[[nodiscard]] inline implied_volatility_bounds<double> implied_black_volatility_interval(black_quote const& quote,
                                                                                         double tick,
                                                                                         option_type type) noexcept {
    return detail::interval(quote, tick, sign(type));
}

/// The intervals of many quotes; shapes and errors as the columns of @ref implied_volatility.
inline void implied_volatility_interval(european_quote_columns<double> const& in, column<double> const& tick,
                                        output_column<double> low, output_column<double> high) {
    detail::implied_volatility_interval<simd::default_arch>("implied_volatility_interval", in, tick, low, high);
}

/// @copydoc implied_volatility_interval
inline void implied_volatility_interval(european_quote_columns<float> const& in, column<float> const& tick,
                                        output_column<float> low, output_column<float> high) {
    detail::implied_volatility_interval<simd::default_arch>("implied_volatility_interval", in, tick, low, high);
}

/// @copydoc implied_volatility_interval
inline void implied_black_volatility_interval(black_quote_columns<double> const& in, column<double> const& tick,
                                              output_column<double> low, output_column<double> high) {
    detail::implied_volatility_interval<simd::default_arch>("implied_black_volatility_interval", in, tick, low, high);
}

/// @copydoc implied_volatility_interval
inline void implied_black_volatility_interval(black_quote_columns<float> const& in, column<float> const& tick,
                                              output_column<float> low, output_column<float> high) {
    detail::implied_volatility_interval<simd::default_arch>("implied_black_volatility_interval", in, tick, low, high);
}

/// The same on the instruction set that an architecture tag names.
template <class Arch>
void implied_volatility_interval_on(european_quote_columns<double> const& in, column<double> const& tick,
                                    output_column<double> low, output_column<double> high) {
    detail::implied_volatility_interval<Arch>("implied_volatility_interval", in, tick, low, high);
}

/// @copydoc implied_volatility_interval_on
template <class Arch>
void implied_volatility_interval_on(european_quote_columns<float> const& in, column<float> const& tick,
                                    output_column<float> low, output_column<float> high) {
    detail::implied_volatility_interval<Arch>("implied_volatility_interval", in, tick, low, high);
}

/// @copydoc implied_volatility_interval_on
template <class Arch>
void implied_black_volatility_interval_on(black_quote_columns<double> const& in, column<double> const& tick,
                                          output_column<double> low, output_column<double> high) {
    detail::implied_volatility_interval<Arch>("implied_black_volatility_interval", in, tick, low, high);
}

/// @copydoc implied_volatility_interval_on
template <class Arch>
void implied_black_volatility_interval_on(black_quote_columns<float> const& in, column<float> const& tick,
                                          output_column<float> low, output_column<float> high) {
    detail::implied_volatility_interval<Arch>("implied_black_volatility_interval", in, tick, low, high);
}

}  // namespace longgamma::inline LONGGAMMA_ABI
