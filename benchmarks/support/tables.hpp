// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  support/tables.hpp
/// @brief What the parts of the benchmark program share: plain arrays in, plain arrays out, one table of functions for
///        each implementation and instruction set.
///
/// The parts are compiled with different `-m` flags and must not share an inline function, so nothing here has a body
/// and no type of a library crosses. Each part defines one constant, its table; CMakeLists.txt makes every other symbol
/// of it local.

#include <cstddef>

namespace bench {

/// What is asked for, from one output to all. The orders of the outputs are those of `european_book::out`.
enum european_work : unsigned char { only_price, price_delta, price_delta_gamma, six_greeks, all_greeks };
inline constexpr std::size_t european_works = 5;

/// European options as columns of length n, all inputs varying; outputs are written in full. Columns start on cache
/// lines.
///
/// Outputs: price, delta, gamma, vega, theta, rho; forward_rho, epsilon, vanna, volga, charm, veta, vera, speed, zomma,
/// colour, ultima, dual_delta, dual_gamma, as longgamma/pricing/greeks.hpp defines them.
template <class T>
struct european_book {
    static constexpr std::size_t outputs = 19;

    std::size_t n;
    T const *spot, *strike, *expiry, *rate, *dividend_yield, *volatility, *sign;
    T* out[outputs];
};

template <class T>
using european_function = void (*)(european_book<T> const&);

struct european_table {
    european_function<double> in_double[european_works];  ///< null: not offered, as for all others
    european_function<float> in_float[european_works];
};

/// Moves the bytes of `six_greeks`: reads seven columns, writes six, column c plus the sign, c = spot .. volatility.
struct copy_table {
    european_function<double> plain;     ///< ordinary stores
    european_function<double> streamed;  ///< non-temporal stores
};

/// The options of one expiry, to be valued at a new spot: price, delta, gamma.
template <class T>
struct chain_terms {
    std::size_t n;
    T const *strike, *volatility, *sign;
    T spot, expiry, rate, dividend_yield;  ///< where the chain is set up
    T *price, *delta, *gamma;
};

template <class T>
struct chain_functions {
    void* (*make)(chain_terms<T> const&);  ///< what a tick needs besides the terms; lives until the end
    void (*tick)(chain_terms<T> const&, void const* kept, T spot);
};

struct chain_table {
    chain_functions<double> in_double;
    chain_functions<float> in_float;
};

/// A straddle of `notional`/spot calls and puts, bought at the money every `tenor` observations, held to settlement and
/// delta-hedged with one observation's delay, at a proportional cost.
struct replay_terms {
    std::size_t n;  ///< observations, one per day
    double const *spot, *volatility;
    double rate, fee, notional;
    std::size_t tenor;  ///< days
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
template <class T>
struct quote_book {
    std::size_t n;
    T const *price, *spot, *strike, *expiry, *rate, *dividend_yield, *sign, *guess;
    T* volatility;          ///< written in full; NaN or wrong where the search fails
    unsigned char* status;  ///< for those that have one
};

template <class T>
using implied_function = void (*)(quote_book<T> const&);

/// How a search starts: from the price alone, from a guess within 0.5 %, from one within 3e-5.
enum implied_start : unsigned char { cold, warm, near };
inline constexpr std::size_t implied_starts = 3;

struct implied_table {
    implied_function<double> in_double[implied_starts];
    implied_function<float> in_float[implied_starts];
};

}  // namespace bench

// BENCH_TABLE(european, longgamma, avx2): the constant bench_european_longgamma_avx2.
#define BENCH_JOIN_1(kind, implementation, isa) bench_##kind##_##implementation##_##isa
#define BENCH_JOIN(kind, implementation, isa) BENCH_JOIN_1(kind, implementation, isa)
#define BENCH_DECLARE(kind, implementation, isa)                            \
    extern "C" {                                                            \
    extern bench::kind##_table const BENCH_JOIN(kind, implementation, isa); \
    }
// In a part: BENCH_ISA names its instruction set.
#define BENCH_DEFINE(kind, implementation)         \
    BENCH_DECLARE(kind, implementation, BENCH_ISA) \
    bench::kind##_table const BENCH_JOIN(kind, implementation, BENCH_ISA)
