// Reads the source tree and keeps what the folders promise: who includes whom, that core/ is plain C++, that only
// *_web and *_desktop files know a platform and only core/kernels/isa/ knows an instruction set.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

template <std::size_t n>
bool contains_any(std::string_view text, const std::array<std::string_view, n>& parts) {
    for (std::string_view part : parts)
        if (contains(text, part)) return true;
    return false;
}

// One row per layer: the files whose path begins with `files` may include what begins with a word of `may_include`.
// The first row that fits counts. "core" alone stands for all of core/.
struct Layer {
    std::string_view files;
    std::vector<std::string_view> may_include;
};

const std::vector<Layer>& layers() {
    static const std::vector<Layer> table = {
        {"core/base/", {"core/base/"}},
        {"core/tensor/", {"core/tensor/", "core/base/"}},
        {"core/kernels/", {"core/kernels/", "core/tensor/", "core/base/"}},
        {"core/ops/", {"core/ops/", "core/kernels/", "core/tensor/", "core/base/"}},
        {"core/net/", {"core/net/", "core/ops/", "core/kernels/", "core/tensor/", "core/base/"}},
        {"core/train/",
         {"core/train/", "core/net/", "core/ops/", "core/kernels/", "core/tensor/", "core/base/", "assets/embedded.h"}},
        {"core/io/",
         {"core/io/", "core/train/", "core/net/", "core/ops/", "core/kernels/", "core/tensor/", "core/base/"}},
        {"core/runner/",
         {"core/runner/", "core/train/", "core/net/", "core/ops/", "core/kernels/", "core/tensor/", "core/base/"}},
        {"shell/state/", {"shell/state/", "core/base/"}},
        {"shell/theme", {"shell/theme", "shell/state/", "core/base/", "assets/embedded.h"}},
        {"shell/ui", {"shell/ui", "shell/theme", "shell/host.h", "shell/state/", "core/base/"}},
        {"shell/widgets/",
         {"shell/widgets/", "shell/ui", "shell/theme", "shell/state/", "core/base/", "core/tensor/", "core/ops/", "core/net/"}},
        {"shell/lessons/",
         {"shell/lessons/", "shell/session", "shell/widgets/", "shell/ui", "shell/theme", "shell/state/", "core/"}},
        {"shell/session", {"shell/session", "shell/lessons/", "shell/state/", "core/base/"}},
        {"shell/command_line", {"shell/command_line", "shell/session", "shell/lessons/", "shell/state/", "core/"}},
        {"shell/host.h", {}},
        {"shell/app", {"shell/", "core/runner/", "core/io/image.h", "core/base/", "assets/embedded.h"}},
        {"shell/", {"shell/", "core/"}},  // the desktop's home and the mains
        {"web/", {"web/", "shell/", "core/"}},
        {"tests/", {"tests/", "shell/", "core/", "assets/embedded.h"}},
    };
    return table;
}

// A lesson's folder "shell/lessons/01_convolution/"; empty for the files that all lessons share.
std::string_view lesson_folder(std::string_view path) {
    constexpr std::string_view kLessons = "shell/lessons/";
    if (!path.starts_with(kLessons)) return {};
    const std::size_t slash = path.find('/', kLessons.size());
    return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash + 1);
}

bool is_platform_file(std::string_view path) {
    const std::string stem = fs::path(path).stem().string();
    return stem.ends_with("_web") || stem.ends_with("_desktop");
}

// Files that draw: everything of the shell that stands on Dear ImGui.
bool may_draw(std::string_view path) {
    const std::string name = fs::path(path).filename().string();
    if (path.starts_with("shell/lessons/")) return name.starts_with("lesson.") || name.starts_with("view");
    return path.starts_with("shell/widgets/") || path.starts_with("shell/app") || path.starts_with("shell/ui") ||
           path.starts_with("shell/theme") || is_platform_file(path);
}

// `included` is what stands between the quotes of an #include in `path`.
std::string complain_about_own_include(std::string_view path, std::string_view included) {
    static constexpr std::array<std::string_view, 3> kScreen = {"shell/session", "shell/widgets/", "shell/ui"};
    for (const Layer& layer : layers()) {
        if (!path.starts_with(layer.files)) continue;
        const std::string_view theirs = lesson_folder(included);
        if (!theirs.empty() && !lesson_folder(path).empty() && theirs != lesson_folder(path))
            return "a lesson never includes another lesson";
        if (path.starts_with("shell/lessons/") && !may_draw(path) && contains_any(included, kScreen))
            return "only lesson.cpp and view_* files of a lesson know the screen";
        for (std::string_view allowed : layer.may_include)
            if (included.starts_with(allowed)) return {};
        return "an arrow that points the wrong way, or a path that is not relative to the root";
    }
    return "no layer has this file";
}

// `included` is what stands between the angle brackets.
std::string complain_about_outside_include(std::string_view path, std::string_view included) {
    static constexpr std::array<std::string_view, 4> kDrawing = {"imgui", "GLFW/", "GLES", "GL/"};
    static constexpr std::array<std::string_view, 5> kThreadsAndClocks = {"thread", "mutex", "condition_variable",
                                                                          "future", "chrono"};
    static constexpr std::array<std::string_view, 2> kFiles = {"filesystem", "fstream"};
    static constexpr std::array<std::string_view, 3> kIntrinsics = {"intrin.h", "wasm_simd128.h", "arm_neon.h"};
    const bool core = path.starts_with("core/");
    if (contains_any(included, kDrawing) && !may_draw(path) && !path.starts_with("tests/"))
        return "only what draws knows Dear ImGui, GLFW or OpenGL";
    if (included.starts_with("emscripten") && !is_platform_file(path)) return "only *_web files know Emscripten";
    if (core && !path.starts_with("core/runner/") && contains_any(included, kThreadsAndClocks))
        return "only core/runner owns threads and reads clocks";
    if (core && contains_any(included, kFiles)) return "core/ knows no files; it is given bytes";
    if (contains_any(included, kIntrinsics) && !path.starts_with("core/kernels/isa/"))
        return "only core/kernels/isa/ includes intrinsics";
    return {};
}

std::string complain_about_code(std::string_view path, std::string_view line) {
    static constexpr std::array<std::string_view, 7> kPlatforms = {
        "__EMSCRIPTEN__", "__EMSCRIPTEN_PTHREADS__", "_WIN32", "__APPLE__", "__linux__", "__unix__", "__ANDROID__"};
    static constexpr std::array<std::string_view, 5> kInstructionSets = {"_mm_", "_mm256_", "_mm512_", "wasm_f32x4_",
                                                                         "vld1q_"};
    if (contains_any(line, kPlatforms) && !is_platform_file(path))
        return "only *_web and *_desktop files ask which platform this is";
    if (contains_any(line, kInstructionSets) && !path.starts_with("core/kernels/isa/"))
        return "only core/kernels/isa/ uses intrinsics";
    if (line.find("thread_local") != std::string_view::npos && !path.starts_with("tests/"))
        return "no thread-local variables: the page's form without threads has none (core/io/stb.h)";
    return {};
}

// What is wrong with one line of the file `path` (relative to the root); empty: nothing.
std::string complain_about_line(std::string_view path, std::string_view line) {
    while (!line.empty() && std::isspace(static_cast<unsigned char>(line.front())) != 0) line.remove_prefix(1);
    if (line.starts_with("//")) return {};
    if (!line.starts_with("#include")) return complain_about_code(path, line);
    const std::size_t from = line.find_first_of("<\"");
    const std::size_t to = line.find_last_of(">\"");
    if (from == std::string_view::npos || to <= from) return "an #include that cannot be read";
    const std::string_view included = line.substr(from + 1, to - from - 1);
    const bool own = line[from] == '"' && !included.starts_with("imgui");  // its files are found by name, not by path
    return own ? complain_about_own_include(path, included) : complain_about_outside_include(path, included);
}

// A file's first line tells what the file is for; a .cpp may leave that to the header of its name.
std::string complain_about_first_line(const std::string& path, const std::string& line) {
    const std::string header = fs::path(path).replace_extension(".h").generic_string();
    if (line.starts_with("// ") || (path.ends_with(".cpp") && line == "#include \"" + header + "\"")) return {};
    return "the first line does not tell what the file is for";
}

// Complaints about a whole file, each with its line.
std::vector<std::string> complaints(const std::string& path, std::istream& text) {
    std::vector<std::string> found;
    std::string line;
    for (int number = 1; std::getline(text, line); ++number) {
        std::string what = complain_about_line(path, line);
        if (number == 1 && what.empty()) what = complain_about_first_line(path, line);
        if (!what.empty()) found.push_back(path + ":" + std::to_string(number) + ": " + what + ": " + line);
    }
    return found;
}

std::vector<std::string> complaints_about(const std::string& path, const std::string& text) {
    std::istringstream stream(text);
    return complaints(path, stream);
}

// This file is left out: its made-up lines break every rule on purpose.
bool is_source(const fs::path& path) {
    return (path.extension() == ".cpp" || path.extension() == ".h") && path.filename() != "architecture_test.cpp";
}

}  // namespace

TEST_CASE("architecture: the source tree keeps its rules") {
    const fs::path root = CONVOLAB_SOURCE_DIR;
    int files = 0;
    for (const char* folder : {"core", "shell", "web", "tests"}) {
        for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
            if (!entry.is_regular_file() || !is_source(entry.path())) continue;
            ++files;
            std::ifstream text(entry.path());
            for (const std::string& complaint : complaints(fs::relative(entry.path(), root).generic_string(), text))
                FAIL_CHECK(complaint);
        }
    }
    CHECK_MESSAGE(files > 50, "the tree was not read: " << root.string());
}

TEST_CASE("architecture: the top level holds only what the README maps") {
    const std::vector<std::string> allowed = {
        "CMakeLists.txt", "CMakePresets.json", "CMakeUserPresets.json", "LICENSE", "README.md", "assets", "build",
        "core", "shell", "tests", "web", ".ci", ".clang-format", ".clang-tidy", ".editorconfig", ".git", ".gitignore"};
    for (const auto& entry : fs::directory_iterator(fs::path(CONVOLAB_SOURCE_DIR))) {
        const std::string name = entry.path().filename().string();
        CHECK_MESSAGE(std::find(allowed.begin(), allowed.end(), name) != allowed.end(), name);
    }
}

TEST_CASE("architecture: each rule finds its offender") {
    struct Row {
        const char* path;
        const char* line;
        bool fine;
    };
    const Row rows[] = {
        {"core/ops/conv2d/conv2d.cpp", "#include \"core/base/assert.h\"", true},
        {"core/ops/conv2d/conv2d.cpp", "#include \"core/net/network.h\"", false},
        {"core/ops/conv2d/conv2d.cpp", "#include \"conv2d.h\"", false},
        {"core/base/rng.h", "#include \"core/tensor/tensor.h\"", false},
        {"core/base/rng.h", "#include <cstdint>", true},
        {"core/train/trainer.cpp", "#include <chrono>", false},
        {"core/runner/threaded.cpp", "#include <thread>", true},
        {"core/io/idx.cpp", "#include <fstream>", false},
        {"core/net/network.cpp", "#include <imgui.h>", false},
        {"core/net/network.cpp", "#include <emscripten.h>", false},
        {"core/kernels/gemm.cpp", "#include <immintrin.h>", false},
        {"core/kernels/gemm.cpp", "    x = _mm256_add_ps(x, y);", false},
        {"core/kernels/gemm.cpp", "// as _mm256_add_ps does", true},
        {"core/kernels/isa/avx2.cpp", "#include <immintrin.h>", true},
        {"core/io/stb.cpp", "thread_local int limit = 0;", false},
        {"core/base/math.h", "#ifdef __EMSCRIPTEN__", false},
        {"shell/app.cpp", "#ifdef __EMSCRIPTEN__", false},
        {"web/host_web.cpp", "#include <emscripten.h>", true},
        {"shell/state/link.cpp", "#include \"core/net/network.h\"", false},
        {"shell/widgets/grid.cpp", "#include \"core/runner/runner.h\"", false},
        {"shell/widgets/grid.cpp", "#include <imgui.h>", true},
        {"shell/lessons/01_a/model.cpp", "#include <imgui.h>", false},
        {"shell/lessons/01_a/model.cpp", "#include \"imgui.h\"", false},
        {"shell/lessons/01_a/model.cpp", "#include \"shell/widgets/text.h\"", false},
        {"shell/lessons/01_a/lesson.cpp", "#include \"shell/widgets/text.h\"", true},
        {"shell/lessons/01_a/lesson.cpp", "#include <imgui.h>", true},
        {"shell/lessons/01_a/model.cpp", "#include \"shell/lessons/02_b/model.h\"", false},
        {"shell/lessons/01_a/lesson.cpp", "#include \"shell/lessons/01_a/model.h\"", true},
        {"shell/lessons/01_a/lesson.cpp", "#include \"shell/app.h\"", false},
        {"shell/host.h", "#include \"shell/app.h\"", false},
        {"elsewhere/x.cpp", "#include \"core/base/rng.h\"", false},
    };
    for (const Row& row : rows) {
        CAPTURE(row.path);
        CAPTURE(row.line);
        CHECK(complain_about_line(row.path, row.line).empty() == row.fine);
    }
    CHECK(complaints_about("core/base/rng.h", "// Numbers.\n#pragma once\n").empty());
    CHECK(complaints_about("core/base/rng.h", "#pragma once\n").size() == 1);
    CHECK(complaints_about("core/base/hash.cpp", "#include \"core/base/hash.h\"\n").empty());
    CHECK(complaints_about("core/base/hash.cpp", "#include \"core/base/rng.h\"\n").size() == 1);
}
