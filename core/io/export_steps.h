// A network as the steps of formats that tell images (N, C, H, W) from rows of values (N, C): dense layers
// and softmax read rows, windows read images, and where a network leaves the change unsaid, a step says it.
#pragma once

#include <string>
#include <vector>

#include "core/net/network.h"

namespace cnn {

enum class StepKind {
    kLayer,
    kFlatten,  // image to row: channel by channel, rows, columns
    kImage,    // a row of C values to an image of C x 1 x 1
};

struct ExportStep {
    StepKind kind = StepKind::kLayer;
    std::string name;         // as layer_names() has it; a step that no layer stands for: "flatten_1"
    int layer = -1;           // index into spec.layers, when kind is kLayer
    std::vector<int> inputs;  // earlier steps, or kNetworkInput: always an image
    Shape output;             // of one image
    bool row = false;         // the output is a row of output.c values
};

// In an order in which they can be computed. The last gives a row.
std::vector<ExportStep> export_steps(const Network& network);

// Pixels behind the input that some window of this axis reads.
int pixels_behind(const AxisPlan& axis);
// The padding there, and where the size was rounded up what the last window reads beyond it: with it every
// format's sizes may be rounded down.
int trailing_padding(const AxisPlan& axis);

// Where a transposed convolution's output lies in what its kernels spread over, (input - 1) stride +
// effective kernel pixels: without the first `before` and the last `after` of them, with `beyond` behind the
// last. An output padding that the padding takes away again is neither.
struct TransposedEnds {
    int before = 0;
    int after = 0;
    int beyond = 0;
};
TransposedEnds transposed_ends(const AxisPlan& axis);

// "conv2 has groups, which FORMAT does not have."; `what` is all but the layer's name
Error not_expressible(const ExportStep& step, const std::string& what);

}  // namespace cnn
