// SPDX-License-Identifier: BSL-1.0

/// @file  greeks_throughput.cpp
/// @brief This machine's figures in some ten seconds: time per option of prices, greeks, a chain's tick and implied
///        volatilities, on the instruction set this program is compiled for, against the textbook formula in a loop.

#include <longgamma/core/aligned_vector.hpp>
#include <longgamma/pricing/evaluate.hpp>
#include <longgamma/pricing/implied_volatility.hpp>
#include <longgamma/pricing/option_chain.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <random>
#include <string_view>
#include <vector>

namespace {

namespace lg = longgamma;

constexpr std::size_t options    = 4096;  // in the L2 cache, too many for a branch predictor to learn by heart
constexpr std::size_t most       = 19;    // outputs
constexpr double seconds_of_each = 0.3;

template <class T>
struct book {
    lg::aligned_vector<T> spot, strike, expiry, rate, dividend_yield, volatility, sign, quote, guess, implied;
    lg::aligned_vector<T> out[most];
    std::vector<lg::implied_volatility_status> status;

    book() : quote(options), implied(options), status(options) {
        std::mt19937_64 engine(20240229);
        auto const draw = [&](double low, double high) {
            return static_cast<T>(std::uniform_real_distribution<double>(low, high)(engine));
        };
        for (std::size_t i = 0; i < options; ++i) {
            spot.push_back(draw(50.0, 150.0));
            strike.push_back(spot[i] * draw(0.8, 1.25));
            expiry.push_back(draw(0.1, 2.0));
            rate.push_back(draw(0.0, 0.08));
            dividend_yield.push_back(draw(0.0, 0.05));
            volatility.push_back(draw(0.15, 0.8));
            sign.push_back(strike[i] < spot[i] ? T(-1) : T(1));
            guess.push_back(volatility[i] * (i % 2 == 0 ? T(0.995) : T(1.005)));
        }
        for (auto& column : out)
            column.resize(options);
        lg::evaluate<lg::price>(columns(), quote);
    }
    [[nodiscard]] lg::european_columns<T> columns() const {
        return {.spot           = spot,
                .strike         = strike,
                .expiry         = expiry,
                .rate           = rate,
                .dividend_yield = dividend_yield,
                .volatility     = volatility,
                .sign           = sign};
    }
    [[nodiscard]] lg::european_quote_columns<T> quotes() const {
        return {.price          = quote,
                .spot           = spot,
                .strike         = strike,
                .expiry         = expiry,
                .rate           = rate,
                .dividend_yield = dividend_yield,
                .sign           = sign,
                .guess          = guess};
    }
};

/// The textbook formula with std::log, std::exp and std::erfc, one option after another: price, or with five greeks.
template <bool with_greeks, class T>
void textbook(book<T>& b, std::size_t i) {
    auto const cdf = [](T x) { return T(0.5) * std::erfc(x * T(-0.70710678118654752440)); };
    T const S = b.spot[i], t = b.expiry[i], r = b.rate[i], q = b.dividend_yield[i], w = b.sign[i];
    T const root = std::sqrt(t), total = b.volatility[i] * root;
    T const d1 = (std::log(S / b.strike[i]) + (r - q) * t) / total + T(0.5) * total, d2 = d1 - total;
    T const dividends = std::exp(-q * t), strike_value = b.strike[i] * std::exp(-r * t);
    T const cdf1 = cdf(w * d1), cdf2 = cdf(w * d2);
    b.out[0][i] = w * (S * dividends * cdf1 - strike_value * cdf2);
    if constexpr (with_greeks) {
        T const density = T(0.39894228040143267794) * std::exp(T(-0.5) * d1 * d1) * dividends;
        b.out[1][i]     = w * dividends * cdf1;
        b.out[2][i]     = density / (S * total);
        b.out[3][i]     = S * density * root;
        b.out[4][i] =
            w * (q * S * dividends * cdf1 - r * strike_value * cdf2) - S * density * b.volatility[i] / (T(2) * root);
        b.out[5][i] = w * t * strike_value * cdf2;
    }
}

/// Newton's method on the textbook price, from the volatility of greatest vega.
template <class T>
void newton(book<T>& b, std::size_t i) {
    auto const cdf = [](T x) { return T(0.5) * std::erfc(x * T(-0.70710678118654752440)); };
    T const t = b.expiry[i], w = b.sign[i], root = std::sqrt(t);
    T const spot_value   = b.spot[i] * std::exp(-b.dividend_yield[i] * t);
    T const strike_value = b.strike[i] * std::exp(-b.rate[i] * t);
    T const x            = std::log(spot_value / strike_value);
    T sigma              = std::fmax(std::sqrt(T(2) * std::fabs(x) / t), T(0.01));
    for (int step = 0; step < 100; ++step) {
        T const total = sigma * root, d1 = x / total + T(0.5) * total;
        T const price = w * (spot_value * cdf(w * d1) - strike_value * cdf(w * (d1 - total)));
        T const change =
            (b.quote[i] - price) / (spot_value * T(0.39894228040143267794) * std::exp(T(-0.5) * d1 * d1) * root);
        sigma += change;
        if (!(std::fabs(change) > sigma * (sizeof(T) == 8 ? T(1e-12) : T(1e-5))))
            break;
    }
    b.implied[i] = sigma;
}

struct times {
    double least, median;  ///< ns per option
};

/// Runs `all()` over and over; it does `options` options.
template <class Run>
times measure(Run all) {
    using clock = std::chrono::steady_clock;
    std::vector<double> each;
    all();
    for (auto const start = clock::now(); clock::now() - start < std::chrono::duration<double>(seconds_of_each);) {
        auto const before = clock::now();
        all();
        each.push_back(std::chrono::duration<double, std::nano>(clock::now() - before).count() /
                       static_cast<double>(options));
    }
    std::sort(each.begin(), each.end());
    return {each.front(), each[each.size() / 2]};
}

template <class Run>
times measure_one_by_one(Run one) {
    return measure([&] {
        for (std::size_t i = 0; i < options; ++i)
            one(i);
    });
}

void print(char const* what, char const* type, times t, double plain) {
    std::printf("%-34s %-7s %9.2f %9.2f %12.1f %11.1f x\n", what, type, t.least, t.median, 1e3 / t.least,
                plain / t.least);
}

template <class T>
void all_of(char const* type) {
    book<T> b;
    times const price  = measure_one_by_one([&](std::size_t i) { textbook<false>(b, i); });
    times const greeks = measure_one_by_one([&](std::size_t i) { textbook<true>(b, i); });
    times const search = measure_one_by_one([&](std::size_t i) { newton(b, i); });
    print("plain loop: price", type, price, price.least);
    print("plain loop: price, 5 greeks", type, greeks, greeks.least);
    print("plain loop: implied volatility", type, search, search.least);

    auto const in = b.columns();
    auto& o       = b.out;
    print("price", type, measure([&] { lg::evaluate<lg::price>(in, o[0]); }), price.least);
    print("price, 5 greeks", type, measure([&] {
              lg::evaluate<lg::price, lg::delta, lg::gamma, lg::vega, lg::theta, lg::rho>(in, o[0], o[1], o[2], o[3],
                                                                                          o[4], o[5]);
          }),
          greeks.least);
    print("price, 18 greeks to third order", type, measure([&] {
              lg::evaluate<lg::price, lg::delta, lg::gamma, lg::vega, lg::theta, lg::rho, lg::forward_rho, lg::epsilon,
                           lg::vanna, lg::volga, lg::charm, lg::veta, lg::vera, lg::speed, lg::zomma, lg::colour,
                           lg::ultima, lg::dual_delta, lg::dual_gamma>(in, o[0], o[1], o[2], o[3], o[4], o[5], o[6],
                                                                       o[7], o[8], o[9], o[10], o[11], o[12], o[13],
                                                                       o[14], o[15], o[16], o[17], o[18]);
          }),
          greeks.least);
    lg::option_chain<T> const chain({.spot = T(100), .expiry = T(0.25), .rate = T(0.03)}, b.strike, b.volatility,
                                    b.sign);
    print("chain at a new spot: delta, gamma", type, measure([&, spot = T(100)]() mutable {
              spot = spot < T(101) ? spot + T(0.01) : T(100);
              chain.template evaluate<lg::price, lg::delta, lg::gamma>(spot, o[0], o[1], o[2]);
          }),
          price.least);
    print("implied volatility", type, measure([&] { lg::implied_volatility(b.quotes(), b.implied, b.status); }),
          search.least);
    print("the same, guess within 0.5 %", type,
          measure([&] { lg::implied_volatility(b.quotes(), b.implied, b.status, lg::warm_start<2>); }), search.least);
}

}  // namespace

int main() {
    std::printf(
        "longgamma on %s; %zu options; columns: ns per option, smallest and median; million options per second;\n"
        "and speed against the plain loop of the same number type (18 greeks: that of 5; chain: that of the price)\n\n",
        lg::instruction_set, options);
    std::printf("%-34s %-7s %9s %9s %12s %13s\n", "", "", "ns", "median", "M/s", "speed");
    all_of<double>("double");
    all_of<float>("float");
    if (std::string_view(lg::instruction_set) == "sse2")
        std::printf("\nThis is the baseline of x86-64. Compile with -march=native to use what this processor has.\n");
}
