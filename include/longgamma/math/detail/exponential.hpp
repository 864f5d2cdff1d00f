// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/math/detail/exponential.hpp
/// @brief exp for double, float and lanes. Included by math/elementary.hpp.

#include <longgamma/core/lookup.hpp>
#include <longgamma/math/detail/arithmetic.hpp>

#include <iterator>

namespace longgamma::inline LONGGAMMA_ABI::math {

namespace detail {

/// Constants of exp(x) = 2^k e^r, k = round(x / ln 2), |r| <= ln(2)/2, e^r = 1 + r + r^2 q(r). With a table of 2^(j/16) at
/// hand k is rounded to sixteenths, |r| <= ln(2)/32, and q is short. Coefficients: coefficients.py.
template <class T>
struct exponential_constants;

template <>
struct exponential_constants<double> {
    static constexpr double log2_e  = 1.4426950408889634;
    static constexpr double ln2_high = 0.6931471804855391;         // 20 low bits zero: k ln2_high is exact
    static constexpr double ln2_low  = 7.4406171100123967161e-11;
    static constexpr double magic   = 6755399441055744.0;           // 1.5 2^52: adding it rounds to an integer
    static constexpr double lowest  = -746.0;                       // exp is 0 from here down
    static constexpr double series  = 0.34;                         // expm1 is the polynomial itself up to here
    static constexpr double smallest = -708.0;                      // e^x is a normal number between these two
    static constexpr double largest  = 709.0;
    static constexpr double highest = 710.0;                        // and infinite from here up
    static constexpr int mantissa   = 52;
    static constexpr unsigned long long bias = 1023;
    static constexpr double q[] = {0.50000000000000010221,  0.16666666666666667453,   0.041666666666624127873,
                                   0.0083333333333300618325, 0.0013888888917213716901, 0.00019841269863053616878,
                                   0.000024801521295954375131, 2.7557268459997064772e-6, 2.7620088445409748161e-7,
                                   2.5100385495510319078e-8};
    static constexpr double table_magic = 422212465065984.0;        // 1.5 2^48: adding it rounds to sixteenths
    static constexpr double table_q[] = {0.5, 0.16666666665301144786, 0.041666666664959767097, 0.0083334497245283561569,
                                         0.0013889034377693011883};
    static constexpr double table[16] = {
        1.0, 1.0442737824274138403, 1.0905077326652576592, 1.1387886347566916537, 1.1892071150027210667,
        1.2418578120734840486, 1.2968395546510096659, 1.3542555469368927283, 1.4142135623730950488, 1.4768261459394993114,
        1.5422108254079408236, 1.6104903319492543082, 1.6817928305074290861, 1.7562521603732994831, 1.8340080864093424635,
        1.9152065613971472939};
};

template <>
struct exponential_constants<float> {
    static constexpr float log2_e  = 1.44269504F;
    static constexpr float ln2_high = 0.693359375F;                 // 9 bits
    static constexpr float ln2_low  = -2.12194440e-4F;
    static constexpr float magic   = 12582912.0F;                   // 1.5 2^23
    static constexpr float lowest  = -104.0F;
    static constexpr float series  = 0.34F;
    static constexpr float smallest = -87.0F;
    static constexpr float largest  = 88.0F;
    static constexpr float highest = 89.0F;
    static constexpr int mantissa  = 23;
    static constexpr unsigned int bias = 127;
    static constexpr float q[] = {0.5F, 0.16666576989698775683F, 0.041666554617204574203F, 0.0083631790527225773704F,
                                  0.0013926183587713494542F};
    static constexpr float table_magic = 786432.0F;                 // 1.5 2^19
    static constexpr float table_q[] = {0.50000977687312674977F, 0.16666862203692235372F};
    static constexpr float table[16] = {
        1.0F, 1.0442737824274138403F, 1.0905077326652576592F, 1.1387886347566916537F, 1.1892071150027210667F,
        1.2418578120734840486F, 1.2968395546510096659F, 1.3542555469368927283F, 1.4142135623730950488F,
        1.4768261459394993114F, 1.5422108254079408236F, 1.6104903319492543082F, 1.6817928305074290861F,
        1.7562521603732994831F, 1.8340080864093424635F, 1.9152065613971472939F};
};

/// x = k ln 2 + r. `shifted` is k plus the magic number: its low bits are the integer k.
template <machine_real T>
struct exponential_argument {
    T shifted, k, r;
};

template <machine_real T>
[[nodiscard]] LONGGAMMA_INLINE exponential_argument<T> reduce(T const& x) noexcept {
    using C = exponential_constants<simd::scalar_t<T>>;
    T const shifted = fma(x, T(C::log2_e), T(C::magic));
    T const k       = shifted - T(C::magic);
    return {shifted, k, fma(k, T(-C::ln2_low), fma(k, T(-C::ln2_high), x))};
}

/// e^r - 1 for |r| <= ln(2)/2 and a little more.
template <machine_real T>
[[nodiscard]] LONGGAMMA_INLINE T exponential_series(T const& r) noexcept {
    T const r2 = r * r;
    return fma(r2, polynomial(r, r2, exponential_constants<simd::scalar_t<T>>::q), r);
}

/// 2^k from k plus the magic number, for k within the exponent range.
template <machine_real T>
[[nodiscard]] LONGGAMMA_INLINE T power_of_two(T const& shifted) noexcept {
    using C    = exponential_constants<simd::scalar_t<T>>;
    using bits = simd::bits_t<T>;
    return simd::from_bits<T>(bits((simd::to_bits(shifted) + bits(C::bias)) << C::mantissa));
}

/// e^(x + c) by the table, |c| << 1; 0, subnormal or infinite where that is the value. |x| < 2^40.
template <machine_real T>
    requires(simd::has_lookup<T>)
[[nodiscard]] LONGGAMMA_INLINE T exponential_by_table(T const& x, T const& c) noexcept {
    using C         = exponential_constants<simd::scalar_t<T>>;
    T const shifted = fma(x, T(C::log2_e), T(C::table_magic));
    T const k       = shifted - T(C::table_magic);
    T const r       = fma(k, T(-C::ln2_low), fma(k, T(-C::ln2_high), x)) + c;
    T const r2      = r * r;
    T const part    = simd::lookup<T>(C::table, simd::to_bits(shifted));
    return simd::scale(T(fma(part, T(fma(r2, polynomial(r, r2, C::table_q), r)), part)), k);
}

/// e^(x + c) over the whole range, |c| << 1: the correction is added to the reduced argument, where it is not lost.
template <machine_real T>
[[nodiscard]] inline T exponential(T const& x, T const& c = T(0)) noexcept {
    using C         = exponential_constants<simd::scalar_t<T>>;
    T const bounded = at_least(at_most(x, T(C::highest)), T(C::lowest));
    if constexpr (simd::has_lookup<T>) {
        return exponential_by_table(bounded, c);
    } else {
        auto const a = reduce(bounded);
        T const p    = exponential_series(T(a.r + c)) + T(1);
        // 2^k in two factors, since k may lie beyond the exponent range of either: gradual underflow, correct overflow.
        T const half_shifted = fma(a.k, T(0.5), T(C::magic));
        T const rest_shifted = (a.k - (half_shifted - T(C::magic))) + T(C::magic);
        return p * power_of_two(half_shifted) * power_of_two(rest_shifted);
    }
}

/// e^x, held between the smallest and the largest normal number. For kernels.
template <real T>
[[nodiscard]] LONGGAMMA_INLINE T exponential_normal(T const& x) noexcept {
    if constexpr (machine_real<T>) {
        using C         = exponential_constants<simd::scalar_t<T>>;
        T const bounded = at_least(at_most(x, T(C::largest)), T(C::smallest));
        if constexpr (simd::has_lookup<T>) {
            return exponential_by_table(bounded, T(0));
        } else {
            auto const a  = reduce(bounded);
            T const power = power_of_two(a.shifted);
            return fma(exponential_series(a.r), power, power);
        }
    } else {
        using std::exp;
        return exp(x);
    }
}

/// The same of two numbers. Step by step for both, so that each coefficient is loaded once: with 16 vector registers the
/// loads of the coefficients, not the arithmetic, bound two calls.
template <real T>
struct two_exponentials {
    T first, second;
};
template <real T>
[[nodiscard]] LONGGAMMA_INLINE two_exponentials<T> exponential_normal(T const& x, T const& y) noexcept {
    if constexpr (machine_real<T> && !simd::has_lookup<T>) {
        using C          = exponential_constants<simd::scalar_t<T>>;
        auto const a     = reduce(T(at_least(at_most(x, T(C::largest)), T(C::smallest))));
        auto const b     = reduce(T(at_least(at_most(y, T(C::largest)), T(C::smallest))));
        T const a2       = a.r * a.r;
        T const b2       = b.r * b.r;
        constexpr auto n = std::size(C::q);
        // Even and odd part by Horner's rule in the squares, as `polynomial` does.
        constexpr std::size_t even = (n - 1) & ~std::size_t(1), odd = (n - 2) | std::size_t(1);
        T ae(C::q[even]), be(C::q[even]), ao(C::q[odd]), bo(C::q[odd]);
        for (std::size_t i = even; i >= 2; i -= 2) {
            T const c(C::q[i - 2]);
            ae = fma(ae, a2, c), be = fma(be, b2, c);
        }
        for (std::size_t i = odd; i >= 3; i -= 2) {
            T const c(C::q[i - 2]);
            ao = fma(ao, a2, c), bo = fma(bo, b2, c);
        }
        T const p  = power_of_two(a.shifted);
        T const q  = power_of_two(b.shifted);
        T const ar = fma(a2, T(fma(ao, a.r, ae)), a.r);
        T const br = fma(b2, T(fma(bo, b.r, be)), b.r);
        return {fma(ar, p, p), fma(br, q, q)};
    } else {
        return {exponential_normal(x), exponential_normal(y)};
    }
}

/// e^{-h - c} for 0 <= h < 2^40 and |c| << 1, 0 where that is not a normal number. For kernels.
template <real T>
[[nodiscard]] LONGGAMMA_INLINE T exponential_decay(T const& h, T const& c) noexcept {
    if constexpr (machine_real<T>) {
        using C = exponential_constants<simd::scalar_t<T>>;
        T y(0);
        if constexpr (simd::has_lookup<T>) {
            y = exponential_by_table(negative(h), negative(c));
        } else {
            auto const a  = reduce(negative(T(at_most(h, T(-C::smallest)))));
            T const power = power_of_two(a.shifted);
            y             = fma(exponential_series(T(a.r - c)), power, power);
        }
        return select(T(-C::smallest) < h, T(0), y);
    } else {
        using std::exp;
        return exp(T(-(h + c)));
    }
}

}  // namespace detail

/// e^x.
///
/// @return +infinity above ln(max), 0 far below ln(min), subnormal numbers between; exp(0) = 1 exactly; NaN for NaN.
/// @par Accuracy  2 units in the last place (double and float, all instruction sets); asserted by
///                tests/math/elementary_test.cpp. Subnormal results: one subnormal unit more.
/// @par Cost      11 multiply-adds (double), no table, no division.
struct exp_fn {
    template <real T>
    [[nodiscard]] T operator()(T const& x) const noexcept {
        if constexpr (machine_real<T>) {
            return detail::exponential(x);
        } else {
            using std::exp;
            return exp(x);
        }
    }
};
inline constexpr exp_fn exp{};

/// e^x - 1 without cancellation near 0: interest over a minute keeps its digits.
///
/// @par Accuracy  5 units in the last place (double, float); asserted by tests/math/elementary_test.cpp.
struct expm1_fn {
    template <real T>
    [[nodiscard]] T operator()(T const& x) const noexcept {
        T const far = exp(x) - T(1);
        if constexpr (machine_real<T>) {
            using C      = detail::exponential_constants<simd::scalar_t<T>>;
            return select(abs(x) <= T(C::series), detail::exponential_series(x), far);
        } else {
            return far;
        }
    }
};
inline constexpr expm1_fn expm1{};

}  // namespace longgamma::inline LONGGAMMA_ABI::math
