// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/pricing/detail/implied_step.hpp
/// @brief One third-order step towards the total volatility of a price. Included by pricing/implied_volatility.hpp.

#include <longgamma/math/normal.hpp>

namespace longgamma::inline LONGGAMMA_ABI::detail {

/// Rationals of a step on [0, 60], all coefficients positive. `mills`: M(x) = P(x)/Q(x); `slope`: a(h) = 1 - h M(h) =
/// P(h)/Q(h). `terms` of the series in t for t < 1/2. Source: implied_coefficients.py.
///
/// These have four to six digits, minimax in the relative error: the step behind them takes what is left to the fourth
/// power.
template <class T>
struct implied_first_step {
    static constexpr bool exact  = false;
    static constexpr int terms   = 4;
    static constexpr T mills_P[] = {T(1.2533126787694123451), T(0.96533317868134166221), T(0.33409452404809620815),
                                    T(0.051226335786646944709)};
    static constexpr T mills_Q[] = {T(1.0), T(1.568056211177617927), T(1.0180745393252291702),
                                    T(0.33403973200109206558), T(0.051226974309408191755)};
    static constexpr T slope_P[] = {T(0.99996008746023374773), T(0.46817492383623174982), T(0.10027803244921234704)};
    static constexpr T slope_Q[] = {T(1.0), T(1.7200111881220594266), T(1.2648721022276685514),
                                    T(0.46993365209239490035), T(0.10025301402476512616)};
};

/// These are good to a rounding; the slope is minimax in the weight 2 a/(1 + a) which its error has in the result.
template <class T>
struct implied_last_step {
    static constexpr bool exact    = true;
    static constexpr int terms     = 10;
    static constexpr auto& mills_P = math::detail::mills_constants<T>::P;
    static constexpr auto& mills_Q = math::detail::mills_constants<T>::Q;
    static constexpr T slope_P[]   = {T(1.0000000000000000068),      T(1.2653795025573575015),
                                      T(0.81580099263919577246),     T(0.34122058441738574257),
                                      T(0.10065851087132057302),     T(0.021572626509541611845),
                                      T(0.0033520559913796996016),   T(0.0003648944171575149383),
                                      T(0.000025421490983464315472), T(8.7618904605079149541e-7)};
    static constexpr T slope_Q[]   = {T(1.0),
                                      T(2.5186936398728594164),
                                      T(2.9725153390584199038),
                                      T(2.1746795110323897404),
                                      T(1.0987235869882313394),
                                      T(0.40378638954692498168),
                                      T(0.11056212727875062828),
                                      T(0.022662053407240183721),
                                      T(0.0034283204450352981543),
                                      T(0.00036752298461400127778),
                                      T(0.000025421490980367744837),
                                      T(8.7618904606404604804e-7)};
};

template <>
struct implied_last_step<float> {
    using T                        = float;
    static constexpr bool exact    = true;
    static constexpr int terms     = 6;
    static constexpr auto& mills_P = math::detail::mills_constants<float>::P;
    static constexpr auto& mills_Q = math::detail::mills_constants<float>::Q;
    static constexpr T slope_P[]   = {T(0.99999999860180478715), T(0.67920192953634368918), T(0.23511120118794490989),
                                      T(0.044775130556841004138), T(0.0040580983645727123759)};
    static constexpr T slope_Q[]   = {T(1.0),
                                      T(1.9325159278784688987),
                                      T(1.6571629297542551312),
                                      T(0.815848596924003392),
                                      T(0.24714422647688466231),
                                      T(0.044779786007679656919),
                                      T(0.004058038624343587191)};
};

/// sqrt(2 pi).
inline constexpr double root_two_pi = 2.5066282746310005;

/// The equation for the total volatility s = sigma sqrt(T): the out-of-the-money value c(s), or its distance 1 - c(s)
/// to the upper bound, both relative to the smaller of forward and strike.
template <real T>
struct implied_target {
    T x;              ///< |ln(F/K)|
    T ratio;          ///< c if `lower`, else 1 - c; at most 1/2
    T scaled;         ///< ratio e^shift: no subnormal number
    T shift;          ///< mostly 0
    mask_t<T> lower;  ///< c < 1/2
};

/// One third-order Householder step for f(s) = ln(c(s)/c) or, where c >= 1/2, f(s) = ln((1 - c(s))/(1 - c)).
///
/// With h = x/s, t = s/2, d1 = t - h and Mills' ratio M,
///     sqrt(2 pi) e^{d1^2/2} c(s)       = M(h - t) - M(h + t),
///     sqrt(2 pi) e^{d1^2/2} (1 - c(s)) = M(t - h) + M(t + h):
/// one logarithm of a quotient; no exponential decays, nothing cancels in the tails. Both sides are one stream. For
/// h < t the first ratio is reflected, M(-d1) = sqrt(2 pi) e^{d1^2/2} - M(d1); c < 1/2 keeps d1 below 0.68 there.
///
/// For small t the difference cancels, and Taylor's series takes its place: 2 t (m_1 + m_3 t^2 + ..) with
/// m_n = (-1)^n M^(n)(h)/n!, from m_{-1} = 1, m_1 = a(h) and (n+1)(n+2) m_{n+2} = (h^2 + 2n + 1) m_n - m_{n-2}. For
/// large h the recurrence cancels; but m_{2k+1} is worth (h t)^{2k} of the sum, and h t = x/2 < 0.8 there.
///
/// Slopes: c' = e^{-d1^2/2}/sqrt(2 pi), s c''/c' = k2 = h^2 - t^2, s^2 c'''/c' = k3 = k2^2 - 3 h^2 - t^2; with P = s f'
/// then s f''/f' = k2 - P, s^2 f'''/f' = k3 - 3 P k2 + 2 P^2. 1/P is a fraction over `scale`; it is never divided out.
///
/// @return the relative correction of s
template <template <class> class Tables, real T>
[[nodiscard]] LONGGAMMA_INLINE T implied_step(implied_target<T> const& target, T const& s) noexcept {
    using math::fma, math::product, math::select, math::polynomial;
    using C = Tables<simd::scalar_t<T>>;

    T const inverse   = T(1) / s;
    T const h         = product(target.x, inverse);
    T const t         = product(T(0.5), s);
    T const near      = h - t;  // -d1
    T const far       = h + t;  // -d2
    T const h2        = product(h, h);
    T const t2        = product(t, t);
    T const distance  = math::abs(near);
    T const distance2 = product(distance, distance);
    T const far2      = product(far, far);

    // Both Mills ratios over one denominator.
    auto const beyond    = near < T(0);
    auto const reflected = target.lower && beyond;
    T const near_q       = polynomial(distance, distance2, C::mills_Q);
    T const far_q        = polynomial(far, far2, C::mills_Q);
    T const cross        = product(polynomial(far, far2, C::mills_P), near_q);
    T const signed_cross = select(target.lower, select(beyond, cross, T(-cross)), cross);
    T const pair         = fma(polynomial(distance, distance2, C::mills_P), far_q, signed_cross);
    T const both         = product(near_q, far_q);
    T const mirror       = as<T>(root_two_pi) * (math::detail::exponential_series(product(T(0.5), distance2)) + T(1));
    T const plain        = select(reflected, fma(mirror, both, T(-pair)), pair);

    // The series; every m here is multiplied by the denominator of a(h).
    T const slope_q = polynomial(h, h2, C::slope_Q);
    T before = slope_q, m = polynomial(h, h2, C::slope_P), power = t2, series = m;
    for (int n = 1; n < 2 * C::terms - 2; n += 2) {
        double const c = 1.0 / ((n + 1) * (n + 2));
        T const next   = fma(fma(as<T>(c), h2, as<T>(c * (2 * n + 1))), m, product(as<T>(-c), before));
        before         = m;
        m              = next;
        series         = fma(power, m, series);
        power          = product(power, t2);
    }

    auto const small    = target.lower && t < as<T>(0.5) && target.x < as<T>(1.6);
    T const numerator   = select(small, product(s, series), plain);
    T const denominator = select(small, slope_q, both);
    T const sought      = product(as<T>(root_two_pi), target.scaled);
    T logarithm         = math::detail::log_ratio_normal(numerator, product(denominator, sought)) + target.shift;
    if constexpr (C::exact) {  // the rounding errors of h and of d1, which d1 would multiply
        T const other = near - h;
        T error       = (h - (near - other)) - (t + other);
        if constexpr (simd::fused<T>)
            error = fma(fma(T(-h), s, target.x), inverse, error);
        logarithm = fma(T(-near), error, logarithm);
    }
    T const f = fma(product(T(-0.5), near), near, logarithm);

    T const k2     = product(near, far);
    T const k3     = fma(k2, k2, fma(T(-3), h2, T(-t2)));
    T const scale  = product(s, denominator);
    T const newton = product(select(target.lower, T(-f), f), numerator);  // -f/P, as all that follows, times scale
    T const rest   = product(f, scale);
    T const second = fma(k2, newton, rest);
    T const third  = fma(newton, fma(k3, newton, product(product(T(3), k2), rest)), product(product(T(2), rest), rest));
    T const change = product(newton, fma(T(0.5), second, scale));
    T const base   = fma(as<T>(1.0 / 6.0), third, product(scale, T(scale + second)));
    return change / base;
}

}  // namespace longgamma::inline LONGGAMMA_ABI::detail
