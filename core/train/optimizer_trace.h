// One update of one parameter, quantity by quantity: what a learner follows. The update itself is the
// optimiser's own; the quantities are read from its moments, or computed from them as its formula says.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "core/train/optimizer.h"

namespace cnn {

struct UpdateLine {
    std::string_view name;  // "M"
    std::string formula;    // "m / (1 − 0.9^t)"; of a moment that is used before it is updated: "as it was"
    float value = 0;
};

struct UpdateTrace {
    std::vector<UpdateLine> lines;  // in the order in which they are computed; the first is g
    int step_line = 0;              // which of them is the step
    float step =
        0;  // what is taken from the parameter, measured from 0 so that no large one hides its digits
    float next = 0;  // the updated parameter
};

// w: the parameter; moments: brought up to date, zeros before the first update
UpdateTrace trace_update(OptimizerKind kind, const Update& update, float w, float g,
                         std::array<float, kMostMoments>& moments);

}  // namespace cnn
