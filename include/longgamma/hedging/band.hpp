// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/hedging/band.hpp
/// @brief Bands: how far the position may lie from the one wanted before a trade pays for itself.

#include <longgamma/hedging/state.hpp>
#include <longgamma/market/cost_curve.hpp>

namespace longgamma::inline LONGGAMMA_ABI {

/// A constant half-width.
class fixed_band {
public:
    /// @param half_width >= 0, units of the underlying
    /// @throws std::invalid_argument
    constexpr explicit fixed_band(double half_width) : half_width_(half_width) {
        require(half_width >= 0.0 && half_width < 1e300, "fixed_band", "half_width", half_width, "be >= 0 and finite");
    }
    template <real T>
    [[nodiscard]] T operator()(hedge_state<T> const&) const noexcept {
        return as<T>(half_width_);
    }

private:
    double half_width_;
};

/// A constant half-width in deltas of one option (or straddle): the half-width in units of the underlying is
/// `half_width * options.size()`, so a book twice as large has a band twice as wide.
class delta_band {
public:
    /// @param half_width >= 0; 0.05 is five deltas
    /// @throws std::invalid_argument
    constexpr explicit delta_band(double half_width) : half_width_(half_width) {
        require(half_width >= 0.0 && half_width < 1e300, "delta_band", "half_width", half_width, "be >= 0 and finite");
    }
    template <real T>
    [[nodiscard]] T operator()(hedge_state<T> const& s) const noexcept {
        return math::product(as<T>(half_width_), s.options.size());
    }

private:
    double half_width_;
};

/// Whalley-Wilmott band: the asymptotically optimal half-width for proportional cost and exponential utility,
/// \f[ H = \Bigl(\frac{3}{2}\,\frac{e^{-r\tau}\,\kappa\,S\,\Gamma^2}{a}\Bigr)^{1/3} \f]
/// with the one-way cost rate \f$ \kappa = C'(q)/S \f$ read off the curve that the hedge trades on, the book's *net* gamma
/// at implied volatility, and the time tau to the first expiry. Meant for `trade_to_edge`.
///
/// @return half-width in units of the underlying; 0 where gamma is 0 or trading is free
/// @see A. E. Whalley, P. Wilmott, Mathematical Finance 7 (1997) 307-324.
template <cost_curve Curve>
class whalley_wilmott_band {
public:
    struct params {
        double risk_aversion;        ///< a > 0, per unit of the quote currency: absolute risk aversion of the whole book
        double typical_trade = 0.0;  ///< q >= 0 at which C'(q) is read, units of the underlying; 0: the first unit
    };
    /// @throws std::invalid_argument
    constexpr whalley_wilmott_band(Curve curve, params const& p)
        : curve_(curve), typical_trade_(p.typical_trade), factor_(1.5 / p.risk_aversion) {
        require(p.risk_aversion > 0.0 && p.risk_aversion < 1e300, "whalley_wilmott", "risk_aversion", p.risk_aversion,
                "be positive and finite");
        require(p.typical_trade >= 0.0 && p.typical_trade < 1e300, "whalley_wilmott", "typical_trade", p.typical_trade,
                "be >= 0 and finite");
    }
    template <real T>
    [[nodiscard]] T operator()(hedge_state<T> const& s) const noexcept {
        T const gamma_now = s.greeks.gamma;
        T const discount  = math::exp(T(-s.market.rate * s.options.time_to_expiry(s.market.time)));
        T const unit_cost = curve_.marginal_cost(as<T>(typical_trade_), s.market.spot);
        return math::cube_root(T(as<T>(factor_) * discount * unit_cost * gamma_now * gamma_now));
    }

private:
    [[no_unique_address]] Curve curve_;
    double typical_trade_, factor_;
};

/// @ref whalley_wilmott_band on a cost curve: `whalley_wilmott(world, {.risk_aversion = 0.05})`.
template <cost_curve Curve>
[[nodiscard]] constexpr whalley_wilmott_band<Curve> whalley_wilmott(
    Curve curve, typename whalley_wilmott_band<Curve>::params const& p) {
    return {curve, p};
}

}  // namespace longgamma::inline LONGGAMMA_ABI
