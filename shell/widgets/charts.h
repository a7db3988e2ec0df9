// Line chart, heat map of counts (confusion matrix), bars of probabilities.
#pragma once

#include <limits>
#include <span>
#include <string>
#include <string_view>

#include "shell/ui.h"
#include "shell/widgets/number_grid.h"
#include "shell/widgets/text.h"

namespace shell {

struct ChartPoint {
    float x = 0;
    float y = 0;  // NaN: a gap
};

struct Series {
    std::string_view label;              // in the legend and the tooltip
    std::span<const ChartPoint> points;  // x rising
    Colour colour = Colour::kAccent;
    bool dots = false;  // mark each point, about one per unit of x, while they stand apart
};

struct LineChart {
    std::string_view name;
    std::span<const Series> series;
    float x_low = 0;
    float x_high = 1;
    float y_low = std::numeric_limits<float>::quiet_NaN();  // NaN: from the data
    float y_high = std::numeric_limits<float>::quiet_NaN();
    std::string_view x_label;
    bool percent = false;                                       // y in [0, 1] is written as per cent
    float reference = std::numeric_limits<float>::quiet_NaN();  // dashed line with its label
    std::string_view reference_label;                           // "lecture: 99.2"
};
void line_chart(Ui& ui, const LineChart& chart, ImVec2 size);
// Dots and names of the series, as runs for card_heading.
std::vector<Run> chart_legend(std::span<const Series> series);

struct HeatMap {
    std::string_view name;  // its cells are named "confusion.ROW.COLUMN"
    int rows = 1;
    int columns = 1;
    std::span<const std::int32_t> counts;  // (rows, columns)
    std::string_view row_title;            // "true digit"
    std::string_view column_title;         // "predicted"
    std::span<const std::string> names;    // of the classes; empty: their numbers say it
    Cell chosen;
};
struct HeatMapAnswer {
    Cell hovered;
    Cell clicked;
};
// The diagonal (right) and the rest (wrong) have their own hue; each is scaled by its own largest count.
HeatMapAnswer heat_map(Ui& ui, const HeatMap& map, float side);

// One row per class: its name or number, bar, per cent; the largest is lit. Of more than ten classes the ten
// most probable.
void probability_bars(Ui& ui, std::string_view name, std::span<const float> probabilities,
                      std::span<const std::string> names = {});

}  // namespace shell
