// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/math/normal.hpp
/// @brief The standard normal law: density, distribution function and its logarithm, quantile, Mills' ratio, erfcx.

#include <longgamma/math/detail/mills.hpp>
#include <longgamma/math/detail/quantile.hpp>
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
        return product(as<T>(0.3989422804014327), detail::exponential_of_square(T(-0.5), abs(x)));
    }
};
inline constexpr normal_pdf_fn normal_pdf{};

/// Mills' ratio \f$ M(x) = (1 - \Phi(x))/\varphi(x) \f$: falls from infinity through sqrt(pi/2) at 0, then like 1/x.
///
/// For x >= 0 one rational function of degree 9/10 (double) or 5/6 (float), above 40 a convergent of Laplace's
/// continued fraction; for x < 0 reflected, M(x) = 1/phi(x) - M(-x), the rounding error of x^2 carried along.
/// @return +infinity where M overflows (x < -37.6); 0 for +infinity; NaN for NaN.
/// @par Accuracy  7 units in the last place where the value is a normal number; asserted by tests/math/normal_test.cpp.
/// @par Cost      1 exponential, 1 division.
/// @see W. J. Cody, Math. Comp. 23 (1969) 631-637, for the approach; the coefficients are this library's own.
struct mills_ratio_fn {
    template <real T>
    [[nodiscard]] T operator()(T const& x) const noexcept {
        T const size   = abs(x);
        auto const f   = detail::mills_to_infinity(size);
        T const upper  = f.numerator / f.denominator;
        T const growth = detail::exponential_of_square(T(0.5), size);
        return select(x < T(0), fma(as<T>(2.5066282746310005), growth, T(-upper)), upper);
    }
};
inline constexpr mills_ratio_fn mills_ratio{};

/// Scaled complementary error function \f$ \mathrm{erfcx}(x) = e^{x^2}\,\mathrm{erfc}(x)
/// = \sqrt{2/\pi}\,M(\sqrt2\,x) \f$.
///
/// @return +infinity where it overflows (x < -26.6); 0 where sqrt(2) x overflows; NaN for NaN.
/// @par Accuracy  8 units in the last place where the value is a normal number; asserted by tests/math/normal_test.cpp.
/// @par Cost      1 exponential, 1 division.
struct scaled_erfc_fn {
    template <real T>
    [[nodiscard]] T operator()(T const& x) const noexcept {
        T const size   = abs(x);
        auto const f   = detail::mills_to_infinity(T(as<T>(1.4142135623730951) * size));
        T const upper  = product(T(f.numerator / f.denominator), as<T>(0.7978845608028654));
        T const growth = detail::exponential_of_square(T(1), size);
        return select(x < T(0), fma(T(2), growth, T(-upper)), upper);
    }
};
inline constexpr scaled_erfc_fn scaled_erfc{};

/// Distribution function \f$ \Phi(x) = \int_{-\infty}^x \varphi \f$.
///
/// The lower tail is density times Mills' ratio, so it keeps its relative accuracy down to the smallest normal number.
/// @return 0 at -infinity, 1 at +infinity, NaN for NaN.
/// @par Accuracy  8 units in the last place wherever the value is a normal number; asserted by
///                tests/math/normal_test.cpp.
/// @par Cost      1 exponential, 1 division.
struct normal_cdf_fn {
    template <real T>
    [[nodiscard]] T operator()(T const& x) const noexcept {
        T const bounded = at_most(abs(x), T(60));
        auto const f    = detail::mills(bounded);
        T const tail    = product(T(normal_pdf(bounded)), T(f.numerator / f.denominator));
        return select(x > T(0), T(T(1) - tail), tail);
    }
};
inline constexpr normal_cdf_fn normal_cdf{};

/// Logarithm of the distribution function, \f$ \ln\Phi(x) \f$.
///
/// For x <= 0 it is -x^2/2 + ln(M(-x)/sqrt(2 pi)), two terms of one sign, so nothing underflows; for x > 0 ln(1 - tail)
/// keeps the digits of the tail.
/// @return -infinity at -infinity; 0 where the upper tail underflows (x > 38.5) and at +infinity; NaN for NaN.
/// @par Accuracy  8 units in the last place where the value is a normal number; asserted by tests/math/normal_test.cpp.
/// @par Cost      2 logarithms, 1 exponential, 1 division.
struct normal_log_cdf_fn {
    template <real T>
    [[nodiscard]] T operator()(T const& x) const noexcept {
        T const size  = abs(x);
        auto const f  = detail::mills_to_infinity(size);
        T const fall  = log_ratio(f.numerator, T(as<T>(2.5066282746310005) * f.denominator));
        T const lower = fma(T(T(-0.5) * x), x, fall);
        T const less  = product(T(-normal_pdf(size)), T(f.numerator / f.denominator));  // Phi(x) - 1
        return select(x > T(0), log1p(less), lower);
    }
};
inline constexpr normal_log_cdf_fn normal_log_cdf{};

/// Quantile \f$ \Phi^{-1}(p) \f$: the x below which a standard normal number falls with probability p.
///
/// Full range of p, subnormal numbers included, up to the largest number below 1. The point which is exceeded with
/// probability q is `-normal_quantile(q)`: for small q that keeps all digits, `normal_quantile(1 - q)` does not.
/// @return -infinity at p = 0, +infinity at p = 1; NaN outside [0, 1] and for NaN.
/// @par Accuracy  4 u (1 + c) |x|, u = 2^-53 (double) or 2^-24 (float), c = |p / (x phi(x))|: what a rounding of p
///                costs; asserted by tests/math/normal_test.cpp.
/// @par Cost      1 logarithm, 1 square root, 1 division, 35 multiply-adds (double).
/// @see M. J. Wichura, Applied Statistics 37 (1988) 477-484, for the approach; the coefficients are this library's own.
struct normal_quantile_fn {
    template <real T>
    [[nodiscard]] T operator()(T const& p) const noexcept {
        return detail::quantile(p);
    }
};
inline constexpr normal_quantile_fn normal_quantile{};

}  // namespace longgamma::inline LONGGAMMA_ABI::math
