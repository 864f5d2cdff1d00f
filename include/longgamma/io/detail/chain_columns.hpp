// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/io/detail/chain_columns.hpp
/// @brief Where a file of option quotes keeps what. Private.

#include <longgamma/io/csv.hpp>
#include <longgamma/io/detail/new_york.hpp>
#include <longgamma/io/detail/option_name.hpp>

#include <cstddef>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace longgamma::inline LONGGAMMA_ABI::detail {

using column_index = std::optional<std::size_t>;

/// The columns of one option in a row; a Cboe file has two in each row.
struct chain_columns {
    column_index name, time, expiry, strike, type, bid, ask, mark, volatility, open_interest, root;
    column_index forward;           ///< a future or forward in any file
    column_index underlying;        ///< "underlying price": the expiry's future in crypto files, else spot
    column_index underlying_index;  ///< Deribit's word on what the underlying price is
    column_index spot;
};

/// What the title lines of a Cboe file say.
struct chain_title {
    double spot = std::numeric_limits<double>::quiet_NaN();
    std::optional<timestamp> time;
};

/// The first column from `begin` to `end` with one of these plain names.
[[nodiscard]] inline column_index column_between(csv_reader const& table, std::size_t begin, std::size_t end,
                                                 std::initializer_list<std::string_view> aliases) {
    for (std::string_view alias : aliases)
        for (std::size_t i = begin; i < end; ++i)
            if (plain_column_name(table.names()[i]) == alias)
                return i;
    return std::nullopt;
}

/// True if the current record is the header of a Cboe file: the same columns twice, for calls and for puts.
[[nodiscard]] inline bool is_cboe_header(csv_reader const& table) {
    bool calls = false, puts = false;
    for (std::size_t i = 0; i < table.fields(); ++i) {
        std::string const name = plain_column_name(table.field(i));
        calls                  = calls || name == "calls";
        puts                   = puts || name == "puts";
    }
    return calls && puts;
}

/// Takes the price of the underlying and the time out of a title line.
inline void read_title(csv_reader const& table, chain_title& title) {
    for (std::size_t i = 0; i < table.fields(); ++i) {
        std::string text(table.field(i));
        bool const named = text.starts_with("Last:");
        if (named)
            text.erase(
                0, text.find_first_not_of(' ', 5) == std::string::npos ? text.size() : text.find_first_not_of(' ', 5));
        std::erase(text, ',');
        // Older files: name, price, change.
        if (auto const price = parse_number(text); price && *price > 0.0 && (named || (i == 1 && !title.time)))
            title.spot = title.spot == title.spot ? title.spot : *price;
        if (auto const time = parse_title_time(table.field(i)))
            title.time = time;
    }
}

[[nodiscard]] inline std::vector<chain_columns> cboe_columns(csv_reader const& table) {
    std::size_t const n = table.names().size();
    auto const calls    = column_between(table, 0, n, {"calls"});
    auto const puts     = column_between(table, 0, n, {"puts"});
    auto const expiry   = column_between(table, 0, n, {"expirationdate", "expiration"});
    auto const strike   = column_between(table, 0, n, {"strike"});
    if (!expiry || !strike)
        fail_without_columns(table, !expiry && !strike ? "expiration date, strike"
                                    : !expiry          ? "expiration date"
                                                       : "strike");
    if (*puts < *calls)
        table.fail_at(*puts, "the puts stand before the calls");
    std::vector<chain_columns> both;
    for (bool const call_side : {true, false}) {
        std::size_t const begin = call_side ? *calls : *puts, end = call_side ? *puts : n;
        chain_columns at;
        at.name          = begin;
        at.expiry        = expiry;
        at.strike        = strike;
        at.bid           = column_between(table, begin, end, {"bid"});
        at.ask           = column_between(table, begin, end, {"ask"});
        at.volatility    = column_between(table, begin, end, {"iv"});
        at.open_interest = column_between(table, begin, end, {"openinterest", "openint"});
        if (!at.bid || !at.ask)
            fail_without_columns(table, std::string(!at.bid ? "bid" : "ask") + (call_side ? " of calls" : " of puts"));
        both.push_back(at);
    }
    return both;
}

[[nodiscard]] inline chain_columns named_chain_columns(csv_reader const& table) {
    return {
        .name = table.column({"instrumentname", "contractsymbol", "contractid", "contract", "optionsymbol", "symbol"}),
        .time = table.column({"timestampms", "timestamp", "quotetime", "quotedatetime", "quotetimestamp",
                              "creationtimestamp", "creationtime", "fetchtimestamputc", "snapshottime", "datetime",
                              "time", "date", "quotedate", "datadate", "tradedate", "ts"}),
        .expiry = table.column({"expiryms", "expirationtimestamp", "expirytimestamp", "expirydatetime",
                                "expirationdatetime", "expiry", "expiration", "expirydate", "expirationdate", "exdate",
                                "expiredate", "maturity", "maturitydate"}),
        .strike = table.column({"strike", "strikeprice"}),
        .type   = table.column({"optiontype", "type", "cpflag", "callput", "putcall", "cp", "right"}),
        .bid    = table.column({"bidprice", "bestbidprice", "bestbid", "bid"}),
        .ask    = table.column({"askprice", "bestaskprice", "bestask", "bestoffer", "ask", "offer"}),
        .mark   = table.column({"markprice", "mark"}),
        .volatility =
            table.column({"markiv", "markvolatility", "impliedvolatility", "implvolatility", "iv", "volatility"}),
        .open_interest = table.column({"openinterest", "openint", "oi"}),
        .root = table.column({"underlyingsymbol", "root", "optionroot", "ticker", "symbol", "actsymbol", "underlying"}),
        .forward          = table.column({"forwardprice", "forward", "futuresprice", "futureprice"}),
        .underlying       = table.column({"underlyingprice"}),
        .underlying_index = table.column({"underlyingindex"}),
        .spot = table.column({"underlyinglast", "activeunderlyingprice", "underlyingclose", "stockprice", "spotprice",
                              "spot", "indexprice"})};
}

}  // namespace longgamma::inline LONGGAMMA_ABI::detail
