# SPDX-License-Identifier: BSL-1.0
# cmake -DPROGRAM=... -DREADME=... -DSOURCE=... -P readme_snippet.cmake
# The code of the README is examples/quickstart.cpp, and the output it shows is what that program prints.
file(READ ${README} readme)
file(READ ${SOURCE} source)
string(REGEX REPLACE "^// SPDX[^\n]*\n" "" source "${source}")
execute_process(COMMAND ${PROGRAM} OUTPUT_VARIABLE printed COMMAND_ERROR_IS_FATAL ANY)
foreach(part source printed)
    string(FIND "${readme}" "${${part}}" at)
    if(at EQUAL -1)
        message(SEND_ERROR "README.md does not contain the ${part} of quickstart.cpp:\n${${part}}")
    endif()
endforeach()
