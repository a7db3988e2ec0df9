// Who touches whom in a transposed convolution: the window of the convolution that goes the other way, read
// from its output, which is the input here.
#pragma once

#include "core/ops/window.h"

namespace shell::lesson_transposed {

struct Touched {
    enum class What { kNothing, kInput, kWeight, kOutput };
    What what = What::kNothing;
    int row = 0;
    int column = 0;
    bool operator==(const Touched&) const = default;
};

// Does `other` take part in a product of `touched`, or is it the sum of one?
bool reaches(const cnn::WindowPlan& window, const Touched& touched, const Touched& other);

}  // namespace shell::lesson_transposed
