// SPDX-License-Identifier: BSL-1.0

/// @file  greeks_throughput.cpp
/// @brief Your own figures in ten seconds: what price, greeks, a chain's tick and implied volatility cost on this machine with
///        the flags this program was compiled with, against a plain loop over the C++ library's functions.

#include <longgamma/pricing.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <span>
#include <vector>

namespace {

namespace lg = longgamma;
using clock_type = std::chrono::steady_clock;

constexpr std::size_t count = 4096;  // fits the L2 cache, too many for a branch predictor to learn

/// 4096 options, all inputs varying, with room for every output.
template <class T>
struct book {
    lg::aligned_vector<T> spot, strike, expiry, rate, dividend_yield, volatility, sign;
    std::vector<lg::aligned_vector<T>> out{19, lg::aligned_vector<T>(count)};
    std::vector<lg::implied_volatility_status> status{count};

    book() {
        std::uint64_t state = 20240229;
        auto const uniform  = [&](double low, double high) {
            state = state * 6364136223846793005U + 1442695040888963407U;
            return low + (high - low) * static_cast<double>(state >> 11U) * 0x1p-53;
        };
        for (std::size_t i = 0; i < count; ++i) {
            double const s = uniform(50.0, 150.0);
            spot.push_back(static_cast<T>(s));
            strike.push_back(static_cast<T>(s * uniform(0.7, 1.4)));
            expiry.push_back(static_cast<T>(uniform(7.0 / 365.0, 2.0)));
            rate.push_back(static_cast<T>(uniform(0.0, 0.08)));
            dividend_yield.push_back(static_cast<T>(uniform(0.0, 0.05)));
            volatility.push_back(static_cast<T>(uniform(0.1, 1.2)));
            sign.push_back(strike.back() > spot.back() ? T(1) : T(-1));  // out of the money
        }
    }
    [[nodiscard]] lg::european_columns<T> columns() const {
        return {.spot = spot, .strike = strike, .expiry = expiry, .rate = rate, .dividend_yield = dividend_yield,
                .volatility = volatility, .sign = sign};
    }
};

/// Price and five greeks by the textbook's formula, one option at a time.
template <class T>
void plain_loop(book<T>& b) {
    auto const cdf = [](T x) { return T(0.5) * std::erfc(x * T(-0.70710678118654752440)); };
    for (std::size_t i = 0; i < count; ++i) {
        T const S = b.spot[i], K = b.strike[i], t = b.expiry[i], r = b.rate[i], q = b.dividend_yield[i];
        T const w = b.sign[i], root = std::sqrt(t), s = b.volatility[i] * root;
        T const d1 = (std::log(S / K) + (r - q) * t) / s + T(0.5) * s, d2 = d1 - s;
        T const dq = std::exp(-q * t), K0 = K * std::exp(-r * t), n1 = cdf(w * d1), n2 = cdf(w * d2);
        T const density = T(0.39894228040143267794) * std::exp(T(-0.5) * d1 * d1) * dq;
        b.out[0][i] = w * (S * dq * n1 - K0 * n2);
        b.out[1][i] = w * dq * n1;
        b.out[2][i] = density / (S * s);
        b.out[3][i] = S * density * root;
        b.out[4][i] = w * (q * S * dq * n1 - r * K0 * n2) - S * density * b.volatility[i] / (T(2) * root);
        b.out[5][i] = w * t * K0 * n2;
    }
}

/// Nanoseconds per option: the fastest of many short runs (other load only adds) and the middle one.
struct timing {
    double fastest, middle;
};

template <class Work>
timing measure(Work work) {
    std::vector<double> samples;
    auto const end = clock_type::now() + std::chrono::milliseconds(500);
    do {
        auto const from = clock_type::now();
        work();
        std::chrono::duration<double, std::nano> const took = clock_type::now() - from;
        samples.push_back(took.count() / double(count));
    } while (clock_type::now() < end);
    std::sort(samples.begin(), samples.end());
    return {samples.front(), samples[samples.size() / 2]};
}

void print(char const* work, char const* type, timing const& t, double baseline) {
    std::printf("  %-36s %-7s %9.2f %9.2f %11.1f", work, type, t.fastest, t.middle, 1e3 / t.fastest);
    if (baseline > 0.0)
        std::printf(" %9.1fx", baseline / t.fastest);
    std::printf("\n");
}

template <class T>
void run(char const* type) {
    book<T> b;
    auto& o            = b.out;
    auto const columns = b.columns();
    double const plain = [&] {
        timing const t = measure([&] { plain_loop(b); });
        print("plain loop, price + 5 greeks", type, t, t.fastest);
        return t.fastest;
    }();
    print("price", type, measure([&] { lg::evaluate<lg::price>(columns, o[0]); }), 0.0);
    print("price + 5 greeks", type, measure([&] {
              lg::evaluate<lg::price, lg::delta, lg::gamma, lg::vega, lg::theta, lg::rho>(columns, o[0], o[1], o[2], o[3],
                                                                                         o[4], o[5]);
          }), plain);
    print("every greek to third order", type, measure([&] {
              lg::evaluate<lg::price, lg::delta, lg::gamma, lg::vega, lg::theta, lg::rho, lg::forward_rho, lg::epsilon,
                           lg::vanna, lg::volga, lg::charm, lg::veta, lg::vera, lg::speed, lg::zomma, lg::colour,
                           lg::ultima, lg::dual_delta, lg::dual_gamma>(
                  columns, o[0], o[1], o[2], o[3], o[4], o[5], o[6], o[7], o[8], o[9], o[10], o[11], o[12], o[13], o[14],
                  o[15], o[16], o[17], o[18]);
          }), 0.0);

    lg::option_chain<T> const chain({.spot = T(100), .expiry = T(0.25), .rate = T(0.03)}, std::span<T const>(b.strike),
                                    b.volatility, b.sign);
    T spot = T(100);
    print("tick of a chain: price, delta, gamma", type, measure([&] {
              spot = spot > T(101) ? T(99) : spot + T(0.01);
              chain.template evaluate<lg::price, lg::delta, lg::gamma>(spot, o[0], o[1], o[2]);
          }), 0.0);

    lg::evaluate<lg::price>(columns, o[0]);
    lg::european_quote_columns<T> const quotes{.price = o[0], .spot = b.spot, .strike = b.strike, .expiry = b.expiry,
                                               .rate = b.rate, .dividend_yield = b.dividend_yield, .sign = b.sign,
                                               .guess = b.volatility};
    print("implied volatility", type, measure([&] { lg::implied_volatility(quotes, o[1], b.status); }), 0.0);
    print("implied volatility, warm, one step", type,
          measure([&] { lg::implied_volatility(quotes, o[1], b.status, lg::warm_start<1>); }), 0.0);
    std::printf("\n");
}

}  // namespace

int main() {
    std::printf("longgamma, instruction set %s, %zu options at a time\n\n", lg::instruction_set, count);
    std::printf("  %-36s %-7s %9s %9s %11s %10s\n", "", "", "ns/option", "(middle)", "million/s", "plain loop");
    run<double>("double");
    run<float>("float");
    std::printf("  ns/option: the fastest of many runs of %zu options; (middle): the median run.\n", count);
    if (lg::simd::lanes<lg::simd::batch<double>> <= 2)
        std::printf("  Compiled for two numbers at a time: add -march=native, or -mavx2 -mfma, for wider lanes.\n");
}
