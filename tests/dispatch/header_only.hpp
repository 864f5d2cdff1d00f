// SPDX-License-Identifier: BSL-1.0
#pragma once

// The header-only functions compiled for one instruction set, behind plain data: what the dispatch library must equal
// there, bit for bit.

#include <longgamma/dispatch.hpp>

namespace longgamma_test {

struct header_only {
    char const* name;
    void (*evaluate_double)(longgamma_dispatch::plain_options<double> const&,
                            longgamma_dispatch::plain_outputs<double> const&);
    void (*evaluate_float)(longgamma_dispatch::plain_options<float> const&,
                           longgamma_dispatch::plain_outputs<float> const&);
    void (*invert_double)(longgamma_dispatch::plain_quotes<double> const&,
                          longgamma_dispatch::plain_volatilities<double> const&);
    void (*invert_float)(longgamma_dispatch::plain_quotes<float> const&,
                         longgamma_dispatch::plain_volatilities<float> const&);
    void (*invert_black_double)(longgamma_dispatch::plain_black_quotes<double> const&,
                                longgamma_dispatch::plain_volatilities<double> const&);
    void (*invert_black_float)(longgamma_dispatch::plain_black_quotes<float> const&,
                               longgamma_dispatch::plain_volatilities<float> const&);
};

}  // namespace longgamma_test
