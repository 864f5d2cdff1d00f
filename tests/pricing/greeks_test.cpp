// SPDX-License-Identifier: BSL-1.0
#include <longgamma/pricing/greeks.hpp>

#include <gtest/gtest.h>

#include <type_traits>

namespace {

namespace lg = longgamma;

using price_and_vega = lg::outputs<double, lg::price, lg::vega>;

// Only what was asked for can be read.
template <class Outputs, class Output>
concept readable = requires(Outputs const& all) {
    all.template get<Output>();
};
static_assert(readable<price_and_vega, lg::price> && readable<price_and_vega, lg::vega>);
static_assert(!readable<price_and_vega, lg::delta>);
static_assert(price_and_vega::has<lg::vega> && !price_and_vega::has<lg::gamma>);

// A set of outputs is its numbers and nothing else.
static_assert(sizeof(price_and_vega) == 2 * sizeof(double));
static_assert(std::is_trivially_copyable_v<price_and_vega>);
static_assert(sizeof(lg::option_greeks<float>) == 6 * sizeof(float));

constexpr double round_trip() {
    price_and_vega all;
    all.set<lg::vega>(3.0);
    all.set<lg::price>(2.0);
    all.set<lg::gamma>(7.0);  // not asked for: ignored
    return 10.0 * all.get<lg::price>() + all.get<lg::vega>();
}
static_assert(round_trip() == 23.0);

TEST(Outputs, AreZeroUntilSet) {
    EXPECT_EQ(price_and_vega().get<lg::price>(), 0.0);
}

}  // namespace
