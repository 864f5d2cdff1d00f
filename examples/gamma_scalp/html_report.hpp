// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  gamma_scalp/html_report.hpp
/// @brief The page that tells a run: what was earned, from what, at which cost, against which alternatives.

#include "run_data.hpp"

#include <string>

namespace gamma_scalp {

/// Writes one HTML file that needs nothing else: styles and pictures are in it, there is no script.
///
/// The file at `path` is replaced whole or not at all.
/// @throws std::runtime_error if gnuplot is missing or fails, with its message; if the file can not be written
void write_html_report(run_data const& run, std::string const& path);

}  // namespace gamma_scalp
