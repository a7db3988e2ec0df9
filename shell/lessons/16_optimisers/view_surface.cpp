// A surface from above with bands of equal height, and the paths on it.
#include <algorithm>
#include <cmath>

#include "shell/lessons/16_optimisers/view.h"
#include "shell/state/short_number.h"
#include "shell/widgets/press.h"
#include "shell/widgets/text.h"

namespace shell::lesson_optimisers {
namespace {

constexpr int kBands = 12;

struct Picture {
    Ui& ui;
    ImVec2 min;
    float side;

    ImVec2 at(float x, float y) const {
        return {min.x + (x + kEdge) / (2 * kEdge) * side, min.y + side - (y + kEdge) / (2 * kEdge) * side};
    }
};

struct Heights {
    float lowest;
    float highest;
};

Heights heights_of(cnn::SurfaceKind kind) {
    constexpr int kSamples = 72;  // per side
    Heights heights{1e9F, -1e9F};
    const auto coordinate = [](int i) { return (static_cast<float>(i) / kSamples * 2 - 1) * kEdge; };
    for (int row = 0; row <= kSamples; ++row)
        for (int column = 0; column <= kSamples; ++column) {
            const float value = cnn::surface_value(kind, coordinate(column), coordinate(row));
            heights.lowest = std::min(heights.lowest, value);
            heights.highest = std::max(heights.highest, value);
        }
    return heights;
}

// Bands are narrow near the lowest point, where paths end: heights go by their root.
int band(float value, const Heights& heights) {
    const float share = (value - heights.lowest) / (heights.highest - heights.lowest);
    return static_cast<int>(std::sqrt(std::clamp(share, 0.0F, 1.0F)) * kBands);
}

// Row by row of dots, as fine as the screen's points while a draw list with indices of 16 bits holds them;
// neighbours in one band are one rectangle.
void draw_heights(const Picture& picture, cnn::SurfaceKind kind) {
    const Heights heights = heights_of(kind);
    const Theme& theme = *picture.ui.theme;
    constexpr float kMostDots = 420;  // per side
    const float dot = std::max(picture.ui.px(1), std::ceil(picture.side / kMostDots));
    const int dots = static_cast<int>(picture.side / dot);
    const auto edge = [&](int i) { return i == dots ? picture.side : static_cast<float>(i) * dot; };
    const auto coordinate = [&](int i) {
        return ((static_cast<float>(i) + 0.5F) / static_cast<float>(dots) * 2 - 1) * kEdge;
    };
    ImDrawList* list = ImGui::GetWindowDrawList();
    for (int row = 0; row < dots; ++row) {
        const auto band_at = [&](int column) {
            return band(cnn::surface_value(kind, coordinate(column), -coordinate(row)), heights);
        };
        for (int from = 0, to = 0; from < dots; from = to) {
            const int now = band_at(from);
            while (to < dots && band_at(to) == now) ++to;
            const float height = static_cast<float>(now) / kBands;
            list->AddRectFilled(
                picture.min + ImVec2(edge(from), edge(row)), picture.min + ImVec2(edge(to), edge(row + 1)),
                picture.ui.colour(mix(theme[Colour::kInset], theme[Colour::kControl], height)));
        }
    }
}

void draw_path(const Picture& picture, const Path& path, int updates, std::size_t index) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    const ImU32 ink = picture.ui.colour(colour_of(index));
    const std::size_t last = std::min(static_cast<std::size_t>(updates), path.points.size() - 1);
    ImVec2 before = picture.at(path.points[0].x, path.points[0].y);
    for (std::size_t i = 1; i <= last; ++i) {
        const ImVec2 now = picture.at(path.points[i].x, path.points[i].y);
        list->AddLine(before, now, ink, std::max(1.5F, 2 * picture.ui.scale));
        if (last <= 120) list->AddCircleFilled(now, picture.ui.px(2.5F), ink);
        before = now;
    }
    list->AddCircleFilled(before, picture.ui.px(6), ink);
    list->AddCircle(before, picture.ui.px(6), picture.ui.colour(Colour::kPanel), 0, picture.ui.px(2));
}

void numbers(Ui& ui, const OptimisersModel& model) {
    const int update = model.cursor().update;
    for (std::size_t i = 0; i < model.paths().size(); ++i) {
        const Path& path = model.paths()[i];
        const PathPoint& at = path.points[std::min(static_cast<std::size_t>(update), path.points.size() - 1)];
        const bool away = static_cast<std::size_t>(update) >= path.points.size();
        const std::vector<Run> runs{
            {"• " + std::string(cnn::optimizer_info(path.kind).title), colour_of(i), true},
            away ? Run{"  ran away", Colour::kWarning, true}
                 : plain_run("  x " + short_number(at.x) + "   y " + short_number(at.y) + "   f " +
                             short_number(at.value))};
        text_runs(ui, runs);
    }
}

}  // namespace

void draw_surface(Ui& ui, const OptimisersModel& model) {
    const ImVec2 room = ImGui::GetContentRegionAvail();
    const float lines =
        static_cast<float>(model.paths().size()) * (ui.font_size(TextStyle::kBody) + ui.px(10));
    const Card card(ui, "surface", 0, ui.phone() ? 0 : std::max(room.y, ui.px(320)));
    const ImVec2 inner = ImGui::GetContentRegionAvail();
    const float most = ui.phone() ? inner.x : std::min(inner.x, inner.y - lines - ui.px(14));
    const float side = std::floor(std::max(most, ui.px(160)));
    const ImVec2 corner = ImGui::GetCursorScreenPos();
    ImGui::SetCursorScreenPos({corner.x + std::round((inner.x - side) * 0.5F), corner.y});
    const Press pressed = press(ui, "surface.plane", {side, side});
    const Picture picture{ui, pressed.min, side};
    draw_heights(picture, model.settings().surface);
    ImGui::GetWindowDrawList()->PushClipRect(pressed.min, pressed.max, true);
    for (std::size_t i = 0; i < model.paths().size(); ++i)
        draw_path(picture, model.paths()[i], model.cursor().update, i);
    ImGui::GetWindowDrawList()->PopClipRect();
    if (pressed.pressed && pressed.hovered) {
        const ImVec2 mouse = ImGui::GetIO().MousePos;
        const auto on_plane = [&](float share) {
            return std::clamp(std::round((share * 2 - 1) * kEdge * 20) / 20, -kEdge, kEdge);
        };
        ui.command("start-here", {{"x", on_plane((mouse.x - pressed.min.x) / side)},
                                  {"y", on_plane(1 - (mouse.y - pressed.min.y) / side)}});
    }
    ImGui::SetCursorScreenPos({corner.x, pressed.max.y + ui.px(10)});
    numbers(ui, model);
}

}  // namespace shell::lesson_optimisers
