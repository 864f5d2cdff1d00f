// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/math/detail/quantile.hpp
/// @brief Rational approximation of the quantile of the normal law. Included by math/normal.hpp.

#include <longgamma/math/elementary.hpp>

namespace longgamma::inline LONGGAMMA_ABI::math::detail {

/// Relative minimax; source: coefficients.py.
///   centre, |y| <= 0.425, y = p - 1/2:  x = y (2 + P(t)/Q(t)), t = 0.425^2 - y^2
///   tail, q the smaller of p and 1 - p: |x| = r + P(r)/Q(r), r = sqrt(-2 ln q), down to the smallest subnormal q
/// The fractions are corrections, a fifth to a half of the result, so their rounding errors count for as much less.
template <class T>
struct quantile_constants {
    static constexpr double farthest   = 38.7;  // r of the smallest q
    static constexpr double centre_P[] = {1.3871328727963668366, 52.196789722939730409,  710.98207085573604187,
                                          4112.480773139937388,  7667.0765016419951067,  -11535.056620452027584,
                                          -44411.427424727159126, -24801.932029104193085};
    static constexpr double centre_Q[] = {1.0,                   44.967570469515895511, 788.67922233158048787,
                                          6838.8896725530985944, 30706.997791439728913, 68318.471254506667903,
                                          65112.857443167150221, 17892.962679695064658, -377.29655488672728488};
    static constexpr double tail_P[]   = {-3.5614343960441390907,    -27.796577193770105578,  -43.748644488690059747,
                                          -24.124359407941208666,    -7.1025645308251376775,  -1.124751038736237824,
                                          -0.083582988456407990897,  -0.0026121009542919639844,
                                          -0.000029774945872273072703, -8.8906859063180698015e-8,
                                          -9.9410499213846095201e-12};
    static constexpr double tail_Q[]   = {1.0,                      12.286801357602897739,    30.531462026155955334,
                                          26.713776104363191332,    11.129237447205038562,    2.643963028130256971,
                                          0.33561316518265436759,   0.020183419633302455227,
                                          0.00051675710170923645478, 4.8085008931250874625e-6,
                                          1.1157104385960711604e-8};
};

template <>
struct quantile_constants<float> {
    static constexpr float farthest   = 14.4F;
    static constexpr float centre_P[] = {1.38713285557715857F, 17.50743278390934072F, 17.241599387071309727F,
                                         -119.12675540038826277F};
    static constexpr float centre_Q[] = {1.0F, 19.9595985693211894F, 105.04113951505503512F, 118.20619513306152866F,
                                         -22.87728232448971502F};
    static constexpr float tail_P[]   = {-3.0777870278548745099F, -7.1048665209989896902F, -1.7894617717164795212F,
                                         -0.069974126204211627433F, -0.000091605048539631786027F};
    static constexpr float tail_Q[]   = {1.0F, 4.5959518296639776409F, 3.3835709424206480994F, 0.48881537011934098148F,
                                         0.012214105547387681588F};
};

/// x with Phi(x) = p; infinite at 0 and 1, NaN outside.
template <real T>
[[nodiscard]] inline T quantile(T const& p) noexcept {
    using C            = quantile_constants<simd::scalar_t<T>>;
    auto const lower   = p < T(0.5);
    T const y          = p - T(0.5);
    auto const central = abs(y) <= as<T>(0.425);
    T const q          = select(lower, p, T(T(1) - p));  // 1 - p is exact for p >= 1/2
    T const r          = sqrt(T(T(-2) * log(q)));        // infinity for q = 0, NaN for q < 0

    T const t  = fma(T(-y), y, as<T>(0.180625));
    T const t2 = t * t;
    T const s  = at_most(r, T(C::farthest));
    T const s2 = s * s;
    T const numerator   = select(central, polynomial(t, t2, C::centre_P), polynomial(s, s2, C::tail_P));
    T const denominator = select(central, polynomial(t, t2, C::centre_Q), polynomial(s, s2, C::tail_Q));
    T const size        = select(central, T(2), r) + numerator / denominator;
    return product(T(select(central, y, T(select(lower, T(-1), T(1))))), size);
}

}  // namespace longgamma::inline LONGGAMMA_ABI::math::detail
