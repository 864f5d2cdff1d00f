// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/pricing/option_chain.hpp
/// @brief The options of one expiry, kept ready for the next tick of the spot.

#include <longgamma/core/aligned_vector.hpp>
#include <longgamma/pricing/evaluate.hpp>

#include <algorithm>

namespace longgamma::inline LONGGAMMA_ABI {

/// European options on one spot with one expiry. What does not depend on the spot is computed once; a tick then costs one
/// exponential and two rationals per option, no logarithm, no square root, one division.
///
/// \f[ d_{1,2} = \ln(S/S_0)\,\frac1s + h_0 \pm \frac s2, \qquad
///     h_0 = \frac{\ln(S_0/K) + (r-q)T}{s}, \qquad s = \sigma\sqrt T \f]
/// with a reference spot S_0: that of the construction. s, 1/s and h_0 are kept; ln(S/S_0) is one number per tick.
///
///     option_chain<double> chain({.spot = 100, .expiry = 0.25, .rate = 0.03}, strikes, volatilities, signs);
///     chain.evaluate<price, delta, gamma>(100.25, prices, deltas, gammas);      // every tick
///     chain.set_volatilities(volatilities);                                     // when the smile moves
///
/// @tparam T     `double` or `float`
/// @tparam Arch  instruction set, one that the compiler's flags allow
/// @par Errors    The constructor and `set_market` throw std::invalid_argument for a spot that is not positive and finite, a
///                negative expiry, rates that are not finite, and for columns that differ in length. Rows with a negative or
///                NaN strike or volatility give NaN, alone.
/// @par Accuracy  The bounds of @ref black_scholes, asserted by tests/pricing/option_chain_test.cpp for spots within a factor
///                of 2 of the reference. The last bits differ from `evaluate`, which takes the logarithm of S/K.
/// @par Cost      docs/benchmarks.md, `chain_tick`. Allocates in the constructor only.
template <std::floating_point T, class Arch = simd::default_arch>
class option_chain {
    using batch = simd::batch<T, Arch>;

public:
    /// What the options share.
    struct market {
        T spot;                   ///< S_0 > 0, currency; the reference for the spots of later ticks
        T expiry;                 ///< T >= 0, years
        T rate           = T(0);  ///< r, continuously compounded
        T dividend_yield = T(0);  ///< q, continuously compounded
    };

    /// @param strikes       K >= 0, one for each option
    /// @param volatilities  sigma >= 0, one for each option or one for all
    /// @param signs         +1 for a call, -1 for a put; one for each option or one for all
    option_chain(market const& shared, std::span<T const> strikes, column<T> const& volatilities,
                 column<T> const& signs = T(1))
        : size_(strikes.size()), padded_((size_ + width - 1) / width * width), market_(checked(shared)) {
        require(volatilities.is_constant() || volatilities.size() == size_,
                "option_chain: strikes and volatilities differ in length");
        require(signs.is_constant() || signs.size() == size_, "option_chain: strikes and signs differ in length");
        for (aligned_vector<T>* c : {&strike_, &sign_, &volatility_, &inverse_s_, &h_, &s_})
            c->resize(padded_);
        for (std::size_t i = 0; i < padded_; ++i) {  // the last option is repeated in the padding
            strike_[i] = strikes[std::min(i, size_ - 1)];
            sign_[i]   = signs[std::min(i, size_ - 1)];
        }
        fill_volatilities(volatilities);
    }

    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] market const& shared() const noexcept { return market_; }

    /// New volatilities, one for each option or one for all. Nothing changes if the length is wrong.
    /// @par Cost  1 logarithm, 1 division per option.
    void set_volatilities(column<T> const& volatilities) {
        require(volatilities.is_constant() || volatilities.size() == size_,
                "option_chain::set_volatilities: as many volatilities as options are needed");
        fill_volatilities(volatilities);
    }

    /// New expiry, rates and reference spot: as time passes, or when the spot has moved far.
    void set_market(market const& shared) {
        market_ = checked(shared);
        fill_terms();
    }

    /// Values the whole chain at a spot: one range for each tag, as long as the chain.
    /// @param spot  S >= 0; negative or NaN gives NaN in all rows
    /// @throws std::invalid_argument if a range has another length, before anything is written
    template <class... Outputs>
        requires(sizeof...(Outputs) > 0)
    void evaluate(T spot, detail::for_each_tag<output_column<T>, Outputs>... out) const {
        auto const all = detail::array_of_spans<T>(out...);
        for (std::span<T> const& o : all)
            require(o.size() == size_, "option_chain::evaluate: an output is not as long as the chain");

        T const tiny   = static_cast<T>(math::detail::smallest_of_kernels<T>);
        T const from   = spot < tiny && spot >= T(0) ? tiny : spot;
        batch const L  = batch(math::log_ratio(from, market_.spot));  // NaN for a spot below 0
        batch const S  = batch(spot);
        detail::black_terms<batch> terms{};
        terms.root_expiry = batch(root_expiry_);
        terms.dividends   = batch(dividends_);
        terms.discount    = batch(discount_);
        auto const value  = [&](std::size_t i) {
            terms.inverse_s = simd::load_aligned<batch>(inverse_s_.data() + i);
            // One h for both: its rounding then moves d1 and d2 alike, and the price by no more than a rounding of the spot.
            batch const h = math::fma(L, terms.inverse_s, simd::load_aligned<batch>(h_.data() + i));
            batch const s = simd::load_aligned<batch>(s_.data() + i);
            terms.d1      = math::fma(batch(T(0.5)), s, h);
            terms.d2      = math::fma(batch(T(-0.5)), s, h);
            return detail::second_half<Outputs...>(
                detail::lognormal_inputs<batch>{S, simd::load_aligned<batch>(strike_.data() + i), batch(market_.expiry),
                                                batch(market_.rate), batch(market_.dividend_yield),
                                                simd::load_aligned<batch>(volatility_.data() + i), S},
                simd::load_aligned<batch>(sign_.data() + i), terms);
        };
        constexpr auto each     = std::index_sequence_for<Outputs...>{};
        std::size_t const whole = size_ - size_ % width;
        for (std::size_t i = 0; i < whole; i += width)
            detail::store_outputs<Outputs...>(full_rows<batch>{i}, all, value(i), each);
        if (whole < size_)
            detail::store_outputs<Outputs...>(tail_rows<batch>{whole, size_ - whole}, all, value(whole), each);
    }

private:
    static constexpr std::size_t width = simd::lanes<batch>;

    static market const& checked(market const& m) {
        auto const finite = [](T x) { return x - x == T(0); };
        auto const number = [](T x) { return static_cast<double>(x); };
        require(m.spot > T(0) && finite(m.spot), "option_chain", "spot", number(m.spot), "be positive and finite");
        require(m.expiry >= T(0) && finite(m.expiry), "option_chain", "expiry", number(m.expiry), "be >= 0 and finite");
        require(finite(m.rate), "option_chain", "rate", number(m.rate), "be finite");
        require(finite(m.dividend_yield), "option_chain", "dividend_yield", number(m.dividend_yield), "be finite");
        return m;
    }

    void fill_volatilities(column<T> const& volatilities) {
        for (std::size_t i = 0; i < padded_; ++i)
            volatility_[i] = volatilities[std::min(i, size_ - 1)];
        fill_terms();
    }

    void fill_terms() {
        batch const dividend_time(market_.dividend_yield * market_.expiry);
        batch const carry = math::fma(batch(market_.rate), batch(market_.expiry), math::negative(dividend_time));
        root_expiry_      = math::sqrt(market_.expiry);
        dividends_        = math::detail::exponential_normal(T(-market_.dividend_yield * market_.expiry));
        discount_         = math::detail::exponential_normal(T(-market_.rate * market_.expiry));
        for (std::size_t i = 0; i < padded_; i += width) {
            auto const load = [&](aligned_vector<T> const& c) { return simd::load_aligned<batch>(c.data() + i); };
            auto const t    = detail::moneyness_of(
                detail::lognormal_inputs<batch>{batch(market_.spot), load(strike_), batch(market_.expiry), batch(T(0)),
                                                   batch(T(0)), load(volatility_), batch(T(0))},
                load(sign_), carry);
            simd::store_aligned(inverse_s_.data() + i, t.inverse_s);
            simd::store_aligned(h_.data() + i, t.h);
            simd::store_aligned(s_.data() + i, t.s);
        }
    }

    std::size_t size_, padded_;
    market market_;
    T root_expiry_{}, dividends_{}, discount_{};
    aligned_vector<T> strike_, sign_, volatility_, inverse_s_, h_, s_;
};

}  // namespace longgamma::inline LONGGAMMA_ABI
