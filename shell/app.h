// The ImGui program: one source for both homes. The home owns the window, the renderer backend and the input;
// it feeds ImGui's io, calls frame(), and renders ImGui::GetDrawData().
#pragma once

#include <span>

#include "shell/host.h"
#include "shell/session.h"

namespace shell {

class App {
 public:
    explicit App(Host& host);  // an ImGui context exists; fonts and style are set here
    ~App();

    // Everything is drawn in device pixels; `pixel_ratio` of them make one CSS pixel or point.
    void resize(int width, int height, float pixel_ratio);

    // Builds one frame (ImGui::NewFrame .. Render), to be drawn over the style's window colour: clearing to
    // it costs less than filling. `seconds` since the last call. Returns in how many seconds the next frame
    // is wanted if no input comes: 0 = at once, infinity = at rest.
    double frame(double seconds);
    // Work that is not a picture (the sliced trainer), for about `milliseconds`; true while there is more.
    bool work(double milliseconds);

    Session& session();
    // {"ui": {"layout": "phone", "theme": "dark", "text_size": 125, "items": {name: [x, y, width, height]}}}
    // of the last frame, in device pixels; homes merge it into what window.convolab.state() and the like
    // return.
    nlohmann::json ui_state() const;
    void take_file(GivenFile file);        // dropped, opened or pasted
    void file_failed(std::string reason);  // it could not be read
    void take_camera(GivenFile picture);   // decoded; what comes after the camera was put off is dropped
    void camera_failed(std::string reason);
    void file_over(bool over);  // a file is being dragged over the window: the drop hint shows
    void data_progress(std::string_view name, double share);
    // One file of the set, or what is left of them when all are there. False: no more are wanted.
    bool take_data_file(std::string_view name, GivenFile file);
    void take_data(std::string_view name, std::vector<GivenFile> files);
    void data_failed(std::string_view name, std::string reason);
    // A picture of the stage is wanted: after rendering, the home reads the frame's pixels and hands them
    // over.
    bool wants_pixels() const;
    void take_pixels(int width, int height,
                     std::span<const std::uint8_t> bottom_up);  // RGBA, as OpenGL reads them
    void set_dark(bool dark);                                   // the system's preference changed

 private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace shell
