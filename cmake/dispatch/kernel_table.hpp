// SPDX-License-Identifier: BSL-1.0
#pragma once

// What one instruction set offers to the selector. Constant data: nothing of a kernel runs before it is chosen.

#include <longgamma/dispatch.hpp>

namespace longgamma_dispatch {

struct kernel_table {
    char const* name;
    void (*evaluate_double)(plain_options<double> const&, plain_outputs<double> const&) noexcept;
    void (*evaluate_float)(plain_options<float> const&, plain_outputs<float> const&) noexcept;
    void (*invert_double)(plain_quotes<double> const&, plain_volatilities<double> const&) noexcept;
    void (*invert_float)(plain_quotes<float> const&, plain_volatilities<float> const&) noexcept;
    void (*invert_black_double)(plain_black_quotes<double> const&, plain_volatilities<double> const&) noexcept;
    void (*invert_black_float)(plain_black_quotes<float> const&, plain_volatilities<float> const&) noexcept;
};

}  // namespace longgamma_dispatch
