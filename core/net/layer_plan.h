// What follows from a layer and the shapes that it reads: the shape of its output, the geometry of its
// window, the number of its parameters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/net/layer_spec.h"

namespace cnn {

// Limits of a network, checked before anything is allocated: an allocation that fails ends the page.
inline constexpr int kMaxLayers = 1000;
inline constexpr int kMaxWidth = 65536;  // filters of a convolution, units of a dense layer
inline constexpr int kMaxReach = 255;    // kernel side, stride, padding, dilation
// Values of one image's output, or parameters, of one layer. Four bytes each, they fit a 32-bit address.
inline constexpr std::int64_t kMaxLayerSize = std::int64_t{1} << 29U;

// Where a layer's numbers lie in the flat block. Gradients and optimiser moments are laid out alike.
struct LayerPlan {
    Shape input;                     // of one image; where branches meet, the first one's
    Shape output;                    // of one image
    std::vector<std::size_t> parts;  // where branches meet: floats of one image of each; else empty
    WindowPlan
        window;  // layers that slide a window; transposed: that of the convolution which it turns round
    // Offset. conv: (OC, C / groups, KH, KW); transposed: (C, OC / groups, KH, KW); dense: (in, out);
    // local: (OC, C, KH, KW, OH, OW); batch norm: gamma (C).
    std::size_t weights = 0;
    std::size_t weight_count = 0;
    // Offset. One per filter or unit; local and bias: one per value; batch norm: beta (C).
    std::size_t bias = 0;
    std::size_t bias_count = 0;
    // Offset in the network's state, which training changes without a gradient. Batch norm: running mean (C),
    // then running variance (C).
    std::size_t state = 0;
    std::size_t state_count = 0;
    std::int64_t terms = 0;  // products that one output sums, at most; 0: the layer has none

    std::size_t parameter_count() const { return weight_count + bias_count; }
};

// Plan of a layer that reads outputs of the shapes `inputs`, with offsets zero; or why it cannot stand there.
// More than one input only where joins_branches(layer).
Result<LayerPlan> plan_layer(std::span<const Shape> inputs, const LayerSpec& layer);

std::string shape_text(Shape shape);  // "64 x 28 x 28": channels, rows, columns

}  // namespace cnn
