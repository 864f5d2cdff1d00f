# SPDX-License-Identifier: BSL-1.0
# Code for several instruction sets in one program.
include_guard(GLOBAL)
include(CheckCXXCompilerFlag)

# longgamma_instruction_sets(<variable>): names of what this compiler can build for, from the narrowest (which needs no
# flags) up. The flags of each are in longgamma_<name>_flags, in the caller's scope.
function(longgamma_instruction_sets variable)
    set(longgamma_sse2_flags)
    set(longgamma_avx2_flags -mavx2 -mfma)
    set(longgamma_avx512_flags -mavx512f -mavx512cd -mavx512dq -mavx512bw -mavx512vl -mavx2 -mfma)
    if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64)$")
        set(sets sse2)
        check_cxx_compiler_flag("-mavx2 -mfma" LONGGAMMA_COMPILER_HAS_AVX2)
        list(JOIN longgamma_avx512_flags " " text)
        check_cxx_compiler_flag("${text}" LONGGAMMA_COMPILER_HAS_AVX512)
        list(APPEND longgamma_avx512_flags ${longgamma_avx512_warnings})  # cmake/warnings.cmake
        foreach(isa avx2 avx512)
            string(TOUPPER ${isa} upper)
            if(LONGGAMMA_COMPILER_HAS_${upper})
                list(APPEND sets ${isa})
                set(longgamma_${isa}_flags ${longgamma_${isa}_flags} PARENT_SCOPE)
            endif()
        endforeach()
    elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "^(aarch64|arm64|ARM64)$")
        set(sets neon64)
    else()
        set(sets baseline)
    endif()
    set(${variable} ${sets} PARENT_SCOPE)
endfunction()

# Whether objects can be linked into one and its symbols made local: GNU ld and objcopy, on ELF.
set(LONGGAMMA_CAN_LOCALISE FALSE)
if(CMAKE_CROSSCOMPILING)
    set(LONGGAMMA_GNU_LD ${CMAKE_LINKER})
else()
    find_program(LONGGAMMA_GNU_LD NAMES ld.bfd ld
                 DOC "GNU ld, which can link objects into one (-r --force-group-allocation)")
endif()
if(LONGGAMMA_GNU_LD AND CMAKE_OBJCOPY AND CMAKE_EXECUTABLE_FORMAT STREQUAL "ELF")
    execute_process(COMMAND ${LONGGAMMA_GNU_LD} --help OUTPUT_VARIABLE linker_help ERROR_QUIET)
    if(linker_help MATCHES "--force-group-allocation")
        set(LONGGAMMA_CAN_LOCALISE TRUE)
    endif()
endif()

# longgamma_localised_objects(<object library> <symbols to keep> <variable>): objects to add to the sources of a program
# or library in place of $<TARGET_OBJECTS:..>.
#
# Units built with different -m flags use the same inline functions of xsimd and of the standard library. The linker
# would keep one copy of each, perhaps the AVX-512 one, for all. So the objects of each instruction set are linked into
# one first, which resolves these functions among themselves, and all symbols but those named (a pattern) are made
# local. Where the tools lack, the objects are given as they are: list the narrowest instruction set first then.
function(longgamma_localised_objects library keep variable)
    target_compile_options(${library} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique>)  # those can not be made local
    set_target_properties(${library} PROPERTIES INTERPROCEDURAL_OPTIMIZATION OFF)
    if(LONGGAMMA_CAN_LOCALISE)
        set(object ${CMAKE_CURRENT_BINARY_DIR}/${library}.o)
        add_custom_command(OUTPUT ${object}
            COMMAND ${LONGGAMMA_GNU_LD} -r --force-group-allocation -o ${object}.whole $<TARGET_OBJECTS:${library}>
            COMMAND ${CMAKE_OBJCOPY} --wildcard --keep-global-symbol=${keep} ${object}.whole ${object}
            DEPENDS ${library} $<TARGET_OBJECTS:${library}> COMMAND_EXPAND_LISTS VERBATIM)
        set_source_files_properties(${object} PROPERTIES EXTERNAL_OBJECT TRUE GENERATED TRUE)
        set(${variable} ${object} PARENT_SCOPE)
    else()
        set(${variable} $<TARGET_OBJECTS:${library}> PARENT_SCOPE)
    endif()
endfunction()
