// SPDX-License-Identifier: BSL-1.0
// The naive baseline: textbook formula, std::log, std::exp, std::erfc, one option at a time.

#include "pricing/textbook.hpp"

BENCH_DEFINE(european, scalar_libm) = textbook_table<cdf_by_erfc>();
BENCH_DEFINE(chain, scalar_libm)    = textbook_chain_table<cdf_by_erfc>();
