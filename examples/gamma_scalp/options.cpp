// SPDX-License-Identifier: BSL-1.0
#include "options.hpp"

#include "policy_text.hpp"

#include <cxxopts.hpp>

#include <charconv>
#include <cmath>
#include <cstdio>
#include <filesystem>

namespace gamma_scalp {

namespace {

/// The whole text as a finite number, or nothing.
std::optional<double> to_number(std::string const& text) {
    double value           = 0.0;
    auto const [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

/// The number behind an option, if it was given.
class number_reader {
public:
    explicit number_reader(cxxopts::ParseResult const& parsed) : parsed_(parsed) {}

    /// `rule` is a predicate with its description.
    template <class Rule>
    void operator()(char const* name, double& value, double unit, Rule rule, char const* description) const {
        if (!parsed_.count(name))
            return;
        std::string const text            = parsed_[name].as<std::string>();
        std::optional<double> const number = to_number(text);
        if (!number || !rule(*number))
            throw usage_error("--" + std::string(name) + " must be " + description + ", not \"" + text + "\"");
        value = *number * unit;
    }

private:
    cxxopts::ParseResult const& parsed_;
};

bool at_least_zero(double x) { return x >= 0.0; }
bool positive(double x) { return x > 0.0; }
bool a_rate(double x) { return x >= -1.0 && x <= 1.0; }
bool below_all(double x) { return x >= 0.0 && x < 10000.0; }

/// The same file under two names would be lost, or read after it was written.
void refuse_shared_files(options const& o) {
    namespace fs = std::filesystem;
    struct named {
        char const* option;
        std::string const& path;
        bool written;
    };
    named const files[] = {{"--prices", o.prices, false},        {"--implied", o.implied_file, false},
                           {"--funding", o.funding_file, false}, {"--json", o.json, true},
                           {"--report", o.report, true}};
    for (named const& a : files)
        for (named const& b : files) {
            std::error_code error;
            if (&a < &b && (a.written || b.written) && !a.path.empty() && !b.path.empty() &&
                fs::weakly_canonical(a.path, error) == fs::weakly_canonical(b.path, error))
                throw usage_error(std::string(a.option) + " and " + b.option + " name the same file, " + a.path);
        }
}

}  // namespace

std::optional<options> parse_options(int argc, char const* const* argv) {
    cxxopts::Options description(
        "gamma_scalp",
        "Buys a straddle, hedges its delta, rolls it, and says where the money came from.\n"
        "Decides on closing prices, fills at the next opening price; the hedge of expiring\noptions is closed at the settlement price. Without options: S&P 500, 2000-2020, embedded.\n");
    auto const text = cxxopts::value<std::string>();
    auto const list = cxxopts::value<std::vector<std::string>>();
    auto const flag = cxxopts::value<bool>();
    description.set_width(80).add_options("Market")
        ("prices", "file of price bars (Yahoo, OHLC with dates, Binance klines)", text, "FILE")
        ("implied", "implied volatility: an index file (VIX, DVOL) or a number such as 0.2; without it, trailing "
                    "Yang-Zhang volatility times (1 + premium)", text, "FILE|X")
        ("premium", "premium of implied over trailing volatility, default 0.25", text, "X")
        ("window", "bars of the trailing estimate, default 30 (intraday: one session)", text, "BARS")
        ("bars-per-year", "annualisation of the estimate, default 252 for daily bars of an exchange, around the clock for a market without pauses, else 252 sessions", text, "N")
        ("bar-length", "minutes of a bar, default the usual spacing of the rows", text, "MIN")
        ("repair", "sort rows, drop repeated ones, widen inconsistent bars", flag)
        ("rate", "interest rate, continuous, decimal: 0.05 is 5 %, default 0", text, "X")
        ("dividend-yield", "dividend yield of the underlying, decimal, default 0", text, "X");
    description.add_options("Programme")
        ("tenor", "days from purchase to expiry, default 30", text, "DAYS")
        ("notional", "quantity of each leg = notional / spot, default 100000", text, "AMOUNT")
        ("width", "strangle: strikes at spot * (1 -+ width), default 0", text, "X")
        ("side", "buy or sell the options, default buy", text, "SIDE")
        ("sell-before", "days before expiry at which to sell and roll, default 0", text, "DAYS")
        ("option-spread-vol", "half-spread of the options in volatility points, default 0", text, "POINTS");
    description.add_options("Hedge")
        ("policy", "hedging policy, see below", text, "TEXT")
        ("compare", "a further policy to compare; repeat for more", list, "TEXT")
        ("no-compare", "no comparison with the usual policies", flag)
        ("hedge", "spot or perpetual, default spot", text, "WITH")
        ("funding", "file of funding rates of the perpetual", text, "FILE")
        ("latency", "seconds from decision to fill, default: the next price", text, "SECONDS");
    description.add_options("Costs of hedge trades")
        ("fee-bps", "fee, basis points of the traded value, default 0.5", text, "BPS")
        ("spread-bps", "bid-ask spread, basis points of the price (half of it is paid), default 1", text, "BPS")
        ("gas", "fixed cost of each trade, default 0", text, "AMOUNT")
        ("impact", "coefficient of square-root impact, default 0; needs --daily-volume", text, "Y")
        ("daily-volume", "units of the underlying traded per day, for --impact", text, "UNITS");
    description.add_options("Output")
        ("json", "write everything as JSON", text, "FILE")
        ("report", "page with pictures, default gamma_scalp_report.html; \"none\" for none", text, "FILE")
        ("q,quiet", "no progress bar", flag)
        ("h,help", "this text", flag)
        ("version", "version and instruction set", flag);

    try {
        cxxopts::ParseResult const parsed = description.parse(argc, argv);
        if (parsed.count("help")) {
            std::printf("%s\nPolicies\n%.*s", description.help({"Market", "Programme", "Hedge", "Costs of hedge trades", "Output"}).c_str(), static_cast<int>(policy_grammar.size()),
                        policy_grammar.data());
            return std::nullopt;
        }
        if (parsed.count("version")) {
            std::printf("gamma_scalp, longgamma %s, %s\n", LONGGAMMA_VERSION_STRING, lg::instruction_set);
            return std::nullopt;
        }
        if (!parsed.unmatched().empty())
            throw usage_error("unexpected argument \"" + parsed.unmatched().front() + "\" (options start with --)");

        options o;
        auto const string = [&](char const* name, std::string& value) {
            if (parsed.count(name))
                value = parsed[name].as<std::string>();
        };
        auto const choice = [&](char const* name, char const* first, char const* second) {
            std::string value = first;
            string(name, value);
            if (value != first && value != second)
                throw usage_error("--" + std::string(name) + " must be " + first + " or " + second + ", not \"" + value + "\"");
            return value == first;
        };
        number_reader const number(parsed);

        string("prices", o.prices);
        std::string implied;
        string("implied", implied);
        o.implied_constant = to_number(implied);
        if (o.implied_constant && !(*o.implied_constant > 0.0 && *o.implied_constant <= 20.0))
            throw usage_error("--implied must be a file or a volatility in (0, 20] as a decimal, not \"" + implied + "\"");
        if (!o.implied_constant)
            o.implied_file = implied;
        number("premium", o.premium, 1.0, [](double x) { return x > -1.0; }, "a number above -1");
        double window = 0.0, bars_per_year = 0.0, days_before = 0.0, seconds_late = 0.0;
        number("window", window, 1.0, [](double x) { return x >= 3.0 && x <= 1e7 && x == std::floor(x); },
               "a whole number of at least 3 bars");
        o.window = static_cast<std::size_t>(window);
        number("bars-per-year", bars_per_year, 1.0, positive, "a positive number");
        if (bars_per_year > 0.0)
            o.bars_per_year = bars_per_year;
        double bar_minutes = 0.0;
        number("bar-length", bar_minutes, 1.0, [](double x) { return x > 0.0 && x <= 527040.0; }, "a positive number of minutes");
        if (bar_minutes > 0.0)
            o.bar_length = std::chrono::nanoseconds(std::llround(bar_minutes * 60e9));
        o.repair = parsed.count("repair") != 0;
        number("rate", o.settings.rate, 1.0, a_rate, "a decimal in [-1, 1] (0.05 is 5 %)");
        number("dividend-yield", o.settings.dividend_yield, 1.0, a_rate, "a decimal in [-1, 1] (0.02 is 2 %)");

        number("tenor", o.programme.tenor, lg::days, [](double x) { return x > 0.0 && x <= 3650.0; },
               "a number of days in (0, 3650]");
        number("notional", o.programme.notional, 1.0, positive, "a positive number");
        number("width", o.programme.width, 1.0, [](double x) { return x >= 0.0 && x < 1.0; }, "a number in [0, 1)");
        o.programme.side = choice("side", "buy", "sell") ? 1.0 : -1.0;
        number("sell-before", days_before, lg::days, at_least_zero, "a number of days >= 0");
        o.programme.sell_before = days_before;
        if (!(o.programme.sell_before < o.programme.tenor))
            throw usage_error("--sell-before must be less than --tenor");
        number("option-spread-vol", o.settings.option_half_spread, 0.01, at_least_zero, "a number >= 0");

        string("policy", o.policy);
        if (parsed.count("compare"))
            o.compare = parsed["compare"].as<std::vector<std::string>>();
        o.compare_defaults    = parsed.count("no-compare") == 0;
        o.settings.instrument = choice("hedge", "spot", "perpetual") ? lg::hedge_instrument::spot : lg::hedge_instrument::perpetual;
        string("funding", o.funding_file);
        if (!o.funding_file.empty() && o.settings.instrument == lg::hedge_instrument::spot)
            throw usage_error("--funding needs --hedge perpetual");
        number("latency", seconds_late, lg::seconds, [](double x) { return x >= 0.0 && x <= 1e8; },
               "a number of seconds in [0, 1e8]");
        o.settings.latency = seconds_late;

        number("fee-bps", o.fee_bps, 1.0, below_all, "a number in [0, 10000)");
        number("spread-bps", o.spread_bps, 1.0, below_all, "a number in [0, 10000)");
        number("gas", o.gas, 1.0, at_least_zero, "a number >= 0");
        number("impact", o.impact, 1.0, at_least_zero, "a number >= 0");
        number("daily-volume", o.daily_volume, 1.0, positive, "a positive number");
        if (o.impact > 0.0 && !(o.daily_volume > 0.0))
            throw usage_error("--impact needs --daily-volume, the units of the underlying traded per day");

        string("json", o.json);
        string("report", o.report);
        if (o.report == "none")
            o.report.clear();
        o.quiet = parsed.count("quiet") != 0;
        refuse_shared_files(o);
        return o;
    } catch (cxxopts::exceptions::exception const& e) {
        throw usage_error(e.what());
    }
}

}  // namespace gamma_scalp
