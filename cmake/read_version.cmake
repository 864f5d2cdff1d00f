# SPDX-License-Identifier: BSL-1.0
# longgamma_read_version(<header> <variable>): the version number as version.hpp defines it.
function(longgamma_read_version header variable)
    file(READ ${header} text)
    foreach(part MAJOR MINOR PATCH)
        if(NOT text MATCHES "LONGGAMMA_VERSION_${part} ([0-9]+)")
            message(FATAL_ERROR "${header}: LONGGAMMA_VERSION_${part} not found")
        endif()
        list(APPEND parts ${CMAKE_MATCH_1})
    endforeach()
    list(JOIN parts "." version)
    set(${variable} ${version} PARENT_SCOPE)
endfunction()
