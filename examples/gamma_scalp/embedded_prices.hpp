// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  gamma_scalp/embedded_prices.hpp
/// @brief The text of examples/data/sp500_ohlc_1d_2000_2020.csv, compiled in.

#include <string_view>

namespace gamma_scalp {

[[nodiscard]] std::string_view embedded_prices();

}  // namespace gamma_scalp
