// Global windows, and the kinds of pooling that few networks use: min, sum and L2, window by window.
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "core/ops/pool2d/covered.h"
#include "core/ops/pool2d/pool2d.h"

namespace cnn {
namespace {

AxisPlan global_axis(int input) {
    AxisPlan axis;
    axis.input = axis.kernel = axis.effective_kernel = input;
    return axis;
}

// Calls visit(plane, oy, ox, output) for every window of the chunk, in order; output counts them.
template <class Visit>
void for_each_window(const Pool2dPlan& plan, int n, Visit&& visit) {
    std::ptrdiff_t output = 0;
    for (std::ptrdiff_t plane = 0; plane < plane_count(plan, n); ++plane)
        for (int oy = 0; oy < plan.window.y.output; ++oy)
            for (int ox = 0; ox < plan.window.x.output; ++ox) visit(plane, oy, ox, output++);
}

void clear(const Pool2dPlan& plan, int n, float* dx) {
    std::fill_n(dx, static_cast<std::size_t>(n) * plan.input_size(), 0.0F);
}

}  // namespace

WindowPlan global_window(int height, int width) { return {global_axis(height), global_axis(width)}; }

void min_pool_forward(const Pool2dPlan& plan, int n, const float* x, float* y, std::int32_t* argmin) {
    for_each_window(plan, n, [&](std::ptrdiff_t plane, int oy, int ox, std::ptrdiff_t output) {
        const float* pixels = x + plane * input_pixels(plan);
        const PoolWinner winner = find_winner(plan.window, pixels, oy, ox, std::less<>());
        y[output] = winner.at < 0 ? std::numeric_limits<float>::infinity() : winner.value;
        if (argmin != nullptr) argmin[output] = winner.at;
    });
}

void sum_pool_forward(const Pool2dPlan& plan, int n, const float* x, float* y) {
    for_each_window(plan, n, [&](std::ptrdiff_t plane, int oy, int ox, std::ptrdiff_t output) {
        const float* pixels = x + plane * input_pixels(plan);
        float sum = 0;
        for_each_covered(plan.window, oy, ox, [&](int at) { sum += pixels[at]; });
        y[output] = sum;
    });
}

void sum_pool_backward(const Pool2dPlan& plan, int n, const float* dy, float* dx) {
    clear(plan, n, dx);
    for_each_window(plan, n, [&](std::ptrdiff_t plane, int oy, int ox, std::ptrdiff_t output) {
        float* gradients = dx + plane * input_pixels(plan);
        for_each_covered(plan.window, oy, ox, [&](int at) { gradients[at] += dy[output]; });
    });
}

void l2_pool_forward(const Pool2dPlan& plan, int n, const float* x, float* y) {
    for_each_window(plan, n, [&](std::ptrdiff_t plane, int oy, int ox, std::ptrdiff_t output) {
        const float* pixels = x + plane * input_pixels(plan);
        float sum = 0;
        for_each_covered(plan.window, oy, ox, [&](int at) { sum += pixels[at] * pixels[at]; });
        y[output] = std::sqrt(sum);  // rounded correctly by IEEE 754: the same everywhere
    });
}

void l2_pool_backward(const Pool2dPlan& plan, int n, const float* x, const float* y, const float* dy,
                      float* dx) {
    clear(plan, n, dx);
    for_each_window(plan, n, [&](std::ptrdiff_t plane, int oy, int ox, std::ptrdiff_t output) {
        if (y[output] == 0.0F) return;
        const float* pixels = x + plane * input_pixels(plan);
        float* gradients = dx + plane * input_pixels(plan);
        const float share = dy[output] / y[output];
        for_each_covered(plan.window, oy, ox, [&](int at) { gradients[at] += pixels[at] * share; });
    });
}

}  // namespace cnn
