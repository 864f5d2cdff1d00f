# SPDX-License-Identifier: BSL-1.0
# Target longgamma_warnings: what our own tests, benchmarks and programs are compiled with. Never part of the library.
add_library(longgamma_warnings INTERFACE)
target_compile_options(longgamma_warnings INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast -Wnon-virtual-dtor
    -Woverloaded-virtual -Wcast-align -Wformat=2 -Wunused -Wdouble-promotion
    $<$<BOOL:${LONGGAMMA_WARNINGS_AS_ERRORS}>:-Werror>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # At -O3 g++ 12 sees overlapping copies inside std::string where there are none (GCC bug 105651), and whole batches read
    # from arrays shorter than one, in loops which then do not run.
    target_compile_options(longgamma_warnings INTERFACE -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow
                                                        -Wno-stringop-overread)

    # Its AVX-512 header leaves a variable uninitialised on purpose and warns about it: silenced where these
    # instructions are on for all units (here) and for single ones (cmake/instruction_sets.cmake).
    set(longgamma_avx512_warnings -Wno-uninitialized -Wno-maybe-uninitialized)
    include(CheckCXXSourceCompiles)
    check_cxx_source_compiles("
        #if !defined(__AVX512F__)
        #error
        #endif
        int main() {}" LONGGAMMA_FLAGS_ALLOW_AVX512)
    if(LONGGAMMA_FLAGS_ALLOW_AVX512)
        target_compile_options(longgamma_warnings INTERFACE ${longgamma_avx512_warnings})
    endif()
endif()
