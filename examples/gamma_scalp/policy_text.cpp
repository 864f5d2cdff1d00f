// SPDX-License-Identifier: BSL-1.0
#include "policy_text.hpp"

#include <cctype>
#include <charconv>
#include <initializer_list>
#include <stdexcept>

namespace gamma_scalp {

namespace {

using longgamma::operator|;
using longgamma::operator||;
using longgamma::operator&&;
using longgamma::operator!;

/// Recursive descent over the text; `||` binds weaker than `&&`, that weaker than `!`.
class policy_parser {
public:
    policy_parser(std::string_view text, any_cost const& costs) : text_(text), costs_(costs) {}

    any_target policy() {
        any_target result = target();
        while (accept("|"))
            result = {result | adjuster()};
        if (skip_space(); at_ < text_.size())
            error("expected '|' or the end");
        return result;
    }

private:
    any_target target() {
        if (word("target", {"delta", "unhedged"}) == "unhedged")
            return {lg::unhedged{}};
        expect("(");
        any_target result;
        if (accept("implied"))
            result = {lg::delta_neutral(lg::at_implied{})};
        else if (accept("forecast"))
            result = {lg::delta_neutral(lg::at_forecast{})};
        else
            result = {lg::delta_neutral(lg::hedge_volatility(number("implied, forecast or a volatility such as 0.2")))};
        expect(")");
        return result;
    }

    any_adjuster adjuster() {
        std::string_view const name = word("adjuster", {"edge", "centre", "when", "lots", "min_notional"});
        expect("(");
        any_adjuster result;
        if (name == "edge")
            result = {lg::trade_to_edge(band())};
        else if (name == "centre")
            result = {lg::trade_to_centre(band())};
        else if (name == "when")
            result = {lg::only_when(any_of_triggers())};
        else if (name == "lots")
            result = {lg::in_lots(number("a lot size"))};
        else
            result = {lg::minimum_notional(number("an amount"))};
        expect(")");
        return result;
    }

    any_target band() {
        if (accept("ww")) {
            expect("(");
            double const risk_aversion = number("a risk aversion");
            expect(")");
            return {lg::whalley_wilmott(costs_, {.risk_aversion = risk_aversion})};
        }
        return {lg::delta_band(number("a half-width in deltas or ww(risk aversion)"))};
    }

    any_trigger any_of_triggers() {
        any_trigger result = all_of_triggers();
        while (accept("||"))
            result = {result || all_of_triggers()};
        return result;
    }
    any_trigger all_of_triggers() {
        any_trigger result = one_trigger();
        while (accept("&&"))
            result = {result && one_trigger()};
        return result;
    }
    any_trigger one_trigger() {
        if (++depth_ > deepest)
            error("nested too deeply");
        any_trigger const result = negated_or_grouped();
        --depth_;
        return result;
    }
    any_trigger negated_or_grouped() {
        if (accept("!"))
            return {!one_trigger()};
        if (accept("(")) {
            any_trigger const result = any_of_triggers();
            expect(")");
            return result;
        }
        std::string_view const name = word("trigger", {"every", "moved", "outside"});
        expect("(");
        any_trigger result;
        if (name == "every")
            result = {lg::every(duration())};
        else if (name == "moved")
            result = move();
        else
            result = {lg::outside(band())};
        expect(")");
        return result;
    }
    any_trigger move() {
        double const size = number("a move such as 1% or 1sigma");
        if (accept("%"))
            return {lg::spot_moved_by(lg::percent(size))};
        if (accept("sigma"))
            return {lg::spot_moved_by(lg::sigmas(size))};
        error("expected '%' or 'sigma' after the size of the move");
    }
    double duration() {
        double const count = number("a duration such as 8h or 1d");
        if (accept("min"))
            return count * lg::minutes;
        if (accept("s"))
            return count * lg::seconds;
        if (accept("h"))
            return count * lg::hours;
        if (accept("d"))
            return count * lg::days;
        if (accept("w"))
            return count * lg::weeks;
        error("expected a unit of time (s, min, h, d, w)");
    }

    void skip_space() {
        while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])))
            ++at_;
    }
    /// Takes `token` if it comes next. '|' does not take the first half of '||'.
    bool accept(std::string_view token) {
        skip_space();
        if (!text_.substr(at_).starts_with(token) || (token == "|" && text_.substr(at_).starts_with("||")))
            return false;
        at_ += token.size();
        return true;
    }
    void expect(std::string_view token) {
        if (!accept(token))
            error("expected '" + std::string(token) + "'");
    }
    /// The next word, which must be one of those known.
    std::string_view word(std::string const& kind, std::initializer_list<std::string_view> known) {
        skip_space();
        std::size_t const begin = at_;
        while (at_ < text_.size() && (std::isalpha(static_cast<unsigned char>(text_[at_])) || text_[at_] == '_'))
            ++at_;
        std::string_view const name = text_.substr(begin, at_ - begin);
        std::string choices;
        for (std::string_view const choice : known) {
            if (name == choice)
                return choice;
            choices += (choices.empty() ? "" : ", ") + std::string(choice);
        }
        at_ = begin;
        if (name.empty())
            error("expected one of these: " + choices);
        error("unknown " + kind + " '" + std::string(name) + "' (known: " + choices + ")");
    }
    double number(char const* what) {
        skip_space();
        double value            = 0.0;
        char const* const begin = text_.data() + at_;
        auto const [end, code]  = std::from_chars(begin, text_.data() + text_.size(), value);
        if (code != std::errc{} || !(value - value == 0.0))  // from_chars reads "nan" and "inf"
            error(std::string("expected ") + what);
        at_ += static_cast<std::size_t>(end - begin);
        return value;
    }
    [[noreturn]] void error(std::string const& what) {
        throw std::invalid_argument("policy \"" + std::string(text_) + "\", position " + std::to_string(at_ + 1) + ": " + what);
    }

    std::string_view text_;
    any_cost costs_;
    std::size_t at_ = 0;
    static constexpr int deepest = 200;
    int depth_ = 0;
};

}  // namespace

any_target parse_policy(std::string_view text, any_cost const& costs) { return policy_parser(text, costs).policy(); }

}  // namespace gamma_scalp
