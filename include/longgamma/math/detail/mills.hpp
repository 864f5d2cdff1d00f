// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/math/detail/mills.hpp
/// @brief Numerator and denominator of the rational approximation of Mills' ratio. Included by math/normal.hpp.

#include <longgamma/math/elementary.hpp>

namespace longgamma::inline LONGGAMMA_ABI::math::detail {

/// M(x) = P(x)/Q(x), relative minimax on [0, 40]; all coefficients positive, so no cancellation. A common factor of P
/// and Q is chosen so that the roundings of the coefficients (double) nearly cancel. Source: coefficients.py.
///
/// Above 40, M(x) = N(z)/(x E(z)), z = x^2: a convergent of Laplace's continued fraction 1/(x + 1/(x + 2/(x + ..))),
/// the seventh (double) or the third (float): integer coefficients, scaled down so that x E(z) does not overflow.
template <class T>
struct mills_constants {
    static constexpr double P[] = {1.6939793879956300482,     2.6273681191419721907,    2.0156889315373610518,
                                   0.98245201769216022189,    0.33199178969906304969,   0.080334621225756816177,
                                   0.013918793876773116698,   0.0016708300080239804695, 0.00012706245391078047155,
                                   4.7324539395401223515e-6};
    static constexpr double Q[] = {1.3516,                  3.1747572301901813555,     3.46557685612135606,
                                   2.3211085401140932673,   1.0594926228175069949,     0.34565644344084414531,
                                   0.081995986874408443578, 0.01404585631639235787,    0.0016755624622154396052,
                                   0.00012706245390811395102, 4.7324539395528304859e-6};
    static constexpr double far_N[] = {48 * 0x1p-164, 87 * 0x1p-164, 20 * 0x1p-164, 0x1p-164};
    static constexpr double far_E[] = {105 * 0x1p-164, 105 * 0x1p-164, 21 * 0x1p-164, 0x1p-164};
    static constexpr double far_last = 0x1p27;  // from here on 1 - 1/x^2 rounds to 1
};

template <>
struct mills_constants<float> {
    static constexpr float P[] = {1.2533141367952509232F,   1.3328592425430911091F,    0.68346479859970357528F,
                                  0.20270202817265862092F,  0.034725792468691925153F,  0.0028287078662287081479F};
    static constexpr float Q[] = {1.0F, 1.8613523359593271482F, 1.5304708063046041543F, 0.71815445382653383909F,
                                  0.20553216897572255638F, 0.034725761423888982396F, 0.0028287081403830894596F};
    static constexpr float far_N[] = {2 * 0x1p-28F, 0x1p-28F};
    static constexpr float far_E[] = {3 * 0x1p-28F, 0x1p-28F};
    static constexpr float far_last = 0x1p13F;
};

template <real T>
struct mills_fraction {
    T numerator, denominator;
};

/// P(x), Q(x) for 0 <= x <= 60 (beyond 40 the fraction follows 1/x to 1e-3; the density is 0 there).
template <real T>
[[nodiscard]] inline mills_fraction<T> mills(T const& x) noexcept {
    using C    = mills_constants<simd::scalar_t<T>>;
    T const x2 = x * x;
    return {polynomial(x, x2, C::P), polynomial(x, x2, C::Q)};
}

/// The same for all x >= 0; numerator 1 and denominator infinity in the limit.
template <real T>
[[nodiscard]] inline mills_fraction<T> mills_to_infinity(T const& x) noexcept {
    using C     = mills_constants<simd::scalar_t<T>>;
    auto const f = mills(T(at_most(x, T(40))));
    T const far = at_least(at_most(x, T(C::far_last)), T(40));
    T const z   = far * far;
    T const z2  = z * z;
    auto const beyond = x > T(40);
    return {select(beyond, polynomial(z, z2, C::far_N), f.numerator),
            select(beyond, T(x * polynomial(z, z2, C::far_E)), f.denominator)};
}

/// e^{c x^2} for x >= 0 and c = -1/2, 1/2 or 1. The rounding error of x^2 is carried into the exponential, so the
/// result keeps its digits; 0 or infinite where it under- or overflows.
template <real T>
[[nodiscard]] inline T exponential_of_square(T const& c, T const& x) noexcept {
    T const bounded = at_most(x, T(60));
    T const square  = bounded * bounded;
    if constexpr (machine_real<T>)
        return exponential(T(c * square), T(c * square_error(bounded, square)));
    else
        return exp(T(c * square));
}

}  // namespace longgamma::inline LONGGAMMA_ABI::math::detail
