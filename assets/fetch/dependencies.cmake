# What comes from outside, as targets: stb, nlohmann_json, doctest (headers), imgui and its backends, glfw, cli11.
#
# Two roads for each. Headers and libraries that this system has are used (on Debian: libstb-dev nlohmann-json3-dev
# doctest-dev libglfw3-dev libcli11-dev, and for Dear ImGui the script assets/fetch/imgui). What it lacks is fetched from
# upstream, pinned by SHA-256. Who wants to check the hashes finds them in Conan's recipes as well
# (conan-center-index: recipes/NAME/.../conandata.yml).
include(FetchContent)
set(FETCHCONTENT_BASE_DIR ${PROJECT_SOURCE_DIR}/build/deps CACHE PATH "Where fetched sources are shared by all presets")
if(POLICY CMP0135)
    cmake_policy(SET CMP0135 NEW)  # a fetched file is as old as its download, so that a new version is compiled
endif()

# Declares an upstream archive. Only its files are wanted: a SOURCE_SUBDIR that does not exist keeps its own CMake out.
function(convolab_upstream name sha256 url)
    FetchContent_Declare(${name} URL ${url} URL_HASH SHA256=${sha256} SOURCE_SUBDIR not-its-cmake)
endfunction()
convolab_upstream(imgui 97484925aec2f4d3e913d6644d46b234f8d6d8d98c6aa9c50109e0f0df772090  # the commit of tag v1.92.2b
    https://github.com/ocornut/imgui/archive/45acd5e0e82f4c954432533ae9985ff0e1aad6d5.tar.gz)
convolab_upstream(stb 93a16ee3e866e719feec459f6f132cce932c5ec751eb38e3ec1975f911353d2e  # stb_image 2.27
    https://github.com/nothings/stb/archive/8b5f1f37b5b75829fc72d38e7b5d4bcbf8a26d55.zip)
convolab_upstream(nlohmann_json d6c65aca6b1ed68e7a182f4757257b107ae403032760ed6ef121c9d55e81757d
    https://github.com/nlohmann/json/releases/download/v3.11.3/json.tar.xz)
convolab_upstream(doctest 19b2df757f2f3703a5e63cee553d85596875f06d91a3333acd80a969ef210856
    https://github.com/doctest/doctest/archive/v2.4.9.tar.gz)
convolab_upstream(cli11 f2d893a65c3b1324c50d4e682c0cdc021dd0477ae2c048544f39eed6654b699a
    https://github.com/CLIUtils/CLI11/archive/v2.4.2.tar.gz)
FetchContent_Declare(glfw URL https://github.com/glfw/glfw/releases/download/3.4/glfw-3.4.zip
    URL_HASH SHA256=b5ec004b2712fd08e8861dc271428f048775200a2df719ccf575143ba749a3e9)

# A target for a header-only library: `header` is included as written; upstream keeps it in `folder` of its archive.
# A system's headers are linked into a directory of their own, because a cross compiler must not see all of /usr/include.
function(convolab_headers target header folder)
    find_path(${target}_INCLUDE_DIR ${header} PATH_SUFFIXES stb NO_CMAKE_FIND_ROOT_PATH
        PATHS /usr/include /usr/local/include /opt/homebrew/include)
    get_filename_component(own ${header} DIRECTORY)
    if(NOT ${target}_INCLUDE_DIR)
        FetchContent_MakeAvailable(${target})
        set(include ${${target}_SOURCE_DIR}/${folder})
    elseif(own)
        set(include ${CMAKE_BINARY_DIR}/include/${target})
        file(MAKE_DIRECTORY ${include})
        file(CREATE_LINK ${${target}_INCLUDE_DIR}/${own} ${include}/${own} SYMBOLIC)
    else()
        set(include ${${target}_INCLUDE_DIR})
    endif()
    add_library(${target} INTERFACE)
    target_include_directories(${target} SYSTEM INTERFACE ${include})
endfunction()
convolab_headers(stb stb_image.h .)
convolab_headers(nlohmann_json nlohmann/json.hpp single_include)
# No streams, paths or ranges, whose headers take a compiler as long as all the rest of it.
target_compile_definitions(nlohmann_json INTERFACE JSON_NOEXCEPTION JSON_NO_IO JSON_HAS_FILESYSTEM=0
    JSON_HAS_EXPERIMENTAL_FILESYSTEM=0 JSON_HAS_RANGES=0)
if(CONVOLAB_TESTS)
    convolab_headers(doctest doctest/doctest.h .)
endif()
if(CONVOLAB_TESTS OR CONVOLAB_BENCH OR NOT EMSCRIPTEN)
    convolab_headers(cli11 CLI/CLI.hpp include)
endif()

# Dear ImGui: its core, and each backend as a target of its own. Debian's road first, where this is Debian.
function(convolab_imgui)
    if(NOT FETCHCONTENT_SOURCE_DIR_IMGUI)
        execute_process(COMMAND ${PROJECT_SOURCE_DIR}/assets/fetch/imgui)
        if(EXISTS ${PROJECT_SOURCE_DIR}/build/deps/imgui/imgui.h)
            set(FETCHCONTENT_SOURCE_DIR_IMGUI ${PROJECT_SOURCE_DIR}/build/deps/imgui)
        endif()
    endif()
    FetchContent_MakeAvailable(imgui)
    add_library(imgui STATIC ${imgui_SOURCE_DIR}/imgui.cpp ${imgui_SOURCE_DIR}/imgui_draw.cpp
        ${imgui_SOURCE_DIR}/imgui_tables.cpp ${imgui_SOURCE_DIR}/imgui_widgets.cpp)
    target_include_directories(imgui SYSTEM PUBLIC ${imgui_SOURCE_DIR} ${imgui_SOURCE_DIR}/backends)
    # Indices of 32 bits: with 16, a draw list ends at 65,536 vertices where the backend has no vertex offset (WebGL 2).
    target_compile_definitions(imgui PUBLIC IMGUI_DISABLE_OBSOLETE_FUNCTIONS IMGUI_DISABLE_DEMO_WINDOWS
        IMGUI_DISABLE_DEBUG_TOOLS "ImDrawIdx=unsigned int")
    if(EMSCRIPTEN)
        target_compile_definitions(imgui PUBLIC IMGUI_IMPL_OPENGL_ES3)  # WebGL 2; the backend's own choice is WebGL 1
    endif()
    target_compile_options(imgui PRIVATE -fno-exceptions -fno-rtti)
    add_library(imgui_opengl3 STATIC ${imgui_SOURCE_DIR}/backends/imgui_impl_opengl3.cpp)
    target_link_libraries(imgui_opengl3 PUBLIC imgui)
    if(CONVOLAB_PROGRAM AND NOT EMSCRIPTEN)
        add_library(imgui_glfw STATIC ${imgui_SOURCE_DIR}/backends/imgui_impl_glfw.cpp)
        target_link_libraries(imgui_glfw PUBLIC imgui glfw)
    endif()
endfunction()

if(CONVOLAB_PROGRAM AND NOT EMSCRIPTEN)
    find_package(OpenGL REQUIRED)
    find_package(glfw3 3.3 QUIET)
    if(NOT glfw3_FOUND)
        foreach(part EXAMPLES TESTS DOCS)
            set(GLFW_BUILD_${part} OFF CACHE BOOL "")
        endforeach()
        set(GLFW_INSTALL OFF CACHE BOOL "")
        FetchContent_MakeAvailable(glfw)
    endif()
endif()
convolab_imgui()
