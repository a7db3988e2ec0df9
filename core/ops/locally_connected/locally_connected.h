// Locally connected layer (S3-13): a convolution whose weights are not shared, each output pixel has its own.
// Forward and backward over a chunk of n images; memory belongs to the caller.
//   y[n, oc, oy, ox] = sum over ic, ky, kx of x[n, ic, iy, ix] w[oc, ic, ky, kx, oy, ox] + bias[oc, oy, ox]
// Terms in the canonical order (ic, ky, kx, then bias); taps in the padding have no term. The output pixels
// lie innermost, so that the loops over them become vectors; Keras 2 has (OH OW, KH KW C, OC). Parameters: OH
// OW OC (C KH KW + 1), S3-18: 55 x 55 x 96 x 364 = 105,705,600 where a convolution has 34,944.
#pragma once

#include <cstddef>

#include "core/ops/window.h"

namespace cnn {

struct LocallyConnectedPlan {
    int channels = 1;
    int filters = 1;
    WindowPlan window;

    int taps() const { return channels * window.y.kernel * window.x.kernel; }
    std::size_t input_pixels() const {
        return static_cast<std::size_t>(window.y.input) * static_cast<std::size_t>(window.x.input);
    }
    std::size_t output_pixels() const {
        return static_cast<std::size_t>(window.y.output) * static_cast<std::size_t>(window.x.output);
    }
    std::size_t input_size() const { return static_cast<std::size_t>(channels) * input_pixels(); }
    std::size_t output_size() const { return static_cast<std::size_t>(filters) * output_pixels(); }
    std::size_t weight_count() const { return static_cast<std::size_t>(taps()) * output_size(); }
    std::size_t bias_count() const { return output_size(); }
};

// x: (n, C, H, W); w: (OC, C, KH, KW, OH, OW); bias: (OC, OH, OW); y: (n, OC, OH, OW)
void locally_connected_forward(const LocallyConnectedPlan& plan, int n, const float* x, const float* w,
                               const float* bias, float* y);

// Gradients of this chunk alone (overwritten, not added to). dy: (n, OC, OH, OW); dx: (n, C, H, W), null when
// not wanted; dw: as w, and db: as bias, both null when not wanted.
//   dx[ic, iy, ix] = sum over oc, ky, kx of w dy, for the output that reads this pixel by that tap
//   dw[oc, ic, ky, kx, oy, ox] = sum over n of x dy        db[oc, oy, ox] = sum over n of dy
void locally_connected_backward(const LocallyConnectedPlan& plan, int n, const float* x, const float* w,
                                const float* dy, float* dx, float* dw, float* db);

}  // namespace cnn
