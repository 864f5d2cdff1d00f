// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/math/detail/arithmetic.hpp
/// @brief Selection, fused products, bounds, rounding, polynomials on every number type. Included by math/elementary.hpp.

#include <longgamma/core/real.hpp>

#include <cmath>
#include <limits>

namespace longgamma::inline LONGGAMMA_ABI::math {

/// `condition ? a : b`, lane by lane, without a branch on data.
struct select_fn {
    template <class T>
    [[nodiscard]] constexpr T operator()(bool condition, T const& a, T const& b) const noexcept {
        return condition ? a : b;
    }
    template <class Mask, simd::batch_type T>
        requires(!std::same_as<Mask, bool>)
    [[nodiscard]] T operator()(Mask const& condition, T const& a, T const& b) const noexcept {
        return simd::select(condition, a, b);
    }
    template <class Mask, class T>
        requires(!std::same_as<Mask, bool> && !simd::batch_type<T>)
    [[nodiscard]] T operator()(Mask const& condition, T const& a, T const& b) const noexcept {
        return select(condition, a, b);  // a type of lanes of its own, by argument-dependent lookup
    }
};
inline constexpr select_fn select{};

/// True if the condition holds in any lane.
struct any_fn {
    [[nodiscard]] constexpr bool operator()(bool mask) const noexcept { return mask; }
    template <class Mask>
        requires(!std::same_as<Mask, bool>)
    [[nodiscard]] bool operator()(Mask const& mask) const noexcept {
        return simd::any(mask);
    }
};
inline constexpr any_fn any{};

/// x y + z. Rounded once where the hardware has a fused multiply-add; otherwise product and sum are rounded apart, in
/// scalars and lanes alike.
struct fma_fn {
    template <real T>
    [[nodiscard]] T operator()(T const& x, T const& y, T const& z) const noexcept {
#if defined(__clang__)
#pragma clang fp contract(off)  // else clang rounds once where the arguments are known when it compiles
#endif
        if constexpr (simd::batch_type<T>)
            return simd::fma(x, y, z);
        else if constexpr (std::floating_point<T> && has_fma)
            return std::fma(x, y, z);
        else
            return T(x * y + z);
    }
};
inline constexpr fma_fn fma{};

/// x y, rounded before it goes into a sum: a compiler may contract `a * b + c` in one place and not in another, this it
/// leaves alone. For products that leave a function, so that scalars and lanes give the same bits.
struct product_fn {
    template <real T>
    [[nodiscard]] T operator()(T const& x, T const& y) const noexcept {
        return fma_fn{}(x, y, T(0));
    }
};
inline constexpr product_fn product{};

/// x for sign = +1, -x for sign = -1 (the sign bit alone counts): a bit operation, not a product.
struct with_sign_fn {
    template <real T>
    [[nodiscard]] LONGGAMMA_INLINE T operator()(T const& x, T const& sign) const noexcept {
        if constexpr (machine_real<T>) {
            using bits = simd::bits_t<T>;
            bits const mask(simd::unsigned_of<simd::scalar_t<T>>(1) << (8 * sizeof(simd::scalar_t<T>) - 1));
            return simd::from_bits<T>(bits(simd::to_bits(x) ^ (simd::to_bits(sign) & mask)));
        } else {
            return select_fn{}(sign < T(0), T(-x), x);
        }
    }
};
inline constexpr with_sign_fn with_sign{};

/// -x with the sign of zero turned too, on every instruction set (a difference from 0 would give +0 for both zeros).
struct negative_fn {
    template <real T>
    [[nodiscard]] LONGGAMMA_INLINE T operator()(T const& x) const noexcept {
        if constexpr (simd::batch_type<T>)
            return with_sign(x, T(-1));
        else
            return -x;
    }
};
inline constexpr negative_fn negative{};

/// |x|; NaN stays NaN.
struct abs_fn {
    template <real T>
    [[nodiscard]] T operator()(T const& x) const noexcept {
        if constexpr (simd::batch_type<T>)
            return simd::abs(x);
        else if constexpr (std::floating_point<T>)
            return std::fabs(x);
        else
            return select(x < T(0), T(-x), x);
    }
};
inline constexpr abs_fn abs{};

/// The smaller (larger) of x and bound. One NaN rule on every instruction set: NaN in `x` gives NaN; `bound` is a number.
struct at_most_fn {
    template <real T>
    [[nodiscard]] T operator()(T const& x, T const& bound) const noexcept {
        if constexpr (simd::batch_type<T>)
            return simd::at_most(x, bound);
        else
            return select(bound < x, bound, x);
    }
};
inline constexpr at_most_fn at_most{};

struct at_least_fn {
    template <real T>
    [[nodiscard]] T operator()(T const& x, T const& bound) const noexcept {
        if constexpr (simd::batch_type<T>)
            return simd::at_least(x, bound);
        else
            return select(x < bound, bound, x);
    }
};
inline constexpr at_least_fn at_least{};  ///< @copydoc at_most

struct sqrt_fn {
    template <real T>
    [[nodiscard]] T operator()(T const& x) const noexcept {
        if constexpr (simd::batch_type<T>) {
            return simd::sqrt(x);
        } else {
            using std::sqrt;
            return sqrt(x);
        }
    }
};
inline constexpr sqrt_fn sqrt{};  ///< Square root, correctly rounded for built-in types and lanes.

/// Largest integer not above x (|x| < 2^51 for double, 2^22 for float).
struct floor_fn {
    template <real T>
    [[nodiscard]] T operator()(T const& x) const noexcept {
        if constexpr (simd::batch_type<T>) {
            return simd::floor(x);
        } else {
            using std::floor;
            return floor(x);
        }
    }
};
inline constexpr floor_fn floor{};

/// Nearest integer; halves go away from zero.
struct round_fn {
    template <real T>
    [[nodiscard]] T operator()(T const& x) const noexcept {
        T const size    = abs(x);
        T const below   = floor(size);
        T const nearest = select(size - below < T(0.5), below, T(below + T(1)));  // size + 0.5 could round up
        return select(x < T(0), negative(nearest), nearest);
    }
};
inline constexpr round_fn round{};

/// c[0] + c[1] x + c[2] x^2 + ..., with x2 = x^2 given: even and odd part by Horner's rule in x2, half the dependency chain
/// of the plain rule.
template <real T, class Real, std::size_t N>
[[nodiscard]] LONGGAMMA_INLINE T polynomial(T const& x, T const& x2, Real const (&c)[N]) noexcept {
    constexpr std::size_t last_even = (N - 1) & ~std::size_t(1);
    constexpr std::size_t last_odd  = (N - 2) | std::size_t(1);
    T even(c[last_even]);
    for (std::size_t i = last_even; i >= 2; i -= 2)
        even = fma(even, x2, T(c[i - 2]));
    T odd(c[last_odd]);
    for (std::size_t i = last_odd; i >= 3; i -= 2)
        odd = fma(odd, x2, T(c[i - 2]));
    return fma(odd, x, even);
}

/// The error of the product: x x = h + square_error(x, h) exactly, where h = x * x rounded (barring under- and overflow).
/// Types without a bit representation (automatic differentiation) get 0.
template <real T>
[[nodiscard]] inline T square_error(T const& x, T const& h) noexcept {
    if constexpr (!machine_real<T>) {
        return T(0);
    } else if constexpr (simd::fused<T>) {
        return fma(x, x, T(-h));
    } else {  // Dekker (1971): split x into two halves whose products are exact
        T const split(static_cast<simd::scalar_t<T>>(std::same_as<simd::scalar_t<T>, double> ? 134217729.0 : 4097.0));
        T const t    = split * x;
        T const high = t - (t - x);
        T const low  = x - high;
        return ((high * high - h) + T(2) * high * low) + low * low;
    }
}

}  // namespace longgamma::inline LONGGAMMA_ABI::math
