#!/bin/sh
# SPDX-License-Identifier: BSL-1.0
# Prints, as Markdown, what the program's CSV says relative to scalar_libm:
#
#     longgamma_benchmarks --benchmark_format=csv > run.csv && ratio_table.sh run.csv [ratios|targets|subsets]
#
# ratios (default): one table for each work, type and size, with nanoseconds per item, and items per second over those of
# the fastest scalar_libm row, by the minimum and by the median of the repetitions. See tables.awk.
if [ $# -lt 1 ] || [ ! -r "$1" ]; then
    echo "usage: $0 <CSV of longgamma_benchmarks> [ratios|targets|subsets]" >&2
    exit 2
fi
exec awk -F, -v table="${2:-ratios}" -f "$(dirname "$0")/tables.awk" "$1"
