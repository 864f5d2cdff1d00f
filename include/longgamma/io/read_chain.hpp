// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/io/read_chain.hpp
/// @brief Option quotes from CSV files, strictly: what can not be right is an error that names file, line and column.

#include <longgamma/core/option_type.hpp>
#include <longgamma/io/csv.hpp>
#include <longgamma/io/detail/chain_columns.hpp>
#include <longgamma/io/detail/new_york.hpp>
#include <longgamma/io/detail/option_name.hpp>
#include <longgamma/io/findings.hpp>
#include <longgamma/io/read_series.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <compare>
#include <cstddef>
#include <istream>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace longgamma::inline LONGGAMMA_ABI {

/// What `option_quote::underlying_price` is.
enum class underlying_kind {
    forward,  ///< the future (or the exchange's synthetic future) of the option's own expiry
    spot      ///< the underlying itself or its index
};

/// One option at one time. What the file does not state is NaN, never 0.
struct option_quote {
    timestamp time;          ///< of the quote
    timestamp expiry;        ///< the moment, not only the day
    std::string underlying;  ///< "BTC", "XRP_USDC", "SPY"; as the option's name begins; empty if not stated
    double strike;           ///< K > 0, money
    option_type type;
    double bid;               ///< > 0, in coin if `is_inverse`, else money; NaN if nobody bids
    double ask;               ///< > 0, as the bid; NaN if nobody offers
    double mark;              ///< >= 0, the exchange's own value, unit as the bid
    double mark_volatility;   ///< > 0, the file's own implied volatility, a decimal per sqrt(year)
    double underlying_price;  ///< > 0, money
    underlying_kind underlying_is;
    bool is_inverse;       ///< quoted in coin: price in money = price * underlying_price
    double open_interest;  ///< >= 0, in the file's unit

    /// Years of 365 days from quote to expiry; negative for an option that has expired.
    [[nodiscard]] double years_to_expiry() const noexcept { return years_between(time, expiry); }
};

/// True if both are quotes of one option.
[[nodiscard]] inline bool is_same_option(option_quote const& a, option_quote const& b) noexcept {
    return a.expiry == b.expiry && a.underlying == b.underlying && a.strike == b.strike && a.type == b.type;
}

/// How the columns of a file of option quotes are found.
enum class chain_format {
    automatic,      ///< `cboe_quotes` where a header with the columns Calls and Puts follows, else `named_columns`
    named_columns,  ///< one option in each row; a header names the columns, in any order and among others
    cboe_quotes     ///< a file of Cboe's delayed quotes: title lines, then call and put of one strike in each row
};

/// What option prices are counted in.
enum class price_unit {
    automatic,  ///< as the option's name tells: BTC-27MAR26-90000-C in coin, BTC_USDC-27MAR26-90000-C in money
    coin,       ///< inverse options, quoted in the underlying
    money       ///< quoted in the currency of the strike
};

/// A moment of a day, for files that state only the day.
struct day_clock {
    std::chrono::nanoseconds time_of_day;
    enum zone_name { utc, new_york } zone = utc;
};

/// Options of `read_chain`; the defaults accept nothing doubtful.
struct read_chain_options {
    chain_format format        = chain_format::automatic;
    volatility_unit volatility = volatility_unit::automatic;  ///< of the file's own implied volatilities
    price_unit prices          = price_unit::automatic;
    std::optional<timestamp>
        quote_time{};                    ///< of all quotes, in place of what the file says; needed if it says nothing
    std::optional<day_clock> expires{};  ///< on the day of expiry; if absent, see `read_chain`
    double strike_unit = 1.0;            ///< strikes in their own column are multiples of this (OptionMetrics: 0.001)
    order_policy repeated =
        order_policy::error;  ///< the same option at the same time; `repair` drops exact repetitions
};

/// The account of one file of option quotes.
struct chain_findings {
    std::string name;                                    ///< of the file, as given
    chain_format format  = chain_format::named_columns;  ///< as found
    std::size_t rows     = 0;                            ///< data rows in the file
    std::size_t kept     = 0;                            ///< quotes that came of them
    std::size_t expiries = 0;                            ///< different ones
    timestamp first_expiry{}, last_expiry{};
    timestamp begin{}, end{};  ///< earliest and latest time of a quote
    std::size_t without_bid        = 0;
    std::size_t without_ask        = 0;
    std::size_t crossed            = 0;      ///< quotes whose bid exceeds their ask; kept as they are
    std::size_t expired            = 0;      ///< quotes at or after their expiry; kept as they are
    std::size_t expiry_days        = 0;      ///< options whose expiry column states a day, or midnight UTC
    std::size_t quote_days         = 0;      ///< options whose time is a day, taken for its close
    std::size_t duplicates_dropped = 0;      ///< exact repetitions
    bool percent                   = false;  ///< volatilities were in per cent and have been divided by 100
};

/// Quotes in order of expiry, underlying, strike, puts before calls, time; and the account of how they were read.
struct quoted_chain {
    std::vector<option_quote> quotes;
    chain_findings findings;
};

/// One readable line, naming only what was found.
///
///     chain.csv: 940 quotes of 2026-03-02 15:50:53.232000000, 12 expiries, 2026-03-03 08:00 to 2026-12-25 08:00;
///     105 without bid; 88 without ask
[[nodiscard]] inline std::string describe(chain_findings const& found) {
    auto const note = [](std::size_t n, char const* what) {
        return n == 0 ? std::string() : "; " + std::to_string(n) + what;
    };
    std::string text = found.name + ": " + std::to_string(found.kept) + (found.kept == 1 ? " quote" : " quotes") +
                       " of " + format_time(found.begin);
    if (found.end != found.begin)
        text += " to " + format_time(found.end);
    text += ", " + std::to_string(found.expiries) + (found.expiries == 1 ? " expiry, " : " expiries, ") +
            format_time(found.first_expiry);
    if (found.expiries > 1)
        text += " to " + format_time(found.last_expiry);
    if (found.percent)
        text += ", per cent turned into decimals";
    text +=
        note(found.without_bid, " without bid") + note(found.without_ask, " without ask") +
        note(found.crossed, " crossed") + note(found.expired, " at or after expiry") +
        note(found.expiry_days, " with a day for expiry, completed") +
        note(found.quote_days, " with a day for time, taken for its close") +
        note(found.duplicates_dropped, found.duplicates_dropped == 1 ? " duplicate dropped" : " duplicates dropped");
    return text;
}

namespace detail {

struct chain_row {
    option_quote quote;
    std::size_t line;
};

[[nodiscard]] inline timestamp on_day(std::chrono::sys_days day, day_clock clock) {
    return clock.zone == day_clock::new_york ? new_york_time(day, clock.time_of_day)
                                             : timestamp(day) + clock.time_of_day;
}

inline constexpr day_clock new_york_close = {.time_of_day = std::chrono::hours(16), .zone = day_clock::new_york};

/// True if the text stands for "none": blank, nan, null, .., or a number by which files say so.
[[nodiscard]] inline bool is_absent(std::string_view text) {
    std::string const plain = plain_column_name(text);
    if (plain.empty() || plain == "nan" || plain == "null" || plain == "none" || plain == "na" || plain == "nat")
        return plain.empty() ? text.find_first_not_of("-.") == std::string_view::npos : true;
    auto const value = parse_number(text);
    return value && (*value == -99.99 || *value >= 9.2e18);
}

/// Reads the quotes of one file.
class chain_reader {
public:
    chain_reader(csv_reader& table, read_chain_options const& options) : table_(&table), options_(&options) {
        if (find_header() == chain_format::cboe_quotes) {
            found.format = chain_format::cboe_quotes;
            sides_       = cboe_columns(table);
        } else {
            sides_ = {named_chain_columns(table)};
        }
    }

    /// Appends the options of the current record.
    void read_row(std::vector<chain_row>& rows) {
        if (found.rows++ == 0)
            settle_names();
        for (chain_columns const& at : sides_)
            rows.push_back({.quote = read_quote(at), .line = table_->line()});
    }

    chain_findings found;

private:
    /// Reads on to the header and names the columns.
    chain_format find_header() {
        bool const named = options_->format == chain_format::named_columns;
        read_first_record(*table_);
        table_->take_header();
        if (!is_cboe_header(*table_) && (named || has_named_columns())) {
            if (options_->format == chain_format::cboe_quotes)
                table_->fail_here("no header with the columns Calls and Puts");
            return chain_format::named_columns;
        }
        std::string const place = table_->name() + ":" + std::to_string(table_->line());
        table_->name_columns({});
        for (int line = 0; line < 4; ++line) {
            if (!named && is_cboe_header(*table_)) {
                table_->take_header();
                return chain_format::cboe_quotes;
            }
            read_title(*table_, title_);
            if (!table_->next())
                break;
        }
        fail(place +
             ": no header line: neither columns for strike, expiry and type or for the option's name, nor a Cboe "
             "file of delayed quotes");
    }

    [[nodiscard]] bool has_named_columns() const {
        chain_columns const at = named_chain_columns(*table_);
        return at.name || at.strike;
    }

    /// Whether the names can be read is decided by the first row; then columns have to make up for what they lack.
    void settle_names() {
        for (chain_columns& at : sides_) {
            if (at.name && found.format == chain_format::named_columns && !parse_option_name(table_->field(*at.name))) {
                if (!at.strike || !at.expiry || !at.type)
                    (void)read_name(at);
                at.name.reset();
            }
            require_columns(at);
        }
    }

    void require_columns(chain_columns const& at) const {
        std::string missing;
        auto const note = [&](bool present, char const* name) {
            if (!present)
                missing += (missing.empty() ? "" : ", ") + std::string(name);
        };
        note(at.name || at.expiry, "expiry");
        note(at.name || at.strike, "strike");
        note(at.name || at.type, "option type");
        note(at.mark || at.volatility || (at.bid && at.ask), "bid and ask");
        if (!missing.empty())
            fail_without_columns(*table_, missing);
        if (!at.time && !title_.time && !options_->quote_time)
            table_->fail_here(std::string(found.format == chain_format::cboe_quotes
                                              ? "the title states no time that can be read"
                                              : "no column for the time of the quotes") +
                              "; state read_chain_options::quote_time");
    }

    [[nodiscard]] option_name read_name(chain_columns const& at) const {
        auto name = parse_option_name(table_->field(*at.name));
        if (!name)
            table_->fail_at(*at.name, quoted_for_message(table_->field(*at.name)) + " is not the name of an option");
        return *name;
    }

    [[nodiscard]] option_quote read_quote(chain_columns const& at) {
        std::optional<option_name> const name = at.name ? std::optional(read_name(at)) : std::nullopt;
        bool const crypto                     = name && name->is_crypto;
        option_quote q{};
        if (name)
            q.underlying = name->underlying;
        else if (at.root)
            q.underlying = table_->field(*at.root);
        q.strike     = read_strike(at, name);
        q.type       = read_type(at, name);
        q.expiry     = read_expiry(at, name, q.underlying);
        q.time       = read_time(at, crypto);
        q.is_inverse = options_->prices == price_unit::coin ||
                       (options_->prices == price_unit::automatic && name && name->in_coin);
        q.bid             = read_amount(at.bid, absent_if_zero);
        q.ask             = read_amount(at.ask, absent_if_zero);
        q.mark            = read_amount(at.mark, zero_is_a_value);
        q.mark_volatility = read_amount(at.volatility, absent_if_zero);
        q.open_interest   = read_amount(at.open_interest, zero_is_a_value);
        read_underlying(at, crypto, q);
        check_coin(at, q);
        return q;
    }

    enum zero_rule { absent_if_zero, zero_is_a_value };

    [[nodiscard]] double read_amount(column_index at, zero_rule rule) const {
        if (!at || is_absent(table_->field(*at)))
            return std::numeric_limits<double>::quiet_NaN();
        double const value = table_->number(*at);
        if (!(value >= 0.0))
            table_->fail_at(*at, quoted_for_message(table_->field(*at)) + " is negative");
        return value == 0.0 && rule == absent_if_zero ? std::numeric_limits<double>::quiet_NaN() : value;
    }

    [[noreturn]] void fail_against_name(chain_columns const& at, std::size_t column) const {
        table_->fail_at(column, quoted_for_message(table_->field(column)) + " contradicts the name, " +
                                    quoted_for_message(table_->field(*at.name)));
    }

    [[nodiscard]] double read_strike(chain_columns const& at, std::optional<option_name> const& name) const {
        if (!at.strike)
            return name->strike;
        double const strike = table_->number(*at.strike) * options_->strike_unit;
        if (!(strike > 0.0))
            table_->fail_at(*at.strike, quoted_for_message(table_->field(*at.strike)) + " is not a positive strike");
        if (name && std::fabs(strike - name->strike) > 1e-9 * strike)
            fail_against_name(at, *at.strike);
        return strike;
    }

    [[nodiscard]] option_type read_type(chain_columns const& at, std::optional<option_name> const& name) const {
        if (!at.type)
            return name->type;
        auto const type = parse_option_type(table_->field(*at.type));
        if (!type)
            table_->fail_at(*at.type, quoted_for_message(table_->field(*at.type)) + " is neither call nor put");
        if (name && *type != name->type)
            fail_against_name(at, *at.type);
        return *type;
    }

    [[nodiscard]] timestamp read_expiry(chain_columns const& at, std::optional<option_name> const& name,
                                        std::string_view underlying) {
        bool const crypto = name && name->is_crypto;
        if (!at.expiry)
            return expiry_on(name->day, crypto, underlying);
        std::string_view const text = table_->field(*at.expiry);
        auto day                    = parse_short_day(text);
        if (!day)
            day = parse_named_day(text);
        timestamp const stated = day ? timestamp(*day) : table_->time(*at.expiry);
        auto const midnight    = std::chrono::floor<std::chrono::days>(stated);
        if (name && midnight != name->day)
            fail_against_name(at, *at.expiry);
        if (stated != midnight)
            return stated;
        ++found.expiry_days;
        return expiry_on(midnight, crypto, underlying);
    }

    /// The moment of expiry on a day.
    [[nodiscard]] timestamp expiry_on(std::chrono::sys_days day, bool crypto, std::string_view underlying) const {
        if (options_->expires)
            return on_day(day, *options_->expires);
        if (crypto)
            return on_day(day, {.time_of_day = std::chrono::hours(8)});
        if (std::chrono::weekday(day) == std::chrono::Saturday)
            day -= std::chrono::days(1);
        if (settles_at_the_open(underlying))
            return on_day(day, {.time_of_day = std::chrono::minutes(9 * 60 + 30), .zone = day_clock::new_york});
        return on_day(day, new_york_close);
    }

    [[nodiscard]] timestamp read_time(chain_columns const& at, bool crypto) {
        if (options_->quote_time)
            return *options_->quote_time;
        if (!at.time)
            return *title_.time;
        timestamp const time        = table_->time(*at.time);
        std::string_view const text = table_->field(*at.time);
        bool const is_day           = text.size() <= 10 && text.find(':') == std::string_view::npos &&
                            (text.size() == 8 || text.find_first_not_of("0123456789") != std::string_view::npos);
        if (!is_day)
            return time;
        if (crypto)
            table_->fail_at(*at.time,
                            quoted_for_message(text) + " has no time of day; state read_chain_options::quote_time");
        ++found.quote_days;
        return on_day(std::chrono::floor<std::chrono::days>(time), new_york_close);
    }

    void read_underlying(chain_columns const& at, bool crypto, option_quote& q) const {
        bool const index = at.underlying_index && table_->field(*at.underlying_index) == "index_price";
        q.underlying_is =
            at.forward || (at.underlying && crypto && !index) ? underlying_kind::forward : underlying_kind::spot;
        q.underlying_price = at.forward || at.underlying || at.spot ? read_amount(at.forward      ? at.forward
                                                                                  : at.underlying ? at.underlying
                                                                                                  : at.spot,
                                                                                  absent_if_zero)
                                                                    : title_.spot;
    }

    /// Money taken for coin shows itself: a call is worth at most its underlying.
    void check_coin(chain_columns const& at, option_quote const& q) const {
        if (!q.is_inverse || q.type != call)
            return;
        for (auto const& [value, column] : {std::pair(q.bid, at.bid), std::pair(q.mark, at.mark)})
            if (value > 1.0)
                table_->fail_at(*column, quoted_for_message(table_->field(*column)) +
                                             " is no price of a call in coin; see read_chain_options::prices");
    }

    csv_reader* table_;
    read_chain_options const* options_;
    std::vector<chain_columns> sides_;
    chain_title title_;
};

/// Sorts the quotes, settles repetitions, or fails.
inline void put_chain_in_order(std::vector<chain_row>& rows, std::string const& name, order_policy policy,
                               chain_findings& found) {
    auto const key = [](chain_row const& r) {
        return std::tie(r.quote.expiry, r.quote.underlying, r.quote.strike, r.quote.type, r.quote.time);
    };
    auto const same_number = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
    auto const same_values = [&](option_quote const& a, option_quote const& b) {
        return same_number(a.bid, b.bid) && same_number(a.ask, b.ask) && same_number(a.mark, b.mark) &&
               same_number(a.mark_volatility, b.mark_volatility) &&
               same_number(a.underlying_price, b.underlying_price) && same_number(a.open_interest, b.open_interest);
    };
    std::sort(rows.begin(), rows.end(), [&](chain_row const& a, chain_row const& b) {
        auto const order = key(a) <=> key(b);
        return order != 0 ? order < 0 : a.line < b.line;
    });
    std::size_t kept = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i > 0 && key(rows[i]) == key(rows[kept - 1])) {
            std::string const lines = name + ":" + std::to_string(rows[i].line) + ": the option and time of line " +
                                      std::to_string(rows[kept - 1].line);
            if (policy == order_policy::error)
                fail(lines + " again; order_policy::repair drops exact repetitions");
            if (!same_values(rows[i].quote, rows[kept - 1].quote))
                fail(lines + " with other values");
            ++found.duplicates_dropped;
        } else {
            if (kept != i)
                rows[kept] = std::move(rows[i]);
            ++kept;
        }
    }
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(kept), rows.end());
}

/// Turns per cent into decimals where the options or the median say so.
inline void settle_volatility_unit(std::vector<option_quote>& quotes, volatility_unit unit, chain_findings& found) {
    std::vector<double> stated;
    for (option_quote const& q : quotes)
        if (!std::isnan(q.mark_volatility))
            stated.push_back(q.mark_volatility);
    if (stated.empty())
        return;
    auto const middle = stated.begin() + static_cast<std::ptrdiff_t>(stated.size() / 2);
    std::nth_element(stated.begin(), middle, stated.end());
    found.percent = unit == volatility_unit::percent || (unit == volatility_unit::automatic && *middle > 3.0);
    if (found.percent)
        for (option_quote& q : quotes)
            q.mark_volatility /= 100.0;
}

}  // namespace detail

/// The different expiries of quotes in any order, the earliest first.
[[nodiscard]] inline std::vector<timestamp> expiries_of(std::span<option_quote const> quotes) {
    std::vector<timestamp> all;
    for (option_quote const& q : quotes)
        if (all.empty() || all.back() != q.expiry)
            all.push_back(q.expiry);
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

/// The quotes of one expiry, as a part of quotes in the order of `quoted_chain`.
/// @par Cost O(log n).
[[nodiscard]] inline std::span<option_quote const> with_expiry(std::span<option_quote const> quotes, timestamp expiry) {
    auto const begin =
        std::partition_point(quotes.begin(), quotes.end(), [&](auto const& q) { return q.expiry < expiry; });
    auto const end = std::partition_point(begin, quotes.end(), [&](auto const& q) { return q.expiry == expiry; });
    return {begin, end};
}

/// The last quote of each option not after `t`, out of quotes in the order of `quoted_chain`; how old each is, and
/// whether its option still lives, its `time` and `expiry` tell.
/// @return in the same order; empty if there are none
/// @par Cost O(n).
[[nodiscard]] inline std::vector<option_quote> quotes_as_of(std::span<option_quote const> quotes, timestamp t) {
    std::vector<option_quote> last;
    for (option_quote const& q : quotes) {
        if (q.time > t)
            continue;
        if (last.empty() || !is_same_option(last.back(), q))
            last.push_back(q);
        last.back() = q;
    }
    return last;
}

/// Reads option quotes from a stream of comma-separated values.
///
/// *Columns.* A header names them; case, blanks and punctuation do not count, other columns are ignored. Either the
/// option's name (`instrument_name`, `contractSymbol`, `contract`, `symbol` and the like) says what the option is, or
/// the columns `expiry` (or `expiration`, `exdate`, ..), `strike` and `option_type` (`type`, `cp_flag`; C, P, call,
/// put) do; where both do, they must agree. Names are read in the forms of Deribit, Bybit, OKX, Binance
/// (BTC-27MAR26-90000-C, XRP_USDC-30JUN24-0d625-C, BTC-USD-240628-70000-C) and of the OCC (SPY260116C00670000). Prices:
/// `bid_price`, `best_bid_price`, `bid`, the same for asks, `mark_price`; at least bid and ask, or a mark, or a
/// volatility. Volatility: `mark_iv`, `implied_volatility`, `iv`. Underlying: `futures_price` or `forward`;
/// `underlying_price`, which is the forward of the expiry for options with crypto names (spot where `underlying_index`
/// is `index_price`) and spot otherwise; `underlying_last`, `spot`, `index_price`.
///
/// *Cboe's delayed quotes* are known by their header: title lines with the price of the underlying (`Last:`, else its
/// second field) and the time of the quotes (`Date: September 14, 2023 at 4:31 PM EDT`), then one row for call and put.
///
/// *Absent.* A bid or ask that is blank, 0, nan, null, none, -, -99.99 or the largest 64-bit integer is NaN; so is a
/// volatility or an underlying price, and, except that 0 counts, a mark or an open interest. Crossed quotes and quotes
/// after expiry are kept and counted.
///
/// *Times* are as `parse_time` reads them; `options.quote_time` replaces those of the quotes. A date alone is 16:00 in
/// New York for listed options, and an error for crypto options.
///
/// *Expiry.* A time of day in the file's column counts, unless it is midnight UTC, which is taken for a day. An option
/// known by its day expires at `options.expires`; if that is absent, at 08:00 UTC for crypto names, at 09:30 New York
/// for the roots SPX, NDX, RUT, DJX and VIX, at 16:00 New York for others; of a Saturday, which listed options stated
/// until 2015, the Friday before is taken. New York's daylight time lasts from the second Sunday of March to the first
/// of November (until 2006 from the first of April to the last of October).
///
/// *Units.* Volatilities become decimals: per cent, by `options.volatility` or because their median exceeds 3, are
/// divided by 100. Whether prices are in coin is told by the name, see `price_unit`; a bid or mark of a call above 1
/// coin is an error.
///
/// @param in      the stream; comments, byte order mark, quotes and line ends as `csv_reader` takes them
/// @param name    what messages call the stream
/// @throws std::invalid_argument `FILE:LINE: column 3 (bid): "abc" is not a number`, and alike for: a negative price; a
///         strike that is not positive; no time; a name that is no option's; a column that contradicts the name;
///         missing columns; a row with too many or too few fields; no rows; the same option twice at one time.
/// @par Cost 2 to 3 microseconds for an option of 14 columns, sorting included; memory for all quotes.
[[nodiscard]] inline quoted_chain read_chain(std::istream& in, std::string const& name,
                                             read_chain_options const& options = {}) {
    require(options.strike_unit > 0.0 && std::isfinite(options.strike_unit), "read_chain_options", "strike_unit",
            options.strike_unit, "be positive and finite");
    csv_reader table(in, name);
    detail::chain_reader reader(table, options);
    std::vector<detail::chain_row> rows;
    while (table.next())
        reader.read_row(rows);
    if (rows.empty())
        fail(name + ": has a header but no rows");

    quoted_chain chain;
    chain_findings& found = chain.findings;
    found                 = reader.found;
    found.name            = name;
    detail::put_chain_in_order(rows, name, options.repeated, found);
    chain.quotes.reserve(rows.size());
    for (detail::chain_row& row : rows)
        chain.quotes.push_back(std::move(row.quote));
    detail::settle_volatility_unit(chain.quotes, options.volatility, found);

    found.kept     = chain.quotes.size();
    found.expiries = expiries_of(chain.quotes).size();
    found.begin = found.end = chain.quotes.front().time;
    found.first_expiry      = chain.quotes.front().expiry;
    found.last_expiry       = chain.quotes.back().expiry;
    for (option_quote const& q : chain.quotes) {
        found.begin = std::min(found.begin, q.time);
        found.end   = std::max(found.end, q.time);
        found.without_bid += std::isnan(q.bid) ? 1U : 0U;
        found.without_ask += std::isnan(q.ask) ? 1U : 0U;
        found.crossed += q.bid > q.ask ? 1U : 0U;
        found.expired += q.time >= q.expiry ? 1U : 0U;
    }
    return chain;
}

/// Reads option quotes from the file `path`; everything else as above.
/// @throws std::invalid_argument also if the file can not be opened or read
[[nodiscard]] inline quoted_chain read_chain(std::string const& path, read_chain_options const& options = {}) {
    std::ifstream file = detail::open_for_reading(path);
    return read_chain(file, path, options);
}

}  // namespace longgamma::inline LONGGAMMA_ABI
