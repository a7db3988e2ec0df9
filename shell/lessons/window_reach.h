// Who touches whom along one axis of a window: by which tap an output reads a pixel, and whether a weight
// ever meets it. All from the axis' own tap(), so that links between grids cannot differ from the arithmetic.
#pragma once

#include "core/ops/window.h"

namespace shell {

// The tap by which output `o` reads input `i`; -1: it does not.
inline int tap_reading(const cnn::AxisPlan& axis, int o, int i) {
    const int way = i - axis.tap(o, 0);
    if (way < 0 || way % axis.dilation != 0 || way / axis.dilation >= axis.kernel) return -1;
    return way / axis.dilation;
}

// Does any output read input `i`, which may lie in the padding, by tap `k`?
inline bool tap_meets(const cnn::AxisPlan& axis, int k, int i) { return axis.output_reading(i, k) >= 0; }

// How many outputs read input `i`.
inline int count_readers(const cnn::AxisPlan& axis, int i) {
    int count = 0;
    for (int o = 0; o < axis.output; ++o) count += tap_reading(axis, o, i) >= 0 ? 1 : 0;
    return count;
}

}  // namespace shell
