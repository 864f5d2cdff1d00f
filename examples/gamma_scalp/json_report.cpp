// SPDX-License-Identifier: BSL-1.0
#include "json_report.hpp"

#include "output_file.hpp"

#include <nlohmann/json.hpp>

namespace gamma_scalp {

namespace {

using json = nlohmann::ordered_json;

json explain_of(auto const& explain) {
    json lines;
    for (std::size_t i = 0; i < lg::explain_lines; ++i)
        lines[std::string(lg::explain_line_names[i])] = explain[static_cast<lg::explain_line>(i)];
    return lines;
}

}  // namespace

void write_json_report(run_data const& data, std::string const& path) {
    lg::replay_result const& r = data.result;
    json out;
    out["longgamma"] = LONGGAMMA_VERSION_STRING;
    out["title"]     = data.title;
    for (auto const& [name, value] : data.settings)
        out["settings"][name] = value;
    out["findings"]     = data.findings;
    out["notional"]     = data.notional;
    out["start"]        = lg::format_time(data.day_shown(r.start));
    out["end"]          = lg::format_time(data.day_shown(r.end));
    out["observations"] = r.observations;
    out["decisions"]    = r.decisions;
    out["trades"]       = r.trades;
    out["turnover"]     = r.turnover;
    out["profit"]       = r.profit;
    out["explain"]      = explain_of(r.explain);
    for (std::size_t i = 0; i < lg::ledger_lines; ++i)
        out["ledger"][std::string(lg::ledger_line_names[i])] = r.cash[static_cast<lg::ledger_line>(i)];
    out["rolls"] = json::array();
    for (lg::roll_record const& roll : r.rolls)
        out["rolls"].push_back({{"start", lg::format_time(data.day_shown(roll.start))},
                                {"end", lg::format_time(data.day_shown(roll.end))},
                                {"spot", roll.spot},
                                {"strike", roll.strike},
                                {"implied_volatility", roll.implied_volatility},
                                {"realized_volatility", roll.realized_volatility},
                                {"premium", roll.premium},
                                {"profit", roll.profit},
                                {"trades", roll.trades},
                                {"explain", explain_of(roll.explain)}});
    out["hedge_trades"] = json::array();
    for (hedge_trade const& t : data.trades)
        out["hedge_trades"].push_back({{"time", lg::format_time(t.time)}, {"price", t.price}, {"quantity", t.quantity}});
    out["comparison"] = json::array();
    for (policy_outcome const& p : data.comparison)  // NaN (one roll has no deviation) becomes null
        out["comparison"].push_back({{"policy", p.policy},
                                     {"chosen", p.chosen},
                                     {"profit", p.profit},
                                     {"mean_per_roll", p.mean_per_roll},
                                     {"deviation_per_roll", p.deviation_per_roll},
                                     {"hedge_error_per_roll", p.hedge_error_per_roll},
                                     {"cost", p.cost},
                                     {"turnover", p.turnover},
                                     {"trades", p.trades}});
    write_whole_file(path, out.dump(2, ' ', false, json::error_handler_t::replace) + "\n");
}

}  // namespace gamma_scalp
