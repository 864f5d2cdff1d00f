// SPDX-License-Identifier: BSL-1.0
#include "run.hpp"

#include "embedded_prices.hpp"
#include "output_file.hpp"
#include "policy_text.hpp"
#include "progress.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <limits>
#include <sstream>

namespace gamma_scalp {

namespace {

constexpr std::size_t curve_points = 2400;

std::string number_text(double x, int digits = 6) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*g", digits, x);
    return text;
}

std::string base_name(std::string const& path) { return path.substr(path.find_last_of('/') + 1); }

struct market {
    lg::bar_series prices;
    std::vector<lg::observation> tape;
    std::size_t window;
    lg::annualization clock;
    std::vector<std::string> findings;
};

/// What the program's user can do about a refusal of the library's readers.
[[noreturn]] void refuse_with_advice(std::invalid_argument const& e) {
    std::string const message = e.what();
    if (message.find("inconsistent_bars") != std::string::npos || message.find("order_policy") != std::string::npos)
        throw std::runtime_error(message + "; here: --repair");
    if (message.find("read_bars_options::length") != std::string::npos)
        throw std::runtime_error(message + "; here: --bar-length");
    throw std::runtime_error(message);
}

lg::bar_series read_prices(options const& o) try {
    lg::read_bars_options reading;
    reading.length = o.bar_length;
    if (o.repair) {
        reading.order        = lg::order_policy::repair;
        reading.inconsistent = lg::inconsistent_bars::widen;
    }
    if (!o.prices.empty())
        return lg::read_bars(o.prices, reading);
    std::istringstream embedded{std::string(embedded_prices())};
    return lg::read_bars(embedded, "S&P 500, embedded", reading);
} catch (std::invalid_argument const& e) {
    refuse_with_advice(e);
}

bool are_daily(std::vector<lg::bar> const& bars) {
    return bars[0].end - bars[0].start == std::chrono::hours(24) &&
           std::chrono::floor<std::chrono::days>(bars[0].start) == bars[0].start;
}

/// Days of the calendar on which the market traded.
std::size_t trading_days_in(std::vector<lg::bar> const& bars) {
    std::size_t count = 1;
    for (std::size_t i = 1; i < bars.size(); ++i)
        count += std::chrono::floor<std::chrono::days>(bars[i].start) != std::chrono::floor<std::chrono::days>(bars[i - 1].start);
    return count;
}

/// How the market keeps time, read off its bars.
struct trading_time {
    bool around_the_clock;
    double days_per_year;     ///< trading days
    double bars_per_session;  ///< bars of one trading day, at least 1
};

trading_time trading_time_of(std::vector<lg::bar> const& bars) {
    double const length   = lg::years_between(bars[0].start, bars[0].end);
    double const span     = lg::years_between(bars.front().start, bars.back().end);
    double const density  = static_cast<double>(bars.size()) * length / span;
    bool const continuous = density > 0.95 && span > 2.0 * lg::days;
    double const sessions = static_cast<double>(trading_days_in(bars));
    return {continuous, continuous ? 365.0 : 252.0,
            continuous ? std::max(1.0, lg::days / length) : static_cast<double>(bars.size()) / sessions};
}

lg::annualization clock_of(lg::bar_series const& prices, options const& o) {
    if (o.bars_per_year)
        return lg::annualization(*o.bars_per_year);
    trading_time const time = trading_time_of(prices.bars);
    if (time.around_the_clock)
        return lg::annualization::around_the_clock(lg::years_between(prices.bars[0].start, prices.bars[0].end));
    return lg::annualization::sessions(time.days_per_year, time.bars_per_session);
}

/// Notes about prices that look wrong.
void note_jumps(std::vector<lg::bar> const& bars, std::vector<std::string>& findings) {
    std::size_t jumps = 0;
    for (std::size_t i = 1; i < bars.size(); ++i)
        jumps += std::fabs(std::log(bars[i].close / bars[i - 1].close)) > std::log(1.5);
    if (jumps > 0)
        findings.push_back(std::to_string(jumps) + (jumps == 1 ? " close differs" : " closes differ") +
                           " from the one before by more than a half: a split or a bad price?");
}

/// Trailing Yang-Zhang volatility known at the end of each bar, per sqrt(year); NaN while warming up. Estimated anew every
/// thirtieth of the window, which for a month of days is every day.
std::vector<double> trailing_volatility(std::vector<lg::bar> const& bars, std::size_t window, lg::annualization clock) {
    std::vector<double> volatility(bars.size(), std::numeric_limits<double>::quiet_NaN());
    std::size_t const stride = std::max<std::size_t>(1, window / 30);
    for (std::size_t i = window; i < bars.size(); ++i) {
        bool const anew = (i - window) % stride == 0;
        volatility[i]   = anew ? clock.volatility(lg::yang_zhang_variance(std::span(bars).subspan(i - window, window + 1)))
                               : volatility[i - 1];
        if (!(volatility[i] > 0.0))
            throw std::runtime_error("the trailing volatility at " + lg::format_time(bars[i].end) +
                                     " is not positive: the prices stand still");
    }
    return volatility;
}

market read_market(options const& o) {
    lg::bar_series prices            = read_prices(o);
    std::vector<lg::bar> const& bars = prices.bars;
    if (bars.size() < 4)
        throw std::runtime_error(prices.findings.name + ": " + std::to_string(bars.size()) +
                                 " bars are too few for a run (at least 4)");
    lg::annualization const clock    = clock_of(prices, o);
    double const length              = lg::years_between(bars[0].start, bars[0].end);
    auto const session               = static_cast<std::size_t>(std::llround(trading_time_of(bars).bars_per_session));
    std::size_t const window         = o.window != 0 ? o.window : session > 3 ? session : 30;
    if (bars.size() < window + 3 && (o.implied_file.empty() && !o.implied_constant))
        throw std::runtime_error(prices.findings.name + ": " + std::to_string(bars.size()) +
                                 " bars are too few for a trailing volatility over " + std::to_string(window) +
                                 " (--window), and no --implied is given");

    std::vector<std::string> findings{lg::describe(prices.findings)};
    note_jumps(bars, findings);
    std::vector<double> const forecast = trailing_volatility(bars, window, clock);
    if (o.programme.tenor < length)
        findings.push_back("the tenor is shorter than a bar: options expire at the next close");
    if (o.settings.latency > 0.0 && o.settings.latency < length)
        findings.push_back("the latency is shorter than a bar: an order that misses the opening price fills at the close");
    std::vector<double> implied(bars.size());
    if (o.implied_constant) {
        std::fill(implied.begin(), implied.end(), *o.implied_constant);
    } else if (!o.implied_file.empty()) {
        lg::read_volatility_options reading;
        if (o.repair)
            reading.order = lg::order_policy::repair;
        lg::value_series const index = lg::read_volatility_index(o.implied_file, reading);
        findings.push_back(lg::describe(index.findings));
        for (lg::timed_value const& v : index.values)
            if (!(v.value > 0.0 && v.value <= 20.0))
                throw std::runtime_error(o.implied_file + ": " + number_text(v.value * 100.0) + " % at " +
                                         lg::format_time(v.known_at) + " is no implied volatility");
        std::size_t unknown = 0;
        for (std::size_t i = 0; i < bars.size(); ++i) {
            implied[i] = lg::value_as_of(index.values, bars[i].end);
            unknown += std::isnan(implied[i]);
        }
        if (unknown == bars.size())
            throw std::runtime_error(o.implied_file + ": starts after the last price; nothing to buy at");
        if (unknown > 0)
            findings.push_back(std::to_string(unknown) + " bars lie before the first implied volatility and were skipped");
        lg::timestamp const last_known = index.values.back().known_at;
        if (last_known + 2 * index.findings.step < bars.back().end)
            findings.push_back("the implied volatility ends at " + lg::format_time(last_known) +
                               ", the prices later; its last value was kept");
    } else {
        double squares = 0.0, count = 0.0;
        for (std::size_t i = 0; i < bars.size(); ++i) {
            implied[i] = forecast[i] * (1.0 + o.premium);
            if (implied[i] > 0.0) {
                squares += forecast[i] * forecast[i];
                count += 1.0;
            }
        }
        // The premium is over the estimate, and an estimate from ranges can read low or high.
        findings.push_back("trailing Yang-Zhang volatility " + number_text(100.0 * std::sqrt(squares / count), 3) +
                           " % (root mean square); the same bars close to close " +
                           number_text(100.0 * clock.volatility(lg::close_to_close_variance(bars)), 3) +
                           " %: see what the premium is worth");
    }

    std::vector<double> funding;
    if (!o.funding_file.empty()) {
        lg::value_series const rates = lg::read_funding(o.funding_file);
        findings.push_back(lg::describe(rates.findings));
        funding.assign(bars.size(), 0.0);
        if (rates.values.back().known_at <= bars.front().start || bars.back().end < rates.values.front().known_at)
            throw std::runtime_error(o.funding_file + ": no funding rate falls within the prices' time");
        if (bars.front().end < rates.values.front().known_at)
            findings.push_back("no funding is known before " + lg::format_time(rates.values.front().known_at));
        if (rates.values.back().known_at + 2 * rates.findings.step < bars.back().end)
            findings.push_back("no funding is known after " + lg::format_time(rates.values.back().known_at));
        std::size_t next = 0;
        while (next < rates.values.size() && rates.values[next].known_at <= bars.front().start)
            ++next;
        for (std::size_t i = 0; i < bars.size(); ++i)
            for (; next < rates.values.size() && rates.values[next].known_at <= bars[i].end; ++next)
                funding[i] += rates.values[next].value;
    }
    std::vector<lg::observation> tape = lg::tape_from_bars(bars, implied, forecast, funding);
    return {std::move(prices), std::move(tape), window, clock, std::move(findings)};
}

auto world_of(options const& o, market const& m) {
    // Impact is scaled by a volatility that is known before the first trade, and by the days on which the volume trades.
    double volatility = 0.0;
    for (lg::observation const& seen : m.tape)
        if (volatility == 0.0 && seen.forecast_volatility > 0.0)
            volatility = seen.forecast_volatility;
    double const days_per_year = trading_time_of(m.prices.bars).days_per_year;
    return lg::fees_bps(o.fee_bps) + lg::half_spread_bps(0.5 * o.spread_bps) + lg::gas(o.gas) +
           lg::square_root_impact({.coefficient      = o.impact,
                                   .daily_volatility = volatility / std::sqrt(days_per_year),
                                   .daily_volume     = o.daily_volume > 0.0 ? o.daily_volume : 1.0});
}

double sample_deviation(std::vector<double> const& x) {
    if (x.size() < 2)
        return std::numeric_limits<double>::quiet_NaN();
    double mean = 0.0, squares = 0.0;
    for (double const v : x)
        mean += v / static_cast<double>(x.size());
    for (double const v : x)
        squares += (v - mean) * (v - mean);
    return std::sqrt(squares / static_cast<double>(x.size() - 1));
}

double all_costs(lg::replay_result const& r) {
    using lg::explain_line;
    return -(r.explain[explain_line::fee] + r.explain[explain_line::half_spread] + r.explain[explain_line::impact] +
             r.explain[explain_line::gas] + r.explain[explain_line::option_half_spread]);
}

policy_outcome outcome_of(std::string policy, bool chosen, lg::replay_result const& r) {
    std::vector<double> profits, errors;
    for (lg::roll_record const& roll : r.rolls) {
        profits.push_back(roll.profit);
        using lg::explain_line;
        double error = roll.profit;
        for (explain_line const line : {explain_line::gamma, explain_line::theta, explain_line::vega, explain_line::vanna,
                                        explain_line::volga})
            error -= roll.explain[line];
        errors.push_back(error);
    }
    return {std::move(policy), chosen, r.profit, r.profit / static_cast<double>(r.rolls.size()), sample_deviation(profits),
            sample_deviation(errors), all_costs(r), r.turnover, r.trades};
}

/// Policies that a trader would look at first, for the comparison.
std::vector<std::string> usual_policies() {
    return {"delta(implied) | when(every(1d))", "delta(implied) | when(moved(1sigma))", "delta(implied) | edge(0.05)",
            "delta(implied) | edge(0.15)", "delta(implied) | centre(0.15)"};
}

}  // namespace

run_data run(options const& o) {
    for (std::string const& path : {o.json, o.report})  // before the work, not after it
        if (!path.empty())
            require_writable(path);
    market const m   = read_market(o);
    auto const world = world_of(o, m);
    any_cost const band_cost{[world](double q, double spot) { return world.marginal_cost(q, spot); }};
    lg::rolling_programme const programme(o.programme);

    // All policies are understood before the first is run.
    auto const parse = [&](std::string const& text) {
        try {
            return parse_policy(text, band_cost);
        } catch (std::invalid_argument const& e) {
            std::string const message = e.what();
            throw usage_error(message.starts_with("policy \"") ? message : "policy \"" + text + "\": " + message);
        }
    };
    any_target const chosen = parse(o.policy);
    std::vector<std::pair<std::string, any_target>> others;
    std::vector<std::string> names = o.compare;
    if (o.compare_defaults)
        for (std::string const& name : usual_policies())
            names.push_back(name);
    for (std::string const& name : names)
        if (name != o.policy)
            others.emplace_back(name, parse(name));

    run_data data;
    data.title    = o.prices.empty() ? "S&P 500, daily bars 2000-2020" : base_name(o.prices);
    data.notional = o.programme.notional;
    data.findings = m.findings;
    data.daily    = are_daily(m.prices.bars);

    std::size_t const stride = std::max<std::size_t>(1, m.tape.size() / curve_points);
    std::array<lg::math::running_sum<double>, lg::explain_lines> so_far{};
    auto const begin = std::chrono::steady_clock::now();
    {
        progress_bar bar("replay", m.tape.size(), o.quiet);
        data.result = lg::replay(m.tape, programme, chosen, world, o.settings, [&](lg::replay_step const& step) {
            bar.advance(step.index);
            for (std::size_t line = 0; line < lg::explain_lines; ++line)
                so_far[line] += step.record.explain.lines[line];
            if (step.record.hedge_trade != 0.0)
                data.trades.push_back({step.time, step.market.spot, step.record.hedge_trade});
            if (step.index % stride == 0 || step.index + 1 == m.tape.size()) {
                sample point{step.time, step.market.spot, step.market.volatility, step.equity - o.settings.initial_cash,
                             step.position, {}};
                for (std::size_t line = 0; line < lg::explain_lines; ++line)
                    point.explain[line] = so_far[line].value();
                data.samples.push_back(point);
            }
        });
    }
    data.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (data.result.refused > 0)
        data.findings.push_back(std::to_string(data.result.refused) +
                                " decisions gave no number (no forecast yet?) and were not traded");

    if (!std::isfinite(data.result.profit))
        throw std::runtime_error("the profit is not a finite number: look at rates, notional and prices");
    data.comparison.push_back(outcome_of(o.policy, true, data.result));
    for (auto const& [name, policy] : others) {
        progress_bar bar(name, m.tape.size(), o.quiet);
        data.comparison.push_back(outcome_of(name, false, lg::replay(m.tape, programme, policy, world, o.settings,
                                                                     [&](lg::replay_step const& s) { bar.advance(s.index); })));
    }

    bool const spot = o.settings.instrument == lg::hedge_instrument::spot;
    auto const set  = [&](char const* name, std::string value) { data.settings.emplace_back(name, std::move(value)); };
    set("prices", o.prices.empty() ? "embedded S&P 500" : base_name(o.prices));
    set("implied volatility", o.implied_constant      ? number_text(*o.implied_constant)
                              : o.implied_file.empty() ? "trailing Yang-Zhang x " + number_text(1.0 + o.premium)
                                                       : base_name(o.implied_file));
    set("trailing window", std::to_string(m.window) + " bars");
    set("annualisation", number_text(m.clock.bars_per_year()) + " bars per year");
    set("programme", std::string(o.programme.side > 0 ? "buy " : "sell ") + (o.programme.width > 0 ? "strangle" : "straddle") +
                         ", " + number_text(o.programme.tenor / lg::days) + " days, notional " +
                         number_text(o.programme.notional, 12));
    set("policy", o.policy);
    set("hedge with", spot ? "spot" : "perpetual");
    set("costs", "fee " + number_text(o.fee_bps) + " bp, spread " + number_text(o.spread_bps) + " bp, gas " +
                     number_text(o.gas) + ", impact " + number_text(o.impact));
    set("option half-spread", number_text(o.settings.option_half_spread * 100.0) + " volatility points");
    set("rate, dividend yield", number_text(o.settings.rate) + ", " + number_text(o.settings.dividend_yield));
    if (!spot)
        set("funding", o.funding_file.empty() ? "none" : base_name(o.funding_file));
    set("latency", o.settings.latency > 0.0 ? number_text(o.settings.latency / lg::seconds) + " s" : "next price");
    return data;
}

}  // namespace gamma_scalp
