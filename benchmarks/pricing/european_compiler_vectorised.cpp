// SPDX-License-Identifier: BSL-1.0
// The same loops with -Ofast, so that the compiler may vectorise them and call glibc's vector math library.

#include "pricing/textbook.hpp"

BENCH_DEFINE(european, compiler_vectorised) = {textbook_price<cdf_by_erfc, double>, textbook_greeks<cdf_by_erfc, double>,
                                               textbook_price<cdf_by_erfc, float>, textbook_greeks<cdf_by_erfc, float>};
BENCH_DEFINE(european, compiler_vectorised_hart) = {
    textbook_price<cdf_by_hart, double>, textbook_greeks<cdf_by_hart, double>, textbook_price<cdf_by_hart, float>,
    textbook_greeks<cdf_by_hart, float>};
