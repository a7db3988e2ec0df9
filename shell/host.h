// What a home must offer: host_desktop.cpp (GLFW, OpenGL 3) and web/host_web.cpp (canvas, WebGL 2). The App
// sees nothing else of the platform; all calls return at once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shell {

class Host {
 public:
    virtual ~Host() = default;
    virtual void show_link(const std::string& link) = 0;  // the address bar, or the window title's state
    virtual std::string share_address(const std::string& link) = 0;  // complete address for "Share link"
    virtual void copy_text(const std::string& text) = 0;
    virtual void open_picture_dialog() = 0;  // answer: App::take_file
    virtual void open_data_dialog() = 0;     // likewise
    virtual void open_folder_dialog() = 0;   // likewise
    virtual void open_weights_dialog() = 0;  // the same, for .safetensors and .npz
    virtual bool has_camera() = 0;
    // Answers while it is on: App::take_camera some ten times a second, or camera_failed.
    virtual void run_camera(bool on) = 0;
    virtual void save_file(const std::string& name,
                           const std::vector<std::uint8_t>& bytes) = 0;  // a download, or a file
    virtual void fetch_data(
        const std::string& name) = 0;  // answers: App::data_progress / take_data... / data_failed
    virtual void stop_fetching(const std::string& name) = 0;     // no answer comes any more
    virtual std::string load_setting(std::string_view key) = 0;  // empty: none
    virtual void save_setting(std::string_view key, const std::string& value) = 0;
    virtual bool prefers_dark() = 0;
    virtual bool prefers_reduced_motion() = 0;
    virtual bool coarse_pointer() = 0;  // fingers: 44-pixel targets
    virtual void wake() = 0;            // a frame is wanted (from any thread)
};

}  // namespace shell
