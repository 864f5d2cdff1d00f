// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/simulation/replay.hpp
/// @brief A programme under a policy over a recorded market, without a look ahead.

#include <longgamma/hedging/policy.hpp>
#include <longgamma/simulation/programme.hpp>
#include <longgamma/simulation/step.hpp>
#include <longgamma/simulation/tape.hpp>

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace longgamma::inline LONGGAMMA_ABI {

/// The world around a replay.
struct replay_settings {
    double rate           = 0.0;  ///< interest on cash and in the options, continuously compounded
    double dividend_yield = 0.0;  ///< of the underlying, continuously compounded
    hedge_instrument instrument = hedge_instrument::spot;
    double latency      = 0.0;    ///< years from decision to the earliest fill; 0: the next observation
    double option_half_spread = 0.0;  ///< paid when options are bought or sold, in volatility (0.005: half a point)
    double initial_cash = 0.0;    ///< 0: everything is financed at `rate`, so profit is over the cost of money
};

/// One life of the option book: from purchase to settlement or sale.
struct roll_record {
    timestamp start, end;
    double spot, strike;           ///< at purchase; the strike of the first leg
    double implied_volatility;     ///< at purchase
    double realized_volatility;    ///< of the decision prices over the roll's life, per sqrt(calendar year), mean 0;
                                   ///< NaN for a life of no time
    double premium;                ///< paid (> 0) or received, at mid, quote currency
    double profit;                 ///< change in equity over the roll
    explain_entry<double> explain; ///< adds up to `profit`
    std::size_t trades;            ///< hedge trades
};

/// What an observer sees after each observation.
struct replay_step {
    std::size_t index;                  ///< of the observation on the tape
    std::size_t roll;                   ///< number of the current roll, from 0
    timestamp time;
    mark<double> market;
    double equity;
    double position;                    ///< underlying held
    double option_delta;                ///< net delta of the book at implied volatility
    step_record<double> const& record;
};

/// The outcome of a replay. Amounts in the quote currency.
struct replay_result {
    timestamp start, end;
    std::vector<roll_record> rolls;
    ledger<double> cash;             ///< payments by line
    explain_totals<double> explain;  ///< profit by cause; adds up to `profit`
    double profit;                   ///< final equity less initial cash, everything closed out
    std::size_t observations;        ///< from the first purchase on
    std::size_t decisions;
    std::size_t trades;
    double turnover;                 ///< sum of |hedge trade| * price
    std::size_t refused;             ///< decisions that gave NaN or infinity and were not traded
};

namespace detail {

/// The state of a replay between two observations. The account holds the money; this holds calendar, order and rolls.
template <class Policy, class Costs>
class replay_run {
public:
    replay_run(std::span<observation const> tape, std::size_t first, rolling_programme const& programme,
               Policy const& policy, Costs const& costs, replay_settings const& settings)
        : tape_(tape), first_(first), plan_(programme), policy_(policy), costs_(costs), settings_(settings),
          account_(settings.initial_cash, settings.instrument, mark_at(first, first),
                   tape[first].forecast_volatility) {
        result_.start = tape[first].time;
        result_.end   = tape.back().time;
    }

    /// Everything that happens at one observation.
    template <class Observer>
    void observe(std::size_t i, Observer& observer) {
        observation const& now = tape_[i];
        bool const last        = i + 1 == tape_.size();
        bool const known       = now.implied_volatility > 0.0;
        bool const owns        = !account_.state().options.empty();
        bool const ends        = owns && now.decides && (last || ends_from_ <= now.time);
        if (i > first_)
            account_.advance(mark_at(i, known ? i : implied_from_), now.forecast_volatility, now.funding);
        pending_ = pending_ && !ends;
        fill_pending_order(now.time);
        if (known)
            implied_from_ = i;
        if (now.decides && !result_.rolls.empty()) {
            double const move = std::log(now.spot / last_price_);
            squares_ += move * move;
            last_price_ = now.spot;
        }

        // The old book ends, then the new one begins: two records, so that each roll is charged with its own.
        if (ends) {
            if (expiry_ <= now.time)
                account_.settle();
            else
                account_.sell(settings_.option_half_spread);
            if (account_.state().position != 0.0)  // the hedge goes with the options that it hedged
                trade(-account_.state().position);
        }
        step_record<double> record = account_.close_step();
        if (owns)
            life_.add(record.explain);
        if (ends)
            close_roll(i);
        if (now.decides && !last && account_.state().options.empty()) {
            open_roll(i);
            step_record<double> const opening = account_.close_step();
            life_.add(opening.explain);
            record += opening;
        }

        ++result_.observations;
        hedge_state<double> const& state = account_.state();
        observer(replay_step{i, result_.rolls.size() - 1, now.time, state.market, account_.equity(), state.position,
                             state.greeks.delta, record});
        if (now.decides && !last && !pending_)
            decide(now.time);
    }

    [[nodiscard]] replay_result finish() {
        result_.cash    = account_.cash_ledger();
        result_.explain = account_.explain();
        result_.profit  = account_.equity() - settings_.initial_cash;
        return std::move(result_);
    }

private:
    [[nodiscard]] double years(timestamp t) const noexcept { return years_between(tape_[first_].time, t); }
    [[nodiscard]] mark<double> mark_at(std::size_t i, std::size_t implied_from) const noexcept {
        return {years(tape_[i].time), tape_[i].spot, tape_[implied_from].implied_volatility, settings_.rate,
                settings_.dividend_yield};
    }
    /// Last decision time within the tenor, at least one; the tenor itself where the tape ends before.
    [[nodiscard]] timestamp expiry_of_book_bought_at(std::size_t i) const {
        timestamp const due = years_after(tape_[i].time, plan_.parameters().tenor);
        if (tape_.back().time < due)
            return due;
        timestamp expiry = tape_[i].time;
        for (std::size_t j = i + 1; j < tape_.size(); ++j) {
            if (due < tape_[j].time && tape_[i].time < expiry)
                break;
            if (tape_[j].decides && tape_[i].time < tape_[j].time)
                expiry = tape_[j].time;
        }
        return expiry;
    }
    void trade(double quantity) {
        account_.fill(quantity, costs_);
        if (quantity != 0.0) {
            ++result_.trades;
            ++trades_;
            result_.turnover += std::fabs(quantity) * account_.state().market.spot;
        }
    }
    void fill_pending_order(timestamp now) {
        if (pending_ && due_ <= now) {
            trade(order_);
            pending_ = false;
        }
    }
    void decide(timestamp now) {
        double refused = 0.0;
        order_         = account_.decide(policy_, refused);
        due_           = years_after(now, settings_.latency);
        pending_       = order_ != 0.0;
        ++result_.decisions;
        result_.refused += refused != 0.0;
    }
    void open_roll(std::size_t i) {
        mark<double> const now = account_.state().market;
        equity_at_purchase_    = account_.equity();
        expiry_                = expiry_of_book_bought_at(i);
        ends_from_             = years_after(expiry_, -plan_.parameters().sell_before);
        last_price_            = now.spot;
        squares_               = 0.0;
        trades_                = 0;
        life_                  = {};
        account_.buy(plan_.book(now, years(expiry_)), settings_.option_half_spread);
        result_.rolls.push_back({.start               = tape_[i].time,
                                 .end                 = tape_[i].time,
                                 .spot                = now.spot,
                                 .strike              = account_.state().options.legs()[0].strike,
                                 .implied_volatility  = now.volatility,
                                 .realized_volatility = 0.0,
                                 .premium             = account_.state().greeks.value,
                                 .profit              = 0.0,
                                 .explain             = {},
                                 .trades              = 0});
    }
    void close_roll(std::size_t i) {
        roll_record& roll        = result_.rolls.back();
        roll.end                 = tape_[i].time;
        double const life        = years_between(roll.start, roll.end);
        roll.realized_volatility = life > 0.0 ? std::sqrt(squares_ / life) : std::numeric_limits<double>::quiet_NaN();
        roll.profit              = account_.equity() - equity_at_purchase_;
        roll.trades              = trades_;
        for (std::size_t line = 0; line < explain_lines; ++line)
            roll.explain.lines[line] = life_[static_cast<explain_line>(line)];
    }

    std::span<observation const> tape_;
    std::size_t first_;          // purchase of the first book: where the clock starts
    rolling_programme plan_;
    Policy policy_;
    Costs costs_;
    replay_settings settings_;
    account<double> account_;
    replay_result result_{};
    std::size_t implied_from_ = first_;  // observation whose implied volatility is in force
    bool pending_ = false;       // an order on its way
    double order_ = 0.0;
    timestamp due_;              // when it may fill. Appointments are kept to the nanosecond, not to rounding in years.
    timestamp expiry_, ends_from_;  // of the present book: expiry, and the time from which it is settled or sold
    explain_totals<double> life_;  // of the present roll
    double equity_at_purchase_ = 0.0, squares_ = 0.0, last_price_ = 0.0;
    std::size_t trades_ = 0;
};

}  // namespace detail

/// Replays a tape.
///
/// The book is bought at the first decision observation that knows an implied volatility, and expires at the last decision
/// time of the tape not later than the tenor, or at the next one where that is later (the trading calendar is public; no
/// price is looked at). At each decision observation, in this order: marks move; an order that is due fills; options that
/// expire settle (or are sold, `sell_before`) and their hedge is closed at the same price, at cost: a market-on-close order,
/// whose size is known beforehand; the next book is bought; and, unless an order is still on its way, the policy is asked.
/// Its order fills at the first later observation that is at least the latency away, at that observation's price; one still
/// on its way when its book ends is dropped. At the end of the tape the options are sold at their mark. An observation that
/// knows no implied volatility is marked at the last one known. Every roll stands alone: it begins and ends without a hedge.
///
/// @param tape     at least 2 observations in order of time, the last one deciding; prices positive and finite, implied
///                 volatility positive or NaN
/// @param policy   any @ref target
/// @param costs    any @ref cost_curve, charged on hedge trades
/// @param observer called with a @ref replay_step after each observation from the first purchase on
/// @throws std::invalid_argument for a tape or settings that break these rules, naming the observation or field
/// @par Cost       one book valuation and at most one decision for each observation; no allocation but for the rolls
template <target Policy, cost_curve Costs, class Observer>
    requires std::invocable<Observer&, replay_step const&>
[[nodiscard]] replay_result replay(std::span<observation const> tape, rolling_programme const& programme,
                                   Policy const& policy, Costs const& costs, replay_settings const& settings,
                                   Observer&& observer) {
    auto const setting = [](bool good, char const* field, double value, char const* rule) {
        require(good, "replay_settings", field, value, rule);
    };
    setting(std::isfinite(settings.rate), "rate", settings.rate, "be finite");
    setting(std::isfinite(settings.dividend_yield), "dividend_yield", settings.dividend_yield, "be finite");
    setting(settings.latency >= 0.0 && settings.latency <= 100.0, "latency", settings.latency, "lie in [0, 100] (years)");
    setting(settings.option_half_spread >= 0.0 && std::isfinite(settings.option_half_spread), "option_half_spread",
            settings.option_half_spread, "be >= 0 and finite");
    setting(std::isfinite(settings.initial_cash), "initial_cash", settings.initial_cash, "be finite");
    for (std::size_t i = 0; i < tape.size(); ++i) {
        observation const& o = tape[i];
        bool const priced    = o.spot > 0.0 && std::isfinite(o.spot);
        bool const marked    = std::isnan(o.implied_volatility) || (o.implied_volatility > 0.0 && std::isfinite(o.implied_volatility));
        if (!priced || !marked || !std::isfinite(o.funding) || (i > 0 && o.time < tape[i - 1].time)) [[unlikely]]
            fail("replay: observation " + std::to_string(i) + " must have a positive price, a positive implied volatility "
                 "(or NaN for none) and finite funding, and must not go back in time");
    }
    std::size_t first = 0;
    while (first < tape.size() && !(tape[first].decides && tape[first].implied_volatility > 0.0))
        ++first;
    require(first < tape.size() && tape[first].time < tape.back().time,
            "replay: no decision observation with an implied volatility before the end of the tape");
    require(tape.back().decides, "replay: the last observation must be one that decides");

    detail::replay_run<Policy, Costs> run(tape, first, programme, policy, costs, settings);
    for (std::size_t i = first; i < tape.size(); ++i)
        run.observe(i, observer);
    return run.finish();
}

/// @copydoc replay
template <target Policy, cost_curve Costs>
[[nodiscard]] replay_result replay(std::span<observation const> tape, rolling_programme const& programme,
                                   Policy const& policy, Costs const& costs, replay_settings const& settings = {}) {
    return replay(tape, programme, policy, costs, settings, [](replay_step const&) {});
}

}  // namespace longgamma::inline LONGGAMMA_ABI
