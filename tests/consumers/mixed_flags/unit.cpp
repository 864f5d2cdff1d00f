// SPDX-License-Identifier: BSL-1.0
// Compiled once for each instruction set; MIXED_UNIT is the name of the function.
#include "unit.hpp"

#include <longgamma/pricing/evaluate.hpp>
#include <longgamma/pricing/implied_volatility.hpp>

#include <span>

namespace lg = longgamma;

mixed_unit MIXED_UNIT;

void MIXED_UNIT(mixed_book const& book, mixed_answers& out) {
    out.instruction_set = lg::instruction_set;
    out.lanes           = lg::simd::lanes<lg::simd::batch<double>>;
    lg::evaluate<lg::price, lg::delta, lg::gamma>({.spot           = book.spot,
                                                   .strike         = std::span(book.strike),
                                                   .expiry         = std::span(book.expiry),
                                                   .rate           = book.rate,
                                                   .dividend_yield = book.dividend_yield,
                                                   .volatility     = std::span(book.volatility),
                                                   .sign           = std::span(book.sign)},
                                                  out.price, out.delta, out.gamma);

    float strike[mixed_rows];
    for (std::size_t i = 0; i < mixed_rows; ++i)
        strike[i] = static_cast<float>(book.strike[i]);
    lg::evaluate<lg::price>({.spot = 100.0F, .strike = std::span(strike), .expiry = 0.5F, .volatility = 0.25F},
                            out.single);

    for (std::size_t i = 0; i < mixed_rows; ++i) {
        auto const type = book.sign[i] > 0.0 ? lg::call : lg::put;
        out.alone[i]    = lg::greeks({.spot           = book.spot,
                                      .strike         = book.strike[i],
                                      .expiry         = book.expiry[i],
                                      .rate           = book.rate,
                                      .dividend_yield = book.dividend_yield,
                                      .volatility     = book.volatility[i]},
                                     type)
                           .price;
        out.implied[i] = lg::implied_volatility({.price          = out.price[i],
                                                 .spot           = book.spot,
                                                 .strike         = book.strike[i],
                                                 .expiry         = book.expiry[i],
                                                 .rate           = book.rate,
                                                 .dividend_yield = book.dividend_yield},
                                                type)
                             .volatility;
    }
}
