// SPDX-License-Identifier: BSL-1.0
// implied_volatility: quotes of out-of-the-money options, all inputs varying, prices from 1e-10 of the spot up.

#include "support/implementations.hpp"
#include "support/registry.hpp"

#include <cmath>
#include <vector>

#if defined(BENCH_HAS_IMPLIED_VOLATILITY)
#define BENCH_IMPLIED_LONGGAMMA(F) BENCH_FOR_EACH_ISA(F, implied, longgamma)
#else
#define BENCH_IMPLIED_LONGGAMMA(F)
#endif
#define BENCH_IMPLIED(F)                        \
    BENCH_IMPLIED_LONGGAMMA(F)                  \
    BENCH_FOR_EACH_ISA(F, implied, scalar_libm) \
    BENCH_FOR_QUANTLIB(F, implied)

BENCH_IMPLIED(BENCH_DECLARE)
BENCH_DECLARE(european, scalar_libm, BENCH_BASELINE)

namespace {

struct implementation {
    char const *name, *isa;
    bench::implied_table const* table;
};

implementation const implementations[] = {BENCH_IMPLIED(BENCH_ROW)};

struct quotes {
    std::vector<double> price, spot, strike, expiry, rate, dividend_yield, sign, volatility, found;

    explicit quotes(std::size_t n) {
        bench::random draw(19730501);
        double one[6];
        while (price.size() < n) {
            double const S = draw.uniform(50.0, 150.0), K = S * draw.uniform(0.7, 1.4), T = draw.uniform(7.0 / 365.0, 2.0);
            double const r = draw.uniform(0.0, 0.08), q = draw.uniform(0.0, 0.05), sigma = draw.uniform(0.1, 1.2);
            double const w = K >= S * std::exp((r - q) * T) ? 1.0 : -1.0;
            BENCH_JOIN(european, scalar_libm, BENCH_BASELINE)
                .price_double({1, &S, &K, &T, &r, &q, &sigma, &w, one, one + 1, one + 2, one + 3, one + 4, one + 5});
            if (one[0] < 1e-10 * S)
                continue;
            price.push_back(one[0]);
            spot.push_back(S);
            strike.push_back(K);
            expiry.push_back(T);
            rate.push_back(r);
            dividend_yield.push_back(q);
            sign.push_back(w);
            volatility.push_back(sigma);
        }
        found.resize(n);
    }
    [[nodiscard]] bench::quote_book view() {
        return {price.size(), price.data(), spot.data(), strike.data(), expiry.data(), rate.data(), dividend_yield.data(),
                sign.data(), found.data()};
    }
};

}  // namespace

void bench::add_implied_volatility() {
    constexpr std::size_t n = 4096;
    static quotes book(n);
    for (implementation const& by : implementations) {
        if (!cpu_runs(by.isa))
            continue;
        std::string const isa = std::string("scalar_") + by.isa;  // one quote at a time, whatever the instruction set
        by.table->implied_volatility(book.view());
        double worst = 0.0;
        for (std::size_t i = 0; i < n; ++i) {
            double const d = std::fabs(book.found[i] / book.volatility[i] - 1.0);
            worst          = d <= worst ? worst : d;
        }
        // The quotes come from the textbook formula, whose smallest prices have lost digits: no search can find more.
        accept_deviation(std::string("implied_volatility/") + by.name + "/double/" + isa, worst, 1e-5);
        add(path("implied_volatility", by.name, "double", isa, n), n, [&by] { by.table->implied_volatility(book.view()); });
    }
}
