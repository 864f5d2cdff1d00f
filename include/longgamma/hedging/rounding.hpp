// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/hedging/rounding.hpp
/// @brief Roundings: what the market accepts.

#include <longgamma/hedging/state.hpp>

namespace longgamma::inline LONGGAMMA_ABI {

/// Rounds the trade (not the position) to whole lots, to the nearest; the rest is carried. A trade of less than half a lot
/// is no trade, so a residual can not trigger itself again and again.
class in_lots {
public:
    /// @param lot > 0, units of the underlying
    /// @throws std::invalid_argument
    constexpr explicit in_lots(double lot) : lot_(lot) {
        require(lot > 0.0 && lot < 1e300, "in_lots", "lot", lot, "be positive and finite");
    }
    template <real T>
    [[nodiscard]] T operator()(hedge_state<T> const& s, T const& wanted) const noexcept {
        return math::fma(as<T>(lot_), math::round(T((wanted - s.position) / as<T>(lot_))), s.position);
    }

private:
    double lot_;
};

/// No trade whose value |trade| * spot is below a minimum.
class minimum_notional {
public:
    /// @param amount >= 0, quote currency
    /// @throws std::invalid_argument
    constexpr explicit minimum_notional(double amount) : amount_(amount) {
        require(amount >= 0.0 && amount < 1e300, "minimum_notional", "amount", amount, "be >= 0 and finite");
    }
    template <real T>
    [[nodiscard]] T operator()(hedge_state<T> const& s, T const& wanted) const noexcept {
        return math::select(math::abs(T(wanted - s.position)) * s.market.spot < as<T>(amount_), s.position, wanted);
    }

private:
    double amount_;
};

}  // namespace longgamma::inline LONGGAMMA_ABI
