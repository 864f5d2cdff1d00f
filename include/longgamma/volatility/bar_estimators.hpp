// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/volatility/bar_estimators.hpp
/// @brief Realized variance per bar from open, high, low and close prices.
///
/// Each estimator takes a window of bars, oldest first, and returns the *variance per bar*: log returns squared, no
/// unit of time. `annualization::volatility` of core/clock.hpp turns it into a volatility per sqrt(year). All assume
/// bars of one length, one after the other; the times in the bars are not read, so a hole in the series counts as one
/// step.
///
/// Notation: \f$ O, H, L, C \f$ are the logarithms of the prices of a bar, \f$ C_- \f$ that of the bar before, m the
/// number of bars in the window.
///
/// | estimator                         | terms | drift    | opening gap   | bars needed | efficiency |
/// |-----------------------------------|-------|----------|---------------|-------------|------------|
/// | close_to_close_variance           | m - 1 | removed  | counted       | 3           | 1          |
/// | close_to_close_variance_zero_mean | m - 1 | assumed 0| counted       | 2           | 1          |
/// | parkinson_variance                | m     | assumed 0| ignored       | 1           | 4.9        |
/// | garman_klass_variance             | m     | assumed 0| ignored       | 1           | 7.4        |
/// | rogers_satchell_variance          | m     | any      | ignored       | 1           | 6.0        |
/// | garman_klass_yang_zhang_variance  | m - 1 | assumed 0| counted       | 2           | about 8    |
/// | yang_zhang_variance               | m - 1 | any      | counted       | 3           | up to 14   |
///
/// Efficiency is the variance of the close-to-close estimator over that of this one, for a Brownian motion observed
/// without pause. Prices seen only at n moments within a bar have too small a range: at n = 100 the range estimators
/// come out 12 to 17 % too small, at n = 500 about 5 to 8 %. No correction is applied.
///
/// @par Errors    Never throw. Too few bars give NaN, and so does NaN in a price which the estimator reads. A price of
///                zero or below gives NaN or infinity. Inconsistent bars (high below open, say) are not repaired: the
///                result may then be negative, and its root NaN; see `is_consistent`.
/// @par Accuracy  Relative error below 1e-10 against independent tables (tests/volatility). Returns go through log1p of
///                the relative price change, so that ticks of 1e-8 of the price keep all their digits; means are
///                removed before squaring.
/// @par Cost      One pass without allocation, 1 to 6 logarithms a bar as said at each; Yang-Zhang makes two passes.

#include <longgamma/core/require.hpp>
#include <longgamma/volatility/bars.hpp>

#include <cmath>
#include <concepts>
#include <cstddef>
#include <limits>
#include <numbers>
#include <span>
#include <type_traits>
#include <vector>

namespace longgamma::inline LONGGAMMA_ABI {

namespace detail {

inline constexpr double no_variance = std::numeric_limits<double>::quiet_NaN();

/// ln(to / from) to a few units in the last place, however close the two prices are: their difference is exact then.
[[nodiscard]] inline double log_price_ratio(double to, double from) noexcept {
    if (!(from > 0.0))
        return no_variance;  // two negative prices have a positive ratio
    return to > 0.5 * from && to < 2.0 * from ? std::log1p((to - from) / from) : std::log(to / from);
}

/// (ln(to / from) - mean)^2
[[nodiscard]] inline double squared_log_ratio(double to, double from, double mean = 0.0) noexcept {
    double const deviation = log_price_ratio(to, from) - mean;
    return deviation * deviation;
}

/// Garman-Klass term of one bar.
[[nodiscard]] inline double garman_klass_term(bar const& b) noexcept {
    return 0.5 * squared_log_ratio(b.high, b.low) -
           (2.0 * std::numbers::ln2 - 1.0) * squared_log_ratio(b.close, b.open);
}

/// Rogers-Satchell term of one bar.
[[nodiscard]] inline double rogers_satchell_term(bar const& b) noexcept {
    return log_price_ratio(b.high, b.close) * log_price_ratio(b.high, b.open) +
           log_price_ratio(b.low, b.close) * log_price_ratio(b.low, b.open);
}

/// Mean of `term` over the bars of the window; NaN for none.
template <class Term>
[[nodiscard]] double mean_over_bars(std::span<bar const> window, Term term) noexcept {
    double sum = 0.0;
    for (bar const& b : window)
        sum += term(b);
    return window.empty() ? no_variance : sum / static_cast<double>(window.size());
}

}  // namespace detail

/// Sample variance of the close-to-close log returns.
///
/// \f[ \frac{1}{m-2} \sum_{i=2}^{m} (r_i - \bar r)^2, \qquad r_i = C_i - C_{i-1}, \quad
///     \bar r = \frac{C_m - C_1}{m-1} \f]
///
/// @param window m >= 3 bars, of which only the closes are read: m - 1 returns, hence the divisor m - 2
/// @return Variance per bar, >= 0; unbiased for independent returns of any mean.
/// @par Cost 1 logarithm a bar.
[[nodiscard]] inline double close_to_close_variance(std::span<bar const> window) noexcept {
    if (window.size() < 3)
        return detail::no_variance;
    double const returns = static_cast<double>(window.size() - 1);
    double const mean =
        detail::log_price_ratio(window.back().close, window.front().close) / returns;  // the sum telescopes
    double sum = 0.0;
    for (std::size_t i = 1; i < window.size(); ++i)
        sum += detail::squared_log_ratio(window[i].close, window[i - 1].close, mean);
    return sum / (returns - 1.0);
}

/// Mean square of the close-to-close log returns.
///
/// \f[ \frac{1}{m-1} \sum_{i=2}^{m} (C_i - C_{i-1})^2 \f]
///
/// @param window m >= 2 bars, of which only the closes are read: m - 1 returns, which is the divisor
/// @return Variance per bar, >= 0; unbiased if the mean return is zero, otherwise too large by its square.
/// @par Cost 1 logarithm a bar.
[[nodiscard]] inline double close_to_close_variance_zero_mean(std::span<bar const> window) noexcept {
    if (window.size() < 2)
        return detail::no_variance;
    double sum = 0.0;
    for (std::size_t i = 1; i < window.size(); ++i)
        sum += detail::squared_log_ratio(window[i].close, window[i - 1].close);
    return sum / static_cast<double>(window.size() - 1);
}

/// Variance from the high-low range.
///
/// \f[ \frac{1}{4 m \ln 2} \sum_{i=1}^{m} (H_i - L_i)^2 \f]
///
/// @param window m >= 1 bars; only highs and lows are read
/// @return Variance per bar, >= 0, without the opening gaps; drift makes it too large.
/// @par Cost 1 logarithm a bar.
/// @see M. Parkinson, "The extreme value method for estimating the variance of the rate of return", J. Business 53
///      (1980) 61-65.
[[nodiscard]] inline double parkinson_variance(std::span<bar const> window) noexcept {
    return detail::mean_over_bars(window, [](bar const& b) { return detail::squared_log_ratio(b.high, b.low); }) /
           (4.0 * std::numbers::ln2);
}

/// Variance from the range and the open-to-close return.
///
/// \f[ \frac1m \sum_{i=1}^{m} \Bigl[ \tfrac12 (H_i - L_i)^2 - (2 \ln 2 - 1)(C_i - O_i)^2 \Bigr] \f]
///
/// @param window m >= 1 bars
/// @return Variance per bar, without the opening gaps; >= 0 for consistent bars; drift makes it too large or too small.
/// @par Cost 2 logarithms a bar.
/// @see M. B. Garman, M. J. Klass, "On the estimation of security price volatilities from historical data", J. Business
///      53 (1980) 67-78.
[[nodiscard]] inline double garman_klass_variance(std::span<bar const> window) noexcept {
    return detail::mean_over_bars(window, detail::garman_klass_term);
}

/// Variance that no drift disturbs: a bar that only rises or only falls from open to close contributes exactly zero.
///
/// \f[ \frac1m \sum_{i=1}^{m} \bigl[ (H_i - C_i)(H_i - O_i) + (L_i - C_i)(L_i - O_i) \bigr] \f]
///
/// @param window m >= 1 bars
/// @return Variance per bar, without the opening gaps; >= 0 for consistent bars.
/// @par Cost 4 logarithms a bar.
/// @see L. C. G. Rogers, S. E. Satchell, "Estimating variance from high, low and closing prices", Annals of Applied
///      Probability 1 (1991) 504-512.
[[nodiscard]] inline double rogers_satchell_variance(std::span<bar const> window) noexcept {
    return detail::mean_over_bars(window, detail::rogers_satchell_term);
}

/// Garman-Klass variance plus the squared opening gap.
///
/// \f[ \frac{1}{n} \sum_{i=2}^{m} \Bigl[ (O_i - C_{i-1})^2 + \tfrac12 (H_i - L_i)^2
///     - (2 \ln 2 - 1)(C_i - O_i)^2 \Bigr], \qquad n = m - 1 \f]
///
/// @param window m = n + 1 >= 2 bars: the close before the first gap comes from the first bar, whose other prices are
///               not read
/// @return Variance per bar from close to close; >= 0 for consistent bars; drift biases it.
/// @par Cost 3 logarithms a bar.
/// @see D. Yang, Q. Zhang, "Drift-independent volatility estimation based on high, low, open, and close prices",
///      J. Business 73 (2000) 477-491.
[[nodiscard]] inline double garman_klass_yang_zhang_variance(std::span<bar const> window) noexcept {
    if (window.size() < 2)
        return detail::no_variance;
    double sum = 0.0;
    for (std::size_t i = 1; i < window.size(); ++i)
        sum += detail::squared_log_ratio(window[i].open, window[i - 1].close) + detail::garman_klass_term(window[i]);
    return sum / static_cast<double>(window.size() - 1);
}

/// Variance from opening gaps, open-to-close returns and ranges together: free of drift, and of least variance among
/// the combinations of the three.
///
/// \f[ V_o + k V_c + (1-k) V_{rs}, \qquad k = \frac{0.34}{1.34 + (n+1)/(n-1)}, \quad n = m - 1 \f]
///
/// \f$ V_o \f$ and \f$ V_c \f$ are the sample variances (mean removed, divisor n - 1) of the n gaps
/// \f$ O_i - C_{i-1} \f$ and of the n returns \f$ C_i - O_i \f$; \f$ V_{rs} \f$ is the Rogers-Satchell variance
/// (divisor n) of the same n bars.
///
/// @param window m = n + 1 >= 3 bars: the close before the first gap comes from the first bar, whose other prices are
///               not read. For the customary "n = 20" pass 21 bars, `rolling(bars, 21, yang_zhang_variance)`.
/// @return Variance per bar from close to close; >= 0 for consistent bars; unbiased for any drift and any independent
///         gaps.
/// @par Cost 8 logarithms a bar, in two passes.
/// @see D. Yang, Q. Zhang, "Drift-independent volatility estimation based on high, low, open, and close prices",
///      J. Business 73 (2000) 477-491.
[[nodiscard]] inline double yang_zhang_variance(std::span<bar const> window) noexcept {
    if (window.size() < 3)
        return detail::no_variance;
    double const n   = static_cast<double>(window.size() - 1);
    double mean_gap  = 0.0;
    double mean_move = 0.0;
    for (std::size_t i = 1; i < window.size(); ++i) {
        mean_gap += detail::log_price_ratio(window[i].open, window[i - 1].close);
        mean_move += detail::log_price_ratio(window[i].close, window[i].open);
    }
    mean_gap /= n;
    mean_move /= n;
    double gaps = 0.0, moves = 0.0, ranges = 0.0;
    for (std::size_t i = 1; i < window.size(); ++i) {
        gaps += detail::squared_log_ratio(window[i].open, window[i - 1].close, mean_gap);
        moves += detail::squared_log_ratio(window[i].close, window[i].open, mean_move);
        ranges += detail::rogers_satchell_term(window[i]);
    }
    double const k = 0.34 / (1.34 + (n + 1.0) / (n - 1.0));
    return gaps / (n - 1.0) + k * moves / (n - 1.0) + (1.0 - k) * ranges / n;
}

/// An estimator over a window of bars: any call that maps bars to one number.
template <class F>
concept bar_estimator =
    std::invocable<F&, std::span<bar const>> && std::convertible_to < std::invoke_result_t<F&, std::span<bar const>>,
double > ;

/// The estimator over each window of `window` consecutive bars: value i belongs to the bars i - window + 1 .. i, and is
/// therefore known at `bars[i].end`.
///
/// Each window is computed afresh, so that an outlier leaves no trace once it has left the window, and value i does not
/// depend on where the series starts.
///
/// @param bars   the series, oldest first
/// @param window bars in each window, counted as the estimator's own description counts them, >= 1
/// @return As many values as bars; NaN for the first window - 1.
/// @throws std::invalid_argument `rolling: window must be at least 1`
/// @par Cost `bars.size()` calls, each over `window` bars; one allocation.
template <bar_estimator Estimator>
[[nodiscard]] std::vector<double> rolling(std::span<bar const> bars, std::size_t window, Estimator estimator) {
    require(window >= 1, "rolling: window must be at least 1");
    std::vector<double> out(bars.size(), detail::no_variance);
    for (std::size_t end = window; end <= bars.size(); ++end)
        out[end - 1] = estimator(bars.subspan(end - window, window));
    return out;
}

}  // namespace longgamma::inline LONGGAMMA_ABI
