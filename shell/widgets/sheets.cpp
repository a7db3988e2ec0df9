// Tries cells from large to small until the lines of sheets fit.
#include "shell/widgets/sheets.h"

#include <algorithm>
#include <cmath>

#include "shell/widgets/press.h"
#include "shell/widgets/text.h"

namespace shell {
namespace {

constexpr float kGap = 18;      // between sheets, design pixels
constexpr float kLineGap = 14;  // between lines

struct Place {
    ImVec2 at;
    ImVec2 size;
    float sign = 0;  // width of the sign before it
};
struct Arrangement {
    std::vector<Place> places;
    ImVec2 size;
};

float foot_of(const Ui& ui, const Sheet& sheet) {
    return sheet.below.empty() ? 0 : ui.font_size(TextStyle::kSmall) + ui.px(6);
}

float sign_width(const Ui& ui, const Sheet& sheet) {
    return sheet.sign.empty() ? 0 : text_size(ui, TextStyle::kTitle, sheet.sign).x + ui.px(kGap);
}

void set_cells(std::span<Sheet> all, float width, float height) {
    for (Sheet& sheet : all) {
        sheet.grid.cell_width = width;
        sheet.grid.cell_height = std::round(height);
    }
}

ImVec2 size_of(const Ui& ui, const Sheet& sheet) {
    const ImVec2 grid = grid_size(ui, sheet.grid);
    const float below = text_size(ui, TextStyle::kSmall, sheet.below).x;
    const float caption = text_size(ui, TextStyle::kLabel, sheet.grid.caption).x;
    return {std::max({grid.x, below, caption}), grid.y + foot_of(ui, sheet)};
}

// Lines are centred in the widest, sheets in the height of their line.
void close_line(Arrangement& all, std::size_t first, float width, float top, float height, float room) {
    const float shift = std::max(room - width, 0.0F) * 0.5F;
    for (std::size_t i = first; i < all.places.size(); ++i) {
        all.places[i].at.x += shift;
        all.places[i].at.y = top + (height - all.places[i].size.y) * 0.5F;
    }
    all.size.x = std::max(all.size.x, width);
    all.size.y = top + height;
}

Arrangement arrange(const Ui& ui, std::span<const Sheet> sheets, float room) {
    Arrangement all;
    std::size_t first = 0;
    float x = 0, top = 0, height = 0;
    for (const Sheet& sheet : sheets) {
        Place place{{}, size_of(ui, sheet), sign_width(ui, sheet)};
        const bool starts = all.places.size() == first;
        const float before = starts ? place.sign : std::max(place.sign, ui.px(kGap));
        if (!starts && (sheet.own_line || x + before + place.size.x > room)) {
            close_line(all, first, x, top, height, room);
            top += height + ui.px(kLineGap);
            first = all.places.size();
            x = height = 0;
        }
        const bool starts_now = all.places.size() == first;
        x += starts_now ? place.sign : std::max(place.sign, ui.px(kGap));
        place.at.x = x;
        x += place.size.x;
        height = std::max(height, place.size.y);
        all.places.push_back(place);
    }
    close_line(all, first, x, top, height, room);
    return all;
}

Arrangement fit(const Ui& ui, std::span<Sheet> all, ImVec2 room, const CellRange& range) {
    const float least = ui.px(range.least);
    for (float width = std::floor(ui.px(range.most)); width > least; --width) {
        for (float height = width * kCellShape; height >= width * range.flattest; --height) {
            set_cells(all, width, height);
            Arrangement found = arrange(ui, all, room.x);
            if (found.size.x > room.x) break;
            if (room.y <= 0 || found.size.y <= room.y) return found;
        }
    }
    set_cells(all, least, least * kCellShape);
    return arrange(ui, all, room.x);
}

void draw_sign(const Ui& ui, const Sheet& sheet, const Place& place, ImVec2 origin) {
    if (sheet.sign.empty()) return;
    const float grid = place.size.y - foot_of(ui, sheet);
    const float caption = sheet.grid.caption.empty() ? 0 : ui.font_size(TextStyle::kLabel) + ui.px(8);
    const ImVec2 centre(place.at.x - place.sign * 0.5F, place.at.y + caption + (grid - caption) * 0.5F);
    draw_text(ui, TextStyle::kTitle, origin + centre - ImVec2(0, ui.font_size(TextStyle::kTitle) * 0.6F),
              ui.colour(Colour::kMuted), sheet.sign, 0.5F);
}

}  // namespace

std::vector<GridAnswer> sheets(Ui& ui, std::span<Sheet> all, float height, CellRange range) {
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const float room = ImGui::GetContentRegionAvail().x;
    const Arrangement arranged = fit(ui, all, {room, height}, range);
    std::vector<GridAnswer> answers;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Place& place = arranged.places[i];
        const float spare = place.size.x - grid_size(ui, all[i].grid).x;  // words may be wider than the grid
        ImGui::SetCursorScreenPos(origin + place.at + ImVec2(std::round(spare * 0.5F), 0));
        answers.push_back(number_grid(ui, all[i].grid));
        draw_sign(ui, all[i], place, origin);
        if (!all[i].below.empty())
            draw_text(ui, TextStyle::kSmall,
                      origin + place.at +
                          ImVec2(place.size.x * 0.5F, place.size.y - foot_of(ui, all[i]) + ui.px(4)),
                      ui.colour(Colour::kMuted), all[i].below, 0.5F);
    }
    ImGui::SetCursorScreenPos(origin);
    ImGui::Dummy({std::max(room, 1.0F), arranged.size.y});
    return answers;
}

}  // namespace shell
