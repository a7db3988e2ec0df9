#include "shell/widgets/pictures.h"

#include <algorithm>
#include <cmath>

#include "core/base/bits.h"
#include "shell/widgets/picture_atlas.h"
#include "shell/widgets/press.h"
#include "shell/widgets/text.h"

namespace shell {
namespace {

Rgb pixel_colour(const Theme& theme, const Picture& picture, float value) {
    const float share = picture.limit > 0 ? value / picture.limit : 0;
    switch (picture.map) {
        case Map::kInk:
            return ink_colour(theme, share);
        case Map::kGrey:
            return mix(rgb(0x000000), rgb(0xFFFFFF), share);
        case Map::kSigned:
            return signed_colour(theme, share);
        case Map::kRed:
            return mix(rgb(0x000000), rgb(0xFF0000), share);
        case Map::kGreen:
            return mix(rgb(0x000000), rgb(0x00FF00), share);
        case Map::kBlue:
            return mix(rgb(0x000000), rgb(0x0000FF), share);
        case Map::kColour:
            break;  // takes three values
    }
    return {};
}

// FNV-1a over everything that the texels depend on.
std::uint64_t content_hash(const Theme& theme, const Picture& picture) {
    std::uint64_t hash = 14695981039346656037ULL;
    const auto add = [&hash](std::uint32_t word) { hash = (hash ^ word) * 1099511628211ULL; };
    add(static_cast<std::uint32_t>(picture.map) * 2 + (theme.dark ? 1 : 0));
    add(cnn::bits_of(picture.limit));
    add(static_cast<std::uint32_t>(picture.width));
    for (const float value : picture.values) add(cnn::bits_of(value));
    return hash;
}

float value_at(const Picture& picture, int x, int y, int plane = 0) {
    const auto index = (static_cast<std::ptrdiff_t>(plane) * picture.height + y) * picture.width + x;
    const auto i = static_cast<std::size_t>(index);
    return i < picture.values.size() ? picture.values[i] : 0;
}

Rgb texel(const Theme& theme, const Picture& picture, int x, int y) {
    if (picture.map != Map::kColour) return pixel_colour(theme, picture, value_at(picture, x, y));
    const auto byte = [&](int plane) {
        const float share = std::clamp(value_at(picture, x, y, plane) / picture.limit, 0.0F, 1.0F);
        return static_cast<std::uint8_t>(std::lround(share * 255.0F));
    };
    return {byte(0), byte(1), byte(2)};
}

// Nearest source pixel per device pixel: squares stay squares at every scale.
void draw_pixels(Ui& ui, const Picture& picture, ImVec2 min, ImVec2 max) {
    const int width = static_cast<int>(max.x - min.x);
    const int height = static_cast<int>(max.y - min.y);
    if (width < 1 || height < 1 || picture.width < 1 || picture.height < 1) return;
    const Theme& theme = *ui.theme;
    const auto colour_at = [&](int x, int y) {
        return texel(theme, picture, x * picture.width / width, y * picture.height / height);
    };
    PictureAtlas::Place place;
    ImDrawList* list = ImGui::GetWindowDrawList();
    if (ui.pictures->put(picture.name, width, height, content_hash(theme, picture), colour_at, place)) {
        list->AddImage(ui.pictures->texture(), min, max, place.uv_min, place.uv_max);
    } else {
        ui.wants_frame();  // the atlas starts anew with the next frame
        list->AddRectFilled(min, max, ui.colour(Colour::kInset));
    }
}

}  // namespace

namespace {

void draw_caption(const Ui& ui, const Picture& picture, ImVec2 centre, float room) {
    const float width = std::min(text_size(ui, TextStyle::kSmall, picture.caption).x, room);
    draw_text_fit(ui, TextStyle::kSmall, {centre.x - width * 0.5F, centre.y},
                  ui.colour(picture.caption_colour), picture.caption, room);
}

}  // namespace

bool picture(Ui& ui, const Picture& picture) {
    const float longer = static_cast<float>(std::max({picture.width, picture.height, 1}));
    const ImVec2 size(std::round(picture.side * static_cast<float>(picture.width) / longer),
                      std::round(picture.side * static_cast<float>(picture.height) / longer));
    const float caption = picture.caption.empty() ? 0 : ui.font_size(TextStyle::kSmall) + ui.px(2);
    const Press p = press(ui, picture.name, size + ImVec2(0, caption));
    const ImVec2 min(std::round(p.min.x), std::round(p.min.y));
    const ImVec2 max = min + size;
    if (ImGui::IsRectVisible(min, max)) draw_pixels(ui, picture, min, max);
    ImDrawList* list = ImGui::GetWindowDrawList();
    const bool marked = picture.chosen || p.hovered;
    list->AddRect(min, max,
                  ui.colour(picture.chosen ? Colour::kAccent
                            : marked       ? Colour::kText
                                           : Colour::kLine),
                  0, 0, ui.px(marked ? 2 : 1));
    if (caption > 0)
        draw_caption(ui, picture, {(min.x + max.x) * 0.5F, max.y + ui.px(1)}, max.x - min.x + ui.px(6));
    tooltip(ui, picture.tip);
    return p.pressed;
}

namespace {

constexpr float kFlowGap = 8;

}  // namespace

float flow_side(const Ui& ui, int count, float least, float most) {
    const float gap = ui.px(kFlowGap);
    const float room = ImGui::GetContentRegionAvail().x;
    const auto side = [&](int columns) {
        return std::floor((room + gap) / static_cast<float>(columns) - gap);
    };
    int columns = std::max(1, static_cast<int>(std::ceil((room + gap) / (most + gap))));
    while ((count + columns - 1) / columns > 3 && side(columns + 1) >= least) ++columns;
    return std::clamp(side(columns), std::min(least, most), most);
}

void flow(Ui& ui, float width) {
    const float gap = ui.px(kFlowGap);
    const float right = ImGui::GetItemRectMax().x;
    const float edge = ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x;
    if (right + gap + width <= edge) ImGui::SameLine(0, gap);
}

DrawPadAnswer draw_pad(Ui& ui, const DrawPad& pad) {
    DrawPadAnswer answer;
    const Press p = press(ui, pad.name, {pad.side, pad.side});
    const bool begins = ImGui::IsItemActivated();
    const bool ends = ImGui::IsItemDeactivated();
    const ImGuiIO& io = ImGui::GetIO();
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(p.min, p.max, ui.colour(Colour::kInset), ui.px(8));
    list->PushClipRect(p.min, p.max, true);
    const ImU32 ink = ui.colour(Colour::kText);
    const float pen = std::max(pad.pen * pad.side, 2.0F);
    for (const Stroke& stroke : pad.strokes) {
        const auto place = [&](const PadPoint& point) {
            return ImVec2(p.min.x + point.x * pad.side, p.min.y + point.y * pad.side);
        };
        for (const PadPoint& point : stroke) list->PathLineTo(place(point));
        list->PathStroke(ink, 0, pen);
        for (const PadPoint& point : stroke)
            list->AddCircleFilled(place(point), pen * 0.5F, ink);  // round joins and ends
    }
    list->PopClipRect();
    list->AddRect(p.min, p.max, ui.colour(p.hovered ? Colour::kAccent : Colour::kControl), ui.px(8), 0,
                  ui.px(1));
    if (pad.strokes.empty() && !pad.hint.empty())
        draw_text(ui, TextStyle::kBody, p.centre() - ImVec2(0, ui.font_size(TextStyle::kBody) * 0.5F),
                  ui.colour(Colour::kMuted), pad.hint, 0.5F);
    if (p.held && io.MouseDown[0]) {
        ui.drag_taken = true;
        answer.began = begins;
        const bool moved = io.MouseDelta.x != 0 || io.MouseDelta.y != 0;
        if (begins || moved)
            answer.added.push_back({std::clamp((io.MousePos.x - p.min.x) / pad.side, 0.0F, 1.0F),
                                    std::clamp((io.MousePos.y - p.min.y) / pad.side, 0.0F, 1.0F)});
    }
    answer.ended = ends;
    return answer;
}

std::optional<int> layer_chain(Ui& ui, std::string_view name, std::span<const ChainBox> boxes, int chosen) {
    std::optional<int> answer;
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const float available = ImGui::GetContentRegionAvail().x;
    const float line = ui.font_size(TextStyle::kBody);
    const float small = ui.font_size(TextStyle::kSmall);
    const float arrow = ui.px(24);
    const bool counted =
        std::any_of(boxes.begin(), boxes.end(), [](const ChainBox& box) { return !box.count.empty(); });
    const float height = line + small * (counted ? 2.0F : 1.0F) + ui.px(16);
    ImDrawList* list = ImGui::GetWindowDrawList();
    ImVec2 at;
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        const ChainBox& box = boxes[i];
        const float text = std::max({text_size(ui, TextStyle::kBold, box.title).x,
                                     text_size(ui, TextStyle::kSmall, box.detail).x,
                                     text_size(ui, TextStyle::kSmall, box.count).x});
        const float width = std::min(std::max(text + ui.px(20), ui.px(56)), available);
        if (at.x > 0 && at.x + width > available) at = {0, at.y + height + ui.px(10)};
        ImGui::SetCursorScreenPos(origin + at);
        const Press p = press(ui, std::string(name) + "." + std::to_string(i), {width, height});
        const bool on = static_cast<int>(i) == chosen;
        if (on || p.hovered)
            list->AddRectFilled(p.min, p.max, ui.colour(on ? Colour::kKernelSoft : Colour::kInset), ui.px(8));
        list->AddRect(p.min, p.max, ui.colour(on ? Colour::kKernelMark : Colour::kLine), ui.px(8), 0,
                      ui.px(on ? 2 : 1));
        const float x = p.centre().x;
        float y = p.min.y + ui.px(8) + (counted && box.count.empty() ? small * 0.5F : 0);
        draw_text(ui, TextStyle::kBold, {x, y}, ui.colour(on ? Colour::kKernel : Colour::kText), box.title,
                  0.5F);
        draw_text(ui, TextStyle::kSmall, {x, y += line}, ui.colour(Colour::kMuted), box.detail, 0.5F);
        draw_text(ui, TextStyle::kSmall, {x, y + small}, ui.colour(Colour::kMuted), box.count, 0.5F);
        tooltip(ui, box.tip);
        if (p.pressed) answer = static_cast<int>(i);
        if (i + 1 < boxes.size())
            draw_text(ui, TextStyle::kBody, {p.max.x + arrow * 0.5F, p.centre().y - line * 0.5F},
                      ui.colour(Colour::kMuted), "→", 0.5F);
        at.x += width + arrow;
    }
    ImGui::SetCursorScreenPos(origin);
    ImGui::Dummy({available, at.y + height});
    ui.name_item(name);
    return answer;
}

}  // namespace shell
