# SPDX-License-Identifier: BSL-1.0
# Tables of a run of longgamma_benchmarks, from its CSV: awk -F, -v table=ratios -f tables.awk run.csv
#
# table = ratios   one Markdown table for each work, type and size (-v only=<work>: for that work)
#         targets  the ratios that the library is judged by
#         subsets  what each further output costs
#         chart    data for report.sh: "<block> <label> <ns by the minimum>", tab-separated
#
# Rows are named <work>/<implementation>/<type>/<isa>/<size>. The times of all repetitions of a row give its minimum, its
# median and its coefficient of variation; a run that has aggregates only gives its medians for both.

function ns(name, by) { return name in runs ? (by == "minimum" ? least[name] : middle[name]) : 0 }

# Sorts a[1..n] by the numbers in key.
function sort_by(a, n, key,    i, j, keep) {
    for (i = 2; i <= n; ++i) {
        keep = a[i]
        for (j = i - 1; j >= 1 && key[a[j]] > key[keep]; --j) a[j + 1] = a[j]
        a[j + 1] = keep
    }
}

function summarise(name,    i, j, n, x, keep, sum, squares) {
    n = runs[name]
    for (i = 1; i <= n; ++i) {
        keep = sample[name, i]
        for (j = i - 1; j >= 1 && x[j] > keep; --j) x[j + 1] = x[j]
        x[j + 1] = keep
        sum += keep
    }
    for (i = 1; i <= n; ++i) squares += (x[i] - sum / n) ^ 2
    least[name]  = x[1]
    middle[name] = n % 2 ? x[(n + 1) / 2] : 0.5 * (x[n / 2] + x[n / 2 + 1])
    spread[name] = n > 1 ? 100 * sqrt(squares / (n - 1)) / (sum / n) : -1
}

# The fastest of the rows <work>/<implementation>/<type>/*/<size>; isa "" for any.
function fastest(work, implementation, type, isa, size, by,    i, n, all, name, best) {
    if (isa != "") return ns(work "/" implementation "/" type "/" isa "/" size, by)
    n = split(sets, all, " ")
    for (i = 1; i <= n; ++i) {
        name = work "/" implementation "/" type "/" all[i] "/" size
        if (name in runs && (!best || ns(name, by) < best)) best = ns(name, by)
    }
    return best
}

function quotient(a, b) { return a > 0 && b > 0 ? sprintf("%.2f", a / b) : "-" }

# One row of the targets: the time of `slow` over that of `fast`, both "<work> <implementation> <type> <isa> <size>"; "-"
# for the fastest of the instruction sets of `slow`.
function target(text, slow, fast,    s, f) {
    split(slow, s, " ")
    split(fast, f, " ")
    if (s[4] == "-") s[4] = ""
    printf "| %s | %s | %s |\n", text, \
        quotient(fastest(s[1], s[2], s[3], s[4], s[5], "minimum"), fastest(f[1], f[2], f[3], f[4], f[5], "minimum")), \
        quotient(fastest(s[1], s[2], s[3], s[4], s[5], "median"), fastest(f[1], f[2], f[3], f[4], f[5], "median"))
}

function ratio_tables(    i, j, t, left, row, part, name, group, base, groups, tables, by) {
    for (i = 1; i <= count; ++i) {
        name = order[i]
        split(name, part, "/")
        if (only != "" && part[1] != only) continue
        group[name] = part[1] ", " part[3] ", " part[5]
        if (!((group[name], "median") in base)) {
            base[group[name], "minimum"] = base[group[name], "median"] = 0
            groups[++tables] = group[name]
        }
        if (part[2] == "scalar_libm") {
            for (j = 1; j <= 2; ++j) {
                by = j == 1 ? "minimum" : "median"
                if (!base[group[name], by] || ns(name, by) < base[group[name], by]) base[group[name], by] = ns(name, by)
            }
        }
    }
    for (i = 2; i <= tables; ++i)
        for (j = i; j > 1 && groups[j] < groups[j - 1]; --j) { t = groups[j]; groups[j] = groups[j - 1]; groups[j - 1] = t }
    for (t = 1; t <= tables; ++t) {
        printf "%s**%s**\n\n", (t > 1 ? "\n" : ""), groups[t]
        print "| implementation | instructions | ns, minimum | ns, median | cv, % | x scalar_libm, minimum | median |"
        print "|---|---|---:|---:|---:|---:|---:|"
        left = 0
        for (i = 1; i <= count; ++i)
            if (group[order[i]] == groups[t]) row[++left] = order[i]
        sort_by(row, left, least)
        for (i = 1; i <= left; ++i) {
            split(row[i], part, "/")
            printf "| %s | %s | %.2f | %.2f | %s | %s | %s |\n", part[2], part[4], least[row[i]], middle[row[i]], \
                (spread[row[i]] < 0 ? "-" : sprintf("%.1f", spread[row[i]])), \
                quotient(base[groups[t], "minimum"], least[row[i]]), quotient(base[groups[t], "median"], middle[row[i]])
        }
    }
}

function target_table(    six, six_memory, all, implied) {
    print "| ratio of times | minimum | median |"
    print "|---|---:|---:|"
    six = "european_greeks longgamma double avx512 4096"
    all = "european_all longgamma double avx512 4096"
    six_memory = "european_greeks longgamma double avx512 4194304"
    target("six outputs, AVX-512 against scalar_libm", "european_greeks scalar_libm double - 4096", six)
    target("six outputs, AVX-512 against compiler_vectorised with AVX-512", \
           "european_greeks compiler_vectorised double avx512 4096", six)
    target("six outputs, AVX-512 against compiler_vectorised_hart with AVX-512", \
           "european_greeks compiler_vectorised_hart double avx512 4096", six)
    target("six outputs, AVX-512 against xsimd_math with AVX-512", "european_greeks xsimd_math double avx512 4096", six)
    target("six outputs, AVX-512 against quantlib", "european_greeks quantlib double - 4096", six)
    target("six outputs, AVX2 against scalar_libm", "european_greeks scalar_libm double - 4096", \
           "european_greeks longgamma double avx2 4096")
    target("six outputs, AVX2 against compiler_vectorised with AVX2", \
           "european_greeks compiler_vectorised double avx2 4096", "european_greeks longgamma double avx2 4096")
    target("six outputs, SSE2 against scalar_libm", "european_greeks scalar_libm double - 4096", \
           "european_greeks longgamma double sse2 4096")
    target("six outputs, 4 Mi options, AVX-512 against scalar_libm", \
           "european_greeks scalar_libm double - 4194304", six_memory)
    target("six outputs, 4 Mi options: time of copy_streamed over that of AVX-512 (fraction of the copy's rate)", \
           "european_greeks copy_streamed double avx512 4194304", six_memory)
    target("the same of copy_plain", "european_greeks copy_plain double avx512 4194304", six_memory)
    target("19 outputs over six outputs, AVX-512", all, six)
    target("19 outputs over six outputs, AVX2", "european_all longgamma double avx2 4096", \
           "european_greeks longgamma double avx2 4096")
    target("19 outputs, AVX-512 against scalar_libm", "european_all scalar_libm double - 4096", all)
    target("six outputs, double over float, AVX-512", six, "european_greeks longgamma float avx512 4096")
    target("six outputs, float, AVX-512 against scalar_libm", "european_greeks scalar_libm float - 4096", \
           "european_greeks longgamma float avx512 4096")
    target("chain tick, AVX-512 against evaluate over columns", "chain_tick longgamma_evaluate double avx512 4096", \
           "chain_tick longgamma double avx512 4096")
    target("chain tick, AVX-512 against scalar_libm", "chain_tick scalar_libm double - 4096", \
           "chain_tick longgamma double avx512 4096")
    implied = "implied_volatility longgamma double avx512 4096"
    target("implied volatility, AVX-512 against quantlib at 1e-12", "implied_volatility quantlib double - 4096", implied)
    target("implied volatility, AVX-512 against longgamma_scalar, compiled alike", \
           "implied_volatility longgamma_scalar double avx512 4096", implied)
    target("implied volatility, AVX-512 against the fastest longgamma_scalar", \
           "implied_volatility longgamma_scalar double - 4096", implied)
    target("implied volatility, AVX-512 against scalar_libm", "implied_volatility scalar_libm double - 4096", implied)
    target("implied volatility, AVX-512, cold over warm (two steps from within 0.5 %)", implied, \
           "implied_volatility_warm longgamma double avx512 4096")
    target("implied volatility, AVX-512, cold over near (one step from within 3e-5)", implied, \
           "implied_volatility_near longgamma double avx512 4096")
    target("implied volatility, AVX-512, stress mix over realistic mix", \
           "implied_stress longgamma double avx512 4096", implied)
}

function subset_table(    i, k, n, works, texts, isas, price, name) {
    n = split("european_price european_price_delta european_price_delta_gamma european_greeks european_all", works, " ")
    split("price;price, delta;price, delta, gamma;price and five greeks;all 19", texts, ";")
    print "| outputs, double, 4096 options | SSE2, ns | x price | AVX2, ns | x price | AVX-512, ns | x price |"
    print "|---|---:|---:|---:|---:|---:|---:|"
    split("sse2 avx2 avx512", isas, " ")
    for (i = 1; i <= n; ++i) {
        printf "| %s |", texts[i]
        for (k = 1; k <= 3; ++k) {
            name  = works[i] "/longgamma/double/" isas[k] "/4096"
            price = ns("european_price/longgamma/double/" isas[k] "/4096", "minimum")
            printf " %s | %s |", (name in runs ? sprintf("%.2f", least[name]) : "-"), quotient(ns(name, "minimum"), price)
        }
        printf "\n"
    }
}

function chart_data(    i, part, block, one_at_a_time) {
    for (i = 1; i <= count; ++i) {
        split(order[i], part, "/")
        if (part[5] != 4096 || part[2] == "compiler_vectorised_hart") continue
        if (part[1] == "european_greeks") block = part[3]
        else if (part[1] ~ /^implied_volatility(_warm)?$/ && part[3] == "double") block = "implied"
        else continue
        # One row of what the instruction set does not change.
        one_at_a_time = part[2] ~ /^(scalar_libm|longgamma_scalar|quantlib)$/
        if (one_at_a_time && least[order[i]] > fastest(part[1], part[2], part[3], "", 4096, "minimum")) continue
        printf "%s\t%s%s%s\t%.4f\n", block, part[2], (one_at_a_time ? "" : " " part[4]), \
            (part[1] ~ /_warm$/ ? ", warm" : ""), least[order[i]]
    }
}

!columns {
    for (i = 1; i <= NF; ++i)
        if ($i == "items_per_second") columns = i
    next
}
{
    name = $1
    gsub(/"/, "", name)
    aggregate = ""
    if (match(name, /_(mean|median|stddev|cv)$/)) {
        aggregate = substr(name, RSTART + 1)
        name = substr(name, 1, RSTART - 1)
    }
    sub(/\/repeats:[0-9]+/, "", name)
    if ($columns + 0 <= 0 || split(name, part, "/") != 5 || (aggregate != "" && aggregate != "median")) next
    if (!(name in seen)) {
        seen[name] = 1
        order[++count] = name
        if (index(" " sets " ", " " part[4] " ") == 0) sets = sets " " part[4]
    }
    if (aggregate == "median") medians[name] = 1e9 / $columns
    else sample[name, ++runs[name]] = 1e9 / $columns
}
END {
    if (!count) { print "no benchmark rows found" > "/dev/stderr"; exit 1 }
    for (i = 1; i <= count; ++i) {
        if (!(order[i] in runs)) { runs[order[i]] = 1; sample[order[i], 1] = medians[order[i]] }
        summarise(order[i])
    }
    if (table == "targets") target_table()
    else if (table == "subsets") subset_table()
    else if (table == "chart") chart_data()
    else ratio_tables()
}
