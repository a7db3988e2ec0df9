#include "shell/widgets/charts.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

#include "shell/state/short_number.h"
#include "shell/widgets/press.h"
#include "shell/widgets/text.h"

namespace shell {
namespace {

struct Range {
    float low = 0;
    float high = 1;
    float share(float value) const { return (value - low) / (high - low); }
};

// 1, 2 or 5 times a power of ten, so that `range` has at most `count` steps.
float nice_step(float range, int count) {
    const float rough = range / static_cast<float>(std::max(count, 1));
    const float power = std::pow(10.0F, std::floor(std::log10(rough)));
    for (const float factor : {1.0F, 2.0F, 5.0F})
        if (rough <= factor * power * 1.0001F) return factor * power;
    return 10.0F * power;
}

// What the data need, widened to whole steps; `least` guards against a flat line.
Range data_range(const LineChart& chart) {
    Range range{3e38F, -3e38F};
    for (const Series& series : chart.series)
        for (const ChartPoint& point : series.points)
            if (std::isfinite(point.y)) range = {std::min(range.low, point.y), std::max(range.high, point.y)};
    if (std::isfinite(chart.reference))
        range = {std::min(range.low, chart.reference), std::max(range.high, chart.reference)};
    if (range.low > range.high) range = {0, 1};
    if (std::isfinite(chart.y_low)) range.low = chart.y_low;
    if (std::isfinite(chart.y_high)) range.high = chart.y_high;
    const float least = std::max(std::fabs(range.high) * 0.02F, 1e-6F);
    if (range.high - range.low < least) range.high = range.low + least;
    const float step = nice_step(range.high - range.low, 5);
    if (!std::isfinite(chart.y_low)) range.low = std::floor(range.low / step) * step;
    if (!std::isfinite(chart.y_high)) range.high = std::ceil(range.high / step) * step;
    return range;
}

std::string tick_text(const LineChart& chart, float value, float step) {
    const float shown = chart.percent ? value * 100 : value;
    const float shown_step = chart.percent ? step * 100 : step;
    if (shown_step >= 1e4F) return short_number(shown, 3);  // 1.5e38: the loss of a run that diverges
    const int decimals = std::clamp(static_cast<int>(std::ceil(-std::log10(shown_step) - 1e-4F)), 0, 6);
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", decimals,
                  static_cast<double>(std::fabs(shown) < shown_step * 1e-3F ? 0 : shown));
    return text[0] == '-' ? "\u2212" + std::string(text + 1) : std::string(text);
}

struct Plot {
    Ui& ui;
    const LineChart& chart;
    ImDrawList* list;
    ImVec2 min;  // of the plotting area
    ImVec2 max;
    Range x;
    Range y;
    float y_step = 1;

    ImVec2 at(ChartPoint point) const {
        return {min.x + (max.x - min.x) * x.share(point.x), max.y - (max.y - min.y) * y.share(point.y)};
    }

    void axes() const {
        const float small = ui.font_size(TextStyle::kSmall);
        const ImU32 ink = ui.colour(Colour::kMuted);
        for (float value = std::ceil(y.low / y_step - 1e-3F) * y_step; value <= y.high + y_step * 1e-3F;
             value += y_step) {
            const float line = std::round(at({x.low, value}).y);
            list->AddRectFilled({min.x, line}, {max.x, line + std::max(1.0F, std::round(ui.scale))},
                                ui.colour(Colour::kLine));
            draw_text(ui, TextStyle::kSmall, {min.x - ui.px(6), line - small * 0.5F}, ink,
                      tick_text(chart, value, y_step), 1);
        }
        const float step =
            nice_step(x.high - x.low, std::max(2, static_cast<int>((max.x - min.x) / ui.px(50))));
        for (float value = std::ceil(x.low / step - 1e-3F) * step; value <= x.high + step * 1e-3F;
             value += step) {
            const float place = at({value, y.low}).x;
            draw_text(ui, TextStyle::kSmall, {place, max.y + ui.px(4)}, ink, short_number(value), 0.5F);
        }
        if (!chart.x_label.empty())
            draw_text(ui, TextStyle::kSmall, {max.x, max.y + ui.px(4) + small}, ink, chart.x_label, 1);
    }

    void reference() const {
        if (!std::isfinite(chart.reference) || chart.reference < y.low || chart.reference > y.high) return;
        const float line = std::round(at({x.low, chart.reference}).y);
        const ImU32 ink = ui.colour(Colour::kOutput);
        const float dash = ui.px(5);
        for (float place = min.x; place < max.x; place += dash * 1.7F)
            list->AddRectFilled({place, line},
                                {std::min(place + dash, max.x), line + std::max(1.0F, std::round(ui.scale))},
                                ink);
        const float small = ui.font_size(TextStyle::kSmall);
        // Named at the other end of the chart, with a dash as in a legend: near the line it would hide the
        // curves that come close to it.
        const bool at_bottom = line < (min.y + max.y) * 0.5F;
        const float top = at_bottom ? max.y - small - ui.px(4) : min.y + ui.px(3);
        const float left = max.x - text_size(ui, TextStyle::kSmall, chart.reference_label).x - ui.px(2);
        list->AddRectFilled({left - 3 * dash, top - ui.px(1)}, {max.x, top + small + ui.px(1)},
                            ui.colour(Colour::kPanel, 0.85F), ui.px(3));
        draw_text(ui, TextStyle::kSmall, {left, top}, ink, chart.reference_label);
        const float middle = std::round(top + small * 0.5F);
        list->AddRectFilled({left - 2 * dash, middle},
                            {left - dash, middle + std::max(1.0F, std::round(ui.scale))}, ink);
    }

    // A curve of any length costs what the screen shows: per pixel column the mean, and behind it a band from
    // the lowest to the highest.
    void curve(const Series& series) const {
        const ImU32 ink = ui.colour(series.colour);
        const ImU32 band = ui.colour(series.colour, 0.3F);
        const float thick = std::max(1.5F, 2.0F * ui.scale);
        const std::span<const ChartPoint> points = series.points;
        const float spacing = (max.x - min.x) / std::max(x.high - x.low, 1.0F);
        const bool dots = (series.dots && spacing >= ui.px(10)) || points.size() == 1;
        ImVec2 last;
        bool joined = false;
        for (std::size_t i = 0; i < points.size();) {
            const float column = std::floor(at(points[i]).x);
            Range range{points[i].y, points[i].y};
            double sum = 0;
            std::size_t end = i;
            for (; end < points.size() && std::isfinite(points[end].y) &&
                   std::floor(at(points[end]).x) == column;
                 ++end) {
                range = {std::min(range.low, points[end].y), std::max(range.high, points[end].y)};
                sum += static_cast<double>(points[end].y);
            }
            if (end == i) {  // a gap
                joined = false;
                ++i;
                continue;
            }
            const ImVec2 mean = at({points[i].x, static_cast<float>(sum / static_cast<double>(end - i))});
            if (end - i > 1)
                list->AddRectFilled({column, at({0, range.high}).y}, {column + 1, at({0, range.low}).y},
                                    band);
            if (joined)
                list->AddLine(last, mean, ink, thick);  // piece by piece: sharp turns of one path have spikes
            if (dots) list->AddCircleFilled(mean, ui.px(3.5F), ink);
            last = mean;
            joined = true;
            i = end;
        }
    }
};

// The point of a series nearest to x; null for an empty one.
const ChartPoint* nearest(const Series& series, float x) {
    const ChartPoint* best = nullptr;
    for (const ChartPoint& point : series.points)
        if (std::isfinite(point.y) && (best == nullptr || std::fabs(point.x - x) < std::fabs(best->x - x)))
            best = &point;
    return best;
}

void read_off(const Plot& plot, const Press& p) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    if (!p.hovered || mouse.x < plot.min.x || mouse.x > plot.max.x) return;
    const float x =
        plot.x.low + (plot.x.high - plot.x.low) * (mouse.x - plot.min.x) / (plot.max.x - plot.min.x);
    std::string words;
    for (const Series& series : plot.chart.series) {
        const ChartPoint* point = nearest(series, x);
        if (point == nullptr) continue;
        const float shown = std::clamp(point->y, plot.y.low, plot.y.high);  // a curve may leave the axis
        plot.list->AddCircleFilled(plot.at({point->x, shown}), plot.ui.px(4), plot.ui.colour(series.colour));
        if (words.empty()) words = std::string(plot.chart.x_label) + " " + short_number(point->x);
        words += "\n" + std::string(series.label) + ": " +
                 (plot.chart.percent ? percent_text(point->y) : short_number(point->y));
    }
    const float line = std::round(mouse.x);
    plot.list->AddRectFilled({line, plot.min.y}, {line + 1, plot.max.y},
                             plot.ui.colour(Colour::kControl, 0.5F));
    tooltip(plot.ui, words);
}

}  // namespace

void line_chart(Ui& ui, const LineChart& chart, ImVec2 size) {
    const Press p = press(ui, chart.name, size);
    const float small = ui.font_size(TextStyle::kSmall);
    Plot plot{ui,
              chart,
              ImGui::GetWindowDrawList(),
              p.min,
              p.max,
              {chart.x_low, std::max(chart.x_high, chart.x_low + 1e-6F)},
              data_range(chart)};
    plot.y_step = nice_step(plot.y.high - plot.y.low, std::max(2, static_cast<int>(size.y / (small * 2.4F))));
    float widest = 0;
    for (const float value : {plot.y.low, plot.y.high})
        widest = std::max(widest, text_size(ui, TextStyle::kSmall, tick_text(chart, value, plot.y_step)).x);
    plot.min = p.min + ImVec2(widest + ui.px(10), small * 0.7F);
    plot.max = p.max - ImVec2(ui.px(8), small * (chart.x_label.empty() ? 1.0F : 2.0F) + ui.px(6));
    if (plot.max.x - plot.min.x < ui.px(20) || plot.max.y - plot.min.y < ui.px(20)) return;
    plot.axes();
    const ImVec2 dot(ui.px(6), ui.px(6));  // what a mark on the edge needs
    plot.list->PushClipRect(plot.min - dot, plot.max + dot, true);
    for (const Series& series : chart.series) plot.curve(series);
    plot.list->PopClipRect();
    plot.reference();
    read_off(plot, p);
}

std::vector<Run> chart_legend(std::span<const Series> series) {
    std::vector<Run> runs;
    for (const Series& one : series) {
        if (!runs.empty()) runs.push_back(muted_run("   "));
        runs.push_back({"• " + std::string(one.label), one.colour, true});
    }
    return runs;
}

namespace {

std::string class_name(std::span<const std::string> names, int label) {
    const auto at = static_cast<std::size_t>(label);
    return at < names.size() ? names[at] : std::to_string(label);
}

float widest_name(const Ui& ui, TextStyle style, std::span<const std::string> names) {
    float widest = 0;
    for (const std::string& name : names) widest = std::max(widest, text_size(ui, style, name).x);
    return widest;
}

struct HeatGrid {
    Ui& ui;
    const HeatMap& map;
    ImVec2 origin;     // of cell (0, 0)
    float margin = 0;  // at its left, for the labels of the rows
    float pitch = 0;   // from cell to cell
    float cell = 0;
    std::int32_t most_wrong = 1;
    std::int32_t most_right = 1;

    std::int32_t count(int row, int column) const {
        const auto i = static_cast<std::size_t>(row) * static_cast<std::size_t>(map.columns) +
                       static_cast<std::size_t>(column);
        return i < map.counts.size() ? map.counts[i] : 0;
    }

    void scale() {
        for (int row = 0; row < map.rows; ++row)
            for (int column = 0; column < map.columns; ++column) {
                std::int32_t& most = row == column ? most_right : most_wrong;
                most = std::max(most, count(row, column));
            }
    }

    Rgb fill(int row, int column) const {
        const Theme& theme = *ui.theme;
        const std::int32_t n = count(row, column);
        if (n == 0) return theme[Colour::kInset];
        const bool right = row == column;
        const float share = static_cast<float>(n) / static_cast<float>(right ? most_right : most_wrong);
        return mix(theme[right ? Colour::kOutputSoft : Colour::kKernelSoft],
                   theme[right ? Colour::kOutputMark : Colour::kKernelMark],
                   share * share * (right ? 0.45F : 0.9F));
    }

    // The number in its cell with air around it, smaller where it is long; none in cells too small to read
    // it.
    void number(const Press& p, std::int32_t n, Rgb behind) const {
        const float usual = std::min(ui.font_size(TextStyle::kSmall), cell * 0.6F);
        if (n == 0 || usual < ui.px(8)) return;
        const std::string text = std::to_string(n);
        const float width = ui.regular->CalcTextSizeA(usual, 1e9F, 0, text.c_str()).x;
        const float size = std::min(usual, usual * cell * 0.86F / std::max(width, 1.0F));
        const ImVec2 at(std::round(p.centre().x - width * size / usual * 0.5F),
                        std::round(p.centre().y - size * 0.5F));
        ImGui::GetWindowDrawList()->AddText(ui.regular, size, at, ui.colour(text_on(behind)), text.c_str());
    }

    void draw(Cell place, HeatMapAnswer& answer) const {
        const auto [row, column] = place;
        ImGui::SetCursorScreenPos(
            origin + ImVec2(pitch * static_cast<float>(column), pitch * static_cast<float>(row)));
        const std::string name =
            std::string(map.name) + "." + std::to_string(row) + "." + std::to_string(column);
        const Press p = press(ui, name, {cell, cell});
        const Rgb behind = fill(row, column);
        ImDrawList* list = ImGui::GetWindowDrawList();
        list->AddRectFilled(p.min, p.max, ui.colour(behind), ui.px(4));
        number(p, count(row, column), behind);
        const bool chosen = place == map.chosen;
        if (chosen || p.hovered || (p.focused && ImGui::GetIO().NavVisible))
            list->AddRect(p.min, p.max, ui.colour(chosen ? Colour::kAccent : Colour::kText), ui.px(4), 0,
                          ui.px(2));
        if (p.hovered) answer.hovered = place;
        if (p.pressed) answer.clicked = place;
        tooltip(ui, count_text(count(row, column)) + " images: " + std::string(map.row_title) + " " +
                        class_name(map.names, row) + ", " + std::string(map.column_title) + " " +
                        class_name(map.names, column));
    }

    // A named row begins with the number that stands under its column.
    void row_label(int row, ImU32 ink) const {
        const float y = pitch * static_cast<float>(row) + (cell - ui.font_size(TextStyle::kSmall)) * 0.5F;
        const std::string number = std::to_string(row);
        if (map.names.empty())
            return draw_text(ui, TextStyle::kSmall, origin + ImVec2(-ui.px(6), y), ink, number, 1);
        draw_text_fit(ui, TextStyle::kSmall, origin + ImVec2(-margin, y), ink,
                      number + " " + class_name(map.names, row), margin - ui.px(6));
    }

    void labels() const {
        const float small = ui.font_size(TextStyle::kSmall);
        const ImU32 ink = ui.colour(Colour::kMuted);
        // Rows too low for their names are told by the tooltips.
        if (pitch < small * 0.9F) return;
        for (int row = 0; row < map.rows; ++row) row_label(row, ink);
        const float below = pitch * static_cast<float>(map.rows) + ui.px(1);
        for (int column = 0; column < map.columns; ++column)
            draw_text(ui, TextStyle::kSmall,
                      origin + ImVec2(pitch * static_cast<float>(column) + cell * 0.5F, below), ink,
                      std::to_string(column), 0.5F);
        draw_text(ui, TextStyle::kSmall,
                  origin + ImVec2((pitch * static_cast<float>(map.columns) - margin) * 0.5F,
                                  below + small + ui.px(2)),
                  ink, "rows: " + std::string(map.row_title) + ", columns: " + std::string(map.column_title),
                  0.5F);
    }
};

// The classes to show, in their order.
std::vector<std::size_t> most_probable(std::span<const float> probabilities, std::size_t count) {
    std::vector<std::size_t> shown(probabilities.size());
    std::iota(shown.begin(), shown.end(), std::size_t{0});
    if (shown.size() <= count) return shown;
    std::stable_sort(shown.begin(), shown.end(),
                     [&](std::size_t a, std::size_t b) { return probabilities[a] > probabilities[b]; });
    shown.resize(count);
    std::sort(shown.begin(), shown.end());
    return shown;
}

}  // namespace

HeatMapAnswer heat_map(Ui& ui, const HeatMap& map, float side) {
    HeatMapAnswer answer;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float small = ui.font_size(TextStyle::kSmall);
    const float names = widest_name(ui, TextStyle::kSmall, map.names);
    const float margin =
        small + ui.px(4) + (names > 0 ? std::min(names + small * 0.5F, std::round(side * 0.22F)) : 0);
    HeatGrid grid{ui, map, at + ImVec2(margin, 0), margin};
    grid.pitch = std::floor((side - margin) / static_cast<float>(std::max({map.rows, map.columns, 1})));
    grid.cell = std::max(grid.pitch - ui.px(2), 2.0F);
    grid.scale();
    for (int row = 0; row < map.rows; ++row)
        for (int column = 0; column < map.columns; ++column) grid.draw({row, column}, answer);
    grid.labels();
    ImGui::SetCursorScreenPos(at);
    ImGui::Dummy({margin + grid.pitch * static_cast<float>(map.columns),
                  grid.pitch * static_cast<float>(map.rows) + small * 2 + ui.px(5)});
    ui.name_item(map.name);
    return answer;
}

void probability_bars(Ui& ui, std::string_view name, std::span<const float> probabilities,
                      std::span<const std::string> names) {
    constexpr std::size_t kMostBars = 10;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    const float line = ui.font_size(TextStyle::kBody) + ui.px(2);
    const float figure = text_size(ui, TextStyle::kBold, "100.0").x + ui.px(8);
    const float widest = std::max(widest_name(ui, TextStyle::kBold, names),
                                  text_size(ui, TextStyle::kBold, names.empty() ? "9" : "99").x);
    const float label = std::min(widest, std::round(width * 0.4F)) + ui.px(10);
    const float track = std::max(width - label - figure, ui.px(16));
    const float half = ui.px(4);
    ImDrawList* list = ImGui::GetWindowDrawList();
    const std::vector<std::size_t> shown = most_probable(probabilities, kMostBars);
    const auto largest = static_cast<std::size_t>(
        std::max_element(probabilities.begin(), probabilities.end()) - probabilities.begin());
    float y = at.y;
    for (const std::size_t i : shown) {
        const bool lit = i == largest && probabilities[i] > 0;
        const TextStyle style = lit ? TextStyle::kBold : TextStyle::kBody;
        const float centre = std::round(y + ui.font_size(style) * 0.5F);
        const float share = std::clamp(probabilities[i], 0.0F, 1.0F);
        draw_text_fit(ui, style, {at.x, y}, ui.colour(Colour::kText), class_name(names, static_cast<int>(i)),
                      label - ui.px(6));
        list->AddRectFilled({at.x + label, centre - half}, {at.x + label + track, centre + half},
                            ui.colour(Colour::kTrack), half);
        if (share > 0)
            list->AddRectFilled({at.x + label, centre - half},
                                {at.x + label + std::max(track * share, ui.px(2)), centre + half},
                                ui.colour(lit ? Colour::kAccent : Colour::kControl), half);
        char text[16];
        std::snprintf(text, sizeof text, "%.1f", static_cast<double>(share) * 100);
        draw_text(ui, style, {at.x + label + track + figure, y},
                  ui.colour(lit ? Colour::kText : Colour::kMuted), text, 1);
        ui.name_item(std::string(name) + "." + std::to_string(i), {at.x, y}, {at.x + width, y + line});
        y += line;
    }
    ImGui::Dummy({width, y - at.y});
    ui.name_item(name);
}

}  // namespace shell
