// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/math/statistics.hpp
/// @brief Sums that do not drift.

#include <longgamma/core/real.hpp>

namespace longgamma::inline LONGGAMMA_ABI::math {

/// A running sum that carries its own rounding error.
///
/// Each addition's error is computed exactly and kept apart (Knuth's two-sum, branch-free, so it runs in lanes), so the
/// result is as if summed in twice the precision and rounded once, after any number of terms.
/// @par Cost  7 additions per term.
/// @see D. E. Knuth, The Art of Computer Programming 2, section 4.2.2; T. Ogita, S. M. Rump, S. Oishi, SIAM J. Sci.
///      Comput. 26 (2005) 1955-1988.
template <real T>
class running_sum {
public:
    constexpr running_sum& operator+=(T const& x) noexcept {
        T const sum     = high_ + x;
        T const virtual_x = sum - high_;
        low_            = low_ + ((high_ - (sum - virtual_x)) + (x - virtual_x));
        high_           = sum;
        return *this;
    }
    [[nodiscard]] constexpr T value() const noexcept { return high_ + low_; }

private:
    T high_ = T(0);
    T low_  = T(0);
};

}  // namespace longgamma::inline LONGGAMMA_ABI::math
