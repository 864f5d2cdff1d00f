// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/market/cost_curve.hpp
/// @brief What a trade costs: curves C(q) with their derivative C'(q), which add with `+`.

#include <longgamma/core/require.hpp>
#include <longgamma/math/elementary.hpp>

#include <concepts>

namespace longgamma::inline LONGGAMMA_ABI {

/// Cost of one trade by kind, each >= 0 in the quote currency.
template <real T>
struct cost_breakdown {
    T fee         = T(0);  ///< proportional commission or exchange fee
    T half_spread = T(0);  ///< distance from mid to the quote
    T impact      = T(0);  ///< the trade's own effect on the price
    T gas         = T(0);  ///< fixed amount per trade: gas, ticket

    [[nodiscard]] T total() const noexcept { return fee + half_spread + impact + gas; }

    friend cost_breakdown operator+(cost_breakdown const& a, cost_breakdown const& b) noexcept {
        return {a.fee + b.fee, a.half_spread + b.half_spread, a.impact + b.impact, a.gas + b.gas};
    }
};

/// A cost curve is a small value with three calls, for a signed trade q (units of the underlying) at mid price S:
///
/// - `cost(q, S)`: C(q) >= 0 in the quote currency; C(0) = 0 and C(-q) = C(q);
/// - `marginal_cost(q, S)`: the derivative dC/d|q| at |q|, at q = 0 from the right: what one more unit costs;
/// - `breakdown(q, S)`: C(q) by kind; `breakdown(q, S).total() == cost(q, S)` up to rounding.
///
/// All three are templates over `real`, branch-free and `noexcept`; NaN in, NaN out. A product which they return is a
/// `math::product`, so a lane costs what a scalar costs to the bit.
template <class C>
concept cost_curve = std::copy_constructible<C> && requires(C const& c, double q, double spot) {
    { c.cost(q, spot) } -> std::same_as<double>;
    { c.marginal_cost(q, spot) } -> std::same_as<double>;
    { c.breakdown(q, spot) } -> std::same_as<cost_breakdown<double>>;
};

/// A fee proportional to the traded value: \f$ C(q) = f\,|q|\,S \f$.
class proportional_fee {
public:
    /// @param rate f >= 0, a fraction of the traded value; 0.0002 is 2 basis points
    /// @throws std::invalid_argument
    constexpr explicit proportional_fee(double rate) : rate_(rate) {
        require(rate >= 0.0 && rate < 1.0, "proportional_fee", "rate", rate, "lie in [0, 1)");
    }
    template <real T>
    [[nodiscard]] T cost(T const& q, T const& spot) const noexcept {
        return math::product(T(as<T>(rate_) * math::abs(q)), spot);
    }
    template <real T>
    [[nodiscard]] T marginal_cost(T const&, T const& spot) const noexcept {
        return math::product(as<T>(rate_), spot);
    }
    template <real T>
    [[nodiscard]] cost_breakdown<T> breakdown(T const& q, T const& spot) const noexcept {
        return {.fee = cost(q, spot)};
    }

private:
    double rate_;
};

/// Half the bid-ask spread, paid on every trade: \f$ C(q) = h\,|q|\,S \f$.
class half_spread {
public:
    /// @param fraction h >= 0, a fraction of the mid price; 0.0001 is 1 basis point
    /// @throws std::invalid_argument
    constexpr explicit half_spread(double fraction) : fraction_(fraction) {
        require(fraction >= 0.0 && fraction < 1.0, "half_spread", "fraction", fraction, "lie in [0, 1)");
    }
    template <real T>
    [[nodiscard]] T cost(T const& q, T const& spot) const noexcept {
        return math::product(T(as<T>(fraction_) * math::abs(q)), spot);
    }
    template <real T>
    [[nodiscard]] T marginal_cost(T const&, T const& spot) const noexcept {
        return math::product(as<T>(fraction_), spot);
    }
    template <real T>
    [[nodiscard]] cost_breakdown<T> breakdown(T const& q, T const& spot) const noexcept {
        return {.half_spread = cost(q, spot)};
    }

private:
    double fraction_;
};

/// A fixed amount for each trade, whatever its size: \f$ C(q) = F \f$ for q != 0, C(0) = 0, C' = 0.
class fixed_cost {
public:
    /// @param amount F >= 0, quote currency
    /// @throws std::invalid_argument
    constexpr explicit fixed_cost(double amount) : amount_(amount) {
        require(amount >= 0.0 && amount < 1e300, "fixed_cost", "amount", amount, "be >= 0 and finite");
    }
    template <real T>
    [[nodiscard]] T cost(T const& q, T const&) const noexcept {
        return math::select(q == T(0), T(0), T(as<T>(amount_) + T(0) * q));  // NaN passes on
    }
    template <real T>
    [[nodiscard]] T marginal_cost(T const&, T const&) const noexcept {
        return T(0);
    }
    template <real T>
    [[nodiscard]] cost_breakdown<T> breakdown(T const& q, T const& spot) const noexcept {
        return {.gas = cost(q, spot)};
    }

private:
    double amount_;
};

/// Square-root market impact of a whole order: \f$ C(q) = Y\,\sigma_d\,S\,|q|\,\sqrt{|q|/V_d} \f$,
/// \f$ C'(q) = \tfrac32\,Y\,\sigma_d\,S\,\sqrt{|q|/V_d} \f$.
///
/// The law holds for the parent order: cutting it into pieces does not make it cheaper, so pass the whole trade.
/// @see B. Toth et al., Phys. Rev. X 1 (2011) 021006.
class square_root_impact {
public:
    struct params {
        double coefficient = 1.0;  ///< Y >= 0, of order one
        double daily_volatility;   ///< sigma_d >= 0, per sqrt(day) as a fraction
        double daily_volume;       ///< V_d > 0, units of the underlying per day
    };
    /// @throws std::invalid_argument
    constexpr explicit square_root_impact(params const& p)
        : scale_(p.coefficient * p.daily_volatility), inverse_volume_(1.0 / p.daily_volume) {
        require(p.coefficient >= 0.0, "square_root_impact", "coefficient", p.coefficient, "be >= 0");
        require(p.daily_volatility >= 0.0, "square_root_impact", "daily_volatility", p.daily_volatility, "be >= 0");
        require(p.daily_volume > 0.0, "square_root_impact", "daily_volume", p.daily_volume, "be positive");
        require(scale_ < 1e300 && p.daily_volume < 1e300, "square_root_impact: params must be finite");
    }
    template <real T>
    [[nodiscard]] T cost(T const& q, T const& spot) const noexcept {
        T const size = math::abs(q);
        return math::product(T(as<T>(scale_) * spot * size), math::sqrt(T(size * as<T>(inverse_volume_))));
    }
    template <real T>
    [[nodiscard]] T marginal_cost(T const& q, T const& spot) const noexcept {
        return math::product(T(T(1.5) * as<T>(scale_) * spot), math::sqrt(T(math::abs(q) * as<T>(inverse_volume_))));
    }
    template <real T>
    [[nodiscard]] cost_breakdown<T> breakdown(T const& q, T const& spot) const noexcept {
        return {.impact = cost(q, spot)};
    }

private:
    double scale_, inverse_volume_;
};

/// The sum of two curves, term by term.
template <cost_curve A, cost_curve B>
class cost_sum {
public:
    constexpr cost_sum(A first, B second) : first_(first), second_(second) {}

    template <real T>
    [[nodiscard]] T cost(T const& q, T const& spot) const noexcept {
        return first_.cost(q, spot) + second_.cost(q, spot);
    }
    template <real T>
    [[nodiscard]] T marginal_cost(T const& q, T const& spot) const noexcept {
        return first_.marginal_cost(q, spot) + second_.marginal_cost(q, spot);
    }
    template <real T>
    [[nodiscard]] cost_breakdown<T> breakdown(T const& q, T const& spot) const noexcept {
        return first_.breakdown(q, spot) + second_.breakdown(q, spot);
    }

private:
    [[no_unique_address]] A first_;
    [[no_unique_address]] B second_;
};

/// Costs of one trade in one market add: `fees_bps(2) + half_spread_bps(1) + gas(3.50)`.
template <cost_curve A, cost_curve B>
[[nodiscard]] constexpr cost_sum<A, B> operator+(A a, B b) {
    return {a, b};
}

/// A market that charges nothing.
class no_cost {
public:
    template <real T>
    [[nodiscard]] T cost(T const&, T const&) const noexcept {
        return T(0);
    }
    template <real T>
    [[nodiscard]] T marginal_cost(T const&, T const&) const noexcept {
        return T(0);
    }
    template <real T>
    [[nodiscard]] cost_breakdown<T> breakdown(T const&, T const&) const noexcept {
        return {};
    }
};

/// @ref proportional_fee in basis points of the traded value.
[[nodiscard]] constexpr proportional_fee fees_bps(double basis_points) { return proportional_fee(basis_points * 1e-4); }
/// @ref half_spread in basis points of the mid price.
[[nodiscard]] constexpr half_spread half_spread_bps(double basis_points) { return half_spread(basis_points * 1e-4); }
/// @ref fixed_cost in the quote currency.
[[nodiscard]] constexpr fixed_cost gas(double amount) { return fixed_cost(amount); }

}  // namespace longgamma::inline LONGGAMMA_ABI
