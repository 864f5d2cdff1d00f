// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  gamma_scalp/gnuplot.hpp
/// @brief The program gnuplot, run on scripts, its SVG made fit for a page.

#include <span>
#include <string>
#include <vector>

namespace gamma_scalp {

/// True if the program gnuplot is found and answers.
[[nodiscard]] bool gnuplot_available();

/// What gnuplot is to draw.
struct picture {
    std::string name;         ///< letters; makes the picture's identifiers unique within a page
    std::string description;  ///< read aloud in place of the picture; plain ASCII without quotes
    int width, height, font;  ///< pixels
    std::string script;       ///< gnuplot commands, without `set terminal` and `set output`
};

/// Runs gnuplot once on all pictures and returns them in order as SVG elements, ready to stand in an HTML page.
/// @throws std::runtime_error with gnuplot's own message
[[nodiscard]] std::vector<std::string> draw(std::span<picture const> pictures);

}  // namespace gamma_scalp
