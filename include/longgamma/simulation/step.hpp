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

namespace longgamma::inline LONGGAMMA_ABI {

/// What happened in one step: from the account's previous mark to this one, and the trades at this one.
template <real T>
struct step_record {
    ledger_entry<T> cash;      ///< payments by line
    explain_entry<T> explain;  ///< change in equity by cause
    T equity_change = T(0);    ///< revaluations + interest, dividends, funding - costs = change of `account::equity()`
    T hedge_trade   = T(0);    ///< units of the underlying traded in this step

    step_record& operator+=(step_record const& other) noexcept {
        for (std::size_t i = 0; i < ledger_lines; ++i)
            cash.lines[i] = cash.lines[i] + other.cash.lines[i];
        for (std::size_t i = 0; i < explain_lines; ++i)
            explain.lines[i] = explain.lines[i] + other.explain.lines[i];
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
    account(T const& initial_cash, hedge_instrument instrument, mark<T> const& at)
        : initial_cash_(initial_cash), instrument_(instrument) {
        state_.market              = at;
        state_.forecast_volatility = at.volatility;
        state_.previous_decision   = at.time;
        state_.last_trade_spot     = at.spot;
    }

    [[nodiscard]] hedge_state<T> const& state() const noexcept { return state_; }
    [[nodiscard]] ledger<T> const& cash_ledger() const noexcept { return ledger_; }
    [[nodiscard]] explain_totals<T> const& explain() const noexcept { return explain_; }
    [[nodiscard]] T cash() const noexcept { return initial_cash_ + ledger_.cash(); }
    [[nodiscard]] T underlying_value() const noexcept {
        return instrument_ == hedge_instrument::spot ? T(state_.position * state_.market.spot) : T(0);
    }
    /// Balance-sheet equity: cash + options at mark + underlying held.
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
        record_.cash[ledger_line::interest] = record_.cash[ledger_line::interest] + cash() * math::expm1(T(now.rate * dt));
        T underlying_change = position * move;
        if (instrument_ == hedge_instrument::spot) {
            record_.cash[ledger_line::dividends] = record_.cash[ledger_line::dividends] +
                                                   position * now.spot * math::expm1(T(now.dividend_yield * dt));
        } else {
            record_.cash[ledger_line::underlying] = record_.cash[ledger_line::underlying] + underlying_change;
            record_.cash[ledger_line::funding]    = record_.cash[ledger_line::funding] - position * now.spot * funding;
            underlying_change                     = T(0);  // settled in cash
        }
        T const flows = record_.cash[ledger_line::interest] + record_.cash[ledger_line::dividends] +
                        record_.cash[ledger_line::funding];
        T const revaluation   = revalued.value - greeks.value;
        T const price_profit  = revaluation + position * move;
        record_.equity_change = record_.equity_change + (price_profit + flows);

        // Causes.
        explain_entry<T>& why = record_.explain;
        T const half_gamma    = T(0.5) * greeks.gamma;
        T const sigma_spot    = now.volatility * now.spot;
        T const value_carry   = (now.rate * greeks.value - (now.rate - now.dividend_yield) * now.spot * greeks.delta) * dt;
        T const theta_line    = -half_gamma * sigma_spot * sigma_spot * dt;
        T const gamma_line    = half_gamma * move * move;
        T const delta_line    = (greeks.delta + position) * move;
        T const vega_line     = greeks.vega * volatility_move;
        T const vanna_line    = greeks.vanna * move * volatility_move;
        T const volga_line    = T(0.5) * greeks.volga * volatility_move * volatility_move;
        why[explain_line::theta]       = theta_line;
        why[explain_line::gamma]       = gamma_line;
        why[explain_line::delta_drift] = delta_line;
        why[explain_line::vega]        = vega_line;
        why[explain_line::vanna]       = vanna_line;
        why[explain_line::volga]       = volga_line;
        why[explain_line::carry]       = value_carry + flows;
        why[explain_line::residual] =
            price_profit - (theta_line + gamma_line + delta_line + vega_line + vanna_line + volga_line + value_carry);

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
        record_.cash[ledger_line::premium] = record_.cash[ledger_line::premium] - state_.greeks.value;
        book_changed();
    }

    /// Executes a hedge trade of `quantity` units (0: none) at the present mid price and pays what it costs.
    template <cost_curve Costs>
    void fill(T const& quantity, Costs const& costs) noexcept {
        cost_breakdown<T> const cost = costs.breakdown(quantity, state_.market.spot);
        record_.cash.charge(cost);
        if (instrument_ == hedge_instrument::spot)
            record_.cash[ledger_line::underlying] =
                record_.cash[ledger_line::underlying] - quantity * state_.market.spot;
        state_.position    = state_.position + quantity;
        record_.hedge_trade = record_.hedge_trade + quantity;

        record_.equity_change                     = record_.equity_change - cost.total();
        record_.explain[explain_line::fee]         = record_.explain[explain_line::fee] - cost.fee;
        record_.explain[explain_line::half_spread] = record_.explain[explain_line::half_spread] - cost.half_spread;
        record_.explain[explain_line::impact]      = record_.explain[explain_line::impact] - cost.impact;
        record_.explain[explain_line::gas]         = record_.explain[explain_line::gas] - cost.gas;
    }

    /// Books the step and returns its record.
    step_record<T> close_step() noexcept {
        step_record<T> const done = record_;
        ledger_.book(done.cash);
        explain_.add(done.explain);
        record_ = {};
        return done;
    }

    /// Asks the policy what to hold and returns the order: units to trade, 0 where it wants none. An answer that is NaN
    /// gives 0 in that lane; `refused` is then 1 there.
    template <class Policy>
    [[nodiscard]] T decide(Policy const& policy, T& refused) noexcept {
        T const wanted = policy(state_);
        auto const good = wanted == wanted;
        T const order   = math::select(good, T(wanted - state_.position), T(0));
        refused         = math::select(good, T(0), T(1));
        state_.last_trade_spot   = math::select(order == T(0), state_.last_trade_spot, state_.market.spot);
        state_.previous_decision = state_.market.time;
        state_.book_changed      = T(0);
        return order;
    }

private:
    void book_changed() noexcept {
        state_.book_changed    = T(1);
        state_.last_trade_spot = state_.market.spot;
    }
    void charge_option_half_spread(T const& cost) noexcept {
        record_.cash[ledger_line::option_half_spread] = record_.cash[ledger_line::option_half_spread] - cost;
        record_.explain[explain_line::option_half_spread] = record_.explain[explain_line::option_half_spread] - cost;
        record_.equity_change = record_.equity_change - cost;
    }
    void liquidate(ledger_line line, T const& half_spread_cost) noexcept {
        charge_option_half_spread(half_spread_cost);
        record_.cash[line] = record_.cash[line] + state_.greeks.value;
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
