// SPDX-License-Identifier: BSL-1.0

/// @file  implied_vol_chain.cpp
/// @brief The smiles of a file of option quotes: finds the forward of each expiry, inverts bid, middle, ask and mark of
///        the out-of-the-money option of each strike, and prints, writes and draws what came of it.

#include <longgamma/io/read_chain.hpp>
#include <longgamma/pricing/implied_volatility.hpp>

#include <cxxopts.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <limits>
#include <optional>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

namespace lg = longgamma;
using quotes = std::vector<lg::option_quote>;
using status = lg::implied_volatility_status;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// The middle value; NaN for none.
double median(std::vector<double> values) {
    auto const middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return values.empty() ? nan : *middle;
}

/// One underlying at one time: the last quotes not after `at`, of live options, at most an hour older than the newest.
quotes snapshot(quotes const& all, std::string const& underlying, lg::timestamp at) {
    quotes live = lg::quotes_as_of(all, at);
    std::erase_if(live, [&](auto const& q) { return q.underlying != underlying || q.expiry <= at; });
    if (live.empty())
        throw std::invalid_argument("no live quotes of \"" + underlying + "\" at " + lg::format_time(at));
    auto const newest = std::ranges::max(live, {}, &lg::option_quote::time).time;
    std::erase_if(live, [&](auto const& q) { return newest - q.time > std::chrono::hours(1); });
    return live;
}

enum price_kind { bid, mid, ask, mark };
constexpr std::array<char const*, 4> price_names = {"bid", "mid", "ask", "mark"};
double price_of(lg::option_quote const& q, price_kind kind) {
    return kind == bid ? q.bid : kind == ask ? q.ask : kind == mark ? q.mark : 0.5 * (q.bid + q.ask);
}

/// Middle of the call less that of the put: discount * (forward - strike).
struct parity_pair {
    double strike, difference;
};

std::vector<parity_pair> parity_pairs(std::span<lg::option_quote const> expiry) {
    std::vector<parity_pair> pairs;
    for (std::size_t i = 1; i < expiry.size(); ++i)  // the put stands just before the call
        if (double const d = price_of(expiry[i], mid) - price_of(expiry[i - 1], mid);
            expiry[i].strike == expiry[i - 1].strike && !std::isnan(d))
            pairs.push_back({expiry[i].strike, d});
    return pairs;
}

/// Median over the 11 strikes nearest to the money.
double parity_forward(std::vector<parity_pair> pairs, double discount) {
    std::ranges::sort(pairs, {}, [](parity_pair const& p) { return std::fabs(p.difference); });
    pairs.resize(std::min<std::size_t>(pairs.size(), 11));
    std::vector<double> forwards;
    for (auto const& [strike, difference] : pairs)
        forwards.push_back(strike + difference / discount);
    return median(forwards);
}

/// Minus the median slope (Theil and Sen) over strikes at 70 to 90 % of the money: American puts nearer to the money or
/// in it hold a premium for early exercise, which parity leaves out. NaN for too few strikes.
double parity_discount(std::vector<parity_pair> pairs) {
    double const money = parity_forward(pairs, 1.0);
    std::erase_if(pairs, [&](auto const& p) { return p.strike < 0.7 * money || p.strike > 0.9 * money; });
    std::vector<double> slopes;
    for (auto const& a : pairs)
        for (auto const& b : pairs)
            if (b.strike - a.strike > 0.02 * money)
                slopes.push_back((a.difference - b.difference) / (b.strike - a.strike));
    return slopes.size() < 20 ? nan : median(slopes);
}

/// One rate for all expiries: the median over those of a month or more; 0 if fewer than three have one.
double parity_rate(quotes const& all) {
    std::vector<double> rates;
    for (auto const expiry : lg::expiries_of(all)) {
        auto const part    = lg::with_expiry(all, expiry);
        double const years = part.front().years_to_expiry();
        if (double const discount = parity_discount(parity_pairs(part)); years > 30 * lg::days && discount > 0.0)
            rates.push_back(-std::log(discount) / years);
    }
    return rates.size() < 3 ? 0.0 : median(rates);
}

/// One expiry: the out-of-the-money option of each strike, and the volatilities of its prices.
struct smile {
    lg::timestamp expiry;
    double years, forward, discount;
    bool forward_quoted;  ///< by the exchange; else from put-call parity
    quotes options;
    std::array<std::vector<double>, 4> volatility;  ///< by price_kind, one for each option
    std::array<std::vector<status>, 4> found;       ///< the same

    double log_moneyness(std::size_t i) const { return std::log(options[i].strike / forward); }

    /// Bid and ask have volatilities less than 40 % of the middle one apart.
    bool is_telling(std::size_t i) const { return volatility[ask][i] - volatility[bid][i] < 0.4 * volatility[mid][i]; }
};

bool has_forward(lg::option_quote const& q) {
    return q.underlying_price > 0.0 && (q.is_inverse || q.underlying_is == lg::underlying_kind::forward);
}

/// Inverts one kind of price of all options, in one call. A price in coin is a price in money over the exchange's future.
void invert(smile& s, price_kind kind) {
    std::size_t const n = s.options.size();
    std::vector<double> price(n), forward(n), strike(n), expiry(n), sign(n);
    for (std::size_t i = 0; i < n; ++i) {
        lg::option_quote const& q = s.options[i];
        forward[i]                = s.forward_quoted ? q.underlying_price : s.forward;
        price[i]                  = price_of(q, kind) * (q.is_inverse ? forward[i] : 1.0 / s.discount);
        strike[i]                 = q.strike;
        expiry[i]                 = q.years_to_expiry();
        sign[i]                   = lg::sign(q.type);
    }
    s.volatility[kind].resize(n);
    s.found[kind].resize(n);
    lg::implied_black_volatility(
        {.price = price, .forward = forward, .strike = strike, .expiry = expiry, .sign = sign}, s.volatility[kind],
        s.found[kind]);
}

smile make_smile(std::span<lg::option_quote const> expiry, double rate) {
    smile s{};
    s.expiry         = expiry.front().expiry;
    s.years          = expiry.front().years_to_expiry();
    s.discount       = std::exp(-rate * s.years);
    s.forward_quoted = std::ranges::all_of(expiry, has_forward);
    s.forward        = s.forward_quoted ? expiry[expiry.size() / 2].underlying_price
                                        : parity_forward(parity_pairs(expiry), s.discount);
    for (auto const& q : expiry)
        if (q.type == (q.strike < s.forward ? lg::put : lg::call))
            s.options.push_back(q);
    for (price_kind const kind : {bid, mid, ask, mark})
        invert(s, kind);
    return s;
}

/// Volatility of the middle at the forward, between the strikes beside it; NaN if there are none.
double at_the_money(smile const& s) {
    double x0 = nan, y0 = nan;
    for (std::size_t i = 0; i < s.options.size(); ++i) {
        double const x = s.log_moneyness(i), y = s.volatility[mid][i];
        if (!s.is_telling(i))
            continue;
        if (x >= 0.0)
            return x == 0.0 ? y : y0 + (y - y0) * (x0 / (x0 - x));
        x0 = x, y0 = y;
    }
    return nan;
}

std::string day(smile const& s) { return lg::format_time(s.expiry).substr(0, 10); }
char const* type_name(lg::option_quote const& q) { return q.type == lg::call ? "call" : "put"; }

/// The strikes with a bid; of many, every second or third ..
void print_smile(smile const& s) {
    std::size_t const step = s.options.size() / 40 + 1;
    std::printf("\n %s UTC, forward %.3f%s%s\n", lg::format_time(s.expiry).c_str(), s.forward,
                s.forward_quoted ? "" : " from put-call parity", step > 1 ? "; not every strike is shown" : "");
    std::printf("           strike    ln(K/F)      bid %%      mid %%      ask %%\n");
    for (std::size_t i = 0; i < s.options.size(); i += step)
        if (!std::isnan(s.volatility[bid][i]))
            std::printf(" %4s %12.10g %10.4f %10.2f %10.2f %10.2f\n", type_name(s.options[i]), s.options[i].strike,
                        s.log_moneyness(i), 100.0 * s.volatility[bid][i], 100.0 * s.volatility[mid][i],
                        100.0 * s.volatility[ask][i]);
}

void print_summary(std::vector<smile> const& smiles) {
    std::printf("\n expiry (UTC)          days       forward   at the money %%   strikes\n");
    for (smile const& s : smiles)
        std::printf(" %-16s %9.2f %13.3f %16.2f %9zu\n", lg::format_time(s.expiry).c_str(), s.years / lg::days,
                    s.forward, 100.0 * at_the_money(s), s.options.size());

    std::printf("\n price    volatility   at intrinsic   below it   above bound   no price\n");
    for (price_kind const kind : {bid, mid, ask, mark}) {
        std::array<std::size_t, 5> n{};
        for (smile const& s : smiles)
            for (status const found : s.found[kind])
                ++n[found == status::at_intrinsic ? 1 : found == status::below_intrinsic ? 2
                    : found == status::above_bound ? 3 : found == status::invalid_input ? 4 : 0];
        std::printf(" %-5s %13zu %14zu %10zu %13zu %10zu\n", price_names[kind], n[0], n[1], n[2], n[3], n[4]);
    }
}

/// Our volatility of the mark (of the middle, where the file has no marks) against the file's own.
void print_comparison(std::vector<smile> const& smiles) {
    std::array<std::vector<double>, 4> differences;
    for (smile const& s : smiles)
        for (price_kind const kind : {mark, mid})
            for (std::size_t i = 0; i < s.options.size(); ++i)
                if (s.volatility[kind][i] > 0.0 && s.options[i].mark_volatility > 0.0)
                    differences[kind].push_back(std::fabs(s.volatility[kind][i] - s.options[i].mark_volatility));
    price_kind const kind = differences[mark].empty() ? mid : mark;
    if (auto const& d = differences[kind]; !d.empty())
        std::printf("\n our %s volatilities and the file's: %zu options, median difference %.4f, most %.3f points\n",
                    price_names[kind], d.size(), 100.0 * median(d), 100.0 * std::ranges::max(d));
}

void write_csv(std::vector<smile> const& smiles, std::string const& path) {
    std::ofstream out(path);
    out.precision(10);
    out << "expiry,years,forward,strike,type,log_moneyness,bid_iv,mid_iv,ask_iv,mark_iv,file_iv\n";
    for (smile const& s : smiles)
        for (std::size_t i = 0; i < s.options.size(); ++i) {
            out << lg::format_time(s.expiry) << ',' << s.years << ',' << s.forward << ',' << s.options[i].strike << ','
                << type_name(s.options[i]) << ',' << s.log_moneyness(i);
            for (auto const& column : s.volatility)
                out << ',' << column[i];
            out << ',' << s.options[i].mark_volatility << '\n';
        }
    if (!out.flush())
        throw std::runtime_error(path + ": can not be written");
}

/// `text` as a string of gnuplot's.
std::string in_quotes(std::string const& text) {
    std::string out = "'";
    for (char const c : text)
        out += c == '\'' ? "''" : static_cast<unsigned char>(c) < 0x20 ? "?" : std::string(1, c);
    return out + "'";
}

/// gnuplot's commands: mid as a line, bid to ask as bars, over log-moneyness. Left out are quotes that tell little and
/// strikes beyond four standard deviations.
std::string plot_script(std::vector<smile> const& smiles, std::string const& title, std::string const& path) {
    constexpr std::array<int, 6> colours = {0x440154, 0x3B528B, 0x21918C, 0x5EC962, 0xE0A100, 0xD1495B};
    std::ostringstream data, bars, lines;
    for (std::size_t k = 0; k < smiles.size(); ++k) {
        smile const& s          = smiles[k];
        double const reach      = 4.0 * at_the_money(s) * std::sqrt(s.years);
        std::string const name  = "$smile" + std::to_string(k);
        std::string const style = " linecolor rgb " + std::to_string(colours[k % colours.size()]);
        data << name << " << end\n";
        for (std::size_t i = 0; i < s.options.size(); ++i)
            if (s.is_telling(i) && !(std::fabs(s.log_moneyness(i)) > reach))
                data << s.log_moneyness(i) << ' ' << s.volatility[bid][i] << ' ' << s.volatility[mid][i] << ' '
                     << s.volatility[ask][i] << '\n';
        data << "end\n";
        bars << name << " using 1:(100*$2):(0):(100*($4-$2)) with vectors nohead" << style << " notitle, ";
        lines << name << " using 1:(100*$3) with linespoints pointtype 7 pointsize 0.3 linewidth 1.5" << style
              << " title '" << day(s) << ", " << std::round(s.years / (0.1 * lg::days)) / 10.0 << " d', ";
    }
    std::string const terminal = path.ends_with(".png") ? "pngcairo font ',11'" : "svg background 'white' font ',13'";
    return "set terminal " + terminal + " size 1000,600 noenhanced\nset title " + in_quotes(title) + "\nset output " +
           in_quotes(path) +
           "\nset xlabel 'ln(strike / forward)'\nset ylabel 'implied volatility, %'\nset border 3\nset key top right\n"
           "set tics nomirror out\nset grid linecolor rgb '#E0E0E0' linetype 1\n" +
           data.str() + "plot " + bars.str() + lines.str() + "\n";
}

void run_gnuplot(std::string const& script) {
    std::signal(SIGPIPE, SIG_IGN);  // without gnuplot: an error below, not a silent end
    std::FILE* const gnuplot = popen("gnuplot", "w");
    if (gnuplot == nullptr || std::fputs(script.c_str(), gnuplot) < 0 || pclose(gnuplot) != 0)
        throw std::runtime_error("gnuplot failed (is it installed?)");
}

/// The smiles of the days asked for, else up to six of all, spread evenly.
std::vector<smile> choose(std::vector<smile> const& all, std::vector<std::string> const& days) {
    std::vector<smile> chosen;
    for (std::string const& wanted : days) {
        auto const found = std::ranges::find(all, wanted, day);
        if (found == all.end())
            throw std::invalid_argument("no expiry on \"" + wanted + "\" (days are written 2026-03-27)");
        chosen.push_back(*found);
    }
    for (std::size_t i = 0; days.empty() && i < all.size(); i += (all.size() + 5) / 6)
        chosen.push_back(all[i]);
    return chosen;
}

std::optional<lg::timestamp> time_option(cxxopts::ParseResult const& given, char const* name) {
    auto const value = given.count(name) ? lg::parse_time(given[name].as<std::string>()) : std::nullopt;
    if (given.count(name) && !value)
        throw std::invalid_argument(std::string("--") + name + " must be a time like \"2023-09-14 20:31\"");
    return value;
}

void run(cxxopts::ParseResult const& given) {
    auto const chain = lg::read_chain(given["file"].as<std::string>(), {.quote_time = time_option(given, "quoted")});
    std::printf(" %s\n", lg::describe(chain.findings).c_str());
    auto const underlying = given.count("underlying") ? given["underlying"].as<std::string>()
                                                      : chain.quotes.front().underlying;
    quotes const live = snapshot(chain.quotes, underlying, time_option(given, "at").value_or(chain.findings.end));

    double const rate = given.count("rate")         ? given["rate"].as<double>()
                        : has_forward(live.front()) ? 0.0
                                                    : parity_rate(live);
    std::string const title = underlying + ", " + lg::format_time(live.front().time).substr(0, 16) + " UTC";
    std::printf(" %s, rate %.2f %%\n", title.c_str(), 100.0 * rate);
    std::vector<smile> smiles;
    for (auto const expiry : lg::expiries_of(live))
        smiles.push_back(make_smile(lg::with_expiry(live, expiry), rate));

    auto const chosen = choose(smiles, given.count("expiry") ? given["expiry"].as<std::vector<std::string>>()
                                                             : std::vector<std::string>());
    for (smile const& s : chosen)
        print_smile(s);
    print_summary(smiles);
    print_comparison(smiles);
    if (given.count("csv"))
        write_csv(smiles, given["csv"].as<std::string>());
    if (given.count("plot"))
        run_gnuplot(plot_script(chosen, title, given["plot"].as<std::string>()));
}

}  // namespace

int main(int argc, char** argv) {
    auto const text = cxxopts::value<std::string>();
    auto const list = cxxopts::value<std::vector<std::string>>();
    cxxopts::Options options("implied_vol_chain", "Volatility smiles of a file of option quotes.\n");
    options.positional_help("FILE").add_options()
        ("file", "Deribit snapshot, Cboe delayed quotes or another CSV file of option quotes", text)
        ("expiry", "days, like 2026-03-27,2026-06-26; default: six of all", list, "DAYS")
        ("underlying", "where the file has several; default: the first of them", text, "NAME")
        ("quoted", "time of the quotes (UTC), for a file that does not state it", text, "TIME")
        ("at", "for a file of many snapshots: the last quotes at this time (UTC)", text, "TIME")
        ("rate", "interest rate, continuous, decimal; default: from put-call parity", cxxopts::value<double>(), "X")
        ("plot", "draw the smiles (.svg or .png)", text, "FILE")
        ("csv", "write all smiles", text, "FILE")
        ("h,help", "this text");
    options.parse_positional("file");
    try {
        auto const given = options.parse(argc, argv);
        if (given.count("help") || !given.count("file"))
            std::printf("%s", options.help().c_str());
        else
            run(given);
        return 0;
    } catch (std::exception const& e) {
        std::fprintf(stderr, "implied_vol_chain: %s\n", e.what());
        return 1;
    }
}
