// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/pricing/detail/implied_seed.hpp
/// @brief First guess of the total volatility of a price. Included by pricing/implied_volatility.hpp.

#include <longgamma/pricing/detail/implied_step.hpp>

namespace longgamma::inline LONGGAMMA_ABI::detail {

/// Where the solution lies, and a little more: sqrt(2 pi) c < s and d1 < 0.68 if c < 1/2, h < t otherwise.
template <real T>
struct implied_bracket {
    T low, high;

    [[nodiscard]] LONGGAMMA_INLINE T hold(T const& s) const noexcept {
        return math::at_least(math::at_most(s, high), low);
    }
};

/// @param k  sqrt(2 x), the total volatility of largest vega: h = t there
template <real T>
[[nodiscard]] LONGGAMMA_INLINE implied_bracket<T> bracket_of(implied_target<T> const& target, T const& k) noexcept {
    using math::select;
    T const floor = math::at_least(T(as<T>(2.5) * target.ratio), T(target.x * as<T>(1.0 / 60.0)));
    return {select(target.lower, floor, k), k + select(target.lower, as<T>(1.35), T(20))};
}

/// H/v = P(v)/Q(v) of the seed, relative minimax on [1.22, 54]. Source: implied_coefficients.py.
template <class T>
struct implied_seed_constants {
    static constexpr T far_P[] = {T(0.5978364142), T(-0.3354877775), T(0.1169802586), T(0.03744806331)};
    static constexpr T far_Q[] = {T(1), T(-0.07332867931), T(0.1280037692), T(0.03730350904)};
};

/// A guess within 4.5 % where c < 1/2, 23 % elsewhere; asserted by tests/pricing/implied_volatility_test.cpp.
///
/// c near its value at the largest vega (s = k = sqrt(2 x), c_k = 1/2 - M(k)/sqrt(2 pi)): with z = sqrt(2 pi)(c - c_k),
/// s = k + z + z^3/6 - z^4/(8 s), Taylor's series of the inverse (c'' = 0 and s^2 c'''/c' = -2 x there); this form of
/// the last term has the right first correction in x/s at the other end as well. sqrt(pi/2) - M(k) by a rational.
///
/// Smaller c: Bachelier's value phi(H)/H - Phi(-H) = c e^{-x/2}/x is inverted by a rational, where H^2 = h^2 + t^2; the
/// lognormal law adds about -(6/5) x/(x + 8) ln(1 - x^2/H^4) to H^2, the logarithm again by a rational. s from h t =
/// x/2.
///
/// c > 1/2: d1 lies between the quantiles of 1 - u and 1 - u/2, u = 1 - c; quantile after Polya (1945).
template <real T>
[[nodiscard]] LONGGAMMA_INLINE T implied_seed(implied_target<T> const& target, T const& k) noexcept {
    using math::fma, math::product, math::select;
    using C                                      = implied_seed_constants<simd::scalar_t<T>>;
    auto const& [x, ratio, scaled, shift, lower] = target;

    T const tiny  = as<T>(math::detail::smallest_of_kernels<T>);
    T const p     = as<T>(0.6) * scaled;
    T const parts = fma(p, T(T(-4) * p), product(T(4), p));  // 4 p (1 - p)
    T const ln    = math::detail::log_ratio_normal(T(select(lower, scaled, parts)),
                                                   T(select(lower, math::at_least(x, tiny), T(1))));

    // The rationals of H and of k, over one division.
    T const value  = math::at_most(T(fma(T(-0.5), x, ln) - shift), as<T>(-0.75));
    T const v      = math::sqrt(select(lower, T(T(-2) * value), T(as<T>(-1.5707963267948966) * ln)));
    T const far_p  = product(v, math::polynomial(v, product(v, v), C::far_P));
    T const far_q  = math::polynomial(v, product(v, v), C::far_Q);
    T const near_p = product(k, fma(as<T>(0.35), k, T(1)));
    T const near_q = fma(fma(as<T>(0.2787), k, as<T>(0.9767)), k, T(1));
    T const over   = T(1) / (far_q * near_q);
    T const h      = product(far_p, T(near_q * over));

    T const z     = fma(as<T>(root_two_pi), ratio, T(-product(near_p, T(far_q * over))));
    T const z2    = product(z, z);
    T const cubic = fma(product(z2, z), as<T>(1.0 / 6.0), T(k + z));

    T const h2      = product(h, h);
    T const square  = math::at_least(h2, T(as<T>(0.95) * x));
    T const w       = product(square, square);
    T const x2      = product(x, x);
    T const top     = product(product(as<T>(1.2) * x, x2), fma(T(6), w, T(-x2)));
    T const bottom  = (x + T(8)) * w * fma(T(6), w, T(T(-4) * x2));
    T const quartic = product(T(8), cubic);
    T const both    = T(1) / (bottom * quartic);
    T const near    = fma(product(z2, z2), T(-(bottom * both)), cubic);

    T const sum   = select(lower, fma(top, T(quartic * both), h2), product(v, v));
    T const outer = math::sqrt(fma(select(lower, T(1), T(2)), x, sum));
    T const inner = math::sqrt(math::at_least(T(sum - x), T(0)));
    T const far   = T(2) * x / (outer + inner);

    // h - t of the first guess decides.
    T const cap        = math::at_most(fma(as<T>(0.0004), x, as<T>(1.25)), as<T>(1.5));
    T const limit      = math::at_most(fma(as<T>(0.1), x, as<T>(0.6)), cap);
    auto const is_near = fma(product(T(-0.5), near), near, x) <= product(limit, near);
    return select(lower, select(is_near, near, far), T(v + outer));
}

}  // namespace longgamma::inline LONGGAMMA_ABI::detail
