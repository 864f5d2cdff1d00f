// SPDX-License-Identifier: BSL-1.0
#include "plots.hpp"

#include "gnuplot.hpp"
#include "text.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <locale>
#include <sstream>
#include <stdexcept>
#include <tuple>
#include <utility>

namespace gamma_scalp {

// ---------------------------------------------------------------- axes

namespace {

/// gnuplot commands; numbers in the "C" locale, exact to 15 digits.
class script_text {
public:
    script_text() {
        text_.imbue(std::locale::classic());
        text_.precision(15);
    }
    template <class X>
    script_text& operator<<(X const& x) {
        text_ << x;
        return *this;
    }
    [[nodiscard]] std::string str() const { return text_.str(); }

private:
    std::ostringstream text_;
};

struct point {
    double x, y;
};

struct interval {
    double low  = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    void include(double value) {
        if (std::isfinite(value)) {
            low  = std::min(low, value);
            high = std::max(high, value);
        }
    }
    [[nodiscard]] bool empty() const { return !(low <= high); }
    [[nodiscard]] double width() const { return high - low; }

    /// With a margin on both sides, and never of zero width.
    [[nodiscard]] interval padded(double margin) const {
        if (empty())
            return {-1.0, 1.0};
        double const size = std::max(std::fabs(low), std::fabs(high));
        double const pad  = width() > 1e-9 * size ? margin * width() : (size > 0.0 ? 0.05 * size : 1.0);
        return {low - pad, high + pad};
    }
};

struct tick {
    double at;
    std::string label;
};

enum class unit { amount, price, percent };

/// 1, 2, 2.5 or 5 times a power of ten, at least `width`.
double nice_step(double width) {
    double const power = std::pow(10.0, std::floor(std::log10(width)));
    for (double const factor : {1.0, 2.0, 2.5, 5.0})
        if (width <= factor * power * (1.0 + 1e-9))
            return factor * power;
    return 10.0 * power;
}

int decimals_of(double step) {
    for (int decimals = 0; decimals < 15; ++decimals) {
        double const scaled = step * std::pow(10.0, decimals);
        if (scaled > 0.5 && std::fabs(scaled - std::round(scaled)) < 1e-6 * scaled)
            return decimals;
    }
    return 15;
}

std::string power_of_ten(double value, double step) {
    std::array<char, 64> text;
    double const size  = value == 0.0 ? 0.0 : std::floor(std::log10(std::fabs(value)));
    int const decimals = std::clamp(static_cast<int>(size - std::floor(std::log10(step))) + 1, 0, 12);
    auto const end =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::scientific, decimals).ptr;
    return {text.data(), end};
}

std::vector<tick> number_ticks(interval range, unit of, int most) {
    double const step = nice_step(range.width() / most);
    double const size = std::max(std::fabs(range.low), std::fabs(range.high));
    double scale      = 1.0;
    char const* mark  = "";
    if (of == unit::percent) {
        scale = 0.01;
        mark  = "%";
    } else if (size >= 1e9) {
        scale = 1e9;
        mark  = "bn";
    } else if (size >= 1e6) {
        scale = 1e6;
        mark  = "m";
    } else if (size >= 1e4 && of == unit::amount) {
        scale = 1e3;
        mark  = "k";
    }
    bool const plain   = size < 1e15 && (size >= 1e-5 || of == unit::percent) && step / scale > 1e-12;
    int const decimals = decimals_of(step / scale);
    std::vector<tick> ticks;
    for (double i = std::ceil(range.low / step - 1e-9); i * step <= range.high + 1e-9 * step && ticks.size() < 50;
         ++i) {
        double const value = i == 0.0 ? 0.0 : i * step;
        std::string label  = !plain ? power_of_ten(value, step) : grouped(value / scale, decimals) + mark;
        if (value == 0.0)
            label = of == unit::percent ? "0%" : "0";
        ticks.push_back({value, label});
    }
    return ticks;
}

/// Time as seconds since the run's start, and the calendar to label it.
class time_axis {
public:
    time_axis(lg::timestamp origin, lg::timestamp from, lg::timestamp to) : origin_(origin), from_(from), to_(to) {
        if (to_ <= from_) {
            from_ -= std::chrono::seconds(1);
            to_ = from_ + std::chrono::seconds(2);
        }
    }
    [[nodiscard]] double operator()(lg::timestamp t) const { return 1e-9 * static_cast<double>((t - origin_).count()); }
    [[nodiscard]] interval range() const { return {(*this)(from_), (*this)(to_)}; }

    /// At most `most` ticks on round times, the second line of a label naming the larger unit where it changes.
    [[nodiscard]] std::vector<tick> ticks(int most) const {
        using namespace std::chrono;
        for (long const step : {1L, 5L, 15L, 30L, 60L, 300L, 900L, 1800L, 3600L, 10800L, 21600L, 43200L})
            if ((to_ - from_) / seconds(step) < most)
                return ticks_of_clock(step);
        for (int const step : {1, 2, 7, 14})
            if ((to_ - from_) / std::chrono::days(step) < most)
                return ticks_of_days(step);
        for (int const step : {1, 3, 6})
            if ((to_ - from_) / std::chrono::months(step) < most)
                return ticks_of_months(step);
        for (int const step : {1, 2, 5, 10, 20})
            if ((to_ - from_) / std::chrono::years(step) < most)
                return ticks_of_months(12 * step);
        return ticks_of_months(12 * 50);
    }

private:
    [[nodiscard]] std::vector<tick> ticks_of_clock(long step) const {
        using namespace std::chrono;
        std::vector<tick> ticks;
        sys_days shown{};
        long const first = floor<seconds>(from_ - nanoseconds(1)).time_since_epoch().count() / step + 1;
        for (long i = first; seconds(i * step) <= to_.time_since_epoch(); ++i) {
            sys_seconds const t(seconds(i * step));
            sys_days const day = floor<std::chrono::days>(t);
            hh_mm_ss const clock(t - day);
            std::string label = two_digits(clock.hours().count()) + ":" + two_digits(clock.minutes().count());
            if (step < 60)
                label += ":" + two_digits(clock.seconds().count());
            if (ticks.empty() || day != shown)
                label += "\\n" + day_and_month(day);
            shown = day;
            ticks.push_back({(*this)(t), label});
        }
        return ticks;
    }
    [[nodiscard]] std::vector<tick> ticks_of_days(int step) const {
        using namespace std::chrono;
        std::vector<tick> ticks;
        year shown{};
        int const monday = step >= 7 ? 4 : 0;  // 1970-01-05 was one
        sys_days day     = ceil<std::chrono::days>(from_);
        while ((day.time_since_epoch().count() - monday) % step != 0)
            day += std::chrono::days(1);
        for (; day <= to_; day += std::chrono::days(step)) {
            year const now    = year_month_day(day).year();
            std::string label = day_and_month(day);
            if (ticks.empty() || now != shown)
                label += "\\n" + std::to_string(static_cast<int>(now));
            shown = now;
            ticks.push_back({(*this)(day), label});
        }
        return ticks;
    }
    [[nodiscard]] std::vector<tick> ticks_of_months(int step) const {
        using namespace std::chrono;
        std::vector<tick> ticks;
        year shown{};
        year const first      = year_month_day(floor<std::chrono::days>(from_)).year();
        int const years_apart = std::max(1, step / 12);
        for (year_month month = year(static_cast<int>(first) / years_apart * years_apart) / January;
             sys_days(month / 1) <= to_; month += std::chrono::months(step)) {
            if (sys_days(month / 1) < from_)
                continue;
            std::string label = std::to_string(static_cast<int>(month.year()));
            if (step < 12) {
                bool const named = ticks.empty() || month.year() != shown;
                label = month_name(static_cast<unsigned>(month.month()) - 1) + (named ? "\\n" + label : std::string());
            }
            shown = month.year();
            ticks.push_back({(*this)(sys_days(month / 1)), label});
        }
        return ticks;
    }
    [[nodiscard]] static std::string day_and_month(std::chrono::sys_days day) {
        std::chrono::year_month_day const date(day);
        return std::to_string(static_cast<unsigned>(date.day())) + " " +
               month_name(static_cast<unsigned>(date.month()) - 1);
    }

    lg::timestamp origin_, from_, to_;
};

// ---------------------------------------------------------------- parts of scripts

struct canvas {
    int width, height, font;
    int x_ticks, y_ticks;

    /// Columns in which a curve is drawn.
    [[nodiscard]] int columns() const { return width / 2; }
    [[nodiscard]] double thin() const { return font < 12 ? 1.0 : 1.25; }
    [[nodiscard]] double thick() const { return font < 12 ? 1.8 : 2.5; }
};

void set_ticks(script_text& out, char axis, std::vector<tick> const& ticks) {
    if (std::any_of(ticks.begin(), ticks.end(), [](tick const& t) { return t.label.find("\\n") != std::string::npos; }))
        out << "set bmargin 3.2\n";
    out << "set " << axis << "tics (";
    for (std::size_t i = 0; i < ticks.size(); ++i) {
        std::string label = ticks[i].label;
        replace_all(label, "%", "%%");  // gnuplot reads it as a format
        out << (i == 0 ? "" : ", ") << '"' << label << "\" " << ticks[i].at;
    }
    out << ")\n";
}

void set_frame(script_text& out, interval x, interval y) {
    out << "unset key\n"
           "set border 3 linecolor rgb '#9A9A9A' linewidth 1\n"
           "set tics nomirror out scale 0.4 textcolor rgb '#333333'\n"
           "set grid ytics linetype 1 linecolor rgb '#E4E4E0' linewidth 1\n"
           "set rmargin 2.5\nset tmargin 0.8\n"
        << "set xrange [" << x.low << ':' << x.high << "] noextend\nset yrange [" << y.low << ':' << y.high
        << "] noextend\n";
}

void zero_line(script_text& out, interval y) {
    if (y.low < 0.0 && 0.0 < y.high)
        out << "set arrow from graph 0, first 0 to graph 1, first 0 nohead back linetype 1 linecolor rgb '#555555' "
               "linewidth 1\n";
}

void data(script_text& out, std::string const& name, std::vector<point> const& points) {
    out << '$' << name << " << EOD\n";
    for (point const& p : points)
        out << p.x << ' ' << p.y << '\n';
    out << "EOD\n";
}

/// The lowest and the highest point of each of `columns` slices of x, and both ends: at this width the picture of the
/// curve is the same, and no extreme is lost.
std::vector<point> thinned(std::vector<point> const& points, interval x, int columns) {
    if (points.size() <= 2 * static_cast<std::size_t>(columns))
        return points;
    std::vector<point> kept = {points.front()};
    auto const column       = [&](point const& p) { return std::floor((p.x - x.low) / x.width() * columns); };
    for (std::size_t i = 0; i < points.size();) {
        std::size_t low = i, high = i, j = i;
        for (; j < points.size() && column(points[j]) == column(points[i]); ++j) {
            if (points[j].y < points[low].y)
                low = j;
            if (points[high].y < points[j].y)
                high = j;
        }
        kept.push_back(points[std::min(low, high)]);
        if (low != high)
            kept.push_back(points[std::max(low, high)]);
        i = j;
    }
    kept.push_back(points.back());
    return kept;
}

/// One point for each cell of about 3 pixels.
std::vector<point> without_overprints(std::vector<point> const& points, interval x, interval y, canvas const& c) {
    std::vector<std::pair<std::pair<long, long>, point>> cells;
    for (point const& p : points)
        cells.push_back({{std::lround((p.x - x.low) / x.width() * c.width / 3.0),
                          std::lround((p.y - y.low) / y.width() * c.height / 3.0)},
                         p});
    auto const before = [](auto const& a, auto const& b) {
        return std::tuple(a.first, a.second.x, a.second.y) < std::tuple(b.first, b.second.x, b.second.y);
    };
    auto const same   = [](auto const& a, auto const& b) { return a.first == b.first; };
    std::sort(cells.begin(), cells.end(), before);
    cells.erase(std::unique(cells.begin(), cells.end(), same), cells.end());
    std::vector<point> kept;
    for (auto const& cell : cells)
        kept.push_back(cell.second);
    return kept;
}

constexpr canvas wide_canvas   = {1000, 400, 14, 12, 7};
constexpr canvas narrow_canvas = {360, 300, 11, 5, 6};

std::string colour(std::string_view rgb) {
    return " linecolor rgb '" + std::string(rgb) + "'";
}

// ---------------------------------------------------------------- the plots

time_axis whole_run(run_data const& run) {
    return {run.result.start, run.result.start, run.result.end};
}

std::string equity_script(run_data const& run, canvas const& c) {
    time_axis const time = whole_run(run);
    interval const x     = time.range();
    std::vector<std::vector<point>> curves(explain_groups.size() + 1);
    interval seen;
    for (sample const& s : run.samples) {
        for (std::size_t k = 0; k <= explain_groups.size(); ++k) {
            double value = s.equity;
            if (k < explain_groups.size()) {
                value = 0.0;
                for (lg::explain_line const line : explain_groups[k].lines())
                    value += s.explain[static_cast<std::size_t>(line)];
            }
            if (std::isfinite(value))
                curves[k].push_back({time(s.time), value});
            seen.include(value);
        }
    }
    if (seen.empty())
        return {};
    seen.include(0.0);
    interval const y = seen.padded(0.04);
    script_text out;
    set_frame(out, x, y);
    set_ticks(out, 'x', time.ticks(c.x_ticks));
    set_ticks(out, 'y', number_ticks(y, unit::amount, c.y_ticks));
    zero_line(out, y);
    for (std::size_t k = 0; k < curves.size(); ++k)
        data(out, "curve" + std::to_string(k), thinned(curves[k], x, c.columns()));
    char const* style = run.samples.size() < 2 ? "points pointtype 7 pointsize 0.5" : "lines";
    out << "plot ";
    for (std::size_t k = 0; k < explain_groups.size(); ++k) {
        out << "$curve" << k << " using 1:2 with " << style << colour(explain_groups[k].colour);
        if (run.samples.size() >= 2)
            out << " linewidth " << 1.2 * c.thin() << (explain_groups[k].dashed ? " dashtype (6,4)" : "");
        out << ", ";
    }
    out << "$curve" << explain_groups.size() << " using 1:2 with " << style << colour(colour_ink);
    if (run.samples.size() >= 2)
        out << " linewidth " << c.thick();
    out << '\n';
    return out.str();
}

struct roll_volatilities {
    std::vector<lg::roll_record const*> rolls;
    interval seen;

    explicit roll_volatilities(run_data const& run) {
        for (lg::roll_record const& r : run.result.rolls) {
            if (!std::isfinite(r.realized_volatility) || !std::isfinite(r.implied_volatility))
                continue;
            rolls.push_back(&r);
            seen.include(r.implied_volatility);
            seen.include(r.realized_volatility);
        }
        if (rolls.empty())
            return;
        double const least = 0.25 * seen.high;  // a difference of nothing should look like nothing
        if (seen.width() < least) {
            double const middle = 0.5 * (seen.low + seen.high);
            seen                = {middle - 0.5 * least, middle + 0.5 * least};
        }
        if (seen.low < 0.5 * seen.high)
            seen.low = 0.0;
    }
    [[nodiscard]] interval range() const {
        interval y = seen.padded(0.05);
        if (seen.low == 0.0)
            y.low = 0.0;
        return y;
    }
};

std::string volatility_over_time_script(run_data const& run, canvas const& c) {
    roll_volatilities const all(run);
    if (all.rolls.empty())
        return {};
    time_axis const time = whole_run(run);
    interval const x = time.range(), y = all.range();
    std::vector<point> implied, realized;
    bool const steps = static_cast<int>(all.rolls.size()) <= c.width / 2;
    for (lg::roll_record const* r : all.rolls) {
        implied.push_back({time(r->start), r->implied_volatility});
        realized.push_back({time(r->start), r->realized_volatility});
        if (steps) {
            implied.push_back({time(r->end), r->implied_volatility});
            realized.push_back({time(r->end), r->realized_volatility});
        }
    }
    double const line_width = static_cast<int>(all.rolls.size()) <= c.width / 8 ? 1.5 * c.thin() : 0.9 * c.thin();
    script_text out;
    set_frame(out, x, y);
    set_ticks(out, 'x', time.ticks(std::max(5, c.width / 80)));
    set_ticks(out, 'y', number_ticks(y, unit::percent, c.y_ticks));
    if (steps) {
        out << "$between << EOD\n";
        for (std::size_t i = 0; i < implied.size(); ++i)
            out << implied[i].x << ' ' << implied[i].y << ' ' << realized[i].y << '\n';
        out << "EOD\n";
    }
    data(out, "implied", thinned(implied, x, c.columns() / 2));
    data(out, "realized", thinned(realized, x, c.columns() / 2));
    out << "plot ";
    if (steps)
        out << "$between using 1:2:3 with filledcurves below fillcolor rgb '#CFE3F1', "
               "$between using 1:2:3 with filledcurves above fillcolor rgb '#FBE6C2', ";
    out << "$implied using 1:2 with lines" << colour(colour_gold) << " linewidth " << line_width
        << ", $realized using 1:2 with lines" << colour(colour_blue) << " linewidth " << line_width << '\n';
    return out.str();
}

std::string volatility_scatter_script(run_data const& run, canvas const& c) {
    roll_volatilities const all(run);
    if (all.rolls.empty())
        return {};
    interval const range = all.range();
    std::vector<point> won, lost;
    for (lg::roll_record const* r : all.rolls)
        (r->profit > 0.0 ? won : lost).push_back({r->implied_volatility, r->realized_volatility});
    script_text out;
    set_frame(out, range, range);
    std::vector<tick> const ticks = number_ticks(range, unit::percent, 5);
    set_ticks(out, 'x', ticks);
    set_ticks(out, 'y', ticks);
    out << "set grid xtics\nset xlabel 'implied at purchase' textcolor rgb '#333333' offset 0,0.3\n"
           "set ylabel 'realized over the roll' textcolor rgb '#333333' offset 0.8,0\n"
           "set arrow from graph 0,0 to graph 1,1 nohead back linetype 1 linecolor rgb '#555555' linewidth 1\n";
    data(out, "won", without_overprints(won, range, range, c));
    data(out, "lost", without_overprints(lost, range, range, c));
    char const* separator = "plot ";
    if (!lost.empty()) {
        out << separator << "$lost using 1:2 with points pointtype 6 pointsize 0.55" << colour(colour_red);
        separator = ", ";
    }
    if (!won.empty())
        out << separator << "$won using 1:2 with points pointtype 7 pointsize 0.5" << colour(colour_blue);
    out << '\n';
    return out.str();
}

/// The last complete rolls whose trades can be told apart.
std::optional<trade_window> window_of(run_data const& run) {
    std::vector<lg::roll_record> const& rolls = run.result.rolls;
    if (rolls.empty())
        return std::nullopt;
    constexpr std::size_t readable = 90, most = 140;
    std::size_t last  = rolls.size() - 1;
    auto const length = [&](std::size_t i) { return lg::years_between(rolls[i].start, rolls[i].end); };
    if (last > 0 && length(last) < 0.8 * length(last - 1))
        --last;  // the end of the tape cut it short
    for (std::size_t i = last + 1; i-- > 0;)
        if (rolls[i].trades > 0) {
            last = i;
            break;
        }
    std::size_t first = last, trades = rolls[last].trades;
    while (first > 0 && last - first < 2 && trades + rolls[first - 1].trades <= readable)
        trades += rolls[--first].trades;

    trade_window w    = {rolls[first].start, rolls[last].end, first, last, 0, false};
    auto const within = [&](hedge_trade const& t) { return w.start <= t.time && t.time <= w.end; };
    auto const count  = [&] {
        return static_cast<std::size_t>(std::count_if(run.trades.begin(), run.trades.end(), within));
    };
    w.trades = count();
    if (w.trades > most) {
        std::size_t skip = w.trades - most;
        for (hedge_trade const& t : run.trades)
            if (within(t) && skip-- == 0) {
                w.start = t.time;
                break;
            }
        w.trades = count();
    }
    w.whole_run = w.start <= run.result.start && run.result.end <= w.end;
    return w;
}

std::string price_script(run_data const& run, trade_window const& window, canvas const& c) {
    time_axis const time = whole_run(run);
    interval const x     = time.range();
    std::vector<point> prices;
    interval seen;
    for (sample const& s : run.samples)
        if (std::isfinite(s.spot)) {
            prices.push_back({time(s.time), s.spot});
            seen.include(s.spot);
        }
    if (prices.empty())
        return {};
    interval y = seen.padded(0.05);
    y.low -= 0.22 * y.width();  // room for the trade counts
    if (seen.low > 0.0 && y.low < 0.0 && seen.low < 0.3 * seen.high)
        y.low = std::max(y.low, -0.2 * seen.high);

    std::size_t const columns = static_cast<std::size_t>(c.width / 8);
    std::vector<double> count(columns, 0.0);
    for (hedge_trade const& t : run.trades) {
        double const at = (time(t.time) - x.low) / x.width() * static_cast<double>(columns);
        ++count[static_cast<std::size_t>(std::clamp(at, 0.0, static_cast<double>(columns - 1)))];
    }
    std::vector<point> bars;
    for (std::size_t i = 0; i < columns; ++i)
        if (count[i] > 0.0)
            bars.push_back(
                {x.low + (static_cast<double>(i) + 0.5) * x.width() / static_cast<double>(columns), count[i]});
    double const highest = std::max(1.0, *std::max_element(count.begin(), count.end()));

    script_text out;
    set_frame(out, x, y);
    set_ticks(out, 'x', time.ticks(c.x_ticks));
    std::vector<tick> ticks = number_ticks(y, unit::price, c.y_ticks - 2);
    std::erase_if(ticks, [&](tick const& t) { return t.at <= 0.0; });
    set_ticks(out, 'y', ticks);
    out << "set y2range [0:" << 6.0 * highest << "]\nset boxwidth " << 0.8 * x.width() / static_cast<double>(columns)
        << " absolute\nset style fill solid noborder\n"
        << "set object rectangle from first " << time(window.start) << ", graph 0 to first " << time(window.end)
        << ", graph 1 behind fillcolor rgb '#FBE6C2' fillstyle solid noborder\n";
    data(out, "price", thinned(prices, x, c.columns()));
    if (!bars.empty())
        data(out, "bars", bars);
    out << "plot ";
    if (!bars.empty())
        out << "$bars using 1:2 axes x1y2 with boxes fillcolor rgb '#B9B9B4', ";
    out << "$price using 1:2 with " << (prices.size() < 2 ? "points pointtype 7 pointsize 0.5" : "lines")
        << colour(colour_ink) << " linewidth " << 1.2 * c.thin() << '\n';
    return out.str();
}

std::string trades_script(run_data const& run, trade_window const& window, canvas const& c) {
    time_axis const time(run.result.start, window.start, window.end);
    interval const x  = time.range();
    auto const within = [&](lg::timestamp t) { return window.start <= t && t <= window.end; };
    std::vector<std::pair<lg::timestamp, double>> path;
    for (sample const& s : run.samples)
        if (within(s.time))
            path.emplace_back(s.time, s.spot);
    double largest = 0.0;
    for (hedge_trade const& t : run.trades)
        if (within(t.time)) {
            path.emplace_back(t.time, t.price);
            largest = std::max(largest, std::fabs(t.quantity));
        }
    std::sort(path.begin(), path.end());
    std::vector<point> prices;
    interval seen;
    for (auto const& [t, price] : path)
        if (std::isfinite(price)) {
            prices.push_back({time(t), price});
            seen.include(price);
        }
    if (prices.empty())
        return {};
    interval const y = seen.padded(0.08);

    script_text out;
    set_frame(out, x, y);
    set_ticks(out, 'x', time.ticks(c.x_ticks));
    set_ticks(out, 'y', number_ticks(y, unit::price, c.y_ticks));
    for (std::size_t i = window.first_roll; i <= window.last_roll; ++i) {
        lg::roll_record const& r = run.result.rolls[i];
        double const from = std::max(x.low, time(r.start)), to = std::min(x.high, time(r.end));
        if (y.low < r.strike && r.strike < y.high)
            out << "set arrow from " << from << ',' << r.strike << " to " << to << ',' << r.strike
                << " nohead back dashtype (8,5) linecolor rgb '#777777' linewidth 1.2\n";
        if (x.low < from)
            out << "set arrow from first " << from << ", graph 0 to first " << from
                << ", graph 1 nohead back linetype 1 linecolor rgb '#BDBDBD' linewidth 1\n";
    }
    data(out, "price", thinned(prices, x, c.columns()));
    std::size_t bought = 0, sold = 0;
    script_text buys, sells;
    for (hedge_trade const& t : run.trades)
        if (within(t.time) && std::isfinite(t.price) && t.quantity != 0.0) {
            double const size = (0.45 + 0.85 * std::sqrt(std::fabs(t.quantity) / largest)) * (c.font < 12 ? 0.8 : 1.0);
            (t.quantity > 0.0 ? buys : sells) << time(t.time) << ' ' << t.price << ' ' << size << '\n';
            ++(t.quantity > 0.0 ? bought : sold);
        }
    out << "$buys << EOD\n"
        << buys.str() << "EOD\n$sells << EOD\n"
        << sells.str() << "EOD\n"
        << "plot $price using 1:2 with " << (prices.size() < 2 ? "points pointtype 7 pointsize 0.5" : "lines")
        << colour("#6E6E6E") << " linewidth " << c.thin();
    if (bought > 0)
        out << ", $buys using 1:2:3 with points pointtype 9 pointsize variable" << colour(colour_blue);
    if (sold > 0)
        out << ", $sells using 1:2:3 with points pointtype 11 pointsize variable" << colour(colour_red);
    out << '\n';
    return out.str();
}

std::string roll_profits_script(run_data const& run, canvas const& c) {
    std::vector<double> profits;
    for (lg::roll_record const& r : run.result.rolls)
        if (double const p = r.profit / run.notional; std::isfinite(p))
            profits.push_back(p);
    if (profits.empty())
        return {};
    std::sort(profits.begin(), profits.end());
    lg::math::running_sum<double> sum;
    for (double const p : profits)
        sum += p;
    double const n = static_cast<double>(profits.size()), mean = sum.value() / n;
    double const low = profits.front(), high = profits.back();

    // Freedman and Diaconis' width, not so small that the tails cost the middle its legibility; zero is an edge.
    auto const quantile = [&](double q) { return profits[static_cast<std::size_t>(q * (n - 1.0))]; };
    double const spread = high - low, size = std::max(std::fabs(low), std::fabs(high));
    double width       = 2.0 * (quantile(0.75) - quantile(0.25)) / std::cbrt(n);
    width              = std::max(n < 5.0 ? spread / 5.0 : width, spread / (c.font < 12 ? 35.0 : 70.0));
    width              = spread > 1e-9 * size ? nice_step(width) : (size > 0.0 ? nice_step(0.2 * size) : 0.001);
    double const first = std::floor(low / width), last = std::floor(high / width);
    std::vector<double> count(static_cast<std::size_t>(last - first) + 1, 0.0);
    for (double const p : profits)
        ++count[static_cast<std::size_t>(std::floor(p / width) - first)];
    double const highest = *std::max_element(count.begin(), count.end());

    interval const x = {std::min(first, -2.0) * width, std::max(last + 1.0, 2.0) * width};
    interval const y = {-0.05 * highest, 1.14 * highest};
    script_text out;
    set_frame(out, x, y);
    set_ticks(out, 'x', number_ticks(x, unit::percent, c.font < 12 ? 4 : 10));
    std::vector<tick> ticks =
        number_ticks({0.0, y.high}, unit::amount, std::min(c.y_ticks, static_cast<int>(highest) + 1));
    std::erase_if(ticks, [](tick const& t) { return t.at != std::round(t.at); });
    set_ticks(out, 'y', ticks);
    out << "set boxwidth " << 0.9 * width << " absolute\nset style fill solid noborder\n"
        << "set arrow from 0, graph 0 to 0, graph 1 nohead front linetype 1 linecolor rgb '#222222' linewidth 1.2\n"
        << "set arrow from " << mean << ", graph 0 to " << mean
        << ", graph 1 nohead front dashtype (6,4) linecolor rgb '#222222' linewidth 1.6\n";
    std::string const label = "mean " + grouped(100.0 * mean, 3) + "%";
    double const room =
        static_cast<double>(label.size() + 2) * 0.6 * c.font / (0.85 * c.width) * x.width();  // its length
    bool const right = mean >= 0.0 ? mean + room < x.high : mean - room < x.low;  // away from the zero line if it fits
    out << "set label '" << label << "' at " << mean << ", graph 0.97 " << (right ? "left" : "right") << " offset "
        << (right ? 0.8 : -0.8) << ",0 front textcolor rgb '" << colour_ink << "'\n";
    std::vector<point> gains, losses, nothing, rug;
    for (std::size_t i = 0; i < count.size(); ++i)
        if (count[i] > 0.0) {
            double const edge = first + static_cast<double>(i);
            (edge < 0.0                   ? losses
             : edge == 0.0 && high <= 0.0 ? nothing
                                          : gains)
                .push_back({(edge + 0.5) * width, count[i]});
        }
    double rugged = -std::numeric_limits<double>::infinity();
    for (double const p : profits)
        if (rugged + x.width() / c.width < p || p == high)
            rug.push_back({rugged = p, -0.025 * highest});
    data(out, "rug", rug);
    data(out, "gains", gains);
    data(out, "losses", losses);
    data(out, "nothing", nothing);
    out << "plot $rug using 1:2:(0):(" << 0.02 * highest << ") with vectors nohead linewidth 1" << colour("#555555");
    if (!gains.empty())
        out << ", $gains using 1:2 with boxes fillcolor rgb '" << colour_blue << "'";
    if (!nothing.empty())
        out << ", $nothing using 1:2 with boxes fillcolor rgb '#B9B9B4'";
    if (!losses.empty())
        out << ", $losses using 1:2 with boxes fillcolor rgb '" << colour_red << "'";
    out << '\n';
    return out.str();
}

/// Where a point's number goes: the first of eight places around it that hits neither a point nor another number.
struct placed_label {
    std::size_t index;
    double dx, dy;  ///< pixels, upwards
};
std::vector<placed_label> place_labels(std::vector<point> const& pixels, int font) {
    constexpr std::array<point, 8> places = {
        {{1, 1}, {1, -1}, {-1, 1}, {-1, -1}, {0, 1.3}, {1.3, 0}, {0, -1.3}, {-1.3, 0}}};
    double const reach = 0.95 * font;
    std::vector<placed_label> labels;
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        placed_label best{i, reach, reach};
        double most_room = -1.0;
        for (point const& place : places) {
            placed_label const candidate{i, reach * place.x, reach * place.y};
            double const x = pixels[i].x + candidate.dx, y = pixels[i].y + candidate.dy;
            double room = 1.2 * font;
            for (std::size_t j = 0; j < pixels.size(); ++j)
                if (j != i)
                    room = std::min(room, std::hypot(pixels[j].x - x, pixels[j].y - y));
            for (placed_label const& other : labels)
                room = std::min(room,
                                std::hypot(pixels[other.index].x + other.dx - x, pixels[other.index].y + other.dy - y));
            if (most_room < room - 1e-9) {
                most_room = room;
                best      = candidate;
            }
        }
        labels.push_back(best);
    }
    return labels;
}

std::string policies_script(run_data const& run, canvas const& c) {
    double const unit_of = run.notional * static_cast<double>(std::max<std::size_t>(1, run.result.rolls.size()));
    std::vector<point> points;
    std::vector<std::size_t> numbers;
    std::vector<bool> chosen;
    interval costs, errors;
    for (std::size_t i = 0; i < run.comparison.size(); ++i) {
        point const p = {run.comparison[i].cost / unit_of, run.comparison[i].hedge_error_per_roll / run.notional};
        if (!std::isfinite(p.x) || !std::isfinite(p.y))
            continue;
        points.push_back(p);
        numbers.push_back(i + 1);
        chosen.push_back(run.comparison[i].chosen);
        costs.include(p.x);
        errors.include(p.y);
    }
    if (points.empty())
        return {};
    auto const range_of = [](interval seen) {
        if (seen.low >= 0.0 && seen.low < 0.7 * seen.high)
            seen.low = 0.0;
        if (seen.low == 0.0 && seen.high == 0.0)
            return interval{-0.00004, 0.001};
        interval const padded = seen.padded(0.12);
        if (seen.low < 0.0)
            return padded;
        return interval{seen.low == 0.0 ? -0.04 * seen.high : std::max(0.0, padded.low), padded.high};
    };
    interval const x = range_of(costs), y = range_of(errors);
    std::vector<point> pixels;
    for (point const& p : points)
        pixels.push_back({(p.x - x.low) / x.width() * 0.85 * c.width, (p.y - y.low) / y.width() * 0.8 * c.height});

    script_text out;
    set_frame(out, x, y);
    set_ticks(out, 'x', number_ticks(x, unit::percent, c.font < 12 ? 4 : 8));
    set_ticks(out, 'y', number_ticks(y, unit::percent, c.y_ticks - 1));
    out << "set grid xtics\nset xlabel 'costs per roll, % of notional' textcolor rgb '#333333' offset 0,0.2\n"
           "set ylabel 'hedge error per roll, % of notional' textcolor rgb '#333333' offset 0.5,0\n";
    for (placed_label const& label : place_labels(pixels, c.font))
        out << "set label '" << numbers[label.index] << "' at " << points[label.index].x << ',' << points[label.index].y
            << " center offset character " << label.dx / (0.6 * c.font) << ',' << label.dy / (1.3 * c.font)
            << " front textcolor rgb '" << (chosen[label.index] ? colour_red : colour_ink) << "'\n";
    std::array<std::vector<point>, 2> groups;
    for (std::size_t i = 0; i < points.size(); ++i)
        groups[chosen[i] ? 1 : 0].push_back(points[i]);
    data(out, "others", groups[0]);
    data(out, "chosen", groups[1]);
    char const* separator = "plot ";
    if (!groups[0].empty()) {
        out << separator << "$others using 1:2 with points pointtype 7 pointsize 0.7" << colour(colour_blue);
        separator = ", ";
    }
    if (!groups[1].empty())
        out << separator << "$chosen using 1:2 with points pointtype 7 pointsize 1.1" << colour(colour_red);
    out << '\n';
    return out.str();
}

/// Collects the pictures of all plots for one run of gnuplot.
class album {
public:
    /// @param draw_on gives the script for a canvas
    template <class Script>
    void add(plot& target, std::string const& name, std::string const& description, canvas const& wide,
             canvas const& narrow, Script const& draw_on) {
        for (auto const& [shape, suffix, text] :
             {std::tuple{&wide, "w", &target.wide}, {&narrow, "n", &target.narrow}}) {
            std::string script = draw_on(*shape);
            if (script.empty())
                continue;
            pictures_.push_back(
                {name + suffix, description, shape->width, shape->height, shape->font, std::move(script)});
            targets_.push_back(text);
        }
    }
    void draw_all() {
        std::vector<std::string> drawn = draw(pictures_);
        for (std::size_t i = 0; i < drawn.size(); ++i)
            *targets_[i] = std::move(drawn[i]);
    }

private:
    std::vector<picture> pictures_;
    std::vector<std::string*> targets_;
};

}  // namespace

report_plots make_plots(run_data const& run) {
    report_plots plots;
    plots.window = window_of(run);
    album all;
    auto const with_height = [](canvas c, int width, int height) {
        c.width  = width;
        c.height = height;
        return c;
    };
    all.add(plots.equity, "equity", "Profit over time and its causes", wide_canvas, narrow_canvas,
            [&](canvas const& c) { return equity_script(run, c); });
    all.add(plots.volatility_over_time, "volatility", "Implied and realized volatility of each roll over time",
            with_height(wide_canvas, 640, 380), narrow_canvas,
            [&](canvas const& c) { return volatility_over_time_script(run, c); });
    all.add(plots.volatility_scatter, "scatter", "Realized against implied volatility, one point for each roll",
            with_height(wide_canvas, 380, 380), with_height(narrow_canvas, 360, 340),
            [&](canvas const& c) { return volatility_scatter_script(run, c); });
    if (plots.window) {
        if (!plots.window->whole_run)
            all.add(plots.price, "price", "Price over the whole run and number of hedge trades",
                    with_height(wide_canvas, 1000, 230), with_height(narrow_canvas, 360, 220),
                    [&](canvas const& c) { return price_script(run, *plots.window, c); });
        all.add(plots.trades, "trades", "Hedge trades on the price", wide_canvas, narrow_canvas,
                [&](canvas const& c) { return trades_script(run, *plots.window, c); });
    }
    all.add(plots.roll_profits, "rolls", "Distribution of the profit per roll", with_height(wide_canvas, 1000, 320),
            narrow_canvas, [&](canvas const& c) { return roll_profits_script(run, c); });
    all.add(plots.policies, "policies", "Costs against hedge error of the policies",
            with_height(wide_canvas, 1000, 380), narrow_canvas,
            [&](canvas const& c) { return policies_script(run, c); });
    all.draw_all();
    return plots;
}

}  // namespace gamma_scalp
