// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/pricing/black_scholes.hpp
/// @brief Generalised Black-Scholes-Merton value and greeks of European options, one fused kernel.

#include <longgamma/core/option_type.hpp>
#include <longgamma/pricing/detail/black_terms.hpp>

namespace longgamma::inline LONGGAMMA_ABI {

/// The lognormal models: @ref european_option, @ref currency_option, @ref black_option, @ref forward_option.
template <class Option, class T>
concept lognormal_option = std::same_as<Option, european_option<T>> || std::same_as<Option, currency_option<T>> ||
                           std::same_as<Option, black_option<T>> || std::same_as<Option, forward_option<T>>;

/// Value and greeks of European options, out of one evaluation.
///
/// With \f$ s = \sigma\sqrt T \f$, \f$ h = (\ln(S/K) + (r-q)T)/s \f$, \f$ d_{1,2} = h \pm s/2 \f$, \f$ w = \pm1 \f$:
/// \f[ V = w\,(S e^{-qT}\,\Phi(w d_1) - K e^{-rT}\,\Phi(w d_2)) \f]
/// Both distribution functions are the common density \f$ n = S e^{-qT}\varphi(d_1) = K e^{-rT}\varphi(d_2) \f$ times
/// Mills' ratio, so an out-of-the-money value is a product and keeps its relative accuracy down to 1e-300; in the money the
/// complement is taken. Options on a forward F: S = F (plus the displacement), q = r.
///
/// | output | formula |
/// |---|---|
/// | log_price | \f$ \ln V \f$, out of the money \f$ \ln(S e^{-qT}/\sqrt{2\pi}) - d_1^2/2 + \ln(w(M(|d_1|) - M(|d_2|))) \f$ |
/// | delta | \f$ w e^{-qT}\Phi(w d_1) \f$ |
/// | gamma | \f$ n/(S^2 s) \f$ |
/// | vega  | \f$ n\sqrt T \f$ |
/// | theta | \f$ w q S e^{-qT}\Phi(w d_1) - w r K e^{-rT}\Phi(w d_2) - n\,\sigma/(2\sqrt T) \f$ |
/// | rho, forward_rho, epsilon | \f$ w T K e^{-rT}\Phi(w d_2),\; -T V,\; -w T S e^{-qT}\Phi(w d_1) \f$ |
/// | vanna | \f$ -n d_2/(S\sigma) \f$ |
/// | volga | vega \f$ d_1 d_2/\sigma \f$ |
/// | charm | \f$ q \f$ delta \f$ - (n/S)\,((r-q)/s - d_2/(2T)) \f$ |
/// | veta | vega \f$ (q + (r-q) d_1/s - (1 + d_1 d_2)/(2T)) \f$ |
/// | vera | \f$ -T n d_1/\sigma \f$ |
/// | speed | -gamma \f$ (1 + d_1/s)/S \f$ |
/// | zomma | gamma \f$ (d_1 d_2 - 1)/\sigma \f$ |
/// | colour | gamma \f$ (q + (r-q) d_1/s + (1 - d_1 d_2)/(2T)) \f$ |
/// | ultima | -vega \f$ (d_1 d_2 (1 - d_1 d_2) + d_1^2 + d_2^2)/\sigma^2 \f$ |
/// | lambda | \f$ S \f$ delta \f$/V \f$ (the quoted S or F, without a displacement) |
/// | dual_delta, dual_gamma | \f$ -w e^{-rT}\Phi(w d_2),\; n/(K^2 s) \f$ |
///
/// @tparam Outputs tags of pricing/greeks.hpp; what is not asked for is not computed
/// @param in    one of the four models of pricing/models.hpp
/// @param sign  +1 for a call, -1 for a put, lane by lane (the sign bit alone counts)
/// @return the outputs in the order asked for; the price is never negative. Limits: where sigma sqrt(T) = 0 the value is
///         the discounted forward intrinsic value, delta its step (half of it exactly at the forward); everything that is
///         divided by sigma sqrt(T) is 0 by convention (at the forward the limit of gamma is infinite), vega its limit.
///         K = 0: a call is the discounted spot. S = 0: a put is the discounted strike. Infinite volatility: call S e^{-qT},
///         put K e^{-rT}. Amounts below 1e-270 (float: 1e-30) count as that for the moneyness, so S = K = 0 is at the money
///         and worth 0. Values whose density is below the smallest normal number are 0, their log_price is finite; the log_price of a
///         value that is exactly 0 is -infinity, its lambda NaN.
/// @par Errors    Never throws. A negative spot, strike (forward, each with its displacement), expiry or volatility, a
///                discount factor that is not positive, and NaN in any input, give NaN in all outputs of that lane and of
///                no other.
/// @par Accuracy  Relative error, in units of 2^-53 (float: 2^-24) times 1 + the condition of the output: price 8, other
///                outputs 3; outputs that change sign relative to the sum of the sizes of their terms. Asserted by
///                tests/pricing/black_scholes_test.cpp and black_models_test.cpp on typical and extreme options.
/// @par Cost      1 logarithm, 3 exponentials (forwards: 2 or 1), 2 rationals, 1 square root, 3 divisions, 1 more each for
///                derivatives by the spot of second order and by the strike; no branch on data, no allocation. All outputs
///                together cost about 1.4 times price and five greeks: docs/benchmarks.md.
/// @see R. C. Merton, Bell J. Economics 4 (1973) 141-183. F. Black, M. Scholes, J. Political Economy 81 (1973) 637-654.
///      F. Black, J. Financial Economics 3 (1976) 167-179. M. Garman, S. Kohlhagen, J. Int. Money and Finance 2 (1983)
///      231-237. M. Rubinstein, J. Finance 38 (1983) 213-217, for the displacement.
template <class... Outputs, template <class> class Option, real T>
    requires lognormal_option<Option<T>, T>
[[nodiscard]] LONGGAMMA_INLINE outputs<T, Outputs...> black_scholes(Option<T> const& in, std::type_identity_t<T> const& sign) noexcept {
    return detail::second_half<Outputs...>(detail::lognormal<Outputs...>(in), sign, detail::first_half(in, sign));
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
