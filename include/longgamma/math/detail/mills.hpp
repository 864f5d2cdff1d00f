// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/math/detail/mills.hpp
/// @brief Numerator and denominator of the rational approximation of Mills' ratio. Included by math/normal.hpp.

#include <longgamma/math/elementary.hpp>

namespace longgamma::inline LONGGAMMA_ABI::math::detail {

/// M(x) = P(x)/Q(x), relative minimax on [0, 40]; all coefficients positive, so no cancellation. Source: coefficients.py.
template <class T>
struct mills_constants {
    static constexpr double P[] = {1.2533141373155001836,  1.943894731534457081,   1.4913354036233804764,
                                   0.72688074703474417127, 0.24562872869122747092, 0.059436683357322296668,
                                   0.010298012634487360682, 0.0012361867475761915282, 0.00009400891825301899345,
                                   3.5013716628737217753e-6};
    static constexpr double Q[] = {1.0, 2.3488881549202288809, 2.5640550873937230394, 1.7173043356866626719,
                                   0.78388030690848401515, 0.25573871222317560322, 0.060665867767393047927,
                                   0.010392021542166586172, 0.0012396881194254510249, 0.000094008918251046131269,
                                   3.5013716628831240648e-6};
};

template <>
struct mills_constants<float> {
    static constexpr float P[] = {1.2533141367952509232F,   1.3328592425430911091F,    0.68346479859970357528F,
                                  0.20270202817265862092F,  0.034725792468691925153F,  0.0028287078662287081479F};
    static constexpr float Q[] = {1.0F, 1.8613523359593271482F, 1.5304708063046041543F, 0.71815445382653383909F,
                                  0.20553216897572255638F, 0.034725761423888982396F, 0.0028287081403830894596F};
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

}  // namespace longgamma::inline LONGGAMMA_ABI::math::detail
