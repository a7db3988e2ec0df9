// Pooling as loops over all taps.
#include "core/ops/pool2d/reference.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cnn {
namespace {

// Calls visit(plane, oy, ox, output) for every window of the chunk; output counts them.
template <class Visit>
void for_each_window(const Pool2dPlan& plan, int n, Visit&& visit) {
    int output = 0;
    for (int plane = 0; plane < n * plan.channels; ++plane)
        for (int oy = 0; oy < plan.window.y.output; ++oy)
            for (int ox = 0; ox < plan.window.x.output; ++ox) visit(plane, oy, ox, output++);
}

// Calls visit(pixel of the plane) for every tap inside the input; returns by how many pixels a mean divides.
template <class Visit>
int for_each_pixel(const Pool2dPlan& plan, int oy, int ox, Visit&& visit) {
    const AxisPlan& y = plan.window.y;
    const AxisPlan& x = plan.window.x;
    int count = 0;
    for_each_tap(1, plan.window, [&](int, int ky, int kx) {
        const int iy = y.tap(oy, ky);
        const int ix = x.tap(ox, kx);
        const bool inside = y.inside(iy) && x.inside(ix);
        const bool in_padding = !inside && iy < y.input + y.pad_after && ix < x.input + x.pad_after;
        if (inside) visit(iy * x.input + ix);
        if (inside || (in_padding && plan.count_padding)) ++count;
    });
    return std::max(count, 1);
}

int input_pixels(const Pool2dPlan& plan) { return plan.window.y.input * plan.window.x.input; }

}  // namespace

template <class Real>
void reference_max_pool_forward(const Pool2dPlan& plan, int n, const Real* x, Real* y, std::int32_t* argmax) {
    for_each_window(plan, n, [&](int plane, int oy, int ox, int output) {
        const Real* pixels = x + plane * input_pixels(plan);
        Real best = -std::numeric_limits<Real>::infinity();
        std::int32_t winner = -1;
        for_each_pixel(plan, oy, ox, [&](int pixel) {
            const Real value = pixels[pixel];
            if (winner < 0 || value > best || (std::isnan(value) && !std::isnan(best))) {
                best = value;
                winner = pixel;
            }
        });
        y[output] = best;
        argmax[output] = winner;
    });
}

template <class Real>
void reference_average_pool_forward(const Pool2dPlan& plan, int n, const Real* x, Real* y) {
    for_each_window(plan, n, [&](int plane, int oy, int ox, int output) {
        Real sum = 0;
        const int count =
            for_each_pixel(plan, oy, ox, [&](int pixel) { sum += x[plane * input_pixels(plan) + pixel]; });
        y[output] = sum / static_cast<Real>(count);
    });
}

template <class Real>
void reference_average_pool_backward(const Pool2dPlan& plan, int n, const Real* dy, Real* dx) {
    std::fill_n(dx, n * plan.channels * input_pixels(plan), Real{0});
    for_each_window(plan, n, [&](int plane, int oy, int ox, int output) {
        const int count = for_each_pixel(plan, oy, ox, [](int) {});
        for_each_pixel(plan, oy, ox, [&](int pixel) {
            dx[plane * input_pixels(plan) + pixel] += dy[output] / static_cast<Real>(count);
        });
    });
}

template void reference_max_pool_forward(const Pool2dPlan&, int, const float*, float*, std::int32_t*);
template void reference_max_pool_forward(const Pool2dPlan&, int, const double*, double*, std::int32_t*);
template void reference_average_pool_forward(const Pool2dPlan&, int, const float*, float*);
template void reference_average_pool_forward(const Pool2dPlan&, int, const double*, double*);
template void reference_average_pool_backward(const Pool2dPlan&, int, const float*, float*);
template void reference_average_pool_backward(const Pool2dPlan&, int, const double*, double*);

}  // namespace cnn
