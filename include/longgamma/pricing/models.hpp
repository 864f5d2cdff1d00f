// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/pricing/models.hpp
/// @brief European options under the lognormal models: Black-Scholes-Merton, Garman-Kohlhagen, Black (1976), displaced
///        Black. Inputs only; the values are in pricing/black_scholes.hpp.

#include <longgamma/core/real.hpp>

namespace longgamma::inline LONGGAMMA_ABI {

/// An option on a spot price with a continuous yield (Black-Scholes-Merton). Each field is one number or lanes of numbers.
///
/// A cost of carry b (futures: 0) is `dividend_yield = rate - b`.
template <real T>
struct european_option {
    T spot;                   ///< S >= 0, currency
    T strike;                 ///< K >= 0, currency
    T expiry;                 ///< T >= 0, years to expiry
    T rate           = T(0);  ///< r, continuously compounded; may be negative
    T dividend_yield = T(0);  ///< q, continuously compounded; may be negative
    T volatility;             ///< sigma >= 0, per sqrt(year); 0.20 is 20 %
};

/// An option on a currency (Garman-Kohlhagen): the foreign rate is the yield. `rho` is the sensitivity to the domestic
/// rate, `epsilon` to the foreign one.
template <real T>
struct currency_option {
    T spot;                  ///< S >= 0, domestic currency per unit of foreign currency
    T strike;                ///< K >= 0, as the spot
    T expiry;                ///< T >= 0, years to expiry
    T domestic_rate = T(0);  ///< continuously compounded; may be negative
    T foreign_rate  = T(0);  ///< continuously compounded; may be negative
    T volatility;            ///< sigma >= 0, per sqrt(year)
};

/// An option on a forward or future, discounted at a rate (Black 1976); with a displacement, the shifted model, in which
/// forward + displacement is lognormal, so that negative forwards and strikes down to -displacement are allowed.
///
/// delta, gamma, ... are derivatives by the forward; theta, charm, veta, colour hold the forward fixed. `rho` is that of a
/// fixed spot, whose forward moves with the rate; `forward_rho` is that of a fixed forward, -T V.
template <real T>
struct black_option {
    T forward;             ///< F, F + displacement >= 0, currency
    T strike;              ///< K, K + displacement >= 0, currency
    T expiry;              ///< T >= 0, years to expiry
    T rate = T(0);         ///< r of the discount factor e^{-rT}
    T volatility;          ///< sigma >= 0 of F + displacement, per sqrt(year)
    T displacement = T(0); ///< currency
};

/// The same with the discount factor of a curve in place of the rate: r = -ln(D)/T wherever a formula needs r.
template <real T>
struct forward_option {
    T forward;               ///< F, F + displacement >= 0, currency
    T strike;                ///< K, K + displacement >= 0, currency
    T expiry;                ///< T >= 0, years to expiry
    T discount_factor = T(1);///< D > 0, value today of one unit of currency at expiry
    T volatility;            ///< sigma >= 0 of F + displacement, per sqrt(year)
    T displacement = T(0);   ///< currency
};

}  // namespace longgamma::inline LONGGAMMA_ABI
