// Max and average pooling over a chunk of n images, each channel by itself. AxisSpec::ceil follows PyTorch: a
// window that would start behind the input is dropped. Padding never wins a maximum, however
// negative the input.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/ops/window.h"

namespace cnn {

struct Pool2dPlan {
    int channels = 1;
    WindowPlan window;
    // Average only: does a padding pixel count as a 0 in the mean? true as PyTorch's count_include_pad (its
    // default), false as TensorFlow and Keras. What ceil adds beyond the padded input never counts (PyTorch).
    bool count_padding = true;

    std::size_t input_size() const {  // floats of one image
        return static_cast<std::size_t>(channels) * static_cast<std::size_t>(window.y.input) *
               static_cast<std::size_t>(window.x.input);
    }
    std::size_t output_size() const {  // floats of one image
        return static_cast<std::size_t>(channels) * static_cast<std::size_t>(window.y.output) *
               static_cast<std::size_t>(window.x.output);
    }
};

// x: (n, C, H, W); y: (n, C, OH, OW); argmax: (n, C, OH, OW), the winner as iy * W + ix of its plane. The
// first in row order wins a tie; a NaN wins over every number. A window that sees only padding gives
// -infinity and argmax -1.
void max_pool_forward(const Pool2dPlan& plan, int n, const float* x, float* y, std::int32_t* argmax);
// The winner takes the whole gradient. dx is overwritten; windows are added in row order.
void max_pool_backward(const Pool2dPlan& plan, int n, const float* dy, const std::int32_t* argmax, float* dx);

// Sum over ky, kx divided by the count of pixels that the window's rule includes.
void average_pool_forward(const Pool2dPlan& plan, int n, const float* x, float* y);
void average_pool_backward(const Pool2dPlan& plan, int n, const float* dy, float* dx);

}  // namespace cnn
