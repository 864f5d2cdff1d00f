// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/math/normal.hpp
/// @brief The standard normal law: density, distribution function, Mills' ratio.

#include <longgamma/math/detail/mills.hpp>
#include <longgamma/math/elementary.hpp>

namespace longgamma::inline LONGGAMMA_ABI::math {

/// Density \f$ \varphi(x) = e^{-x^2/2}/\sqrt{2\pi} \f$.
///
/// The rounding error of x^2 is carried into the exponential, so the tail keeps its digits.
/// @return 0 beyond |x| = 38.6; NaN for NaN.
/// @par Accuracy  3 units in the last place while the value is a normal number; asserted by tests/math/normal_test.cpp.
struct normal_pdf_fn {
    template <real T>
    [[nodiscard]] T operator()(T const& x) const noexcept {
        T const bounded = at_most(abs(x), T(60));
        T const square  = bounded * bounded;
        T const error   = square_error(bounded, square);
        T const density = [&] {
            if constexpr (machine_real<T>)
                return detail::exponential(T(T(-0.5) * square), T(T(-0.5) * error));
            else
                return exp(T(T(-0.5) * square));
        }();
        return T(0.3989422804014327) * density;
    }
};
inline constexpr normal_pdf_fn normal_pdf{};

/// Mills' ratio \f$ M(x) = (1 - \Phi(x))/\varphi(x) \f$ for x >= 0: falls from sqrt(pi/2) like 1/x.
///
/// One rational function of degree 9/10 (double) or 5/6 (float); above 40 the asymptotic series.
/// @return NaN for x < 0 (use `normal_cdf`) and for NaN; 0 for +infinity.
/// @par Accuracy  6 units in the last place; asserted by tests/math/normal_test.cpp.
/// @see W. J. Cody, Math. Comp. 23 (1969) 631-637, for the approach; the coefficients are this library's own.
struct mills_ratio_fn {
    template <real T>
    [[nodiscard]] T operator()(T const& x) const noexcept {
        auto const f = detail::mills(at_most(x, T(60)));
        T const y    = T(1) / at_least(x, T(1));
        T const y2   = y * y;
        T const far7 = T(1) - T(7) * y2 * (T(1) - T(9) * y2 * (T(1) - T(11) * y2));
        T const far  = y * (T(1) - y2 * (T(1) - T(3) * y2 * (T(1) - T(5) * y2 * far7)));
        T const m    = select(x > T(40), far, T(f.numerator / f.denominator));
        return select(x < T(0), T(std::numeric_limits<double>::quiet_NaN()), m);
    }
};
inline constexpr mills_ratio_fn mills_ratio{};

/// Distribution function \f$ \Phi(x) = \int_{-\infty}^x \varphi \f$.
///
/// The lower tail is density times Mills' ratio, so it keeps its relative accuracy down to the smallest normal number.
/// @return 0 at -infinity, 1 at +infinity, NaN for NaN.
/// @par Accuracy  6 units in the last place wherever the value is a normal number; asserted by
///                tests/math/normal_test.cpp.
/// @par Cost      1 exponential, 1 division.
struct normal_cdf_fn {
    template <real T>
    [[nodiscard]] T operator()(T const& x) const noexcept {
        T const bounded = at_most(abs(x), T(60));
        auto const f    = detail::mills(bounded);
        T const tail    = normal_pdf(bounded) * (f.numerator / f.denominator);
        return select(x > T(0), T(T(1) - tail), tail);
    }
};
inline constexpr normal_cdf_fn normal_cdf{};

}  // namespace longgamma::inline LONGGAMMA_ABI::math
