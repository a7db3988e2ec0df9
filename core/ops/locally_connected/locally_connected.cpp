// Tap by tap over whole rows of outputs.
#include "core/ops/locally_connected/locally_connected.h"

#include <algorithm>

#include "core/kernels/vec.h"

namespace cnn {
namespace {

// A tap's outputs of one row: [first, last) of the row's outputs read a pixel of the input, the first at x.
struct RowOfTap {
    std::size_t output;  // index in the plane of outputs
    std::size_t input;   // index in the plane of inputs
    int count;
};

// Calls visit(ic, tap, row) for every tap (counted ic, ky, kx) and every row of outputs that it serves.
template <class Visit>
void for_each_row(const LocallyConnectedPlan& plan, Visit&& visit) {
    const AxisPlan& rows = plan.window.y;
    const AxisPlan& columns = plan.window.x;
    std::size_t tap = 0;
    for_each_tap(plan.channels, plan.window, [&](int ic, int ky, int kx) {
        const int start = columns.tap(0, kx);
        const int first = start >= 0 ? 0 : (-start + columns.stride - 1) / columns.stride;
        const int behind = start >= columns.input ? 0 : (columns.input - 1 - start) / columns.stride + 1;
        const int last = std::min(columns.output, behind);
        for (int oy = 0; oy < rows.output && first < last; ++oy) {
            const int iy = rows.tap(oy, ky);
            if (!rows.inside(iy)) continue;
            visit(ic, tap,
                  RowOfTap{static_cast<std::size_t>(oy * columns.output + first),
                           static_cast<std::size_t>(iy * columns.input + columns.tap(first, kx)),
                           last - first});
        }
        ++tap;
    });
}

}  // namespace

void locally_connected_forward(const LocallyConnectedPlan& plan, int n, const float* x, const float* w,
                               const float* bias, float* y) {
    const std::size_t pixels = plan.output_pixels();
    const auto taps = static_cast<std::size_t>(plan.taps());
    std::fill_n(y, static_cast<std::size_t>(n) * plan.output_size(), 0.0F);
    for (int image = 0; image < n; ++image, x += plan.input_size())
        for (std::size_t oc = 0; oc < static_cast<std::size_t>(plan.filters); ++oc, y += pixels) {
            for_each_row(plan, [&](int ic, std::size_t tap, const RowOfTap& row) {
                const float* from = x + static_cast<std::size_t>(ic) * plan.input_pixels() + row.input;
                const float* weights = w + (oc * taps + tap) * pixels + row.output;
                float* sums = y + row.output;
                CNN_INDEPENDENT
                for (int i = 0; i < row.count; ++i) sums[i] += from[i * plan.window.x.stride] * weights[i];
            });
            CNN_INDEPENDENT
            for (std::size_t i = 0; i < pixels; ++i) y[i] += bias[oc * pixels + i];
        }
}

void locally_connected_backward(const LocallyConnectedPlan& plan, int n, const float* x, const float* w,
                                const float* dy, float* dx, float* dw, float* db) {
    const std::size_t pixels = plan.output_pixels();
    const auto taps = static_cast<std::size_t>(plan.taps());
    const int stride = plan.window.x.stride;
    if (dx) std::fill_n(dx, static_cast<std::size_t>(n) * plan.input_size(), 0.0F);
    if (dw) std::fill_n(dw, plan.weight_count(), 0.0F);
    if (db) std::fill_n(db, plan.bias_count(), 0.0F);
    for (int image = 0; image < n; ++image, x += plan.input_size())
        for (std::size_t oc = 0; oc < static_cast<std::size_t>(plan.filters); ++oc, dy += pixels) {
            const std::size_t image_at = static_cast<std::size_t>(image) * plan.input_size();
            for_each_row(plan, [&](int ic, std::size_t tap, const RowOfTap& row) {
                const std::size_t plane = static_cast<std::size_t>(ic) * plan.input_pixels() + row.input;
                const std::size_t weight = (oc * taps + tap) * pixels + row.output;
                const float* slopes = dy + row.output;
                if (dw) {
                    CNN_INDEPENDENT
                    for (int i = 0; i < row.count; ++i) dw[weight + i] += x[plane + i * stride] * slopes[i];
                }
                if (dx) {
                    float* gradients = dx + image_at + plane;
                    CNN_INDEPENDENT
                    for (int i = 0; i < row.count; ++i) gradients[i * stride] += w[weight + i] * slopes[i];
                }
            });
            for (std::size_t i = 0; db && i < pixels; ++i) db[oc * pixels + i] += dy[i];
        }
}

}  // namespace cnn
