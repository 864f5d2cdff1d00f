// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  gamma_scalp/output_file.hpp
/// @brief Files written whole or not at all.

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

#include <unistd.h>

namespace gamma_scalp {

/// Where a file is made before it takes its name: beside the file itself, under a name that no other run uses. Links are
/// followed, so what they point to is replaced, not they. Devices and pipes have none: they are written directly.
struct output_path {
    std::filesystem::path final, partial;
    bool direct;

    explicit output_path(std::string const& name) : final(name), direct(false) {
        namespace fs = std::filesystem;
        std::error_code error;
        direct = fs::exists(final, error) && !fs::is_regular_file(final, error);  // both follow links
        if (fs::path const target = fs::weakly_canonical(final, error); !direct && !error)
            final = target;
        partial = direct ? final : fs::path(final.string() + ".partial-" + std::to_string(getpid()));
    }
};

/// Fails if a file could not be written, before anything is computed. Leaves nothing behind.
/// @throws std::runtime_error naming the file and the reason
inline void require_writable(std::string const& name) {
    output_path const path(name);
    std::error_code ignored;
    if (std::filesystem::is_directory(path.final, ignored))
        throw std::runtime_error(name + ": can not be written: it is a directory");
    if (path.direct)
        return;
    errno     = 0;
    bool good = static_cast<bool>(std::ofstream(path.partial, std::ios::binary));
    int const reason = errno;
    std::filesystem::remove(path.partial, ignored);
    if (!good)
        throw std::runtime_error(name + ": can not be written: " + std::strerror(reason));
}

/// Writes `text` to a temporary file beside `name` and moves it there: an older file stays until the new one is complete.
/// @throws std::runtime_error naming the file and the reason; then nothing is left behind
inline void write_whole_file(std::string const& name, std::string_view text) {
    namespace fs = std::filesystem;
    output_path const path(name);
    errno = 0;
    std::ofstream file(path.partial, std::ios::binary);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    file.close();
    int const reason = errno;
    std::error_code failed, ignored;
    if (path.direct) {
        if (!file)
            throw std::runtime_error(name + ": can not be written: " + std::strerror(reason));
        return;
    }
    if (file) {
        if (fs::exists(path.final, ignored))
            fs::permissions(path.partial, fs::status(path.final, ignored).permissions(), ignored);
        fs::rename(path.partial, path.final, failed);
    }
    if (!file || failed) {
        fs::remove(path.partial, ignored);
        throw std::runtime_error(name + ": can not be written: " + (failed ? failed.message() : std::strerror(reason)));
    }
}

}  // namespace gamma_scalp
