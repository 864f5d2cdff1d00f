// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  support/tables.hpp
/// @brief What the parts of the benchmark program share: plain arrays in, plain arrays out, one table of functions for
///        each implementation and instruction set.
///
/// The parts are compiled with different `-m` flags and must not share an inline function, so nothing here has a body and
/// no type of a library crosses. Each part defines one constant, its table; CMakeLists.txt makes every other symbol of it
/// local.

#include <cstddef>

namespace bench {

/// European options as columns of length n, all inputs varying; outputs are written in full.
template <class T>
struct european_book {
    std::size_t n;
    T const *spot, *strike, *expiry, *rate, *dividend_yield, *volatility, *sign;
    T *price, *delta, *gamma, *vega, *theta, *rho;
};

struct european_table {
    void (*price_double)(european_book<double> const&);   ///< null: not offered, as for all others
    void (*greeks_double)(european_book<double> const&);  ///< price, delta, gamma, vega, theta, rho
    void (*price_float)(european_book<float> const&);
    void (*greeks_float)(european_book<float> const&);
};

/// A straddle of `notional`/spot calls and puts, bought at the money every `tenor` observations, held to settlement and
/// delta-hedged with one observation's delay, at a proportional cost.
struct replay_terms {
    std::size_t n;             ///< observations, one per day
    double const *spot, *volatility;
    double rate, fee, notional;
    std::size_t tenor;         ///< days
};

/// The same for many paths at a constant volatility, one straddle each, with a no-trade band around its delta.
struct path_terms {
    std::size_t paths, steps;  ///< paths a multiple of 16
    double const* spot;        ///< (steps + 1) rows of `paths` prices
    double volatility, rate, fee, band, step_years;
    double *profit, *gamma_profit;  ///< one per path
};

/// What a replay reports here: profit, and the part 1/2 gamma (change in spot)^2.
struct replay_profit {
    double profit, gamma_profit;
};

struct hedging_table {
    void* (*make_tape)(replay_terms const&);  ///< what `replay` wants besides the terms; lives until the end
    replay_profit (*replay)(replay_terms const&, void const* tape);
    void (*paths)(path_terms const&);
    void (*paths_scalar)(path_terms const&);
};

/// Quotes of out-of-the-money options as columns of length n.
struct quote_book {
    std::size_t n;
    double const *price, *spot, *strike, *expiry, *rate, *dividend_yield, *sign;
    double* volatility;
};

struct implied_table {
    void (*implied_volatility)(quote_book const&);
};

}  // namespace bench

// BENCH_TABLE(european, longgamma, avx2): the constant bench_european_longgamma_avx2.
#define BENCH_JOIN_1(kind, implementation, isa) bench_##kind##_##implementation##_##isa
#define BENCH_JOIN(kind, implementation, isa) BENCH_JOIN_1(kind, implementation, isa)
#define BENCH_DECLARE(kind, implementation, isa) \
    extern "C" {                                 \
    extern bench::kind##_table const BENCH_JOIN(kind, implementation, isa); \
    }
// In a part: BENCH_ISA names its instruction set.
#define BENCH_DEFINE(kind, implementation)          \
    BENCH_DECLARE(kind, implementation, BENCH_ISA)  \
    bench::kind##_table const BENCH_JOIN(kind, implementation, BENCH_ISA)
