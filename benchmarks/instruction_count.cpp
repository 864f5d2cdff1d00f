// SPDX-License-Identifier: BSL-1.0
// Counts the instructions which `evaluate` executes: a child process is run one instruction at a time. See
// instruction_count.sh. Linux on x86-64 or 64-bit ARM.
//
// For each set of outputs: instructions per option in the steady state, from 1024 options less 512, and with a
// directory as argument the addresses executed, for the script to look up.

#include <longgamma/pricing/evaluate.hpp>

#include <sys/ptrace.h>
#include <sys/types.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <utility>

#if defined(__aarch64__)
#include <elf.h>
#include <sys/uio.h>
#endif

namespace {

namespace lg = longgamma;
using counts = std::map<unsigned long, long>;  // times that each address was executed

constexpr std::size_t most = 1024, outputs_at_most = 19;
alignas(64) double inputs[7][most];
alignas(64) double results[outputs_at_most][most];

template <class... Outputs>
struct asking_for {
    static void run(std::size_t n) { run(n, std::index_sequence_for<Outputs...>{}); }
    template <std::size_t... I>
    static void run(std::size_t n, std::index_sequence<I...>) {
        auto const column = [n](std::size_t c) { return lg::column<double>(std::span<double const>(inputs[c], n)); };
        lg::european_columns<double> const in{.spot           = column(0),
                                              .strike         = column(1),
                                              .expiry         = column(2),
                                              .rate           = column(3),
                                              .dividend_yield = column(4),
                                              .volatility     = column(5),
                                              .sign           = column(6)};
        lg::evaluate<Outputs...>(in, std::span<double>(results[I], n)...);
    }
};

unsigned long instruction_pointer(pid_t child) {
#if defined(__x86_64__)
    user_regs_struct registers{};
    ptrace(PTRACE_GETREGS, child, nullptr, &registers);
    return registers.rip;
#else
    user_regs_struct registers{};
    iovec where{&registers, sizeof registers};
    ptrace(PTRACE_GETREGSET, child, NT_PRSTATUS, &where);
    return registers.pc;
#endif
}

/// Executes `run(n)` in a child, one instruction at a time.
counts trace(void (*run)(std::size_t), std::size_t n) {
    pid_t const child = fork();
    if (child == 0) {
        ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
        std::raise(SIGSTOP);
        run(n);
        _exit(EXIT_SUCCESS);
    }
    counts all;
    int status = 0;
    waitpid(child, &status, 0);
    while (WIFSTOPPED(status)) {
        ++all[instruction_pointer(child)];
        if (ptrace(PTRACE_SINGLESTEP, child, nullptr, nullptr) != 0 || waitpid(child, &status, 0) != child) {
            std::perror("instruction_count");
            std::exit(EXIT_FAILURE);
        }
    }
    return all;
}

void count(char const* name, void (*run)(std::size_t), char const* directory) {
    counts const half = trace(run, most / 2), whole = trace(run, most);
    std::FILE* const out = directory ? std::fopen((std::string(directory) + "/" + name).c_str(), "w") : nullptr;
    long total           = 0;
    for (auto const& [address, times] : whole) {
        auto const before = half.find(address);
        long const more   = times - (before == half.end() ? 0 : before->second);
        total += more;
        if (out != nullptr && more != 0)
            std::fprintf(out, "%lx %ld\n", address, more);
    }
    if (out != nullptr)
        std::fclose(out);
    std::printf("%s\t%.2f\n", name, static_cast<double>(total) / static_cast<double>(most / 2));
}

}  // namespace

int main(int argc, char** argv) {
    for (std::size_t i = 0; i < most; ++i) {
        double const u      = static_cast<double>(i) / static_cast<double>(most);
        double const row[7] = {100.0, 70.0 + 70.0 * u, 0.05 + u, 0.03, 0.01, 0.1 + u, i % 2 == 0 ? 1.0 : -1.0};
        for (std::size_t c = 0; c < 7; ++c)
            inputs[c][i] = row[c];
    }
    char const* const directory = argc > 1 ? argv[1] : nullptr;
    count("1_price", asking_for<lg::price>::run, directory);
    count("2_price_delta", asking_for<lg::price, lg::delta>::run, directory);
    count("3_price_delta_gamma", asking_for<lg::price, lg::delta, lg::gamma>::run, directory);
    count("6_price_and_five_greeks", asking_for<lg::price, lg::delta, lg::gamma, lg::vega, lg::theta, lg::rho>::run,
          directory);
    count("19_all",
          asking_for<lg::price, lg::delta, lg::gamma, lg::vega, lg::theta, lg::rho, lg::forward_rho, lg::epsilon,
                     lg::vanna, lg::volga, lg::charm, lg::veta, lg::vera, lg::speed, lg::zomma, lg::colour, lg::ultima,
                     lg::dual_delta, lg::dual_gamma>::run,
          directory);
}
