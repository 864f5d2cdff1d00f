// SPDX-License-Identifier: BSL-1.0
// chain_tick: price, delta and gamma of all options of one expiry at a new spot.

#include "support/implementations.hpp"
#include "support/registry.hpp"

#include <cmath>
#include <limits>
#include <string>

#define BENCH_CHAIN(F)                                \
    BENCH_FOR_EACH_ISA(F, chain, longgamma)           \
    BENCH_FOR_EACH_ISA(F, chain, longgamma_evaluate)  \
    BENCH_FOR_EACH_ISA(F, chain, scalar_libm)         \
    BENCH_FOR_EACH_ISA(F, chain, compiler_vectorised) \
    BENCH_FOR_EACH_ISA(F, chain, compiler_vectorised_hart)

BENCH_CHAIN(BENCH_DECLARE)

namespace {

struct implementation {
    char const *name, *isa;
    bench::chain_table const* table;
};

implementation const implementations[] = {BENCH_CHAIN(BENCH_ROW)};

constexpr double first_spot = 100.0;

template <class T>
struct owned_chain {
    bench::columns<T> columns;
    bench::chain_terms<T> terms;

    /// Strikes from 60 to 160 % of the spot, puts and calls in turn, on a smile.
    explicit owned_chain(std::size_t n)
        : columns(6, n), terms{n,       columns[0], columns[1], columns[2], T(first_spot), T(0.25),
                               T(0.03), T(0.01),    columns[3], columns[4], columns[5]} {
        for (std::size_t i = 0; i < n; ++i) {
            double const m = 0.6 + static_cast<double>(i) / static_cast<double>(n);
            columns[0][i]  = static_cast<T>(first_spot * m);
            columns[1][i]  = static_cast<T>(0.2 + 0.3 * (m - 1.0) * (m - 1.0));
            columns[2][i]  = i % 2 == 0 ? T(-1) : T(1);
        }
    }
};

/// Largest deviation from scalar_libm in double at a spot 5 % away, relative to the output's largest value.
template <class T>
double deviation(bench::chain_functions<T> const& functions, owned_chain<T> const& tested, void const* kept) {
    auto const& reference = BENCH_JOIN(chain, scalar_libm, BENCH_BASELINE).in_double;
    std::size_t const n   = tested.terms.n;
    owned_chain<double> exact(n);
    for (std::size_t c = 0; c < 3; ++c)
        for (std::size_t i = 0; i < n; ++i)
            exact.columns[c][i] = static_cast<double>(tested.columns[c][i]);  // the floats' values, exactly
    exact.terms.rate           = static_cast<double>(tested.terms.rate);
    exact.terms.dividend_yield = static_cast<double>(tested.terms.dividend_yield);
    T const spot(static_cast<T>(1.05 * first_spot));
    reference.tick(exact.terms, reference.make(exact.terms), static_cast<double>(spot));
    for (std::size_t c = 3; c < 6; ++c)
        for (std::size_t i = 0; i < n; ++i)
            tested.columns[c][i] = std::numeric_limits<T>::quiet_NaN();
    functions.tick(tested.terms, kept, spot);
    double worst = 0.0;
    for (std::size_t c = 3; c < 6; ++c) {
        double difference = 0.0, scale = 0.0;
        for (std::size_t i = 0; i < n; ++i) {
            double const d = std::fabs(static_cast<double>(tested.columns[c][i]) - exact.columns[c][i]);
            difference     = d <= difference ? difference : d;  // NaN stays
            scale          = std::fmax(scale, std::fabs(exact.columns[c][i]));
        }
        worst = difference / scale <= worst ? worst : difference / scale;
    }
    return worst;
}

template <class T>
void add_ticks(implementation const& by, bench::chain_functions<T> const& functions, char const* type) {
    static owned_chain<T> const small(256), medium(4096);
    for (owned_chain<T> const* chain : {&small, &medium}) {
        std::size_t const n    = chain->terms.n;
        void const* const kept = functions.make(chain->terms);
        std::string const name = bench::path("chain_tick", by.name, type, by.isa, n);
        bench::accept_deviation(name, deviation(functions, *chain, kept), sizeof(T) == 8 ? 1e-9 : 1e-4);
        bench::add(name, n, [tick = functions.tick, chain, kept, step = 0]() mutable {
            step = (step + 1) % 16;
            tick(chain->terms, kept, static_cast<T>(first_spot + 0.01 * (step - 8)));
        });
    }
}

}  // namespace

void bench::add_chain() {
    for (implementation const& by : implementations)
        if (cpu_runs(by.isa)) {
            add_ticks(by, by.table->in_double, "double");
            add_ticks(by, by.table->in_float, "float");
        }
}
