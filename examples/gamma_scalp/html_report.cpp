// SPDX-License-Identifier: BSL-1.0
#include "html_report.hpp"

#include "text.hpp"
#include "output_file.hpp"
#include "plots.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <initializer_list>
#include <limits>
#include <locale>
#include <numeric>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

namespace gamma_scalp {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

// ---------------------------------------------------------------- text

/// Length of the valid UTF-8 sequence at the start of `text`, 0 if there is none.
std::size_t sequence_length(std::string_view text) {
    auto const byte          = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    unsigned const lead      = byte(0);
    std::size_t const length = lead < 0x80   ? 1
                               : lead < 0xC2 ? 0
                               : lead < 0xE0 ? 2
                               : lead < 0xF0 ? 3
                               : lead < 0xF5 ? 4
                                             : 0;
    if (length > text.size())
        return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((byte(i) & 0xC0) != 0x80)
            return 0;
    bool const overlong  = (lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xF0 && byte(1) < 0x90);
    bool const surrogate = lead == 0xED && byte(1) > 0x9F;
    bool const too_large = lead == 0xF4 && byte(1) > 0x8F;
    return overlong || surrogate || too_large ? 0 : length;
}

/// Text as it may stand in an element or in a quoted attribute. What is no text (control characters, broken UTF-8)
/// becomes U+FFFD.
std::string escaped(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        std::size_t const length = sequence_length(text);
        char const c             = text[0];
        if (length == 0 ||
            (length == 1 && (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) && c != '\n' && c != '\t'))
            out += "\xEF\xBF\xBD";
        else if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '"')
            out += "&quot;";
        else if (c == '\'')
            out += "&#39;";
        else
            out += text.substr(0, length);
        text.remove_prefix(std::max<std::size_t>(1, length));
    }
    return out;
}

/// As many decimals as show `digits` digits of a number of this size, at least `least`.
int decimals_for(double size, int digits, int least) {
    if (!(size > 0.0) || !std::isfinite(size))
        return least;
    return std::clamp(digits - 1 - static_cast<int>(std::floor(std::log10(size))), least, 15);
}

std::string significant(double value, int digits) {
    return grouped(value, decimals_for(std::fabs(value), digits, 0));
}
std::string trimmed(std::string number) {
    if (number.find('.') != std::string::npos) {
        number.erase(number.find_last_not_of('0') + 1);
        if (number.back() == '.')
            number.pop_back();
    }
    return number;
}
std::string percent(double fraction, int decimals) {
    return std::isfinite(fraction) ? grouped(100.0 * fraction, decimals) + "%" : "n/a";
}
std::string count(std::size_t n) {
    return grouped(static_cast<double>(n), 0);
}
std::string count_of(std::size_t n, std::string const& noun) {
    return count(n) + " " + noun + (n == 1 ? "" : "s");
}

std::string span_text(lg::timestamp from, lg::timestamp to) {
    double const years = lg::years_between(from, to), day_count = years * 365.0;
    auto const phrase = [](double value, std::string const& noun) {
        std::string const text = grouped(value, value < 9.95 && std::fabs(value - std::round(value)) > 0.05 ? 1 : 0);
        return text + " " + noun + (text == "1" ? "" : "s");
    };
    if (years >= 2.0)
        return phrase(years, "year");
    if (day_count >= 2.0)
        return phrase(day_count, "day");
    if (day_count * 24.0 >= 1.0)
        return phrase(day_count * 24.0, "hour");
    return phrase(day_count * 1440.0, "minute");
}

/// As fine as a time needs to be where a span of this length is told.
time_format format_for(lg::timestamp from, lg::timestamp to, double longest_with_clock = 60 * lg::days) {
    double const years = lg::years_between(from, to);
    return years < 1 * lg::hours        ? time_format::seconds
           : years < longest_with_clock ? time_format::minutes
                                        : time_format::date;
}

// ---------------------------------------------------------------- figures of the run

double sum_of(lg::explain_entry<double> const& explain, explain_group const& group) {
    lg::math::running_sum<double> sum;
    for (lg::explain_line const line : group.lines())
        sum += explain[line];
    return sum.value();
}

/// The explain of the whole run as one entry.
lg::explain_entry<double> explain_of(lg::replay_result const& result) {
    lg::explain_entry<double> entry;
    for (std::size_t i = 0; i < lg::explain_lines; ++i)
        entry.lines[i] = result.explain[static_cast<lg::explain_line>(i)];
    return entry;
}

struct moments {
    double mean      = not_a_number;
    double deviation = not_a_number;  ///< sample standard deviation; NaN for fewer than two
};

moments moments_of(std::vector<double> const& values) {
    moments m;
    double const n = static_cast<double>(values.size());
    if (values.empty())
        return m;
    lg::math::running_sum<double> sum, squares;
    for (double const x : values)
        sum += x;
    m.mean = sum.value() / n;
    if (values.size() < 2)
        return m;
    for (double const x : values)
        squares += (x - m.mean) * (x - m.mean);
    m.deviation = std::sqrt(squares.value() / (n - 1.0));
    return m;
}

template <class Member>
std::vector<double> of_rolls(lg::replay_result const& result, Member const& member) {
    std::vector<double> values;
    for (lg::roll_record const& r : result.rolls)
        if (double const x = member(r); std::isfinite(x))
            values.push_back(x);
    return values;
}

/// Everything that the page says in numbers, computed once.
struct figures {
    lg::explain_entry<double> explain;
    moments roll_profit;
    double sharpe;  ///< per sqrt(year)
    double implied, realized;
    std::size_t won;
    lg::roll_record const* worst = nullptr;
    int decimals;  ///< of amounts in tables

    explicit figures(run_data const& run)
        : explain(explain_of(run.result)),
          roll_profit(moments_of(of_rolls(run.result, [](auto const& r) { return r.profit; }))),
          implied(run.volatility_of_rolls(&lg::roll_record::implied_volatility)),
          realized(run.volatility_of_rolls(&lg::roll_record::realized_volatility)),
          won(static_cast<std::size_t>(std::count_if(run.result.rolls.begin(), run.result.rolls.end(),
                                                     [](auto const& r) { return r.profit > 0.0; }))),
          decimals(decimals_for(run.notional, 8, 0)) {
        lg::replay_result const& result = run.result;
        double const rolls_per_year =
            static_cast<double>(result.rolls.size()) / lg::years_between(result.start, result.end);
        sharpe = roll_profit.deviation > 0.0 ? roll_profit.mean / roll_profit.deviation * std::sqrt(rolls_per_year)
                                             : not_a_number;
        for (lg::roll_record const& r : result.rolls)
            if (!worst || r.profit < worst->profit)
                worst = &r;
    }
    /// An amount in a table: cents of a hundred thousand.
    [[nodiscard]] std::string amount(double value) const { return grouped(value, decimals); }
    /// An amount in a sentence: shorter, but never "0" for what is not.
    [[nodiscard]] std::string brief(double value) const {
        int const few = std::max(0, decimals - 2);
        return grouped(value,
                       std::fabs(value) * std::pow(10.0, few) < 10.0 ? decimals_for(std::fabs(value), 2, few) : few);
    }
};

// ---------------------------------------------------------------- HTML

class page {
public:
    page() { text_.imbue(std::locale::classic()); }
    template <class X>
    page& operator<<(X const& x) {
        text_ << x;
        return *this;
    }
    [[nodiscard]] std::string str() const { return text_.str(); }

private:
    std::ostringstream text_;
};

constexpr std::string_view style_sheet = R"css(
:root{color-scheme:light dark;--paper:#fff;--ink:#1d1d1b;--soft:#62625d;--line:#dcdcd6;--tint:#f5f5f1;--picture:#fcfcfa;
--gain:#0061a0;--loss:#b84a00;--mark:#fbeedd}
@media(prefers-color-scheme:dark){:root{--paper:#161615;--ink:#e6e6e1;--soft:#a3a39c;--line:#3a3a37;--tint:#21211f;
--picture:#edede8;--gain:#6cb8ea;--loss:#f09a5c;--mark:#3a2c1a}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,
"Helvetica Neue",Arial,sans-serif}
main{max-width:1080px;margin:0 auto;padding:28px 20px 40px}
h1{font-size:1.7em;line-height:1.25;margin:0 0 .35em;overflow-wrap:anywhere}
h2{font-size:1.15em;margin:2.4em 0 .5em;padding-top:.9em;border-top:1px solid var(--line)}
h3{font-size:1em;margin:1.6em 0 .4em}
p{margin:.4em 0;max-width:78ch}p,figcaption{text-wrap:pretty}
.verdict{font-size:1.12em;max-width:72ch}
.soft,figcaption{color:var(--soft)}
.cards{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:10px;margin:1.4em 0 0;padding:0}
.card{background:var(--tint);border:1px solid var(--line);border-radius:8px;padding:10px 14px;min-width:0}
.card dt{color:var(--soft);font-size:.87em}
.card dd{margin:0;font-size:1.4em;font-weight:600;line-height:1.3;font-variant-numeric:tabular-nums;
overflow-wrap:anywhere}
.card dd small{display:block;font-size:.58em;font-weight:400;color:var(--soft);line-height:1.35}
figure{margin:.6em 0 0;break-inside:avoid}
figcaption{margin:.5em 0 0;max-width:90ch}
.picture{background:var(--picture);border:1px solid var(--line);border-radius:8px;padding:8px 8px 4px;min-width:0}
.picture svg{display:block;width:100%;height:auto}
.picture svg text{font-family:inherit}
.narrow{display:none}
.pair{display:grid;grid-template-columns:5fr 3fr;gap:10px}
.stack{display:grid;grid-template-columns:minmax(0,1fr);gap:10px}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.15em 1.3em;margin:.2em 0 .6em;padding:0;font-size:.93em}
.legend li{white-space:nowrap}
.legend svg{vertical-align:-.15em;margin-right:.4em;background:var(--picture);border-radius:3px}
.legend b{font-weight:600;font-variant-numeric:tabular-nums}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:.93em;font-variant-numeric:tabular-nums;margin:.4em 0}
th,td{padding:.28em .8em;text-align:right;vertical-align:baseline;border-bottom:1px solid var(--line);
white-space:nowrap}
th{font-weight:600;color:var(--soft);vertical-align:bottom}
th:first-child,td:first-child{padding-left:.4em}
.t,th.t{text-align:left}
td.w{white-space:normal;overflow-wrap:anywhere;min-width:13em}
tbody th{color:var(--ink);text-align:left}
tr.group th,tr.group td{font-weight:600;border-top:1px solid var(--line)}
tr.part th{font-weight:400;padding-left:1.7em;color:var(--soft)}
tr.part td{color:var(--soft)}
tr.total th,tr.total td{font-weight:700;border-top:2px solid var(--soft);border-bottom:none}
tr.chosen td{background:var(--mark);font-weight:600}
tr.heading td{text-align:left;color:var(--soft);padding-top:.9em}
.dense{font-size:.86em}
.dense th,.dense td{padding-left:.5em;padding-right:.5em}
.gain{color:var(--gain)}
.loss{color:var(--loss)}
.columns{display:grid;grid-template-columns:minmax(0,8fr) minmax(0,5fr);gap:0 30px}
.findings{margin:.4em 0;padding-left:1.2em;overflow-wrap:anywhere;max-width:90ch}
footer{margin-top:3em;padding-top:1em;border-top:1px solid var(--line);color:var(--soft);font-size:.87em}
@media(max-width:860px){.columns{grid-template-columns:minmax(0,1fr)}.cards{grid-template-columns:1fr 1fr}}
@media(max-width:640px){main{padding:18px 12px 30px}.wide{display:none}.narrow{display:block}
.pair{grid-template-columns:minmax(0,1fr)}.card{padding:8px 10px}
th,td{padding-left:.4em;padding-right:.4em}table{font-size:.84em}tr.part th{padding-left:1em}
.card dd{font-size:1.2em}.card dd small{font-size:.68em}.legend li{white-space:normal}.picture{padding:4px 2px 2px}}
@page{margin:14mm}
@media print{:root{--paper:#fff;--ink:#000;--soft:#444;--line:#bbb;--tint:#fff;--picture:#fff;
--gain:#004f85;--loss:#9a3d00;--mark:#eee}main{max-width:none;padding:0}
.dense th,.dense td{padding-left:.3em;padding-right:.3em}
body{font-size:10.5pt}.wide{display:block}.narrow{display:none}
.scroll{overflow:visible}.dense{font-size:.64em}h2{break-after:avoid}tr,.card,.picture{break-inside:avoid}}
)css";

/// A number of its own sign in its colour.
std::string signed_class(double value) {
    return value > 0.0 ? " class=\"gain\"" : value < 0.0 ? " class=\"loss\"" : "";
}

std::string swatch(std::string_view kind, std::string_view colour) {
    std::string shape;
    if (kind == "line" || kind == "thick" || kind == "dashed")
        shape = "<path d=\"M2 7H24\" stroke-width=\"" + std::string(kind == "thick" ? "3.2" : "2.2") + "\" stroke=\"" +
                std::string(colour) + "\"" + (kind == "dashed" ? " stroke-dasharray=\"5 3\"" : "") + "/>";
    else if (kind == "up")
        shape = "<path d=\"M13 2L19 12H7z\" fill=\"" + std::string(colour) + "\"/>";
    else if (kind == "down")
        shape = "<path d=\"M13 12L19 2H7z\" fill=\"" + std::string(colour) + "\"/>";
    else if (kind == "ring")
        shape = "<circle cx=\"13\" cy=\"7\" r=\"4\" fill=\"none\" stroke-width=\"1.6\" stroke=\"" +
                std::string(colour) + "\"/>";
    else if (kind == "dot")
        shape = "<circle cx=\"13\" cy=\"7\" r=\"4.5\" fill=\"" + std::string(colour) + "\"/>";
    else
        shape = "<path d=\"M5 2H21V12H5z\" fill=\"" + std::string(colour) + "\"/>";
    return "<svg width=\"26\" height=\"14\" viewBox=\"0 0 26 14\" aria-hidden=\"true\">" + shape + "</svg>";
}

void write_legend(page& out, std::initializer_list<std::pair<std::string, std::string>> items) {
    out << "<ul class=\"legend\">";
    for (auto const& [mark, text] : items)
        out << "<li>" << mark << text << "</li>";
    out << "</ul>\n";
}

void write_picture(page& out, plot const& picture) {
    out << "<div class=\"picture\"><div class=\"wide\">" << picture.wide << "</div><div class=\"narrow\">"
        << picture.narrow << "</div></div>\n";
}

void write_caption(page& out, std::string const& sentence) {
    out << "<figcaption>" << sentence << "</figcaption>\n";
}

void write_card(page& out, std::string const& name, std::string const& value, std::string const& note,
                double sign = 0.0) {
    out << "<div class=\"card\"><dt>" << name << "</dt><dd" << signed_class(sign) << ">" << value;
    if (!note.empty())
        out << "<small>" << note << "</small>";
    out << "</dd></div>\n";
}

// ---------------------------------------------------------------- the parts of the page

void write_head(page& out, run_data const& run, figures const& f) {
    lg::replay_result const& result = run.result;
    auto const earned_or_cost       = [&](std::string const& name, double value) {
        return name + (value >= 0.0 ? " earned " : " cost ") + f.brief(std::fabs(value));
    };
    double const gamma = f.explain[lg::explain_line::gamma], theta = f.explain[lg::explain_line::theta];
    double const option_cost = -f.explain[lg::explain_line::option_half_spread];
    double const hedge_cost  = -sum_of(f.explain, explain_groups[4]) - option_cost;
    double const rest        = result.profit - gamma - theta + hedge_cost + option_cost;
    time_format const format = format_for(result.start, result.end);

    out << "<h1>" << escaped(run.title) << "</h1>\n<p class=\"verdict\">";
    std::string const verb = result.profit > 0.0 ? "Earned " : result.profit < 0.0 ? "Lost " : "";
    if (verb.empty())
        out << "Neither earned nor lost anything";
    else
        out << "<strong" << signed_class(result.profit) << ">" << verb << f.brief(std::fabs(result.profit))
            << "</strong> (" << percent(std::fabs(result.profit) / run.notional, 2) << " of notional)";
    out << " over " << span_text(result.start, result.end) << " (" << time_text(run.day_shown(result.start), format) << " to "
        << time_text(run.day_shown(result.end), format) << "): " << earned_or_cost("gamma", gamma) << ", "
        << earned_or_cost("theta", theta) << ", hedging cost " << f.brief(hedge_cost);
    if (option_cost != 0.0)
        out << ", option spreads cost " << f.brief(option_cost);
    out << ", " << earned_or_cost("everything else", rest) << ".</p>\n";
    out << "<p class=\"soft\">" << count_of(result.rolls.size(), "roll") << " with a notional of "
        << trimmed(significant(run.notional, 6))
        << ". Amounts are in the quote currency, times in UTC, volatilities per year.</p>\n";
}

void write_cards(page& out, run_data const& run, figures const& f) {
    lg::replay_result const& result = run.result;
    double const rolls              = static_cast<double>(result.rolls.size());
    out << "<dl class=\"cards\">\n";
    write_card(out, "Profit", f.brief(result.profit), percent(result.profit / run.notional, 2) + " of notional",
               result.profit);
    write_card(out, "Profit per roll", percent(f.roll_profit.mean / run.notional, 3),
               std::isfinite(f.roll_profit.deviation)
                   ? "of notional, &#177; " + percent(f.roll_profit.deviation / run.notional, 3) + " deviation"
                   : "of notional",
               f.roll_profit.mean);
    write_card(out, "Sharpe ratio, annualised", grouped(f.sharpe, 2),
               std::isfinite(f.sharpe) ? "of profits per roll" : "needs two rolls that differ");
    if (f.worst)
        write_card(out, "Worst roll", percent(f.worst->profit / run.notional, 2),
                   "from " + time_text(run.day_shown(f.worst->start), format_for(result.start, result.end)), f.worst->profit);
    write_card(out, "Rolls that won", rolls > 0.0 ? percent(static_cast<double>(f.won) / rolls, 0) : "n/a",
               count(f.won) + " of " + count(result.rolls.size()));
    write_card(out, "Realized &#8722; implied volatility", percent(f.realized - f.implied, 1),
               "root mean square: " + percent(f.realized, 1) + " realized, " + percent(f.implied, 1) + " implied");
    write_card(out, "Hedge trades", count(result.trades),
               rolls > 0.0 ? grouped(static_cast<double>(result.trades) / rolls, 1) + " per roll" : "");
    write_card(out, "Turnover", f.brief(result.turnover),
               grouped(result.turnover / run.notional, 1) + " &#215; notional");
    out << "</dl>\n";
}

void write_equity(page& out, run_data const& run, figures const& f, report_plots const& plots) {
    if (plots.equity.wide.empty())
        return;
    out << "<h2>Profit and where it came from</h2>\n<figure>\n<ul class=\"legend\"><li>" << swatch("thick", colour_ink)
        << "profit <b>" << f.brief(run.result.profit) << "</b></li>";
    for (explain_group const& group : explain_groups)
        out << "<li>" << swatch(group.dashed ? "dashed" : "line", group.colour) << group.name << " <b>"
            << f.brief(sum_of(f.explain, group)) << "</b></li>";
    out << "</ul>\n";
    write_picture(out, plots.equity);
    write_caption(out,
                  "The coloured lines add up to the black one: gamma + theta is the edge of realized over implied "
                  "variance, the costs are what hedging took from it, and the residual should stay near zero.");
    out << "</figure>\n";
}

void write_volatilities(page& out, run_data const& run, figures const& f, report_plots const& plots) {
    if (plots.volatility_over_time.wide.empty())
        return;
    auto const above = std::count_if(run.result.rolls.begin(), run.result.rolls.end(),
                                     [](auto const& r) { return r.realized_volatility > r.implied_volatility; });
    out << "<h2>Realized against implied volatility</h2>\n<figure>\n";
    write_legend(out,
                 {{swatch("line", colour_gold), "implied at purchase, r.m.s. <b>" + percent(f.implied, 1) + "</b>"},
                  {swatch("line", colour_blue), "realized over the roll, r.m.s. <b>" + percent(f.realized, 1) + "</b>"},
                  {swatch("dot", colour_blue), "roll that won"},
                  {swatch("ring", colour_red), "roll that lost"}});
    out << "<div class=\"pair\">\n";
    write_picture(out, plots.volatility_over_time);
    write_picture(out, plots.volatility_scatter);
    out << "</div>\n";
    bool const sells =
        std::any_of(run.result.rolls.begin(), run.result.rolls.end(), [](auto const& r) { return r.premium < 0.0; });
    write_caption(
        out,
        std::string("Realized volatility was above the implied one ") + (sells ? "received" : "paid") + " in " +
            count(static_cast<std::size_t>(above)) + " of " + count_of(run.result.rolls.size(), "roll") +
            ": blue above gold in the first picture, points above the diagonal in the second, where " +
            (sells ? "sold gamma loses." : "gamma earns more than theta costs, if the moves come near the strike."));
    out << "</figure>\n";
}

void write_trades(page& out, report_plots const& plots) {
    if (plots.trades.wide.empty())
        return;
    trade_window const& w    = *plots.window;
    time_format const format = format_for(w.start, w.end);
    out << "<h2>Hedge trades on the price</h2>\n<figure>\n";
    write_legend(out, {{swatch("line", "#6E6E6E"), "price"},
                       {swatch("up", colour_blue), "bought"},
                       {swatch("down", colour_red), "sold"},
                       {swatch("dashed", "#777777"), "strike"}});
    out << "<div class=\"stack\">\n";
    if (!plots.price.wide.empty())
        write_picture(out, plots.price);
    write_picture(out, plots.trades);
    out << "</div>\n";
    std::string sentence;
    if (!plots.price.wide.empty())
        sentence = "Above, the whole path, with the number of trades as grey bars; below, the shaded part of it from ";
    else
        sentence = "The run from ";
    sentence += time_text(w.start, format) + " to " + time_text(w.end, format) + " with " +
                (w.trades == 0   ? std::string("no hedge trade")
                 : w.trades == 1 ? "its only hedge trade"
                                 : "its " + count(w.trades) + " hedge trades") +
                (w.trades > 1 ? "; larger marks are larger trades." : ".");
    write_caption(out, sentence);
    out << "</figure>\n";
}

void write_distribution(page& out, run_data const& run, figures const& f, report_plots const& plots) {
    if (plots.roll_profits.wide.empty())
        return;
    std::vector<double> const profits = of_rolls(run.result, [](auto const& r) { return r.profit; });
    auto const [low, high]            = std::minmax_element(profits.begin(), profits.end());
    out << "<h2>Profit per roll</h2>\n<figure>\n";
    write_legend(out, {{swatch("box", colour_blue), "rolls that won"}, {swatch("box", colour_red), "rolls that lost"}});
    write_picture(out, plots.roll_profits);
    if (profits.size() == 1)
        write_caption(out, "The only roll made " + percent(profits.front() / run.notional, 3) + " of notional.");
    else
        write_caption(out, "Number of rolls by profit in % of notional: mean " +
                               percent(f.roll_profit.mean / run.notional, 3) + " (dashed), from " +
                               percent(*low / run.notional, 2) + " to " + percent(*high / run.notional, 2) +
                               "; each tick below the axis is a roll.");
    out << "</figure>\n";
}

void write_policies(page& out, run_data const& run, figures const& f, report_plots const& plots) {
    out << "<h2>Cost against risk: this policy and others</h2>\n";
    if (run.comparison.empty()) {
        out << "<p>No other policies were run.</p>\n";
        return;
    }
    out << "<figure>\n";
    if (!plots.policies.wide.empty()) {
        write_legend(
            out, {{swatch("dot", colour_red), "policy of this run"}, {swatch("dot", colour_blue), "other policies"}});
        write_picture(out, plots.policies);
        write_caption(
            out,
            "Lower left is better: less paid for hedging, and less left unhedged; the numbers are those of the "
            "table. The hedge error is the deviation over rolls of delta drift, carry, costs and residual.");
    } else {
        write_caption(out, "A hedge error needs two rolls at least, so there is no picture.");
    }
    out << "</figure>\n<div class=\"scroll\"><table class=\"dense\">\n<thead><tr><th></th><th "
           "class=\"t\">policy</th><th>profit</th>"
           "<th>profit<br>per roll</th><th>deviation<br>per roll</th><th>hedge error<br>per roll</th><th>costs</th>"
           "<th>costs<br>per roll</th><th>turnover</th><th>trades</th></tr></thead>\n<tbody>\n";
    double const rolls = static_cast<double>(std::max<std::size_t>(1, run.result.rolls.size()));
    for (std::size_t i = 0; i < run.comparison.size(); ++i) {
        policy_outcome const& p = run.comparison[i];
        out << "<tr" << (p.chosen ? " class=\"chosen\"" : "") << "><td>" << i + 1 << "</td><td class=\"t w\">"
            << escaped(p.policy) << (p.chosen ? " (this run)" : "") << "</td><td" << signed_class(p.profit) << ">"
            << f.brief(p.profit) << "</td><td" << signed_class(p.mean_per_roll) << ">"
            << percent(p.mean_per_roll / run.notional, 3) << "</td><td>"
            << percent(p.deviation_per_roll / run.notional, 3) << "</td><td>"
            << percent(p.hedge_error_per_roll / run.notional, 3) << "</td><td>" << f.brief(p.cost) << "</td><td>"
            << percent(p.cost / rolls / run.notional, 4) << "</td><td>" << f.brief(p.turnover) << "</td><td>"
            << count(p.trades) << "</td></tr>\n";
    }
    out << "</tbody></table></div>\n<p class=\"soft\">Per roll: in % of notional. Differences between policies mean "
           "little where they "
           "are small against the deviation divided by the square root of the number of rolls.</p>\n";
}

std::string spaced(std::string_view name) {
    std::string text(name);
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
}

/// Says that a sum is the profit, or that it is not.
void write_check(page& out, run_data const& run, figures const& f, double sum, char const* agreement) {
    double const gap = sum - run.result.profit;
    if (std::fabs(gap) <= 1e-9 * (run.notional + std::fabs(run.result.profit)))
        out << "<p class=\"soft\">" << agreement << "</p>\n";
    else
        out << "<p class=\"loss\">The sum differs from the profit of " << f.amount(run.result.profit) << " by "
            << significant(gap, 3) << ".</p>\n";
}

void write_explain(page& out, run_data const& run, figures const& f) {
    double const rolls  = static_cast<double>(std::max<std::size_t>(1, run.result.rolls.size()));
    double const profit = run.result.profit;
    auto const row      = [&](std::string_view kind, std::string const& name, double value) {
        out << "<tr class=\"" << kind << "\"><th scope=\"row\">" << name << "</th><td>" << f.amount(value)
            << "</td><td>" << percent(value / rolls / run.notional, 4) << "</td><td>"
            << (profit != 0.0 ? percent(value / profit, 1) : std::string("n/a")) << "</td></tr>\n";
    };
    out << "<h3>Profit explained</h3>\n<div class=\"scroll\"><table>\n<thead><tr><th "
           "class=\"t\">cause</th><th>amount</th>"
           "<th>% of notional<br>per roll</th><th>share<br>of "
        << (profit < 0.0 ? "loss" : "profit") << "</th></tr></thead>\n<tbody>\n";
    for (explain_group const& group : explain_groups) {
        row("group", std::string(group.name), sum_of(f.explain, group));
        if (group.size > 1)
            for (lg::explain_line const line : group.lines())
                row("part", spaced(lg::explain_line_names[static_cast<std::size_t>(line)]), f.explain[line]);
    }
    row("total", "sum", run.result.explain.total());
    out << "</tbody></table></div>\n";
    write_check(out, run, f, run.result.explain.total(), "The sum is the profit: final equity less initial cash.");
}

void write_ledger(page& out, run_data const& run, figures const& f) {
    out << "<h3>Cash ledger</h3>\n<div class=\"scroll\"><table>\n<thead><tr><th class=\"t\">line</th><th>received (+), "
           "paid (-)</th>"
           "</tr></thead>\n<tbody>\n";
    for (std::size_t i = 0; i < lg::ledger_lines; ++i)
        out << "<tr><td class=\"t\">" << spaced(lg::ledger_line_names[i]) << "</td><td>"
            << f.amount(run.result.cash[static_cast<lg::ledger_line>(i)]) << "</td></tr>\n";
    out << "<tr class=\"total\"><th scope=\"row\">sum</th><td>" << f.amount(run.result.cash.cash())
        << "</td></tr>\n</tbody></table></div>\n";
    write_check(out, run, f, run.result.cash.cash(),
                "At the end everything is closed out, so the sum of all payments is the profit again.");
}

void write_settings(page& out, run_data const& run) {
    out << "<h3>Settings</h3>\n<div class=\"scroll\"><table>\n<tbody>\n";
    for (auto const& [name, value] : run.settings)
        out << "<tr><td class=\"t\">" << escaped(name) << "</td><td class=\"t w\">" << escaped(value) << "</td></tr>\n";
    if (run.settings.empty())
        out << "<tr><td class=\"t\">none given</td></tr>\n";
    out << "</tbody></table></div>\n";
}

void write_findings(page& out, run_data const& run) {
    constexpr std::size_t most = 100;
    out << "<h3>Findings</h3>\n";
    std::size_t const refused = run.result.refused;
    if (run.findings.empty() && refused == 0) {
        out << "<p>None: neither the readers nor the replay have anything to report.</p>\n";
        return;
    }
    out << "<ul class=\"findings\">\n";
    for (std::size_t i = 0; i < std::min(most, run.findings.size()); ++i)
        out << "<li>" << escaped(run.findings[i]) << "</li>\n";
    if (run.findings.size() > most)
        out << "<li>and " << count(run.findings.size() - most) << " more</li>\n";
    if (refused > 0 && run.findings.empty())
        out << "<li>" << count(refused) << " of " << count_of(run.result.decisions, "decision")
            << " gave no number and were not traded</li>\n";
    out << "</ul>\n";
}

void write_roll(page& out, run_data const& run, figures const& f, lg::roll_record const& r, int price_decimals) {
    time_format const format = format_for(r.start, r.end, 3 * lg::days);
    out << "<tr><td class=\"t\">" << time_text(run.day_shown(r.start), format) << "</td><td class=\"t\">" << time_text(run.day_shown(r.end), format)
        << "</td><td>" << grouped(r.strike, price_decimals) << "</td><td>" << percent(r.implied_volatility, 1)
        << "</td><td>" << percent(r.realized_volatility, 1) << "</td><td>" << count(r.trades) << "</td><td"
        << signed_class(r.profit) << ">" << f.brief(r.profit) << "</td><td" << signed_class(r.profit) << ">"
        << percent(r.profit / run.notional, 2) << "</td>";
    for (explain_group const& group : explain_groups)
        out << "<td>" << f.brief(sum_of(r.explain, group)) << "</td>";
    out << "</tr>\n";
}

void write_rolls(page& out, run_data const& run, figures const& f) {
    constexpr std::size_t few                 = 5;
    std::vector<lg::roll_record> const& rolls = run.result.rolls;
    if (rolls.empty())
        return;
    std::vector<std::size_t> order(rolls.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return rolls[a].profit != rolls[b].profit ? rolls[a].profit < rolls[b].profit : a < b;
    });
    double smallest = std::numeric_limits<double>::infinity();
    for (lg::roll_record const& r : rolls)
        smallest = std::min(smallest, r.strike);
    int const price_decimals = std::min(10, decimals_for(smallest, 6, 0));

    bool const all = rolls.size() <= 2 * few;
    out << "<h2>" << (all ? "Rolls, from the worst to the best" : "The worst and the best rolls")
        << "</h2>\n<div class=\"scroll\"><table class=\"dense\">\n<thead><tr><th class=\"t\">from</th><th "
           "class=\"t\">to</th>"
           "<th>strike</th><th>implied</th><th>realized</th><th>trades</th><th>profit</th><th>% of<br>notional</th>"
           "<th>gamma<br>+ theta</th><th>vega, vanna,<br>volga</th><th>delta<br>drift</th><th>carry</th><th>costs</th>"
           "<th>residual</th></tr></thead>\n<tbody>\n";
    auto const heading = [&](char const* text) {
        out << "<tr class=\"heading\"><td colspan=\"14\">" << text << "</td></tr>\n";
    };
    if (all) {
        for (std::size_t const i : order)
            write_roll(out, run, f, rolls[i], price_decimals);
    } else {
        heading("Worst five, the worst first");
        for (std::size_t i = 0; i < few; ++i)
            write_roll(out, run, f, rolls[order[i]], price_decimals);
        heading("Best five, the best first");
        for (std::size_t i = 0; i < few; ++i)
            write_roll(out, run, f, rolls[order[order.size() - 1 - i]], price_decimals);
    }
    out << "</tbody></table></div>\n";
}

std::string report_text(run_data const& run) {
    report_plots const plots = make_plots(run);
    figures const f(run);
    page out;
    out << "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>"
        << escaped(run.title) << " &#8211; gamma scalping</title>\n<style>" << style_sheet
        << "</style>\n</head>\n<body>\n<main>\n";
    write_head(out, run, f);
    write_cards(out, run, f);
    write_equity(out, run, f, plots);
    write_volatilities(out, run, f, plots);
    write_trades(out, plots);
    write_distribution(out, run, f, plots);
    write_policies(out, run, f, plots);
    out << "<h2>Accounts and settings</h2>\n<div class=\"columns\">\n<div>\n";
    write_explain(out, run, f);
    out << "</div>\n<div>\n";
    write_ledger(out, run, f);
    out << "</div>\n</div>\n";
    write_settings(out, run);
    write_findings(out, run);
    write_rolls(out, run, f);
    out << "<footer>longgamma " << LONGGAMMA_VERSION_STRING << ", instruction set " << lg::instruction_set << "; "
        << count_of(run.result.observations, "observation") << ", " << count_of(run.result.decisions, "decision")
        << "; replayed in "
        << (run.seconds < 1.0 ? significant(1e3 * run.seconds, 2) + " ms" : significant(run.seconds, 3) + " s")
        << ".</footer>\n</main>\n</body>\n</html>\n";
    return out.str();
}

}  // namespace

void write_html_report(run_data const& run, std::string const& path) {
    write_whole_file(path, report_text(run));
}

}  // namespace gamma_scalp
