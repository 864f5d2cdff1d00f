// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/io/detail/option_name.hpp
/// @brief What the name of an option says: underlying, day of expiry, strike, call or put. Private.

#include <longgamma/core/option_type.hpp>
#include <longgamma/io/csv.hpp>
#include <longgamma/io/detail/new_york.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace longgamma::inline LONGGAMMA_ABI::detail {

struct option_name {
    std::string underlying;     ///< what stands in front of the date: "BTC", "BTC_USDC", "BTC-USD", "SPY"
    std::chrono::sys_days day;  ///< of the expiry
    double strike;
    option_type type;
    bool in_coin;    ///< by its form, of an inverse option
    bool is_crypto;  ///< expires at 08:00 UTC; otherwise a listed option
};

/// C, P, call, put, in any case.
[[nodiscard]] inline std::optional<option_type> parse_option_type(std::string_view text) {
    std::string const plain = plain_column_name(text);
    if (plain == "c" || plain == "call")
        return call;
    if (plain == "p" || plain == "put")
        return put;
    return std::nullopt;
}

/// Day in the names of crypto options: 27MAR26, 6FEB26, 260327.
[[nodiscard]] inline std::optional<std::chrono::sys_days> parse_short_day(std::string_view text) {
    if (text.size() == 6 && whole_number(text, 6) >= 0) {
        std::int64_t const all = whole_number(text, 6);
        return day_of(2000 + all / 10000, all / 100 % 100, all % 100);
    }
    if (text.size() != 6 && text.size() != 7)
        return std::nullopt;
    std::size_t const digits = text.size() - 5;
    std::int64_t const year  = whole_number(text.substr(digits + 3), 2);
    return year < 0
               ? std::nullopt
               : day_of(2000 + year, month_of_name(text.substr(digits, 3)), whole_number(text.substr(0, digits), 2));
}

/// BTC-27MAR26-90000-C, XRP_USDC-30JUN24-0d625-C (Deribit), BTC-28JUN24-70000-C-USDT (Bybit), BTC-USD-240628-70000-C
/// (OKX), BTC-240628-70000-C (Binance). Quoted in coin are those of Deribit without a second currency in the name, and
/// those of OKX on USD.
[[nodiscard]] inline std::optional<option_name> parse_crypto_name(std::string_view text) {
    std::array<std::string_view, 6> parts;
    std::size_t n = 0;
    for (std::string_view rest = text;; ++n) {
        if (n == parts.size())
            return std::nullopt;
        std::size_t const dash = rest.find('-');
        parts[n]               = rest.substr(0, dash);
        if (parts[n].empty())
            return std::nullopt;
        if (dash == std::string_view::npos)
            break;
        rest.remove_prefix(dash + 1);
    }
    ++n;
    bool const settled_in_token = n >= 5 && (parts[n - 1] == "USDT" || parts[n - 1] == "USDC");
    if (settled_in_token)
        --n;
    if (n != 4 && n != 5)
        return std::nullopt;

    auto const day  = parse_short_day(parts[n - 3]);
    auto const type = parts[n - 1].size() == 1 ? parse_option_type(parts[n - 1]) : std::nullopt;
    std::string digits(parts[n - 2]);
    if (std::size_t const point = digits.find('d'); point != std::string::npos)
        digits[point] = '.';
    auto const strike = parse_number(digits);
    if (!day || !type || !strike || !(*strike > 0.0))
        return std::nullopt;

    bool const month_by_name   = whole_number(parts[n - 3], 6) < 0;
    bool const pair            = n == 5;
    std::size_t const name_end = parts[0].size() + (pair ? parts[1].size() + 1 : 0);
    bool const two_currencies  = parts[0].find('_') != std::string_view::npos || settled_in_token;
    return option_name{.underlying = std::string(text.substr(0, name_end)),
                       .day        = *day,
                       .strike     = *strike,
                       .type       = *type,
                       .in_coin    = pair ? parts[1] == "USD" : month_by_name && !two_currencies,
                       .is_crypto  = true};
}

/// The 21 characters of the Options Clearing Corporation, SPY   260116C00670000, with blanks or without.
[[nodiscard]] inline std::optional<option_name> parse_listed_name(std::string_view text) {
    if (text.starts_with("O:"))
        text.remove_prefix(2);
    if (text.size() < 16)
        return std::nullopt;
    std::string_view root       = text.substr(0, text.size() - 15);
    std::string_view const tail = text.substr(text.size() - 15);
    while (root.ends_with(' '))
        root.remove_suffix(1);
    for (char c : root)
        if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '^' || c == '.'))
            return std::nullopt;
    auto const day            = parse_short_day(tail.substr(0, 6));
    char const side           = tail[6];
    std::int64_t const strike = whole_number(tail.substr(7), 8);
    if (root.empty() || whole_number(tail.substr(0, 6), 6) < 0 || !day || (side != 'C' && side != 'P') || strike <= 0)
        return std::nullopt;
    return option_name{.underlying = std::string(root),
                       .day        = *day,
                       .strike     = static_cast<double>(strike) / 1000.0,
                       .type       = side == 'C' ? call : put,
                       .in_coin    = false,
                       .is_crypto  = false};
}

[[nodiscard]] inline std::optional<option_name> parse_option_name(std::string_view text) {
    auto const crypto = parse_crypto_name(text);
    return crypto ? crypto : parse_listed_name(text);
}

/// True for the roots of index options which settle on the opening prices of the day they expire.
[[nodiscard]] inline bool settles_at_the_open(std::string_view root) noexcept {
    for (std::string_view const name : {"SPX", "NDX", "RUT", "DJX", "VIX"})
        if (root == name)
            return true;
    return false;
}

}  // namespace longgamma::inline LONGGAMMA_ABI::detail
