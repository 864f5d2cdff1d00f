// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/dispatch.hpp
/// @brief The array functions of a compiled library that chooses the instruction set when the program runs.
///
/// Link the CMake target `longgamma::dispatch` (built where LONGGAMMA_BUILD_DISPATCH is on). One program then runs on
/// every processor of its architecture, each with the widest lanes it has. Nothing here depends on the `-m` flags of the
/// translation unit that includes it: no lanes are named, what crosses into the library is plain data, and this header
/// includes no kernel. Results equal, bit for bit, those of the header-only functions compiled for the instruction set
/// in use.

#include <longgamma/core/require.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <limits>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#if defined(_WIN32)
#define LONGGAMMA_DISPATCH_API
#else
#define LONGGAMMA_DISPATCH_API [[gnu::visibility("default")]]
#endif

#define LONGGAMMA_DISPATCH_ABI_NAME_1(major, minor) v##major##_##minor
#define LONGGAMMA_DISPATCH_ABI_NAME(major, minor) LONGGAMMA_DISPATCH_ABI_NAME_1(major, minor)
#define LONGGAMMA_DISPATCH_ABI LONGGAMMA_DISPATCH_ABI_NAME(LONGGAMMA_VERSION_MAJOR, LONGGAMMA_VERSION_MINOR)

/// What the compiled library and its callers share. The namespace names the version, not the instruction set, and holds
/// plain data and functions of the library only: no inline function, which units with other flags could exchange.
namespace longgamma_dispatch::inline LONGGAMMA_DISPATCH_ABI {

/// What a search for an implied volatility found; as `longgamma::implied_volatility_status`, but one type for every
/// unit of a program.
enum class implied_volatility_status : std::uint8_t {
    ok,               ///< the volatility is the inverse of the price
    at_intrinsic,     ///< the price is the intrinsic value: volatility 0
    below_intrinsic,  ///< the price is below the intrinsic value or negative: NaN
    above_bound,      ///< the price is at or above what infinite volatility gives: NaN
    not_attainable,   ///< the inverse of the price given, but the price's own rounding could have made it
    invalid_input,    ///< NaN or infinity; spot, strike or expiry not positive; sign neither +1 nor -1: NaN
    not_converged     ///< warm start only: the guess was too far off, the volatility is better than it, but not exact
};

/// `rows` holds one number per row, or is null: then `constant` stands in all rows.
template <class T>
struct plain_column {
    T const* rows;
    T constant;
};

template <class T>
struct plain_options {
    std::size_t count;
    plain_column<T> spot, strike, expiry, rate, dividend_yield, volatility, sign;
};

template <class T>
struct plain_quotes {
    std::size_t count;
    plain_column<T> price, spot, strike, expiry, rate, dividend_yield, sign, guess;
    int warm_steps;  // from the guess: 1 or 2; 0: a cold start
};

template <class T>
struct plain_black_quotes {
    std::size_t count;
    plain_column<T> price, forward, strike, expiry, discount_factor, displacement, sign, guess;
    int warm_steps;
};

/// One pointer per output, in the order of `european_outputs`; null for what is not wanted.
inline constexpr std::size_t output_count = 21;
template <class T>
struct plain_outputs {
    T* rows[output_count];
};

template <class T>
struct plain_volatilities {
    T* volatility;
    implied_volatility_status* status;  // may be null
};

LONGGAMMA_DISPATCH_API void evaluate(plain_options<double> const& in, plain_outputs<double> const& out) noexcept;
LONGGAMMA_DISPATCH_API void evaluate(plain_options<float> const& in, plain_outputs<float> const& out) noexcept;
LONGGAMMA_DISPATCH_API void invert(plain_quotes<double> const& in, plain_volatilities<double> const& out) noexcept;
LONGGAMMA_DISPATCH_API void invert(plain_quotes<float> const& in, plain_volatilities<float> const& out) noexcept;
LONGGAMMA_DISPATCH_API void invert(plain_black_quotes<double> const& in,
                                   plain_volatilities<double> const& out) noexcept;
LONGGAMMA_DISPATCH_API void invert(plain_black_quotes<float> const& in,
                                   plain_volatilities<float> const& out) noexcept;

LONGGAMMA_DISPATCH_API char const* instruction_set() noexcept;
LONGGAMMA_DISPATCH_API char const* available_instruction_set(std::size_t i) noexcept;
LONGGAMMA_DISPATCH_API bool use_instruction_set(char const* name, std::size_t length) noexcept;

}  // namespace longgamma_dispatch::inline LONGGAMMA_DISPATCH_ABI

namespace longgamma::inline LONGGAMMA_ABI {

// The output tags of pricing/greeks.hpp, named only.
struct price;
struct log_price;
struct delta;
struct gamma;
struct vega;
struct theta;
struct rho;
struct forward_rho;
struct epsilon;
struct vanna;
struct volga;
struct charm;
struct veta;
struct vera;
struct speed;
struct zomma;
struct colour;
struct ultima;
struct lambda;
struct dual_delta;
struct dual_gamma;

}  // namespace longgamma::inline LONGGAMMA_ABI

namespace longgamma::inline LONGGAMMA_ABI::dispatch {

using longgamma_dispatch::implied_volatility_status;

/// The instruction set in use: "sse2", "avx2" (with FMA) or "avx512" on x86-64, "neon64" on 64-bit ARM, "baseline"
/// elsewhere.
///
/// Chosen at the first call of any function here: the widest set that the processor and the operating system support,
/// or the one which the environment variable `LONGGAMMA_ISA` names. A value that is unknown, or that this processor can
/// not run, is ignored, with one line on stderr. Different sets agree to rounding; the same set gives the same bits on
/// every machine, so a fleet of mixed processors is made reproducible by naming the narrowest.
/// @par Errors  Never throws; safe to call from several threads.
[[nodiscard]] inline std::string_view instruction_set() noexcept {
    return longgamma_dispatch::instruction_set();
}

/// The i-th instruction set that can be used here, from the narrowest; empty beyond the last.
[[nodiscard]] inline std::string_view available_instruction_set(std::size_t i) noexcept {
    char const* const name = longgamma_dispatch::available_instruction_set(i);
    return name == nullptr ? std::string_view() : std::string_view(name);
}

/// Uses the named instruction set from here on, in all threads; overrides the environment.
/// @return false, and nothing changes, if the name is unknown or the processor can not run it
inline bool use_instruction_set(std::string_view name) noexcept {
    return longgamma_dispatch::use_instruction_set(name.data(), name.size());
}

/// A column of numbers: one constant shared by all rows, or a view of as many numbers as there are rows. Built
/// implicitly from a number or from any contiguous range of T, as @ref longgamma::column.
template <std::floating_point T>
class column {
public:
    template <class N>
        requires(std::is_arithmetic_v<N>)
    constexpr column(N constant) noexcept : plain_{nullptr, static_cast<T>(constant)} {}  // NOLINT: implicit on purpose

    template <std::ranges::contiguous_range R>
        requires(std::same_as<std::remove_cv_t<std::ranges::range_value_t<R>>, T> && std::ranges::sized_range<R> &&
                 std::ranges::borrowed_range<R>)
    constexpr column(R&& range) noexcept  // NOLINT: implicit on purpose
        : plain_{std::ranges::data(range), T(0)}, size_(std::ranges::size(range)), is_constant_(false) {}

    [[nodiscard]] constexpr bool is_constant() const noexcept { return is_constant_; }
    /// Number of rows; 0 for a constant, which fits any number of rows.
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr longgamma_dispatch::plain_column<T> plain() const noexcept { return plain_; }

private:
    longgamma_dispatch::plain_column<T> plain_;
    std::size_t size_ = 0;
    bool is_constant_ = true;
};

/// European options as columns; fields, units and defaults as @ref longgamma::european_columns.
template <std::floating_point T>
struct european_columns {
    column<T> spot;
    column<T> strike;
    column<T> expiry;
    column<T> rate           = T(0);
    column<T> dividend_yield = T(0);
    column<T> volatility;
    column<T> sign = T(1);
};

/// Quotes of today against the spot, as columns; fields, units and defaults as @ref longgamma::european_quote_columns.
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

/// Quotes against the forward, as columns; fields, units and defaults as @ref longgamma::black_quote_columns.
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

/// Where outputs chosen when the program runs go: an empty span is an output which is not wanted. Meaning and units of
/// each as the tag of that name in pricing/greeks.hpp.
template <std::floating_point T>
struct european_outputs {
    std::span<T> price{}, log_price{}, delta{}, gamma{}, vega{}, theta{}, rho{}, forward_rho{}, epsilon{}, vanna{},
        volga{}, charm{}, veta{}, vera{}, speed{}, zomma{}, colour{}, ultima{}, lambda{}, dual_delta{}, dual_gamma{};
};

namespace detail {

/// T whatever Tag is.
template <class T, class Tag>
using for_each_tag = std::type_identity_t<T>;

template <class... Tags>
struct tag_list {
    static constexpr std::size_t size = sizeof...(Tags);

    template <class Tag>
    static constexpr bool has = (std::same_as<Tag, Tags> || ...);

    template <class Tag>
        requires(has<Tag>)
    [[nodiscard]] static consteval std::size_t index() {
        bool const same[] = {std::same_as<Tag, Tags>...};
        std::size_t i     = 0;
        while (!same[i])
            ++i;
        return i;
    }
};
/// The order of the outputs in the plain structs.
using all_outputs = tag_list<price, log_price, delta, gamma, vega, theta, rho, forward_rho, epsilon, vanna, volga,
                             charm, veta, vera, speed, zomma, colour, ultima, lambda, dual_delta, dual_gamma>;
static_assert(all_outputs::size == longgamma_dispatch::output_count);

template <class T>
void require_rows(char const* function, std::size_t n, std::initializer_list<column<T> const*> columns) {
    for (column<T> const* c : columns)
        if (!c->is_constant() && c->size() != n) [[unlikely]]
            fail(std::string(function) + ": an input column has " + std::to_string(c->size()) +
                 " rows, the outputs have " + std::to_string(n));
}

template <class T>
void evaluate(european_columns<T> const& in, std::size_t n, longgamma_dispatch::plain_outputs<T> const& out) {
    require_rows<T>("dispatch::evaluate", n, {&in.spot, &in.strike, &in.expiry, &in.rate, &in.dividend_yield,
                                              &in.volatility, &in.sign});
    longgamma_dispatch::evaluate(
        longgamma_dispatch::plain_options<T>{n, in.spot.plain(), in.strike.plain(), in.expiry.plain(), in.rate.plain(),
                                             in.dividend_yield.plain(), in.volatility.plain(), in.sign.plain()},
        out);
}

template <class... Outputs, class T>
void evaluate_tags(european_columns<T> const& in, for_each_tag<std::span<T>, Outputs>... out) {
    std::size_t const lengths[] = {out.size()...};
    std::size_t const n         = lengths[0];
    for (std::size_t const length : lengths)
        require(length == n, "dispatch::evaluate: the outputs differ in length");
    longgamma_dispatch::plain_outputs<T> plain{};
    ((plain.rows[all_outputs::index<Outputs>()] = out.data()), ...);
    evaluate(in, n, plain);
}

template <class T>
void evaluate_chosen(european_columns<T> const& in, european_outputs<T> const& out) {
    std::span<T> const spans[] = {out.price,       out.log_price,  out.delta,     out.gamma, out.vega,  out.theta,
                                  out.rho,         out.forward_rho, out.epsilon,  out.vanna, out.volga, out.charm,
                                  out.veta,        out.vera,        out.speed,    out.zomma, out.colour, out.ultima,
                                  out.lambda,      out.dual_delta,  out.dual_gamma};
    static_assert(std::size(spans) == longgamma_dispatch::output_count);
    longgamma_dispatch::plain_outputs<T> plain{};
    std::size_t n = 0;
    for (std::size_t i = 0; i < std::size(spans); ++i) {
        if (spans[i].empty())
            continue;
        require(n == 0 || spans[i].size() == n, "dispatch::evaluate: the outputs differ in length");
        n             = spans[i].size();
        plain.rows[i] = spans[i].data();
    }
    if (n != 0)
        evaluate(in, n, plain);
}

template <class T>
longgamma_dispatch::plain_volatilities<T> plain_results(char const* function, std::span<T> volatility,
                                                        std::span<implied_volatility_status> status, int warm_steps) {
    if (!status.empty() && status.size() != volatility.size()) [[unlikely]]
        fail(std::string(function) + ": the outputs differ in length");
    if (warm_steps < 0 || warm_steps > 2) [[unlikely]]
        fail(std::string(function) + ": warm_steps must be 0, 1 or 2, but is " + std::to_string(warm_steps));
    return {volatility.data(), status.empty() ? nullptr : status.data()};
}

template <class T>
void implied_volatility(european_quote_columns<T> const& in, std::span<T> volatility,
                        std::span<implied_volatility_status> status, int warm_steps) {
    constexpr char const* name = "dispatch::implied_volatility";
    std::size_t const n        = volatility.size();
    auto const out             = plain_results(name, volatility, status, warm_steps);
    require_rows<T>(name, n, {&in.price, &in.spot, &in.strike, &in.expiry, &in.rate, &in.dividend_yield, &in.sign,
                              &in.guess});
    longgamma_dispatch::invert(
        longgamma_dispatch::plain_quotes<T>{n, in.price.plain(), in.spot.plain(), in.strike.plain(), in.expiry.plain(),
                                            in.rate.plain(), in.dividend_yield.plain(), in.sign.plain(),
                                            in.guess.plain(), warm_steps},
        out);
}

template <class T>
void implied_black_volatility(black_quote_columns<T> const& in, std::span<T> volatility,
                              std::span<implied_volatility_status> status, int warm_steps) {
    constexpr char const* name = "dispatch::implied_black_volatility";
    std::size_t const n        = volatility.size();
    auto const out             = plain_results(name, volatility, status, warm_steps);
    require_rows<T>(name, n, {&in.price, &in.forward, &in.strike, &in.expiry, &in.discount_factor, &in.displacement,
                              &in.sign, &in.guess});
    longgamma_dispatch::invert(
        longgamma_dispatch::plain_black_quotes<T>{n, in.price.plain(), in.forward.plain(), in.strike.plain(),
                                                  in.expiry.plain(), in.discount_factor.plain(),
                                                  in.displacement.plain(), in.sign.plain(), in.guess.plain(),
                                                  warm_steps},
        out);
}

}  // namespace detail

/// Evaluates the outputs named by the tags for a whole book, as @ref longgamma::evaluate does:
/// `dispatch::evaluate<price, delta>({.spot = 100.0, .strike = strikes, .expiry = 0.25, .volatility = vols}, p, d)`.
///
/// The tags may be incomplete types: including pricing/greeks.hpp is not needed.
/// @param in   columns; ranges must be as long as the outputs
/// @param out  one range for each tag, in the order of the tags, all of one length n >= 0; must not overlap each other;
///             may be an input column itself, not one shifted against it
/// @throws std::invalid_argument if lengths differ, before anything is written
/// @par Accuracy  That of @ref longgamma::evaluate on the instruction set in use, the same bits.
/// @par Cost   One indirect call. The library holds three kernels: price alone; price, delta, gamma, vega, theta and
///             rho; all outputs. The smallest that has what is asked for runs. No allocation.
template <class... Outputs>
    requires(sizeof...(Outputs) > 0 && (detail::all_outputs::has<Outputs> && ...))
void evaluate(european_columns<double> const& in, detail::for_each_tag<std::span<double>, Outputs>... out) {
    detail::evaluate_tags<Outputs...>(in, out...);
}
/// @copydoc evaluate
template <class... Outputs>
    requires(sizeof...(Outputs) > 0 && (detail::all_outputs::has<Outputs> && ...))
void evaluate(european_columns<float> const& in, detail::for_each_tag<std::span<float>, Outputs>... out) {
    detail::evaluate_tags<Outputs...>(in, out...);
}

/// Evaluates outputs chosen when the program runs: `dispatch::evaluate(book, {.price = prices, .vega = vegas})`.
/// Errors, accuracy and cost as the form with tags; nothing happens if every span is empty.
inline void evaluate(european_columns<double> const& in, european_outputs<double> const& out) {
    detail::evaluate_chosen(in, out);
}
/// @copydoc evaluate
inline void evaluate(european_columns<float> const& in, european_outputs<float> const& out) {
    detail::evaluate_chosen(in, out);
}

/// Implied volatilities of many quotes of today, with a status for each (an empty span: not wanted).
///
/// @param volatility, status  of one length n >= 0; must not overlap the columns or each other
/// @param warm_steps  0: from the price alone. 1 or 2: that many steps from `guess`, as `warm_start<1>`, `warm_start<2>`
/// @throws std::invalid_argument if lengths differ or warm_steps is another number, before anything is written
/// @par Accuracy  That of @ref longgamma::implied_volatility on the instruction set in use, the same bits.
/// @par Cost      One indirect call. No allocation.
inline void implied_volatility(european_quote_columns<double> const& in, std::span<double> volatility,
                               std::span<implied_volatility_status> status = {}, int warm_steps = 0) {
    detail::implied_volatility(in, volatility, status, warm_steps);
}
/// @copydoc implied_volatility
inline void implied_volatility(european_quote_columns<float> const& in, std::span<float> volatility,
                               std::span<implied_volatility_status> status = {}, int warm_steps = 0) {
    detail::implied_volatility(in, volatility, status, warm_steps);
}

/// Implied volatilities of quotes against the forward; otherwise as @ref implied_volatility.
inline void implied_black_volatility(black_quote_columns<double> const& in, std::span<double> volatility,
                                     std::span<implied_volatility_status> status = {}, int warm_steps = 0) {
    detail::implied_black_volatility(in, volatility, status, warm_steps);
}
/// @copydoc implied_black_volatility
inline void implied_black_volatility(black_quote_columns<float> const& in, std::span<float> volatility,
                                     std::span<implied_volatility_status> status = {}, int warm_steps = 0) {
    detail::implied_black_volatility(in, volatility, status, warm_steps);
}

}  // namespace longgamma::inline LONGGAMMA_ABI::dispatch
