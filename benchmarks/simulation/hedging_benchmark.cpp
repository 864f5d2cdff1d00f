// SPDX-License-Identifier: BSL-1.0
// replay_step: one observation of a daily-hedged rolling straddle. hedge_step_lanes: one step of one path among many.

#include "support/implementations.hpp"
#include "support/registry.hpp"

#include <cmath>
#include <vector>

#define BENCH_HEDGING(F)                      \
    BENCH_FOR_EACH_ISA(F, hedging, longgamma) \
    BENCH_FOR_EACH_ISA(F, hedging, scalar_libm)

BENCH_HEDGING(BENCH_DECLARE)

namespace {

struct implementation {
    char const *name, *isa;
    bench::hedging_table const* table;
};

implementation const implementations[] = {BENCH_HEDGING(BENCH_ROW)};

constexpr double day = 1.0 / 365.0;

/// A geometric random walk with a volatility that wanders about 60 %.
struct tape {
    std::vector<double> spot, volatility;
    bench::replay_terms terms;

    explicit tape(std::size_t n) {
        bench::random draw(7);
        double x = std::log(20000.0), v = std::log(0.6);
        for (std::size_t i = 0; i < n; ++i) {
            spot.push_back(std::exp(x));
            volatility.push_back(std::exp(v));
            x += std::exp(v) * std::sqrt(day) * draw.normal();
            v += 0.05 * (std::log(0.6) - v) + 0.05 * draw.normal();
        }
        terms = {.n = n, .spot = spot.data(), .volatility = volatility.data(), .rate = 0.03, .fee = 0.0005,
                 .notional = 100e3, .tenor = 30};
    }
};

/// Paths of 64 steps over a quarter of a year.
struct paths {
    std::vector<double> spot, profit, gamma_profit;
    bench::path_terms terms;

    explicit paths(std::size_t n) : profit(n), gamma_profit(n) {
        constexpr std::size_t steps = 64;
        double const step_years = 0.25 / steps, volatility = 0.3;
        bench::random draw(11);
        spot.assign(n, 100.0);
        for (std::size_t i = n; i < (steps + 1) * n; ++i)
            spot.push_back(spot[i - n] * std::exp(volatility * std::sqrt(step_years) * draw.normal()));
        terms = {.paths = n, .steps = steps, .spot = spot.data(), .volatility = volatility, .rate = 0.03, .fee = 0.0005,
                 .band = 0.05, .step_years = step_years, .profit = profit.data(), .gamma_profit = gamma_profit.data()};
    }
};

double larger(double a, double b) { return b <= a ? a : b; }  // NaN in b stays

void add_replay(implementation const& by) {
    static tape market(4096);
    auto const& terms = market.terms;
    void const* const own = by.table->make_tape != nullptr ? by.table->make_tape(terms) : nullptr;
    bench::replay_profit const want = BENCH_JOIN(hedging, scalar_libm, BENCH_BASELINE).replay(terms, nullptr);
    bench::replay_profit const got  = by.table->replay(terms, own);
    double const scale = std::fabs(want.gamma_profit);
    bench::accept_deviation(std::string("replay_step/") + by.name + "/double/" + by.isa,
                            larger(std::fabs(got.profit - want.profit), std::fabs(got.gamma_profit - want.gamma_profit)) /
                                scale,
                            1e-9);
    bench::add(bench::path("replay_step", by.name, "double", by.isa, terms.n), terms.n,
               [&by, own] { benchmark::DoNotOptimize(by.table->replay(market.terms, own)); });
}

void add_paths(implementation const& by, void (*run)(bench::path_terms const&), std::string const& name) {
    if (run == nullptr)
        return;
    static paths market(256);
    auto const& terms = market.terms;
    BENCH_JOIN(hedging, scalar_libm, BENCH_BASELINE).paths(terms);
    auto const want = market.profit, want_gamma = market.gamma_profit;
    run(terms);
    double worst = 0.0;
    for (std::size_t i = 0; i < terms.paths; ++i)
        worst = larger(larger(worst, std::fabs(market.profit[i] - want[i])),
                       std::fabs(market.gamma_profit[i] - want_gamma[i]));
    bench::accept_deviation("hedge_step_lanes/" + name + "/double/" + by.isa, worst / 10.0, 1e-10);  // about the premium
    bench::add(bench::path("hedge_step_lanes", name, "double", by.isa, terms.paths), terms.paths * terms.steps,
               [run] { run(market.terms); });
}

}  // namespace

void bench::add_hedging() {
    for (implementation const& by : implementations) {
        if (!cpu_runs(by.isa))
            continue;
        add_replay(by);
        add_paths(by, by.table->paths, by.name);
        add_paths(by, by.table->paths_scalar, std::string(by.name) + "_scalar");
    }
}
