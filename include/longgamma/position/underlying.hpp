// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/position/underlying.hpp
/// @brief What the book is hedged with.

#include <longgamma/core/config.hpp>

namespace longgamma::inline LONGGAMMA_ABI {

/// The hedge instrument.
///
/// - `spot`: the underlying itself. Bought and sold for cash; the cash earns or pays interest, the holding its dividend
///   yield.
/// - `perpetual`: a linear perpetual swap (or a future) at the spot price. No cash changes hands at the trade; profit and
///   loss settle in cash at every mark; a long position pays `funding * position * spot` (receives it when negative).
enum class hedge_instrument : unsigned char { spot, perpetual };

}  // namespace longgamma::inline LONGGAMMA_ABI
