// The geometry of a sliding window, one axis at a time. This is the only place where sizes are computed:
// kernels, traces, shape checks, sliders and lessons all call plan_axis.
// Formula: Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", arXiv 1603.07285, with
// dilation as in its section 5.1:  output = floor((input + before + after - dilation (kernel - 1) - 1) /
// stride) + 1.
#pragma once

#include "core/base/result.h"

namespace cnn {

// The field's names for padding. valid = narrow: none. same: output = ceil(input / stride); where the total
// is odd, the extra pixel goes after (kSameUpper: TensorFlow, Keras, ONNX SAME_UPPER) or before (kSameLower).
// full = wide: effective kernel - 1 on both sides. explicit: as given.
enum class Padding { kValid, kSameUpper, kSameLower, kFull, kExplicit };

// What is asked of one axis, in pixels. kernel, stride, dilation >= 1; pads >= 0.
struct AxisSpec {
    int kernel = 1;
    int stride = 1;
    Padding padding = Padding::kValid;
    int pad_before = 0;  // read only with kExplicit
    int pad_after = 0;   // read only with kExplicit
    int dilation = 1;
    bool ceil = false;  // pooling may round the output size up; a window must still start inside the input

    bool operator==(const AxisSpec&) const = default;
};

// The most pixels that any number of an axis may be: sizes come from links and files. Ten seconds of sound
// are within it; sums of a few such numbers are far within an int.
inline constexpr int kAxisLimit = 262144;

// What comes out. All in pixels; output >= 1.
struct AxisPlan {
    int input = 1;
    int kernel = 1;
    int stride = 1;
    int pad_before = 0;
    int pad_after = 0;
    int dilation = 1;
    int effective_kernel = 1;  // dilation (kernel - 1) + 1
    int numerator = 0;         // input + pads - effective_kernel: the distance that the window can travel
    int output = 1;
    int left_over = 0;  // pixels of the padded input, at its end, that no window reads

    // The input index that tap `k` of output `o` reads; outside [0, input) it is padding.
    int tap(int o, int k) const { return o * stride - pad_before + k * dilation; }
    bool inside(int i) const { return i >= 0 && i < input; }
    // The other way round: the output whose tap `k` reads input `i`, or -1.
    int output_reading(int i, int k) const {
        const int distance = i + pad_before - k * dilation;
        return distance < 0 || distance % stride != 0 || distance / stride >= output ? -1 : distance / stride;
    }
    // Pixels from the first that a window reads to one behind the last, padding included.
    int reach() const { return (output - 1) * stride + effective_kernel; }

    bool operator==(const AxisPlan&) const = default;
};

// The plan, or why there is none ("The kernel of 7 with dilation 2 spans 13 pixels, but the input has 9.").
Result<AxisPlan> plan_axis(int input, const AxisSpec& spec);

// The transposed convolution (arXiv 1603.07285, chapter 4) of one axis goes from the output of a convolution
// back to its input:  output = (input - 1) stride + dilation (kernel - 1) + 1 + output_padding - before -
// after. What comes out is the plan of that convolution: its `output` is the `input` given here, its `input`
// is what the transposed one puts out, its left_over the output_padding: pixels at the end that no tap
// reaches. Padding as in the convolution: it is cut off. same: output = input * stride, as Keras and ONNX
// have it; where the kernel is smaller than the stride, pixels that no tap reaches make up the difference.
// full: as explicit with the effective kernel - 1. output_padding < max(stride, dilation), as PyTorch and
// ONNX demand.
Result<AxisPlan> plan_transposed_axis(int input, const AxisSpec& spec, int output_padding = 0);

struct WindowPlan {
    AxisPlan y;
    AxisPlan x;

    bool dilated() const { return y.dilation > 1 || x.dilation > 1; }
    bool operator==(const WindowPlan&) const = default;
};

// Calls visit(channel, ky, kx) in the canonical order of every sum in this project: channel, ky, kx (then
// bias).
template <class Visit>
void for_each_tap(int channels, const WindowPlan& window, Visit&& visit) {
    for (int channel = 0; channel < channels; ++channel)
        for (int ky = 0; ky < window.y.kernel; ++ky)
            for (int kx = 0; kx < window.x.kernel; ++kx) visit(channel, ky, kx);
}

}  // namespace cnn
