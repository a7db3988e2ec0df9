# The Emscripten that is on the PATH, whichever it is (Debian's package, the SDK): finds its CMake platform file.
find_program(EM_CONFIG em-config)
if(NOT EM_CONFIG)
    message(FATAL_ERROR "Emscripten is missing: em-config is not on the PATH. On Debian: apt install emscripten")
endif()
execute_process(COMMAND ${EM_CONFIG} EMSCRIPTEN_ROOT OUTPUT_VARIABLE root OUTPUT_STRIP_TRAILING_WHITESPACE)
include(${root}/cmake/Modules/Platform/Emscripten.cmake)

# Debian's emcc needs the Node module acorn to link; a Node that is not Debian's looks for it only when told where.
if(EXISTS /usr/share/nodejs/acorn AND NOT EXISTS ${root}/node_modules/acorn)
    set(CMAKE_CXX_LINKER_LAUNCHER ${CMAKE_COMMAND} -E env NODE_PATH=/usr/share/nodejs)
endif()
