// Charts whose both axes are shares from 0 to 1: a path through the square (ROC, precision over recall) and
// bars against the diagonal (calibration). Both can be read off point by point, with the pointer and with
// Left and Right.
#pragma once

#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "shell/ui.h"
#include "shell/widgets/charts.h"

namespace shell {

struct PathChart {
    std::string_view name;
    std::string_view x_label;
    std::string_view y_label;
    std::span<const ChartPoint> points;  // in the order of the path
    Colour colour = Colour::kAccent;
    ChartPoint from;  // a dashed line, with its name, from here to there: what chance gives
    ChartPoint to;
    std::string_view line_label;
    ChartPoint marked;     // the place that is read off; it lies on the path
    int nearest = 0;       // the point next to it, from which Left and Right go on
    std::string_view tip;  // of the marked place
};
// Answers the point that the pointer or the keys went to.
std::optional<int> path_chart(Ui& ui, const PathChart& chart, ImVec2 size);

struct ReliabilityBar {
    float confidence = 0;  // mean of the bin
    float accuracy = 0;
    int images = 0;
};
struct ReliabilityChart {
    std::string_view name;
    std::span<const ReliabilityBar> bars;  // of equally wide bins
    int marked = 0;
    std::string_view tip;  // of the marked bin
};
// Above, how often each bin is right, against the diagonal; below, how many images it holds. Answers the bin
// that the pointer or the keys went to.
std::optional<int> reliability_chart(Ui& ui, const ReliabilityChart& chart, ImVec2 size);

}  // namespace shell
