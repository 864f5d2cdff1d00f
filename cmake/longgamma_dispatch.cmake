# SPDX-License-Identifier: BSL-1.0
# Target longgamma::dispatch: the array functions of include/longgamma/dispatch.hpp, compiled for every instruction set
# of the architecture. The kernels are optimised in every build type; no other code is compiled with -m flags.
include(instruction_sets)
if(LONGGAMMA_NO_SIMD)
    message(FATAL_ERROR "LONGGAMMA_BUILD_DISPATCH has nothing to choose from with LONGGAMMA_NO_SIMD")
endif()

longgamma_instruction_sets(longgamma_dispatch_levels)
set(level_list)
add_library(longgamma_dispatch ${CMAKE_CURRENT_LIST_DIR}/dispatch/dispatch.cpp)
foreach(level ${longgamma_dispatch_levels})
    set(kernels longgamma_dispatch_${level})
    add_library(${kernels} OBJECT ${CMAKE_CURRENT_LIST_DIR}/dispatch/kernels.cpp)
    target_link_libraries(${kernels} PRIVATE longgamma longgamma_warnings)
    target_compile_definitions(${kernels} PRIVATE LONGGAMMA_DISPATCH_LEVEL=${level})
    target_compile_options(${kernels} PRIVATE -O2 -fno-exceptions -fno-lto ${longgamma_${level}_flags})
    set_target_properties(${kernels} PROPERTIES POSITION_INDEPENDENT_CODE ON CXX_VISIBILITY_PRESET hidden
                                                VISIBILITY_INLINES_HIDDEN ON)
    longgamma_localised_objects(${kernels} longgamma_dispatch_kernels_* objects)
    target_sources(longgamma_dispatch PRIVATE ${objects})
    set_property(TARGET longgamma_dispatch APPEND PROPERTY LONGGAMMA_KERNELS ${objects})
    string(APPEND level_list "LONGGAMMA_LEVEL(${level}) ")
endforeach()
if(NOT LONGGAMMA_CAN_LOCALISE)
    message(STATUS "longgamma::dispatch: no GNU ld and objcopy, so inline functions shared between instruction sets "
                   "are merged; a program may need a processor with all of: ${longgamma_dispatch_levels}")
endif()

add_library(longgamma::dispatch ALIAS longgamma_dispatch)
target_link_libraries(longgamma_dispatch PUBLIC longgamma PRIVATE $<BUILD_INTERFACE:longgamma_warnings>)
target_compile_definitions(longgamma_dispatch PRIVATE "LONGGAMMA_DISPATCH_LEVELS=${level_list}")
set_target_properties(longgamma_dispatch PROPERTIES
    EXPORT_NAME dispatch POSITION_INDEPENDENT_CODE ON CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON
    VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
