// One weight under two optimisers: the quantities of the current update side by side, and the size of all
// steps so far.
#include <algorithm>
#include <array>
#include <cmath>

#include "shell/lessons/16_optimisers/view.h"
#include "shell/state/short_number.h"
#include "shell/widgets/charts.h"
#include "shell/widgets/press.h"
#include "shell/widgets/text.h"

namespace shell::lesson_optimisers {
namespace {

std::string title_of(const Track& track) { return std::string(cnn::optimizer_info(track.kind).title); }

// "M = m / (1 − 0.9^t)" at the left, its value at the right; the current one lit.
void draw_line(Ui& ui, const cnn::UpdateLine& line, bool reached, bool now, bool step, Colour hue) {
    const float width = ImGui::GetContentRegionAvail().x;
    const float height = ui.font_size(TextStyle::kBody) + ui.px(7);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImDrawList* list = ImGui::GetWindowDrawList();
    if (now) list->AddRectFilled(at, at + ImVec2(width, height), ui.colour(Colour::kAccentSoft), ui.px(6));
    const float y = at.y + ui.px(3);
    const ImU32 ink = ui.colour(reached ? Colour::kText : Colour::kMuted, reached ? 1.0F : 0.6F);
    const TextStyle bold = TextStyle::kBold;
    draw_text(ui, bold, {at.x + ui.px(8), y}, ink, line.name);
    const std::string value = reached ? short_number(line.value, 5) : "–";
    const float left = at.x + ui.px(16) + std::max(text_size(ui, bold, line.name).x, ui.px(34));
    const float right = at.x + width - ui.px(8);
    draw_text_fit(ui, TextStyle::kSmall, {left, y + ui.px(1)}, ui.colour(Colour::kMuted), line.formula,
                  right - left - text_size(ui, bold, value).x - ui.px(8));
    draw_text(ui, bold, {right, y}, reached && step ? ui.colour(hue) : ink, value, 1);
    ImGui::Dummy({width, height});
}

void draw_track(Ui& ui, const OptimisersModel& model, std::size_t index, float width, float height) {
    const Track& track = model.tracks()[index];
    const Cursor now = model.cursor();
    const cnn::UpdateTrace& update = track.updates[static_cast<std::size_t>(now.update - 1)];
    const std::string name = "track." + std::to_string(index);
    const Card card(ui, name, width, height, CardHeight::kAtLeast);
    const Run title{title_of(track), colour_of(index), true};
    text_runs(ui, {&title, 1});
    space(ui, 4);
    const auto& lines = update.lines;
    for (std::size_t i = 0; i < lines.size(); ++i)
        draw_line(ui, lines[i], static_cast<int>(i) <= now.line, static_cast<int>(i) == now.line,
                  static_cast<int>(i) == update.step_line, colour_of(index));
    const bool moved = now.line >= update.step_line;
    const float before = now.update > 1 ? track.updates[static_cast<std::size_t>(now.update - 2)].next
                                        : model.settings().weight;
    key_value(ui, "weight w", short_number(moved ? update.next : before, 6),
              moved ? colour_of(index) : Colour::kMuted);
}

// log10 of the steps' sizes up to the cursor: they reach from 100 to 0.0003.
std::vector<ChartPoint> sizes(const Track& track, const Cursor& now) {
    std::vector<ChartPoint> points;
    for (int update = 1; update <= now.update; ++update) {
        const cnn::UpdateTrace& one = track.updates[static_cast<std::size_t>(update - 1)];
        if (update == now.update && now.line < one.step_line) break;
        const float size = std::fabs(one.step);
        points.push_back({static_cast<float>(update), size > 0 ? std::log10(size) : std::nanf("")});
    }
    return points;
}

}  // namespace

void draw_tracks(Ui& ui, const OptimisersModel& model) {
    const Cursor now = model.cursor();
    const Columns both = columns(ui, 2, 250);
    const float line = ui.font_size(TextStyle::kBody) + ui.px(7) + ImGui::GetStyle().ItemSpacing.y;
    const float height = static_cast<float>(model.steps_per_part() + 2) * line + ui.px(42);
    for (std::size_t i = 0; i < 2; ++i) {
        next_column(ui, both, static_cast<int>(i));
        draw_track(ui, model, i, both.width, both.count == 1 ? 0 : height);
    }
    space(ui, 12);
    const float rest = std::max(ImGui::GetContentRegionAvail().y, ui.px(190));
    const Card card(ui, "steps", 0, rest);
    const std::array<std::vector<ChartPoint>, 2> points{sizes(model.tracks()[0], now),
                                                        sizes(model.tracks()[1], now)};
    const std::array<std::string, 2> names{title_of(model.tracks()[0]), title_of(model.tracks()[1])};
    std::vector<Series> series;
    for (std::size_t i = 0; i < 2; ++i) series.push_back({names[i], points[i], colour_of(i), true});
    card_heading(ui, ui.phone() ? "log₁₀ of the step" : "Size of the steps, as powers of ten",
                 chart_legend(series));
    LineChart chart;
    chart.name = "steps";
    chart.series = series;
    chart.x_low = 1;
    chart.x_high = static_cast<float>(std::max(model.settings().updates, 2));
    chart.x_label = "update";
    line_chart(ui, chart, ImGui::GetContentRegionAvail());
}

}  // namespace shell::lesson_optimisers
