#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# One document of what the benchmarks say: machine, targets, what each output costs, ratios, compile times, and a chart.
#
#     report.sh <longgamma_benchmarks or a CSV of it> <report.md> <chart.svg or .png> [filter]
#
# A program is run first, seven repetitions of each row in random order (`filter` chooses rows), and its CSV is kept
# beside the report. COMPILE_TIMES=0 leaves the compile times out, CXX names the compiler of the program. The chart needs
# gnuplot.
set -euo pipefail
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
if [ $# -lt 3 ] || [ ! -r "$1" ]; then
    echo "usage: $0 <longgamma_benchmarks or a CSV of it> <report.md> <chart.svg or .png> [filter]" >&2
    exit 2
fi
csv=$1 report=$2 chart=$3 filter=${4:-.}
compiler=${CXX:-g++}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ -x "$1" ]; then
    csv=${report%.md}.csv
    "$1" --benchmark_filter="$filter" --benchmark_repetitions=7 --benchmark_enable_random_interleaving=true \
        --benchmark_min_time=0.02 --benchmark_out="$csv" --benchmark_out_format=csv >/dev/null 2>"$work/log" ||
        { cat "$work/log" >&2; exit 1; }
    { grep '^solved:' "$work/log" || true; } | sort -u >>"$csv"  # the remarks are not part of this format
fi
table() { awk -F, -v table="$1" -f "$here/tables.awk" "$csv"; }
field() { lscpu 2>/dev/null | sed -n "s/^$1: *//p" | head -n 1; }

{
    echo "# Benchmarks"
    echo
    echo "What \`longgamma_benchmarks\` printed on $(date -u -r "$csv" +%Y-%m-%d)."
    echo
    echo "| | |"
    echo "|---|---|"
    echo "| processor | $(field 'Model name'), $(field 'CPU(s)') CPUs |"
    if [ -n "$(field 'L2.*')" ]; then echo "| caches | L1d $(field 'L1d.*'), L2 $(field 'L2.*'), L3 $(field 'L3.*') |"; fi
    echo "| instruction sets | $(for f in sse2 avx2 fma avx512f avx512dq avx512bw avx512vl; do
        grep -qw "$f" /proc/cpuinfo 2>/dev/null && printf '%s ' "$f"; done || true)|"
    echo "| compiler | $("$compiler" --version | head -n 1) |"
    echo "| C library | $(ldd --version 2>/dev/null | sed -n '1s/^ldd *//p') |"
    if pkg-config --exists quantlib 2>/dev/null; then echo "| QuantLib | $(pkg-config --modversion quantlib) |"; fi
    echo
    awk -F, 'name { gsub(/"/, "", $1); if ($1 !~ /_(mean|median|stddev|cv)$/) ++n[$1] } $1 == "name" { name = 1 }
             END { for (i in n) if (n[i] > most) most = n[i]
                   printf "Nanoseconds per item, the smallest and the median of %d repetitions in random order, and their " \
                          "coefficient of variation.\nTimes are those of this machine, ratios carry further.\n", most }' "$csv"
    if grep -q '^solved:' "$csv"; then
        echo
        echo "Timed on the quotes which they solve only:"
        echo
        grep '^solved:' "$csv" | sort -u | sed 's/^solved:\(.*\): /- `\1`: /'
    fi
    printf '\n![Nanoseconds per option](%s)\n\n## Targets\n\n' "$(basename "$chart")"
    table targets
    printf '\n## Not asked for, not paid for\n\n'
    table subsets
    printf '\n## Ratios\n\n'
    table ratios
    if [ "${COMPILE_TIMES:-1}" != 0 ]; then
        printf '\n## Compile time\n\n'
        "$here/compile_time.sh" "$compiler" -std=c++20 -O2
        if grep -qw avx512vl /proc/cpuinfo 2>/dev/null; then
            echo
            "$here/compile_time.sh" "$compiler" -std=c++20 -O2 -mavx2 -mfma \
                -mavx512f -mavx512cd -mavx512dq -mavx512bw -mavx512vl
        fi
    fi
} >"$report"

# --- The chart: one panel for each block, a bar for each row ----------------------------------------------------------
if ! command -v gnuplot >/dev/null; then
    echo "no chart: gnuplot is not installed" >&2
    exit 0
fi
table chart | sed 's/_/ /g; s/avx512/AVX-512/; s/avx2/AVX2/; s/sse2/SSE2/' >"$work/chart"
bars=0 panels=()
for block in double float implied; do
    awk -F'\t' -v b="$block" '$1 == b { print $2 "\t" $3 }' "$work/chart" | sort -t "$(printf '\t')" -k 2,2g >"$work/$block"
    if [ -s "$work/$block" ]; then
        panels+=("$block")
        bars=$((bars + $(wc -l <"$work/$block") + 4))
    fi
done
[ ${#panels[@]} -gt 0 ] || { echo "no chart: no rows of 4096 options in $csv" >&2; exit 0; }
{
    case $chart in *.png) terminal=pngcairo ;; *) terminal=svg ;; esac
    echo "set terminal $terminal size 900,$((bars * 22)) font 'sans-serif,13' background rgb 'white'"
    echo "set output '$chart'"
    echo "set multiplot"
    echo "set datafile separator '\t'; set style fill solid noborder; unset key; set border 1"
    echo "set xtics nomirror; set ytics scale 0; set grid xtics lc rgb '#dddddd'; set logscale x; set format x '%g'"
    above=0
    for block in "${panels[@]}"; do
        case $block in
            double) title='Price and five greeks, double: ns per option, logarithmic scale' ;;
            float) title='Price and five greeks, float: ns per option, logarithmic scale' ;;
            implied) title='Implied volatility, double: ns per option (warm: guess within 0.5 %)' ;;
        esac
        n=$(wc -l <"$work/$block")
        awk -F'\t' -v n="$n" -v bars="$bars" -v above="$above" -v title="$title" -v file="$work/$block" 'BEGIN {
            top = 1 - (above + 2) / bars
            printf "set lmargin at screen 0.32; set rmargin at screen 0.93\n"
            printf "set tmargin at screen %.5f; set bmargin at screen %.5f\n", top, top - n / bars
            printf "set title \"%s\" font \",15\" offset 0,-0.3; set yrange [%g:-0.6]\n", title, n - 0.4
            highest = 1; lowest = 1e9
            while ((getline line < file) > 0) {
                split(line, c, "\t")
                if (c[2] + 0 > highest) highest = c[2] + 0
                if (c[2] + 0 < lowest) lowest = c[2] + 0
            }
            printf "set xrange [%g:%g]\n", (lowest < 1 ? 0.1 : 1), highest * 1.6
            printf "low = %g\n", (lowest < 1 ? 0.1 : 1)
        }'
        # The library in one colour, what it is measured against in another.
        cat <<PLOT
plot '$work/$block' using (\$2):0:(low):2:(\$0-0.38):(\$0+0.38):(strcol(1)[1:9] eq 'longgamma' ? 0x1f77b4 : 0xa9a9a9):ytic(1) \
         notitle with boxxyerror lc rgb variable, \
     '' using (\$2):0:(sprintf(\$2 < 10 ? '%.2f' : \$2 < 100 ? '%.1f' : '%.0f', \$2)) notitle with labels left offset 0.6,0 font ',12'
PLOT
        above=$((above + n + 4))
    done
    echo "unset multiplot"
} >"$work/plot"
gnuplot "$work/plot"
