# SPDX-License-Identifier: BSL-1.0
# Target longgamma::xsimd: xsimd's headers (8.1 or newer) and nothing else. Debian's own target `xsimd` links a library
# `xtl` which its package neither depends on nor finds; header-only use needs no such thing.
#
# With LONGGAMMA_NO_SIMD on, xsimd is not looked for: the target carries the definition of that name instead.
if(TARGET longgamma::xsimd)
elseif(LONGGAMMA_NO_SIMD)
    add_library(longgamma::xsimd INTERFACE IMPORTED GLOBAL)
    target_compile_definitions(longgamma::xsimd INTERFACE LONGGAMMA_NO_SIMD)
else()
    find_package(xsimd CONFIG QUIET)
    if(xsimd_FOUND AND xsimd_VERSION VERSION_LESS 8.1)
        message(FATAL_ERROR "longgamma needs xsimd 8.1 or newer, found ${xsimd_VERSION}")
    endif()
    find_path(LONGGAMMA_XSIMD_INCLUDE_DIR xsimd/xsimd.hpp HINTS ${xsimd_INCLUDE_DIRS}
              DOC "Folder that holds xsimd/xsimd.hpp")
    if(NOT LONGGAMMA_XSIMD_INCLUDE_DIR)
        message(FATAL_ERROR "longgamma needs xsimd 8.1 or newer (Debian: libxsimd-dev); "
                            "or set LONGGAMMA_XSIMD_INCLUDE_DIR")
    endif()
    mark_as_advanced(LONGGAMMA_XSIMD_INCLUDE_DIR)
    add_library(longgamma::xsimd INTERFACE IMPORTED GLOBAL)
    target_include_directories(longgamma::xsimd SYSTEM INTERFACE ${LONGGAMMA_XSIMD_INCLUDE_DIR})
endif()
