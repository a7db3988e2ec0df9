// Who touches whom: pixel, weight and output meet in a product, forward and on the way back. All from the
// window's tap(), so that the picture's links cannot differ from the arithmetic.
#pragma once

#include "core/ops/window.h"

namespace shell::lesson_backward {

enum class Kind { kNothing, kPixel, kWeight, kOutput };

struct Touched {
    Kind kind = Kind::kNothing;
    int row = 0;
    int column = 0;
    bool operator==(const Touched&) const = default;
};

// Is there a product with both in it? A cell and itself: yes.
bool reaches(const cnn::WindowPlan& window, const Touched& a, const Touched& b);

}  // namespace shell::lesson_backward
