#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Compile time of the headers: CPU seconds (user + system) for a translation unit that holds one include, median of three.
#
#     compile_time.sh [compiler [flags ...]]        default: g++ -std=c++20 -O2
set -euo pipefail
include=$(cd "$(dirname "$0")/../include" && pwd)
compiler=${1:-g++}
if [ $# -gt 0 ]; then shift; fi
flags=("$@")
if [ ${#flags[@]} -eq 0 ]; then flags=(-std=c++20 -O2); fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export CCACHE_DISABLE=1

seconds() {  # CPU seconds of one compilation
    TIMEFORMAT='%U %S'
    { time "$compiler" "${flags[@]}" -I"$include" "$1" "$work/unit.cpp" -o "$work/unit.o" 2>"$work/log" ||
        { cat "$work/log" >&2; exit 1; }; } 2>&1 | awk '{ print $1 + $2 }'
}
median() {
    for _ in 1 2 3; do seconds "$1"; done | sort -n | sed -n 2p
}

echo "$("$compiler" --version | head -n 1); ${flags[*]}; CPU seconds, median of 3"
echo
echo "| include | -fsyntax-only | -c |"
echo "|---|---:|---:|"
headers=("(nothing)" cmath xsimd/xsimd.hpp)
for header in "$include"/longgamma/*.hpp; do
    case $header in */version.hpp) ;; *) headers+=("longgamma/$(basename "$header")") ;; esac
done
for header in "${headers[@]}"; do
    if [ "$header" = "(nothing)" ]; then : >"$work/unit.cpp"; else echo "#include <$header>" >"$work/unit.cpp"; fi
    printf '| %s | %.2f | %.2f |\n' "$header" "$(median -fsyntax-only)" "$(median -c)"
done
