// SPDX-License-Identifier: BSL-1.0
// One program of units built with different -m flags. Each unit must give what its own flags say: the lanes of its
// instruction set, and numbers which agree with those of the others to rounding. Units that the processor can not run
// are reported and left out.
#include "unit.hpp"

#include <cmath>
#include <cstdio>
#include <cstring>
#include <initializer_list>

mixed_unit mixed_unit_sse2, mixed_unit_avx2, mixed_unit_avx512;

namespace {

struct unit {
    mixed_unit* run;
    char const* instruction_set;
    std::size_t lanes;
    bool supported;
};

mixed_book make_book() {
    mixed_book book{};
    book.spot           = 100.0;
    book.rate           = 0.03;
    book.dividend_yield = 0.01;
    for (std::size_t i = 0; i < mixed_rows; ++i) {
        double const x     = static_cast<double>(i) / static_cast<double>(mixed_rows - 1);
        book.strike[i]     = 70.0 + 60.0 * x;
        book.expiry[i]     = 0.05 + 1.5 * x * x;
        book.volatility[i] = 0.15 + 0.4 * (1.0 - x);
        book.sign[i]       = i % 3 == 0 ? -1.0 : 1.0;
    }
    return book;
}

int failures = 0;

void expect(bool condition, char const* unit, char const* what, std::size_t row) {
    if (!condition && ++failures <= 20)
        std::printf("%s: %s, row %zu\n", unit, what, row);
}

}  // namespace

int main() {
    mixed_book const book = make_book();
    static mixed_answers answers[3];
    bool const avx2     = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    bool const avx512   = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512cd") &&
                        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") &&
                        __builtin_cpu_supports("avx512vl");
    unit const units[] = {{mixed_unit_sse2, "sse2", 2, true},
                          {mixed_unit_avx2, "avx2_fma", 4, avx2},
                          {mixed_unit_avx512, "avx512", 8, avx512}};

    // The widest first: what it computes must not change what the narrower ones do.
    for (std::size_t const k : {2U, 1U, 0U}) {
        unit const& u = units[k];
        if (!u.supported) {
            std::printf("skipped: this processor does not run %s\n", u.instruction_set);
            continue;
        }
        mixed_answers& a = answers[k];
        u.run(book, a);
        expect(std::strcmp(a.instruction_set, u.instruction_set) == 0, u.instruction_set, a.instruction_set, 0);
        expect(a.lanes == u.lanes, u.instruction_set, "number of lanes", a.lanes);
        for (std::size_t i = 0; i < mixed_rows; ++i) {
            expect(a.price[i] == a.alone[i], u.instruction_set, "array and single call differ", i);
            expect(std::fabs(a.implied[i] - book.volatility[i]) < 1e-9, u.instruction_set, "implied volatility", i);
        }
    }
    for (std::size_t k = 1; k < 3; ++k)
        if (units[k].supported)
            for (std::size_t i = 0; i < mixed_rows; ++i) {
                char const* const name = units[k].instruction_set;
                expect(std::fabs(answers[k].price[i] - answers[0].price[i]) < 2e-13, name, "price", i);
                expect(std::fabs(answers[k].delta[i] - answers[0].delta[i]) < 1e-14, name, "delta", i);
                expect(std::fabs(answers[k].gamma[i] - answers[0].gamma[i]) < 1e-14, name, "gamma", i);
                expect(std::fabs(answers[k].single[i] - answers[0].single[i]) < 1e-4F, name, "price, float", i);
            }
    std::printf("%d differences\n", failures);
    return failures == 0 ? 0 : 1;
}
