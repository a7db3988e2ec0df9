// GLFW and OpenGL around the App. The window is drawn when something happened or when the App asked for it;
// at rest the program sleeps.
#include "shell/host_desktop.h"

#include <GLFW/glfw3.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "core/io/image.h"
#include "imgui.h"
#include "imgui_impl_glfw.h"
#include "imgui_impl_opengl3.h"
#include "imgui_internal.h"
#include "shell/command_line/command_line.h"
#include "shell/command_line/data_files.h"
#include "shell/state/link.h"

namespace shell {
namespace {

constexpr double kWorkMilliseconds = 8;     // of a frame's 16: the rest is for drawing
constexpr double kWorkerSeconds = 0.02;     // between looks at a trainer that works in its own thread
constexpr double kStillSeconds = 1.0 / 60;  // a frame's time where frames are counted, for equal pictures
constexpr int kFramesOfScreenshot = 60;     // until what fades in has faded in
constexpr std::size_t kMostTitleBytes = 160;

DesktopHost& host_of(GLFWwindow* window) {
    return *static_cast<DesktopHost*>(glfwGetWindowUserPointer(window));
}

std::string why_not() {
    const char* text = nullptr;
    glfwGetError(&text);
    return text != nullptr ? text : "GLFW gives no reason";
}

// Mouse positions come in screen coordinates; the App counts in pixels of the framebuffer, which are finer on
// some systems.
double pixels_per_coordinate(GLFWwindow* window) {
    int width = 0;
    int pixels = 0;
    glfwGetWindowSize(window, &width, nullptr);
    glfwGetFramebufferSize(window, &pixels, nullptr);
    return width > 0 ? static_cast<double>(pixels) / width : 1.0;
}

}  // namespace

DesktopHost::DesktopHost(const Arguments& arguments) : arguments_(arguments), settings_(settings_path()) {
    const WindowArguments& window = arguments_.window;
    frames_ = window.frames.value_or(window.screenshot.empty() ? 0 : kFramesOfScreenshot);
}

DesktopHost::~DesktopHost() {
    app_.reset();
    if (window_ != nullptr) {
        ImGui_ImplOpenGL3_Shutdown();
        ImGui_ImplGlfw_Shutdown();
        ImGui::DestroyContext();
        glfwDestroyWindow(window_);
    }
    glfwTerminate();
}

cnn::Status DesktopHost::open() {
    if (const cnn::Status opened = open_window(); !opened) return opened;
    app_ = std::make_unique<App>(*this);
    return cnn::success();
}

cnn::Status DesktopHost::open_state() {
    if (const cnn::Status prepared = prepare(app_->session(), arguments_); !prepared) return prepared;
    app_->session().begin_history();
    if (!arguments_.window.picture.empty()) take_path(arguments_.window.picture);
    return cnn::success();
}

cnn::Status DesktopHost::open_window() {
    constexpr std::string_view kWithout = " Without a display there are --json, --text, --list and --train.";
    if (glfwInit() != GLFW_TRUE) {
        return cnn::Error{"There is no display to open a window on (" + why_not() + ")." +
                          std::string(kWithout)};
    }
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 2);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
    glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
    glfwWindowHintString(GLFW_X11_CLASS_NAME, "convolab");
    window_ =
        glfwCreateWindow(arguments_.window.width, arguments_.window.height, "Convolab", nullptr, nullptr);
    if (window_ == nullptr) {
        return cnn::Error{"There is no OpenGL 3.2 for the window (" + why_not() + ")." +
                          std::string(kWithout)};
    }
    glfwSetWindowSizeLimits(window_, 320, 400, GLFW_DONT_CARE, GLFW_DONT_CARE);
    glfwMakeContextCurrent(window_);
    glfwSwapInterval(frames_ > 0 ? 0 : 1);
    glfwSetWindowUserPointer(window_, this);
    ImGui::CreateContext();
    ImGui_ImplGlfw_InitForOpenGL(window_, false);
    ImGui_ImplOpenGL3_Init("#version 150");
    install_callbacks();
    return cnn::success();
}

void DesktopHost::install_callbacks() {
    glfwSetCursorPosCallback(window_, [](GLFWwindow* window, double x, double y) {
        host_of(window).changed_ = true;
        const double scale = pixels_per_coordinate(window);
        ImGui_ImplGlfw_CursorPosCallback(window, x * scale, y * scale);
    });
    glfwSetMouseButtonCallback(window_, [](GLFWwindow* window, int button, int action, int modifiers) {
        host_of(window).changed_ = true;
        ImGui_ImplGlfw_MouseButtonCallback(window, button, action, modifiers);
    });
    glfwSetScrollCallback(window_, [](GLFWwindow* window, double x, double y) {
        host_of(window).changed_ = true;
        ImGui_ImplGlfw_ScrollCallback(window, x, y);
    });
    glfwSetKeyCallback(window_, [](GLFWwindow* window, int key, int code, int action, int modifiers) {
        host_of(window).changed_ = true;
        if (action == GLFW_PRESS) host_of(window).on_key(key, modifiers);
        ImGui_ImplGlfw_KeyCallback(window, key, code, action, modifiers);
    });
    glfwSetCharCallback(window_, [](GLFWwindow* window, unsigned int character) {
        host_of(window).changed_ = true;
        ImGui_ImplGlfw_CharCallback(window, character);
    });
    glfwSetCursorEnterCallback(window_, [](GLFWwindow* window, int entered) {
        host_of(window).changed_ = true;
        ImGui_ImplGlfw_CursorEnterCallback(window, entered);
    });
    glfwSetWindowFocusCallback(window_, [](GLFWwindow* window, int focused) {
        host_of(window).changed_ = true;
        ImGui_ImplGlfw_WindowFocusCallback(window, focused);
    });
    glfwSetWindowRefreshCallback(window_, [](GLFWwindow* window) { host_of(window).changed_ = true; });
    glfwSetFramebufferSizeCallback(window_,
                                   [](GLFWwindow* window, int, int) { host_of(window).changed_ = true; });
    glfwSetDropCallback(window_, [](GLFWwindow* window, int count, const char** paths) {
        if (count > 0) host_of(window).take_path(paths[0]);
        if (count > 1)
            host_of(window).app_->session().say(
                "One file at a time: the first of the dropped files is taken.");
    });
}

void DesktopHost::on_key(int key, int modifiers) {
    if (key == GLFW_KEY_Q && (modifiers & (GLFW_MOD_CONTROL | GLFW_MOD_SUPER)) != 0) {
        glfwSetWindowShouldClose(window_, GLFW_TRUE);
    }
}

void DesktopHost::take_path(const std::string& path) {
    auto file = is_folder(path) ? read_picture_folder(path) : read_file(path, kMaxDataFileBytes);
    if (file) {
        app_->take_file(std::move(file).value());
    } else {
        app_->file_failed(file.error().sentence);
    }
}

cnn::Status DesktopHost::run() {
    double drawn_at = glfwGetTime();
    double due = drawn_at;
    for (int drawn = 0; (frames_ == 0 || drawn < frames_) && glfwWindowShouldClose(window_) == GLFW_FALSE;) {
        pass_time(frames_ > 0 ? 0 : due);
        const double now = glfwGetTime();
        if (frames_ == 0 && now < due && !changed_) continue;
        changed_ = false;
        due = now + draw(frames_ > 0 ? kStillSeconds : now - drawn_at);
        glfwSwapBuffers(window_);
        drawn_at = now;
        ++drawn;
    }
    return arguments_.window.screenshot.empty() ? cnn::success() : write_screenshot();
}

// Takes events, and works or sleeps until `due` at most.
void DesktopHost::pass_time(double due) {
    glfwPollEvents();
    const bool reading = data_.read_piece(*app_);
    const double start = glfwGetTime();
    const bool more = app_->work(kWorkMilliseconds);
    const bool worked_here = glfwGetTime() - start > kWorkMilliseconds / 2000;
    const double wait = std::min(due - glfwGetTime(), more ? kWorkerSeconds : due);
    if (reading || changed_ || (more && worked_here) || wait <= 0) return;
    if (std::isinf(wait)) {
        glfwWaitEvents();
    } else {
        glfwWaitEventsTimeout(wait);
    }
}

// One frame into the back buffer; returns in how many seconds the next is wanted.
double DesktopHost::draw(double seconds) {
    int width = 0;
    int height = 0;
    float ratio = 1;
    glfwGetFramebufferSize(window_, &width, &height);
    glfwGetWindowContentScale(window_, &ratio, nullptr);
    if (width == 0 || height == 0) return std::numeric_limits<double>::infinity();  // minimised
    if (width != width_ || height != height_ || ratio != pixel_ratio_) {
        app_->resize(width_ = width, height_ = height, pixel_ratio_ = ratio);
    }
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
    const double wish = app_->frame(seconds);
    glViewport(0, 0, width, height);
    const ImVec4 page = ImGui::GetStyle().Colors[ImGuiCol_WindowBg];
    glClearColor(page.x, page.y, page.z, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    if (app_->wants_pixels()) app_->take_pixels(width, height, read_frame());
    // ImGui takes one change of a key or button a frame: what is left waits for the next.
    return ImGui::GetCurrentContext()->InputEventsQueue.empty() ? wish : 0;
}

// RGBA of the back buffer, from its lowest row up.
std::vector<std::uint8_t> DesktopHost::read_frame() const {
    std::vector<std::uint8_t> rgba(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_) * 4);
    glReadBuffer(GL_BACK);
    glReadPixels(0, 0, width_, height_, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
    return rgba;
}

cnn::Status DesktopHost::write_screenshot() {
    draw(kStillSeconds);  // once more, and not swapped: the buffer that is shown need not be readable
    cnn::Picture picture{width_, height_, {}};
    const auto row = static_cast<std::size_t>(width_) * 4;
    const std::vector<std::uint8_t> upside_down = read_frame();
    for (int y = height_ - 1; y >= 0; --y) {
        const auto from = upside_down.begin() + static_cast<std::ptrdiff_t>(row) * y;
        picture.rgba.insert(picture.rgba.end(), from, from + static_cast<std::ptrdiff_t>(row));
    }
    for (std::size_t i = 3; i < picture.rgba.size(); i += 4) picture.rgba[i] = 255;
    const std::vector<std::uint8_t> png = cnn::write_png(picture);
    std::FILE* stream = std::fopen(arguments_.window.screenshot.c_str(), "wb");
    const bool written = stream != nullptr && std::fwrite(png.data(), 1, png.size(), stream) == png.size();
    if (stream != nullptr && std::fclose(stream) == 0 && written) return cnn::success();
    return cnn::Error{"The screenshot cannot be written to \"" + shown(arguments_.window.screenshot) + "\"."};
}

void DesktopHost::show_link(const std::string& link) {
    const bool fits = link.size() <= kMostTitleBytes;
    glfwSetWindowTitle(window_,
                       ("Convolab  " + (fits ? link : link.substr(0, kMostTitleBytes) + "...")).c_str());
}

// There is no address on a desktop; this line opens the same state wherever the program is.
std::string DesktopHost::share_address(const std::string& link) { return "convolab --link \"" + link + "\""; }

void DesktopHost::copy_text(const std::string& text) { glfwSetClipboardString(window_, text.c_str()); }

void DesktopHost::open_picture_dialog() {
    app_->session().say(
        "Drop a PNG or JPEG picture on this window, or name it on the command line: convolab picture.png");
    wake();
}

void DesktopHost::open_data_dialog() {
    app_->session().say(
        "Drop a .csv table, a folder or a .zip with a folder of .png or .jpg pictures for each class, or the "
        "two files of an IDX set on this window.");
    wake();
}

void DesktopHost::open_folder_dialog() {
    app_->session().say(
        "Drop a folder with a folder of .png or .jpg pictures for each class on this window.");
    wake();
}

void DesktopHost::open_weights_dialog() {
    app_->session().say("Drop a .safetensors or .npz file on this window.");
    wake();
}

// Into the folder that the program was started in.
void DesktopHost::save_file(const std::string& name, const std::vector<std::uint8_t>& bytes) {
    std::error_code error;
    const std::string folder = std::filesystem::current_path(error).string();
    const cnn::Status written = write_file(name, bytes);
    app_->session().say(written ? "Wrote " + name + " into " + folder + "." : written.error().sentence);
    wake();
}

void DesktopHost::fetch_data(const std::string& name) {
    data_.start(name, data_directories(arguments_.data_directory, arguments_.program));
    wake();
}

void DesktopHost::stop_fetching(const std::string& name) { data_.stop(name); }

bool DesktopHost::prefers_dark() {
    const char* theme = std::getenv("GTK_THEME");
    return theme != nullptr && std::string_view(theme).find("dark") != std::string_view::npos;
}

void DesktopHost::wake() {
    changed_ = true;
    glfwPostEmptyEvent();
}

}  // namespace shell
