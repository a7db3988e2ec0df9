// Pooling plane by plane; 2x2 windows at stride 2 take the fast road of halves.h.
#include "core/ops/pool2d/pool2d.h"

#include <algorithm>
#include <limits>

#include "core/ops/pool2d/halves.h"

namespace cnn {
namespace {

// The taps [first, last) of output `o` that lie inside the input.
struct Taps {
    int first = 0;
    int last = 0;
};
Taps taps_inside(const AxisPlan& axis, int o) {
    const int start = axis.tap(o, 0);
    const int first = start >= 0 ? 0 : (-start + axis.dilation - 1) / axis.dilation;
    const int end = start >= axis.input ? 0 : (axis.input - 1 - start) / axis.dilation + 1;
    const int last = std::min(axis.kernel, end);
    return {std::min(first, last), last};
}

// The taps of output `o` that the mean divides by, on one axis.
int counted_taps(const AxisPlan& axis, int o, bool count_padding) {
    const Taps inside = taps_inside(axis, o);
    if (!count_padding) return inside.last - inside.first;
    const int end =
        axis.input + axis.pad_after - axis.tap(o, 0);  // of the padded input, seen from the window
    return std::min(axis.kernel, (end + axis.dilation - 1) / axis.dilation);
}

bool beats(float candidate, float best) { return candidate > best || candidate != candidate; }

struct Winner {
    float value = -std::numeric_limits<float>::infinity();
    std::int32_t at = -1;
};

Winner find_winner(const WindowPlan& window, const float* plane, int oy, int ox) {
    const Taps rows = taps_inside(window.y, oy);
    const Taps columns = taps_inside(window.x, ox);
    Winner winner;
    for (int ky = rows.first; ky < rows.last; ++ky)
        for (int kx = columns.first; kx < columns.last; ++kx) {
            const std::int32_t at = window.y.tap(oy, ky) * window.x.input + window.x.tap(ox, kx);
            if (winner.at < 0 || beats(plane[at], winner.value)) winner = {plane[at], at};
            if (winner.value != winner.value) return winner;
        }
    return winner;
}

bool halves_both(const WindowPlan& window) { return halves(window.y) && halves(window.x); }

std::ptrdiff_t plane_count(const Pool2dPlan& plan, int n) {
    return static_cast<std::ptrdiff_t>(n) * plan.channels;
}
std::ptrdiff_t input_pixels(const Pool2dPlan& plan) {
    return static_cast<std::ptrdiff_t>(plan.window.y.input) * plan.window.x.input;
}
std::ptrdiff_t output_pixels(const Pool2dPlan& plan) {
    return static_cast<std::ptrdiff_t>(plan.window.y.output) * plan.window.x.output;
}

// Calls visit(index in the plane) for each pixel that the mean of (oy, ox) covers.
template <class Visit>
void for_each_covered(const WindowPlan& window, int oy, int ox, Visit&& visit) {
    const Taps rows = taps_inside(window.y, oy);
    const Taps columns = taps_inside(window.x, ox);
    for (int ky = rows.first; ky < rows.last; ++ky)
        for (int kx = columns.first; kx < columns.last; ++kx)
            visit(window.y.tap(oy, ky) * window.x.input + window.x.tap(ox, kx));
}

float divisor(const Pool2dPlan& plan, int oy, int ox) {
    const int count = counted_taps(plan.window.y, oy, plan.count_padding) *
                      counted_taps(plan.window.x, ox, plan.count_padding);
    return static_cast<float>(std::max(count, 1));  // a window that sees only padding: mean 0
}

}  // namespace

void max_pool_forward(const Pool2dPlan& plan, int n, const float* x, float* y, std::int32_t* argmax) {
    const WindowPlan& window = plan.window;
    const bool fast = halves_both(window);
    for (std::ptrdiff_t plane = 0; plane < plane_count(plan, n); ++plane, x += input_pixels(plan)) {
        for (int oy = 0; oy < window.y.output; ++oy, y += window.x.output, argmax += window.x.output) {
            if (fast) {
                const std::int32_t at = 2 * oy * window.x.input;
                max_halves_row(window.x.output, window.x.input, x + at, at, y, argmax);
                continue;
            }
            for (int ox = 0; ox < window.x.output; ++ox) {
                const Winner winner = find_winner(window, x, oy, ox);
                y[ox] = winner.value;
                argmax[ox] = winner.at;
            }
        }
    }
}

void max_pool_backward(const Pool2dPlan& plan, int n, const float* dy, const std::int32_t* argmax,
                       float* dx) {
    std::fill_n(dx, static_cast<std::size_t>(n) * plan.input_size(), 0.0F);
    for (std::ptrdiff_t plane = 0; plane < plane_count(plan, n); ++plane, dx += input_pixels(plan)) {
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
    std::fill_n(dx, static_cast<std::size_t>(n) * plan.input_size(), 0.0F);
    for (std::ptrdiff_t plane = 0; plane < plane_count(plan, n); ++plane, dx += input_pixels(plan)) {
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
