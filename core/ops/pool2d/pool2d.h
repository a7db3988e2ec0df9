// Pooling over a chunk of n images, each channel by itself:
//   max      the largest of the window             average  the sum divided by a count: MeanCount
//   min      the smallest                          sum      the sum of the window
//   L2       sqrt(sum of x^2): ONNX LpPool and PyTorch LPPool2d with p = 2
// Global pooling is the same with a window as large as the plane: global_window.
// AxisSpec::ceil follows PyTorch and ONNX: a window that would start behind the input and its leading padding
// is dropped. Padding never wins a maximum or minimum, whatever the input; to a sum it adds nothing. Sums
// have one float accumulator, terms in row order.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/ops/window.h"

namespace cnn {

enum class PoolKind { kMax, kAverage, kMin, kSum, kL2 };

// By what an average divides where a window hangs over the edge. The frameworks differ:
enum class MeanCount {
    kInside,  // the pixels of the input: TensorFlow, Keras; count_include_pad off in PyTorch and ONNX
    kPadded,  // and those of the padding, but not what ceil adds behind it: count_include_pad on in PyTorch
    kKernel,  // always the whole kernel: count_include_pad on in ONNX; differs from kPadded only with ceil
};

struct Pool2dPlan {
    int channels = 1;
    WindowPlan window;
    MeanCount mean_count = MeanCount::kPadded;  // average only

    std::size_t input_size() const {  // floats of one image
        return static_cast<std::size_t>(channels) * static_cast<std::size_t>(window.y.input) *
               static_cast<std::size_t>(window.x.input);
    }
    std::size_t output_size() const {  // floats of one image
        return static_cast<std::size_t>(channels) * static_cast<std::size_t>(window.y.output) *
               static_cast<std::size_t>(window.x.output);
    }
};

// One window over the whole plane.
WindowPlan global_window(int height, int width);

// x: (n, C, H, W); y: (n, C, OH, OW); argmax: (n, C, OH, OW), the winner as iy * W + ix of its plane, or null
// where no gradient will ask for it. The first in row order wins a tie; a NaN wins over every number. A
// window that sees only padding gives -infinity (min: +infinity) and argmax -1.
void max_pool_forward(const Pool2dPlan& plan, int n, const float* x, float* y, std::int32_t* argmax);
void min_pool_forward(const Pool2dPlan& plan, int n, const float* x, float* y, std::int32_t* argmin);
// The winner takes the whole gradient. dx is overwritten; windows are added in row order. For min: argmin.
void max_pool_backward(const Pool2dPlan& plan, int n, const float* dy, const std::int32_t* argmax, float* dx);

// Sum over ky, kx divided by the count of pixels that the window's rule includes.
void average_pool_forward(const Pool2dPlan& plan, int n, const float* x, float* y);
void average_pool_backward(const Pool2dPlan& plan, int n, const float* dy, float* dx);

void sum_pool_forward(const Pool2dPlan& plan, int n, const float* x, float* y);
void sum_pool_backward(const Pool2dPlan& plan, int n, const float* dy, float* dx);

void l2_pool_forward(const Pool2dPlan& plan, int n, const float* x, float* y);
// dx = sum over the windows of dy x / y; a window of zeros (y = 0) gives 0, as PyTorch does. x, y: as they
// were in the forward pass
void l2_pool_backward(const Pool2dPlan& plan, int n, const float* x, const float* y, const float* dy,
                      float* dx);

}  // namespace cnn
