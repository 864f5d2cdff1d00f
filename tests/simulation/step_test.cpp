// SPDX-License-Identifier: BSL-1.0
#include <longgamma/simulation/step.hpp>

#include <longgamma/hedging/policy.hpp>
#include <longgamma/market/cost_curve.hpp>

#include "markets.hpp"

#include <support/message_of.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <type_traits>

namespace lg = longgamma;

namespace {

auto const world = lg::fees_bps(2) + lg::half_spread_bps(1) + lg::gas(0.02) +
                   lg::square_root_impact({.coefficient = 1.0, .daily_volatility = 0.03, .daily_volume = 1e4});

struct conditions {
    lg::hedge_instrument instrument;
    double side, rate, dividend_yield, initial_cash;
    int life;  // observations after which the book is rolled
};

std::vector<conditions> all_conditions() {
    std::vector<conditions> all;
    for (auto const instrument : {lg::hedge_instrument::spot, lg::hedge_instrument::perpetual})
        for (double const side : {1.0, -1.0})
            for (int const life : {1, 2, 37, 1000})
                all.push_back({instrument, side, life == 2 ? -0.05 : 0.04, life == 37 ? 0.0 : 0.03,
                               life == 1 ? 0.0 : -side * 1e4, life});
    return all;
}

template <class Lines>
double gross(Lines const& lines) {
    double sum = 0.0;
    for (double const x : lines)
        sum += std::fabs(x);
    return sum;
}

// Runs an account over a market and checks every step's books. `check_step(before, account, record)` sees each step.
template <class Policy, class Check>
void keep_books(recorded_market const& market, conditions const& c, Policy const& policy, Check check_step) {
    auto const mark_at = [&, implied = 0.6](std::size_t i) mutable {
        lg::observation const& o = market.tape[i];
        if (o.implied_volatility > 0.0)
            implied = o.implied_volatility;
        return lg::mark<double>{lg::years_between(market.tape[0].time, o.time), o.spot, implied, c.rate,
                                c.dividend_yield};
    };
    auto mark = mark_at;
    lg::account<double> account(c.initial_cash, c.instrument, mark(0));
    double order = 0.0;
    for (std::size_t i = 0; i < market.tape.size(); ++i) {
        auto const before = account;
        if (i > 0)
            account.advance(mark(i), market.tape[i].forecast_volatility, market.tape[i].funding);
        if (static_cast<int>(i) % c.life == 0) {
            if (!account.state().options.empty()) {
                if (i % 2 == 0)
                    account.settle();
                else
                    account.sell(0.005);
            }
            auto const& now = account.state().market;
            auto book =
                lg::strangle(0.97 * now.spot, 1.02 * now.spot, now.time + (i % 3 == 0 ? 0.01 : 0.03), 5.0 * c.side);
            book.add({lg::put, -2.0 * c.side, 0.9 * now.spot, now.time + 0.02});
            account.buy(book, 0.005);
        }
        account.fill(order, world);
        auto const record = account.close_step();
        check_step(before, account, record);
        double refused = 0.0;
        order          = account.decide(policy, refused);
    }
}

template <class Check>
void for_each_history(Check check) {
    auto const policy = lg::delta_neutral(lg::at_forecast{}) | lg::no_trade_band(0.05);
    for (auto const& market : markets())
        for (auto const& c : all_conditions()) {
            SCOPED_TRACE(market.name + (c.instrument == lg::hedge_instrument::spot ? ", spot" : ", perpetual") +
                         (c.side > 0 ? ", long" : ", short") + ", rolled after " + std::to_string(c.life));
            check(market, c, policy);
            if (testing::Test::HasFailure())
                return;
        }
}

double gross_of(lg::account<double> const& a) {
    return std::fabs(a.cash()) + std::fabs(a.state().greeks.value) +
           std::fabs(a.state().position * a.state().market.spot);
}

}  // namespace

TEST(Step, EquityChangesByTheRecordInEveryStep) {
    for_each_history([](auto const& market, auto const& c, auto const& policy) {
        keep_books(market, c, policy, [](auto const& before, auto const& after, auto const& record) {
            double const tolerance =
                1e-12 * (gross_of(before) + gross_of(after) + gross(record.cash.lines) + gross(record.explain.lines));
            double const change = after.equity() - before.equity();
            ASSERT_TRUE(std::isfinite(change));
            ASSERT_NEAR(record.equity_change, change, tolerance);
            ASSERT_NEAR(record.explain.total(), change, tolerance);
            ASSERT_NEAR(record.cash.total(), after.cash() - before.cash(), tolerance);
            ASSERT_NEAR(record.cash.total() + (after.state().greeks.value - before.state().greeks.value) +
                            (after.underlying_value() - before.underlying_value()),
                        change, tolerance);
            ASSERT_NEAR(record.hedge_trade, after.state().position - before.state().position,
                        1e-12 * (std::fabs(after.state().position) + std::fabs(before.state().position)));
        });
    });
}

TEST(Step, OrdersOfSummationAgreeOverAHistory) {
    for_each_history([](auto const& market, auto const& c, auto const& policy) {
        lg::math::running_sum<double> cash, explained, equity, cash_by_line, explained_by_line;
        double cash_gross = 0.0, explain_gross = std::fabs(c.initial_cash);
        lg::account<double> last(0.0, c.instrument, {});
        keep_books(market, c, policy, [&](auto const& before, auto const& after, auto const& record) {
            cash += record.cash.total();
            explained += record.explain.total();
            equity += after.equity() - before.equity();
            cash_gross += gross(record.cash.lines);
            explain_gross += gross(record.explain.lines) + gross_of(after);
            last = after;
        });
        for (std::size_t i = 0; i < lg::ledger_lines; ++i)
            cash_by_line += last.cash_ledger()[static_cast<lg::ledger_line>(i)];
        for (std::size_t i = 0; i < lg::explain_lines; ++i)
            explained_by_line += last.explain()[static_cast<lg::explain_line>(i)];
        ASSERT_NEAR(cash.value(), last.cash_ledger().cash(), 1e-12 * cash_gross);
        ASSERT_NEAR(cash_by_line.value(), last.cash_ledger().cash(), 1e-12 * cash_gross);
        ASSERT_NEAR(explained.value(), last.explain().total(), 1e-12 * explain_gross);
        ASSERT_NEAR(explained_by_line.value(), last.explain().total(), 1e-12 * explain_gross);
        ASSERT_NEAR(equity.value(), last.explain().total(), 1e-12 * explain_gross);
        ASSERT_NEAR(last.equity() - c.initial_cash, last.explain().total(), 1e-12 * explain_gross);
    });
}

TEST(Step, GammaAndThetaAreTheVarianceRealizedLessTheVarianceImplied) {
    for_each_history([](auto const& market, auto const& c, auto const& policy) {
        keep_books(market, c, policy, [](auto const& before, auto const& after, auto const& record) {
            auto const& s         = before.state();
            double const move     = after.state().market.spot - s.market.spot;
            double const realized = (move / s.market.spot) * (move / s.market.spot);
            double const implied =
                s.market.volatility * s.market.volatility * (after.state().market.time - s.market.time);
            double const half = 0.5 * s.greeks.gamma * s.market.spot * s.market.spot;
            ASSERT_NEAR(record.explain[lg::explain_line::gamma] + record.explain[lg::explain_line::theta],
                        half * (realized - implied), 1e-300 + 1e-12 * std::fabs(half) * (realized + implied));
        });
    });
}

TEST(Step, CostsStandOnTheirLinesAndAreNeverNegative) {
    for_each_history([](auto const& market, auto const& c, auto const& policy) {
        keep_books(market, c, policy, [](auto const&, auto const& after, auto const& record) {
            auto const cost = world.breakdown(record.hedge_trade, after.state().market.spot);
            ASSERT_DOUBLE_EQ(record.cash[lg::ledger_line::fee], -cost.fee);
            ASSERT_DOUBLE_EQ(record.cash[lg::ledger_line::half_spread], -cost.half_spread);
            ASSERT_DOUBLE_EQ(record.cash[lg::ledger_line::impact], -cost.impact);
            ASSERT_DOUBLE_EQ(record.cash[lg::ledger_line::gas], -cost.gas);
            for (auto const& [why, line] :
                 {std::pair{lg::explain_line::fee, lg::ledger_line::fee},
                  std::pair{lg::explain_line::half_spread, lg::ledger_line::half_spread},
                  std::pair{lg::explain_line::impact, lg::ledger_line::impact},
                  std::pair{lg::explain_line::gas, lg::ledger_line::gas},
                  std::pair{lg::explain_line::option_half_spread, lg::ledger_line::option_half_spread}}) {
                ASSERT_EQ(record.explain[why], record.cash[line]);
                ASSERT_LE(record.explain[why], 0.0);
            }
        });
    });
}

TEST(Step, OnlyThePerpetualPaysFundingAndOnlyTheSpotDividends) {
    for_each_history([](auto const& market, auto const& c, auto const& policy) {
        keep_books(market, c, policy, [&](auto const& before, auto const& after, auto const& record) {
            auto const& s = before.state();
            if (c.instrument == lg::hedge_instrument::spot) {
                ASSERT_EQ(record.cash[lg::ledger_line::funding], 0.0);
                double const dt = after.state().market.time - s.market.time;
                ASSERT_NEAR(record.cash[lg::ledger_line::dividends],
                            s.position * s.market.spot * std::expm1(c.dividend_yield * dt),
                            1e-14 * std::fabs(s.position * s.market.spot * std::expm1(c.dividend_yield * dt)));
                ASSERT_NEAR(record.cash[lg::ledger_line::underlying], -record.hedge_trade * after.state().market.spot,
                            1e-14 * std::fabs(record.hedge_trade * after.state().market.spot));
            } else {
                ASSERT_EQ(record.cash[lg::ledger_line::dividends], 0.0);
                double const profit = s.position * (after.state().market.spot - s.market.spot);
                ASSERT_NEAR(record.cash[lg::ledger_line::underlying], profit, 1e-14 * std::fabs(profit));
                ASSERT_EQ(after.underlying_value(), 0.0);
            }
        });
    });
}

TEST(Step, AShortPerpetualReceivesPositiveFunding) {
    // Short 1 unit at 60000, +0.01 % every 8 hours, 7 days: 21 settlements of 6 received.
    lg::account<double> account(0.0, lg::hedge_instrument::perpetual, {0.0, 60000.0, 0.5, 0.0, 0.0});
    account.fill(-1.0, lg::no_cost{});
    for (int i = 1; i <= 21; ++i) {
        account.advance({8 * i * lg::hours, 60000.0, 0.5, 0.0, 0.0}, 0.5, 0.0001);
        EXPECT_NEAR(account.close_step().cash[lg::ledger_line::funding], 6.0, 1e-12);
    }
    EXPECT_NEAR(account.cash_ledger()[lg::ledger_line::funding], 126.0, 1e-11);
    EXPECT_NEAR(account.equity(), 126.0, 1e-11);
    EXPECT_NEAR(account.explain()[lg::explain_line::carry], 126.0, 1e-11);
    // A long one pays it; a negative rate turns both around.
    account.fill(2.0, lg::no_cost{});
    account.advance({8 * 22 * lg::hours, 60000.0, 0.5, 0.0, 0.0}, 0.5, 0.0001);
    account.close_step();
    EXPECT_NEAR(account.equity(), 120.0, 1e-11);
    account.advance({8 * 23 * lg::hours, 60000.0, 0.5, 0.0, 0.0}, 0.5, -0.0002);
    account.close_step();
    EXPECT_NEAR(account.equity(), 132.0, 1e-11);
}

TEST(Step, InterestCompoundsOnCashWhateverTheSteps) {
    for (double const rate : {0.05, -0.03})
        for (double const cash : {1000.0, -1000.0}) {
            lg::account<double> account(cash, lg::hedge_instrument::spot, {3.0, 100.0, 0.2, rate, 0.0});
            for (double const t : {3.1, 3.1, 3.4, 4.0}) {
                account.advance({t, 100.0, 0.2, rate, 0.0}, 0.2);
                account.close_step();
            }
            EXPECT_NEAR(account.equity(), cash * std::exp(rate), 1e-10);
            EXPECT_NEAR(account.cash_ledger()[lg::ledger_line::interest], cash * std::expm1(rate), 1e-10);
        }
}

TEST(Step, DividendsArePaidByTheShort) {
    lg::account<double> account(0.0, lg::hedge_instrument::spot, {0.0, 100.0, 0.2, 0.0, 0.04});
    account.fill(-10.0, lg::no_cost{});
    account.advance({0.5, 100.0, 0.2, 0.0, 0.04}, 0.2);
    account.close_step();
    EXPECT_NEAR(account.equity(), -1000.0 * std::expm1(0.02), 1e-11);
}

TEST(Step, PremiumIsPaidOnceAndComesBackAtSettlement) {
    lg::account<double> account(50.0, lg::hedge_instrument::spot, {0.0, 100.0, 0.3, 0.0, 0.0});
    auto const book      = lg::straddle(100.0, 0.25, 2.0);
    double const premium = book.value({0.0, 100.0, 0.3, 0.0, 0.0});
    account.buy(book, 0.0);
    auto const bought = account.close_step();
    EXPECT_EQ(bought.cash[lg::ledger_line::premium], -premium);
    EXPECT_EQ(bought.equity_change, 0.0);
    EXPECT_EQ(account.state().book_changed, 1.0);
    EXPECT_NEAR(account.equity(), 50.0, 1e-13);
    account.advance({0.25, 130.0, 0.3, 0.0, 0.0}, 0.3);
    account.settle();
    auto const settled = account.close_step();
    EXPECT_DOUBLE_EQ(settled.cash[lg::ledger_line::settlement], 60.0);
    EXPECT_TRUE(account.state().options.empty());
    EXPECT_DOUBLE_EQ(account.equity(), 50.0 - premium + 60.0);
    EXPECT_DOUBLE_EQ(account.cash(), account.equity());
}

TEST(Step, OptionTradesPayHalfASpreadInVolatility) {
    for (double const quantity : {2.0, -2.0}) {
        lg::account<double> account(0.0, lg::hedge_instrument::spot, {0.0, 100.0, 0.3, 0.0, 0.0});
        account.buy(lg::straddle(100.0, 0.25, quantity), 0.005);
        double const vega = account.state().greeks.vega;
        EXPECT_DOUBLE_EQ(account.close_step().cash[lg::ledger_line::option_half_spread], -std::fabs(vega) * 0.005);
        account.sell(0.005);
        EXPECT_DOUBLE_EQ(account.close_step().equity_change, -std::fabs(vega) * 0.005);
        EXPECT_DOUBLE_EQ(account.equity(), -std::fabs(vega) * 0.01);
        account.buy(lg::straddle(100.0, 0.25, quantity), 0.0);
        EXPECT_EQ(message_of([&] { account.buy(lg::straddle(100.0, 0.25, quantity), 0.0); }),
                  "account: buy needs an empty book; settle or sell first");
    }
}

TEST(Decide, ReturnsTheOrderAndRemembersWhenAndWhere) {
    lg::account<double> account(0.0, lg::hedge_instrument::spot, {1.0, 100.0, 0.3, 0.0, 0.0});
    account.fill(3.0, lg::no_cost{});
    account.advance({2.0, 110.0, 0.3, 0.0, 0.0}, 0.3);
    account.close_step();
    double refused = -1.0;
    EXPECT_EQ(account.decide([](auto const&) { return 5.0; }, refused), 2.0);
    EXPECT_EQ(refused, 0.0);
    EXPECT_EQ(account.state().previous_decision, 2.0);
    EXPECT_EQ(account.state().last_trade_spot, 110.0);
    EXPECT_EQ(account.state().position, 3.0);  // an order is no fill
    account.advance({3.0, 120.0, 0.3, 0.0, 0.0}, 0.3);
    EXPECT_EQ(account.decide([](auto const& s) { return s.position; }, refused), 0.0);
    EXPECT_EQ(account.state().previous_decision, 3.0);
    EXPECT_EQ(account.state().last_trade_spot, 110.0);  // no order, no new reference price
}

TEST(Decide, RefusesAnswersThatAreNotNumbers) {
    for (double const answer : {not_a_number, HUGE_VAL, -HUGE_VAL}) {
        lg::account<double> account(0.0, lg::hedge_instrument::spot, {1.0, 100.0, 0.3, 0.0, 0.0});
        account.fill(3.0, lg::no_cost{});
        double refused = 0.0;
        EXPECT_EQ(account.decide([=](auto const&) { return answer; }, refused), 0.0);
        EXPECT_EQ(refused, 1.0);
        EXPECT_EQ(account.state().position, 3.0);
    }
    using batch = lg::simd::batch<double>;
    std::array<double, lg::simd::lanes<batch>> answers;
    answers.fill(2.0);
    answers.back() = not_a_number;
    lg::account<batch> account(batch(0.0), lg::hedge_instrument::spot,
                               {batch(1.0), batch(100.0), batch(0.3), batch(0.0), batch(0.0)});
    batch refused(0.0);
    auto const order =
        lg::simd::to_array(account.decide([&](auto const&) { return lg::simd::from_array<batch>(answers); }, refused));
    auto const refusal = lg::simd::to_array(refused);
    for (std::size_t i = 0; i < answers.size(); ++i) {
        EXPECT_EQ(order[i], i + 1 == answers.size() ? 0.0 : 2.0);
        EXPECT_EQ(refusal[i], i + 1 == answers.size() ? 1.0 : 0.0);
    }
}

TEST(Account, KnowsNoForecastUnlessTold) {
    // Found by this test: the first decision took the implied volatility for the forecast.
    lg::mark<double> const at{0.0, 100.0, 0.3, 0.0, 0.0};
    EXPECT_TRUE(std::isnan(lg::account<double>(0.0, lg::hedge_instrument::spot, at).state().forecast_volatility));
    EXPECT_EQ(lg::account<double>(0.0, lg::hedge_instrument::spot, at, 0.7).state().forecast_volatility, 0.7);
}

TEST(StepRecord, RecordsOfOneStepAdd) {
    lg::step_record<double> a, b;
    a.cash[lg::ledger_line::fee] = a.explain[lg::explain_line::fee] = a.equity_change = -1.0;
    b.cash[lg::ledger_line::fee] = b.explain[lg::explain_line::fee] = b.equity_change = -2.0;
    b.hedge_trade                                                                     = 4.0;
    a += b;
    EXPECT_EQ(a.cash[lg::ledger_line::fee], -3.0);
    EXPECT_EQ(a.explain.total(), -3.0);
    EXPECT_EQ(a.equity_change, -3.0);
    EXPECT_EQ(a.hedge_trade, 4.0);
}

static_assert(std::is_trivially_copyable_v<lg::account<double>> && std::is_trivially_copyable_v<lg::account<float>>);
static_assert(std::is_trivially_copyable_v<lg::step_record<double>>);
