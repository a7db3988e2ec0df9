// Which pixels of the input a pooling window covers: what every general road of this folder loops over.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "core/ops/pool2d/pool2d.h"

namespace cnn {

// The taps [first, last) of output `o` that lie inside the input.
struct Taps {
    int first = 0;
    int last = 0;
};
inline Taps taps_inside(const AxisPlan& axis, int o) {
    const int start = axis.tap(o, 0);
    const int first = start >= 0 ? 0 : (-start + axis.dilation - 1) / axis.dilation;
    const int end = start >= axis.input ? 0 : (axis.input - 1 - start) / axis.dilation + 1;
    const int last = std::min(axis.kernel, end);
    return {std::min(first, last), last};
}

// Calls visit(index in the plane) for each pixel of the window (oy, ox), in row order.
template <class Visit>
void for_each_covered(const WindowPlan& window, int oy, int ox, Visit&& visit) {
    const Taps rows = taps_inside(window.y, oy);
    const Taps columns = taps_inside(window.x, ox);
    for (int ky = rows.first; ky < rows.last; ++ky)
        for (int kx = columns.first; kx < columns.last; ++kx)
            visit(window.y.tap(oy, ky) * window.x.input + window.x.tap(ox, kx));
}

inline std::ptrdiff_t plane_count(const Pool2dPlan& plan, int n) {
    return static_cast<std::ptrdiff_t>(n) * plan.channels;
}
inline std::ptrdiff_t input_pixels(const Pool2dPlan& plan) {
    return static_cast<std::ptrdiff_t>(plan.window.y.input) * plan.window.x.input;
}
inline std::ptrdiff_t output_pixels(const Pool2dPlan& plan) {
    return static_cast<std::ptrdiff_t>(plan.window.y.output) * plan.window.x.output;
}

// The pixel that wins a window: `beats(candidate, best)` says who is better; a NaN wins over every number.
struct PoolWinner {
    float value = 0;
    std::int32_t at = -1;  // index in the plane; -1: the window sees only padding
};
template <class Beats>
PoolWinner find_winner(const WindowPlan& window, const float* plane, int oy, int ox, Beats&& beats) {
    const Taps rows = taps_inside(window.y, oy);
    const Taps columns = taps_inside(window.x, ox);
    PoolWinner winner;
    for (int ky = rows.first; ky < rows.last; ++ky)
        for (int kx = columns.first; kx < columns.last; ++kx) {
            const std::int32_t at = window.y.tap(oy, ky) * window.x.input + window.x.tap(ox, kx);
            const float candidate = plane[at];
            if (winner.at < 0 || beats(candidate, winner.value) || candidate != candidate)
                winner = {candidate, at};
            if (winner.value != winner.value) return winner;
        }
    return winner;
}

}  // namespace cnn
