// Points in the plane, and what the network says at every place between them.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>

#include "core/net/predictor.h"
#include "shell/lessons/17_mnist/view_parts.h"
#include "shell/state/short_number.h"
#include "shell/widgets/press.h"
#include "shell/widgets/text.h"

namespace shell::lesson_mnist {
namespace {

constexpr int kPlaces = 32;       // along each side: 1,024 places cost a small network about a millisecond
constexpr float kMargin = 0.08F;  // around the points, of their range

// Three hues that stay apart for the colour-blind; points of the classes also differ in shape.
constexpr std::array kHues{Colour::kInputMark, Colour::kKernelMark, Colour::kOutputMark};

void include(const cnn::Dataset& points, PlaneMap& map) {
    std::array<float, 2> point{};
    for (int i = 0; i < points.count(); ++i) {
        points.scaled_to(i, point.data());
        for (std::size_t axis = 0; axis < 2; ++axis) {
            map.low[axis] = std::min(map.low[axis], point[axis]);
            map.high[axis] = std::max(map.high[axis], point[axis]);
        }
    }
}

// As far as the points of both sets reach.
void find_range(PlaneMap& map, const cnn::DataSplit& data) {
    if (map.data == &data) return;
    map = {};
    map.data = &data;
    map.low.fill(std::numeric_limits<float>::max());
    map.high.fill(std::numeric_limits<float>::lowest());
    include(data.train, map);
    include(data.test, map);
    for (std::size_t axis = 0; axis < 2; ++axis) {
        const float range = map.high[axis] - map.low[axis];
        const float margin = range > 0 ? kMargin * range : 1;
        map.low[axis] -= margin;
        map.high[axis] += margin;
    }
}

// The number at the middle of a place, counted from the low end.
float coordinate(const PlaneMap& map, std::size_t axis, int place) {
    return map.low[axis] + (map.high[axis] - map.low[axis]) * (static_cast<float>(place) + 0.5F) /
                               static_cast<float>(kPlaces);
}

// points: told how a place becomes what the network sees
void renew(PlaneMap& map, const cnn::Snapshot& run, const cnn::Dataset& points) {
    const std::pair<const void*, std::uint64_t> from(run.network.get(), run.version);
    if (map.from == from) return;
    map.from = from;
    map.classes.clear();
    map.shares.clear();
    cnn::Predictor predictor(*run.network);
    for (int row = 0; row < kPlaces; ++row)
        for (int column = 0; column < kPlaces; ++column) {
            std::array<float, 2> point{coordinate(map, 0, column), coordinate(map, 1, kPlaces - 1 - row)};
            points.standardise(point.data());
            const std::span<const float> shares = predictor.predict(point);
            const auto most = std::max_element(shares.begin(), shares.end());
            map.classes.push_back(static_cast<int>(most - shares.begin()));
            map.shares.push_back(*most);
        }
}

Colour hue_of(int label) { return kHues[static_cast<std::size_t>(label) % kHues.size()]; }

// The surer the network, the stronger the colour; undecided places are white.
void draw_regions(const Ui& ui, const PlaneMap& map, int classes, ImVec2 min, float side) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    const float guess = 1.0F / static_cast<float>(classes);
    const auto edge = [&](float start, int place) {
        return std::round(start + side * static_cast<float>(place) / kPlaces);
    };
    for (std::size_t i = 0; i < map.classes.size(); ++i) {
        const int row = static_cast<int>(i) / kPlaces;
        const int column = static_cast<int>(i) % kPlaces;
        const float sure = std::clamp((map.shares[i] - guess) / (1 - guess), 0.0F, 1.0F);
        list->AddRectFilled({edge(min.x, column), edge(min.y, row)},
                            {edge(min.x, column + 1), edge(min.y, row + 1)},
                            ui.colour(hue_of(map.classes[i]), 0.05F + 0.4F * sure));
    }
}

// Discs, squares and triangles.
void draw_point(const Ui& ui, ImVec2 at, int label, float size) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    const ImU32 fill = ui.colour(hue_of(label));
    const ImU32 rim = ui.colour(Colour::kPanel);
    const float wide = size + ui.px(1);
    if (label % 3 == 0) {
        list->AddCircleFilled(at, wide, rim);
        list->AddCircleFilled(at, size, fill);
    } else if (label % 3 == 1) {
        list->AddRectFilled(at - ImVec2(wide, wide), at + ImVec2(wide, wide), rim);
        list->AddRectFilled(at - ImVec2(size, size), at + ImVec2(size, size), fill);
    } else {
        const auto triangle = [&](float r, ImU32 colour) {
            list->AddTriangleFilled(at + ImVec2(0, -r * 1.3F), at + ImVec2(r * 1.2F, r),
                                    at + ImVec2(-r * 1.2F, r), colour);
        };
        triangle(wide, rim);
        triangle(size, fill);
    }
}

void draw_points(const Ui& ui, const PlaneMap& map, const cnn::Dataset& points, ImVec2 min, float side) {
    std::array<float, 2> point{};
    const float size = std::max(side / 150, 1.5F);
    for (int i = 0; i < points.count(); ++i) {
        points.scaled_to(i, point.data());
        const auto share = [&](std::size_t axis) {
            return (point[axis] - map.low[axis]) / (map.high[axis] - map.low[axis]);
        };
        const ImVec2 at = min + ImVec2(share(0), 1 - share(1)) * side;
        draw_point(ui, at, points.labels[static_cast<std::size_t>(i)], size);
    }
}

std::string range_text(const PlaneMap& map, std::size_t axis) {
    return short_number(map.low[axis], 3) + " to " + short_number(map.high[axis], 3);
}

}  // namespace

void plane_card(Ui& ui, const MnistModel& model, PlaneMap& map, float width, float height) {
    const Card card(ui, "plane-card", width, height);
    const Run right[] = {muted_run(count_text(model.data()->test.count()) + " test points")};
    card_heading(ui, "The plane", right);
    find_range(map, *model.data());
    const ImVec2 room = ImGui::GetContentRegionAvail();
    const float words = ui.font_size(TextStyle::kSmall) + ui.px(12);
    const float side = std::floor(std::min(room.x, room.y - words));
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + std::floor((room.x - side) * 0.5F));
    const Press p = press(ui, "plane", {side, side});
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->PushClipRect(p.min, p.max, true);
    if (const cnn::Snapshot* run = model.run()) {
        renew(map, *run, model.data()->train);
        draw_regions(ui, map, model.setup().data_info().classes, p.min, side);
    }
    draw_points(ui, map, model.data()->test, p.min, side);
    list->PopClipRect();
    list->AddRect(p.min, p.max, ui.colour(Colour::kLine), 0, 0, ui.px(1));
    tooltip(ui, "The colour is the class that the network says at that place, the stronger the surer.");
    draw_text(ui, TextStyle::kSmall, {p.centre().x, p.max.y + ui.px(6)}, ui.colour(Colour::kMuted),
              "Across " + range_text(map, 0) + ", up " + range_text(map, 1), 0.5F);
}

}  // namespace shell::lesson_mnist
