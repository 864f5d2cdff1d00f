#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# What each further output costs in instructions, as a Markdown table: executed per option, by kind.
#
#     instruction_count.sh [compiler [flags ...]]        default: g++ -std=c++20 -O3 and AVX-512
#
# instruction_count.cpp runs `evaluate` on 512 and on 1024 options one instruction at a time (ptrace); the difference is
# the steady state. objdump names the instruction at each address. Needs x86-64 Linux and a processor that runs the
# flags.
set -euo pipefail
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
compiler=${1:-g++}
if [ $# -gt 0 ]; then shift; fi
flags=("$@")
if [ ${#flags[@]} -eq 0 ]; then
    flags=(-std=c++20 -O3 -mavx512f -mavx512cd -mavx512dq -mavx512bw -mavx512vl -mavx2 -mfma)
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Fixed addresses, or they are not those which objdump prints.
"$compiler" "${flags[@]}" -w -fno-pie -no-pie -I"$here/../include" "$here/instruction_count.cpp" -o "$work/count"
mkdir "$work/traces"
"$work/count" "$work/traces" >"$work/totals"
objdump -d --no-show-raw-insn "$work/count" | sed -n 's/^ *\([0-9a-f]*\):\t\([a-z0-9]*\).*/\1 \2/p' >"$work/names"

echo "$("$compiler" --version | head -n 1); ${flags[*]}; instructions per option"
echo
echo "| outputs | all | multiply-add | multiply, add | divide, square root | moves, loads, stores | other |"
echo "|---|---:|---:|---:|---:|---:|---:|"
while IFS=$'\t' read -r name total; do
    awk -v label="$(echo "${name#*_}" | tr _ ' ') (${name%%_*})" -v total="$total" '
        FNR == NR { names[$1] = $2; next }
        {
            n = names[$1]
            kind = n ~ /^vfn?m(add|sub)/ ? "fma" : n ~ /^v?(div|sqrt)[ps][sd]/ ? "divide" : \
                   n ~ /^v?(mul|add|sub)[ps][sd]/ ? "plain" : n ~ /^v?(mov|lea)/ ? "move" : "other"
            sum[kind] += $2
        }
        END {
            printf "| %s | %.1f | %.1f | %.1f | %.2f | %.1f | %.1f |\n", label, total, sum["fma"] / 512, \
                sum["plain"] / 512, sum["divide"] / 512, sum["move"] / 512, sum["other"] / 512
        }' "$work/names" "$work/traces/$name"
done <"$work/totals"
