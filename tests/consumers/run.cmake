# SPDX-License-Identifier: BSL-1.0
# cmake -DKIND=find_package|add_subdirectory -DSOURCE=... -DBUILD=... -DWORK=... -DCOMPILER=... -DFLAGS=... -P run.cmake
# Builds and runs a project that uses the library the way its users do.
function(run)
    execute_process(COMMAND ${ARGV} RESULT_VARIABLE code OUTPUT_VARIABLE out ERROR_VARIABLE out)
    if(code)
        message(FATAL_ERROR "${ARGV}\n${out}")
    endif()
    message(STATUS "${out}")
endfunction()

file(REMOVE_RECURSE ${WORK})
if(KIND STREQUAL "find_package")
    run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/installed)
    set(where -Dlonggamma_ROOT=${WORK}/installed)
else()
    set(where -DLONGGAMMA_SOURCE_DIR=${SOURCE})
endif()
run(${CMAKE_COMMAND} -S ${SOURCE}/tests/consumers/${KIND} -B ${WORK}/build -G Ninja -DCMAKE_BUILD_TYPE=Release
    -DCMAKE_CXX_COMPILER=${COMPILER} "-DCMAKE_CXX_FLAGS=${FLAGS}" ${where})
run(${CMAKE_COMMAND} --build ${WORK}/build)
run(${WORK}/build/consumer)
