#include "shell/widgets/share_charts.h"

#include <algorithm>
#include <cmath>

#include "shell/state/short_number.h"
#include "shell/widgets/press.h"
#include "shell/widgets/text.h"

namespace shell {
namespace {

constexpr int kSteps = 5;  // of an axis: 0, 20, ... 100 %

// The square of both shares on the screen.
struct Square {
    Ui& ui;
    ImDrawList* list;
    ImVec2 min;
    ImVec2 max;

    ImVec2 at(ChartPoint point) const {
        return {min.x + (max.x - min.x) * point.x, max.y - (max.y - min.y) * point.y};
    }
    float hair() const { return std::max(1.0F, std::round(ui.scale)); }

    void axes(std::string_view x_label, std::string_view y_label, bool percent) const {
        const float small = ui.font_size(TextStyle::kSmall);
        const ImU32 ink = ui.colour(Colour::kMuted);
        for (int step = 0; step <= kSteps; ++step) {
            const float share = static_cast<float>(step) / kSteps;
            const std::string text = short_number(percent ? share * 100 : share);
            const ImVec2 left = at({0, share});
            const float line = std::round(left.y);
            list->AddRectFilled({min.x, line}, {max.x, line + hair()}, ui.colour(Colour::kLine));
            draw_text(ui, TextStyle::kSmall, {min.x - ui.px(6), line - small * 0.5F}, ink, text, 1);
            draw_text(ui, TextStyle::kSmall, {at({share, 0}).x, max.y + ui.px(4)}, ink, text, 0.5F);
        }
        draw_text(ui, TextStyle::kSmall, {min.x - ui.px(26), min.y - small - ui.px(9)}, ink, y_label);
        draw_text(ui, TextStyle::kSmall, {max.x, max.y + ui.px(5) + small}, ink, x_label, 1);
    }

    void dashes(ChartPoint from, ChartPoint to, Colour colour) const {
        const ImVec2 a = at(from);
        const ImVec2 way = at(to) - a;
        const float length = std::hypot(way.x, way.y);
        const float dash = ui.px(5);
        for (float place = 0; place < length; place += dash * 1.7F)
            list->AddLine(a + way * (place / length), a + way * (std::min(place + dash, length) / length),
                          ui.colour(colour), std::max(1.0F, ui.scale));
    }

    // On the panel's colour, so that lines behind it do not strike it through.
    void label(ImVec2 place, Colour colour, std::string_view text) const {
        const ImVec2 size = text_size(ui, TextStyle::kSmall, text);
        list->AddRectFilled(place - ImVec2(ui.px(3), ui.px(1)), place + size + ImVec2(ui.px(3), ui.px(1)),
                            ui.colour(Colour::kPanel, 0.85F), ui.px(3));
        draw_text(ui, TextStyle::kSmall, place, ui.colour(colour), text);
    }
};

// What is left of the item for the square: labels stand above, below and at the left.
Square square_in(Ui& ui, const Press& p, float below) {
    const float small = ui.font_size(TextStyle::kSmall);
    return {ui, ImGui::GetWindowDrawList(), p.min + ImVec2(ui.px(30), small + ui.px(10)),
            p.max - ImVec2(ui.px(12), 2 * small + ui.px(8) + below)};
}

bool pointer_moved(const Press& p) {
    const ImGuiIO& io = ImGui::GetIO();
    return p.hovered && (p.held || p.pressed || io.MouseDelta.x != 0 || io.MouseDelta.y != 0);
}

// Left and Right, among `count`.
std::optional<int> stepped(int now, int count) {
    int step = 0;
    if (focused_key(ImGuiKey_LeftArrow)) step = -1;
    if (focused_key(ImGuiKey_RightArrow)) step = 1;
    if (step == 0) return std::nullopt;
    return std::clamp(now + step, 0, count - 1);
}

int nearest_point(const Square& square, std::span<const ChartPoint> points, ImVec2 mouse) {
    int best = 0;
    float least = 3e38F;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const ImVec2 way = square.at(points[i]) - mouse;
        const float distance = way.x * way.x + way.y * way.y;
        if (distance >= least) continue;
        least = distance;
        best = static_cast<int>(i);
    }
    return best;
}

void focus_frame(const Square& square, const Press& p) {
    if (p.focused && ImGui::GetIO().NavVisible)
        square.list->AddRect(square.min, square.max, square.ui.colour(Colour::kAccent), square.ui.px(3), 0,
                             square.ui.px(2));
}

void draw_path(const Square& square, const PathChart& chart) {
    const Ui& ui = square.ui;
    const float thick = std::max(1.5F, 2.0F * ui.scale);
    for (std::size_t i = 1; i < chart.points.size(); ++i)
        square.list->AddLine(square.at(chart.points[i - 1]), square.at(chart.points[i]),
                             ui.colour(chart.colour), thick);
    const ImVec2 mark = square.at(chart.marked);
    square.list->AddCircleFilled(mark, ui.px(6), ui.colour(Colour::kPanel));
    square.list->AddCircleFilled(mark, ui.px(4.5F), ui.colour(chart.colour));
}

}  // namespace

std::optional<int> path_chart(Ui& ui, const PathChart& chart, ImVec2 size) {
    const Press p = press(ui, chart.name, size);
    std::optional<int> answer = stepped(chart.nearest, static_cast<int>(chart.points.size()));
    const Square square = square_in(ui, p, 0);
    if (pointer_moved(p)) answer = nearest_point(square, chart.points, ImGui::GetIO().MousePos);
    tooltip(ui, chart.tip);
    square.axes(chart.x_label, chart.y_label, false);
    square.dashes(chart.from, chart.to, Colour::kMuted);
    const float small = ui.font_size(TextStyle::kSmall);
    const ImVec2 middle = (square.at(chart.from) + square.at(chart.to)) * 0.5F;
    // Under a line that rises, over one that is level.
    const bool level = chart.from.y == chart.to.y;
    const float width = text_size(ui, TextStyle::kSmall, chart.line_label).x;
    const bool low = middle.y + small + ui.px(8) > square.max.y;
    square.label(
        level ? ImVec2(square.min.x + ui.px(8), low ? middle.y - small - ui.px(5) : middle.y + ui.px(5))
              : ImVec2(std::min(middle.x + ui.px(14), square.max.x - width - ui.px(4)), middle.y),
        Colour::kMuted, chart.line_label);
    draw_path(square, chart);
    focus_frame(square, p);
    return answer;
}

namespace {

// Bars of how many images the bins hold, with the number where it has room.
void draw_counts(const Square& square, const ReliabilityChart& chart, float bottom, float height) {
    const Ui& ui = square.ui;
    int most = 1;
    for (const ReliabilityBar& bar : chart.bars) most = std::max(most, bar.images);
    const float wide = (square.max.x - square.min.x) / static_cast<float>(chart.bars.size());
    const float small = ui.font_size(TextStyle::kSmall);
    for (std::size_t i = 0; i < chart.bars.size(); ++i) {
        const ReliabilityBar& bar = chart.bars[i];
        if (bar.images == 0) continue;
        const float x = square.min.x + wide * static_cast<float>(i);
        const float tall =
            std::max((height - small - ui.px(4)) * static_cast<float>(bar.images) / static_cast<float>(most),
                     square.hair());
        const bool on = static_cast<int>(i) == chart.marked;
        square.list->AddRectFilled({std::round(x) + square.hair(), bottom - tall},
                                   {std::round(x + wide), bottom},
                                   ui.colour(on ? Colour::kAccent : Colour::kControl));
        const std::string text = bar.images < 1000
                                     ? std::to_string(bar.images)
                                     : short_number(static_cast<float>(bar.images) / 1000, 2) + "k";
        if (text_size(ui, TextStyle::kSmall, text).x <= wide * 1.25F)
            draw_text(ui, TextStyle::kSmall, {x + wide * 0.5F, bottom - tall - small - ui.px(1)},
                      ui.colour(on ? Colour::kText : Colour::kMuted), text, 0.5F);
    }
    square.list->AddRectFilled({square.min.x, bottom}, {square.max.x, bottom + square.hair()},
                               ui.colour(Colour::kLine));
}

// To the line at which the bin is right; what lies between this line and its confidence is the gap.
void draw_bars(const Square& square, const ReliabilityChart& chart) {
    const Ui& ui = square.ui;
    const float wide = 1.0F / static_cast<float>(chart.bars.size());
    for (std::size_t i = 0; i < chart.bars.size(); ++i) {
        const ReliabilityBar& bar = chart.bars[i];
        if (bar.images == 0) continue;
        const float left = wide * static_cast<float>(i);
        const bool on = static_cast<int>(i) == chart.marked;
        const ImVec2 inset(square.hair(), 0);
        const float low = std::min(bar.accuracy, bar.confidence);
        const float high = std::max(bar.accuracy, bar.confidence);
        square.list->AddRectFilled(square.at({left, low}) + inset, square.at({left + wide, 0}),
                                   ui.colour(Colour::kAccent, on ? 0.9F : 0.45F));
        const ImVec2 from = square.at({left, high}) + inset;
        const ImVec2 to = square.at({left + wide, low});
        square.list->AddRectFilled(from, to, ui.colour(Colour::kKernelMark, 0.35F));
        square.list->AddRect(from, to, ui.colour(Colour::kKernelMark), 0, 0, square.hair());
        const ImVec2 top = square.at({left, bar.accuracy}) + inset;
        const float thick = std::max(2.0F, ui.px(3));
        square.list->AddRectFilled(top - ImVec2(0, thick * 0.5F),
                                   {square.at({left + wide, 0}).x, top.y + thick * 0.5F},
                                   ui.colour(Colour::kAccent));
    }
}

}  // namespace

std::optional<int> reliability_chart(Ui& ui, const ReliabilityChart& chart, ImVec2 size) {
    const Press p = press(ui, chart.name, size);
    const int count = static_cast<int>(chart.bars.size());
    std::optional<int> answer = stepped(chart.marked, count);
    const float small = ui.font_size(TextStyle::kSmall);
    const float counts = std::round(size.y * 0.22F);
    const Square square = square_in(ui, p, counts + small);
    if (pointer_moved(p)) {
        const float share =
            (ImGui::GetIO().MousePos.x - square.min.x) / std::max(square.max.x - square.min.x, 1.0F);
        answer = std::clamp(static_cast<int>(share * static_cast<float>(count)), 0, count - 1);
    }
    tooltip(ui, chart.tip);
    square.axes("confidence, %", "right, %", true);
    draw_bars(square, chart);
    square.dashes({0, 0}, {1, 1}, Colour::kText);
    draw_counts(square, chart, p.max.y - square.hair(), counts);
    draw_text(ui, TextStyle::kSmall, {square.min.x, p.max.y - counts}, ui.colour(Colour::kMuted), "images");
    focus_frame(square, p);
    return answer;
}

}  // namespace shell
