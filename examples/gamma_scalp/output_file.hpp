// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  gamma_scalp/output_file.hpp
/// @brief Files written whole or not at all.

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace gamma_scalp {

/// Writes `text` to a temporary file beside `path` and moves it there: an older file stays until the new one is complete.
/// @throws std::runtime_error naming the file and the reason
inline void write_whole_file(std::string const& path, std::string_view text) {
    std::string const partial = path + ".partial";
    errno                     = 0;
    std::ofstream file(partial, std::ios::binary);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    file.close();
    std::error_code failed;
    if (file)
        std::filesystem::rename(partial, path, failed);
    if (!file || failed) {
        std::string const reason = failed ? failed.message() : std::strerror(errno);
        std::error_code ignored;
        std::filesystem::remove(partial, ignored);
        throw std::runtime_error(path + ": can not be written: " + reason);
    }
}

}  // namespace gamma_scalp
