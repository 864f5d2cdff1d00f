# SPDX-License-Identifier: BSL-1.0
# longgamma_embed_text(<text file> <C++ file> <header> <function>): writes a C++ file that defines
# std::string_view <function>() returning the text. In pieces, because string literals have a length limit.
function(longgamma_embed_text input output header function)
    file(READ ${input} text)
    string(LENGTH "${text}" length)
    set(code "// Made from ${header}'s text file; do not edit.\n#include \"${header}\"\n\n#include <string>\n\n")
    string(APPEND code "std::string_view ${function}() {\n    static std::string const text = [] {\n        std::string all;\n")
    string(APPEND code "        for (char const* const piece : {\n")
    set(from 0)
    while(from LESS length)
        string(SUBSTRING "${text}" ${from} 8000 piece)
        string(APPEND code "R\"~(${piece})~\",\n")
        math(EXPR from "${from} + 8000")
    endwhile()
    string(APPEND code "             })\n            all += piece;\n        return all;\n    }();\n    return text;\n}\n")
    file(GENERATE OUTPUT ${output} CONTENT "${code}")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${input})
endfunction()
