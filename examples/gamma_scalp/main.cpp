// SPDX-License-Identifier: BSL-1.0

/// @file  gamma_scalp/main.cpp
/// @brief What a gamma-scalping programme would have earned on a real price history, and where the money came from.

#include "gnuplot.hpp"
#include "html_report.hpp"
#include "json_report.hpp"
#include "options.hpp"
#include "run.hpp"
#include "table.hpp"

#include <cstdio>
#include <exception>

int main(int argc, char** argv) {
    using namespace gamma_scalp;
    try {
        std::optional<options> const o = parse_options(argc, argv);
        if (!o)
            return 0;
        run_data const data = run(*o);
        std::fputs(terminal_table(data).c_str(), stdout);
        if (!o->json.empty()) {
            write_json_report(data, o->json);
            std::printf(" JSON written to %s\n", o->json.c_str());
        }
        if (!o->report.empty()) {
            if (gnuplot_available()) {
                write_html_report(data, o->report);
                std::printf(" Page written to %s\n", o->report.c_str());
            } else {
                std::printf(" No page: the program gnuplot is not installed (Debian: gnuplot-nox)\n");
            }
        }
        return std::fflush(stdout) == 0 ? 0 : 1;
    } catch (usage_error const& e) {
        std::fprintf(stderr, "gamma_scalp: %s (see --help)\n", e.what());
        return 2;
    } catch (std::exception const& e) {
        std::fprintf(stderr, "gamma_scalp: %s\n", e.what());
        return 1;
    }
}
