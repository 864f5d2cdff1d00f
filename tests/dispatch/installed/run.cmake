# SPDX-License-Identifier: BSL-1.0
# cmake -DBUILD=... -DWORK=... -DCOMPILER=... -DFLAGS=... -P run.cmake
# Installs the library, then builds and runs a project that links longgamma::dispatch.
cmake_minimum_required(VERSION 3.25)
function(run)
    execute_process(COMMAND ${ARGV} RESULT_VARIABLE code OUTPUT_VARIABLE out ERROR_VARIABLE out)
    if(code)
        message(FATAL_ERROR "${ARGV}\n${out}")
    endif()
    message(STATUS "${out}")
endfunction()

file(REMOVE_RECURSE ${WORK})
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/installed)
run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR} -B ${WORK}/build -G Ninja -DCMAKE_BUILD_TYPE=Debug
    -DCMAKE_CXX_COMPILER=${COMPILER} "-DCMAKE_CXX_FLAGS=${FLAGS}" -Dlonggamma_ROOT=${WORK}/installed)
run(${CMAKE_COMMAND} --build ${WORK}/build)
run(${WORK}/build/consumer)
