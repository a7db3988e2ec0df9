#include "shell/ui.h"

#include <algorithm>
#include <cmath>

namespace shell {
namespace {

// ImGui's font size is the height of a line (ascent - descent); Inter's is 1.21 em. Design sizes are em, as
// in CSS.
constexpr float kInterLine = 1.21F;

float em_size(TextStyle style) {
    switch (style) {
        case TextStyle::kBody:
        case TextStyle::kBold:
            return 14;
        case TextStyle::kSmall:
        case TextStyle::kLabel:
            return 12;
        case TextStyle::kTitle:
            return 20;
        case TextStyle::kFigure:
            return 30;
    }
    return 14;
}

ImU32 packed(Rgb colour, float alpha) {
    return IM_COL32(colour.r, colour.g, colour.b,
                    static_cast<int>(std::lround(std::clamp(alpha, 0.0F, 1.0F) * 255)));
}

}  // namespace

float Ui::px(float design) const {
    const float device = std::round(design * scale);
    return design > 0 ? std::max(device, 1.0F) : device;
}

float Ui::target() const {
    if (!coarse_pointer) return px(32);
    return std::max(std::round(44.0F * pixel_ratio), font_size(TextStyle::kBody) + px(8));
}

ImU32 Ui::colour(Colour which, float alpha) const { return packed((*theme)[which], alpha); }
ImU32 Ui::colour(Rgb which, float alpha) const { return packed(which, alpha); }

ImFont* Ui::font(TextStyle style) const {
    return style == TextStyle::kBody || style == TextStyle::kSmall ? regular : bold;
}

float Ui::font_size(TextStyle style) const { return std::round(em_size(style) * kInterLine * scale); }

void Ui::command(std::string_view name, nlohmann::json args) {
    commands.push_back({std::string(name), std::move(args)});
    wants_frame();
}

void Ui::set(std::string_view key, nlohmann::json value) {
    command("set", {{"key", key}, {"value", std::move(value)}});
}

void Ui::refuse(std::string sentence, std::string_view control) {
    refusal = std::move(sentence);
    refused = control;
    wants_frame();
}

void Ui::name_item(std::string_view name) {
    name_item(name, ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
}

void Ui::name_item(std::string_view name, ImVec2 min, ImVec2 max) {
    items.push_back({std::string(name), min.x, min.y, max.x - min.x, max.y - min.y});
}

void Ui::wants_frame(double in_seconds) { next_frame = std::min(next_frame, in_seconds); }

}  // namespace shell
