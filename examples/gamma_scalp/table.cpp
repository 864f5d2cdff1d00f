// SPDX-License-Identifier: BSL-1.0
#include "table.hpp"

#include "text.hpp"

#include <algorithm>
#include <cmath>
#include <cstdarg>
#include <cstdio>

namespace gamma_scalp {

namespace {

#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void append(std::string& out, char const* format, ...) {
    char line[512];
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    out += line;
}

/// 1234567.891 -> "1,234,567.89"; enough digits for small amounts.
std::string amount(double x) {
    if (!std::isfinite(x))
        return "n/a";
    double const size = std::fabs(x);
    if (size >= 1e12 || (size > 0.0 && size < 1e-3)) {
        char text[32];
        std::snprintf(text, sizeof text, "%.4e", x);
        return text;
    }
    return grouped(x, size < 1.0 ? 4 : 2);
}

/// Breaks text at spaces so that no line is longer than `width`.
std::string wrapped(std::string const& text, std::size_t width, std::string const& indent) {
    std::string out;
    std::size_t begin = 0;
    while (begin < text.size()) {
        std::size_t end = std::min(text.size(), begin + width - (begin == 0 ? 0 : indent.size()));
        if (end < text.size()) {
            std::size_t const space = text.rfind(' ', end);
            if (space != std::string::npos && space > begin)
                end = space;
        }
        out += (begin == 0 ? "" : indent) + text.substr(begin, end - begin) + "\n";
        begin = end + (end < text.size() && text[end] == ' ' ? 1 : 0);
    }
    return out;
}

}  // namespace

std::string terminal_table(run_data const& data) {
    lg::replay_result const& r = data.result;
    double const rolls         = static_cast<double>(r.rolls.size());
    double const unit          = 100.0 / (data.notional * rolls);
    std::string out            = "\n";
    append(out, "%s\n", data.title.c_str());
    append(out, "%s to %s: %zu rolls, %zu decisions, %zu hedge trades, turnover %s\n\n",
           lg::format_time(data.day_shown(r.start)).c_str(), lg::format_time(data.day_shown(r.end)).c_str(), r.rolls.size(), r.decisions, r.trades,
           amount(r.turnover).c_str());
    for (auto const& [name, value] : data.settings)
        out += wrapped(" " + name + std::string(name.size() < 22 ? 22 - name.size() : 1, ' ') + value, 80,
                       std::string(23, ' '));

    out += "\n Where the money came from            amount   % of notional per roll\n";
    out += " ---------------------------------------------------------------------\n";
    for (std::size_t i = 0; i < lg::explain_lines; ++i) {
        double const x = r.explain[static_cast<lg::explain_line>(i)];
        append(out, " %-24.24s %18s %24.4f\n", lg::explain_line_names[i].data(), amount(x).c_str(), x * unit);
    }
    out += " ---------------------------------------------------------------------\n";
    append(out, " %-24s %18s %24.4f\n", "profit", amount(r.profit).c_str(), r.profit * unit);
    append(out, " %-24s %18s\n", "  explain - ledger", amount(r.explain.total() - r.profit).c_str());

    double best = r.rolls[0].profit, worst = best, won = 0.0;
    for (lg::roll_record const& roll : r.rolls) {
        best  = std::max(best, roll.profit);
        worst = std::min(worst, roll.profit);
        won += roll.profit > 0.0 ? 1.0 : 0.0;
    }
    append(out, "\n Volatility over all rolls (root mean square): implied %.2f %%, realized %.2f %%\n",
           data.volatility_of_rolls(&lg::roll_record::implied_volatility) * 100.0,
           data.volatility_of_rolls(&lg::roll_record::realized_volatility) * 100.0);
    append(out, " Rolls won %.0f of %.0f   best %s   worst %s\n", won, rolls, amount(best).c_str(), amount(worst).c_str());

    if (data.comparison.size() > 1) {
        out += "\n Policies, same prices and costs           per roll, % of notional\n";
        out += "                                            mean      sd   error    cost  trades\n";
        for (policy_outcome const& p : data.comparison) {
            std::string name = p.policy;
            if (name.size() > 36) {  // a long name gets a line of its own
                append(out, " %c %s\n", p.chosen ? '*' : ' ', name.c_str());
                name.clear();
            }
            append(out, " %c %-36s%8.4f%8.4f%8.4f%8.4f%8zu\n", p.chosen && !name.empty() ? '*' : ' ', name.c_str(),
                   p.mean_per_roll / data.notional * 100.0, p.deviation_per_roll / data.notional * 100.0,
                   p.hedge_error_per_roll / data.notional * 100.0, p.cost * unit, p.trades);
        }
        out += "   error: deviation of delta drift + carry + costs + residual, what the hedge left open\n";
    }
    out += "\n";
    for (std::string const& finding : data.findings)
        out += wrapped(" note: " + finding, 80, "       ");
    return out;
}

}  // namespace gamma_scalp
