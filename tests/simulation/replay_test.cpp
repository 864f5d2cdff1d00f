// SPDX-License-Identifier: BSL-1.0
#include <longgamma/simulation/replay.hpp>

#include "markets.hpp"

#include <support/message_of.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <type_traits>

namespace lg = longgamma;

namespace {

auto const world = lg::fees_bps(2) + lg::half_spread_bps(1) + lg::gas(0.02) +
                   lg::square_root_impact({.coefficient = 1.0, .daily_volatility = 0.03, .daily_volume = 1e4});

auto const policy = lg::delta_neutral(lg::at_forecast{}) | lg::no_trade_band(0.5) |
                    lg::only_when(lg::every(4 * lg::hours) || lg::spot_moved_by(lg::percent(1)));

lg::rolling_programme straddles(double tenor_hours, double side = 1.0) {
    return lg::rolling_straddle({.tenor = tenor_hours * lg::hours, .notional = 1000.0, .side = side});
}

struct run_kind {
    char const* name;
    lg::rolling_programme programme;
    lg::replay_settings settings;
};

std::vector<run_kind> run_kinds() {
    return {{"plain", straddles(24), {}},
            {"short, perpetual, all rates",
             straddles(48, -1.0),
             {.rate               = 0.05,
              .dividend_yield     = 0.02,
              .instrument         = lg::hedge_instrument::perpetual,
              .latency            = 30 * lg::minutes,
              .option_half_spread = 0.01,
              .initial_cash       = 5000.0}},
            {"negative rates, debt", straddles(36), {.rate = -0.04, .dividend_yield = 0.06, .initial_cash = -1e5}},
            {"one observation's life", straddles(0.001), {.rate = 0.03, .option_half_spread = 0.002}},
            {"strangle sold before expiry",
             lg::rolling_programme({.tenor       = 72 * lg::hours,
                                    .notional    = 1000.0,
                                    .width       = 0.05,
                                    .sell_before = 24 * lg::hours,
                                    .strikes     = lg::strike_rule::at_the_money_forward}),
             {.rate = 0.1, .latency = 2 * lg::hours, .option_half_spread = 0.005}},
            {"expiry beyond the end", straddles(24 * 365, -1.0), {.rate = 0.02}}};
}

template <class Lines>
double gross(Lines const& lines) {
    double sum = 0.0;
    for (double const x : lines)
        sum += std::fabs(x);
    return sum;
}

template <class Check>
void for_each_replay(Check check) {
    for (auto const& market : markets())
        for (auto const& kind : run_kinds()) {
            SCOPED_TRACE(market.name + ": " + kind.name);
            check(market.tape, kind);
            if (testing::Test::HasFailure())
                return;
        }
}

// What a replay did at one observation.
struct deed {
    double spot, trade, position, equity;
    bool operator==(deed const& other) const {
        auto const same = [](double a, double b) {
            return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
        };
        return same(spot, other.spot) && same(trade, other.trade) && same(position, other.position) &&
               same(equity, other.equity);
    }
};

template <class Policy>
std::vector<deed> deeds(std::vector<lg::observation> const& tape, run_kind const& kind, Policy const& p) {
    std::vector<deed> all;
    (void)lg::replay(tape, kind.programme, p, world, kind.settings, [&](lg::replay_step const& s) {
        all.push_back({s.market.spot, s.record.hedge_trade, s.position, s.equity});
    });
    return all;
}

std::vector<lg::observation> minutes_tape(std::size_t n, unsigned seed = 81) {
    auto tape = random_tape(seed, n);
    for (std::size_t i = 0; i < n; ++i) {
        tape[i].time    = at_hour(0) + std::chrono::minutes(i);
        tape[i].decides = true;
    }
    return tape;
}

}  // namespace

TEST(Replay, EveryStepsBooksBalance) {
    for_each_replay([](auto const& tape, auto const& kind) {
        double equity = kind.settings.initial_cash, position = 0.0, spot = 0.0, cash = kind.settings.initial_cash;
        (void)lg::replay(tape, kind.programme, policy, world, kind.settings, [&](lg::replay_step const& s) {
            double const cash_before = cash;
            cash += s.record.cash.total();
            double const tolerance =
                1e-12 * (std::fabs(equity) + std::fabs(s.equity) + std::fabs(cash) + std::fabs(cash_before) +
                         std::fabs(position * spot) + std::fabs(s.position * s.market.spot) +
                         gross(s.record.cash.lines) + gross(s.record.explain.lines));
            ASSERT_TRUE(std::isfinite(s.equity));
            ASSERT_NEAR(s.record.equity_change, s.equity - equity, tolerance);
            ASSERT_NEAR(s.record.explain.total(), s.equity - equity, tolerance);
            ASSERT_NEAR(s.record.hedge_trade, s.position - position,
                        1e-12 * (std::fabs(s.position) + std::fabs(position)));
            equity   = s.equity;
            position = s.position;
            spot     = s.market.spot;
        });
        ASSERT_EQ(position, 0.0);  // closed out
    });
}

TEST(Replay, OrdersOfSummationAgreeOverTheWholeRun) {
    for_each_replay([](auto const& tape, auto const& kind) {
        lg::math::running_sum<double> cash, explained, by_line, explained_by_line, rolls, rolls_explained;
        double cash_gross = 0.0, explain_gross = std::fabs(kind.settings.initial_cash), last_equity = 0.0;
        auto const result =
            lg::replay(tape, kind.programme, policy, world, kind.settings, [&](lg::replay_step const& s) {
                cash += s.record.cash.total();
                explained += s.record.explain.total();
                cash_gross += gross(s.record.cash.lines);
                explain_gross += gross(s.record.explain.lines) + std::fabs(s.equity);
                last_equity = s.equity;
            });
        for (std::size_t i = 0; i < lg::ledger_lines; ++i)
            by_line += result.cash[static_cast<lg::ledger_line>(i)];
        for (std::size_t i = 0; i < lg::explain_lines; ++i)
            explained_by_line += result.explain[static_cast<lg::explain_line>(i)];
        // Everything is closed out: the profit is the cash received, and what was explained.
        ASSERT_NEAR(result.profit, last_equity - kind.settings.initial_cash, 1e-12 * explain_gross);
        ASSERT_NEAR(result.profit, result.cash.cash(), 1e-12 * cash_gross);
        ASSERT_NEAR(result.profit, by_line.value(), 1e-12 * cash_gross);
        ASSERT_NEAR(result.profit, cash.value(), 1e-12 * cash_gross);
        ASSERT_NEAR(result.profit, result.explain.total(), 1e-12 * explain_gross);
        ASSERT_NEAR(result.profit, explained.value(), 1e-12 * explain_gross);
        ASSERT_NEAR(result.profit, explained_by_line.value(), 1e-12 * explain_gross);
        // And the rolls' profits are all of it: a book is always held from the first purchase to the end.
        std::size_t trades = 0;
        for (lg::roll_record const& roll : result.rolls) {
            rolls += roll.profit;
            rolls_explained += roll.explain.total();
            trades += roll.trades;
            ASSERT_NEAR(roll.explain.total(), roll.profit, 1e-12 * explain_gross);
        }
        ASSERT_NEAR(rolls.value(), result.profit, 1e-12 * explain_gross);
        ASSERT_NEAR(rolls_explained.value(), result.profit, 1e-12 * explain_gross);
        ASSERT_EQ(trades, result.trades);
    });
}

TEST(Replay, RollsFollowEachOtherWithoutAGap) {
    for_each_replay([](auto const& tape, auto const& kind) {
        auto const result = lg::replay(tape, kind.programme, policy, world, kind.settings);
        ASSERT_FALSE(result.rolls.empty());
        ASSERT_EQ(result.rolls.front().start, result.start);
        ASSERT_EQ(result.rolls.back().end, tape.back().time);
        for (std::size_t i = 0; i < result.rolls.size(); ++i) {
            auto const& roll = result.rolls[i];
            if (i > 0) {
                ASSERT_EQ(roll.start, result.rolls[i - 1].end);
            }
            ASSERT_GT(roll.premium * kind.programme.parameters().side, 0.0);
            if (roll.start < roll.end) {
                ASSERT_TRUE(std::isfinite(roll.realized_volatility));
            }
        }
    });
}

TEST(Replay, TheFutureChangesNothingBefore) {
    for_each_replay([](auto const& tape, auto const& kind) {
        auto const original = deeds(tape, kind, policy);
        for (std::size_t const k : {5U, 40U, 111U, 256U, 397U}) {
            auto changed = tape;
            for (std::size_t i = k + 1; i < tape.size(); ++i) {  // every number, but not the calendar
                changed[i].spot *= i % 2 == 0 ? 3.0 : 0.5;
                changed[i].implied_volatility *= 1.7;
                changed[i].forecast_volatility *= 0.4;
                changed[i].funding = -changed[i].funding + 1e-3;
            }
            auto const other = deeds(changed, kind, policy);
            ASSERT_EQ(original.size(), other.size());
            std::size_t const skipped = tape.size() - original.size();
            for (std::size_t i = 0; i + skipped <= k; ++i)
                ASSERT_EQ(original[i], other[i]) << "observation " << i + skipped << " knew of a change after " << k;
            ASSERT_NE(original.back(), other.back());
        }
    });
}

TEST(Replay, OnlyTheNextPriceFillsAnOrder) {
    // One price changed: the order decided before it is the same, and fills at the changed price.
    run_kind const kind{"plain", straddles(24), {}};
    auto const tape     = minutes_tape(300);
    auto const p        = lg::delta_neutral(lg::at_implied{});
    auto const original = deeds(tape, kind, p);
    for (std::size_t const k : {7U, 100U, 250U}) {
        auto changed = tape;
        changed[k].spot *= 1.01;
        auto const other = deeds(changed, kind, p);
        EXPECT_NE(original[k].trade, 0.0);
        EXPECT_EQ(original[k].trade, other[k].trade);          // decided at k - 1, when the price was the same
        EXPECT_NE(original[k + 1].trade, other[k + 1].trade);  // decided at k
    }
}

TEST(Replay, AFillIsAtTheNextObservationsPrice) {
    auto const tape = minutes_tape(200);
    double wanted   = 0.0;  // as decided at the observation before
    bool first      = true;
    auto const p    = [&](lg::hedge_state<double> const& s) { return wanted = std::sin(1e6 * s.market.time); };
    double position = 0.0, decided = 0.0, turnover = 0.0;
    auto const result = lg::replay(tape, straddles(10000), p, lg::no_cost{}, {}, [&](lg::replay_step const& s) {
        decided = wanted;  // the policy has not been asked yet at this observation
        if (s.index + 1 < tape.size() && !first) {
            EXPECT_DOUBLE_EQ(s.record.hedge_trade, decided - position);
            EXPECT_DOUBLE_EQ(s.record.cash[lg::ledger_line::underlying], -s.record.hedge_trade * tape[s.index].spot);
            turnover += std::fabs(s.record.hedge_trade) * tape[s.index].spot;
        }
        if (first) {
            EXPECT_EQ(s.record.hedge_trade, 0.0);
        }
        first    = false;
        position = s.position;
    });
    EXPECT_GT(result.trades, 190U);
    EXPECT_GT(result.turnover, turnover);  // the last trade closes the hedge
}

TEST(Replay, AnOrderFillsAtTheFirstObservationAtLeastTheLatencyAway) {
    // Found by this test: in years, one minute after a minute was sometimes an ulp late, and the fill a bar later.
    for (int const latency : {1, 2, 7}) {
        auto const tape = minutes_tape(2000);
        std::vector<double> decisions, fills;
        double sign  = 1.0;
        auto const p = [&](lg::hedge_state<double> const& s) {
            decisions.push_back(s.market.time);
            return sign = -sign;  // always an order
        };
        auto const result = lg::replay(tape, straddles(10000), p, lg::no_cost{}, {.latency = latency * lg::minutes},
                                       [&](lg::replay_step const& s) {
                                           if (s.record.hedge_trade != 0.0 && s.index + 1 < tape.size())
                                               fills.push_back(s.market.time);
                                       });
        ASSERT_GE(decisions.size(), fills.size());
        ASSERT_EQ(decisions.size(), result.decisions);
        ASSERT_GT(fills.size(), 1990U / static_cast<unsigned>(latency) - 5U);
        for (std::size_t i = 0; i < fills.size(); ++i) {
            EXPECT_NEAR(fills[i] - decisions[i], latency * lg::minutes, 1e-3 * lg::minutes);
            if (i + 1 < decisions.size()) {
                EXPECT_EQ(decisions[i + 1], fills[i]);  // never two orders in flight: none is made before the fill
            }
        }
    }
}

TEST(Replay, ALatencyBetweenObservationsWaitsForTheNext) {
    auto const tape      = random_tape(83, 600);
    double const latency = 1.3 * lg::hours;
    std::vector<double> decisions, fills, times;
    double sign  = 1.0;
    auto const p = [&](lg::hedge_state<double> const& s) {
        decisions.push_back(s.market.time);
        return sign = -sign;
    };
    (void)lg::replay(tape, straddles(10000), p, world, {.latency = latency}, [&](lg::replay_step const& s) {
        times.push_back(s.market.time);
        if (s.record.hedge_trade != 0.0 && s.index + 1 < tape.size())
            fills.push_back(s.market.time);
    });
    ASSERT_GT(fills.size(), 100U);
    for (std::size_t i = 0; i < fills.size(); ++i) {
        auto const expected =
            std::find_if(times.begin(), times.end(), [&](double t) { return t >= decisions[i] + latency - 1e-15; });
        EXPECT_EQ(fills[i], *expected);
    }
}

TEST(Replay, ClosesTheHedgeWithTheOptionsAtTheirPriceAndDropsTheOrderOnItsWay) {
    auto const tape = minutes_tape(400);
    auto const p    = [](lg::hedge_state<double> const& s) { return 1.0 + std::sin(1e6 * s.market.time); };
    for (double const late : {0.0, 5.0}) {
        std::size_t roll = 0, ends = 0;
        double position  = 0.0;
        auto const result =
            lg::replay(tape, straddles(1), p, lg::no_cost{}, {.latency = late * lg::minutes}, [&](lg::replay_step const& s) {
                if (s.roll != roll) {  // the first observation of a new roll is the last of the old one
                    EXPECT_EQ(s.position, 0.0);
                    EXPECT_NE(position, 0.0);
                    ++ends;
                    roll = s.roll;
                }
                position = s.position;
            });
        EXPECT_EQ(ends + 1, result.rolls.size());
        EXPECT_GE(ends, 5U);
    }
}

TEST(Replay, WithoutAForecastTheOrderIsRefusedAndCounted) {
    auto tape = minutes_tape(100);
    for (std::size_t i = 0; i < 10; ++i)
        tape[i].forecast_volatility = not_a_number;
    for (auto const& refusing : {0, 1}) {
        auto const p   = lg::delta_neutral(lg::at_forecast{});
        auto const run = [&](auto const& whole) {
            return lg::replay(tape, straddles(24), whole, world, {}, [&](lg::replay_step const& s) {
                if (s.index <= 10) {
                    EXPECT_EQ(s.record.hedge_trade, 0.0) << s.index;
                }
                if (s.index == 11) {
                    EXPECT_NE(s.record.hedge_trade, 0.0);
                }
            });
        };
        auto const result = refusing == 0 ? run(p) : run(p | lg::only_when(lg::delta_outside(0.0)));
        EXPECT_EQ(result.refused, 10U);
        EXPECT_EQ(result.decisions, 99U);
    }
}

TEST(Replay, TheFirstDecisionKnowsTheFirstForecast) {
    // Found by this test: the first decision took the implied volatility for the forecast.
    auto const tape = minutes_tape(5);
    std::vector<double> seen;
    auto const p = [&](lg::hedge_state<double> const& s) {
        seen.push_back(s.forecast_volatility);
        return 0.0;
    };
    (void)lg::replay(tape, straddles(24), p, world);
    ASSERT_EQ(seen.size(), 4U);
    for (std::size_t i = 0; i < seen.size(); ++i)
        EXPECT_EQ(seen[i], tape[i].forecast_volatility);
}

TEST(Replay, AShortPerpetualReceivesPositiveFunding) {
    // Bars of 8 hours over 7 days and a little, funding 0.01 % at each close, price 60000, short 1 from the second
    // bar's open: 21 settlements received.
    std::vector<lg::bar> bars;
    for (int i = 0; i < 22; ++i)
        bars.push_back({at_hour(8 * i), at_hour(8 * i + 8), 60000.0, 60000.0, 60000.0, 60000.0});
    std::vector<double> const implied(22, 0.5), funding(22, 0.0001);
    auto const tape   = lg::tape_from_bars(bars, implied, {}, funding);
    auto const result = lg::replay(tape, straddles(24 * 365), [](auto const&) { return -1.0; }, lg::no_cost{},
                                   {.instrument = lg::hedge_instrument::perpetual});
    EXPECT_NEAR(result.cash[lg::ledger_line::funding], 126.0, 1e-10);
    auto const spot = lg::replay(
        tape, straddles(24 * 365), [](auto const&) { return -1.0; }, lg::no_cost{});
    EXPECT_EQ(spot.cash[lg::ledger_line::funding], 0.0);
}

TEST(Replay, PerpetualAndSpotAgreeWithoutRatesAndFunding) {
    for (auto const& market : markets()) {
        SCOPED_TRACE(market.name);
        auto tape = market.tape;
        for (auto& o : tape)
            o.funding = 0.0;
        auto const spot = lg::replay(tape, straddles(24), policy, world);
        auto const perpetual =
            lg::replay(tape, straddles(24), policy, world, {.instrument = lg::hedge_instrument::perpetual});
        double const size = gross(std::array{spot.cash[lg::ledger_line::underlying], spot.turnover, 1000.0});
        EXPECT_NEAR(spot.profit, perpetual.profit, 1e-12 * size);
        EXPECT_EQ(spot.turnover, perpetual.turnover);
        EXPECT_EQ(spot.trades, perpetual.trades);
        EXPECT_NEAR(spot.cash[lg::ledger_line::underlying], perpetual.cash[lg::ledger_line::underlying], 1e-12 * size);
    }
}

TEST(Replay, BuyingAndSellingConvexityAreOpposites) {
    auto const tape   = random_tape(84, 400);
    auto const p      = lg::delta_neutral(lg::at_implied{}) | lg::no_trade_band(0.3);
    auto const rates  = lg::replay_settings{.rate = 0.03, .dividend_yield = 0.01};
    auto const bought = lg::replay(tape, straddles(24), p, lg::no_cost{}, rates);
    auto const sold   = lg::replay(tape, straddles(24, -1.0), p, lg::no_cost{}, rates);
    EXPECT_NEAR(bought.profit, -sold.profit, 1e-9);
    EXPECT_EQ(bought.trades, sold.trades);
    // Costs hurt both.
    EXPECT_LT(lg::replay(tape, straddles(24), p, world, rates).profit, bought.profit);
    EXPECT_LT(lg::replay(tape, straddles(24, -1.0), p, world, rates).profit, sold.profit);
}

TEST(Replay, RealizedVolatilityIsThatOfTheDecisionPrices) {
    auto tape = minutes_tape(61);
    for (std::size_t i = 0; i < tape.size(); ++i) {
        tape[i].spot    = i % 2 == 0 ? 100.0 : 100.0 * std::exp(0.001);
        tape[i].decides = true;
    }
    auto const result = lg::replay(tape, straddles(1), lg::unhedged{}, world);
    ASSERT_EQ(result.rolls.size(), 1U);
    EXPECT_NEAR(result.rolls[0].realized_volatility, 0.001 * std::sqrt(525600.0), 1e-12);
    EXPECT_EQ(result.rolls[0].implied_volatility, tape[0].implied_volatility);
    EXPECT_EQ(result.rolls[0].spot, 100.0);
    EXPECT_EQ(result.rolls[0].strike, 100.0);
    EXPECT_DOUBLE_EQ(result.rolls[0].profit, -result.rolls[0].premium);  // back at the strike, unhedged
}

TEST(ReplayEdges, TwoObservationsAreARun) {
    std::vector<lg::observation> tape = minutes_tape(2);
    tape[1].spot                      = 101.0;
    for (double const hours : {0.0001, 1.0 / 60.0, 1.0, 1000.0}) {
        auto const result = lg::replay(tape, straddles(hours), policy, world);
        EXPECT_EQ(result.rolls.size(), 1U);
        EXPECT_EQ(result.observations, 2U);
        EXPECT_EQ(result.decisions, 1U);
        EXPECT_NEAR(result.profit, result.cash.cash(), 1e-10);
    }
}

TEST(ReplayEdges, ATenorShorterThanAStepExpiresAtTheNextDecision) {
    auto const tape   = minutes_tape(50);
    auto const result = lg::replay(tape, straddles(0.0001), lg::unhedged{}, lg::no_cost{});
    ASSERT_EQ(result.rolls.size(), 49U);
    for (std::size_t i = 0; i < result.rolls.size(); ++i) {
        EXPECT_EQ(result.rolls[i].end, tape[i + 1].time);
        EXPECT_NEAR(result.rolls[i].profit,
                    1000.0 / tape[i].spot * std::fabs(tape[i + 1].spot - tape[i].spot) - result.rolls[i].premium,
                    1e-10);
    }
}

TEST(ReplayEdges, AnExpiryBeyondTheEndIsSoldAtItsMark) {
    auto const tape   = minutes_tape(50);
    auto const result = lg::replay(tape, straddles(100), lg::unhedged{}, lg::no_cost{});
    ASSERT_EQ(result.rolls.size(), 1U);
    EXPECT_EQ(result.cash[lg::ledger_line::settlement], 0.0);
    double const quantity = 1000.0 / tape[0].spot;
    auto const book       = lg::straddle(tape[0].spot, 100 * lg::hours, quantity);
    double const sold     = book.value({49 * lg::minutes, tape[49].spot, tape[49].implied_volatility, 0.0, 0.0});
    EXPECT_NEAR(result.profit, sold - result.rolls[0].premium, 1e-9);
}

TEST(ReplayEdges, ExpiriesFallOnTheLastDecisionWithinTheTenor) {
    // Daily decisions with a weekend: a tenor of 2 days from Friday ends on Friday's next session, Monday.
    std::vector<lg::observation> tape;
    for (int const day : {0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 14})  // day 4 is a Friday
        tape.push_back({at_hour(24 * day), 100.0 + day, 0.5, 0.5, 0.0, true});
    auto const result = lg::replay(tape, straddles(48), lg::unhedged{}, lg::no_cost{});
    std::vector<int> ends;
    for (auto const& roll : result.rolls)
        ends.push_back(static_cast<int>(std::lround(lg::years_between(tape[0].time, roll.end) * 365.0)));
    EXPECT_EQ(ends, (std::vector<int>{2, 4, 7, 9, 11, 14}));
}

TEST(ReplayEdges, SellBeforeExpirySellsAtItsHourToTheNanosecond) {
    // Found by this test: in years, the hour before expiry was sometimes an ulp late, and the sale a minute later.
    auto const tape = minutes_tape(1001);
    auto const result =
        lg::replay(tape, lg::rolling_programme({.tenor = 60 * lg::minutes, .sell_before = 10 * lg::minutes}),
                   lg::unhedged{}, lg::no_cost{});
    ASSERT_EQ(result.rolls.size(), 20U);
    for (auto const& roll : result.rolls)
        EXPECT_EQ(roll.end - roll.start, std::chrono::minutes(50));
    EXPECT_EQ(result.cash[lg::ledger_line::settlement], 0.0);
}

TEST(ReplayEdges, EqualTimesAtTheEndLeaveARollWithoutLife) {
    auto tape         = minutes_tape(10);
    tape[9].time      = tape[8].time;
    auto const result = lg::replay(tape, straddles(0.0001), lg::unhedged{}, lg::no_cost{});
    EXPECT_EQ(result.rolls.back().start, result.rolls.back().end);
    EXPECT_TRUE(std::isnan(result.rolls.back().realized_volatility));
    EXPECT_TRUE(std::isfinite(result.profit));
}

TEST(ReplayEdges, StartsAtTheFirstDecisionWithAnImpliedVolatility) {
    auto tape = minutes_tape(30);
    for (std::size_t i = 0; i < 6; ++i)
        tape[i].implied_volatility = not_a_number;
    tape[6].decides   = false;
    std::size_t first = 1000;
    auto const result = lg::replay(tape, straddles(1), policy, world, {}, [&](lg::replay_step const& s) {
        first = std::min(first, s.index);
        EXPECT_TRUE(std::isfinite(s.equity));
    });
    EXPECT_EQ(first, 7U);
    EXPECT_EQ(result.start, tape[7].time);
    EXPECT_EQ(result.observations, 23U);
}

TEST(ReplayEdges, AnUnknownImpliedVolatilityIsTheLastOneKnown) {
    auto with_gaps = minutes_tape(60);
    auto filled    = with_gaps;
    for (std::size_t i = 20; i < 40; ++i) {
        with_gaps[i].implied_volatility = not_a_number;
        filled[i].implied_volatility    = with_gaps[19].implied_volatility;
    }
    run_kind const kind{"plain", straddles(0.5), {}};
    EXPECT_EQ(deeds(with_gaps, kind, policy), deeds(filled, kind, policy));
}

TEST(ReplayErrors, NameTheObservationOrField) {
    auto const good = minutes_tape(20);
    auto const run  = [&](auto change, lg::replay_settings const& settings = {}) {
        auto tape = good;
        change(tape);
        return message_of([&] { (void)lg::replay(tape, straddles(1), policy, world, settings); });
    };
    using tape_type = std::vector<lg::observation>;
    auto const bad  = [](int i) {
        return "replay: observation " + std::to_string(i) +
               " must have a positive price, a positive implied volatility (or NaN for none) and finite funding, and "
                "must "
                "not go back in time";
    };
    for (double const price : {0.0, -1.0, not_a_number, HUGE_VAL})
        EXPECT_EQ(run([=](tape_type& t) { t[7].spot = price; }), bad(7));
    for (double const volatility : {0.0, -0.2, HUGE_VAL})
        EXPECT_EQ(run([=](tape_type& t) { t[3].implied_volatility = volatility; }), bad(3));
    EXPECT_EQ(run([](tape_type& t) { t[19].funding = not_a_number; }), bad(19));
    EXPECT_EQ(run([](tape_type& t) { t[5].time = t[3].time; }), bad(5));
    char const* const nothing = "replay: no decision observation with an implied volatility before the end of the tape";
    EXPECT_EQ(run([](tape_type& t) { t.clear(); }), nothing);
    EXPECT_EQ(run([](tape_type& t) { t.resize(1); }), nothing);
    EXPECT_EQ(run([](tape_type& t) {
                  for (auto& o : t)
                      o.implied_volatility = not_a_number;
              }),
              nothing);
    EXPECT_EQ(run([](tape_type& t) {
                  for (auto& o : t)
                      o.time = at_hour(0);
              }),
              nothing);
    EXPECT_EQ(run([](tape_type& t) { t.back().decides = false; }),
              "replay: the last observation must be one that decides");
    auto const same = [](tape_type&) {};
    EXPECT_EQ(run(same, {.rate = not_a_number}), "replay_settings: rate must be finite, but is nan");
    EXPECT_EQ(run(same, {.dividend_yield = HUGE_VAL}), "replay_settings: dividend_yield must be finite, but is inf");
    EXPECT_EQ(run(same, {.latency = -1.0}), "replay_settings: latency must lie in [0, 100] (years), but is -1");
    EXPECT_EQ(run(same, {.latency = not_a_number}),
              "replay_settings: latency must lie in [0, 100] (years), but is nan");
    EXPECT_EQ(run(same, {.option_half_spread = -0.5}),
              "replay_settings: option_half_spread must be >= 0 and finite, but is -0.5");
    EXPECT_EQ(run(same, {.initial_cash = HUGE_VAL}), "replay_settings: initial_cash must be finite, but is inf");
    EXPECT_EQ(run(same), "no error");
}
