// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  longgamma/core/require.hpp
/// @brief Argument checks: one error type, one message form, one user-replaceable handler.
///
/// With exceptions a failed check throws `std::invalid_argument`. Built with `-fno-exceptions`, or wherever the macro
/// `LONGGAMMA_ON_FAILURE(message)` is defined (the same definition in every translation unit), it calls that macro with a
/// `char const*` instead; the macro must not return normally. Its default prints the message to stderr and aborts.

#include <longgamma/core/config.hpp>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

namespace longgamma::inline LONGGAMMA_ABI {

/// Reports a violated precondition. Does not return.
/// @throws std::invalid_argument (or calls `LONGGAMMA_ON_FAILURE`, see the file's description)
[[noreturn]] inline void fail(std::string const& message) {
#if defined(LONGGAMMA_ON_FAILURE)
    LONGGAMMA_ON_FAILURE(message.c_str());
    std::abort();
#elif defined(__cpp_exceptions)
    throw std::invalid_argument(message);
#else
    std::fprintf(stderr, "longgamma: %s\n", message.c_str());
    std::abort();
#endif
}

/// Throws unless `condition`; the message is given whole. For shapes and states: "evaluate: 3 strikes but 4 expiries".
constexpr void require(bool condition, char const* message) {
    if (!condition) [[unlikely]]
        fail(message);
}

/// Throws unless `condition`. Message: "type: field must RULE, but is VALUE".
/// The condition is written so that NaN fails it (`x >= 0`, never `!(x < 0)`).
constexpr void require(bool condition, char const* type, char const* field, double value, char const* rule) {
    if (!condition) [[unlikely]] {
        char number[32];
        std::snprintf(number, sizeof number, "%.17g", value);
        fail(std::string(type) + ": " + field + " must " + rule + ", but is " + number);
    }
}

}  // namespace longgamma::inline LONGGAMMA_ABI
