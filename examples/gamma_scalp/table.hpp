// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  gamma_scalp/table.hpp
/// @brief The run as a table for the terminal, at most 80 columns wide.

#include "run_data.hpp"

#include <string>

namespace gamma_scalp {

[[nodiscard]] std::string terminal_table(run_data const& data);

}  // namespace gamma_scalp
