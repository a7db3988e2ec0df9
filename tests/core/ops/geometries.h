// The geometries that every sliding op is checked over, by enumeration and not by luck: strides 1 to 3,
// paddings 0 to 2 (even and uneven), dilations 1 to 3, kernels of different sides, inputs of odd and even
// size.
#pragma once

#include <algorithm>
#include <functional>
#include <string>

#include "core/ops/window.h"
#include "tests/core/ops/random_geometry.h"

namespace cnn::testing {

// The second axis differs from the first in every number, so that a mix-up of the two is seen.
inline WindowPlan enumerated_window(int kernel, int stride, int pad, int dilation, bool ceil) {
    AxisSpec y{kernel, stride, Padding::kExplicit, pad, pad, dilation, ceil};
    AxisSpec x{
        kernel % 3 + 1, stride % 3 + 1, Padding::kExplicit, (pad + 1) % 3, pad, dilation % 2 + 1, ceil};
    // the smallest inputs in which the window moves, or nearly: sizes vary with all the numbers
    const int effective_y = dilation * (kernel - 1) + 1;
    const int effective_x = x.dilation * (x.kernel - 1) + 1;
    const int height = std::max(1, effective_y - 2 * pad + 1 + (stride + pad) % 3);
    const int width = std::max(2, effective_x - x.pad_before - pad + 3 + (kernel + dilation) % 2);
    return {plan_axis(height, y).value(), plan_axis(width, x).value()};
}

// Calls visit(kernel, stride, padding, dilation) 3 x 3 x 3 x 3 = 81 times.
inline void for_each_window(const std::function<void(int, int, int, int)>& visit) {
    for (int kernel = 1; kernel <= 3; ++kernel)
        for (int stride = 1; stride <= 3; ++stride)
            for (int pad = 0; pad <= 2; ++pad)
                for (int dilation = 1; dilation <= 3; ++dilation) visit(kernel, stride, pad, dilation);
}
inline void for_each_window_geometry(bool ceil, const std::function<void(const WindowPlan&)>& visit) {
    for_each_window([&](int kernel, int stride, int pad, int dilation) {
        visit(enumerated_window(kernel, stride, pad, dilation, ceil));
    });
}

inline std::string describe(const WindowPlan& window) {
    return describe(window.y) + " by " + describe(window.x);
}

}  // namespace cnn::testing
