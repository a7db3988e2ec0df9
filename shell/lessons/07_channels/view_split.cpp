// The stage of the colour picture: the picture, its three planes, and the numbers around one pixel.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "shell/lessons/07_channels/view.h"
#include "shell/widgets/pictures.h"
#include "shell/widgets/press.h"
#include "shell/widgets/sheet_set.h"
#include "shell/widgets/text.h"

namespace shell::lesson_channels {
namespace {

constexpr std::array<std::string_view, 3> kPlanes{"Red", "Green", "Blue"};
constexpr int kAround = 2;  // pixels shown on each side of the chosen one

struct Place {
    ImVec2 min;
    ImVec2 size;
};

// The pixel that was pressed, and a frame around the one that is looked at.
void point_at_pixel(Ui& ui, const ChannelsModel& model, const Place& place, bool pressed) {
    const ImVec2 step(place.size.x / kPictureColumns, place.size.y / kPictureRows);
    if (pressed && !ImGui::IsKeyPressed(ImGuiKey_Enter) && !ImGui::IsKeyPressed(ImGuiKey_Space)) {
        const ImVec2 way = ImGui::GetMousePos() - place.min;
        const int row = std::clamp(static_cast<int>(way.y / step.y), 0, kPictureRows - 1);
        const int column = std::clamp(static_cast<int>(way.x / step.x), 0, kPictureColumns - 1);
        ui.command("follow", {{"link", "pixel_row=" + std::to_string(row) +
                                           "&pixel_column=" + std::to_string(column)}});
    }
    const Settings& settings = model.settings();
    const ImVec2 centre = place.min + ImVec2((static_cast<float>(settings.pixel_column) + 0.5F) * step.x,
                                             (static_cast<float>(settings.pixel_row) + 0.5F) * step.y);
    const ImVec2 half(ui.px(5), ui.px(5));
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRect(centre - half, centre + half, ui.colour(rgb(0x000000)), 0, 0, ui.px(4));
    list->AddRect(centre - half, centre + half, ui.colour(rgb(0xFFFFFF)), 0, 0, ui.px(2));
}

void draw_plane(Ui& ui, const ChannelsModel& model, int plane, float side) {
    const std::span<const float> all(model.colours());
    const std::size_t size = all.size() / 3;
    Picture shown;
    const std::string name = plane < 0 ? "picture" : "plane." + std::to_string(plane);
    shown.name = name;
    shown.width = kPictureColumns;
    shown.height = kPictureRows;
    shown.limit = 255;
    shown.side = side;
    if (plane < 0) {
        shown.values = all;
        shown.map = Map::kColour;
        shown.caption = "400 × 300 × 3";
    } else {
        constexpr std::array<Map, 3> kMaps{Map::kRed, Map::kGreen, Map::kBlue};
        shown.values = all.subspan(static_cast<std::size_t>(plane) * size, size);
        shown.map = kMaps[static_cast<std::size_t>(plane)];
        shown.caption = kPlanes[static_cast<std::size_t>(plane)];
    }
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ImVec2 drawn(std::round(side * kPictureColumns / kPictureRows), side);
    if (plane >= 0 && model.player().t <= plane) {  // not reached yet
        ImGui::Dummy({drawn.x, drawn.y + ui.font_size(TextStyle::kSmall) + ui.px(2)});
        ImGui::GetWindowDrawList()->AddRect(at, at + drawn, ui.colour(Colour::kLine), ui.px(3));
        draw_text(ui, TextStyle::kTitle, at + drawn * 0.5F - ImVec2(0, ui.px(10)), ui.colour(Colour::kMuted),
                  "…", 0.5F);
        return;
    }
    const bool pressed = picture(ui, shown);
    point_at_pixel(ui, model, {at, drawn}, pressed);
}

// The numbers of one plane around the pixel, as far as the picture goes.
void add_numbers(const ChannelsModel& model, int plane, SheetSet& set) {
    const Settings& settings = model.settings();
    const int top = std::clamp(settings.pixel_row - kAround, 0, kPictureRows - 2 * kAround - 1);
    const int left = std::clamp(settings.pixel_column - kAround, 0, kPictureColumns - 2 * kAround - 1);
    std::vector<float> values;
    std::vector<std::uint8_t> marks;
    for (int row = top; row <= top + 2 * kAround; ++row)
        for (int column = left; column <= left + 2 * kAround; ++column) {
            values.push_back(model.colour(plane, row, column));
            const bool here = row == settings.pixel_row && column == settings.pixel_column;
            const int mark = model.player().t <= plane ? kPending : here ? kCurrent : kPlain;
            marks.push_back(static_cast<std::uint8_t>(mark));
        }
    Sheet& sheet =
        set.add("numbers." + std::to_string(plane), Role::kInput,
                std::string(kPlanes[static_cast<std::size_t>(plane)]), 2 * kAround + 1, values, marks);
    sheet.grid.first_row = top;
    sheet.grid.first_column = left;
}

}  // namespace

void draw_split(Ui& ui, const ChannelsModel& model) {
    {
        const Card card(ui, "planes");
        const float room = ImGui::GetContentRegionAvail().x;
        const float gap = ui.px(12);
        const int across = ui.phone() ? 2 : 4;
        const float wide = (room - gap * static_cast<float>(across - 1)) / static_cast<float>(across);
        const float side =
            std::min(std::floor(wide * kPictureRows / kPictureColumns), ui.px(ui.phone() ? 210 : 300));
        for (int plane = -1; plane < 3; ++plane) {
            if (plane >= 0 && (plane + 1) % across != 0) ImGui::SameLine(0, gap);
            draw_plane(ui, model, plane, side);
        }
    }
    space(ui, 14);
    const Card card(ui, "numbers");
    SheetSet set;
    for (int plane = 0; plane < 3; ++plane) add_numbers(model, plane, set);
    set.draw(ui, 0, {24, 36});
    space(ui, 8);
    const bool all = model.player().t > 3;
    key_value(ui, "Numbers of the picture",
              all ? "400 × 300 × 3 = " + std::to_string(model.colours().size()) : "…", Colour::kOutput);
}

}  // namespace shell::lesson_channels
