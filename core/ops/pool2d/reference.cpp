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
        const bool padded = iy < y.input + y.pad_after && ix < x.input + x.pad_after;  // or behind, by ceil
        if (inside) visit(iy * x.input + ix);
        if (plan.mean_count == MeanCount::kKernel || (padded && plan.mean_count == MeanCount::kPadded) ||
            inside)
            ++count;
    });
    return std::max(count, 1);
}

int input_pixels(const Pool2dPlan& plan) { return plan.window.y.input * plan.window.x.input; }

// sign 1: the largest wins; sign -1: the smallest.
template <class Real>
void extreme_pool_forward(const Pool2dPlan& plan, Real sign, int n, const Real* x, Real* y,
                          std::int32_t* winners) {
    for_each_window(plan, n, [&](int plane, int oy, int ox, int output) {
        const Real* pixels = x + plane * input_pixels(plan);
        Real best = -sign * std::numeric_limits<Real>::infinity();
        std::int32_t winner = -1;
        for_each_pixel(plan, oy, ox, [&](int pixel) {
            const Real value = pixels[pixel];
            if (winner < 0 || sign * value > sign * best || (std::isnan(value) && !std::isnan(best))) {
                best = value;
                winner = pixel;
            }
        });
        y[output] = best;
        winners[output] = winner;
    });
}

template <class Real>
void clear(const Pool2dPlan& plan, int n, Real* dx) {
    std::fill_n(dx, n * plan.channels * input_pixels(plan), Real{0});
}

}  // namespace

template <class Real>
void reference_max_pool_forward(const Pool2dPlan& plan, int n, const Real* x, Real* y, std::int32_t* argmax) {
    extreme_pool_forward(plan, Real{1}, n, x, y, argmax);
}

template <class Real>
void reference_min_pool_forward(const Pool2dPlan& plan, int n, const Real* x, Real* y, std::int32_t* argmin) {
    extreme_pool_forward(plan, Real{-1}, n, x, y, argmin);
}

template <class Real>
void reference_max_pool_backward(const Pool2dPlan& plan, int n, const Real* dy, const std::int32_t* argmax,
                                 Real* dx) {
    clear(plan, n, dx);
    for_each_window(plan, n, [&](int plane, int, int, int output) {
        if (argmax[output] >= 0) dx[plane * input_pixels(plan) + argmax[output]] += dy[output];
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
    clear(plan, n, dx);
    for_each_window(plan, n, [&](int plane, int oy, int ox, int output) {
        const int count = for_each_pixel(plan, oy, ox, [](int) {});
        for_each_pixel(plan, oy, ox, [&](int pixel) {
            dx[plane * input_pixels(plan) + pixel] += dy[output] / static_cast<Real>(count);
        });
    });
}

template <class Real>
void reference_sum_pool_forward(const Pool2dPlan& plan, int n, const Real* x, Real* y) {
    for_each_window(plan, n, [&](int plane, int oy, int ox, int output) {
        Real sum = 0;
        for_each_pixel(plan, oy, ox, [&](int pixel) { sum += x[plane * input_pixels(plan) + pixel]; });
        y[output] = sum;
    });
}

template <class Real>
void reference_sum_pool_backward(const Pool2dPlan& plan, int n, const Real* dy, Real* dx) {
    clear(plan, n, dx);
    for_each_window(plan, n, [&](int plane, int oy, int ox, int output) {
        for_each_pixel(plan, oy, ox,
                       [&](int pixel) { dx[plane * input_pixels(plan) + pixel] += dy[output]; });
    });
}

template <class Real>
void reference_l2_pool_forward(const Pool2dPlan& plan, int n, const Real* x, Real* y) {
    for_each_window(plan, n, [&](int plane, int oy, int ox, int output) {
        Real sum = 0;
        for_each_pixel(plan, oy, ox, [&](int pixel) {
            const Real value = x[plane * input_pixels(plan) + pixel];
            sum += value * value;
        });
        y[output] = std::sqrt(sum);
    });
}

template <class Real>
void reference_l2_pool_backward(const Pool2dPlan& plan, int n, const Real* x, const Real* y, const Real* dy,
                                Real* dx) {
    clear(plan, n, dx);
    for_each_window(plan, n, [&](int plane, int oy, int ox, int output) {
        if (y[output] == 0) return;
        for_each_pixel(plan, oy, ox, [&](int pixel) {
            const int at = plane * input_pixels(plan) + pixel;
            dx[at] += x[at] * (dy[output] / y[output]);
        });
    });
}

// One copy for floats, one for doubles.
#define CNN_INSTANTIATE(Real)                                                                               \
    template void reference_max_pool_forward(const Pool2dPlan&, int, const Real*, Real*, std::int32_t*);    \
    template void reference_min_pool_forward(const Pool2dPlan&, int, const Real*, Real*, std::int32_t*);    \
    template void reference_max_pool_backward(const Pool2dPlan&, int, const Real*, const std::int32_t*,     \
                                              Real*);                                                       \
    template void reference_average_pool_forward(const Pool2dPlan&, int, const Real*, Real*);               \
    template void reference_average_pool_backward(const Pool2dPlan&, int, const Real*, Real*);              \
    template void reference_sum_pool_forward(const Pool2dPlan&, int, const Real*, Real*);                   \
    template void reference_sum_pool_backward(const Pool2dPlan&, int, const Real*, Real*);                  \
    template void reference_l2_pool_forward(const Pool2dPlan&, int, const Real*, Real*);                    \
    template void reference_l2_pool_backward(const Pool2dPlan&, int, const Real*, const Real*, const Real*, \
                                             Real*)
CNN_INSTANTIATE(float);
CNN_INSTANTIATE(double);
#undef CNN_INSTANTIATE

}  // namespace cnn
