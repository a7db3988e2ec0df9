// Who touches whom: which outputs read a pixel, which pixels a weight meets, which window belongs to an
// output. All from the window's tap(), so that the picture's links cannot differ from the arithmetic.
#pragma once

#include "core/ops/window.h"

namespace shell::lesson_convolution {

// A cell of one of the three grids.
struct Touched {
    enum class What { kNothing, kPixel, kWeight, kOutput };
    What what = What::kNothing;
    int filter = 0;   // weight, output
    int channel = 0;  // pixel, weight
    int row = 0;      // a pixel may lie in the padding; a weight's row is that of the kernel as used
    int column = 0;
    bool operator==(const Touched&) const = default;
};

// Does `other` take part in a product of `touched`, or is it the sum of one?
bool reaches(const cnn::WindowPlan& window, const Touched& touched, const Touched& other);

// How many outputs of one filter read the pixel.
int count_outputs(const cnn::WindowPlan& window, int iy, int ix);

}  // namespace shell::lesson_convolution
