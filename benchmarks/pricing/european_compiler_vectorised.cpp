// SPDX-License-Identifier: BSL-1.0
// The same loops with -Ofast, so that the compiler may vectorise them and call glibc's vector math library.

#include "pricing/textbook.hpp"

BENCH_DEFINE(european, compiler_vectorised)      = textbook_table<cdf_by_erfc>();
BENCH_DEFINE(european, compiler_vectorised_hart) = textbook_table<cdf_by_hart>();
BENCH_DEFINE(chain, compiler_vectorised)         = textbook_chain_table<cdf_by_erfc>();
BENCH_DEFINE(chain, compiler_vectorised_hart)    = textbook_chain_table<cdf_by_hart>();
