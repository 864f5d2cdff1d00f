// SPDX-License-Identifier: BSL-1.0
#include "text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <system_error>

namespace gamma_scalp {

std::string fixed(double value, int decimals) {
    if (!std::isfinite(value))
        return "n/a";
    std::array<char, 512> text;
    auto const [end, error] =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, decimals);
    return error == std::errc() ? std::string(text.data(), end) : "n/a";
}

std::string two_digits(long value) {
    std::array<char, 24> text;
    std::snprintf(text.data(), text.size(), "%02ld", value);
    return text.data();
}

char const* month_name(std::size_t month_from_zero) {
    constexpr std::array<char const*, 12> names = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return names.at(month_from_zero);
}

std::string grouped(double value, int decimals) {
    if (!std::isfinite(value))
        return "n/a";
    std::string const digits = fixed(std::fabs(value), decimals);
    bool const zero          = digits.find_first_not_of("0.") == std::string::npos;
    std::size_t const point  = std::min(digits.find('.'), digits.size());
    std::string text;
    if (value < 0.0 && !zero)
        text += '-';
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && i < point && (point - i) % 3 == 0)
            text += ',';
        text += digits[i];
    }
    return text;
}

std::string time_text(lg::timestamp time, time_format format) {
    auto const day = std::chrono::floor<std::chrono::days>(time);
    std::chrono::year_month_day const date(day);
    std::string text = std::to_string(static_cast<int>(date.year())) + "-" +
                       two_digits(static_cast<long>(static_cast<unsigned>(date.month()))) + "-" +
                       two_digits(static_cast<long>(static_cast<unsigned>(date.day())));
    if (format != time_format::date) {
        std::chrono::hh_mm_ss const clock(std::chrono::floor<std::chrono::seconds>(time - day));
        text += " " + two_digits(clock.hours().count()) + ":" + two_digits(clock.minutes().count());
        if (format == time_format::seconds)
            text += ":" + two_digits(clock.seconds().count());
    }
    return text;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

}  // namespace gamma_scalp
