// SPDX-License-Identifier: BSL-1.0
// The naive baseline: textbook formula, std::log, std::exp, std::erfc, one option at a time.

#include "pricing/textbook.hpp"

BENCH_DEFINE(european, scalar_libm) = {textbook_price<cdf_by_erfc, double>, textbook_greeks<cdf_by_erfc, double>,
                                       textbook_price<cdf_by_erfc, float>, textbook_greeks<cdf_by_erfc, float>};
