// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  gamma_scalp/json_report.hpp
/// @brief The run as JSON: settings, explain, ledger, rolls, trades, comparison.

#include "run_data.hpp"

#include <string>

namespace gamma_scalp {

/// @throws std::runtime_error if the file can not be written; then nothing is left behind
void write_json_report(run_data const& data, std::string const& path);

}  // namespace gamma_scalp
