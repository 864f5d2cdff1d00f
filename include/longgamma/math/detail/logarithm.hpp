// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/math/detail/logarithm.hpp
/// @brief log, log_ratio and log1p for double, float and lanes. Included by math/elementary.hpp.

#include <longgamma/math/detail/exponential.hpp>

namespace longgamma::inline LONGGAMMA_ABI::math {

namespace detail {

/// Constants of ln(x/y) = k ln 2 + 2 s + s z G(z), s = (x' - y)/(x' + y), z = s^2. Coefficients: coefficients.py.
template <class T>
struct logarithm_constants;

template <>
struct logarithm_constants<double> {
    static constexpr double ln2_high = 0.6931471804855391;
    static constexpr double ln2_low  = 7.4406171100123967161e-11;
    static constexpr int mantissa    = 52;
    static constexpr std::uint64_t exponent_mask = 0xFFF0000000000000U;
    static constexpr std::uint64_t offset        = 0x8000000000000000U;  // keeps the exponent difference positive
    static constexpr std::uint64_t half          = 0x0008000000000000U;  // rounds it to nearest: x'/y in [0.66, 1.5]
    static constexpr std::uint64_t integer_bits  = 0x4330000000000000U;  // 2^52: integer + these bits = 2^52 + integer
    static constexpr double integer_base         = 4503599627370496.0 + 2048.0;
    static constexpr double small  = 0x1p-900;  // below: scaled up first, so that nothing here is subnormal
    static constexpr double scale  = 0x1p200;
    static constexpr double log2_scale = 200.0;
    static constexpr double large       = 0x1p200;  // above, 1 + x is x, and log1p scales it down first
    static constexpr double shrink      = 0x1p-100;
    static constexpr double log2_shrink = -100.0;
    static constexpr double tiny        = 0x1p-54;  // below, ln(1 + x) rounds to x
    static constexpr double G[] = {0.66666666666666958592, 0.39999999999293875408, 0.28571428849862005474,
                                   0.22222181128568531323, 0.18184697986234472626, 0.15281572848259449621,
                                   0.15137730825316933096};
};

template <>
struct logarithm_constants<float> {
    static constexpr float ln2_high = 0.693359375F;
    static constexpr float ln2_low  = -2.12194440e-4F;
    static constexpr int mantissa   = 23;
    static constexpr std::uint32_t exponent_mask = 0xFF800000U;
    static constexpr std::uint32_t offset        = 0x80000000U;
    static constexpr std::uint32_t half          = 0x00400000U;
    static constexpr std::uint32_t integer_bits  = 0x4B000000U;  // 2^23
    static constexpr float integer_base          = 8388608.0F + 256.0F;
    static constexpr float small  = 0x1p-100F;
    static constexpr float scale  = 0x1p40F;
    static constexpr float log2_scale = 40.0F;
    static constexpr float large       = 0x1p60F;
    static constexpr float shrink      = 0x1p-30F;
    static constexpr float log2_shrink = -30.0F;
    static constexpr float tiny        = 0x1p-25F;
    static constexpr float G[] = {0.66666715183344613056F, 0.39978476796124335413F, 0.29973573226795560287F};
};

/// k ln 2 + ln((1 + s)/(1 - s)).
template <machine_real T>
[[nodiscard]] LONGGAMMA_INLINE T logarithm_series(T const& k, T const& s) noexcept {
    using C     = logarithm_constants<simd::scalar_t<T>>;
    T const z   = s * s;
    T const odd = fma(T(s * z), polynomial(z, T(z * z), C::G), T(s + s));
    return fma(k, T(C::ln2_high), fma(k, T(C::ln2_low), odd));
}

/// ln(x / y) of positive normal numbers not below `small`, plus `more` powers of two.
template <machine_real T>
[[nodiscard]] LONGGAMMA_INLINE T logarithm_of_normal_ratio(T const& x, T const& y, T const& more = T(0)) noexcept {
    using C    = logarithm_constants<simd::scalar_t<T>>;
    using bits = simd::bits_t<T>;

    // Difference of the exponents from the bits: x' = x 2^-k lies within [0.66, 1.5] y. A quarter of both is taken, so that
    // neither x' nor the sum can overflow.
    bits const xb = simd::to_bits(x);
    bits const u  = xb - simd::to_bits(y) + bits(C::offset + C::half);
    T const k  = (simd::from_bits<T>(bits((u >> C::mantissa) | bits(C::integer_bits))) - T(C::integer_base)) + more;
    T const xq = simd::from_bits<T>(bits(xb - (u & bits(C::exponent_mask)) + bits(C::offset - 4 * C::half)));
    T const yq = T(0.25) * y;

    // The difference is exact near the money, so the result keeps full relative accuracy there; the quotient is the
    // argument of the area tangent at once.
    return logarithm_series(k, T((xq - yq) / (xq + yq)));
}

/// ln(x / y) of positive finite numbers not below `smallest_of_kernels`. For kernels.
template <real T>
[[nodiscard]] LONGGAMMA_INLINE T log_ratio_normal(T const& x, T const& y) noexcept {
    if constexpr (machine_real<T>) {
        return logarithm_of_normal_ratio(x, y);
    } else {
        using std::log;
        return T(log(x)) - T(log(y));
    }
}

/// Kernels hold spot and strike at least here, so that neither 0 nor a subnormal number needs a path of its own.
template <class T>
inline constexpr double smallest_of_kernels = std::same_as<simd::scalar_t<T>, float> ? 1e-30 : 1e-270;

/// ln(x / y) of anything.
template <machine_real T>
[[nodiscard]] inline T logarithm_of_ratio(T const& x, T const& y) noexcept {
    using S = simd::scalar_t<T>;
    using C = logarithm_constants<S>;

    auto const x_small = x < T(C::small);
    auto const y_small = y < T(C::small);
    T const ln = logarithm_of_normal_ratio(
        T(select(x_small, T(x * T(C::scale)), x)), T(select(y_small, T(y * T(C::scale)), y)),
        T(select(y_small, T(C::log2_scale), T(0)) - select(x_small, T(C::log2_scale), T(0))));

    // Arguments that are not positive and finite. NaN compares false everywhere and lands in the last line.
    T const inf(std::numeric_limits<S>::infinity());
    auto const regular  = (x > T(0)) && (y > T(0)) && (x < inf) && (y < inf);
    auto const to_plus  = ((x == inf) && (y >= T(0)) && (y < inf)) || ((x > T(0)) && (y == T(0)));
    auto const to_minus = ((y == inf) && (x >= T(0)) && (x < inf)) || ((y > T(0)) && (x == T(0)));
    T const limit = select(to_plus, inf, select(to_minus, T(-inf), T(std::numeric_limits<S>::quiet_NaN())));
    return select(regular, ln, limit);
}

/// ln(1 + x) of anything.
template <machine_real T>
[[nodiscard]] inline T logarithm_of_one_plus(T const& x) noexcept {
    using S    = simd::scalar_t<T>;
    using C    = logarithm_constants<S>;
    using bits = simd::bits_t<T>;

    // The power of two comes from the rounded sum, the remainder (1 + v) 2^-k - 1 from v itself: nothing is lost.
    auto const large = x > T(C::large);
    T const v        = select(large, T(x * T(C::shrink)), x);
    bits const one   = simd::to_bits(T(1));
    bits const u     = simd::to_bits(T(T(1) + v)) - one + bits(C::offset + C::half);
    T const k        = simd::from_bits<T>(bits((u >> C::mantissa) | bits(C::integer_bits))) - T(C::integer_base);
    T const power    = simd::from_bits<T>(bits(one - (u & bits(C::exponent_mask)) + bits(C::offset)));  // 2^-k
    T const s        = fma(v, power, T(power - T(1))) / fma(v, power, T(power + T(1)));
    T const ln       = logarithm_series(T(k - select(large, T(C::log2_shrink), T(0))), s);

    T const inf(std::numeric_limits<S>::infinity());
    auto const regular = (x > T(-1)) && (x < inf);
    T const limit = select(x == inf, inf, select(x == T(-1), T(-inf), T(std::numeric_limits<S>::quiet_NaN())));
    return select(abs(x) < T(C::tiny), x, select(regular, ln, limit));
}

}  // namespace detail

/// ln(x / y) without forming the quotient: full relative accuracy for x near y, no overflow of x/y.
///
/// @return -infinity for x = 0 < y or x < y = infinity; +infinity for y = 0 < x or y < x = infinity; NaN for negative
///         numbers, 0/0, infinity/infinity and NaN. Subnormal arguments are exact numbers like any other.
/// @par Accuracy  3 units in the last place of the result (double, float); asserted by tests/math/elementary_test.cpp.
/// @par Cost      1 division, 10 multiply-adds (double).
struct log_ratio_fn {
    template <real T>
    [[nodiscard]] T operator()(T const& x, T const& y) const noexcept {
        if constexpr (machine_real<T>) {
            return detail::logarithm_of_ratio(x, y);
        } else {
            using std::log;
            return T(log(x)) - T(log(y));
        }
    }
};
inline constexpr log_ratio_fn log_ratio{};

/// Natural logarithm. log(0) = -infinity, NaN for x < 0. Accuracy and cost as @ref log_ratio.
struct log_fn {
    template <real T>
    [[nodiscard]] T operator()(T const& x) const noexcept {
        if constexpr (machine_real<T>) {
            return detail::logarithm_of_ratio(x, T(1));
        } else {
            using std::log;
            return log(x);
        }
    }
};
inline constexpr log_fn log{};

/// ln(1 + x) without cancellation near 0: the inverse of @ref expm1.
///
/// @return -infinity for x = -1, NaN below; x itself near 0, signed zero and subnormal numbers included.
/// @par Accuracy  3 units in the last place (double, float); asserted by tests/math/elementary_test.cpp. Other types
///                (automatic differentiation) take log(1 + x) as it stands.
/// @par Cost      As @ref log_ratio.
struct log1p_fn {
    template <real T>
    [[nodiscard]] T operator()(T const& x) const noexcept {
        if constexpr (machine_real<T>) {
            return detail::logarithm_of_one_plus(x);
        } else {
            using std::log;
            return log(T(T(1) + x));
        }
    }
};
inline constexpr log1p_fn log1p{};

/// Cube root of a number >= 0, as e^(ln(x)/3): 0 for 0, NaN for x < 0. Relative error below 1e-13 (double); for band
/// widths, not for a kernel.
struct cube_root_fn {
    template <real T>
    [[nodiscard]] T operator()(T const& x) const noexcept {
        return exp(T(log(x) * as<T>(1.0 / 3.0)));
    }
};
inline constexpr cube_root_fn cube_root{};

}  // namespace longgamma::inline LONGGAMMA_ABI::math
