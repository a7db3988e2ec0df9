// The pictures of the stage: before and after, with a frame around the neighbourhood that is explained.
#include <algorithm>
#include <cmath>

#include "shell/lessons/08_pictures/view.h"
#include "shell/widgets/number_grid.h"
#include "shell/widgets/pictures.h"
#include "shell/widgets/press.h"
#include "shell/widgets/text.h"

namespace shell::lesson_pictures {
namespace {

struct Shown {
    std::string_view name;
    std::string caption;
    std::span<const float> values;
    int rows = 1;
    int columns = 1;
    Map map = Map::kGrey;
    float limit = 255;
    int shift = 0;  // rows and columns that the picture's first pixel lies after the result's
};

float largest(std::span<const float> values) {
    float limit = 1;
    for (const float value : values) limit = std::max(limit, std::fabs(value));
    return limit;
}

// Pressing chooses the pixel that is explained; a frame shows it and its neighbourhood.
void choose_pixel(Ui& ui, const PicturesModel& model, const Shown& shown, ImVec2 min, ImVec2 size,
                  bool pressed) {
    const ImVec2 step(size.x / static_cast<float>(shown.columns), size.y / static_cast<float>(shown.rows));
    if (pressed && ImGui::IsMouseReleased(ImGuiMouseButton_Left)) {
        const ImVec2 way = ImGui::GetMousePos() - min;
        const auto at = [](float way_along, float cell, int shift, int last) {
            return std::to_string(std::clamp(static_cast<int>(way_along / cell) - shift, 0, last));
        };
        ui.command("follow",
                   {{"link", "row=" + at(way.y, step.y, shown.shift, model.window().y.output - 1) +
                                 "&column=" + at(way.x, step.x, shown.shift, model.window().x.output - 1)}});
    }
    const Cursor cursor = model.cursor();
    const ImVec2 cell = min + ImVec2(static_cast<float>(cursor.column + shown.shift) * step.x,
                                     static_cast<float>(cursor.row + shown.shift) * step.y);
    const ImVec2 reach(step.x * kAround, step.y * kAround);
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->PushClipRect(min, min + size, true);
    list->AddRect(cell - reach, cell + step + reach, ui.colour(rgb(0x000000)), 0, 0, ui.px(4));
    list->AddRect(cell - reach, cell + step + reach, ui.colour(rgb(0xFFFFFF)), 0, 0, ui.px(2));
    list->PopClipRect();
}

void draw_one(Ui& ui, const PicturesModel& model, const Shown& shown, float side) {
    Picture one;
    one.name = shown.name;
    one.width = shown.columns;
    one.height = shown.rows;
    one.values = shown.values;
    one.map = shown.map;
    one.limit = shown.limit;
    one.side = side;
    one.caption = shown.caption;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const bool pressed = picture(ui, one);
    choose_pixel(ui, model, shown, at, {side, side}, pressed);
}

std::string caption_of(const PicturesModel& model) {
    switch (model.settings().after) {
        case After::kRaw:
            return "the sums, ± " + std::to_string(static_cast<int>(largest(model.result().values())));
        case After::kClamp:
            return "clamped to 0 … 255";
        case After::kNormalise:
            return "normalised to 0 … 255";
    }
    return {};
}

std::vector<Shown> all_of(const PicturesModel& model) {
    const cnn::WindowPlan& window = model.window();
    const auto pixels = static_cast<std::size_t>(window.y.output * window.x.output);
    const auto sums = model.result().values();
    const int shift = 1 - window.y.pad_before;
    std::vector<Shown> all{{"before", std::to_string(window.x.input) + " × " + std::to_string(window.y.input),
                            model.input().values(), window.y.input, window.x.input, Map::kGrey, 255, shift}};
    const auto add = [&](std::string_view name, std::string caption, std::span<const float> values, Map map,
                         float limit) {
        all.push_back({name, std::move(caption), values, window.y.output, window.x.output, map, limit, 0});
    };
    if (model.gradient()) {
        const float limit = largest(sums);
        add("across", "brighter to the right", sums.first(pixels), Map::kSigned, limit);
        add("up", model.settings().top_down ? "brighter downwards" : "brighter upwards", sums.subspan(pixels),
            Map::kSigned, limit);
        add("magnitude", "magnitude", model.shown().values(), Map::kGrey, largest(model.shown().values()));
        return all;
    }
    const bool raw = model.settings().after == After::kRaw;
    add("after", caption_of(model), model.shown().values(), raw ? Map::kSigned : Map::kGrey,
        raw ? largest(sums) : 255);
    return all;
}

}  // namespace

void draw_pictures(Ui& ui, const PicturesModel& model) {
    const float stage_height = ImGui::GetContentRegionAvail().y;
    const Card card(ui, "pictures");
    const std::vector<Shown> all = all_of(model);
    const float room = ImGui::GetContentRegionAvail().x;
    const float gap = ui.px(14);
    const int across = ui.phone() ? 2 : static_cast<int>(all.size());
    const float wide = (room - gap * static_cast<float>(across - 1)) / static_cast<float>(across);
    const float tall = ui.phone() ? ui.px(240) : std::max(stage_height * 0.36F, ui.px(160));
    const float side = std::floor(std::min(wide, tall));
    const float used = side * static_cast<float>(across) + gap * static_cast<float>(across - 1);
    const float left = std::max(room - used, 0.0F) * 0.5F;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (static_cast<int>(i) % across == 0)
            ImGui::SetCursorPosX(ImGui::GetCursorPosX() + left);
        else
            ImGui::SameLine(0, gap);
        draw_one(ui, model, all[i], side);
    }
    if (!model.gradient() && model.settings().after == After::kRaw)
        signed_legend(ui, largest(model.result().values()), ui.px(220));
}

}  // namespace shell::lesson_pictures
