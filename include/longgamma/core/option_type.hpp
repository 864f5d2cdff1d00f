// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/core/option_type.hpp
/// @brief Call or put.

#include <longgamma/core/config.hpp>

namespace longgamma::inline LONGGAMMA_ABI {

/// Right to buy (call) or to sell (put). The value is the sign w in the payoff max(w (S - K), 0).
enum class option_type : signed char { put = -1, call = 1 };

inline constexpr option_type call = option_type::call;
inline constexpr option_type put  = option_type::put;

/// +1 for a call, -1 for a put.
[[nodiscard]] constexpr double sign(option_type type) noexcept { return static_cast<double>(type); }

}  // namespace longgamma::inline LONGGAMMA_ABI
