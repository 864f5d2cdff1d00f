// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <stdexcept>
#include <string>

// The message of the std::invalid_argument which `call` throws; "no error" if it throws none.
template <class Call>
std::string message_of(Call call) {
    try {
        call();
    } catch (std::invalid_argument const& error) {
        return error.what();
    }
    return "no error";
}
