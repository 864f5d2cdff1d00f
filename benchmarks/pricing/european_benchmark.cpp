// SPDX-License-Identifier: BSL-1.0
// european_price .. european_all: books of European options in which every input varies from option to option.

#include "support/implementations.hpp"
#include "support/registry.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <memory>

#define BENCH_EUROPEAN(F)                                     \
    BENCH_FOR_EACH_ISA(F, european, longgamma)                \
    BENCH_FOR_EACH_ISA(F, european, scalar_libm)              \
    BENCH_FOR_EACH_ISA(F, european, compiler_vectorised)      \
    BENCH_FOR_EACH_ISA(F, european, compiler_vectorised_hart) \
    BENCH_FOR_EACH_ISA(F, european, xsimd_math)               \
    BENCH_FOR_QUANTLIB(F, european)
#define BENCH_COPY(F) BENCH_FOR_EACH_ISA(F, copy, own)

BENCH_EUROPEAN(BENCH_DECLARE)
BENCH_COPY(BENCH_DECLARE)

namespace {

struct implementation {
    char const *name, *isa;
    bench::european_table const* table;
};
struct copy_implementation {
    char const *name, *isa;
    bench::copy_table const* table;
};

implementation const implementations[] = {BENCH_EUROPEAN(BENCH_ROW)};
copy_implementation const copies[]     = {BENCH_COPY(BENCH_ROW)};

constexpr std::size_t small = 256, medium = 4096, large = 4194304;  // L1, L2, memory

struct work {
    char const* name;
    std::size_t outputs;
    bool all_sizes;  ///< the subsets between one and six outputs: 4096 options only
};
constexpr work works[bench::european_works] = {{"european_price", 1, true},
                                               {"european_price_delta", 2, false},
                                               {"european_price_delta_gamma", 3, false},
                                               {"european_greeks", 6, true},
                                               {"european_all", bench::european_book<double>::outputs, true}};

/// A book with its memory.
template <class T>
class owned_book {
public:
    explicit owned_book(std::size_t n) : columns_(inputs + bench::european_book<T>::outputs, n) {
        bench::random draw(20240229);
        for (std::size_t i = 0; i < n; ++i) {
            double const spot        = draw.uniform(50.0, 150.0);
            double const row[inputs] = {spot,
                                        spot * draw.uniform(0.7, 1.4),
                                        draw.uniform(7.0 / 365.0, 2.0),
                                        draw.uniform(0.0, 0.08),
                                        draw.uniform(0.0, 0.05),
                                        draw.uniform(0.1, 1.2),
                                        draw.uniform(0.0, 1.0) < 0.5 ? -1.0 : 1.0};
            for (std::size_t c = 0; c < inputs; ++c)
                columns_[c][i] = static_cast<T>(row[c]);
        }
        view_ = {n, columns_[0], columns_[1], columns_[2], columns_[3], columns_[4], columns_[5], columns_[6], {}};
        for (std::size_t c = 0; c < bench::european_book<T>::outputs; ++c) {
            view_.out[c] = columns_[inputs + c];
            std::fill_n(view_.out[c], n, T(0));  // or the first row to be timed pays for the pages
        }
    }
    [[nodiscard]] bench::european_book<T> const& view() const { return view_; }
    [[nodiscard]] T* input(std::size_t c) const { return columns_[c]; }

    static constexpr std::size_t inputs = 7;

private:
    bench::columns<T> columns_;
    bench::european_book<T> view_{};
};

/// Books are made when first used and shared by all implementations.
template <class T>
owned_book<T> const& book(std::size_t n) {
    static std::map<std::size_t, std::unique_ptr<owned_book<T>>> books;
    auto& place = books[n];
    if (!place)
        place = std::make_unique<owned_book<T>>(n);
    return *place;
}

/// Largest deviation of any output from scalar_libm in double on the same inputs, relative to the output's largest
/// value.
template <class T>
double deviation(bench::european_function<T> run, std::size_t outputs) {
    owned_book<T> const& tested = book<T>(medium);
    owned_book<double> const exact(medium);
    for (std::size_t c = 0; c < owned_book<T>::inputs; ++c)
        std::copy_n(tested.input(c), medium, exact.input(c));  // the floats' values, exactly
    BENCH_JOIN(european, scalar_libm, BENCH_BASELINE).in_double[bench::all_greeks](exact.view());
    for (std::size_t c = 0; c < outputs; ++c)
        std::fill_n(tested.view().out[c], medium, std::numeric_limits<T>::quiet_NaN());
    run(tested.view());
    double worst = 0.0;
    for (std::size_t c = 0; c < outputs; ++c) {
        double difference = 0.0, scale = 0.0;
        for (std::size_t i = 0; i < medium; ++i) {
            double const want = exact.view().out[c][i];
            double const d    = std::fabs(static_cast<double>(tested.view().out[c][i]) - want);
            difference        = d <= difference ? difference : d;  // NaN stays
            scale             = std::fmax(scale, std::fabs(want));
        }
        worst = difference / scale <= worst ? worst : difference / scale;
    }
    return worst;
}

template <class T>
void add_works(implementation const& by, bench::european_function<T> const (&functions)[bench::european_works],
               char const* type) {
    for (std::size_t w = 0; w < bench::european_works; ++w) {
        auto const run = functions[w];
        if (run == nullptr)
            continue;
        std::string const label = std::string(works[w].name) + "/" + by.name + "/" + type + "/" + by.isa;
        bench::accept_deviation(label, deviation(run, works[w].outputs), sizeof(T) == 8 ? 1e-9 : 1e-4);
        for (std::size_t const n : {small, medium, large})
            if (works[w].all_sizes || n == medium)
                bench::add(bench::path(works[w].name, by.name, type, by.isa, n), n,
                           [run, n] { run(book<T>(n).view()); });
    }
}

void add_copy(std::string const& name, char const* isa, bench::european_function<double> run) {
    auto const& small_book = book<double>(medium).view();
    run(small_book);
    double worst = 0.0;
    for (std::size_t c = 0; c < 6; ++c)
        for (std::size_t i = 0; i < medium; ++i)
            worst = std::fmax(worst,
                              std::fabs(small_book.out[c][i] - book<double>(medium).input(c)[i] - small_book.sign[i]));
    bench::accept_deviation("european_greeks/" + name + "/double/" + isa, worst, 1e-12);
    bench::add(bench::path("european_greeks", name, "double", isa, large), large,
               [run] { run(book<double>(large).view()); });
}

}  // namespace

void bench::add_european() {
    for (implementation const& by : implementations)
        if (cpu_runs(by.isa)) {
            add_works(by, by.table->in_double, "double");
            add_works(by, by.table->in_float, "float");
        }
    for (copy_implementation const& by : copies)
        if (cpu_runs(by.isa)) {
            add_copy("copy_plain", by.isa, by.table->plain);
            add_copy("copy_streamed", by.isa, by.table->streamed);
        }
}
