// SPDX-License-Identifier: BSL-1.0
#pragma once

// What the units with different -m flags give each other: plain numbers.

#include <cstddef>

inline constexpr std::size_t mixed_rows = 203;

struct mixed_book {
    double spot, rate, dividend_yield;
    double strike[mixed_rows], expiry[mixed_rows], volatility[mixed_rows], sign[mixed_rows];
};

struct mixed_answers {
    char const* instruction_set;
    std::size_t lanes;
    double price[mixed_rows], delta[mixed_rows], gamma[mixed_rows];  // of the array function
    double alone[mixed_rows];                                        // prices of single calls
    double implied[mixed_rows];
    float single[mixed_rows];  // prices in single precision
};

using mixed_unit = void(mixed_book const&, mixed_answers&);
