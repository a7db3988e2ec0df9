// One texture that holds every small picture of the screen. A picture is written again only when its pixels
// change, so a hundred feature maps cost two triangles each.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "imgui.h"
#include "shell/theme.h"

namespace shell {

class PictureAtlas {
 public:
    PictureAtlas();  // an ImGui context exists
    ~PictureAtlas();
    PictureAtlas(const PictureAtlas&) = delete;
    PictureAtlas& operator=(const PictureAtlas&) = delete;

    void begin_frame();

    struct Place {
        ImVec2 uv_min;
        ImVec2 uv_max;
    };
    // The place of picture `name`, width x height texels; `colour_at(x, y)` is asked for its texels only when
    // `content` (a hash of what they depend on) is new. False: no room left in this frame.
    bool put(std::string_view name, int width, int height, std::uint64_t content,
             const std::function<Rgb(int, int)>& colour_at, Place& place);
    ImTextureRef texture() const { return texture_->GetTexRef(); }

 private:
    struct Slot {
        int x = 0;
        int y = 0;
        int width = 0;
        int height = 0;
        std::uint64_t content = 0;
    };
    Slot* find_slot(std::string_view name, int width, int height);
    void write(const Slot& slot, const std::function<Rgb(int, int)>& colour_at);

    ImTextureData* texture_;
    std::map<std::string, Slot, std::less<>> slots_;
    int shelf_x_ = 0;  // pictures stand on shelves, from left to right
    int shelf_y_ = 0;
    int shelf_height_ = 0;
    bool full_ = false;
};

}  // namespace shell
