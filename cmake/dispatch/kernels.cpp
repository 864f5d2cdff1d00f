// SPDX-License-Identifier: BSL-1.0
// The kernels of the dispatch library, compiled once for each instruction set. The only symbol that leaves is a table.
#include "kernel_table.hpp"

#include <longgamma/pricing/evaluate.hpp>
#include <longgamma/pricing/implied_volatility.hpp>

#include <array>
#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>

namespace lg = longgamma;

#define LONGGAMMA_LEVEL_NAME LONGGAMMA_STRINGIZE(LONGGAMMA_DISPATCH_LEVEL)
#if defined(__x86_64__) || defined(__aarch64__)
static_assert([] {
    std::string_view const level = LONGGAMMA_LEVEL_NAME;
    return lg::instruction_set == (level == "avx2" ? std::string_view("avx2_fma") : level);
}(), "longgamma::dispatch sets the instruction set of each kernel itself: build it without -m flags of your own");
#endif

namespace longgamma_dispatch {
namespace {

// Rows are handled in blocks. A row's result does not depend on where it stands, so nothing changes.
constexpr std::size_t block = 512;

// Rows first .. first + n - 1.
template <class T>
lg::column<T> view(plain_column<T> const& c, std::size_t first, std::size_t n) noexcept {
    return c.rows == nullptr ? lg::column<T>(c.constant) : lg::column<T>(std::span<T const>(c.rows + first, n));
}

template <class... Outputs>
struct kernel {
    template <class T>
    static void run(plain_options<T> const& in, plain_outputs<T> const& out) noexcept {
        T scratch[block];  // what is computed but not wanted goes here, again and again
        for (std::size_t first = 0; first < in.count; first += block) {
            std::size_t const n  = in.count - first < block ? in.count - first : block;
            auto const view_of   = [=](plain_column<T> const& c) { return view(c, first, n); };
            auto const output_of = [&](std::size_t output) {
                T* const rows = out.rows[output];
                return std::span<T>(rows == nullptr ? scratch : rows + first, n);
            };
            lg::evaluate<Outputs...>(
                lg::european_columns<T>{.spot           = view_of(in.spot),
                                        .strike         = view_of(in.strike),
                                        .expiry         = view_of(in.expiry),
                                        .rate           = view_of(in.rate),
                                        .dividend_yield = view_of(in.dividend_yield),
                                        .volatility     = view_of(in.volatility),
                                        .sign           = view_of(in.sign)},
                output_of(lg::dispatch::detail::all_outputs::index<Outputs>())...);
        }
    }

    // Whether no output is wanted but these.
    template <class T>
    static bool suffices(plain_outputs<T> const& out) noexcept {
        bool here[output_count] = {};
        ((here[lg::dispatch::detail::all_outputs::index<Outputs>()] = true), ...);
        for (std::size_t i = 0; i < output_count; ++i)
            if (out.rows[i] != nullptr && !here[i])
                return false;
        return true;
    }
};

using price_alone    = kernel<lg::price>;
using price_and_risk = kernel<lg::price, lg::delta, lg::gamma, lg::vega, lg::theta, lg::rho>;
template <class List>
struct kernel_of;
template <class... Outputs>
struct kernel_of<lg::dispatch::detail::tag_list<Outputs...>> {
    using type = kernel<Outputs...>;
};
using everything = kernel_of<lg::dispatch::detail::all_outputs>::type;

template <class T>
void evaluate_lanes(plain_options<T> const& in, plain_outputs<T> const& out) noexcept {
    if (price_alone::suffices(out))
        price_alone::run(in, out);
    else if (price_and_risk::suffices(out))
        price_and_risk::run(in, out);
    else
        everything::run(in, out);
}

template <class Status>
consteval auto values_of() {
    return std::array{int(Status::ok),          int(Status::at_intrinsic),  int(Status::below_intrinsic),
                      int(Status::above_bound), int(Status::not_attainable), int(Status::invalid_input),
                      int(Status::not_converged)};
}
static_assert(sizeof(implied_volatility_status) == sizeof(lg::implied_volatility_status) &&
              values_of<implied_volatility_status>() == values_of<lg::implied_volatility_status>());

template <class Start, class T>
void solve(plain_quotes<T> const& in, std::size_t first, std::span<T> volatility,
           std::span<lg::implied_volatility_status> status) noexcept {
    auto const view_of = [&](plain_column<T> const& c) { return view(c, first, volatility.size()); };
    lg::implied_volatility(lg::european_quote_columns<T>{.price          = view_of(in.price),
                                                         .spot           = view_of(in.spot),
                                                         .strike         = view_of(in.strike),
                                                         .expiry         = view_of(in.expiry),
                                                         .rate           = view_of(in.rate),
                                                         .dividend_yield = view_of(in.dividend_yield),
                                                         .sign           = view_of(in.sign),
                                                         .guess          = view_of(in.guess)},
                           volatility, status, Start{});
}
template <class Start, class T>
void solve(plain_black_quotes<T> const& in, std::size_t first, std::span<T> volatility,
           std::span<lg::implied_volatility_status> status) noexcept {
    auto const view_of = [&](plain_column<T> const& c) { return view(c, first, volatility.size()); };
    lg::implied_black_volatility(lg::black_quote_columns<T>{.price           = view_of(in.price),
                                                            .forward         = view_of(in.forward),
                                                            .strike          = view_of(in.strike),
                                                            .expiry          = view_of(in.expiry),
                                                            .discount_factor = view_of(in.discount_factor),
                                                            .displacement    = view_of(in.displacement),
                                                            .sign            = view_of(in.sign),
                                                            .guess           = view_of(in.guess)},
                                 volatility, status, Start{});
}

// The status of a block is copied: it is another type on the other side, and may not be wanted.
template <class Start, class T, class Quotes>
void invert_blocks(Quotes const& in, plain_volatilities<T> const& out) noexcept {
    lg::implied_volatility_status status[block];
    for (std::size_t first = 0; first < in.count; first += block) {
        std::size_t const n = in.count - first < block ? in.count - first : block;
        solve<Start>(in, first, std::span<T>(out.volatility + first, n), std::span(status, n));
        if (out.status != nullptr)
            std::memcpy(out.status + first, status, n);
    }
}

template <class T, class Quotes>
void invert_rows(Quotes const& in, plain_volatilities<T> const& out) noexcept {
    if (in.warm_steps == 1)
        invert_blocks<lg::warm_start_type<1>>(in, out);
    else if (in.warm_steps == 2)
        invert_blocks<lg::warm_start_type<2>>(in, out);
    else
        invert_blocks<lg::cold_start_type>(in, out);
}

}  // namespace
}  // namespace longgamma_dispatch

#define LONGGAMMA_TABLE_1(level) longgamma_dispatch_kernels_##level
#define LONGGAMMA_TABLE(level) LONGGAMMA_TABLE_1(level)

extern "C" {
extern longgamma_dispatch::kernel_table const LONGGAMMA_TABLE(LONGGAMMA_DISPATCH_LEVEL);
longgamma_dispatch::kernel_table const LONGGAMMA_TABLE(LONGGAMMA_DISPATCH_LEVEL) = {
    .name                = LONGGAMMA_LEVEL_NAME,
    .evaluate_double     = longgamma_dispatch::evaluate_lanes<double>,
    .evaluate_float      = longgamma_dispatch::evaluate_lanes<float>,
    .invert_double       = longgamma_dispatch::invert_rows<double, longgamma_dispatch::plain_quotes<double>>,
    .invert_float        = longgamma_dispatch::invert_rows<float, longgamma_dispatch::plain_quotes<float>>,
    .invert_black_double = longgamma_dispatch::invert_rows<double, longgamma_dispatch::plain_black_quotes<double>>,
    .invert_black_float  = longgamma_dispatch::invert_rows<float, longgamma_dispatch::plain_black_quotes<float>>};
}
