// SPDX-License-Identifier: BSL-1.0
#include "gnuplot.hpp"

#include "text.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>
#include <string_view>
#include <system_error>

#if __has_include(<spawn.h>) && __has_include(<sys/wait.h>)
#define GAMMA_SCALP_HAS_SPAWN 1
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
extern char** environ;
#endif

namespace gamma_scalp {

namespace {

/// A folder of our own under the system's temporary one, gone with its contents when the scope ends.
class private_folder {
public:
    private_folder() {
        namespace fs          = std::filesystem;
        fs::path const parent = fs::absolute(fs::temp_directory_path());
        std::random_device random;
        for (int attempt = 0; attempt < 100; ++attempt) {
            fs::path const candidate =
                parent / ("gamma_scalp." + std::to_string(random()) + "." + std::to_string(random()));
            std::error_code error;
            if (fs::create_directory(candidate, error)) {
                path_ = candidate;
                fs::permissions(path_, fs::perms::owner_all, error);
                return;
            }
            if (error)
                throw std::runtime_error("no temporary folder in " + parent.string() + ": " + error.message());
        }
        throw std::runtime_error("no temporary folder in " + parent.string());
    }
    ~private_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    private_folder(private_folder const&)            = delete;
    private_folder& operator=(private_folder const&) = delete;

    [[nodiscard]] std::string file(char const* name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

std::string contents(std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// Runs `gnuplot <arguments>` without a shell.
/// @return exit status; 128 + signal if it was killed; -1 with errno set if it could not be started
int run_gnuplot(std::vector<std::string> arguments, std::string const& output, std::string const& messages) {
#ifdef GAMMA_SCALP_HAS_SPAWN
    arguments.insert(arguments.begin(), "gnuplot");
    std::vector<char*> argv;
    for (std::string& argument : arguments)
        argv.push_back(argument.data());
    argv.push_back(nullptr);

    constexpr int flags = O_WRONLY | O_CREAT | O_TRUNC;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, output.c_str(), flags, 0600);
    posix_spawn_file_actions_addopen(&actions, 2, messages.c_str(), flags, 0600);
    pid_t child      = 0;
    int const failed = posix_spawnp(&child, "gnuplot", &actions, nullptr, argv.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) {
        errno = failed;
        return -1;
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
#else
    static_cast<void>(arguments), static_cast<void>(output), static_cast<void>(messages);
    errno = ENOSYS;
    return -1;
#endif
}

void erase_all_between(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
        std::size_t const end = text.find(to, at);
        if (end == std::string::npos)
            return;
        text.erase(at, end + to.size() - at);
    }
}

/// Makes gnuplot's document a part of a page: no prolog, no tool tips, identifiers that no other picture has.
std::string as_part_of_page(std::string svg, picture const& what) {
    erase_all_between(svg, "<title>", "</title>");
    erase_all_between(svg, "<desc>", "</desc>");
    erase_all_between(svg, "<filter", "</filter>");
    std::string_view const ring = "'gpPt5' stroke-width='";  // drawn too thin to be seen
    if (std::size_t const at = svg.find(ring); at != std::string::npos)
        svg.replace(at + ring.size(), svg.find('\'', at + ring.size()) - at - ring.size(), "0.5");
    replace_all(svg, "'gp", "'" + what.name + "-gp");
    replace_all(svg, "'#gp", "'#" + what.name + "-gp");
    replace_all(svg, "\"gnuplot_canvas\"", "\"" + what.name + "-canvas\"");
    replace_all(svg, " stroke-linecap=\"round\" stroke-linejoin=\"round\">\n</g>\n", ">\n</g>\n");
    for (std::size_t at = svg.find(">\n</g>\n"); at != std::string::npos; at = svg.find(">\n</g>\n", at)) {
        std::size_t const open = svg.rfind('<', at);
        if (svg.compare(open, 3, "<g ") == 0)
            svg.erase(open, at + 7 - open);
        else
            ++at;
    }
    std::string const attributes = "<svg role=\"img\" aria-label=\"" + what.description + "\"";
    return svg.replace(0, 4, attributes);
}

}  // namespace

bool gnuplot_available() {
    return run_gnuplot({"--version"}, "/dev/null", "/dev/null") == 0;
}

std::vector<std::string> draw(std::span<picture const> pictures) {
    std::vector<std::string> done;
    if (pictures.empty())
        return done;
    private_folder const folder;
    std::string const script = folder.file("report.gnuplot"), output = folder.file("report.svg"),
                      messages = folder.file("messages.txt");
    {
        std::ofstream file(script, std::ios::binary);
        file << "set encoding utf8\n";
        for (picture const& p : pictures)
            file << "reset session\nset terminal svg size " << p.width << ',' << p.height
                 << " dynamic noenhanced rounded linewidth 1 font 'sans-serif," << p.font << "' name '" << p.name
                 << "'\n"
                 << p.script;
        if (!file.flush())
            throw std::runtime_error("could not write " + script);
    }
    int const status = run_gnuplot({"-d", script}, output, messages);
    if (status == -1)
        throw std::runtime_error(std::string("gnuplot could not be started: ") + std::strerror(errno) +
                                 " (is it installed and on the PATH?)");
    std::string said = contents(messages);
    replace_all(said, script, "report.gnuplot");
    if (status != 0)
        throw std::runtime_error("gnuplot failed (status " + std::to_string(status) +
                                 "): " + (said.empty() ? "it gave no message" : said));

    std::string const svg = contents(output);
    std::size_t at        = 0;
    for (picture const& p : pictures) {
        constexpr std::string_view closing = "</svg>";
        std::size_t const start = svg.find("<svg", at), end = svg.find(closing, at);
        if (start == std::string::npos || end == std::string::npos)
            throw std::runtime_error("gnuplot drew " + std::to_string(done.size()) + " of " +
                                     std::to_string(pictures.size()) +
                                     " pictures: " + (said.empty() ? "it gave no message" : said));
        at = end + closing.size();
        done.push_back(as_part_of_page(svg.substr(start, at - start), p));
    }
    return done;
}

}  // namespace gamma_scalp
