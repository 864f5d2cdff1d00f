// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  gamma_scalp/run.hpp
/// @brief From options to a finished run: reads the market, replays it, compares policies.

#include "options.hpp"
#include "run_data.hpp"

namespace gamma_scalp {

/// @throws std::exception with one line that says what is wrong with the input
[[nodiscard]] run_data run(options const& o);

}  // namespace gamma_scalp
