// SPDX-License-Identifier: BSL-1.0
#include <longgamma/core/require.hpp>

#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>
#include <string>

namespace {

namespace lg = longgamma;

template <class F>
std::string message_of(F&& f) {
    try {
        f();
    } catch (std::invalid_argument const& error) {
        return error.what();
    }
    return "nothing was thrown";
}

// A satisfied check is usable in constant expressions.
constexpr bool checked = (lg::require(true, "never"), lg::require(2 > 1, "type", "field", 2.0, "be above 1"), true);
static_assert(checked);

TEST(Require, PassesWhatHolds) {
    EXPECT_NO_THROW(lg::require(true, "never seen"));
    EXPECT_NO_THROW(lg::require(true, "type", "field", 1.0, "be right"));
}

TEST(Require, GivesAWholeMessageAsItStands) {
    EXPECT_EQ(message_of([] { lg::require(false, "evaluate: 3 strikes but 4 expiries"); }),
              "evaluate: 3 strikes but 4 expiries");
}

TEST(Require, NamesTypeFieldRuleAndValue) {
    EXPECT_EQ(message_of([] { lg::require(false, "band", "half_width", -0.5, "be >= 0"); }),
              "band: half_width must be >= 0, but is -0.5");
}

TEST(Require, ShowsTheValueWithAllItsDigits) {
    EXPECT_EQ(message_of([] { lg::require(false, "t", "f", 0.1, "be 0"); }),
              "t: f must be 0, but is 0.10000000000000001");
    double const nan = std::numeric_limits<double>::quiet_NaN();
    EXPECT_EQ(message_of([=] { lg::require(nan >= 0.0, "t", "f", nan, "be >= 0"); }), "t: f must be >= 0, but is nan");
    EXPECT_EQ(message_of([=] { lg::require(false, "t", "f", -std::numeric_limits<double>::infinity(), "be finite"); }),
              "t: f must be finite, but is -inf");
}

TEST(Fail, ThrowsInvalidArgument) {
    EXPECT_EQ(message_of([] { lg::fail("reason"); }), "reason");
}

}  // namespace
