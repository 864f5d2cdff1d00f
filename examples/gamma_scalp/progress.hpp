// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file  gamma_scalp/progress.hpp
/// @brief One updating line on stderr while a long run goes on; silent where stderr is not a terminal.

#include <chrono>
#include <cstdio>
#include <string>

#include <unistd.h>

namespace gamma_scalp {

class progress_bar {
public:
    progress_bar(std::string label, std::size_t total, bool quiet)
        : label_(std::move(label)), total_(total), shown_(!quiet && isatty(STDERR_FILENO) != 0) {}
    progress_bar(progress_bar const&)            = delete;
    progress_bar& operator=(progress_bar const&) = delete;
    ~progress_bar() {
        if (drawn_)
            std::fprintf(stderr, "\r%*s\r", 78, "");
    }

    /// Redraws at most ten times a second.
    void advance(std::size_t done) {
        if (!shown_ || done % 1024 != 0)
            return;
        auto const now = std::chrono::steady_clock::now();
        if (now - last_ < std::chrono::milliseconds(100))
            return;
        last_ = now;
        drawn_ = true;
        int const width = 40, filled = static_cast<int>(width * done / (total_ == 0 ? 1 : total_));
        std::fprintf(stderr, "\r%-26.26s [%.*s%*s] %3d %%", label_.c_str(), filled,
                     "########################################", width - filled, "",
                     static_cast<int>(100 * done / (total_ == 0 ? 1 : total_)));
        std::fflush(stderr);
    }

private:
    std::string label_;
    std::size_t total_;
    bool shown_, drawn_ = false;
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

}  // namespace gamma_scalp
