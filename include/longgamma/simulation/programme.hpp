// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/simulation/programme.hpp
/// @brief What is bought, when, and how it is rolled.

#include <longgamma/core/clock.hpp>
#include <longgamma/position/option_book.hpp>

#include <cmath>

namespace longgamma::inline LONGGAMMA_ABI {

/// Where the strikes of a new book lie.
enum class strike_rule : unsigned char {
    at_the_money_spot,     ///< around the spot price
    at_the_money_forward,  ///< around the forward price S e^{(r-q) tau}
};

/// A straddle or strangle bought again and again: when one book is settled or sold, the next is bought at once.
class rolling_programme {
public:
    struct params {
        double tenor;              ///< years from purchase to expiry, in (0, 100]; e.g. `30 * days`
        double notional = 100e3;   ///< > 0, quote currency: quantity of each leg = notional / spot at purchase
        double width    = 0.0;     ///< in [0, 1): strikes at money * (1 -+ width); 0 is a straddle
        double side     = 1.0;     ///< +1 buys convexity, -1 sells it
        double sell_before = 0.0;  ///< years before expiry at which the book is sold and rolled; 0: held to settlement
        strike_rule strikes = strike_rule::at_the_money_spot;
    };
    /// @throws std::invalid_argument
    constexpr explicit rolling_programme(params const& p) : params_(p) {
        require(p.tenor > 0.0 && p.tenor <= 100.0, "rolling_programme", "tenor", p.tenor, "lie in (0, 100] (years)");
        require(p.notional > 0.0 && p.notional < 1e300, "rolling_programme", "notional", p.notional,
                "be positive and finite");
        require(p.width >= 0.0 && p.width < 1.0, "rolling_programme", "width", p.width, "lie in [0, 1)");
        require(p.side == 1.0 || p.side == -1.0, "rolling_programme", "side", p.side, "be +1 or -1");
        require(p.sell_before >= 0.0 && p.sell_before < p.tenor, "rolling_programme", "sell_before", p.sell_before,
                "lie in [0, tenor)");
    }
    [[nodiscard]] constexpr params const& parameters() const noexcept { return params_; }

    /// The book to buy at `now`, expiring at `expiry` (years on the run's clock).
    [[nodiscard]] option_book<double> book(mark<double> const& now, double expiry) const {
        double const carry = (now.rate - now.dividend_yield) * (expiry - now.time);
        double const money = params_.strikes == strike_rule::at_the_money_spot ? now.spot : now.spot * std::exp(carry);
        double const quantity = params_.side * params_.notional / now.spot;
        return params_.width == 0.0
                   ? straddle(money, expiry, quantity)
                   : strangle(money * (1.0 - params_.width), money * (1.0 + params_.width), expiry, quantity);
    }

private:
    params params_;
};

/// A straddle bought at the money and rolled: `rolling_straddle({.tenor = 30 * days})`.
[[nodiscard]] constexpr rolling_programme rolling_straddle(rolling_programme::params const& p) {
    return rolling_programme(p);
}

}  // namespace longgamma::inline LONGGAMMA_ABI
