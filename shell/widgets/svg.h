// A part of a drawn frame as SVG: shapes as paths, text as text that can be selected and searched, pictures
// inside.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "imgui.h"

namespace shell {

// RGBA, row by row, as the address of a picture that stands in itself: "data:image/png;base64,...".
using EmbedPicture = std::function<std::string(int width, int height, std::vector<std::uint8_t> rgba)>;

struct SvgPart {
    ImVec2 min;  // of the screen, device pixels
    ImVec2 max;
    float pixel_ratio = 1;  // device pixels per unit of the SVG
    const ImFont* bold = nullptr;
};

// The frame was drawn without anti-aliasing (ImGuiStyle), whose fringes have no place in an SVG.
std::string svg_of(const ImDrawData& frame, const SvgPart& part, const EmbedPicture& embed);

}  // namespace shell
