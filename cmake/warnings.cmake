# SPDX-License-Identifier: BSL-1.0
# Target longgamma_warnings: what our own tests, benchmarks and programs are compiled with. Never part of the library.
add_library(longgamma_warnings INTERFACE)
target_compile_options(longgamma_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast -Wnon-virtual-dtor
    -Woverloaded-virtual -Wcast-align -Wformat=2 -Wunused -Wdouble-promotion
    $<$<BOOL:${LONGGAMMA_WARNINGS_AS_ERRORS}>:-Werror>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # At -O3 g++ 12 sees overlapping copies inside std::string where there are none (GCC bug 105651).
    target_compile_options(longgamma_warnings INTERFACE -Wno-restrict)
endif()
