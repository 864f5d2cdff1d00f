// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/hedging/trigger.hpp
/// @brief Triggers: when to act. They combine with `||`, `&&`, `!`.

#include <longgamma/core/clock.hpp>
#include <longgamma/hedging/state.hpp>

namespace longgamma::inline LONGGAMMA_ABI {

/// True once in each period of a fixed clock that starts with the run: where a multiple of the period lies between the
/// previous decision and this one. An irregular or coarser tape neither shifts nor skips the clock; rounding a trade away
/// does not re-arm it. Times within a millionth of a period of the tick count as on it.
class every {
public:
    /// @param period > 0, years: `every(8 * hours)`
    /// @throws std::invalid_argument
    constexpr explicit every(double period) : frequency_(1.0 / period) {
        require(period > 0.0 && period < 1e6, "every", "period", period, "be positive and finite (years)");
    }
    template <real T>
    [[nodiscard]] mask_t<T> operator()(hedge_state<T> const& s, T const&) const noexcept {
        T const now    = math::floor(math::fma(s.market.time, as<T>(frequency_), as<T>(1e-6)));
        T const before = math::floor(math::fma(s.previous_decision, as<T>(frequency_), as<T>(1e-6)));
        return before < now;
    }

private:
    double frequency_;
};

/// True if the position is farther than `threshold` from the one wanted.
class delta_outside {
public:
    /// @param threshold >= 0, units of the underlying
    /// @throws std::invalid_argument
    constexpr explicit delta_outside(double threshold) : threshold_(threshold) {
        require(threshold >= 0.0, "delta_outside", "threshold", threshold, "be >= 0");
    }
    template <real T>
    [[nodiscard]] mask_t<T> operator()(hedge_state<T> const& s, T const& wanted) const noexcept {
        return as<T>(threshold_) < math::abs(T(wanted - s.position));
    }

private:
    double threshold_;
};

/// True if the position is farther from the one wanted than the half-width of a band (hedging/band.hpp):
/// `outside(delta_band(0.05))`.
template <state_function Band>
class outside {
public:
    constexpr explicit outside(Band band) : band_(band) {}

    template <real T>
    [[nodiscard]] mask_t<T> operator()(hedge_state<T> const& s, T const& wanted) const noexcept {
        return T(band_(s)) < math::abs(T(wanted - s.position));
    }

private:
    [[no_unique_address]] Band band_;
};

/// A relative move of the price, for @ref spot_moved_by.
struct relative_move {
    double fraction;  ///< 0.01 is 1 %
};

/// A move in standard deviations of the implied volatility over a horizon, for @ref spot_moved_by.
struct deviation_move {
    double deviations;
    double horizon;  ///< years
};

/// `percent(1)`: a move of 1 %, up or down.
[[nodiscard]] constexpr relative_move percent(double per_cent) { return {per_cent * 0.01}; }

/// `sigmas(1.0)`: one standard deviation of a calendar day's move at implied volatility, sigma sqrt(horizon).
[[nodiscard]] constexpr deviation_move sigmas(double deviations, double horizon = 1.0 / 365.0) {
    return {deviations, horizon};
}

/// True if the price has moved by at least `Move` since the last trade's decision: a @ref relative_move |S/S_last - 1|, or a
/// @ref deviation_move |ln(S/S_last)|.
template <class Move>
class spot_moved;

template <>
class spot_moved<relative_move> {
public:
    constexpr explicit spot_moved(relative_move move) : move_(move) {
        require(move.fraction > 0.0 && move.fraction < 1e6, "spot_moved_by", "move", move.fraction, "be positive and finite");
    }
    template <real T>
    [[nodiscard]] mask_t<T> operator()(hedge_state<T> const& s, T const&) const noexcept {
        return as<T>(move_.fraction) * s.last_trade_spot <= math::abs(T(s.market.spot - s.last_trade_spot));
    }

private:
    relative_move move_;
};

template <>
class spot_moved<deviation_move> {
public:
    constexpr explicit spot_moved(deviation_move move) : deviations_(move.deviations), root_horizon_(std::sqrt(move.horizon)) {
        require(move.deviations > 0.0 && move.deviations < 1e6, "spot_moved_by", "sigmas", move.deviations,
                "be positive and finite");
        require(move.horizon > 0.0 && move.horizon < 1e6, "spot_moved_by", "horizon", move.horizon,
                "be positive and finite (years)");
    }
    template <real T>
    [[nodiscard]] mask_t<T> operator()(hedge_state<T> const& s, T const&) const noexcept {
        T const step = as<T>(deviations_ * root_horizon_) * s.market.volatility;
        return step <= math::abs(math::log_ratio(s.market.spot, s.last_trade_spot));
    }

private:
    double deviations_, root_horizon_;
};

/// `spot_moved_by(percent(1))`: |S / S_last - 1| >= 1 %, S_last the price at the last trade's decision.
[[nodiscard]] constexpr spot_moved<relative_move> spot_moved_by(relative_move move) {
    return spot_moved<relative_move>(move);
}
/// `spot_moved_by(sigmas(1))`: |ln(S / S_last)| >= 1 sigma sqrt(horizon), sigma the implied volatility now.
[[nodiscard]] inline spot_moved<deviation_move> spot_moved_by(deviation_move move) {
    return spot_moved<deviation_move>(move);
}

template <trigger A, trigger B>
struct any_of {
    [[no_unique_address]] A first;
    [[no_unique_address]] B second;
    template <real T>
    [[nodiscard]] mask_t<T> operator()(hedge_state<T> const& s, T const& wanted) const noexcept {
        return first(s, wanted) || second(s, wanted);
    }
};

template <trigger A, trigger B>
struct all_of {
    [[no_unique_address]] A first;
    [[no_unique_address]] B second;
    template <real T>
    [[nodiscard]] mask_t<T> operator()(hedge_state<T> const& s, T const& wanted) const noexcept {
        return first(s, wanted) && second(s, wanted);
    }
};

template <trigger A>
struct none_of {
    [[no_unique_address]] A operand;
    template <real T>
    [[nodiscard]] mask_t<T> operator()(hedge_state<T> const& s, T const& wanted) const noexcept {
        return !operand(s, wanted);
    }
};

template <trigger A, trigger B>
[[nodiscard]] constexpr any_of<A, B> operator||(A a, B b) {
    return {a, b};
}
template <trigger A, trigger B>
[[nodiscard]] constexpr all_of<A, B> operator&&(A a, B b) {
    return {a, b};
}
template <trigger A>
[[nodiscard]] constexpr none_of<A> operator!(A a) {
    return {a};
}

}  // namespace longgamma::inline LONGGAMMA_ABI
