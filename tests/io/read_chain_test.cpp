// SPDX-License-Identifier: BSL-1.0
#include <longgamma/io/read_chain.hpp>

#include "support/message_of.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace lg = longgamma;
using namespace std::chrono_literals;

lg::quoted_chain read(std::string const& text, lg::read_chain_options const& options = {}) {
    std::istringstream in(text);
    return lg::read_chain(in, "chain.csv", options);
}

std::string error_in(std::string const& text, lg::read_chain_options const& options = {}) {
    return message_of([&] { (void)read(text, options); });
}

lg::timestamp at(char const* text) {
    return lg::parse_time(text).value();
}

std::string const tidy =
    "timestamp_ms,instrument_name,expiry_ms,strike,option_type,bid_price,ask_price,mark_price,mark_iv,delta,vega,"
    "open_interest,underlying_price,index_price\n"
    "1772466653232,BTC-3MAR26-57000-C,1772524800000,57000,C,0.175,0.2105,0.17917631,1.3482,0.99971,0.03172,0.3,69442."
    "072,"
    "69453.4\n"
    "1772466653232,BTC-3MAR26-57000-P,1772524800000,57000,P,,0.0001,0.00000436,1.3482,-0.00034,0.03671,712.1,69442.072,"
    "69300.64\n";

std::string const cboe =
    "\n"
    "SPDR S&P 500 ETF Trust,Last: 450.81,Change:  3.85\n"
    "\"Date: September 14, 2023 at 4:31 PM EDT\",Bid: 450.81,Ask: 450.83,Size: 9*11,\"Volume: 71,039,449\"\n"
    "Expiration Date,Calls,Last Sale,Net,Bid,Ask,Volume,IV,Delta,Gamma,Open Interest,Strike,Puts,Last Sale,Net,Bid,Ask,"
    "Volume,IV,Delta,Gamma,Open Interest\n"
    "Fri Jan 16 "
    "2026,SPY260116C00450000,90.42,4.025,90.7,90.86,1,0.2104,1,0,3,450.00,SPY260116P00450000,0.01,0,0,0.01,0,"
    "0,0,0,26\n"
    "Fri Sep 15 "
    "2023,SPY230915C00452500,1.02,0.9,1.0,1.04,1,0.0901,0.4,0.1,70,452.50,SPY230915P00452500,2.6,0,2.6,2.62,0,"
    "0.0912,-0.6,0.1,80\n";

// ---- formats --------------------------------------------------------------------------------------------------------

TEST(ReadChain, ReadsTidyDeribitFiles) {
    auto const chain = read(tidy);
    ASSERT_EQ(chain.quotes.size(), 2u);
    lg::option_quote const& p = chain.quotes[0];
    EXPECT_EQ(p.type, lg::put);
    EXPECT_TRUE(std::isnan(p.bid));
    EXPECT_EQ(p.ask, 0.0001);
    lg::option_quote const& c = chain.quotes[1];
    EXPECT_EQ(c.type, lg::call);
    EXPECT_EQ(c.time, at("2026-03-02 15:50:53.232"));
    EXPECT_EQ(c.expiry, at("2026-03-03 08:00"));
    EXPECT_EQ(c.underlying, "BTC");
    EXPECT_EQ(c.strike, 57000.0);
    EXPECT_EQ(c.bid, 0.175);
    EXPECT_EQ(c.ask, 0.2105);
    EXPECT_EQ(c.mark, 0.17917631);
    EXPECT_EQ(c.mark_volatility, 1.3482);
    EXPECT_EQ(c.underlying_price, 69442.072);
    EXPECT_EQ(c.underlying_is, lg::underlying_kind::forward);
    EXPECT_TRUE(c.is_inverse);
    EXPECT_EQ(c.open_interest, 0.3);
    EXPECT_DOUBLE_EQ(c.years_to_expiry(), lg::years_between(c.time, c.expiry));
    EXPECT_EQ(lg::describe(chain.findings),
              "chain.csv: 2 quotes of 2026-03-02 15:50:53.232000000, 1 expiry, 2026-03-03 08:00; 1 without bid");
}

TEST(ReadChain, ReadsBookSummariesByName) {
    auto const chain = read(
        "high,instrument_name,bid_price,ask_price,open_interest,mark_price,creation_timestamp,mark_iv,underlying_price,"
        "underlying_index,mid_price,expiry\n"
        ",BTC-31JUL26-115000-C,,0.0001,182.3,0.00008825,1783126041059,72.75,62780.17,BTC-31JUL26,,2026-07-31T00:00:00."
        "000Z\n"
        ",BTC-6JUL26-57000-C,0.0855,0.122,0,0.09049933,1783126041059,45.6,62683.81,index_price,0.1,2026-07-06T00:00:00."
        "000Z\n");
    ASSERT_EQ(chain.quotes.size(), 2u);
    EXPECT_EQ(chain.quotes[0].expiry, at("2026-07-06 08:00"));
    EXPECT_EQ(chain.quotes[0].underlying_is, lg::underlying_kind::spot);
    EXPECT_EQ(chain.quotes[0].mark_volatility, 45.6 / 100.0);
    EXPECT_EQ(chain.quotes[0].open_interest, 0.0);
    EXPECT_EQ(chain.quotes[1].expiry, at("2026-07-31 08:00"));
    EXPECT_EQ(chain.quotes[1].underlying_is, lg::underlying_kind::forward);
    EXPECT_EQ(chain.quotes[1].strike, 115000.0);
    EXPECT_EQ(chain.quotes[1].time, at("2026-07-04 00:47:21.059"));
    EXPECT_TRUE(chain.findings.percent);
    EXPECT_EQ(chain.findings.expiry_days, 2u);
    EXPECT_EQ(
        lg::describe(chain.findings),
        "chain.csv: 2 quotes of 2026-07-04 00:47:21.059000000, 2 expiries, 2026-07-06 08:00 to 2026-07-31 08:00, per "
        "cent turned into decimals; 1 without bid; 2 with a day for expiry, completed");
}

TEST(ReadChain, ReadsTickerDumps) {
    auto const chain = read(
        ",expiration_timestamp,option_type,instrument_name,strike,underlying_price,underlying_index,timestamp,stats,"
        "mark_price,mark_iv,bids,best_bid_price,best_ask_price\n"
        "0,1590134400000,put,BTC-22MAY20-9250-P,9250.0,9096.11,SYN.BTC-22MAY20,1590103193775,\"{'volume': 717.1, "
        "'low': "
        "0.006}\",0.02124908,85.05,\"[[0.02, 9.0], [0.019, 5.0]]\",0.02,0.023\n"
        "4,1590134400000,call,BTC-22MAY20-12000-C,12000.0,9095.15,SYN.BTC-22MAY20,1590103196796,{},0.0,107.57,[],0.0,0."
        "0\n");
    ASSERT_EQ(chain.quotes.size(), 2u);
    EXPECT_EQ(chain.quotes[0].bid, 0.02);
    EXPECT_EQ(chain.quotes[0].ask, 0.023);
    EXPECT_EQ(chain.quotes[0].underlying_is, lg::underlying_kind::forward);
    EXPECT_TRUE(std::isnan(chain.quotes[1].bid));
    EXPECT_TRUE(std::isnan(chain.quotes[1].ask));
    EXPECT_EQ(chain.quotes[1].mark, 0.0);  // a value, not an absent one
    EXPECT_TRUE(std::isnan(chain.quotes[1].open_interest));
    EXPECT_EQ(chain.findings.without_bid, 1u);
    EXPECT_EQ(chain.findings.without_ask, 1u);
}

TEST(ReadChain, ReadsCollectorsWithAFuturesPrice) {
    auto const chain = read(
        "timestamp,instrument_name,underlying,underlying_name,option_type,strike,expiry_datetime,bid_price,ask_price,"
        "mark_price,futures_price,implied_volatility,index_price\n"
        "2026-03-10T09:36:42.923761+00:00,ETH-25DEC26-4000-C,2073.37,ETH-25DEC26,call,4000.0,2026-12-25T08:00:00+00:00,"
        "0.0715,0.0735,0.0732752,2073.37,0.49939999999999996,2070.4\n");
    lg::option_quote const& q = chain.quotes.at(0);
    EXPECT_EQ(q.underlying, "ETH");
    EXPECT_EQ(q.underlying_price, 2073.37);
    EXPECT_EQ(q.underlying_is, lg::underlying_kind::forward);
    EXPECT_EQ(q.time, at("2026-03-10 09:36:42.923761"));
    EXPECT_EQ(q.mark_volatility, 0.49939999999999996);
    EXPECT_FALSE(chain.findings.percent);
    EXPECT_EQ(chain.findings.expiry_days, 0u);
}

TEST(ReadChain, ReadsCboeQuotes) {
    auto const chain = read(cboe);
    ASSERT_EQ(chain.quotes.size(), 4u);
    EXPECT_EQ(chain.findings.format, lg::chain_format::cboe_quotes);
    EXPECT_EQ(chain.findings.rows, 2u);
    lg::option_quote const& p = chain.quotes[0];
    EXPECT_EQ(p.type, lg::put);
    EXPECT_EQ(p.strike, 452.5);
    EXPECT_EQ(p.bid, 2.6);
    EXPECT_EQ(p.ask, 2.62);
    EXPECT_EQ(p.mark_volatility, 0.0912);
    EXPECT_EQ(p.open_interest, 80.0);
    EXPECT_EQ(p.underlying, "SPY");
    EXPECT_EQ(p.expiry, at("2023-09-15 20:00"));  // daylight time
    lg::option_quote const& c = chain.quotes[3];
    EXPECT_EQ(c.type, lg::call);
    EXPECT_EQ(c.bid, 90.7);
    EXPECT_EQ(c.open_interest, 3.0);
    EXPECT_EQ(c.expiry, at("2026-01-16 21:00"));  // standard time
    EXPECT_TRUE(std::isnan(chain.quotes[2].mark_volatility));
    for (lg::option_quote const& q : chain.quotes) {
        EXPECT_EQ(q.time, at("2023-09-14 20:31"));
        EXPECT_EQ(q.underlying_price, 450.81);
        EXPECT_EQ(q.underlying_is, lg::underlying_kind::spot);
        EXPECT_FALSE(q.is_inverse);
        EXPECT_TRUE(std::isnan(q.mark));
    }
}

TEST(ReadChain, ReadsOtherTitlesOfCboe) {
    auto const with_title = [](std::string const& first, std::string const& second) {
        return read(first + "\n\"" + second +
                    "\"\nExpiration Date,Calls,Last Sale,Net,Bid,Ask,Vol,IV,Open Int,Strike,Puts,Last "
                    "Sale,Net,Bid,Ask,Vol,IV,Open Int\n"
                    "08/21/2026,AAPL260821C00330000,0,0,1,2,0,0.2,5,330.000,AAPL260821P00330000,0,0,3,4,0,0.3,6\n")
            .quotes.at(0);
    };
    auto const old = with_title("AAPL (Apple Inc),327.06,1.5", "Jul 21 2026 @ 16:00 ET");
    EXPECT_EQ(old.time, at("2026-07-21 20:00"));
    EXPECT_EQ(old.underlying_price, 327.06);
    EXPECT_EQ(old.open_interest, 6.0);
    EXPECT_EQ(old.expiry, at("2026-08-21 20:00"));
    EXPECT_EQ(with_title("INDEX,\"Last: 5,954.50\"", "Date: January 5, 2026 at 4:31\u202fPM EST").underlying_price,
              5954.5);
    EXPECT_EQ(with_title("X,Last: 1", "Date: January 5, 2026 at 4:31\u202fPM EST").time, at("2026-01-05 21:31"));
    EXPECT_EQ(with_title("X,Last: 1", "Date: 5 January 2026 at 21:31 GMT+1").time, at("2026-01-05 20:31"));
    EXPECT_EQ(with_title("X,Last: 1", "Date: July 5, 2026 at 12:05 AM CDT").time, at("2026-07-05 05:05"));
}

TEST(ReadChain, ReadsListedOptionsFromPlainColumns) {
    std::string const text =
        "contract,expiry,strike,option_type,last,bid,ask,volume,iv,delta,gamma,open_interest,underlying_last\n"
        "SPY230915C00360000,2023-09-15,360.00,C,90.42,90.7,90.86,1,0,1,0,3,450.81\n"
        "SPY230915P00360000,2023-09-15,360.00,P,0.01,0,0.01,0,0.3,0,0,26,450.81\n";
    EXPECT_EQ(error_in(text),
              "chain.csv:2: no column for the time of the quotes; state read_chain_options::quote_time");
    auto const chain = read(text, {.quote_time = at("2023-09-14 20:31")});
    EXPECT_EQ(chain.quotes.at(0).expiry, at("2023-09-15 20:00"));
    EXPECT_TRUE(std::isnan(chain.quotes[0].bid));
    EXPECT_TRUE(std::isnan(chain.quotes[1].mark_volatility));
    EXPECT_EQ(chain.quotes[1].underlying_price, 450.81);
}

TEST(ReadChain, NeedsNoNames) {
    auto const chain = read(
        "timestamp_ms,underlying,expiry,strike,type,bid,bid_size,ask,ask_size\n"
        "1609770600000,SPXW,2021-01-06,3800,put,,463,0.5,272\n1609770600000,SPX,20210115,3800,put,1,463,2,272\n");
    EXPECT_EQ(chain.quotes.at(0).underlying, "SPXW");
    EXPECT_EQ(chain.quotes[0].expiry, at("2021-01-06 21:00"));
    EXPECT_TRUE(std::isnan(chain.quotes[0].underlying_price));
    EXPECT_EQ(chain.quotes.at(1).expiry, at("2021-01-15 14:30"));  // settles on the opening prices
}

TEST(ReadChain, TakesTheFridayBeforeASaturdayOfExpiry) {
    auto const chain = read("time,root,expiry,strike,type,bid,ask\n2014-06-09 14:00,AAPL,2015-01-17,90,C,1,2\n");
    EXPECT_EQ(chain.quotes.at(0).expiry, at("2015-01-16 21:00"));
}

TEST(ReadChain, ReadsEndOfDayFiles) {
    auto const chain = read(
        "symbol,date,exdate,cp_flag,strike_price,best_bid,best_offer,impl_volatility\n"
        "SPY,2015-03-06,20150320,C,210000,1.5,1.6,0.12\nSPY,2015-03-09,20150320,C,210000,1.5,-99.99,-99.99\n",
        {.strike_unit = 0.001});
    EXPECT_EQ(chain.quotes.at(0).underlying, "SPY");
    EXPECT_EQ(chain.quotes[0].strike, 210.0);
    EXPECT_EQ(chain.quotes[0].time, at("2015-03-06 21:00"));  // Friday, the last trading day of standard time
    EXPECT_EQ(chain.quotes.at(1).time, at("2015-03-09 20:00"));
    EXPECT_EQ(chain.quotes[1].expiry, at("2015-03-20 20:00"));
    EXPECT_TRUE(std::isnan(chain.quotes[1].ask));
    EXPECT_TRUE(std::isnan(chain.quotes[1].mark_volatility));
    EXPECT_EQ(chain.findings.quote_days, 2u);
}

TEST(ReadChain, ReadsTardisChains) {
    auto const chain = read(
        "exchange,symbol,timestamp,local_timestamp,type,strike_price,expiration,open_interest,last_price,bid_price,"
        "bid_amount,bid_iv,ask_price,ask_amount,ask_iv,mark_price,mark_iv,underlying_index,underlying_price\n"
        "deribit,BTC-9JUN20-9875-P,1591574399413000,1591574400196008,put,9875,1591689600000000,0.1,0.0295,0.0205,5,55."
        "5,"
        "0.0235,5,65.9,0.0223,62.89,SYN.BTC-9JUN20,9737.79\n");
    lg::option_quote const& q = chain.quotes.at(0);
    EXPECT_EQ(q.time, at("2020-06-07 23:59:59.413"));
    EXPECT_EQ(q.expiry, at("2020-06-09 08:00"));
    EXPECT_DOUBLE_EQ(q.mark_volatility, 0.6289);
}

// ---- parts ----------------------------------------------------------------------------------------------------------

TEST(ReadChain, KnowsTheFormsOfNames) {
    auto const one = [](std::string const& name, lg::read_chain_options const& options = {}) {
        return read("timestamp,symbol,bid,ask\n2024-01-02 00:00,\"" + name + "\",0.01,0.02\n", options).quotes.at(0);
    };
    auto const check = [&](std::string const& name, char const* underlying, char const* expiry, double strike,
                           lg::option_type type, bool inverse) {
        auto const q = one(name);
        EXPECT_EQ(q.underlying, underlying) << name;
        EXPECT_EQ(q.expiry, at(expiry)) << name;
        EXPECT_EQ(q.strike, strike) << name;
        EXPECT_EQ(q.type, type) << name;
        EXPECT_EQ(q.is_inverse, inverse) << name;
    };
    check("BTC-27MAR26-90000-C", "BTC", "2026-03-27 08:00", 90000.0, lg::call, true);
    check("ETH-6FEB26-1650-P", "ETH", "2026-02-06 08:00", 1650.0, lg::put, true);
    check("BTC_USDC-27MAR26-90000-C", "BTC_USDC", "2026-03-27 08:00", 90000.0, lg::call, false);
    check("XRP_USDC-30JUN24-0d625-C", "XRP_USDC", "2024-06-30 08:00", 0.625, lg::call, false);
    check("BTC-USD-240628-70000-C", "BTC-USD", "2024-06-28 08:00", 70000.0, lg::call, true);
    check("BTC-USDT-240628-70000-P", "BTC-USDT", "2024-06-28 08:00", 70000.0, lg::put, false);
    check("BTC-28JUN24-70000-C-USDT", "BTC", "2024-06-28 08:00", 70000.0, lg::call, false);
    check("BTC-240628-70000-C", "BTC", "2024-06-28 08:00", 70000.0, lg::call, false);
    check("SPY260116C00670000", "SPY", "2026-01-16 21:00", 670.0, lg::call, false);
    check("SPY   260116P00672500", "SPY", "2026-01-16 21:00", 672.5, lg::put, false);
    check("SOYB1261120C00026000", "SOYB1", "2026-11-20 21:00", 26.0, lg::call, false);
    check("O:AAPL240719C00190000", "AAPL", "2024-07-19 20:00", 190.0, lg::call, false);
    check("AAPL150117C00090000", "AAPL", "2015-01-16 21:00", 90.0, lg::call, false);  // a Saturday
    check("ETH-7FEB26-1650-P", "ETH", "2026-02-07 08:00", 1650.0, lg::put, true);     // so is this
    check("SPX240719C04700000", "SPX", "2024-07-19 13:30", 4700.0, lg::call, false);
    check("SPXW240719C04700000", "SPXW", "2024-07-19 20:00", 4700.0, lg::call, false);
    EXPECT_FALSE(one("BTC-27MAR26-90000-C", {.prices = lg::price_unit::money}).is_inverse);
    EXPECT_TRUE(one("BTC-240628-70000-C", {.prices = lg::price_unit::coin}).is_inverse);
    EXPECT_EQ(
        one("SPY260116C00670000", {.expires = lg::day_clock{.time_of_day = 12h, .zone = lg::day_clock::utc}}).expiry,
        at("2026-01-16 12:00"));
    for (char const* name : {"BTC", "BTC-27MAR26", "BTC-31FEB26-90000-C", "BTC-27MAX26-90000-C", "BTC-27MAR26-0-C",
                             "BTC-27MAR26-9e-C", "BTC-27MAR26-90000-X", "BTC--27MAR26-90000-C",
                             "A-B-C-27MAR26-9-C-USDT", "-27MAR26-90000-C", "SPY261316C00670000", "SPY260116X00670000",
                             "SPY260116C00000000", "SPY260116C0067000", "260116C00670000", "spy260116C00670000"})
        EXPECT_EQ(message_of([&] { (void)one(name); }),
                  "chain.csv:2: column 2 (symbol): \"" + std::string(name) + "\" is not the name of an option");
}

TEST(ReadChain, MapsEveryAbsentQuoteToNan) {
    for (char const* none : {"", "0", "0.0", "0.00", "nan", "NaN", "null", "NULL", "None", "N/A", "-", "--", "-99.99",
                             "9223372036854775807", "9.223372036854775807e18"}) {
        auto const q = read("time,symbol,bid,ask,iv\n2024-01-02 00:00,BTC-27MAR26-90000-C," + std::string(none) +
                            ",0.1," + none + "\n")
                           .quotes.at(0);
        EXPECT_TRUE(std::isnan(q.bid)) << none;
        EXPECT_TRUE(std::isnan(q.mark_volatility)) << none;
        EXPECT_EQ(q.ask, 0.1);
    }
}

TEST(ReadChain, SettlesTheUnitOfVolatility) {
    auto const volatility = [](char const* values, lg::volatility_unit unit) {
        std::string text = "time,symbol,mark,iv\n";
        for (int i = 0; i < 3; ++i)
            text += "2024-01-02 00:00,BTC-27MAR26-" + std::to_string(i + 1) + "-P,0.1," + values[i] + "\n";
        return read(text, {.volatility = unit}).quotes.at(2).mark_volatility;
    };
    EXPECT_EQ(volatility("114", lg::volatility_unit::automatic), 4.0);  // the median decides
    EXPECT_EQ(volatility("444", lg::volatility_unit::automatic), 0.04);
    EXPECT_EQ(volatility("444", lg::volatility_unit::decimal), 4.0);
    EXPECT_EQ(volatility("111", lg::volatility_unit::percent), 0.01);
}

TEST(ReadChain, KnowsNewYorksClock) {
    auto const close = [](char const* day) {
        auto const date = lg::detail::parse_named_day(day);
        return lg::detail::new_york_time(date.value(), 16h) - lg::timestamp(date.value());
    };
    EXPECT_EQ(close("Sat Mar 09 2024"), 21h);
    EXPECT_EQ(close("Sun Mar 10 2024"), 20h);
    EXPECT_EQ(close("Sat Nov 02 2024"), 20h);
    EXPECT_EQ(close("Sun Nov 03 2024"), 21h);
    EXPECT_EQ(close("Sat Apr 01 2006"), 21h);
    EXPECT_EQ(close("Sun Apr 02 2006"), 20h);
    EXPECT_EQ(close("Sat Oct 28 2006"), 20h);
    EXPECT_EQ(close("Sun Oct 29 2006"), 21h);
    auto const day = lg::detail::parse_named_day("Mar 10 2024").value();
    EXPECT_EQ(lg::detail::new_york_time(day, 1h + 59min), at("2024-03-10 06:59"));
    EXPECT_EQ(lg::detail::new_york_time(day, 3h), at("2024-03-10 07:00"));
}

TEST(ReadChain, SortsAndSelectsByExpiry) {
    auto const chain = read(
        "time,symbol,bid,ask\n"
        "2024-01-02 00:01,ETH-27MAR26-90-C,1e-3,1\n2024-01-02 00:00,ETH-27MAR26-90-C,2e-3,1\n"
        "2024-01-02 00:00,BTC-27MAR26-95-C,3e-3,1\n2024-01-02 00:00,BTC-27MAR26-95-P,4e-3,1\n"
        "2024-01-02 00:00,BTC-27MAR26-90-C,5e-3,1\n2024-01-02 00:00,BTC-30JAN26-90-C,6e-3,1\n");
    std::vector<double> bids;
    for (auto const& q : chain.quotes)
        bids.push_back(q.bid);
    EXPECT_EQ(bids, (std::vector<double>{6e-3, 5e-3, 4e-3, 3e-3, 2e-3, 1e-3}));
    EXPECT_EQ(lg::expiries_of(chain.quotes),
              (std::vector<lg::timestamp>{at("2026-01-30 08:00"), at("2026-03-27 08:00")}));
    EXPECT_EQ(lg::with_expiry(chain.quotes, at("2026-01-30 08:00")).size(), 1u);
    EXPECT_EQ(lg::with_expiry(chain.quotes, at("2026-03-27 08:00")).size(), 5u);
    EXPECT_EQ(lg::with_expiry(chain.quotes, at("2026-03-27 08:00")).data(), &chain.quotes[1]);
    EXPECT_TRUE(lg::with_expiry(chain.quotes, at("2026-03-27")).empty());
    EXPECT_TRUE(lg::with_expiry({}, at("2026-03-27")).empty());
    EXPECT_TRUE(lg::expiries_of({}).empty());
    EXPECT_EQ(chain.findings.begin, at("2024-01-02 00:00"));
    EXPECT_EQ(chain.findings.end, at("2024-01-02 00:01"));
}

TEST(ReadChain, TakesTheLastQuotesKnown) {
    auto const chain = read(
        "time,symbol,bid,ask\n"
        "2024-01-02 00:00,BTC-27MAR26-90-C,0.1,1\n2024-01-02 02:00,BTC-27MAR26-90-C,0.2,1\n"
        "2024-01-02 01:00,BTC-27MAR26-90-P,0.3,1\n2024-01-02 00:00,ETH-27MAR26-90-P,0.4,1\n");
    auto const bids = [&](char const* time) {
        std::vector<double> found;
        for (auto const& q : lg::quotes_as_of(chain.quotes, at(time)))
            found.push_back(q.bid);
        return found;
    };
    EXPECT_EQ(bids("2024-01-01"), std::vector<double>());
    EXPECT_EQ(bids("2024-01-02 00:00"), (std::vector<double>{0.1, 0.4}));
    EXPECT_EQ(bids("2024-01-02 01:59"), (std::vector<double>{0.3, 0.1, 0.4}));
    EXPECT_EQ(bids("2024-01-02 02:00"), (std::vector<double>{0.3, 0.2, 0.4}));
    EXPECT_TRUE(lg::quotes_as_of({}, at("2024-01-02")).empty());
}

TEST(ReadChain, CountsWhatIsOdd) {
    auto const found = read("time,symbol,bid,ask\n2026-03-27 08:00,BTC-27MAR26-90-C,0.3,0.2\n").findings;
    EXPECT_EQ(found.crossed, 1u);
    EXPECT_EQ(found.expired, 1u);
    EXPECT_EQ(lg::describe(found),
              "chain.csv: 1 quote of 2026-03-27 08:00, 1 expiry, 2026-03-27 08:00; 1 crossed; 1 at or after expiry");
}

TEST(ReadChain, RefusesRepetitions) {
    std::string const row = "2024-01-02 00:00,BTC-27MAR26-90-C,,0.2\n", head = "time,symbol,bid,ask\n";
    EXPECT_EQ(error_in(head + row + row),
              "chain.csv:3: the option and time of line 2 again; order_policy::repair drops exact repetitions");
    auto const chain = read(head + row + row, {.repeated = lg::order_policy::repair});
    EXPECT_EQ(chain.quotes.size(), 1u);
    EXPECT_EQ(chain.findings.duplicates_dropped, 1u);
    EXPECT_EQ(chain.findings.rows, 2u);
    EXPECT_EQ(chain.findings.without_bid, 1u);  // of those kept
    EXPECT_EQ(error_in(head + row + "2024-01-02 00:00,BTC-27MAR26-90-C,,0.3\n", {.repeated = lg::order_policy::repair}),
              "chain.csv:3: the option and time of line 2 with other values");
}

// ---- errors ---------------------------------------------------------------------------------------------------------

TEST(ReadChain, NamesWhatIsWrong) {
    std::string const head = "timestamp,instrument_name,expiry,strike,type,bid,ask,mark\n";
    auto const row         = [&](std::string const& text) { return error_in(head + text + "\n"); };
    std::string const good = "2024-01-02 00:00,BTC-27MAR26-90-C,2026-03-27,90,C,0.1,0.2,0.15";
    EXPECT_EQ(row(good), "no error");
    EXPECT_EQ(row("2024-01-02 00:00,BTC-27MAR26-90-C,2026-03-27,90,C,abc,0.2,0.15"),
              "chain.csv:2: column 6 (bid): \"abc\" is not a number");
    EXPECT_EQ(row("2024-01-02 00:00,BTC-27MAR26-90-C,2026-03-27,90,C,-0.1,0.2,0.15"),
              "chain.csv:2: column 6 (bid): \"-0.1\" is negative");
    EXPECT_EQ(row("2024-01-02 00:00,BTC-27MAR26-90-C,2026-03-27,90,C,150,200,175"),
              "chain.csv:2: column 6 (bid): \"150\" is no price of a call in coin; see read_chain_options::prices");
    EXPECT_EQ(row("2024-01-02 00:00,BTC-27MAR26-90-C,2026-03-28,90,C,0.1,0.2,0.15"),
              "chain.csv:2: column 3 (expiry): \"2026-03-28\" contradicts the name, \"BTC-27MAR26-90-C\"");
    EXPECT_EQ(row("2024-01-02 00:00,BTC-27MAR26-90-C,2026-03-28 08:00,90,C,0.1,0.2,0.15"),
              "chain.csv:2: column 3 (expiry): \"2026-03-28 08:00\" contradicts the name, \"BTC-27MAR26-90-C\"");
    EXPECT_EQ(row("2024-01-02 00:00,BTC-27MAR26-90-C,2026-03-27,91,C,0.1,0.2,0.15"),
              "chain.csv:2: column 4 (strike): \"91\" contradicts the name, \"BTC-27MAR26-90-C\"");
    EXPECT_EQ(row("2024-01-02 00:00,BTC-27MAR26-90-C,2026-03-27,90,P,0.1,0.2,0.15"),
              "chain.csv:2: column 5 (type): \"P\" contradicts the name, \"BTC-27MAR26-90-C\"");
    EXPECT_EQ(row("2024-01-02 00:00,BTC-27MAR26-90-C,2026-03-27,90,X,0.1,0.2,0.15"),
              "chain.csv:2: column 5 (type): \"X\" is neither call nor put");
    EXPECT_EQ(row("2024-01-02 00:00,BTC-27MAR26-90-C,soon,90,C,0.1,0.2,0.15"),
              "chain.csv:2: column 3 (expiry): \"soon\" is not a time");
    EXPECT_EQ(row("2024-01-02 00:00,BTC-27MAR26-90-C,2026-03-27,0,C,0.1,0.2,0.15"),
              "chain.csv:2: column 4 (strike): \"0\" is not a positive strike");
    EXPECT_EQ(row("2024-01-02 00:00,BTC-27MAR26-90-C,2026-03-27,,C,0.1,0.2,0.15"),
              "chain.csv:2: column 4 (strike): is empty");
    EXPECT_EQ(row("later,BTC-27MAR26-90-C,2026-03-27,90,C,0.1,0.2,0.15"),
              "chain.csv:2: column 1 (timestamp): \"later\" is not a time");
    EXPECT_EQ(
        row("2024-01-02,BTC-27MAR26-90-C,2026-03-27,90,C,0.1,0.2,0.15"),
        "chain.csv:2: column 1 (timestamp): \"2024-01-02\" has no time of day; state read_chain_options::quote_time");
    EXPECT_EQ(row("2024-01-02 00:00,BTC-27MAR26-90-C,2026-03-27,90,C,0.1,0.2"), "chain.csv:2: 7 fields instead of 8");
    EXPECT_EQ(row(good + "\n2024-01-02 00:00,total,2026-03-27,90,C,0.1,0.2,0.15"),
              "chain.csv:3: column 2 (instrument_name): \"total\" is not the name of an option");
    EXPECT_EQ(error_in(""), "chain.csv: is empty");
    EXPECT_EQ(error_in(head), "chain.csv: has a header but no rows");
    EXPECT_EQ(error_in("time,strike,bid,ask\n2024-01-02 00:00,90,1,2\n"),
              "chain.csv:2: no column for expiry, option type; the columns are: time, strike, bid, ask");
    EXPECT_EQ(error_in("time,symbol,bid\n2024-01-02 00:00,BTC-27MAR26-90-C,1\n"),
              "chain.csv:2: no column for bid and ask; the columns are: time, symbol, bid");
    EXPECT_EQ(error_in("time,strike,strike,bid,ask\n"), "chain.csv:1: columns 2 and 3 have the same name, strike");
    EXPECT_EQ(
        error_in("Date,Open,High,Low,Close\n2024-01-02,1,1,1,1\n"),
        "chain.csv:1: no header line: neither columns for strike, expiry and type or for the option's name, nor a "
        "Cboe file of delayed quotes");
    EXPECT_EQ(error_in(tidy, {.format = lg::chain_format::cboe_quotes}),
              "chain.csv:1: no header with the columns Calls and Puts");
    EXPECT_EQ(error_in(tidy, {.strike_unit = 0.0}),
              "read_chain_options: strike_unit must be positive and finite, but is 0");
    EXPECT_EQ(message_of([] { (void)lg::read_chain("no/such.csv"); }), "no/such.csv: can not be opened");
}

TEST(ReadChain, NamesWhatIsWrongInCboeFiles) {
    auto const changed = [](std::string_view from, std::string const& to) {
        std::string text = cboe;
        return error_in(text.replace(text.find(from), from.size(), to));
    };
    EXPECT_EQ(changed("at 4:31 PM EDT", "around noon"),
              "chain.csv:5: the title states no time that can be read; state read_chain_options::quote_time");
    EXPECT_EQ(changed("4:31 PM EDT", "14:31 PM EDT"),
              "chain.csv:5: the title states no time that can be read; state read_chain_options::quote_time");
    EXPECT_EQ(changed("4:31 PM EDT", "4:31 PM XYZ"),
              "chain.csv:5: the title states no time that can be read; state read_chain_options::quote_time");
    EXPECT_EQ(changed("SPY260116C00450000", "SPY260116C00451000"),
              "chain.csv:5: column 12 (Strike): \"450.00\" contradicts the name, \"SPY260116C00451000\"");
    EXPECT_EQ(
        changed("Fri Jan 16 2026", "Sat Jan 17 2026"),
        "chain.csv:5: column 1 (Expiration Date): \"Sat Jan 17 2026\" contradicts the name, \"SPY260116C00450000\"");
    EXPECT_EQ(changed("Fri Jan 16 2026", "Fri Jan 36 2026"),
              "chain.csv:5: column 1 (Expiration Date): \"Fri Jan 36 2026\" is not a time");
    EXPECT_EQ(changed("SPY230915P00452500", "garbage"),
              "chain.csv:6: column 13 (Puts): \"garbage\" is not the name of an option");
    EXPECT_EQ(changed("2.6,2.62", "2.6,x"), "chain.csv:6: column 17 (Ask): \"x\" is not a number");
    EXPECT_EQ(changed("0,0,0,26", "0,0,26"), "chain.csv:5: 21 fields instead of 22");
    EXPECT_EQ(changed("Strike,Puts", "Level,Puts").substr(0, 33), "chain.csv:4: no column for strike");
}

// Whatever the bytes: sound quotes or std::invalid_argument.
TEST(ReadChain, EndsWithQuotesOrAnErrorWhateverTheBytes) {
    int read_well = 0, refused = 0;
    auto const attempt = [&](std::string const& text) {
        for (auto const format :
             {lg::chain_format::automatic, lg::chain_format::named_columns, lg::chain_format::cboe_quotes})
            try {
                auto const chain = read(text, {.format = format, .repeated = lg::order_policy::repair});
                for (auto const& q : chain.quotes) {
                    EXPECT_GT(q.strike, 0.0);
                    EXPECT_FALSE(q.bid <= 0.0 || q.ask <= 0.0 || q.mark < 0.0 || q.underlying_price <= 0.0);
                }
                EXPECT_EQ(chain.findings.kept, chain.quotes.size());
                EXPECT_FALSE(lg::describe(chain.findings).empty());
                ++read_well;
            } catch (std::invalid_argument const& error) {
                EXPECT_LT(std::string_view(error.what()).size(), 1000u);
                ++refused;
            }
    };
    std::mt19937_64 random(1);
    std::string_view const likely = "0123456789,,,\"\"\n\n\r-+.:eETZ #/CPd \t\xEF\xBB\xBF";
    for (std::string const& whole : {tidy, cboe}) {
        for (std::size_t n = 0; n <= whole.size(); ++n)
            attempt(whole.substr(0, n));
        for (int round = 0; round < 2000; ++round) {
            std::string text            = whole;
            std::uint64_t const changes = 1 + random() % 6;
            for (std::uint64_t k = 0; k < changes && !text.empty(); ++k) {
                std::size_t const place = random() % text.size();
                char const c =
                    random() % 4 == 0 ? static_cast<char>(random() & 0xff) : likely[random() % likely.size()];
                switch (random() % 3) {
                    case 0:
                        text[place] = c;
                        break;
                    case 1:
                        text.insert(place, 1 + random() % 3, c);
                        break;
                    default:
                        text.erase(place, 1 + random() % 5);
                        break;
                }
            }
            attempt(text);
        }
    }
    EXPECT_GT(read_well, 100);
    EXPECT_GT(refused, 100);
}

// ---- whole files ----------------------------------------------------------------------------------------------------

class ChainFiles : public testing::Test {
protected:
    void SetUp() override {
        char const* const folder = std::getenv("LONGGAMMA_DATA_DIR");
        if (folder == nullptr || !std::filesystem::is_directory(folder))
            GTEST_SKIP() << "LONGGAMMA_DATA_DIR names no folder of market files";
        folder_ = folder;
    }

    lg::quoted_chain file(char const* path, lg::read_chain_options const& options = {}) const {
        return lg::read_chain((folder_ / path).string(), options);
    }

    std::filesystem::path folder_;
};

TEST_F(ChainFiles, Deribit) {
    auto const chain = file("crypto/deribit_btc_chain_20260302T155053Z.csv").findings;
    EXPECT_EQ(chain.kept, 940u);
    EXPECT_EQ(chain.expiries, 12u);
    EXPECT_EQ(chain.without_bid, 105u);
    EXPECT_EQ(chain.without_ask, 88u);
    EXPECT_EQ(file("crypto/deribit_btc_option_panel_2026q1.csv").quotes.size(), 34800u);
    auto const summary = file("raw/deribit_book_summary_BTC_options_20260704_004722.csv").findings;
    EXPECT_EQ(summary.kept, 872u);
    EXPECT_EQ(summary.without_bid, 55u);
    EXPECT_TRUE(summary.percent);
    EXPECT_EQ(lg::format_time(summary.first_expiry), "2026-07-05 08:00");
    auto const ticker = file("raw/deribit_ticker_btc_options_2020-05-21.csv").findings;
    EXPECT_EQ(ticker.kept, 326u);
    EXPECT_EQ(ticker.without_bid, 64u);
    EXPECT_EQ(ticker.without_ask, 49u);
    auto const snapshot = file("raw/deribit_options_snapshot_20260310T093642Z.csv");
    EXPECT_EQ(snapshot.quotes.size(), 1694u);
    EXPECT_EQ(std::count_if(snapshot.quotes.begin(), snapshot.quotes.end(),
                            [](auto const& q) { return q.underlying == "ETH"; }),
              770);
    EXPECT_EQ(file("raw/r1quant_btc_options_iv_hourly_2026-01-23_first6000.csv").quotes.size(), 6000u);
}

TEST_F(ChainFiles, CboeRawAndTidyAreTheSame) {
    auto const raw    = file("raw/cboe_spy_quotedata_2023-09-14.csv");
    auto const tidied = file("equity/spy_chain_cboe_2023-09-14.csv", {.quote_time = at("2023-09-14 20:31")});
    EXPECT_EQ(raw.findings.expiries, 31u);
    EXPECT_EQ(raw.findings.without_bid, 788u);
    EXPECT_EQ(raw.findings.expired, 250u);
    ASSERT_EQ(raw.quotes.size(), 7292u);
    ASSERT_EQ(tidied.quotes.size(), raw.quotes.size());
    auto const same = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
    for (std::size_t i = 0; i < raw.quotes.size(); ++i) {
        auto const &a = raw.quotes[i], &b = tidied.quotes[i];
        EXPECT_TRUE(a.time == b.time && a.expiry == b.expiry && a.strike == b.strike && a.type == b.type &&
                    a.underlying == b.underlying && a.underlying_price == b.underlying_price && same(a.bid, b.bid) &&
                    same(a.ask, b.ask) && same(a.mark_volatility, b.mark_volatility) &&
                    same(a.open_interest, b.open_interest))
            << i;
    }
}

TEST_F(ChainFiles, ListedMinuteQuotes) {
    EXPECT_EQ(file("equity/spx_options_1m_2021-01-04.csv").quotes.size(), 6993u);
    EXPECT_EQ(file("equity/aapl_options_1h_2014-06-06_09.csv").findings.crossed, 4u);
}

}  // namespace
