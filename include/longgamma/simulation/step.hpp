// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/simulation/step.hpp
/// @brief One step of time for one book under one policy, ledger and explain included, over the number type.
///
/// This is the only copy of the accounting. Replay feeds it a tape, a simulation feeds it lanes of paths.

#include <longgamma/hedging/state.hpp>
#include <longgamma/position/ledger.hpp>
#include <longgamma/position/underlying.hpp>
#include <longgamma/simulation/explain.hpp>

#include <limits>

namespace longgamma::inline LONGGAMMA_ABI {

/// What happened in one step: from the account's previous mark to this one, and the trades at this one.
template <real T>
struct step_record {
    ledger_entry<T> cash;      ///< payments by line
    explain_entry<T> explain;  ///< change in equity by cause
    T equity_change = T(0);    ///< revaluations + interest, dividends, funding - costs = change of `account::equity()`
    T hedge_trade   = T(0);    ///< units of the underlying traded in this step

    step_record& operator+=(step_record const& other) noexcept {
        cash += other.cash;
        explain += other.explain;
        equity_change = equity_change + other.equity_change;
        hedge_trade   = hedge_trade + other.hedge_trade;
        return *this;
    }
};

/// An account: cash, a book of options, and the underlying position that hedges it. A trivially copyable value for `double`
/// and `float`; over lanes, one account per lane.
///
/// The life of a step, in this order:
///
///     advance(mark)   time passes, prices move: interest, dividends, funding, revaluation, explain
///     settle()        at expiry: the options become cash            (if due)
///     buy(book)       premium paid                                  (if due)
///     fill(quantity)  the hedge order from an earlier decision      (if any)
///     close_step()    the record of all that
///
/// after which a policy may decide on `state()`. Equity is cash plus options at mark plus, for the spot, position times
/// price. Amounts are in the quote currency.
template <real T>
class account {
public:
    /// @param initial_cash quote currency
    /// @param at           first mark; the clock may start anywhere
    /// @param forecast     volatility forecast known at `at`; NaN if there is none
    account(T const& initial_cash, hedge_instrument instrument, mark<T> const& at,
            T const& forecast = as<T>(std::numeric_limits<double>::quiet_NaN()))
        : initial_cash_(initial_cash), instrument_(instrument) {
        state_.market              = at;
        state_.forecast_volatility = forecast;
        state_.previous_decision   = at.time;
        state_.last_trade_spot     = at.spot;
    }

    [[nodiscard]] hedge_state<T> const& state() const noexcept { return state_; }
    [[nodiscard]] ledger<T> const& cash_ledger() const noexcept { return ledger_; }
    [[nodiscard]] explain_totals<T> const& explain() const noexcept { return explain_; }
    /// Initial cash and all payments up to the last `close_step()`.
    [[nodiscard]] T cash() const noexcept { return initial_cash_ + ledger_.cash(); }
    [[nodiscard]] T underlying_value() const noexcept {
        return instrument_ == hedge_instrument::spot ? math::product(state_.position, state_.market.spot) : T(0);
    }
    /// Balance-sheet equity: cash + options at mark + underlying held. Complete after `close_step()`.
    [[nodiscard]] T equity() const noexcept { return cash() + state_.greeks.value + underlying_value(); }

    /// Time passes and prices move from the present mark to `next`.
    /// @param forecast volatility forecast known at `next`; NaN if there is none
    /// @param funding  sum of the funding rates that fell due in the step, as fractions of the notional (perpetual only)
    void advance(mark<T> const& next, T const& forecast, T const& funding = T(0)) noexcept {
        mark<T> const now            = state_.market;
        book_greeks<T> const& greeks = state_.greeks;
        T const position             = state_.position;
        T const dt                   = next.time - now.time;
        T const move                 = next.spot - now.spot;
        T const volatility_move      = next.volatility - now.volatility;

        // Balances. The option's value changes on its own; the other flows are cash.
        book_greeks<T> const revalued = state_.options.greeks(next);
        bool const in_spot            = instrument_ == hedge_instrument::spot;
        T const notional              = position * now.spot;
        T const interest              = math::product(cash(), math::expm1(T(now.rate * dt)));
        T const dividends = in_spot ? math::product(notional, math::expm1(T(now.dividend_yield * dt))) : T(0);
        T const funding_received = in_spot ? T(0) : math::product(T(-notional), funding);
        pay(ledger_line::interest, interest);
        pay(ledger_line::dividends, dividends);
        pay(ledger_line::funding, funding_received);
        if (!in_spot)
            pay(ledger_line::underlying, math::product(position, move));  // a perpetual's profit is settled in cash
        T const flows         = interest + dividends + funding_received;
        T const price_profit  = math::fma(position, move, T(revalued.value - greeks.value));
        record_.equity_change = record_.equity_change + (price_profit + flows);

        // Causes.
        T const half_gamma  = T(0.5) * greeks.gamma;
        T const sigma_spot  = now.volatility * now.spot;
        T const hedge_carry = (now.rate - now.dividend_yield) * now.spot * greeks.delta;
        T const theta_line  = math::product(T(-half_gamma * sigma_spot * sigma_spot), dt);
        T const gamma_line  = math::product(T(half_gamma * move), move);
        T const delta_line  = math::product(T(greeks.delta + position), move);
        T const vega_line   = math::product(greeks.vega, volatility_move);
        T const vanna_line  = math::product(T(greeks.vanna * move), volatility_move);
        T const volga_line  = math::product(T(T(0.5) * greeks.volga * volatility_move), volatility_move);
        T const value_carry = math::product(math::fma(now.rate, greeks.value, T(-hedge_carry)), dt);
        attribute(explain_line::theta, theta_line);
        attribute(explain_line::gamma, gamma_line);
        attribute(explain_line::delta_drift, delta_line);
        attribute(explain_line::vega, vega_line);
        attribute(explain_line::vanna, vanna_line);
        attribute(explain_line::volga, volga_line);
        attribute(explain_line::carry, T(value_carry + flows));
        attribute(explain_line::residual, T(price_profit - (theta_line + gamma_line + delta_line + vega_line + vanna_line +
                                                          volga_line + value_carry)));

        state_.market              = next;
        state_.forecast_volatility = forecast;
        state_.greeks              = revalued;
    }

    /// Turns the options into their present value in cash and empties the book: settlement at expiry, where the value is
    /// the payoff.
    void settle() noexcept { liquidate(ledger_line::settlement, T(0)); }

    /// Sells the options at the mark less a half-spread and empties the book.
    /// @param half_spread_volatility >= 0, in volatility per sqrt(year): 0.005 is half a volatility point
    void sell(T const& half_spread_volatility) noexcept {
        liquidate(ledger_line::premium, math::abs(T(state_.greeks.vega * half_spread_volatility)));
    }

    /// Buys `book` (quantities may be negative) at the mark plus a half-spread, in place of an empty book.
    /// @param half_spread_volatility see @ref sell
    /// @throws std::invalid_argument unless the present book is empty
    void buy(option_book<T> const& book, T const& half_spread_volatility) {
        require(state_.options.empty(), "account: buy needs an empty book; settle or sell first");
        state_.options = book;
        state_.greeks  = book.greeks(state_.market);
        charge_option_half_spread(math::abs(T(state_.greeks.vega * half_spread_volatility)));
        pay(ledger_line::premium, T(-state_.greeks.value));
        book_changed();
    }

    /// Executes a hedge trade of `quantity` units (0: none) at the present mid price and pays what it costs.
    template <cost_curve Costs>
    void fill(T const& quantity, Costs const& costs) noexcept {
        cost_breakdown<T> const cost = costs.breakdown(quantity, state_.market.spot);
        record_.cash.charge(cost);
        if (instrument_ == hedge_instrument::spot)
            pay(ledger_line::underlying, math::product(T(-quantity), state_.market.spot));
        state_.position     = state_.position + quantity;
        record_.hedge_trade = record_.hedge_trade + quantity;

        record_.equity_change = record_.equity_change - cost.total();
        attribute(explain_line::fee, T(-cost.fee));
        attribute(explain_line::half_spread, T(-cost.half_spread));
        attribute(explain_line::impact, T(-cost.impact));
        attribute(explain_line::gas, T(-cost.gas));
    }

    /// Books the step and returns its record.
    step_record<T> close_step() noexcept {
        step_record<T> const done = record_;
        ledger_.book(done.cash);
        explain_.add(done.explain);
        record_ = {};
        return done;
    }

    /// Asks the policy what to hold and returns the order: units to trade, 0 where it wants none. An answer that is NaN or
    /// infinite gives 0 in that lane; `refused` is then 1 there.
    template <class Policy>
    [[nodiscard]] T decide(Policy const& policy, T& refused) noexcept {
        T const change  = policy(state_) - state_.position;
        auto const good = T(change - change) == T(0);  // neither NaN nor infinite
        T const order   = math::select(good, change, T(0));
        refused         = math::select(good, T(0), T(1));
        state_.last_trade_spot   = math::select(order == T(0), state_.last_trade_spot, state_.market.spot);
        state_.previous_decision = state_.market.time;
        state_.book_changed      = T(0);
        return order;
    }

private:
    /// x y, rounded. Written so, a compiler can not contract it with the sum that it feeds, once in a lane and once not in a
    /// scalar: accounts over lanes keep the books of accounts over single paths, bit for bit.

    void pay(ledger_line line, T const& amount) noexcept { record_.cash[line] = record_.cash[line] + amount; }
    void attribute(explain_line line, T const& amount) noexcept { record_.explain[line] = record_.explain[line] + amount; }
    void book_changed() noexcept {
        state_.book_changed    = T(1);
        state_.last_trade_spot = state_.market.spot;
    }
    void charge_option_half_spread(T const& cost) noexcept {
        pay(ledger_line::option_half_spread, T(-cost));
        attribute(explain_line::option_half_spread, T(-cost));
        record_.equity_change = record_.equity_change - cost;
    }
    void liquidate(ledger_line line, T const& half_spread_cost) noexcept {
        charge_option_half_spread(half_spread_cost);
        pay(line, state_.greeks.value);
        state_.options.clear();
        state_.greeks = {};
        book_changed();
    }

    hedge_state<T> state_;
    T initial_cash_;
    hedge_instrument instrument_;
    ledger<T> ledger_;
    explain_totals<T> explain_;
    step_record<T> record_;
};

}  // namespace longgamma::inline LONGGAMMA_ABI
