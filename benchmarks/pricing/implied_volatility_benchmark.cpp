// SPDX-License-Identifier: BSL-1.0
// implied_volatility, implied_stress: quotes of out-of-the-money options in which every input varies.

#include "support/implementations.hpp"
#include "support/registry.hpp"

#include <cmath>
#include <cstdio>
#include <limits>
#include <memory>
#include <vector>

#define BENCH_IMPLIED(F)                             \
    BENCH_FOR_EACH_ISA(F, implied, longgamma)        \
    BENCH_FOR_EACH_ISA(F, implied, longgamma_scalar) \
    BENCH_FOR_EACH_ISA(F, implied, scalar_libm)      \
    BENCH_FOR_QUANTLIB(F, implied)

BENCH_IMPLIED(BENCH_DECLARE)

namespace {

struct implementation {
    char const *name, *isa;
    bench::implied_table const* table;
};

implementation const implementations[] = {BENCH_IMPLIED(BENCH_ROW)};

constexpr std::size_t quotes = 4096;

struct quote {
    double price, spot, strike, expiry, rate, dividend_yield, sign, volatility;
};

/// The textbook formula in extended precision, of the option that is out of the money: the volatility which made a
/// price is then the one that it implies, to more digits than any search here can find.
double out_of_the_money_price(quote& q) {
    using real              = long double;
    real const t            = static_cast<real>(q.expiry);
    real const spot_value   = static_cast<real>(q.spot) * std::exp(static_cast<real>(-q.dividend_yield) * t);
    real const strike_value = static_cast<real>(q.strike) * std::exp(static_cast<real>(-q.rate) * t);
    real const w            = strike_value >= spot_value ? real(1) : real(-1);
    real const total        = static_cast<real>(q.volatility) * std::sqrt(t);
    real const d1           = std::log(spot_value / strike_value) / total + total / 2;
    auto const cdf          = [](real x) { return std::erfc(-x / std::sqrt(real(2))) / 2; };
    q.sign                  = static_cast<double>(w);
    return static_cast<double>(w * (spot_value * cdf(w * d1) - strike_value * cdf(w * (d1 - total))));
}

/// What is quoted: a week to two years, 70 to 140 % of the spot, volatility 10 to 120 %, prices from 1e-10 of the spot
/// up.
quote realistic(bench::random& draw) {
    quote q{};
    q.spot           = draw.uniform(50.0, 150.0);
    q.strike         = q.spot * draw.uniform(0.7, 1.4);
    q.expiry         = draw.uniform(7.0 / 365.0, 2.0);
    q.rate           = draw.uniform(0.0, 0.08);
    q.dividend_yield = draw.uniform(0.0, 0.05);
    q.volatility     = draw.uniform(0.1, 1.2);
    return q;
}
constexpr double realistic_least = 1e-10;

/// What is not: |ln(K/S)| up to 3, total volatility from 0.01 to 4, prices from 1e-250 of the spot up to near their
/// bound.
quote stress(bench::random& draw) {
    quote q{};
    q.spot       = draw.uniform(50.0, 150.0);
    q.strike     = q.spot * std::exp(draw.uniform(-3.0, 3.0));
    q.expiry     = draw.uniform(7.0 / 365.0, 2.0);
    q.volatility = 0.01 * std::exp(draw.uniform(0.0, std::log(400.0))) / std::sqrt(q.expiry);
    return q;
}
constexpr double stress_least = 1e-250;

template <class T>
class owned_quotes {
public:
    owned_quotes(quote (*next)(bench::random&), double least) : owned_quotes() {
        bench::random draw(19730501);
        for (std::size_t i = 0; i < quotes;) {
            quote q = next(draw);
            for (double* field : {&q.spot, &q.strike, &q.expiry, &q.rate, &q.dividend_yield, &q.volatility})
                *field = static_cast<double>(static_cast<T>(*field));  // as a T can hold it
            q.price = out_of_the_money_price(q);
            if (q.price >= least * q.spot)
                set(i++, q);
        }
        guesses(0.0);
    }
    owned_quotes(owned_quotes const& other) : owned_quotes() {
        for (std::size_t i = 0; i < quotes; ++i)
            set(i, other.rows_[i]);
        guesses(0.0);
    }

    /// A guess off by plus or minus an amount, relative.
    void guesses(double off) {
        for (std::size_t i = 0; i < quotes; ++i)
            columns_[7][i] = static_cast<T>(rows_[i].volatility * (i % 2 == 0 ? 1.0 - off : 1.0 + off));
    }
    /// Replaces the rows which a search does not solve to `tolerance` by others that it does. @return how many it
    /// solves
    std::size_t keep_solved(bench::implied_function<T> run, double tolerance) {
        find(run);
        std::vector<quote> solved;
        for (std::size_t i = 0; i < quotes; ++i)
            if (error(i) <= tolerance)
                solved.push_back(rows_[i]);
        for (std::size_t i = 0; i < quotes && !solved.empty(); ++i)
            set(i, solved[i % solved.size()]);
        return solved.size();
    }
    /// Largest relative error of the volatilities found.
    double deviation(bench::implied_function<T> run) {
        find(run);
        double worst = 0.0;
        for (std::size_t i = 0; i < quotes; ++i)
            worst = error(i) <= worst ? worst : error(i);  // NaN stays
        return worst;
    }
    [[nodiscard]] bench::quote_book<T> view() {
        return {quotes,      columns_[0], columns_[1], columns_[2], columns_[3],   columns_[4],
                columns_[5], columns_[6], columns_[7], columns_[8], status_.data()};
    }

private:
    owned_quotes() : columns_(9, quotes), rows_(quotes), status_(quotes) {}

    void set(std::size_t i, quote const& q) {
        rows_[i]           = q;
        double const row[] = {q.price, q.spot, q.strike, q.expiry, q.rate, q.dividend_yield, q.sign};
        for (std::size_t c = 0; c < std::size(row); ++c)
            columns_[c][i] = static_cast<T>(row[c]);
    }
    void find(bench::implied_function<T> run) {
        for (std::size_t i = 0; i < quotes; ++i)
            columns_[8][i] = std::numeric_limits<T>::quiet_NaN();
        run(view());
    }
    [[nodiscard]] double error(std::size_t i) const {
        return std::fabs(static_cast<double>(columns_[8][i]) / rows_[i].volatility - 1.0);
    }

    bench::columns<T> columns_;
    std::vector<quote> rows_;
    std::vector<unsigned char> status_;
};

struct start {
    char const* suffix;
    double off;  ///< of the guess, relative
};
constexpr start starts[bench::implied_starts] = {{"", 0.0}, {"_warm", 0.005}, {"_near", 3e-5}};

/// One work. The rows of an implementation that does not solve all quotes are timed on those which it solves.
template <class T>
void add_work(std::string const& name, implementation const& by, bench::implied_function<T> run, char const* type,
              owned_quotes<T> const& all, double off, double tolerance) {
    if (run == nullptr)
        return;
    static std::vector<std::unique_ptr<owned_quotes<T>>> kept;
    auto own = std::make_unique<owned_quotes<T>>(all);
    own->guesses(off);
    std::string const label  = name + "/" + by.name + "/" + type + "/" + by.isa;
    std::size_t const solved = own->keep_solved(run, tolerance);
    own->guesses(off);
    if (solved < quotes)
        bench::report("solved:" + label, std::to_string(solved) + " of " + std::to_string(quotes));
    if (solved < quotes / 16)
        return;
    bench::accept_deviation(label, own->deviation(run), tolerance);
    kept.push_back(std::move(own));
    bench::add(bench::path(name, by.name, type, by.isa, quotes), quotes,
               [run, book = kept.back()->view()] { run(book); });
}

}  // namespace

void bench::add_implied_volatility() {
    owned_quotes<double> const likely(realistic, realistic_least), unlikely(stress, stress_least);
    owned_quotes<float> const likely_float(realistic, realistic_least);
    for (implementation const& by : implementations) {
        if (!cpu_runs(by.isa))
            continue;
        // The searches end at 1e-12 of the volatility, or where the digits of a textbook price do.
        for (std::size_t s = 0; s < implied_starts; ++s) {
            auto const [suffix, off] = starts[s];
            add_work("implied_volatility" + std::string(suffix), by, by.table->in_double[s], "double", likely, off,
                     1e-5);
            add_work("implied_volatility" + std::string(suffix), by, by.table->in_float[s], "float", likely_float, off,
                     1e-3);
        }
        add_work("implied_stress", by, by.table->in_double[cold], "double", unlikely, 0.0, 1e-6);
    }
}
