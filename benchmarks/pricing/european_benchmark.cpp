// SPDX-License-Identifier: BSL-1.0
// european_price and european_greeks: books of European options in which every input varies from option to option.

#include "support/implementations.hpp"
#include "support/registry.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <vector>

#define BENCH_EUROPEAN(F)                             \
    BENCH_FOR_EACH_ISA(F, european, longgamma)        \
    BENCH_FOR_EACH_ISA(F, european, scalar_libm)      \
    BENCH_FOR_EACH_ISA(F, european, compiler_vectorised) \
    BENCH_FOR_EACH_ISA(F, european, compiler_vectorised_hart) \
    BENCH_FOR_EACH_ISA(F, european, xsimd_math)       \
    BENCH_FOR_QUANTLIB(F, european)

BENCH_EUROPEAN(BENCH_DECLARE)

namespace {

struct implementation {
    char const *name, *isa;
    bench::european_table const* table;
};

implementation const implementations[] = {BENCH_EUROPEAN(BENCH_ROW)};

constexpr std::size_t sizes[] = {256, 4096, 4194304};  // L1, L2, memory

/// A book with its memory. Columns start a few cache lines apart from multiples of 4 KiB, so that the streams of the large
/// book do not all fall into one set of the L1 cache.
template <class T>
class owned_book {
public:
    explicit owned_book(std::size_t n) : storage_(columns * (n + stagger)) {
        bench::random draw(20240229);
        for (std::size_t i = 0; i < n; ++i) {
            double const spot   = draw.uniform(50.0, 150.0);
            double const row[7] = {spot, spot * draw.uniform(0.7, 1.4), draw.uniform(7.0 / 365.0, 2.0),
                                   draw.uniform(0.0, 0.08), draw.uniform(0.0, 0.05), draw.uniform(0.1, 1.2),
                                   draw.uniform(0.0, 1.0) < 0.5 ? -1.0 : 1.0};
            for (std::size_t c = 0; c < 7; ++c)
                column(c, n)[i] = static_cast<T>(row[c]);
        }
        view_ = {n, column(0, n), column(1, n), column(2, n), column(3, n), column(4, n), column(5, n), column(6, n),
                 column(7, n), column(8, n), column(9, n), column(10, n), column(11, n), column(12, n)};
    }
    [[nodiscard]] bench::european_book<T> const& view() const { return view_; }

private:
    static constexpr std::size_t columns = 13;
    static constexpr std::size_t stagger = 3 * 64 / sizeof(T);
    T* column(std::size_t c, std::size_t n) { return storage_.data() + c * (n + stagger); }

    std::vector<T> storage_;
    bench::european_book<T> view_{};
};

/// Books are made when first used and shared by all implementations.
template <class T>
bench::european_book<T> const& book(std::size_t n) {
    static std::map<std::size_t, std::unique_ptr<owned_book<T>>> books;
    auto& place = books[n];
    if (!place)
        place = std::make_unique<owned_book<T>>(n);
    return place->view();
}

template <class T>
std::vector<T const*> outputs(bench::european_book<T> const& b, bool greeks) {
    return greeks ? std::vector<T const*>{b.price, b.delta, b.gamma, b.vega, b.theta, b.rho}
                  : std::vector<T const*>{b.price};
}

/// Largest deviation of any output from scalar_libm in double on the same inputs, relative to the output's largest value.
template <class T>
double deviation(void (*run)(bench::european_book<T> const&), bool greeks) {
    constexpr std::size_t n = 4096;
    bench::european_book<T> const& tested = book<T>(n);
    owned_book<double> exact(n);
    bench::european_book<double> const& reference = exact.view();
    T const* const from[]    = {tested.spot,           tested.strike,     tested.expiry, tested.rate,
                                tested.dividend_yield, tested.volatility, tested.sign};
    double const* const to[] = {reference.spot,           reference.strike,     reference.expiry, reference.rate,
                                reference.dividend_yield, reference.volatility, reference.sign};
    for (std::size_t c = 0; c < std::size(from); ++c)
        std::copy(from[c], from[c] + n, const_cast<double*>(to[c]));  // the floats' values, exactly
    BENCH_JOIN(european, scalar_libm, BENCH_BASELINE).greeks_double(reference);
    for (T const* column : outputs(tested, greeks))
        std::fill_n(const_cast<T*>(column), n, std::numeric_limits<T>::quiet_NaN());
    run(tested);
    double worst = 0.0;
    auto const got = outputs(tested, greeks);
    auto const want = outputs(reference, greeks);
    for (std::size_t c = 0; c < got.size(); ++c) {
        double difference = 0.0, scale = 0.0;
        for (std::size_t i = 0; i < n; ++i) {
            double const d = std::fabs(static_cast<double>(got[c][i]) - want[c][i]);
            difference     = d <= difference ? difference : d;  // NaN stays
            scale          = std::fmax(scale, std::fabs(want[c][i]));
        }
        worst = difference / scale <= worst ? worst : difference / scale;
    }
    return worst;
}

template <class T>
void add_work(std::string const& work, implementation const& by, void (*run)(bench::european_book<T> const&),
              char const* type, bool greeks) {
    if (run == nullptr)
        return;
    std::string const label = work + "/" + by.name + "/" + type + "/" + by.isa;
    bench::accept_deviation(label, deviation(run, greeks), sizeof(T) == 8 ? 1e-9 : 1e-4);
    for (std::size_t const n : sizes)
        bench::add(bench::path(work, by.name, type, by.isa, n), n, [run, n] { run(book<T>(n)); });
}

}  // namespace

void bench::add_european() {
    for (implementation const& by : implementations) {
        if (!cpu_runs(by.isa))
            continue;
        add_work("european_price", by, by.table->price_double, "double", false);
        add_work("european_greeks", by, by.table->greeks_double, "double", true);
        add_work("european_price", by, by.table->price_float, "float", false);
        add_work("european_greeks", by, by.table->greeks_float, "float", true);
    }
}
