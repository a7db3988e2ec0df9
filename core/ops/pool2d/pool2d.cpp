// Max and average pooling plane by plane; 2x2 windows at stride 2 take the fast road of halves.h.
#include "core/ops/pool2d/pool2d.h"

#include <algorithm>
#include <functional>
#include <limits>

#include "core/ops/pool2d/covered.h"
#include "core/ops/pool2d/halves.h"

namespace cnn {
namespace {

// The taps of output `o` that the mean divides by, on one axis.
int counted_taps(const AxisPlan& axis, int o, MeanCount rule) {
    if (rule == MeanCount::kKernel) return axis.kernel;
    const Taps inside = taps_inside(axis, o);
    if (rule == MeanCount::kInside) return inside.last - inside.first;
    const int end =
        axis.input + axis.pad_after - axis.tap(o, 0);  // of the padded input, seen from the window
    return std::min(axis.kernel, (end + axis.dilation - 1) / axis.dilation);
}

bool halves_both(const WindowPlan& window) { return halves(window.y) && halves(window.x); }

float divisor(const Pool2dPlan& plan, int oy, int ox) {
    const int count =
        counted_taps(plan.window.y, oy, plan.mean_count) * counted_taps(plan.window.x, ox, plan.mean_count);
    return static_cast<float>(std::max(count, 1));  // a window that sees only padding: mean 0
}

}  // namespace

void max_pool_forward(const Pool2dPlan& plan, int n, const float* x, float* y, std::int32_t* argmax) {
    const WindowPlan& window = plan.window;
    const int outputs = window.x.output;
    const bool fast = halves_both(window);
    for (std::ptrdiff_t plane = 0; plane < plane_count(plan, n); ++plane, x += input_pixels(plan)) {
        for (int oy = 0; oy < window.y.output; ++oy, y += outputs) {
            if (fast) {
                const std::int32_t at = 2 * oy * window.x.input;
                max_halves_row(outputs, window.x.input, x + at, at, y, argmax);
            }
            for (int ox = 0; ox < outputs && !fast; ++ox) {
                const PoolWinner winner = find_winner(window, x, oy, ox, std::greater<>());
                y[ox] = winner.at < 0 ? -std::numeric_limits<float>::infinity() : winner.value;
                if (argmax != nullptr) argmax[ox] = winner.at;
            }
            if (argmax != nullptr) argmax += outputs;
        }
    }
}

void max_pool_backward(const Pool2dPlan& plan, int n, const float* dy, const std::int32_t* argmax,
                       float* dx) {
    for (std::ptrdiff_t plane = 0; plane < plane_count(plan, n); ++plane, dx += input_pixels(plan)) {
        std::fill_n(dx, input_pixels(plan), 0.0F);  // while it is at hand
        for (std::ptrdiff_t o = 0; o < output_pixels(plan); ++o, ++dy, ++argmax) {
            if (*argmax >= 0) dx[*argmax] += *dy;
        }
    }
}

void average_pool_forward(const Pool2dPlan& plan, int n, const float* x, float* y) {
    const WindowPlan& window = plan.window;
    const bool fast = halves_both(window);
    for (std::ptrdiff_t plane = 0; plane < plane_count(plan, n); ++plane, x += input_pixels(plan)) {
        for (int oy = 0; oy < window.y.output; ++oy, y += window.x.output) {
            if (fast) {
                average_halves_row(window.x.output, window.x.input, x + 2 * oy * window.x.input, y);
                continue;
            }
            for (int ox = 0; ox < window.x.output; ++ox) {
                float sum = 0;
                for_each_covered(window, oy, ox, [&](int at) { sum += x[at]; });
                y[ox] = sum / divisor(plan, oy, ox);
            }
        }
    }
}

void average_pool_backward(const Pool2dPlan& plan, int n, const float* dy, float* dx) {
    const WindowPlan& window = plan.window;
    const bool fast = halves_both(window);
    const bool fills_all =
        fast && 2 * window.y.output == window.y.input && 2 * window.x.output == window.x.input;
    for (std::ptrdiff_t plane = 0; plane < plane_count(plan, n); ++plane, dx += input_pixels(plan)) {
        if (!fills_all) std::fill_n(dx, input_pixels(plan), 0.0F);
        for (int oy = 0; oy < window.y.output; ++oy, dy += window.x.output) {
            if (fast) {
                average_halves_row_backward(window.x.output, window.x.input, dy,
                                            dx + 2 * oy * window.x.input);
                continue;
            }
            for (int ox = 0; ox < window.x.output; ++ox) {
                const float share = dy[ox] / divisor(plan, oy, ox);
                for_each_covered(window, oy, ox, [&](int at) { dx[at] += share; });
            }
        }
    }
}

}  // namespace cnn
