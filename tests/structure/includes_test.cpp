// SPDX-License-Identifier: BSL-1.0

// The rules of the house, read off the headers' text: who may include whom, what may be named where, what every header
// starts with, and that umbrellas are complete.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

// The floors from the ground up, and those which each may include besides itself (docs: the table of floors).
std::vector<std::string> const floors = {"core",   "math",     "pricing", "surface",    "volatility",
                                         "market", "position", "hedging", "simulation", "io"};
std::map<std::string, std::set<std::string>> const may_include = {
    {"core", {}},
    {"math", {"core"}},
    {"pricing", {"core", "math"}},
    {"surface", {"core", "math", "pricing"}},
    {"volatility", {"core", "math"}},
    {"market", {"core", "math"}},
    {"position", {"core", "math", "pricing", "surface", "market"}},
    {"hedging", {"core", "math", "pricing", "surface", "volatility", "market", "position"}},
    {"simulation", {"core", "math", "pricing", "surface", "volatility", "market", "position", "hedging"}},
    {"io", {"core", "pricing", "volatility"}}};  // io: their types

// Third-party and standard headers which only the upper floors may use.
std::vector<std::string> const kept_above = {"iostream", "random", "execution"};
std::set<std::string> const upper_floors  = {"simulation", "io"};

struct header {
    std::string path;   // relative to include/longgamma: "hedging/band.hpp"
    std::string floor;  // "hedging"; empty for umbrellas and what else lies at the top
    std::string text;
    std::vector<std::string> includes;  // between the brackets or quotes
};

std::string without_comments(std::string const& text) {
    std::string code;
    for (std::size_t i = 0; i < text.size();) {
        if (text.compare(i, 2, "//") == 0) {
            i = text.find('\n', i);
        } else if (text.compare(i, 2, "/*") == 0) {
            i = text.find("*/", i);
            i = i == std::string::npos ? i : i + 2;
        } else {
            code += text[i++];
        }
        if (i == std::string::npos)
            break;
    }
    return code;
}

std::vector<std::string> lines_of(std::string const& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

header parse(std::string const& path, std::string const& text) {
    header h{path, {}, text, {}};
    if (auto const slash = path.find('/'); slash != std::string::npos)
        h.floor = path.substr(0, slash);
    for (std::string const& line : lines_of(without_comments(text))) {
        auto const hash = line.find_first_not_of(" \t");
        if (hash == std::string::npos || line[hash] != '#')
            continue;
        auto const word = line.find_first_not_of(" \t", hash + 1);
        if (word == std::string::npos || line.compare(word, 7, "include") != 0)
            continue;
        auto const open  = line.find_first_of("<\"", word);
        auto const close = open == std::string::npos ? open : line.find_first_of(">\"", open + 1);
        h.includes.push_back(close == std::string::npos ? line : line.substr(open + 1, close - open - 1));
    }
    return h;
}

// What a header breaks, one line for each rule broken.
std::vector<std::string> violations(header const& h) {
    std::vector<std::string> found;
    auto const report = [&](std::string const& what) { found.push_back(h.path + ": " + what); };

    auto const lines = lines_of(h.text);
    if (lines.empty() || lines[0] != "// SPDX-License-Identifier: BSL-1.0")
        report("the first line is not the licence");
    if (lines.size() < 2 || lines[1] != "#pragma once")
        report("the second line is not #pragma once");
    if (h.path != "core/simd.hpp" && without_comments(h.text).find("xsimd") != std::string::npos)
        report("names xsimd");

    bool const umbrella = h.floor.empty();
    if (!umbrella && !may_include.contains(h.floor))
        report("lies on no floor of the house");
    for (std::string const& include : h.includes) {
        if (!umbrella && !upper_floors.contains(h.floor)) {
            if (std::find(kept_above.begin(), kept_above.end(), include) != kept_above.end())
                report("includes <" + include + ">");
            if (include.find("Eigen") != std::string::npos)
                report("includes Eigen");
        }
        std::string const own = "longgamma/";
        if (include.compare(0, own.size(), own) != 0) {
            if (include.find(".hpp") != std::string::npos && include != "xsimd/xsimd.hpp")
                report("includes " + include + " by another path than <longgamma/...>");
            continue;
        }
        std::string const target = include.substr(own.size());
        auto const slash         = target.find('/');
        if (umbrella)
            continue;
        if (slash == std::string::npos) {
            if (target != "version.hpp")
                report("includes the umbrella " + target);
            continue;
        }
        std::string const floor = target.substr(0, slash);
        if (floor != h.floor && may_include.contains(h.floor) && !may_include.at(h.floor).contains(floor))
            report("the floor " + h.floor + " may not include " + floor + " (" + include + ")");
        if (floor != h.floor && target.find("/detail/") != std::string::npos)
            report("includes " + include + ", which is private to " + floor);
    }
    return found;
}

std::vector<header> const& headers() {
    static std::vector<header> const all = [] {
        std::vector<header> found;
        fs::path const root = fs::path(LONGGAMMA_INCLUDE_DIR) / "longgamma";
        for (auto const& entry : fs::recursive_directory_iterator(root)) {
            if (entry.path().extension() != ".hpp")
                continue;
            std::ifstream file(entry.path());
            std::ostringstream text;
            text << file.rdbuf();
            found.push_back(parse(entry.path().lexically_relative(root).generic_string(), text.str()));
        }
        std::sort(found.begin(), found.end(), [](header const& a, header const& b) { return a.path < b.path; });
        return found;
    }();
    return all;
}

header const* find_header(std::string const& path) {
    auto const found =
        std::find_if(headers().begin(), headers().end(), [&](header const& h) { return h.path == path; });
    return found == headers().end() ? nullptr : &*found;
}

bool includes(header const& h, std::string const& what) {
    return std::find(h.includes.begin(), h.includes.end(), what) != h.includes.end();
}

std::string parsed_violations(std::string const& path, std::string const& lines) {
    std::string all;
    for (std::string const& v : violations(parse(path, "// SPDX-License-Identifier: BSL-1.0\n#pragma once\n" + lines)))
        all += v + '\n';
    return all;
}

}  // namespace

TEST(Headers, AreFound) {
    EXPECT_GT(headers().size(), 40U) << "in " << LONGGAMMA_INCLUDE_DIR;
    EXPECT_NE(find_header("core/simd.hpp"), nullptr);
}

TEST(Headers, KeepTheRulesOfTheHouse) {
    for (header const& h : headers())
        for (std::string const& violation : violations(h))
            ADD_FAILURE() << violation;
}

TEST(Headers, IncludeOnlyHeadersThatExist) {
    for (header const& h : headers())
        for (std::string const& include : h.includes)
            if (include.starts_with("longgamma/")) {
                EXPECT_NE(find_header(include.substr(10)), nullptr) << h.path << " includes " << include;
            }
}

TEST(Umbrellas, IncludeEveryHeaderOfTheirFloor) {
    for (header const& h : headers()) {
        if (h.floor.empty() || h.path.find("/detail/") != std::string::npos)
            continue;
        header const* const umbrella = find_header(h.floor + ".hpp");
        ASSERT_NE(umbrella, nullptr) << h.floor << " has no umbrella";
        EXPECT_TRUE(includes(*umbrella, "longgamma/" + h.path)) << umbrella->path << " lacks " << h.path;
    }
}

TEST(Umbrellas, IncludeNothingButTheirFloor) {
    for (std::string const& floor : floors)
        if (header const* const umbrella = find_header(floor + ".hpp"); umbrella != nullptr)
            for (std::string const& include : umbrella->includes) {
                EXPECT_TRUE(include.starts_with("longgamma/" + floor + "/"))
                    << umbrella->path << " includes " << include;
            }
}

TEST(Umbrellas, TheLibrarysIncludesEachFloors) {
    header const* const all = find_header("longgamma.hpp");
    ASSERT_NE(all, nullptr);
    for (std::string const& floor : floors)
        if (find_header(floor + ".hpp") != nullptr) {
            EXPECT_TRUE(includes(*all, "longgamma/" + floor + ".hpp")) << floor;
        }
}

// The rules themselves catch what they are there for.
TEST(Rules, AllowWhatTheTableAllows) {
    EXPECT_EQ(parsed_violations("hedging/x.hpp", "#include <longgamma/position/ledger.hpp>\n#include <cmath>\n"), "");
    EXPECT_EQ(parsed_violations("math/x.hpp", "// xsimd is not named here\n#include <longgamma/math/detail/x.hpp>\n"),
              "");
    EXPECT_EQ(parsed_violations("core/config.hpp", "#include <longgamma/version.hpp>\n"), "");
    EXPECT_EQ(parsed_violations("core/simd.hpp", "#include <xsimd/xsimd.hpp>\n"), "");
    EXPECT_EQ(parsed_violations("simulation/x.hpp", "#include <random>\n#include <execution>\n"), "");
    EXPECT_EQ(parsed_violations("math/x.hpp", "// #include <longgamma/io/csv.hpp>\n"), "");
}

TEST(Rules, RefuseWhatItForbids) {
    EXPECT_EQ(parsed_violations("market/x.hpp", "#  include <longgamma/position/ledger.hpp>\n"),
              "market/x.hpp: the floor market may not include position (longgamma/position/ledger.hpp)\n");
    EXPECT_EQ(parsed_violations("io/x.hpp", "#include \"longgamma/math/normal.hpp\"\n"),
              "io/x.hpp: the floor io may not include math (longgamma/math/normal.hpp)\n");
    EXPECT_EQ(parsed_violations("pricing/x.hpp", "#include <longgamma/math/detail/mills.hpp>\n"),
              "pricing/x.hpp: includes longgamma/math/detail/mills.hpp, which is private to math\n");
    EXPECT_EQ(parsed_violations("pricing/x.hpp", "#include <longgamma/math.hpp>\n"),
              "pricing/x.hpp: includes the umbrella math.hpp\n");
    EXPECT_EQ(parsed_violations("math/x.hpp", "using a = xsimd::batch<double>;\n"), "math/x.hpp: names xsimd\n");
    EXPECT_EQ(parsed_violations("hedging/x.hpp", "#include <iostream>\n"), "hedging/x.hpp: includes <iostream>\n");
    EXPECT_EQ(parsed_violations("math/x.hpp", "#include <random>\n"), "math/x.hpp: includes <random>\n");
    EXPECT_EQ(parsed_violations("core/x.hpp", "#include <execution>\n"), "core/x.hpp: includes <execution>\n");
    EXPECT_EQ(parsed_violations("volatility/x.hpp", "#include <Eigen/Dense>\n"), "volatility/x.hpp: includes Eigen\n");
    EXPECT_EQ(parsed_violations("attic/x.hpp", ""), "attic/x.hpp: lies on no floor of the house\n");
    EXPECT_EQ(parsed_violations("math/x.hpp", "#include \"normal.hpp\"\n"),
              "math/x.hpp: includes normal.hpp by another path than <longgamma/...>\n");
    EXPECT_EQ(violations(parse("math/x.hpp", "#pragma once\n")).size(), 2U);
    EXPECT_EQ(violations(parse("math/x.hpp", "// SPDX-License-Identifier: BSL-1.0\n\n#pragma once\n")).size(), 1U);
}
