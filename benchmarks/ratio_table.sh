#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# Prints, as Markdown, what the program's CSV says relative to scalar_libm:
#
#     longgamma_benchmarks --benchmark_format=csv > run.csv && ratio_table.sh run.csv
#
# One table for each work, type and size: nanoseconds per item, and items per second over those of the fastest scalar_libm
# row. Medians where the run has repetitions. Rows are named <work>/<implementation>/<type>/<isa>/<size>.
if [ $# -ne 1 ] || [ ! -r "$1" ]; then
    echo "usage: $0 <file written with --benchmark_format=csv or --benchmark_out_format=csv>" >&2
    exit 2
fi
awk -F, '
!columns {
    for (i = 1; i <= NF; ++i)
        if ($i == "items_per_second") columns = i
    next
}
{
    name = $1
    gsub(/"/, "", name)
    median = sub(/_median$/, "", name)
    if ((!median && name ~ /_(mean|stddev|cv)$/) || $columns + 0 <= 0) next
    sub(/\/repeats:[0-9]+/, "", name)
    if (split(name, part, "/") != 5) next
    if (median) medians[name] = $columns + 0
    else if (!(name in single)) { single[name] = $columns + 0; runs[name] = 1 }
    else { single[name] += $columns; ++runs[name] }
    if (!(name in seen)) { seen[name] = 1; order[++count] = name }
}
END {
    if (!count) { print "no benchmark rows found" > "/dev/stderr"; exit 1 }
    for (i = 1; i <= count; ++i) {
        name = order[i]
        rate[name] = name in medians ? medians[name] : single[name] / runs[name]
        split(name, part, "/")
        group[name] = part[1] ", " part[3] ", " part[5]
        if (!(group[name] in base)) { base[group[name]] = 0; groups[++tables] = group[name] }
        if (part[2] == "scalar_libm" && rate[name] > base[group[name]]) base[group[name]] = rate[name]
    }
    for (i = 2; i <= tables; ++i)
        for (j = i; j > 1 && groups[j] < groups[j - 1]; --j) { keep = groups[j]; groups[j] = groups[j - 1]; groups[j - 1] = keep }
    for (t = 1; t <= tables; ++t) {
        printf "%s**%s**\n\n| implementation | instructions | ns per item | x scalar_libm |\n|---|---|---:|---:|\n", \
            (t > 1 ? "\n" : ""), groups[t]
        left = 0
        for (i = 1; i <= count; ++i)
            if (group[order[i]] == groups[t]) row[++left] = order[i]
        for (i = 2; i <= left; ++i)   # fastest first
            for (j = i; j > 1 && rate[row[j]] > rate[row[j - 1]]; --j) { keep = row[j]; row[j] = row[j - 1]; row[j - 1] = keep }
        for (i = 1; i <= left; ++i) {
            split(row[i], part, "/")
            printf "| %s | %s | %.2f | %s |\n", part[2], part[4], 1e9 / rate[row[i]], \
                (base[groups[t]] > 0 ? sprintf("%.2f", rate[row[i]] / base[groups[t]]) : "-")
        }
    }
}' "$1"
