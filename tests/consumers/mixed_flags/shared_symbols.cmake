# SPDX-License-Identifier: BSL-1.0
# cmake -DNM=... -DOBJECTS=a;b;c [-DPATTERN=...] -P shared_symbols.cmake
# Fails if two of the objects define a symbol of the same name that matches the pattern (by default: that names this
# library), or if an object has none at all.
cmake_minimum_required(VERSION 3.25)
if(NOT PATTERN)
    set(PATTERN "9longgamma")  # as it stands in mangled names
endif()
set(all)
foreach(object ${OBJECTS})
    execute_process(COMMAND ${NM} --format=posix --defined-only --extern-only ${object} OUTPUT_VARIABLE out
                    COMMAND_ERROR_IS_FATAL ANY)
    string(REGEX REPLACE " [^\n]*\n" ";" names "${out}")  # the name stands first in a line
    list(FILTER names INCLUDE REGEX ${PATTERN})
    list(LENGTH names count)
    message(STATUS "${object}: ${count} symbols")
    if(count EQUAL 0)
        message(FATAL_ERROR "${object} defines no symbol with ${PATTERN}")
    endif()
    foreach(name ${names})
        if(name IN_LIST all)
            message(SEND_ERROR "defined twice: ${name}")
        endif()
    endforeach()
    list(APPEND all ${names})
endforeach()
