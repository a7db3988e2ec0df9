// Who touches whom in a layer with channels, filters and groups.
#pragma once

#include "core/ops/conv2d/conv2d.h"

namespace shell::lesson_channels {

// A cell of an input channel, of a filter's sheet, or of an output map.
struct Touched {
    enum class What { kNothing, kPixel, kWeight, kOutput };
    What what = What::kNothing;
    int filter = 0;   // weight, output
    int channel = 0;  // pixel, weight: counted over all groups
    int row = 0;      // a pixel may lie in the padding
    int column = 0;
    bool operator==(const Touched&) const = default;
};

// Does `other` take part in a product of `touched`, or is it the sum of one?
bool reaches(const cnn::Conv2dPlan& plan, const Touched& touched, const Touched& other);

}  // namespace shell::lesson_channels
