// The home on a desktop: a GLFW window with OpenGL 3, the clipboard, dropped files, data sets from the disk.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "shell/app.h"
#include "shell/command_line/arguments.h"
#include "shell/data_reader_desktop.h"
#include "shell/settings_desktop.h"

struct GLFWwindow;

namespace shell {

class DesktopHost final : public Host {
 public:
    explicit DesktopHost(const Arguments& arguments);
    ~DesktopHost() override;

    // Opens the window and the App in it; or says why there is none.
    cnn::Status open();
    // Opens the link, the commands and the picture of the arguments; or says which is impossible.
    cnn::Status open_state();
    // Draws until the window is closed, or as many frames as the arguments say; then the screenshot, if one
    // is wanted.
    cnn::Status run();

    void show_link(const std::string& link) override;
    std::string share_address(const std::string& link) override;
    void copy_text(const std::string& text) override;
    void open_picture_dialog() override;
    void open_data_dialog() override;
    void open_folder_dialog() override;
    void open_weights_dialog() override;
    bool has_camera() override { return false; }
    void run_camera(bool) override {}
    void save_file(const std::string& name, const std::vector<std::uint8_t>& bytes) override;
    void fetch_data(const std::string& name) override;
    void stop_fetching(const std::string& name) override;
    std::string load_setting(std::string_view key) override { return settings_.get(key); }
    void save_setting(std::string_view key, const std::string& value) override { settings_.set(key, value); }
    bool prefers_dark() override;
    bool prefers_reduced_motion() override { return false; }
    bool coarse_pointer() override { return false; }
    void wake() override;

 private:
    cnn::Status open_window();
    void install_callbacks();
    void on_key(int key, int modifiers);
    void take_path(const std::string& path);
    void pass_time(double due);
    double draw(double seconds);
    std::vector<std::uint8_t> read_frame() const;
    cnn::Status write_screenshot();

    Arguments arguments_;
    Settings settings_;
    DataReader data_;
    GLFWwindow* window_ = nullptr;
    std::unique_ptr<App> app_;
    std::atomic<bool> changed_ = true;  // input came, or somebody woke us: a frame is due
    int frames_ = 0;                    // to draw; 0: until the window is closed
    int width_ = 0;                     // of the framebuffer, in pixels
    int height_ = 0;
    float pixel_ratio_ = 0;
};

}  // namespace shell
